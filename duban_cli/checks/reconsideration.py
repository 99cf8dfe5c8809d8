"""复核 of a 督查结论: asked for in time, decided by people who took no part in it (政府督查工作条例 17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry
from duban_cli.rules.limits import NaturalDays, due_of

ARTICLE = "政府督查工作条例第十七条"
IN_FORCE = date(2021, 2, 1)
ASK_WITHIN = NaturalDays(30)
"""From the day the 结论 was delivered; national law, the same everywhere."""


def reconsiderations(scene: Scene) -> Iterator[Finding]:
    """A 复核 asked for after the limit, or handled by who handled the 结论."""
    for subject in scene.subjects:
        conclusion: Entry | None = None
        for entry in subject.course.entries:
            if entry.action == "结论":
                conclusion = entry
            if entry.action != "复核" or conclusion is None or entry.day < IN_FORCE:
                continue
            if entry.stage == "申请" and conclusion.delivered is not None:
                due = due_of(ASK_WITHIN, conclusion.delivered, None, scene.ledger.calendar)
                if due is not None and entry.arrived > due.day:
                    yield subject.at_entry(
                        entry,
                        "reconsider-late",
                        f"{conclusion.delivered} 送达的结论，{due.day} 以后才申请复核，超过30日（{ARTICLE}）",
                        "核对送达和申请的日期；确已超期的不作复核申请记录，可记“核查”另行处理",
                    )
            elif entry.stage == "决定" and entry.by and entry.by == conclusion.by:
                yield subject.at_entry(
                    entry,
                    "reconsider-recusal",
                    f"{entry.by}经办了督查结论，不能再经办复核（{ARTICLE}）",
                    "换人复核，“经办”写另派的人",
                )
