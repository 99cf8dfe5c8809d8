"""LibreOffice opens the workbook of an export, and sees text where there is text."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duban_cli.exchange.excel import as_xlsx
from duban_cli.exchange.item_row import sheet_of
from duban_cli.rules.moments import SHANGHAI
from tests.documents.layout.office import convert, need_office
from tests.kit import HANDED_OUT, item_text, standing

MADE = datetime(2026, 11, 20, tzinfo=SHANGHAI)
TITLE = "=SUM(1,2)"


def need_calc() -> None:
    """Skips where LibreOffice is there without its tables (the papers need only its Writer)."""
    need_office()
    program = Path(shutil.which("soffice") or "").resolve().parent
    if not any(program.glob("libsclo*")):
        pytest.skip("LibreOffice has no Calc (libreoffice-calc-nogui)")


@pytest.mark.office
def test_libreoffice_opens_the_workbook(tmp_path: Path) -> None:
    need_calc()
    sheet = sheet_of([standing(item_text(*HANDED_OUT, 标题=f'"{TITLE}"', 工作标准='"0012"'))])
    path = tmp_path / "台账.xlsx"
    path.write_bytes(as_xlsx(sheet, office="岳阳市人民政府督查室", made=MADE))
    page = load_workbook(convert(tmp_path, [path], "xlsx")["台账"]).active
    assert page is not None
    head, row = ([cell.value for cell in line] for line in page.iter_rows())
    assert tuple(head) == sheet.columns
    assert tuple(text or "" for text in row) == sheet.rows[0]
    assert (row[1], row[head.index("工作标准")]) == (TITLE, "0012")
    assert page.cell(2, 2).data_type == "s"
    assert (page.page_setup.orientation, page.print_title_rows) == ("landscape", "$1:$1")
