"""``daily --monthly`` and ``--fail-on``: each month's papers drawn up once, and who is told by the exit code."""

from __future__ import annotations

import pytest

from tests.clerk import LOU, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

FIRST = "2026-04-01"
"""A Wednesday, the first working day of its month."""
BULLETIN = "督查通报-2026-03-01至2026-03-31"
LIST = "月度督办清单-2026-04"


@pytest.fixture
def office(handed: Clerk) -> Clerk:
    """The ledger whose one item was due on 2026-03-18."""
    return handed


def papers(clerk: Clerk) -> list[str]:
    drafts = clerk.root / "drafts"
    return (
        sorted(p.stem for p in drafts.glob("*.docx") if not p.name.startswith("日办-"))
        if drafts.exists()
        else []
    )


def test_both_papers_are_drawn_up_once_and_wait_to_be_signed(office: Clerk) -> None:
    commits = office.commits()
    assert papers(office) == []
    told = office.do("daily", "--monthly", today=FIRST)
    assert f"送审稿  drafts/{BULLETIN}.docx" in told.out
    assert f"签发：duban issue {LIST} --approved-by 批准人" in told.out
    assert papers(office) == [LIST, BULLETIN]
    assert "2026年3月1日至3月31日" in office.paper_text(f"drafts/{BULLETIN}.docx").replace(
        "2026年3月31日", "3月31日"
    )
    state = office.state()
    for day in (FIRST, "2026-04-02"):
        assert "送审稿  " not in office.do("daily", "--monthly", today=day).out.partition("今天应办\n")[0]
    assert {p: office.state().files[p] for p in (f"drafts/{LIST}.docx", f"drafts/{BULLETIN}.docx")} == {
        p: state.files[p] for p in (f"drafts/{LIST}.docx", f"drafts/{BULLETIN}.docx")
    }
    assert office.commits() == commits


def test_what_was_signed_is_not_drawn_up_again(office: Clerk) -> None:
    office.do("daily", "--monthly", today=FIRST)
    for name in (BULLETIN, LIST):
        office.do("issue", name, "--approved-by", "刘某某", today=FIRST)
    assert papers(office) == []
    office.do("daily", "--monthly", today="2026-04-02")
    assert papers(office) == []
    office.do("daily", "--monthly", today="2026-05-06")
    assert papers(office) == ["月度督办清单-2026-05", "督查通报-2026-04-01至2026-04-30"]


def test_a_bulletin_that_went_out_at_the_end_of_the_month_is_the_months(office: Clerk) -> None:
    office.do(
        "bulletin",
        "--from",
        "2026-03-13",
        "--to",
        "2026-03-31",
        "--approved-by",
        "刘某某",
        today="2026-03-31",
    )
    office.do("daily", "--monthly", today=FIRST)
    assert papers(office) == [LIST]
    number = next(p for p in (office.root / "papers/2026").glob("督查通报-*.yaml"))
    doc_no = next(line for line in number.read_text(encoding="utf-8").splitlines() if line.startswith("文号"))
    office.do(
        "issue",
        "--void",
        doc_no.partition(": ")[2],
        "--reason",
        "数字有误",
        "--approved-by",
        "刘某某",
        today=FIRST,
    )
    office.do("daily", "--monthly", today="2026-04-02")
    assert papers(office) == [LIST, BULLETIN]


def test_a_draft_somebody_works_on_is_left_alone(office: Clerk) -> None:
    office.write(f"drafts/{BULLETIN}.docx", b"mine")
    told = office.run("daily", "--monthly", today=FIRST)
    assert told.code == 0
    assert office.raw(f"drafts/{BULLETIN}.docx") == b"mine"
    assert papers(office) == [LIST, BULLETIN]


def test_no_paper_on_a_day_off_and_none_planned_is_written(office: Clerk) -> None:
    office.do("daily", "--monthly", today="2026-04-04")
    assert papers(office) == []
    planned = office.do("daily", "--monthly", "--draft", today=FIRST)
    assert f"将备  drafts/{BULLETIN}.docx" in planned.out
    assert papers(office) == []


def test_nothing_is_drawn_up_for_a_ledger_without_items(clerk: Clerk) -> None:
    clerk.do("daily", "--monthly", today=FIRST)
    assert papers(clerk) == []


def test_json_tells_them(office: Clerk) -> None:
    found = office.do("daily", "--monthly", "--format", "json", today=FIRST).json
    assert [(m["path"], m["kind"]) for m in found["monthly"]] == [
        (f"drafts/{BULLETIN}.docx", "督查通报"), (f"drafts/{LIST}.docx", "月度督办清单"),
    ]  # fmt: skip
    assert office.do("daily", "--format", "json", today=FIRST).json["monthly"] == []


def test_the_exit_code_tells_of_overdue_items_where_asked(office: Clerk) -> None:
    assert office.run("daily", today="2026-03-27").code == 0
    assert office.run("daily", "--fail-on", "error", today="2026-03-27").code == 0
    assert office.run("daily", "--fail-on", "overdue", today="2026-03-27").code == 1
    # A Saturday: silent, but as late as ever.
    quiet = office.run("daily", "--quiet", "--fail-on", "overdue", today="2026-03-28")
    assert (quiet.code, quiet.text) == (1, "")
    office.do(*REPLY, "--done", today="2026-03-27")
    assert office.run("daily", "--fail-on", "overdue", today="2026-03-27").code == 0
    wrong = office.run("daily", "--fail-on", "逾期", today="2026-03-27")
    assert wrong.code == 2
    assert "是否想写 overdue" in wrong.err


def test_errors_fail_whatever_is_asked(office: Clerk) -> None:
    path = "items/2026/2026-0001.yaml"
    office.write(path, office.text(path).replace(f"主办单位: {LOU}", "主办单位: 没有的局"))
    office.git("commit", "-qam", "手工")
    assert office.run("daily", "--fail-on", "overdue", today="2026-03-10").code == 1
    assert office.run("daily", today="2026-03-10").code == 1
