"""Commands broken off at system calls drawn by lot: the entry is there with its paper and commit, or not at all.

Every call of every command: ``python -m tests.soak.faults --all``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.clerk import Clerk
from tests.gitkit import Project
from tests.soak.faults import ENVIRONMENT, USUAL, Outcome, handed_out, tried
from tests.soak.tracer import Fault, available, run_traced
from tests.soak.writers import run_together

pytest_plugins = ("tests.gitkit", "tests.clerk")

DRAWN = 6
"""Faults tried on each command here; all of them make the soak run."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("底")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        handed_out(home)
    return home


@pytest.fixture
def traceable(tmp_path: Path) -> None:
    why = available(tmp_path)
    if why:
        pytest.skip(why)


@pytest.mark.parametrize("name", USUAL)
def test_broken_off_anywhere(name: str, base: Path, tmp_path: Path, identity: None, traceable: None) -> None:
    told, points = tried(name, tmp_path, base, most=DRAWN, seed=len(name))
    assert told.wrong == []
    assert told.points == DRAWN == told.done + told.undone
    assert points > 60  # else the calls were not seen


def test_a_judge_that_sees(base: Path, tmp_path: Path, identity: None, traceable: None) -> None:
    """Killed where nothing undoes it, half of what was written is there."""
    home = tmp_path / "半"

    def half() -> int:
        home.mkdir()
        (home / "甲").write_bytes(b"1")
        (home / "乙").write_bytes(b"2")
        return 0

    whole = run_traced(half, home)
    assert [str(p).split(" ", 1)[1] for p in whole.points] == [
        "mkdir ", "openat 甲", "write 甲", "openat 乙", "write 乙"
    ]  # fmt: skip
    for name in ("甲", "乙"):
        (home / name).unlink()
    home.rmdir()
    assert run_traced(half, home, Fault("all", 4)).status == -9
    assert [p.name for p in home.iterdir()] == ["甲"]
    assert Outcome().points == 0


@pytest.mark.parametrize("name", ["HEAD.lock", "refs/heads/main.lock"])
def test_a_lock_git_left_when_it_was_killed_is_taken_away(handed: Clerk, name: str) -> None:
    Project(handed.root).hook("pre-commit", "kill -9 $PPID")  # git itself
    lock = handed.root / ".git" / name
    handed.git("config", "core.hooksPath", ".git/hooks")
    (handed.root / ".git/hooks/pre-commit").write_text(
        f"#!/bin/sh\n: > '{lock}'\nkill -9 $PPID\n", encoding="utf-8"
    )
    told = handed.run("receive", "2026-0001", today="2026-03-05")
    assert told.code == 4, told.text
    assert not lock.exists()
    (handed.root / ".git/hooks/pre-commit").unlink()
    handed.do("receive", "2026-0001", today="2026-03-05")


def test_a_lock_of_somebody_else_stays(handed: Clerk) -> None:
    lock = handed.root / ".git" / "refs" / "heads" / "main.lock"
    lock.write_bytes(b"")
    os.utime(lock, (1, 1))
    told = handed.refused(4, "receive", "2026-0001", today="2026-03-05")
    assert "另一个 git 正在写这个仓库" in told.err
    assert str(lock) in told.err
    assert lock.exists()


def test_a_clerk_and_cron_at_once(base: Path, tmp_path: Path, identity: None) -> None:
    handed_out(tmp_path)
    done, _, wrong = run_together(tmp_path / "台账", 5)
    assert wrong == []
    assert done["new"] > 1
    assert done["office"] > 0
