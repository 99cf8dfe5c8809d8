"""灯: which light an item shows. The words are the regime's own; the later in its file, the worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from duban_cli.rules.limits import overdue_workdays
from duban_cli.rules.regime import STAGE
from duban_cli.rules.states import OPEN

if TYPE_CHECKING:
    from duban_cli.rules.course import Course
    from duban_cli.rules.ladder import Rung
    from duban_cli.rules.moments import Now
    from duban_cli.rules.obligations import Obligation, Rulebook
    from duban_cli.rules.regime import Light, Trigger

BEHIND = "进度落后"
TRACE = "逾期后办结"
_AFTER = frozenset({"待审核", "待销号", "已销号", "已归档"})
"""States in which nothing is owed any more, and how it was met may still be shown."""


def shown_light(
    course: Course, duties: Sequence[Obligation], ladder: Sequence[Rung], live: Obligation | None, book: Rulebook,
    now: Now,
) -> Light | None:  # fmt: skip
    """The worst light with a trigger that holds; None where nothing is owed by a unit and no trace is kept.

    ``duties``: those of the life that runs.
    """
    # A 另报 may be owed when 办结 is long reported.
    owing = course.state in OPEN or (live is not None and course.state != "中止")
    if not owing and course.state not in _AFTER:
        return None
    scene = _Scene(course, tuple(duties), tuple(ladder), live, book, now, owing)
    for light in reversed(book.regime.lights):
        for trigger in light.triggers:
            if scene.holds(trigger):
                return light
    return None


@dataclass(frozen=True, slots=True)
class _Scene:
    course: Course
    duties: tuple[Obligation, ...]
    ladder: tuple[Rung, ...]
    live: Obligation | None
    book: Rulebook
    now: Now
    owing: bool

    def holds(self, trigger: Trigger) -> bool:
        if trigger.kind == TRACE:
            return self.course.state in _AFTER and self._finished_late()
        if not self.owing:
            return False
        match trigger.kind:
            case "未到期":
                return True
            case "到期前":
                return any(d.overdue or self._left(d) <= (trigger.n or 0) for d in self._owed())
            case "逾期":
                return any(self._late(d, trigger.n or 0) for d in self._owed())
            case "催办":
                return any(r.level == trigger.n and r.duty.overdue and self._reached(r) for r in self.ladder)
            case _:
                if trigger.n is None:
                    return self._stages_late()
                behind = self._points_behind()
                return behind > trigger.n if trigger.more else behind >= trigger.n

    def _owed(self) -> tuple[Obligation, ...]:
        """What lateness is judged by: what is owed first.

        Where a light tells 进度落后, a 节点 gone by is that, and 逾期 speaks of the other duties.
        """
        if self.live is None or self.live.what != STAGE or not self._tells_behind():
            return (self.live,) if self.live is not None else ()
        rest = [d for d in self.duties if d.open_in(self.course.state) and d.what != STAGE]
        first = min(rest, key=lambda d: d.due, default=None)
        return (first,) if first is not None else ()

    def _tells_behind(self) -> bool:
        return any(t.kind == BEHIND for light in self.book.regime.lights for t in light.triggers)

    def _left(self, duty: Obligation) -> int:
        return self.book.calendar.count(self.now.day, duty.due.day, duty.pauses)

    def _late(self, duty: Obligation, workdays: int) -> bool:
        late, over = overdue_workdays(duty.due, self.now, self.book.calendar, duty.pauses)
        return late and over >= workdays

    def _reached(self, rung: Rung) -> bool:
        return rung.since <= self.now.day

    def _stages_late(self) -> bool:
        return any(d.what == STAGE and d.overdue for d in self.duties)

    def _points_behind(self) -> Decimal:
        """By how many percentage points the last 节点 reached is ahead of the 进度 reported; 0 without a plan.

        What was never reported counts as 0%.
        """
        reached = [d for d in self.duties if d.what == STAGE and d.due < self.now]
        stages = {m.number: m for m in self.course.item.milestones}
        planned = [(d.due, stages[d.subject].plan) for d in reached if d.subject in stages]
        plans = [(due, plan) for due, plan in planned if plan is not None]
        if not plans:
            return Decimal(0)
        _, plan = max(plans)
        told = [r.entry.progress for r in self.course.replies if not r.returned]
        reported = next((p for p in reversed(told) if p is not None), Decimal(0))
        return max(Decimal(0), plan - reported)

    def _finished_late(self) -> bool:
        """True when the 办结 duty, or where there is none any other, was met after its day."""
        finishes = [d for d in self.duties if d.what == "办结"] or list(self.duties)
        return bool(finishes) and finishes[-1].state == "逾期完成"
