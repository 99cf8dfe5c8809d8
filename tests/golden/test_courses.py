"""One item of each category from 立项 to 归档, driven by the real commands on fixed days of 2026.

A file of ``courses/`` holds a course: a line ``2026-03-04 duban assign 2026-0001`` is run on that day, a line with
a day alone only looks; below each, indented, stands what the ledger then says: what was recorded and issued, the
state, and the duties and steps of the ladder that changed. After a change that is meant to show
here, ``DUBAN_GOLDEN=write pytest tests/golden`` writes these lines anew: read the difference before committing it.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from duban_cli.checks import run_checks
from duban_cli.ledger.store import Ledger, load
from duban_cli.ledger.vocabulary import ACTIONS, RESULTS, STAGES, URGE_METHODS
from duban_cli.rules.ladder import Rung
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Obligation, Rulebook
from duban_cli.rules.office import item_duties
from duban_cli.rules.regime import Clause
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.states import STATES
from tests.clerk import Clerk
from tests.kit import yueyang
from tests.regimes.scene import regime

pytest_plugins = ("tests.gitkit", "tests.clerk")

COURSES = Path(__file__).parent / "courses"
WRITE = os.environ.get("DUBAN_GOLDEN") == "write"
STEP = re.compile(r"(2026-\d\d-\d\d)(?: duban (.+))?")
HEAD = re.compile(r"(状态|义务|阶梯|本室|不再|文书|记录|校验) (.+)")
ID = "2026-0001"


@dataclass
class Told:
    """A course being told: its lines, and what was seen on the ledger last time."""

    lines: list[str] = field(default_factory=list)
    entries: int = 0
    papers: frozenset[str] = frozenset()
    owed: dict[str, str] = field(default_factory=dict)
    own: bool = False
    """Also tell how the office kept its own limits for the item."""

    def step(self, written: str, clerk: Clerk) -> None:
        """Run one line of the course and tell what the ledger then says."""
        found = STEP.fullmatch(written)
        assert found, f"读不懂这一行：{written}"
        day, command = found.groups()
        self.lines.append(written)
        if command:
            clerk.do(*shlex.split(command), today=day)
        ledger = load(clerk.root).need()
        book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
        found_now = stand(ledger.item(ID), book, Now(date.fromisoformat(day)))
        told = (*self._new(ledger, clerk), f"状态 {_state(found_now)}", *self._changed(found_now, book))
        self.lines += [f"  {line}" for line in told]

    def _new(self, ledger: Ledger, clerk: Clerk) -> Iterator[str]:
        """Entries and papers that were not there before."""
        for entry in clerk.entries(ID)[self.entries :]:
            facts = {k: v for k, v in entry.items() if k not in ("日期", "动作", "摘要")}
            shown = " ".join(f"{k}={_flat(v)}" for k, v in facts.items())
            yield f"记录 {entry['日期']} {entry['动作']} {shown}".rstrip()
        self.entries = len(clerk.entries(ID))
        fresh = [p for p in ledger.papers if p.path not in self.papers]
        for paper in sorted(fresh, key=lambda p: p.path):
            sent = f" → {'、'.join(paper.addressees)}" if paper.addressees else ""
            yield f"文书 {paper.kind} {paper.doc_no} {paper.title}{sent}"
        self.papers = frozenset(p.path for p in ledger.papers)

    def _changed(self, found: Standing, book: Rulebook) -> Iterator[str]:
        """Duties and steps of the ladder that are new, stand otherwise than last time, or are no more."""
        owed = {f"义务 {d.name}": _duty(d) for d in found.duties}
        owed |= {f"阶梯 {r.duty.name} {r.ways_text}": _rung(r) for r in found.ladder}
        if self.own:
            owed |= {
                f"本室 {d.name}": f"限{d.due.text} {d.state} {d.basis}" for d in item_duties(found, book)
            }
        yield from (f"{name} {how}" for name, how in owed.items() if self.owed.get(name) != how)
        yield from (f"不再 {name}" for name in self.owed if name not in owed)
        self.owed = owed


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return "/".join(map(str, value.values()))
    return "、".join(value) if isinstance(value, list) else str(value).replace("\n", "|")


def _state(found: Standing) -> str:
    light = found.light.name if found.light else "无灯"
    due = f"限{found.due.text}" if found.due else "无限期"
    late = f" 逾期{found.overdue_workdays}" if found.overdue else ""
    step = found.next
    then = (
        f" 下一步{step.step}（{f'{step.since}起，' if step.since else ''}{_clause(step.clause)}）"
        if step
        else ""
    )
    return f"{found.state} {light} {due}{late}{then}"


def _duty(duty: Obligation) -> str:
    moved = f"（首限{duty.first_due.text}）" if duty.first_due != duty.due else ""
    late = str(duty.overdue_workdays) if duty.state in ("逾期", "逾期完成") else ""
    met = f" {duty.met_by.arrived}反馈" if duty.met_by else ""
    why = "；".join(f"{c.day}{c.why}" for c in duty.changes)
    return (
        f"{duty.who} 限{duty.due.text}{moved} {duty.state}{late}{met}{'，退回' if duty.returned else ''}"
        f" {_clause(duty.clause)}{f' [{why}]' if why else ''}"
    )


def _rung(rung: Rung) -> str:
    how = f"{rung.taken.day}已走" if rung.taken else "应走" if rung.due else "未走"
    return f"{rung.since}起 {how} {_clause(rung.step.clause)}"


def _clause(clause: Clause | None) -> str:
    return clause.text if clause else "无依据"


def course(path: Path, clerk: Clerk, *, own: bool = False) -> str:
    """The text of a course, its commands run anew; ``own``: with the office's own limits."""
    told = Told(own=own)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            told.lines.append(line)
        elif line and not line.startswith(" "):
            told.step(line, clerk)
    last = next(line for line in reversed(told.lines) if STEP.fullmatch(line))
    findings = run_checks(load(clerk.root).need(), Now(date.fromisoformat(last[:10])))
    told.lines += [f"  校验 {f.level} {f.code}" for f in findings if f.path.startswith("items/")]
    return "\n".join(told.lines) + "\n"


@pytest.fixture
def office(clerk: Clerk) -> Clerk:
    """An office that has told where it is to be found, as 约谈通知 must say."""
    settings = clerk.text("duban.yaml")
    clerk.write("duban.yaml", settings.replace("电话: ", "地址: 市政府大楼三楼, 电话: "))
    clerk.do("save", today="2026-01-04")
    return clerk


@pytest.mark.parametrize("name", sorted(yueyang().categories))
def test_an_item_runs_as_agreed(office: Clerk, name: str) -> None:
    path = COURSES / f"{name}.txt"
    text = course(path, office)
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    assert _heads(text, "状态")[-1].startswith("已归档 ")
    assert office.run("check", today="2026-12-31").code == 0
    assert office.git("status", "--porcelain").strip() == ""


def _heads(text: str, head: str) -> list[str]:
    found = (HEAD.fullmatch(line.strip()) for line in text.splitlines() if line.startswith("  "))
    return [m[2] for m in found if m and m[1] == head]


@pytest.fixture(scope="module")
def told() -> str:
    """All courses."""
    return "".join(p.read_text(encoding="utf-8") for p in sorted(COURSES.rglob("*.txt")))


def test_there_is_a_course_for_each_category() -> None:
    assert {p.stem for p in COURSES.glob("*.txt")} == set(yueyang().categories)


def test_every_act_of_the_vocabulary_is_in_some_course(told: str) -> None:
    entries = [line.split(" ") for line in _heads(told, "记录")]
    assert {e[1] for e in entries} == set(ACTIONS)
    for key, table in (("环节", STAGES), ("结果", RESULTS)):
        for action, words in table.items():
            used = {
                w.removeprefix(f"{key}=")
                for e in entries
                if e[1] == action
                for w in e
                if w.startswith(f"{key}=")
            }
            assert used == set(words), action
    assert {w[3:] for e in entries if e[1] == "催办" for w in e if w.startswith("方式=")} >= set(URGE_METHODS)


def test_every_state_and_every_kind_of_duty_is_in_some_course(told: str) -> None:
    assert {s.split(" ")[0] for s in _heads(told, "状态")} == set(STATES)
    duties = _heads(told, "义务")
    for word in ("未到期", "临期", "逾期", "按期", "逾期完成"):
        assert any(re.search(rf" {word}\d* ", d) for d in duties), word


def test_every_step_of_the_ladder_is_taken_in_some_course(told: str) -> None:
    taken = {r.split(" ")[1] for r in _heads(told, "阶梯") if "已走" in r}
    regimes = ("yueyang", "county", "daguan", "hebei")
    assert taken == {"或".join(s.ways) for name in regimes for s in regime(name).ladder}
