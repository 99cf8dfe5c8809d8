"""From one item's standing to everything of it that counts in a unit's year, each with the entry behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.records import Entry
from duban_cli.reports.tally import Period, presumptions
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Obligation
from duban_cli.rules.standing import Standing

_EVENTS = {"催办": "urged"}
"""动作 that have a count of their own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One thing counted for a unit: an item, a duty, an entry, or a criticism in a bulletin (no item)."""

    unit: str
    measure: str
    day: date
    item: str | None = None
    title: str | None = None
    duty: Obligation | None = None
    entry: Entry | None = None
    doc_no: str | None = None


def traces(
    standing: Standing, period: Period, canonical: Callable[[str], str], actions: Iterable[str] = ()
) -> Iterator[Trace]:
    """What an item standing so at the period's end adds to the counts, as the bulletin of that period has them.

    A duty is its who's, an entry that of the 主办单位 of its day; ``actions``: further 动作 to be counted.
    """
    if standing.assigned is None:
        return
    one = _One(standing, period, canonical)
    yield from one.held()
    yield from one.finishes()
    yield from one.replies()
    yield from one.unremedied()
    yield from one.events(tuple(actions))


def notices(urged: Iterable[Trace]) -> Iterator[Trace]:
    """催办文书 out of what was urged: each 文号 once for a unit."""
    seen: set[tuple[str, str]] = set()
    for trace in urged:
        if trace.doc_no is not None and (trace.unit, trace.doc_no) not in seen:
            seen.add((trace.unit, trace.doc_no))
            yield Trace(
                unit=trace.unit, measure="notices", day=trace.day, item=trace.item, title=trace.title,
                entry=trace.entry, doc_no=trace.doc_no,
            )  # fmt: skip


class _One:
    def __init__(self, standing: Standing, period: Period, canonical: Callable[[str], str]) -> None:
        self.standing = standing
        self.period = period
        self.canonical = canonical
        ended = standing.course.ended
        self.withdrawn = ended is not None and ended.action == "撤销"
        # Neither is held to what was due meanwhile; what has ended stays ended, whatever was written of it since.
        owes = not self.withdrawn and not (ended is None and standing.state == "中止")
        # A life before 重启 or a second 交办 is held to what was due in it, whatever became of the next.
        lives = standing.course.lives if owes else standing.course.earlier
        self.lives = [standing.duties_of(life) for life in lives]

    def held(self) -> Iterator[Trace]:
        """主办事项: on the books in the period and not withdrawn, with who leads it at the end."""
        ended = self.standing.course.ended
        before = ended is not None and ended.day < self.period.start
        # Withdrawn before it was handed out, and taken up again: waits for its 交办.
        waiting = ended is None and self.standing.state in ("待立项", "待交办")
        if not (self.withdrawn or before or waiting) and self.standing.assigned is not None:
            yield self._trace("items", self.standing.assigned, self.standing.item.lead)

    def finishes(self) -> Iterator[Trace]:
        """办结, life by life: the last round is what is judged; an earlier one that was late is told apart."""
        for duties in self.lives:
            yield from self._finishes([d for d in duties if d.what == "办结"])

    def _finishes(self, rounds: Sequence[Obligation]) -> Iterator[Trace]:
        for duty in rounds[:-1]:
            if duty.due.day in self.period and duty.state == "逾期完成":
                yield self._duty("late_before_return", duty)
        last = rounds[-1] if rounds else None
        if last is None or last.void:
            return
        if last.due.day in self.period:
            yield self._duty("due", last)
            yield self._duty(self._outcome(last), last)
        elif last.due.day < self.period.start and not self._over_before(last):
            yield self._duty("carried", last)

    def replies(self) -> Iterator[Trace]:
        """反馈 and 另报: every duty due in the period, those of a rhythm, of 退回重办 and of 协办单位 included."""
        for duty in (d for duties in self.lives for d in duties):
            if duty.reporting and duty.due.day in self.period and not duty.void:
                yield self._duty("replies_due", duty)
                if not self._in_hand(duty):
                    yield self._duty("unreplied", duty)
                else:
                    yield self._duty("replied_on_time" if duty.state == "按期" else "replied_late", duty)

    def unremedied(self) -> Iterator[Trace]:
        """未整改: what the regime takes nothing having come by the limit for, each unit of an item once."""
        for duties in self.lives:
            for presumed in presumptions(duties, self.period):
                lapsed = next((d for d in presumed if d.unreported), None)
                yield self._duty("presumption_due", lapsed or presumed[0])
                if lapsed is not None:
                    yield self._duty("unremedied", lapsed)

    def events(self, actions: tuple[str, ...]) -> Iterator[Trace]:
        """退回, 催办, 延期 and what else is asked for, on the days of the period."""
        for entry in self.standing.course.entries:
            if entry.day not in self.period:
                continue
            if entry.action == "审核" and entry.result == "退回":
                yield self._entry("returned", entry)
            elif entry.action == "延期" and entry.stage == "批准":
                yield self._entry("extended", entry)
            elif entry.action in _EVENTS:
                yield self._entry(_EVENTS[entry.action], entry)
            if entry.action in actions:
                yield self._entry(entry.action, entry)

    def _outcome(self, duty: Obligation) -> str:
        if self._in_hand(duty):
            return "done_on_time" if duty.state == "按期" else "late_done"
        late = duty.overdue or (duty.met and duty.due < Now(self.period.end))
        return "late_open" if late else "at_limit"

    def _in_hand(self, duty: Obligation) -> bool:
        """Met by a reply received by the cut-off (it may be dated before and received after)."""
        return duty.met_by is not None and duty.met_by.arrived <= self.period.end

    def _over_before(self, duty: Obligation) -> bool:
        """Met before the period, or its life was over by then."""
        if duty.met_by is not None:
            return duty.met_by.arrived < self.period.start
        return duty.until is not None and duty.until < self.period.start

    def _duty(self, measure: str, duty: Obligation) -> Trace:
        return self._trace(measure, duty.due.day, duty.who, duty=duty, entry=duty.met_by)

    def _entry(self, measure: str, entry: Entry) -> Trace:
        lead = self.standing.course.lead_on(entry.day)
        unit = lead if measure in ("returned", "extended", *_EVENTS.values()) else entry.unit or lead
        return self._trace(measure, entry.day, unit, entry=entry, doc_no=entry.doc_no)

    def _trace(
        self, measure: str, day: date, unit: str, *, duty: Obligation | None = None, entry: Entry | None = None,
        doc_no: str | None = None,
    ) -> Trace:  # fmt: skip
        item = self.standing.item
        return Trace(
            unit=self.canonical(unit), measure=measure, day=day, item=item.id, title=item.title, duty=duty,
            entry=entry, doc_no=doc_no,
        )  # fmt: skip
