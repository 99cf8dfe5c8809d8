"""反馈 and 延期: what units report and ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text, person_facts
from duban_cli.rules.periods import PeriodError, parse_period
from duban_cli.rules.standing import Standing


def plan_reply(
    inputs: Inputs, ids: Sequence[str], *, day: date, content: str, done: bool = False, unit: str | None = None,
    signed_by: str | None = None, incoming: str | None = None, received: date | None = None,
    clock: time | None = None, period: str | None = None, about: str | None = None, by: str | None = None,
    note: str | None = None,
) -> Change:  # fmt: skip
    """Record one reply for one or several items. Raises RuleRefused when an item was not handed out."""
    sheet = Sheet(inputs)
    changed = []
    for item_id in dict.fromkeys(ids):
        item = inputs.ledger.item(item_id)
        standing = inputs.stand(item)
        who = unit or standing.item.lead
        found = inputs.ledger.units.find(who)
        facts: dict[str, Facts | None] = {
            "日期": date_text(day), "动作": "反馈",
            # Where the hour counts, it is recorded; elsewhere the day says enough.
            "时间": f"{clock:%H:%M}" if clock and standing.due and standing.due.clock else None,
            "单位": found.name if found else who, "收到": date_text(received) if received else None, "来文": incoming,
            "期": _period_name(standing, period), "针对": about, "内容": content,
            "签发": person_facts(signed_by), "办结": "是" if done else "否", "经办": by, "备注": note,
        }  # fmt: skip
        changed.append(sheet.add(item_id, compact(facts)))
    entry = changed[0].entries[-1]
    return sheet.told(changed, entry)


def _period_name(standing: Standing, text: str | None) -> str | None:
    """The period in its full name, so that the file reads well."""
    if text is None:
        return None
    rhythms = [d.period.rhythm for d in standing.duties if d.period is not None]
    try:
        return parse_period(text, rhythms[0] if rhythms else None).name
    except PeriodError as error:
        raise WrongUse(f"期{error.message}", error.hint) from error


def unanswered_periods(standing: Standing) -> list[str]:
    """Past periods still owed, which a reply without 期 would not answer."""
    return [d.period.name for d in standing.duties if d.period is not None and d.overdue]


def plan_extend(
    inputs: Inputs, item_id: str, *, day: date, stage: str, deadline: date | None = None, reason: str | None = None,
    approved_by: str | None = None, about: str | None = None, note: str | None = None, by: str | None = None,
) -> Change:  # fmt: skip
    """An extension asked for (``申请``), granted (``批准``) or refused (``不批``).

    Only an approved one moves the due date. Raises RuleRefused without approver, date or reason.
    """
    item = inputs.ledger.item(item_id)
    pending = inputs.stand(item).course.extension_pending
    if stage == "申请" and (deadline is None or not reason):
        raise WrongUse("申请延期要写明新的期限和理由", "加上 --deadline 2026-04-10 --reason 理由")
    if stage != "申请" and not approved_by:
        clause = inputs.ledger.regime.act_clause("延期", day)
        raise RuleRefused(
            f"延期须经批准才算数{f'（{clause.text}）' if clause else ''}",
            "加上 --approved-by 批准人；只是申请的，去掉 --approve",
        )
    if stage == "批准" and deadline is None:
        deadline = pending.due if pending else None
        if deadline is None:
            raise WrongUse("没有写延到哪一天，台账里也没有待批的申请", "加上 --deadline 2026-04-10")
    if stage == "不批" and pending is None:
        raise RuleRefused(
            f"事项 {item_id} 没有待批的延期申请", "先记申请：duban extend … --deadline … --reason …"
        )
    if stage != "申请" and about is None and pending is not None:
        about = pending.about
    facts: dict[str, Facts | None] = {
        "日期": date_text(day), "动作": "延期", "环节": stage, "针对": about,
        "限期": date_text(deadline) if deadline and stage != "不批" else None, "理由": reason,
        "批准": approved_by if stage != "申请" else None, "经办": by, "备注": note,
    }  # fmt: skip
    sheet = Sheet(inputs)
    changed = sheet.add(item_id, compact(facts))
    return sheet.told([changed], changed.entries[-1])
