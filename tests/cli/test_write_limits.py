"""Limits given at the keyboard: 延期 that moves something, nothing in the past on paper, no item without a limit."""

from __future__ import annotations

import pytest

from tests.clerk import ITEM, NEW, REPLY, Clerk, new

pytest_plugins = ("tests.gitkit", "tests.clerk")

APPROVE = ("extend", "2026-1", "--approve", "--approved-by", "刘某某", "--deadline")
LONG = (
    *("new", "--title", "建成保障房", "--category", "政府工作报告", "--lead", "市财政局", "--demand", "建成"),
    *("--deadline", "长期", "--approved-by", "刘某某"),
)


@pytest.fixture
def reporting(clerk: Clerk) -> Clerk:
    """An item without end that is reported on every half year, handed out in January 2026."""
    clerk.do(*LONG, today="2026-01-05")
    clerk.do("assign", "2026-1", today="2026-01-05")
    return clerk


def dues(clerk: Clerk, today: str) -> dict[str, str]:
    found = clerk.do("list", "--format", "json", today=today).json["items"][0]["obligations"]
    return {d["period"] or d["what"]: d["due"] for d in found}


def test_an_extension_names_the_period_it_is_of(reporting: Clerk) -> None:
    told = reporting.refused(1, *APPROVE, "2027-01-30", today="2026-11-20")
    assert "没有可以延的“办结”限期" in told.err
    assert "--period 2026年下半年（2026-12-31）" in told.err
    told = reporting.refused(1, *APPROVE, "2026-12-31", "--period", "2026H2", today="2026-11-20")
    assert "不晚于原来的 2026-12-31" in told.err
    reporting.do(*APPROVE, "2027-01-30", "--period", "2026H2", today="2026-11-20")
    assert reporting.entries()[-1]["期"] == "2026年下半年"
    assert dues(reporting, "2026-11-20")["2026年下半年"] == "2027-01-30"
    assert reporting.do("check", today="2026-11-20").code == 0


def test_an_approval_is_of_the_period_that_was_asked_about(reporting: Clerk) -> None:
    asked = ("extend", "2026-1", "--deadline", "2027-01-30", "--reason", "年底结算", "--period", "2026H2")
    reporting.do(*asked, today="2026-11-20")
    reporting.do("extend", "2026-1", "--approve", "--approved-by", "刘某某", today="2026-11-23")
    assert reporting.entries()[-1]["期"] == "2026年下半年"
    assert dues(reporting, "2026-11-23")["2026年下半年"] == "2027-01-30"


def test_a_request_is_for_more_time(handed: Clerk) -> None:
    told = handed.refused(
        1, "extend", "2026-1", "--deadline", "2026-03-18", "--reason", "雨季", today="2026-03-10"
    )
    assert "不晚于原来的 2026-03-18（办结现在的限期）" in told.err


def test_a_counted_extension_says_from_when_to_when(handed: Clerk) -> None:
    told = handed.do("extend", "2026-1", "--deadline", "10个工作日", "--reason", "雨季", today="2026-03-16")
    assert "10个工作日：从 2026-03-16 起算（当日不计），到 2026-03-30\n" in told.err
    told = handed.refused(2, "extend", "2026-1", "--deadline", "长期", "--reason", "雨", today="2026-03-16")
    assert "“长期”定不出日期" in told.err


@pytest.mark.parametrize(
    ("first", "args"),
    [
        (
            [(*REPLY, "--done")],
            ("review", "2026-1", "--return", "--reason", "不实", "--deadline", "2026-03-26"),
        ),
        ([], ("urge", "--deadline", "2026-03-26")),
        ([new(title="乙")], ("assign", "2026-2", "--deadline", "2026-03-26")),
    ],
)
def test_no_limit_in_the_past_goes_out(
    handed: Clerk, first: list[tuple[str, ...]], args: tuple[str, ...]
) -> None:
    for act in first:
        handed.do(*act, today="2026-03-27")
    told = handed.refused(2, *args, today="2026-03-27")
    assert "2026-03-26 早于" in told.err
    assert "核对 --deadline" in told.err


def test_a_limit_that_is_past_already_stays_and_is_told(clerk: Clerk) -> None:
    told = clerk.do(*new(deadline="2026-03-02"), today="2026-03-03")
    assert "提醒：办结时限 2026-03-02 已经过了，照记" in told.err
    told = clerk.do("assign", "2026-1", today="2026-03-04")
    assert "提醒：2026-0001 的限期 2026-03-02 在交办（2026-03-04）之前已经过了" in told.err
    assert clerk.entries()[-1]["限期"] == "2026-03-02"


def test_what_a_matter_comes_from_has_happened(clerk: Clerk) -> None:
    told = clerk.refused(2, *new(source_date="2026-03-04"), today="2026-03-03")
    assert "来源的日期 2026-03-04 还没有到" in told.err


def test_an_item_without_a_limit_is_not_handed_out(clerk: Clerk) -> None:
    rules = clerk.text("regime.yaml").replace("  办结:\n  - {时限: 10个工作日, 依据: 岳20 六}\n", "")
    clerk.write("regime.yaml", rules)
    clerk.do("save", today="2026-03-03")
    clerk.do(*NEW[:-2], today="2026-03-03")
    told = clerk.refused(1, "assign", "2026-1", today="2026-03-04")
    assert "没有时限，“领导批示”也没有规定，逾期无从算起" in told.err
    assert "--deadline 10个工作日" in told.err
    assert (
        "办结时限: 长期" in clerk.refused(1, "assign", "2026-1", "--deadline", "长期", today="2026-03-04").err
    )
    clerk.do("assign", "2026-1", "--deadline", "5个工作日", today="2026-03-04")
    assert clerk.entries()[-1]["限期"] == "2026-03-11"


def test_the_date_is_to_blame_for_an_item_filed_later(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    told = clerk.refused(1, "assign", "2026-1", today="2026-03-02")
    assert "是 2026-03-03 立项的，2026-03-02 还不能交办" in told.err
    assert "--today" in told.err


def test_an_old_warning_is_not_repeated(handed: Clerk) -> None:
    unsigned = ("reply", "2026-1", "--content", "在办")
    assert "signature" in handed.do(*unsigned, today="2026-03-10").err
    assert "signature" not in handed.do(*REPLY, "--done", today="2026-03-11").err
    handed.write(ITEM, handed.text(ITEM) + "- {日期: 2026-03-12, 动作: 拟办, 内容: 核对}\n")
    assert "signature" not in handed.do("save", today="2026-03-12").err
