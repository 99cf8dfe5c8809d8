"""``duban merge`` broken off at system calls drawn by lot: two parents and both sides' entries, or as it was before.

Every call: ``python -m tests.ledger.test_merge_faults``.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from duban_cli.__main__ import main
from duban_cli.cli.history import look_back
from duban_cli.ledger.store import load
from tests.clerk import REPLY, Clerk, new
from tests.soak.faults import ENVIRONMENT, handed_out, left_over
from tests.soak.tracer import TAKES_ROOM, Fault, Point, available, run_traced

pytest_plugins = ("tests.gitkit", "tests.clerk")

DRAWN = 8
TODAY = "2026-03-31"


def apart(home: Path) -> None:
    """A ledger at ``home``/台账 with a branch 乙, both of which went on: one item on both, one number for two matters."""
    handed_out(home)
    clerk = Clerk(home / "台账")
    clerk.git("branch", "乙")
    clerk.do("receive", "2026-0001", today="2026-03-06")
    clerk.do(*new(title="甲事"), today="2026-03-06")
    clerk.git("switch", "-q", "乙")
    clerk.do(*REPLY, today="2026-03-10")
    clerk.do(*new(title="乙事"), today="2026-03-10")
    clerk.do("unit", "add", "市审计局", today="2026-03-10")
    clerk.git("switch", "-q", "main")


def points(ready: Path, home: Path) -> list[Point]:
    """The calls of an undisturbed merge that change something."""
    whole = home / "整"
    shutil.copytree(ready, whole)
    traced = run_traced(lambda: main(_args(whole)), whole)
    assert traced.status == 0, traced.said
    shutil.rmtree(whole)
    return list(traced.points)


def _args(place: Path) -> list[str]:
    return ["-C", str(place / "台账"), "--today", TODAY, "merge", "乙"]


def broken(ready: Path, home: Path, fault: Fault) -> str | None:
    """One fault on a copy; what is wrong after ``duban merge`` is run again, None where nothing is."""
    place = home / f"断{os.getpid()}"
    shutil.copytree(ready, place)
    root = place / "台账"
    try:
        run_traced(lambda: main(_args(place)), place, fault)
        clerk = Clerk(root)
        # The next write, whatever it is, settles what was left.
        for args in (("office", "会议", "--content", "碰头会"), ("merge", "乙")):
            told = clerk.run(*args, today=TODAY)
            if told.code == 4:
                told = clerk.run(*args, today=TODAY)
            if told.code != 0:
                return f"{args[0]}：{told.text}"
        acts = [e["动作"] for e in clerk.entries()]
        if acts != ["立项", "交办", "签收", "反馈"]:
            return f"记录不对：{acts}"
        merges = clerk.git("rev-list", "--merges", "HEAD").split()
        if len(merges) != 1 or (root / ".git" / "MERGE_HEAD").exists():
            return f"合并了{len(merges)}次"
        wrong = [f.text for f in look_back(root, load(root).ledger).findings if f.level == "error"]
        wrong += list(left_over(root))
        if clerk.git("status", "--porcelain", "-uall") or wrong:
            return f"{clerk.git('status', '--porcelain')}{wrong}"
        titles = {clerk.facts(f"items/2026/2026-000{n}.yaml")["标题"] for n in (2, 3)}
        return None if titles == {"甲事", "乙事"} else str(titles)
    finally:
        shutil.rmtree(place)


def faults(found: list[Point]) -> Iterator[Fault]:
    for at, point in enumerate(found, 1):
        yield Fault("all", at)
        yield Fault("alone", at)
        if point.call in TAKES_ROOM:
            yield Fault("error", at, errno.ENOSPC, lasting=True)


def test_broken_off_anywhere(tmp_path: Path, identity: None) -> None:
    why = available(tmp_path)
    if why:
        pytest.skip(why)
    ready = tmp_path / "备"
    apart(ready)
    found = points(ready, tmp_path)
    assert len(found) > 60
    for fault in random.Random(7).sample(list(faults(found)), DRAWN):  # noqa: S311 - a sample, not a secret
        assert broken(ready, tmp_path, fault) is None, (fault, found[fault.at - 1])


def run_all(every: int) -> int:
    """Every n-th fault; prints what went wrong and how many were tried."""
    os.environ.update(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        apart(home / "备")
        found = points(home / "备", home)
        tried = list(faults(found))[::every]
        wrong = 0
        for fault in tried:
            told = broken(home / "备", home, fault)
            if told is not None:
                wrong += 1
                sys.stdout.write(f"{fault} {found[fault.at - 1]}：{told}\n")
        sys.stdout.write(f"{len(found)}处，试了{len(tried)}次，不对的{wrong}次\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run_all(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
