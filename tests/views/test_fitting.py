"""What a narrow terminal shows: every letter of the wide table, in lines that fit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban_cli.text import cell_width
from duban_cli.views.fitting import fit, narrowed, prose, wrap
from duban_cli.views.grid import Column, Table, plain

COLUMNS = (
    Column("编号"),
    Column("标题", flexible=True),
    Column("主办单位", flexible=True),
    Column("状态"),
    Column("灯", toned=True),
    Column("期限"),
)
ROWS = (
    ("2026-0018", "洞庭大道排水管网改造整改", "岳阳楼区人民政府", "办理中", "红", "2026-03-18"),
    ("2026-0044", "2026年冬季治理欠薪专项督查", "市人力资源社会保障局", "待交办", "", ""),
)
TABLE = Table(COLUMNS, ROWS, ("红", None))


def shown(width: int, table: Table = TABLE) -> list[str]:
    return [strip.text.rstrip() for strip in fit(table, width)]


def test_a_table_that_fits_is_as_it_is_when_piped() -> None:
    assert "\n".join(shown(120)) == plain(TABLE)


def test_cells_are_folded_where_there_is_room_for_some_letters() -> None:
    assert shown(69) == [
        "编号       标题              主办单位          状态    灯  期限",
        "2026-0018  洞庭大道排水管网  岳阳楼区人民政府  办理中  红  2026-03-18",
        "           改造整改",
        "2026-0044  2026年冬季治理欠  市人力资源社会保  待交办",
        "           薪专项督查        障局",
    ]


def test_else_they_get_a_line_of_their_own_named_in_the_heading() -> None:
    assert shown(60) == [
        "编号       状态    灯  期限",
        "  标题 · 主办单位",
        "2026-0018  办理中  红  2026-03-18",
        "  洞庭大道排水管网改造整改 · 岳阳楼区人民政府",
        "2026-0044  待交办",
        "  2026年冬季治理欠薪专项督查 · 市人力资源社会保障局",
    ]


def test_the_light_alone_takes_the_colour() -> None:
    row = next(strip for strip in fit(TABLE, 60) if strip.tone == "红")
    assert [text.strip() for text, toned in row.pieces if toned] == ["红"]
    assert [strip.head for strip in fit(TABLE, 120)] == [True, False, False]


def test_figures_stay_together_under_folded_headings_and_the_unit_leads() -> None:
    names = ("单位", "主办事项", "按期办结", "逾期办结", "按期反馈")
    rows = [("市住房城乡建设局", "4", "3", "1", "6"), ("合计", "44", "31", "4", "51")]
    assert narrowed([names, *rows], 60) is None
    assert narrowed([names, *rows], 42) == [
        "单位              主办  按期  逾期  按期",
        "                  事项  办结  办结  反馈",
        "市住房城乡建设局  4     3     1     6",
        "合计              44    31    4     51",
    ]
    assert narrowed([names, *rows], 30) == [
        "单位",
        "  主办  按期  逾期  按期",
        "  事项  办结  办结  反馈",
        "市住房城乡建设局",
        "  4     3     1     6",
        "合计",
        "  44    31    4     51",
    ]


@pytest.mark.parametrize("width", [20, 31, 45, 80, 110])
def test_no_letter_is_lost_and_no_line_too_wide(width: int) -> None:
    lines = shown(width)
    assert all(cell_width(line) <= width for line in lines)
    letters = "".join("".join(lines).split())
    for row in ROWS:
        assert all(
            letters.count(letter) >= cell.count(letter) for cell in row for letter in cell if letter != " "
        )


TEXT = st.text(st.sampled_from("督查台账，。（）〔〕“”·a1-/. "), max_size=60)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(TEXT, st.integers(20, 90), st.integers(0, 10))
def test_folding_keeps_every_letter_and_the_width(text: str, width: int, hang: int) -> None:
    lines = wrap(text, width, hang)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_begins_with_a_stop_or_ends_with_an_opening_bracket() -> None:
    assert wrap("各单位要高度重视，按期反馈。", 16) == ["各单位要高度重", "视，按期反馈。"]
    assert wrap("依据岳政办发〔2007〕3号", 14) == ["依据岳政办发", "〔2007〕3号"]


def test_long_text_goes_on_under_its_column() -> None:
    assert prose("要求        查清洞庭大道雨污混流、管径偏小的管段，汛前完成整改。\n", 40) == (
        "要求        查清洞庭大道雨污混流、管径偏\n            小的管段，汛前完成整改。\n"
    )
    assert prose("  10. 首次办结反馈按期率＝首次办结反馈在限期内收到的", 40) == (
        "  10. 首次办结反馈按期率＝首次办结反馈在\n      限期内收到的"
    )


def test_a_command_to_be_copied_stays_on_its_line() -> None:
    line = "      duban urge 2026-0018 --how 会议说明原因 --content 情况"
    assert prose(line, 40) == line
    other = "      或 duban extend 2026-0018 --deadline 2026-12-11 --reason 理由"
    assert prose(other, 40) == other
