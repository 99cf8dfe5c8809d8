"""催办: a step that gives no 限期 leaves the one after it without a day."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.rules.standing import stand


def limits_given(scene: Scene) -> Iterator[Finding]:
    """A 催办 without 限期 where the next step runs from the 限期 it should have given."""
    regime = scene.ledger.regime
    if not any(step.follows for step in regime.ladder):
        return
    for subject in scene.subjects:
        standing = stand(subject.item, scene.book, scene.now)
        since = standing.course.initiated_on
        for rung in standing.ladder:
            taken = rung.taken
            if since is None or taken is None or taken.action != "催办" or taken.due is not None:
                continue
            steps = regime.steps(rung.duty.what, since, standing.item)
            after = steps[rung.level] if rung.level < len(steps) else None
            if after is not None and after.follows:
                yield subject.at_entry(
                    taken, "urge-without-limit",
                    f"催办没有写限期，下一级“{'或'.join(after.ways)}”从限期起算，无从办起（{after.clause.text}）",
                    "用更正补上通知单上写的限期：字段: 限期", "warning",
                )  # fmt: skip
