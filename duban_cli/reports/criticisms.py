"""通报批评 of the year, counted once for each bulletin or notice and unit, and what the 考核 rules make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.rules.course import effective_entries
from duban_cli.rules.moments import Now

if TYPE_CHECKING:
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.regime import ScoreRule

_CRITICISM = "批评"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticised:
    """A unit's approved criticisms in the year: the 文号 or date of each, and the 考核 conclusion reached."""

    unit: str
    sources: tuple[str, ...]
    conclusion: str | None
    clause: str | None

    @property
    def count(self) -> int:
        """How many times the unit was criticised."""
        return len(self.sources)


@dataclass(frozen=True, slots=True, order=True)
class _Act:
    day: date
    unit: str
    doc_no: str | None


def criticised(ledger: Ledger, end: date) -> tuple[Criticised, ...]:
    """Units criticised in the calendar year of ``end`` up to that day, in the order of units.yaml.

    A criticism is of a bulletin or notice, not of an item: entries of several items that cite one 文号, or
    bear the day of one already counted and no 文号, are the same one. Without an approver none counts
    (政府督查工作条例 第二十一条).
    """
    sources: dict[str, dict[str, str]] = {}
    days: dict[str, set[date]] = {}
    acts = sorted(_acts(ledger, end), key=lambda a: (a.doc_no is None, a.day))
    for act in acts:
        if act.doc_no is None and act.day in days.get(act.unit, ()):
            continue
        name = act.doc_no or act.day.isoformat()
        sources.setdefault(act.unit, {}).setdefault(name, f"{act.day.isoformat()} {name}")
        days.setdefault(act.unit, set()).add(act.day)
    out = []
    for unit in sorted(sources, key=ledger.units.order):
        named = sorted(sources[unit], key=lambda n: sources[unit][n])
        rule = _reached(ledger, len(named), end)
        out.append(Criticised(
            unit=unit, sources=tuple(named), conclusion=rule.conclusion if rule else None,
            clause=rule.clause.text if rule else None,
        ))  # fmt: skip
    return tuple(out)


def _acts(ledger: Ledger, end: date) -> Iterator[_Act]:
    since = date(end.year, 1, 1)
    for event in ledger.office:
        if event.action == "通报" and event.approved_by and since <= event.day <= end:
            for name in event.criticised:
                for unit in _members(ledger, name):
                    yield _Act(event.day, unit, event.doc_no)
    for item in ledger.items.values():
        for entry in effective_entries(item.entries, Now(end)):
            if entry.action == _CRITICISM and entry.approved_by and entry.unit and entry.day >= since:
                for unit in _members(ledger, entry.unit):
                    yield _Act(entry.day, unit, entry.doc_no)


def _members(ledger: Ledger, name: str) -> Iterator[str]:
    """The unit of that name, or those of the group."""
    return (ledger.units.canonical(n) for n in ledger.units.groups.get(name, (name,)))


def _reached(ledger: Ledger, count: int, day: date) -> ScoreRule | None:
    """The severest 考核 rule on 批评 that so many reach."""
    rules = [
        r for r in ledger.regime.scoring
        if r.action == _CRITICISM and r.at_least <= count and r.clause.in_force(day)
    ]  # fmt: skip
    return max(rules, key=lambda r: r.at_least, default=None)
