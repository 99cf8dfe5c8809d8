"""Acts beyond the chain: each one entry and one commit, refused where the rules do not allow it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clerk import ITEM, LOU, NEW, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")


def closed(clerk: Clerk) -> None:
    """The worked example answered, reviewed and struck off."""
    clerk.do(*REPLY, "--done", today="2026-03-16")
    clerk.do("review", "2026-0001", "--pass", "--approved-by", "刘某某", today="2026-03-17")
    clerk.do("close", "2026-0001", "--approved-by", "刘某某", today="2026-03-18")


def last_entry(clerk: Clerk) -> dict[str, object]:
    return dict(clerk.entries()[-1])


def standing(clerk: Clerk, today: str) -> dict[str, object]:
    rows = clerk.do("list", "--format", "json", today=today).json["items"]
    return dict(rows[0])


def test_receive_records_the_unit_and_who_signed_for_it(handed: Clerk) -> None:
    handed.do("receive", "2026-0001", "--signed-by", "石某/副区长", today="2026-03-05")
    assert last_entry(handed) == {
        "日期": "2026-03-05", "动作": "签收", "单位": LOU, "签收人": {"姓名": "石某", "职务": "副区长"},
    }  # fmt: skip
    assert handed.last()[0] == f"2026-0001 {LOU}签收：洞庭大道排水管网改造整改"


def test_a_warning_goes_out_by_paper(handed: Clerk) -> None:
    handed.do(
        "warn",
        "2026-0001",
        "--content",
        "时限过半，只完成三成。",
        "--deadline",
        "3个工作日",
        today="2026-03-12",
    )
    entry = last_entry(handed)
    assert entry["限期"] == "2026-03-17"
    assert entry["文号"] == "岳督办〔2026〕1号"
    text = handed.paper_text("papers/2026/督办单-0001.docx")
    assert "岳督办〔2026〕1号" in text
    assert "时限过半，只完成三成" in text
    assert standing(handed, "2026-03-12")["due"] == "2026-03-18"


def test_a_limit_in_the_past_is_refused(handed: Clerk) -> None:
    told = handed.refused(
        2, "warn", "2026-0001", "--content", "慢", "--deadline", "2026-03-01", today="2026-03-12"
    )
    assert "早于" in told.err


def test_inspection_changes_no_duty(handed: Clerk) -> None:
    before = standing(handed, "2026-03-12")
    handed.do(
        "inspect",
        "2026-0001",
        "--how",
        "现场核查",
        "--content",
        "看了三处",
        "--result",
        "两处未动",
        today="2026-03-12",
    )
    assert {**standing(handed, "2026-03-12"), "obligations": None} == {**before, "obligations": None}
    assert last_entry(handed)["结果"] == "两处未动"


def test_change_of_unit_keeps_what_it_was(handed: Clerk) -> None:
    handed.do("unit", "add", "市水利局", "--alias", "水利局", today="2026-03-09")
    told = handed.refused(
        2, "change", "2026-0001", "--field", "主办单位", "--new", "水利局", today="2026-03-10"
    )
    assert "--approved-by" in told.err
    handed.do(
        *("change", "2026-0001", "--field", "主办单位", "--new", "水利局"),
        *("--approved-by", "刘某某", "--reason", "职责调整"), today="2026-03-10",
    )  # fmt: skip
    entry = last_entry(handed)
    assert (entry["原"], entry["新"]) == (LOU, "市水利局")
    assert standing(handed, "2026-03-10")["lead_unit"] == "市水利局"
    assert standing(handed, "2026-03-09")["lead_unit"] == LOU
    assert handed.facts(ITEM)["主办单位"] == LOU


def test_a_limit_only_the_rules_gave_is_kept_as_what_it_was(clerk: Clerk) -> None:
    header = ("--title", "实事", "--category", "政府工作报告", "--lead", "市财政局", "--demand", "办")
    clerk.do("new", *header, "--source", "报告/政府工作报告", "--approved-by", "刘某某", today="2026-03-03")
    clerk.do("assign", "2026-1", today="2026-03-04")
    given = ("--new", "2026-12-31", "--approved-by", "刘某某", "--reason", "年内办结")
    clerk.do("change", "2026-1", "--field", "办结时限", *given, today="2026-05-06")
    assert (last_entry(clerk)["原"], last_entry(clerk)["新"]) == ("长期", "2026-12-31")
    clerk.do(
        "change",
        "2026-1",
        "--field",
        "反馈频次",
        "--new",
        "每季",
        "--approved-by",
        "刘某某",
        today="2026-05-07",
    )
    assert last_entry(clerk)["原"] == "每半年"


def test_change_before_assignment_is_a_plain_edit(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    told = clerk.refused(
        1, "change", "2026-0001", "--field", "要求", "--new", "x", "--approved-by", "刘", today="2026-03-03"
    )
    assert "duban save" in told.err


def test_suspension_stops_the_clock_and_resumption_starts_it(handed: Clerk) -> None:
    handed.refused(2, "suspend", "2026-0001", "--reason", "涉诉", today="2026-03-11")
    handed.do("suspend", "2026-0001", "--reason", "涉诉", "--approved-by", "刘某某", today="2026-03-11")
    assert standing(handed, "2026-06-01")["state"] == "中止"
    assert standing(handed, "2026-06-01")["overdue"] is False
    handed.do("resume", "2026-0001", "--reason", "已判决", "--approved-by", "刘某某", today="2026-04-01")
    # 3-11 … 3-31 do not count: 15 working days later than 2026-03-18, over 清明 (4月4日至6日).
    assert standing(handed, "2026-04-01")["due"] == "2026-04-09"
    assert standing(handed, "2026-04-01")["first_due"] == "2026-03-18"


def test_withdrawn_ends_without_closing(handed: Clerk) -> None:
    handed.do("withdraw", "2026-0001", "--reason", "重复立项", "--approved-by", "刘某某", today="2026-03-11")
    row = standing(handed, "2026-03-12")
    assert (row["state"], row["closed"], row["next"]) == ("已撤销", None, None)
    told = handed.refused(1, *REPLY, today="2026-03-13")
    assert "撤销" in told.err


def test_reopened_runs_anew_by_its_own_limit(handed: Clerk) -> None:
    closed(handed)
    handed.do(
        *(
            "reopen",
            "2026-0001",
            "--reason",
            "回头看发现反弹",
            "--approved-by",
            "刘某某",
            "--deadline",
            "5个工作日",
        ),
        today="2026-04-13",
    )
    row = standing(handed, "2026-04-14")
    assert (row["state"], row["due"]) == ("办理中", "2026-04-20")


def test_correct_sets_an_entry_right_from_its_own_day(handed: Clerk) -> None:
    handed.do(*REPLY, "--incoming", "岳楼政〔2026〕8号", today="2026-03-16")
    handed.do(
        *(
            "correct",
            "2026-0001",
            "--entry",
            "2026-03-16/反馈",
            "--field",
            "办结",
            "--new",
            "是",
            "--reason",
            "漏勾",
        ),
        today="2026-03-20",
    )
    assert last_entry(handed)["原"] == "否"
    assert standing(handed, "2026-03-17")["state"] == "待审核"
    handed.do(
        "correct",
        "2026-0001",
        "--entry",
        "2026-03-16/反馈",
        "--void",
        "--reason",
        "记错事项",
        today="2026-03-21",
    )
    assert standing(handed, "2026-03-17")["state"] == "办理中"


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("--entry", "2026-03-16/反馈", "--field", "办结", "--new", "是"), "没有第1条"),
        (("--entry", "2026-03-04/交办", "--field", "标题", "--new", "x"), "duban change"),
        (("--entry", "交办", "--field", "限期", "--new", "x"), "指不出"),
        (("--field", "限期", "--new", "x"), "--entry"),
    ],
)
def test_correct_names_an_entry_that_is_there(handed: Clerk, args: tuple[str, ...], word: str) -> None:
    assert word in handed.refused(2, "correct", "2026-0001", *args, today="2026-03-20").err


def test_naming_a_unit_needs_an_approval(handed: Clerk) -> None:
    told = handed.refused(2, "record", "2026-0001", "批评", "--unit", LOU, today="2026-03-20")
    assert "--approved-by" in told.err
    handed.do(
        *(
            "record",
            "2026-0001",
            "约谈",
            "--unit",
            LOU,
            "--approved-by",
            "刘某某",
            "--content",
            "约谈分管副区长",
            "--deadline",
            "2026-03-24",
        ),
        today="2026-03-20",
    )
    assert (handed.root / "papers/2026/约谈通知-0001.docx").is_file()


def test_conclusion_delivered_and_review_asked_for(handed: Clerk) -> None:
    closed(handed)
    handed.do(
        *("record", "2026-0001", "结论", "--content", "整改到位。", "--approved-by", "刘某某"),
        *("--delivered", "2026-03-20"), today="2026-03-20",
    )  # fmt: skip
    text = handed.paper_text("papers/2026/督查结论-0001.docx")
    assert "整改到位" in text
    handed.do("record", "2026-0001", "复核", "--stage", "申请", "--content", "有异议", today="2026-03-25")
    assert last_entry(handed)["环节"] == "申请"


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (("反馈",), 2, "duban reply"),
        (("表杨",), 2, "表扬"),
        (("拟办", "--stage", "申请"), 2, "不用"),
        (("约谈", "--unit", LOU), 2, "批准"),
    ],
)
def test_record_says_what_is_wrong(handed: Clerk, args: tuple[str, ...], code: int, word: str) -> None:
    assert word in handed.refused(code, "record", "2026-0001", *args, today="2026-03-20").err


def test_every_act_shows_as_a_draft_what_it_then_writes(handed: Clerk) -> None:
    acts = (
        ("receive", "2026-0001"),
        ("warn", "2026-0001", "--content", "慢"),
        ("inspect", "2026-0001", "--content", "看过"),
        ("change", "2026-0001", "--field", "要求", "--new", "改为两处", "--approved-by", "刘某某"),
        ("correct", "2026-0001", "--entry", "2026-03-04/交办", "--field", "备注", "--new", "加急"),
        ("record", "2026-0001", "拟办", "--content", "拟请现场核查"),
        ("suspend", "2026-0001", "--reason", "涉诉", "--approved-by", "刘某某"),
        ("resume", "2026-0001", "--reason", "已判决"),
        ("withdraw", "2026-0001", "--reason", "重复", "--approved-by", "刘某某"),
        ("reopen", "2026-0001", "--reason", "反弹", "--approved-by", "刘某某"),
    )
    for act in acts:
        before = handed.state()
        shown = handed.do(*act, "--draft", "--format", "json", today="2026-03-12").json
        assert handed.state() == before, act
        done = handed.do(*act, "--format", "json", today="2026-03-12").json
        assert shown["entries"] == done["entries"], act
        assert [p["path"] for p in shown["papers"]] == [p["path"] for p in done["papers"]], act


def test_a_ledger_that_does_not_number_a_kind_records_the_act_alone(handed: Clerk) -> None:
    settings = handed.text("duban.yaml")
    handed.write("duban.yaml", "".join(line for line in settings.splitlines(True) if "督办单" not in line))
    handed.do("save", today="2026-03-12")
    handed.do("warn", "2026-0001", "--content", "慢", today="2026-03-12")
    assert "文号" not in last_entry(handed)
    assert not list(Path(handed.root / "papers").rglob("督办单*"))


def test_who_took_part_may_not_decide_the_reconsideration(handed: Clerk) -> None:
    """政府督查工作条例第十七条."""
    on_site = ("--how", "现场核查", "--content", "看了三处", "--by", "王某", "--people", "赵某、孙某")
    handed.do("inspect", "2026-0001", *on_site, today="2026-03-09")
    assert handed.entries()[-1]["人员"] == ["赵某", "孙某"]
    handed.do(
        "record",
        "2026-0001",
        "结论",
        "--content",
        "未完成。",
        "--approved-by",
        "彭某某",
        "--by",
        "周某",
        today="2026-03-20",
    )
    handed.do("record", "2026-0001", "复核", "--stage", "申请", "--content", "有异议", today="2026-03-25")
    decide = (
        "record",
        "2026-0001",
        "复核",
        "--stage",
        "决定",
        "--result",
        "维持",
        "--reason",
        "属实",
        "--approved-by",
        "彭某某",
    )
    for who, said in (
        (("--by", "孙某"), "孙某参加过核查"),
        (("--by", "吴某", "--people", "吴某、周某"), "周某参加过结论"),
    ):
        told = handed.refused(1, *decide, *who, today="2026-04-10")
        assert f"{said}，不能再办这次复核（政府督查工作条例第十七条）" in told.err
    handed.do(*decide, "--by", "吴某", "--people", "郑某", today="2026-04-10")
    assert "人员 郑某" in handed.do("show", "2026-0001", today="2026-04-10").out
