from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.rules.course import Course
from duban_cli.rules.entries import corrected_place, effective_entries, typed_value
from duban_cli.rules.limits import Workdays
from duban_cli.rules.moments import Now
from duban_cli.rules.states import STATES
from duban_cli.rules.walk import run
from tests.kit import HANDED_OUT, INITIATED, LOU, at, item_text, known_units, read, reply

END = Now(date(2199, 12, 31))
DONE = reply("2026-03-16", "是")
PASSED = "{日期: 2026-03-17, 动作: 审核, 结果: 通过}"
RETURNED = "{日期: 2026-03-17, 动作: 审核, 结果: 退回, 理由: 情况不清, 限期: 2026-03-24}"
CLOSED = "{日期: 2026-03-18, 动作: 销号}"
PAUSED = "{日期: 2026-03-09, 动作: 中止, 理由: 甲, 批准: 乙}"
RESUMED = "{日期: 2026-03-12, 动作: 恢复}"
REOPENED = "{日期: 2026-05-06, 动作: 重启, 理由: 反弹, 批准: 乙}"


def course(*entries: str, now: Now = END, **header: str | None) -> Course:
    return run(read(item_text(*entries, **header)), now, known_units().canonical)


@pytest.mark.parametrize(
    ("entries", "state", "since"),
    [
        ((), "待立项", None),
        ((INITIATED,), "待交办", "2026-03-03"),
        (HANDED_OUT, "办理中", "2026-03-04"),
        ((*HANDED_OUT, "{日期: 2026-03-05, 动作: 签收}"), "办理中", "2026-03-04"),
        ((*HANDED_OUT, reply("2026-03-16")), "办理中", "2026-03-04"),
        ((*HANDED_OUT, DONE), "待审核", "2026-03-16"),
        ((*HANDED_OUT, DONE, PASSED), "待销号", "2026-03-17"),
        ((*HANDED_OUT, DONE, RETURNED), "退回重办", "2026-03-17"),
        ((*HANDED_OUT, DONE, RETURNED, reply("2026-03-20")), "退回重办", "2026-03-17"),
        ((*HANDED_OUT, DONE, RETURNED, reply("2026-03-20", "是")), "待审核", "2026-03-20"),
        ((*HANDED_OUT, reply("2026-03-16"), RETURNED), "退回重办", "2026-03-17"),
        ((*HANDED_OUT, reply("2026-03-16"), RETURNED, reply("2026-03-20")), "办理中", "2026-03-20"),
        ((*HANDED_OUT, reply("2026-03-16"), PASSED), "办理中", "2026-03-04"),
        ((*HANDED_OUT, DONE, PASSED, CLOSED), "已销号", "2026-03-18"),
        ((*HANDED_OUT, DONE, PASSED, CLOSED, "{日期: 2026-04-01, 动作: 归档}"), "已归档", "2026-04-01"),
        ((*HANDED_OUT, PAUSED), "中止", "2026-03-09"),
        ((*HANDED_OUT, PAUSED, RESUMED), "办理中", "2026-03-12"),
        ((*HANDED_OUT, PAUSED, DONE), "中止", "2026-03-09"),
        ((*HANDED_OUT, PAUSED, DONE, "{日期: 2026-03-20, 动作: 恢复}"), "待审核", "2026-03-20"),
        ((*HANDED_OUT, "{日期: 2026-03-09, 动作: 撤销, 理由: 甲, 批准: 乙}"), "已撤销", "2026-03-09"),
        ((*HANDED_OUT, DONE, PASSED, CLOSED, REOPENED), "办理中", "2026-05-06"),
        (
            (*HANDED_OUT, DONE, PASSED, "{日期: 2026-03-18, 动作: 审核, 结果: 退回, 理由: 不实}"),
            "退回重办",
            "2026-03-18",
        ),
        ((*HANDED_OUT, reply("2026-03-16", "是", "单位: 市财政局")), "办理中", "2026-03-04"),
        ((*HANDED_OUT, reply("2026-03-16", "是", "单位: 楼区")), "待审核", "2026-03-16"),
    ],
)
def test_states(entries: tuple[str, ...], state: str, since: str | None) -> None:
    found = course(*entries)
    assert found.state == state
    assert found.since == (date.fromisoformat(since) if since else None)


@pytest.mark.parametrize(
    ("entries", "idle"),
    [
        ((*HANDED_OUT, PASSED), {2}),
        ((*HANDED_OUT, RESUMED), {2}),
        ((*HANDED_OUT, PAUSED, PAUSED), {3}),
        ((*HANDED_OUT, "{日期: 2026-04-01, 动作: 归档}"), {2}),
        ((*HANDED_OUT, REOPENED), {2}),
        ((*HANDED_OUT, DONE, PASSED, CLOSED, CLOSED), {5}),
        ((*HANDED_OUT, DONE, PASSED, CLOSED), set()),
    ],
)
def test_entries_that_change_nothing(entries: tuple[str, ...], idle: set[int]) -> None:
    found = course(*entries)
    assert found.idle == idle
    assert len(found.before) == len(entries)


def test_the_state_each_entry_found() -> None:
    found = course(*HANDED_OUT, DONE, PASSED, CLOSED)
    assert found.before == ("待立项", "待交办", "办理中", "待审核", "待销号")


def test_entries_after_now_are_not_seen() -> None:
    entries = (*HANDED_OUT, DONE, PASSED, CLOSED)
    states = {
        day: course(*entries, now=at(day)).state
        for day in ("2026-03-02", "2026-03-04", "2026-03-16", "2026-03-17")
    }
    assert list(states.values()) == ["待立项", "办理中", "待审核", "待销号"]


def test_the_clock_of_now_and_of_an_entry() -> None:
    entries = (*HANDED_OUT, reply("2026-03-16", "是", "时间: '12:00'"))
    assert course(*entries, now=at("2026-03-16", "11:59")).state == "办理中"
    assert course(*entries, now=at("2026-03-16", "12:00")).state == "待审核"
    assert course(*entries, now=at("2026-03-16")).state == "待审核"


def test_entries_run_by_day_whatever_their_order_in_the_file() -> None:
    late = course(INITIATED, DONE, HANDED_OUT[1], PASSED)
    assert [e.action for e in late.entries] == ["立项", "交办", "反馈", "审核"]
    assert late.state == "待销号"


def test_within_a_day_a_time_does_not_pass_what_was_written_before_it() -> None:
    found = course(
        INITIATED,
        "{日期: 2026-03-04, 动作: 交办, 时间: '09:30'}",
        "{日期: 2026-03-04, 动作: 签收}",
        reply("2026-03-04", "是", "时间: '16:00'"),
        "{日期: 2026-03-04, 动作: 审核, 结果: 通过}",
    )
    assert [e.action for e in found.entries] == ["立项", "交办", "签收", "反馈", "审核"]
    assert found.state == "待销号"


def test_within_a_day_times_set_the_order() -> None:
    found = course(
        INITIATED, reply("2026-03-04", "是", "时间: '16:00'"), "{日期: 2026-03-04, 动作: 交办, 时间: '09:30'}"
    )
    assert [e.action for e in found.entries] == ["立项", "交办", "反馈"]


def fix(field: str, new: str, ref: str, day: str = "2026-04-01") -> str:
    return f"{{日期: {day}, 动作: 更正, 更正项: {{{ref}}}, 字段: {field}, 新: {new}}}"


def test_a_correction_counts_from_the_day_of_what_it_corrects() -> None:
    entries = (*HANDED_OUT, reply("2026-03-16", "是"), fix("办结", "否", "日期: 2026-03-16, 动作: 反馈"))
    assert course(*entries, now=at("2026-03-16")).state == "办理中"


def test_a_correction_may_move_an_entry_to_another_day() -> None:
    entries = (*HANDED_OUT, reply("2026-03-16"), fix("日期", "2026-03-10", "日期: 2026-03-16, 动作: 反馈"))
    assert [e.day.day for e in course(*entries).entries] == [3, 4, 10, 1]


def test_a_wrong_clock_time_can_be_set_right() -> None:
    entries = (
        *HANDED_OUT, reply("2026-03-16", more="时间: '19:30'"), fix("时间", "'09:30'", "日期: 2026-03-16, 动作: 反馈"),
    )  # fmt: skip
    assert [str(r.entry.clock) for r in course(*entries).replies] == ["09:30:00"]


def test_an_entry_struck_out_never_was() -> None:
    entries = (*HANDED_OUT, DONE, fix("作废", "是", "日期: 2026-03-16, 动作: 反馈"))
    found = course(*entries)
    assert (found.state, found.replies) == ("办理中", ())


def test_corrections_count_entries_as_they_stand_in_the_file() -> None:
    ref = "日期: 2026-03-16, 动作: 反馈"
    entries = (
        *HANDED_OUT, reply("2026-03-16"), reply("2026-03-16"),
        fix("作废", "是", f"{ref}, 第: 1"), fix("内容", "乙", f"{ref}, 第: 2"),
    )  # fmt: skip
    assert [r.entry.content for r in course(*entries).replies] == ["乙"]


def test_a_correction_may_itself_be_struck_out() -> None:
    entries = (
        *HANDED_OUT, DONE, fix("作废", "是", "日期: 2026-03-16, 动作: 反馈"),
        fix("作废", "是", "日期: 2026-04-01, 动作: 更正", "2026-04-02"),
    )  # fmt: skip
    assert course(*entries).state == "待审核"


def test_a_correction_that_finds_nothing_changes_nothing() -> None:
    item = read(item_text(*HANDED_OUT, fix("内容", "乙", "日期: 2026-03-16, 动作: 反馈")))
    assert corrected_place(item.entries, item.entries[2]) is None
    assert effective_entries(item.entries, END) == item.entries


def test_a_change_of_lead_holds_from_its_day() -> None:
    entries = (
        *HANDED_OUT, "{日期: 2026-03-10, 动作: 变更, 字段: 主办单位, 原: 楼区, 新: 市财政局, 批准: 甲}",
        reply("2026-03-16", "是", f"单位: {LOU}"),
    )  # fmt: skip
    found = course(*entries)
    assert found.item.lead == "市财政局"
    assert (found.lead_on(date(2026, 3, 9)), found.lead_on(date(2026, 3, 10))) == (LOU, "市财政局")
    assert found.state == "办理中"
    assert course(*entries, now=at("2026-03-09")).item.lead == LOU


def test_the_header_at_the_time_of_assignment_is_kept() -> None:
    found = course(*HANDED_OUT, "{日期: 2026-03-10, 动作: 变更, 字段: 办结时限, 新: 20个工作日, 批准: 甲}")
    assert (found.given.limit, found.item.limit) == (Workdays(10), Workdays(20))


@pytest.mark.parametrize(
    ("attr", "text", "value"),
    [
        ("day", "２０２６年3月2日", date(2026, 3, 2)),
        ("done", "是", True),
        ("support", "甲局、乙局，丙局", ("甲局", "乙局", "丙局")),
        ("limit", "10个工作日", Workdays(10)),
        ("title", "新标题", "新标题"),
    ],
)
def test_values_of_changes(attr: str, text: str, value: object) -> None:
    assert typed_value(attr, text) == value


def test_a_person_with_a_post() -> None:
    person = typed_value("officer", "张某/区长")
    assert (person.name, person.post, person.text) == ("张某", "区长", "张某（区长）")


_DAYS = st.dates(date(2026, 3, 1), date(2026, 6, 30))
_ACTS = st.sampled_from(
    ["动作: 立项", "动作: 交办", "动作: 签收", "动作: 反馈, 内容: 甲, 办结: 是", "动作: 反馈, 内容: 甲, 办结: 否",
     "动作: 审核, 结果: 通过", "动作: 审核, 结果: 退回", "动作: 中止, 理由: 甲, 批准: 乙", "动作: 恢复", "动作: 销号",
     "动作: 归档", "动作: 撤销, 理由: 甲, 批准: 乙", "动作: 重启, 理由: 甲, 批准: 乙", "动作: 延期, 环节: 申请",
     "动作: 延期, 环节: 批准, 限期: 2026-07-01", "动作: 变更, 字段: 主办单位, 新: 市财政局, 批准: 甲",
     "动作: 更正, 更正项: {日期: 2026-03-04, 动作: 交办}, 字段: 作废, 新: 是"]
)  # fmt: skip
sequences = st.lists(st.tuples(_DAYS, _ACTS), max_size=14)


@given(sequences, _DAYS)
def test_any_sequence_of_entries_gives_one_state(entries: list[tuple[date, str]], day: date) -> None:
    found = course(*(f"{{日期: {d}, {act}}}" for d, act in entries), now=Now(day))
    assert found.state in STATES
    assert (found.state == "待立项") or found.since is not None
    assert all(e.day <= day for e in found.entries)
    assert [e.day for e in found.entries] == sorted(e.day for e in found.entries)
