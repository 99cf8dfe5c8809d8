"""交办 by 交办通知单 or by 督查通知, and 督办提示 by 督办单."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from duban_cli.documents import context_acts
from duban_cli.documents.context import AssignedMatter
from duban_cli.documents.fields import Blank
from duban_cli.documents.fill import assigned_head, assigned_matter
from duban_cli.documents.fill_common import (
    LAW_SINCE,
    URGENCY,
    act_clause,
    matter,
    sent,
    signature_rule,
    unique,
)
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.settings import Settings
from duban_cli.rules.obligations import Obligation, Rulebook, own_voice
from duban_cli.rules.standing import Standing


def order(
    settings: Settings, book: Rulebook, standings: Sequence[Standing], entry: Entry
) -> context_acts.Order:
    """交办通知单: the items handed to one unit by ``entry``."""
    return context_acts.Order(
        **assigned_head(settings, book, standings, entry),
        items=tuple(context_acts.OrderedMatter(**ordered(s, book, entry)) for s in standings),
        signature=signature_rule([s.item for s in standings], book, entry.day),
    )


def ordered(standing: Standing, book: Rulebook, entry: Entry) -> dict[str, Any]:
    """The fields of ``OrderedMatter``."""
    item = standing.item
    officer = item.officer or item.first_officer
    return {
        **assigned_matter(standing, book, entry),
        "words": item.origin.note if item.origin else None,
        "leader": item.leader,
        "officer": officer.text if officer else None,
        "handler": item.handler.text if item.handler else None,
    }


def inspection(
    settings: Settings, book: Rulebook, standings: Sequence[Standing], entry: Entry
) -> context_acts.Inspection:
    """督查通知: the items handed out by ``entry`` are what is inspected."""
    items = tuple(AssignedMatter(**assigned_matter(s, book, entry)) for s in standings)
    started = standings[0].course.initiated
    ends = [m.due for m in items if m.due]
    replies = [m.reply_due for m in items if m.reply_due]
    head = assigned_head(settings, book, standings, entry)
    if entry.day >= LAW_SINCE:
        head["grounds"] = (*head["grounds"], "《政府督查工作条例》")
    return context_acts.Inspection(
        **head,
        items=items,
        approver=started.approved_by if started else None,
        start=entry.day,
        end=max(ends, default=None),
        objects=unique([u for s in standings for u in _units(s.item, book)]),
        method=entry.method,
        reply_due=min(replies, default=None),
        signature=signature_rule([s.item for s in standings], book, entry.day),
    )


def _units(item: Item, book: Rulebook) -> Iterator[str]:
    yield book.canonical(item.lead)
    yield from (book.canonical(u) for u in item.support)


def warning(
    settings: Settings, book: Rulebook, standing: Standing, entry: Entry
) -> context_acts.EarlyWarning:
    """督办单: the plan against what was reported by the day of ``entry``."""
    item = standing.item
    lead = book.canonical(item.lead)
    own = own_voice(item, entry.unit, book.canonical)
    said = [r.entry for r in standing.course.answers if book.canonical(r.entry.unit or "") == own]
    reply = next(reversed(said if own else [r.entry for r in standing.course.replies]), None)
    ruling = standing.course.ruling or entry
    duties = [d for d in standing.current if (d.supporting and d.who == own if own else not d.supporting)]
    live = next((d for d in duties if not d.met), None) if own else standing.live
    left = None
    if live is not None:
        late = live.due.day < entry.day
        left = 0 if late else book.calendar.count(entry.day, live.due.day, live.pauses)
    return context_acts.EarlyWarning(
        **sent(
            settings,
            entry.doc_no,
            entry.day,
            own or lead,
            urgency=URGENCY.get(item.urgency),
            copies=(lead,) if own else (),
            grounds=unique([act_clause(book, "督办提示", entry.day)]),
            provisional=standing.provisional,
        ),
        item=context_acts.WarnedMatter(
            **matter(item, book),
            assigned=ruling.day,
            assigned_by=ruling.doc_no or "—",
            demand=item.demand,
            plan=tuple(_stage(d, item) for d in _planned(duties, live)),
            progress=reply.content if reply else None,
            progress_day=reply.day if reply else None,
            problem=entry.content or Blank("问题"),
            cause=entry.reason,
            due=live.due.day if live else None,
            left=left,
            new_due=entry.due or Blank("新限期"),
        ),
    )


def _planned(duties: Sequence[Obligation], live: Obligation | None) -> Iterator[Obligation]:
    """What the plan asks of a unit: every 节点, then 反馈 and 办结 as they count now."""
    yield from (d for d in duties if d.what == "节点")
    now: list[Obligation] = []
    for what in ("办结", "反馈"):
        found = [d for d in duties if d.what == what]
        if live is not None and live.what == what:
            now.append(live)
        elif found:
            now.append(found[-1])
    # One line where the reply is the report that all is done.
    yield from sorted(now[:1] if len({d.due for d in now}) == 1 else now, key=lambda d: d.due)


def _stage(duty: Obligation, item: Item) -> context_acts.Stage:
    content = {"节点": duty.limit_text, "反馈": "书面反馈办理情况"}.get(duty.what)
    return context_acts.Stage(
        name=duty.name, content=content or item.standard or "全部办结", due=duty.due.day, state=_state(duty)
    )


def _state(duty: Obligation) -> str:
    if duty.met_by is not None:
        done = duty.met_by.arrived
        return f"{done.month}月{done.day}日完成{'，逾期' if duty.state == '逾期完成' else ''}"
    if duty.overdue and duty.overdue_workdays:
        return f"逾期{duty.overdue_workdays}个工作日"
    return duty.state
