"""立项 to 销号 by commands: what each writes, commits and prints."""

from __future__ import annotations

import hashlib
from datetime import date

import jsonschema
import pytest

from duban_cli.views.schemas import output_schema
from tests.clerk import ITEM, LOU, NEW, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

PAPER = "papers/2026/{}-{:04d}"


def assert_recorded(
    clerk: Clerk, before: list[str], action: str, *, doc: str | None = None, paper: str | None = None
) -> str:
    """One commit more, of the item's file and its paper alone, saying in Chinese what was done."""
    assert clerk.commits()[1:] == before
    subject, paths, trailers = clerk.last()
    assert paths == sorted([ITEM, *([f"{paper}.docx", f"{paper}.yaml"] if paper else [])])
    assert trailers == {
        "Duban-Item": ["2026-0001"],
        "Duban-Action": [action],
        **({"Duban-Doc": [doc]} if doc else {}),
    }
    assert subject.startswith("2026-0001 ")
    assert "洞庭大道排水管网改造整改" in subject
    assert clerk.git("status", "--porcelain", "-uall") == ""
    return subject


def assert_issued(clerk: Clerk, paper: str, doc_no: str, *words: str, to: str | None = LOU) -> str:
    """The register says the bytes of the file, and the paper opens and says these words."""
    register = clerk.facts(f"{paper}.yaml")
    assert register["sha256"] == hashlib.sha256(clerk.raw(f"{paper}.docx")).hexdigest()
    assert register["文号"] == doc_no
    assert register["文件"] == f"{paper}.docx".rsplit("/", 1)[1]
    assert register["事项"] == ["2026-0001"]
    assert register.get("主送") == ([to] if to else None)
    assert register["状态"] == "发出"
    text = clerk.paper_text(f"{paper}.docx")
    for word in (doc_no, *words):
        assert word in text, (word, text)
    assert "待填" not in text
    return text


def overdue_in(clerk: Clerk, paper: str) -> str:
    table = clerk.docx(f"{paper}.docx").tables[0]
    return table.rows[1].cells[[c.text for c in table.rows[0].cells].index("逾期工作日")].text


def test_the_whole_course_of_an_item(clerk: Clerk) -> None:
    before = clerk.commits()
    told = clerk.do(*NEW, today="2026-03-03")
    assert told.out == "2026-0001\n"
    assert assert_recorded(clerk, before, "立项") == "2026-0001 立项：洞庭大道排水管网改造整改"
    assert clerk.entries() == [{"日期": "2026-03-03", "动作": "立项", "方式": "直接"}]

    before = clerk.commits()
    letter = PAPER.format("督查函", 1)
    told = clerk.do("assign", "2026-1", today="2026-03-04")
    assert told.out == f"{clerk.root / letter}.docx\n"
    subject = assert_recorded(clerk, before, "交办", doc="岳督函〔2026〕1号", paper=letter)
    assert subject == f"2026-0001 交办{LOU}：洞庭大道排水管网改造整改（岳督函〔2026〕1号，限3月18日）"
    assert clerk.entries()[-1] == {
        "日期": "2026-03-04", "动作": "交办", "文书": "督查函", "文号": "岳督函〔2026〕1号", "限期": "2026-03-18",
    }  # fmt: skip
    assert_issued(
        clerk, letter, "岳督函〔2026〕1号", LOU, "2026年3月4日", "2026年3月18日", "洞庭大道排水管网改造整改",
        "完成整改并书面报送。", "王某", "0730-0000000", "主要负责人签发",
    )  # fmt: skip

    before = clerk.commits()
    clerk.do("urge", today="2026-03-27")
    notice = PAPER.format("催办通知单", 1)
    assert_recorded(clerk, before, "催办", doc="岳督催〔2026〕1号", paper=notice)
    assert_issued(
        clerk, notice, "岳督催〔2026〕1号", "上门催办或协调会", "岳督函〔2026〕1号", "2026年3月27日"
    )
    assert overdue_in(clerk, notice) == "7"
    assert clerk.entries()[-1] | {"限期": ""} == {
        "日期": "2026-03-27", "动作": "催办", "方式": "通知单", "针对": "反馈", "文号": "岳督催〔2026〕1号", "限期": "",
    }  # fmt: skip

    before = clerk.commits()
    clerk.do(*REPLY, "--done", "--incoming", "岳楼政〔2026〕8号", today="2026-03-30")
    assert_recorded(clerk, before, "反馈")
    assert clerk.entries()[-1] == {
        "日期": "2026-03-30", "动作": "反馈", "单位": LOU, "来文": "岳楼政〔2026〕8号", "内容": "管网已改造。",
        "签发": {"姓名": "张某", "职务": "区长"}, "办结": "是",
    }  # fmt: skip

    before = clerk.commits()
    clerk.do(
        "review",
        "2026-0001",
        "--return",
        "--reason",
        "情况不清，缺现场照片",
        "--deadline",
        "3个工作日",
        today="2026-03-31",
    )
    back = PAPER.format("退回重办通知", 1)
    assert_recorded(clerk, before, "审核", doc="岳督退〔2026〕1号", paper=back)
    assert_issued(
        clerk, back, "岳督退〔2026〕1号", "情况不清，缺现场照片", "2026年4月3日", "岳楼政〔2026〕8号"
    )
    assert clerk.entries()[-1]["限期"] == "2026-04-03"

    before = clerk.commits()
    clerk.do(*REPLY, "--done", today="2026-04-02")
    assert_recorded(clerk, before, "反馈")
    before = clerk.commits()
    clerk.do("review", "2026-0001", "--pass", "--approved-by", "刘某某", today="2026-04-03")
    assert assert_recorded(clerk, before, "审核").startswith("2026-0001 审核通过")

    before = clerk.commits()
    clerk.do("close", "2026-0001", "--by", "王某", today="2026-04-07")
    slip = PAPER.format("销号单", 1)
    assert_recorded(clerk, before, "销号", doc="岳督销〔2026〕1号", paper=slip)
    text = assert_issued(
        clerk,
        slip,
        "岳督销〔2026〕1号",
        "洞庭大道排水管网改造整改",
        "管网已改造。",
        "审核人：刘某某",
        to=None,
    )
    closed = clerk.entries()[-1]
    assert "批准" not in closed
    assert "批准人：　　签字" in text
    assert closed["摘要"][:16] in text
    assert len(closed["摘要"]) == 64

    assert clerk.do("check", today="2026-04-08").text == "没有问题\n"
    found = clerk.do("list", "--format", "json", today="2026-04-08").json["items"]
    assert [(i["id"], i["state"], i["closed"]) for i in found] == [("2026-0001", "已销号", "2026-04-07")]


def test_urging_waits_for_its_day_and_is_done_once(handed: Clerk) -> None:
    before = handed.state()
    told = handed.do("urge", "2026-0001", today="2026-03-26")
    assert "2026-0001 到2026-03-27才应发通知单（岳政办发〔2007〕3号 二（三））" in told.err
    assert handed.do("urge", today="2026-03-26").err.endswith("今天没有应发的催办通知单\n")
    assert handed.state() == before

    handed.do("urge", today="2026-03-27")
    after = handed.state()
    assert after != before
    told = handed.do("urge", "2026-0001", today="2026-03-27")
    assert "2026-0001 的通知单已于2026-03-27发出（岳督催〔2026〕1号）" in told.err
    told = handed.do("urge", "--format", "json", today="2026-03-27")
    jsonschema.validate(told.json, output_schema("write"))
    assert {told.json[key] for key in ("commit", "today")} == {None, "2026-03-27"}
    assert [told.json[key] for key in ("ids", "entries", "papers")] == [[], [], []]
    assert handed.state() == after


def test_a_visit_counts_once_its_day_has_come(handed: Clerk) -> None:
    visit = ("urge", "2026-0001", "--how", "上门催办", "--content", "到现场督促，承诺5日内完成")
    told = handed.refused(1, *visit, today="2026-04-08")
    assert "2026-0001 要到4月9日才应“上门催办”（岳政办发〔2007〕3号 二（三））" in told.err
    # On the day itself, but told as of a day before.
    handed.refused(1, *visit, "--date", "2026-04-08", today="2026-04-09")
    handed.do(*visit, today="2026-04-09")
    assert handed.entries()[-1] == {
        "日期": "2026-04-09", "动作": "催办", "方式": "上门催办", "针对": "反馈", "内容": "到现场督促，承诺5日内完成",
    }  # fmt: skip
    handed.do(*visit, today="2026-04-20")
    assert [e["日期"] for e in handed.entries() if e["动作"] == "催办"] == ["2026-04-09", "2026-04-20"]


def test_a_telephone_call_waits_for_nothing(handed: Clerk) -> None:
    handed.do("urge", "2026-0001", "--how", "电话", "--content", "问进度", today="2026-03-10")
    assert handed.entries()[-1]["方式"] == "电话"
    handed.do("urge", today="2026-03-27")
    assert handed.entries()[-1]["方式"] == "通知单"


def test_a_notice_is_not_dated_before_its_step_was_reached(handed: Clerk) -> None:
    before = handed.state()
    told = handed.do("urge", "2026-0001", "--date", "2026-03-20", today="2026-03-27")
    assert "到2026-03-27才应发通知单" in told.err
    assert handed.state() == before


@pytest.mark.parametrize(
    ("how", "code", "says"),
    [
        ("通知单", 2, "去掉 --how：duban urge 2026-0001"),
        ("飞鸽传书", 2, "可用：上门催办、会议说明原因、协调会、电话"),
    ],
)
def test_ways_of_urging_that_are_none(handed: Clerk, how: str, code: int, says: str) -> None:
    told = handed.refused(code, "urge", "2026-0001", "--how", how, "--content", "…", today="2026-04-09")
    assert says in told.err


def test_one_letter_for_the_items_of_one_unit(clerk: Clerk) -> None:
    for title, lead in (("甲事", LOU), ("乙事", "楼区"), ("丙事", "市财政局")):
        clerk.do(
            "new",
            "--title",
            title,
            "--category",
            "领导批示",
            "--lead",
            lead,
            "--demand",
            "办",
            "--source",
            "批示/专报",
            "--instructed-by",
            "市长/主要领导",
            today="2026-03-03",
        )
    before = clerk.commits()
    told = clerk.do("assign", "2026-1", "2026-2", "2026-3", "--format", "json", today="2026-03-04").json
    assert [p["doc_no"] for p in told["papers"]] == ["岳督函〔2026〕1号", "岳督函〔2026〕2号"]
    assert clerk.commits()[1:] == before
    subject, paths, trailers = clerk.last()
    assert subject == "交办3项督查事项"
    assert trailers["Duban-Item"] == ["2026-0001", "2026-0002", "2026-0003"]
    assert len(paths) == 3 + 2 * 2
    text = clerk.paper_text(told["papers"][0]["path"])
    assert "甲事" in text
    assert "乙事" in text
    assert "丙事" not in text
    told = clerk.do("urge", "--format", "json", today="2026-03-27").json
    assert [p["doc_no"] for p in told["papers"]] == ["岳督催〔2026〕1号", "岳督催〔2026〕2号"]
    assert clerk.last()[0] == "催办：向2个单位发出通知单"
    told = clerk.do(
        "reply", "2026-1", "2026-2", "--content", "都办了", "--done", "--format", "json", today="2026-03-30"
    ).json
    assert told["ids"] == ["2026-0001", "2026-0002"]
    for item in told["ids"]:
        clerk.do("review", item, "--pass", "--approved-by", "刘某某", today="2026-03-31")
    told = clerk.do("close", *told["ids"], "--format", "json", today="2026-04-01").json
    assert [p["doc_no"] for p in told["papers"]] == ["岳督销〔2026〕1号", "岳督销〔2026〕2号"]
    assert clerk.last()[0] == "销号2项督查事项"
    assert clerk.do("check", today="2026-04-02").code == 0


def test_numbers_follow_what_was_issued_and_start_anew_each_year(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-12-29")
    clerk.do("assign", "2026-1", "--doc-no", "岳督函〔2026〕41号", today="2026-12-29")
    assert clerk.do(*NEW, "--title", "又一件", today="2026-12-30").out == "2026-0002\n"
    told = clerk.do("assign", "2026-2", "--format", "json", today="2026-12-30").json
    assert told["papers"][0]["doc_no"] == "岳督函〔2026〕42号"
    assert told["papers"][0]["path"] == "papers/2026/督查函-0042.docx"
    assert clerk.do(*NEW, "--title", "第三件", today="2027-01-04").out == "2027-0001\n"
    told = clerk.do("assign", "2027-1", "--format", "json", today="2027-01-04").json
    assert told["papers"][0]["doc_no"] == "岳督函〔2027〕1号"


def test_registered_first_approved_later(clerk: Clerk) -> None:
    matter = (
        "new",
        "--title",
        "既有住宅加装电梯",
        "--category",
        "会议议定",
        "--lead",
        "市财政局",
        "--demand",
        "兑付补贴",
    )
    assert "须经领导批准才能立项" in clerk.refused(1, *matter, today="2026-03-03").err
    assert clerk.do(*matter, "--pending", today="2026-03-03").out == "2026-0001\n"
    assert clerk.facts()["办理"] in ("", [], None)
    assert "先立项：duban new 2026-0001" in clerk.refused(1, "assign", "2026-1", today="2026-03-03").err
    clerk.do("new", "2026-1", "--approved-by", "刘某某", today="2026-03-04")
    assert clerk.entries() == [{"日期": "2026-03-04", "动作": "立项", "批准": "刘某某"}]
    assert (
        "已于 2026-03-04 立项"
        in clerk.refused(1, "new", "2026-1", "--approved-by", "刘某某", today="2026-03-05").err
    )


def due(clerk: Clerk) -> str | None:
    found: str | None = clerk.do("list", "--format", "json", today="2026-03-20").json["items"][0]["due"]
    return found


def test_an_extension_counts_once_approved(handed: Clerk) -> None:
    handed.do("extend", "2026-1", "--deadline", "2026-03-31", "--reason", "雨季无法施工", today="2026-03-16")
    assert due(handed) == "2026-03-18"
    told = handed.refused(1, "extend", "2026-1", "--approve", today="2026-03-17")
    assert "延期须经批准才算数（十条措施（2020-04-27）六）" in told.err
    handed.do("extend", "2026-1", "--approve", "--approved-by", "刘某某", today="2026-03-17")
    assert handed.entries()[-1] == {
        "日期": "2026-03-17", "动作": "延期", "环节": "批准", "限期": "2026-03-31", "批准": "刘某某",
        "文号": "岳督延〔2026〕1号",
    }  # fmt: skip
    assert due(handed) == "2026-03-31"
    told = handed.refused(1, "extend", "2026-1", "--refuse", "--approved-by", "刘某某", today="2026-03-18")
    assert "没有待批的延期申请" in told.err
    told = handed.refused(
        1,
        "extend",
        "2026-1",
        "--approve",
        "--deadline",
        "2026-03-20",
        "--approved-by",
        "刘某某",
        today="2026-03-18",
    )
    assert "不晚于原来的 2026-03-31" in told.err


def test_an_approval_is_of_the_duty_that_was_asked_about(handed: Clerk) -> None:
    handed.do(
        "extend", "2026-1", "--deadline", "3日", "--reason", "等材料", "--about", "反馈", today="2026-03-16"
    )
    assert handed.entries()[-1]["限期"] == date(2026, 3, 19).isoformat()
    handed.do(
        "extend", "2026-1", "--refuse", "--approved-by", "刘某某", "--reason", "不必", today="2026-03-17"
    )
    assert handed.entries()[-1] == {
        "日期": "2026-03-17", "动作": "延期", "环节": "不批", "针对": "反馈", "理由": "不必", "批准": "刘某某",
        "文号": "岳督延〔2026〕1号",
    }  # fmt: skip


def test_hours_run_from_the_clock_and_are_met_by_it(clerk: Clerk) -> None:
    clerk.do(*NEW[:-1], "48小时", today="2026-03-03T16:00")
    clerk.do("assign", "２０２６－１", today="2026-03-04T10:30")
    assert clerk.entries()[-1]["时间"] == "10:30"
    assert "自交办时起48小时，至当日10:30" in clerk.paper_text("papers/2026/督查函-0001.docx")
    clerk.do("reply", "2026-1", "--content", "已动工", today="2026-03-05T09:00")
    clerk.do(*REPLY, "--done", today="2026-03-06T10:15")
    assert [e.get("时间") for e in clerk.entries()] == [None, "10:30", "09:00", "10:15"]
    item = clerk.do("list", "--format", "json", today="2026-03-09").json["items"][0]
    assert {d["what"]: d["state"] for d in item["obligations"]} == {"反馈": "按期", "办结": "按期"}


def test_an_act_entered_afterwards_has_no_hour(handed: Clerk) -> None:
    handed.do(*REPLY, "--date", "2026-03-09", today="2026-03-10T09:00")
    assert "时间" not in handed.entries()[-1]


def test_messages_of_the_clerk_go_into_the_commit(handed: Clerk) -> None:
    handed.do(*REPLY, "--message", "按张区长电话先行登记", today="2026-03-10")
    assert "按张区长电话先行登记" in handed.git("log", "-1", "--format=%b")
    assert handed.last()[2]["Duban-Item"] == ["2026-0001"]


def test_paper_lists_and_fetches_what_was_issued(handed: Clerk) -> None:
    told = handed.do("paper", "2026-1", today="2026-03-05")
    assert told.out.startswith("2026-03-04  督查函  岳督函〔2026〕1号  发出  ")
    before = handed.state()
    told = handed.do("paper", "2026-1", "督查函", "--out", str(handed.root.parent / "取"), today="2026-03-05")
    copy = handed.root.parent / "取" / "督查函-0001.docx"
    assert told.out == f"{copy}\n"
    assert copy.read_bytes() == handed.raw("papers/2026/督查函-0001.docx")
    assert handed.state() == before
    handed.write("papers/2026/督查函-0001.docx", b"...")
    assert "被改动过" in handed.refused(1, "paper", "2026-1", "督查函", today="2026-03-05").err
    told = handed.refused(2, "paper", "2026-1", "销号单", today="2026-03-05")
    assert "没有可出“销号单”的办理记录" in told.err
    assert "可出的有：督查函" in told.err


def test_a_paper_named_nearly_right(handed: Clerk) -> None:
    told = handed.refused(2, "paper", "2026-1", "督察函", today="2026-03-05")
    assert "是否指“督查函”" in told.err


def test_printed_paths_are_those_of_the_current_directory(
    handed: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(handed.root)
    assert handed.do("urge", today="2026-03-27").out == "papers/2026/催办通知单-0001.docx\n"
    told = handed.do("paper", "2026-1", today="2026-03-27")
    assert told.out.splitlines()[0].endswith("  papers/2026/督查函-0001.docx")
    monkeypatch.chdir(handed.root / "items")
    assert (
        handed.do("paper", "2026-1", "督查函", today="2026-03-27").out
        == f"{handed.root}/documents/督查函-0001.docx\n"
    )
