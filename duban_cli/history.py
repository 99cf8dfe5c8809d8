"""The repository around a ledger, read and written; what its history says is walked in `duban_cli.history_walk`.

Argument lists, ``-z`` output, and only the ledger's own paths: a ledger may be a directory inside a bigger
repository, whose other files are nobody's business here.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.errors import Busy, DiskProblem, GitRefused
from duban_cli.git import Objects, git, refuse_old_git, text
from duban_cli.ledger.commits import LOG_FORMAT, Commit, parse_log
from duban_cli.ledger.disk import disk_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

_COMMIT_SETTINGS = (
    # The journal is dropped right after the commit, so the commit must be on the disk by then.
    # Not fsyncMethod=batch: where an object then finds no room, git commits all the same, without it.
    "core.fsync=committed",
    # A gc in the background would inherit the ledger's lock; see Repo.tidy.
    "maintenance.auto=false",
    "gc.auto=0",
)
_OPERATIONS = {
    "MERGE_HEAD": "合并（merge）",
    "rebase-merge": "变基（rebase）",
    "rebase-apply": "变基（rebase）",
    "CHERRY_PICK_HEAD": "拣选（cherry-pick）",
    "REVERT_HEAD": "还原（revert）",
    "BISECT_LOG": "二分查找（bisect）",
}
_MANY_PATHS = 200  # beyond, git is asked for the whole ledger: a command line has limits
_PAUSE = 0.02  # seconds between two looks at another git's lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """``head`` is None before the first commit, ``branch`` on a detached HEAD."""

    head: str | None
    branch: str | None
    dirty: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repo:
    """The git repository around a ledger. Every path given or returned is relative to the ledger."""

    ledger: Path
    toplevel: Path
    prefix: str  # of the ledger within the repository: "" or "台账/"
    git_dir: Path  # of this worktree

    @classmethod
    def find(cls, ledger: Path) -> Repo:
        """Raises GitRefused: no git, no repository here, or one git does not trust."""
        if not ledger.is_dir():
            raise DiskProblem(f"没有这个目录：{ledger}")
        if "\n" in str(ledger.resolve()):
            raise GitRefused(f"目录名里有换行，git 说不清它在哪里：{ledger}", hint="给目录换一个名字")
        refuse_old_git(ledger)
        found = git(ledger, "rev-parse", "--show-toplevel", "--show-prefix", "--absolute-git-dir")
        toplevel, prefix, git_dir = os.fsdecode(found).split("\n")[:3]
        return cls(ledger=ledger.resolve(), toplevel=Path(toplevel), prefix=prefix, git_dir=Path(git_dir))

    @classmethod
    def init(cls, directory: Path) -> Repo:
        """Make the directory a repository of its own, on branch main."""
        directory.mkdir(parents=True, exist_ok=True)
        refuse_old_git(directory)
        git(directory, "init", "-q", "-b", "main")
        return cls.find(directory)

    def set_identity(self, name: str, email: str) -> None:
        """Say who writes, for this repository only."""
        for key, value in (("user.name", name), ("user.email", email)):
            git(self.ledger, "config", "--local", "--replace-all", key, value)

    def identity(self) -> str:
        """Who commits: ``张三 <zhang@example.com>``. Raises GitRefused if nobody is set."""
        said = text(git(self.ledger, "var", "GIT_COMMITTER_IDENT"))
        return said[: said.rindex(">") + 1]

    def resolve(self, rev: str) -> str | None:
        """The commit a revision names, None if there is none."""
        if rev.startswith("-"):
            return None
        found = git(self.ledger, "rev-parse", "-q", "--verify", f"{rev}^{{commit}}", accept=(0, 1, 128))
        return text(found) or None

    def head(self) -> str | None:
        """The commit checked out, None before the first."""
        return self.resolve("HEAD")

    def branch(self) -> str | None:
        """The branch checked out, None on a detached HEAD."""
        return text(git(self.ledger, "symbolic-ref", "-q", "--short", "HEAD", accept=(0, 1))) or None

    def operation_in_progress(self) -> str | None:
        """The name of an unfinished merge, rebase, cherry-pick, revert or bisect."""
        return next((name for sign, name in _OPERATIONS.items() if (self.git_dir / sign).exists()), None)

    def status(self, paths: Sequence[str] | None = None, *, ignored: bool = False) -> Status:
        """Branch, commit, and which of the paths (default: all) differ from it or are new to git."""
        options = ["--porcelain=v2", "--branch", "-z", "-uall", "--no-renames", "--ignore-submodules=all"]
        options += ["--ignored=traditional"] if ignored else []
        few = paths if paths and len(paths) <= _MANY_PATHS else None
        command = ("--no-optional-locks", "--literal-pathspecs", "status", *options, "--", *(few or ["."]))
        said = git(self.ledger, *command)
        head = branch = None
        dirty: set[str] = set()
        for record in os.fsdecode(said).split("\0"):
            kind, _, rest = record.partition(" ")
            match kind:
                case "#":
                    name, _, value = rest.partition(" ")
                    if name == "branch.oid" and value != "(initial)":
                        head = value
                    elif name == "branch.head" and value != "(detached)":
                        branch = value
                case "1" | "u":
                    dirty.add(rest.split(" ", 7 if kind == "1" else 9)[-1].removeprefix(self.prefix))
                case "?" | "!":
                    dirty.add(rest.removeprefix(self.prefix))
        if paths is not None and few is None:
            dirty &= set(paths)
        return Status(head=head, branch=branch, dirty=tuple(sorted(dirty)))

    def dirty_paths(self, paths: Sequence[str] | None = None) -> tuple[str, ...]:
        """Files that differ from the last commit or are new to git; of the whole ledger by default."""
        return self.status(paths).dirty

    def show_blob(self, rev: str, path: str) -> bytes | None:
        """The file as of a revision, None if it had none. Raises GitRefused: no such revision."""
        if "\n" in path:
            return self.blobs(rev, path).get(path)
        return self.contents([(self._commit(rev), path)])[0]

    def contents(self, wanted: Sequence[tuple[str, str]]) -> list[bytes | None]:
        """Files as of commits, (sha, path) each, in one pass; None where there is none."""
        return self.objects([f"{sha}:{self.prefix}{path}" for sha, path in wanted])

    def blobs(self, rev: str, prefix: str = "") -> dict[str, bytes]:
        """Every file below ``prefix`` as of a revision. Raises GitRefused: no such revision."""
        listing = git(self.ledger, "ls-tree", "-r", "-z", self._commit(rev), "--", prefix or ".")
        ids: dict[str, str] = {}
        for record in os.fsdecode(listing).split("\0")[:-1]:
            meta, _, path = record.partition("\t")
            mode, _, oid = meta.split(" ")
            if mode.startswith("100"):
                ids[path] = oid
        found = self.objects(list(ids.values()))
        return {path: content for path, content in zip(ids, found, strict=True) if content is not None}

    def log(
        self,
        paths: Sequence[str] | None = None,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
        revs: str = "HEAD",
    ) -> list[Commit]:
        """Commits that touched the paths (default: the ledger), newest first.

        ``since`` and ``until`` are compared with the author's date, both included, and must be aware.
        """
        if (paths is not None and not paths) or self.resolve(revs.rpartition("..")[2]) is None:
            return []
        few = paths if paths and len(paths) <= _MANY_PATHS else None
        command = ["log", "-z", "-c", "--no-renames", "--name-status", "--relative", f"--format={LOG_FORMAT}"]
        if limit is not None and since is None and until is None and (paths is None or few):
            command.append(f"--max-count={limit}")
        said = git(self.ledger, "--literal-pathspecs", *command, revs, "--", *(few or ["."]))
        kept = [
            commit
            for commit in parse_log(said)
            if (since is None or commit.date >= since) and (until is None or commit.date <= until)
            if paths is None or few or not set(paths).isdisjoint(commit.paths)
        ]
        return kept[:limit]

    def commit_paths(
        self,
        paths: Sequence[str],
        message: str,
        *,
        when: datetime | None = None,
        owner: str = "",
        keep_open: tuple[int, ...] = (),
        wait: float = 10.0,
        merging: bool = False,
    ) -> str:
        """Commit exactly these files as they lie on the disk, a missing one as deleted; hooks run.

        As with ``git commit -- paths`` the clerk's index is locked meanwhile, and afterwards differs in
        these paths only. ``when`` (aware) dates author and committer; ``owner`` marks scratch files (see
        `forget`); ``keep_open`` are descriptors git holds until it is done; ``wait`` is in seconds.
        With ``merging`` what the index has already is part of the commit: the merge under way, which it ends.

        Returns the new commit. Raises GitRefused (with what a hook said), Busy.
        """
        own = self._own_index(owner)
        extra = {"GIT_INDEX_FILE": str(own)}
        if when is not None:
            extra |= dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), _stamp(when))
        with self._index_locked(owner, wait):
            self._copy_index(own)  # for its file times: git need not read every file again
            if not merging:
                self._start_from_head(own)
            self._stage(paths, own)
            try:
                git(
                    self.ledger,
                    *("commit", "-q", "--cleanup=verbatim", "-F", "-"),
                    stdin=message.encode(),
                    extra=extra,
                    settings=_COMMIT_SETTINGS,
                    keep_open=keep_open,
                )
            except GitRefused as refused:
                if not refused.hint and self._nothing_staged(own):
                    self._sync(paths, owner)
                    raise GitRefused("没有需要提交的改动") from None
                raise
            made = self.head()
            self._sync(paths, owner)
        if made is None:
            raise GitRefused("git 没有报错，却找不到刚才的提交", hint="运行 git log 查看")
        return made

    def has(self, commit: str, *, branch: str) -> bool:
        """Whether a branch's history holds a commit."""
        return git(self.ledger, "rev-list", "--max-count=1", commit, f"^refs/heads/{branch}") == b""

    def sync_index(self, paths: Sequence[str], *, owner: str = "", wait: float = 10.0) -> None:
        """Let git's index agree with the disk for these paths. Raises Busy."""
        with self._index_locked(owner, wait):
            self._sync(paths, owner)

    def forget(self, owner: str) -> None:
        """Remove what a killed `commit_paths` of that owner left in the git directory."""
        lock = self.git_dir / "index.lock"
        with contextlib.suppress(FileNotFoundError):
            if lock.read_bytes() == _claim(owner):
                lock.unlink()
        self._drop_own_index(owner)

    def tidy(self) -> None:
        """Let git pack its objects when they are many; by git's own measure, a sample of one in 256."""
        common = self.git_dir / "commondir"
        objects = (
            self.git_dir / common.read_text(encoding="utf-8", errors="surrogateescape").strip()
            if common.exists()
            else self.git_dir
        ) / "objects"
        sample = objects / "17"
        if sample.is_dir() and sum(1 for _ in sample.iterdir()) > 27:
            git(self.ledger, "gc", "--auto", "-q", accept=range(256))

    def _commit(self, rev: str) -> str:
        found = self.resolve(rev)
        if found is None:
            raise GitRefused(f"git 里没有这个版本：{rev}", hint="用 git log 查看有哪些版本")
        return found

    def objects(self, names: Sequence[str]) -> list[bytes | None]:
        """Contents by object name, in one pass; None for what git does not have."""
        with Objects(self.ledger) as objects:
            found = objects.read(names)
        return [found[name] for name in names]

    def _own_index(self, owner: str) -> Path:
        return self.git_dir / f"duban-index-{owner or os.getpid()}"

    def _drop_own_index(self, owner: str) -> None:
        own = self._own_index(owner)
        for left in (own, own.with_name(own.name + ".lock")):
            left.unlink(missing_ok=True)

    def _copy_index(self, own: Path) -> None:
        own.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            # With its own time: by it git knows which files may have been edited within the same second.
            shutil.copy2(self.git_dir / "index", own)

    def _start_from_head(self, own: Path) -> None:
        try:
            git(self.ledger, "read-tree", "--reset", "-i", "HEAD", extra={"GIT_INDEX_FILE": str(own)})
        except GitRefused:
            if self.head() is not None:
                raise
            own.unlink(missing_ok=True)

    def _stage(self, paths: Sequence[str], index: Path) -> None:
        named = b"".join(os.fsencode(path) + b"\0" for path in paths)
        command = ("update-index", "--add", "--remove", "--replace", "-z", "--stdin")
        extra = {"GIT_INDEX_FILE": str(index)}
        git(self.ledger, *command, stdin=named, extra=extra, settings=_COMMIT_SETTINGS)

    def _nothing_staged(self, index: Path) -> bool:
        extra = {"GIT_INDEX_FILE": str(index)}
        if self.head() is None:
            return not git(self.ledger, "ls-files", "-z", extra=extra)
        return not git(self.ledger, "diff-index", "--cached", "--name-only", "-z", "HEAD", "--", extra=extra)

    def _sync(self, paths: Sequence[str], owner: str) -> None:
        own = self._own_index(owner)
        self._copy_index(own)
        self._stage(paths, own)
        own.replace(self.git_dir / "index")

    @contextlib.contextmanager
    def _index_locked(self, owner: str, wait: float) -> Iterator[None]:
        """Hold git's own lock on the clerk's index, as any git that writes does."""
        lock, own = self.git_dir / "index.lock", self._own_index(owner)
        until = time.monotonic() + wait
        with disk_problems(self.git_dir):
            own.write_bytes(_claim(owner))
            try:
                while not _made_exclusively(own, lock):
                    if time.monotonic() > until:
                        raise Busy("另一个 git 正在写这个仓库", hint=f"等它结束再试；若确实没有，删除 {lock}")
                    time.sleep(_PAUSE)
            finally:
                self._drop_own_index(owner)
            try:
                yield
            finally:
                self._drop_own_index(owner)
                lock.unlink(missing_ok=True)


def _made_exclusively(content: Path, lock: Path) -> bool:
    """Make the lock with its content in one step, so that a killed run's lock is known as its own."""
    try:
        lock.hardlink_to(content)
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links
        try:
            with lock.open("xb") as file:
                file.write(content.read_bytes())
        except FileExistsError:
            return False
    return True


def _claim(owner: str) -> bytes:
    return f"duban {owner}\n".encode()


def _stamp(when: datetime) -> str:
    return f"@{int(when.timestamp())} {when:%z}"


def git_version() -> str:
    """``2.39.5``. Raises GitRefused: there is none."""
    return text(git(Path.home(), "--version")).removeprefix("git version ")


def identity_anywhere() -> str:
    """Who commits where no repository says otherwise. Raises GitRefused if nobody is set."""
    said = text(git(Path.home(), "var", "GIT_COMMITTER_IDENT"))
    return said[: said.rindex(">") + 1]
