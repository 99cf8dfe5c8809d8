"""日办 --monthly: the month's 督办清单 and the bulletin of the month just ended, drawn up once while they are owed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from duban_cli.errors import DubanError
from duban_cli.plans.bulletin import KIND, Named, draft_bulletin
from duban_cli.plans.drafts import BulletinAsked, Draft, DraftFiles, draft_of_bulletin, draft_of_report
from duban_cli.plans.report_asked import Asked
from duban_cli.plans.report_events import LIST_EVENT
from duban_cli.plans.report_kinds import MONTHLY
from duban_cli.plans.reports import draw_up
from duban_cli.plans.sheet import Inputs
from duban_cli.reports.figures import figures
from duban_cli.reports.void import events_that_count


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsPapers:
    """What the month's papers are drawn up as, and why one is not."""

    drafts: tuple[DraftFiles, ...]
    remarks: tuple[str, ...]


def plan_month(inputs: Inputs, waiting: Iterable[Draft]) -> MonthsPapers:
    """The two papers, each unless it went out, waits in drafts/ or has nothing to tell. Nothing is issued here.

    What waits is left as it is: a person may be at work on it, and signing draws it up anew.
    """
    there = tuple(waiting)
    made: list[DraftFiles] = []
    remarks: list[str] = []
    tries: tuple[tuple[str, Callable[[Inputs, tuple[Draft, ...]], DraftFiles | None]], ...] = (
        (KIND, _bulletin),
        (MONTHLY, _list),
    )
    for kind, draw in tries:
        try:
            files = draw(inputs, there)
        except DubanError as problem:
            remarks.append(f"{kind}没有备稿：{problem.message}")
            continue
        if files is not None:
            made.append(files)
    return MonthsPapers(drafts=tuple(made), remarks=tuple(remarks))


def _bulletin(inputs: Inputs, waiting: tuple[Draft, ...]) -> DraftFiles | None:
    day = inputs.now.day
    end = day.replace(day=1) - timedelta(days=1)
    start = end.replace(day=1)
    numbered = {p.doc_no for p in inputs.ledger.papers if p.kind == KIND}
    issued = (
        (e.start, e.end)
        for e in events_that_count(inputs.ledger)
        if e.action == "通报" and (e.doc_no is None or e.doc_no in numbered)
    )
    drafted = ((d.bulletin.start, d.bulletin.end) for d in waiting if d.bulletin)
    # One that ends with the month tells of it, even if it begins where an earlier one left off.
    if any(_reaches(first, last, end) for first, last in (*issued, *drafted)):
        return None
    found = figures(inputs.ledger, start, end, "单位")
    if not found.totals.counts["included"]:
        return None
    made = draft_bulletin(inputs, found, Named(), day=day)
    return draft_of_bulletin(made, KIND, BulletinAsked(start=start, end=end), day=day)


def _reaches(first: date | None, last: date | None, end: date) -> bool:
    return first is not None and last is not None and first <= end <= last


def _list(inputs: Inputs, waiting: tuple[Draft, ...]) -> DraftFiles | None:
    month = inputs.now.day.replace(day=1)
    issued = {
        e.start.replace(day=1)
        for e in events_that_count(inputs.ledger)
        if e.action == LIST_EVENT and e.start is not None
    }
    drafted = {d.report.month for d in waiting if d.kind == MONTHLY and d.report}
    if month in issued | drafted or not inputs.ledger.items:
        return None
    return draft_of_report(inputs, draw_up(inputs, MONTHLY, Asked(month=month), day=inputs.now.day))
