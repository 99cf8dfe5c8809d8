"""Every check over a ledger, in one registry. A check reports; it never changes or refuses anything itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from duban_cli.checks import (
    approvals,
    closing,
    course,
    entries,
    inspectors,
    ladder,
    limits,
    links,
    mappings,
    names,
    paper_files,
    papers,
    reconsideration,
    replies,
    required,
    secrets,
    special,
)
from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.items import with_items
from duban_cli.ledger.records import Item
from duban_cli.ledger.store import Ledger
from duban_cli.rules.moments import Now

Check = Callable[[Scene], Iterator[Finding]]

ITEM_CHECKS: tuple[Check, ...] = (
    names.category,
    names.units,
    names.doubled_units,
    names.abouts,
    names.urge_methods,
    entries.future,
    entries.received,
    entries.corrections,
    entries.changes,
    entries.closing_digest,
    entries.missing_digest,
    course.order,
    course.after_the_end,
    closing.steps_before_closing,
    replies.reply_units,
    replies.periods,
    replies.signatures,
    special.explanations,
    special.finished,
    special.direct_handling,
    ladder.limits_given,
    limits.extensions,
    limits.recorded_limits,
    limits.past_limits,
    limits.no_limit,
    limits.clock_times,
    limits.report_dates,
    limits.days_off,
    approvals.approvals,
    required.required,
    reconsideration.reconsiderations,
    inspectors.recusals,
    links.parents,
    links.same_matter,
    links.year,
    papers.doc_numbers,
    secrets.marks,
    secrets.spoken_of,
)
"""Checks whose findings stand in item files."""

LEDGER_CHECKS: tuple[Check, ...] = (
    names.office_units,
    inspectors.inspector_units,
    papers.register,
    papers.number_forms,
    paper_files.files,
    mappings.columns,
    secrets.office_marks,
    secrets.file_names,
)
"""Checks of what belongs to no single item."""

ALL_CHECKS: tuple[Check, ...] = (*ITEM_CHECKS, *LEDGER_CHECKS)


def run_checks(ledger: Ledger, now: Now) -> tuple[Finding, ...]:
    """Every finding of the ledger as it stands at ``now``, those of reading it included, by place."""
    scene = Scene.of(ledger, now)
    found = set(ledger.findings)
    for check in ALL_CHECKS:
        found.update(check(scene))
    return in_order(found)


def item_findings(item: Item, ledger: Ledger, now: Now) -> tuple[Finding, ...]:
    """The findings of one item as it would stand on the ledger, written yet or not."""
    return items_findings([item], ledger, now)


def items_findings(items: Iterable[Item], ledger: Ledger, now: Now) -> tuple[Finding, ...]:
    """The findings of several items at once, as they would stand on the ledger together."""
    changed = {item.id: item for item in items}
    scene = Scene.of(replace(ledger, items=with_items(ledger.items, changed)), now, only=frozenset(changed))
    paths = {item.path for item in changed.values()}
    return in_order({f for check in ITEM_CHECKS for f in check(scene) if f.path in paths})


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By file and place, errors before warnings; commits' signatures stay in order of time."""

    def place(f: Finding) -> tuple[str | int, ...]:
        said = "" if f.code == "history-signature" else f.message
        return (f.path, f.line, f.col, f.level, f.code, said)

    return tuple(sorted(findings, key=place))
