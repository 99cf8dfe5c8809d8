"""销号前各步: what the regime asks for between the accepted reply and striking off, and what of it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duban_cli.rules.limits import NaturalDays, Workdays

if TYPE_CHECKING:
    from duban_cli.ledger.records import Entry
    from duban_cli.rules.course import Course
    from duban_cli.rules.regime import ClosingStep, Regime
    from duban_cli.rules.workdays import WorkCalendar

PUBLICATION = "公示"
FAILED = ("不合格", "不通过", "未通过")
"""Words in the 结果 of a 核查 that leave the step to be taken again."""


@dataclass(frozen=True, slots=True)
class ClosingState:
    """One step and how it stands. ``ends``: the last day of a 公示; ``due``: by when another step is to be taken."""

    step: ClosingStep
    entry: Entry | None
    done: bool
    since: date | None = None
    due: date | None = None
    ends: date | None = None

    @property
    def lacking(self) -> str:
        """What is missing, with the clause: ``验收没有记录（… 五）``."""
        cited = f"（{self.step.clause.text}）"
        if self.entry is None:
            by = f"，应于{self.due.isoformat()}前" if self.due else ""
            return f"{self.step.step}没有记录{by}{cited}"
        if self.ends is not None:
            return f"公示到{self.ends.isoformat()}止，还没有期满{cited}"
        return f"{self.entry.day.isoformat()}的{self.step.step}结果是“{self.entry.result}”，要重做{cited}"


def closing_states(
    course: Course, regime: Regime, calendar: WorkCalendar, today: date
) -> tuple[ClosingState, ...]:
    """Every step before 销号 in its order; empty where the regime asks for none, or no reply was accepted."""
    accepted = course.accepted
    if accepted is None or course.initiated_on is None:
        return ()
    steps = regime.closing_steps(course.item.category, course.initiated_on)
    if not steps:
        return ()
    since = accepted.review.day if accepted.review is not None else accepted.entry.arrived
    # What is done after 销号 comes too late.
    end = course.entries.index(course.ended) if course.ended in course.entries else None
    return tuple(_walk(steps, course.entries[accepted.index + 1 : end], since, calendar, today))


def _walk(
    steps: tuple[ClosingStep, ...],
    entries: tuple[Entry, ...],
    since: date,
    calendar: WorkCalendar,
    today: date,
) -> Iterator[ClosingState]:
    after: date | None = since
    for step in steps:
        found = [e for e in entries if _is(e, step)]
        # What was failed is taken again: the last one counts.
        entry = found[-1] if found else None
        due = None
        if step.limit is not None and step.step != PUBLICATION and after is not None:
            due = last_day(step, after, calendar)
        ends = None
        if entry is not None and step.step == PUBLICATION:
            ends = entry.due or last_day(step, entry.day, calendar)
        done = entry is not None and (ends < today if ends is not None else not _failed(entry))
        yield ClosingState(step, entry, done, after, due, ends)
        after = (ends or entry.day) if entry is not None and done else None


def _is(entry: Entry, step: ClosingStep) -> bool:
    if step.step == PUBLICATION:
        return entry.action == PUBLICATION
    return entry.action == "核查" and entry.method == step.step


def _failed(entry: Entry) -> bool:
    return any(word in (entry.result or "") for word in FAILED)


def last_day(step: ClosingStep, day: date, calendar: WorkCalendar) -> date | None:
    """The last day of a step's limit from ``day``. It is a span to be waited out or used up: no day is added to it."""
    start = day - timedelta(days=1) if step.first_day else day
    match step.limit:
        case Workdays(n):
            return calendar.add(start, n)
        case NaturalDays(n):
            return start + timedelta(days=n)
        case _:
            return None
