"""``import`` and ``export``: a 台账 kept elsewhere comes in, answered for row by row, and goes out again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from openpyxl.styles import Font

from duban_cli.views.schemas import output_schema
from tests.clerk import ITEM, LOU, OFFICE, Clerk, Told
from tests.exchange.workbooks import workbook

pytest_plugins = ("tests.gitkit", "tests.clerk")

TODAY = "2026-11-20"
TABLES = Path(__file__).parents[1] / "tables"
LIU = ("--approved-by", "刘某某")
NOTES = {
    "1": (
        "一行是一次会议的件数，不是一件事", "C2 合计的“确定事项”是579，读到的7行合起来182", "C3 小计的“确定事项”是39，下面一行也没有列出",
        "C4 小计的“确定事项”是405，读到的3行合起来133",
    ),
    "4": ("没有交办日期，记为待交办：第2至11行；早已交办的加 --assigned 日期", "没有读的列：签发人栏"),
    "5": ("“各县区”这样的统称没有记：在 units.yaml 的“组”里写上", "新加的单位“税务局”和“市税务局”像是同一个"),
}  # fmt: skip
"""What a person would have said of each table as a whole."""
BOOK = workbook(
    [
        ["岳阳市2026年督查督办台账"],
        ["序号", "督办事项", "责任单位", None, "办理时限", "交办", None, "办理情况", None, "办结时间"],
        [None, None, "牵头", "配合", None, "日期", "文号", "反馈时间", "进展", None],
        ["一、领导批示", None, None, None, None, None, None, None, None, None],
        [1, "东延线征拆", "楼区", "市财政局\n市城管局", date(2026, 3, 20), date(2026, 3, 4), "岳督函〔2026〕1号",
         "2026.3.16", "已签21户", None],
        [2, "雨污分流", "市城管局", None, "3月底前", "2026年3月4日", "岳督函〔2026〕1号", None,
         "3月10日：已进场\n3月20日：完成一半", date(2026, 3, 30)],
        [3, "河道清淤", "市城管局、楼区", None, "每季度末", None, None, None, None, None],
        [4, "夜市整治", "市财政局", None, "长期", None, None, None, "已摸底", None],
        ["合计", 4, None, None, None, None, None, None, None, None],
    ],
    merged=["A1:J1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2", "H2:I2", "J2:J3", "A4:J4"],
)  # fmt: skip


@pytest.fixture
def book(clerk: Clerk) -> str:
    path = clerk.root.parent / "督办台账.xlsx"
    path.write_bytes(BOOK)
    return str(path)


def put(clerk: Clerk, text: str, name: str = "台账.csv") -> str:
    path = clerk.root.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def take(clerk: Clerk, *args: str, today: str = TODAY) -> Told:
    return clerk.do("import", *args, today=today)


def item(clerk: Clerk, item_id: str) -> dict[str, object]:
    return clerk.facts(f"items/{item_id[:4]}/{item_id}.yaml")


def test_a_ledger_kept_in_excel_is_one_commit(clerk: Clerk, book: str) -> None:
    before = len(clerk.commits())
    told = take(clerk, book, "--category", "领导批示")
    assert told.out.split() == ["2026-0001", "2026-0002", "2026-0003", "2026-0004"]
    assert len(clerk.commits()) == before + 1
    subject, paths, trailers = clerk.last()
    assert subject == "导入4件：督办台账.xlsx"
    assert paths == sorted([f"items/2026/2026-000{n}.yaml" for n in (1, 2, 3, 4)] + ["导入.yaml"])
    assert trailers["Duban-Item"] == told.out.split()
    first = item(clerk, "2026-0001")
    assert {k: first[k] for k in ("标题", "类别", "主办单位", "协办单位", "办结时限")} == {
        "标题": "东延线征拆", "类别": "领导批示", "主办单位": LOU, "协办单位": ["市财政局", "市城市管理局"], "办结时限": "2026-03-20",
    }  # fmt: skip
    origin = first["导入"]
    assert isinstance(origin, dict)
    assert len(origin.pop("摘要")) == 16
    assert origin == {"文件": "督办台账.xlsx", "表": "2026年", "行": "5"}
    assert clerk.do("check", today=TODAY).code == 0


def test_what_was_done_before_becomes_entries_marked_as_late(clerk: Clerk, book: str) -> None:
    take(clerk, book, "--category", "领导批示")
    late = {"备注": "补录：导入自督办台账.xlsx"}
    assert clerk.entries("2026-0001") == [
        {"日期": "2026-03-04", "动作": "立项", "方式": "直接", **late},
        {"日期": "2026-03-04", "动作": "交办", "文号": "岳督函〔2026〕1号", "限期": "2026-03-20", **late},
        {"日期": "2026-03-16", "动作": "反馈", "内容": "已签21户", "办结": "否", **late},
    ]
    assert [(e["日期"], e.get("内容"), e.get("办结")) for e in clerk.entries("2026-0002")[2:]] == [
        ("2026-03-10", "已进场", "否"),
        ("2026-03-20", "完成一半", "否"),
        ("2026-03-30", "原台账记为办结", "是"),
    ]
    # Put on the ledger today: nothing late about it.
    assert clerk.entries("2026-0003") == [{"日期": TODAY, "动作": "立项", "方式": "直接"}]
    states = {i["id"]: i["state"] for i in clerk.do("list", "--format", "json", today=TODAY).json["items"]}
    assert states == {
        "2026-0001": "办理中", "2026-0002": "待审核", "2026-0003": "待交办", "2026-0004": "待交办"
    }  # fmt: skip


def test_doubts_are_told_by_their_cells(clerk: Clerk, book: str) -> None:
    told = take(clerk, book, "--category", "领导批示").err
    assert "第5行 存疑 立为 2026-0001：E5 时限 2026-03-20 已经过了，照记" in told
    assert f"C7 有2个单位，按市城市管理局主办、{LOU}协办记" in told
    assert "E7 “每季度末”记为 长期、每季反馈" in told
    assert "I8 没有交办日期，不能记成办理记录，存在备注里" in told
    assert "不是事项、没有读的行：第4行（小标题）、第9行（合计）" in told
    assert "没写年份的日期按表名里的2026年" in told
    quarterly, kept = item(clerk, "2026-0003"), item(clerk, "2026-0004")
    assert (quarterly["办结时限"], quarterly["反馈频次"]) == ("长期", "每季")
    assert kept["备注"] == "原台账的反馈情况：已摸底"


def test_the_same_file_twice_adds_nothing_under_any_name(clerk: Clerk, book: str) -> None:
    take(clerk, book, "--category", "领导批示")
    before = clerk.state()
    again = take(clerk, book, "--category", "领导批示")
    assert (again.out, "已导入过4行" in again.err) == ("", True)
    renamed = clerk.root.parent / "改了名.xlsx"
    renamed.write_bytes(BOOK)
    assert take(clerk, str(renamed), "--format", "json").json["ids"] == []
    assert clerk.state() == before


def test_a_row_changed_since_is_refused_not_doubled(clerk: Clerk) -> None:
    take(clerk, put(clerk, "事项,主办单位,时限\n清淤,楼区,长期\n"), "--category", "领导批示")
    changed = put(clerk, "事项,主办单位,时限\n清淤,楼区,2026-12-31\n绿化,楼区,长期\n")
    told = clerk.refused(1, "import", changed, "--category", "领导批示", today=TODAY)
    assert "第2行 不收：A2 台账上已有 2026-0001" in told.err
    assert "由第2行导入，那以后表里这一行有改动" in told.err
    partial = clerk.run("import", changed, "--category", "领导批示", "--partial", today=TODAY)
    assert (partial.code, partial.out.split()) == (1, ["2026-0002"])


def test_one_refused_row_and_nothing_is_written(clerk: Clerk) -> None:
    rows = "事项,主办单位,时限,缓急\n清淤,楼区,长期,\n绿化,市园林局,2026-13-01,火急\n"
    told = clerk.refused(1, "import", put(clerk, rows), "--category", "领导批示", today=TODAY)
    assert "第2行 收" not in told.err
    assert "B3 单位名录里没有“市园林局”" in told.err
    assert "C3 " in told.err
    assert "D3 缓急“火急”不在可选之列" in told.err
    assert "名录里没有的单位：市园林局；核对无误的加 --add-units 一并加入" in told.err
    done = clerk.run("import", put(clerk, rows), "--category", "领导批示", "--partial", today=TODAY)
    assert (done.code, done.out.split()) == (1, ["2026-0001"])
    # The row put right, the rest is known.
    right = put(clerk, rows.replace("市园林局,2026-13-01,火急", "市财政局,长期,特急"))
    assert take(clerk, right, "--category", "领导批示").out.split() == ["2026-0002"]


def test_units_not_on_the_list_come_with_their_items(clerk: Clerk) -> None:
    rows = "事项,主办单位,协办单位\n清淤,英雄街道,各相关单位\n绿化,,住建局\n"
    told = clerk.run(
        "import", put(clerk, rows), "--category", "领导批示", "--add-units", "--partial", today=TODAY
    )
    assert told.code == 1
    assert "C2 “各相关单位”没有写明是哪些单位，没有记，原文存在备注里" in told.err
    assert "B3 没有写主办单位" in told.err
    # 住建局 stands in a row that was refused.
    assert "英雄街道" in clerk.text("units.yaml")
    assert "住建局" not in clerk.text("units.yaml")
    assert item(clerk, "2026-0001")["备注"] == "原台账的协办单位：各相关单位"
    assert clerk.last()[1] == ["items/2026/2026-0001.yaml", "units.yaml", "导入.yaml"]


def test_what_needs_an_approval_asks_for_it(clerk: Clerk) -> None:
    path = put(
        clerk,
        "事项,主办单位,会议名称,立项日期\n清淤,楼区,市政府常务会议,2026-03-02\n绿化,楼区,市政府常务会议,\n",
    )
    told = clerk.refused(1, "import", path, today=TODAY)
    assert "加 --approved-by 批准人" in told.err
    done = take(clerk, path, *LIU)
    assert "按来源和表头记为：会议议定2件" in done.err
    assert "D3 没有立项日期，登记为待立项" in done.err
    assert clerk.entries("2026-0001")[0]["批准"] == "刘某某"
    assert item(clerk, "2026-0001")["来源"] == {"类型": "会议", "名称": "市政府常务会议"}
    assert item(clerk, "2026-0002")["办理"] in ("", None, [])


def test_a_matter_closed_in_the_old_ledger_is_closed(clerk: Clerk) -> None:
    path = put(
        clerk, "事项,主办单位,交办日期,反馈日期,反馈情况,是否办结,销号日期\n清淤,楼区,2025-03-04,2025-03-16,已清淤,是,2025-03-20\n",
    )  # fmt: skip
    told = take(clerk, path, "--category", "领导批示", *LIU)
    assert told.out.split() == ["2025-0001"]
    assert [e["动作"] for e in clerk.entries("2025-0001")] == ["立项", "交办", "反馈", "审核", "销号"]
    assert all(str(e["备注"]).startswith("补录") for e in clerk.entries("2025-0001"))
    assert "没有审核记录，按销号那天补记审核通过" in told.err
    assert clerk.do("check", today=TODAY).code == 0


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("2026.12.2", "2026-12-02"), ("2026年12月2日", "2026-12-02"), ("2026/12/2", "2026-12-02"), ("12月底前", "2026-12-31"),
        ("年底前", "2026-12-31"), ("长期", "长期"), ("46358", "2026-12-02"), ("10个工作日", "10个工作日"), ("第四季度末", "2026-12-31"),
        ("每月", "长期"), ("2026年3月至12月", "2026-12-31"), ("12月", "2026-12-31"), ("2026.12.2前完成", "2026-12-02"),
        ("12.2", "2026-12-02"), ("12月2号", "2026-12-02"), ("二〇二六年十二月二日", "2026-12-02"), ("立即", "当日"),
        ("立行立改", "当日"), ("限10个工作日内", "10个工作日内"), ("两周内", "14日"), ("12月中旬前完成", "2026-12-20"),
        ("2026-12", "2026-12-31"), ("2026年内", "2026-12-31"), ("全年", "2026-12-31"), ("常态化", "长期"),
        ("2026.3.2-2026.12.2", "2026-12-02"), ("11月20日至12月2日", "2026-12-02"), ("12月底前取得实质性进展", "2026-12-31"),
        ("2026-12-02 12:00", "2026-12-02 12:00"), ("第3个工作日12:00", "第3个工作日12:00"),
    ],
)  # fmt: skip
def test_limits_as_tables_write_them(clerk: Clerk, written: str, limit: str) -> None:
    path = put(clerk, f"事项,主办单位,办理时限\n清淤,楼区,{written}\n")
    take(clerk, path, "--category", "领导批示", "--year", "2026")
    assert item(clerk, "2026-0001")["办结时限"] == limit


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("/", "C2 写着“/”，按没有写时限记"), ("待定", "按没有写时限记"), ("立即", "C2 “立即”读作 当日"),
        ("12.1", "“12.1”读作12月1日；Excel 会去掉末尾的0，也可能是12月10日"), ("12月中旬", "“12月中旬”读作 12月20日"),
    ],
)  # fmt: skip
def test_limits_that_took_a_decision_are_doubts(clerk: Clerk, written: str, told: str) -> None:
    path = put(clerk, f"事项,主办单位,办理时限\n清淤,楼区,{written}\n")
    assert told in take(clerk, path, "--category", "领导批示", "--year", "2026").err


def test_what_is_left_of_a_limit_is_kept_in_words(clerk: Clerk) -> None:
    path = put(clerk, "事项,主办单位,办理时限\n清淤,楼区,2026年12月底前取得实质性进展\n")
    take(clerk, path, "--category", "领导批示")
    assert item(clerk, "2026-0001")["备注"] == "原台账的办结时限：2026年12月底前取得实质性进展"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("清淤,楼区,2026.1,", "C2 “2026.1”可能是1月，也可能是10月"),
        ("清淤,楼区,12月初,", "C2 时限“12月初”看不懂"),
        (
            '清淤,楼区,"3月底前完成方案，6月底前完成整改",',
            "写了几个日期；最后一个留作时限，分阶段的写在“节点”一列",
        ),
        ("清淤,楼区,长期,2.30", "D2 “2月30日”没有写年份"),
        ("清淤,楼区,月底前,", "C2 "),
        ("清淤,楼区,长期,2026-11-30", "日期 2026-11-30 记在未来"),
        ("清淤,楼区,长期,前天", "D2 日期“前天”看不懂"),
        ("清淤,各区政府、楼区,长期,", "B2 "),
        (",楼区,长期,", "A2 没有写是什么事项"),
        ("甲\u202e乙,楼区,长期,", "看不见的控制字符 U+202E"),
        ("清淤,楼区 经开局,长期,", "单位名录里没有“楼区经开局”"),
    ],
)
def test_rows_that_cannot_be_taken(clerk: Clerk, cells: str, told: str) -> None:
    path = put(clerk, f"事项,主办单位,时限,交办日期\n{cells}\n")
    assert told in clerk.refused(1, "import", path, "--category", "领导批示", today=TODAY).err


def test_how_columns_were_read_is_kept_for_the_next_table(clerk: Clerk) -> None:
    first = put(clerk, "督啥,谁办,何时\n清淤,楼区,长期\n")
    clerk.refused(2, "import", first, today=TODAY)
    take(
        clerk,
        first,
        "--map",
        "督啥=标题",
        "--map",
        "谁办=主办单位",
        "--map",
        "何时=办结时限",
        "--category",
        "领导批示",
    )
    assert clerk.facts("导入.yaml")["映射"] == [
        {"表": "台账.csv", "列": {"督啥": "标题", "谁办": "主办单位", "何时": "办结时限"}}
    ]
    second = put(clerk, "督啥,谁办,何时\n绿化,市财政局,2026-12-31\n", "下月.csv")
    take(clerk, second, "--category", "领导批示")
    assert item(clerk, "2026-0002")["办结时限"] == "2026-12-31"
    assert "导入.yaml" not in clerk.last()[1]
    clerk.write("导入.yaml", "映射:\n- {表: 甲, 列: {督啥: 抬头}}\n")
    assert "导入.yaml 读不出来" in clerk.refused(1, "import", second, today=TODAY).err
    told = clerk.run("check", today=TODAY)
    assert (told.code, "导入.yaml:2:18: 错误" in told.out, "抬头" in told.out) == (1, True, True)
    clerk.write("导入.yaml", "映射:\n- {表: 甲, 列: {督啥: 标题, 何事: 标题, 记: 备注, 注: 备注}}\n")
    assert "两列都是“标题”" in clerk.run("check", today=TODAY).out


def test_a_draft_is_what_is_then_done(clerk: Clerk, book: str) -> None:
    before = clerk.state()
    planned = take(clerk, book, "--category", "领导批示", "--draft", "--format", "json").json
    shown = take(clerk, book, "--category", "领导批示", "--draft")
    assert clerk.state() == before
    assert "将要记录（未写入）：导入4件" in shown.out
    assert "第5行 存疑 将立为 2026-0001" in shown.err
    real = take(clerk, book, "--category", "领导批示", "--format", "json").json
    assert planned == real | {"commit": None}
    schema = Draft202012Validator(output_schema("import"))
    assert list(schema.iter_errors(real)) == []
    assert [r["state"] for r in real["rows"]] == ["存疑", "存疑", "存疑", "存疑"]
    assert real["rows"][0]["doubts"][0]["cell"] == "E5"


def test_a_refusal_as_json_answers_for_every_row(clerk: Clerk) -> None:
    path = put(clerk, "事项,主办单位\n清淤,楼区\n绿化,市园林局\n")
    told = clerk.run("import", path, "--category", "领导批示", "--format", "json", today=TODAY)
    assert told.code == 1
    assert list(Draft202012Validator(output_schema("error")).iter_errors(told.json)) == []
    assert [(r["row"], r["state"], r["ids"]) for r in told.json["rows"]] == [(2, "收", []), (3, "不收", [])]
    assert told.json["unknown_units"] == ["市园林局"]


@pytest.mark.parametrize(
    ("number", "args", "taken", "refused", "doubts"),
    [
        ("1", ("--lead", "督查室"), 7, [], ["D12", "E12", "F12", "G12"]),
        ("4", ("--category", "专项督查", "--partial"), 9, [11], ["E2", "C6", "C9", "H11"]),
        ("5", ("--category", "政府工作报告"), 9, [], ["F2", "D8", "F10"]),
    ],
)
def test_tables_of_other_offices_in_one_command(
    clerk: Clerk, number: str, args: tuple[str, ...], taken: int, refused: list[int], doubts: list[str]
) -> None:
    path = next(TABLES.glob(f"{number}_*.csv"))
    told = clerk.run("import", str(path), *args, "--add-units", *LIU, "--format", "json", today=TODAY)
    assert told.code == (1 if refused else 0), told.text
    assert len(told.json["ids"]) == taken
    assert [r["row"] for r in told.json["rows"] if r["state"] == "不收"] == refused
    cells = {d["cell"] for r in told.json["rows"] for d in r["doubts"]}
    assert set(doubts) <= cells
    notes = told.json["notes"]
    for told_of_all in NOTES[number]:
        assert any(told_of_all in note for note in notes), notes
    assert clerk.do("check", today=TODAY).code == 0


def test_what_is_said_of_many_rows_is_said_once(clerk: Clerk) -> None:
    rows = "".join(f"事{n},楼区,2026-03-20,{'已办' if n == 2 else ''}\n" for n in range(5))
    told = take(clerk, put(clerk, "事项,主办单位,时限,反馈情况\n" + rows), "--category", "领导批示").err
    assert told.count("时限 2026-03-20 已经过了，照记") == 1
    assert "第2至6行 C列：时限 2026-03-20 已经过了，照记" in told
    assert "第4行 存疑 立为 2026-0003：D4 没有交办日期" in told
    assert "第3行" not in told
    assert "提醒：没有交办日期，记为待交办：第4行；早已交办的加 --assigned 日期" in told


def test_further_replies_in_further_rows(clerk: Clerk) -> None:
    head = "序号,事项,主办单位,交办日期,反馈日期,反馈情况,是否办结\n"
    rows = "1,清淤,楼区,2026-03-04,2026-03-16,已摸底,\n,,,,2026-03-20,全部完成,是\n"
    told = take(clerk, put(clerk, head + rows), "--category", "领导批示")
    assert [(e["日期"], e["内容"], e["办结"]) for e in clerk.entries("2026-0001")[2:]] == [
        ("2026-03-16", "已摸底", "否"),
        ("2026-03-20", "全部完成", "是"),
    ]
    assert "提醒：接着写上一件办理情况的行：第3行并入第2行" in told.err
    assert "已导入过1行" in take(clerk, put(clerk, head + rows), "--category", "领导批示").err


def test_a_reply_that_reads_as_the_last_is_doubted(clerk: Clerk) -> None:
    head = "事项,主办单位,交办日期,反馈日期,反馈情况\n"
    rows = "清淤,楼区,2026-03-04,2026-03-16,已全部完成\n补绿,楼区,2026-03-04,2026-03-16,3处未完成\n"
    told = take(clerk, put(clerk, head + rows), "--category", "领导批示").err
    assert "E2 像是已经办结，表里没有写“是否办结”，按进展记" in told
    assert "E3" not in told


def test_new_units_that_look_like_one_another(clerk: Clerk) -> None:
    path = put(clerk, "事项,主办单位\n清淤,市住建局\n绿化,市住房和城乡建设局\n补路,市交通局\n")
    told = take(clerk, path, "--category", "领导批示", "--add-units", "--draft").err
    assert "提醒：新加的单位“市住建局”和“市住房和城乡建设局”像是同一个" in told
    assert "市交通局”和" not in told


def test_a_page_before_the_table_is_passed_by(clerk: Clerk) -> None:
    made = load_workbook(io.BytesIO(workbook([["填报说明"], ["一、按月填报"]], title="说明")))
    page = made.create_sheet("台账")
    for row in (["事项", "主办单位"], ["清淤", "楼区"]):
        page.append(row)
    path = clerk.root.parent / "台账.xlsx"
    made.save(path)
    told = take(clerk, str(path), "--category", "领导批示")
    assert told.out.split() == ["2026-0001"]
    assert "只读了工作表“台账”；还有 说明" in told.err
    assert "找不到表头" in clerk.refused(2, "import", str(path), "--sheet", "说明", today=TODAY).err


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("没有.xlsx",), 2, "没有.xlsx 打不开：没有这个文件"),
        ((".",), 2, "打不开：这是一个目录"),
        (("台账.csv", "--map", "督啥"), 2, "写作 --map 列名=含义"),
        (("台账.csv", "--category", "瞎编"), 1, "没有类别“瞎编”"),
        (("台账.csv", "--date", "2026-12-01"), 2, "还没有到"),
    ],
)
def test_wrong_use(
    clerk: Clerk, args: tuple[str, ...], code: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(clerk, "事项,主办单位\n清淤,楼区\n")
    monkeypatch.chdir(clerk.root.parent)
    assert told in clerk.refused(code, "import", *args, today=TODAY).err


# export ---------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(handed: Clerk) -> Clerk:
    """Two items, one of them open to the public and not harmless."""
    handed.do(
        *("new", "--title", "=SUM(A1) 热线 0730-8888888", "--category", "领导批示", "--lead", "市财政局"),
        *("--demand", "@清理", "--secrecy", "主动公开", "--officer", "钱某/局长", "--deadline", "2026-12-01"),
        *("--source", "批示/热线专报", "--instructed-by", "市长/主要领导"),
        today="2026-11-02",
    )
    handed.do("assign", "2026-0002", today="2026-11-03")
    return handed


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_an_export_to_excel(filled: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    told = filled.do("export", str(path), today=TODAY)
    assert told.out.strip() == str(path)
    sheet = load_workbook(path).active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    assert head[:4] == ["编号", "标题", "类别", "主办单位"]
    red = sheet.cell(2, head.index("灯") + 1)
    assert (red.value, red.fill.fgColor.rgb) == ("红", "00F8CBAD")
    formula = sheet.cell(3, 2)
    assert (formula.value, formula.data_type, formula.quotePrefix) == (
        "=SUM(A1) 热线 0730-8888888",
        "s",
        True,
    )
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == (
        "C2",
        "$1:$1",
        "landscape",
    )
    assert sheet.page_setup.paperSize == 9
    assert str(sheet.auto_filter.ref).endswith("3")


def test_an_export_is_the_same_each_time(filled: Clerk, tmp_path: Path) -> None:
    for kind in ("csv", "json", "ics"):
        first, second = tmp_path / f"a.{kind}", tmp_path / f"b.{kind}"
        for path in (first, second):
            filled.do("export", str(path), today=TODAY)
        assert first.read_bytes() == second.read_bytes()


def test_an_export_to_csv_and_json(filled: Clerk, tmp_path: Path) -> None:
    text = filled.do("export", "-", "--as", "csv", today=TODAY).out
    first, second = rows_of(text)
    assert text.startswith("\ufeff编号,标题")
    assert (first["状态"], first["灯"], first["交办文号"]) == ("办理中", "红", "岳督函〔2026〕1号")
    assert (second["标题"], second["要求"], second["责任人"]) == (
        "'=SUM(A1) 热线 0730-8888888", "'@清理", "钱某（局长）",
    )  # fmt: skip
    path = tmp_path / "台账.json"
    filled.do("export", str(path), today=TODAY)
    document = json.loads(path.read_bytes())
    assert document["items"][1]["标题"] == "=SUM(A1) 热线 0730-8888888"
    assert document["items"][0]["销号日期"] is None


def test_the_filters_of_list_hold(filled: Clerk) -> None:
    def ids(*args: str) -> list[str]:
        return [r["编号"] for r in rows_of(filled.do("export", "-", "--as", "csv", *args, today=TODAY).out)]

    assert ids("--overdue") == ["2026-0001"]
    assert ids("--unit", "市财政局", "--light", "绿") == ["2026-0002"]
    assert ids("--year", "2025") == []
    assert "名录里没有" in filled.refused(2, "export", "-", "--as", "csv", "--unit", "甲局").err


def test_what_the_public_sees(filled: Clerk) -> None:
    text = filled.do("export", "-", "--as", "csv", "--for", "公开", today=TODAY).out
    (only,) = rows_of(text)
    assert list(only) == [
        "编号", "标题", "类别", "主办单位", "协办单位", "责任人", "承办人", "办结时限", "期限", "状态", "销号日期"
    ]  # fmt: skip
    assert only["标题"] == "'=SUM(A1) 热线 （电话略）"
    calendar = filled.do("export", "-", "--as", "ics", "--for", "公开", today=TODAY).out
    unfolded = calendar.replace("\n ", "")
    assert "8888888" not in unfolded
    assert "洞庭大道" not in unfolded
    assert "2026-0002" in unfolded


def test_nothing_is_overwritten_unasked(filled: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("别人的", encoding="utf-8")
    assert "已经存在" in filled.refused(2, "export", str(path), today=TODAY).err
    assert path.read_text(encoding="utf-8") == "别人的"
    filled.do("export", str(path), "--yes", today=TODAY)
    assert path.read_text(encoding="utf-8-sig").startswith("编号")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    "target",
    [
        "duban.yaml", "units.yaml", "regime.yaml", "导入.yaml", ".gitattributes", "items/2026/2026-0001.yaml", "items/新.csv",
        "calendar/2026.yaml", "office/甲.csv", "papers/甲.csv", ".git/config", "../台账/units.yaml",
    ],
)  # fmt: skip
def test_the_ledger_is_never_overwritten(filled: Clerk, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled.root)
    (filled.root / "office").mkdir(exist_ok=True)
    (filled.root / "papers").mkdir(exist_ok=True)
    before = {p: p.read_bytes() for p in filled.root.rglob("*") if p.is_file()}
    told = filled.refused(2, "export", target, "--as", "csv", "--yes", today=TODAY)
    assert "是台账自己的文件或目录，不能导出到这里" in told.err
    assert {p: p.read_bytes() for p in filled.root.rglob("*") if p.is_file()} == before
    filled.do("export", "台账.csv", today=TODAY)


def test_no_directory_is_made_for_an_export(filled: Clerk, tmp_path: Path) -> None:
    told = filled.refused(2, "export", str(tmp_path / "出" / "台账.csv"), today=TODAY)
    assert "没有目录" in told.err
    assert not (tmp_path / "出").exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("台账.doc",), "不知道“台账.doc”是哪一种文件"),
        (("台账.xls",), "改成 台账.xlsx"),
        (("-",), "没有写导出哪一种"),
        (("-", "--as", "xlsx"), "不能打印在屏幕上"),
        (("台账",), "后缀写"),
        (("a.csv", "--for", "内部"), "不在可选之列"),
    ],
)
def test_what_cannot_be_exported(filled: Clerk, args: tuple[str, ...], told: str) -> None:
    assert told in filled.refused(2, "export", *args, today=TODAY).err


def test_an_answer_in_json(filled: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "期限.ics"
    told = filled.do("export", str(path), "--format", "json", today=TODAY).json
    assert list(Draft202012Validator(output_schema("export")).iter_errors(told)) == []
    assert (told["kind"], told["count"], told["path"]) == (
        "ics",
        path.read_bytes().count(b"BEGIN:VEVENT"),
        str(path),
    )
    assert told["ledger"] == OFFICE
    assert filled.run("export", "-", "--as", "csv", "--format", "json", today=TODAY).json["code"] == "usage"


def test_items_that_cannot_be_read_are_told(filled: Clerk) -> None:
    filled.write("items/2026/2026-0009.yaml", "标题: 坏的\n类别：领导批示\n")
    told = filled.run("export", "-", "--as", "csv", today=TODAY)
    assert (told.code, len(rows_of(told.out))) == (1, 2)
    assert "有1件的文件读不出来" in told.err


def test_light_commands_load_neither_openpyxl_nor_icalendar(filled: Clerk) -> None:
    code = (
        "import sys; from duban_cli.__main__ import main; main(sys.argv[1:]);"
        "print([m for m in ('openpyxl', 'icalendar') if m in sys.modules])"
    )
    for args in (("list",), ("export", "-", "--as", "csv"), ("import", "--help")):
        done = subprocess.run(
            [sys.executable, "-c", code, "-C", str(filled.root), *args],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines()[-1] == "[]", args


def at_a_terminal(patch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """A person who answers so; what they are asked is kept."""
    asked: list[str] = []
    left = list(answers)

    def ask(question: str, *, option: str, default: str | None = None) -> str:
        asked.append(question)
        return left.pop(0)

    patch.setattr("duban_cli.cli.exchange.may_ask", lambda: True)
    patch.setattr("duban_cli.cli.exchange.ask", ask)
    return asked


def test_a_person_sees_how_columns_are_read_and_may_change_it(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(clerk, "事项,主办单位,说法\n清淤,楼区,尽快\n")
    asked = at_a_terminal(monkeypatch, "说法=没有的", "说法=备注", "是")
    told = take(clerk, path, "--category", "领导批示")
    assert len(asked) == 3
    assert "C  说法 → ？没有用（如 尽快）" in told.err
    assert "列的含义没有“没有的”" in told.err
    assert "C  说法 → 备注" in told.err
    assert item(clerk, "2026-0001")["备注"] == "尽快"


def test_a_person_may_break_off_and_is_not_asked_with_yes(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(clerk, "事项,主办单位\n清淤,楼区\n")
    at_a_terminal(monkeypatch, "否")
    before = clerk.state()
    assert clerk.run("import", path, "--category", "领导批示", today=TODAY).code == 130
    assert clerk.state() == before
    take(clerk, path, "--category", "领导批示", "--yes")


def test_matters_handed_out_on_a_day_the_table_does_not_name(clerk: Clerk) -> None:
    path = put(clerk, "事项,主办单位,责任人,进展情况\n清淤,楼区,张某（区长） 13800000000,3.16：已开工；\n")
    told = take(clerk, path, "--category", "领导批示", "--assigned", "2026-03-10", "--year", "2026")
    assert [(e["日期"], e["动作"]) for e in clerk.entries("2026-0001")] == [
        ("2026-03-10", "立项"), ("2026-03-10", "交办"), ("2026-03-16", "反馈"),
    ]  # fmt: skip
    assert clerk.entries("2026-0001")[2]["内容"] == "已开工；"
    assert item(clerk, "2026-0001")["责任人"] == {"姓名": "张某", "职务": "区长", "电话": "13800000000"}
    assert "收1行" in told.err


def test_a_name_put_together_across_a_blank_is_not_added(clerk: Clerk) -> None:
    path = put(clerk, "事项,主办单位\n清淤,市园林局 市审计局\n")
    units = clerk.text("units.yaml")
    told = clerk.refused(1, "import", path, "--category", "领导批示", "--add-units", today=TODAY)
    assert "B2 单位名录里没有“市园林局市审计局”" in told.err
    assert clerk.text("units.yaml") == units


def test_a_row_that_says_no_is_not_done_whatever_its_date(clerk: Clerk) -> None:
    head = "事项,主办单位,交办日期,反馈情况,是否办结,办结日期\n"
    rows = "清淤,楼区,2026-03-04,已摸底,否,2026-03-30\n绿化,楼区,2026-03-04,,否,2026-12-30\n"
    told = take(clerk, put(clerk, head + rows), "--category", "领导批示")
    assert "E2 写着“否”，F2 却有办结日期 2026-03-30，按没有办结记" in told.err
    reply = clerk.entries("2026-0001")[-1]
    assert (reply["日期"], reply["内容"], reply["办结"]) == ("2026-03-30", "已摸底", "否")
    # A day to come is none on which anything was done.
    assert [e["动作"] for e in clerk.entries("2026-0002")] == ["立项", "交办"]
    assert item(clerk, "2026-0002")["备注"] == "原台账的办结日期：2026-12-30"


def test_a_time_of_closing_that_may_be_the_limit_is_doubted(clerk: Clerk, book: str) -> None:
    told = take(clerk, book, "--category", "领导批示").err
    assert "J6 “办结时间”按实际办结的日期记为办结；若是时限，加 --map 办结时间=办结时限" in told
    path = put(clerk, "事项,主办单位,交办日期,是否办结,办结时间\n补路,楼区,2026-03-04,是,2026-03-30\n")
    assert "若是时限" not in take(clerk, path, "--category", "领导批示").err


@pytest.mark.parametrize("said", ["3.5 公里管网已铺设", "3.5 公里已铺设\n2.8 公里已验收", "3.16 已开工"])
def test_a_number_is_no_day(clerk: Clerk, said: str) -> None:
    path = put(clerk, f'事项,主办单位,交办日期,反馈情况,反馈日期\n清淤,楼区,2026-03-04,"{said}",2026-04-01\n')
    told = take(clerk, path, "--category", "领导批示", "--year", "2026")
    replies = [(e["日期"], e["内容"]) for e in clerk.entries("2026-0001")[2:]]
    assert replies == [("2026-04-01", said)]
    assert f"D2 “{said.splitlines()[0][:12]}”开头的 {said.split(maxsplit=1)[0]} 没有当作日期" in told.err


def test_several_lines_that_begin_with_days(clerk: Clerk) -> None:
    path = put(clerk, '事项,主办单位,交办日期,反馈情况\n清淤,楼区,2026-03-04,"3.16 已开工\n3.20 完成一半"\n')
    take(clerk, path, "--category", "领导批示", "--year", "2026")
    replies = [(e["日期"], e["内容"]) for e in clerk.entries("2026-0001")[2:]]
    assert replies == [("2026-03-16", "已开工"), ("2026-03-20", "完成一半")]


def test_rows_not_shown_are_told(clerk: Clerk) -> None:
    made = load_workbook(io.BytesIO(workbook([["事项", "主办单位"], ["清淤", "楼区"], ["绿化", "楼区"]])))
    made.worksheets[0].row_dimensions[3].hidden = True
    path = clerk.root.parent / "台账.xlsx"
    made.save(path)
    told = take(clerk, str(path), "--category", "领导批示")
    assert len(told.out.split()) == 2
    assert "提醒：隐藏的行也读了：第3行；不要的先在表里删去" in told.err


def test_rows_struck_through_are_told(clerk: Clerk) -> None:
    made = load_workbook(io.BytesIO(workbook([["事项", "主办单位"], ["清淤", "楼区"], ["绿化", "楼区"]])))
    made.worksheets[0]["A3"].font = Font(strike=True)
    path = clerk.root.parent / "台账.xlsx"
    made.save(path)
    assert (
        "提醒：划了删除线的行也读了：第3行；不办了的先在表里删去"
        in take(clerk, str(path), "--category", "领导批示").err
    )


def test_a_row_put_in_above_changes_nothing_below(clerk: Clerk) -> None:
    rows = ["清淤,楼区,2026-03-04,是,2026-03-20", "绿化,楼区,2026-03-04,否,"]
    head = "序号,事项,主办单位,交办日期,是否办结,销号日期\n"

    def table(*lines: str) -> str:
        return put(clerk, head + "".join(f"{n},{line}\n" for n, line in enumerate(lines, 1)))

    assert len(take(clerk, table(*rows), "--category", "领导批示", *LIU).out.split()) == 2
    again = take(clerk, table("补路,楼区,2026-03-05,否,", *rows), "--category", "领导批示", *LIU)
    assert (again.out.split(), "已导入过2行" in again.err) == (["2026-0003"], True)


def test_a_closed_matter_whose_row_changed_is_not_doubled(clerk: Clerk) -> None:
    head = "事项,主办单位,交办日期,是否办结,销号日期,备注\n"
    take(clerk, put(clerk, head + "清淤,楼区,2026-03-04,是,2026-03-20,\n"), "--category", "领导批示", *LIU)
    changed = put(clerk, head + "清淤,楼区,2026-03-04,是,2026-03-20,已存档\n")
    told = clerk.refused(1, "import", changed, "--category", "领导批示", *LIU, today=TODAY)
    assert (
        "A2 台账上已有 2026-0001，同一单位、同一事项，已经了结（由第2行导入，那以后表里这一行有改动）"
        in told.err
    )
    # The same task of another year is another matter.
    next_year = put(clerk, head + "清淤,楼区,2026-09-04,是,2026-09-20,\n")
    assert take(clerk, next_year, "--category", "领导批示", *LIU).out.split() == ["2026-0002"]


def test_items_imported_under_the_former_fingerprint_are_known(clerk: Clerk) -> None:
    path = put(clerk, "序号,事项,主办单位\n1,清淤,楼区\n")
    take(clerk, path, "--category", "领导批示")
    # As taken from ["序号", "1"], ["事项", "清淤"], ["主办单位", "楼区"].
    former = hashlib.sha256('[["序号", "1"], ["事项", "清淤"], ["主办单位", "楼区"]]'.encode()).hexdigest()[
        :16
    ]
    imported = item(clerk, "2026-0001")["导入"]
    assert isinstance(imported, dict)
    clerk.write(ITEM, clerk.text(ITEM).replace(str(imported["摘要"]), former))
    clerk.do("save", today=TODAY)
    assert "已导入过1行" in take(clerk, path, "--category", "领导批示").err


def test_what_is_empty_here_and_there_is_told_once(clerk: Clerk) -> None:
    rows = "".join(f"事{n},楼区,{'张某' if n > 1 else ''},长期\n" for n in range(10))
    told = take(clerk, put(clerk, "事项,主办单位,责任人,时限\n" + rows), "--category", "领导批示").err
    assert "共10行：收10行" in told
    assert "提醒：“责任人”空着，别的行大都有：第2、3行" in told
    assert "C2 " not in told
