"""The year or month units are assessed for."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from duban_cli.errors import WrongUse
from duban_cli.rules.scoring import MONTH, YEAR
from duban_cli.text import halfwidth

_WRITTEN = re.compile(r"(\d{4})(?:年?|[-年](\d{1,2})月?)")


@dataclass(frozen=True, slots=True)
class Span:
    """A calendar year, or one month of it."""

    year: int
    month: int | None = None

    @property
    def every(self) -> str:
        """月 or 年."""
        return YEAR if self.month is None else MONTH

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def name(self) -> str:
        """``2026年``, ``2018年5月``."""
        return f"{self.year}年" if self.month is None else f"{self.year}年{self.month}月"

    @property
    def title(self) -> str:
        """``2026年度``, ``2018年5月``, as a paper has it."""
        return f"{self.year}年度" if self.month is None else self.name

    @property
    def word(self) -> str:
        """As it is typed: ``2026``, ``2018-05``."""
        return f"{self.year}" if self.month is None else f"{self.year}-{self.month:02}"


def parse_span(text: str) -> Span:
    """``2026``, ``2018-05`` or ``2018年5月``. Raises WrongUse."""
    found = _WRITTEN.fullmatch(halfwidth(text))
    month = int(found[2]) if found and found[2] else None
    if found is None or int(found[1]) < 1 or not (month is None or 1 <= month <= 12):
        raise WrongUse(f"“{text}”不是年份，也不是月份", "写四位年份，如 2026；按月考核的写 2018-05")
    return Span(int(found[1]), month)
