"""The entries of an item as they count: set right by 更正, each from the moment it takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from operator import itemgetter
from typing import Any

from duban_cli.ledger.records import Entry, Person
from duban_cli.ledger.vocabulary import CORRECTABLE, VOID
from duban_cli.rules.limits import parse_limit
from duban_cli.rules.moments import Now
from duban_cli.rules.periods import Rhythm
from duban_cli.rules.wording import CLOCK, read_clock, read_day, read_percent
from duban_cli.text import halfwidth

_DATES = frozenset({"day", "received", "due", "reply_due", "delivered", "done_on"})


def typed_value(attr: str, text: str) -> Any:
    """The value a 变更 or 更正 gives to an attribute, from its text. Raises ValueError in Chinese."""
    if attr in _DATES:
        day = read_day(halfwidth(text), text)
        if day is None:
            raise ValueError(f"“{text}”不是日期，写成 2026-03-02 这样")
        return day
    if attr == "clock":
        plain = halfwidth(text)
        if not re.fullmatch(CLOCK, plain):
            raise ValueError(f"“{text}”不是时间，写成 09:30 这样")
        return read_clock(plain)
    if attr == "done":
        if text not in ("是", "否"):
            raise ValueError(f"“{text}”应当写“是”或“否”")
        return text == "是"
    if attr in ("officer", "handler", "first_officer", "signed_by"):
        name, _, post = text.partition("/")
        return Person(name=name.strip(), post=post.strip() or None)
    if attr == "progress":
        return read_percent(text)
    if attr == "limit":
        return parse_limit(text)
    if attr == "rhythm":
        return Rhythm.parse(text)
    if attr in ("support", "people", "attachments"):
        return tuple(part.strip() for part in halfwidth(text).replace(",", "、").split("、") if part.strip())
    return text


def taken_at(entry: Entry) -> tuple[date, time | None]:
    """The day an entry takes effect, and the hour where it is known.

    A 反馈 counts from its arrival, whatever its date: for the state, for its duty and for the figures alike. Its
    时间 is that of its own date.
    """
    if entry.received is None or entry.action != "反馈" or entry.received == entry.day:
        return entry.day, entry.clock
    return entry.received, None


def effective_entries(entries: Iterable[Entry], now: Now) -> tuple[Entry, ...]:
    """Entries as set right by 更正, up to ``now``, in the order they take effect.

    A 更正 counts from the day of what it corrects, whenever it was written.
    """
    written = tuple(entries)
    if not any(e.action == "更正" for e in written):
        return tuple(_in_order(written, now))
    places = _corrected_places(written)
    void = void_places(written)
    out = list(written)
    for n, place in places:
        correction = written[n]
        if place is None or n in void or correction.field not in CORRECTABLE or correction.new is None:
            continue
        attr = CORRECTABLE[correction.field]
        out[place] = replace(out[place], **{attr: typed_value(attr, correction.new)})
    return tuple(_in_order([e for n, e in enumerate(out) if n not in void], now))


def void_places(written: Sequence[Entry]) -> frozenset[int]:
    """Which entries of the file are struck out (更正 作废)."""
    void: set[int] = set()
    for n, place in reversed(_corrected_places(written)):
        # A 更正 may itself be struck out by a later one.
        if place is not None and n not in void and written[n].field == VOID:
            void.add(place)
    return frozenset(void)


def _corrected_places(written: Sequence[Entry]) -> list[tuple[int, int | None]]:
    return [(n, corrected_place(written, e)) for n, e in enumerate(written) if e.action == "更正"]


def corrected_place(written: Sequence[Entry], correction: Entry) -> int | None:
    """Which entry a 更正 speaks of, by day and 动作 as they stand in the file; None when there is no such entry."""
    ref = correction.corrects
    if ref is None:
        return None
    hits = [
        n
        for n, e in enumerate(written)
        if e.action == ref.action and e.day == ref.day and e is not correction
    ]
    return hits[ref.nth - 1] if len(hits) >= ref.nth else None


def _in_order(entries: Sequence[Entry], now: Now) -> list[Entry]:
    """Those up to ``now``, by the day and clock they take effect.

    An entry without a time keeps its place after the one written before it that day.
    """
    reached: dict[date, time] = {}
    keyed: list[tuple[date, time, Entry]] = []
    for entry in entries:
        day, known = taken_at(entry)
        if day > now.day or (
            day == now.day and now.clock is not None and known is not None and known > now.clock
        ):
            continue
        clock = known or reached.get(day, time.min)
        if known is not None:
            reached[day] = max(clock, reached.get(day, time.min))
        keyed.append((day, clock, entry))
    keyed.sort(key=_place)
    return [entry for _, _, entry in keyed]


_place = itemgetter(0, 1)
