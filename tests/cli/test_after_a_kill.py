"""The clerk's next command after a kill finds the ledger settled before it plans."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.clerk import NEW, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")


@pytest.fixture
def half_assigned(clerk: Clerk) -> Clerk:
    """``assign`` killed with its files in place and no commit made."""
    clerk.do(*NEW, today="2026-03-03")
    hook = clerk.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nkill -9 $DUBAN_UNDER_TEST; exit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    script = (
        "import os, sys; os.environ['DUBAN_UNDER_TEST'] = str(os.getpid());"
        "from duban_cli.__main__ import run; sys.argv[0] = 'duban'; run()"
    )
    dead = subprocess.run(
        [sys.executable, "-c", script, "--today", "2026-03-04", "assign", "2026-1"],
        cwd=clerk.root, capture_output=True, check=False, env=dict(os.environ),
    )  # fmt: skip
    assert dead.returncode == -9, dead.stderr.decode()
    hook.unlink()
    assert (clerk.root / ".duban" / "journal" / "journal.json").exists()
    return clerk


def test_the_same_command_again_does_it(half_assigned: Clerk) -> None:
    told = half_assigned.do("assign", "2026-1", today="2026-03-04")
    assert "恢复原状" in told.err
    assert [e["动作"] for e in half_assigned.entries()] == ["立项", "交办"]
    assert half_assigned.last()[2]["Duban-Doc"] == ["岳督函〔2026〕1号"]
    assert half_assigned.do("check", today="2026-03-04").code == 0


def test_a_draft_and_a_look_leave_it_as_it_is(half_assigned: Clerk) -> None:
    half_assigned.do("list", today="2026-03-04")
    half_assigned.run("urge", "--draft", today="2026-03-04")
    assert (half_assigned.root / ".duban" / "journal" / "journal.json").exists()
