"""经过: an item's entries as sentences a paper can list."""

from __future__ import annotations

from datetime import date

from duban_cli.documents.context_acts import Event
from duban_cli.documents.fill_common import one_line
from duban_cli.ledger.records import Entry
from duban_cli.ledger.vocabulary import NOTICE
from duban_cli.rules.standing import Standing


def events(standing: Standing, until: Entry) -> tuple[Event, ...]:
    """What happened before ``until``, the steps that say something about the matter."""
    found = []
    for entry in standing.course.entries:
        if entry.line == until.line and entry.action == until.action:
            break
        text = _text(standing, entry)
        if text:
            found.append(Event(date=entry.day, text=text))
    return tuple(found)


def _text(standing: Standing, entry: Entry) -> str | None:
    lead = standing.course.lead_on(entry.day)
    unit = entry.unit or lead
    by = f"以{entry.doc_no}" if entry.doc_no else ""
    letter = f"以{entry.incoming}" if entry.incoming else ""
    said = _said(entry.content or entry.reason)
    match entry.action:
        case "立项":
            return f"列为督查事项{f'（{entry.approved_by}批准）' if entry.approved_by else ''}"
        case "交办":
            return f"{by}交{lead}办理{_limit(entry.due, '办结')}"
        case "反馈":
            return f"{unit}{letter}反馈{'办结' if entry.done else '进展'}情况{said}"
        case "延期" if entry.stage == "申请":
            return f"{unit}{letter}申请延期{said}"
        case "延期":
            until = f"至{_day(entry.due)}" if entry.due else ""
            what = entry.period or (entry.about if entry.about != "办结" else None) or ""
            return f"{by}{'同意' if entry.stage == '批准' else '不同意'}{what}延期{until}{said}"
        case "催办":
            how = "催办" if entry.method == NOTICE else f"{entry.method}"
            return f"{by}{how}{lead}{_limit(entry.due, '反馈')}{said}" if how == "催办" else f"{how}{said}"
        case "督办提示":
            return f"{by}督办提示{said}"
        case "约谈":
            # What is on record is the notice; 限期 is the day of the talk.
            when = f"，定于{_day(entry.due)}" if entry.due else ""
            return f"{by}通知约谈{unit}{when}{said}" if by else f"约谈{unit}{said}"
        case "审核" if entry.result == "退回":
            return f"{by}退回重办{_limit(entry.due, '反馈')}{said}"
        case "审核":
            return f"审核通过{said}"
        case "核查":
            return f"{entry.method or '核查'}{_said(entry.result or entry.content)}"
        case "中止" | "恢复" | "重启":
            return f"{entry.action}办理{said}"
        case "变更":
            return f"{entry.field}由{entry.old or '原定'}改为{entry.new}"
        case "批评" | "表扬":
            return f"对{unit}予以通报{entry.action}{f'（{entry.doc_no}）' if entry.doc_no else ''}{said}"
        case _:
            return None


def _said(text: str | None) -> str:
    line = one_line(text)
    return f"：{line}" if line else ""


def _limit(due: date | None, what: str) -> str:
    return f"，限{_day(due)}前{what}" if due else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
