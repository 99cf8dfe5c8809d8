"""督查员回避: nobody inspects the unit they come from (the clause is the regime's own)."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.across import Across
from duban_cli.checks.scene import Scene
from duban_cli.ledger.files import SETTINGS_FILE
from duban_cli.ledger.findings import Finding
from duban_cli.rules.inspectors import RECUSAL, barred


def recusals(scene: Scene) -> Iterator[Finding]:
    """A 督查员 who took part in the 核查, 结论 or 复核 of a matter of their own unit."""
    inspectors = scene.ledger.settings.inspectors
    for subject, entry in scene.entries() if inspectors else ():
        for one in barred(entry, subject.course, inspectors, scene.book.canonical):
            clause = scene.ledger.regime.act_clause(RECUSAL, entry.day)
            basis = f"（{clause.text}）" if clause else ""
            yield subject.at_entry(
                entry, "inspector-recusal",
                f"督查员{one.name}是{one.unit}的人，不能参加本单位事项的{entry.action}{basis}",
                "换外单位的督查员，“经办”“人员”写另派的人；记错了人的写更正",
            )  # fmt: skip


def inspector_units(scene: Across) -> Iterator[Finding]:
    """The unit of a 督查员 in duban.yaml is one that units.yaml knows."""
    units = scene.ledger.units
    for one in scene.ledger.settings.inspectors:
        if scene.unit(one.unit) is None:
            near = units.nearest(one.unit)
            yield Finding(
                SETTINGS_FILE, one.line, 1, "error", "unit-unknown",
                f"督查员{one.name}的单位“{one.unit}”不在 units.yaml 里",
                f"是否指“{near}”" if near else f"先用 duban unit add {one.unit} 加上",
            )  # fmt: skip
