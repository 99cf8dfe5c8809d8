"""``report``: drafts and issued reports whose figures are those of the JSON, and lists that are the ledger."""

from __future__ import annotations

from typing import Any

import pytest

from duban_cli.plans.report_kinds import KINDS
from tests.clerk import ITEM, LOU, NEW, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

TODAY = "2026-03-31"
FORMS = {
    "督查报告": "岳督报〔{年}〕{号}号", "专题报告": "岳督专〔{年}〕{号}号", "督查专报": "专报第{号}期",
    "月度督办清单": "岳督单〔{年}〕{号}号", "措施清单": "岳督措〔{年}〕{号}号",
}  # fmt: skip
MARCH = ("report", "督查报告", "--from", "2026-03-01", "--to", "2026-03-31")
COLUMNS = {"交办": "assigned", "办结": "completed", "在办": "open", "逾期": "overdue"}
RATES = {"按期办结率": "on_time_rate", "反馈率": "reply_rate"}


def numbered(clerk: Clerk, forms: dict[str, str]) -> None:
    """Number the reports so, and no other kind of report."""
    kept = [
        line
        for line in clerk.text("duban.yaml").splitlines(keepends=True)
        if line.strip().partition(":")[0] not in KINDS
    ]
    at = kept.index("文号:\n") + 1
    kept[at:at] = [f"  {kind}: {form}\n" for kind, form in forms.items()]
    clerk.write("duban.yaml", "".join(kept))


@pytest.fixture
def month(handed: Clerk) -> Clerk:
    """A month with one item overdue and urged, one struck off, one replied to; two lines and one of nobody."""
    numbered(handed, FORMS)
    for title, lead, leader in (("甲事", "市财政局", "李某某"), ("乙事", "市城市管理局", "曾某某")):
        handed.do(*NEW, "--title", title, "--lead", lead, "--leader", leader, today="2026-03-05")
    handed.git("commit", "-qam", "文号")
    handed.do("assign", "2026-2", "2026-3", today="2026-03-06")
    for item in ("2026-2", "2026-3"):
        handed.do(
            "reply", item, "--content", "办了", "--done", "--signed-by", "钱某/局长", today="2026-03-16"
        )
    handed.do("review", "2026-2", "--pass", "--approved-by", "刘某某", today="2026-03-17")
    handed.do("close", "2026-2", today="2026-03-18")
    handed.do("urge", today="2026-03-27")
    return handed


def tables(clerk: Clerk, path: str) -> list[list[list[str]]]:
    return [[[c.text.strip() for c in r.cells] for r in t.rows] for t in clerk.docx(path).tables]


def figures_table(clerk: Clerk, path: str) -> dict[str, dict[str, str]]:
    found = next(t for t in tables(clerk, path) if "办结" in t[0])
    return {row[0]: dict(zip(found[0], row, strict=True)) for row in found[1:]}


def expected(row: dict[str, Any]) -> dict[str, str]:
    cells = {column: str(row[key]) for column, key in COLUMNS.items()}
    rates = {
        column: f"{row[key]['text']}\n{row[key]['numerator']}/{row[key]['denominator']}"
        for column, key in RATES.items()
    }
    return cells | rates


@pytest.mark.parametrize("by", ["单位", "类别", "来源"])
def test_the_figures_are_those_of_the_json_and_of_the_bulletin(month: Clerk, by: str) -> None:
    before = month.state()
    told = month.do(*MARCH, "--by", by, "--format", "json", today=TODAY).json
    assert month.state() == before
    bulletin = month.do("bulletin", *MARCH[2:], "--by", by, "--format", "json", today=TODAY).json
    assert {k: v for k, v in bulletin.items() if k in told["figures"]} == {
        k: v for k, v in told["figures"].items() if k in bulletin
    } | {"version": bulletin["version"]}
    month.do(*MARCH, "--by", by, today=TODAY)
    found = figures_table(month, "drafts/督查报告-2026-03-01至2026-03-31.docx")
    units = told["figures"]["units"]
    total = {"合计": {**told["figures"]["totals"], "name": "合计"}} if len(units) > 1 else {}
    assert list(found) == [*(r["name"] for r in units), *total]
    for row in (*units, *total.values()):
        assert {c: found[row["name"]][c] for c in expected(row)} == expected(row)
    totals = told["figures"]["totals"]
    text = month.paper_text("drafts/督查报告-2026-03-01至2026-03-31.docx")
    assert (
        f"共交办督查事项{totals['assigned']}件，办结{totals['completed']}件，销号{totals['struck_off']}件"
        in text
    )
    assert (totals["assigned"], totals["completed"], totals["overdue"]) == (3, 1, 1)


def test_a_draft_is_no_record_and_is_signed_by_issue(month: Clerk) -> None:
    before = month.state()
    told = month.do(*MARCH, today=TODAY)
    name = "督查报告-2026-03-01至2026-03-31"
    after = month.state()
    assert set(after.files) - set(before.files) == {f"drafts/{name}.docx", f"drafts/{name}.yaml"}
    assert (after.head, after.status) == (before.head, "")
    assert f"duban issue {name}" in told.err
    assert "待填：文号" in month.paper_text(f"drafts/{name}.docx")
    month.do("issue", name, "--approved-by", "刘某某", today=TODAY)
    subject, paths, trailers = month.last()
    assert subject == "督查报告岳督报〔2026〕1号：2026年3月1日至3月31日督查事项办理情况"
    assert paths == ["papers/2026/督查报告-0001.docx", "papers/2026/督查报告-0001.yaml"]
    assert trailers == {"Duban-Doc": ["岳督报〔2026〕1号"]}
    text = month.paper_text("papers/2026/督查报告-0001.docx")
    assert "待填" not in text
    assert "签发人：刘某某" in text.replace("　", "")
    assert not (month.root / f"drafts/{name}.docx").exists()
    assert month.do("check", today=TODAY).code == 0


def test_a_report_signed_at_once_is_the_one_signed_later(month: Clerk) -> None:
    month.do(*MARCH, "--approved-by", "刘某某", today=TODAY)
    at_once = month.raw("papers/2026/督查报告-0001.docx")
    month.git("reset", "-q", "--hard", "HEAD~1")
    month.do(*MARCH, today=TODAY)
    month.do("issue", "督查报告-2026-03-01至2026-03-31", "--approved-by", "刘某某", today=TODAY)
    assert month.raw("papers/2026/督查报告-0001.docx") == at_once


def test_a_report_of_one_matter_tells_its_course(month: Clerk) -> None:
    month.write("../报告.md", "# 存在问题\n\n主体责任不落实。\n\n# 工作建议\n\n## 提级协调\n由市领导召集。\n")
    content = str(month.root.parent / "报告.md")
    args = ("report", "专题报告", "2026-1", "--content", content)
    told = month.do(*args, "--format", "json", today=TODAY).json
    assert told["facts"] == (
        f"2026年3月4日交办{LOU}（岳督函〔2026〕1号），限3月18日；3月27日催办（通知单）（岳督催〔2026〕1号），限4月3日。"
        "截至2026年3月31日，事项办理中：反馈限3月18日，未反馈，逾期9个工作日；办结限3月18日，未办结，逾期9个工作日。"
    )
    assert told["figures"] is None
    assert (told["problems"], told["proposals"]) == (
        [{"title": None, "text": "主体责任不落实。"}],
        [{"title": "提级协调", "text": "由市领导召集。"}],
    )
    row = next(
        r for r in month.do("list", "--format", "json", today=TODAY).json["items"] if r["id"] == "2026-0001"
    )
    assert told["items"] == [row]
    month.do(*args, "--approved-by", "刘某某", today=TODAY)
    text = month.paper_text("papers/2026/专题报告-0001.docx")
    assert told["facts"] in text
    assert "主体责任不落实。" in text
    assert month.facts("papers/2026/专题报告-0001.yaml")["事项"] == ["2026-0001"]


def test_a_report_signed_later_speaks_of_the_day_it_was_drawn_up(month: Clerk) -> None:
    month.do("report", "专题报告", "2026-1", today=TODAY)
    month.do("issue", "专题报告-2026-0001", "--approved-by", "刘某某", "--draft", today="2026-04-02")
    month.do(*REPLY, today="2026-04-02")
    sign = ("issue", "专题报告-2026-0001", "--approved-by", "刘某某")
    told = month.refused(1, *sign, today="2026-04-02")
    assert "报告截至 2026-03-31；事项 2026-0001 此后又有：2026-04-02 反馈" in told.err
    month.do(*sign, "--yes", today="2026-04-02")
    text = month.paper_text("papers/2026/专题报告-0001.docx")
    assert "截至2026年3月31日，事项办理中：反馈限3月18日，未反馈，逾期9个工作日" in text
    assert "2026年4月2日" in text


def test_a_brief_bears_its_issue(month: Clerk) -> None:
    month.do(
        "report", "督查专报", "2026-1", "2026-3", "--title", "两件事", "--approved-by", "刘某某", today=TODAY
    )
    text = month.paper_text("papers/2026/督查专报-0001.docx")
    assert "第1期" in text
    assert "关于两件事的专报" in text
    assert "乙事（2026-0003）。2026年3月6日交办市城市管理局" in text


def test_figures_of_named_items_are_theirs_alone(month: Clerk) -> None:
    told = month.do(*MARCH, "2026-2", "2026-3", "--format", "json", today=TODAY).json
    totals = told["figures"]["totals"]
    assert (totals["assigned"], totals["completed"], totals["overdue"]) == (2, 1, 0)
    assert [r["id"] for r in told["items"]] == ["2026-0002", "2026-0003"]


# -- the monthly list ---------------------------------------------------------------------------------------


def test_the_monthly_list_has_a_table_for_each_leader(month: Clerk) -> None:
    month.do(*NEW, "--title", "丙事", "--leader", "李某某", today=TODAY)
    month.do("assign", "2026-4", today=TODAY)
    told = month.do("report", "月度督办清单", "--format", "json", today=TODAY).json
    assert (told["month"], told["cutoff"], told["total"], told["overdue"]) == ("2026-03", TODAY, 3, 1)
    assert [(g["leader"], [i["id"] for i in g["items"]]) for g in told["groups"]] == [
        ("曾某某", ["2026-0003"]), ("李某某", ["2026-0004"]), (None, ["2026-0001"]),
    ]  # fmt: skip
    listed = {r["id"]: r for r in month.do("list", "--format", "json", today=TODAY).json["items"]}
    for item in (i for g in told["groups"] for i in g["items"]):
        assert {k: v for k, v in item.items() if k not in ("progress", "to_do")} == listed[item["id"]]
    month.do("report", "月度督办清单", today=TODAY)
    found = [t for t in tables(month, "drafts/月度督办清单-2026-03.docx") if "督查事项" in t[0]]
    assert [[row[1].split("\n")[-1] for row in t[1:]] for t in found] == [
        [i["id"] for i in g["items"]] for g in told["groups"]
    ]
    assert "逾期9个工作日" in found[2][1][3]


def test_the_monthly_list_meets_the_months_duty(month: Clerk) -> None:
    def owed() -> list[dict[str, Any]]:
        tasks = month.do("agenda", "--format", "json", today=TODAY).json["tasks"]
        return [t for t in tasks if t["what"] == "督办清单"]

    assert [t["periods"] for t in owed()] == [["2026年3月"]]
    month.do("report", "月度督办清单", "--month", "2026-03", today=TODAY)
    month.do("issue", "月度督办清单-2026-03", "--approved-by", "刘某某", today=TODAY)
    assert month.facts("office/2026.yaml")["记录"] == [
        {
            "日期": TODAY, "动作": "清单", "文号": "岳督单〔2026〕1号", "起": "2026-03-01", "止": "2026-03-31",
            "批准": "刘某某", "内容": "印发3月督办清单，共2件，按分管领导分线。",
        }
    ]  # fmt: skip
    assert owed() == []
    assert month.last()[0] == "月度督办清单岳督单〔2026〕1号：2026年3月"
    month.do("report", "月度督办清单", "--month", "2026-03", today=TODAY)
    told = month.refused(1, "issue", "月度督办清单-2026-03", "--approved-by", "刘某某", today=TODAY)
    assert "2026-03 的清单已经发过：岳督单〔2026〕1号" in told.err


def test_a_month_that_is_over_stands_at_its_end(month: Clerk) -> None:
    month.do(*REPLY, today="2026-04-02")
    told = month.do(
        "report", "月度督办清单", "--month", "2026-03", "--format", "json", today="2026-04-20"
    ).json
    assert told["cutoff"] == "2026-03-31"
    assert [i["progress"] for g in told["groups"] for i in g["items"] if i["id"] == "2026-0001"] == [None]


def test_a_part_of_the_monthly_list_is_not_issued(month: Clerk) -> None:
    month.do("report", "月度督办清单", "--leader", "曾某某", today=TODAY)
    told = month.refused(
        1, "report", "月度督办清单", "--leader", "曾某某", "--approved-by", "刘某某", today=TODAY
    )
    assert "只列了一部分" in told.err
    told = month.refused(2, "report", "月度督办清单", "--leader", "赵某某", today=TODAY)
    assert "没有“赵某某”分管的事项" in told.err
    assert "曾某某、李某某" in told.err


# -- 四单 ----------------------------------------------------------------------------------------------------


def test_the_lists_are_the_ledger(month: Clerk) -> None:
    open_ = month.do("report", "任务清单", "--format", "json", today=TODAY).json["rows"]
    assert [r["id"] for r in open_] == ["2026-0001", "2026-0003"]
    facts = month.facts(ITEM)
    assert (open_[0]["task"], open_[0]["lead_unit"], open_[0]["due"]) == (facts["标题"], LOU, "2026-03-18")
    done = month.do("report", "成果清单", "--format", "json", today=TODAY).json["rows"]
    assert [(r["id"], r["result"], r["done"], r["on_time"]) for r in done] == [
        ("2026-0002", "办了", "2026-03-16", True)
    ]
    month.do("report", "责任清单", "--unit", "楼区", today=TODAY)
    assert LOU in month.paper_text(f"drafts/责任清单-{'楼区'}.docx")
    told = month.refused(2, "report", "成果清单", "--category", "媒体批评", today=TODAY)
    assert "没有可列入成果清单的事项" in told.err


def test_measures_are_written_by_people(month: Clerk) -> None:
    args = ("report", "措施清单", "2026-1", "--approved-by", "刘某某")
    assert "还缺措施：2026-0001" in month.refused(1, *args, today=TODAY).err
    month.write("../措施.md", "# 2026-0001\n原因：标准有争议\n措施：逐户定人\n")
    month.do(*args, "--content", str(month.root.parent / "措施.md"), today=TODAY)
    text = month.paper_text("papers/2026/措施清单-0001.docx")
    assert "标准有争议" in text
    assert "逐户定人" in text
    assert month.facts("papers/2026/措施清单-0001.yaml")["事项"] == ["2026-0001"]
    assert not (month.root / "office/2026.yaml").exists()


# -- refused ------------------------------------------------------------------------------------------------


def test_a_kind_without_a_number_is_not_issued(month: Clerk) -> None:
    assert "“文号”里没有“任务清单”，签发前要加上" in month.do("report", "任务清单", today=TODAY).err
    told = month.refused(1, "report", "任务清单", "--approved-by", "刘某某", today=TODAY)
    assert "在“文号”下加一行：任务清单: 岳督任〔{年}〕{号}号" in told.err


def test_what_cannot_be_read_is_not_left_out_in_silence(month: Clerk) -> None:
    month.write("items/2026/2026-0004.yaml", "标题: 坏的\n类别：领导批示\n")
    for kind in ("月度督办清单", "任务清单", "督查报告"):
        told = month.run("report", kind, today=TODAY)
        assert told.code == 1
        assert "有1件的文件读不出来" in told.err
    for kind in ("月度督办清单", "督查报告"):
        told = month.refused(1, "report", kind, "--approved-by", "刘某某", today=TODAY)
        assert "不能发出：items/2026/2026-0004.yaml" in told.err
    month.do("report", "专题报告", "2026-1", today=TODAY)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("督查通告",), "没有“督查通告”这种报告"),
        (("督查报告", "2026-9"), "没有事项 2026-0009"),
        (("督查报告", "--to", "2026-04-30"), "还没有到"),
        (("督查报告", "--from", "2026-03-20", "--to", "2026-03-10"), "晚于止日"),
        (("督查报告", "--to", "2026-03-31", "--date", "2026-03-30"), "早于止日"),
        (("督查报告", "--leader", "李某某"), "不用"),
        (("月度督办清单", "--month", "2026-04"), "2026-04 还没有到"),
        (("月度督办清单", "--month", "三月"), "不是月份"),
        (("月度督办清单", "2026-1"), "列全部在办事项"),
        (("任务清单", "--from", "2026-03-01"), "不用 --from"),
        (("任务清单", "--content", "没有.md"), "没有.md"),
        (("任务清单", "--doc-no", "岳督任〔2026〕1号"), "送审稿没有文号"),
    ],
)  # fmt: skip
def test_what_cannot_be_reported_is_told(month: Clerk, args: tuple[str, ...], said: str) -> None:
    assert said in month.refused(2, "report", *args, today=TODAY).err


def test_an_item_not_handed_out_is_on_no_report(month: Clerk) -> None:
    month.do(*NEW, "--title", "丁事", today=TODAY)
    assert "还没有交办" in month.refused(1, "report", "督查报告", "2026-4", today=TODAY).err


def test_a_look_at_a_report_writes_nothing(month: Clerk) -> None:
    before = month.state()
    told = month.do(*MARCH, "--draft", today=TODAY)
    assert "将要做成送审稿（未写入）" in told.err
    month.do(*MARCH, "--approved-by", "刘某某", "--draft", today=TODAY)
    assert month.state() == before
