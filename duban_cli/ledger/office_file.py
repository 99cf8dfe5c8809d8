"""office/年.yaml: what the office itself did that belongs to no single item: bulletins, lists, meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.fieldtypes import Choice, Date, Field, Many, Record, Text
from duban_cli.ledger.nodes import Source, compose

EVENTS_KEY = "记录"
EVENT_ACTIONS = (
    "通报", "清单", "会议", "考核", "对接", "抄送", "检查", "调度", "抽查", "回访", "报告", "其他",
)  # fmt: skip
"""What an office can do that belongs to no single item; the one list, for the files, the rules and the commands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeEvent:
    """One act of the office."""

    day: date
    action: str
    doc_no: str | None = None
    start: date | None = None
    end: date | None = None
    criticised: tuple[str, ...] = ()
    commended: tuple[str, ...] = ()
    approved_by: str | None = None
    content: str | None = None
    note: str | None = None


EVENT = Record("办公室记录", OfficeEvent, (
    Field("日期", "day", Date(), "日期", required=True, example="2026-07-10"),
    Field("动作", "action", Choice(EVENT_ACTIONS, "动作"), "做了什么", required=True, example="通报"),
    Field("文号", "doc_no", Text(), "期号或文号", example="第3期"),
    Field("起", "start", Date(), "所涉期间的第一天"),
    Field("止", "end", Date(), "所涉期间的最后一天"),
    Field("批评", "criticised", Many(Text()), "点名批评的单位，须有批准"),
    Field("表扬", "commended", Many(Text()), "表扬的单位，须有批准"),
    Field("批准", "approved_by", Text(), "批准的领导"),
    Field("内容", "content", Text(), "内容"),
    Field("备注", "note", Text(), "备注"),
))  # fmt: skip


OFFICE = Record(
    "办公室记录",
    lambda events=(): events,
    (Field(EVENTS_KEY, "events", Many(EVENT), "办公室的记录，只增不改"),),
)


def read_office(data: bytes, source: Source) -> tuple[OfficeEvent, ...] | None:
    """The events of one year; one that names units without an approval is a problem (政府督查工作条例 21)."""
    root = compose(data, source)
    events: tuple[OfficeEvent, ...] | None = None if root is None else OFFICE.read(root, source)
    for event in events or ():
        if (event.criticised or event.commended) and not event.approved_by and root is not None:
            source.problem(
                root,
                "approval",
                f"{event.day} 的{event.action}点名了单位，却没有批准人",
                "补上 批准: …（政府督查工作条例第二十一条）",
            )
    return events
