"""通报: a period's bulletin, as a draft or issued with a number and an event of the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duban_cli.documents.context import Bulletin
from duban_cli.documents.fill_bulletin import bulletin
from duban_cli.documents.fill_common import cite
from duban_cli.errors import DataProblem, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.numbering import DocNumber, next_doc_number
from duban_cli.ledger.reader import facts_digest
from duban_cli.plans.sheet import Inputs, MadePaper, Sheet, compact, date_text, make_paper
from duban_cli.reports.figures import Figures
from duban_cli.reports.figures_json import as_json
from duban_cli.reports.trend import trend
from duban_cli.rules.moments import Now
from duban_cli.rules.regime import ApprovalRule
from duban_cli.rules.standing import stand

KIND = "督查通报"
MONTHS = 6
"""How many months its charts go back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom a bulletin praises and criticises, and who approved it."""

    approved_by: str | None = None
    praised: tuple[str, ...] = ()
    criticised: tuple[str, ...] = ()


def named_units(
    inputs: Inputs, approved_by: str | None, praised: Sequence[str], criticised: Sequence[str]
) -> Named:
    """Units by their full names, those proposed where nobody has approved yet. Raises NotFound."""
    return Named(
        approved_by=approved_by,
        praised=tuple(map(inputs.ledger.unit, praised)),
        criticised=tuple(map(inputs.ledger.unit, criticised)),
    )


def draft_bulletin(inputs: Inputs, figures: Figures, named: Named, *, day: date) -> MadePaper:
    """送审稿: the paper of a period without number or approval, with the units it is to name."""
    return make_paper(inputs, KIND, _context(inputs, figures, named, day, None), _digest(figures))


def _context(inputs: Inputs, figures: Figures, named: Named, day: date, number: int | None) -> Bulletin:
    rule = _naming_rule(inputs)
    return bulletin(
        inputs.ledger.settings, figures, day=day, number=number, approved_by=named.approved_by, praised=named.praised,
        criticised=named.criticised, clause=cite(rule.clause) if rule else None,
        months=trend(inputs.ledger, figures.end, MONTHS),
    )  # fmt: skip


def _naming_rule(inputs: Inputs) -> ApprovalRule | None:
    """The rule that wants an approval before a unit is named."""
    return next((a for a in inputs.ledger.regime.approvals if "批评" in a.actions), None)


def plan_bulletin(
    inputs: Inputs,
    figures: Figures,
    named: Named,
    *,
    day: date,
    number: DocNumber | None = None,
    content: str | None = None,
    again: bool = False,
) -> Change:
    """Issue the bulletin: number, paper, an event in office/年.yaml. ``again``: though this period has one.

    Raises WrongUse without an approver, DataProblem while an item cannot be read, RuleRefused for a period that
    has its bulletin.
    """
    if named.approved_by is None:
        raise WrongUse("通报须经批准才能发出", "加上 --approved-by 批准人")
    _refuse_unread(inputs)
    if not again:
        _refuse_second(inputs, figures)
    sheet = Sheet(inputs)
    for unit in dict.fromkeys((*named.praised, *named.criticised)):
        if unit not in _leads(inputs, figures):
            sheet.remark(f"{unit}在本期没有主办的事项，核对是不是要点名的单位")
    number = number or next_doc_number(sheet.ledger, KIND, day.year)
    event = compact(
        {
            "日期": date_text(day), "动作": "通报", "文号": number.text, "起": date_text(figures.start),
            "止": date_text(figures.end), "批评": list(named.criticised), "表扬": list(named.praised),
            "批准": named.approved_by, "内容": content,
        }
    )  # fmt: skip
    sheet.record_office(day.year, event)
    sheet.issue_with(
        number,
        _context(inputs, figures, named, day, number.number),
        day=day,
        facts=_digest(figures),
        signed_by=named.approved_by,
    )
    span = f"{figures.start.month}月{figures.start.day}日至{figures.end.month}月{figures.end.day}日"
    body = "\n".join(
        line
        for line in (
            f"批准：{named.approved_by}",
            f"表扬：{'、'.join(named.praised)}" if named.praised else "",
            f"批评：{'、'.join(named.criticised)}" if named.criticised else "",
        )
        if line
    )
    return sheet.change(f"督查通报{number.text}：{span}督查事项办理情况", body)


def _refuse_unread(inputs: Inputs) -> None:
    broken = [u.path for u in inputs.ledger.unreadable]
    if broken:
        raise DataProblem(
            f"有{len(broken)}件事项的文件读不出来，数字不全，通报不能发出：{'、'.join(broken)}",
            "改好后再发（duban check 说明错在哪里）；不写 --approved-by 可先出送审稿",
        )


def _refuse_second(inputs: Inputs, figures: Figures) -> None:
    # Other papers are 通报 in the office's book as well: 整改通报, 简报.
    void = {(p.doc_no, p.day) for p in inputs.ledger.papers if p.kind != KIND or p.state == "作废"}
    for event in inputs.ledger.office:
        if event.action != "通报" or (event.start, event.end) != (figures.start, figures.end):
            continue
        if (event.doc_no, event.day) not in void:
            raise RuleRefused(
                f"{figures.start} 至 {figures.end} 的通报已经发过：{event.doc_no or '没有文号'}（{event.day}）",
                "改起止日期；确要再发一期的，加 --again",
            )


def _leads(inputs: Inputs, figures: Figures) -> set[str]:
    """The units that lead an item of the period."""
    book, end = inputs.book, Now(figures.end)
    items = (inputs.ledger.items[i] for i in figures.items["included"])
    return {book.canonical(stand(item, book, end).item.lead) for item in items}


def _digest(figures: Figures) -> str:
    return facts_digest(as_json(figures))
