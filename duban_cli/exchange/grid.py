"""A sheet as text: rows of cells as a person sees them, and where each stands (C7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_BYTES = 20_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_CELLS = 800_000


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells, rows and columns counted from 0, the last included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet. What was merged downwards stands in each of its rows; ``faults`` say why a cell has no text."""

    rows: tuple[tuple[str, ...], ...]
    sheet: str | None = None
    spans: tuple[Span, ...] = ()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    """Rows the sheet does not show."""
    struck: frozenset[int] = frozenset()
    """Rows with a cell struck through."""
    others: tuple[str, ...] = ()
    """Further sheets of the file that hold anything."""

    def text(self, row: int, column: int) -> str:
        """The text of a cell, empty beyond the edge."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def column_name(column: int) -> str:
    """``C`` for 2."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def ref(row: int, column: int) -> str:
    """``C7`` for row 6, column 2."""
    return f"{column_name(column)}{row + 1}"
