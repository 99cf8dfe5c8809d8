"""At a real terminal: colours, width, questions; and none of them elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duban_cli.cli.terminal import ask, safe
from duban_cli.errors import WrongUse
from tests.cli.conftest import TODAY
from tests.kit import item_text

pty = pytest.importorskip("pty")


def at_terminal(*command: str, cwd: Path, typed: bytes = b"", **env: str) -> str:
    """What a person sees who runs this at a terminal of 120 columns."""
    master, slave = pty.openpty()
    done = subprocess.Popen(
        command, cwd=cwd, stdin=slave, stdout=slave, stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "PAGER": "cat", "PYTHONPATH": str(Path(__file__).parents[2]), **env},
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
    assert "\x1b" not in at_terminal(
        sys.executable, "-m", "duban_cli", "list", "--format", "json", cwd=ledger
    )


def test_a_person_can_be_asked(tmp_path: Path) -> None:
    program = (
        "from duban_cli.cli.terminal import ask; print('答', ask('标题', option='--title', default='甲'))"
    )
    assert "答 乙" in at_terminal(sys.executable, "-c", program, cwd=tmp_path, typed="乙\n".encode())
    assert "答 甲" in at_terminal(sys.executable, "-c", program, cwd=tmp_path, typed=b"\n")


def test_nobody_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(WrongUse) as refused:
        ask("标题", option="--title")
    assert (refused.value.message, refused.value.hint) == ("缺标题", "用 --title 写明")


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


def test_new_asks_again_until_the_answer_can_be_taken(ledger: Path) -> None:
    typed = "城管问题\n领导批事\n媒体批评\n没有的局\n楼区\n整改\n昨天\n2026-11-18\n\n刘某某\n".encode()
    command = (sys.executable, "-m", "duban_cli", "--today", TODAY, "new", "--draft")
    seen = at_terminal(*command, cwd=ledger, typed=typed).replace("\r\n", "\n")
    assert "类别：重大决策部署、会议议定、领导批示" in seen
    assert "是否指“领导批示”" in seen
    assert "单位名录里没有“没有的局”" in seen
    assert "“昨天”" in seen
    assert "还没有批准的，按 Ctrl-C 退出，加 --pending 先登记" in seen
    assert "主办单位: 岳阳楼区人民政府" in seen
    assert "来源: {类型: 媒体, 日期: 2026-11-18}" in seen
    assert "批准: 刘某某" in seen


def test_a_reply_that_may_be_for_an_earlier_period_is_asked_about(ledger: Path) -> None:
    owing = item_text(
        "{日期: 2026-01-12, 动作: 立项, 批准: 甲}", "{日期: 2026-01-12, 动作: 交办}", 标题="甲", 类别="会议议定",
        来源=None, 办结时限="长期",
    )  # fmt: skip
    (ledger / "items/2026/2026-0030.yaml").write_text(owing, encoding="utf-8")
    command = (
        sys.executable,
        "-m",
        "duban_cli",
        "--today",
        TODAY,
        "reply",
        "2026-30",
        "--content",
        "在办",
        "--draft",
    )
    seen = at_terminal(*command, cwd=ledger, typed=b"2026Q2\n")
    assert "属于哪一期（2026年第一季度、2026年第二季度、2026年第三季度、2026年第四季度）" in seen
    assert "期: 2026年第二季度" in seen
