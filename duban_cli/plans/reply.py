"""反馈 and 延期: what units report and ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.records import Item, Person
from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text, person_facts
from duban_cli.rules.obligations import Obligation
from duban_cli.rules.periods import PeriodError, parse_period
from duban_cli.rules.standing import Standing


def plan_reply(
    inputs: Inputs, ids: Sequence[str], *, day: date, content: str, done: bool = False, unit: str | None = None,
    signed_by: Person | None = None, incoming: str | None = None, received: date | None = None,
    clock: time | None = None, period: str | None = None, about: str | None = None, by: str | None = None,
    note: str | None = None, again: bool = False,
) -> Change:  # fmt: skip
    """Record one reply for one or several items; ``again``: though the same is on record already.

    Raises RuleRefused when an item was not handed out, or has this very reply.
    """
    sheet = Sheet(inputs)
    changed: list[Item] = []
    for item_id in dict.fromkeys(ids):
        item = inputs.ledger.item(item_id)
        standing = inputs.stand(item)
        who = inputs.ledger.units.full_name(unit or standing.item.lead)
        facts: dict[str, Facts | None] = {
            "日期": date_text(day), "动作": "反馈",
            # Where the hour counts, it is recorded; elsewhere the day says enough.
            "时间": f"{clock:%H:%M}" if clock and standing.due and standing.due.clock else None,
            "单位": who, "收到": date_text(received) if received else None, "来文": incoming,
            "期": _period_name(standing, period), "针对": about, "内容": content,
            "签发": person_facts(signed_by), "办结": "是" if done else "否", "经办": by, "备注": note,
        }  # fmt: skip
        changed.append(sheet.add(item_id, compact(facts)))
        if not again:
            _refuse_twice(inputs, standing, day, who, incoming, content)
        lead = inputs.book.canonical(standing.item.lead)
        if done and inputs.book.canonical(who) != lead:
            sheet.remark(f"{item_id}：{who}是协办单位，这条反馈不算主办单位{lead}的办结反馈")
        if period is None and not done:
            _remark_owed(sheet, standing, day)
    entry = changed[0].entries[-1]
    return sheet.told(changed, entry)


def _refuse_twice(
    inputs: Inputs, standing: Standing, day: date, who: str, incoming: str | None, content: str
) -> None:
    canonical = inputs.book.canonical
    for entry in standing.course.entries:
        if entry.action != "反馈" or entry.day != day or entry.incoming != incoming:
            continue
        same_unit = canonical(entry.unit or standing.course.lead_on(day)) == canonical(who)
        if same_unit and (entry.content or "").strip() == content.strip():
            raise RuleRefused(
                f"事项 {standing.item.id} 在 {day} 已经记过这条反馈：单位、来文、内容都相同",
                "记重了的不用再记；确是另一次的，加 --yes",
            )


def _remark_owed(sheet: Sheet, standing: Standing, day: date) -> None:
    """A reply that may have been meant for a period gone by, and how to set it right."""
    owed = unanswered_periods(standing)
    if not owed:
        return
    item_id = standing.item.id
    nth = 1 + sum(1 for e in standing.item.entries if e.action == "反馈" and e.day == day)
    place = f"{day}/反馈{nth if nth > 1 else ''}"
    sheet.remark(
        f"{item_id} 还欠{'、'.join(owed)}，这条没有写期，算作{day}所在的一期；"
        f"补报以前的，改用 --period；已经记下的，用 duban correct {item_id} --entry {place} --field 期 --new {owed[0]}"
    )


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
    approved_by: str | None = None, about: str | None = None, period: str | None = None, note: str | None = None,
    by: str | None = None,
) -> Change:  # fmt: skip
    """An extension asked for (``申请``), granted (``批准``) or refused (``不批``).

    Only an approved one moves the due date. Raises RuleRefused without approver, where no limit would be moved,
    or not to a later day; WrongUse without date or reason.
    """
    standing = inputs.stand(inputs.ledger.item(item_id))
    pending = standing.course.extension_pending
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
    period = _period_name(standing, period)
    if stage != "申请" and about is None and period is None and pending is not None:
        about, period = pending.about, pending.period
    if period is not None:
        about = None
    if stage != "不批" and deadline is not None:
        _refuse_no_extension(standing, deadline, about or "办结", period)
    facts: dict[str, Facts | None] = {
        "日期": date_text(day), "动作": "延期", "环节": stage, "期": period, "针对": about,
        "限期": date_text(deadline) if deadline and stage != "不批" else None, "理由": reason,
        "批准": approved_by if stage != "申请" else None, "经办": by, "备注": note,
    }  # fmt: skip
    sheet = Sheet(inputs)
    changed = sheet.add(item_id, compact(facts))
    return sheet.told([changed], changed.entries[-1])


def _refuse_no_extension(standing: Standing, deadline: date, about: str, period: str | None) -> None:
    """Raises RuleRefused where there is no limit to put off, or the new day is no later than the present one."""
    if standing.assigned is None:
        return  # told by the order of acts
    item_id = standing.item.id
    duty = _extended(standing, about, period)
    if duty is None:
        can = [_how_named(d) for d in standing.duties if not d.met]
        raise RuleRefused(
            f"事项 {item_id} 没有可以延的{f'“{period}”' if period else f'“{about}”'}限期",
            f"可延：{'、'.join(can)}" if can else "没有到期日的事项不用延期",
        )
    if deadline <= duty.due.day:
        raise RuleRefused(
            f"延期到 {deadline} 不晚于原来的 {duty.due.day}（{duty.name}现在的限期）", "核对 --deadline"
        )


def _extended(standing: Standing, about: str, period: str | None) -> Obligation | None:
    if period is not None:
        found = [d for d in standing.duties if d.period is not None and d.period.name == period]
    else:
        found = [
            d for d in standing.duties
            if d.period is None and about in (d.what if d.subject is None else d.subject, f"节点{d.subject}")
        ]  # fmt: skip
    return found[-1] if found else None


def _how_named(duty: Obligation) -> str:
    named = duty.what if duty.subject is None else f"节点{duty.subject}"
    option = f"--period {duty.period.name}" if duty.period else f"--about {named}"
    return f"{option}（{duty.due.text}）"
