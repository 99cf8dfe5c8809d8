"""The journal of a write under way: what the files were, so that a killed run can be undone or finished.

``.duban/journal/`` holds the files' old bytes and, written last, ``journal.json``: with it the journal
stands, without it there is none.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from duban_cli.errors import DiskProblem
from duban_cli.ledger.change import digest_or_none
from duban_cli.ledger.disk import disk_problems, read_or_none, safe_target, sync_dir, write_scratch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_OWNER = re.compile("[0-9a-f]{12}")
_BACKUP = re.compile(r"[0-9]+\.old")
_COMMIT = re.compile("[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFile:
    """A file's digest before and after, None for no file; ``backup`` names its old bytes in the journal."""

    path: str
    old: str | None
    new: str | None
    backup: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """One write: its scratch files' mark, where in the history it began, and what it touches.

    ``merged``: the commit whose merge the write ends; ``opened``: a merge that git knows of by the write alone.
    """

    owner: str
    branch: str
    parent: str | None
    message: str
    files: tuple[JournalFile, ...]
    made_dirs: tuple[str, ...]
    merged: str | None = None
    opened: bool = False

    @property
    def subject(self) -> str:
        return self.message.split("\n", 1)[0]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(file.path for file in self.files)

    def scratch(self, number: int, target: Path) -> Path:
        """Where a file's new bytes are written before they take its place."""
        return target.with_name(f".duban-{self.owner}-{number}.tmp")


def write_journal(private: Path, journal: Journal, root: Path, olds: Mapping[str, bytes | None]) -> None:
    """Put the journal on the disk for good. Raises DiskProblem; then there is none."""
    room = private / "journal"
    with disk_problems():
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
        for file in journal.files:
            old = olds[file.path]
            if file.backup is not None and old is not None:
                write_scratch(room / file.backup, old, like=root / file.path)
        draft = room / "journal.json.tmp"
        write_scratch(draft, json.dumps(asdict(journal), ensure_ascii=False, indent=1).encode())
        draft.replace(room / "journal.json")
        sync_dir(room)
        sync_dir(private)


def read_journal(private: Path) -> Journal | None:
    """The journal a killed run left, None if there is none. Raises DiskProblem: unreadable."""
    path = private / "journal" / "journal.json"
    content = read_or_none(path)
    if content is None:
        return None
    try:
        told = json.loads(content)
        files = tuple(JournalFile(**file) for file in told.pop("files"))
        journal = Journal(**{**told, "files": files, "made_dirs": tuple(told["made_dirs"])})
        return _of_our_making(private, journal)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise DiskProblem(
            f"读不懂上次写入留下的 {path}",
            hint="用 git status 查看各文件，确认无误后删除 .duban/journal 目录",
        ) from problem


def _of_our_making(private: Path, journal: Journal) -> Journal:
    """The journal: it may have come with a repository somebody else made. Raises ValueError, DiskProblem."""
    names = [file.backup for file in journal.files if file.backup is not None]
    if not _OWNER.fullmatch(journal.owner) or not all(_BACKUP.fullmatch(name) for name in names):
        raise ValueError("names no journal of ours has")
    if journal.merged is not None and not _COMMIT.fullmatch(journal.merged):
        raise ValueError("no commit")
    # The branch becomes part of a lock's path.
    if ".." in journal.branch or "\0" in journal.branch or journal.branch.startswith(("/", "-")):
        raise ValueError("no name of a branch")
    for path in (*journal.paths, *(f"{made}/x" for made in journal.made_dirs)):
        safe_target(private.parent, path)
    return journal


def journal_time(private: Path) -> float | None:
    """When the write began, by the clock of its disk; None where no journal stands."""
    try:
        return (private / "journal" / "journal.json").stat().st_mtime
    except OSError:
        return None


def drop_journal(private: Path) -> None:
    """The write is settled. Raises DiskProblem."""
    room = private / "journal"
    with disk_problems(room):
        (room / "journal.json").unlink(missing_ok=True)
    shutil.rmtree(room, ignore_errors=True)


def drop_scratch(root: Path, journal: Journal) -> None:
    """Remove new bytes that never took their place. Raises DiskProblem."""
    for number, file in enumerate(journal.files):
        target = safe_target(root, file.path)
        with disk_problems(target), contextlib.suppress(NotADirectoryError):
            journal.scratch(number, target).unlink(missing_ok=True)


def roll_back(private: Path, root: Path, journal: Journal) -> list[str]:
    """Make every file what it was. Needs no free space on the disk: the old bytes are moved back.

    Returns the files left alone because somebody changed them since. Raises DiskProblem.
    """
    drop_scratch(root, journal)
    changed_since: list[str] = []
    for file in journal.files:
        target = safe_target(root, file.path)
        now = digest_or_none(read_or_none(target))
        if now == file.old:
            continue
        backup = private / "journal" / file.backup if file.backup else None
        if now != file.new or (backup is not None and not backup.exists()):
            changed_since.append(file.path)
            continue
        with disk_problems(target):
            if backup is None:
                target.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                backup.replace(target)
            sync_dir(target.parent)
    for made in journal.made_dirs:
        directory = root / made
        with disk_problems(directory):
            if directory.is_dir() and not any(directory.iterdir()):
                directory.rmdir()
    return changed_since
