"""When what is concluded of an item may change: within the day, from day to day, or no more."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain

from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.course import Course
from duban_cli.rules.entries import effective_entries
from duban_cli.rules.limit_kinds import Hours, Limit
from duban_cli.rules.moments import Now
from duban_cli.rules.regime import Regime
from duban_cli.rules.states import ENDED


def due_by_clock(item: Item, course: Course, regime: Regime) -> bool:
    """True when a limit of the item, its category's or its own, may fall on a clock time."""
    category = regime.category(item.category)
    rules = chain.from_iterable((*regime.common.values(), *(category.duties.values() if category else ())))
    limits = (item.limit, course.given.limit, course.item.limit, *(rule.limit for rule in rules))
    return any(map(_clocked, limits))


def changes_within_the_day(item: Item, course: Course, regime: Regime) -> bool:
    """True when where the item stands may differ between two moments of one day."""
    return (
        any(e.clock is not None or _clocked(e.limit) for e in _ever(item))
        or any(_clocked(rule.limit) for rule in (*regime.redo, *regime.urged))
        or due_by_clock(item, course, regime)
    )


def at_rest_from(item: Item, course: Course, regime: Regime, today: date) -> date | None:
    """From which day on an ended matter stands the same on any day. None where it may still change by itself: it runs,
    something is dated ahead of ``today``, or a document of the regime comes into force later."""
    if course.state not in ENDED or course.initiated is None:
        return None
    dates = (d for e in _ever(item) for d in (e.day, e.received, e.delivered) if d)
    first = max(dates) + timedelta(days=1)
    for document in regime.documents:
        first = max(first, document.effective)
    return first if first <= today else None


def _ever(item: Item) -> tuple[Entry, ...]:
    """The entries as they are written and as they are set right, whenever: a 更正 may put one off to a later hour or
    day, of which a course up to now knows nothing."""
    if not any(e.action == "更正" for e in item.entries):
        return item.entries
    return (*item.entries, *effective_entries(item.entries, Now(date.max)))


def _clocked(limit: Limit | None) -> bool:
    return limit is not None and (isinstance(limit, Hours) or getattr(limit, "clock", None) is not None)
