"""An act whose paper waits to be signed is asked for once: by the line that signs it."""

from __future__ import annotations

import pytest

from tests.clerk import LOU, NEW, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

Step = tuple[str, tuple[str, ...]]
LIU = ("--approved-by", "刘某某")
KINDS = "督查函, 延期批复, 退回重办通知, 催办通知单, 销号单, 督办单, 约谈通知, "
ASKED: Step = ("2026-03-16", ("extend", "2026-0001", "--deadline", "2026-03-31", "--reason", "雨季"))
DONE: Step = ("2026-03-10", (*REPLY, "--done"))
PASSED: Step = ("2026-03-11", ("review", "2026-0001", "--pass", *LIU))


@pytest.fixture
def signing(handed: Clerk) -> Clerk:
    """A ledger whose papers are all signed first."""
    settings = handed.text("duban.yaml").replace("须签发: [", f"须签发: [{KINDS}")
    handed.write("duban.yaml", settings)
    handed.do("save", today="2026-03-05")
    return handed


def commands(clerk: Clerk, day: str, of: str = "agenda") -> list[str]:
    """The commands the agenda names for the items."""
    tasks = clerk.do(of, "--format", "json", today=day).json["tasks"]
    return [t["command"] for t in tasks if t["group"] != "办公室自己的事" and t["command"]]


CASES: dict[str, tuple[tuple[Step, ...], Step, str]] = {
    "督查函-2026-0002": (
        (("2026-03-05", (*NEW, "--title", "又一件")),), ("2026-03-06", ("assign", "2026-0002")), "duban assign 2026-0002",
    ),
    "延期批复-2026-0001": (
        (ASKED,), ("2026-03-17", ("extend", "2026-0001", "--approve")),
        "duban extend 2026-0001 --approve --approved-by 姓名",
    ),
    "退回重办通知-2026-0001": (
        (DONE,), ("2026-03-12", ("review", "2026-0001", "--return", "--reason", "不清")),
        "duban review 2026-0001 --pass --approved-by 姓名",
    ),
    "销号单-2026-0001": (
        (DONE, PASSED), ("2026-03-12", ("close", "2026-0001")), "duban close 2026-0001 --approved-by 姓名",
    ),
    f"催办通知单-{LOU}": ((), ("2026-03-27", ("urge", "2026-0001", "--content", "已电话提醒")), "duban urge 2026-0001"),
    f"日办-催办通知单-{LOU}": ((), ("2026-03-27", ("urge", "2026-0001")), "duban urge 2026-0001"),
    "督办单-2026-0001": (
        (), ("2026-03-16", ("warn", "2026-0001", "--content", "慢")), "duban warn 2026-0001 --content 情况",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_agenda_asks_for_the_signature_alone(signing: Clerk, name: str) -> None:
    first, (day, args), command = CASES[name]
    for when, step in first:
        signing.do(*step, today=when)
    assert command in commands(signing, day)
    signing.do(*args, today=day)
    issue = f"duban issue drafts/{name}.docx --approved-by 姓名"
    asked = commands(signing, day)
    assert issue in asked
    assert command not in asked
    task = next(
        t for t in signing.do("agenda", "--format", "json", today=day).json["tasks"] if t["command"] == issue
    )
    assert (task["kind"], task["what"]) == ("送审稿", "待签发")
    assert task["id"] == ("2026-0002" if "0002" in name else "2026-0001")


def test_another_items_step_is_still_asked_for(signing: Clerk) -> None:
    for title in ("又一件", "第三件"):
        signing.do(*NEW, "--title", title, today="2026-03-05")
    signing.do("assign", "2026-0002", today="2026-03-06")
    asked = commands(signing, "2026-03-06")
    assert "duban assign 2026-0002" not in asked
    assert "duban assign 2026-0003" in asked


def test_a_draft_of_daily_that_need_not_be_signed_stays_with_its_step(handed: Clerk) -> None:
    handed.do("daily", today="2026-03-27")
    tasks = handed.do("agenda", "--format", "json", today="2026-03-27").json["tasks"]
    step = next(t for t in tasks if t["command"] == "duban urge 2026-0001")
    assert step["draft"] == f"drafts/日办-催办通知单-{LOU}.docx"
    assert [t for t in tasks if t["kind"] == "送审稿"] == []


def test_daily_draws_up_no_second_paper_for_an_act_that_waits(signing: Clerk) -> None:
    signing.do("urge", "2026-0001", "--content", "已电话提醒", today="2026-03-27")
    told = signing.do("daily", "--format", "json", today="2026-03-27").json
    assert told["drafts"] == []
    assert f"duban issue drafts/催办通知单-{LOU}.docx --approved-by 姓名" in [
        t["command"] for t in told["tasks"]
    ]


def test_what_was_done_at_once_leaves_a_draft_that_is_named(signing: Clerk) -> None:
    signing.do(*NEW, "--title", "又一件", today="2026-03-05")
    signing.do("assign", "2026-0002", today="2026-03-06")
    done = signing.do("assign", "2026-0002", *LIU, today="2026-03-09")
    assert "送审稿 督查函-2026-0002 所要记的已经办了" in done.err
    told = signing.do("daily", "--format", "json", today="2026-03-10").json["remarks"]
    assert any("送审稿 督查函-2026-0002 所要记的已经办了" in line for line in told)


def test_a_draft_left_over_hides_no_later_act(signing: Clerk) -> None:
    signing.do(*ASKED[1], today=ASKED[0])
    signing.do("extend", "2026-0001", "--approve", today="2026-03-17")
    assert signing.do("daily", "--format", "json", today="2026-03-17").json["remarks"] == []
    signing.do("extend", "2026-0001", "--approve", *LIU, today="2026-03-17")
    signing.do("extend", "2026-0001", "--deadline", "2026-04-10", "--reason", "又雨", today="2026-03-25")
    assert "duban extend 2026-0001 --approve --approved-by 姓名" in commands(signing, "2026-03-25")


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (("report", "月度督办清单", "--month", "2026-03"), "月度督办清单-2026-03"),
        (("bulletin", "--from", "2026-03-01", "--to", "2026-03-09"), "督查通报-2026-03-01至2026-03-09"),
    ],
)
def test_a_paper_signed_at_once_leaves_no_draft_to_sign(
    handed: Clerk, made: tuple[str, ...], name: str
) -> None:
    handed.do(*made, today="2026-03-10")
    assert name in handed.do("agenda", today="2026-03-10").out
    handed.do(*made, *LIU, today="2026-03-10")
    assert name not in handed.do("agenda", today="2026-03-10").out
    remarks = handed.do("daily", "--format", "json", today="2026-03-10").json["remarks"]
    assert any(r.startswith(f"送审稿 {name} 所要记的已经办了，不用再签发") for r in remarks)
