"""Facts as a test writes them, and what a packaged regime concludes from them. Pure: no disk, no git."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from duban_cli.checks import run_checks
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.records import Item
from duban_cli.ledger.regime_file import read_regime
from duban_cli.ledger.store import load
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Obligation, Rulebook
from duban_cli.rules.office import OfficeDuty, item_duties
from duban_cli.rules.regime import Regime
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.workdays import WorkCalendar
from duban_cli.shipped import regime_bytes
from tests.kit import at, make_ledger, read
from tests.offices import OFFICE, OTHER, UNIT

UNITS = f"""\
单位:
- {{名称: {UNIT}, 主要负责人: 张某}}
- {{名称: {OTHER}, 主要负责人: 钱某}}
- {{名称: {OFFICE}}}
"""

__all__ = [
    "FILED", "GIVEN", "OFFICE", "OTHER", "OUT", "SETTINGS", "UNIT", "UNITS", "Case", "act", "book", "case", "regime", "told",
]  # fmt: skip

SETTINGS = f"单位: {OFFICE}\n政府: 示例人民政府\n"

_HEADER: Mapping[str, str] = {"标题": "示例事项", "要求": "办好并书面报送。", "主办单位": UNIT}


@cache
def regime(name: str) -> Regime:
    """The packaged regime of that name."""
    source = Source(f"{name}.yaml")
    found = read_regime(regime_bytes(name), source)
    assert found is not None, [p.text for p in source.problems]
    return found


@cache
def book(name: str) -> Rulebook:
    """What the rules need to judge by that regime, every unit under its own name."""
    return Rulebook(regime(name), WorkCalendar(), lambda unit: unit)


def act(day: str, action: str, /, **more: str) -> str:
    """One entry of 办理: ``act("2026-03-03", "交办", 限期="2026-03-17")``; what needs quoting is given quoted."""
    facts = "".join(f", {key}: {value}" for key, value in more.items())
    return f"{{日期: {day}, 动作: {action}{facts}}}"


FILED = act("2026-03-02", "立项", 批准="刘某某")
GIVEN = act("2026-03-03", "交办")
OUT = (FILED, GIVEN)
"""立项 on Monday 2026-03-02, 交办 on the Tuesday."""


def told(day: str, done: str = "否", /, **more: str) -> str:
    """A 反馈 of the lead unit, signed by its head."""
    return act(day, "反馈", **{"内容": "情况", "办结": done, "签发": "{姓名: 张某, 职务: 局长}", **more})


@dataclass(frozen=True, slots=True)
class Case:
    """An item under a packaged regime."""

    regime: str
    item: Item
    text: str

    def stand(self, day: str, clock: str | None = None) -> Standing:
        return stand(self.item, book(self.regime), at(day, clock))

    def duty(self, name: str, day: str, clock: str | None = None) -> Obligation:
        """The duty of that name (``反馈``, ``办结``, ``反馈（2026年第二季度）`` …)."""
        found = {d.name: d for d in self.stand(day, clock).duties}
        assert name in found, f"没有“{name}”，有：{'、'.join(found)}"
        return found[name]

    def due(self, name: str, day: str) -> tuple[str, str]:
        """When the duty is due, and on which clause."""
        duty = self.duty(name, day)
        return duty.due.text, duty.clause.text

    def names(self, day: str) -> list[str]:
        """The duties of the unit on a day, by name."""
        return [d.name for d in self.stand(day).duties]

    def office(self, what: str, day: str) -> OfficeDuty:
        """What the office owes for the item: the only duty of that name."""
        found = [d for d in item_duties(self.stand(day), book(self.regime)) if d.what == what]
        assert len(found) == 1, f"“{what}”有{len(found)}项"
        return found[0]

    def own(self, what: str, day: str) -> tuple[str, str]:
        """When the office's duty for the item is due, and on which clause."""
        duty = self.office(what, day)
        return duty.due.text, duty.rule.clause.text

    def rungs(self, day: str) -> list[tuple[str, str, bool, str]]:
        """The steps of the ladder: duty and ways, from when, whether due, on which clause."""
        return [
            (f"{r.duty.what} {r.ways_text}", str(r.since), r.due, r.step.clause.text)
            for r in self.stand(day).ladder
        ]

    def owes(self, day: str) -> list[str]:
        """What the office owes, or owed, for the item, by name."""
        return [d.what for d in item_duties(self.stand(day), book(self.regime))]

    def codes(self, root: Path, day: str, settings: str = SETTINGS) -> list[str]:
        """What ``check`` finds in the item on a ledger of this regime."""
        number = self.item.id
        make_ledger(
            root, {number: self.text}, units=UNITS, regime=regime_bytes(self.regime), settings=settings
        )
        ledger = load(root).need()
        return [
            f.code for f in run_checks(ledger, Now(date.fromisoformat(day))) if f.path.startswith("items/")
        ]


def case(name: str, category: str, /, *acts: str, **header: str) -> Case:
    """An item of that category: the header's keys as given, then 办理."""
    keys = {**_HEADER, "类别": category, **header}
    text = "".join(f"{key}: {value}\n" for key, value in keys.items())
    text += "办理:\n" + "".join(f"- {one}\n" for one in acts)
    return Case(name, read(text, "2026-0001"), text)
