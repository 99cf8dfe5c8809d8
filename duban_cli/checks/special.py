"""What only some regimes ask for: a 说明 signed by the head, a 完成 that can be, matters the office handles itself."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.replies import signed_by_head
from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.rules.openness import PUBLIC, direct_clause


def explanations(scene: Scene) -> Iterator[Finding]:
    """说明 that the work cannot be done in time is signed by the unit's head, where the regime asks for one."""
    for subject, entry in scene.entries():
        if entry.action != "说明":
            continue
        clause = scene.ledger.regime.act_clause("说明", entry.day)
        if clause is None or signed_by_head(subject, entry, scene):
            continue
        who = f"由{entry.signed_by.text}签发" if entry.signed_by else "没有写签发人"
        yield subject.at_entry(
            entry, "signature", f"说明{who}，须由承办单位主要负责人签发（{clause.text}）",
            "请单位补由主要负责人签发；记录有误的写更正", "warning",
        )  # fmt: skip


def finished(scene: Scene) -> Iterator[Finding]:
    """完成 is no later than the reply that says so, and goes with one that reports 办结."""
    for subject, entry in scene.entries():
        if entry.done_on is None:
            continue
        if entry.done_on > entry.arrived:
            yield subject.at_entry(
                entry, "done-after-arrival", f"完成日期 {entry.done_on} 晚于报来的 {entry.arrived}",
                "核对哪个写错了；还没有完成的不写“完成”",
            )  # fmt: skip
        elif entry.done is False:
            yield subject.at_entry(
                entry, "done-on-progress", f"反馈的是进展（办结: 否），却写了完成日期 {entry.done_on}",
                "已经办结的写 办结: 是；没有的删去“完成”", "warning",
            )  # fmt: skip


def direct_handling(scene: Scene) -> Iterator[Finding]:
    """A matter the office handles itself is never made public, where the regime has 直办."""
    office = scene.ledger.settings.office
    for subject in scene.subjects:
        course = subject.course
        clause = direct_clause(course, scene.book, office, scene.now.day)
        if clause is None:
            continue
        if course.item.openness == PUBLIC:
            yield subject.at_key(
                "公开属性", "direct-public", f"督查室直接办理的事项不得公开（{clause.text}）", "改为 不予公开"
            )
        for entry in course.entries:
            if entry.action == "公示":
                yield subject.at_entry(
                    entry, "direct-public", f"督查室直接办理的事项不得公示（{clause.text}）",
                    "撤下公示；记错了的用更正作废这一条",
                )  # fmt: skip
