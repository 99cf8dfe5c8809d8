"""考核 for the eye and for Excel: the sheet of all units, and what stands behind one unit's figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from duban_cli.reports.assessment import NO_ITEM, RATES, TOTAL
from duban_cli.reports.own_text import TITLE, own_behind, own_cells
from duban_cli.rules.scoring import SUMS
from duban_cli.views.grid import Column, Table
from duban_cli.views.words import duty_result, entry_marks, entry_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duban_cli.reports.assessment import Assessment, ScoreLine, UnitYear
    from duban_cli.reports.assessment_trace import Trace
    from duban_cli.reports.rate import Rate

_NONE = "—"


def sheet(done: Assessment, rows: Sequence[UnitYear]) -> Table:
    """A row for each unit and the totals of all units, whichever rows are shown."""
    columns = [Column("单位", flexible=True), *(Column(m.label) for m in done.measures)]
    columns += [Column(label) for label, _, _ in RATES.values()]
    columns += [Column("得分")] if done.rules.stated else []
    columns += [Column("结论", flexible=True), Column("依据", flexible=True)]
    cells = [_row(done, row) for row in rows]
    total = (TOTAL, *_figures(done, done.totals, done.rates), *([""] if done.rules.stated else []), "", "")
    return Table(tuple(columns), (*cells, total), (None,) * (len(cells) + 1))


def _row(done: Assessment, row: UnitYear) -> tuple[str, ...]:
    points = [_points(row.points)] if done.rules.stated else []
    return (
        row.unit,
        *_figures(done, row.counts, row.rates),
        *points,
        "；".join(c.text for c in row.conclusions),
        "；".join(c.clause.text for c in row.conclusions),
    )


def _figures(done: Assessment, counts: Mapping[str, int], rates: Mapping[str, Rate]) -> tuple[str, ...]:
    return (*(str(counts[m.key]) for m in done.measures), *(rate.text for rate in rates.values()))


def _points(points: Decimal | None) -> str:
    return _NONE if points is None else f"{points.normalize():f}"


def heading(done: Assessment) -> str:
    """``2026年考核  2026-01-01 至 2026-11-20（年度未终了）``."""
    over = "年度" if done.month is None else "当月"
    state = "" if done.complete else f"（{over}未终了）"
    return f"{done.span.name}考核  {done.start.isoformat()} 至 {done.end.isoformat()}{state}"


def own_sheet(done: Assessment) -> Table:
    """How the office kept its own limits: a row for each kind of duty, and the totals."""
    names, *rows = own_cells(done.own)
    columns = tuple(Column(name, flexible=n == 0) for n, name in enumerate(names))
    return Table(columns, tuple(rows), (None,) * len(rows))


def own_text(done: Assessment) -> str:
    """The office's figures, each with the duties it was counted from."""
    return "\n".join((f"{TITLE}  {heading(done)}", *own_behind(done.own))) + "\n"


def remarks(done: Assessment, rows: Sequence[UnitYear]) -> Iterator[str]:
    """What the sheet cannot say in its cells: why each conclusion, who is not on it, the 口径."""
    for row in rows:
        for c in row.conclusions:
            if c.reason != NO_ITEM:
                yield f"{row.unit}：{c.text}（{c.reason}；{c.clause.text}）"
    idle = [row for row in done.rows if not any(row.counts.values())]
    if idle:
        rule = done.rules.no_items
        told = f"，{rule.treatment}（{rule.clause.text}）" if rule else ""
        yield f"另有{len(idle)}个单位{NO_ITEM}{told}"
    yield from (f"{n}. {note}" for n, note in enumerate(done.notes, 1))


def behind_text(done: Assessment, row: UnitYear) -> str:
    """One unit's figures, each with the items and entries it was counted from."""
    return "\n".join(_behind(done, row)) + "\n"


def _behind(done: Assessment, row: UnitYear) -> Iterator[str]:
    yield f"{row.unit}  {heading(done)}"
    labels = {m.key: m.label for m in done.measures}
    for measure in done.measures:
        told = f"{measure.label} {row.counts[measure.key]}{measure.unit}"
        if measure.key in SUMS:
            parts = [f"{labels[k]}{row.counts[k]}" for k in SUMS[measure.key] if k in labels]
            yield f"{told}＝{'＋'.join(parts)}"
            continue
        rates = (
            f"（{label} {row.rates[key].text}，{row.counts[top]}/{row.counts[bottom]}）"
            for key, (label, top, bottom) in RATES.items()
            if top == measure.key
        )
        yield told + "".join(rates)
        yield from (f"  {_line(trace)}" for trace in row.behind(measure.key))
    if row.score is not None:
        yield f"得分 {_points(row.points)}"
        for line in row.score:
            count = "" if line.count is None else f" {line.count}"
            yield f"  {line.label}{count}  {line.points.normalize():+f}{_times(line)}  {line.clause.text}"
    for c in row.conclusions:
        yield f"结论 {c.text}（{c.reason}；{c.clause.text}）"
    if not row.conclusions:
        yield "结论 无"


def _times(line: ScoreLine) -> str:
    """``（第1次+0，第2次-3）``: where each time gives its own points."""
    if not line.times:
        return ""
    told = "，".join(f"第{n}次{points.normalize():+f}" for n, points in enumerate(line.times, 1))
    capped = "，到上限" if sum(line.times) != line.points else ""
    return f"（{told}{capped}）"


def _line(trace: Trace) -> str:
    words = (trace.item, trace.day.isoformat(), _what(trace), trace.title)
    return "  ".join(" ".join(word.split()) for word in words if word)


def _what(trace: Trace) -> str:
    if trace.duty is not None:
        return f"{trace.duty.name}到期 {duty_result(trace.duty)}"
    if trace.entry is not None:
        marks = entry_marks(trace.entry)
        return entry_title(trace.entry) + (f" · {marks}" if marks else "")
    if trace.measure == "criticised":
        return " ".join(part for part in ("通报批评", trace.doc_no) if part)
    return "交办"


_DETAIL = ("单位", "项目", "编号", "标题", "日期", "义务", "限期", "原定", "履行", "记录", "文号")


def details(done: Assessment, rows: Sequence[UnitYear]) -> Table:
    """Everything counted, a line each, for Excel."""
    lines = tuple(
        _detail(row, measure.label, trace)
        for row in rows
        for measure in done.measures
        if measure.key not in SUMS
        for trace in row.behind(measure.key)
    )
    return Table(tuple(Column(name) for name in _DETAIL), lines, (None,) * len(lines))


def _detail(row: UnitYear, label: str, trace: Trace) -> tuple[str, ...]:
    duty, entry = trace.duty, trace.entry
    return (
        row.unit, label, trace.item or "", " ".join((trace.title or "").split()), trace.day.isoformat(),
        duty.name if duty else "", duty.due.text if duty else "", duty.first_due.text if duty else "",
        duty_result(duty) if duty else "", f"{entry.day.isoformat()} {entry_title(entry)}" if entry else "",
        trace.doc_no or "",
    )  # fmt: skip
