"""``assess``: the sheet, what stands behind a unit's figures, csv, JSON and the paper."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from docx import Document
from jsonschema import Draft202012Validator

from tests.cli.conftest import Duban, break_item, call
from tests.kit import HANDED_OUT, LOU, SETTINGS, item_text, make_ledger

pytest_plugins = ("tests.gitkit",)
HAND = "{日期: 2026-04-01, 动作: 催办, 方式: 通知单, 文号: 岳督催〔2026〕3号, 针对: 反馈}"


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_sheet_has_a_row_for_each_unit_with_work_and_the_totals(duban: Duban) -> None:
    answer = duban("assess", "2026")
    assert answer.code == 0
    lines = [line.split() for line in answer.out.splitlines()]
    assert lines[0][:4] == ["单位", "主办事项", "应办结", "按期办结"]
    assert [line[0] for line in lines[1:]] == [LOU, "市住房和城乡建设局", "合计"]
    assert lines[-1][1:4] == ["3", "2", "1"]
    assert "2026年考核  2026-01-01 至 2026-11-20（年度未终了）" in answer.err
    assert "另有2个单位当年没有主办事项，不考核（本办约定）" in answer.err
    assert "没有规定考核分值，不打分" in answer.err
    assert "得分" not in answer.out


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
    assert answer.out.strip() == str(path)
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
