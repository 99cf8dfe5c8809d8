"""Where the head of a table stands, in one row, two or three, and what each of its columns means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duban_cli.errors import NotFound, WrongUse
from duban_cli.exchange.columns import (
    DATES,
    LEAD_OR_SUPPORT,
    MEANINGS,
    MILESTONES,
    NONE,
    SUMMED,
    TIMES,
    meaning_of,
    period_in,
    plain_heading,
)
from duban_cli.exchange.grid import Grid, column_name
from duban_cli.text import halfwidth, nearest

_WITHIN = 20
_LONGEST = 40
_TWICE = "标题"
_LINK = re.compile("https?://")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*年")
_FULL_DAY = re.compile(r"(20\d\d|19\d\d)\s*[-./年]")
_DEEPEST = 3
_TIMED = re.compile("时间|时限|期限|日期")
_STAGED = re.compile("目标|节点|计划|安排|进度要求")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (all rows of it), and what it means, None where that is not known."""

    place: int
    heading: str
    meaning: str | None = None

    @property
    def letter(self) -> str:
        return column_name(self.place)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its rows, counted from 0, its columns, and the year of dates without one."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    year: int | None = None
    year_from: str = ""
    """What names that year."""

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
        for bottom in range(top + _DEEPEST - 1, top - 1, -1):
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
    head = with_meanings(head, {**saved, **asked})
    year, year_from = _year(grid, head, name)
    return replace(head, year=year, year_from=year_from)


def _year(grid: Grid, head: Head, name: str) -> tuple[int | None, str]:
    """The year of dates that name none: of the title, else of the sheet, the file, the only one among the dates."""
    above = (t for r in range(head.top) for t in grid.rows[r])
    for texts, told in ((above, "表名里"), ((grid.sheet or "",), "工作表名里"), ((name,), "文件名里")):
        if found := next((y for t in texts if (y := _YEAR.search(t))), None):
            return int(found[1]), told
    places = [c.place for c in head.columns if c.meaning in DATES or _TIMED.search(c.heading)]
    cells = (halfwidth(grid.text(r, p)) for r in range(head.bottom + 1, len(grid.rows)) for p in places)
    years = {int(y) for cell in cells for y in _FULL_DAY.findall(cell)}
    return (years.pop(), "表里别的日期") if len(years) == 1 else (None, "")


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
    if any(len(cell) > _LONGEST for cell in grid.rows[top]):
        return None
    if not all(_is_further(grid, top, row) for row in range(top + 1, bottom + 1)):
        return None
    columns = []
    seen: dict[str, int] = {}
    for place in range(grid.width):
        parts = _parts(grid, top, bottom, place)
        heading = " ".join("".join(parts).split())
        if not heading:
            continue
        seen[heading] = seen.get(heading, 0) + 1
        label = heading if seen[heading] == 1 else f"{heading}（{seen[heading]}）"
        meaning = _meaning(parts)
        if meaning == "来源名称" and _LINK.match(_first_below(grid, bottom, place)):
            meaning = "来源链接"
        columns.append(Column(place, label, meaning))
    if len(columns) < 2:
        return None
    return Head(top, bottom, tuple(_settled(columns)))


def _is_further(grid: Grid, top: int, row: int) -> bool:
    """True where a row belongs to the head that begins at ``top``: it divides some cells of the one above, and
    leaves others."""
    if row >= len(grid.rows):
        return False
    new = left = 0
    for place in range(grid.width):
        above, below = grid.text(row - 1, place), grid.text(row, place)
        if not below or below == above:
            left += meaning_of(above) is not None
            continue
        if len(below) > 15 or _group(grid, row - 1, place) is None:
            return False
        merged = any(s.top == s.bottom == row - 1 and s.left <= place <= s.right for s in grid.spans)
        if not merged and _meaning(_parts(grid, top, row, place)) is None:
            return False
        new += 1
    return new > 0 and left > 0


def _group(grid: Grid, row: int, place: int) -> str | None:
    """What a row says over a column: the nearest text to the left where a group may reach to."""
    while place >= 0:
        if text := grid.text(row, place):
            return text
        place -= 1
    return None


def _parts(grid: Grid, top: int, bottom: int, place: int) -> tuple[str, ...]:
    """What the rows of the head say over a column, groups included, each once."""
    while bottom > top and grid.text(bottom, place) in ("", grid.text(bottom - 1, place)):
        bottom -= 1
    above = [_group(grid, row, place) or "" for row in range(top, bottom)]
    return tuple(dict.fromkeys(filter(None, (*above, grid.text(bottom, place)))))


def _meaning(parts: tuple[str, ...]) -> str | None:
    """What a heading means: by all its rows, the last two, the last; a period of a plan is a 节点."""
    if not parts:
        return None
    over, last = "".join(parts[:-1]), parts[-1]
    if _TIMED.search(over) and (found := TIMES.get(plain_heading(last))):
        return found
    for text in dict.fromkeys(("".join(parts), "".join(parts[-2:]), last)):
        if found := meaning_of(text):
            return found
    return MILESTONES if period_in(last) and _STAGED.search("".join(parts)) else None


def _first_below(grid: Grid, bottom: int, place: int) -> str:
    return next((t for r in range(bottom + 1, len(grid.rows)) if (t := grid.text(r, place))), "")


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
