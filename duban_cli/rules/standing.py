"""情况: where an item stands at a moment. ``stand`` is the one function behind every screen, figure and paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.course import OPEN, Course, State, run
from duban_cli.rules.ladder import Rung, climb
from duban_cli.rules.limits import overdue_workdays
from duban_cli.rules.moments import Due, Now
from duban_cli.rules.obligations import Obligation, Rulebook, obligations
from duban_cli.rules.regime import Clause, Light

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
    """The conclusions about one item at one moment. ``item`` carries the header as changed by then."""

    item: Item
    now: Now
    course: Course
    duties: tuple[Obligation, ...]
    ladder: tuple[Rung, ...]
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
        ended = self.course.ended
        return ended.day if ended is not None and ended.action == "销号" else None

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
    def accepted(self) -> Entry | None:
        """The 办结 reply that passed 审核 (or stands struck off)."""
        for reply in reversed(self.course.replies):
            if reply.entry.done and not reply.returned and (reply.review is not None or self.closed):
                return reply.entry
        return None


def stand(item: Item, book: Rulebook, now: Now) -> Standing:
    """Where ``item`` stands at ``now``, entries after it unseen."""
    course = run(item, now, book.canonical)
    near = max((x.before for x in book.regime.lights if x.before is not None), default=None)
    duties = obligations(course, book, now, near)
    ladder = climb(course, duties, book, now.day)
    live = _live(course, duties)
    return Standing(
        item=course.item, now=now, course=course, duties=duties, ladder=ladder,
        light=_light(course, live, book, now), live=live, next=_next(course, ladder, live, book, now),
    )  # fmt: skip


def _live(course: Course, duties: tuple[Obligation, ...]) -> Obligation | None:
    """The earliest unmet duty while the unit still has something to do; of two due together, 反馈."""
    if course.state not in OPEN and course.state != "中止":
        return None
    order = {"反馈": 0, "办结": 1, "节点": 2}
    unmet = [d for d in duties if not d.met]
    return min(unmet, key=lambda d: (d.due, order[d.what]), default=None)


def _light(course: Course, live: Obligation | None, book: Rulebook, now: Now) -> Light | None:
    """The worst light whose trigger holds; none where nothing is owed by a unit."""
    if course.state not in OPEN:
        return None
    shown: Light | None = None
    for light in book.regime.lights:
        if light.before is None and light.overdue is None:
            hit = True
        elif live is None:
            hit = False
        elif light.overdue is not None:
            late, over = overdue_workdays(live.due, now, book.calendar, live.pauses)
            hit = late and over >= light.overdue
        else:
            near = book.calendar.count(now.day, live.due.day, live.pauses)
            hit = live.overdue or near <= (light.before or 0)
        if hit:
            shown = light
    return shown


def _next(
    course: Course, ladder: tuple[Rung, ...], live: Obligation | None, book: Rulebook, now: Now
) -> NextStep | None:
    if course.extension_pending is not None and course.state in OPEN:
        asked = course.extension_pending.day
        return NextStep("批复延期", asked, book.regime.act_clause("延期", now.day))
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
