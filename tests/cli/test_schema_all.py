"""Every command that prints JSON has a published schema, and what it really prints fits it."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from duban_cli.views.schemas import output_schema
from tests.clerk import OFFICE, Clerk, run
from tests.cli.test_draft_equals import CALLS, LIU, MARCH, commands

pytest_plugins = ("tests.gitkit", "tests.clerk")

READING: dict[str, tuple[str, tuple[str, ...]]] = {
    "list": ("list", ()),
    "show": ("show", ("2026-0001",)),
    "explain": ("explain", ("2026-0001",)),
    "agenda": ("agenda", ()),
    "log": ("log", ()),
    "workday": ("workday", ("2026-02-10", "+10")),
    "paper": ("paper", ("2026-0001",)),
    "paper 督查函": ("paper", ("2026-0001", "督查函")),
    "unit list": ("unit", ()),
    "regime": ("regime", ()),
    "regime --diff": ("regime-diff", ("--diff",)),
    "check": ("check", ()),
    "bulletin": ("bulletin", MARCH),
    "assess": ("assess", ("2026",)),
    "assess --unit": ("assess", ("2026", "--unit", "督查室")),
    "report 督查报告": ("report", ("督查报告", *MARCH)),
    "report 专题报告": ("report", ("专题报告", "2026-0001")),
    "report 月度督办清单": ("report-monthly", ("月度督办清单",)),
    "report 任务清单": ("report-list", ("任务清单",)),
    "issue": ("issue", ()),
    "daily": ("daily", ("--draft",)),
    "doctor": ("doctor", ()),
}
"""By the call: its schema, and the arguments that do not stand in the name."""
WORDS = {"督查报告", "专题报告", "月度督办清单", "任务清单", "督查函", "--unit"}


def complaints(name: str, document: Any) -> list[str]:
    schema = output_schema(name)
    return [f"{list(e.path)}: {e.message}" for e in Draft202012Validator(schema).iter_errors(document)]


def test_every_command_that_prints_json_is_called_here() -> None:
    printing = {name for name, options in commands() if "--format" in options}
    called = {name for name in printing for call in (*READING, *CALLS) if f"{call} ".startswith(f"{name} ")}
    apart = {"init", "export", "publish", "merge"}  # a ledger, a file, a site, two clones: tests of their own
    assert printing - called == apart


@pytest.mark.parametrize("name", READING)
def test_what_a_reading_command_prints_fits(handed: Clerk, name: str) -> None:
    schema, args = READING[name]
    command = [word for word in name.split() if word not in WORDS and word != "--diff"]
    handed.do("report", "督查报告", *MARCH, today="2026-03-31")  # something waits in drafts/
    told = handed.run(*command, *args, "--format", "json", today="2026-03-31")
    assert told.code == 0, told.text
    assert complaints(schema, told.json) == []


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if call.json])
def test_what_a_writing_command_would_do_fits(handed: Clerk, name: str) -> None:
    call = CALLS[name]
    call.prepare(handed)
    for day, args in call.first:
        handed.do(*args, today=day)
    args = tuple(a.format(dir=handed.root.parent) for a in call.args)
    told = handed.do(*args, "--draft", "--format", "json", today=call.day).json
    assert complaints("write", told) == []
    assert told["commit"] is None or len(told["commit"]) == 40


def test_a_paper_that_waits_for_its_signature_fits(handed: Clerk) -> None:
    args = ("record", "2026-0001", "问责建议", "--unit", "楼区", "--content", "屡催不办", "--format", "json")
    told = handed.do(*args, today="2026-03-31").json
    assert complaints("write", told) == []
    assert [p["kind"] for p in told["papers"]] == ["问责建议"]


def test_a_new_ledger_fits(tmp_path: Any, identity: None) -> None:
    told = run("init", str(tmp_path / "台账"), "--office", OFFICE, "--draft", "--format", "json")
    assert told.code == 0
    assert complaints("write", told.json) == []


def test_what_could_not_be_done_fits(handed: Clerk) -> None:
    told = handed.run("close", "2026-0001", *LIU, "--format", "json", today="2026-03-31")
    assert told.code == 1
    assert complaints("error", told.json) == []
