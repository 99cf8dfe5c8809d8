"""The figures as other programs read them (``bulletin --format json``)."""

from __future__ import annotations

from typing import Any

from duban_cli.reports.figures import Figures
from duban_cli.reports.lateness import Late
from duban_cli.reports.measures import LABELS
from duban_cli.reports.own_text import own_json
from duban_cli.reports.rate import Rate
from duban_cli.reports.tally import Row


def as_json(figures: Figures) -> dict[str, Any]:
    """The figures as plain data, keys sorted. ``items`` are ids for the office's own use: no title, no text."""
    plain: dict[str, Any] = _sorted({
        "version": 1,
        "office": figures.office,
        "from": figures.start.isoformat(),
        "to": figures.end.isoformat(),
        "by": figures.by,
        "labels": dict(LABELS),
        "totals": _row_figures(figures.totals),
        "units": [_row(r) for r in figures.rows],
        "items": {key: list(ids) for key, ids in figures.items.items()},
        "late": [_late(x) for x in figures.late],
        "late_unlisted": figures.late_unlisted,
        "good": [{"unit": g.unit, "due": g.due, "why": g.why} for g in figures.good],
        "criticised": [
            {"unit": c.unit, "count": c.count, "sources": list(c.sources), "conclusion": c.conclusion,
             "clause": c.clause}
            for c in figures.criticised
        ],
        "own_duties": own_json(figures.own),
        "unreadable": list(figures.unreadable),
        "notes": list(figures.notes),
    })  # fmt: skip
    return plain


def _row_figures(row: Row) -> dict[str, Any]:
    return {**row.counts, **{key: _rate(rate) for key, rate in row.rates.items()}}


def _row(row: Row) -> dict[str, Any]:
    items = {key: list(ids) for key, ids in row.items.items()}
    return {"name": row.name, **_row_figures(row), "items": items, "rows": [_row(r) for r in row.rows]}


def _rate(rate: Rate) -> dict[str, Any]:
    # The value is that of the text, so that the two never differ by rounding.
    value = float(rate.text.removesuffix("%")) if rate.denominator else None
    return {"text": rate.text, "value": value, "numerator": rate.numerator, "denominator": rate.denominator}


def _late(late: Late) -> dict[str, Any]:
    return {
        "id": late.id, "title": late.title, "category": late.category, "unit": late.unit, "duty": late.duty,
        "due": late.due.day.isoformat(), "due_at": late.due.iso_at(), "first_due": late.first_due.day.isoformat(),
        "overdue_workdays": late.overdue_workdays, "urges": late.urges, "provisional": late.provisional,
    }  # fmt: skip


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(v) for v in value] if isinstance(value, list) else value
