"""Acts whose paper a leader signs first (须签发): drawn up as drafts, and planned anew from the draft when signed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.writer import Facts
from duban_cli.plans.act_sheet import LIMIT_ASKED, UNSIGNED, ActDraft, ActSheet, DraftSheet, ToRecord
from duban_cli.plans.acts import plan_act
from duban_cli.plans.assign import plan_assign
from duban_cli.plans.extend import plan_extend
from duban_cli.plans.review import plan_close, plan_return
from duban_cli.plans.sheet import Inputs
from duban_cli.plans.urge import plan_urge
from duban_cli.rules.limits import Limit, parse_limit
from duban_cli.rules.moments import parse_now

PlanOfAct = Callable[[ActSheet, str | None], Change | None]
"""One act planned on a sheet, approved by somebody or nobody; None where there is nothing to do."""


def drafts_of(inputs: Inputs, plan: PlanOfAct, kinds: Collection[str] | None = None) -> tuple[ActDraft, ...]:
    """The papers an act is not to issue before they are signed: of ``kinds``, else of those under 须签发.

    Raises as the plan does, and RuleRefused where only some of its items wait for a signature.
    """
    sheet = DraftSheet(inputs, inputs.ledger.settings.draft_kinds if kinds is None else kinds)
    change = plan(sheet, UNSIGNED)
    drafted = {r.item for d in sheet.drafts for r in d.records}
    if change is None or not drafted:
        return ()
    rest = [i for i in change.ids if i not in drafted]
    if rest:
        told = "、".join(dict.fromkeys(d.kind for d in sheet.drafts))
        raise RuleRefused(
            f"{'、'.join(sorted(drafted))} 的{told}须先签发，{'、'.join(rest)} 的不须，不能一次办",
            "分开办：写明编号，各办一次",
        )
    return tuple(sheet.drafts)


def plan_records(
    inputs: Inputs, records: Sequence[ToRecord], *, day: date, approved_by: str | None, doc_no: str | None = None,
    sheet: ActSheet | None = None,
) -> Change | None:  # fmt: skip
    """The act of a draft, planned for ``day`` as its command would. None where nothing is due any more."""
    first = records[0]
    ids = tuple(dict.fromkeys(r.item for r in records))

    def said(key: str) -> str | None:
        value = first.facts.get(key)
        return value if isinstance(value, str) else None

    by, note, content, limit = said("经办"), said("备注"), said("内容"), _limit(first)
    if first.action == "交办":
        clock = inputs.now.clock if day == inputs.now.day else None
        return plan_assign(
            inputs, ids, day=day, clock=clock, deadline=limit, doc_no=doc_no, approved_by=approved_by, by=by, note=note,
            attachments=_texts(first.facts.get("附件")), anyway=True, sheet=sheet,
        )  # fmt: skip
    if first.action == "催办":
        if doc_no:
            raise WrongUse("催办通知单的文号接着编，不另写", "去掉 --doc-no")
        return plan_urge(
            inputs, ids, day=day, deadline=limit, content=content, approved_by=approved_by, by=by, note=note,
            sheet=sheet, owing={(r.item, _late_unit(inputs, r)) for r in records},
        )  # fmt: skip
    if len(ids) > 1:
        raise RuleRefused(f"“{first.action}”一份文书只写一件事项", "这份送审稿的说明被改过，重新做一份")
    if first.action == "审核":
        return plan_return(
            inputs, first.item, day=day, reason=said("理由"), unit=said("单位"), approved_by=approved_by,
            deadline=limit, content=content, about=said("针对"), doc_no=doc_no, by=by, note=note, sheet=sheet,
        )  # fmt: skip
    if first.action == "销号":
        return plan_close(
            inputs, ids, day=day, approved_by=approved_by, doc_no=doc_no, content=content, by=by, note=note, sheet=sheet
        )  # fmt: skip
    if first.action == "延期":
        due = said("限期")
        return plan_extend(
            inputs, first.item, day=day, stage=said("环节") or "", deadline=parse_now(due).day if due else None,
            reason=said("理由"), unit=said("单位"), approved_by=approved_by, about=said("针对"), period=said("期"), by=by, note=note,
            doc_no=doc_no, sheet=sheet,
        )  # fmt: skip
    # In the order in which the command writes them.
    before = {k: v for k, v in first.facts.items() if k in ("单位", "来文")}
    facts: dict[str, Facts | None] = {**before, "批准": approved_by, **first.facts}
    del facts["动作"]
    return plan_act(inputs, first.item, first.action, day=day, facts=facts, doc_no=doc_no, sheet=sheet)


def _late_unit(inputs: Inputs, record: ToRecord) -> str:
    """The unit a 催办 is meant for: the 协办单位 it names, else the 主办单位."""
    unit = record.facts.get("单位")
    lead = inputs.stand(inputs.ledger.item(record.item)).item.lead
    return inputs.book.canonical(unit if isinstance(unit, str) else lead)


def _limit(record: ToRecord) -> Limit | None:
    text = record.facts.get(LIMIT_ASKED)
    return parse_limit(text) if isinstance(text, str) else None


def _texts(value: Facts | None) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()
