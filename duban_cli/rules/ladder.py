"""催办: the steps that hang on an unmet duty, when each is reached, and which were taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.records import Entry
from duban_cli.rules.course import OPEN, Course
from duban_cli.rules.obligations import Obligation, Rulebook
from duban_cli.rules.periods import PeriodError, parse_period
from duban_cli.rules.regime import LadderStep


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder for one duty: reached on ``since``; ``due`` while it waits to be taken."""

    duty: Obligation
    step: LadderStep
    since: date
    taken: Entry | None
    due: bool
    provisional: bool = False
    """``since`` was counted by days no notice decides yet."""

    @property
    def way(self) -> str:
        """The first way named: 通知单, 上门催办 …"""
        return self.step.ways[0]

    @property
    def ways_text(self) -> str:
        """``上门催办或协调会``."""
        return "或".join(self.step.ways)


def climb(course: Course, duties: tuple[Obligation, ...], book: Rulebook, today: date) -> tuple[Rung, ...]:
    """Every step of the ladders of the duties that are, or were, past due."""
    since = course.initiated_on
    if since is None:
        return ()
    out: list[Rung] = []
    for duty in duties:
        if duty.state in ("逾期", "逾期完成"):
            out += _rungs(course, duty, book.regime.steps(duty.what, since), book, today)
    return tuple(out)


def _rungs(
    course: Course, duty: Obligation, steps: tuple[LadderStep, ...], book: Rulebook, today: date
) -> Iterator[Rung]:
    # A limit already past when the item was handed out: the delay was the office's (the ladder runs from 交办).
    base = max(duty.due.day, duty.assigned)
    urges = [e for e in course.entries if _speaks_of(e, duty)]
    taken = [next((e for e in urges if e.method in step.ways), None) for step in steps]
    for place, step in enumerate(steps):
        reached = book.calendar.add(base, step.overdue, duty.pauses)
        passed_over = any(taken[place + 1 :])
        due = (
            taken[place] is None
            and not passed_over
            and duty.overdue
            and reached <= today
            and course.state in OPEN
        )
        provisional = book.calendar.provisional_between(base, reached)
        yield Rung(duty, step, reached, taken[place], due, provisional)


def _speaks_of(entry: Entry, duty: Obligation) -> bool:
    """True for a 催办 of this very duty, after its first due date (an extension takes no step back)."""
    if entry.action != "催办" or entry.day <= duty.first_due.day or entry.day < duty.start:
        return False
    if duty.met_by is not None and duty.met_by.arrived < entry.day:
        return False  # what is chased is a later duty: a redo, another period
    if entry.about and entry.about != duty.what:
        return False
    if entry.period and duty.period:
        try:
            return parse_period(entry.period, duty.period.rhythm) == duty.period
        except PeriodError:
            return False
    return True
