"""复核 of a 督查结论: asked for in time, decided by people who took no part in it (政府督查工作条例 17)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from duban_cli.checks.scene import Scene, Subject
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry
from duban_cli.rules.inspectors import people_named
from duban_cli.rules.limits import NaturalDays, due_of

ARTICLE = "政府督查工作条例第十七条"
IN_FORCE = date(2021, 2, 1)
ASK_WITHIN = NaturalDays(30)
"""From the day the 结论 was delivered; national law, the same everywhere."""
_TAKING_PART = ("核查", "审核", "结论")


def reconsiderations(scene: Scene) -> Iterator[Finding]:
    """A 复核 asked for after the limit, or decided by nobody named, or by who took part in the 督查 or its 结论."""
    for subject in scene.subjects:
        conclusion: Entry | None = None
        took_part: dict[str, dict[str, None]] = {}
        so_far: list[Entry] = []
        for entry in subject.course.entries:
            if entry.action in _TAKING_PART:
                so_far.append(entry)
            if entry.action == "结论":
                conclusion, took_part = entry, _parts(so_far)
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
            elif entry.stage == "决定" and not any(people_named(entry)):
                yield subject.at_entry(
                    entry,
                    "reconsider-nobody",
                    f"没有写明复核由谁办，看不出是不是原来参加过的人（{ARTICLE}）",
                    "补一条更正，“人员”写复核的人",
                    "warning",
                )
            elif entry.stage == "决定":
                yield from _recusals(subject, entry, took_part)


def _recusals(
    subject: Subject, entry: Entry, took_part: Mapping[str, Mapping[str, None]]
) -> Iterator[Finding]:
    told = [f"{name}参加过{'、'.join(took_part[name])}" for name in people_named(entry) if name in took_part]
    if told:
        yield subject.at_entry(
            entry,
            "reconsider-recusal",
            f"{'，'.join(told)}，不能再办这次复核（{ARTICLE}）",
            "换没有参加过的人复核，“经办”“人员”写另派的人",
        )


def _parts(entries: list[Entry]) -> dict[str, dict[str, None]]:
    """Who did what up to the 结论: by name, the 动作 in their order."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        for name in people_named(entry):
            found.setdefault(name, {})[entry.action] = None
    return found
