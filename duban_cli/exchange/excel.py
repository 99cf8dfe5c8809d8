"""The table of an export as a workbook: to be filtered on screen, and printed on A4."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from duban_cli.exchange.item_row import Sheet
from duban_cli.text import cell_width

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_TONES = {
    "红": "F8CBAD", "橙": "FBE5D6", "黄": "FFF2CC", "绿": "E2EFDA", "蓝": "DDEBF7", "紫": "E4DFEC",
}  # fmt: skip
"""A light → the fill behind its word."""
_NARROWEST, _WIDEST = 6, 30
_LINE = 14.5
"""Points a line of 10-point text takes; ``_TALLEST`` is the most Excel allows."""
_TALLEST = 400
_LINES = 6
_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE = "台账"


def as_xlsx(sheet: Sheet, *, office: str, made: datetime) -> bytes:
    """The workbook. ``made`` is the moment it says it was written; every cell is text, none a formula."""
    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has one
    page.title = _TITLE
    _write(page, sheet)
    _set_up(page, sheet, office, made)
    book.properties.creator = office
    book.properties.created = book.properties.modified = made.replace(tzinfo=None)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(page: Worksheet, sheet: Sheet) -> None:
    light = sheet.columns.index("灯") if "灯" in sheet.columns else None
    for c, name in enumerate(sheet.columns, 1):
        cell = page.cell(1, c)
        _put(cell, name)
        cell.font = Font(name="宋体", size=10.5, bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E1F2")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for r, row in enumerate(sheet.rows, 2):
        for c, text in enumerate(row, 1):
            cell = page.cell(r, c)
            _put(cell, text)
            cell.font = Font(name="宋体", size=10)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        tone = _TONES.get(sheet.lights[r - 2] or "")
        if light is not None and tone:
            page.cell(r, light + 1).fill = PatternFill("solid", fgColor=tone)


def _put(cell: Cell | MergedCell, text: str) -> None:
    """Text as text, also where it begins as a formula does, and after somebody has edited the cell."""
    cell.border = _BORDER
    if not text:
        return
    cell.value = text
    cell.data_type = "s"  # else openpyxl writes "=1+1" as a formula
    cell.number_format = "@"
    cell.quotePrefix = text[0] in "=+-@"


def _set_up(page: Worksheet, sheet: Sheet, office: str, made: datetime) -> None:
    widths = []
    for c, name in enumerate(sheet.columns):
        widest = max((_longest(row[c]) for row in sheet.rows), default=0)
        widths.append(min(_WIDEST, max(_NARROWEST, cell_width(name), widest) + 2))
        page.column_dimensions[get_column_letter(c + 1)].width = widths[-1]
    for r, row in enumerate(sheet.rows, 2):
        # Of what is not printed a long text may be cut off at the foot of its cell.
        shown = zip(row[: sheet.main], widths, strict=False)
        lines = max(_lines(text, width - 2) for text, width in shown)
        page.row_dimensions[r].height = min(_TALLEST, max(1, lines) * _LINE + 4)
    last = get_column_letter(len(sheet.columns))
    bottom = len(sheet.rows) + 1
    page.freeze_panes = "C2"
    page.auto_filter.ref = f"A1:{last}{bottom}"
    page.print_title_rows = "1:1"
    page.print_area = f"A1:{get_column_letter(sheet.main)}{bottom}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top = page.page_margins.bottom = 0.8
    head, foot = page.oddHeader, page.oddFooter
    for place, text in (
        (head.center if head is not None else None, f"{office}督查督办台账".replace("&", "&&")),
        (foot.left if foot is not None else None, f"{made:%Y-%m-%d}"),
        (foot.center if foot is not None else None, "第 &P 页，共 &N 页"),
    ):
        if place is not None:
            place.text = text


def _lines(text: str, width: int) -> int:
    """How many lines a cell of that width breaks its text into."""
    return sum(max(1, -(-cell_width(line) // width)) for line in text.split("\n"))


def _longest(text: str) -> int:
    """The width of a cell's longest line, as far as it counts."""
    widths = [cell_width(line) for line in text.split("\n")[:_LINES]]
    return max(widths, default=0)
