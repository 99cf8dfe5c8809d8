"""The kinds of 时限, and how a rule counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import TypeAlias

from duban_cli.rules.moments import Moment


@dataclass(frozen=True, slots=True)
class Workdays:
    """`n` working days; due at `clock` of the last of them, or at its end."""

    n: int
    clock: time | None = None

    @property
    def text(self) -> str:
        return f"{self.n}个工作日" if self.clock is None else f"第{self.n}个工作日{self.clock:%H:%M}"


@dataclass(frozen=True, slots=True)
class NaturalDays:
    """`n` natural days; a last day that does not work gives way to the next that does (民法典 203)."""

    n: int

    @property
    def text(self) -> str:
        return f"{self.n}日"


@dataclass(frozen=True, slots=True)
class Months:
    """`n` months, to the same day of the month or its last day (民法典 202)."""

    n: int

    @property
    def text(self) -> str:
        return f"{self.n}个月"


@dataclass(frozen=True, slots=True)
class Hours:
    """`n` hours by the clock, holidays or not."""

    n: int

    @property
    def text(self) -> str:
        return f"{self.n}小时"


@dataclass(frozen=True, slots=True)
class Named:
    """A day named, which stands even on a holiday."""

    day: date
    clock: time | None = None

    @property
    def text(self) -> str:
        return Moment(self.day, self.clock).text


@dataclass(frozen=True, slots=True)
class SameDay:
    """随交随办: by the end of the day of 交办."""

    @property
    def text(self) -> str:
        return "当日"


@dataclass(frozen=True, slots=True)
class LongTerm:
    """长期 and 常年: no day by which it is due."""

    @property
    def text(self) -> str:
        return "长期"


@dataclass(frozen=True, slots=True)
class Ahead:
    """Days before the event (提前15个工作日), counted the same way towards the past. Only rules say so."""

    of: Workdays | NaturalDays

    @property
    def text(self) -> str:
        return f"提前{self.of.text}"


@dataclass(frozen=True, slots=True)
class Stated:
    """所定: what the item or its 交办 states, and nothing else. Only rules say so."""

    @property
    def text(self) -> str:
        return "所定"


Limit: TypeAlias = Workdays | NaturalDays | Months | Hours | Named | SameDay | LongTerm | Ahead | Stated

ROLLS = MappingProxyType({"下一个工作日": 1, "第二个工作日": 2, "不顺延": 0})
"""顺延: to which working day a last day that does not work gives way; 0: it stands."""
_ROLL_WORDS = {2: "末日放假的顺延到第二个工作日", 0: "不顺延"}


@dataclass(frozen=True, slots=True)
class Counting:
    """How a rule counts: ``first_day`` (首日: 计) and ``roll`` (顺延, as in ``ROLLS``)."""

    first_day: bool = False
    roll: int = 1

    @property
    def text(self) -> str:
        """``首日计，不顺延``; empty for the usual way."""
        words = ("首日计" if self.first_day else "", _ROLL_WORDS.get(self.roll, ""))
        return "，".join(word for word in words if word)


USUAL = Counting()
"""The event's own day does not count (民法典 201), a last day off gives way to the next working day (203)."""
