"""考核: what a unit's year is counted in, and what the rules make of the counts. Pure data, no counting here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from duban_cli.rules.regime import Clause


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
    """每: points for each of what is counted, in all no more than ``cap`` either way."""

    each: str
    points: Decimal
    clause: Clause
    cap: Decimal | None = None

    def given(self, count: int) -> Decimal:
        """The points of so many."""
        points = self.points * count
        return points if self.cap is None else max(-self.cap, min(self.cap, points))


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
        )


def _latest(rules: Iterable[_R], day: date) -> _R | None:
    found = [r for r in rules if r.clause.in_force(day)]
    return max(
        found, key=lambda r: r.clause.document.effective if r.clause.document else date.min, default=None
    )
