"""Ruled tables in the finished Word file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duban_cli.documents.markdown import Table, parse
from duban_cli.documents.table import column_widths
from tests.documents.papers import W, bulletin, closing, docx_of, text_of, urging


def test_a_table_repeats_its_head_and_keeps_its_rows_whole() -> None:
    (table,) = docx_of(text_of("催办通知单", urging)).tables

    assert [cell.text for cell in table.rows[0].cells] == [
        "序号",
        "督查事项",
        "交办文号",
        "应反馈日期",
        "逾期工作日",
    ]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1",
        "岳阳大道东延线剩余32户征地拆迁（2026年第一季度）",
        "岳督函〔2026〕17号",
        "2026年3月18日",
        "8",
    ]
    heads = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
    assert heads == [True, False]
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in table.rows)
    assert sum(int(column.get(f"{W}w")) for column in table._tbl.iter(f"{W}gridCol")) == 8844


def test_a_row_longer_than_a_page_may_break() -> None:
    document = docx_of(text_of("销号单", replace(closing, result="逐户签订协议并张榜公示。" * 120)))
    (table,) = document.tables

    split = {row.cells[0].text for row in table.rows if row._tr.find(f"{W}trPr/{W}cantSplit") is None}
    assert split == {"办理结果"}


def test_tables_do_not_take_the_body_s_fixed_pitch() -> None:
    document = docx_of(text_of("督查通报", bulletin))

    styles = {
        paragraph.style.name
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        if paragraph.style is not None
    }
    assert styles == {"表头", "表格", "表头小", "表格小"}
    for name in styles:
        spacing = document.styles[str(name)].element.find(f"{W}pPr/{W}spacing")
        assert spacing.get(f"{W}lineRule") == "atLeast"


def test_a_form_joins_cells() -> None:
    (table,) = docx_of(text_of("销号单", closing)).tables

    first = table.rows[0]._tr.findall(f"{W}tc")
    assert len(first) == 2
    assert first[1].find(f"{W}tcPr/{W}gridSpan").get(f"{W}val") == "3"
    assert {len(row.cells) for row in table.rows} == {4}


def _table(head: str, dashes: str, *rows: str) -> Table:
    (table,) = parse("\n".join((head, dashes, *rows)))
    assert isinstance(table, Table)
    return table


def test_columns_are_shared_out_as_the_dashes_say_and_fill_the_type_area() -> None:
    widths = column_widths(_table("| 甲 | 乙 |", "|:-|:---|", "| 子 | 丑 |"), 12)
    assert sum(widths) == 8844
    assert widths[1] == pytest.approx(2 * widths[0], abs=3)


@pytest.mark.parametrize("whole", ["2026年12月28日", "2026-0018", "0730-0000000", "〔2026〕117号"])
def test_a_column_is_wide_enough_for_a_date_or_a_number(whole: str) -> None:
    dashes = "|:--:|:--------------|:--------------|:--:|"
    table = _table(
        "| 序号 | 单位 | 事项 | 限期 |", dashes, f"| 1 | 岳阳楼区人民政府 | 排水管网改造 | {whole} |"
    )
    widths = column_widths(table, 12)

    assert sum(widths) == 8844
    full = sum(0.5 if char.isascii() else 1 for char in whole) * 240 + 140
    assert widths[3] >= full
    assert widths[1] >= 4 * 240
    assert abs(widths[1] - widths[2]) <= 2  # both gave alike


def test_a_table_with_no_room_to_spare_still_fills_the_type_area() -> None:
    head, dashes = "| " + " | ".join(["限期"] * 9) + " |", "|" + ":--:|" * 9
    widths = column_widths(_table(head, dashes, "| " + " | ".join(["2026年12月28日"] * 9) + " |"), 10.5)
    assert sum(widths) == 8844
    assert min(widths) > 900


def test_the_note_below_a_table_is_smaller_than_the_text() -> None:
    document = docx_of(text_of("督查通报", bulletin))

    notes = [p for p in document.paragraphs if p.text.startswith("注：")]
    assert [p.style.name for p in notes if p.style is not None] == ["表注"]
