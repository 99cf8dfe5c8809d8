"""The months before a day: each month's figures as its own bulletin would have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from duban_cli.ledger.store import Ledger
from duban_cli.reports.tally import Period, Row, mark, tally
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import stand


@dataclass(frozen=True, slots=True)
class Month:
    """One month up to its end, or up to the day asked about where that comes first."""

    start: date
    end: date
    row: Row


def trend(ledger: Ledger, end: date, months: int) -> tuple[Month, ...]:
    """The last ``months`` months, that of ``end`` included, oldest first; none before the first item is handed out.

    Each stands at its own end, later entries unseen.
    """
    book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
    found: list[Month] = []
    last = end
    for _ in range(months):
        period = Period(last.replace(day=1), last)
        marks = (mark(stand(item, book, Now(last)), period) for item in ledger.items.values())
        row = tally(f"{last.year}年{last.month}月", marks)
        if not any(row.counts.values()):
            break
        found.append(Month(period.start, last, row))
        last = period.start - timedelta(days=1)
    return tuple(reversed(found))
