"""Every check over a ledger, in one registry. A check reports; it never changes or refuses anything itself.

What a check looks at says how long its findings hold. Those of single items are kept by the item's content
(``kept``): ``ITEM_CHECKS`` for good, ``DAY_CHECKS`` for the day. What items are beside each other is looked at
each time, by the little that is kept of each (``traits``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from duban_cli.checks import (
    across,
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
from duban_cli.checks.across import Across
from duban_cli.checks.kept import Kept
from duban_cli.checks.scene import Scene, Subject, book_of
from duban_cli.checks.traits import Index, Others, Traits, traits_of
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.items import Items
from duban_cli.ledger.records import Item
from duban_cli.ledger.store import Ledger
from duban_cli.ledger.verdict import Verdict
from duban_cli.rules.moments import Now

Check = Callable[[Scene], Iterator[Finding]]
AcrossCheck = Callable[[Across], Iterator[Finding]]

ITEM_CHECKS: tuple[Check, ...] = (
    names.category,
    names.units,
    names.doubled_units,
    names.abouts,
    names.urge_methods,
    entries.received,
    entries.corrections,
    entries.changes,
    entries.closing_digest,
    course.order,
    course.after_the_end,
    closing.steps_before_closing,
    replies.reply_units,
    replies.signatures,
    special.explanations,
    special.finished,
    limits.extensions,
    limits.recorded_limits,
    limits.past_limits,
    limits.no_limit,
    limits.report_dates,
    limits.days_off,
    approvals.approvals,
    required.required,
    reconsideration.reconsiderations,
    inspectors.recusals,
    links.year,
    secrets.marks,
    secrets.spoken_of,
)
"""Checks of single items by what they say and by the ledger's base files, whatever the day."""

DAY_CHECKS: tuple[Check, ...] = (
    entries.future,
    replies.periods,
    special.direct_handling,
    ladder.limits_given,
    limits.clock_times,
)
"""Checks of single items as they stand on the day."""

ACROSS_CHECKS: tuple[AcrossCheck, ...] = (
    across.parents,
    across.same_matter,
    across.missing_digest,
    across.doc_numbers,
)
"""Checks of items beside each other, beside the register and the office's records."""

LEDGER_CHECKS: tuple[AcrossCheck, ...] = (
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

ALL_CHECKS: tuple[Check | AcrossCheck, ...] = (*ITEM_CHECKS, *DAY_CHECKS, *ACROSS_CHECKS, *LEDGER_CHECKS)


def run_checks(ledger: Ledger, now: Now) -> tuple[Finding, ...]:
    """Every finding of the ledger as it stands at ``now``, those of reading it included, by place."""
    return judged(ledger, now).findings


def judged(ledger: Ledger, now: Now) -> Verdict:
    """The same, and whether it holds all day."""
    kept = Kept(ledger, now)
    found = set(ledger.findings)
    traits: dict[str, Traits] = {}
    for seen, lasting, daily in zip(
        kept.traits(), kept.lasting(ITEM_CHECKS), kept.of_the_day(DAY_CHECKS), strict=True
    ):
        traits |= seen
        found.update(lasting, daily)
    others = Others(Index.of(traits), {})
    scene = Across(ledger, now, book_of(ledger), others, tuple(traits))
    for check in (*ACROSS_CHECKS, *LEDGER_CHECKS):
        found.update(check(scene))
    return Verdict(in_order(found), all_day=not kept.bound)


def item_findings(item: Item, ledger: Ledger, now: Now) -> tuple[Finding, ...]:
    """The findings of one item as it would stand on the ledger, written yet or not."""
    return items_findings([item], ledger, now)


def items_findings(items: Iterable[Item], ledger: Ledger, now: Now) -> tuple[Finding, ...]:
    """The findings of several items at once, as they would stand on the ledger together."""
    book = book_of(ledger)
    scene = Scene(ledger, now, book, tuple(Subject.of(item, book) for item in items))
    found = {f for check in (*ITEM_CHECKS, *DAY_CHECKS) for f in check(scene)}
    own = {s.item.id: traits_of(s, book) for s in scene.subjects}
    across = Across(ledger, now, book, _others(ledger, now, own), tuple(own))
    found.update(f for check in ACROSS_CHECKS for f in check(across))
    return in_order(found)


def _others(ledger: Ledger, now: Now, own: dict[str, Traits]) -> Others:
    """The items of a ledger as others see them: looked at once as they were read, then only what has changed."""
    items = ledger.items
    if not isinstance(items, Items) or ledger.base_digest is None:
        every = {i: t for year in Kept(ledger, now).traits() for i, t in year.items()}
        return Others(Index.of(every | own), {})
    book = book_of(ledger)
    as_read = replace(ledger, items=items.as_read)
    read = items.once(
        "traits", lambda: Index.of({i: t for year in Kept(as_read, now).traits() for i, t in year.items()})
    )
    changed = {
        i: items.once_of(item, "traits", lambda one: traits_of(Subject.of(one, book), book))
        for i, item in items.changed.items()
        if i not in own
    }
    return Others(read, changed | own)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By file and place, errors before warnings; commits' signatures stay in order of time."""

    def place(f: Finding) -> tuple[str | int, ...]:
        said = "" if f.code == "history-signature" else f.message
        return (f.path, f.line, f.col, f.level, f.code, said)

    return tuple(sorted(findings, key=place))
