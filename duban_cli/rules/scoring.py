"""考核: what a unit's year is counted in, and what the rules make of the counts. Pure data, no counting here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from duban_cli.ledger.records import Item
    from duban_cli.rules.regime import Clause, Condition


@dataclass(frozen=True, slots=True)
class Measure:
    """One count of a unit's year. ``always``: shown even where every unit has none."""

    key: str
    label: str
    unit: str
    always: bool = True


MEASURES: tuple[Measure, ...] = (
    Measure("items", "主办事项", "件"),
    Measure("due", "应办结", "件"),
    Measure("done_on_time", "按期办结", "件"),
    Measure("late_done", "逾期办结", "件"),
    Measure("late_open", "逾期未结", "件"),
    Measure("at_limit", "当日到期", "件", always=False),
    Measure("late_before_return", "退回前逾期", "件次", always=False),
    Measure("carried", "往年逾期", "件", always=False),
    Measure("returned", "退回", "次"),
    Measure("urged", "催办", "次"),
    Measure("notices", "催办文书", "份"),
    Measure("extended", "延期", "次"),
    Measure("replies_due", "应反馈", "件次"),
    Measure("replied_on_time", "按期反馈", "件次"),
    Measure("replied_late", "逾期反馈", "件次"),
    Measure("unreplied", "未反馈", "件次"),
    Measure("presumption_due", "未报视为未整改的应报", "件次", always=False),
    Measure("unremedied", "未整改", "件次", always=False),
    Measure("criticised", "批评", "次"),
)
SUMS: Mapping[str, tuple[str, ...]] = {
    "due": ("done_on_time", "late_done", "late_open", "at_limit"),
    "replies_due": ("replied_on_time", "replied_late", "unreplied"),
}
"""Counts that are the sum of others, by key."""
LATE = "逾期"
_LABELS: Mapping[str, tuple[str, ...]] = {m.label: (m.key,) for m in MEASURES} | {
    LATE: ("late_done", "late_open")
}
SCORED: tuple[str, ...] = tuple(_LABELS)
"""What a rule may give points for, in Chinese; 逾期 is 逾期办结 and 逾期未结 together."""

NO_ITEMS = ("不考核", "满分")
"""What may be ruled of a unit that led nothing in the year."""


def keys_of(label: str) -> tuple[str, ...]:
    """The counts a word of ``SCORED`` adds up."""
    return _LABELS[label]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoItemsRule:
    """无事项: what becomes of a unit that led no item in the year."""

    treatment: str
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRule:
    """基础分: the points a unit's year starts from."""

    points: Decimal
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule:
    """每: points for each of what is counted, in all no more than ``cap`` either way.

    ``tiers`` (逐次): the points of the first, the second … time, those of the last for every further one.
    ``doubling`` (再次: 加倍): each further time twice what the one before gave.
    """

    each: str
    clause: Clause
    points: Decimal = Decimal(0)
    cap: Decimal | None = None
    tiers: tuple[Decimal, ...] = ()
    doubling: bool = False

    def of_time(self, nth: int) -> Decimal:
        """The points of the ``nth`` time, 1 for the first, before the cap."""
        if self.tiers:
            return self.tiers[min(nth, len(self.tiers)) - 1]
        return self.points * 2 ** (nth - 1) if self.doubling else self.points

    def given(self, count: int) -> Decimal:
        """The points of so many."""
        points = sum((self.of_time(n) for n in range(1, count + 1)), Decimal(0))
        return points if self.cap is None else max(-self.cap, min(self.cap, points))

    @property
    def varies(self) -> bool:
        """True when not every time gives the same."""
        return bool(self.tiers) or self.doubling


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRule:
    """等次: from how many points on each grade is given, the best first."""

    grades: tuple[tuple[str, Decimal], ...]
    clause: Clause

    def of(self, points: Decimal) -> str | None:
        """The grade of so many points; None below the last."""
        return next((name for name, least in self.grades if points >= least), None)


MONTH, YEAR = "月", "年"
CYCLES = (MONTH, YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleRule:
    """周期: how often the units are assessed, with all their matters or with those ``when`` holds for."""

    every: str
    clause: Clause
    when: Condition | None = None


class _Ruled(Protocol):
    @property
    def clause(self) -> Clause: ...


_R = TypeVar("_R", bound=_Ruled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The point rules in force on a day."""

    base: BaseRule | None
    each: tuple[PointRule, ...]
    no_items: NoItemsRule | None
    grade: GradeRule | None = None
    cycles: tuple[CycleRule, ...] = ()

    def cycle_of(self, item: Item) -> str:
        """月 or 年: with which assessment an item counts; a rule with a condition that holds goes first."""
        fitting = [c for c in self.cycles if c.when is None or c.when.holds(item)]
        chosen = max(fitting, key=lambda c: (bool(c.when and c.when.tests), _day(c)), default=None)
        return chosen.every if chosen else YEAR

    @property
    def divided(self) -> bool:
        """True where some matters are assessed by the month and others by the year."""
        return any(c.when and c.when.tests for c in self.cycles)

    def scores(self, every: str) -> bool:
        """True when an assessment of a 月 or a 年 is one the rules give points for."""
        return every in ({c.every for c in self.cycles} or {YEAR}) or (self.divided and every == YEAR)

    @property
    def stated(self) -> bool:
        """False where no document gives points: then no score is made up."""
        return self.base is not None or bool(self.each)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRules:
    """What the regime says of points, whatever the day."""

    base: tuple[BaseRule, ...] = ()
    each: tuple[PointRule, ...] = ()
    no_items: tuple[NoItemsRule, ...] = ()
    grades: tuple[GradeRule, ...] = ()
    cycles: tuple[CycleRule, ...] = ()

    def on(self, day: date) -> Points:
        """The rules in force on ``day``; of several for one count the later document's."""
        by_word: dict[str, list[PointRule]] = {}
        for rule in self.each:
            by_word.setdefault(rule.each, []).append(rule)
        chosen = (_latest(rules, day) for rules in by_word.values())
        return Points(
            base=_latest(self.base, day),
            each=tuple(r for r in chosen if r is not None),
            no_items=_latest(self.no_items, day),
            grade=_latest(self.grades, day),
            cycles=tuple(c for c in self.cycles if c.clause.in_force(day)),
        )


def _latest(rules: Iterable[_R], day: date) -> _R | None:
    found = [r for r in rules if r.clause.in_force(day)]
    return max(found, key=_day, default=None)


def _day(rule: _Ruled) -> date:
    return rule.clause.document.effective if rule.clause.document else date.min
