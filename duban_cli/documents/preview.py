"""A paper as plain text, as it reads from top to bottom, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.documents import markdown, pictures
from duban_cli.documents.head import SETTINGS
from duban_cli.documents.markdown import Heading, Paragraph, Table
from duban_cli.text import cell_width, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duban_cli.documents.markdown import Cell
    from duban_cli.documents.render import Draft

_GAP = "  "
_WIDEST = 40
"""Terminal columns of a table's column; longer text goes on in the next line."""


def as_text(draft: Draft) -> str:
    """The head a line for each setting, then the body; a chart is told in words, a table stands in columns."""
    if draft.word is not None:
        return draft.markdown
    head = [
        f"{one.name}：{draft.settings[one.name].replace(chr(10), '')}"
        for one in SETTINGS
        if draft.settings.get(one.name)
    ]
    body = markdown.parse(pictures.in_words(draft.markdown, draft.charts))
    lines: list[str] = [*head, ""]
    for block in body:
        if isinstance(block, Heading):
            lines += ["", markdown.plain(block.line)]
        elif isinstance(block, Paragraph):
            lines.append(f"　　{markdown.plain(block.line)}")
        elif isinstance(block, Table):
            lines += ["", *_table(block), ""]
    text = "\n".join(line.rstrip() for line in lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.rstrip("\n") + "\n"


def _table(table: Table) -> Iterator[str]:
    rows = [[list(_pieces(cell)) for cell in row] for row in (table.head, *table.rows) if row]
    spans = [[cell.span for cell in row] for row in (table.head, *table.rows) if row]
    widths = [0] * len(table.widths)
    for row, spanned in zip(rows, spans, strict=True):
        at = 0
        for cell, span in zip(row, spanned, strict=True):
            if span == 1:
                widths[at] = max([widths[at], *map(cell_width, cell)])
            at += span
    for row, spanned in zip(rows, spans, strict=True):
        height = max(map(len, row), default=0)
        for line in range(height):
            yield _GAP.join(_cells(row, spanned, widths, line)).rstrip()


def _cells(row: Sequence[list[str]], spans: Sequence[int], widths: Sequence[int], line: int) -> Iterator[str]:
    at = 0
    for cell, span in zip(row, spans, strict=True):
        room = sum(widths[at : at + span]) + len(_GAP) * (span - 1)
        yield pad(cell[line] if line < len(cell) else "", room)
        at += span


def _pieces(cell: Cell) -> Iterator[str]:
    """The lines of a cell, long ones folded."""
    for text in cell.text.split("\n"):
        piece = ""
        for char in text:
            if cell_width(piece + char) > _WIDEST:
                yield piece
                piece = ""
            piece += char
        yield piece
