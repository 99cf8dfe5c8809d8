"""须写: what the regime wants on record by the time of an act."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.rules.required import lacking


def required(scene: Scene) -> Iterator[Finding]:
    """Header keys and attachments a document asks for, missing after the act they should have come before."""
    for subject in scene.subjects:
        for one in lacking(subject.course, scene.ledger.regime):
            rule = one.rule
            hint = (
                f"补齐附件后记下：duban correct {subject.item.id} --entry {one.entry.day}/{rule.by} --field 附件 --new {rule.attachment}"
                if one.attached
                else f"用 duban change {subject.item.id} --field {one.what.split('、')[0]} --new … 补记"
            )
            yield subject.at_entry(
                one.entry, "required", f"到{rule.by}还没有写{one.what}（{rule.clause.text}）", hint, "warning"
            )
