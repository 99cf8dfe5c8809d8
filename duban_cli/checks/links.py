"""An item and its number."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding


def year(scene: Scene) -> Iterator[Finding]:
    """An item's number is of the year it was put on the ledger."""
    for subject in scene.subjects:
        initiated = subject.course.initiated
        of = subject.item.id[:4]
        if initiated is not None and str(initiated.day.year) != of:
            yield subject.at_entry(
                initiated,
                "year",
                f"{initiated.day} 立项，编号却是 {of} 年的",
                "核对日期；编号错了的，交办以前可用 duban renumber 改号",
                "warning",
            )
