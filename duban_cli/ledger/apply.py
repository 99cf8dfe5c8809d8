"""Carrying a change out: files and one commit, wholly or not at all. Every command that writes comes here."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from duban_cli.errors import Busy, DiskProblem, DubanError, GitRefused
from duban_cli.history import Repo
from duban_cli.history_merge import begin, forget_merge, merge_under_way, open_merge
from duban_cli.ledger.change import digest_or_none
from duban_cli.ledger.disk import (
    disk_problems,
    private_dir,
    read_or_none,
    safe_target,
    sync_dir,
    write_scratch,
    write_synced,
)
from duban_cli.ledger.journal import (
    Journal,
    JournalFile,
    drop_journal,
    drop_scratch,
    journal_time,
    read_journal,
    roll_back,
    write_journal,
)
from duban_cli.ledger.lock import writing
from duban_cli.ledger.secret_writes import refuse_secrets
from duban_cli.ledger.stale import drop_stale_locks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from duban_cli.ledger.change import Change

_NAMED = 5  # files a message names before it says how many more


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The commit made; ``recovered`` tells what was done about an earlier, killed run."""

    commit: str
    recovered: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """``whole``: nothing is left to do, and the journal may go."""

    commit: str | None
    words: str
    whole: bool = True


def apply(
    root: Path, change: Change, *, when: datetime | None = None, adopt: bool = False, merging: str | None = None,
    opening: bool = False, wait: float = 10.0,
) -> Applied:  # fmt: skip
    """Write the change's files and commit exactly them; on any failure everything is as it was before.

    ``when`` (aware) dates the commit. With ``adopt`` the files may hold edits made by hand that are not
    committed yet: that is how they are saved. ``merging`` is the commit whose merge, begun in git, this ends:
    the files settle its conflicts; with ``opening`` none is begun, and the files are all that the merge changes.
    ``wait`` for other writers is in seconds.

    Raises Busy: another writer, or a file changed since the plan was made. Raises GitRefused: no identity,
    a merge under way, no branch, hand edits in a target, a hook said no. Raises RuleRefused: a mark of 国家秘密.
    Raises DiskProblem.
    """
    repo = Repo.find(root)
    root = repo.ledger
    with writing(root, change.subject, wait=wait) as lock:
        private = private_dir(root)
        _refuse_in_between(repo, _left_open(repo, private) or (None if opening else merging))
        recovered = _settle_left_over(repo, private)
        targets = {path: safe_target(root, path) for path in change.paths}
        olds = {path: read_or_none(target) for path, target in targets.items()}
        # What is saved by hand is on the disk already: it is new against the last commit.
        refuse_secrets(change, {} if adopt else olds)
        journal = _journal(repo, change, olds, adopt=adopt, merging=merging, opening=opening)
        repo.identity()
        whole = True
        try:
            write_journal(private, journal, root, olds)
            _put(root, change, journal, targets, olds)
            if merging is not None and opening:
                open_merge(repo, merging)
            commit = repo.commit_paths(
                change.paths, journal.message, when=when, owner=journal.owner, keep_open=(lock,), wait=wait,
                merging=merging is not None and not opening,
            )  # fmt: skip
        except BaseException as error:
            commit, whole = _settle_failure(repo, private, journal, error)
        if whole:
            with contextlib.suppress(DiskProblem):  # it is recorded; the next write drops the journal
                drop_journal(private)
    repo.tidy()
    return Applied(commit=commit, recovered=recovered)


def recover(root: Path, *, merging: bool = False, wait: float = 10.0) -> str | None:
    """Finish or undo what a killed run left, and say so; None if it left nothing. Raises as `apply` does.

    With ``merging`` a merge may be under way: it is what is to be gone on with.
    """
    repo = Repo.find(root)
    with writing(repo.ledger, "恢复被打断的写入", wait=wait):
        private = private_dir(repo.ledger)
        _refuse_in_between(repo, merge_under_way(repo) if merging else _left_open(repo, private))
        return _settle_left_over(repo, private)


def begin_merge(root: Path, theirs: str, name: str, *, wait: float = 10.0) -> None:
    """Let git begin a merge of what is called ``name``, with nothing unsaved in the ledger. Raises GitRefused, Busy, DiskProblem."""
    repo = Repo.find(root)
    with writing(repo.ledger, "开始合并", wait=wait):
        _refuse_in_between(repo)
        status = repo.status()
        _refuse_detached(status.branch)
        if status.dirty:
            raise GitRefused(f"有没保存的手工修改：{_names(status.dirty)}", hint="先运行 duban save，再合并")
        begin(repo, theirs, name)


def lay_out(root: Path, path: str, content: bytes, *, expect: bytes | None, wait: float = 10.0) -> None:
    """Put into a file what the clerk is to go on with by hand; nothing is committed.

    ``expect`` is what stood there when it was put together; ``wait`` is in seconds.
    Raises Busy: another writer, or the file changed since. Raises DiskProblem.
    """
    with writing(root, f"改写 {path}", wait=wait):
        target = safe_target(root, path)
        if read_or_none(target) != expect:
            raise Busy(f"文件刚被改动：{path}", hint="重新运行这条命令")
        with disk_problems(target):
            write_synced(target, content)


def _left_open(repo: Repo, private: Path) -> str | None:
    """The merge that a killed run had git know of, and that is its own to settle."""
    journal = read_journal(private)
    mine = journal is not None and journal.opened and merge_under_way(repo) == journal.merged
    return journal.merged if journal is not None and mine else None


def _refuse_in_between(repo: Repo, merging: str | None = None) -> None:
    if merging is not None:
        if merge_under_way(repo) != merging:
            raise Busy("合并刚被别人完成或放弃", hint="用 git status 看看，再试")
        return
    operation = repo.operation_in_progress()
    if operation is None:
        return
    merge = merge_under_way(repo) is not None
    hint = "运行 duban merge 接着合并，或 duban merge --abort 放弃，再试" if merge else "完成或放弃它，再试"
    raise GitRefused(f"git 的{operation}还没有完成，不能写台账", hint=hint)


def _refuse_detached(branch: str | None) -> str:
    if branch is None:
        raise GitRefused("git 当前不在任何分支上，写下的记录会丢失", hint="先回到分支，如 git switch main")
    return branch


def _journal(
    repo: Repo, change: Change, olds: Mapping[str, bytes | None], *, adopt: bool, merging: str | None,
    opening: bool,
) -> Journal:  # fmt: skip
    """The journal to be, after every check that the plan still fits. Raises GitRefused, Busy."""
    status = repo.status(change.paths, ignored=True)
    branch = _refuse_detached(status.branch)
    begun = merging is not None and not opening
    if status.dirty and not adopt and not begun:
        raise GitRefused(f"有没保存的手工修改：{_names(status.dirty)}", hint="先运行 duban save，再试")
    moved = [write.path for write in change.writes if digest_or_none(olds[write.path]) != write.expect]
    if moved:
        raise Busy(f"文件刚被改动：{_names(moved)}", hint="重新运行这条命令")
    if not adopt and not begun:
        _refuse_unseen(repo, status.head, [write.path for write in change.writes if write.expect is None])
    parents = {parent for path in change.paths for parent in PurePosixPath(path).parents}
    missing = {parent.as_posix() for parent in parents if not (repo.ledger / parent).exists()}
    files = tuple(
        JournalFile(
            path=write.path,
            old=write.expect,
            new=digest_or_none(write.content),
            backup=None if write.expect is None else f"{number}.old",
        )
        for number, write in enumerate(change.writes)
    )
    return Journal(
        owner=uuid.uuid4().hex[:12],
        branch=branch,
        parent=status.head,
        message=change.commit_message(),
        files=files,
        made_dirs=tuple(sorted(missing, reverse=True)),
        merged=merging,
        opened=opening,
    )


def _refuse_unseen(repo: Repo, head: str | None, new: list[str]) -> None:
    """A file taken for new may be in git all the same, left out of this checkout. Raises GitRefused."""
    found = repo.contents([(head, path) for path in new]) if head and new else []
    there = [path for path, content in zip(new, found, strict=False) if content is not None]
    if there:
        raise GitRefused(
            f"git 里已有、目录里却没有检出：{_names(there)}",
            hint="台账要整个检出：运行 git sparse-checkout disable，再试",
        )


def _put(
    root: Path,
    change: Change,
    journal: Journal,
    targets: Mapping[str, Path],
    olds: Mapping[str, bytes | None],
) -> None:
    """All new bytes to the disk first, then every file into its place: a full disk shows before any is."""
    writes = [
        (number, write, targets[write.path])
        for number, write in enumerate(change.writes)
        if write.content != olds[write.path]
    ]
    for number, write, target in writes:
        if write.content is not None:
            with disk_problems(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                write_scratch(journal.scratch(number, target), write.content, like=target)
    for number, write, target in writes:
        with disk_problems(target):
            if write.content is None:
                target.unlink()
            else:
                journal.scratch(number, target).replace(target)
    made = {root / directory for directory in journal.made_dirs}
    for directory in {target.parent for _, _, target in writes} | {one.parent for one in made}:
        with disk_problems(directory):
            sync_dir(directory)


def _settle_left_over(repo: Repo, private: Path) -> str | None:
    journal = read_journal(private)
    if journal is None:
        return None
    _refuse_detached(repo.branch())
    settled = _settle(repo, private, journal)
    if settled.whole:
        drop_journal(private)
    return settled.words


def _settle_failure(repo: Repo, private: Path, journal: Journal, error: BaseException) -> tuple[str, bool]:
    """The commit, if it was made all the same, and whether nothing is left to do; else everything is undone and
    the error raised again."""
    try:
        settled = _settle(repo, private, journal)
    except (DubanError, OSError) as again:
        raise DiskProblem(
            f"{error}；并且没能恢复原状：{again}", hint="排除故障后，下一次写入会先恢复原状"
        ) from error
    if settled.commit is not None and isinstance(error, Exception):
        return settled.commit, settled.whole
    if settled.whole:
        drop_journal(private)
    raise error


def _settle(repo: Repo, private: Path, journal: Journal) -> _Settled:
    """Forward if the commit is there, else back. May be repeated."""
    repo.forget(journal.owner)
    begun = journal_time(private)
    if begun is not None:
        drop_stale_locks(repo, branch=journal.branch, since=begun, message=journal.message)
    commit = _landed(repo, journal)
    if journal.opened and journal.merged is not None and commit is None:
        forget_merge(repo, journal.merged)
    if commit is None:
        words = f"上次写入“{journal.subject}”中途被打断，没有提交，文件已恢复原状，请重做"
        changed_since = roll_back(private, repo.ledger, journal)
        if changed_since:
            words += f"；其间又被改过的没有动，请查看：{_names(changed_since)}"
        return _Settled(commit=None, words=words)
    words = f"上次写入“{journal.subject}”中途被打断，但已提交（{commit[:7]}），无须重做"
    try:
        drop_scratch(repo.ledger, journal)
        if journal.merged is not None:
            forget_merge(repo, journal.merged)
        if repo.branch() == journal.branch:
            repo.sync_index([f.path for f in journal.files if _lies(repo, f)], owner=journal.owner)
    except (DubanError, OSError):  # recorded all the same: the next write tidies up
        return _Settled(commit=commit, words=words, whole=False)
    return _Settled(commit=commit, words=words)


def _lies(repo: Repo, file: JournalFile) -> bool:
    return digest_or_none(read_or_none(safe_target(repo.ledger, file.path))) == file.new


def _landed(repo: Repo, journal: Journal) -> str | None:
    """The journal's commit, known by its message, or by its files where a hook changed the message."""
    branch = f"refs/heads/{journal.branch}"
    if journal.merged is not None:
        return repo.resolve(branch) if repo.has(journal.merged, branch=journal.branch) else None
    known = journal.parent is not None and repo.resolve(journal.parent) is not None
    for commit in repo.log(journal.paths, revs=f"{journal.parent}..{branch}" if known else branch):
        if commit.message == journal.message.rstrip("\n"):
            return commit.sha
        held = map(digest_or_none, repo.contents([(commit.sha, path) for path in journal.paths]))
        if list(held) == [file.new for file in journal.files]:
            return commit.sha
    return None


def _names(paths: tuple[str, ...] | list[str]) -> str:
    more = len(paths) - _NAMED
    return "、".join(paths[:_NAMED]) + (f" 等{len(paths)}个文件" if more > 0 else "")
