"""The drafts that wait for a signature, as a table and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duban_cli.views.grid import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duban_cli.ledger.findings import Finding
    from duban_cli.plans.drafts import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file in drafts/: what its small file says, or why it cannot be issued."""

    name: str
    path: str
    draft: Draft | None
    findings: tuple[Finding, ...] = ()
    paper: bool = True
    noted: bool = True
    edited: bool = False

    @property
    def state(self) -> str:
        """In a word, whether it can be issued."""
        if not self.noted:
            return "没有说明文件，不能签发"
        if self.draft is None:
            return "说明文件有错"
        if self.draft.numberless:
            return "待编号"
        if not self.paper:
            return "稿子不见了"
        return "手工改过" if self.edited else "待签发"


def drafts_table(waiting: Sequence[Waiting]) -> Table:
    """A row for each draft."""
    rows = tuple(
        (
            w.name,
            w.draft.kind if w.draft else "",
            w.draft.made.isoformat() if w.draft else "",
            " ".join((w.draft.about or "").split()) if w.draft else "",
            w.state,
        )
        for w in waiting
    )
    columns = (
        Column("名称", flexible=True),
        Column("种类"),
        Column("制成"),
        Column("说明", flexible=True),
        Column("状态"),
    )
    return Table(columns, rows, tuple(None for _ in rows))


def draft_row(w: Waiting) -> dict[str, object]:
    """A draft as other programs read it."""
    return {
        "name": w.name, "path": w.path, "kind": w.draft.kind if w.draft else None,
        "made": w.draft.made.isoformat() if w.draft else None, "about": w.draft.about if w.draft else None,
        "items": list(w.draft.items) if w.draft else [], "state": w.state, "edited": w.edited,
        "problems": [f.text for f in w.findings],
    }  # fmt: skip
