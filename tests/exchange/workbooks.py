"""Workbooks as offices keep them, made with openpyxl: title rows, heads in two rows, merged cells, real dates."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook


def workbook(
    rows: Sequence[Sequence[object]], *, merged: Iterable[str] = (), formats: Iterable[tuple[str, str]] = (),
    title: str = "2026年", more: Iterable[str] = (),
) -> bytes:  # fmt: skip
    """A workbook of one sheet with content, and of further empty or named ones."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(r, c).value = value  # type: ignore[assignment]
    for place in merged:
        sheet.merge_cells(place)
    for place, form in formats:
        sheet[place].number_format = form
    for name in more:
        book.create_sheet(name)["A1"] = "别的"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
