"""Reading tables as they come: where the head is, what columns mean, which rows are matters."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duban_cli.errors import DataProblem, NotFound, WrongUse
from duban_cli.exchange.columns import MEANINGS, NONE
from duban_cli.exchange.grid import ref
from duban_cli.exchange.harmless import guarded, unguarded
from duban_cli.exchange.head import Head, find_head
from duban_cli.exchange.read import read_file
from duban_cli.exchange.table import Table, read_rows
from tests.exchange.workbooks import workbook

TABLES = Path(__file__).parents[1] / "tables"
TWO_ROWS = workbook(
    [
        ["岳阳市2026年重点工作督办台账"],
        ["填报单位：市政府督查室", None, None, None, None, None, "2026年11月"],
        ["序号", "督办事项", "责任单位", None, "办理时限", "办理情况", None],
        [None, None, "牵头", "配合", None, "反馈时间", "进展"],
        ["一、城建", None, None, None, None, None, None],
        [1, "东延线征拆", "岳阳楼区", "市财政局\n市城管局", date(2026, 3, 20), "2026.3.16", "已签21户"],
        [2, "雨污分流", None, "市财政局", "年底前", None, None],
        ["合计", 2, None, None, None, None, None],
        ["注：时限为自然日", None, None, None, None, None, None],
    ],
    merged=["A1:G1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:G3", "A5:G5", "C6:C7"],
    title="督办台账",
    more=["说明"],
)


def head_of(data: bytes, name: str = "台账.xlsx", **asked: str) -> Head:
    return find_head(read_file(data, name), name, asked)


def meanings(head: Head) -> dict[str, str | None]:
    return {c.heading: c.meaning for c in head.columns}


def table_of(data: bytes, name: str = "台账.xlsx", **asked: str) -> Table:
    grid = read_file(data, name)
    return read_rows(grid, find_head(grid, name, asked), name)


def csv(text: str) -> bytes:
    return text.encode()


def test_a_head_of_two_rows_below_a_title() -> None:
    head = head_of(TWO_ROWS)
    assert (head.top, head.bottom, head.year) == (2, 3, 2026)
    assert meanings(head) == {
        "序号": "序号", "督办事项": "标题", "责任单位牵头": "主办单位", "责任单位配合": "协办单位", "办理时限": "办结时限",
        "办理情况反馈时间": "反馈日期", "办理情况进展": "反馈情况",
    }  # fmt: skip


def test_merged_cells_hold_for_each_of_their_rows_and_what_is_no_matter_is_passed_over() -> None:
    table = table_of(TWO_ROWS)
    assert [(r.number, r.cell("标题"), r.cell("主办单位"), r.cell("办结时限")) for r in table.rows] == [
        (6, "东延线征拆", "岳阳楼区", "2026-03-20"),
        (7, "雨污分流", "岳阳楼区", "年底前"),
    ]
    assert table.passed == ((5, "小标题"), (8, "合计"), (9, "表下的说明"))
    assert table.rows[0].ref("主办单位") == "C6"
    assert table.rows[1].ref("要求") == "第7行"
    assert (table.sheet, read_file(TWO_ROWS, "台账.xlsx").others) == ("督办台账", ("说明",))


def test_the_same_head_flattened_to_csv() -> None:
    text = "督办台账,,,\n序号,事项,责任单位,,完成时限\n,,牵头,配合,\n1,清淤,市财政局,楼区,3月底前\n"
    table = table_of(csv(text), "台账.csv")
    assert meanings(table.head) == {
        "序号": "序号",
        "事项": "标题",
        "责任单位牵头": "主办单位",
        "责任单位配合": "协办单位",
        "完成时限": "办结时限",
    }
    assert [dict(r.cells) for r in table.rows] == [
        {"序号": "1", "标题": "清淤", "主办单位": "市财政局", "协办单位": "楼区", "办结时限": "3月底前"}
    ]


def test_a_head_of_three_rows() -> None:
    data = workbook(
        [
            ["督办事项交办清单"],
            ["序号", "督办事项", "责任单位", None, None, "时间要求", None],
            [None, None, "主办", None, "协办", "交办", "办结"],
            [None, None, "单位", "责任人", None, None, None],
            [1, "清淤", "楼区", "张某", "市财政局", "2026.10.1", "2026.12.1"],
        ],
        merged=["A1:G1", "A2:A4", "B2:B4", "C2:E2", "F2:G2", "C3:D3", "E3:E4", "F3:F4", "G3:G4"],
    )
    table = table_of(data)
    assert (table.head.top, table.head.bottom) == (1, 3)
    assert meanings(table.head) == {
        "序号": "序号", "督办事项": "标题", "责任单位主办单位": "主办单位", "责任单位主办责任人": "责任人", "责任单位协办": "协办单位",
        "时间要求交办": "交办日期", "时间要求办结": "办结时限",
    }  # fmt: skip
    assert [r.number for r in table.rows] == [5]


def test_the_aims_of_the_quarters_are_stages() -> None:
    data = workbook(
        [
            ["序号", "重点任务", "阶段性目标", None, None, "责任单位", "联系人及电话"],
            [None, None, "一季度", "上半年", "1-9月", None, None],
            [1, "新建公办幼儿园", "选址", "开工；挖基坑", None, "市教育局", "李某 13900000000"],
        ],
        merged=["A1:A2", "B1:B2", "C1:E1", "F1:F2", "G1:G2"],
    )
    table = table_of(data)
    assert [c.meaning for c in table.head.columns] == [
        "序号", "标题", "节点", "节点", "节点", "主办单位", "承办人"
    ]  # fmt: skip
    assert table.rows[0].cell("节点") == "一季度：选址\n上半年：开工，挖基坑"


@pytest.mark.parametrize(
    "heading", ["督办事项内容", "督查事项内容", "督办事项名称", "交办事项内容", "督办事项及内容"]
)
def test_what_the_column_of_the_matter_is_called(heading: str) -> None:
    head = head_of(csv(f"序号,{heading},责任单位,完成时限\n1,甲,乙,丙\n"), "台账.csv")
    assert head.columns[1].meaning == "标题"


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("负责人电话", "责任人电话"), ("责任人及联系电话", "责任人"), ("联系人、电话", "承办人电话"), ("二季度目标", "节点"),
        ("2026年6月底计划", "节点"), ("二季度", None), ("目标", None),
    ],
)  # fmt: skip
def test_what_a_heading_alone_means(heading: str, meaning: str | None) -> None:
    head = head_of(csv(f"事项,主办单位,{heading}\n甲,乙,丙\n"), "台账.csv")
    assert head.columns[2].meaning == meaning


@pytest.mark.parametrize(
    ("title", "sheet", "name", "limit", "expected"),
    [
        ("2025年台账", "2026年", "2024年.xlsx", "2023.1.1", (2025, "表名里")),
        ("台账", "2026年", "2024年.xlsx", "2023.1.1", (2026, "工作表名里")),
        ("台账", "表", "2024年.xlsx", "2023.1.1", (2024, "文件名里")),
        ("台账", "表", "台账.xlsx", "２０２３年1月1日", (2023, "表里别的日期")),
        ("台账", "表", "台账.xlsx", "2023.1.1，不晚于2024.1.1", (None, "")),
        ("台账", "表", "台账.xlsx", "年底", (None, "")),
    ],
)
def test_the_year_of_days_that_name_none(
    title: str, sheet: str, name: str, limit: str, expected: tuple[int | None, str]
) -> None:
    data = workbook([[title], ["事项", "主办单位", "时限"], ["清淤", "楼区", limit]], title=sheet)
    head = head_of(data, name)
    assert (head.year, head.year_from) == expected


CONTINUED: list[list[object]] = [
    ["序号", "事项", "主办单位", "交办日期", "反馈日期", "反馈情况", "是否办结"],
    [1, "清淤", "楼区", date(2026, 3, 2), date(2026, 3, 20), "开工", None],
    [None, None, None, None, date(2026, 4, 20), "完成一半", None],
    [None, None, None, None, None, "另见简报", None],
    [2, "绿化", "楼区", date(2026, 3, 2), None, None, "否"],
    [None, None, None, None, date(2026, 5, 20), None, "是"],
]
WITH_DAYS = ["2026-03-20：开工\n2026-04-20：完成一半\n另见简报", "2026-05-20：原台账记有反馈，没有内容"]


@pytest.mark.parametrize(
    "merged", [[], ["A2:A4", "B2:B4", "C2:C4", "D2:D4", "A5:A6", "B5:B6", "C5:C6", "D5:D6"]]
)
def test_further_lines_of_what_was_done_belong_to_the_matter_above(merged: list[str]) -> None:
    table = table_of(workbook(CONTINUED, merged=merged))
    assert [(r.number, r.cell("标题"), r.cell("反馈情况")) for r in table.rows] == [
        (2, "清淤", WITH_DAYS[0]),
        (5, "绿化", WITH_DAYS[1]),
    ]
    assert [r.cell("是否办结") for r in table.rows] == ["", "是"]
    assert table.joined == ((3, 2), (4, 2), (6, 5))
    # One more line is a change of the matter's row.
    longer = table_of(workbook(CONTINUED[:4] + CONTINUED[2:3] + CONTINUED[4:], merged=[]))
    assert longer.rows[0].digest != table.rows[0].digest


def test_a_row_of_its_own_is_not_drawn_to_the_one_above() -> None:
    rows: list[list[object]] = [
        *CONTINUED[:2],
        [None, None, "市财政局", None, None, "已拨款", None],
        [None] * 7,
        CONTINUED[2],
    ]
    table = table_of(workbook(rows))
    assert [r.number for r in table.rows] == [2, 3, 5]
    # The same words in two cells are two matters, or one written twice: that is for the import to refuse.
    twice = table_of(workbook([CONTINUED[0], CONTINUED[1], CONTINUED[1]]))
    assert len(twice.rows) == 2


def test_who_signed_below_the_table_is_no_matter() -> None:
    rows: list[list[object]] = [
        ["序号", "事项", "主办单位", "时限"],
        [1, "清淤", "楼区", "长期"],
        ["审核人（签字）：刘某", None, "填表人：王某", "联系电话：0730-8888888"],
        ["单位负责人：", None, None, "2026年11月15日"],
    ]
    table = table_of(workbook(rows))
    assert [r.number for r in table.rows] == [2]
    assert table.passed == ((3, "表下的说明"), (4, "表下的说明"))


def test_a_sum_with_a_count_of_matters_and_units_is_none() -> None:
    text = "序号,事项,主办单位,备注\n1,清淤,楼区,\n2,合计,市统计局,\n合计,2件,2个单位,\n,合计,2个单位,\n,共2件,2个单位,\n"
    table = table_of(csv(text), "台账.csv")
    assert [r.number for r in table.rows] == [2, 3]
    assert [why for _, why in table.passed] == ["合计", "合计", "合计"]
    assert table.sums == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("序号,事项,主办单位\n1,甲,楼区\n2,乙,楼区\n合计,3,\n", ("B4 合计写3件，读到的是2行",)),
        ("序号,事项,主办单位\n1,甲,楼区\n2,乙,楼区\n合计,2项,\n", ()),
        ("序号,事项,主办单位\n一、城建,,\n1,甲,楼区\n小计,1件,\n二、水利,,\n1,乙,楼区\n\n2,丙,楼区\n小计,3,\n合计,3,\n",
         ("B9 小计写3件，读到的是2行",)),
        ("事项,主办单位,完成件数,完成率\n甲,楼区,3,50\n乙,楼区,4,60\n合计,,7,110\n", ()),
        ("事项,主办单位,完成件数\n甲,楼区,3\n乙,楼区,4\n合计,,8\n", ("C4 合计的“完成件数”是8，读到的2行合起来7",)),
    ],
)  # fmt: skip
def test_sums_are_held_against_the_rows(text: str, told: tuple[str, ...]) -> None:
    assert table_of(csv(text), "台账.csv").sums == told


def test_a_first_row_of_content_is_no_second_row_of_the_head() -> None:
    table = table_of(csv("事项,主办单位,时限\n办结,牵头,长期\n清淤,楼区,长期\n"), "台账.csv")
    assert (table.head.bottom, len(table.rows)) == (0, 2)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("责任单位,事项,配合单位", ["主办单位", "标题", "协办单位"]),
        ("牵头单位,事项,责任单位", ["主办单位", "标题", "协办单位"]),
        ("事项,工作任务,主办单位", ["标题", "要求", "主办单位"]),
        ("标题,状态,是否办结,灯", ["标题", None, "是否办结", NONE]),
        ("督 办 事 项 ：,承办单位（主办）,完成时限", ["标题", None, "办结时限"]),
        ("问题,责任单位(原文写法),来源", ["标题", "主办单位", "来源名称"]),
    ],
)
def test_what_headings_mean(headings: str, expected: list[str | None]) -> None:
    head = head_of(csv(f"{headings}\n甲,乙,丙\n"), "台账.csv")
    assert [c.meaning for c in head.columns] == expected


def test_a_source_that_is_a_link_is_one() -> None:
    head = head_of(csv("事项,主办单位,来源\n甲,乙,https://example.invalid/1\n"), "台账.csv")
    assert head.columns[2].meaning == "来源链接"


def test_columns_named_by_hand() -> None:
    data = csv("督啥,谁办,何时\n清淤,楼区,长期\n")
    with pytest.raises(WrongUse, match="找不到表头"):
        head_of(data, "台账.csv")
    head = head_of(data, "台账.csv", 督啥="标题", 谁办="主办单位")
    assert meanings(head) == {"督啥": "标题", "谁办": "主办单位", "何时": None}
    with pytest.raises(NotFound, match="没有“督哈”这一列"):
        head_of(data, "台账.csv", 督啥="标题", 谁办="主办单位", 督哈="备注")
    with pytest.raises(NotFound, match="含义没有“抬头”"):
        head_of(data, "台账.csv", 督啥="标题", 谁办="抬头")


def test_a_meaning_given_by_hand_is_taken_from_the_column_that_had_it() -> None:
    head = head_of(csv("事项,督啥,主办单位\n甲,乙,丙\n"), "台账.csv", 督啥="标题")
    assert meanings(head) == {"事项": NONE, "督啥": "标题", "主办单位": "主办单位"}


def test_a_table_known_from_before_is_read_as_then() -> None:
    grid = read_file(csv("甲,乙,丙\n清淤,楼区,长期\n"), "台账.csv")
    known = [{"甲": "标题", "乙": "主办单位", "丙": NONE}]
    assert meanings(find_head(grid, "台账.csv", {}, known)) == known[0]


def test_cells_as_a_person_reads_them() -> None:
    data = workbook(
        [
            ["事项", "主办单位", "进度", "序号", "办结时限", "是否办结", "备注"],
            ["清淤", "楼区", 0.4, 3.0, date(2026, 3, 2), True, 12.5],
            ["绿化", "楼区", 1, 4, datetime.combine(date(2026, 3, 2), time(12)), False, "a\r\nb"],
        ],
        formats=[("C2", "0%"), ("C3", "0.0%")],
    )
    first, second = table_of(data).rows
    assert (first.cell("进度"), first.cell("序号"), first.cell("办结时限"), first.cell("是否办结"), first.cell("备注")) == (
        "40%", "3", "2026-03-02", "是", "12.5",
    )  # fmt: skip
    assert (second.cell("进度"), second.cell("办结时限"), second.cell("备注")) == (
        "100%",
        "2026-03-02 12:00",
        "a\nb",
    )


def test_a_formula_is_never_evaluated() -> None:
    data = workbook([["事项", "主办单位"], ["=1+1", "楼区"], ["#REF!", "楼区"]])
    first, second = table_of(data).rows
    assert [at for at, _ in (*first.faults, *second.faults)] == ["A2", "A3"]
    assert "没有存算好的值" in first.faults[0][1]
    assert "错误值 #REF!" in second.faults[0][1]


def test_a_row_cut_short_is_told() -> None:
    text = "事项,主办单位,时限,备注\n" + "甲,楼区,长期,\n" * 4 + "乙,楼区,,以下截断\n"
    assert table_of(csv(text), "台账.csv").rows[-1].doubts == (
        ("D6", "写着“以下截断”，这一行可能不完整"),
        ("C6", "“时限”空着，别的行大都有"),
    )


def test_a_word_in_a_matter_is_no_sum() -> None:
    text = (
        "序号,事项,主办单位,备注\n1,总计划编制工作,楼区,\n2,小计量器具检定,楼区,\n3,清淤,楼区,总计划投资3亿元\n"
        "4,绿化,楼区,合计\n5,小计,楼区,\n合计,5,,\n,总计：5件,,\n小 计（5件）,,,\n"
    )
    table = table_of(csv(text), "台账.csv")
    assert [r.number for r in table.rows] == [2, 3, 4, 5, 6]
    assert table.passed == ((7, "合计"), (8, "合计"), (9, "合计"))


@pytest.mark.parametrize(
    ("note", "cut"),
    [
        ("未完成", False), ("尚未完工", False), ("材料不全，退回补正", False), ("截断污水支管3处", False), ("清淤（未完）", True),
        ("已开工（未完待续）", True), ("（下略）", True), ("原文（不全）", True), ("可见摘录在此截断", True),
    ],
)  # fmt: skip
def test_what_says_that_a_row_is_cut_short(note: str, cut: bool) -> None:
    (row,) = table_of(csv(f"事项,主办单位,备注\n清淤,楼区,{note}\n"), "台账.csv").rows
    assert [at for at, _ in row.doubts] == (["C2"] if cut else [])


def test_what_is_lacking_is_a_doubt_where_it_makes_the_matter() -> None:
    text = "事项,主办单位,责任人\n" + "甲,楼区,张某\n" * 8 + "乙,,张某\n丙,楼区,\n"
    table = table_of(csv(text), "台账.csv")
    assert [r.doubts for r in table.rows[-2:]] == [(("B10", "“主办单位”空着，别的行大都有"),), ()]
    assert table.gaps == (("责任人", (11,)),)


def test_a_formula_that_came_to_nothing_is_no_fault() -> None:
    data = _with_cells(
        workbook([["事项", "主办单位", "备注"], ["清淤", "楼区", "=A9"], ["绿化", "楼区", "=A9"]]),
        '<c r="C2" t="str"><f>A9</f><v></v></c>',
    )
    first, second = table_of(data).rows
    assert first.faults == ()
    assert [at for at, _ in second.faults] == ["C3"]


def test_rows_not_shown_are_read_and_known() -> None:
    book = load_workbook(BytesIO(workbook([["事项", "主办单位"], ["清淤", "楼区"], ["绿化", "楼区"]])))
    book.worksheets[0].row_dimensions[3].hidden = True
    file = BytesIO()
    book.save(file)
    table = table_of(file.getvalue())
    assert ([r.number for r in table.rows], table.hidden) == ([2, 3], (3,))


def _with_cells(data: bytes, *cells: str) -> bytes:
    """The workbook with these cells of its first sheet as another program writes them."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                for cell in cells:
                    place = cell.split('"')[1]
                    text, n = re.subn(rf'<c r="{place}".*?</c>'.encode(), cell.encode(), text)
                    assert n == 1
            new.writestr(name, text)
    return out.getvalue()


def test_the_fingerprint_is_of_what_the_row_says() -> None:
    one = table_of(csv("事项,主办单位\n甲,楼区\n"), "a.csv").rows[0].digest
    assert table_of(csv("大标题\n事项,主办单位\n\n乙,楼区\n甲 ,楼区\n"), "b.csv").rows[1].digest == one
    assert table_of(csv("事项,主办单位\n甲甲,楼区\n"), "a.csv").rows[0].digest != one


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "旧式的 Excel"),
        ("旧.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "旧式的 Excel"),
        ("台账.xlsx", b"not a zip", "不是 Excel 工作簿"),
        ("台账.docx", b"PK\x03\x04", "Word 文件"),
        ("台账.csv", b"\n\n", "是空的"),
        ("台账.csv", "随便,写写\n".encode(), "找不到表头"),
    ],
)
def test_files_that_are_no_table(name: str, data: bytes, told: str) -> None:
    with pytest.raises(WrongUse, match=told):
        head_of(data, name)


def test_a_damaged_workbook_and_a_bomb() -> None:
    with pytest.raises(DataProblem, match="打不开"):
        read_file(b"PK\x03\x04" + b"\0" * 100, "坏.xlsx")
    file = BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(101):
            sheet.write(b"0" * 1_000_000)
    with pytest.raises(DataProblem, match="太大"):
        read_file(file.getvalue(), "大.xlsx")


def test_a_sheet_by_its_name() -> None:
    assert read_file(TWO_ROWS, "台账.xlsx", "说明").rows == (("别的",),)
    with pytest.raises(NotFound, match="没有工作表“督办台帐”"):
        read_file(TWO_ROWS, "台账.xlsx", "督办台帐")
    with pytest.raises(WrongUse, match="没有工作表"):
        read_file(b"a,b\n", "台账.csv", "甲")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_excel_writes(encoding: str) -> None:
    data = "事项,主办单位\n清淤,楼区\n".encode(encoding)
    assert table_of(data, "台账.csv").rows[0].cell("标题") == "清淤"


def test_places_are_named_as_excel_does() -> None:
    assert [ref(0, 0), ref(6, 2), ref(0, 25), ref(0, 26), ref(9, 701)] == ["A1", "C7", "Z1", "AA1", "ZZ10"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@a", "'=1", "''=1", "'引", "清淤", ""])
def test_what_is_guarded_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in ("=", "+", "-", "@")


def test_the_tables_of_other_offices_are_understood() -> None:
    found = {f.name[0]: table_of(f.read_bytes(), f.name) for f in sorted(TABLES.glob("*.csv"))}
    assert {k: len(t.rows) for k, t in found.items()} == {"1": 7, "4": 10, "5": 9}
    assert [n for n, why in found["1"].passed if why == "合计"] == [2, 3, 4, 8]
    assert {m for t in found.values() for c in t.head.columns if (m := c.meaning)} <= set(MEANINGS)
    assert found["4"].unused == ("签发人栏",)
