"""Ledgers written by earlier states of the program are read, concluded on as then, and written to."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.writer import item_text
from tests.clerk import Clerk, run

pytest_plugins = ("tests.gitkit", "tests.clerk")
KEPT = Path(__file__).parent / "kept"
NAMES = sorted(path.stem for path in KEPT.glob("*.bundle"))
THEN = "2026-11-20"
LATER = "2026-11-23"


@pytest.fixture(params=NAMES)
def kept(request: pytest.FixtureRequest, tmp_path: Path, identity: None) -> Clerk:
    """A kept ledger as a clerk has it who clones it."""
    root = tmp_path / "台账"
    subprocess.run(["git", "clone", "-q", str(KEPT / f"{request.param}.bundle"), str(root)], check=True)
    return Clerk(root)


def then(kept_name: str) -> Any:
    return json.loads((KEPT / f"{kept_name}.json").read_bytes())


def first(kept: Clerk, state: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        i for i in kept.do("list", "--state", state, "--format", "json", today=LATER).json["items"]
    )
    return found


def test_there_are_ledgers_kept_each_with_what_was_printed() -> None:
    assert sorted(path.stem for path in KEPT.glob("*.json")) == NAMES
    assert len(NAMES) >= 2
    told = (KEPT / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in told] == []


def test_nothing_is_amiss_in_files_and_past(kept: Clerk) -> None:
    assert kept.do("check", "--history", "--format", "json", today=THEN).json["findings"] == []


def test_the_conclusions_are_those_of_then(kept: Clerk, request: pytest.FixtureRequest) -> None:
    before = then(request.node.callspec.params["kept"])
    now = kept.do("list", "--format", "json", today=THEN).json
    assert now["commit"] == before["commit"]
    assert [_as_then(i, b) for i, b in zip(now["items"], before["items"], strict=True)] == before["items"]


def _as_then(now: Any, before: Any) -> Any:
    """Today's answer with the fields that were there then: fields are added, never removed."""
    if isinstance(before, dict):
        return {key: _as_then(now[key], value) for key, value in before.items()}
    if isinstance(before, list):
        return [_as_then(n, b) for n, b in zip(now, before, strict=True)]
    return now


def test_every_file_is_the_same_facts_when_written_anew(kept: Clerk) -> None:
    paths = sorted(kept.root.glob("items/*/*.yaml"))
    assert len(paths) >= 14
    for path in paths:
        facts = read_facts(path.read_bytes())
        assert facts is not None
        entries = facts.pop("办理")
        assert read_facts(item_text(facts, entries).encode()) == {**facts, "办理": entries}


def test_it_is_written_to(kept: Clerk) -> None:
    item = first(kept, "办理中")
    path, papers = item["path"], set(kept.root.glob("papers/*/*.docx"))
    before = kept.raw(path)
    done = ("--done", "--content", "已办结。", "--signed-by", "张某/主要负责人", "--date", LATER)
    kept.do("reply", item["id"], *done, today=LATER)
    assert kept.raw(path).startswith(before)
    kept.do(
        "review", item["id"], "--return", "--reason", "缺验收材料", "--deadline", "5个工作日", today=LATER
    )
    (made,) = set(kept.root.glob("papers/*/*.docx")) - papers
    # Numbers go on where the register of then ends.
    number = int(made.stem.rpartition("-")[2])
    assert number == 1 + max(
        (int(p.stem.rpartition("-")[2]) for p in papers if p.name.startswith(made.stem.rpartition("-")[0])),
        default=0,
    )
    kept.do("urge", today=LATER)
    assert kept.do("check", "--history", "--format", "json", today=LATER).json["findings"] == []
    states = {i["id"]: i["state"] for i in kept.do("list", "--format", "json", today=LATER).json["items"]}
    assert states[item["id"]] == "退回重办"


def test_every_question_is_answered(kept: Clerk) -> None:
    for args in (
        ("agenda",),
        ("assess", "2026"),
        ("log",),
        ("unit", "list"),
        ("regime",),
        ("issue",),
        ("daily", "--draft"),
    ):
        told = run("-C", str(kept.root), "--today", THEN, *args)
        assert told.code == 0, told.text
    for path in sorted(kept.root.glob("items/*/*.yaml")):
        for command in ("show", "explain"):
            assert kept.do(command, path.stem, today=THEN).out
