"""审核 and 销号: a reply passed or sent back, an item struck off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.records import Item
from duban_cli.ledger.writer import Facts
from duban_cli.plans.act_sheet import ActSheet
from duban_cli.plans.joint import supporting_unit
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text
from duban_cli.reports.commands import closing_command
from duban_cli.rules.closing import closing_states
from duban_cli.rules.course import Reply
from duban_cli.rules.extensions import extensions_waiting
from duban_cli.rules.limits import Limit, due_of
from duban_cli.rules.standing import Standing
from duban_cli.rules.states import ENDED, OPEN

RETURN_PAPER = "退回重办通知"
CLOSE_PAPER = "销号单"


def plan_pass(
    inputs: Inputs, ids: Sequence[str], *, day: date, unit: str | None = None, approved_by: str | None = None,
    content: str | None = None, about: str | None = None, by: str | None = None, note: str | None = None,
) -> Change:  # fmt: skip
    """审核通过 of the last reply of each item, or of that on ``about`` (a 另报).

    ``unit``: of a 协办单位 that replies for itself. Raises RuleRefused when there is no reply to review, NotFound.
    """
    sheet = Sheet(inputs)
    changed: list[Item] = []
    for item_id in dict.fromkeys(ids):
        standing, own = _replied(inputs, item_id, unit)
        facts = compact(
            {"日期": date_text(day), "动作": "审核", "单位": own, "结果": "通过", "针对": about, "批准": approved_by,
             "内容": content, "经办": by, "备注": note}
        )  # fmt: skip
        item = sheet.add(item_id, facts)
        changed.append(item)
        after = inputs.stand(item)
        if own is not None:
            sheet.remark(f"{item_id} 审核的是协办单位{own}的反馈，办结仍由主办单位{standing.item.lead}报")
        elif after.state in OPEN:
            sheet.remark(f"{item_id} 审核的是进展，办结反馈还没有报来，不能销号")
        elif approved_by is None:
            sheet.remark(
                f"{item_id} 的审核没有写审核人（--approved-by），销号单上要写；不写的，销号时须写批准人"
            )
    if len(changed) == 1:
        return sheet.told(changed, changed[0].entries[-1])
    lines = [sheet.words([i], i.entries[-1])[0] for i in changed]
    return sheet.change(f"审核通过{len(changed)}项督查事项", "\n".join(lines))


def plan_return(
    inputs: Inputs, item_id: str, *, day: date, reason: str | None, unit: str | None = None, approved_by: str | None = None,
    deadline: Limit | None = None, content: str | None = None, about: str | None = None, doc_no: str | None = None,
    by: str | None = None, note: str | None = None, sheet: ActSheet | None = None,
) -> Change:  # fmt: skip
    """退回重办 of the last reply, or of that on ``about`` (a 另报): it needs a reason, has a limit and a paper.

    ``unit``: of a 协办单位 that replies for itself, to which the paper then goes. Raises NotFound, RuleRefused when there is no reply to review, WrongUse without a reason or for a limit gone by.
    """
    standing, own = _replied(inputs, item_id, unit)
    if not reason:
        raise WrongUse("退回重办要写明理由", "加上 --reason 理由，如 --reason 情况不清")
    due = _redo_due(inputs, standing, day, deadline)
    if due < day:
        raise WrongUse(f"退回重办的限期 {due} 早于审核日期 {day}", "核对 --deadline")
    sheet = sheet or ActSheet(inputs)
    number = sheet.number(RETURN_PAPER, day, doc_no)
    facts: dict[str, Facts | None] = {
        "日期": date_text(day), "动作": "审核", "单位": own, "结果": "退回", "针对": about, "批准": approved_by,
        "理由": reason, "内容": content, "经办": by, "备注": note, "限期": date_text(due), "文号": number.text,
    }  # fmt: skip
    changed = sheet.add(item_id, compact(facts))
    review = changed.entries[-1]
    sheet.issue_act(number, [(item_id, review)], day=day, signed_by=approved_by, limit=deadline)
    return sheet.told([changed], review)


def _replied(inputs: Inputs, item_id: str, named: str | None) -> tuple[Standing, str | None]:
    """The item, and the 协办单位 whose reply is reviewed. Raises RuleRefused without a reply, NotFound."""
    standing = inputs.stand(inputs.ledger.item(item_id))
    course, canonical = standing.course, inputs.book.canonical
    unit = supporting_unit(inputs, standing, named)
    if unit is not None:
        _refuse_not_waiting(
            standing, unit, [r for r in course.answers if canonical(r.entry.unit or "") == unit]
        )
    elif not course.replies:
        waiting = [canonical(r.entry.unit) for r in course.answers if r.review is None and r.entry.unit]
        raise RuleRefused(
            f"事项 {item_id} 还没有主办单位的反馈，无从审核",
            f"审核协办单位自己的反馈，加上 --unit {waiting[-1]}"
            if waiting
            else f"先记反馈：duban reply {item_id} --content …",
        )
    return standing, unit


def _refuse_not_waiting(standing: Standing, unit: str, replies: Sequence[Reply]) -> None:
    """Raises RuleRefused: the 协办单位 has replied nothing that was not reviewed."""
    item_id = standing.item.id
    record = f"duban reply {item_id} --unit {unit} --content …"
    if not replies:
        raise RuleRefused(f"事项 {item_id} 还没有{unit}的反馈，无从审核", f"先记反馈：{record}")
    last = replies[-1]
    if last.review is not None:
        done = "退回重办" if last.returned else "审核通过"
        raise RuleRefused(
            f"事项 {item_id} {unit}最近的反馈已于 {last.review.day} {done}，没有要审核的",
            f"有新的反馈，先记：{record}",
        )


def _redo_due(inputs: Inputs, standing: Standing, day: date, deadline: Limit | None) -> date:
    rule = inputs.ledger.regime.redo_rule(day)
    limit = deadline or (rule.limit if rule else None)
    due = due_of(limit, day, None, inputs.book.calendar, standing.course.suspensions) if limit else None
    if due is None:
        raise WrongUse("退回重办要写明新的期限", "加上 --deadline 5个工作日 或 --deadline 2026-04-10")
    return due.day


def plan_close(
    inputs: Inputs, ids: Sequence[str], *, day: date, approved_by: str | None = None, doc_no: str | None = None,
    content: str | None = None, by: str | None = None, note: str | None = None, sheet: ActSheet | None = None,
) -> Change:  # fmt: skip
    """Strike items off. Raises RuleRefused telling, with clauses, everything that is still missing."""
    names = list(dict.fromkeys(ids))
    if doc_no and len(names) > 1:
        raise WrongUse("一个文号只能销一个事项", "逐个销号，或不写 --doc-no 由程序编号")
    sheet = sheet or ActSheet(inputs)
    changed: list[Item] = []
    for item_id in names:
        changed.append(_close_one(sheet, item_id, day, approved_by, doc_no, content, by, note))
    if len(changed) == 1:
        entry = changed[0].entries[-1]
        return sheet.told(changed, entry)
    lines = [sheet.words([i], i.entries[-1])[0] for i in changed]
    return sheet.change(f"销号{len(changed)}项督查事项", "\n".join(lines))


def _close_one(
    sheet: ActSheet, item_id: str, day: date, approved_by: str | None, doc_no: str | None, content: str | None,
    by: str | None, note: str | None,
) -> Item:  # fmt: skip
    inputs = sheet.inputs
    item = sheet.ledger.item(item_id)
    standing = inputs.stand(item)
    if standing.state in ENDED:
        raise RuleRefused(
            f"事项 {item_id} 已经是“{standing.state}”，不用再销号",
            f"还要督办的，先重启：duban reopen {item_id} --reason 理由 --approved-by 批准人",
        )
    lacking = missing_for_close(inputs, standing, day, sheet)
    if lacking:
        raise RuleRefused(f"事项 {item_id} 还不能销号：" + "；".join(lacking), "补齐后再销号")
    review = next((r.review for r in reversed(standing.course.replies) if r.review is not None), None)
    if approved_by is None and (review is None or review.approved_by is None):
        clause = inputs.ledger.regime.act_clause("销号", day)
        raise RuleRefused(
            f"事项 {item_id} 销号没有批准人{f'（{clause.text}）' if clause else ''}",
            "加上 --approved-by 批准人",
        )
    if approved_by is None:
        sheet.remark(f"{item_id} 没有写批准人，销号单上留空待签字；已经批准的，加 --approved-by 批准人")
    number = sheet.number(CLOSE_PAPER, day, doc_no)
    facts = compact(
        {"日期": date_text(day), "动作": "销号", "文号": number.text, "批准": approved_by, "内容": content, "经办": by,
         "备注": note}
    )  # fmt: skip
    owing = dict.fromkeys(d.who for d in standing.current if d.supporting and not d.met)
    if owing:
        sheet.remark(f"{item_id} 的协办单位{'、'.join(owing)}还有反馈没有报来，销号以后不再催")
    closed = sheet.close(item_id, facts)
    sheet.issue_act(number, [(item_id, closed.entries[-1])], day=day, signed_by=approved_by)
    return closed


def missing_for_close(inputs: Inputs, standing: Standing, day: date, sheet: Sheet | None = None) -> list[str]:
    """What stands between an item and 销号, each with its clause."""
    regime, item = inputs.ledger.regime, standing.item

    def cited(act: str) -> str:
        clause = regime.act_clause(act, day)
        return f"（{clause.text}）" if clause else ""

    state = standing.state
    out: list[str] = []
    if state == "中止":
        out.append("正在中止，先恢复")
    elif state in ("待立项", "待交办"):
        out.append(f"还没有交办{cited('交办')}")
    elif state in ("办理中", "退回重办"):
        what = "退回重办后还没有新的办结反馈" if state == "退回重办" else "还没有办结反馈"
        out.append(f"{item.lead}{what}{cited('审核')}")
        out.append(f"没有审核通过{cited('审核')}")
    elif state == "待审核":
        out.append(f"办结反馈还没有审核通过{cited('审核')}")
    out += _steps_missing(inputs, standing, day)
    out += [
        f"{d.name}还没有报来，应于 {d.due.text} 前（{d.clause.text}），报来的用 duban reply {item.id} --about {d.what} 记"
        for d in standing.current
        if d.further and not d.met
    ]
    if extensions_waiting(standing.course, standing.current, inputs.book.canonical):
        out.append(f"延期申请还没有批复{cited('延期')}")
    ledger = sheet.ledger if sheet else inputs.ledger
    open_parts = [
        other.id
        for other in ledger.items.values()
        if other.parent == item.id and inputs.stand(other).state not in ENDED
    ]
    if open_parts:
        out.append(f"分解出的事项还没有办完：{'、'.join(open_parts)}")
    return out


def _steps_missing(inputs: Inputs, standing: Standing, day: date) -> list[str]:
    """The steps before 销号 that are not on record by ``day``, each with its clause and what to type."""
    course, regime, item = standing.course, inputs.ledger.regime, standing.item
    found = closing_states(course, regime, inputs.book.calendar, day)
    if not found and course.initiated_on is not None:
        later = regime.closing_steps(item.category, course.initiated_on)
        return [f"{step.step}没有记录（{step.clause.text}）" for step in later]
    out = []
    for state in found:
        if not state.done:
            command = closing_command(state, item.id)
            out.append(state.lacking + (f"，用 {command}" if command else ""))
    return out
