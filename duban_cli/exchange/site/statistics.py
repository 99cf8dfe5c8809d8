"""The figures of the site: those of ``reports.figures``, taken of the matters it shows and of no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from duban_cli.errors import RuleRefused
from duban_cli.exchange.site.charts import Bar, bars
from duban_cli.reports.figures import TOTAL, Figures, figures
from duban_cli.reports.measures import LABELS, PARTS, RATIOS

if TYPE_CHECKING:
    from markupsafe import Markup

    from duban_cli.ledger.store import Ledger
    from duban_cli.reports.groups import By
    from duban_cli.reports.rate import Rate
    from duban_cli.reports.tally import Row
    from duban_cli.rules.standing import Standing

COUNTS = ("included", "done", "open", "withdrawn")
RATES = ("done_rate", "on_time_rate")
"""Who is late, urged or sent back is the office's own affair until a bulletin says so: no such column."""
NOTES = ("本期指", "纳入：", "办结＝", "办结率＝", "按期办结率＝", "比率四舍五入")
"""The 口径 that bear on what is shown, by their beginnings."""
BY_UNIT_NOTE = "事项计入其"


def statistics(ledger: Ledger, shown: Sequence[Standing], day: date) -> dict[str, Any]:
    """What the page of figures says. Raises RuleRefused: the figures do not add up, or not to the list."""
    start = min((s.assigned for s in shown if s.assigned), default=day)
    by_unit = _figures(ledger, shown, start, day, "单位")
    by_kind = _figures(ledger, shown, start, day, "类别")
    totals = by_unit.totals
    if totals.counts["included"] != len(shown):
        raise RuleRefused(
            f"公示{len(shown)}件，统计纳入{totals.counts['included']}件，对不上",
            "数字有误，不能公示；请把命令和这段话告诉维护人员",
        )
    return {
        "起": start.isoformat(),
        "止": day.isoformat(),
        "件数": len(shown),
        "状态": [
            {"名称": LABELS[part], "件数": totals.counts[part], "状态码": part.replace("_", "-")}
            for part in PARTS
            if totals.counts[part]
        ],
        "比率": [_rate(LABELS[key], totals.rates[key], _parts(key)) for key in RATES],
        "列": [LABELS[key] for key in _columns(totals)],
        "单位": _rows(by_unit, totals),
        "类别": _rows(by_kind, totals),
        "图": _charts(by_unit),
        "口径": [n for n in by_unit.notes if n.startswith((*NOTES, BY_UNIT_NOTE))],
    }


def _figures(ledger: Ledger, shown: Sequence[Standing], start: date, day: date, by: By) -> Figures:
    """Of the matters shown alone. What is closed cannot be among them, so nothing is said of how it is told."""
    items = {s.item.id: ledger.items[s.item.id] for s in shown}
    return figures(replace(ledger, items=items, unreadable=(), office=(), papers=()), start, day, by)


def _columns(totals: Row) -> tuple[str, ...]:
    """The counts and rates of a table; what nobody has is left out."""
    return (*(c for c in COUNTS if c != "withdrawn" or totals.counts[c]), *RATES)


def _rows(of: Figures, totals: Row) -> list[dict[str, Any]]:
    """A line for each group that has a matter, and the totals."""
    rows = [row for row in of.rows if row.counts["included"] or row.counts["due"]]
    return [_row(row, totals) for row in (*rows, of.totals)]


def _row(row: Row, totals: Row) -> dict[str, Any]:
    rates = row.rates
    cells = [_cell(rates[c]) if c in rates else str(row.counts[c]) for c in _columns(totals)]
    return {"名称": row.name, "合计": row.name == TOTAL, "数": cells}


def _cell(rate: Rate) -> str:
    return f"{rate.text}（{rate.numerator}/{rate.denominator}）" if rate.denominator else rate.text


def _rate(name: str, rate: Rate, parts: tuple[str, str]) -> Mapping[str, Any]:
    return {
        "名称": name, "值": rate.text, "分子": rate.numerator, "分母": rate.denominator,
        "分子名": parts[0], "分母名": parts[1],
    }  # fmt: skip


def _parts(key: str) -> tuple[str, str]:
    ratio = next(r for r in RATIOS if r.key == key)
    return LABELS[ratio.numerator], LABELS[ratio.denominator]


def _charts(of: Figures) -> list[Mapping[str, str | Markup]]:
    counts = [(LABELS[part], of.totals.counts[part]) for part in PARTS]
    whole = max((n for _, n in counts), default=0)
    charts = []
    if whole:
        shown = [Bar(name, n / whole, f"{n}件") for name, n in counts if n]
        charts.append(_chart("state", f"各状态的事项，共{of.totals.counts['included']}件", shown))
    for key in RATES:
        rated = list(_rated(of.rows, key))
        if rated:
            charts.append(_chart(key.replace("_", "-"), f"各单位{LABELS[key]}", rated))
    return charts


def _chart(ident: str, title: str, shown: Sequence[Bar]) -> Mapping[str, str | Markup]:
    return {"题": title, "图": bars(ident, title, shown)}


def _rated(rows: Sequence[Row], key: str) -> Iterator[Bar]:
    """A bar for each unit that has something to take a share of, in the order of the ledger's list of units."""
    for row in rows:
        rate = row.rates[key]
        if rate.denominator:
            yield Bar(row.name, rate.numerator / rate.denominator, _cell(rate))
