"""考核表: a year's assessment as a paper to be approved, every figure that counts against a unit with its entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from duban_cli.documents.context_lists import ScorePoint, UnitScore
from duban_cli.documents.fill_lists import assessment
from duban_cli.ledger.reader import facts_digest
from duban_cli.plans.sheet import Inputs, MadePaper, make_paper
from duban_cli.plans.words import day_words
from duban_cli.reports.assessment import Assessment, UnitYear
from duban_cli.reports.assessment_json import as_json
from duban_cli.reports.assessment_trace import Trace
from duban_cli.reports.groups import hidden
from duban_cli.rules.obligations import Obligation
from duban_cli.rules.scoring import PointRule, keys_of

KIND = "考核表"
_TOLD = (
    "late_done", "late_open", "late_before_return", "carried", "returned", "urged", "extended", "replied_late",
    "unreplied", "criticised",
)  # fmt: skip
"""Figures whose entries stand on the paper, whatever points they give."""
_UNMET = {"反馈": "未反馈", "办结": "未办结", "节点": "未完成"}
_MET = {"反馈": "反馈", "办结": "报办结", "节点": "完成"}


def draft_assessment(inputs: Inputs, done: Assessment, *, day: date) -> MadePaper:
    """送审稿 of the year: the units with anything to count."""
    rows = done.shown_rows
    scores = [_unit(inputs, done, row) for row in rows]
    grounds = dict.fromkeys(
        rule.clause.text for rule in inputs.ledger.regime.scoring if rule.clause.in_force(done.end)
    )
    made = assessment(
        inputs.ledger.settings, scores, day=day, year=done.year, cutoff=done.end, grounds=tuple(grounds),
        note=_note(done),
    )  # fmt: skip
    return make_paper(inputs, KIND, made, facts_digest(as_json(done, rows)))


def _note(done: Assessment) -> str | None:
    parts = [] if done.complete else [f"{done.year}年尚未终了。"]
    if done.rules.no_items is not None:
        rule = done.rules.no_items
        parts.append(f"当年没有主办事项的单位{rule.treatment}（{rule.clause.text}）。")
    return "".join(parts) or None


def _unit(inputs: Inputs, done: Assessment, row: UnitYear) -> UnitScore:
    counts = row.counts
    return UnitScore(
        unit=row.unit,
        items=counts["items"],
        on_time=counts["done_on_time"],
        late=counts["late_done"] + counts["late_open"],
        returned=counts["returned"],
        urged=counts["urged"],
        criticised=counts["criticised"],
        score=None if row.points is None else f"{row.points.normalize():f}",
        conclusion="；".join(c.text for c in row.conclusions) or None,
        clause="；".join(c.clause.text for c in row.conclusions) or None,
        points=tuple(_points(inputs, done, row)),
    )


def _points(inputs: Inputs, done: Assessment, row: UnitYear) -> Iterator[ScorePoint]:
    scored = {key: rule for rule in done.rules.each for key in keys_of(rule.each)}
    found = [t for m in done.measures if m.key in _TOLD or m.key in scored for t in row.behind(m.key)]
    for trace in sorted(found, key=lambda t: t.day):
        rule = scored.get(trace.measure)
        yield ScorePoint(
            number=trace.item,
            title=_title(inputs, trace),
            date=trace.day,
            what=_what(trace),
            points=_given(rule, row) if rule else None,
            clause=_clause(inputs, trace, rule),
        )


def _given(rule: PointRule, row: UnitYear) -> str | None:
    """Points of one of them; None where the cap left some without."""
    count = sum(row.counts[key] for key in keys_of(rule.each))
    return f"{rule.points:+f}" if rule.given(count) == rule.points * Decimal(count) else None


def _title(inputs: Inputs, trace: Trace) -> str:
    item = inputs.ledger.items.get(trace.item) if trace.item else None
    if item is None:
        return f"督查通报{trace.doc_no or ''}"
    return "不予公开事项" if hidden(item, inputs.ledger.settings) else " ".join(item.title.split())


def _what(trace: Trace) -> str:
    entry = trace.entry
    if trace.duty is not None:
        return _duty_words(trace.duty)
    number = f"（{trace.doc_no}）" if trace.doc_no else ""
    if trace.measure == "criticised":
        return f"通报批评{number}"
    if entry is None:
        return "交办"
    if trace.measure == "returned":
        return f"退回重办{number}"
    if trace.measure == "extended":
        return f"批准延期至{day_words(entry.due)}{number}" if entry.due else f"批准延期{number}"
    return f"{entry.action}{f'（{entry.method}）' if entry.method else ''}{trace.doc_no or ''}"


def _duty_words(duty: Obligation) -> str:
    late = f"逾期{duty.overdue_workdays}个工作日" if duty.overdue_workdays else "逾期"
    due = f"{duty.name}限{day_words(duty.due.day)}"
    if duty.met_by is None:
        return f"{due}，{_UNMET[duty.what]}{f'，{late}' if duty.overdue else ''}"
    met = f"{day_words(duty.met_by.arrived)}{_MET[duty.what]}"
    return f"{due}，{met}，{'按期' if duty.state == '按期' else late}"


def _clause(inputs: Inputs, trace: Trace, rule: PointRule | None) -> str | None:
    if rule is not None:
        return rule.clause.text
    if trace.duty is not None:
        return trace.duty.clause.text
    action = trace.entry.action if trace.entry else "通报"
    found = inputs.ledger.regime.act_clause(action, trace.day)
    return found.text if found else None
