"""Facts and conclusions in the words of the trade, each on one line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from duban_cli.ledger.item_format import ITEM_FIELDS
from duban_cli.ledger.records import Entry, Origin, Person
from duban_cli.ledger.vocabulary import REPLY_BY, VOID
from duban_cli.rules.states import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duban_cli.ledger.records import Item
    from duban_cli.rules.obligations import Obligation
    from duban_cli.rules.standing import Standing

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_UNMET = {"反馈": "未反馈", "办结": "未办结", "节点": "未完成"}
_MET = {"反馈": "已反馈", "办结": "已报办结", "节点": "已完成"}


def weekday(day: date) -> str:
    """周五."""
    return WEEKDAYS[day.weekday()]


def on_day(day: date) -> str:
    """``2026-11-20 周五``."""
    return f"{day} {weekday(day)}"


def lateness(workdays: int) -> str:
    """``逾期169个工作日``; on the weekend after, ``已逾期``."""
    return f"逾期{workdays}个工作日" if workdays else "已逾期"


def duty_result(duty: Obligation) -> str:
    """``未反馈 · 逾期169个工作日``, ``2026-03-16 已反馈 · 按期``."""
    counted = f" · {duty.unreported}" if duty.unreported else ""
    if duty.met_by is None:
        late = lateness(duty.overdue_workdays) if duty.overdue else duty.state
        return f"{_UNMET.get(duty.what, '未报')} · {late}{counted}"
    back = " · 已退回重办" if duty.returned else ""
    late = "" if duty.state == "按期" else f"，{lateness(duty.overdue_workdays)}"
    met = _MET.get(duty.what, "已报")
    if duty.met_on is not None and duty.met_on != duty.met_by.arrived:
        met = f"完成，{duty.met_by.arrived} {met}"
    return f"{duty.met_on or duty.met_by.arrived} {met} · {duty.state}{late}{counted}{back}"


def next_words(standing: Standing) -> str | None:
    """``上门催办或协调会（2026-04-09 起）``."""
    step = standing.next
    if step is None:
        return late_words(standing)
    words = "或".join(step.ways) if len(step.ways) > 1 else step.step
    return f"{words}（{step.since} 起）" if step.since else words


def late_words(standing: Standing) -> str | None:
    """What is left of an overdue matter with no step to take now: the next one by its day, or that there is none."""
    live = standing.live
    if live is None or not live.overdue or standing.state not in OPEN:
        return None
    ladder = [r for r in standing.ladder if r.duty is live]
    top = max((r.level for r in ladder if r.taken is not None), default=0)
    ahead = [r for r in ladder if r.taken is None and r.since > standing.now.day and r.level > top]
    if ahead:
        rung = min(ahead, key=lambda r: r.since)
        return f"{rung.ways_text}（{rung.since} 起）"
    return "催办已尽，可报领导" if top else "可电话催办"


def entry_title(entry: Entry) -> str:
    """What happened, with the word that tells one kind from another: ``延期（批准）``, ``反馈（进展）``."""
    if entry.action == "变更":
        return f"变更{entry.field}"
    if entry.action == "更正" and entry.corrects:
        ref = entry.corrects
        nth = f"第{ref.nth}条" if ref.nth > 1 else ""
        return (
            f"更正{ref.day}{nth}{ref.action}的{entry.field}"
            if entry.field != VOID
            else f"作废{ref.day}{nth}{ref.action}"
        )
    kind = entry.stage or entry.method
    if entry.action == "审核":
        kind = entry.result
    elif entry.action == "反馈" and entry.done is not None:
        kind = "办结" if entry.done else "进展"
    return f"{entry.action}（{kind}）" if kind else entry.action


def entry_marks(entry: Entry) -> str:
    """The short facts of an entry, in a row."""
    marks = [
        entry.clock.strftime("%H:%M") if entry.clock else None,
        entry.unit,
        entry.paper,
        entry.doc_no,
        entry.incoming,
        _told("收到", entry.received),
        _told("针对", entry.about),
        entry.period,
        _told("时限", entry.limit.text if entry.limit else None),
        _told("限期", entry.due),
        _told("反馈限期", entry.reply_due),
        _told("完成", entry.done_on),
        _told("进度", f"{entry.progress:f}%" if entry.progress is not None else None),
        _changed(entry),
        _told("批准", entry.approved_by),
        _told(
            "签收" if entry.action == "签收" else "签发", entry.signed_by.text if entry.signed_by else None
        ),
        _told("送达", entry.delivered),
        _told("卷号", entry.volume),
        _told("保管", entry.keeping),
        _told("附件", "、".join(entry.attachments) or None),
        _told("经办", entry.by),
        _told("人员", "、".join(entry.people)),
    ]
    return " · ".join(mark for mark in marks if mark)


def _changed(entry: Entry) -> str | None:
    if not entry.new or entry.field == VOID:
        return None
    return f"{entry.old} → {entry.new}" if entry.old else f"改为 {entry.new}"


def entry_texts(entry: Entry) -> Iterator[str]:
    """The longer texts of an entry, each with what it is."""
    result = None if entry.action == "审核" else entry.result
    for label, text in (
        ("", entry.content),
        ("理由：", entry.reason),
        ("结果：", result),
        ("备注：", entry.note),
    ):
        if text:
            yield label + text


def header_lines(item: Item) -> Iterator[tuple[str, str]]:
    """Every header field that says something, except the title, in the order of the format."""
    for field in ITEM_FIELDS:
        value = getattr(item, field.attr)
        if (
            field.key == "标题"
            or value is None
            or value == ()
            or (field.key, value) == ("反馈单位", REPLY_BY[0])
        ):
            continue
        if field.key == "节点":
            for stone in value:
                plan = f"（计划 {stone.plan:f}%）" if stone.plan is not None else ""
                yield f"节点{stone.number}", f"{stone.due} 前 {stone.content}{plan}"
            continue
        yield field.key, _value_words(value)


def _value_words(value: Any) -> str:
    if isinstance(value, Person):
        return f"{value.text} {value.phone}" if value.phone else value.text
    if isinstance(value, Origin):
        return origin_words(value)
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    text = getattr(value, "text", value)
    return str(text).strip()


def origin_words(origin: Origin) -> str:
    """``批示：征拆进展报告 · 市长（主要领导） · 2026-03-02``."""
    by = origin.instructed_by
    if by and origin.level:
        by = f"{by}（{origin.level}）"
    number = f"第{origin.number}项" if origin.number and origin.number.isdigit() else origin.number
    parts = (
        origin.name,
        origin.session,
        number,
        origin.doc_no,
        by,
        str(origin.day or ""),
        origin.link,
        origin.note,
    )
    return f"{origin.kind}：" + " · ".join(part for part in parts if part)


def _told(label: str, value: object) -> str | None:
    return f"{label} {value}" if value else None
