"""What is told of an import: what became of every row, and what holds for the whole table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from duban_cli.exchange.columns import DATES
from duban_cli.plans.decompose_units import UNNAMED
from duban_cli.plans.import_reading import Reading
from duban_cli.plans.import_row import Work
from duban_cli.text import abbreviates

State = Literal["收", "存疑", "不收", "已有"]
TAKEN: State = "收"
DOUBTED: State = "存疑"
REFUSED: State = "不收"
KNOWN: State = "已有"

_AFTERWARDS = ("交办文号", "反馈情况", "反馈日期", "是否办结", "办结日期", "进度")
"""What is only said of a matter that has been handed out."""
_FEW = 3
"""Of more rows than this the same thing is said once."""
_NO_YEAR = re.compile(r"^(?!.*\d{4})(?=.*(?:\d[月./-]|季度|半年|年[底末内]|全年))")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """What became of a row: the items it became, why it was refused, what a person should look at; by cell."""

    number: int
    state: State
    ids: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()


def told(reading: Reading, ids: tuple[str, ...]) -> RowTold:
    """What became of the row of a reading."""
    state = REFUSED if not ids else DOUBTED if reading.doubts else TAKEN
    problems = sorted(dict.fromkeys(reading.problems), key=lambda p: _place(p[0]))
    wrong = {at for at, _ in problems}
    doubts = sorted(
        (d for d in dict.fromkeys(reading.doubts) if d[0] not in wrong), key=lambda d: _place(d[0])
    )
    return RowTold(
        number=reading.row.number, state=state, ids=ids, problems=tuple(problems), doubts=tuple(doubts)
    )


def _place(cell: str) -> tuple[bool, int, str]:
    """Cells from left to right, what is said of the whole row last."""
    return cell.startswith("第"), len(cell), cell


def column_of(cell: str) -> str:
    """``C`` of C7; nothing of a whole row."""
    return "" if cell.startswith("第") else cell.rstrip("0123456789")


def said_of_many(rows: Sequence[RowTold]) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """Column and words that are said of many rows → these rows, so that a person reads it once."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        for at, what in (*row.problems, *row.doubts):
            found.setdefault((column_of(at), what), []).append(row.number)
    return {key: tuple(numbers) for key, numbers in found.items() if len(numbers) > _FEW}


def lines(numbers: Sequence[int]) -> str:
    """第2、4至9行."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    parts = [f"{r[0]}至{r[-1]}" if len(r) > 2 else "、".join(map(str, r)) for r in runs]
    return f"第{'、'.join(parts[:10])}行" + (f"等{len(numbers)}行" if len(parts) > 10 else "")


def remarks(work: Work, readings: Sequence[Reading], added: Sequence[str]) -> Iterator[str]:
    """What holds for the whole table. ``added``: units new to the list."""
    table, head = work.table, work.table.head
    if table.unused:
        yield f"没有读的列：{'、'.join(table.unused)}；要读的加 --map 列名=含义"
    if work.guessed:
        told = "、".join(f"{name}{n}件" for name, n in work.guessed.items())
        yield f"表里没有类别，按来源和表头记为：{told}；不对的加 --category"
    if not table.has("标题") and not table.has("要求"):
        yield "表里没有事项一栏，一行是一次会议的件数，不是一件事：一次会议立一件，要逐件督办的用 duban split 分解"
    if table.passed:
        told = "、".join(f"第{n}行（{why}）" for n, why in table.passed[:10])
        yield f"不是事项、没有读的行：{told}" + ("……" if len(table.passed) > 10 else "")
    yield from table.sums
    into: dict[int, list[int]] = {}
    for number, first in table.joined:
        into.setdefault(first, []).append(number)
    if into:
        yield "接着写上一件办理情况的行：" + "、".join(
            f"{lines(n)}并入第{first}行" for first, n in into.items()
        )
    for heading, numbers in table.gaps:
        yield f"“{heading}”空着，别的行大都有：{lines(numbers)}"
    if table.hidden:
        yield f"隐藏的行也读了：{lines(table.hidden)}；不要的先在表里删去"
    if table.struck:
        yield f"划了删除线的行也读了：{lines(table.struck)}；不办了的先在表里删去"
    if work.put.assigned is None and not work.put.pending:
        handed = [r.number for r in table.rows if not r.cell("交办日期") and any(map(r.cell, _AFTERWARDS))]
        if handed:
            yield f"没有交办日期，记为待交办：{lines(handed)}；早已交办的加 --assigned 日期"
    if any(UNNAMED in what for reading in readings for _, what in reading.doubts):
        yield "“各县区”这样的统称没有记：在 units.yaml 的“组”里写上它有哪些单位，再导就按单位记"
    if work.given.year is None and head.year is not None and _lacks_year(work):
        yield f"没写年份的日期按{head.year_from}的{head.year}年；不对的加 --year"
    yield from _alike(work, added)


def _alike(work: Work, added: Sequence[str]) -> Iterator[str]:
    """New units that look like another name of one on the list, or of each other."""
    told: set[str] = set()
    for name in added:
        names = (n for u in work.inputs.ledger.units.units if u.name not in (name, *told) for n in u.names)
        like = next((n for n in names if abbreviates(name, n) or abbreviates(n, name)), None)
        if like is not None:
            told.add(name)
            yield f"新加的单位“{name}”和“{like}”像是同一个：是的话，先在 units.yaml 给它写上别名，再导"


def _lacks_year(work: Work) -> bool:
    places = [c.place for c in work.table.head.columns if c.meaning in DATES]
    return bool(places) and any(
        _NO_YEAR.search(row.cell(meaning))
        for row in work.table.rows
        for meaning in (*DATES, "节点", "反馈情况")
    )
