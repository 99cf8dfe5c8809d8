"""延期: asked for, granted or refused; the answer goes out as a 延期批复."""

from __future__ import annotations

from datetime import date

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.records import Entry
from duban_cli.ledger.writer import Facts
from duban_cli.plans.act_sheet import ActSheet
from duban_cli.plans.acts import plan_act
from duban_cli.plans.joint import supporting_unit
from duban_cli.plans.reply import period_name
from duban_cli.plans.sheet import Inputs, date_text
from duban_cli.plans.words import day_words
from duban_cli.rules.extensions import asked_duty, done_in_time, duties_of, extended_duty, extensions_waiting
from duban_cli.rules.obligations import Obligation, own_voice
from duban_cli.rules.standing import Standing


def plan_extend(
    inputs: Inputs, item_id: str, *, day: date, stage: str, deadline: date | None = None, reason: str | None = None,
    approved_by: str | None = None, about: str | None = None, period: str | None = None, note: str | None = None,
    by: str | None = None, doc_no: str | None = None, unit: str | None = None, sheet: ActSheet | None = None,
) -> Change:  # fmt: skip
    """An extension asked for (``申请``), granted (``批准``) or refused (``不批``), the answer by 延期批复.

    ``unit``: for a 协办单位 that replies for itself; an answer without it is to the one application that waits.
    Only an approved one moves the due date. Raises RuleRefused without approver, where no limit would be moved,
    or not to a later day; WrongUse without date or reason; NotFound for a unit nobody knows.
    """
    standing = inputs.stand(inputs.ledger.item(item_id))
    own = supporting_unit(inputs, standing, unit)
    pending = _asked(inputs, standing, own)
    if stage != "申请" and unit is None and pending is None:
        pending = _only_asked(inputs, standing)
        own = _asked_by(inputs, standing, pending) if pending else None
    if stage == "申请" and (deadline is None or not reason):
        raise WrongUse("申请延期要写明新的期限和理由", "加上 --deadline 2026-04-10 --reason 理由")
    if stage == "申请" and doc_no:
        raise WrongUse("单位的申请没有本室文号", "去掉 --doc-no；批复的文号在 --approve、--refuse 时写")
    if stage != "申请" and not approved_by:
        clause = inputs.ledger.regime.act_clause("延期", day)
        raise RuleRefused(
            f"延期须经批准才算数{f'（{clause.text}）' if clause else ''}",
            "加上 --approved-by 批准人"
            + ("；只是申请的，去掉 --approve，写 --deadline 和 --reason" if stage == "批准" else ""),
        )
    if stage == "不批" or (stage == "批准" and deadline is None):
        _refuse_settled(inputs, standing, pending)
    if stage == "批准" and deadline is None:
        deadline = pending.due if pending else None
        if deadline is None:
            raise WrongUse("没有写延到哪一天，台账里也没有待批的申请", "加上 --deadline 2026-04-10")
    if stage == "不批" and pending is None:
        raise RuleRefused(
            f"事项 {item_id} 没有{own or ''}待批的延期申请",
            f"先记申请：duban extend {item_id}{f' --unit {own}' if own else ''} --deadline … --reason …",
        )
    if stage == "不批" and not reason:
        raise WrongUse("不批准延期要写明理由，印在延期批复上", "加上 --reason 理由")
    period = period_name(standing, period)
    if stage != "申请" and about is None and period is None and pending is not None:
        about, period = pending.about, pending.period
    if period is not None:
        about = None
    if own is not None and period is None:
        about = about or "反馈"  # 办结 is the 主办单位's
    if stage != "不批" and deadline is not None:
        _refuse_no_extension(
            standing, deadline, about or "办结", period, own, day=day, asking=stage == "申请"
        )
    sheet = sheet or ActSheet(inputs)
    if stage == "申请" and pending is not None:
        sheet.remark(
            f"{item_id} 还有待批的申请（{day_words(pending.day)}报来{_asked_until(pending)}），以这次的为准"
        )
    facts: dict[str, Facts | None] = {
        "单位": own, "环节": stage, "期": period, "针对": about,
        "限期": date_text(deadline) if deadline and stage != "不批" else None, "理由": reason,
        "批准": approved_by if stage != "申请" else None, "经办": by, "备注": note,
    }  # fmt: skip
    return plan_act(inputs, item_id, "延期", day=day, facts=facts, doc_no=doc_no, sheet=sheet)


def _asked_until(asked: Entry) -> str:
    return f"，申请延至{day_words(asked.due, asked.day)}" if asked.due else ""


def _asked_by(inputs: Inputs, standing: Standing, asked: Entry) -> str | None:
    """The 协办单位 that asked for more time for its own reply; None for the 主办单位."""
    return own_voice(standing.item, asked.unit, inputs.book.canonical)


def _asked(inputs: Inputs, standing: Standing, unit: str | None) -> Entry | None:
    """The application of one unit that waits for an answer."""
    waiting = extensions_waiting(standing.course, standing.current, inputs.book.canonical)
    return next((e for e in waiting if _asked_by(inputs, standing, e) == unit), None)


def _only_asked(inputs: Inputs, standing: Standing) -> Entry | None:
    """The one application that waits, of whichever unit. Raises WrongUse where several do."""
    waiting = extensions_waiting(standing.course, standing.current, inputs.book.canonical)
    if len(waiting) > 1:
        units = [_asked_by(inputs, standing, e) or standing.item.lead for e in waiting]
        raise WrongUse(
            f"事项 {standing.item.id} 有{len(waiting)}个单位的延期申请待批：{'、'.join(units)}",
            f"写明批复哪一个：--unit {units[0]}",
        )
    return waiting[0] if waiting else None


def _refuse_settled(inputs: Inputs, standing: Standing, pending: Entry | None) -> None:
    """Raises RuleRefused where nothing waits but what was done in time all the same."""
    canonical = inputs.book.canonical
    for asked in standing.course.extensions_asked if pending is None else ():
        duty = asked_duty(asked, standing.course, standing.current, canonical)
        if duty is not None and done_in_time(duty):
            raise _already_done(standing.item.id, duty)


def _already_done(item_id: str, duty: Obligation) -> RuleRefused:
    told = f"{day_words(duty.met_on)}报来" if duty.met_on else "报来"
    return RuleRefused(
        f"事项 {item_id} 的{duty.name}已于{told}，不用延期", "不用再记；反馈记错了的，先用 duban correct 更正"
    )


def _refuse_no_extension(
    standing: Standing, deadline: date, about: str, period: str | None, unit: str | None, *, day: date,
    asking: bool,
) -> None:  # fmt: skip
    """Raises RuleRefused where there is no limit to put off, or the new day is no later than the present one."""
    if standing.assigned is None:
        return  # told by the order of acts
    item_id = standing.item.id
    duties = duties_of(standing.current, unit)
    duty = extended_duty(duties, about, period)
    if duty is None:
        can = [_how_named(d) for d in duties if not d.met]
        raise RuleRefused(
            f"事项 {item_id} {unit or ''}没有可以延的{f'“{period}”' if period else f'“{about}”'}限期",
            f"可延：{'、'.join(can)}" if can else "没有到期日的事项不用延期",
        )
    if duty.met_on is not None and (done_in_time(duty) or (asking and duty.met_on <= day)):
        raise _already_done(item_id, duty)
    if deadline <= duty.due.day:
        raise RuleRefused(
            f"延期到 {deadline} 不晚于原来的 {duty.due.day}（{duty.name}现在的限期）", "核对 --deadline"
        )


def _how_named(duty: Obligation) -> str:
    named = duty.what if duty.subject is None else f"节点{duty.subject}"
    option = f"--period {duty.period.name}" if duty.period else f"--about {named}"
    return f"{option}（{duty.due.text}）"
