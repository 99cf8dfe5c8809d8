"""A row of a table by what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: its number as Excel shows it, its cells by meaning, where each stands, what reading has to say."""

    number: int
    cells: Mapping[str, str]
    refs: Mapping[str, str]
    digest: str
    former: str = ""
    """The fingerprint as it was taken at first, 序号 included: items imported then are known by it."""
    faults: tuple[tuple[str, str], ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()

    def cell(self, meaning: str) -> str:
        """The text of a cell, empty where there is none."""
        return self.cells.get(meaning, "")

    def ref(self, meaning: str) -> str:
        """Where that cell stands (C7), or the row where the table has no such column."""
        return self.refs.get(meaning, f"第{self.number}行")
