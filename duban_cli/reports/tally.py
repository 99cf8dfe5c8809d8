"""From one item's standing to what it adds to each figure, and from items to the figures of a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.records import Entry
from duban_cli.reports.measures import MEASURES, RATIOS
from duban_cli.reports.rate import Rate
from duban_cli.rules.course import Course
from duban_cli.rules.obligations import Obligation
from duban_cli.rules.standing import Standing

_PART_OF_STATE: Mapping[str, str] = {
    "待销号": "awaiting_close", "待审核": "awaiting_review", "办理中": "under_way", "退回重办": "under_way",
    "中止": "suspended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """The days a bulletin speaks of, first and last included; the last is the cut-off."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Marks:
    """What one item adds to each measure, and the 文号 of the notices that urged it."""

    id: str
    counts: Mapping[str, int]
    notices: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The figures of one group of items, with the ids behind each, and of the groups within it."""

    name: str
    counts: Mapping[str, int]
    items: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...] = ()

    @property
    def rates(self) -> Mapping[str, Rate]:
        """Every rate by its key."""
        return {r.key: Rate(self.counts[r.numerator], self.counts[r.denominator]) for r in RATIOS}


def tally(name: str, marks: Iterable[Marks], rows: tuple[Row, ...] = ()) -> Row:
    """The figures of the items in ``marks``, in that order."""
    marks = tuple(marks)
    counts = {m.key: sum(x.counts.get(m.key, 0) for x in marks) for m in MEASURES}
    counts["notices"] = len(frozenset[str]().union(*(x.notices for x in marks)))
    items = {m.key: tuple(x.id for x in marks if x.counts.get(m.key, 0)) for m in MEASURES}
    return Row(name=name, counts=counts, items=items, rows=rows)


def mark(standing: Standing, period: Period) -> Marks:
    """What an item standing so at the period's end adds to the figures; nothing before it was handed out."""
    return _marks(standing, period, standing.duties)


def shares(standing: Standing, period: Period, canonical: Callable[[str], str]) -> Mapping[str, Marks]:
    """``mark``, by the unit that answers for it: what 协办单位 owe themselves is theirs, all else the 主办单位's."""
    lead = canonical(standing.item.lead)
    theirs = [d for d in standing.duties if d.supporting and canonical(d.who) != lead]
    if not theirs:
        return {lead: mark(standing, period)}
    found = {lead: _marks(standing, period, [d for d in standing.duties if d not in theirs])}
    for unit in dict.fromkeys(canonical(d.who) for d in theirs):
        counts: Counter[str] = Counter()
        _mark_duties(counts, standing, period, [d for d in theirs if canonical(d.who) == unit])
        found[unit] = Marks(standing.item.id, counts, frozenset())
    return found


def _marks(standing: Standing, period: Period, duties: Sequence[Obligation]) -> Marks:
    counts: Counter[str] = Counter()
    notices: frozenset[str] = frozenset()
    if standing.assigned is not None:
        _mark_state(counts, standing, period)
        _mark_events(counts, standing, period)
        _mark_duties(counts, standing, period, duties)
        urges = [e for e in standing.course.entries if e.action == "催办" and e.day in period]
        notices = frozenset(e.doc_no for e in urges if e.doc_no)
        # Counted anew in each row; here it only names the item as one behind the figure.
        counts["notices"] = len(notices)
    return Marks(standing.item.id, counts, notices)


def part_of(standing: Standing) -> str | None:
    """The kind the item is of. What has ended stays ended, whatever was written of it since."""
    ended = standing.course.ended
    if ended is not None:
        return "closed" if ended.action == "销号" else "withdrawn"
    return _PART_OF_STATE.get(standing.state)


def _mark_state(counts: Counter[str], standing: Standing, period: Period) -> None:
    ended = standing.course.ended
    part = part_of(standing)
    if part is None or (ended is not None and ended.day < period.start):
        return
    counts["included"] = counts[part] = 1
    counts["counted"] = int(part != "withdrawn")
    counts["done"] = int(part in ("closed", "awaiting_close"))
    counts["open"] = int(part in ("under_way", "awaiting_review", "suspended"))
    counts["overdue"] = int(bool(counts["open"]) and standing.overdue)


def _mark_events(counts: Counter[str], standing: Standing, period: Period) -> None:
    entries = [e for e in standing.course.entries if e.day in period]
    counts["assigned"] = int(standing.assigned is not None and standing.assigned in period)
    for life in standing.course.lives:
        counts["struck_off"] += life.closed is not None and life.closed in period
        if life.accepted is not None:
            passed = life.accepted.review.day if life.accepted.review else life.closed
            counts["completed"] += life.accepted.entry.arrived in period
            counts["passed"] += passed is not None and passed in period
    counts["urged"] = sum(e.action == "催办" for e in entries)
    counts["returned"] = sum(e.action == "审核" and e.result == "退回" for e in entries)
    counts["extended"] = sum(e.action == "延期" and e.stage == "批准" for e in entries)


def _mark_duties(
    counts: Counter[str], standing: Standing, period: Period, duties: Sequence[Obligation]
) -> None:
    """Every life counts once; what was withdrawn or is suspended now is held to nothing, an earlier life still is."""
    if standing.assigned is None:
        return
    excused = part_of(standing) in ("withdrawn", "suspended")
    for life in standing.course.lives:
        if not (excused and life is standing.course):
            _mark_life(counts, life, period, [d for d in duties if d.life == life.life])


def _mark_life(counts: Counter[str], life: Course, period: Period, duties: Sequence[Obligation]) -> None:
    def on_time(duty: Obligation) -> bool:
        return duty.state == "按期" and _arrived(duty.met_by, period)

    # What was sent back met an earlier round: the last one is met by a reply that stands, if by any.
    finish = [d for d in duties if d.what == "办结"]
    if finish:
        first, last = finish[0], finish[-1]
        if last.due.day in period and not last.void:
            counts["due"] += 1
            counts["done_on_time"] += on_time(last)
        if first.first_due.day in period and not first.void:
            met = last.met_at
            counts["first_limit_due"] += 1
            counts["done_by_first_limit"] += (
                met is not None and _arrived(last.met_by, period) and met <= first.first_due
            )
        if first.due.day in period and not first.void:
            counts["first_reply_due"] += 1
            counts["first_reply_on_time"] += on_time(first)
    sent_back = [r.entry for r in (*life.replies, *life.answers) if r.returned]
    for duty in duties:
        if duty.reporting and duty.due.day in period and not duty.void:
            counts["replies_due"] += 1
            counts["replied"] += _arrived(duty.met_by, period)
            counts["replied_on_time"] += on_time(duty)
            counts["replied_on_time_kept"] += on_time(duty) and duty.met_by not in sent_back
    for presumed in presumptions(duties, period):
        counts["presumption_due"] += 1
        counts["unremedied"] += any(d.unreported for d in presumed)


def presumptions(duties: Iterable[Obligation], period: Period) -> tuple[tuple[Obligation, ...], ...]:
    """Of the duties of one life, those the regime gives an 未报 for that were due in the period, unit by unit.

    Each unit of an item counts once, however many duties and rounds there are.
    """
    found: dict[str, list[Obligation]] = {}
    for duty in duties:
        if duty.unreported_as and duty.due.day in period and not duty.void:
            found.setdefault(duty.who if duty.supporting else "", []).append(duty)
    return tuple(tuple(same) for same in found.values())


def _arrived(reply: Entry | None, period: Period) -> bool:
    """True when the reply was in hand at the cut-off (it may be dated before and received after)."""
    return reply is not None and reply.arrived <= period.end
