"""Words as a clerk types them: days by strokes, several numbers in one word, dashes of Word, other words of the trade."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from duban_cli.rules.moments import SHANGHAI
from tests.clerk import LOU, NEW, REPLY, Clerk, new, run

pytest_plugins = ("tests.gitkit", "tests.clerk")
DONE = (*REPLY, "--done")


# Days and months ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026/3/5", "2026.3.5", "2026／3／5", "2026年3月5日"])
def test_a_day_in_any_writing(handed: Clerk, day: str) -> None:
    handed.do(*REPLY, "--date", day, today="2026/3/6")
    assert handed.entries()[-1]["日期"] == "2026-03-05"


def test_a_limit_by_strokes_is_written_as_files_have_it(clerk: Clerk) -> None:
    clerk.do(*new(deadline="2026/4/7"), today="2026-03-03")
    assert clerk.facts()["办结时限"] == "2026-04-07"


@pytest.mark.parametrize("day", ["2026/2/30", "2026/13/1", "3/5"])
def test_a_day_that_is_none_stays_refused(handed: Clerk, day: str) -> None:
    assert day.split("/", maxsplit=1)[0] in handed.refused(2, *REPLY, "--date", day, today="2026-03-06").err


@pytest.mark.parametrize("month", ["2026-03", "2026年3月", "2026/3", "２０２６年３月"])
def test_a_month_in_any_writing(handed: Clerk, month: str) -> None:
    told = handed.do("bulletin", "--month", month, "--format", "json", today="2026-04-10").json
    asked = handed.do(
        "bulletin", "--from", "2026-03-01", "--to", "2026-03-31", "--format", "json", today="2026-04-10"
    ).json
    assert told == asked
    listed = handed.do("report", "月度督办清单", "--month", month, "--format", "json", today="2026-04-10")
    assert listed.json == handed.do(
        "report", "月度督办清单", "--month", "2026-03", "--format", "json", today="2026-04-10"
    ).json  # fmt: skip


def test_the_month_still_running_ends_today(handed: Clerk) -> None:
    asked = ("bulletin", "--format", "json")
    month = handed.do(*asked, "--month", "2026-03", today="2026-03-20").json
    assert month == handed.do(*asked, "--from", "2026-03-01", "--to", "2026-03-20", today="2026-03-20").json


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--month", "2026-13"), "不是月份，写成 2026-11 这样"),
        (("--month", "三月"), "不是月份"),
        (("--month", "2026-03", "--from", "2026-03-01"), "写了 --month，就不再写 --from、--to"),
        (("--month", "2026-05"), "还没有到"),
    ],
)
def test_a_month_that_cannot_be(handed: Clerk, args: tuple[str, ...], says: str) -> None:
    assert says in handed.refused(2, "bulletin", *args, today="2026-04-10").err


# Numbers of items --------------------------------------------------------------------------------------


@pytest.fixture
def three(clerk: Clerk) -> Clerk:
    for title in ("甲", "乙", "丙"):
        clerk.do(*new(title=title), today="2026-03-03")
    return clerk


@pytest.mark.parametrize(
    "ids", [("2,3",), ("2、3",), ("2，3",), ("2 3",), ("2,", "3"), ("2026-2、2026-0003",)]
)
def test_several_numbers_in_one_word(three: Clerk, ids: tuple[str, ...]) -> None:
    told = three.do("assign", *ids, "--format", "json", today="2026-03-04").json
    assert told["ids"] == ["2026-0002", "2026-0003"]
    assert [e["动作"] for e in three.entries("2026-0001")] == ["立项"]


def test_the_number_alone_in_every_command(three: Clerk) -> None:
    table = three.root.parent / "分解.csv"
    table.write_text("工作任务,牵头单位,完成时限\n打通断头路,楼区,2026-10-30\n", encoding="utf-8")
    three.do("split", "1", str(table), today="2026-03-04")
    assert three.facts("items/2026/2026-0004.yaml")["上级事项"] == "2026-0001"
    three.do("assign", "1,2", today="2026-03-04")
    told = three.do("report", "专题报告", "2", "--format", "json", today="2026-03-05").json
    assert told == three.do("report", "专题报告", "2026-0002", "--format", "json", today="2026-03-05").json
    assert "没有事项 77" in three.refused(2, "report", "专题报告", "77", today="2026-03-05").err
    assert "没有事项 77" in three.refused(2, "split", "77", str(table), today="2026-03-05").err


@pytest.mark.parametrize(
    ("written", "near"),
    [("2026-0004", "2026-0003"), ("2027-0002", "2026-0002"), ("2026-1000", None), ("2026-0099", None)],
)
def test_only_a_number_near_by_is_suggested(three: Clerk, written: str, near: str | None) -> None:
    told = three.refused(2, "assign", written, today="2026-03-04")
    assert f"没有事项 {written}" in told.err
    assert (f"是否指 {near}" in told.err) if near else ("是否指" not in told.err and "duban list" in told.err)


def test_swapped_digits_are_found(clerk: Clerk) -> None:
    for _ in range(12):
        clerk.do(*NEW, today="2026-03-03")
    assert "是否指 2026-0012" in clerk.refused(2, "assign", "2026-0021", today="2026-03-04").err


# Dashes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dash", ["—", "——", "–", "－－", "-—", "−−"])
def test_the_dashes_of_word(handed: Clerk, dash: str) -> None:
    told = handed.refused(2, "review", "2026-1", "--pass", f"{dash}approved-by", "刘某某", today="2026-03-10")
    assert f"“{dash}approved-by”：选项前是中文破折号" in told.err
    assert "写成 --approved-by" in told.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("review", "2026-1", "-pass"), "写成 --pass"),
        (("review", "2026-1", "--pass", "-message", "无"), "写成 --message"),
        (("reply", "2026-1", "-content=已办"), "写成 --content=已办"),
        (("list", "-state", "待审核"), "写成 --state"),
    ],
)
def test_a_long_option_with_one_dash(handed: Clerk, args: tuple[str, ...], says: str) -> None:
    told = handed.refused(2, *args, today="2026-03-10")
    assert "少了一个短横" in told.err
    assert says in told.err


def test_a_short_option_with_the_dash_of_word(handed: Clerk) -> None:
    assert "写成 -m" in handed.refused(2, "review", "2026-1", "--pass", "—m", "无", today="2026-03-10").err


def test_dashes_in_what_is_told_are_no_options(handed: Clerk) -> None:
    handed.do("reply", "2026-1", "--content", "——已全部办结——", "-m补记", today="2026-03-10")
    assert handed.entries()[-1]["内容"] == "——已全部办结——"
    assert run("workday", "2026-03-31", "-15").code == 0


# People ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["张某/区长", "张某，区长", "张某,区长", "张某、区长", "张某 区长", "张某／区长"]
)
def test_a_name_and_a_post(handed: Clerk, written: str) -> None:
    handed.do(*DONE[:-3], "--signed-by", written, today="2026-03-10")
    assert handed.entries()[-1]["签发"] == {"姓名": "张某", "职务": "区长"}


def test_a_name_set_wide_is_one_name(handed: Clerk) -> None:
    handed.do(*DONE[:-3], "--signed-by", "张 某", today="2026-03-10")
    assert handed.entries()[-1]["签发"] == {"姓名": "张 某"}


# Other words of the trade ------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["电话", "电话催办", "打电话"])
def test_a_telephone_call_by_any_name(handed: Clerk, how: str) -> None:
    handed.do("urge", "1", "--how", how, "--content", "请抓紧报来", today="2026-03-12")
    assert handed.entries()[-1]["方式"] == "电话"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("list", "--state", "已办结"), ["不在可选之列", "待审核（单位报了办结）", "已销号"]),
        (("list", "--state", "逾期"), ["办理中，加 --overdue"]),
        (("workday", "2026-11-05", "10"), ["“10”前没有写 + 或 -", "+10", "-10"]),
        (("review", "1", "--pass", "--return"), ["--pass 和 --return 只能写一个"]),
    ],
)
def test_what_to_write_instead(handed: Clerk, args: tuple[str, ...], says: list[str]) -> None:
    told = handed.refused(2, *args, today="2026-03-10")
    for words in says:
        assert words in told.err


# The clock ---------------------------------------------------------------------------------------------


def test_writing_ahead_of_the_clock_is_told(handed: Clerk) -> None:
    ahead = datetime.now(SHANGHAI).date() + timedelta(days=400)
    told = handed.do("urge", "1", "--how", "电话", "--content", "请报来", today=ahead.isoformat())
    assert f"提醒：--today 写的 {ahead} 比电脑上的今天" in told.err
    quiet = handed.do("urge", "1", "--how", "电话", "--content", "又催", today="2026-03-20")
    assert "电脑上的今天" not in quiet.err


def test_a_ledger_whose_commits_are_ahead_is_played_through(
    handed: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = datetime.now(SHANGHAI).date() + timedelta(days=400)
    call = ("urge", "1", "--how", "电话", "--content", "请报来")
    stamp = f"{ahead}T12:00:00+08:00"
    monkeypatch.setenv("GIT_AUTHOR_DATE", stamp)
    monkeypatch.setenv("GIT_COMMITTER_DATE", stamp)
    handed.write("说明.md", "演示\n")
    handed.git("add", "说明.md")
    handed.git("commit", "-q", "-m", "演示")
    monkeypatch.delenv("GIT_AUTHOR_DATE")
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    assert "电脑上的今天" not in handed.do(*call, today=ahead.isoformat()).err


# One letter, several limits ----------------------------------------------------------------------------


def test_each_limit_of_a_letter_for_several_is_told(clerk: Clerk) -> None:
    clerk.do(*new(title="甲", deadline="2026-04-10"), today="2026-03-03")
    clerk.do(*new(title="乙", deadline="2026-03-20"), today="2026-03-03")
    told = clerk.do("assign", "1,2", today="2026-03-04")
    assert "限期最早3月20日、最晚4月10日" in told.err
    body = clerk.git("log", "-1", "--format=%b")
    assert "2026-0001  甲（限4月10日）" in body
    assert "2026-0002  乙（限3月20日）" in body


def test_one_limit_for_all_is_told_once(clerk: Clerk) -> None:
    for title in ("甲", "乙"):
        clerk.do(*new(title=title, deadline="2026-04-10"), today="2026-03-03")
    assert "，限4月10日）" in clerk.do("assign", "1,2", today="2026-03-04").err
    assert "（限" not in clerk.git("log", "-1", "--format=%b")


# What new and reply can be told ------------------------------------------------------------------------


def test_new_takes_every_field_of_the_header(clerk: Clerk) -> None:
    clerk.do(
        *NEW, "--difficulty", "重大疑难", "--first-officer", "张某/区长", "--unit-leader", "赵某",
        "--milestone", "签约过半=2026-03-31", "--milestone", "全部签约＝2026/4/30", today="2026-03-03",
    )  # fmt: skip
    facts = clerk.facts()
    assert (facts["难度"], facts["责任领导"]) == ("重大疑难", "赵某")
    assert facts["第一责任人"] == {"姓名": "张某", "职务": "区长"}
    assert facts["节点"] == [
        {"号": "1", "内容": "签约过半", "时限": "2026-03-31"},
        {"号": "2", "内容": "全部签约", "时限": "2026-04-30"},
    ]
    assert clerk.do("check", today="2026-03-03").code == 0


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--milestone", "签约过半"), "节点“签约过半”看不懂"),
        (("--milestone", "=2026-03-31"), "内容在前，日期在后"),
        (("--milestone", "签约过半=月底"), "不是日期"),
        (("--difficulty", "很难"), "一般、重大疑难"),
    ],
)
def test_new_refuses_what_it_cannot_read(clerk: Clerk, args: tuple[str, ...], says: str) -> None:
    assert says in clerk.refused(2, *NEW, *args, today="2026-03-03").err


def test_what_came_with_a_reply_is_on_record(handed: Clerk) -> None:
    handed.do(*REPLY, "--attach", "整改照片.zip", "--attach", "验收单.pdf", today="2026-03-10")
    assert handed.entries()[-1]["附件"] == ["整改照片.zip", "验收单.pdf"]
    handed.do(*DONE, today="2026-03-11")
    assert "附件" not in handed.entries()[-1]


# Tables ------------------------------------------------------------------------------------------------


def split(clerk: Clerk, text: str) -> tuple[str, ...]:
    path = clerk.root.parent / "表.csv"
    path.write_text(text, encoding="utf-8")
    return ("split", "1", str(path))


def test_the_shortest_head_is_understood(handed: Clerk) -> None:
    handed.do(*split(handed, "序号,任务,单位,时限\n1,打通断头路,楼区,2026/10/30\n"), today="2026-03-05")
    facts = handed.facts("items/2026/2026-0002.yaml")
    assert (facts["标题"], facts["主办单位"], facts["办结时限"]) == ("打通断头路", LOU, "2026-10-30")


def test_full_width_commas_are_named(handed: Clerk) -> None:
    told = handed.refused(2, *split(handed, "序号，任务，单位\n1，打通断头路，楼区\n"), today="2026-03-05")
    assert "列之间用了中文逗号" in told.err
    assert "换成英文逗号" in told.err


@pytest.mark.parametrize("args", [("split", "1", "没有.csv"), ("new", "--from", "没有.yaml")])
def test_a_missing_file_is_told_in_chinese(handed: Clerk, args: tuple[str, ...]) -> None:
    told = handed.refused(2, *args, today="2026-03-05")
    assert "打不开：没有这个文件" in told.err
    assert "No such" not in told.err


def test_a_table_without_rows_is_told_so(handed: Clerk) -> None:
    path = handed.root.parent / "空表.csv"
    path.write_text("督办事项,责任单位,交办日期,办理时限\n", encoding="utf-8")
    told = handed.refused(2, "import", str(path), "--category", "领导批示", today="2026-03-05")
    assert "表头下面没有数据行" in told.err
    path.write_text("督办事项,责任单位,办理时限\n合计,,\n", encoding="utf-8")
    told = handed.refused(2, "import", str(path), "--category", "领导批示", today="2026-03-05")
    assert "表头下面没有数据行" in told.err


# The demo ----------------------------------------------------------------------------------------------


def test_the_demo_keeps_the_regime_asked_for(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text(str(date.min), encoding="utf-8")
    told = run("demo", "--regime", "daguan", str(tmp_path))
    assert told.code == 2
    assert "duban demo --regime daguan 演示台账2" in told.err
    assert "duban demo 演示台账2" in run("demo", str(tmp_path)).err
