"""The sums a table gives of itself against the rows read: a difference is a row lost, or a slip of who kept it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from duban_cli.exchange.columns import MORE
from duban_cli.exchange.grid import Grid, ref
from duban_cli.exchange.head import Head
from duban_cli.exchange.row import Row
from duban_cli.text import halfwidth

_NUMBER = re.compile(r"共?\s*(\d[\d,]*(?:\.\d+)?)\s*[项件个宗条起]?")
_RATE = re.compile("率|比例|占比|%")
_PART = re.compile(r"\(?\s*小\s*计")


def disagreements(grid: Grid, head: Head, totals: Sequence[int], rows: Sequence[Row]) -> tuple[str, ...]:
    """What is to be said of the rows of sums (counted from 0)."""
    return tuple(told for total in totals for told in _of(grid, head, total, totals, rows))


def _of(grid: Grid, head: Head, total: int, totals: Sequence[int], rows: Sequence[Row]) -> Iterator[str]:
    part = any(_PART.match(halfwidth(t)) for t in grid.rows[total] if t)
    own = _part_of(grid, head, total, totals, rows) if part else list(rows)
    for column in head.columns:
        said = _number(grid.text(total, column.place))
        if (
            said is None
            or _RATE.search(column.heading)
            or column.meaning not in (MORE, "标题", "要求", "序号")
        ):
            continue
        if column.meaning == MORE:
            found = sum((_number(grid.text(r.number - 1, column.place)) or Decimal() for r in own), Decimal())
            if found != said:
                yield (
                    f"{ref(total, column.place)} {'小计' if part else '合计'}的“{column.heading}”是{said:f}，"
                    + (f"读到的{len(own)}行合起来{found:f}" if own else "下面一行也没有列出")
                )
        elif said not in (len(own), len({r.cell("标题") for r in own})):
            yield f"{ref(total, column.place)} {'小计' if part else '合计'}写{said:f}件，读到的是{len(own)}行"
        return


def _part_of(grid: Grid, head: Head, total: int, totals: Sequence[int], rows: Sequence[Row]) -> list[Row]:
    """The rows a 小计 is of: those of its kind, else those since the sum or section before it."""
    kind = head.columns[0]
    if (
        kind.meaning not in ("序号", "标题")
        and (name := grid.text(total, kind.place))
        and not _PART.match(name)
    ):
        return [r for r in rows if grid.text(r.number - 1, kind.place) == name]
    last = max((t for t in (*totals, *_sections(grid, head, total, rows)) if t < total), default=-1)
    return [r for r in rows if last < r.number - 1 < total]


def _sections(grid: Grid, head: Head, total: int, rows: Sequence[Row]) -> Iterable[int]:
    """Rows above a sum that hold no matter: captions of sections."""
    read = {r.number - 1 for r in rows}
    return (n for n in range(head.bottom + 1, total) if n not in read and any(grid.rows[n]))


def _number(text: str) -> Decimal | None:
    found = _NUMBER.fullmatch(halfwidth(text))
    return Decimal(found[1].replace(",", "")) if found else None
