"""情况: where an item stands at a moment. ``stand`` is the one function behind every screen, figure and paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.closing import ClosingState, closing_states
from duban_cli.rules.course import Course
from duban_cli.rules.extensions import extensions_waiting
from duban_cli.rules.ladder import Rung, climb
from duban_cli.rules.lights import shown_light
from duban_cli.rules.moments import Due, Now
from duban_cli.rules.obligations import Obligation, Rulebook, obligations
from duban_cli.rules.regime import Clause, Light
from duban_cli.rules.states import OPEN, State
from duban_cli.rules.walk import run

_NEXT: Mapping[State, tuple[str, str]] = {
    "待立项": ("立项", "立项"), "待交办": ("交办", "交办"), "待审核": ("审核", "审核"),
    "待销号": ("销号", "销号"), "已销号": ("归档", "归档"),
}  # fmt: skip
"""State → the office's next step and the step of the procedure that names its clause."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the office should do next, since when, on which clause."""

    step: str
    since: date | None
    clause: Clause | None
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The conclusions about one item at one moment. ``item`` carries the header as changed by then.

    ``duties`` are those of every life; light, ladder and next step look at the last alone.
    """

    item: Item
    now: Now
    course: Course
    duties: tuple[Obligation, ...]
    ladder: tuple[Rung, ...]
    closing: tuple[ClosingState, ...]
    """What the regime asks for between the accepted reply and 销号, taken or not."""
    light: Light | None
    live: Obligation | None
    next: NextStep | None

    @property
    def state(self) -> State:
        return self.course.state

    @property
    def assigned(self) -> date | None:
        """The day of the first 交办."""
        return self.course.assigned.day if self.course.assigned else None

    @property
    def closed(self) -> date | None:
        """The day of 销号."""
        return self.course.closed

    @property
    def current(self) -> tuple[Obligation, ...]:
        """The duties of the life that runs, or ran last."""
        return self.duties_of(self.course)

    def duties_of(self, life: Course) -> tuple[Obligation, ...]:
        """The duties of one life."""
        return tuple(d for d in self.duties if d.life == life.life)

    @property
    def finish(self) -> Obligation | None:
        """办结 as it is owed now, the last round of it; None where no limit is set."""
        return next((d for d in reversed(self.current) if d.what == "办结"), None)

    @property
    def due(self) -> Due | None:
        """The earliest unmet duty's due date."""
        return self.live.due if self.live else None

    @property
    def overdue(self) -> bool:
        return self.live is not None and self.live.overdue

    @property
    def overdue_workdays(self) -> int:
        return self.live.overdue_workdays if self.live is not None and self.live.overdue else 0

    @property
    def provisional(self) -> bool:
        """True when a date it rests on was counted by days no notice decides yet."""
        return self.live is not None and self.live.provisional

    @property
    def due_rungs(self) -> tuple[Rung, ...]:
        """Ladder steps reached and not taken."""
        return tuple(r for r in self.ladder if r.due)

    @property
    def offered_rungs(self) -> tuple[Rung, ...]:
        """Ladder steps reached that are left to the office (酌情)."""
        return tuple(r for r in self.ladder if r.offered)

    @property
    def accepted(self) -> Entry | None:
        """The 办结 reply that passed 审核 (or stands struck off)."""
        accepted = self.course.accepted
        return accepted.entry if accepted is not None else None


def stand(item: Item, book: Rulebook, now: Now) -> Standing:
    """Where ``item`` stands at ``now``, entries after it unseen."""
    course = run(item, now, book.canonical)
    duties = obligations(course, book, now, book.regime.near)
    current = duties if not course.earlier else tuple(d for d in duties if d.life == course.life)
    ladder = climb(course, current, book, now.day)
    live = _live(course, current)
    closing = closing_states(course, book.regime, book.calendar, now.day)
    return Standing(
        item=course.item, now=now, course=course, duties=duties, ladder=ladder, closing=closing,
        light=shown_light(course, current, ladder, live, book, now), live=live,
        next=_next(course, ladder, live, closing, extensions_waiting(course, current, book.canonical), book, now),
    )  # fmt: skip


def _live(course: Course, duties: tuple[Obligation, ...]) -> Obligation | None:
    """The earliest unmet duty while the unit still has something to do; of two due together, 反馈, the 主办单位's."""
    order = {"反馈": 0, "办结": 1}
    unmet = [d for d in duties if d.open_in("办理中" if course.state == "中止" else course.state)]
    return min(unmet, key=lambda d: (d.due, order.get(d.what, 2), d.supporting), default=None)


def _next(
    course: Course, ladder: tuple[Rung, ...], live: Obligation | None, closing: tuple[ClosingState, ...],
    asked: tuple[Entry, ...], book: Rulebook, now: Now,
) -> NextStep | None:  # fmt: skip
    if asked and course.state in OPEN:
        return NextStep("批复延期", asked[0].day, book.regime.act_clause("延期", now.day))
    lacking = next((c for c in closing if not c.done), None)
    if course.state == "待销号" and lacking is not None:
        return NextStep(lacking.step.step, lacking.since, lacking.step.clause)
    if course.state in _NEXT:
        step, act = _NEXT[course.state]
        return NextStep(step, course.since, book.regime.act_clause(act, now.day))
    due = [r for r in ladder if r.due]
    if not due:
        return None
    # The highest step reached, on the duty that counts first.
    first = [r for r in due if live is None or (r.duty.due == live.due and r.duty.what == live.what)] or due
    rung = first[-1]
    return NextStep(rung.way, rung.since, rung.step.clause, rung.step.ways)
