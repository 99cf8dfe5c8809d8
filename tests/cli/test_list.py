"""``list``: which items, in which form, with which exit code."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Duban, break_item
from tests.kit import HANDED_OUT, item_text

KEYS = [
    "id", "title", "category", "lead_unit", "supporting_units", "path", "openness", "assigned", "closed", "state",
    "light", "light_level", "due", "due_at", "duty", "first_due", "overdue", "overdue_workdays", "provisional",
    "urges", "obligations", "next",
]  # fmt: skip


def ids(duban: Duban, *args: str) -> list[str]:
    return [item["id"] for item in duban("list", "--format", "json", *args).json["items"]]


def test_the_table_has_a_row_for_each_item_what_is_most_pressing_first(duban: Duban) -> None:
    answer = duban("list")
    assert answer.code == 0
    head, *rows = answer.out.splitlines()
    assert head.split() == ["编号", "标题", "类别", "主办单位", "状态", "灯", "期限", "逾期", "下一步"]
    assert [row.split()[0] for row in rows] == ["2026-0018", "2025-0007", "2026-0020", "2026-0019"]
    assert rows[0].split() == [
        "2026-0018", "洞庭大道排水管网改造整改", "领导批示", "岳阳楼区人民政府", "办理中", "红", "2026-03-18",
        "169个工作日", "上门催办",
    ]  # fmt: skip
    assert answer.err == "共4件：待交办1、办理中2、已销号1；逾期1件；红灯1、黄灯1\n"


def test_the_orders_of_the_table(duban: Duban, ledger: Path) -> None:
    (ledger / "items/2026/2026-0030.yaml").write_text(
        item_text(
            "{日期: 2026-11-02, 动作: 立项, 批准: 刘某某}", "{日期: 2026-11-03, 动作: 交办, 限期: 2026-11-18}"
        ),
        encoding="utf-8",
    )
    (ledger / "items/2026/2026-0031.yaml").write_text(
        item_text(*HANDED_OUT, "{日期: 2026-03-10, 动作: 中止, 理由: 涉诉, 批准: 刘某某}"), encoding="utf-8"
    )

    def order(*args: str) -> list[str]:
        return [row.split()[0] for row in duban("list", *args).out.splitlines()[1:]]

    # Overdue by 169 and by 2 working days, nearly due, the office's own step, suspended, struck off.
    assert order() == ["2026-0018", "2026-0030", "2025-0007", "2026-0020", "2026-0031", "2026-0019"]
    assert order("--sort", "编号") == sorted(order())
    assert order("--sort", "期限")[:3] == ["2026-0018", "2026-0030", "2025-0007"]
    assert ids(duban) == sorted(order())
    rows = csv.DictReader(
        io.StringIO(duban("list", "--format", "csv", "--sort", "应办").out.removeprefix("\ufeff"))
    )
    assert [row["编号"] for row in rows] == order()


def test_json_is_by_number_and_says_so(duban: Duban) -> None:
    answer = duban("list", "--format", "json", "--sort", "期限")
    assert answer.code == 2
    assert "JSON 总按编号排" in answer.out


def test_columns_line_up_by_the_width_of_the_letters(duban: Duban) -> None:
    lines = [line.encode("gbk") for line in duban("list").out.splitlines()]
    starts = {line.find("领导批示".encode("gbk")) for line in lines if "领导批示".encode("gbk") in line}
    assert starts == {lines[0].find("类别".encode("gbk"))}


def test_what_stands_in_a_file_is_never_markup(duban: Duban) -> None:
    assert "[red]急[/red] :smile: 文档" in duban("list").out


def test_json_has_every_key_and_the_conclusions(duban: Duban) -> None:
    document = duban("list", "--format", "json").json
    assert document["version"] == 1
    assert document["ledger"] == "岳阳市人民政府督查室"
    assert document["today"] == "2026-11-20"
    assert document["commit"] is None
    assert document["dirty"] is None
    item = next(i for i in document["items"] if i["id"] == "2026-0018")
    assert [key for key in item if key in KEYS] == KEYS
    expected = {
        "title": "洞庭大道排水管网改造整改", "category": "领导批示", "lead_unit": "岳阳楼区人民政府",
        "supporting_units": ["市财政局"], "path": "items/2026/2026-0018.yaml", "openness": "不予公开",
        "assigned": "2026-03-04", "closed": None, "state": "办理中", "light": "红", "light_level": 3,
        "due": "2026-03-18", "due_at": "2026-03-18T24:00:00+08:00", "duty": "反馈", "first_due": "2026-03-18",
        "overdue": True, "overdue_workdays": 169, "provisional": False, "urges": 0,
        "next": {"step": "上门催办", "since": "2026-04-09", "clause": "岳政办发〔2007〕3号 二（三）"},
    }  # fmt: skip
    assert {key: item[key] for key in expected} == expected
    assert item["obligations"][0] == {
        "who": "岳阳楼区人民政府", "what": "反馈", "period": None, "start": "2026-03-04", "due": "2026-03-18",
        "due_at": "2026-03-18T24:00:00+08:00", "first_due": "2026-03-18", "state": "逾期",
        "overdue_workdays": 169, "clause": "十条措施（2020-04-27）六", "met_by": None, "life": 1, "until": None,
        "met_on": None, "unreported": None,
    }  # fmt: skip
    closed = next(i for i in document["items"] if i["id"] == "2026-0019")
    assert (closed["state"], closed["closed"], closed["due"], closed["light"]) == (
        "已销号",
        "2026-03-18",
        None,
        None,
    )
    assert closed["obligations"][0]["met_by"] == {"date": "2026-03-16", "action": "反馈"}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--unit", "楼区"), ["2025-0007", "2026-0018"]),
        (("--unit", "市住房和城乡建设局"), ["2026-0019"]),
        (("--unit", "市住建局", "--unit", "市财政局"), ["2026-0019", "2026-0020"]),
        (("--unit", "各区政府"), ["2025-0007", "2026-0018"]),
        (("--category", "会议纪要"), ["2025-0007", "2026-0020"]),
        (("--state", "办理中"), ["2025-0007", "2026-0018"]),
        (("--state", "待交办", "--state", "已销号"), ["2026-0019", "2026-0020"]),
        (("--light", "黄"), ["2025-0007"]),
        (("--light", "红灯"), ["2026-0018"]),
        (("--year", "2025"), ["2025-0007"]),
        (("--leader", "李某某"), ["2026-0018"]),
        (("--overdue",), ["2026-0018"]),
        (("--source", "会议"), ["2025-0007", "2026-0020"]),
        (("--source", "全体会议"), ["2025-0007"]),
        (("--overdue", "--year", "2025"), []),
    ],
)
def test_filters(duban: Duban, args: tuple[str, ...], expected: list[str]) -> None:
    assert ids(duban, *args) == expected


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--unit", "岳阳楼"), "是否指“岳阳楼区人民政府”"),
        (("--category", "领导批文"), "是否指“领导批示”"),
        (("--light", "紫"), "可用：绿、黄、红"),
        (("--state", "已销"), "是否想写 已销号"),
    ],
)
def test_a_filter_naming_nothing_is_wrong_use(duban: Duban, args: tuple[str, ...], said: str) -> None:
    answer = duban("list", *args)
    assert answer.code == 2
    assert said in answer.err


def test_nothing_found_is_said_and_no_error(duban: Duban) -> None:
    answer = duban("list", "--year", "2019")
    assert (answer.code, answer.out, answer.err) == (0, "", "没有符合条件的事项\n")


def test_an_unreadable_item_stays_on_the_list_and_makes_it_exit_1(duban: Duban, ledger: Path) -> None:
    break_item(ledger)
    table = duban("list")
    assert table.code == 1
    assert table.out.splitlines()[1].split()[0] == "2026-0021"
    assert "无法读取" in table.out.splitlines()[1]
    assert duban("list", "--sort", "编号").out.splitlines()[-1].split()[0] == "2026-0021"
    assert "无法读取1" in table.err
    assert "duban check" in table.err
    document = duban("list", "--format", "json")
    assert document.code == 1
    broken = document.json["items"][-1]
    assert (broken["id"], broken["state"], broken["due"], broken["obligations"]) == (
        "2026-0021",
        "无法读取",
        None,
        [],
    )
    assert set(broken) == set(document.json["items"][0])
    assert ids(duban, "--state", "无法读取") == ["2026-0021"]
    assert duban("list", "--year", "2025").code == 0


def test_csv_opens_in_excel_and_no_cell_is_a_formula(duban: Duban) -> None:
    answer = duban("list", "--format", "csv")
    assert answer.out.startswith("\ufeff编号,标题")
    rows = list(csv.DictReader(io.StringIO(answer.out.removeprefix("\ufeff"))))
    assert [row["标题"] for row in rows][:2] == ["'=1+1", "洞庭大道排水管网改造整改"]
    assert answer.err == ""


def test_a_day_asked_for_sees_no_later_entry(duban: Duban) -> None:
    items = duban("list", "--today", "2026-03-03", "--format", "json").json["items"]
    assert {i["id"]: i["state"] for i in items}["2026-0018"] == "待交办"


def test_a_ledger_with_broken_rules_is_refused_with_the_place(duban: Duban, ledger: Path) -> None:
    (ledger / "units.yaml").write_text("单位：\n", encoding="utf-8")
    answer = duban("list")
    assert answer.code == 1
    assert "units.yaml:1:" in answer.err


def test_csv_has_room_for_more(duban: Duban) -> None:
    answer = duban("list", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out.removeprefix("\ufeff"))))
    row = next(r for r in rows if r["编号"] == "2026-0018")
    assert list(row)[-4:] == ["要求", "协办单位", "来源", "责任人"]
    assert [row[k] for k in ("要求", "协办单位", "责任人")] == ["完成整改并书面报送。", "市财政局", ""]
    assert row["来源"].startswith("批示：")


def test_an_overdue_matter_with_no_step_to_take_says_so(duban: Duban, ledger: Path) -> None:
    taken = (
        "{日期: 2026-03-20, 动作: 催办, 方式: 会议说明原因, 针对: 办结}",
        "{日期: 2026-03-27, 动作: 催办, 方式: 通知单, 针对: 反馈}",
    )
    last = "{日期: 2026-04-10, 动作: 催办, 方式: 上门催办, 针对: 反馈}"
    (ledger / "items/2026/2026-0030.yaml").write_text(item_text(*HANDED_OUT, *taken), encoding="utf-8")
    (ledger / "items/2026/2026-0031.yaml").write_text(item_text(*HANDED_OUT, *taken, last), encoding="utf-8")

    def step(item: str, day: str) -> str:
        rows = duban("--today", day, "list", "--overdue").out.splitlines()
        return next(row for row in rows if row.startswith(item)).split("  ")[-1].strip()

    assert step("2026-0030", "2026-04-03") == "上门催办或协调会（2026-04-09 起）"
    assert step("2026-0031", "2026-05-20") == "催办已尽，可报领导"
    found = duban("list", "--format", "json", "--overdue").json["items"]
    assert next(i["next"] for i in found if i["id"] == "2026-0031") is None
    assert "下一步 催办已尽，可报领导" in duban("show", "2026-0031").out


def test_a_day_long_past_is_not_called_provisional(duban: Duban) -> None:
    row = next(
        r for r in duban("--today", "2027-01-20", "list").out.splitlines() if r.startswith("2026-0018")
    )
    assert "2026-03-18 " in row
    assert "2026-03-18（暂定）" not in row
    assert "个工作日（暂定）" in row
