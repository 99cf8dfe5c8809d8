"""销号前各步: what was struck off while a step the regime asks for was missing."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.rules.closing import closing_states


def steps_before_closing(scene: Scene) -> Iterator[Finding]:
    """Every step before 销号 that was not on record by its day. One that rests on no document is a warning."""
    for subject in scene.subjects:
        for life in subject.course.lives:
            ended = life.ended
            if ended is None or life.closed is None:
                continue
            states = closing_states(life, scene.ledger.regime, scene.ledger.calendar, ended.day)
            for state in states:
                if state.done:
                    continue
                clause = state.step.clause
                yield subject.at_entry(
                    ended, "close-step-missing", f"销号前缺{state.step.step}（{clause.text}）",
                    "销号以前补做并记录；已经做过的，把记录写在销号之前", "error" if clause.document else "warning",
                )  # fmt: skip
