"""本室时限: how the office kept its own limits in a period, with the duties behind every figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.reports.rate import Rate
from duban_cli.reports.tally import Period
from duban_cli.reports.void import events_that_count
from duban_cli.rules.moments import Now
from duban_cli.rules.office import OfficeDuty, item_duties, office_rounds

if TYPE_CHECKING:
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.obligations import Rulebook
    from duban_cli.rules.standing import Standing

TOTAL = "合计"
MEASURES: Mapping[str, str] = {
    "due": "应办", "on_time": "按期", "late": "逾期办", "open_late": "逾期未办", "at_limit": "当日到期",
    "carried": "此前逾期",
}  # fmt: skip
"""Figures by key. 应办 is the next four together; 此前逾期 was due before the period and open when it began."""
PARTS = ("on_time", "late", "open_late", "at_limit")
LATE = ("late", "open_late", "carried")
"""Figures that say the office was late."""
RATE = "on_time_rate"
RATE_LABEL = "按期率"
NOTE = (
    "督查室自身时限：应办为限期在本期内的，应办＝按期＋逾期办＋逾期未办＋当日到期（截至日当天到期而未办）；"
    "此前逾期为限期在本期之前、到本期才办或仍未办的，不计入应办。事项销号、撤销时还没有办的不计。按期率＝按期÷应办。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """One kind of duty, or all of them: the duties behind each figure, by the day they were due."""

    name: str
    duties: Mapping[str, tuple[OfficeDuty, ...]]

    @property
    def counts(self) -> Mapping[str, int]:
        return {key: len(self.duties[key]) for key in MEASURES}

    @property
    def rate(self) -> Rate:
        """按期 of 应办."""
        return Rate(len(self.duties["on_time"]), len(self.duties["due"]))

    def items(self, measure: str) -> tuple[str, ...]:
        """The items behind one figure, each once; duties of a period have none."""
        return tuple(dict.fromkeys(d.item for d in self.duties[measure] if d.item is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecord:
    """What the office owed from ``start`` to ``end``, both included, as it stood at ``end``; ``titles`` by item."""

    start: date
    end: date
    total: OwnRow
    rows: tuple[OwnRow, ...]
    titles: Mapping[str, str]


def own_record(
    ledger: Ledger, book: Rulebook, standings: Iterable[Standing], period: Period, *, over: bool = False
) -> OwnRecord:
    """The office's duties of each item (``standings`` are those at the period's end) and of each round.

    ``over``: the period's last day has passed, so that what was due on it and not done is overdue.
    """
    standings = tuple(standings)
    now = Now(period.end)
    found = [duty for s in standings for duty in item_duties(s, book)]
    since = office_since(ledger, period.end)
    if since is not None:
        found += office_rounds(
            ledger.regime, ledger.calendar, events_that_count(ledger), since=since, until=period.end, now=now
        )
    found.sort(key=lambda d: (d.due, d.item or "", d.what))
    order = list(dict.fromkeys(rule.what for rule in ledger.regime.office))
    counted = [d for d in found if _measures(d, period, over=over)]
    names = sorted({d.what for d in counted}, key=order.index)
    rows = tuple(_row(name, [d for d in counted if d.what == name], period, over=over) for name in names)
    told = {d.item for d in counted}
    return OwnRecord(
        start=period.start, end=period.end, total=_row(TOTAL, counted, period, over=over), rows=rows,
        titles={s.item.id: " ".join(s.item.title.split()) for s in standings if s.item.id in told},
    )  # fmt: skip


def office_since(ledger: Ledger, day: date | None = None) -> date | None:
    """From when the office's rounds count: its first event in office/, else the first entry of any item.

    ``day``: what is dated later is not seen.
    """
    last = day or date.max
    events = [e.day for e in ledger.office if e.day <= last]
    entries = (e.day for i in ledger.items.values() for e in i.entries if e.day <= last)
    return min(events or entries, default=None)


def _row(name: str, duties: Sequence[OfficeDuty], period: Period, *, over: bool) -> OwnRow:
    return OwnRow(
        name=name,
        duties={key: tuple(d for d in duties if key in _measures(d, period, over=over)) for key in MEASURES},
    )


def _measures(duty: OfficeDuty, period: Period, *, over: bool) -> tuple[str, ...]:
    """The figures a duty is counted in."""
    if duty.due.day in period:
        return ("due", _outcome(duty, over=over))
    open_then = duty.met_on is None or duty.met_on >= period.start
    return ("carried",) if duty.due.day < period.start and open_then else ()


def _outcome(duty: OfficeDuty, *, over: bool) -> str:
    if duty.met:
        return "on_time" if duty.state == "按期" else "late"
    return "open_late" if duty.overdue or over else "at_limit"
