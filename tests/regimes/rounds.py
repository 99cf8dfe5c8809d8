"""The office's rounds of a regime: what is owed for each period, by when, on which clause."""

from __future__ import annotations

from datetime import date

from duban_cli.rules.moments import Now
from duban_cli.rules.office import office_rounds
from tests.regimes.probes import CALENDAR
from tests.regimes.scene import regime


def rounds(name: str, what: str) -> dict[str, tuple[str, str]]:
    """Those of the year 2025 and of that name, with nothing on record, by period."""
    end = date(2025, 12, 31)
    found = office_rounds(regime(name), CALENDAR, (), since=date(2025, 1, 1), until=end, now=Now(end))
    return {
        own.period.name: (own.due.text, own.rule.clause.text)
        for own in found
        if own.what == what and own.period is not None
    }
