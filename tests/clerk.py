"""A clerk at the keyboard: the real commands, run in this process on a real ledger in git.

A test module that takes these fixtures says ``pytest_plugins = ("tests.gitkit", "tests.clerk")``.
Its own asserts say what they must: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx

from duban_cli.__main__ import main
from duban_cli.ledger.reader import read_facts

LOU = "岳阳楼区人民政府"
OFFICE = "岳阳市人民政府督查室"
ITEM = "items/2026/2026-0001.yaml"
NEW = (
    *("new", "--title", "洞庭大道排水管网改造整改", "--category", "领导批示", "--lead", LOU),
    *("--source", "批示/征拆进展报告", "--source-date", "2026-03-02", "--instructed-by", "市长/主要领导"),
    *("--demand", "完成整改并书面报送。", "--deadline", "10个工作日"),
)
REPLY = ("reply", "2026-0001", "--content", "管网已改造。", "--signed-by", "张某/区长")


def new(**changed: str) -> tuple[str, ...]:
    """``new`` with options changed, ``title="…"``."""
    args = list(NEW)
    for name, value in changed.items():
        option = f"--{name.replace('_', '-')}"
        if option in args:
            args[args.index(option) + 1] = value
        else:
            args += [f"{option}={value}"]
    return tuple(args)


@dataclass(frozen=True)
class Told:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class State:
    """Everything a command could have changed."""

    head: str
    index: str
    status: str
    files: dict[str, str]


@dataclass(frozen=True)
class Clerk:
    """A ledger at ``root`` and the commands on it."""

    root: Path

    def run(self, *args: str, today: str | None = None) -> Told:
        """Run a command; any exit code."""
        day = ("--today", today) if today else ()
        return run("-C", str(self.root), *day, *args)

    def do(self, *args: str, today: str | None = None) -> Told:
        """Run a command that must go well."""
        told = self.run(*args, today=today)
        assert told.code == 0, told.text
        return told

    def git(self, *args: str) -> str:
        command = ["git", "-c", "core.quotepath=off", *args]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=True).stdout

    def write(self, path: str, content: str | bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)

    def raw(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def text(self, path: str) -> str:
        return self.raw(path).decode()

    def facts(self, path: str = ITEM) -> dict[str, Any]:
        facts = read_facts(self.raw(path))
        assert facts is not None
        return facts

    def entries(self, item: str = "2026-0001") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.facts(f"items/{item[:4]}/{item}.yaml")["办理"]
        return found

    def docx(self, path: str) -> Docx:
        return Document(str(self.root / path))

    def paper_text(self, path: str) -> str:
        """All the text of a paper, tables and footers included."""
        document = self.docx(path)
        body = document.element.body
        return "\n".join("".join(t.text or "" for t in p.iter(W_TEXT)) for p in body.iter(W_PARAGRAPH))

    def commits(self) -> list[str]:
        """Subjects, newest first."""
        return self.git("log", "--format=%s").splitlines()

    def last(self) -> tuple[str, list[str], dict[str, list[str]]]:
        """Subject, paths and trailers of the newest commit."""
        paths = self.git("show", "--format=", "--name-only", "--relative", "-z", "HEAD").split("\0")
        trailers: dict[str, list[str]] = {}
        for line in self.git("log", "-1", "--format=%(trailers:unfold)").splitlines():
            key, _, value = line.partition(": ")
            if key:
                trailers.setdefault(key, []).append(value)
        return self.git("log", "-1", "--format=%s").strip(), sorted(filter(None, paths)), trailers

    def state(self) -> State:
        files = {
            path.relative_to(self.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.root.rglob("*")
            if path.is_file() and not {".git", ".duban"} & set(path.relative_to(self.root).parts)
        }
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=self.root, capture_output=True, text=True, check=False
        )
        index = subprocess.run(
            ["git", "ls-files", "-s"], cwd=self.root, capture_output=True, text=True, check=False
        )
        status = subprocess.run(
            ["git", "--no-optional-locks", "status", "--porcelain", "-uall"], cwd=self.root, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        return State(head.stdout, index.stdout, status.stdout, files)

    def refused(self, code: int, *args: str, today: str | None = None) -> Told:
        """Run a command that must be refused with this exit code, in words, and change nothing."""
        before = self.state()
        told = self.run(*args, today=today)
        assert told.code == code, (told.code, told.text)
        assert told.err.startswith("错误：") or "\n错误：" in told.err, told.text
        assert "Traceback" not in told.text
        assert self.state() == before
        assert not (self.root / ".duban" / "journal").exists()
        return told


W_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
W_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


def run(*args: str) -> Told:
    """Run one command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(args)
    return Told(code, out.getvalue(), err.getvalue())


def set_identity(patch: pytest.MonkeyPatch) -> None:
    """Somebody to commit as, with no configuration of the machine's own."""
    patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        patch.setenv(f"GIT_{role}_NAME", "王某")
        patch.setenv(f"GIT_{role}_EMAIL", "wang@example.invalid")


@pytest.fixture(scope="session")
def blank_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger as ``init`` and ``unit add`` make it; copied, never written to."""
    root = tmp_path_factory.mktemp("blank") / "台账"
    with pytest.MonkeyPatch.context() as patch:
        set_identity(patch)
        init = (
            "init",
            str(root),
            "--office",
            OFFICE,
            "--code",
            "岳",
            "--contact",
            "王某",
            "--phone",
            "0730-0000000",
        )
        assert run(*init).code == 0
        clerk = Clerk(root)
        clerk.do("unit", "add", LOU, "--short", "岳阳楼区", "--alias", "楼区", "--head", "张某")
        clerk.do("unit", "add", "市财政局", "--head", "钱某")
        clerk.do("unit", "add", "市城市管理局", "--alias", "市城管局")
    return root


@pytest.fixture(scope="session")
def handed_out_ledger(blank_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the worked example put on and handed out; copied, never written to."""
    root = tmp_path_factory.mktemp("handed") / "台账"
    shutil.copytree(blank_ledger, root)
    with pytest.MonkeyPatch.context() as patch:
        set_identity(patch)
        clerk = Clerk(root)
        clerk.do(*NEW, today="2026-03-03")
        clerk.do("assign", "2026-0001", today="2026-03-04")
    return root


@pytest.fixture
def identity(plain_git: None, monkeypatch: pytest.MonkeyPatch) -> None:
    set_identity(monkeypatch)


@pytest.fixture
def clerk(identity: None, blank_ledger: Path, tmp_path: Path) -> Clerk:
    """A ledger with three units and no item."""
    shutil.copytree(blank_ledger, tmp_path / "台账")
    return Clerk(tmp_path / "台账")


@pytest.fixture
def handed(identity: None, handed_out_ledger: Path, tmp_path: Path) -> Clerk:
    """A ledger whose item 2026-0001 was handed out on 2026-03-04, due 2026-03-18."""
    shutil.copytree(handed_out_ledger, tmp_path / "台账")
    return Clerk(tmp_path / "台账")
