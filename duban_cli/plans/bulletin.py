"""通报: a period's bulletin, as a draft or issued with a number and an event of the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duban_cli.documents.context import Bulletin
from duban_cli.documents.fill_bulletin import bulletin
from duban_cli.errors import NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.numbering import DocNumber, next_doc_number
from duban_cli.ledger.reader import facts_digest
from duban_cli.plans.sheet import Inputs, MadePaper, Sheet, compact, date_text, make_paper
from duban_cli.reports.figures import Figures
from duban_cli.reports.figures_json import as_json
from duban_cli.rules.regime import ApprovalRule

KIND = "督查通报"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom a bulletin praises and criticises, and who approved it."""

    approved_by: str | None = None
    praised: tuple[str, ...] = ()
    criticised: tuple[str, ...] = ()


def named_units(
    inputs: Inputs, approved_by: str | None, praised: Sequence[str], criticised: Sequence[str]
) -> Named:
    """Units by their full names. Raises NotFound, RuleRefused without an approval (政府督查工作条例 21)."""
    if (praised or criticised) and not approved_by:
        rule = _naming_rule(inputs)
        raise RuleRefused(
            f"点名表扬、批评须经批准{f'（{rule.clause.text}）' if rule else ''}",
            "加上 --approved-by 批准人；不加时只出不点名的送审稿",
        )
    return Named(
        approved_by=approved_by,
        praised=tuple(_unit(inputs, u) for u in praised),
        criticised=tuple(_unit(inputs, u) for u in criticised),
    )


def _unit(inputs: Inputs, name: str) -> str:
    unit = inputs.ledger.units.find(name)
    if unit is None:
        near = inputs.ledger.units.nearest(name)
        raise NotFound(f"单位名录里没有“{name}”", f"是否指“{near}”" if near else "用 duban unit list 看名录")
    return inputs.ledger.units.canonical(unit.name)


def draft_bulletin(inputs: Inputs, figures: Figures, *, day: date) -> MadePaper:
    """送审稿: the paper of a period without number, names or approval."""
    return make_paper(inputs, KIND, _context(inputs, figures, Named(), day, None), _digest(figures))


def _context(inputs: Inputs, figures: Figures, named: Named, day: date, number: int | None) -> Bulletin:
    rule = _naming_rule(inputs)
    return bulletin(
        inputs.ledger.settings, figures, day=day, number=number, approved_by=named.approved_by, praised=named.praised,
        criticised=named.criticised, clause=rule.clause.text if rule else None,
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
) -> Change:
    """Issue the bulletin: number, paper, an event in office/年.yaml. Raises WrongUse without an approver."""
    if named.approved_by is None:
        raise WrongUse("通报须经批准才能发出", "加上 --approved-by 批准人")
    sheet = Sheet(inputs)
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


def _digest(figures: Figures) -> str:
    return facts_digest(as_json(figures))
