"""立项: a new item on the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duban_cli.errors import NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.numbering import next_item_id
from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text
from duban_cli.text import nearest


def plan_new(
    inputs: Inputs, header: Mapping[str, Facts], *, day: date, approved_by: str | None = None,
    by: str | None = None, note: str | None = None, pending: bool = False,
) -> Change:  # fmt: skip
    """Put an item on the ledger; ``pending`` records it without 立项, to be approved later.

    Raises NotFound for an unknown category, RuleRefused where the regime wants an approval.
    """
    ledger = inputs.ledger
    category = ledger.regime.category(str(header.get("类别", "")))
    if category is None:
        asked, known = str(header.get("类别", "")), list(ledger.regime.categories)
        near = nearest(asked, known)
        raise NotFound(
            f"本台账的制度里没有类别“{asked}”",
            f"是否指“{near}”" if near else f"可用的类别：{'、'.join(known)}",
        )
    for key in ("标题", "要求", "主办单位"):
        if not str(header.get(key, "")).strip():
            raise WrongUse(f"“{key}”是空的", "写上内容")
    if "\n" in str(header["标题"]).strip():
        raise WrongUse("标题分成了几行", "标题写成一行，详细的写在 --demand 里")
    lead = ledger.units.find(str(header.get("主办单位", "")))
    named: dict[str, Facts] = {**header, "类别": category.name}
    if lead is not None:
        named["主办单位"] = lead.name
    if isinstance(header.get("协办单位"), list):
        named["协办单位"] = [_full_name(inputs, str(u)) for u in header["协办单位"]]
    if category.initiation == "批准" and not approved_by and not pending:
        clause = category.initiation_clause
        raise RuleRefused(
            f"“{category.name}”须经领导批准才能立项{f'（{clause.text}）' if clause else ''}",
            "加上 --approved-by 批准人；还没有批准的，用 --pending 先登记，批准后再立项",
        )
    entry = compact(
        {"日期": date_text(day), "动作": "立项", "方式": None if approved_by else "直接", "批准": approved_by,
         "经办": by, "备注": note}
    )  # fmt: skip
    sheet = Sheet(inputs)
    item = sheet.new_item(next_item_id(ledger, day.year), named, [] if pending else [entry])
    if pending:
        return sheet.change(f"{item.id} 登记待立项：{item.title}", f"主办：{item.lead}")
    return sheet.told([item], item.entries[-1])


def plan_initiate(
    inputs: Inputs,
    item_id: str,
    *,
    day: date,
    approved_by: str | None,
    by: str | None = None,
    note: str | None = None,
) -> Change:
    """立项 of an item that was registered before it was approved."""
    standing = inputs.stand(inputs.ledger.item(item_id))
    initiated = standing.course.initiated
    if initiated is not None:
        raise RuleRefused(
            f"事项 {item_id} 已于 {initiated.day} 立项，现在是“{standing.state}”",
            f"经过见 duban show {item_id}",
        )
    sheet = Sheet(inputs)
    way = None if approved_by else "直接"
    entry = compact(
        {"日期": date_text(day), "动作": "立项", "方式": way, "批准": approved_by, "经办": by, "备注": note}
    )
    item = sheet.add(item_id, entry)
    return sheet.told([item], item.entries[-1])


def _full_name(inputs: Inputs, name: str) -> str:
    unit = inputs.ledger.units.find(name)
    return unit.name if unit else name
