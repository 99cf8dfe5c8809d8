"""送审稿 left over: what they were to record has been recorded since, by acting at once."""

from __future__ import annotations

from datetime import date

from duban_cli.ledger.office_file import OfficeEvent
from duban_cli.ledger.records import Entry
from duban_cli.ledger.store import Ledger
from duban_cli.plans.act_sheet import ToRecord
from duban_cli.plans.drafts import Draft
from duban_cli.plans.report_events import LIST_EVENT
from duban_cli.plans.report_kinds import MONTHLY
from duban_cli.reports.void import events_that_count

_TOLD_APART = (("单位", "unit"), ("环节", "stage"), ("结果", "result"), ("方式", "method"), ("期", "period"))


def is_left_over(ledger: Ledger, draft: Draft, day: date) -> bool:
    """True when every act of a draft, or the bulletin or month's list it is, is on record since it was made."""
    if draft.bulletin is not None or draft.report is not None:
        return any(draft.made <= e.day <= day and _went_out(draft, e) for e in events_that_count(ledger))
    return bool(draft.records) and all(
        (item := ledger.items.get(record.item)) is not None
        and any(draft.made <= e.day <= day and _same(ledger, e, record) for e in item.entries)
        for record in draft.records
    )


def _went_out(draft: Draft, event: OfficeEvent) -> bool:
    if draft.bulletin is not None:
        return event.action == "通报" and (event.start, event.end) == (
            draft.bulletin.start,
            draft.bulletin.end,
        )
    asked = draft.report
    if asked is None or draft.kind != MONTHLY or asked.month is None or event.start is None:
        return False
    chosen = (asked.items, asked.units, asked.categories, asked.leaders)
    return event.action == LIST_EVENT and not any(chosen) and f"{event.start:%Y-%m}" == f"{asked.month:%Y-%m}"


def _same(ledger: Ledger, entry: Entry, record: ToRecord) -> bool:
    if entry.action != record.action:
        return False
    for key, attr in _TOLD_APART:
        wanted, found = record.facts.get(key), getattr(entry, attr)
        if wanted is None and key in ("方式", "期"):
            continue  # worked out for the day of the paper
        if key == "单位":
            wanted, found = (ledger.units.full_name(u) if isinstance(u, str) else u for u in (wanted, found))
        if wanted != found:
            return False
    return True
