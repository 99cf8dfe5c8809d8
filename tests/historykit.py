"""A ledger in a real git repository whose history a test writes, forges and then has looked at."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from duban_cli.cli.history import LookedBack, look_back
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.store import load
from tests.kit import item_text, make_ledger

FIRST = "items/2026/2026-0018.yaml"
REGISTER = "papers/2026/督查函-0017.yaml"
PAPER = "papers/2026/督查函-0017.docx"


@dataclass(frozen=True)
class Book:
    """A ledger at ``root``, maybe below the repository's top."""

    root: Path

    @classmethod
    def start(cls, root: Path, *, day: str = "2026-03-01") -> Book:
        """A repository whose first commit is an empty ledger."""
        make_ledger(root)
        subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
        book = cls(root)
        book.commit("建账", day=day)
        return book

    def git(self, *args: str, day: str = "2026-03-04", author: str = "王某", check: bool = True) -> str:
        """Run git as somebody, on a day; what it printed."""
        who = {"NAME": author, "EMAIL": "wang@example.invalid", "DATE": f"{day}T10:00:00+08:00"}
        env = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        done = subprocess.run(
            ["git", "-c", "core.quotepath=off", *args],
            cwd=self.root, env={**os.environ, **env}, capture_output=True, text=True, check=check,
        )  # fmt: skip
        return done.stdout.strip()

    def write(self, path: str, content: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)

    def text(self, path: str = FIRST) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def item(self, *entries: str, id: str = "2026-0018", **header: str | None) -> None:
        """Write an item's file, whole."""
        self.write(f"items/{id[:4]}/{id}.yaml", item_text(*entries, **header))

    def commit(self, message: str = "记一笔", *, day: str = "2026-03-04", author: str = "王某") -> str:
        """Commit everything as it lies; the commit's short id."""
        self.git("add", "-A", ".")
        self.git("commit", "-q", "--allow-empty", "-m", message, day=day, author=author)
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")[:7]

    def branch(self, name: str, since: str = "main") -> None:
        self.git("checkout", "-q", "-b", name, since)

    def merge(self, *args: str) -> None:
        """Merge into the branch checked out; a conflict is left for the test to resolve."""
        self.git("merge", "-q", "--no-ff", "--no-edit", *args, check=False)

    def back(self, *, noted: str | None = None, signed: bool = False) -> LookedBack:
        """The history looked at."""
        return look_back(self.root, load(self.root).ledger, noted=noted, signed=signed)

    def findings(self) -> tuple[Finding, ...]:
        return self.back().findings

    def found(self) -> list[str]:
        """``code path:line`` of each finding, a warning's with a ``~`` before it."""
        return told(self.findings())


def told(findings: Iterable[Finding]) -> list[str]:
    """Findings in a few words, for comparing."""
    return [f"{'~' if f.level == 'warning' else ''}{f.code} {f.path}:{f.line}" for f in findings]


def register(number: int = 17, *, sha256: str = "0" * 64, **changed: str) -> str:
    """A register file as duban writes it."""
    keys = {
        "种类": "督查函", "序号": str(number), "文号": f"岳督函〔2026〕{number}号", "标题": "督查函", "日期": "2026-03-04",
        "文件": f"督查函-{number:04}.docx", "sha256": sha256, "事项": "[2026-0018]", "状态": "发出", **changed,
    }  # fmt: skip
    return "".join(f"{key}: {value}\n" for key, value in keys.items())
