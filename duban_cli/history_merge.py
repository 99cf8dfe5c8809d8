"""Two branches coming together, as git sees it: what both changed since they parted, by the stages of an index.

The stages are worked out in an index of our own, so that looking changes nothing.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duban_cli.errors import GitRefused
from duban_cli.git import git, text
from duban_cli.history import Repo
from duban_cli.ledger.commits import Stage
from duban_cli.ledger.disk import disk_problems, write_scratch
from duban_cli.text import marked

_SIDES = {"1": "base", "2": "ours", "3": "theirs"}
_SCRATCH = "duban-merge-head"
_LABEL = re.compile(rb"^([<>|]{7}).*$", re.MULTILINE)
_NOTHING = ("merge.autoStash=false", "merge.verifySignatures=false", "maintenance.auto=false", "gc.auto=0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A merge to be made, or under way (``begun``): the two commits, where they parted, what the other is called.

    ``crossed``: they parted in more than one place, since each had merged the other before; git alone makes one of these.
    ``plain``: what only the other changed, as it is there (None: deleted); ``foreign``: it changed more than plain
    files of the ledger. ``both``: what both sides changed, differently; ``at_hand``: of those, what git's index has settled already,
    by itself or by the clerk's ``git add``; ``unmerged``: what it has not; ``outside``: of these, those that are
    not the ledger's, from the repository's top.
    """

    ours: str
    theirs: str
    base: str | None
    name: str
    begun: bool
    crossed: bool = False
    plain: Mapping[str, bytes | None] = field(default_factory=dict)
    foreign: bool = False
    both: Mapping[str, Stage] = field(default_factory=dict)
    at_hand: Mapping[str, bytes] = field(default_factory=dict)
    unmerged: frozenset[str] = frozenset()
    outside: tuple[str, ...] = ()

    @property
    def nothing_new(self) -> bool:
        """Ours has all of theirs already."""
        return self.base == self.theirs

    @property
    def ahead(self) -> bool:
        """Theirs goes on from where ours stands: nothing to put together."""
        return self.base == self.ours


def merge_under_way(repo: Repo) -> str | None:
    """The commit being merged in, None where no merge waits. Raises GitRefused: several at once."""
    try:
        heads = (repo.git_dir / "MERGE_HEAD").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return None
    if len(heads) != 1:
        raise GitRefused("一次合并了几个分支", hint="git merge --abort 放弃，再一个一个合并")
    return heads[0]


def coming(repo: Repo, theirs: str, name: str | None, *, begun: bool) -> Coming:
    """What merging that commit into the one checked out means. Raises GitRefused."""
    ours = repo.head()
    if ours is None:
        raise GitRefused("这本台账还没有提交过，没有可以合并的", hint="先运行 duban save")
    bases = text(git(repo.ledger, "merge-base", "--all", ours, theirs, accept=(0, 1))).split()
    if not bases:
        raise GitRefused(
            "两边没有共同的来历，不是同一本台账", hint="核对分支；另一本台账的事项用 duban import 收进来"
        )
    found, crossed = bases[0], len(bases) > 1
    said = name or _called(repo) or theirs[:7]
    if found in (ours, theirs):
        return Coming(ours=ours, theirs=theirs, base=found, name=said, begun=begun)
    both = _stages(repo, found, ours, theirs)
    if begun and crossed:
        both = _with_gits_base(repo, both)
    unmerged, outside = _unmerged(repo) if begun else (frozenset(), ())
    plain, foreign = ({}, True) if begun else _only_theirs(repo, found, theirs, both)
    return Coming(
        ours=ours, theirs=theirs, base=found, name=said, begun=begun, crossed=crossed, plain=plain, foreign=foreign, both=both,
        unmerged=unmerged, outside=outside,
        at_hand=_at_hand(repo, [path for path in both if path not in unmerged]) if begun else {},
    )  # fmt: skip


def begin(repo: Repo, theirs: str, name: str) -> None:
    """Let git begin the merge and leave it open; its message keeps the ``name`` of the other side. Raises GitRefused: it did not begin."""
    git(
        repo.ledger, *("merge", "-q", "--no-commit", "--no-ff", "--no-edit", "-m", f"Merge branch '{name}'", theirs),
        settings=_NOTHING, accept=(0, 1),
    )  # fmt: skip
    if merge_under_way(repo) is None:
        raise GitRefused(
            "git 没有开始合并", hint="用 git status 看看；多半有没收进 git 的文件会被盖掉，移走再试"
        )


def open_merge(repo: Repo, theirs: str) -> None:
    """Have git's next commit end a merge of that commit, whose files lie ready. Raises DiskProblem."""
    scratch = repo.git_dir / _SCRATCH
    with disk_problems(repo.git_dir):
        write_scratch(scratch, f"{theirs}\n".encode())
        scratch.replace(repo.git_dir / "MERGE_HEAD")


def go_ahead(repo: Repo, theirs: str) -> None:
    """Move on to a commit that goes on from this one. Raises GitRefused."""
    git(repo.ledger, "merge", "-q", "--ff-only", theirs, settings=_NOTHING)


def give_up(repo: Repo) -> None:
    """As it was before the merge began. Raises GitRefused."""
    git(repo.ledger, "merge", "--abort")


def forget_merge(repo: Repo, theirs: str) -> None:
    """A merge that is recorded is not under way any more: what a git killed right then left behind goes."""
    (repo.git_dir / _SCRATCH).unlink(missing_ok=True)
    if merge_under_way(repo) == theirs:
        for sign in ("MERGE_MSG", "MERGE_MODE", "AUTO_MERGE", "MERGE_HEAD"):
            (repo.git_dir / sign).unlink(missing_ok=True)


def unmerged_outside(repo: Repo) -> tuple[str, ...]:
    """Conflicts in files of the repository that are not the ledger's, from its top."""
    return _unmerged(repo)[1]


def changed_since(repo: Repo, base: str, revs: Sequence[str]) -> frozenset[str]:
    """The ledger's files that any of these commits has otherwise than ``base``."""
    found: set[str] = set()
    for rev in revs:
        said = git(repo.ledger, "diff-tree", "-r", "-z", "--name-only", "--relative", base, rev, "--", ".")
        found |= {path for path in os.fsdecode(said).split("\0") if path}
    return frozenset(found)


def commits_between(repo: Repo, base: str, tip: str) -> int:
    """How many commits lead from one to the other."""
    return int(text(git(repo.ledger, "rev-list", "--count", f"{base}..{tip}")))


def blended(repo: Repo, stage: Stage) -> bytes | None:
    """A text both sides changed in different places, as git puts it together; None where it cannot."""
    found = _as_text(repo, stage)
    return None if found is None or marked(found) else found


def left_by_git(repo: Repo, stage: Stage, now: bytes) -> bool:
    """Whether a file is what git put there where it could not put both sides together, and nobody's work since."""
    found = _as_text(repo, stage)
    if found is None:
        return False
    bare = [_LABEL.sub(rb"\1", text.replace(b"\r\n", b"\n")) for text in (found, now)]
    return bare[0] == bare[1]


def _as_text(repo: Repo, stage: Stage) -> bytes | None:
    contents = (stage.ours, stage.base, stage.theirs)
    if any(content is None or b"\0" in content for content in contents):
        return None
    with tempfile.TemporaryDirectory() as room:
        places = [Path(room, str(n)) for n in range(len(contents))]
        for place, content in zip(places, contents, strict=True):
            place.write_bytes(content or b"")
        # Its exit code is the number of conflicts, or an error from 128 on.
        return git(repo.ledger, "merge-file", "-p", "-q", *map(str, places), accept=range(128))


def _only_theirs(
    repo: Repo, base: str, theirs: str, both: Mapping[str, Stage]
) -> tuple[dict[str, bytes | None], bool]:
    """What they changed and we did not; True where that is more than plain files of the ledger."""
    command = ("diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", base, theirs)
    records = os.fsdecode(git(repo.toplevel, *command)).split("\0")[:-1]
    paths: list[str] = []
    foreign = False
    for meta, path in zip(records[::2], records[1::2], strict=True):
        mode = meta.split(" ")[1]
        foreign |= not path.startswith(repo.prefix) or mode not in ("100644", "000000")
        if path.startswith(repo.prefix) and path.removeprefix(repo.prefix) not in both:
            paths.append(path.removeprefix(repo.prefix))
    found = repo.contents([(theirs, path) for path in paths])
    return dict(zip(paths, found, strict=True)), foreign or any("\n" in path for path in paths)


def _called(repo: Repo) -> str | None:
    """What git calls the other side in the message it prepared."""
    try:
        said = (repo.git_dir / "MERGE_MSG").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    found = re.search(r"'([^'\n]+)'", said.partition("\n")[0])
    return found[1] if found else None


def _stages(repo: Repo, base: str, ours: str, theirs: str) -> dict[str, Stage]:
    with tempfile.TemporaryDirectory() as room:
        extra = {"GIT_INDEX_FILE": str(Path(room, "index"))}
        git(repo.ledger, "read-tree", "-i", "-m", "--aggressive", base, ours, theirs, extra=extra)
        listing = git(repo.ledger, "ls-files", "-u", "-z", extra=extra)
    entries = [_entry(record) for record in os.fsdecode(listing).split("\0")[:-1]]
    contents = dict(zip(entries, repo.objects([oid for _, _, oid in entries]), strict=True))
    found: dict[str, dict[str, bytes | None]] = {}
    for path, stage, oid in entries:
        found.setdefault(path, {})[_SIDES[stage]] = contents[path, stage, oid]
    return {path: Stage(**sides) for path, sides in found.items()}


def _with_gits_base(repo: Repo, both: Mapping[str, Stage]) -> dict[str, Stage]:
    """Each file with what git took for its beginning, where it has not settled it."""
    listing = git(repo.ledger, "ls-files", "-u", "-z")
    entries = [_entry(record) for record in os.fsdecode(listing).split("\0")[:-1]]
    bases = {path: oid for path, stage, oid in entries if stage == "1" and path in both}
    contents = dict(zip(bases, repo.objects(list(bases.values())), strict=True))
    return {path: replace(stage, base=contents.get(path, stage.base)) for path, stage in both.items()}


def _unmerged(repo: Repo) -> tuple[frozenset[str], tuple[str, ...]]:
    listing = git(repo.toplevel, "ls-files", "-u", "-z", "--full-name")
    paths = dict.fromkeys(_entry(record)[0] for record in os.fsdecode(listing).split("\0")[:-1])
    mine = [path for path in paths if path.startswith(repo.prefix)]
    return frozenset(path.removeprefix(repo.prefix) for path in mine), tuple(
        p for p in paths if p not in mine
    )


def _at_hand(repo: Repo, paths: Sequence[str]) -> dict[str, bytes]:
    wanted = set(paths)
    listing = git(repo.ledger, "ls-files", "-s", "-z") if wanted else b""
    entries = [_entry(record) for record in os.fsdecode(listing).split("\0")[:-1]]
    staged = {path: oid for path, stage, oid in entries if stage == "0" and path in wanted}
    contents = repo.objects(list(staged.values()))
    return {path: content for path, content in zip(staged, contents, strict=True) if content is not None}


def _entry(record: str) -> tuple[str, str, str]:
    """Path, stage and blob of one line of ``ls-files -s``."""
    meta, _, path = record.partition("\t")
    _, oid, stage = meta.split(" ")
    return path, stage, oid
