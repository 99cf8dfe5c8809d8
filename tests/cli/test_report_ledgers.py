"""三单, 公示清单, 整改通报 and an office's own 简报, on the example ledgers that have them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from duban_cli.shipped import example_dir
from duban_cli.views.schemas import output_schema
from tests.clerk import Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")
TODAY = "2026-11-20"
JUNE = "2026-06-10"
Open = Callable[[str], Clerk]


@pytest.fixture
def open_example(identity: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """An example ledger of a regime, copied and committed in a repository of its own."""
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)

    def copy(name: str) -> Clerk:
        clerk = Clerk(tmp_path / name)
        shutil.copytree(example_dir(name), clerk.root)
        clerk.write(".gitignore", "drafts/\ndocuments/\n.duban/\n")
        clerk.git("init", "-q")
        clerk.git("add", "-A")
        clerk.git("commit", "-qm", "示例")
        return clerk

    return copy


def paper(clerk: Clerk, kind: str) -> str:
    """All the text of the one paper of a kind that was issued here."""
    (found,) = clerk.root.glob(f"papers/2026/{kind}-*.docx")
    return clerk.paper_text(found.relative_to(clerk.root).as_posix())


def item(clerk: Clerk, **changed: str) -> str:
    """A new item of the county's ledger, by its number."""
    keys = {
        "标题": "县城积水点整治", "类别": "县委县政府部署", "来源": "{类型: 会议, 名称: 县长办公会议, 日期: 2026-11-20}",
        "要求": "完成整治。", "主办单位": "县住房和城乡建设局", "公开属性": "主动公开", "办结时限": "10个工作日",
        "责任人": "{姓名: 周某, 职务: 局长, 电话: 0000-0000002}", "承办人": "{姓名: 郑某, 职务: 股长}",
        "第一责任人": "{姓名: 周某}", **changed,
    }  # fmt: skip
    path = clerk.root.parent / "新事项.yaml"
    path.write_text("".join(f"{k}: {v}\n" for k, v in keys.items() if v), encoding="utf-8")
    made = clerk.do("new", "--from", str(path), today=TODAY).out.strip()
    clerk.do("assign", made, today=TODAY)
    return made


@pytest.mark.parametrize(
    ("name", "schema", "call"),
    [
        ("daguan", "report-problems", ("三单",)),
        ("county", "report-open", ("公示清单",)),
        ("hebei", "report-rectified", ("整改通报", "--category", "城市管理", "--month", "2026-10")),
        ("county", "report", ("督察",)),
    ],
)
def test_json_fits_its_schema_and_writes_nothing(
    open_example: Open, name: str, schema: str, call: tuple[str, ...]
) -> None:
    clerk = open_example(name)
    before = clerk.state()
    told = clerk.do("report", *call, "--format", "json", today=TODAY).json
    assert [e.message for e in Draft202012Validator(output_schema(schema)).iter_errors(told)] == []
    assert clerk.state() == before


# 三单 -----------------------------------------------------------------------------------------------------


def test_the_problems_of_one_inspection_with_measures_people_and_what_is_late(open_example: Open) -> None:
    told = open_example("daguan").do("report", "三单", "2026-1", "--format", "json", today=JUNE).json
    assert (told["total"], told["finished"], told["late"]) == (7, 3, 2)
    assert told["grounds"] == ["观政办〔2016〕29号二（二）3"]
    (group,) = told["groups"]
    assert (group["id"], group["title"]) == ("2026-0001", "城区环境卫生和老旧小区周边巡查")
    late = {p["id"]: p for p in group["problems"] if p["overdue"]}
    assert list(late) == ["2026-0005", "2026-0007"]
    assert (late["2026-0005"]["overdue_workdays"], late["2026-0005"]["follow_up"]) == (
        8,
        "重点督查（已开展）",
    )
    assert late["2026-0007"]["referred_upward"].startswith("墙外属铁路用地")
    fourth = group["problems"][2]
    assert (fourth["due"], fourth["done"], fourth["cause"]) == (
        "2026-05-29",
        "2026-05-26",
        "店外经营管理不到位",
    )
    assert fourth["officer"] == "何某（局长）"


def test_without_a_number_every_inspection_is_listed_and_reinspections_told(open_example: Open) -> None:
    told = open_example("daguan").do("report", "三单", "--format", "json", today=TODAY).json
    assert [g["id"] for g in told["groups"]] == ["2026-0001", "2026-0009"]
    assert told["total"] == 8
    eighth = next(p for p in told["groups"][0]["problems"] if p["id"] == "2026-0008")
    assert eighth["reinspection"] == "7月2日回头看：围挡完好，堆物没有反弹"


def test_a_limit_set_with_return_is_not_the_limit_of_the_list(open_example: Open) -> None:
    told = open_example("daguan").do("report", "三单", "2026-0003", "--format", "json", today=TODAY).json
    (row,) = told["groups"][0]["problems"]
    assert (row["due"], row["done"]) == ("2026-06-12", "2026-06-18")


def test_the_annex_as_a_paper_and_registered(open_example: Open) -> None:
    clerk = open_example("daguan")
    before = clerk.state()
    shown = clerk.do("report", "三单", "2026-1", "--draft", today=JUNE)
    assert "2026-0005" in shown.out
    assert "逾期8个工作日，重点督查（已开展）" in shown.out
    assert clerk.state() == before
    clerk.do("report", "三单", "2026-1", "--approved-by", "刘某某", today=TODAY)
    text = clerk.paper_text("papers/2026/三单-0001.docx")
    for words in ("整改问题", "整改措施", "整改责任", "具体内容", "牵头责任单位", "配合责任单位"):
        assert words in text
    assert "石化一路医院北侧胡同内堆积垃圾" in text
    assert "观督三〔2026〕1号" in text
    assert clerk.last()[0] == "三单观督三〔2026〕1号"
    # No paper yet says it all in one line, and the small file waits to be signed the same way.
    clerk.do("report", "三单", "2026-9", today=TODAY)
    clerk.do("issue", "三单-2026-0009", "--approved-by", "刘某某", today=TODAY)
    assert "老旧小区改造3个点停工" in clerk.paper_text("papers/2026/三单-0002.docx")


def test_an_item_that_found_no_problem_is_told(open_example: Open) -> None:
    told = open_example("daguan").refused(2, "report", "三单", "2026-0014", today=TODAY)
    assert "2026-0014 名下没有问题" in told.err


def test_closed_matters_are_masked_as_the_ledger_says(open_example: Open) -> None:
    clerk = open_example("daguan")
    settings = clerk.text("duban.yaml").replace("清单: 列明", "清单: 只列编号")
    clerk.write("duban.yaml", settings)
    clerk.git("commit", "-qam", "只列编号")
    told = clerk.do("report", "三单", "2026-9", "--format", "json", today=TODAY).json
    (row,) = told["groups"][0]["problems"]
    assert (row["problem"], row["cause"], row["measure"]) == ("不予公开事项", None, "不列")


# 公示清单 --------------------------------------------------------------------------------------------------


def test_only_open_matters_and_no_phone(open_example: Open) -> None:
    clerk = open_example("county")
    told = clerk.do("report", "公示清单", "--format", "json", today=TODAY)
    ids = [r["id"] for r in told.json["rows"]]
    assert ids == ["2026-0002", "2026-0006", "2026-0007", "2026-0008", "2026-0009"]
    for number in ids:
        assert clerk.facts(f"items/2026/{number}.yaml")["公开属性"] == "主动公开"
    assert "0000-" not in told.out
    assert told.json["rows"][0] == {
        "id": "2026-0002", "title": "县人民医院新院区建设", "unit": "县卫生健康局", "officer": "吴某（局长）",
        "handler": "方某（规划股股长）", "due": "2026年12月18日",
    }  # fmt: skip
    closed = clerk.refused(1, "report", "公示清单", "2026-0005", today=TODAY)
    assert "2026-0005 的公开属性是“不予公开”，不能公示" in closed.err


def test_a_field_missing_is_marked_on_the_draft_and_keeps_it_from_going_out(open_example: Open) -> None:
    clerk = open_example("county")
    made = item(clerk, 承办人="")
    shown = clerk.do("report", "公示清单", made, "--draft", today=TODAY)
    assert "【待填：承办人】" in shown.out
    told = clerk.refused(1, "report", "公示清单", made, "--approved-by", "刘某某", today=TODAY)
    assert f"{made} 缺承办人" in told.err
    clerk.do("change", made, "--field", "承办人", "--new", "郑某", "--approved-by", "刘某某", today=TODAY)
    clerk.do("report", "公示清单", made, "--approved-by", "刘某某", today=TODAY)
    assert "郑某" in clerk.paper_text("papers/2026/公示清单-0001.docx")


def test_what_goes_out_is_on_record_once(open_example: Open) -> None:
    clerk = open_example("county")
    made = item(clerk)
    clerk.do("report", "公示清单", "--approved-by", "刘某某", today=TODAY)
    _, paths, _ = clerk.last()
    assert [p for p in paths if p.startswith("items/")] == [f"items/2026/{made}.yaml"]
    assert clerk.entries(made)[-1] == {
        "日期": TODAY, "动作": "公示", "方式": "公示清单", "批准": "刘某某", "备注": "河清督示〔2026〕1号",
    }  # fmt: skip
    clerk.do("report", "公示清单", "--approved-by", "刘某某", "--again", today=TODAY)
    assert [p for p in clerk.last()[1] if p.startswith("items/")] == []
    assert "0000-" not in clerk.paper_text("papers/2026/公示清单-0002.docx")


# 整改通报 --------------------------------------------------------------------------------------------------

OCTOBER = ("report", "整改通报", "--category", "城市管理", "--month", "2026-10")


def test_what_was_not_reported_counts_as_not_done(open_example: Open) -> None:
    told = open_example("hebei").do(*OCTOBER, "--format", "json", today="2026-11-03").json
    assert told["totals"] == {
        "unit": "合计", "assigned": 3, "on_time": 1, "late": 0, "unrectified": 2, "unreported": 2, "running": 0,
    }  # fmt: skip
    assert [(r["unit"], r["unrectified"]) for r in told["units"]] == [
        ("光复道街道办事处", 0), ("望海楼街道办事处", 1), ("王串场街道办事处", 1),
    ]  # fmt: skip
    assert [(p["id"], p["why"]) for p in told["problems"]] == [
        ("2026-0007", "到时未报送，视为未整改（10月28日补报）"), ("2026-0008", "到时未报送，视为未整改"),
    ]  # fmt: skip
    assert told["grounds"] == ["《区政府督查室督查工作规定》二（五）4"]


def test_before_the_limit_nothing_is_amiss(open_example: Open) -> None:
    november = ("report", "整改通报", "--category", "城市管理", "--month", "2026-11", "--format", "json")
    told = open_example("hebei").do(*november, today=TODAY).json
    assert (told["totals"]["running"], told["totals"]["on_time"], told["problems"]) == (1, 1, [])


def test_issued_it_is_the_office_s_work_of_the_month_and_no_bulletin(open_example: Open) -> None:
    clerk = open_example("hebei")
    kept = [
        part
        for part in clerk.text("office/2026.yaml").split("\n- ")
        if "河北督改通〔2026〕1号" not in part
    ]  # fmt: skip
    clerk.write("office/2026.yaml", "\n- ".join(kept).rstrip() + "\n")
    clerk.git("commit", "-qam", "未发")
    clerk.do(*OCTOBER, "--approved-by", "彭某某", today="2026-11-03")
    event = clerk.facts("office/2026.yaml")["记录"][-1]
    assert (event["动作"], event["文号"]) == ("通报", "河北督改通〔2026〕1号")
    assert (event["起"], event["止"]) == ("2026-10-01", "2026-10-31")
    assert "城市管理" in event["内容"]
    text = clerk.paper_text("papers/2026/整改通报-0001.docx")
    assert "未整改2件（其中到时未报送、视为未整改2件）" in text
    month = ("bulletin", "--from", "2026-10-01", "--to", "2026-10-31", "--approved-by", "彭某某")
    clerk.do(*month, today="2026-11-03")


def test_a_problem_is_handed_out_on_a_form_with_day_and_hour(open_example: Open) -> None:
    clerk = open_example("hebei")
    clerk.do(
        "new", "--title", "铁东路占道修车", "--category", "城市管理", "--lead", "鸿顺里街", "--source", "专项/区考核办复查",
        "--source-date", TODAY, "--demand", "立即整改。", today=TODAY,
    )  # fmt: skip
    number = clerk.facts("items/2026/2026-0026.yaml")
    assert number["类别"] == "城市管理"
    clerk.do("assign", "2026-26", today=TODAY)
    text = paper(clerk, "限期整改督办单")
    assert "2026年11月24日前整改到位" in text
    assert "2026年11月25日12:00前书面报送整改落实情况；逾期不报的，视为未整改" in text
    assert clerk.entries("2026-0026")[-1]["文书"] == "限期整改督办单"


def test_the_notice_of_an_inspection_has_its_six_elements_and_no_word_twice(open_example: Open) -> None:
    clerk = open_example("hebei")
    clerk.do("new", "2026-22", "--approved-by", "刘某某", today=TODAY)
    clerk.do("assign", "2026-22", today=TODAY)
    text = paper(clerk, "督查通知")
    for element in ("督查依据", "督查时间", "督查对象", "督查内容", "督查形式", "反馈方式"):
        assert f"、{element}" in text
    assert "关于开展消防通道专项督查的通知" in text.replace("\n", "")
    assert "督查督查" not in text


# 简报 ------------------------------------------------------------------------------------------------------

BRIEF = ("report", "督察", "--from", "2026-11-01", "--to", TODAY, "--title", "十一月督查情况", "--approved-by", "彭某某")  # fmt: skip


def test_a_brief_named_in_duban_yaml_goes_out_under_its_own_name(open_example: Open) -> None:
    clerk = open_example("county")
    clerk.do(*BRIEF, today=TODAY)
    text = paper(clerk, "督察")
    lines = text.split("\n")
    assert lines[0] == "督察"
    assert "十一月督查情况" in lines
    event = clerk.facts("office/2026.yaml")["记录"][-1]
    assert (event["动作"], event["内容"]) == ("通报", "编发《督察》：十一月督查情况。")
    assert clerk.last()[0].startswith("督察《督察》第")
    done = clerk.do("agenda", "--format", "json", today=TODAY).out
    assert "编发《督察》  2026年11月" not in done


def test_its_own_template_goes_first(open_example: Open) -> None:
    clerk = open_example("county")
    clerk.write(
        "templates/督察.md", "---\n版式: 简报\n机关标志: {{ 刊名 }}\n标题: {{ 主题 }}\n---\n本县写法。\n"
    )
    clerk.git("add", "-A")
    clerk.git("commit", "-qm", "模板")
    clerk.do(*BRIEF, today=TODAY)
    assert "本县写法" in paper(clerk, "督察")
    assert "可用" in clerk.do("doctor", today=TODAY).out


def test_a_name_nobody_gave_is_no_kind(handed: Clerk) -> None:
    told = handed.refused(2, "report", "督察", today="2026-03-05")
    assert "没有“督察”这种报告" in told.err
    assert "简报: [督察]" in told.err


def test_a_new_ledger_of_a_regime_with_briefs_has_them(clerk: Clerk, tmp_path: Path) -> None:
    root = tmp_path / "新账"
    asked = (
        "--office",
        "河清县委县政府督查室",
        "--government",
        "河清县人民政府",
        "--code",
        "河清",
        "--regime",
        "county",
    )
    clerk.do("init", str(root), *asked, today="2026-03-03")
    settings = Clerk(root).facts("duban.yaml")
    assert settings["简报"] == ["督察", "项目建设督查专报"]
    assert settings["文号"]["督察"] == "《督察》第{号}期"
