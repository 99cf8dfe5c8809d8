"""Where the head of a table stands, in one row or two, and what each of its columns means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duban_cli.errors import NotFound, WrongUse
from duban_cli.exchange.columns import (
    CONCLUSIONS,
    HEADINGS,
    LEAD_OR_SUPPORT,
    MEANINGS,
    NONE,
    SUMMED,
    plain_heading,
)
from duban_cli.exchange.grid import Grid, column_name
from duban_cli.text import nearest

_WITHIN = 20
_LONGEST = 40
_TWICE = "标题"
_LINK = re.compile("https?://")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (both rows of it), and what it means, None where that is not known."""

    place: int
    heading: str
    meaning: str | None = None

    @property
    def letter(self) -> str:
        return column_name(self.place)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its rows, counted from 0, its columns, and the year its title names."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    year: int | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(c.heading for c in self.columns)

    def place(self, meaning: str) -> int | None:
        """The first column of a meaning."""
        return next((c.place for c in self.columns if c.meaning == meaning), None)


Mappings = Sequence[Mapping[str, str]]
"""Of tables known from before: heading → meaning."""


def find_head(grid: Grid, name: str, asked: Mapping[str, str] | None = None, known: Mappings = ()) -> Head:
    """The head, its columns understood by what was asked for, else a mapping known, else their headings.

    Raises WrongUse where there is none, NotFound for a heading or meaning that is none.
    """
    asked = asked or {}
    found: list[tuple[int, Head]] = []
    for top in range(min(_WITHIN, len(grid.rows))):
        for bottom in (top + 1, top):
            head = _head(grid, top, bottom)
            if head is not None:
                found.append((_score(head, asked, known), head))
    best = max((score for score, _ in found), default=0)
    if best < 2:
        first = "、".join(cell for row in grid.rows[:3] for cell in row if cell)[:60]
        raise WrongUse(
            f"{name} 里找不到表头{f'（开头是：{first}）' if first else ''}",
            "表头要有事项一栏（事项、任务、问题 …）和单位、时限等栏；叫法特别的加 --map 列名=含义",
        )
    head = next(head for score, head in found if score == best)
    saved = next((m for m in known if set(m) == set(head.headings)), {})
    refuse_unknown(head, asked)
    year = next((int(y[1]) for r in range(head.top) for t in grid.rows[r] if (y := _YEAR.search(t))), None)
    return replace(with_meanings(head, {**saved, **asked}), year=year)


def with_meanings(head: Head, asked: Mapping[str, str]) -> Head:
    """The head with these columns meaning what was asked for; one meaning belongs to one column."""
    columns = tuple(
        replace(c, meaning=asked[c.heading])
        if c.heading in asked
        else replace(c, meaning=NONE)
        if c.meaning not in SUMMED and c.meaning in asked.values()
        else c
        for c in head.columns
    )
    return replace(head, columns=columns)


def refuse_unknown(head: Head, asked: Mapping[str, str]) -> None:
    """Raises NotFound for a heading or a meaning that is none."""
    for heading, meaning in asked.items():
        if heading not in head.headings:
            near = nearest(heading, head.headings)
            raise NotFound(
                f"表里没有“{heading}”这一列", f"是否指“{near}”" if near else f"有：{'、'.join(head.headings)}"
            )
        if meaning not in MEANINGS:
            near = nearest(meaning, MEANINGS)
            raise NotFound(
                f"列的含义没有“{meaning}”", f"是否指“{near}”" if near else f"可写：{'、'.join(MEANINGS)}"
            )


def _score(head: Head, asked: Mapping[str, str], known: Mappings) -> int:
    headings = set(head.headings)
    meant = {c.meaning for c in head.columns} - {None, NONE}
    meant |= {asked[h] for h in headings & set(asked)}
    if any(set(m) == headings for m in known):
        return 1000
    whole = meant & {"标题", "要求"} or {"来源名称", "届次"} <= meant
    return len(meant) if whole else 0


def _head(grid: Grid, top: int, bottom: int) -> Head | None:
    """The head in these rows, None where they cannot be one."""
    above = grid.rows[top]
    if any(len(cell) > _LONGEST for cell in above) or (bottom > top and not _is_second(grid, top)):
        return None
    columns = []
    seen: dict[str, int] = {}
    for place in range(grid.width):
        heading = _heading(grid, top, bottom, place)
        if not heading:
            continue
        seen[heading] = seen.get(heading, 0) + 1
        label = heading if seen[heading] == 1 else f"{heading}（{seen[heading]}）"
        meaning = _meaning(grid, top, bottom, place)
        if meaning == "来源名称" and _LINK.match(_first_below(grid, bottom, place)):
            meaning = "来源链接"
        columns.append(Column(place, label, meaning))
    if len(columns) < 2:
        return None
    return Head(top, bottom, tuple(_settled(columns)))


def _is_second(grid: Grid, top: int) -> bool:
    """True where the row below belongs to the head: it divides some cells of the one above, and leaves others."""
    if top + 1 >= len(grid.rows):
        return False
    new = left = 0
    for place in range(grid.width):
        above, below = grid.text(top, place), grid.text(top + 1, place)
        if not below or below == above:
            left += _lookup(above) is not None
            continue
        if len(below) > 15 or _group(grid, top, place) is None:
            return False
        merged = any(s.top == s.bottom == top and s.left <= place <= s.right for s in grid.spans)
        known = _lookup(below) or _lookup(f"{_group(grid, top, place)}{below}")
        if not merged and known is None:
            return False
        new += 1
    return new > 0 and left > 0


def _group(grid: Grid, top: int, place: int) -> str | None:
    """What the upper row says over a column: the nearest text to the left where a group may reach to."""
    while place >= 0:
        if text := grid.text(top, place):
            return text
        place -= 1
    return None


def _parts(grid: Grid, top: int, bottom: int, place: int) -> tuple[str, str]:
    above, below = grid.text(top, place), grid.text(bottom, place) if bottom > top else ""
    if below and below != above:
        return _group(grid, top, place) or "", below
    return above, ""


def _heading(grid: Grid, top: int, bottom: int, place: int) -> str:
    return " ".join("".join(_parts(grid, top, bottom, place)).split())


def _meaning(grid: Grid, top: int, bottom: int, place: int) -> str | None:
    above, below = _parts(grid, top, bottom, place)
    if not below:
        return _lookup(above)
    return _lookup(above + below) or _lookup(below)


def _first_below(grid: Grid, bottom: int, place: int) -> str:
    return next((t for r in range(bottom + 1, len(grid.rows)) if (t := grid.text(r, place))), "")


def _lookup(heading: str) -> str | None:
    plain = plain_heading(heading)
    return NONE if plain in CONCLUSIONS else HEADINGS.get(plain)


def _settled(columns: list[Column]) -> Iterator[Column]:
    """One column to a meaning: that of the very name goes first; 责任单位 leads where nothing else does."""
    exact = {c.meaning for c in columns if c.meaning == plain_heading(c.heading)}
    alone = not any(c.meaning == "主办单位" for c in columns)
    taken: set[str] = set()
    for column in columns:
        meaning = column.meaning
        if meaning == LEAD_OR_SUPPORT:
            meaning = "主办单位" if alone else "协办单位"
        if meaning is not None and meaning not in (*SUMMED, NONE):
            if meaning in taken or (meaning in exact and meaning != plain_heading(column.heading)):
                # Of 事项 and 任务 the one says what, the other how.
                meaning = (
                    "要求"
                    if column.meaning == _TWICE
                    and not {"要求"} & (taken | exact | {c.meaning for c in columns})
                    else "届次"
                    if column.meaning == "来源名称" and "届次" not in taken | {c.meaning for c in columns}
                    else None
                )
            if meaning is not None:
                taken.add(meaning)
        yield replace(column, meaning=meaning)
