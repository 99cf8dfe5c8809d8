"""A table as a value, and its two plain forms: aligned text and csv. Colours are the screen's business."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from duban_cli.text import cell_width


@dataclass(frozen=True, slots=True)
class Column:
    """``flexible``: may wrap at a terminal. ``toned``: takes the colour of the light."""

    name: str
    flexible: bool = False
    toned: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; ``tones`` has the name of each row's light, if it has one."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[str | None, ...]


def plain(table: Table) -> str:
    """Aligned text for pipes and files: two spaces between columns, nothing cut, no colour."""
    lines = [tuple(column.name for column in table.columns), *table.rows]
    measured = [[cell_width(cell) for cell in line] for line in lines]
    widths = [max(column) for column in zip(*measured, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - own) for cell, own, width in zip(line, sizes, widths, strict=True)
        ).rstrip()
        for line, sizes in zip(lines, measured, strict=True)
    )


def csv_text(table: Table) -> str:
    """CSV that Excel opens as it is: UTF-8 with its mark, and no cell taken for a formula."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_no_formula(cell) for cell in row] for row in table.rows)
    return file.getvalue()


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
