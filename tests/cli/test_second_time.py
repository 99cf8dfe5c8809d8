"""What was done already is not done again in silence; what has nothing left to do says so in a clerk's words."""

from __future__ import annotations

import pytest

from tests.clerk import LOU, NEW, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

LIU = ("--approved-by", "刘某某")
TODAY = "2026-03-12"
MONTHLY = ("report", "月度督办清单", "--month", "2026-03", *LIU)
PERIOD = ("report", "督查专报", "--from", "2026-03-01", "--to", "2026-03-12", *LIU)
ONE = ("report", "责任清单", "2026-1", *LIU)
ASK = ("extend", "2026-1", "--deadline", "2026-03-31", "--reason", "雨季无法施工")
DONE = (*REPLY, "--done")


# -- 报告 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("args", [MONTHLY, PERIOD, ONE], ids=lambda a: a[1])
def test_a_report_goes_out_once_unless_said_again(handed: Clerk, args: tuple[str, ...]) -> None:
    handed.do(*args, today=TODAY)
    first = next(handed.root.glob(f"papers/2026/{args[1]}-0001.yaml"))
    number = handed.facts(first.relative_to(handed.root).as_posix())["文号"]
    told = handed.refused(1, *args, today=TODAY)
    assert "已经发过" in told.err
    assert number in told.err
    assert "--again" in told.err
    handed.refused(1, *args, "--draft", today=TODAY)
    handed.do(*args, "--again", today=TODAY)
    assert (handed.root / f"papers/2026/{args[1]}-0002.docx").exists()


@pytest.mark.parametrize("args", [MONTHLY, PERIOD, ONE], ids=lambda a: a[1])
def test_a_void_report_does_not_count(handed: Clerk, args: tuple[str, ...]) -> None:
    handed.do(*args, today=TODAY)
    number = handed.facts(f"papers/2026/{args[1]}-0001.yaml")["文号"]
    handed.do("issue", "--void", number, "--reason", "有误", *LIU, today=TODAY)
    handed.do(*args, today=TODAY)


def test_another_period_or_item_is_another_report(handed: Clerk) -> None:
    handed.do(*PERIOD, today=TODAY)
    handed.do(*NEW, "--title", "另一件", today=TODAY)
    handed.do("assign", "2026-2", today=TODAY)
    handed.do(*ONE, today=TODAY)
    handed.do("report", "责任清单", "2026-2", *LIU, today=TODAY)


def test_again_is_for_what_is_issued(handed: Clerk) -> None:
    told = handed.refused(2, *ONE[:3], "--again", today=TODAY)
    assert "用不着 --again" in told.err


def test_a_draft_of_what_went_out_is_signed_only_on_purpose(handed: Clerk) -> None:
    handed.do(*ONE, today=TODAY)
    handed.do(*ONE[:3], today=TODAY)
    told = handed.refused(1, "issue", "责任清单-2026-0001", *LIU, today=TODAY)
    assert "同样的责任清单已经发过" in told.err
    handed.do("issue", "责任清单-2026-0001", *LIU, "--yes", today=TODAY)


def test_a_list_is_signed_by_somebody_and_named_by_its_beginning(handed: Clerk) -> None:
    handed.do(*ONE[:3], today=TODAY)
    told = handed.refused(1, "issue", "责任清单", today=TODAY)
    assert "责任清单须经批准才能签发（清单经批准发出）" in told.err
    handed.do("report", "任务清单", "2026-1", today=TODAY)
    handed.do("issue", "责任清单", *LIU, today=TODAY)
    assert handed.last()[0].startswith("责任清单")


def test_a_beginning_two_drafts_share_names_neither(handed: Clerk) -> None:
    handed.do("report", "责任清单", "2026-1", today=TODAY)
    handed.do("report", "责任清单", "--unit", LOU, today=TODAY)
    told = handed.refused(2, "issue", "责任", *LIU, today=TODAY)
    assert "以“责任”开头的送审稿有2份" in told.err
    assert "责任清单-2026-0001" in told.err


# -- 延期 ----------------------------------------------------------------------------------------------------


def test_what_was_done_in_time_needs_no_answer(handed: Clerk) -> None:
    handed.do(*ASK, today="2026-03-10")
    handed.do(*DONE, today="2026-03-11")
    for answer in (("--approve",), ("--refuse", "--reason", "不必")):
        told = handed.refused(1, "extend", "2026-1", *answer, *LIU, today=TODAY)
        assert "已于3月11日报来，不用延期" in told.err
    tasks = handed.do("agenda", "--format", "json", today=TODAY).json["tasks"]
    assert "批复延期" not in [t["what"] for t in tasks]
    handed.do("review", "2026-1", "--pass", *LIU, today=TODAY)
    handed.do("close", "2026-1", *LIU, today=TODAY)


def test_nothing_is_asked_for_once_it_is_done(handed: Clerk) -> None:
    handed.do(*DONE, today="2026-03-20")
    told = handed.refused(1, *ASK, today="2026-03-23")
    assert "已于3月20日报来，不用延期" in told.err


def test_done_too_late_may_still_be_granted(handed: Clerk) -> None:
    handed.do(*ASK, today="2026-03-16")
    handed.do(*DONE, today="2026-03-20")
    tasks = handed.do("agenda", "--format", "json", today="2026-03-20").json["tasks"]
    assert "批复延期" in [t["what"] for t in tasks]
    handed.do("extend", "2026-1", "--approve", *LIU, today="2026-03-20")


def test_a_second_application_tells_of_the_first(handed: Clerk) -> None:
    handed.do(*ASK, today="2026-03-10")
    told = handed.do("extend", "2026-1", "--deadline", "2026-04-10", "--reason", "又下雨", today="2026-03-12")
    assert "还有待批的申请（3月10日报来，申请延至3月31日），以这次的为准" in told.err


def test_a_refusal_has_a_reason_and_knows_the_limit_is_past(handed: Clerk) -> None:
    handed.do(*ASK, today="2026-03-16")
    told = handed.refused(2, "extend", "2026-1", "--refuse", *LIU, today="2026-03-25")
    assert "--reason" in told.err
    tasks = handed.do("agenda", "--format", "json", today="2026-03-25").json["tasks"]
    assert any("--refuse --approved-by 姓名 --reason 理由" in (t["otherwise"] or "") for t in tasks)
    handed.do("extend", "2026-1", "--refuse", "--reason", "理由不足", *LIU, today="2026-03-25")
    text = handed.paper_text("papers/2026/延期批复-0001.docx")
    assert "原定办结期限2026年3月18日已过，不再延长。理由：理由不足。" in text
    assert "请立即办理" in text
    assert "仍为" not in text


# -- 销号单 ---------------------------------------------------------------------------------------------------


def test_nobody_is_put_on_the_closing_paper_who_is_not_on_record(handed: Clerk) -> None:
    handed.do(*DONE, today="2026-03-10")
    handed.do("review", "2026-1", "--pass", today="2026-03-11")
    handed.do("close", "2026-1", *LIU, today=TODAY)
    text = handed.paper_text("papers/2026/销号单-0001.docx")
    assert "审核人：　　" in text
    assert "批准人：刘某某" in text


def test_who_passed_the_reply_has_not_approved_the_closing(handed: Clerk) -> None:
    handed.do(*DONE, today="2026-03-10")
    handed.do("review", "2026-1", "--pass", *LIU, today="2026-03-11")
    told = handed.do("close", "2026-1", today=TODAY)
    assert "2026-0001 没有写批准人，销号单上留空待签字" in told.err
    text = handed.paper_text("papers/2026/销号单-0001.docx")
    assert "审核人：刘某某" in text
    assert "批准人：　　签字：" in text
    assert "批准" not in handed.entries()[-1]
    assert "签发" not in handed.facts("papers/2026/销号单-0001.yaml")
    assert handed.do("check", today=TODAY).code == 0


# -- 记两次 ---------------------------------------------------------------------------------------------------


def test_a_unit_signs_for_a_matter_once(handed: Clerk) -> None:
    handed.do("receive", "2026-1", today="2026-03-05")
    told = handed.refused(1, "receive", "2026-1", today="2026-03-06")
    assert f"{LOU}已于 2026-03-05 签收" in told.err
    handed.do(
        "correct", "2026-1", "--entry", "2026-03-05/签收", "--void", "--reason", "记错", today="2026-03-06"
    )
    handed.do("receive", "2026-1", today="2026-03-06")


def test_an_entry_is_struck_out_once(handed: Clerk) -> None:
    void = ("correct", "2026-1", "--entry", "2026-03-05/签收", "--void", "--reason", "记错")
    handed.do("receive", "2026-1", today="2026-03-05")
    handed.do(*void, today="2026-03-06")
    assert "2026-03-05 的“签收”已经作废" in handed.refused(1, *void, today="2026-03-06").err
    handed.do(
        "correct",
        "2026-1",
        "--entry",
        "2026-03-06/更正",
        "--void",
        "--reason",
        "没有记错",
        today="2026-03-06",
    )
    handed.do(*void, today="2026-03-06")


def test_a_round_recorded_twice_is_told(handed: Clerk) -> None:
    told = handed.do("office", "市长碰头会", "--content", "听取2月进展", today="2026-03-06")
    assert "又一次" not in told.err
    told = handed.do("office", "市长碰头会", "--content", "再听取", today="2026-03-10")
    assert "市长碰头会（2026年3月）已于 2026-03-06 记过，这是又一次" in told.err


def test_a_round_called_by_its_name_counts_whatever_its_word(handed: Clerk) -> None:
    regime = handed.text("regime.yaml")
    old = "- {事: 市长碰头会, 每: 月, 动作: 会议, 含: 碰头会,"
    assert old in regime
    handed.write("regime.yaml", regime.replace(old, "- {事: 市长调度, 每: 月, 动作: 会议, 含: 碰头会,"))
    handed.do("save", today="2026-03-05")
    told = handed.do("office", "市长调度", "--content", "听取2月进展", today="2026-03-06")
    assert "记作市长调度（2026年3月）" in told.err
    assert handed.facts("office/2026.yaml")["记录"][-1]["内容"] == "市长调度碰头会：听取2月进展"


# -- 已经了结 -------------------------------------------------------------------------------------------------


def test_hints_speak_of_commands_not_of_the_file(handed: Clerk) -> None:
    why = ("--reason", "重复", *LIU)
    reopen = "duban reopen 2026-0001"
    told = handed.refused(1, "resume", "2026-1", *why, today=TODAY)
    assert "duban suspend 2026-0001" in told.err
    assert "删去" not in told.err
    handed.do("suspend", "2026-1", *why, today="2026-03-11")
    told = handed.refused(1, "suspend", "2026-1", *why, today=TODAY)
    assert "duban resume 2026-0001" in told.err
    assert "删去" not in told.err
    handed.do("withdraw", "2026-1", *why, today=TODAY)
    for args in (("withdraw", "2026-1", *why), ("close", "2026-1", *LIU), DONE):
        told = handed.refused(1, *args, today=TODAY)
        assert reopen in told.err, args
        assert "删去" not in told.err
        assert "补齐" not in told.err
    told = handed.refused(1, "extend", "2026-1", "--refuse", "--reason", "不必", today=TODAY)
    assert "--approve；" not in told.err
