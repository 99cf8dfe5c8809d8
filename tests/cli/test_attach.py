"""``assign --attach``: what is delivered with the paper is on record, through a draft as well."""

from __future__ import annotations

from tests.clerk import NEW, Clerk

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
