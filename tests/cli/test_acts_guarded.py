"""Acts that would change nothing, or more than was meant: a 中止 of an earlier day, a 变更 to what already is."""

from __future__ import annotations

import shlex

import pytest

from duban_cli.cli.acts import record
from tests.clerk import LOU, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

SUSPEND = ("suspend", "2026-1", "--reason", "等省里批复", "--approved-by", "彭某某")
LATE = "2026-04-15"
"""18 workdays after the 10th workday of the hand-out."""


@pytest.mark.parametrize("day", ["2026-02-27", "2026-03-01"])
def test_no_suspension_before_the_hand_out(handed: Clerk, day: str) -> None:
    told = handed.run(*SUSPEND, "--date", day, today=LATE)
    assert told.code == 1
    assert "还没有交办，不应有“中止”" in told.err
    assert "--date" in told.err
    assert "中止" not in handed.text("items/2026/2026-0001.yaml")


def test_no_resumption_before_the_hand_out(handed: Clerk) -> None:
    told = handed.run("resume", "2026-1", "--date", "2026-02-27", today=LATE)
    assert told.code == 1
    assert "还没有交办，不应有“恢复”" in told.err


def test_no_inspection_before_the_matter_is_taken_up(handed: Clerk) -> None:
    inspect = ("inspect", "2026-1", "--how", "现场核查", "--content", "看了三处", "--people", "王某、赵某")
    told = handed.run(*inspect, "--date", "2026-02-27", today=LATE)
    assert told.code == 1
    assert "还没有立项，不应有“核查”" in told.err


def _overdue(clerk: Clerk) -> int:
    found: int = clerk.do("show", "2026-1", "--format", "json", today=LATE).json["item"]["overdue_workdays"]
    return found


def test_a_suspension_of_an_earlier_day_says_what_it_does_to_an_overdue_count(handed: Clerk) -> None:
    before = _overdue(handed)
    assert before > 10
    told = handed.do(*SUSPEND, "--date", "2026-03-10", "--draft", today=LATE)
    assert f"原逾期{before}个工作日，记后逾期0个工作日（不再逾期）" in told.text
    told = handed.do(*SUSPEND, "--date", "2026-04-10", today=LATE)
    after = _overdue(handed)
    assert 0 < after < before
    assert f"原逾期{before}个工作日，记后逾期{after}个工作日" in told.text
    assert "不再逾期" not in told.text


def test_a_suspension_of_today_changes_no_count(handed: Clerk) -> None:
    assert "原逾期" not in handed.do(*SUSPEND, today=LATE).text


def test_a_change_to_what_already_is_is_refused(handed: Clerk) -> None:
    before = handed.state()
    change = ("change", "2026-1", "--field", "主办单位", "--approved-by", "彭某某", "--reason", "改办")
    for name in (LOU, "岳阳楼区"):
        told = handed.run(*change, "--new", name, today="2026-03-10")
        assert told.code == 1, told.text
        assert f"主办单位本来就是{LOU}，不用变更" in told.err
    assert handed.state() == before
    handed.do(*change, "--new", "市财政局", today="2026-03-10")
    handed.do(*change, "--new", LOU, today="2026-03-11")


def test_a_correction_to_what_already_is_is_refused(handed: Clerk) -> None:
    handed.do("inspect", "2026-1", "--content", "看了三处", today="2026-03-10")
    correct = ("correct", "2026-1", "--entry", "2026-03-10/核查", "--field", "内容", "--reason", "笔误")
    refused = "内容本来就是看了三处，不用更正"
    assert refused in handed.run(*correct, "--new", "看了三处", today="2026-03-10").err
    handed.do(*correct, "--new", "看了四处", today="2026-03-10")
    told = handed.run(*correct, "--new", "看了四处", today="2026-03-10")
    assert (told.code, "内容本来就是看了四处" in told.err) == (1, True)
    handed.do(*correct, "--new", "看了三处", today="2026-03-11")
    assert refused in handed.run(*correct, "--new", "看了三处", today="2026-03-11").err


def test_a_talk_without_its_day_is_told_the_option(handed: Clerk) -> None:
    example = next(line for line in (record.__doc__ or "").splitlines() if " 约谈 " in line)
    _, _, _, *rest = shlex.split(example)
    told = handed.run("record", "2026-1", *rest, today="2026-03-10")
    assert told.code == 0, told.text
    bare = rest[: rest.index("--deadline")]
    told = handed.run("record", "2026-1", *bare, today="2026-03-10")
    assert told.code == 1
    assert "约谈日期用 --deadline 写明" in told.err


def test_an_overdue_reminder_without_a_limit_is_told_the_option(handed: Clerk) -> None:
    told = handed.run("warn", "2026-1", "--content", "请说明原因", today=LATE)
    assert told.code == 1
    assert "新限期用 --deadline 写明" in told.err
    handed.do("warn", "2026-1", "--content", "请说明原因", "--deadline", "3个工作日", today=LATE)


def test_a_file_that_is_all_one_text_is_not_printed_whole(handed: Clerk) -> None:
    handed.write("units.yaml", "全是字" * 500)
    told = handed.run("check", today="2026-03-10")
    assert told.code == 1
    assert f"却是“{('全是字' * 14)[:40]}…”" in told.text
    assert "全是字" * 20 not in told.text


def test_a_correction_or_an_earlier_resumption_says_so_as_well(handed: Clerk) -> None:
    before = _overdue(handed)
    correct = ("correct", "2026-1", "--entry", "2026-03-04/交办", "--field", "限期", "--new", "2026-04-10")
    told = handed.do(*correct, "--reason", "印错", "--draft", today=LATE)
    assert f"事项 2026-0001 原逾期{before}个工作日，记后逾期" in told.text
    # What moves no count is not spoken of.
    noted = ("correct", "2026-1", "--entry", "2026-03-04/交办", "--field", "备注", "--new", "无")
    assert "原逾期" not in handed.do(*noted, "--draft", today=LATE).text
    handed.do(*SUSPEND, "--date", "2026-04-10", today=LATE)
    stood = _overdue(handed)
    resume = ("resume", "2026-1", "--reason", "已判决", "--approved-by", "刘某某", "--date", "2026-04-13")
    told = handed.do(*resume, "--deadline", "2026-12-31", "--draft", today=LATE)
    assert f"原逾期{stood}个工作日，记后逾期0个工作日（不再逾期）" in told.text
