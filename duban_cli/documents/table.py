"""Ruled tables as wide as the type area: heads repeated, rows not split, numbers and dates kept on one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from duban_cli.documents import keep, oxml
from duban_cli.documents.base import AREA, CELL_LINE, SMALL_CELL_LINE
from duban_cli.documents.oxml import attributes
from duban_cli.documents.runs import run_xml
from duban_cli.documents.titles import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

    from duban_cli.documents.markdown import Cell, Table

_SMALL_FROM = 6  # columns; fewer stand in 小四
_POINTS = {"": 12.0, "Small": 10.5}
_ROW = 480
_FORM_ROW = 500
_PAGE = 11000  # a row about as high as this must be allowed to break
_SIDE, _OVER = 70, 40  # twips between rule and text
_SLACK = 30  # twips lost to rules and rounding
_RULE, _INNER_RULE = 8, 4  # eighths of a point
_HEAD_CHARS = 5  # a head as long as this stands on one line where there is room
# How much wider digits are than half a character, and the characters and the part of its width that a column giving
# some away keeps: first what the fonts of the standard need, then what other fonts would in their place.
_STAGES = ((1.05, 4, 0.0), (1.4, 7, 0.7))
# What is not broken: dates, numbers with their unit, 文号 after their 〔.
_WHOLE = re.compile(
    r"[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月[0-9]{1,2}日|〔[0-9]{4}〕[0-9]+号|[0-9A-Za-z.,%/+-]+"
)


def add_table(document: Document, table: Table) -> None:
    """Adds a table at the end; what announces it stays with it."""
    keep.announcement(document)
    small = "Small" if len(table.widths) >= _SMALL_FROM else ""
    columns = column_widths(table, _POINTS[small])
    height = _ROW if table.head else _FORM_ROW
    rows = [_row(row, columns, f"Cell{small}", height) for row in table.rows]
    if table.head:
        rows.insert(0, _row(table.head, columns, f"CellHead{small}", height, head=True))
    grid = "".join(f"<w:gridCol{attributes(w=column)}/>" for column in columns)
    sides = "".join(
        f"<w:{side}{attributes(val='single', sz=size, space=0, color=oxml.BLACK)}/>"
        for side, size in (
            *((side, _RULE) for side in ("top", "left", "bottom", "right")),
            *((side, _INNER_RULE) for side in ("insideH", "insideV")),
        )
    )
    margins = "".join(
        f"<w:{side}{attributes(w=space, type='dxa')}/>"
        for side, space in (("top", _OVER), ("left", _SIDE), ("bottom", _OVER), ("right", _SIDE))
    )
    document.element.body.insert_element_before(
        parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW{attributes(w=AREA, type='dxa')}/><w:jc{attributes(val='center')}/>"
            f"<w:tblBorders>{sides}</w:tblBorders><w:tblLayout{attributes(type='fixed')}/>"
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        ),
        "w:sectPr",
    )
    document.add_paragraph()._p.style = keep.GAP_STYLE


def column_widths(table: Table, points: float) -> list[int]:
    """Widths in twips, as the template's dashes share them out; a column too narrow for a date, a number or its
    short head takes what it lacks from columns that have more than they need.
    """
    total = sum(table.widths)
    columns = [AREA * weight // total for weight in table.widths]
    for wider, chars, part in _STAGES:
        needed = _needs(table, points, wider)
        least = [max(round(chars * points * 20) + 2 * _SIDE, round(part * have)) for have in columns]
        _share_out(columns, needed, least)
    columns[columns.index(max(columns))] += AREA - sum(columns)
    return columns


def _share_out(columns: list[int], needed: Sequence[int], least: Sequence[int]) -> None:
    """Moves width to the columns that need more, from those above both their own need and their least."""
    lacking = {at: need - columns[at] for at, need in enumerate(needed) if need > columns[at]}
    room = {at: have - max(needed[at], least[at]) for at, have in enumerate(columns) if at not in lacking}
    spare = {at: width for at, width in room.items() if width > 0}
    moved = min(sum(lacking.values()), sum(spare.values()))
    for parts, sign in ((lacking, 1), (spare, -1)):
        for at, part in parts.items():
            columns[at] += sign * (moved * part // sum(parts.values()))


def _needs(table: Table, points: float, wider: float) -> list[int]:
    """For each column the width at which nothing is broken that should not be, if digits are so much wider."""
    needed = [0] * len(table.widths)
    for number, row in enumerate((table.head, *table.rows)):
        at = 0
        for cell in row:
            if cell.span == 1 and at < len(needed):
                needed[at] = max(needed[at], _needed(cell, points, wider, head=not number))
            at += cell.span
    return needed


def _needed(cell: Cell, points: float, wider: float, *, head: bool) -> int:
    if head and len(cell.text) <= _HEAD_CHARS:
        chars = width(cell.text)
    else:
        chars = wider * max((width(piece) for piece in _WHOLE.findall(cell.text)), default=0.0)
    return round(chars * points * 20) + 2 * _SIDE + _SLACK if chars else 0


def _row(
    cells: Sequence[Cell], columns: Sequence[int], style: str, height: int, *, head: bool = False
) -> str:
    texts, first, tallest = [], 0, 0
    small = style.endswith("Small")
    line, char = (SMALL_CELL_LINE, 210) if small else (CELL_LINE, 240)
    for cell in cells:
        room = sum(columns[first : first + cell.span])
        first += cell.span
        lines = sum(1 + int(width(text) * char / (room - 2 * _SIDE)) for text in cell.text.split("\n"))
        tallest = max(tallest, lines * line)
        texts.append(_cell(cell, room, style, centred=head))
    unsplit = "<w:cantSplit/>" if tallest <= _PAGE else ""
    repeated = "<w:tblHeader/>" if head else ""
    return (
        f"<w:tr><w:trPr>{unsplit}<w:trHeight{attributes(val=height, hRule='atLeast')}/>{repeated}</w:trPr>"
        f"{''.join(texts)}</w:tr>"
    )


def _cell(cell: Cell, room: int, style: str, *, centred: bool) -> str:
    span = f"<w:gridSpan{attributes(val=cell.span)}/>" if cell.span > 1 else ""
    align = f"<w:jc{attributes(val='center' if centred else cell.align)}/>"
    paragraphs = "".join(
        f"<w:p><w:pPr><w:pStyle{attributes(val=style)}/>{align}</w:pPr>{''.join(map(run_xml, line))}</w:p>"
        for line in cell.lines or ((),)
    )
    return (
        f"<w:tc><w:tcPr><w:tcW{attributes(w=room, type='dxa')}/>{span}<w:vAlign{attributes(val='center')}/></w:tcPr>"
        f"{paragraphs}</w:tc>"
    )
