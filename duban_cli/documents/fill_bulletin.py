"""The figures of a period → 督查通报."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from duban_cli.documents import context
from duban_cli.documents.context_months import months_of
from duban_cli.documents.fields import Blank
from duban_cli.ledger.settings import Settings
from duban_cli.reports.figures import Figures
from duban_cli.reports.own_duties import OwnRecord
from duban_cli.reports.tally import Row
from duban_cli.reports.trend import Month


def bulletin(
    settings: Settings, figures: Figures, *, day: date, number: int | None, approved_by: str | None,
    praised: Sequence[str] = (), criticised: Sequence[str] = (), clause: str | None = None,
    months: Sequence[Month] = (),
) -> context.Bulletin:  # fmt: skip
    """督查通报 of a period, ``months`` those up to its end; without ``approved_by`` it is a draft marked 送审稿."""
    basis = f"（{clause}）" if clause else ""
    return context.Bulletin(
        office=settings.office,
        government=settings.government,
        issue=number if number is not None else Blank("期号"),
        date=day,
        start=figures.start,
        end=figures.end,
        cutoff=figures.end,
        total=context.Figures(**figures_of(figures.totals)),
        grouping=figures.by,
        rows=tuple(rows_of(figures.rows)),
        late=tuple(
            context.Late(
                unit=x.unit,
                title=x.shown_title,
                due=x.due.day,
                overdue=x.overdue_workdays,
                provisional=x.provisional,
            )
            for x in figures.late
        ),
        unlisted=figures.late_unlisted,
        unreadable=len(figures.unreadable),
        good=tuple(context.Good(unit=g.unit, why=g.why) for g in figures.good),
        praise=f"经批准，对{'、'.join(praised)}予以通报表扬{basis}。" if praised else None,
        criticism=f"经批准，对{'、'.join(criticised)}予以通报批评{basis}。" if criticised else None,
        own=own_rows(figures.own) if settings.bulletin.own_duties == "列明" else (),
        months=months_of(months),
        approver=approved_by or Blank("批准人"),
        copies=settings.copies,
        draft=approved_by is None,
    )


def rows_of(rows: Sequence[Row], depth: int = 0) -> list[context.Row]:
    out = []
    for row in rows:
        out.append(context.Row(name="　" * depth + row.name, **figures_of(row)))
        out += rows_of(row.rows, depth + 1)
    return out


def own_rows(record: OwnRecord) -> tuple[context.OwnDuty, ...]:
    """The office's own limits, a row for each kind of duty and the totals; nothing where it owed nothing."""
    return tuple(
        context.OwnDuty(
            name=row.name, due=row.counts["due"], on_time=row.counts["on_time"], late=row.counts["late"],
            open_late=row.counts["open_late"], rate=row.rate,
        )
        for row in ((*record.rows, record.total) if record.rows else ())
    )  # fmt: skip


def figures_of(row: Row) -> dict[str, Any]:
    return {
        "assigned": row.counts["assigned"],
        "done": row.counts["completed"],
        "closed": row.counts["struck_off"],
        "open": row.counts["open"],
        "overdue": row.counts["overdue"],
        "on_time": row.rates["on_time_rate"],
        "replies": row.rates["reply_rate"],
        "urgings": row.counts["urged"],
        "returns": row.counts["returned"],
    }
