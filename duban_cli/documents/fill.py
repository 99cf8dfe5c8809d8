"""The ledger's facts and standings → what each paper says: 督查函, 催办通知单, 退回重办通知, 销号单."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from duban_cli.documents import context
from duban_cli.documents.fields import Blank
from duban_cli.documents.fill_common import (
    URGENCY,
    act_clause,
    cite,
    matter,
    sent,
    signature_rule,
    step,
    unique,
)
from duban_cli.ledger.records import Entry
from duban_cli.ledger.settings import Settings
from duban_cli.ledger.vocabulary import NOTICE
from duban_cli.rules.ladder import Rung
from duban_cli.rules.obligations import Obligation, Rulebook, answering, awaited
from duban_cli.rules.periods import PeriodError, parse_period
from duban_cli.rules.regime import DUTIES
from duban_cli.rules.standing import Standing
from duban_cli.rules.terms import Waiting


def assignment(
    settings: Settings, book: Rulebook, standings: Sequence[Standing], entry: Entry
) -> context.Assignment:
    """督查函: the items handed to one unit by ``entry``, its limits those recorded with 交办."""
    return context.Assignment(
        **assigned_head(settings, book, standings, entry),
        items=tuple(context.AssignedMatter(**assigned_matter(s, book, entry)) for s in standings),
        signature=signature_rule([s.item for s in standings], book, entry.day),
    )


def assigned_head(
    settings: Settings, book: Rulebook, standings: Sequence[Standing], entry: Entry
) -> dict[str, Any]:
    """The fields of ``Sent`` of a paper that hands items to their unit."""
    items = [s.item for s in standings]
    urgency = min((i.urgency for i in items), key=["特急", "急件", "普通"].index)
    support = [book.canonical(u) for i in items for u in i.support]
    return sent(
        settings,
        entry.doc_no,
        entry.day,
        book.canonical(items[0].lead),
        urgency=URGENCY.get(urgency),
        copies=unique([*support, *settings.copies]),
        grounds=unique([act_clause(book, "交办", entry.day)]),
        provisional=any(d.provisional for s in standings for d in s.duties),
        attached=unique([name.strip() for name in entry.attachments]),
    )


def assigned_matter(standing: Standing, book: Rulebook, entry: Entry) -> dict[str, Any]:
    """The fields of ``AssignedMatter``."""
    item = standing.item
    own = [d for d in reversed(standing.current) if d.period is None and d.round == 0]
    first = {d.what: d for d in own if not d.supporting}
    apart = next((d for d in own if d.supporting), None)
    finish, reply = first.get("办结"), first.get("反馈")
    since = standing.course.initiated_on or entry.day
    rule = book.regime.duty(item, "反馈", since, rhythm=True)
    rhythm = item.rhythm or (rule.rhythm if rule else None)
    held = awaited(standing.course, book, standing.now)
    return {
        **matter(item, book),
        "demand": item.demand,
        "standard": item.standard.rstrip("。") if item.standard else None,
        "due": finish.first_due.day if finish else None,
        "reply_due": reply.first_due.day if reply else None,
        "rhythm": rhythm.text if rhythm else None,
        "limit_note": _limit_note(finish),
        "each": bool(answering(item, item.lead, book.canonical)),
        "supporting_due": apart.first_due.day if apart else None,
        "waits": next((f"{_later(w)}内办结" for w in held if w.what == "办结"), None),
        "further": (
            *(f"{_day(d.first_due.day)}前报送{d.what}" for d in standing.current if d.further),
            *(f"{_later(w)}内报送{w.what}" for w in held if w.what not in DUTIES),
        ),
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _later(waiting: Waiting) -> str:
    """``汇总之日起5个工作日``: a limit that has no day yet."""
    return f"{waiting.rule.start}之日起{waiting.limit.text}"


def _limit_note(duty: Obligation | None) -> str | None:
    if duty is None:
        return None
    clock = f"{duty.first_due.clock:%H:%M}" if duty.first_due.clock else None
    if not duty.counted:
        return f"当日{clock}前" if clock else None
    if duty.start == duty.assigned and duty.due.day == duty.start:
        return "随交随办"
    if clock and duty.limit_text.endswith("小时"):
        return f"自{duty.start_event}时起{duty.limit_text}，至当日{clock}"
    if duty.awaits:
        return f"自{duty.awaits}次日起{duty.limit_text}；晚于交办之日{duty.awaits}的，按{duty.awaits}之日推算"
    return f"自{duty.start_event}{'当日' if duty.counting.first_day else '次日'}起{duty.limit_text}"


def urging(settings: Settings, book: Rulebook, urged: Sequence[tuple[Standing, Entry]]) -> context.Urging:
    """催办通知单: the overdue items of one unit, one entry each (two where two periods are owed)."""
    first = urged[0][1]
    steps = [
        cite(r.step.clause)
        for s, e in urged
        for r in s.ladder
        if r.taken is not None and r.taken.day == e.day and r.step.paper
    ]
    return context.Urging(
        **sent(
            settings,
            first.doc_no,
            first.day,
            book.canonical(first.unit or urged[0][0].item.lead),
            urgency=URGENCY.get(urged[0][0].item.urgency),
            grounds=unique(steps),
            provisional=any(s.provisional for s, _ in urged),
        ),
        items=tuple(_overdue(s, e, book) for s, e in urged),
    )


def _overdue(standing: Standing, entry: Entry, book: Rulebook) -> context.OverdueMatter:
    duty = _urged_duty(standing, entry)
    assigned = standing.course.ruling
    assert assigned is not None  # noqa: S101 - only an item that was handed out can be overdue
    later = [r for r in standing.ladder if r.duty is duty and r.taken is None and r.since > entry.day]
    notices = {
        (e.day, e.doc_no)
        for e in standing.course.entries
        if e.action == "催办" and (e.method == NOTICE or e.doc_no is not None) and e.day <= entry.day
        if (e.about, e.period, e.unit) == (entry.about, entry.period, entry.unit)
    }
    return context.OverdueMatter(
        **matter(standing.item, book),
        assigned=assigned.day,
        assigned_by=assigned.doc_no or "—",
        period=duty.period.name if duty.period else None,
        due=duty.due.day,
        overdue=book.calendar.count(duty.due.day, entry.day, duty.pauses),
        time=max(len(notices), 1),
        new_due=entry.due or Blank("新限期"),
        consequence=_consequence(later[0]) if later else None,
    )


def _consequence(rung: Rung) -> str:
    """What follows if the notice is not heeded: ``以上门催办的方式督办（…）``, ``予以通报批评（…）``."""
    step = rung.step
    clause = f"（{cite(step.clause)}）"
    if step.action == "催办":
        return f"以{rung.ways_text}的方式督办{clause}"
    return f"{'酌情' if step.optional else '予以'}{rung.ways_text}{clause}"


def _urged_duty(standing: Standing, entry: Entry) -> Obligation:
    """The duty a 催办 entry speaks of: the one whose ladder it took, else the named or earliest one due."""
    for rung in standing.ladder:
        if rung.taken is entry:
            return rung.duty
    about = [d for d in standing.current if d.what == (entry.about or "反馈") and d.due.day < entry.day]
    if entry.period:
        about = [d for d in about if d.period is not None and _same_period(entry.period, d)] or about
    return (about or list(standing.current))[0]


def _same_period(text: str, duty: Obligation) -> bool:
    try:
        return duty.period is not None and parse_period(text, duty.period.rhythm) == duty.period
    except PeriodError:
        return False


def returning(settings: Settings, book: Rulebook, standing: Standing, review: Entry) -> context.Return:
    """退回重办通知: the reply that ``review`` sent back."""
    reply = next((r.entry for r in standing.course.all_replies if r.review is review), None)
    lead = book.canonical(standing.item.lead)
    unit = book.canonical(review.unit or lead)
    own = [d for d in standing.current if (d.who == unit if d.supporting else unit == lead)]
    again = [d for d in own if d.start == review.day and d.round > 0]
    return context.Return(
        **sent(
            settings,
            review.doc_no,
            review.day,
            unit,
            urgency=URGENCY.get(standing.item.urgency),
            copies=(lead,) if unit != lead else (),
            grounds=unique([act_clause(book, "审核", review.day)]),
            provisional=standing.provisional,
        ),
        item=context.ReturnedMatter(
            **matter(standing.item, book),
            replied=reply.day if reply else review.day,
            letter=reply.incoming if reply else None,
            reason=review.reason or Blank("退回理由"),
            new_due=review.due or (again[0].due.day if again else Blank("新限期")),
        ),
        signature=signature_rule([standing.item], book, review.day),
    )


def closing(settings: Settings, book: Rulebook, standing: Standing, entry: Entry) -> context.Closing:
    """销号单: the whole course of an item struck off by ``entry``."""
    course = standing.course
    reply = standing.accepted
    review = next((r.review for r in reversed(course.replies) if r.entry is reply), None)
    finish = next((d for d in reversed(standing.current) if d.what == "办结"), None)
    return context.Closing(
        **matter(standing.item, book),
        office=settings.office,
        government=settings.government,
        date=entry.day,
        initiated=step(course.initiated, course.initiated.approved_by if course.initiated else None),
        assigned=step(course.ruling),
        replied=step(reply, reply.signed_by.text if reply and reply.signed_by else None),
        reviewed=step(review, (review.approved_by or review.by) if review else None),
        closed=context.Step(date=entry.day, person=entry.by, paper=entry.doc_no),
        due=finish.due.day if finish else None,
        on_time=finish.state == "按期" if finish and finish.met else None,
        extensions=sum(1 for e in course.entries if e.action == "延期" and e.stage == "批准"),
        urgings=course.count("催办"),
        returns=sum(1 for e in course.entries if e.action == "审核" and e.result == "退回"),
        result=(reply.content if reply else None) or Blank("办理结果"),
        opinion=(review.content or review.reason or "审核通过。") if review else None,
        approver=entry.approved_by,
        digest=(entry.digest or "")[:16],
    )
