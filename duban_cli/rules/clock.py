"""Where the time of day matters: limits that fall on a clock time, and acts recorded with theirs."""

from __future__ import annotations

from itertools import chain

from duban_cli.ledger.records import Item
from duban_cli.rules.course import Course
from duban_cli.rules.limit_kinds import Hours, Limit
from duban_cli.rules.regime import Regime


def due_by_clock(item: Item, course: Course, regime: Regime) -> bool:
    """True when a limit of the item, its category's or its own, may fall on a clock time."""
    category = regime.category(item.category)
    rules = chain.from_iterable((*regime.common.values(), *(category.duties.values() if category else ())))
    limits = (item.limit, course.given.limit, course.item.limit, *(rule.limit for rule in rules))
    return any(map(_clocked, limits))


def changes_within_the_day(item: Item, course: Course, regime: Regime) -> bool:
    """True when where the item stands may differ between two moments of one day."""
    return (
        any(e.clock is not None or _clocked(e.limit) for e in chain(item.entries, course.entries))
        or any(_clocked(rule.limit) for rule in (*regime.redo, *regime.urged))
        or due_by_clock(item, course, regime)
    )


def _clocked(limit: Limit | None) -> bool:
    return limit is not None and (isinstance(limit, Hours) or getattr(limit, "clock", None) is not None)
