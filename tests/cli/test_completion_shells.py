"""Completion by the real shells: the script as printed, a line typed, TAB pressed, and what the line then is.

A shell that is not installed is skipped; with DUBAN_TEST_SHELLS=required that fails. There is no PowerShell to run
here: of its script only the words are checked (``test_completion``).
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, INITIATED, item_text, make_ledger

HOSTILE = """甲'";$(touch 中招1)`touch 中招2`\\";touch 中招3;\\%F{red}:乙"""
ITEMS = {
    "2026-0018": item_text(*HANDED_OUT),
    "2026-0019": item_text(INITIATED, 标题=json.dumps(HOSTILE)),
    "2025-0007": item_text(INITIATED, 标题="胥家桥村道路破损修复"),
}
BASH = (
    "PS1=; eval \"$(duban completion bash 2>/dev/null)\"; bind 'set show-all-if-ambiguous on'; bind 'set bell-style none'; "
    "bind 'set enable-bracketed-paste off'; bind 'set completion-query-items 0'; bind 'set page-completions off'; "
    """bind -x '"\\C-x": printf "<<%s>>\\n" "$READLINE_LINE"; READLINE_LINE= READLINE_POINT=0'; echo RE''ADY\n"""
)
ZSH = (
    'PROMPT=; autoload -Uz compinit; compinit -u -D; eval "$(duban completion zsh 2>/dev/null)"; '
    'say() { zle -I; print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N say; bindkey "^X" say; bindkey "^I" complete-word; '
    "setopt NO_BEEP NO_LIST_AMBIGUOUS; unset zle_bracketed_paste; print -r -- RE''ADY\n"
)


def installed(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        told = f"{shell} is not installed"
        if os.environ.get("DUBAN_TEST_SHELLS") == "required":
            pytest.fail(told)
        pytest.skip(told)
    return found


@pytest.fixture
def env(tmp_path: Path) -> Mapping[str, str]:
    """duban on the path, nothing of the user's own."""
    (tmp_path / "bin").mkdir()
    duban = tmp_path / "bin/duban"
    duban.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m duban_cli "$@"\n', encoding="utf-8")
    duban.chmod(0o755)
    (tmp_path / "home").mkdir()
    return {
        "PATH": f"{tmp_path / 'bin'}:/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path / "home"), "TERM": "dumb",
        "LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return make_ledger(tmp_path / "台账", ITEMS)


class Terminal:
    """A shell at a terminal of its own."""

    def __init__(self, command: list[str], setup: str, cwd: Path, env: Mapping[str, str]) -> None:
        self.child, self.screen = pty.fork()
        if not self.child:
            os.chdir(cwd)
            os.execve(command[0], command, dict(env))  # noqa: S606 - a list of arguments is what is wanted
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
        os.write(self.screen, setup.encode())
        self.until("READY\r\n")

    def until(self, mark: str) -> str:
        """What is printed up to the mark."""
        seen, end = b"", time.monotonic() + 60
        while mark.encode() not in seen:
            left = end - time.monotonic()
            assert left > 0, f"no {mark!r} in: {seen.decode(errors='replace')}"
            if select.select([self.screen], [], [], left)[0]:
                seen += os.read(self.screen, 65536)
        return seen.decode(errors="replace")

    def tab(self, line: str) -> tuple[str, str]:
        """The line after TAB (the shell's key ^X prints it and wipes it out), and all that was shown."""
        os.write(self.screen, f"{line}\t\x18".encode())
        shown = self.until(">>")
        return shown.rpartition("<<")[2].partition(">>")[0], shown

    def close(self) -> None:
        os.write(self.screen, b"\x04")
        os.close(self.screen)
        os.waitpid(self.child, 0)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_tab_at_a_terminal(shell: str, ledger: Path, env: Mapping[str, str]) -> None:
    flags, setup = (["--norc", "--noprofile", "-i"], BASH) if shell == "bash" else (["-f", "-i"], ZSH)
    terminal = Terminal([installed(shell), *flags], setup, ledger, env)
    before = sorted(str(p) for p in ledger.rglob("*"))
    try:
        for typed, after in (
            ("duban 催", "duban 催办 "),
            ("duban urg", "duban urge "),
            ("duban show 2025-", "duban show 2025-0007 "),
            ("duban list --unit 楼", "duban list --unit 楼区 "),
            ("duban list --unit=楼", "duban list --unit=楼区 "),
            ("duban list --sta", "duban list --state "),
            ("duban list --state 待立", "duban list --state 待立项 "),
            ("duban new --category 政府工", "duban new --category 政府工作报告 "),
            ("duban new --source 批", "duban new --source 批示/"),
            ("duban record 2026-0018 约", "duban record 2026-0018 约谈 "),
            ("duban paper 2026-0018 催", "duban paper 2026-0018 催办通知单 "),
            ("duban unit a", "duban unit add "),
            ("duban import unit", "duban import units.yaml "),
            ("duban -C item", "duban -C items/"),
            ("duban 没有 2026", "duban 没有 2026"),
        ):
            assert terminal.tab(typed)[0] == after
        line, shown = terminal.tab("duban show 20")
        assert line == "duban show 202"
        assert "胥家桥村道路破损修复" in shown
        line, shown = terminal.tab("duban show 2026-")
        assert line == "duban show 2026-001"
        assert "洞庭大道排水管网改造整改" in shown
        assert "$(touch 中招1)`touch 中招2`" in shown
    finally:
        terminal.close()
    assert sorted(str(p) for p in ledger.rglob("*")) == before


def test_fish(ledger: Path, env: Mapping[str, str]) -> None:
    fish = installed("fish")
    before = sorted(str(p) for p in ledger.rglob("*"))

    def offered(line: str) -> dict[str, str]:
        script = "duban completion fish 2>/dev/null | source; complete -C $argv[1]"
        command = [fish, "--no-config", "-c", script, line]
        done = subprocess.run(command, cwd=ledger, env=env, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        pairs = (one.partition("\t") for one in done.stdout.splitlines())
        return {value: told for value, _, told in pairs}

    assert offered("duban 催") == {"催办": "发出应发的催办通知单"}
    assert offered("duban show 2025") == {"2025-0007": "胥家桥村道路破损修复"}
    numbers = offered("duban show 2026")
    assert [*numbers] == ["2026-0019", "2026-0018"]
    assert "$(touch 中招1)`touch 中招2`" in numbers["2026-0019"]
    assert [*offered("duban list --unit 楼")] == ["楼区"]
    assert [*offered("duban list --unit=楼")] == ["--unit=楼区"]
    assert "待立项" in offered("duban list --state ")
    assert [*offered("duban record 2026-0018 约")] == ["约谈"]
    assert "units.yaml" in offered("duban import u")
    assert "items/" in offered("duban -C i")
    assert sorted(str(p) for p in ledger.rglob("*")) == before
