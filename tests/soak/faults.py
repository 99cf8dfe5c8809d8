"""Every command that writes, broken off at every system call that changes something: nothing lost, nothing half-written.

``python -m tests.soak.faults --all`` goes through every point of every command; without ``--all`` through a few
points of each. With ``--kept FILE`` what was found is kept there, and a later run of the same code goes on after it.
Prints what came of them, and exits 1 where a ledger was left in between.
"""

from __future__ import annotations

import argparse
import errno
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duban_cli.__main__ import main
from tests.clerk import LOU, NEW, OFFICE, Clerk, run
from tests.cli.test_draft_equals import CALLS, Call, listed
from tests.soak.tracer import TAKES_ROOM, Fault, Point, available, run_traced

WRITING: Mapping[str, Call] = {**CALLS, "daily": Call("2026-03-27", ("daily",), prepare=listed)}
"""Every call of a command that writes on a ledger; ``daily`` where it issues of itself."""
USUAL = ("new", "assign", "reply", "urge", "close", "save", "bulletin", "issue", "office", "split")
FULL, DENIED = errno.ENOSPC, errno.EACCES
_BY_NAME = frozenset({"open", "openat", "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat"})  # fmt: skip
_KINDS = {
    ("all", 0): "全部杀掉",
    ("alone", 0): "只杀 duban",
    ("error", FULL): "磁盘满",
    ("error", DENIED): "没有权限",
}
_TRIES = 20
NEXT = ("unit", "add", "市信访局")
"""The write after the break, which settles what was left."""
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{role}_NAME": "王某" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "wang@example.invalid" for role in ("AUTHOR", "COMMITTER")},
}


@dataclass(frozen=True, slots=True)
class Books:
    """What a ledger holds: the tree of its last commit without the list of units, and how many commits."""

    tree: str
    commits: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A ledger ready for one command, which was tried once on a copy to know what it does and at which points."""

    name: str
    call: Call
    ready: Path
    before: Books
    after: Books
    points: tuple[Point, ...]
    papers: frozenset[tuple[str, int]]
    """Copies and drafts outside git that the whole run leaves: path and length."""

    def args(self, home: Path) -> list[str]:
        words = [word.format(dir=home) for word in self.call.args]
        return ["-C", str(home / "台账"), "--today", self.call.day, *words]


@dataclass(slots=True)
class Outcome:
    """What came of the breaks: how many, by kind; done, undone; and those that went wrong, in words."""

    points: int = 0
    done: int = 0
    undone: int = 0
    wrong: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: Outcome) -> None:
        self.points += other.points
        self.done += other.done
        self.undone += other.undone
        self.wrong += other.wrong
        self.kinds += other.kinds


def handed_out(home: Path) -> None:
    """A ledger at ``home``/台账 whose one item was handed out on 2026-03-04, due 2026-03-18."""
    root = home / "台账"
    init = ("--office", OFFICE, "--code", "岳", "--contact", "王某", "--phone", "0730-0000000")
    assert run("init", str(root), *init).code == 0
    clerk = Clerk(root)
    clerk.do("unit", "add", LOU, "--short", "岳阳楼区", "--alias", "楼区", "--head", "张某")
    clerk.do("unit", "add", "市财政局", "--head", "钱某")
    clerk.do("unit", "add", "市城市管理局", "--alias", "市城管局")
    clerk.do(*NEW, today="2026-03-03")
    clerk.do("assign", "2026-0001", today="2026-03-04")


def scene(name: str, home: Path, base: Path) -> Scene:
    """The scene of one call, made in ``home`` from the ledger in ``base``."""
    call = WRITING[name]
    ready = home / f"备-{name}"
    shutil.copytree(base, ready)
    clerk = Clerk(ready / "台账")
    call.prepare(clerk)
    for day, args in call.first:
        clerk.do(*args, today=day)
    before = books(ready / "台账")
    tried = home / "试"
    shutil.copytree(ready, tried)
    made = Scene(name, call, ready, before, before, (), frozenset())
    traced = run_traced(lambda: main(made.args(tried)), tried)
    assert traced.status == 0, (name, traced.status, traced.said)
    after = books(tried / "台账")
    assert after.commits == before.commits + 1, (name, traced.said)
    papers = frozenset(loose(tried / "台账"))
    shutil.rmtree(tried)
    return Scene(name, call, ready, before, after, tuple(traced.points), papers)


def git(root: Path, *args: str) -> str:
    command = ["git", "-c", "core.quotepath=off", *args]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else f"git {args[0]}：{done.stderr}"


def books(root: Path) -> Books:
    listed = git(root, "ls-tree", "-r", "HEAD").splitlines()
    tree = "\n".join(line for line in listed if not line.endswith("\tunits.yaml"))
    return Books(tree, len(git(root, "log", "--format=%H").split()))


def loose(root: Path) -> Iterator[tuple[str, int]]:
    """Copies and drafts, which git ignores: path and length."""
    for directory in ("documents", "drafts"):
        for path in sorted((root / directory).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(root).as_posix(), path.stat().st_size


def left_over(root: Path) -> Iterator[str]:
    """Anything a finished write would not leave lying about."""
    if (root / ".duban" / "journal").exists():
        yield "还有日志 .duban/journal"
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if name.startswith(("documents/", "drafts/")):
            continue  # copies outside git: a hidden scratch file of a killed run does no harm there
        if path.name.startswith(".duban-") or (
            name.startswith(".git/") and (path.name.startswith("duban-index") or path.suffix == ".lock")
        ):
            yield f"还有 {name}"


def broken(scene: Scene, fault: Fault, home: Path) -> Outcome:
    """One point tried on a copy in ``home``, and the ledger looked at after the next write."""
    for _ in range(_TRIES):
        told = _tried_once(scene, fault, home)
        if told is not None:
            return told
    return Outcome(points=1, wrong=[f"{_place(scene, fault)}：没有走到"])


def _tried_once(scene: Scene, fault: Fault, home: Path) -> Outcome | None:
    """What came of it; None where the run ended before: git makes one directory less where the name of the new
    commit, which holds the time of day, begins as that of an object it has."""
    told = Outcome(points=1, kinds=Counter([_KINDS[fault.kind, fault.error]]))
    place = home / f"台{os.getpid()}"
    shutil.copytree(scene.ready, place)
    root = place / "台账"
    try:
        traced = run_traced(lambda: main(scene.args(place)), place, fault)
        where = _place(scene, fault)
        if traced.hung:
            told.wrong.append(f"{where}：停住了")
            return told
        if len(traced.points) < fault.at:
            return None
        told.wrong += (f"{where}：{w}" for w in _judged(scene, fault, root, traced.status, traced.said, told))
    finally:
        shutil.rmtree(place)
    return told


def _place(scene: Scene, fault: Fault) -> str:
    return f"{scene.name} 第{fault.at}处（{scene.points[fault.at - 1]}）{fault.kind}{fault.error or ''}"


def _judged(
    scene: Scene, fault: Fault, root: Path, status: int | None, said: str, told: Outcome
) -> Iterator[str]:
    killed = fault.kind != "error"
    if not killed:
        if status not in {0, 4}:
            yield f"退出码 {status}：{said[-600:]}"
        yield from _settled(scene, root, done=status == 0 or "已记录" in said, said=said)
    added = run("-C", str(root), "--today", scene.call.day, *NEXT)
    if added.code == 4:  # planned from what was half written, and undone since: told to run it again
        added = run("-C", str(root), "--today", scene.call.day, *NEXT)
    if added.code != 0:
        yield f"之后不能再写：{added.text}"
        return
    yield from left_over(root)
    found = books(root)
    if found.tree == scene.after.tree and found.commits == scene.after.commits + 1:
        told.done += 1
    elif found.tree == scene.before.tree and found.commits == scene.before.commits + 1:
        told.undone += 1
    else:
        yield f"既不是前也不是后（{found.commits} 次提交）\n{added.text}"
    status_now = git(root, "status", "--porcelain", "-uall")
    if scene.name != "save" and status_now:
        yield f"有没提交的改动：{status_now}"
    problems = git(root, "fsck", "--no-dangling", "--connectivity-only")
    if problems:
        yield f"fsck：{problems}"
    checked = run("-C", str(root), "--today", scene.call.day, "check")
    if checked.code != 0 and scene.name != "save":
        yield f"校验不过：{checked.text}"
    torn = set(loose(root)) - scene.papers - set(loose(scene.ready / "台账"))
    if torn:
        yield f"写了一半的副本：{sorted(torn)}"


def _settled(scene: Scene, root: Path, *, done: bool, said: str) -> Iterator[str]:
    """After an error that was told, the ledger is at once as it was, or, done, as it shall be."""
    found = books(root)
    wanted = scene.after if done else scene.before
    if found != wanted:
        yield f"说{'成了' if done else '没成'}，台账却不是这样：{said[-600:]}"


def faults_of(scene: Scene, *, every: int = 1, kinds: Sequence[str] = ("all", "alone", "full", "denied")) -> Iterator[Fault]:  # fmt: skip
    """The faults to be tried on a scene; with ``every`` n only each n-th point of each kind."""
    for at, point in enumerate(scene.points, 1):
        room = point.call in TAKES_ROOM
        for shift, kind in enumerate(kinds):
            if (at + shift) % every:
                continue
            if kind == "all":
                yield Fault("all", at)
            elif kind == "alone":
                yield Fault("alone", at)
            elif kind == "full" and room:
                yield Fault("error", at, FULL, lasting=True)
            elif kind == "denied" and _can_be_denied(point):
                yield Fault("error", at, DENIED)


def _can_be_denied(point: Point) -> bool:
    """Rights are asked for by name; git does not look whether its own unlinking went well, nor could it help it."""
    return point.call in _BY_NAME and (point.own or not point.call.startswith("unlink"))


def tried(
    name: str, home: Path, base: Path, *, most: int | None = None, seed: int = 1, jobs: int = 1
) -> tuple[Outcome, int]:
    """Every fault of a call, or ``most`` of them drawn by ``seed``; the outcome, and how many points it has."""
    made = scene(name, home, base)
    faults = list(faults_of(made))
    if most is not None and most < len(faults):
        faults = random.Random(seed).sample(faults, most)  # noqa: S311 - a sample, not a secret
    told = Outcome()
    if jobs == 1:
        for fault in faults:
            told.add(broken(made, fault, home))
    else:
        # Forked: what this process has imported need not be imported again for each break.
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            for one in pool.starmap(broken, [(made, fault, home) for fault in faults], chunksize=4):
                told.add(one)
    shutil.rmtree(made.ready)
    return told, len(made.points)


@dataclass(slots=True)
class Kept:
    """What was found of each command, a line of JSON each, with what it is true of: the code, and how many breaks."""

    path: Path | None
    of: str
    found: dict[str, tuple[Outcome, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path is None or not self.path.exists():
            return
        for line in self.path.read_text(encoding="utf-8").splitlines():
            of, name, number, said = json.loads(line)
            if of == self.of:
                self.found[name] = Outcome(**{**said, "kinds": Counter(said["kinds"])}), number

    def keep(self, name: str, told: Outcome, number: int) -> None:
        self.found[name] = told, number
        if self.path is not None:
            said = {slot: getattr(told, slot) for slot in Outcome.__slots__}
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([self.of, name, number, said], ensure_ascii=False) + "\n")


def soak(names: Sequence[str], most: int | None, jobs: int, kept: Kept) -> int:
    os.environ.update(ENVIRONMENT)
    total, started, points = Outcome(), time.monotonic(), 0
    # In memory where there is such a place: the calls are the same, and no disk is waited for.
    memory = Path("/dev/shm")  # noqa: S108 - only where the scratch directory is made
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as scratch:
        home = Path(scratch)
        why = available(home)
        if why:
            sys.stderr.write(f"{why}\n")
            return 2
        base = home / "底"
        handed_out(base)
        for name in names:
            if name not in kept.found:
                kept.keep(name, *tried(name, home, base, most=most, jobs=jobs))
            told, number = kept.found[name]
            points += number
            total.add(told)
            sys.stdout.write(
                f"{name}\t{number} 处\t{told.points} 次\t成 {told.done}\t撤 {told.undone}\t错 {len(told.wrong)}\n"
            )
            for wrong in told.wrong[:20]:
                sys.stdout.write(f"  {wrong}\n")
            sys.stdout.flush()
    took = time.monotonic() - started
    kinds = "、".join(f"{kind} {times}" for kind, times in sorted(total.kinds.items()))
    sys.stdout.write(
        f"合计 {len(names)} 个命令、{points} 处改动、打断 {total.points} 次（{kinds}）：整条在 {total.done}，"
        f"整条不在 {total.undone}，出错 {len(total.wrong)}；{took:.0f} 秒\n"
    )
    return 1 if total.wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="每个命令的每一处")
    parser.add_argument("--most", type=int, default=40, help="不写 --all 时每个命令打断几次")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="同时几个进程，默认有几个处理器就几个"
    )
    parser.add_argument("--kept", type=Path, help="结果逐个命令记在这个文件里，停了以后接着做")
    parser.add_argument("names", nargs="*", help="命令，默认全部")
    given = parser.parse_args()
    most = None if given.all else given.most
    code = git(Path(__file__).parents[2], "rev-parse", "HEAD").strip()
    sys.exit(soak(given.names or tuple(WRITING), most, given.jobs, Kept(given.kept, f"{code} {most}")))
