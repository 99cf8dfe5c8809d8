"""Acts that count only once approved, by the documents in force on the day of the entry."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.scene import Scene, Subject
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry
from duban_cli.rules.regime import Clause, Regime


def approvals(scene: Scene) -> Iterator[Finding]:
    """批准 must name who approved wherever a document asks for an approval."""
    for subject, entry in scene.entries():
        if entry.approved_by:
            continue
        clauses = needed(subject, entry, scene.ledger.regime)
        if clauses:
            what = f"{entry.action}（{entry.stage}）" if entry.stage else entry.action
            basis = "、".join(dict.fromkeys(c.text for c in clauses))
            yield subject.at_entry(
                entry, "approval", f"{what}没有写批准人：须经批准（{basis}）", "补上 批准: 批准的领导"
            )


def needed(subject: Subject, entry: Entry, regime: Regime) -> list[Clause]:
    """The clauses by which an entry takes an approval, those of the earlier document first."""
    item = subject.course.item
    found = [
        rule.clause
        for rule in regime.approvals
        if entry.action in rule.actions
        and rule.stage in (None, entry.stage)
        and rule.clause.in_force(entry.day)
        and rule.when.holds(item)
    ]
    category = regime.category(item.category)
    if entry.action == "立项" and category is not None and category.initiation == "批准":
        clause = category.initiation_clause or Clause(None)
        if clause.in_force(entry.day):
            found.insert(0, clause)
    return found
