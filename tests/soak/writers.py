"""A clerk and cron on one ledger at once: no entry lost, no 文号 twice, no broken commit.

Between them they register, hand out, reply, urge, report, issue, and save what is written by hand meanwhile.

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
from tests.clerk import NEW, Clerk, Told
from tests.soak.faults import ENVIRONMENT, handed_out

_DAY = "2026-03-27"
_CLERK = "clerk"
_CRON = "cron"
_NUMBERS = ("new", "assign", "reply", "office", "urge", "report", "issue", "save", "edit", "daily", "list")
_MAY_FIND_NOTHING = frozenset({"save", "urge"})
"""They are done where they made a commit; with nothing to save or to urge they make none."""


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
                tally.done[name] += name not in _MAY_FIND_NOTHING or told.json["commit"] is not None
                if name == "new":
                    _carry_on(root, who, told, tally)
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
            ("save", ("save", "--format", "json")),
        ]
    month = f"2026-03-{turn:02d}"
    report: list[tuple[str, tuple[str, ...]]] = [
        ("report", ("report", "督查报告", "--from", "2026-03-01", "--to", month)),
        ("issue", ("issue", f"督查报告-2026-03-01至{month}", "--approved-by", "刘某某", "--yes")),
    ]
    return [
        ("daily", ("daily", "--quiet")),
        ("office", ("office", "会议", "--content", f"第{turn}次碰头")),
        ("urge", ("urge", "--format", "json")),
        *(report if turn <= 27 else []),
        ("new", (*NEW, "--title", f"乙第{turn}件")),
        ("reply", ("reply", "2026-0001", "--content", f"乙第{turn}次进展", "--signed-by", "张某/区长")),
    ]


def _carry_on(root: Path, who: str, told: Told, tally: Tally) -> None:
    """A new item is handed out; and the clerk writes an entry of it by hand, which a later ``save`` records."""
    item = told.out.strip()
    given = _assign(root, item, tally)
    tally.done["assign"] += given
    if given and who == _CLERK:
        path = root / "items" / item[:4] / f"{item}.yaml"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"- {{日期: {_DAY}, 动作: 签收}}\n")
        tally.done["edit"] += 1


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
    clerk = Clerk(root)
    forms = clerk.text("duban.yaml").replace("文号:\n", "文号:\n  督查报告: 岳督报〔{年}〕{号}号\n")
    clerk.write("duban.yaml", forms)
    clerk.do("save", today=_DAY)
    before = len(clerk.commits())
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
    saved = Clerk(root).run(
        "save", "--format", "json", today=_DAY
    )  # what was written by hand at the very end
    done["save"] += saved.code == 0 and saved.json["commit"] is not None
    wrong += lost(root, done, len(clerk.commits()) - before)
    return done, busy, wrong


def lost(root: Path, done: Counter[str], commits: int) -> list[str]:
    """What the ledger lacks of all that was told as done, or holds twice."""
    wrong: list[str] = []
    ledger = load(root).ledger
    if ledger is None:
        return ["台账读不出来"]
    entries = [e for item in ledger.items.values() for e in item.entries]
    held = Counter(e.action for e in entries)
    wanted = {
        "立项": done["new"] + 1, "交办": done["assign"] + 1, "反馈": done["reply"], "签收": done["edit"],
    }  # fmt: skip
    for action, told in wanted.items():
        if held[action] != told:
            wrong.append(f"{action}：说成了 {told} 次，台账里有 {held[action]} 条")
    if len([e for e in ledger.office if e.action == "会议"]) != done["office"]:
        wrong.append(f"会议：说成了 {done['office']} 次")
    reports = len([p for p in ledger.papers if p.kind == "督查报告"])
    if reports != done["issue"]:
        wrong.append(f"督查报告：说成了 {done['issue']} 份，登记了 {reports} 份")
    numbers = Counter(p.doc_no for p in ledger.papers)
    wrong += [f"文号重复：{number}" for number, times in numbers.items() if times > 1]
    given = Counter(e.doc_no for e in entries if e.action == "交办")
    wrong += [f"文号用了 {times} 次：{number}" for number, times in given.items() if times > 1]
    said = sum(done[name] for name in ("new", "assign", "reply", "office", "urge", "issue", "save"))
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
