"""The figures as a clerk reads them at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from duban_cli.reports.figures import Figures
from duban_cli.reports.measures import LABELS, MEASURES, PARTS, RATIOS
from duban_cli.reports.own_duties import NOTE, OwnRecord
from duban_cli.reports.own_text import TITLE, own_cells, own_late
from duban_cli.reports.rate import Rate
from duban_cli.reports.tally import Row
from duban_cli.text import cell_width, clip, pad

COLUMNS = (
    "included", "done", "open", "overdue", "assigned", "completed", "urged", "returned",
    "done_rate", "on_time_rate", "reply_rate",
)  # fmt: skip
"""Measures and rates that the table of rows shows; the others stand in the text and in the JSON."""
_EVENTS = ("assigned", "completed", "passed", "struck_off", "urged", "notices", "returned", "extended")
_WIDEST = 44
Narrow = Callable[[Sequence[Sequence[str]]], Sequence[str] | None]


def table(figures: Figures, columns: Sequence[str] = COLUMNS) -> tuple[tuple[str, ...], ...]:
    """Header, rows (those within a row indented by a full-width space) and totals, as text."""
    return (
        (figures.by, *(LABELS[c] for c in columns)),
        *(line for row in figures.rows for line in _lines(row, columns, "")),
        *_lines(figures.totals, columns, ""),
    )


def summary_text(figures: Figures, *, own: bool = True, narrow: Narrow | None = None) -> str:
    """All of it in plain Chinese: totals, rows, who is late, who did well, criticisms, the office itself, 口径.

    ``own`` false leaves the office's own limits out. ``narrow``: lines of a table for a narrow screen, or None where
    it fits as it is.
    """
    return "\n".join(_summary(figures, own, narrow or (lambda _: None))) + "\n"


def _summary(figures: Figures, own: bool, narrow: Narrow) -> Iterator[str]:
    yield f"{figures.office}  督查事项办理情况"
    yield f"统计期 {figures.start.isoformat()} 至 {figures.end.isoformat()}，数据截至 {figures.end.isoformat()}"
    yield ""
    yield from _overall(figures.totals)
    yield ""
    yield f"按{figures.by}"
    yield from _aligned(table(figures), narrow)
    yield ""
    yield from _late(figures, narrow)
    if figures.good:
        yield ""
        yield "本期应办结事项全部按期办结、无逾期、无退回的单位"
        yield from (f"  {g.unit}（{g.why}）" for g in figures.good)
    if figures.criticised:
        yield ""
        yield f"{figures.end.year}年以来受通报批评的单位（截至 {figures.end.isoformat()}）"
        for c in figures.criticised:
            reached = f"  {c.conclusion}（{c.clause}）" if c.conclusion else ""
            yield f"  {c.unit} {c.count}次（{'、'.join(c.sources)}）{reached}"
    if own and figures.own.rows:
        yield ""
        yield from _own(figures.own, narrow)
    yield ""
    yield "口径"
    notes = (*figures.notes, *([NOTE] if own and figures.own.rows else []))
    yield from (f"  {n}. {note}" for n, note in enumerate(notes, 1))


def _own(record: OwnRecord, narrow: Narrow) -> Iterator[str]:
    yield TITLE
    yield from _aligned(own_cells(record), narrow)
    yield from (f"  {line}" for line in own_late(record))


def _overall(totals: Row) -> Iterator[str]:
    unit = {m.key: m.unit for m in MEASURES}

    def told(key: str) -> str:
        return f"{LABELS[key].removeprefix('本期')}{totals.counts[key]}{unit[key]}"

    yield f"{told('included')}：{'、'.join(told(p) for p in PARTS)}"
    yield f"{told('done')}，{told('open')}，其中{told('overdue')}"
    yield f"本期：{'、'.join(told(e) for e in _EVENTS)}"
    for ratio in RATIOS:
        rate = totals.rates[ratio.key]
        if not (ratio.always or rate.denominator):
            continue
        parts = f"{LABELS[ratio.numerator]}{rate.numerator}÷{LABELS[ratio.denominator]}{rate.denominator}"
        yield f"{ratio.label} {rate.text}（{parts}）"


def _lines(row: Row, columns: Sequence[str], indent: str) -> Iterator[tuple[str, ...]]:
    rates = row.rates
    cells = (_cell(rates[c]) if c in rates else str(row.counts[c]) for c in columns)
    yield (indent + row.name, *cells)
    for inner in row.rows:
        yield from _lines(inner, columns, indent + "　")


def _cell(rate: Rate) -> str:
    return f"{rate.text} {rate.numerator}/{rate.denominator}" if rate.denominator else rate.text


def _late(figures: Figures, narrow: Narrow) -> Iterator[str]:
    if not figures.late and not figures.late_unlisted:
        yield "无逾期事项"
        return
    yield "逾期事项"
    lines = [("编号", "单位", "事项", "所欠", "限期", "原定", "逾期工作日", "催办")]
    for late in figures.late:
        due = late.due.text + ("（暂定）" if late.provisional else "")
        overdue = f"{late.overdue_workdays}" + ("（暂定）" if late.provisional else "")
        lines.append((
            late.id, late.unit, late.shown_title, late.duty, due, late.first_due.text, overdue, f"{late.urges}次",
        ))  # fmt: skip
    if figures.late:
        yield from _aligned(lines, narrow, numbers_from=6)
    if figures.late_unlisted:
        yield f"  {'另有' if figures.late else ''}不予公开的逾期事项{figures.late_unlisted}件，按台账设置不列"


def _aligned(lines: Sequence[Sequence[str]], narrow: Narrow, numbers_from: int = 1) -> Iterator[str]:
    """Columns of equal width by terminal cells: words to the left, figures to the right."""
    fitted = narrow(lines)
    if fitted is not None:
        yield from (f"  {line}" for line in fitted)
        return
    cut = [[clip(cell, _WIDEST) for cell in line] for line in lines]
    widths = [max(cell_width(line[n]) for line in cut) for n in range(len(cut[0]))]
    for line in cut:
        cells = (
            pad(cell, widths[n]) if n < numbers_from else " " * (widths[n] - cell_width(cell)) + cell
            for n, cell in enumerate(line)
        )
        yield "  " + "  ".join(cells).rstrip()
