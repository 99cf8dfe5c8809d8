"""How a due date came about: from which day, by which limit, which days in between did not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duban_cli.rules.limits import (
    USUAL,
    Ahead,
    Counting,
    Hours,
    LongTerm,
    Months,
    Named,
    NaturalDays,
    Workdays,
    due_of,
)
from duban_cli.rules.workdays import NEVER

if TYPE_CHECKING:
    from duban_cli.rules.limits import Limit
    from duban_cli.rules.moments import Due
    from duban_cli.rules.obligations import Obligation, Rulebook
    from duban_cli.rules.regime import Clause, Document, Regime
    from duban_cli.rules.standing import Standing
    from duban_cli.rules.workdays import SkippedDay, WorkCalendar

FIRST_DAY_FREE = "民法典第二百零一条"
LAST_DAY_ROLLS = "民法典第二百零三条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """``computed``: what limit and calendar give, None where no limit is counted. ``skipped`` did not count,
    ``worked`` counted only because a notice makes those days work; ``rolled``: the last day was put off."""

    limit: Limit | None
    computed: Due | None
    counting: Counting = USUAL
    skipped: tuple[SkippedDay, ...] = ()
    worked: tuple[SkippedDay, ...] = ()
    rolled: bool = False

    @property
    def counts_days(self) -> bool:
        """True where the first day matters: it counts only if the rule says so."""
        return isinstance(self.limit, Workdays | NaturalDays | Months | Ahead)


def basis_of(duty: Obligation, standing: Standing, book: Rulebook) -> Basis:
    """What the first due date of a duty rests on, or would rest on where a paper states another."""
    limit, counting, calendar = duty.limit, duty.counting, book.calendar
    if limit is None or isinstance(limit, Named | LongTerm):
        return Basis(limit=None, computed=None)
    ruling = standing.course.lives[duty.life - 1].ruling
    clock = ruling.clock if ruling is not None and ruling.day == duty.start and not duty.round else None
    computed = due_of(limit, duty.start, clock, calendar, counting=counting)
    if computed is None or computed.day == NEVER:
        return Basis(limit=limit, computed=None, counting=counting)
    workdays = limit.of if isinstance(limit, Ahead) else limit
    if isinstance(workdays, Workdays):
        # Suspensions put off no day that is counted back from its event.
        pauses = () if isinstance(limit, Ahead) else duty.pauses
        end = due_of(limit, duty.start, clock, calendar, pauses, counting) or computed
        aside = timedelta(days=counting.first_day)
        start = duty.start + aside if isinstance(limit, Ahead) else duty.start - aside
        return Basis(
            limit=limit, computed=computed, counting=counting,
            skipped=calendar.explain(start, end.day, pauses),
            worked=calendar.worked_in_exchange(start, end.day, pauses),
        )  # fmt: skip
    last = _last_day(limit, duty.start, counting, calendar)
    if last is None or last == computed.day:
        return Basis(limit=limit, computed=computed, counting=counting)
    put_off = _days_off(last, computed.day, calendar)
    return Basis(limit=limit, computed=computed, counting=counting, skipped=put_off, rolled=True)


def amended(regime: Regime) -> frozenset[Clause]:
    """The clauses of rules on one thing that several documents have ruled on, one after the other."""
    several: list[Iterable[Clause]] = [regime.stated_limit, *regime.procedure.values()]
    for duties in (regime.common, *(c.duties for c in regime.categories.values())):
        for rules in duties.values():
            for when in {r.when.text for r in rules}:
                several.append([r.clause for r in rules if r.when.text == when])
    for rules in (regime.redo, regime.urged):
        several.append([r.clause for r in rules])
    for kept in (regime.archive, *(c.archive for c in regime.categories.values())):
        several.append([k.clause for k in kept])
    found: set[Clause] = set()
    for clauses in several:
        codes = {c.document.code for c in clauses if c.document is not None}
        found.update(c for c in clauses if len(codes) > 1)
    return frozenset(found)


def clause_words(clause: Clause, several: frozenset[Clause]) -> str:
    """The clause, and since when it is in force where it has taken another's place or lost its own."""
    since = clause.document.effective.isoformat() if clause.document is not None else ""
    if not since or clause not in several or since in clause.text:
        return clause.text
    return f"{clause.text}，{since}起"


def documents_in_force(standing: Standing, book: Rulebook) -> tuple[Document, ...]:
    """The documents that bind an item, by the day it was put on the ledger, the oldest first."""
    since = standing.course.initiated_on
    if since is None:
        return ()
    found = (d for d in book.regime.documents if d.effective <= since)
    return tuple(sorted(found, key=lambda d: d.effective))


def _last_day(limit: Limit, start: date, counting: Counting, calendar: WorkCalendar) -> date | None:
    """The last day of a limit in natural days or months, before it gives way to a working day."""
    counted = limit.of if isinstance(limit, Ahead) else limit
    if not isinstance(counted, NaturalDays | Months):
        return None
    due = due_of(limit, start, None, calendar, counting=replace(counting, roll=0))
    return due.day if due is not None else None


def _days_off(last: date, end: date, calendar: WorkCalendar) -> tuple[SkippedDay, ...]:
    """The days off from ``last`` on the way to the working day ``end``, later or earlier."""
    step = timedelta(days=1 if end > last else -1)
    return calendar.explain(last - step, end - step)


def runs_by_the_clock(limit: Limit | None) -> bool:
    """True for 48小时: it runs on at once, holidays or not."""
    return isinstance(limit, Hours)
