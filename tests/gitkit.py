"""A ledger in a git repository of its own, ready to be written to.

A test module that takes `project` says ``pytest_plugins = ("tests.gitkit",)``. It asserts nothing itself:
PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import os
import subprocess
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from duban_cli.history import Repo
from duban_cli.ledger.change import Change, FileWrite, digest_or_none

if TYPE_CHECKING:
    from collections.abc import Callable

ITEM = "items/2026/2026-0001.yaml"
NOTE = "附件/会议 纪要.md"


@dataclass(frozen=True)
class Project:
    """A ledger at ``root``, maybe below the repository's top, with helpers that speak git plainly."""

    root: Path

    @property
    def repo(self) -> Repo:
        return Repo.find(self.root)

    def git(self, *args: str, check: bool = True) -> str:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_DIR")}
        command = ["git", "-c", "core.quotepath=off", *args]
        done = subprocess.run(command, cwd=self.root, env=clean, capture_output=True, text=True, check=check)
        return done.stdout

    def write(self, path: str, text: str) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def read(self, path: str) -> str | None:
        target = self.root / path
        return target.read_text(encoding="utf-8") if target.exists() else None

    def commit(self, **files: str) -> str:
        """Commit these files by hand, with git alone."""
        for path, text in files.items():
            self.write(path, text)
            self.git("add", "-f", "--", path)
        self.git("commit", "-q", "-m", "手工提交")
        return self.git("rev-parse", "HEAD").strip()

    def hook(self, name: str, script: str) -> None:
        hooks = Path(self.git("rev-parse", "--path-format=absolute", "--git-path", "hooks").strip())
        hooks.mkdir(exist_ok=True)
        (hooks / name).write_text("#!/bin/sh\n" + script + "\n", encoding="utf-8")
        (hooks / name).chmod(0o755)

    def status(self) -> list[str]:
        """Short status lines of the whole repository, untracked files included."""
        return self.git("status", "--porcelain", "-uall").splitlines()

    def plan(self, subject: str = "交办 2026-0001", /, **contents: str | None) -> Change:
        """A change made from the files as they are now."""
        writes = []
        for path, text in contents.items():
            target = self.root / path
            expect = digest_or_none(target.read_bytes() if target.exists() else None)
            content = None if text is None else text.encode()
            writes.append(FileWrite(path=path, content=content, expect=expect))
        return Change(writes=tuple(writes), subject=subject, trailers=(("Duban-Item", "2026-0001"),))


def make_project(root: Path) -> Project:
    """A repository at ``root`` with an identity and one commit of two files."""
    Repo.init(root).set_identity("张三", "zhangsan@example.com")
    project = Project(root)
    project.commit(**{ITEM: "标题: 甲\n办理:\n", NOTE: "纪要\n"})
    return project


def in_child(work: Callable[[], object]) -> int:
    """Do the work in a forked child, which never comes back into the test; its process number."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine's or the developer's own."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "台账")
