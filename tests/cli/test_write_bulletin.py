"""bulletin: a draft for the leader, figures for programs, an issue with its number."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest

from duban_cli.reports.figures import figures
from duban_cli.reports.figures_json import as_json
from duban_cli.views.schemas import output_schema
from tests.clerk import LOU, NEW, REPLY, Clerk
from tests.kit import open_ledger

pytest_plugins = ("tests.gitkit", "tests.clerk")

MARCH = ("bulletin", "--from", "2026-03-01", "--to", "2026-03-31")
DAY = "2026-03-31"
HEAD = ("duban_version", "ledger", "today", "commit", "dirty")


@pytest.fixture
def month(handed: Clerk) -> Clerk:
    """A month with one item overdue and urged, one closed, one replied to."""
    for title, lead in (("甲事", "市财政局"), ("乙事", "市城市管理局")):
        handed.do(*NEW, "--title", title, "--lead", lead, today="2026-03-05")
    handed.do("assign", "2026-2", "2026-3", today="2026-03-06")
    for item in ("2026-2", "2026-3"):
        handed.do(
            "reply", item, "--content", "办了", "--done", "--signed-by", "钱某/局长", today="2026-03-16"
        )
    handed.do("review", "2026-2", "--pass", "--approved-by", "刘某某", today="2026-03-17")
    handed.do("close", "2026-2", today="2026-03-18")
    handed.do("urge", today="2026-03-27")
    return handed


def rows(clerk: Clerk, path: str) -> dict[str, dict[str, str]]:
    """The table of figures: row by its name, cell by its column."""
    for table in clerk.docx(path).tables:
        head = [cell.text.strip() for cell in table.rows[0].cells]
        if "办结" in head:
            cells = [[cell.text.strip() for cell in row.cells] for row in table.rows[1:]]
            return {row[0]: dict(zip(head, row, strict=True)) for row in cells}
    raise AssertionError("no table of figures")


def test_a_draft_is_no_record(month: Clerk) -> None:
    before = month.state()
    told = month.do(*MARCH, today=DAY)
    assert "送审稿（未编号，未发出）" in told.err
    path = "drafts/督查通报-2026-03-01至2026-03-31.docx"
    assert told.out.endswith(f"{month.root / path}\n")
    after = month.state()
    assert set(after.files) - set(before.files) == {path, path.replace(".docx", ".yaml")}
    assert (after.head, after.status, after.index) == (before.head, "", before.index)
    text = month.paper_text(path)
    assert "待填：期号" in text
    assert "刘某某" not in text


def test_json_writes_nothing(month: Clerk) -> None:
    before = month.state()
    told = month.do(*MARCH, "--format", "json", "--approved-by", "刘某某", today=DAY).json
    assert month.state() == before
    jsonschema.validate(told, output_schema("bulletin"))
    assert {"ledger", "today", "commit", "dirty"} <= set(told)
    assert {k: v for k, v in told.items() if k not in HEAD} == as_json(
        figures(open_ledger(month.root), date(2026, 3, 1), date(2026, 3, 31), "单位")
    )


def test_an_issue_has_a_number_a_register_and_an_event(month: Clerk) -> None:
    before = month.commits()
    month.do(*MARCH, "--approved-by", "刘某某", "--criticise", "楼区", "--praise", "市财政局", today=DAY)
    assert month.commits()[1:] == before
    subject, paths, trailers = month.last()
    assert subject == "督查通报第1期：3月1日至3月31日督查事项办理情况"
    paper = "papers/2026/督查通报-0001"
    assert paths == sorted(["office/2026.yaml", f"{paper}.docx", f"{paper}.yaml"])
    assert trailers == {"Duban-Action": ["通报"], "Duban-Doc": ["第1期"]}
    assert month.facts("office/2026.yaml")["记录"] == [
        {
            "日期": DAY,
            "动作": "通报",
            "文号": "第1期",
            "起": "2026-03-01",
            "止": DAY,
            "批评": [LOU],
            "表扬": ["市财政局"],
            "批准": "刘某某",
        }
    ]
    register = month.facts(f"{paper}.yaml")
    assert (register["文号"], register["签发"], register["日期"]) == ("第1期", "刘某某", DAY)
    text = month.paper_text(f"{paper}.docx")
    assert f"对{LOU}予以通报批评" in text
    assert "对市财政局予以通报表扬" in text
    assert "待填" not in text
    assert month.do("check", today=DAY).code == 0

    month.do(
        "bulletin",
        "--from",
        "2026-04-01",
        "--to",
        "2026-04-30",
        "--approved-by",
        "刘某某",
        today="2026-05-06",
    )
    assert month.last()[2]["Duban-Doc"] == ["第2期"]
    assert [e["文号"] for e in month.facts("office/2026.yaml")["记录"]] == ["第1期", "第2期"]
    month.do(
        "bulletin",
        "--from",
        "2026-12-01",
        "--to",
        "2026-12-31",
        "--approved-by",
        "刘某某",
        today="2027-01-06",
    )
    assert month.last()[2]["Duban-Doc"] == ["第1期"]
    assert "office/2027.yaml" in month.last()[1]


COLUMNS = {
    "交办": "assigned", "办结": "completed", "销号": "struck_off", "在办": "open", "逾期": "overdue", "催办": "urged",
    "退回": "returned",
}  # fmt: skip
RATES = {"按期办结率": "on_time_rate", "反馈率": "reply_rate"}


@pytest.mark.parametrize("by", ["单位", "类别", "来源"])
def test_the_paper_has_the_figures_of_the_json(month: Clerk, by: str) -> None:
    told = month.do(*MARCH, "--by", by, "--format", "json", today=DAY).json
    shown = month.do(*MARCH, "--by", by, today=DAY)
    found = rows(month, "drafts/督查通报-2026-03-01至2026-03-31.docx")
    assert list(found) == [*(row["name"] for row in told["units"]), "合计"]
    for name, figures_of in [*((row["name"], row) for row in told["units"]), ("合计", told["totals"])]:
        expected = {column: str(figures_of[key]) for column, key in COLUMNS.items()}
        for column, key in RATES.items():
            rate = figures_of[key]
            expected[column] = f"{rate['text']}\n{rate['numerator']}/{rate['denominator']}"
        assert {column: found[name][column] for column in expected} == expected
    assert (told["totals"]["assigned"], told["totals"]["completed"], told["totals"]["overdue"]) == (3, 1, 1)
    assert "本期：交办3件、办结1件" in shown.out


def test_whom_it_is_to_name_stands_on_the_draft_and_nowhere_else(month: Clerk) -> None:
    before = month.state()
    name = "督查通报-2026-03-01至2026-03-31"
    month.do(*MARCH, "--praise", "市财政局", "--criticise", "楼区", today=DAY)
    after = month.state()
    assert (after.head, after.status) == (before.head, before.status)
    text = month.paper_text(f"drafts/{name}.docx")
    assert f"对{LOU}予以通报批评" in text
    assert "对市财政局予以通报表扬" in text
    assert month.facts(f"drafts/{name}.yaml")["通报"] == {
        "起": "2026-03-01", "止": DAY, "表扬": ["市财政局"], "批评": [LOU],
    }  # fmt: skip
    assert "第二十一条" in month.refused(1, "issue", name, today=DAY).err
    month.do("issue", name, "--approved-by", "刘某某", today=DAY)
    event = month.facts("office/2026.yaml")["记录"][-1]
    assert (event["批评"], event["表扬"], event["批准"]) == ([LOU], ["市财政局"], "刘某某")


def test_a_bulletin_made_void_criticises_nobody(month: Clerk) -> None:
    def counted() -> tuple[int, list[str]]:
        told = month.do("assess", "2026", "--format", "json", today="2026-04-02").json
        return next(r["criticised"] for r in told["units"] if r["name"] == LOU), told["notes"]

    month.do(*MARCH, "--criticise", LOU, "--approved-by", "刘某某", today=DAY)
    assert counted()[0] == 1
    told = month.do(
        "issue",
        "--void",
        "第1期",
        "--reason",
        "批评的单位有误",
        "--approved-by",
        "刘某某",
        today="2026-04-01",
    )
    assert "其中的表扬、批评不再计入" in told.err
    count, notes = counted()
    assert count == 0
    assert f"第1期已作废，其中的批评（{LOU}）不计。" in notes
    assert month.do("check", today="2026-04-02").code == 0
    # One that the register does not know stands: it came before the ledger.
    month.write(
        "office/2026.yaml",
        month.text("office/2026.yaml")
        + f"- {{日期: 2026-04-01, 动作: 通报, 文号: 第9期, 批评: [{LOU}], 批准: 刘某某}}\n",
    )
    assert counted()[0] == 1


@pytest.mark.parametrize(("day", "today"), [("2026-03-30", DAY), ("2026-04-02", "2026-04-01")])
def test_a_bulletin_is_dated_after_its_period_and_not_ahead(month: Clerk, day: str, today: str) -> None:
    told = month.refused(2, *MARCH, "--date", day, "--approved-by", "刘某某", today=today)
    assert f"通报日期 {day} 不对" in told.err
    assert f"写在止日 2026-03-31 与今天 {today} 之间" in told.err


def test_a_bulletin_of_an_empty_month(clerk: Clerk) -> None:
    clerk.do(*MARCH, "--approved-by", "刘某某", today=DAY)
    assert clerk.last()[2]["Duban-Doc"] == ["第1期"]
    assert "待填" not in clerk.paper_text("papers/2026/督查通报-0001.docx")


def test_a_matter_not_for_the_public_is_named_by_number_only(month: Clerk) -> None:
    month.do(*MARCH, today=DAY)
    text = month.paper_text("drafts/督查通报-2026-03-01至2026-03-31.docx")
    assert "洞庭大道排水管网改造整改" not in text
    assert "2026-0001" in text
    assert REPLY[3] not in text


def test_a_period_has_one_bulletin(month: Clerk) -> None:
    issue = (*MARCH, "--approved-by", "刘某某")
    month.do(*issue, today=DAY)
    told = month.refused(1, *issue, today="2026-04-01")
    assert "2026-03-01 至 2026-03-31 的通报已经发过：第1期（2026-03-31）" in told.err
    assert "--again" in told.err
    month.do(*issue, "--again", today="2026-04-01")
    assert month.last()[2]["Duban-Doc"] == ["第2期"]


def test_none_goes_out_while_an_item_cannot_be_read(month: Clerk) -> None:
    month.write("items/2026/2026-0009.yaml", "标题：坏\n")
    told = month.refused(1, *MARCH, "--approved-by", "刘某某", today=DAY)
    assert "items/2026/2026-0009.yaml" in told.err
    assert "通报不能发出" in told.err
    assert "送审稿（未编号，未发出）" in month.do(*MARCH, today=DAY).err


def test_naming_a_unit_that_leads_nothing_is_minded(month: Clerk) -> None:
    month.do("unit", "add", "市审计局")
    named = (*MARCH, "--approved-by", "刘某某", "--praise", "市审计局", "--criticise", LOU)
    told = month.do(*named, today=DAY)
    assert told.err.count("提醒：") == 1
    assert "提醒：市审计局在本期没有主办的事项" in told.err
