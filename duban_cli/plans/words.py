"""The words of a commit: what happened, as a leader would read it in ``git log``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duban_cli.ledger.records import Entry, Item

_BODY_KEYS: tuple[tuple[str, str], ...] = (
    ("来文", "incoming"), ("内容", "content"), ("理由", "reason"), ("字段", "field"), ("原", "old"), ("新", "new"),
    ("结果", "result"), ("批准", "approved_by"), ("经办", "by"), ("备注", "note"),
)  # fmt: skip


def day_words(day: date, said_in: date | None = None) -> str:
    """``3月18日``; with the year where it is not that of ``said_in``."""
    year = f"{day.year}年" if said_in is not None and said_in.year != day.year else ""
    return f"{year}{day.month}月{day.day}日"


def act_words(item: Item, entry: Entry, lead: str, reviewed: Entry | None = None) -> str:
    """One act in a few words, without the item's id. ``reviewed``: the reply a 审核 speaks of."""
    return f"{_act(item, entry, lead, reviewed)}：{item.title}{_brackets(_details(entry))}"


def subject(items: Sequence[Item], entry: Entry, lead: str, reviewed: Entry | None = None) -> str:
    """The commit's first line: ``2026-0018 交办岳阳楼区人民政府：…（岳督函〔2026〕17号，限3月18日）``."""
    first = items[0]
    if len(items) == 1:
        return f"{first.id} {act_words(first, entry, lead, reviewed)}"
    return f"{first.id}等{len(items)}项 {_act(first, entry, lead, reviewed)}{_brackets(_details(entry, _limits(items, entry)))}"


def body(items: Sequence[Item], entry: Entry) -> str:
    """What was recorded, a line a fact; for several items, which they are."""
    lines = [f"{item.id}  {item.title}" for item in items] if len(items) > 1 else []
    if len(_limits(items, entry)) > 1:
        ends = [item.entries[-1].due for item in items]
        lines = [
            f"{line}（限{day_words(end, entry.day)}）" if end else line
            for line, end in zip(lines, ends, strict=True)
        ]
    for label, attr in _BODY_KEYS:
        value = getattr(entry, attr)
        if value:
            lines.append(f"{label}：{value}")
    if entry.signed_by:
        lines.append(f"签发：{entry.signed_by.text}")
    return "\n".join(lines)


def _act(item: Item, entry: Entry, lead: str, reviewed: Entry | None) -> str:
    unit = entry.unit or lead
    own = entry.unit if entry.unit and entry.unit != lead else ""
    match entry.action:
        case "交办":
            return f"交办{lead}"
        case "反馈":
            if unit != lead and unit in item.support:
                return f"协办单位{unit}反馈"
            return f"{unit}反馈{'办结' if entry.done else '进展'}"
        case "延期":
            return f"{unit}申请延期" if entry.stage == "申请" else f"{entry.stage}{own}延期"
        case "催办":
            return f"催办{unit if unit in item.support else lead}"
        case "审核":
            if entry.result != "通过":
                return f"退回{own}重办" if own else "退回重办"
            if own:
                return f"审核通过{own}的反馈"
            return "审核通过" if reviewed is None or reviewed.done else "审核通过（进展）"
        case "表扬" | "批评" | "约谈" | "问责建议":
            return f"{entry.action}{unit}"
        case "督办提示":
            return f"{entry.action}{own}"
        case "签收":
            return f"{unit}签收"
        case "变更":
            return f"变更{entry.field}"
        case "更正":
            what = entry.corrects
            return f"更正{day_words(what.day, entry.day)}{what.action}" if what else "更正"
        case _:
            return entry.action


def _limits(items: Sequence[Item], entry: Entry) -> tuple[date, ...]:
    """The different 限期 one 交办 gave its items, earliest first; none for any other act."""
    if entry.action != "交办" or any(not i.entries or i.entries[-1].action != "交办" for i in items):
        return ()
    return tuple(sorted({end for i in items if (end := i.entries[-1].due) is not None}))


def _details(entry: Entry, limits: Sequence[date] = ()) -> list[str]:
    """What stands in brackets; ``limits``: where several items got different ones, all of them."""
    out = []
    if entry.action in ("催办", "立项", "核查") and entry.method and entry.method != "直接":
        out.append(entry.method)
    if entry.period:
        out.append(entry.period)
    if entry.action == "变更" and entry.new:
        out.append(f"{entry.old or '原'}改为{entry.new}")
    if entry.doc_no:
        out.append(entry.doc_no)
    if len(limits) > 1:
        first, last = (day_words(day, entry.day) for day in (limits[0], limits[-1]))
        return [*out, f"限期最早{first}、最晚{last}"]
    if entry.reply_due and entry.reply_due != entry.due:
        out.append(f"{day_words(entry.reply_due, entry.day)}前反馈")
    if entry.due:
        out.append(f"{'至' if entry.action == '延期' else '限'}{day_words(entry.due, entry.day)}")
    if entry.action == "立项" and entry.approved_by:
        out.append(f"{entry.approved_by}批准")
    return out


def _brackets(details: list[str]) -> str:
    return f"（{'，'.join(details)}）" if details else ""
