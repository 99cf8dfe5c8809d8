"""``assign --attach``: what is delivered with the paper is on record, through a draft as well."""

from __future__ import annotations

from duban_cli.shipped import regime_bytes
from tests.clerk import LOU, NEW, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")
COPY, PLAN = "领导批示复印件.pdf", "任务分工表.xlsx"


def test_each_attachment_is_in_the_entry(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    clerk.do("assign", "2026-0001", "--attach", COPY, "--attach", PLAN, today="2026-03-04")
    assert clerk.entries()[-1]["附件"] == [COPY, PLAN]


def test_none_leaves_no_key(clerk: Clerk) -> None:
    clerk.do(*NEW, today="2026-03-03")
    clerk.do("assign", "2026-0001", today="2026-03-04")
    assert "附件" not in clerk.entries()[-1]


def test_a_draft_that_is_signed_keeps_it(clerk: Clerk) -> None:
    settings = clerk.text("duban.yaml")
    clerk.write("duban.yaml", settings.replace("须签发: [", "须签发: [督查函, "))
    clerk.do("save", today="2026-03-03")
    clerk.do(*NEW, today="2026-03-03")
    clerk.do("assign", "2026-0001", "--attach", COPY, today="2026-03-04")
    assert [e["动作"] for e in clerk.entries()] == ["立项"]
    (draft,) = (p.stem for p in (clerk.root / "drafts").glob("*.yaml"))
    clerk.do("issue", draft, "--approved-by", "刘某某", today="2026-03-04")
    entry = clerk.entries()[-1]
    assert (entry["动作"], entry["附件"], entry["日期"]) == ("交办", [COPY], "2026-03-04")


def test_a_chase_by_people_keeps_its_deadline(handed: Clerk) -> None:
    handed.do(
        "urge",
        "2026-0001",
        "--how",
        "电话",
        "--content",
        "请三日内报来",
        "--deadline",
        "3个工作日",
        today="2026-03-20",
    )
    assert handed.entries()[-1]["限期"] == "2026-03-25"
    handed.refused(
        2,
        "urge",
        "2026-0001",
        "--how",
        "电话",
        "--content",
        "请报来",
        "--deadline",
        "2026-03-19",
        today="2026-03-20",
    )


def county(clerk: Clerk) -> Clerk:
    """The same office, the county's rules in place of its own."""
    clerk.write("regime.yaml", regime_bytes("county"))
    clerk.do("save", today="2026-03-02")
    clerk.do(*NEW, today="2026-03-03")
    return clerk


def test_a_copy_the_rules_want_is_asked_for_before_the_paper_goes_out(clerk: Clerk) -> None:
    county(clerk)
    told = clerk.refused(1, "assign", "2026-0001", "--attach", PLAN, today="2026-03-04")
    assert "交办须附上“批示复印件”" in told.err
    assert "--attach 批示复印件" in told.err
    clerk.refused(1, "assign", "2026-0001", "--draft", today="2026-03-04")
    clerk.do("assign", "2026-0001", "--yes", today="2026-03-04")
    assert "附件" not in clerk.entries()[-1]


def test_a_copy_that_came_later_is_put_on_record(clerk: Clerk) -> None:
    county(clerk)
    clerk.do("assign", "2026-0001", "--yes", today="2026-03-04")
    clerk.do("receive", "2026-0001", "--signed-by", "孙某", today="2026-03-05")
    told = clerk.run("check", today="2026-03-05").text
    command = "duban correct 2026-0001 --entry 2026-03-04/交办 --field 附件 --new 批示复印件"
    assert command in told
    clerk.do(*command.split()[1:], today="2026-03-05")
    assert "批示复印件" not in clerk.run("check", today="2026-03-05").text
    assert "2026-03-04  交办" in clerk.do("show", "2026-0001", today="2026-03-05").out


def test_a_paper_that_could_not_say_whose_order_it_is_does_not_go_out(clerk: Clerk) -> None:
    plain = ("new", "--title", "甲", "--category", "领导批示", "--lead", LOU, "--demand", "办好。")
    clerk.do(*plain, today="2026-03-03")
    told = clerk.refused(1, "assign", "2026-0001", today="2026-03-04")
    assert "没有写来源" in told.err
    assert "来源: {类型: 批示, 批示人: 市长" in told.err
    clerk.do("assign", "2026-0001", "--yes", today="2026-03-04")
    assert clerk.entries()[-1]["动作"] == "交办"
