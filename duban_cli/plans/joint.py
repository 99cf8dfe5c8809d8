"""反馈单位: 各单位: which 协办单位 an act on its own reply is about."""

from __future__ import annotations

from duban_cli.errors import NotFound, RuleRefused
from duban_cli.plans.sheet import Inputs
from duban_cli.rules.obligations import answering
from duban_cli.rules.standing import Standing


def supporting_unit(inputs: Inputs, standing: Standing, named: str | None) -> str | None:
    """The 协办单位 a clerk named, by its full name; None for nobody and for the 主办单位.

    Raises NotFound for a unit nobody knows, RuleRefused for one that owes no reply of its own.
    """
    if named is None:
        return None
    known, item = inputs.ledger.units, standing.item
    if known.find(named) is None:
        near = known.nearest(named)
        raise NotFound(
            f"单位名录里没有“{named}”", f"是否指“{near}”" if near else "用 duban unit list 看名录里的单位"
        )
    unit, lead = known.full_name(named), inputs.book.canonical(item.lead)
    own = answering(item, item.lead, inputs.book.canonical)
    if unit == lead:
        return None
    if unit in own:
        return unit
    hint = f"自己反馈的协办单位有：{'、'.join(own)}" if own else f"去掉 --unit，就是主办单位{lead}"
    if unit in map(inputs.book.canonical, item.support):
        raise RuleRefused(
            f"事项 {item.id} 由主办单位{lead}统一反馈，协办单位{unit}自己不欠反馈",
            f"{hint}；要各单位各自反馈的，立项时写 --reply-by 各单位",
        )
    raise RuleRefused(f"{unit}不是事项 {item.id} 的主办、协办单位，不欠反馈", hint)
