"""考核表: a year's assessment as a paper to be approved, every figure that counts against a unit with its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from duban_cli.documents.context_lists import Assessment as ScoreSheet
from duban_cli.documents.context_lists import ScorePoint, UnitScore
from duban_cli.documents.fill_common import cite, duty_text
from duban_cli.documents.fill_lists import assessment
from duban_cli.errors import DataProblem, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.reader import facts_digest
from duban_cli.plans.sheet import Inputs, MadePaper, Sheet, compact, date_text, make_paper
from duban_cli.plans.words import day_words
from duban_cli.reports.assessment import Assessment, UnitYear
from duban_cli.reports.assessment_json import as_json
from duban_cli.reports.assessment_span import Span
from duban_cli.reports.assessment_trace import Trace
from duban_cli.reports.groups import hidden
from duban_cli.reports.trend import trend
from duban_cli.rules.obligations import Obligation
from duban_cli.rules.scoring import PointRule, keys_of

KIND = "考核表"
EVENT = "考核"
"""动作 in office/年.yaml by which a year's assessment is on record."""
_TOLD = (
    "late_done", "late_open", "late_before_return", "carried", "returned", "urged", "extended", "replied_late",
    "unreplied", "criticised",
)  # fmt: skip
"""Figures whose entries stand on the paper, whatever points they give."""
_UNMET = {"反馈": "未反馈", "办结": "未办结", "节点": "未完成"}
_MET = {"反馈": "反馈", "办结": "报办结", "节点": "完成"}


def draft_assessment(inputs: Inputs, done: Assessment, *, day: date) -> MadePaper:
    """送审稿 of the year: the units with anything to count."""
    return make_paper(inputs, KIND, _sheet(inputs, done, day), _digest(done))


def plan_assessment(
    inputs: Inputs, done: Assessment, *, day: date, approved_by: str | None, doc_no: str | None = None,
    again: bool = False,
) -> Change:  # fmt: skip
    """The year's assessment issued: an event 考核 in office/年.yaml, and the 考核表 registered where duban.yaml
    numbers it. ``again``: though the year has one.

    Raises WrongUse for a day before the year's end or without an approver, RuleRefused while the year runs or
    when it has its assessment, DataProblem while an item cannot be read.
    """
    if not approved_by:
        raise WrongUse("考核结果须经批准才能发出", "加上 --approved-by 批准人")
    refuse_early(inputs, done, day)
    if done.unreadable:
        raise DataProblem(
            f"有{len(done.unreadable)}件事项的文件读不出来，数字不全，考核表不能发出：{'、'.join(done.unreadable)}",
            "改好后再发（duban check 说明错在哪里）",
        )
    issued = issued_before(inputs, done.span)
    if issued and not again:
        raise RuleRefused(f"{done.span.title}的考核已经发过：{'、'.join(issued)}", "确要再发的，加 --again")
    sheet = Sheet(inputs)
    numbered = KIND in inputs.ledger.settings.number_forms
    number = sheet.number(KIND, day, doc_no) if numbered else None
    text = number.text if number else doc_no
    event = compact(
        {
            "日期": date_text(day), "动作": EVENT, "文号": text, "起": date_text(done.start),
            "止": date_text(done.end), "批准": approved_by,
            "内容": f"印发{done.span.title}督查工作考核结果，考核{sum(1 for r in done.shown_rows if r.assessed)}个单位。",
        }
    )  # fmt: skip
    sheet.record_office(day.year, event)
    if number is not None:
        context = _sheet(inputs, done, day, approved_by=approved_by, doc_no=number.text)
        sheet.issue_with(number, context, day=day, facts=_digest(done), signed_by=approved_by)
    else:
        sheet.remark(f"duban.yaml 的“文号”里没有“{KIND}”，只记入 office/，考核表不编号、不登记")
    return sheet.change(f"{KIND}{text or ''}：{done.span.title}督查工作考核", f"批准：{approved_by}")


def refuse_early(inputs: Inputs, done: Assessment, day: date) -> None:
    """Raises RuleRefused while the year or month runs, WrongUse for a day it cannot be issued on."""
    if not done.complete:
        span = done.span
        raise RuleRefused(
            f"{span.name}还没有终了，{'年度' if span.month is None else '当月'}考核不能签发",
            f"{span.last.isoformat()} 以后再签发；现在可先出送审稿：duban assess {span.word} --paper",
        )
    today = inputs.now.day
    if not done.end <= day <= today:
        raise WrongUse(
            f"日期 {day.isoformat()} 不对", f"写在 {done.end.isoformat()} 与今天 {today.isoformat()} 之间"
        )


def issued_before(inputs: Inputs, span: Span) -> tuple[str, ...]:
    """The 文号 or day of each assessment of the year or month on record, void ones left out."""
    void = {(p.doc_no, p.day) for p in inputs.ledger.papers if p.kind == KIND and p.state == "作废"}
    return tuple(
        e.doc_no or e.day.isoformat()
        for e in inputs.ledger.office
        if e.action == EVENT and (e.doc_no, e.day) not in void
        and (e.start, e.end) == (span.first, span.last)
    )  # fmt: skip


def _sheet(
    inputs: Inputs, done: Assessment, day: date, *, approved_by: str | None = None, doc_no: str | None = None
) -> ScoreSheet:
    scores = [_unit(inputs, done, row) for row in done.shown_rows]
    grounds = dict.fromkeys(
        cite(rule.clause) for rule in inputs.ledger.regime.scoring if rule.clause.in_force(done.end)
    )
    return assessment(
        inputs.ledger.settings, scores, day=day, year=done.year, term=done.span.title, cutoff=done.end, grounds=tuple(grounds),
        note=_note(done), approved_by=approved_by, doc_no=doc_no,
        months=trend(inputs.ledger, done.end, done.end.month),
    )  # fmt: skip


def _digest(done: Assessment) -> str:
    return facts_digest(as_json(done, done.shown_rows))


def _note(done: Assessment) -> str | None:
    parts = [] if done.complete else [f"{done.span.name}尚未终了。"]
    if done.rules.no_items is not None:
        rule = done.rules.no_items
        parts.append(f"当年没有主办事项的单位{rule.treatment}（{cite(rule.clause)}）。")
    return "".join(parts) or None


def _unit(inputs: Inputs, done: Assessment, row: UnitYear) -> UnitScore:
    counts = row.counts
    return UnitScore(
        unit=row.unit,
        items=counts["items"],
        on_time=counts["done_on_time"],
        late=counts["late_done"] + counts["late_open"],
        at_limit=counts["at_limit"],
        returned=counts["returned"],
        urged=counts["urged"],
        criticised=counts["criticised"],
        on_time_rate=row.rates["on_time_rate"],
        score=None if row.points is None else f"{row.points.normalize():f}",
        conclusion="；".join(c.text for c in row.conclusions) or None,
        clause="；".join(dict.fromkeys(cite(c.clause) for c in row.conclusions)) or None,
        points=tuple(_points(inputs, done, row)),
    )


def _points(inputs: Inputs, done: Assessment, row: UnitYear) -> Iterator[ScorePoint]:
    scored = {key: rule for rule in done.rules.each for key in keys_of(rule.each)}
    found = [t for m in done.measures if m.key in _TOLD or m.key in scored for t in row.behind(m.key)]
    times: Counter[str] = Counter()
    for trace in sorted(found, key=lambda t: t.day):
        rule = scored.get(trace.measure)
        if rule is not None:
            times[rule.each] += 1
        yield ScorePoint(
            number=trace.item,
            title=_title(inputs, trace),
            date=trace.day,
            what=_what(inputs, trace),
            points=_given(rule, row, times[rule.each]) if rule and row.score is not None else None,
            clause=_clause(inputs, trace, rule),
        )


def _given(rule: PointRule, row: UnitYear, nth: int) -> str | None:
    """Points of the ``nth`` of them; None where the cap left some without."""
    count = sum(row.counts[key] for key in keys_of(rule.each))
    whole = sum((rule.of_time(n) for n in range(1, count + 1)), Decimal(0))
    return f"{rule.of_time(nth):+f}" if rule.given(count) == whole else None


def _title(inputs: Inputs, trace: Trace) -> str:
    item = inputs.ledger.items.get(trace.item) if trace.item else None
    if item is None:
        return f"督查通报{trace.doc_no or ''}"
    return "不予公开事项" if hidden(item, inputs.ledger.settings) else " ".join(item.title.split())


def _what(inputs: Inputs, trace: Trace) -> str:
    entry = trace.entry
    if trace.duty is not None:
        item = inputs.ledger.items.get(trace.item) if trace.item else None
        kept_back = item is not None and hidden(item, inputs.ledger.settings)
        return _duty_words(trace.duty, trace.duty.name if kept_back else duty_text(trace.duty))
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


def _duty_words(duty: Obligation, name: str) -> str:
    late = f"逾期{duty.overdue_workdays}个工作日" if duty.overdue_workdays else "逾期"
    due = f"{name}限{day_words(duty.due.day)}"
    if duty.met_by is None:
        return f"{due}，{_UNMET.get(duty.what, '未报')}{f'，{late}' if duty.overdue else ''}"
    met = f"{day_words(duty.met_on or duty.met_by.arrived)}{_MET.get(duty.what, '报')}"
    return f"{due}，{met}，{'按期' if duty.state == '按期' else late}"


def _clause(inputs: Inputs, trace: Trace, rule: PointRule | None) -> str | None:
    if rule is not None:
        return cite(rule.clause)
    if trace.duty is not None:
        return cite(trace.duty.clause)
    action = trace.entry.action if trace.entry else "通报"
    found = inputs.ledger.regime.act_clause(action, trace.day)
    return cite(found) if found else None
