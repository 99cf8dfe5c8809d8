"""Tables and text brought to a terminal's width: a Chinese letter takes two columns, and nothing is cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duban_cli.text import cell_width
from duban_cli.views.grid import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP = 2
_LEAST = 16
"""Columns a cell is folded to at the least; narrower than that, it gets a line of its own."""
_LEAST_HEAD = 4
_BETWEEN = " · "
_NONE = "—"

# 避头尾: what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset("。，、；：？！）》”’〕】％…·—")
_NOT_LAST = frozenset("（《“‘〔【")
_UNIT = re.compile(r"[!-~]+| +|.", re.DOTALL)
_AFTER_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_NUMBERED = re.compile(r" *(\d+\. |- )")
_COMMAND = re.compile(r"(?<![a-z./-])(duban|git) [a-z]")


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of a fitted table: pieces of text, each taking the colour of ``tone`` or not."""

    pieces: tuple[tuple[str, bool], ...]
    tone: str | None = None
    head: bool = False

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def fit(table: Table, width: int) -> Iterator[Strip]:
    """The lines of a table, none wider than ``width`` if letters allow.

    What does not fit is folded, first the cells of flexible columns, then the headings of narrow ones; where a
    folded cell would be too narrow to read, its column goes to a line of its own, in the heading as in each row.
    """
    names = [column.name for column in table.columns]
    rows = [[" ".join(cell.split()) for cell in row] for row in table.rows]
    sizes = [[cell_width(cell) for cell in row] for row in rows]
    body = [max(column) for column in zip(*sizes, strict=True)] or [0] * len(names)
    head = [cell_width(name) for name in names]
    whole = [*map(max, body, head)]
    tight = [max(own, min(name, _LEAST_HEAD)) for own, name in zip(body, head, strict=True)]
    flexible = [column.flexible for column in table.columns]
    widths = _shared(whole, flexible, width) or _shared(
        [w if f else t for w, t, f in zip(whole, tight, flexible, strict=True)], flexible, width
    )
    apart: list[int] = []
    if widths is None:
        apart = [n for n, one in enumerate(flexible) if one]
        while sum(tight[n] + _GAP for n in _others(apart, names)) - _GAP > width and len(apart) < len(names):
            apart.append(max(_others(apart, names), key=lambda n: (tight[n], n)))
        apart.sort()
        kept = _others(apart, names)
        fits = sum(whole[n] + _GAP for n in kept) - _GAP <= width
        widths = whole if fits else tight
    toned = [column.toned for column in table.columns]
    shape = _Shape(widths, tuple(_others(apart, names)), tuple(apart), toned, width)
    yield from _row(names, head, shape, head=True)
    for row, own, tone in zip(rows, sizes, table.tones, strict=True):
        yield from _row(row, own, shape, tone=tone)


def narrowed(lines: Sequence[Sequence[str]], width: int) -> list[str] | None:
    """Rows of text under a heading, the first column folded if need be; None where they fit side by side."""
    if sum(max(map(cell_width, column)) + _GAP for column in zip(*lines, strict=True)) - _GAP <= width:
        return None
    names, *rows = lines
    # The words of a row may be folded, its figures not.
    wordy = [n == 0 or any(cell_width(row[n]) > _LEAST for row in rows) for n in range(len(names))]
    columns = tuple(Column(name, flexible=bends) for name, bends in zip(names, wordy, strict=True))
    table = Table(columns, tuple(map(tuple, rows)), (None,) * len(rows))
    return [strip.text for strip in fit(table, width)]


def prose(text: str, width: int) -> str:
    """Text whose lines are folded under where they began; a line with a command to be copied stays whole."""
    return "\n".join(
        part
        for line in text.split("\n")
        for part in (
            [line] if cell_width(line) <= width or _COMMAND.search(line) else wrap(line, width, _hang(line, width))
        )
    )  # fmt: skip


def wrap(text: str, width: int, hang: int = 0) -> list[str]:
    """Lines of at most ``width`` columns, those after the first set in by ``hang``; words and figures stay whole."""
    lines: list[str] = []
    line: list[str] = []
    room = width
    used = 0

    def end() -> None:
        nonlocal line, room, used
        lines.append((" " * hang if lines else "") + "".join(line).rstrip(" "))
        line, room, used = [], max(2, width - hang), 0

    for unit in _UNIT.findall(text):
        size = cell_width(unit)
        if used + size <= room:
            if line or not lines or unit[0] != " ":
                line.append(unit)
                used += size
            continue
        if unit[0] == " ":
            end()
            continue
        if size > max(2, width - hang):
            for letter in unit:
                if used + 1 > room:
                    end()
                line.append(letter)
                used += 1
            continue
        carried: list[str] = []
        while len(line) > 1 and len(carried) < 2 and (
            (carried[0] if carried else unit)[0] in _NOT_FIRST or line[-1] in _NOT_LAST
        ):  # fmt: skip
            carried.insert(0, line.pop())
        end()
        line = [*carried, unit]
        used = sum(map(cell_width, line))
    if line or not lines:
        end()
    return lines


def _hang(line: str, width: int) -> int:
    """Where the rest of a long line begins: under its last column, else a little further in than the line."""
    starts = [cell_width(line[: gap.end()]) for gap in _AFTER_GAP.finditer(line)]
    under = [start for start in starts if start <= width * 3 // 5]
    if under:
        return under[-1]
    numbered = _NUMBERED.match(line)
    return numbered.end() if numbered else len(line) - len(line.lstrip(" ")) + _GAP


def _shared(widths: Sequence[int], flexible: Sequence[bool], width: int) -> list[int] | None:
    """The widths with the flexible ones narrowed so that all fit; None where some would be too narrow."""
    room = width - _GAP * (len(widths) - 1)
    if sum(widths) <= room:
        return list(widths)
    shared = [min(own, _LEAST) if bends else own for own, bends in zip(widths, flexible, strict=True)]
    left = room - sum(shared)
    if left < 0:
        return None
    while left:
        short = [n for n, own in enumerate(shared) if own < widths[n]]
        for n in short[:left]:
            shared[n] += 1
        left -= min(left, len(short))
    return shared


def _others(apart: Sequence[int], names: Sequence[str]) -> list[int]:
    return [n for n in range(len(names)) if n not in apart]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the rows of a table lie: widths of the columns that stand side by side, and which have a line of their own."""

    widths: Sequence[int]
    kept: tuple[int, ...]
    apart: tuple[int, ...]
    toned: Sequence[bool]
    width: int

    @property
    def leads(self) -> bool:
        """The column that names the row leads, be it on a line of its own."""
        return bool(self.apart) and self.apart[0] == 0


def _row(
    cells: Sequence[str], sizes: Sequence[int], shape: _Shape, *, tone: str | None = None, head: bool = False
) -> Iterator[Strip]:
    beside = _beside(cells, sizes, shape, tone, head)
    if not shape.apart:
        yield from beside
        return
    inset = "" if shape.leads else " " * _GAP
    text = inset + _BETWEEN.join(cells[n] or _NONE for n in shape.apart)
    size = sum(sizes[n] or 2 for n in shape.apart) + len(_BETWEEN) * len(shape.apart)
    lines = [text] if size <= shape.width else wrap(text, shape.width, _GAP)
    below = [Strip(((line, False),), tone, head) for line in lines]
    yield from (*below, *beside) if shape.leads else (*beside, *below)


def _beside(
    cells: Sequence[str], sizes: Sequence[int], shape: _Shape, tone: str | None, head: bool
) -> Iterator[Strip]:
    indent = ((" " * _GAP, False),) if shape.leads else ()
    tall = any(sizes[n] > shape.widths[n] for n in shape.kept)
    folded = {n: wrap(cells[n], shape.widths[n]) for n in shape.kept} if tall else {}
    for at in range(max(map(len, folded.values())) if tall else 1 if shape.kept else 0):
        pieces = []
        for n in shape.kept:
            cell, size = cells[n], sizes[n]
            if tall:
                cell = folded[n][at] if at < len(folded[n]) else ""
                size = cell_width(cell)
            pieces.append((cell + " " * (shape.widths[n] - size + _GAP), shape.toned[n]))
        pieces[-1] = (pieces[-1][0].rstrip(" "), pieces[-1][1])
        yield Strip((*indent, *pieces), tone, head)
