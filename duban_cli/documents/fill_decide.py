"""Decisions about an item: 延期批复, 约谈通知, 问责建议, 督查结论, 复核决定."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from duban_cli.documents import context_acts
from duban_cli.documents.context import Matter
from duban_cli.documents.fields import Blank
from duban_cli.documents.fill_common import LAW_SINCE, URGENCY, act_clause, matter, organs, sent, unique
from duban_cli.documents.fill_events import events
from duban_cli.ledger.records import Entry
from duban_cli.ledger.settings import Settings
from duban_cli.rules.obligations import Obligation, Rulebook, own_voice
from duban_cli.rules.standing import Standing

REVIEW_CLAUSE = "《政府督查工作条例》第十七条"


def extension_reply(
    settings: Settings, book: Rulebook, standing: Standing, entry: Entry
) -> context_acts.ExtensionReply:
    """延期批复: what ``entry`` (批准 or 不批) answers to the application before it."""
    lead = book.canonical(standing.item.lead)
    own = own_voice(standing.item, entry.unit, book.canonical)
    asked = _before(
        standing,
        entry,
        lambda e: (
            (e.action, e.stage) == ("延期", "申请")
            and own_voice(standing.item, e.unit, book.canonical) == own
        ),
    )
    granted = entry.stage == "批准"
    duties = [d for d in standing.current if (d.supporting and d.who == own if own else not d.supporting)]
    duty = _extended(duties, entry, asked) or standing.live
    about = entry.about or (asked.about if asked else None) or (duty.what if duty else "办结")
    old_due = _old_due(duty, entry)
    return context_acts.ExtensionReply(
        **sent(
            settings,
            entry.doc_no,
            entry.day,
            own or book.canonical((asked.unit if asked else None) or standing.item.lead),
            urgency=URGENCY.get(standing.item.urgency),
            copies=(lead,) if own else (),
            grounds=unique([act_clause(book, "延期", entry.day)]),
            provisional=standing.provisional,
        ),
        item=context_acts.ExtendedMatter(
            **matter(standing.item, book),
            about=f"{about}（{duty.period.name}）" if duty and duty.period else about,
            applied=asked.day if asked else None,
            letter=asked.incoming if asked else None,
            asked=asked.due if asked else None,
            why=(asked.reason or asked.content) if asked else None,
            granted=granted,
            old_due=old_due or Blank("原限期"),
            past=old_due is not None and old_due < entry.day,
            new_due=(entry.due or Blank("新限期")) if granted else None,
            reason=entry.reason or entry.content,
            approver=entry.approved_by or Blank("批准人"),
        ),
    )


def _extended(duties: Sequence[Obligation], entry: Entry, asked: Entry | None) -> Obligation | None:
    """The duty of a unit whose limit was asked to be moved: the one ``entry`` moved, else the one named."""
    if entry.stage == "批准":
        moved = [d for d in duties if any(c.day == entry.day and c.due == entry.due for c in d.changes)]
        if moved:
            return next((d for d in reversed(moved) if d.what == "办结"), moved[-1])
    period = entry.period or (asked.period if asked else None)
    if period is not None:
        of_period = [d for d in duties if d.period is not None and d.period.name == period]
        return of_period[-1] if of_period else None
    about = entry.about or (asked.about if asked else None) or "办结"
    named = [d for d in duties if about in (d.what, d.name)]
    return named[-1] if named else None


def _old_due(duty: Obligation | None, entry: Entry) -> date | None:
    """The limit before ``entry`` moved it."""
    if duty is None:
        return None
    due = duty.first_due.day
    for change in duty.changes:
        if change.day == entry.day and change.due == entry.due:
            break
        due = change.due
    return due


def summons(settings: Settings, book: Rulebook, standing: Standing, entry: Entry) -> context_acts.Summons:
    """约谈通知: whom ``entry`` calls in; its 限期 and 时间 say when, 时间 alone that same day."""
    address = settings.contact.address
    return context_acts.Summons(
        **sent(
            settings,
            entry.doc_no,
            entry.day,
            book.canonical(entry.unit or standing.item.lead),
            urgency=URGENCY.get(standing.item.urgency),
            copies=_copied(settings, book, entry),
            grounds=unique([act_clause(book, "约谈", entry.day)]),
        ),
        item=Matter(**matter(standing.item, book)),
        meeting=entry.due or (entry.day if entry.clock else Blank("约谈日期")),
        clock=f"{entry.clock.hour}:{entry.clock:%M}" if entry.clock else None,
        place=f"{settings.office}（{address}）" if address else settings.office,
        reason=entry.reason or entry.content or Blank("事由"),
        approver=entry.approved_by or Blank("批准人"),
        events=events(standing, entry),
    )


def _copied(settings: Settings, book: Rulebook, entry: Entry) -> tuple[str, ...]:
    """监察机关 and 组织部门, where the regime has a clause on 抄送."""
    if act_clause(book, "抄送", entry.day) is None:
        return ()
    return tuple(str(one) for one in organs(settings))


def referral(settings: Settings, book: Rulebook, standing: Standing, entry: Entry) -> context_acts.Referral:
    """问责建议: to the 监察机关, with a copy to the 组织部门 (政府督查工作条例 21)."""
    supervisor, personnel = organs(settings)
    return context_acts.Referral(
        **(
            sent(
                settings,
                entry.doc_no,
                entry.day,
                "",
                copies=(str(personnel),),
                grounds=unique([act_clause(book, "问责建议", entry.day)]),
            )
            | {"addressee": supervisor}
        ),
        item=Matter(**matter(standing.item, book)),
        unit=book.canonical(entry.unit or standing.item.lead),
        events=events(standing, entry),
        finding=entry.content or entry.reason or Blank("认定"),
        reason=entry.reason if entry.content else None,
        approver=entry.approved_by or Blank("批准人"),
    )


def conclusion(
    settings: Settings, book: Rulebook, standing: Standing, entry: Entry
) -> context_acts.Conclusion:
    """督查结论, with the right to ask for 复核 within 30 days (政府督查工作条例 17)."""
    return context_acts.Conclusion(
        **sent(
            settings,
            entry.doc_no,
            entry.day,
            book.canonical(entry.unit or standing.item.lead),
            copies=unique([book.canonical(u) for u in standing.item.support]),
            grounds=unique([act_clause(book, "结论", entry.day)]),
        ),
        item=Matter(**matter(standing.item, book)),
        events=events(standing, entry),
        finding=entry.content or Blank("结论"),
        approver=entry.approved_by or Blank("批准人"),
        delivered=entry.delivered,
        review=REVIEW_CLAUSE if entry.day >= LAW_SINCE else None,
    )


def review_decision(
    settings: Settings, book: Rulebook, standing: Standing, entry: Entry
) -> context_acts.ReviewDecision:
    """复核决定 on the application before ``entry``, about the 督查结论 before that."""
    asked = _before(standing, entry, lambda e: e.action == "复核" and e.stage == "申请")
    concluded = _before(standing, asked or entry, lambda e: e.action == "结论")
    return context_acts.ReviewDecision(
        **sent(
            settings,
            entry.doc_no,
            entry.day,
            book.canonical((asked.unit if asked else None) or entry.unit or standing.item.lead),
            grounds=unique([act_clause(book, "复核", entry.day)]),
        ),
        item=Matter(**matter(standing.item, book)),
        concluded=concluded.day if concluded else Blank("结论日期"),
        concluded_by=concluded.doc_no if concluded else None,
        finding=concluded.content if concluded else None,
        applied=asked.day if asked else Blank("申请日期"),
        letter=asked.incoming if asked else None,
        why=(asked.reason or asked.content) if asked else None,
        result=entry.result or Blank("决定"),
        reason=entry.reason or entry.content or Blank("理由"),
        approver=entry.approved_by or Blank("批准人"),
        reviewer=entry.by,
        clause=REVIEW_CLAUSE if entry.day >= LAW_SINCE else None,
    )


def _before(standing: Standing, entry: Entry, wanted: Callable[[Entry], bool]) -> Entry | None:
    """The last entry wanted that stands before ``entry``."""
    found = None
    for one in standing.course.entries:
        if one.line == entry.line and one.action == entry.action:
            break
        if wanted(one):
            found = one
    return found
