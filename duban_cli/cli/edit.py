"""编辑: an item's file in the clerk's editor, checked and saved when it is closed."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.ledgers import save
from duban_cli.cli.terminal import ask, may_ask, talk
from duban_cli.cli.writing import file_reader
from duban_cli.errors import DataProblem, DiskProblem, RuleRefused, WrongUse
from duban_cli.history import Repo
from duban_cli.ledger.apply import lay_out
from duban_cli.ledger.lock import planning
from duban_cli.plans.upkeep import with_both

if TYPE_CHECKING:
    from duban_cli.ledger.store import Ledger

_USUAL = ("notepad",) if os.name == "nt" else ("nano", "vim", "vi")
"""Editors looked for where neither VISUAL nor EDITOR names one."""


def edit(ctx: typer.Context, item: opt.ItemId, message: opt.Message = None) -> int:
    """编辑：打开事项文件，改完校验并保存。有错的不保存，列出错在哪里，回车接着改；先放下的，改动留在文件里。

    用 VISUAL 或 EDITOR 指的编辑器，没有设的用 nano、vim、vi 或 Windows 的记事本。图形界面的编辑器要等到关闭才退出，如
    EDITOR="code --wait"。

    例：duban edit 2026-0018
    """
    here = desk(ctx)
    path = _path_of(here.ledger, here.item_id(item))
    command = _editor()
    if not sys.stdin.isatty():
        raise WrongUse("编辑要在终端里进行", f"直接改 {path}，再运行 duban save")
    read, repo = file_reader(here.root), Repo.find(here.root)
    while True:
        opened, head = read(path), repo.head()
        _open(command, here.root / path, path)
        try:
            # From the look at what others recorded to the commit nobody else writes.
            with planning(here.root, "保存编辑过的事项"):
                _keep_both(here, repo, path, opened, head)
                if read(path) == opened and not repo.dirty_paths([path]):
                    talk('没有改动。编辑器没等改完就退出的，让它等到关闭，如 EDITOR="code --wait"')
                    return 0
                return save(ctx, [str(here.root / path)], draft=False, message=message)
        except (DataProblem, RuleRefused) as error:
            left = f"改动都在 {path} 里，没有保存；改好后运行 duban save，不要了运行 git checkout -- {path}"
            if not may_ask():
                raise type(error)(error.message, left) from error
            talk(f"错误：{error.message}")
            if error.hint:
                talk(f"提示：{error.hint}")
            if ask("回车接着改，写 n 先放下", option="", default="接着改").lower() in ("n", "no", "否", "不"):
                talk(left)
                return error.exit_code


def _keep_both(here: Desk, repo: Repo, path: str, opened: bytes | None, head: str | None) -> None:
    """Where another command has recorded something meanwhile and the editor wrote over it, both are put together."""
    now = repo.head()
    if now == head or head is None or now is None:
        return
    was, committed = repo.show_blob(head, path), repo.show_blob(now, path)
    edited = file_reader(here.root)(path)
    if committed in (was, edited, None) or edited is None or opened is None:
        return
    both = with_both(opened, edited, was, committed)
    if both is None:
        talk(
            f"提醒：编辑期间别的命令在 {path} 里记了别的，没能并到一起；用 git show HEAD:{path} 看它记的，照样补上"
        )
        return
    if both != edited:
        lay_out(here.root, path, both, expect=edited)
        talk("编辑期间别的命令在这件事里记了别的，已经并到一起")


def _editor() -> list[str]:
    """The editor's command. Raises WrongUse: none is named and none of the usual ones is there."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        # A path with blanks in it may stand there bare.
        return [named] if shutil.which(named) else shlex.split(named, posix=os.name != "nt")
    found = next((name for name in _USUAL if shutil.which(name)), None)
    if found is None:
        raise WrongUse("没有找到编辑器", "先运行 export EDITOR=编辑器的命令，或直接改文件再 duban save")
    return [found]


def _open(command: list[str], file: Path, path: str) -> None:
    """Wait for the editor. Raises DiskProblem: it does not start. Raises DataProblem: it failed."""
    try:
        with _editors_own_interrupts():
            done = subprocess.run([*command, str(file)], check=False)
    except OSError as error:
        told = f"编辑器 {shlex.join(command)} 打不开：{error.strerror}"
        raise DiskProblem(told, "检查 EDITOR 的设置") from error
    if done.returncode:
        raise DataProblem(
            f"编辑器退出不正常（{done.returncode}），没有保存",
            f"再运行一次 duban edit；已经存进 {path} 的改动还在，可以运行 duban save",
        )


@contextlib.contextmanager
def _editors_own_interrupts() -> Iterator[None]:
    """^C typed in the editor is meant for it, not for duban behind it."""
    # A function, not SIG_IGN: that the editor would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _path_of(ledger: Ledger, item_id: str) -> str:
    """The item's file, readable or not: an unreadable one is what most needs editing."""
    broken = next((u.path for u in ledger.unreadable if u.id == item_id), None)
    return broken or ledger.item(item_id).path
