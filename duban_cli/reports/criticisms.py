"""通报批评 of the year, counted once for each bulletin or notice and unit, and what the 考核 rules make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.reports.void import is_void, void_numbers
from duban_cli.rules.entries import effective_entries
from duban_cli.rules.moments import Now

if TYPE_CHECKING:
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.regime import Regime, ScoreRule

_CRITICISM = "批评"


@dataclass(frozen=True, slots=True)
class Criticism:
    """One approved criticism: of a bulletin (no item), or recorded on an item."""

    day: date
    unit: str
    doc_no: str | None
    item: str | None = None

    @property
    def name(self) -> str:
        """What tells it from another of the same unit: its 文号, else its day."""
        return self.doc_no or self.day.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticised:
    """A unit's approved criticisms in the year, each counted once, and the 考核 conclusion reached."""

    unit: str
    acts: tuple[Criticism, ...]
    conclusion: str | None
    clause: str | None

    @property
    def sources(self) -> tuple[str, ...]:
        """The 文号 or date of each."""
        return tuple(act.name for act in self.acts)

    @property
    def count(self) -> int:
        """How many times the unit was criticised."""
        return len(self.acts)


def criticised(ledger: Ledger, end: date) -> tuple[Criticised, ...]:
    """Units criticised in the calendar year of ``end`` up to that day, in the order of units.yaml.

    A criticism is of a bulletin or notice, not of an item: entries of several items that cite one 文号, or
    bear the day of one already counted and no 文号, are the same one. Without an approver none counts
    (政府督查工作条例 第二十一条), nor does one whose paper was made void.
    """
    counted: dict[str, dict[str, Criticism]] = {}
    days: dict[str, set[date]] = {}
    void = void_numbers(ledger)
    valid = (act for act in _acts(ledger, end) if not is_void(act.doc_no, act.day, void))
    for act in sorted(valid, key=lambda a: (a.doc_no is None, a.day)):
        if act.doc_no is None and act.day in days.get(act.unit, ()):
            continue
        counted.setdefault(act.unit, {}).setdefault(act.name, act)
        days.setdefault(act.unit, set()).add(act.day)
    out = []
    for unit in sorted(counted, key=ledger.units.order):
        acts = sorted(counted[unit].values(), key=lambda a: (a.day, a.name))
        rule = reached(ledger.regime, _CRITICISM, len(acts), end)
        out.append(Criticised(
            unit=unit, acts=tuple(acts), conclusion=rule.conclusion if rule else None,
            clause=rule.clause.text if rule else None,
        ))  # fmt: skip
    return tuple(out)


def void_notes(ledger: Ledger, end: date) -> tuple[str, ...]:
    """What of the year is not counted because its paper was made void, a line for each paper."""
    void = void_numbers(ledger)
    units: dict[str, dict[str, None]] = {}
    for act in sorted(_acts(ledger, end), key=lambda a: a.day):
        if is_void(act.doc_no, act.day, void):
            units.setdefault(act.name, {})[act.unit] = None
    return tuple(f"{name}已作废，其中的批评（{'、'.join(found)}）不计。" for name, found in units.items())


def _acts(ledger: Ledger, end: date) -> Iterator[Criticism]:
    since = date(end.year, 1, 1)
    for event in ledger.office:
        if event.action == "通报" and event.approved_by and since <= event.day <= end:
            for name in event.criticised:
                for unit in _members(ledger, name):
                    yield Criticism(event.day, unit, event.doc_no)
    for item in ledger.items.values():
        for entry in effective_entries(item.entries, Now(end)):
            if entry.action == _CRITICISM and entry.approved_by and entry.unit and entry.day >= since:
                for unit in _members(ledger, entry.unit):
                    yield Criticism(entry.day, unit, entry.doc_no, item.id)


def _members(ledger: Ledger, name: str) -> Iterator[str]:
    """The unit of that name, or those of the group."""
    return (ledger.units.canonical(n) for n in ledger.units.groups.get(name, (name,)))


def reached(regime: Regime, action: str, count: int, day: date) -> ScoreRule | None:
    """The severest 考核 rule on a 动作 that so many entries reach."""
    rules = [
        r for r in regime.scoring
        if r.action == action and r.at_least <= count and r.clause.in_force(day)
    ]  # fmt: skip
    return max(rules, key=lambda r: r.at_least, default=None)
