"""Rows that go on with the one above: its further 反馈, each on a line of the sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from duban_cli.exchange.grid import Grid
from duban_cli.exchange.head import Head
from duban_cli.exchange.row import Row

_LAST = ("进度", "是否办结", "办结日期", "销号日期")
_REPLY = frozenset({"反馈日期", "反馈情况", *_LAST})
_WHAT = ("标题", "要求")


def joined(rows: list[Row], grid: Grid, head: Head) -> tuple[list[Row], tuple[tuple[int, int], ...]]:
    """Rows, those that only go on with the 反馈 of the one above read with it; and which these were."""
    if not {c.meaning for c in head.columns} & _REPLY:
        return rows, ()
    groups: list[list[Row]] = []
    merged = _merged(grid, head)
    for row in rows:
        if groups and row.number == groups[-1][-1].number + 1 and _goes_on(row, groups[-1][0], merged):
            groups[-1].append(row)
        else:
            groups.append([row])
    further = tuple((row.number, group[0].number) for group in groups for row in group[1:])
    return [_one(group) if len(group) > 1 else group[0] for group in groups], further


def _goes_on(row: Row, first: Row, merged: Mapping[int, int]) -> bool:
    if not _REPLY & set(row.cells) or not any(m in first.cells for m in _WHAT):
        return False
    own = {m: text for m, text in row.cells.items() if m not in _REPLY}
    if not own:
        return True
    if row.number > merged.get(first.number, 0):
        return False
    return own == {m: t for m, t in first.cells.items() if m not in _REPLY}


def _merged(grid: Grid, head: Head) -> dict[int, int]:
    """Where what a matter is stands in one cell over several rows: the first row's number → the last's."""
    places = [c.place for c in head.columns if c.meaning in _WHAT]
    return {s.top + 1: s.bottom + 1 for s in grid.spans if any(s.left <= p <= s.right for p in places)}


def _one(group: list[Row]) -> Row:
    """The rows of one matter as one: every 反馈 a line that begins with its day, the last word on the rest."""
    first = group[0]
    cells = dict(first.cells)
    lines = list(dict.fromkeys(filter(None, (_line(row.cells) for row in group))))
    for meaning in ("反馈日期", "反馈情况"):
        cells.pop(meaning, None)
    if lines:
        cells["反馈情况"] = "\n".join(lines)
    for meaning in _LAST:
        if said := [row.cells[meaning] for row in group if meaning in row.cells]:
            cells[meaning] = said[-1]
    return replace(
        first, cells=cells, digest=hashlib.sha256("".join(r.digest for r in group).encode()).hexdigest()[:16],
        refs={**{m: at for row in reversed(group) for m, at in row.refs.items()}, **first.refs},
        faults=tuple(f for row in group for f in row.faults), doubts=tuple(d for row in group for d in row.doubts),
    )  # fmt: skip


def _line(cells: Mapping[str, str]) -> str:
    day, text = cells.get("反馈日期", ""), cells.get("反馈情况", "")
    return f"{day}：{text or '原台账记有反馈，没有内容'}" if day else text
