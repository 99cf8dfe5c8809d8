"""Locks a killed ``git commit`` of ours left on HEAD and its branch: without them gone nobody could commit again."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from duban_cli.errors import DubanError
from duban_cli.ledger.disk import disk_problems

if TYPE_CHECKING:
    from pathlib import Path

    from duban_cli.history import Repo

_HELD = 2.0  # seconds: git holds these locks for thousandths of one


def drop_stale_locks(repo: Repo, *, branch: str, since: float, message: str) -> None:
    """Remove the locks made after ``since`` (a file's time) that nobody lets go of and that name no commit but
    the one of ``message``. The ledger's lock must be held: so no git of ours runs any more. Raises DiskProblem."""
    locks = (repo.git_dir / "HEAD.lock", _common(repo.git_dir) / "refs" / "heads" / f"{branch}.lock")
    seen = {lock: found for lock in locks if (found := _look(lock)) and found[1] >= since}
    if not seen:
        return
    time.sleep(_HELD)
    for lock, found in seen.items():
        if _look(lock) == found and _ours(repo, lock, message):
            with disk_problems(lock):
                lock.unlink(missing_ok=True)


def _common(git_dir: Path) -> Path:
    """Where a worktree's branches are."""
    told = git_dir / "commondir"
    return git_dir / told.read_text(encoding="utf-8").strip() if told.exists() else git_dir


def _look(lock: Path) -> tuple[int, float] | None:
    with contextlib.suppress(OSError):
        found = lock.stat()
        return found.st_ino, found.st_mtime
    return None


def _ours(repo: Repo, lock: Path, message: str) -> bool:
    """An empty lock says nothing; another holds the name of the commit it was taken for."""
    try:
        named = lock.read_text(encoding="ascii", errors="replace").strip()
        commits = repo.log(revs=named, limit=1) if named else []
    except (DubanError, OSError):
        return False
    return not named or any(commit.message == message.rstrip("\n") for commit in commits)
