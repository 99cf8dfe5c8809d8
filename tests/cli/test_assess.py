"""``assess``: the sheet, what stands behind a unit's figures, csv, JSON and the paper."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from docx import Document
from jsonschema import Draft202012Validator

from duban_cli.views.schemas import output_schema
from tests.clerk import Clerk
from tests.cli.conftest import Duban, break_item, call
from tests.kit import HANDED_OUT, LOU, SETTINGS, item_text, make_ledger
from tests.rules.made import with_section

pytest_plugins = ("tests.gitkit", "tests.clerk")
HAND = "{日期: 2026-04-01, 动作: 催办, 方式: 通知单, 文号: 岳督催〔2026〕3号, 针对: 反馈}"


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_sheet_has_a_row_for_each_unit_with_work_and_the_totals(duban: Duban) -> None:
    answer = duban("assess", "2026")
    assert answer.code == 0
    units, own = answer.out.split("\n\n督查室自身时限\n")
    lines = [line.split() for line in units.splitlines()]
    assert lines[0][:4] == ["单位", "主办事项", "应办结", "按期办结"]
    assert [line[0] for line in lines[1:]] == [LOU, "市住房和城乡建设局", "合计"]
    assert lines[-1][1:4] == ["3", "2", "1"]
    assert "2026年考核  2026-01-01 至 2026-11-20（年度未终了）" in answer.err
    assert "另有2个单位当年没有主办事项，不考核（本办约定）" in answer.err
    assert "没有规定考核分值，不打分" in answer.err
    assert "得分" not in answer.out
    assert own.splitlines()[0].split() == [
        "本室事务",
        "应办",
        "按期",
        "逾期办",
        "逾期未办",
        "此前逾期",
        "按期率",
    ]
    assert "督查室自身时限：应办为限期在本期内的" in answer.err


def test_how_the_office_kept_its_own_limits_late_ones_traced(duban: Duban) -> None:
    """2025-0007: 立项 2026-11-02, 交办 2026-11-09, due after 2 working days; 2026-0020 was never handed out."""
    told = duban("assess", "2026").out
    rows_of = {line.split()[0]: line.split()[1:] for line in told.split("督查室自身时限\n")[1].splitlines()}
    assert rows_of["交办"] == ["4", "2", "1", "1", "0", "50.0%", "2/4"]
    assert (
        "逾期办  2025-0007  交办  应于 2026-11-04 前，2026-11-09 交办，督查室逾期3个工作日  本办约定  =1+1\n"
        in told
    )
    assert (
        "逾期未办  2026-0020  交办  应于 2026-03-05 前，未办，督查室逾期178个工作日  本办约定  [red]急"
        in told
    )

    behind = duban("assess", "2026", "--unit", "督查室").out
    assert behind.startswith("督查室自身时限  2026年考核")
    assert "  2026-0018  交办  应于 2026-03-05 前，2026-03-04 交办（岳督函〔2026〕17号）  本办约定" in behind

    own = duban("assess", "2026", "--format", "json").json["own_duties"]
    (row,) = [r for r in own["by_duty"] if r["name"] == "交办"]
    assert (row["due"], row["items"]["late"], row["items"]["open_late"]) == (4, ["2025-0007"], ["2026-0020"])
    assert row["on_time_rate"] == {"text": "50.0%", "value": 50.0, "numerator": 2, "denominator": 4}
    for figure in (own, *own["by_duty"]):
        assert figure["due"] == sum(figure[k] for k in ("on_time", "late", "open_late", "at_limit"))
    for key in ("due", "late", "open_late", "carried"):
        assert own[key] == sum(r[key] for r in own["by_duty"]) == len(own["behind"][key])
    late = next(d for d in own["behind"]["late"] if d["item"] == "2025-0007")
    assert (late["due"], late["met_by"]["date"], late["overdue_workdays"]) == ("2026-11-04", "2026-11-09", 3)


def test_without_a_year_it_is_this_one(duban: Duban) -> None:
    assert duban("assess").out == duban("考核", "2026").out


def test_behind_each_figure_stand_item_date_and_entry(duban: Duban, ledger: Path) -> None:
    path = ledger / "items/2026/2026-0018.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"- {HAND}\n", encoding="utf-8")
    told = duban("assess", "2026", "--unit", "楼区").out
    assert told.startswith(f"{LOU}  2026年考核")
    assert "应办结 1件＝按期办结0＋逾期办结0＋逾期未结1\n" in told
    assert (
        "逾期未结 1件\n  2026-0018  2026-03-18  办结到期 未办结 · 逾期169个工作日  洞庭大道排水管网改造整改\n"
        in told
    )
    assert (
        "催办 1次\n  2026-0018  2026-04-01  催办（通知单） · 岳督催〔2026〕3号 · 针对 反馈  洞庭大道" in told
    )
    assert "按期办结 0件（按期办结率 0.0%，0/1）" in told
    assert told.endswith("结论 无\n")


def test_csv_opens_in_excel_and_holds_every_unit(duban: Duban) -> None:
    sheet = rows(duban("assess", "2026", "--format", "csv").out)
    assert [r["单位"] for r in sheet] == [LOU, "市住房和城乡建设局", "市财政局", "市城市管理局", "合计"]
    assert (sheet[2]["结论"], sheet[2]["依据"]) == ("不考核", "本办约定")
    for column in (
        "主办事项",
        "应办结",
        "按期办结",
        "逾期办结",
        "逾期未结",
        "退回",
        "催办",
        "应反馈",
        "按期反馈",
        "未反馈",
    ):
        assert sum(int(r[column]) for r in sheet[:-1]) == int(sheet[-1][column])
    assert sheet[1]["按期办结率"] == "100.0%"


def test_csv_of_a_unit_is_every_entry_and_no_formula(duban: Duban) -> None:
    detail = rows(duban("assess", "2026", "--unit", LOU, "--format", "csv").out)
    assert {r["编号"] for r in detail} == {"2026-0018", "2025-0007"}
    assert "'=1+1" in {r["标题"] for r in detail}
    late = next(r for r in detail if r["项目"] == "逾期未结")
    assert (late["限期"], late["履行"]) == ("2026-03-18", "未办结 · 逾期169个工作日")


def test_json_has_figures_and_what_is_behind_them(duban: Duban) -> None:
    found = duban("assess", "2026", "--unit", "各区政府", "--format", "json").json
    assert (found["year"], found["from"], found["to"], found["complete"]) == (
        2026,
        "2026-01-01",
        "2026-11-20",
        False,
    )
    assert found["totals"]["due"] == 2
    (unit,) = found["units"]
    assert (unit["name"], unit["due"], unit["points"], unit["score"]) == (LOU, 1, None, None)
    assert unit["on_time_rate"] == {"text": "0.0%", "value": 0.0, "numerator": 0, "denominator": 1}
    (late,) = unit["behind"]["late_open"]
    assert (late["item"], late["due"], late["state"], late["entry"]) == (
        "2026-0018",
        "2026-03-18",
        "逾期",
        None,
    )
    assert len(duban("assess", "2026", "--format", "json").json["units"]) == 4


def test_the_json_fits_its_schema(duban: Duban) -> None:
    schema = Draft202012Validator(call("schema", "--output", "assess").json)
    document = duban("assess", "2026", "--format", "json").json
    assert not list(schema.iter_errors(document))
    del document["units"][0]["behind"]
    assert list(schema.iter_errors(document))


def test_an_unreadable_item_is_told_and_is_code_1(duban: Duban, ledger: Path) -> None:
    break_item(ledger)
    answer = duban("assess", "2026")
    assert answer.code == 1
    assert "有1件的文件读不出来" in answer.err
    assert duban("assess", "2026", "--format", "json").json["unreadable"] == ["2026-0021"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("2027",), "2027年还没有到"),
        (("26",), "“26”不是年份"),
        (("2026", "--unit", "市财证局"), "是否指“市财政局”"),
        (("2026", "--paper", "--unit", "楼区"), "考核表是全部单位的"),
        (("2026", "--paper", "--format", "csv"), "考核表是全部单位的"),
    ],
)
def test_wrong_use_is_told(duban: Duban, args: tuple[str, ...], said: str) -> None:
    answer = duban("assess", *args)
    assert answer.code == 2
    assert said in answer.err


def paper_text(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_paper_is_a_draft_outside_the_record(duban: Duban, ledger: Path, tmp_path: Path) -> None:
    answer = duban("assess", "2026", "--paper")
    path = ledger / "drafts/考核表-2026年.docx"
    assert answer.out.strip() == "drafts/考核表-2026年.docx"
    assert "考核: {年: 2026}\n" in path.with_suffix(".yaml").read_text(encoding="utf-8")
    assert "送审稿" in answer.err
    text = paper_text(path)
    assert LOU in text
    assert "办结限3月18日，未办结，逾期169个工作日" in text
    assert "市财政局" not in text

    assert duban("assess", "2026", "--out", str(tmp_path / "别处")).code == 0
    assert (tmp_path / "别处/考核表-2026年.docx").read_bytes() == path.read_bytes()


def test_the_paper_names_no_matter_the_settings_keep_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = SETTINGS + "通报: {不予公开事项: 只列编号}\n"
    root = make_ledger(
        tmp_path / "台账", {"2026-0018": item_text(*HANDED_OUT, 公开属性="不予公开")}, settings=settings
    )
    monkeypatch.chdir(root)
    assert call("--today", "2026-11-20", "assess", "2026", "--paper").code == 0
    text = paper_text(root / "drafts/考核表-2026年.docx")
    assert "2026-0018" in text
    assert "洞庭大道" not in text


LIU = ("--approved-by", "彭某某")
NEW_YEAR = "2027-01-08"


def office_duties(clerk: Clerk, today: str) -> list[str]:
    found = clerk.do("agenda", "--days", "60", "--format", "json", today=today).json
    return [t["command"] for t in found["tasks"] if t["what"] == "年度考核"]


def test_the_year_issued_is_on_record_numbered_and_meets_the_offices_duty(handed: Clerk) -> None:
    assert office_duties(handed, NEW_YEAR) == ["duban assess 2026 --approved-by 姓名"]
    done = handed.do("assess", "2026", *LIU, "--format", "json", today=NEW_YEAR).json
    (paper,) = done["papers"]
    assert (paper["doc_no"], paper["path"]) == ("岳督考〔2027〕1号", "papers/2027/考核表-0001.docx")
    (event,) = handed.facts("office/2027.yaml")["记录"]
    assert event == done["events"][0]["facts"]
    assert (event["动作"], event["文号"], event["起"], event["止"], event["批准"]) == (
        "考核", "岳督考〔2027〕1号", "2026-01-01", "2026-12-31", "彭某某",
    )  # fmt: skip
    text = handed.paper_text(paper["path"])
    assert "岳督考〔2027〕1号" in text
    assert "考核结果经彭某某批准" in text
    assert "送审稿" not in text
    subject, paths, trailers = handed.last()
    assert subject == "考核表岳督考〔2027〕1号：2026年度督查工作考核"
    assert trailers["Duban-Action"] == ["考核"]
    assert paths == ["office/2027.yaml", "papers/2027/考核表-0001.docx", "papers/2027/考核表-0001.yaml"]
    assert office_duties(handed, NEW_YEAR) == []
    assert (
        "没有问题" in handed.do("check", today=NEW_YEAR).text or handed.run("check", today=NEW_YEAR).code == 0
    )

    told = handed.refused(1, "assess", "2026", *LIU, today=NEW_YEAR)
    assert "2026年度的考核已经发过：岳督考〔2027〕1号" in told.err
    assert handed.do("assess", "2026", *LIU, "--again", today=NEW_YEAR).code == 0


def test_the_draft_signed_is_the_same_as_issued_at_once(handed: Clerk) -> None:
    handed.do("assess", "2026", "--paper", today=NEW_YEAR)
    handed.do("issue", "考核表-2026年", *LIU, today=NEW_YEAR)
    signed = handed.raw("office/2027.yaml"), handed.raw("papers/2027/考核表-0001.docx")
    assert not (handed.root / "drafts/考核表-2026年.docx").exists()
    handed.git("reset", "-q", "--hard", "HEAD~1")
    handed.do("assess", "2026", *LIU, today=NEW_YEAR)
    assert (handed.raw("office/2027.yaml"), handed.raw("papers/2027/考核表-0001.docx")) == signed


def test_without_a_form_of_number_the_event_alone_is_recorded(handed: Clerk) -> None:
    settings = "".join(line for line in handed.text("duban.yaml").splitlines(True) if "考核表" not in line)
    handed.write("duban.yaml", settings)
    handed.do("save", today="2026-03-05")
    told = handed.do("assess", "2026", *LIU, today=NEW_YEAR)
    assert "duban.yaml 的“文号”里没有“考核表”" in told.err
    assert "文号" not in handed.facts("office/2027.yaml")["记录"][0]
    assert handed.last()[1] == ["office/2027.yaml"]


@pytest.mark.parametrize(
    ("code", "args", "day", "said"),
    [
        (1, ("2026", *LIU), "2026-11-20", "2026年还没有终了，年度考核不能签发"),
        (2, ("2026", *LIU, "--date", "2026-12-30"), NEW_YEAR, "日期 2026-12-30 不对"),
        (2, ("2026", *LIU, "--unit", "楼区"), NEW_YEAR, "签发的是全部单位的考核表"),
        (2, ("2026", "--doc-no", "岳督考〔2027〕1号"), NEW_YEAR, "没有签发"),
    ],
)
def test_a_year_that_cannot_be_issued(
    handed: Clerk, code: int, args: tuple[str, ...], day: str, said: str
) -> None:
    assert said in handed.refused(code, "assess", *args, today=day).err


def test_none_is_issued_while_an_item_cannot_be_read(handed: Clerk) -> None:
    handed.write("items/2026/2026-0009.yaml", "标题：坏\n")
    assert "考核表不能发出" in handed.refused(1, "assess", "2026", *LIU, today=NEW_YEAR).err


# by the month ---------------------------------------------------------------------------------------------

MONTHLY = """
考核:
- {基础分: 100, 依据: 岳20 十}
- {每: 逾期, 分: -2, 依据: 岳20 十}
- {每: 催办, 逐次: [0, -3, -10], 依据: 岳20 十}
- {等次: {A: 90, B: 80, C: 60, D: 0}, 依据: 岳20 十}
- {周期: 月, 依据: 岳20 十}
"""
ROUND = "办公室:\n- {事: 月度考核, 每: 月, 动作: 考核, 起: 期末, 时限: 5个工作日, 依据: 岳20 十}\n"


@pytest.fixture
def monthly(handed: Clerk) -> Clerk:
    """A ledger whose units are assessed by the month, one item overdue since March."""
    regime = with_section("考核:\n", MONTHLY, handed.text("regime.yaml")).replace(
        "\n办公室:\n", f"\n{ROUND}", 1
    )
    handed.write("regime.yaml", regime)
    handed.do("save", today="2026-03-04")
    handed.do("urge", today="2026-03-27")
    return handed


def monthly_duties(clerk: Clerk, today: str) -> list[str]:
    found = clerk.do("agenda", "--format", "json", today=today).json
    return [t["command"] for t in found["tasks"] if t["what"] == "月度考核"]


def test_a_month_assessed_scored_and_graded(monthly: Clerk) -> None:
    found = monthly.do("assess", "2026-03", "--format", "json", today="2026-04-02").json
    assert (found["year"], found["month"], found["from"], found["to"], found["complete"]) == (
        2026, 3, "2026-03-01", "2026-03-31", True,
    )  # fmt: skip
    (unit,) = [u for u in found["units"] if u["items"]]
    assert (unit["points"], unit["grade"]) == (98.0, "A")
    assert [(s["label"], s["points"], s["times"]) for s in unit["score"]][1:] == [
        ("逾期", -2.0, []),
        ("催办", 0.0, [0.0]),
    ]
    Draft202012Validator(output_schema("assess")).validate(found)
    told = monthly.do("assess", "2026年3月", "--unit", "楼区", today="2026-04-02").out
    assert "得分 98" in told
    assert "催办 1  +0（第1次+0）  十条措施（2020-04-27）十" in told
    assert "结论 等次A（得分98，90分以上；十条措施（2020-04-27）十）" in told


def test_a_month_issued_is_on_record_and_meets_the_offices_duty(monthly: Clerk) -> None:
    (command,) = monthly_duties(monthly, "2026-04-02")
    assert command == "duban assess 2026-03 --approved-by 姓名"
    monthly.refused(1, "assess", "2026-04", *LIU, today="2026-04-02")
    done = monthly.do("assess", "2026-03", *LIU, "--format", "json", today="2026-04-02").json
    (event,) = monthly.facts("office/2026.yaml")["记录"]
    assert (event["动作"], event["起"], event["止"]) == ("考核", "2026-03-01", "2026-03-31")
    text = monthly.paper_text(done["papers"][0]["path"])
    assert "2026年3月督查工作考核" in text
    assert "2026年度" not in text
    assert "等次A" in text
    assert monthly_duties(monthly, "2026-04-02") == []
    assert "2026年3月的考核已经发过" in monthly.refused(1, "assess", "2026-03", *LIU, today="2026-04-03").err
    monthly.do("assess", "2026-04", *LIU, today="2026-05-06")


def test_the_draft_of_a_month_is_signed_as_that_month(monthly: Clerk) -> None:
    monthly.do("assess", "2026-03", "--paper", today="2026-04-02")
    assert "考核: {年: 2026, 月: 3}\n" in monthly.text("drafts/考核表-2026年3月.yaml")
    monthly.do("issue", "drafts/考核表-2026年3月.docx", *LIU, today="2026-04-03")
    (event,) = monthly.facts("office/2026.yaml")["记录"]
    assert (event["起"], event["止"]) == ("2026-03-01", "2026-03-31")
