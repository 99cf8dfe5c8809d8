"""事件: on which day each happened, by the entries of an item."""

from __future__ import annotations

import pytest

from duban_cli.ledger.vocabulary import ACTIONS
from duban_cli.rules.events import (
    EVENT_WORDS,
    EVENTS,
    FINISH_DUE,
    SAME,
    UNIT_EVENT_WORDS,
    day_in_life,
    days_of,
    header_day,
    plain_event,
)
from duban_cli.rules.walk import run
from tests.kit import INITIATED, at, item_text, read, reply

WHOLE = (
    "{日期: 2026-03-01, 动作: 拟办}",
    INITIATED,
    "{日期: 2026-03-04, 动作: 交办}",
    "{日期: 2026-03-05, 动作: 签收}",
    "{日期: 2026-03-06, 动作: 汇总}",
    "{日期: 2026-03-07, 动作: 检查结束, 方式: 巡查}",
    "{日期: 2026-03-08, 动作: 延期, 环节: 申请, 限期: 2026-03-30, 理由: 雨季}",
    reply("2026-03-09", "否"),
    reply("2026-03-10", "是", "收到: 2026-03-11"),
    "{日期: 2026-03-12, 动作: 审核, 结果: 退回, 理由: 不清}",
    reply("2026-03-13", "是"),
    "{日期: 2026-03-14, 动作: 审核, 结果: 通过}",
    "{日期: 2026-03-15, 动作: 公示}",
    "{日期: 2026-03-16, 动作: 结论, 内容: 属实, 批准: 刘某某}",
    "{日期: 2026-03-17, 动作: 结论, 内容: 属实, 批准: 刘某某, 送达: 2026-03-18}",
    "{日期: 2026-03-19, 动作: 销号}",
    "{日期: 2026-03-20, 动作: 复核, 环节: 申请}",
)
HAPPENED = {
    "登记": ["2026-03-01"], "来源.日期": [], "拟办": ["2026-03-01"], "立项": ["2026-03-03"], "交办": ["2026-03-04"],
    "签收": ["2026-03-05"], "汇总": ["2026-03-06"], "检查结束": ["2026-03-07"], "延期申请": ["2026-03-08"],
    "办结反馈": ["2026-03-11", "2026-03-13"], "审核通过": ["2026-03-14"], "公示": ["2026-03-15"],
    "结论送达": ["2026-03-18"], "销号": ["2026-03-19"], "复核申请": ["2026-03-20"],
}  # fmt: skip


@pytest.mark.parametrize("word", list(EVENTS))
def test_each_event_has_its_day(word: str) -> None:
    course = run(read(item_text(*WHOLE)), at("2026-11-20"), str)
    assert [str(day) for _, day in days_of(course, word, str)] == HAPPENED[word]


def test_every_event_is_of_an_entry_that_exists_or_of_the_header() -> None:
    assert set(HAPPENED) == set(EVENTS)
    assert {e.doc for e in EVENTS.values()}
    assert set(SAME.values()) <= set(EVENTS)
    assert FINISH_DUE in UNIT_EVENT_WORDS
    assert FINISH_DUE not in EVENT_WORDS
    assert {"汇总", "检查结束", "公示", "拟办"} <= set(ACTIONS)


def test_other_words_for_an_event() -> None:
    assert [plain_event(w) for w in ("批准立项", "公布", "交办")] == ["立项", "公示", "交办"]


def test_the_header_gives_one_day() -> None:
    item = read(item_text())
    assert str(header_day(item, "来源.日期")) == "2026-03-02"
    assert header_day(item, "立项") is None


def test_a_reopened_matter_has_left_its_events_behind() -> None:
    reopened = (*WHOLE, "{日期: 2026-04-01, 动作: 重启, 理由: 反弹, 批准: 刘某某}")
    course = run(read(item_text(*reopened)), at("2026-11-20"), str)
    words = ("立项", "来源.日期", "汇总", "办结反馈")
    assert [day_in_life(course, w, str) for w in words] == [None] * 4
    later = run(read(item_text(*reopened, "{日期: 2026-04-09, 动作: 汇总}")), at("2026-11-20"), str)
    assert str(day_in_life(later, "汇总", str)) == "2026-04-09"
    first = run(read(item_text(*WHOLE)), at("2026-11-20"), str)
    assert [str(day_in_life(first, w, str)) for w in words] == [
        "2026-03-03", "2026-03-02", "2026-03-06", "2026-03-11",
    ]  # fmt: skip


def test_a_reply_of_another_unit_and_an_idle_review_are_no_events() -> None:
    entries = (
        *WHOLE[1:3],
        reply("2026-03-09", "是", "单位: 市财政局"),
        "{日期: 2026-03-10, 动作: 审核, 结果: 通过}",
    )
    course = run(read(item_text(*entries)), at("2026-11-20"), str)
    assert list(days_of(course, "办结反馈", str)) == []
    assert list(days_of(course, "审核通过", str)) == []
