"""The rows of a table by what their columns mean, each with the places of its cells and its fingerprint."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace

from duban_cli.exchange.columns import MILESTONES, MORE, NONE, period_in
from duban_cli.exchange.continued import joined
from duban_cli.exchange.grid import Grid, ref
from duban_cli.exchange.head import Column, Head
from duban_cli.exchange.row import Row
from duban_cli.exchange.sums import disagreements
from duban_cli.text import halfwidth

_TOTAL = re.compile(
    r"\(?\s*[合小总]\s*计\s*\)?\s*:?\s*\(?\s*共?\s*[\d.,一二三四五六七八九十百]*\s*[项件个次家条宗起]?\s*\)?"
)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十百]+[）)]?\s*[、.．]?")
_NOTE = re.compile(r"(?:注|说明|备注|填表|制表|填报|审核|联系|单位[:：]|负责人[:：])")
_SIGNED = re.compile(
    r"(?:审核|审批|审签|填表|制表|填报|复核|负责|联系|单位|分管领导|主要领导|签发|日期|时间|电话|\d{4}\s*年.*\d\s*[月日]$)"
    r"(?:负责|人|单位|日期|时间|领导|电话|方式|盖章)*(?:\(?(?:签字|签名|签章|盖章|公章)\)?)?(?:[:：]|(?<=[月日])$)"
)
_CUT = re.compile("(?:截断|未完[,，]?待续|[（(]未完[)）]|下略|[（(]不全[)）])[)）。.…]*$")
_SUM = "合计"
_COUNT = re.compile(r"共?\s*[\d.,]+\s*[项件个家宗条次起]?(?:单位|部门)?")
_WHOLE = frozenset({"标题", "主办单位", "要求"})
"""What every row has: where one is empty among rows that have it, the row needs a look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table read: the file and sheet it is from, its head, its rows, and the rows that hold no matter."""

    file: str
    sheet: str | None
    head: Head
    rows: tuple[Row, ...]
    passed: tuple[tuple[int, str], ...] = field(default=())
    gaps: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Columns nearly all rows fill, and the rows that do not."""
    hidden: tuple[int, ...] = ()
    """Rows read that the sheet does not show."""
    struck: tuple[int, ...] = ()
    """Rows read with a cell struck through."""
    joined: tuple[tuple[int, int], ...] = ()
    """Rows that only go on with what was done of a matter, and the row they were read with."""
    sums: tuple[str, ...] = ()
    """Sums of the table that do not agree with its rows."""

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings nothing is read from, for not being understood."""
        return tuple(c.heading for c in self.head.columns if c.meaning is None)

    def has(self, meaning: str) -> bool:
        """True where there is such a column."""
        return self.head.place(meaning) is not None


def read_rows(grid: Grid, head: Head, file: str) -> Table:
    """The rows below the head."""
    rows: list[Row] = []
    passed: list[tuple[int, str]] = []
    for number in range(head.bottom + 1, len(grid.rows)):
        if not any(grid.rows[number]):
            continue
        why = _no_matter(grid, head, number)
        if why:
            passed.append((number + 1, why))
        else:
            rows.append(_row(grid, head, number))
    sums = disagreements(grid, head, [n - 1 for n, why in passed if why == _SUM], rows)
    hidden = tuple(r.number for r in rows if r.number - 1 in grid.hidden)
    struck = tuple(r.number for r in rows if r.number - 1 in grid.struck)
    rows, further = joined(rows, grid, head)
    rows, gaps = _with_gaps(rows, grid, head)
    return Table(
        file=file, sheet=grid.sheet, head=head, rows=tuple(rows), passed=tuple(passed), gaps=gaps, hidden=hidden,
        struck=struck, joined=further, sums=sums,
    )  # fmt: skip


def _no_matter(grid: Grid, head: Head, number: int) -> str | None:
    """Why a row is no matter of its own: a sum, a caption, a note, the head again."""
    texts = [(c.place, t) for c in head.columns if (t := grid.text(number, c.place))]
    if not texts:
        return "表外的文字"
    if _is_total(grid, head, number, texts[0][1]):
        return _SUM
    again = sum(grid.text(number, c.place) == grid.text(head.top, c.place) != "" for c in head.columns)
    if again >= 3:
        return "重复的表头"
    if all(_SIGNED.match(halfwidth(text)) for _, text in texts):
        return "表下的说明"
    if len(texts) > 1:
        return None
    place, text = texts[0]
    wide = any(s.top <= number <= s.bottom and s.left <= place <= s.right > s.left for s in grid.spans)
    first = place == head.columns[0].place
    if _NOTE.match(text):
        return "表下的说明"
    if wide or (first and (_SECTION.match(text) and place != head.place("标题"))):
        return "小标题"
    return "表外的文字" if first and place != head.place("标题") else None


def _is_total(grid: Grid, head: Head, number: int, first: str) -> bool:
    """True where a row begins with a sum, or is of one; what has a number of its own is a matter."""

    def said(meaning: str) -> str:
        place = head.place(meaning)
        return halfwidth(grid.text(number, place)) if place is not None else ""

    numbers = [said(meaning) for meaning in ("编号", "序号")]
    if any(text and not _TOTAL.fullmatch(text) for text in numbers):
        return False
    sums = [t for t in (halfwidth(first), said("标题"), said("届次")) if _TOTAL.fullmatch(t)]
    return bool(sums) or (
        # 总体, 共 …: a caption with counts where the matter and the unit should be.
        bool(_COUNT.fullmatch(said("标题"))) and bool(_COUNT.fullmatch(said("主办单位")))
    )


def _row(grid: Grid, head: Head, number: int) -> Row:
    cells: dict[str, str] = {}
    refs: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    raw: list[tuple[str, str]] = []
    numbers: list[tuple[str, str]] = []
    for column in head.columns:
        text, meaning, at = grid.text(number, column.place), column.meaning, ref(number, column.place)
        if text:
            said = (column.heading, " ".join(halfwidth(text).split()))
            raw.append(said)
            # A row put in above changes the 序号 of all below, and nothing else of them.
            numbers += [said] if meaning == "序号" else []
        if meaning in (None, NONE):
            continue
        assert meaning is not None  # noqa: S101 - said to the type checker, which does not see it in the tuple
        refs.setdefault(meaning, at)
        if (number, column.place) in grid.faults:
            faults.append((at, grid.faults[number, column.place]))
        if text:
            text = _of_its_column(column, text)
            between = "、" if meaning == "协办单位" else "；" if meaning == MORE else "\n"
            cells[meaning] = f"{cells[meaning]}{between}{text}" if meaning in cells else text
    cut = next(
        ((ref(number, c.place), t) for c in head.columns if _CUT.search(t := grid.text(number, c.place))),
        None,
    )
    return Row(
        number=number + 1, cells=cells, refs=refs, faults=tuple(faults),
        digest=_fingerprint([said for said in raw if said not in numbers]), former=_fingerprint(raw),
        doubts=((cut[0], f"写着“{cut[1][:30]}”，这一行可能不完整"),) if cut else (),
    )  # fmt: skip


def _fingerprint(said: list[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def _of_its_column(column: Column, text: str) -> str:
    """A cell that says what it is by its heading as well: a count, the aim of a quarter."""
    if column.meaning == MORE:
        return f"{column.heading}：{text}"
    if column.meaning == MILESTONES and (period := period_in(column.heading)):
        aims = "，".join(part.strip() for part in re.split("[;；\n]", text) if part.strip())
        return f"{period}：{aims}"
    return text


def _with_gaps(
    rows: list[Row], grid: Grid, head: Head
) -> tuple[list[Row], tuple[tuple[str, tuple[int, ...]], ...]]:
    """Cells empty that nearly all other rows fill: a doubt where the row is cut short or lacks what makes a
    matter; else told once by column."""
    if len(rows) < 4:
        return rows, ()
    read = [c for c in head.columns if c.meaning not in (None, NONE)]
    full = [c for c in read if sum(bool(grid.text(r.number - 1, c.place)) for r in rows) >= 0.8 * len(rows)]
    lacking: dict[str, list[int]] = {}
    out = []
    for row in rows:
        told = []
        for column in full:
            if grid.text(row.number - 1, column.place):
                continue
            if row.doubts or column.meaning in _WHOLE:
                told.append((ref(row.number - 1, column.place), f"“{column.heading}”空着，别的行大都有"))
            else:
                lacking.setdefault(column.heading, []).append(row.number)
        out.append(replace(row, doubts=(*row.doubts, *told)))
    return out, tuple((heading, tuple(numbers)) for heading, numbers in lacking.items())
