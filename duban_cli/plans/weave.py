"""Two versions of one file put together over the version both come from: facts decide, texts go along.

What only one side changed is taken; lists that both only added to keep the entries of both, each side's in its
order; what both changed differently is nobody's to decide but the clerk's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from duban_cli.checks.history_facts import inside
from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.reader import facts_digest, read_facts
from duban_cli.ledger.segments import Listed, Pieces, pieces, shifted
from duban_cli.ledger.writer import entry_text
from duban_cli.rules.wording import UnreadableError, read_day
from duban_cli.text import halfwidth

_CLOSING = "销号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A key that both sides changed, each in its way; None where a side deleted it."""

    key: str
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Woven:
    """The file put together. With ``clashes`` it holds both sides' lines between git's marks, to be chosen from.

    ``overruled``: changes of the header that were not taken, since the other side had handed the matter out.
    """

    content: bytes
    clashes: tuple[Clash, ...] = ()
    overruled: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the two sides are called in the marks."""

    ours: str
    theirs: str


def weave(
    base: bytes | None, ours: bytes, theirs: bytes, names: Names, *, frozen: int | None = None
) -> Woven | None:
    """Both versions in one; None where one of them cannot be taken apart.

    ``frozen``: the side (0 ours, 1 theirs) that alone has handed the matter out, so that its header holds.
    """
    mine, other = pieces(ours), pieces(theirs)
    if mine is None or other is None:
        return None
    old = (read_facts(base) or {}) if base is not None else {}
    texts: dict[str, str] = {}
    expected: dict[str, Any] = {}
    clashes: list[Clash] = []
    overruled: list[Clash] = []
    for key in _keys(mine, other):
        was, ours_now, theirs_now = (f.get(key) for f in (old, mine.facts, other.facts))
        if key != HISTORY_KEY and frozen is not None:
            side = (mine, other)[frozen]
            if (theirs_now, ours_now)[frozen] not in (was, side.facts.get(key)):
                overruled.append(Clash(key=key, ours=ours_now, theirs=theirs_now))
        elif theirs_now in (ours_now, was):
            side = mine
        elif ours_now == was:
            side = other
        else:
            both = _list_of_both(key, was, mine, other)
            if both is None:
                clashes.append(Clash(key=key, ours=ours_now, theirs=theirs_now))
                texts[key] = _marked(mine.texts.get(key, ""), other.texts.get(key, ""), names)
            else:
                texts[key], expected[key] = both
            continue
        if key in side.texts:
            texts[key], expected[key] = side.texts[key], side.facts[key]
    content = _in_lines_of(ours, mine.head + "".join(texts.values()))
    if not clashes and read_facts(content) != expected:
        return None
    return Woven(content=content, clashes=tuple(clashes), overruled=tuple(overruled))


def together(was: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[tuple[int, int]] | None:
    """The order of both lists in one: (side, place) each, side 0 for ours. None where one took something away.

    After what both come from stand the new ones by their 日期, each side's in its own order, ours first on one
    day; what both recorded alike stands once. A 销号 keeps before it exactly what its 摘要 is of. A 更正 names its
    entry by its place among those of one day: where that order would lead it astray another is taken, if one will do.
    """
    sides = (ours, theirs)
    if not (inside(was, ours) and inside(was, theirs)):
        return None
    shared = len(was) if all(list(side[: len(was)]) == list(was) for side in sides) else 0
    order = [(0, n) for n in range(shared)]
    ends = [max((n + 1 for n in range(shared, len(s)) if _is_closing(s[n])), default=shared) for s in sides]
    starts = [shared, shared]
    if ours[shared : ends[0]] != theirs[shared : ends[1]]:
        lead = 0 if ends[0] > shared else 1
        order += [(lead, n) for n in range(shared, ends[lead])]
        starts[lead] = ends[lead]
        ahead = sides[lead][shared : ends[lead]]
        behind = sides[1 - lead]
        while starts[1 - lead] < len(behind) and inside(behind[shared : starts[1 - lead] + 1], ahead):
            starts[1 - lead] += 1
    found: list[tuple[int, int]] | None = None
    for first in _FIRST:
        tried = [*order, *_zipped(ours, theirs, starts, first)]
        result = [sides[side][n] for side, n in tried]
        if inside(ours, result) and inside(theirs, result):
            found = found or tried
            if not any(astray(side, result) for side in sides):
                return tried
    return found


def astray(was: Sequence[Any], now: Sequence[Any]) -> list[Any]:
    """The 更正 of one side that among the entries of both speak of another entry."""
    corrections = [
        entry for entry in was if isinstance(entry, dict) and isinstance(entry.get("更正项"), dict)
    ]
    return [c for c in corrections if (aim := _aim(c, was)) is not None and _aim(c, now) != aim]


def _aim(correction: Mapping[str, Any], entries: Sequence[Any]) -> Any:
    """The entry a 更正 speaks of; None where there is none."""
    ref = correction["更正项"]
    written = halfwidth(str(ref.get("第", "1")))
    nth = int(written) if written.isdecimal() else 1
    hits = [e for e in entries if isinstance(e, dict) and e != correction and _kind(e) == _kind(ref)]
    return hits[nth - 1] if 0 < nth <= len(hits) else None


def _kind(entry: Mapping[str, Any]) -> tuple[date, str]:
    return _day(entry), halfwidth(str(entry.get("动作", "")))


_FIRST: tuple[Callable[[Any, Any], bool], ...] = (
    lambda mine, other: _day(mine) <= _day(other),
    lambda mine, other: _day(mine) < _day(other),
    lambda _mine, _other: True,
    lambda _mine, _other: False,
)
"""Whether ours goes first: by the day, ours first on one day; or theirs; ours before theirs whatever the day; theirs."""


def _zipped(
    ours: Sequence[Any], theirs: Sequence[Any], starts: Sequence[int], first: Callable[[Any, Any], bool]
) -> Iterator[tuple[int, int]]:
    """What follows on both sides, alike ones once."""
    mine, other = ours[starts[0] :], theirs[starts[1] :]
    a, b = ([facts_digest(e) for e in side] for side in (mine, other))
    at = [0, 0]
    for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        n, m = at
        while n < block.a or m < block.b:
            if m >= block.b or (n < block.a and first(mine[n], other[m])):
                yield 0, starts[0] + n
                n += 1
            else:
                yield 1, starts[1] + m
                m += 1
        yield from ((0, starts[0] + block.a + k) for k in range(block.size))
        at = [block.a + block.size, block.b + block.size]


def _list_of_both(key: str, was: Any, mine: Pieces, other: Pieces) -> tuple[str, list[Any]] | None:
    """A list that both sides added to: its text and its facts."""
    old = was if isinstance(was, list) else []
    ours, theirs = _as_list(mine, key), _as_list(other, key)
    if ours is None or theirs is None or was not in (None, "", old):
        return None
    order = together(old, ours.facts, theirs.facts)
    if order is None:
        return None
    sides = (ours, theirs)
    texts = [shifted(sides[side].texts[n], sides[side].column, ours.column) for side, n in order]
    opening = ours.opening if key in mine.texts else theirs.opening
    return opening + "".join(texts), [sides[side].facts[n] for side, n in order]


def _as_list(side: Pieces, key: str) -> Listed | None:
    """The list under a key; one in brackets is written out, a line to an entry. None where it is no list of entries."""
    found = side.lists.get(key)
    value = side.facts.get(key)
    if found is not None:
        return found
    if key in side.texts and value not in ("", [], None) and not isinstance(value, list):
        return None
    entries = value if isinstance(value, list) else []
    if not all(isinstance(entry, dict) for entry in entries):
        return None
    return Listed(
        opening=f"{key}:\n", column=0, facts=tuple(entries), texts=tuple(entry_text(e) for e in entries)
    )


def _keys(mine: Pieces, other: Pieces) -> list[str]:
    """The keys in our order; what only they have after its neighbour there, 办理 last."""
    keys = list(mine.texts)
    before: str | None = None
    for key in other.texts:
        if key not in keys:
            keys.insert(keys.index(before) + 1 if before is not None else 0, key)
        before = key
    if HISTORY_KEY in keys:
        keys.remove(HISTORY_KEY)
        keys.append(HISTORY_KEY)
    return keys


def _marked(ours: str, theirs: str, names: Names) -> str:
    return f"<<<<<<< {names.ours}\n{ours}=======\n{theirs}>>>>>>> {names.theirs}\n"


def _in_lines_of(like: bytes, text: str) -> bytes:
    return (text.replace("\n", "\r\n") if b"\r\n" in like else text).encode()


def _is_closing(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("动作") == _CLOSING


def _day(entry: Any) -> date:
    written = str(entry.get("日期", "")) if isinstance(entry, dict) else ""
    try:
        return read_day(halfwidth(written), written) or date.min
    except UnreadableError:
        return date.min
