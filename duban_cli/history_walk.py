"""The ledger's whole history in one pass of ``git log``: each commit with the files it changed, as blob ids.

Nothing is left out: merges are compared with each of their parents, and what would hide commits from git
(replacements, grafts, git's own simplifying of history) is switched off.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.git import Objects, git
from duban_cli.ledger.disk import disk_problems
from duban_cli.ledger.files import SETTINGS_FILE
from duban_cli.rules.moments import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from duban_cli.history import Repo

_AS_IT_IS = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}
_FORMAT = "tformat:%x01%H%x00%P%x00%an%x00%at%x00%ct%x00%B"
_FIELDS = 6
_SIGNED = "%x00%G?%x00%GS"
_FILE = "100"  # how the mode of a regular file begins; links and submodules are no files of a ledger
_DISK = "磁盘:"
_RECORDS = ("items/", "office/", "papers/")


@dataclass(frozen=True, slots=True)
class Touch:
    """A file as a commit changed it: its blob before and after, None where there was none."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One commit. ``sha`` is empty for edits not committed yet; ``authored`` and ``committed`` are epoch seconds.

    ``signature`` is git's letter for it (``%G?``) and ``signer`` whose it is, both empty where not asked for.
    """

    sha: str
    parents: tuple[str, ...]
    author: str
    authored: int
    committed: int
    message: str
    touches: tuple[Touch, ...]
    signature: str = ""
    signer: str = ""

    @property
    def day(self) -> date:
        """The author's date, in Shanghai."""
        return datetime.fromtimestamp(self.authored, UTC).astimezone(SHANGHAI).date()

    @property
    def brought(self) -> date:
        """The day it came onto the ledger: the later of the author's and the committer's."""
        return datetime.fromtimestamp(max(self.authored, self.committed), UTC).astimezone(SHANGHAI).date()

    @property
    def is_merge(self) -> bool:
        return len(self.parents) > 1

    @property
    def text(self) -> str:
        """``提交 a1b2c3d（王某 2026-03-04）``."""
        if not self.sha:
            return "没有提交的改动"
        return f"提交 {self.sha[:7]}（{self.author} {self.day}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Every commit of the ledger, parents before children; ``shallow``: what came before is not in this clone."""

    steps: tuple[Step, ...]
    head: str | None
    shallow: bool


def walk(repo: Repo, *, signatures: bool = False) -> Walk:
    """The history of the ledger that leads to HEAD, through moves of the ledger within its repository."""
    head = repo.head()
    steps = list(_newest_first(repo, head, repo.prefix, signatures=signatures)) if head else []
    shallow = git(repo.toplevel, "rev-parse", "--is-shallow-repository").strip() == b"true"
    return Walk(steps=tuple(reversed(steps)), head=head, shallow=shallow)


def leads_to(repo: Repo, rev: str, head: str) -> bool | None:
    """Whether the commit is an ancestor of ``head``; None when git does not know it."""
    found = repo.resolve(rev)
    if found is None:
        return None
    return found.encode() == git(
        repo.toplevel, "merge-base", found, head, accept=(0, 1), extra=_AS_IT_IS
    ).strip()  # fmt: skip


def objects(repo: Repo) -> Objects:
    """Blobs by their id, for use with ``with``."""
    return Objects(repo.toplevel, extra=_AS_IT_IS)


def there(repo: Repo, names: Collection[str]) -> frozenset[str]:
    """Those of the objects that git has: told by their names, none of them read."""
    asked = "".join(f"{name}\n" for name in names).encode()
    said = git(
        repo.toplevel, "cat-file", "--batch-check=%(objectname)", "--buffer", stdin=asked, extra=_AS_IT_IS
    )
    return frozenset(
        line for line in said.decode("utf-8", "replace").split("\n") if not line.endswith(" missing")
    )


def uncommitted(repo: Repo) -> tuple[Step, dict[str, bytes | None]]:
    """The edits of records not committed yet as one step more, with the contents its ids stand for.

    Raises DiskProblem: a file cannot be read.
    """
    paths = [path for path in repo.dirty_paths() if path.startswith(_RECORDS) and not path.endswith("/")]
    head = repo.head()
    before = repo.contents([(head, path) for path in paths]) if head else [None] * len(paths)
    contents: dict[str, bytes | None] = {}
    touches = []
    for path, old in zip(paths, before, strict=True):
        full = repo.ledger / path
        with disk_problems(full):
            new = full.read_bytes() if full.is_file() and not full.is_symlink() else None
        named = (f"HEAD:{path}" if old is not None else None, f"{_DISK}{path}" if new is not None else None)
        contents |= {name: data for name, data in zip(named, (old, new), strict=True) if name is not None}
        touches.append(Touch(path, *named))
    step = Step(
        sha="", parents=(head,) if head else (), author="", authored=0, committed=0, message="",
        touches=tuple(touches),
    )  # fmt: skip
    return step, contents


def _newest_first(repo: Repo, rev: str, prefix: str, *, signatures: bool) -> Iterator[Step]:
    command = [
        "--literal-pathspecs",
        "log",
        "--topo-order",
        "-m",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-renames",
    ]
    command.append(f"--format={_FORMAT}{_SIGNED if signatures else ''}")
    if prefix:
        # Without --full-history and --sparse git leaves out a side that a merge threw away.
        command += ["--no-follow", "--full-history", "--sparse", f"--relative={prefix}", rev, "--", prefix]
    else:
        command += ["--no-relative", rev]
    said = git(repo.toplevel, *command, extra=_AS_IT_IS)
    earlier: dict[str, Step] = {}
    for step in _parsed(said, _FIELDS + 2 if signatures else _FIELDS):
        # What stood here before a move is looked at as well as where the ledger came from.
        here = (
            replace(step, touches=(*step.touches, *earlier.pop(step.sha).touches))
            if step.sha in earlier
            else step
        )
        moved = _moved_from(repo, step, prefix) if _founds(step) else None
        if moved is None:
            yield here
            continue
        before, left = moved
        brought = [replace(t, old=left.pop(t.path, None)) if t.old is None else t for t in here.touches]
        gone = [Touch(path, blob, None) for path, blob in left.items()]
        yield replace(here, touches=tuple(t for t in (*brought, *gone) if t.old != t.new))
        earlier |= {s.sha: s for s in _newest_first(repo, step.parents[0], before, signatures=signatures)}


def _founds(step: Step) -> bool:
    return len(step.parents) == 1 and any(t.path == SETTINGS_FILE and t.old is None for t in step.touches)


def _moved_from(repo: Repo, step: Step, prefix: str) -> tuple[str, dict[str, str]] | None:
    """Where the ledger stood before this commit, with the files that left it; None for a ledger that is new."""
    command = ("diff-tree", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-commit-id")
    touches = list(
        _touches(git(repo.toplevel, *command, *step.parents, step.sha, extra=_AS_IT_IS).split(b"\0"))
    )
    founding = next((t.new for t in touches if t.path == prefix + SETTINGS_FILE), None)
    left = [t for t in touches if t.new is None and Path(t.path).name == SETTINGS_FILE]
    if not left:
        return None
    # Of several ledgers that left at once, the one whose settings are the same.
    settings = next((t for t in left if t.old == founding), left[0])
    before = settings.path.removesuffix(SETTINGS_FILE)
    gone = {
        t.path.removeprefix(before): t.old for t in touches if t.new is None and t.path.startswith(before)
    }
    return before, {path: blob for path, blob in gone.items() if blob is not None}


def _parsed(output: bytes, fields: int) -> Iterator[Step]:
    """Commits out of the log; one that is a merge comes in a part for each parent it differs from."""
    tokens = output.split(b"\0")
    at, end = 0, len(tokens) - 1
    pending: Step | None = None
    while at < end:
        sha, parents, author, authored, committed, message, *signed = (
            token.decode("utf-8", "replace") for token in tokens[at : at + fields]
        )
        start = at = at + fields
        while at < end and tokens[at].lstrip(b"\n").startswith(b":"):
            at += 2  # the modes and blobs, then the path, which may be any bytes
        touches = tuple(_touches(tokens[start:at]))
        if pending is not None and pending.sha == sha[1:]:
            pending = replace(pending, touches=(*pending.touches, *touches))
            continue
        if pending is not None:
            yield pending
        pending = Step(
            sha=sha[1:],
            parents=tuple(parents.split()),
            author=author,
            authored=int(authored or 0),
            committed=int(committed or 0),
            message=message,
            touches=touches,
            signature=signed[0] if signed else "",
            signer=signed[1] if signed else "",
        )
    if pending is not None:
        yield pending


def _touches(tokens: list[bytes]) -> Iterator[Touch]:
    """Files out of ``:100644 100644 旧 新 M``, each followed by its path."""
    for said, path in zip(tokens[::2], tokens[1::2], strict=False):
        old_mode, new_mode, old, new, _ = said.lstrip(b"\n")[1:].decode("ascii").split(" ")
        before = old if old_mode.startswith(_FILE) else None
        after = new if new_mode.startswith(_FILE) else None
        if before != after:
            yield Touch(os.fsdecode(path), before, after)
