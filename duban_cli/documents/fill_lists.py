"""月度督办清单, the four 清单 and 考核表: plain rows → what the papers say, and rows from standings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from duban_cli.documents.context_lists import (
    Assessment,
    ItemList,
    ListRow,
    Monthly,
    MonthlyGroup,
    MonthlyRow,
    UnitScore,
)
from duban_cli.documents.context_months import months_of
from duban_cli.documents.fill_common import one_line
from duban_cli.ledger.settings import Settings
from duban_cli.reports.groups import not_open
from duban_cli.reports.rate import Rate
from duban_cli.reports.trend import Month
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing

LISTS = ("任务清单", "责任清单", "措施清单", "成果清单")
CLOSED = "不予公开事项"
_KEPT_BACK = "不列"


def monthly(
    settings: Settings, rows: Sequence[MonthlyRow], *, day: date, cutoff: date, grounds: Sequence[str] = (),
    copies: Sequence[str] = (), doc_no: str | None = None,
) -> Monthly:  # fmt: skip
    """月度督办清单 of the month of ``cutoff``: a table for each 分管领导, those of nobody last.

    The counts are those of every row; whether rows 不予公开 say what they are about, the settings tell.
    """
    mode = settings.bulletin.lists
    shown = [_masked(r) if mode == "只列编号" and r.closed else r for r in rows if _listed(mode, r)]
    leaders = sorted(dict.fromkeys(r.leader for r in shown), key=lambda name: name is None)
    groups = [MonthlyGroup(leader=name, rows=tuple(r for r in shown if r.leader == name)) for name in leaders]
    return Monthly(
        office=settings.office,
        government=settings.government,
        date=day,
        doc_no=doc_no,
        year=cutoff.year,
        month=cutoff.month,
        cutoff=cutoff,
        groups=tuple(groups),
        total=len(rows),
        overdue=sum(1 for r in rows if r.overdue),
        unlisted=len(rows) - len(shown),
        internal=mode == "列明" and any(r.closed for r in rows),
        grounds=tuple(grounds),
        copies=tuple(copies),
    )


def _listed(mode: str, row: MonthlyRow | ListRow) -> bool:
    return mode != "不列" or not row.closed


def _masked(row: MonthlyRow) -> MonthlyRow:
    """The row with its number, unit and dates, and nothing of what it is about."""
    return replace(row, title=CLOSED, progress=_KEPT_BACK)


def _masked_task(row: ListRow) -> ListRow:
    kept = (row.standard, row.cause, row.measures, row.result, row.proof, row.note)
    standard, cause, measures, result, proof, note = (_KEPT_BACK if text else None for text in kept)
    return replace(
        row, task=CLOSED, standard=standard, cause=cause, measures=measures, result=result, proof=proof, note=note,
    )  # fmt: skip


def monthly_row(standing: Standing, book: Rulebook) -> MonthlyRow:
    """An item on a monthly list."""
    item = standing.item
    replies = standing.course.replies
    return MonthlyRow(
        number=item.id,
        title=item.title,
        category=item.category,
        unit=book.canonical(item.lead),
        due=_due(standing),
        progress=replies[-1].entry.content if replies else None,
        light=standing.light.name if standing.light else None,
        overdue=standing.overdue_workdays,
        leader=item.leader,
        next=_next(standing),
        closed=not_open(item),
    )


def _due(standing: Standing) -> date | None:
    """The limit that counts now; that of 办结 once the unit has done its part."""
    if standing.live is not None:
        return standing.live.due.day
    return next((d.due.day for d in reversed(standing.current) if d.what == "办结"), None)


def _next(standing: Standing) -> str | None:
    """The office's next step, else what the unit owes."""
    step, live = standing.next, standing.live
    if step is not None:
        return f"催办（{'或'.join(step.ways)}）" if step.ways else f"督查室{step.step}"
    if live is None:
        return None
    return f"尽快{live.name}" if live.overdue else f"{live.due.day.month}月{live.due.day.day}日前{live.name}"


def item_list(
    settings: Settings, rows: Sequence[ListRow], *, day: date, subject: str | None = None, unit: str | None = None,
    doc_no: str | None = None,
) -> ItemList:  # fmt: skip
    """One of ``LISTS``; the kind of paper chooses the columns. Rows 不予公开 are as the settings have them."""
    mode = settings.bulletin.lists
    shown = [_masked_task(r) if mode == "只列编号" and r.closed else r for r in rows if _listed(mode, r)]
    return ItemList(
        office=settings.office,
        government=settings.government,
        date=day,
        doc_no=doc_no,
        subject=subject,
        unit=unit,
        rows=tuple(shown),
        unlisted=len(rows) - len(shown),
        internal=mode == "列明" and any(r.closed for r in rows),
    )


def list_row(standing: Standing, book: Rulebook) -> ListRow:
    """An item as a row of a 清单; 原因 and 措施 are for people to fill in."""
    item = standing.item
    accepted = standing.accepted
    finish = next((d for d in reversed(standing.current) if d.what == "办结"), None)
    officer = item.officer or item.first_officer
    return ListRow(
        number=item.id,
        task=item.title,
        standard=item.standard or one_line(item.demand),
        lead=book.canonical(item.lead),
        supporting=tuple(book.canonical(u) for u in item.support),
        leader=item.leader,
        officer=officer.text if officer else None,
        handler=item.handler.text if item.handler else None,
        due=finish.due.day if finish else None,
        result=accepted.content if accepted else None,
        done=accepted.arrived if accepted else None,
        on_time=finish.state == "按期" if accepted and finish and finish.met else None,
        proof="、".join(t for t in (accepted.incoming, *accepted.attachments) if t) or None
        if accepted
        else None,
        closed=not_open(item),
    )


def assessment(
    settings: Settings, units: Sequence[UnitScore], *, day: date, year: int, cutoff: date, term: str | None = None,
    grounds: Sequence[str] = (), note: str | None = None, approved_by: str | None = None,
    doc_no: str | None = None, months: Sequence[Month] = (),
) -> Assessment:  # fmt: skip
    """考核表 of a year, or of the ``term`` of it that is named; without ``approved_by`` it is a draft marked 送审稿."""
    return Assessment(
        office=settings.office,
        government=settings.government,
        date=day,
        doc_no=doc_no,
        year=year,
        term=term or f"{year}年度",
        cutoff=cutoff,
        units=tuple(units),
        total=added_up(units),
        grounds=tuple(grounds),
        months=months_of(months),
        note=note,
        approver=approved_by,
        draft=approved_by is None,
    )


def added_up(units: Sequence[UnitScore]) -> UnitScore | None:
    """All units added up; None of fewer than two."""
    if len(units) < 2:
        return None
    rates = [u.on_time_rate for u in units if u.on_time_rate is not None]
    return UnitScore(
        unit="合计",
        items=sum(u.items for u in units),
        on_time=sum(u.on_time for u in units),
        late=sum(u.late for u in units),
        at_limit=sum(u.at_limit for u in units),
        returned=sum(u.returned for u in units),
        urged=sum(u.urged for u in units),
        criticised=sum(u.criticised for u in units),
        on_time_rate=Rate(sum(r.numerator for r in rates), sum(r.denominator for r in rates))
        if len(rates) == len(units)
        else None,
    )
