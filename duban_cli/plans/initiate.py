"""立项: a new item on the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.numbering import next_item_id
from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text
from duban_cli.rules.limits import Ahead, Named
from duban_cli.rules.regime import Category
from duban_cli.rules.wording import read_day
from duban_cli.text import halfwidth


def plan_new(
    inputs: Inputs, header: Mapping[str, Facts], *, day: date, approved_by: str | None = None,
    by: str | None = None, note: str | None = None, pending: bool = False,
) -> Change:  # fmt: skip
    """Put an item on the ledger; ``pending`` records it without 立项, to be approved later.

    Raises NotFound for an unknown category, RuleRefused where the regime wants an approval.
    """
    ledger = inputs.ledger
    category = ledger.category(str(header.get("类别", "")))
    for key in ("标题", "要求", "主办单位"):
        if not str(header.get(key, "")).strip():
            raise WrongUse(f"“{key}”是空的", "写上内容")
    if "\n" in str(header["标题"]).strip():
        raise WrongUse("标题分成了几行", "标题写成一行，详细的写在 --demand 里")
    _refuse_source_ahead(inputs, header, category)
    full = ledger.units.full_name
    named: dict[str, Facts] = {**header, "类别": category.name, "主办单位": full(str(header["主办单位"]))}
    if isinstance(header.get("协办单位"), list):
        named["协办单位"] = [full(str(u)) for u in header["协办单位"]]
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
    if isinstance(item.limit, Named) and item.limit.day < day:
        sheet.remark(f"办结时限 {item.limit.text} 已经过了，照记；核对是否写错")
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


def _refuse_source_ahead(inputs: Inputs, header: Mapping[str, Facts], category: Category) -> None:
    """Raises WrongUse: what the matter comes from has not happened yet, and no limit counts back from it."""
    if any(isinstance(r.limit, Ahead) for rules in category.duties.values() for r in rules):
        return
    origin = header.get("来源")
    text = origin.get("日期") if isinstance(origin, dict) else None
    day = read_day(halfwidth(str(text)), str(text)) if text else None
    if day is not None and day > inputs.now.day:
        raise WrongUse(f"来源的日期 {day} 还没有到（今天是 {inputs.now.day}）", "核对 --source-date")
