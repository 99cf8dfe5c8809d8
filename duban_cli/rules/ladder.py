"""催办: the steps that hang on an unmet duty, when each is reached, and which were taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.records import Entry
from duban_cli.rules.course import Course
from duban_cli.rules.obligations import Obligation, Rulebook, answering
from duban_cli.rules.periods import PeriodError, parse_period
from duban_cli.rules.regime import LadderStep


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder for one duty: reached on ``since``; ``due`` while it waits to be taken.

    ``level``: its place on the ladder, 1 for the lowest. ``offered``: reached, and left to the office (酌情).
    """

    duty: Obligation
    step: LadderStep
    since: date
    taken: Entry | None
    due: bool
    provisional: bool = False
    """``since`` was counted by days no notice decides yet."""
    level: int = 1
    offered: bool = False

    @property
    def way(self) -> str:
        """The first way named: 通知单, 上门催办 …"""
        return self.step.ways[0]

    @property
    def ways_text(self) -> str:
        """``上门催办或协调会``."""
        return "或".join(self.step.ways)

    def chased(self, lead: str) -> str:
        """Whom to chase: the 协办单位 that owes the duty itself, else who leads now."""
        return self.duty.who if self.duty.supporting else lead


def climb(course: Course, duties: tuple[Obligation, ...], book: Rulebook, today: date) -> tuple[Rung, ...]:
    """Every step of the ladders of the duties that are, or were, past due.

    A step past a 催办限期 is among them once the step before it was taken, for only then it has a day.
    """
    since = course.initiated_on
    if since is None:
        return ()
    out: list[Rung] = []
    for duty in duties:
        if duty.state in ("逾期", "逾期完成"):
            out += _rungs(course, duty, book.regime.steps(duty.what, since, course.item), book, today)
    return tuple(out)


def _rungs(
    course: Course, duty: Obligation, steps: tuple[LadderStep, ...], book: Rulebook, today: date
) -> Iterator[Rung]:
    taken = _taken(course, duty, steps, book)
    for place, step in enumerate(steps):
        base = _base(duty, steps, taken, place)
        if base is None:
            continue
        reached = book.calendar.add(base, step.overdue, duty.pauses)
        before = _before(steps, taken, place) if step.follows else None
        if before is not None:
            reached = max(reached, before.day)
        waits = (
            taken[place] is None
            and not any(taken[place + 1 :])
            and duty.overdue
            and reached <= today
            and duty.open_in(course.state)
        )
        yield Rung(
            duty, step, reached, taken[place], waits and not step.optional,
            book.calendar.provisional_between(base, reached), place + 1, waits and step.optional,
        )  # fmt: skip


def _taken(
    course: Course, duty: Obligation, steps: tuple[LadderStep, ...], book: Rulebook
) -> list[Entry | None]:
    """The entry that took each step: one notice takes one step, the next of its kind the next."""
    found: list[Entry | None] = []
    for step in steps:
        used = {id(e) for e in found if e is not None}
        fits = (e for e in course.entries if id(e) not in used and _takes(e, step, course, duty, book))
        found.append(next(fits, None))
    return found


def _before(steps: tuple[LadderStep, ...], taken: list[Entry | None], place: int) -> Entry | None:
    """The entry of the step a later one waits for; one left to the office (酌情) and not taken is passed over."""
    for earlier in reversed(range(place)):
        if taken[earlier] is not None or not steps[earlier].optional:
            return taken[earlier]
    return None


def _base(
    duty: Obligation, steps: tuple[LadderStep, ...], taken: list[Entry | None], place: int
) -> date | None:
    """The day a step is counted from; None where the step before was not taken, or nothing gave a 限期."""
    # A limit already past when the item was handed out: the delay was the office's (the ladder runs from 交办).
    base = max(duty.due.day, duty.assigned)
    if not steps[place].follows:
        return base
    if _before(steps, taken, place) is None:
        return None
    # 批评 gives no 限期 of its own: what comes after it counts from the one that was missed.
    given = (e.due for e in reversed(taken[:place]) if e is not None and e.due is not None)
    limit = next(given, None)
    # An extension moves the duty itself, and with it what follows.
    return None if limit is None else max(limit, base)


def _takes(entry: Entry, step: LadderStep, course: Course, duty: Obligation, book: Rulebook) -> bool:
    """True for an entry that takes the step: its 动作 (of 催办, its way) about this duty and the unit that owes it."""
    if entry.action != step.action or not _speaks_of(entry, duty):
        return False
    if step.action == "催办":
        return entry.method in step.ways and _chases(entry, course, duty, book)
    return entry.unit is None or book.canonical(entry.unit) == book.canonical(duty.who)


def _chases(entry: Entry, course: Course, duty: Obligation, book: Rulebook) -> bool:
    """True where the unit chased is the one that owes: a 催办 speaks of the 主办单位 unless it names another."""
    others = answering(course.item, course.lead_on(entry.day), book.canonical)
    unit = book.canonical(entry.unit) if entry.unit and others else None
    return unit == book.canonical(duty.who) if unit in others else not duty.supporting


def _speaks_of(entry: Entry, duty: Obligation) -> bool:
    """True for what can be said of this very duty, after its first due date (an extension takes no step back)."""
    if entry.day <= duty.first_due.day or entry.day < duty.start:
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
