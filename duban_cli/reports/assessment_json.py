"""The assessment as other programs read it (``assess --format json``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban_cli.reports.assessment import RATES, Assessment, Conclusion, ScoreLine, UnitYear
from duban_cli.reports.assessment_trace import Trace
from duban_cli.reports.own_text import own_json
from duban_cli.reports.rate import Rate


def as_json(done: Assessment, rows: tuple[UnitYear, ...]) -> dict[str, Any]:
    """The year as plain data, ``rows`` of it; ``totals`` are those of every unit."""
    labels = {m.key: m.label for m in done.measures} | {key: label for key, (label, _, _) in RATES.items()}
    return {
        "year": done.year,
        "month": done.month,
        "from": done.start.isoformat(),
        "to": done.end.isoformat(),
        "complete": done.complete,
        "labels": labels,
        "totals": _figures(done, done.totals, done.rates),
        "units": [_unit(done, row) for row in rows],
        "own_duties": own_json(done.own),
        "unreadable": list(done.unreadable),
        "notes": list(done.notes),
    }


def _figures(done: Assessment, counts: Mapping[str, int], rates: Mapping[str, Rate]) -> dict[str, Any]:
    return {m.key: counts[m.key] for m in done.measures} | {key: _rate(rate) for key, rate in rates.items()}


def _rate(rate: Rate) -> dict[str, Any]:
    value = float(rate.text.removesuffix("%")) if rate.denominator else None
    return {"text": rate.text, "value": value, "numerator": rate.numerator, "denominator": rate.denominator}


def _unit(done: Assessment, row: UnitYear) -> dict[str, Any]:
    return {
        "name": row.unit,
        **_figures(done, row.counts, row.rates),
        "assessed": row.assessed,
        "conclusions": [_conclusion(c) for c in row.conclusions],
        "points": None if row.points is None else float(row.points),
        "grade": row.grade,
        "score": None if row.score is None else [_line(line) for line in row.score],
        "behind": {m.key: [_trace(t) for t in row.behind(m.key)] for m in done.measures},
    }


def _conclusion(conclusion: Conclusion) -> dict[str, Any]:
    return {"text": conclusion.text, "reason": conclusion.reason, "clause": conclusion.clause.text}


def _line(line: ScoreLine) -> dict[str, Any]:
    return {
        "label": line.label, "count": line.count, "points": float(line.points), "clause": line.clause.text,
        "times": [float(points) for points in line.times],
    }  # fmt: skip


def _trace(trace: Trace) -> dict[str, Any]:
    duty, entry = trace.duty, trace.entry
    return {
        "item": trace.item,
        "title": trace.title,
        "date": trace.day.isoformat(),
        "duty": duty.name if duty else None,
        "due": duty.due.day.isoformat() if duty else None,
        "first_due": duty.first_due.day.isoformat() if duty else None,
        "state": duty.state if duty else None,
        "overdue_workdays": duty.overdue_workdays if duty else None,
        "entry": {"date": entry.day.isoformat(), "action": entry.action} if entry else None,
        "doc_no": trace.doc_no,
    }
