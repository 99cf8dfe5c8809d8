from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.rules.moments import Now
from duban_cli.rules.standing import stand
from duban_cli.rules.states import ENDED, OPEN, STATES
from tests.kit import HANDED_OUT, INITIATED, item_text, read, reply, rulebook, standing
from tests.rules.test_course import sequences

WORKED = item_text(*HANDED_OUT)
NOTICE = "{日期: 2026-03-27, 动作: 催办, 方式: 通知单, 针对: 反馈}"


# -- the worked example: 交办 2026-03-04, 10个工作日 --------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state", "light", "late", "step"),
    [
        ("2026-03-02", "待立项", None, 0, "立项"),
        ("2026-03-03", "待交办", None, 0, "交办"),
        ("2026-03-04", "办理中", "绿", 0, None),
        ("2026-03-12", "办理中", "绿", 0, None),
        ("2026-03-13", "办理中", "黄", 0, None),
        ("2026-03-18", "办理中", "黄", 0, None),
        ("2026-03-19", "办理中", "红", 1, "会议说明原因"),
        ("2026-03-26", "办理中", "红", 6, "会议说明原因"),
        ("2026-03-27", "办理中", "红", 7, "通知单"),
        ("2026-04-08", "办理中", "红", 14, "通知单"),
        ("2026-04-09", "办理中", "红", 15, "上门催办"),
        ("2026-11-20", "办理中", "红", 169, "上门催办"),
    ],
)
def test_the_worked_example(day: str, state: str, light: str | None, late: int, step: str | None) -> None:
    found = standing(WORKED, day)
    assert found.state == state
    assert (found.light.name if found.light else None) == light
    assert (found.overdue, found.overdue_workdays) == (late > 0, late)
    assert (found.next.step if found.next else None) == step
    assert found.provisional is False


def test_the_steps_of_the_worked_example() -> None:
    found = standing(WORKED)
    steps = {r.ways_text: r for r in found.ladder if r.duty.what == "反馈"}
    assert {w: r.since.isoformat() for w, r in steps.items()} == {
        "通知单": "2026-03-27",
        "上门催办或协调会": "2026-04-09",
    }
    assert all(r.step.clause.text == "岳政办发〔2007〕3号 二（三）" and r.due for r in steps.values())
    assert found.next is not None
    assert (found.next.since, found.next.ways) == (date(2026, 4, 9), ("上门催办", "协调会"))
    assert found.due is not None
    assert (found.due.text, found.due.iso_at()) == ("2026-03-18", "2026-03-18T24:00:00+08:00")
    assert found.assigned == date(2026, 3, 4)
    assert (found.closed, found.accepted) == (None, None)


def test_overdue_from_the_first_moment_after_also_on_a_weekend() -> None:
    text = item_text(INITIATED, "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-20}", 办结时限="2026-03-20")
    saturday = standing(text, "2026-03-21")
    assert (saturday.overdue, saturday.overdue_workdays) == (True, 0)
    assert saturday.light is not None
    assert saturday.light.name == "红"
    assert not standing(text, "2026-03-20").overdue


def test_a_step_taken_stays_taken() -> None:
    found = standing(item_text(*HANDED_OUT, NOTICE), "2026-03-30")
    taken = {r.way: r.taken is not None for r in found.ladder if r.duty.what == "反馈"}
    assert taken == {"通知单": True, "上门催办": False}
    assert "通知单" not in [r.way for r in found.due_rungs]
    extended = "{日期: 2026-03-30, 动作: 延期, 环节: 批准, 限期: 2026-04-10, 批准: 甲}"
    later = standing(item_text(*HANDED_OUT, NOTICE, extended), "2026-04-30")
    assert [r.way for r in later.ladder if r.taken] == ["通知单"]
    assert "通知单" not in [r.way for r in later.due_rungs]


def test_a_higher_step_taken_passes_over_the_lower() -> None:
    visit = "{日期: 2026-04-09, 动作: 催办, 方式: 协调会, 针对: 反馈}"
    found = standing(item_text(*HANDED_OUT, visit))
    assert [r.way for r in found.due_rungs if r.duty.what == "反馈"] == []


def test_an_urge_before_the_due_date_takes_no_step() -> None:
    early = "{日期: 2026-03-17, 动作: 催办, 方式: 通知单, 针对: 反馈}"
    assert "通知单" in [r.way for r in standing(item_text(*HANDED_OUT, early)).due_rungs]


def test_the_ladder_runs_from_assignment_where_the_office_was_late() -> None:
    text = item_text(
        INITIATED, "{日期: 2026-03-16, 动作: 交办}", 类别="媒体批评", 来源="{类型: 媒体, 日期: 2026-03-02}"
    )
    found = standing(text, "2026-03-24")
    assert found.live is not None
    assert (found.live.due.text, found.overdue_workdays) == ("2026-03-05", 13)
    notice = next(r for r in found.ladder if r.way == "通知单")
    assert (notice.since, notice.due) == (date(2026, 3, 25), False)


def test_a_progress_reply_leaves_the_completion_owed() -> None:
    found = standing(item_text(*HANDED_OUT, reply("2026-03-16")))
    assert found.live is not None
    assert (found.live.what, found.overdue_workdays) == ("办结", 169)
    assert [r.way for r in found.ladder] == ["会议说明原因"]


@pytest.mark.parametrize(
    ("entries", "state", "step"),
    [
        ((reply("2026-03-16", "是"),), "待审核", "审核"),
        ((reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}"), "待销号", "销号"),
        (
            (reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}", "{日期: 2026-03-18, 动作: 销号}"),
            "已销号",
            "归档",
        ),
        (("{日期: 2026-03-16, 动作: 延期, 环节: 申请, 限期: 2026-04-01}",), "办理中", "批复延期"),
        (("{日期: 2026-03-16, 动作: 撤销, 理由: 甲, 批准: 乙}",), "已撤销", None),
        (("{日期: 2026-03-16, 动作: 中止, 理由: 甲, 批准: 乙}",), "中止", None),
    ],
)  # fmt: skip
def test_what_the_office_does_next(entries: tuple[str, ...], state: str, step: str | None) -> None:
    found = standing(item_text(*HANDED_OUT, *entries))
    assert (found.state, found.next.step if found.next else None) == (state, step)
    if state not in ("办理中", "中止"):
        assert (found.due, found.overdue, found.light) == (None, False, None)


def test_the_step_rests_on_the_clause_of_the_day() -> None:
    found = standing(item_text(*HANDED_OUT, reply("2026-03-16", "是")))
    assert found.next is not None
    assert found.next.clause is not None
    assert (found.next.clause.text, found.next.since) == ("岳政办发〔2007〕3号 二（三）", date(2026, 3, 16))


def test_an_answered_extension_is_pending_no_more() -> None:
    asked = "{日期: 2026-03-16, 动作: 延期, 环节: 申请, 限期: 2026-04-01}"
    refused = "{日期: 2026-03-17, 动作: 延期, 环节: 不批, 批准: 甲}"
    found = standing(item_text(*HANDED_OUT, asked, refused), "2026-03-18")
    assert found.course.extensions_asked == ()
    assert found.next is None


def test_a_returned_matter_is_urged_anew() -> None:
    text = item_text(
        *HANDED_OUT, NOTICE, reply("2026-03-30", "是"),
        "{日期: 2026-04-01, 动作: 审核, 结果: 退回, 理由: 不清, 限期: 2026-04-10}",
    )  # fmt: skip
    before = standing(text, "2026-04-20")
    assert (before.state, before.overdue_workdays) == ("退回重办", 6)
    assert "通知单" not in [r.way for r in before.due_rungs]
    assert [r.since for r in standing(text, "2026-04-21").due_rungs if r.way == "通知单"] == [
        date(2026, 4, 21)
    ]


def test_accepted_reply_and_closing_day() -> None:
    first, second = reply("2026-03-16", "是"), reply("2026-03-24", "是")
    text = item_text(
        *HANDED_OUT, first, "{日期: 2026-03-17, 动作: 审核, 结果: 退回, 理由: 不清}", second,
        "{日期: 2026-03-25, 动作: 审核, 结果: 通过}", "{日期: 2026-03-26, 动作: 销号}",
    )  # fmt: skip
    found = standing(text)
    assert found.accepted is not None
    assert (found.accepted.day, found.closed) == (date(2026, 3, 24), date(2026, 3, 26))
    assert standing(text, "2026-03-24").accepted is None


def test_what_happens_after_the_end_changes_no_duty() -> None:
    closed = (
        *HANDED_OUT, reply("2026-03-20", "是"), "{日期: 2026-03-23, 动作: 审核, 结果: 通过}", "{日期: 2026-03-24, 动作: 销号}",
    )  # fmt: skip
    then = standing(item_text(*closed), "2026-03-24").duties
    now = standing(item_text(*closed, "{日期: 2026-06-01, 动作: 归档}")).duties
    assert [(d.name, d.state, d.overdue_workdays) for d in then] == [
        (d.name, d.state, d.overdue_workdays) for d in now
    ]


def test_the_new_lead_unit_owes_the_reply() -> None:
    change = "{日期: 2026-03-10, 动作: 变更, 字段: 主办单位, 原: 岳阳楼区人民政府, 新: 市财政局, 批准: 甲}"
    text = item_text(*HANDED_OUT, change)
    assert {d.who for d in standing(text).duties} == {"市财政局"}
    assert {d.who for d in standing(text, "2026-03-09").duties} == {"岳阳楼区人民政府"}
    assert standing(text).item.lead == "市财政局"


@pytest.mark.parametrize(("year", "clauses"), [(2019, []), (2020, ["十条措施（2020-04-27）六"])])
def test_the_ladder_of_a_regime_in_its_time(year: int, clauses: list[str]) -> None:
    text = item_text(
        f"{{日期: {year}-05-06, 动作: 立项}}", f"{{日期: {year}-05-07, 动作: 交办, 限期: {year}-05-20}}"
    )
    found = standing(text)
    assert [r.step.clause.text for r in found.ladder if r.duty.what == "办结"] == clauses
    assert len([r for r in found.ladder if r.duty.what == "反馈"]) == 2


def test_the_light_by_distance() -> None:
    light = standing(WORKED, "2026-03-13").light
    assert light is not None
    assert (light.name, light.level) == ("黄", 2)
    suspended = item_text(*HANDED_OUT, "{日期: 2026-03-09, 动作: 中止, 理由: 甲, 批准: 乙}")
    assert standing(suspended, "2026-03-13").light is None


# -- properties ---------------------------------------------------------------------------------------------

_DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
_LIMITS = st.sampled_from(["10个工作日", "20日", "48小时", "2026-06-18", "第3个工作日12:00", "当日", "1个月"])


@given(_DAYS, _LIMITS, st.integers(0, 200), st.integers(0, 200))
def test_the_overdue_count_never_falls_while_nothing_happens(
    assigned: date, limit: str, early: int, more: int
) -> None:
    text = item_text(f"{{日期: {assigned}, 动作: 立项}}", f"{{日期: {assigned}, 动作: 交办}}", 办结时限=limit)
    item = read(text)
    first = stand(item, rulebook(), Now(assigned + timedelta(days=early)))
    later = stand(item, rulebook(), Now(assigned + timedelta(days=early + more)))
    assert first.overdue_workdays <= later.overdue_workdays
    assert not first.overdue or later.overdue
    assert first.due == later.due


@given(_DAYS, _LIMITS, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 200)), max_size=4))
def test_an_extension_never_moves_the_first_due_date(
    assigned: date, limit: str, extensions: list[tuple[int, int]]
) -> None:
    handed = (f"{{日期: {assigned}, 动作: 立项}}", f"{{日期: {assigned}, 动作: 交办}}")
    granted = [
        f"{{日期: {assigned + timedelta(days=a)}, 动作: 延期, 环节: 批准, 批准: 甲, 限期: {assigned + timedelta(days=a + b)}}}"
        for a, b in extensions
    ]
    end = Now(date(2199, 1, 1))
    bare = stand(read(item_text(*handed, 办结时限=limit)), rulebook(), end)
    moved = stand(read(item_text(*handed, *granted, 办结时限=limit)), rulebook(), end)
    assert [d.first_due for d in moved.duties] == [d.first_due for d in bare.duties]


@given(sequences, _DAYS)
def test_any_sequence_of_entries_has_one_standing(entries: list[tuple[date, str]], day: date) -> None:
    found = stand(read(item_text(*(f"{{日期: {d}, {act}}}" for d, act in entries))), rulebook(), Now(day))
    assert found.state in STATES
    assert (found.light is not None) == (found.state in OPEN)
    assert found.state not in ENDED or found.due is None
    assert found.overdue_workdays >= 0
    assert len({(d.life, d.name) for d in found.duties}) == len(found.duties)
    assert all(d.met or d.state not in ("按期", "逾期完成") for d in found.duties)
    assert all(r.since > r.duty.due.day for r in found.ladder)


@given(sequences, _DAYS, st.integers(1, 60))
def test_what_is_to_come_is_unseen(entries: list[tuple[date, str]], day: date, ahead: int) -> None:
    later = (day + timedelta(days=ahead)).isoformat()
    acts = [f"{{日期: {d}, {act}}}" for d, act in entries if "更正" not in act]
    one = stand(read(item_text(*acts)), rulebook(), Now(day))
    two = stand(
        read(item_text(*acts, f"{{日期: {later}, 动作: 撤销, 理由: 甲, 批准: 乙}}")), rulebook(), Now(day)
    )
    assert (one.state, one.due, one.overdue_workdays) == (two.state, two.due, two.overdue_workdays)


def test_a_step_counted_into_a_year_without_notice_is_provisional() -> None:
    text = item_text(
        "{日期: 2026-12-10, 动作: 立项, 方式: 直接}", "{日期: 2026-12-14, 动作: 交办, 限期: 2026-12-28}"
    )
    ladder = standing(text, "2026-12-30").ladder
    assert [(r.duty.what, r.since.isoformat(), r.provisional) for r in ladder] == [
        ("反馈", "2027-01-07", True), ("反馈", "2027-01-19", True), ("办结", "2026-12-29", False),
    ]  # fmt: skip
