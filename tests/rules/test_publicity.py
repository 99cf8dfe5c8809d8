"""公示期: the regime's days or the entry's own, the first of them counted or not, over or running."""

from __future__ import annotations

import pytest

from duban_cli.rules.publicity import publicity
from tests.kit import HANDED_OUT, item_text, reply
from tests.rules.made import BASE, standing_by, with_common

SEVEN = with_common("销号: [{步: 公示, 时限: 7日, 首日: 计, 依据: 岳20 十}]")
PASSED = (reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过, 批准: 刘某某}")
SHOWN = "{日期: 2026-03-19, 动作: 公示, 内容: 办结情况}"

Told = tuple[str | None, str | None, int | None, str | None, bool, int | None]


def told(day: str, *entries: str, regime: str = SEVEN) -> Told | None:
    """First and last day, how many, the regime's word, whether over, which day it is."""
    standing = standing_by(regime, item_text(*HANDED_OUT, *entries), day)
    found = publicity(standing)
    if found is None:
        return None
    return (
        found.first.isoformat() if found.first else None, found.last.isoformat() if found.last else None,
        found.days, found.limit, found.over, found.day_number(standing.now.day),
    )  # fmt: skip


def test_nothing_shown_nothing_told() -> None:
    assert told("2026-03-20", *PASSED) is None


@pytest.mark.parametrize(
    ("day", "over", "number"),
    [("2026-03-19", False, 1), ("2026-03-25", False, 7), ("2026-03-26", True, None)],
)
def test_seven_days_the_first_counted(day: str, over: bool, number: int | None) -> None:
    assert told(day, *PASSED, SHOWN) == ("2026-03-19", "2026-03-25", 7, "7日", over, number)


def test_the_first_day_left_out_where_the_regime_does_not_count_it() -> None:
    regime = SEVEN.replace("首日: 计", "首日: 不计")
    assert told("2026-03-19", *PASSED, SHOWN, regime=regime) == (
        "2026-03-20",
        "2026-03-26",
        7,
        "7日",
        False,
        None,
    )
    assert told("2026-03-26", *PASSED, SHOWN, regime=regime) == (
        "2026-03-20",
        "2026-03-26",
        7,
        "7日",
        False,
        7,
    )


def test_working_days_are_the_regimes_word_and_counted_as_days() -> None:
    regime = SEVEN.replace("时限: 7日", "时限: 5个工作日")
    assert told("2026-03-20", *PASSED, SHOWN, regime=regime) == (
        "2026-03-19", "2026-03-25", 7, "5个工作日", False, 2
    )  # fmt: skip


def test_the_entry_may_name_its_own_last_day() -> None:
    longer = SHOWN.replace("内容", "限期: 2026-03-30, 内容")
    assert told("2026-03-30", *PASSED, longer) == ("2026-03-19", "2026-03-30", 12, None, False, 12)
    assert told("2026-03-31", *PASSED, longer, regime=BASE) == (
        "2026-03-19",
        "2026-03-30",
        12,
        None,
        True,
        None,
    )


def test_shown_before_the_end_with_no_days_set_is_told_by_its_day_alone() -> None:
    early = "{日期: 2026-03-10, 动作: 公示, 方式: 公示清单}"
    assert told("2026-03-20", early) == (None, None, None, None, False, None)
    assert told("2026-03-20", early, *PASSED, SHOWN) == ("2026-03-19", "2026-03-25", 7, "7日", False, 2)


def test_what_was_struck_off_keeps_its_days() -> None:
    closed = "{日期: 2026-03-26, 动作: 销号, 批准: 刘某某}"
    assert told("2026-11-20", *PASSED, SHOWN, closed) == ("2026-03-19", "2026-03-25", 7, "7日", True, None)
