from __future__ import annotations

from datetime import date

import pytest

from tests.kit import HANDED_OUT, INITIATED, dues, duties, item_text

UNPRINTED = (INITIATED, "{日期: 2026-03-04, 动作: 交办}")
EXTENDED = "{日期: 2026-03-17, 动作: 延期, 环节: 批准, 限期: 2026-04-03, 批准: 甲}"


# -- 延期 and 变更 ------------------------------------------------------------------------------------------


def test_an_approved_extension_moves_the_due_date_and_not_the_first() -> None:
    for name, duty in duties(item_text(*HANDED_OUT, EXTENDED)).items():
        assert (duty.due.text, duty.first_due.text) == ("2026-04-03", "2026-03-18"), name
        (change,) = duty.changes
        assert (change.day, change.why, change.due) == (date(2026, 3, 17), "批准延期", date(2026, 4, 3))
        assert change.clause is not None


def test_an_extension_of_the_past_is_unseen_before_its_day() -> None:
    assert dues(item_text(*HANDED_OUT, EXTENDED), "2026-03-16")["办结"] == "2026-03-18"


@pytest.mark.parametrize("stage", ["申请", "不批"])
def test_an_extension_asked_or_refused_moves_nothing(stage: str) -> None:
    text = item_text(*HANDED_OUT, f"{{日期: 2026-03-17, 动作: 延期, 环节: {stage}, 限期: 2026-04-03}}")
    assert dues(text)["办结"] == "2026-03-18"


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("反馈", {"反馈": "2026-04-03", "办结": "2026-03-18"}),
        ("办结", {"反馈": "2026-04-03", "办结": "2026-04-03"}),
    ],
)
def test_an_extension_of_one_duty(about: str, expected: dict[str, str]) -> None:
    entry = f"{{日期: 2026-03-17, 动作: 延期, 环节: 批准, 限期: 2026-04-03, 批准: 甲, 针对: {about}}}"
    assert dues(item_text(*HANDED_OUT, entry)) == expected


def test_a_reply_with_its_own_limit_is_not_extended_with_the_completion() -> None:
    assert dues(item_text(*HANDED_OUT, EXTENDED, 缓急="特急")) == {"反馈": "2026-03-04", "办结": "2026-04-03"}


@pytest.mark.parametrize(("more", "due"), [("", "2026-04-01"), (", 限期: 2026-04-10", "2026-04-10")])
def test_a_changed_limit_leaves_the_first_due_date(more: str, due: str) -> None:
    entry = (
        f"{{日期: 2026-03-10, 动作: 变更, 字段: 办结时限, 原: 10个工作日, 新: 20个工作日, 批准: 甲{more}}}"
    )
    duty = duties(item_text(*UNPRINTED, entry))["办结"]
    assert (duty.first_due.text, duty.due.text, duty.limit_text) == ("2026-03-18", due, "10个工作日")


def test_a_long_term_matter_given_a_day_later() -> None:
    entry = "{日期: 2026-06-01, 动作: 变更, 字段: 办结时限, 原: 长期, 新: 2026-12-30, 批准: 甲}"
    assert dues(item_text(*UNPRINTED, entry, 办结时限="长期"))["办结"] == "2026-12-30"
    assert dues(item_text(*UNPRINTED, entry, 办结时限="长期"), "2026-05-31") == {}


# -- 中止 and 恢复 ------------------------------------------------------------------------------------------

PAUSED = "{日期: 2026-03-09, 动作: 中止, 理由: 甲, 批准: 乙}"


def test_a_suspension_puts_off_a_counted_limit() -> None:
    duty = duties(item_text(*HANDED_OUT, PAUSED, "{日期: 2026-03-12, 动作: 恢复}"))["办结"]
    assert (duty.due.text, duty.first_due.text) == ("2026-03-23", "2026-03-18")
    assert [c.why for c in duty.changes] == ["中止期间不计"]


def test_an_open_suspension_puts_off_the_limit_day_by_day() -> None:
    text = item_text(*HANDED_OUT, PAUSED)
    assert [dues(text, day)["办结"] for day in ("2026-03-09", "2026-03-10", "2026-03-20")] == [
        "2026-03-19",
        "2026-03-20",
        "2026-04-01",
    ]


@pytest.mark.parametrize(("more", "due"), [("", "2026-03-18"), (", 限期: 2026-03-27", "2026-03-27")])
def test_a_named_date_moves_only_to_a_new_one(more: str, due: str) -> None:
    text = item_text(*HANDED_OUT, PAUSED, f"{{日期: 2026-03-12, 动作: 恢复{more}}}", 办结时限="2026-03-18")
    assert dues(text)["办结"] == due


def test_the_overdue_count_stands_still_while_suspended() -> None:
    text = item_text(
        *HANDED_OUT, "{日期: 2026-03-25, 动作: 中止, 理由: 甲, 批准: 乙}", "{日期: 2026-04-02, 动作: 恢复}"
    )
    days = ("2026-03-24", "2026-03-25", "2026-04-01", "2026-04-02", "2026-04-03")
    assert [duties(text, day)["办结"].overdue_workdays for day in days] == [4, 4, 4, 5, 6]


def test_a_changed_limit_keeps_its_hour() -> None:
    entry = "{日期: 2026-03-10, 动作: 变更, 字段: 办结时限, 新: 2026-03-25 12:00, 批准: 甲}"
    assert (
        dues(item_text(*HANDED_OUT, entry.replace("2026-03-25 12:00", "'2026-03-25 12:00'")))["办结"]
        == "2026-03-25 12:00"
    )
