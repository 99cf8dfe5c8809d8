"""At a real terminal: colours, width, questions; and none of them elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duban_cli.cli.terminal import ask, confirm, safe
from duban_cli.errors import WrongUse
from tests.cli.conftest import TODAY

pty = pytest.importorskip("pty")


def at_terminal(*command: str, cwd: Path, typed: bytes = b"", **env: str) -> str:
    """What a person sees who runs this at a terminal of 120 columns."""
    master, slave = pty.openpty()
    done = subprocess.Popen(
        command, cwd=cwd, stdin=slave, stdout=slave, stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "PYTHONPATH": str(Path(__file__).parents[2]), **env},
    )  # fmt: skip
    os.close(slave)
    if typed:
        os.write(master, typed)
    seen = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    done.wait()
    os.close(master)
    return seen.decode("utf-8")


def test_lights_are_coloured_and_named(ledger: Path) -> None:
    seen = at_terminal(sys.executable, "-m", "duban_cli", "list", "--today", TODAY, cwd=ledger)
    assert "\x1b[1;31m红" in seen
    assert "\x1b[33m黄" in seen
    assert "[red]急[/red]" in seen
    assert ":smile:" in seen
    plain = at_terminal(sys.executable, "-m", "duban_cli", "list", "--today", TODAY, cwd=ledger, NO_COLOR="1")
    assert "31m" not in plain
    assert "红" in plain


def test_json_at_a_terminal_has_no_colour(ledger: Path) -> None:
    assert "\x1b" not in at_terminal(sys.executable, "-m", "duban_cli", "list", "--format", "json", cwd=ledger)


def test_a_person_can_be_asked(tmp_path: Path) -> None:
    program = "from duban_cli.cli.terminal import ask; print('答', ask('标题', option='--title', default='甲'))"
    assert "答 乙" in at_terminal(sys.executable, "-c", program, cwd=tmp_path, typed="乙\n".encode())
    assert "答 甲" in at_terminal(sys.executable, "-c", program, cwd=tmp_path, typed=b"\n")


def test_nobody_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(WrongUse) as refused:
        ask("标题", option="--title")
    assert (refused.value.message, refused.value.hint) == ("缺标题", "用 --title 写明")
    with pytest.raises(WrongUse):
        confirm("删去？", yes=False)
    assert confirm("删去？", yes=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("岳督〔2026〕1号\n下一行\t格", "岳督〔2026〕1号\n下一行\t格"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b31m", "\\x9b31m"),
        ("a\rb\x07", "a\\rb\\x07"),
        ("a\u202eb\u2066", "a\\u202eb\\u2066"),
    ],
)
def test_what_a_terminal_might_obey_is_made_visible(text: str, shown: str) -> None:
    assert safe(text) == shown
