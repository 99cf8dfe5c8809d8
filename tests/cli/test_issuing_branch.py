"""发文分支: one branch of git gives out 文号; what is done on another waits there for its number."""

from __future__ import annotations

import pytest

from duban_cli.cli.history import look_back
from duban_cli.ledger.store import load
from tests.clerk import NEW, REPLY, Clerk, new

pytest_plugins = ("tests.gitkit", "tests.clerk")

LIU = ("--approved-by", "刘某某")
NOTE = "drafts/待编号-督查函-2026-0002.yaml"
NAME = "待编号-督查函-2026-0002"


@pytest.fixture
def apart(handed: Clerk) -> Clerk:
    """A ledger whose 文号 are given out on main, on a branch of its own with a new matter."""
    handed.write("duban.yaml", handed.text("duban.yaml") + "发文分支: main\n")
    handed.do("save", today="2026-03-05")
    handed.git("switch", "-q", "-c", "乙")
    handed.do(*new(title="又一件"), today="2026-03-05")
    return handed


def back_to_main(clerk: Clerk) -> None:
    """Another clerk's machine: nothing of drafts/ but what git has."""
    for path in (clerk.root / "drafts").glob("*.docx"):
        path.unlink()
    clerk.git("switch", "-q", "main")
    assert clerk.run("merge", "乙", today="2026-03-09").code == 0


def sound(clerk: Clerk, day: str = "2026-03-12") -> None:
    assert clerk.run("check", today=day).code == 0
    assert [
        f.text for f in look_back(clerk.root, load(clerk.root).ledger).findings if f.level == "error"
    ] == []
    assert clerk.git("status", "--porcelain") == ""


def test_the_paper_of_an_act_waits_for_its_number_and_gets_it_on_the_issuing_branch(apart: Clerk) -> None:
    told = apart.do("assign", "2026-0002", *LIU, today="2026-03-06")
    assert "待编号（未发出）" in told.err
    assert apart.last()[0] == "待编号：督查函-2026-0002"
    assert apart.last()[1] == [NOTE]
    assert [e["动作"] for e in apart.entries("2026-0002")] == ["立项"]
    assert not (apart.root / "papers/2026/督查函-0002.yaml").exists()
    assert "待编号" in apart.do("issue", today="2026-03-06").out
    refused = apart.refused(1, "issue", NAME, today="2026-03-06")
    assert "文号都在 main 上编" in refused.err
    sound(apart)

    back_to_main(apart)
    assert f"duban issue drafts/{NAME}.docx" in apart.do("agenda", today="2026-03-09").text
    listed = apart.do("issue", "--format", "json", today="2026-03-09").json["drafts"]
    assert [(d["name"], d["state"]) for d in listed] == [(NAME, "待编号")]
    done = apart.do("issue", NAME, today="2026-03-09")
    assert "督查函-0002.docx" in done.out
    entry = apart.entries("2026-0002")[-1]
    assert (entry["动作"], entry["日期"], entry["文号"]) == ("交办", "2026-03-09", "岳督函〔2026〕2号")
    assert entry["批准"] == "刘某某"
    assert NOTE in apart.last()[1]
    assert not (apart.root / NOTE).exists()
    assert "没有等签发的稿" in apart.do("issue", today="2026-03-09").err
    sound(apart)


def test_acts_without_a_paper_are_recorded_on_any_branch(apart: Clerk) -> None:
    apart.do(*REPLY, today="2026-03-10")
    assert apart.entries()[-1]["动作"] == "反馈"
    sound(apart)


def test_two_branches_no_longer_take_one_number(apart: Clerk) -> None:
    apart.do("assign", "2026-0002", today="2026-03-06")
    apart.git("switch", "-q", "main")
    apart.do(*new(title="主分支的一件"), today="2026-03-06")
    apart.do("assign", "2026-0002", today="2026-03-06")
    apart.git("switch", "-q", "乙")
    back_to_main(apart)
    assert apart.facts("items/2026/2026-0003.yaml")["标题"] == "又一件"
    assert apart.entries("2026-0002")[-1]["文号"] == "岳督函〔2026〕2号"
    apart.do("issue", "待编号-督查函-2026-0003", today="2026-03-09")
    assert apart.entries("2026-0003")[-1]["文号"] == "岳督函〔2026〕3号"
    assert list(apart.root.glob("drafts/*.yaml")) == []
    sound(apart)


@pytest.mark.parametrize("args", [("report", "督查报告"), ("bulletin",)])
def test_reports_are_issued_on_the_issuing_branch_alone(apart: Clerk, args: tuple[str, ...]) -> None:
    settings = apart.text("duban.yaml").replace("文号:\n", "文号:\n  督查报告: 岳督报〔{年}〕{号}号\n")
    apart.write("duban.yaml", settings)
    apart.do("save", today="2026-03-06")
    span = ("--from", "2026-03-01", "--to", "2026-03-31")
    refused = apart.refused(1, *args, *span, *LIU, today="2026-03-31")
    assert "这个分支不编文号" in refused.err
    apart.do(*args, *span, today="2026-03-31")
    assert apart.last()[0].startswith("待编号：")
    back_to_main(apart)
    name = next(apart.root.glob("drafts/待编号-*.yaml")).stem
    apart.do("issue", name, *LIU, today="2026-03-31")
    assert list(apart.root.glob("drafts/*")) == []
    sound(apart, "2026-03-31")


def test_the_batch_issues_nothing_elsewhere(apart: Clerk) -> None:
    apart.write("duban.yaml", apart.text("duban.yaml") + "批处理签发: [催办通知单]\n")
    apart.do("save", today="2026-03-06")
    before = len(apart.commits())
    apart.do("daily", today="2026-03-27")
    assert len(apart.commits()) == before
    assert list((apart.root / "drafts").glob("日办-催办通知单-*.docx"))


def test_the_same_act_twice_waits_once(apart: Clerk) -> None:
    apart.do("assign", "2026-0002", today="2026-03-06")
    before = len(apart.commits())
    told = apart.do("assign", "2026-0002", "--format", "json", today="2026-03-06").json
    assert len(apart.commits()) == before
    assert told["commit"] == apart.git("rev-parse", "HEAD").strip()


def test_the_draft_option_commits_nothing(apart: Clerk) -> None:
    before = apart.state()
    apart.do("assign", "2026-0002", "--draft", today="2026-03-06")
    assert apart.state() == before


def test_without_the_setting_every_branch_gives_out_numbers(handed: Clerk) -> None:
    handed.git("switch", "-q", "-c", "乙")
    handed.do(*NEW, today="2026-03-05")
    handed.do("assign", "2026-0002", today="2026-03-06")
    assert handed.entries("2026-0002")[-1]["文号"] == "岳督函〔2026〕2号"


def test_an_issuing_branch_that_is_none_is_told_by_doctor(apart: Clerk) -> None:
    assert "发文分支：" not in apart.run("doctor").out
    apart.write("duban.yaml", apart.text("duban.yaml").replace("发文分支: main", "发文分支: 主干"))
    apart.do("save", today="2026-03-05")
    assert "没有“主干”这个分支" in apart.run("doctor").out


def test_on_no_branch_at_all_nothing_is_issued_nor_left_waiting(apart: Clerk) -> None:
    apart.git("switch", "-q", "--detach")
    assert "不在任何分支上" in apart.refused(4, "assign", "2026-0002", *LIU, today="2026-03-06").err
