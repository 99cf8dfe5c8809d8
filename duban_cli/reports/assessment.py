"""考核: a unit's year out of the ledger alone, every figure with the entries behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.store import Ledger
from duban_cli.reports.assessment_notes import notes
from duban_cli.reports.assessment_span import Span
from duban_cli.reports.assessment_trace import Trace, notices, traces
from duban_cli.reports.criticisms import criticised, reached, void_notes
from duban_cli.reports.figures import further_named
from duban_cli.reports.groups import id_order
from duban_cli.reports.own_duties import OwnRecord, own_record
from duban_cli.reports.rate import Rate
from duban_cli.reports.tally import Period
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.regime import Clause
from duban_cli.rules.scoring import MEASURES, SUMS, YEAR, GradeRule, Measure, PointRule, Points, keys_of
from duban_cli.rules.standing import Standing, stand

TOTAL = "合计"
NO_ITEM = "当年没有主办事项"
RATES: Mapping[str, tuple[str, str, str]] = {
    "on_time_rate": ("按期办结率", "done_on_time", "due"),
    "reply_on_time_rate": ("按期反馈率", "replied_on_time", "replies_due"),
}
"""Rates by key: label, numerator, denominator; as in the bulletin."""
_COUNTED_AS = {"批评": "criticised", "催办": "urged"}
"""动作 a conclusion may hang on → the count it is; any other is counted under its own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What a 考核 rule makes of a unit's year, with the rule's clause."""

    text: str
    clause: Clause
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One step of a score: the count a rule speaks of, and the points it gives.

    ``times``: where not every time gives the same, what each gave before the cap.
    """

    label: str
    count: int | None
    points: Decimal
    clause: Clause
    times: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitYear:
    """One unit's year. ``assessed`` is False where the regime leaves a unit without items out."""

    unit: str
    counts: Mapping[str, int]
    traces: tuple[Trace, ...]
    assessed: bool
    conclusions: tuple[Conclusion, ...]
    score: tuple[ScoreLine, ...] | None
    grade: str | None = None

    @property
    def rates(self) -> Mapping[str, Rate]:
        """Every rate by its key."""
        return _rates(self.counts)

    @property
    def points(self) -> Decimal | None:
        """The score, None where the regime gives no points or the unit is not assessed."""
        return None if self.score is None else _total(self.score)

    def behind(self, measure: str) -> tuple[Trace, ...]:
        """What was counted for one figure, by day and number."""
        found = (t for t in self.traces if t.measure == measure)
        return tuple(sorted(found, key=lambda t: (t.day, id_order(t.item) if t.item else (0, 0))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The year, or a month of it, up to ``end``, that day included; ``complete`` once it is over."""

    office: str
    year: int
    start: date
    end: date
    measures: tuple[Measure, ...]
    rows: tuple[UnitYear, ...]
    totals: Mapping[str, int]
    rules: Points
    own: OwnRecord
    unreadable: tuple[str, ...]
    notes: tuple[str, ...]
    month: int | None = None

    @property
    def span(self) -> Span:
        """What is assessed: the year, or the month."""
        return Span(self.year, self.month)

    @property
    def complete(self) -> bool:
        return self.end == self.span.last

    @property
    def rates(self) -> Mapping[str, Rate]:
        """Every rate of all units together."""
        return _rates(self.totals)

    @property
    def shown_rows(self) -> tuple[UnitYear, ...]:
        """The units with anything to count."""
        return tuple(r for r in self.rows if any(r.counts.values()))


def assess(ledger: Ledger, year: int, today: date, month: int | None = None) -> Assessment:
    """The assessment of ``year``, or of a month of it, at its end, or at ``today`` while it runs, later entries unseen.

    Where the regime assesses some matters by the month and the others by the year, each has its own alone.

    Raises:
        WrongUse: the year or month has not begun.
        RuleRefused: the units do not add up to the totals.
    """
    span = Span(year, month)
    period = Period(span.first, min(span.last, today))
    if period.end < period.start:
        latest = Span(today.year, today.month if month is not None else None)
        raise WrongUse(f"{span.name}还没有到", f"今天是 {today.isoformat()}，最晚写 {latest.word}")
    rules = ledger.regime.points.on(period.end)
    extra = _extra_measures(ledger, period.end)
    book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
    every = [stand(ledger.items[i], book, Now(period.end)) for i in sorted(ledger.items, key=id_order)]
    standings = [s for s in every if not rules.divided or rules.cycle_of(s.item) == span.every]
    found = tuple(
        t for t in _all_traces(ledger, standings, period, extra) if _belongs(t, standings, rules, span)
    )
    counted = {t.measure for t in found}
    measures = tuple(m for m in (*MEASURES, *extra) if m.always or m.key in counted)
    by_unit: dict[str, list[Trace]] = {u.name: [] for u in ledger.units.units if not u.merged_into}
    for trace in found:
        by_unit.setdefault(trace.unit, []).append(trace)
    rows = tuple(
        _unit_year(ledger, name, by_unit[name], rules, span, period.end)
        for name in sorted(by_unit, key=ledger.units.order)
    )
    unreadable = tuple(u.id for u in ledger.unreadable)
    done = Assessment(
        office=ledger.settings.office, year=year, month=month, start=period.start, end=period.end,
        measures=measures, rows=rows,
        totals=_counts(found), rules=rules, own=own_record(ledger, book, every, period, over=period.end < today), unreadable=unreadable,
        notes=(
            *notes(
                period, span, rules, ledger.regime, unreadable,
                lives=any(s.course.earlier for s in standings), further=further_named(standings, period),
                presumed="presumption_due" in counted,
            ),
            *void_notes(ledger, period.end),
        ),
    )  # fmt: skip
    check_sums(done)
    return done


def check_sums(done: Assessment) -> None:
    """Every unit's figures add up to the totals, and what falls into kinds does so without rest.

    One paper may urge several units: 催办文书 alone does not add up. Raises RuleRefused.
    """
    for measure in done.measures:
        added = sum(row.counts[measure.key] for row in done.rows)
        total = done.totals[measure.key]
        if added != total and not (measure.key == "notices" and added > total):
            raise _refused(measure.label, f"各单位相加为 {added}，合计为 {total}")
    labels = {m.key: m.label for m in MEASURES}
    for name, counts in ((TOTAL, done.totals), *((r.unit, r.counts) for r in done.rows)):
        for whole, parts in SUMS.items():
            added = sum(counts[p] for p in parts)
            if added != counts[whole]:
                raise _refused(f"{name}：{labels[whole]}", f"各类相加为 {added}，应为 {counts[whole]}")


def _refused(label: str, why: str) -> RuleRefused:
    return RuleRefused(
        f"考核数字对不上：{label}{why}", "数字有误，不能使用；请运行 duban doctor 并报告此问题"
    )


def _extra_measures(ledger: Ledger, day: date) -> tuple[Measure, ...]:
    """Counts that only a conclusion of this regime asks for."""
    wanted = dict.fromkeys(
        r.action for r in ledger.regime.scoring if r.action not in _COUNTED_AS and r.clause.in_force(day)
    )
    return tuple(Measure(action, action, "次") for action in wanted)


def _all_traces(
    ledger: Ledger, standings: Iterable[Standing], period: Period, extra: tuple[Measure, ...]
) -> Iterator[Trace]:
    actions = tuple(m.key for m in extra)
    urged = []
    for standing in standings:
        for trace in traces(standing, period, ledger.units.canonical, actions):
            yield trace
            if trace.measure == "urged":
                urged.append(trace)
    yield from notices(urged)
    for one in criticised(ledger, period.end):
        for act in (a for a in one.acts if a.day in period):
            title = ledger.items[act.item].title if act.item else None
            yield Trace(
                unit=act.unit,
                measure="criticised",
                day=act.day,
                item=act.item,
                title=title,
                doc_no=act.doc_no,
            )


def _belongs(trace: Trace, standings: Iterable[Standing], rules: Points, span: Span) -> bool:
    """False for a criticism that counts elsewhere where months and years are apart; that of a bulletin is the year's."""
    if trace.measure != "criticised" or not rules.divided:
        return True
    return any(s.item.id == trace.item for s in standings) if trace.item else span.every == YEAR


def _counts(found: Iterable[Trace]) -> dict[str, int]:
    """How many of each; papers by their 文号, one urging several units once."""
    found = tuple(found)
    counts = dict.fromkeys((m.key for m in MEASURES), 0) | Counter(t.measure for t in found)
    counts["notices"] = len({t.doc_no for t in found if t.measure == "notices"})
    return counts


def _unit_year(
    ledger: Ledger, unit: str, found: list[Trace], rules: Points, span: Span, day: date
) -> UnitYear:
    counts = _counts(found)
    for rule in ledger.regime.scoring:
        counts.setdefault(_COUNTED_AS.get(rule.action, rule.action), 0)
    # A unit that led nothing may be criticised all the same.
    held = any(counts[m.key] for m in MEASURES if m.key != "criticised")
    # What so many times in a year lead to is said of the year.
    conclusions = list(_conclusions(ledger, counts, day)) if span.every == YEAR else []
    spared = None if held else rules.no_items
    if spared is not None:
        conclusions.append(Conclusion(text=spared.treatment, clause=spared.clause, reason=NO_ITEM))
    assessed = spared is None or spared.treatment != "不考核"
    scored = assessed and rules.stated and rules.scores(span.every)
    score = tuple(_score(counts, rules)) if scored else None
    grade = None if score is None or rules.grade is None else rules.grade.of(_total(score))
    if grade is not None and rules.grade is not None and score is not None:
        conclusions.insert(0, _graded(rules.grade, grade, _total(score)))
    return UnitYear(
        unit=unit, counts=counts, traces=tuple(found), assessed=assessed, conclusions=tuple(conclusions),
        score=score, grade=grade,
    )  # fmt: skip


def _graded(rule: GradeRule, grade: str, points: Decimal) -> Conclusion:
    least = dict(rule.grades)[grade]
    reason = f"得分{points.normalize():f}，{least.normalize():f}分以上"
    return Conclusion(text=f"等次{grade}", clause=rule.clause, reason=reason)


def _total(score: Iterable[ScoreLine]) -> Decimal:
    return sum((line.points for line in score), Decimal(0))


def _conclusions(ledger: Ledger, counts: Mapping[str, int], day: date) -> Iterator[Conclusion]:
    for action in dict.fromkeys(r.action for r in ledger.regime.scoring):
        count = counts[_COUNTED_AS.get(action, action)]
        rule = reached(ledger.regime, action, count, day)
        if rule is not None:
            reason = f"一年内{action}{count}次，满{rule.at_least}次"
            yield Conclusion(text=rule.conclusion, clause=rule.clause, reason=reason)


def _score(counts: Mapping[str, int], rules: Points) -> Iterator[ScoreLine]:
    if rules.base is not None:
        yield ScoreLine(label="基础分", count=None, points=rules.base.points, clause=rules.base.clause)
    for rule in rules.each:
        yield _scored(rule, sum(counts[key] for key in keys_of(rule.each)))


def _scored(rule: PointRule, count: int) -> ScoreLine:
    times = tuple(rule.of_time(n) for n in range(1, count + 1)) if rule.varies else ()
    return ScoreLine(label=rule.each, count=count, points=rule.given(count), clause=rule.clause, times=times)


def _rates(counts: Mapping[str, int]) -> Mapping[str, Rate]:
    return {key: Rate(counts[top], counts[bottom]) for key, (_, top, bottom) in RATES.items()}
