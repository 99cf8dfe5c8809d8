"""A clerk and cron on one ledger at once: no entry lost, no 文号 twice, no broken commit.

``python -m tests.soak.writers 60`` runs them for that many seconds and prints what came of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from duban_cli.ledger.store import load
from tests.clerk import NEW, Clerk
from tests.soak.faults import ENVIRONMENT, handed_out

_DAY = "2026-03-27"
_CLERK = "clerk"
_CRON = "cron"
_NUMBERS = ("new", "assign", "reply", "office", "daily", "list")


@dataclass(slots=True)
class Tally:
    """What one process was told: commands done, refused as busy, and anything else that went wrong."""

    done: Counter[str] = field(default_factory=Counter)
    busy: int = 0
    wrong: list[str] = field(default_factory=list)


def work(root: Path, who: str, until: float) -> Tally:
    """Write in a loop; every command opens the ledger anew. A refusal as busy is tried again with the next, anything else is wrong."""
    tally, turn = Tally(), 0
    while time.monotonic() < until:
        turn += 1
        for name, args in _round(who, turn):
            told = Clerk(root).run(*args, today=_DAY)
            if told.code == 0:
                tally.done[name] += 1
                if name == "new":
                    tally.done["assign"] += _assign(root, told.out.strip(), tally)
            elif told.code == 4:
                tally.busy += 1
            else:
                tally.wrong.append(f"{who} {name}：{told.code} {told.text}")
    return tally


def _round(who: str, turn: int) -> list[tuple[str, tuple[str, ...]]]:
    if who == _CLERK:
        return [
            ("new", (*NEW, "--title", f"第{turn}件")),
            ("reply", ("reply", "2026-0001", "--content", f"甲第{turn}次进展", "--signed-by", "张某/区长")),
            ("list", ("list",)),
        ]
    return [
        ("daily", ("daily", "--quiet")),
        ("office", ("office", "会议", "--content", f"第{turn}次碰头")),
        ("new", (*NEW, "--title", f"乙第{turn}件")),
        ("reply", ("reply", "2026-0001", "--content", f"乙第{turn}次进展", "--signed-by", "张某/区长")),
    ]


def _assign(root: Path, item: str, tally: Tally) -> int:
    for _ in range(5):
        told = Clerk(root).run("assign", item, today=_DAY)
        if told.code == 0:
            return 1
        if told.code != 4:
            tally.wrong.append(f"assign {item}：{told.code} {told.err}")
            return 0
        tally.busy += 1
    return 0


def run_together(root: Path, seconds: float) -> tuple[Counter[str], int, list[str]]:
    """Both at once, each in a process of its own; what was done, how often one was busy, and what is wrong."""
    before = len(Clerk(root).commits())
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.soak.writers", "--as", who, str(root), str(seconds)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
            env=os.environ | ENVIRONMENT,
        )
        for who in (_CLERK, _CRON)
    ]  # fmt: skip
    done: Counter[str] = Counter()
    busy, wrong = 0, []
    for process in started:
        out, err = process.communicate()
        if process.returncode:
            wrong.append(err)
            continue
        head, _, rest = out.partition("\n")
        counts = [int(word) for word in head.split()]
        done += Counter(dict(zip(_NUMBERS, counts[1:], strict=True)))
        busy += counts[0]
        wrong += [line for line in rest.split("\0") if line.strip()]
    wrong += lost(root, done, len(Clerk(root).commits()) - before)
    return done, busy, wrong


def lost(root: Path, done: Counter[str], commits: int) -> list[str]:
    """What the ledger lacks of all that was told as done, or holds twice."""
    wrong: list[str] = []
    ledger = load(root).ledger
    if ledger is None:
        return ["台账读不出来"]
    entries = [e for item in ledger.items.values() for e in item.entries]
    held = Counter(e.action for e in entries)
    for action, told in (("立项", done["new"] + 1), ("交办", done["assign"] + 1), ("反馈", done["reply"])):
        if held[action] != told:
            wrong.append(f"{action}：说成了 {told} 次，台账里有 {held[action]} 条")
    if len([e for e in ledger.office if e.action == "会议"]) != done["office"]:
        wrong.append(f"会议：说成了 {done['office']} 次")
    numbers = Counter(p.doc_no for p in ledger.papers)
    wrong += [f"文号重复：{number}" for number, times in numbers.items() if times > 1]
    given = Counter(e.doc_no for e in entries if e.action == "交办")
    wrong += [f"文号用了 {times} 次：{number}" for number, times in given.items() if times > 1]
    said = sum(done[name] for name in ("new", "assign", "reply", "office"))
    if commits != said:
        wrong.append(f"提交 {commits} 次，说成了 {said} 次")
    clerk = Clerk(root)
    if clerk.git("status", "--porcelain", "-uall"):
        wrong.append(f"有没提交的改动：{clerk.git('status', '--porcelain')}")
    fsck = subprocess.run(
        ["git", "fsck", "--strict", "--no-dangling"], cwd=root, capture_output=True, text=True, check=False
    )
    if fsck.returncode:
        wrong.append(f"git fsck：{fsck.stderr}")
    checked = clerk.run("check", today=_DAY)
    if checked.code:
        wrong.append(f"校验不过：{checked.text[:2000]}")
    return wrong


def soak(seconds: float) -> int:
    os.environ.update(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as scratch:
        handed_out(Path(scratch))
        done, busy, wrong = run_together(Path(scratch) / "台账", seconds)
    told = "，".join(f"{name} {done[name]}" for name in _NUMBERS)
    sys.stdout.write(f"两个进程 {seconds:.0f} 秒：{told}；让路 {busy} 次；出错 {len(wrong)}\n")
    for one in wrong[:20]:
        sys.stdout.write(f"  {one}\n")
    return 1 if wrong else 0


def _as_one(who: str, root: str, seconds: str) -> int:
    tally = work(Path(root), who, time.monotonic() + float(seconds))
    counts = " ".join(str(n) for n in (tally.busy, *(tally.done[name] for name in _NUMBERS)))
    sys.stdout.write(counts + "\n" + "\0".join(tally.wrong))
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as"]:
        sys.exit(_as_one(*sys.argv[2:5]))
    sys.exit(soak(float(sys.argv[1]) if len(sys.argv) > 1 else 60))
