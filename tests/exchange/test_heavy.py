"""Small files that would take all memory or all day to read: refused at once, in words."""

from __future__ import annotations

import io
import zipfile

import pytest

from duban_cli.errors import DataProblem
from duban_cli.exchange.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from duban_cli.exchange.read import read_file
from tests.exchange.workbooks import workbook
from tests.soak.hostile import in_time

ROWS = (("督办事项", "责任单位"), ("清淤", "市城管局"))
SHEET = "xl/worksheets/sheet1.xml"
AFTER = "</sheetData>"
ENTITIES = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))


def with_sheet(old: str, new: str, *, called: str = SHEET) -> bytes:
    """A workbook of two rows, in whose sheet one text was put for another; the sheet may go by another name."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            text = good.read(name).decode().replace(SHEET, called)
            if name == SHEET:
                assert old in text
                text = text.replace(old, new)
            bad.writestr(called if name == SHEET else name, text)
    return out.getvalue()


def cell_at(ref: str, row: int) -> str:
    return f'<row r="{row}"><c r="{ref}" t="inlineStr"><is><t>x</t></is></c></row>{AFTER}'


MANY = ("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * (MAX_CELLS // 100)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (with_sheet(AFTER, cell_at("GR99999", 99999)), f"有99999行、{MAX_COLUMNS}列，太大"),
        (with_sheet(AFTER, MANY + AFTER), "格子太多"),
        (with_sheet(AFTER, MANY + AFTER, called="xl/worksheets/sheet1.bin"), "格子太多"),
        (with_sheet(AFTER, f'{AFTER}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "格子太多"),
        (with_sheet(AFTER, f'{AFTER}<mergeCells><mergeCell ref="A:C"/></mergeCells>'), "格子太多"),
        (with_sheet(AFTER, "<row/>" * MAX_CELLS + AFTER), "格子太多"),
        (with_sheet(AFTER, AFTER + " " * 100_000_001), "展开后太大"),
        (with_sheet("<worksheet", f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]><worksheet'), "DOCTYPE"),
        (with_sheet("<worksheet", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet'), "DOCTYPE"),
    ],
    ids=["一格很远", "格子多", "改了名", "整张合并", "整列合并", "空行", "撑大", "实体", "外部"],
)  # fmt: skip
def test_workbooks_that_would_take_all_memory(data: bytes, said: str) -> None:
    assert len(data) < 500_000
    with in_time(20), pytest.raises(DataProblem, match=said) as told:
        read_file(data, "表.xlsx")
    assert told.value.hint


def test_a_workbook_with_a_cell_far_to_the_right_is_read() -> None:
    grid = read_file(with_sheet(AFTER, cell_at("XFD3", 3)), "表.xlsx")
    assert [row[:2] for row in grid.rows] == list(ROWS)


def test_csv_is_not_read_beyond_what_is_taken() -> None:
    with in_time(), pytest.raises(DataProblem, match=f"超过{MAX_ROWS}行"):
        read_file("甲,乙\n".encode() * 1_500_000, "表.csv")
    with in_time():
        grid = read_file(("督办事项,责任单位" + "," * 3_000_000 + "\n清淤,市城管局\n").encode(), "表.csv")
    assert grid.width == MAX_COLUMNS
    assert grid.rows[1] == ROWS[1]


def test_a_workbook_damaged_where_it_shows_late() -> None:
    """The list of number formats lacks the one a cell is shown in."""
    good = workbook(ROWS, formats=(("A2", "yyyy-mm-dd"),))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<numFmt ", b"<other "))
    with pytest.raises(DataProblem, match="文件损坏"):
        read_file(out.getvalue(), "表.xlsx")
