"""``edit`` at a terminal of its own, with an editor that does what each test has written for it."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from duban_cli.plans.upkeep import with_both
from tests.clerk import ITEM, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

NOTE = "- {日期: 2026-03-05, 动作: 拟办, 内容: 拟请现场核查}\\n"
WRONG = "- {日期: 2026-03-05, 动作: 拟伴, 内容: 拟请现场核查}\\n"
ADD = f"text += '{NOTE}'"
ASKED = "回车接着改"

Edit = Callable[..., tuple[int, str]]


@pytest.fixture
def edit(handed: Clerk, tmp_path: Path) -> Edit:
    """Run ``edit 2026-0001``: each opening of the editor does the next of ``steps`` to the file's ``text``.

    ``answers`` are typed when duban asks. Gives the exit code and what was shown.
    """
    editor = tmp_path / "editor.py"

    def edited(steps: Sequence[str], answers: Sequence[str] = (), **env: str) -> tuple[int, str]:
        (tmp_path / "times").write_text("", encoding="utf-8")
        body = "\n".join(f"if n == {n}:\n    {step}" for n, step in enumerate(steps))
        editor.write_text(
            "import os, signal, subprocess, sys\npath, times = sys.argv[-1], sys.argv[1]\n"
            "n = len(open(times).read())\nopen(times, 'a').write('x')\n"
            f"text = open(path, encoding='utf-8').read()\n{body}\nopen(path, 'w', encoding='utf-8').write(text)\n",
            encoding="utf-8",
        )
        named = {"EDITOR": f"{sys.executable} {editor} {tmp_path / 'times'}", **env}
        child, screen = pty.fork()
        if not child:
            os.chdir(Path(__file__).parents[2])
            command = [sys.executable, "-m", "duban_cli", "-C", str(handed.root), "--today", "2026-03-05"]
            os.execve(command[0], [*command, "edit", "2026-0001"], {**os.environ, "VISUAL": "", **named})  # noqa: S606
        seen, left, end = b"", list(answers), time.monotonic() + 120
        while time.monotonic() < end and select.select([screen], [], [], 60)[0]:
            try:
                seen += os.read(screen, 65536)
            except OSError:  # the other end is closed
                break
            if left and seen.decode(errors="replace").count(ASKED) > len(answers) - len(left):
                os.write(screen, left.pop(0).encode() + b"\n")
        os.close(screen)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return code, seen.decode(errors="replace").replace("\r\n", "\n")

    return edited


def test_a_terminal_and_an_editor_are_needed(handed: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "true")
    assert "终端" in handed.refused(2, "edit", "2026-0001").err
    monkeypatch.delenv("EDITOR")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "EDITOR" in handed.refused(2, "edit", "2026-0001").err
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/vi" if name == "vi" else None)
    assert "终端" in handed.refused(2, "edit", "2026-0001").err


def test_what_the_editor_wrote_is_saved(handed: Clerk, edit: Edit) -> None:
    code, shown = edit([ADD])
    assert code == 0, shown
    assert handed.entries()[-1]["动作"] == "拟办"
    assert "手工补记拟办" in handed.last()[0]


def test_errors_are_told_and_the_editor_opens_again(handed: Clerk, edit: Edit) -> None:
    code, shown = edit([f"text += '{WRONG}'", "text = text.replace('拟伴', '拟办')"], [""])
    assert code == 0, shown
    assert "拟伴" in shown.partition(ASKED)[0]
    assert "是否想写“拟办”" in shown.partition(ASKED)[0]
    assert handed.entries()[-1]["内容"] == "拟请现场核查"


def test_what_is_wrong_may_be_left_for_later(handed: Clerk, edit: Edit) -> None:
    commits = handed.commits()
    code, shown = edit([f"text += '{WRONG}'"], ["n"])
    assert code == 1
    assert f"改动都在 {ITEM} 里" in shown
    assert handed.text(ITEM).endswith(WRONG.replace("\\n", "\n"))
    assert handed.commits() == commits


def test_nothing_changed(handed: Clerk, edit: Edit) -> None:
    before = handed.state()
    code, shown = edit(["pass"])
    assert (code, handed.state()) == (0, before)
    assert "没有改动" in shown
    assert "--wait" in shown


def test_an_editor_that_fails(handed: Clerk, edit: Edit) -> None:
    code, shown = edit([f"{ADD}; open(path, 'w', encoding='utf-8').write(text); sys.exit(3)"])
    assert code == 1
    assert "编辑器退出不正常（3）" in shown
    assert handed.text(ITEM).endswith("拟请现场核查}\n")
    code, shown = edit(["pass"], EDITOR="没有的编辑器")
    assert code == 4
    assert "打不开" in shown


def test_an_interrupt_is_the_editors(handed: Clerk, edit: Edit) -> None:
    stopped = "signal.signal(signal.SIGINT, lambda *_: None); os.kill(os.getppid(), signal.SIGINT)"
    code, shown = edit([f"{stopped}; {ADD}"])
    assert code == 0, shown
    assert "手工补记拟办" in handed.last()[0]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("mine", [ADD, "text = text.replace('# 督查事项', '# 这件事')"], ids=["end", "above"])
def test_what_another_command_recorded_meanwhile_is_kept(handed: Clerk, edit: Edit, mine: str) -> None:
    other = f"['{sys.executable}', '-m', 'duban_cli', '-C', '{handed.root}', '--today', '2026-03-05', 'receive', '2026-0001']"
    code, shown = edit([f"subprocess.run({other}, check=True); {mine}"])
    assert code == 0, shown
    assert "已经并到一起" in shown
    actions = [entry["动作"] for entry in handed.entries()]
    assert actions == ["立项", "交办", "签收", *(["拟办"] if mine == ADD else [])]
    assert " 错误 " not in handed.do("check", "--history", today="2026-03-05").out


def test_what_was_put_together_once_is_not_put_together_again(handed: Clerk, edit: Edit) -> None:
    other = f"['{sys.executable}', '-m', 'duban_cli', '-C', '{handed.root}', '--today', '2026-03-05', 'receive', '2026-0001']"
    first = f"subprocess.run({other}, check=True); text += '{WRONG}'"
    code, shown = edit([first, "text = text.replace('拟伴', '拟办')"], [""])
    assert code == 0, shown
    assert [entry["动作"] for entry in handed.entries()] == ["立项", "交办", "签收", "拟办"]


def test_what_cannot_be_put_together() -> None:
    opened = "甲: 一\n办理:\n- 二\n".encode()
    committed = opened + "- 三\n".encode()
    assert with_both(opened, opened + "- 四\n".encode(), opened, committed) == committed + "- 四\n".encode()
    assert with_both(opened, "甲: 一\n办理:\n- 改了\n".encode(), opened, committed) is None
    assert with_both(opened, opened, opened, "甲: 变\n".encode()) is None
    assert with_both(opened, opened, None, committed) is None
