"""The pager: for a person at a terminal, for what is longer than the screen, and never else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duban_cli.cli.pager import pager_command
from duban_cli.text import cell_width
from tests.cli.conftest import TODAY, break_item
from tests.cli.test_terminal import at_terminal

LIST = (sys.executable, "-m", "duban_cli", "--today", TODAY, "list")


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A program that says it was the pager, and with what."""
    path = tmp_path / "pager.sh"
    path.write_text('#!/bin/sh\necho "<<$1 $LESS>>"\ncat\necho "<<end>>"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_what_is_longer_than_the_screen_goes_through_the_pager_summary_and_all(
    ledger: Path, pager: str
) -> None:
    seen = at_terminal(*LIST, cwd=ledger, PAGER=f"{pager} -x", LINES="4", LESS="R").replace("\r\n", "\n")
    assert seen.startswith("<<-x R>>\n")
    inside = seen.partition("<<end>>")[0]
    assert "2026-0020" in inside
    assert "共4件" in inside
    assert "\x1b[1;31m红" in inside


def test_what_fits_the_screen_does_not(ledger: Path, pager: str) -> None:
    seen = at_terminal(*LIST, cwd=ledger, PAGER=pager, LINES="40")
    assert "<<" not in seen
    assert seen.index("2026-0020") < seen.index("共4件")


@pytest.mark.parametrize("asked", [("--no-pager",), ("--format", "json", "--no-pager")])
def test_no_pager_is_taken_after_the_command(ledger: Path, pager: str, asked: tuple[str, ...]) -> None:
    assert "<<" not in at_terminal(*LIST, *asked, cwd=ledger, PAGER=pager, LINES="4")


@pytest.mark.parametrize("set_to", ["", "cat", "no-such-pager", '"'])
def test_no_pager_named_or_none_to_be_found(ledger: Path, set_to: str) -> None:
    seen = at_terminal(*LIST, cwd=ledger, PAGER=set_to, LINES="4")
    assert "2026-0020" in seen
    assert "共4件" in seen


def test_a_reader_who_leaves_early_ends_it_well(ledger: Path) -> None:
    break_item(ledger)
    program = f"import subprocess, sys; sys.exit(subprocess.run({list(LIST)!r}).returncode + 40)"
    seen = at_terminal(sys.executable, "-c", f"{program}", cwd=ledger, PAGER="head -n 1", LINES="4")
    assert "Traceback" not in seen
    assert len(seen.splitlines()) == 1


def test_the_exit_code_is_that_of_the_command(ledger: Path, pager: str) -> None:
    break_item(ledger)
    program = f"import subprocess; print('code', subprocess.run({list(LIST)!r}).returncode)"
    assert "code 1" in at_terminal(sys.executable, "-c", program, cwd=ledger, PAGER=pager, LINES="4")


def test_nothing_is_paged_when_piped(ledger: Path, pager: str) -> None:
    done = subprocess.run(
        LIST, cwd=ledger, capture_output=True, check=True, encoding="utf-8",
        env={**os.environ, "PAGER": pager, "LINES": "4", "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert "<<" not in done.stdout


def test_an_acting_command_is_never_paged(ledger: Path, pager: str) -> None:
    draft = (*LIST[:-1], "new", "--title", "甲", "--category", "领导批示", "--lead", "岳阳楼区人民政府",
             "--demand", "办", "--source", "批示/甲", "--draft")  # fmt: skip
    assert "<<" not in at_terminal(*draft, cwd=ledger, PAGER=pager, LINES="2", typed=b"2026-11-18\n\n")


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"PAGER": "less -S"}, ["less", "-S"]),
        ({"DUBAN_PAGER": "more", "PAGER": "less"}, ["more"]),
        ({"DUBAN_PAGER": "", "PAGER": "less"}, None),
        ({"PAGER": "less", "TERM": "dumb"}, None),
    ],
)
def test_which_program_is_the_pager(environment: dict[str, str], command: list[str] | None) -> None:
    assert pager_command(environment) == command


def test_eighty_columns_hold_every_line_of_the_list(ledger: Path) -> None:
    seen = at_terminal(*LIST, "--no-pager", cwd=ledger, COLUMNS="80", NO_COLOR="1", TERM="dumb")
    assert "洞庭大道排水管网改造整改 · 岳阳楼区人民政府" in seen
    assert max(cell_width(line) for line in seen.splitlines()) <= 80
