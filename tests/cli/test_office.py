"""``office``: what the office itself did, appended to office/年.yaml."""

from __future__ import annotations

import shlex

import pytest

from tests.clerk import Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")
OLD = "# 手写的说明\n记录:\n- {日期: 2026-03-02, 动作: 清单, 内容: 印发3月督办清单}   # 已送各线\n"
PATH = "office/2026.yaml"


@pytest.fixture
def office(handed: Clerk) -> Clerk:
    """A ledger whose office/2026.yaml was written by hand, with comments."""
    handed.write(PATH, OLD)
    handed.do("save", today="2026-03-05")
    return handed


def test_an_event_is_appended_as_text_in_one_commit(office: Clerk) -> None:
    args = ("office", "会议", "--content", "市长碰头会听取2月督办事项进展。", "--approved-by", "刘某某")
    shown = office.do(*args, "--draft", today="2026-03-06").out
    assert office.text(PATH) == OLD
    told = office.do("本室", *args[1:], "--message", "补记", today="2026-03-06")
    line = "- {日期: 2026-03-06, 动作: 会议, 批准: 刘某某, 内容: 市长碰头会听取2月督办事项进展。}\n"
    assert office.text(PATH) == OLD + line
    assert f"  {line}" in shown
    assert "记作市长碰头会（2026年3月）" in told.err
    subject, paths, trailers = office.last()
    assert (subject, paths) == ("本室会议：市长碰头会听取2月督办事项进展", [PATH])
    assert trailers["Duban-Action"] == ["会议"]
    assert "补记" in office.git("log", "-1", "--format=%B")
    assert office.run("check", today="2026-03-06").code == 0


def test_a_years_first_event_makes_the_file(handed: Clerk) -> None:
    told = handed.do(
        "office",
        "抄送",
        "--content",
        "四季度落实情况抄送组织部门",
        "--date",
        "2027-01-05",
        today="2027-01-06",
    )
    (event,) = handed.facts("office/2027.yaml")["记录"]
    assert (event["日期"], event["动作"]) == ("2027-01-05", "抄送")
    assert "记作结果抄送组织部门（2026年第四季度）" in told.err


def test_a_round_may_be_called_by_its_name_in_the_regime(office: Clerk) -> None:
    office.do("office", "市长碰头会", "--content", "听取2月进展", today="2026-03-06")
    last = office.facts(PATH)["记录"][-1]
    assert (last["动作"], last["内容"]) == ("会议", "市长碰头会：听取2月进展")


def test_what_counts_for_no_round_is_told(office: Clerk) -> None:
    told = office.do("office", "会议", "--content", "室内例会", today="2026-03-06")
    assert "不计入哪一期的定期工作：市长碰头会的内容须有“碰头会”" in told.err


@pytest.mark.parametrize("day", ["2026-03-27", "2026-07-01", "2026-11-20"])
def test_the_very_command_of_the_agenda_meets_the_duty(office: Clerk, day: str) -> None:
    def rounds() -> dict[str, tuple[str, list[str]]]:
        found = office.do("agenda", "--days", "30", "--format", "json", today=day).json["tasks"]
        return {
            f"{t['what']}{t['overdue']}": (t["command"], t["periods"])
            for t in found if t["kind"] == "定期" and t["command"]
        }  # fmt: skip

    before = rounds()
    assert before
    for key, (command, periods) in before.items():
        typed = shlex.split(command.replace("姓名", "刘某某"))
        assert typed[0] == "duban"
        office.do(*typed[1:], today=day)
        left = rounds().get(key, ("", []))[1]
        assert periods[0] not in left, (key, command)


@pytest.mark.parametrize(
    ("code", "args", "said"),
    [
        (2, ("开会", "--content", "x"), "是否指“会议”"),
        (2, ("会议",), "没有写做了什么"),
        (2, ("会议", "--content", "碰头会", "--date", "2026-03-09"), "日期 2026-03-09 还没有到"),
        (2, ("抄送", "--content", "x", "--from", "2026-01-01"), "--from 和 --to 要同时写"),
        (2, ("抄送", "--content", "x", "--from", "2026-02-01", "--to", "2026-01-31"), "晚于止日"),
        (1, ("通报", "--content", "x", "--criticise", "市财政局"), "政府督查工作条例第二十一条"),
        (
            2,
            ("通报", "--content", "x", "--criticise", "市财证局", "--approved-by", "刘某某"),
            "是否指“市财政局”",
        ),
        (1, ("清单", "--content", "印发3月督办清单", "--date", "2026-03-02"), "2026-03-02 已有同样的清单"),
    ],
)
def test_what_is_no_event_is_refused(office: Clerk, code: int, args: tuple[str, ...], said: str) -> None:
    assert said in office.refused(code, "office", *args, today="2026-03-06").text


def test_a_bulletin_sent_by_other_means_counts(office: Clerk) -> None:
    args = (
        "office",
        "通报",
        "--doc-no",
        "第9期",
        "--content",
        "通报2月情况",
        "--criticise",
        "市城管局",
        "--approved-by",
        "刘某某",
    )
    told = office.do(*args, today="2026-03-06")
    assert "用 duban bulletin 发出的，程序已自动记入" in told.err
    assert office.facts(PATH)["记录"][-1]["批评"] == ["市城市管理局"]
    found = office.do("assess", "2026", "--unit", "市城市管理局", "--format", "json", today="2026-03-06").json
    assert found["units"][0]["criticised"] == 1
    assert "已有同样的通报（第9期）" in office.refused(1, *args, today="2026-03-06").err
