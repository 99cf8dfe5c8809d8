"""催办: the ladder's steps that are due. Papers are made here; visits and meetings are recorded when held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.vocabulary import NOTICE
from duban_cli.ledger.writer import Facts
from duban_cli.plans.act_sheet import ActSheet
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text
from duban_cli.plans.words import day_words
from duban_cli.rules.ladder import Rung
from duban_cli.rules.limits import Limit, due_of
from duban_cli.rules.standing import Standing
from duban_cli.rules.states import OPEN

ANYTIME = ("电话",)
"""Ways of urging that wait for no step of the ladder."""


def due_papers(inputs: Inputs, ids: Iterable[str] = ()) -> list[tuple[Item, Rung]]:
    """Steps due now that are taken by a paper, of the items named, or of all."""
    items = [inputs.ledger.item(i) for i in dict.fromkeys(ids)] or list(inputs.ledger.items.values())
    return [(item, rung) for item in items for rung in inputs.stand(item).due_rungs if rung.step.paper]


def due_visits(inputs: Inputs, ids: Iterable[str] = ()) -> list[tuple[Item, Rung]]:
    """Steps due now that people must take: a visit, a meeting, or another 动作 the ladder calls for.

    One of an item for all it is late with.
    """
    items = [inputs.ledger.item(i) for i in dict.fromkeys(ids)] or list(inputs.ledger.items.values())
    found: dict[tuple[str, tuple[str, ...]], tuple[Item, Rung]] = {}
    for item in items:
        for rung in inputs.stand(item).due_rungs:
            if not rung.step.paper:
                found.setdefault((item.id, rung.step.ways), (item, rung))
    return list(found.values())


def plan_urge(
    inputs: Inputs, ids: Sequence[str] = (), *, day: date, deadline: Limit | None = None, content: str | None = None,
    approved_by: str | None = None, by: str | None = None, note: str | None = None, sheet: ActSheet | None = None,
    owing: Collection[tuple[str, str]] | None = None,
) -> Change | None:  # fmt: skip
    """Every paper step due, one 催办通知单 for each unit. None when nothing is due.

    ``owing``: only of these items, each with the unit that is late with it. ``day`` is the day of the paper: a step must have been reached by then, and not been taken since.
    Raises WrongUse for a limit gone by.
    """
    due = [(item, rung) for item, rung in due_papers(inputs, ids) if rung.since <= day]
    groups: dict[tuple[str, str], list[tuple[Item, Rung]]] = {}
    for item, rung in due:
        unit = inputs.book.canonical(rung.chased(inputs.stand(item).item.lead))
        if owing is None or (item.id, unit) in owing:
            groups.setdefault((unit, rung.step.paper or ""), []).append((item, rung))
    if not groups:
        return None
    sheet = sheet or ActSheet(inputs)
    told: list[tuple[str, str]] = []
    ordered = sorted(groups.items(), key=lambda g: inputs.ledger.units.order(g[0][0]))
    for (_, kind), urged in inputs.watch(ordered, "做催办通知单"):
        told.append(_urge_unit(sheet, kind, urged, day, deadline, content, approved_by, by, note))
    if len(told) == 1:
        return sheet.change(*told[0])
    return sheet.change(f"催办：向{len(told)}个单位发出通知单", "\n".join(line for line, _ in told))


def _urge_unit(
    sheet: ActSheet, kind: str, urged: Sequence[tuple[Item, Rung]], day: date, deadline: Limit | None,
    content: str | None, approved_by: str | None, by: str | None, note: str | None,
) -> tuple[str, str]:  # fmt: skip
    inputs = sheet.inputs
    number = sheet.number(kind, day)
    answer_by = _answer_by(inputs, day, deadline)
    if answer_by is not None and answer_by < day:
        raise WrongUse(f"通知单的限期 {answer_by} 早于发文日期 {day}", "核对 --deadline")
    written: list[tuple[str, Entry]] = []
    for item, rung in urged:
        facts: dict[str, Facts | None] = {
            "日期": date_text(day), "动作": "催办", "方式": rung.way, "针对": rung.duty.what,
            "单位": rung.duty.who if rung.duty.supporting else None,
            "期": rung.duty.period.name if rung.duty.period else None, "文号": number.text,
            "限期": date_text(answer_by) if answer_by else None, "批准": approved_by, "内容": content, "经办": by,
            "备注": note,
        }  # fmt: skip
        written.append((item.id, sheet.add(item.id, compact(facts)).entries[-1]))
    # Once all entries are in: an item urged for two periods stands on the paper twice.
    sheet.issue_act(number, written, day=day, signed_by=approved_by, limit=deadline)
    items = list({i: sheet.ledger.items[i] for i, _ in written}.values())
    return sheet.words(items, written[0][1])


def _answer_by(inputs: Inputs, day: date, deadline: Limit | None) -> date | None:
    rule = inputs.ledger.regime.urge_rule(day)
    limit = deadline or (rule.limit if rule else None)
    due = due_of(limit, day, None, inputs.book.calendar) if limit else None
    return due.day if due else None


def plan_visit(
    inputs: Inputs, ids: Sequence[str], *, day: date, how: str, content: str, due: date | None = None,
    by: str | None = None, note: str | None = None,
) -> Change:  # fmt: skip
    """Record a way of urging done by people: 上门催办, 协调会 (maybe of several items at once); 电话 at any time.

    ``due``: by when the unit is to do it; a later step may run from it (自: 催办限期).
    Raises WrongUse for a way nobody knows or a day gone by, RuleRefused before the step is reached, with the day it will be.
    """
    steps = [s for s in inputs.ledger.regime.ladder if s.action == "催办"]
    issued = {NOTICE, *(w for s in steps if s.paper for w in s.ways)}
    known = sorted({w for s in steps for w in s.ways if w not in issued} | set(ANYTIME))
    if how in issued:
        raise WrongUse(f"{how}由程序编号、出文、登记", f"去掉 --how：duban urge {' '.join(ids)}")
    if how not in known:
        raise WrongUse(f"制度里没有“{how}”这种催办方式", f"可用：{'、'.join(known)}")
    if due is not None and due < day:
        raise WrongUse(f"催办的限期 {due} 早于催办日期 {day}", "核对 --deadline")
    sheet = Sheet(inputs)
    changed: list[Item] = []
    for item_id in dict.fromkeys(ids):
        standing = inputs.stand(inputs.ledger.item(item_id))
        rung = _reached(standing, how, day)
        if rung is None and how not in ANYTIME:
            raise RuleRefused(_not_reached(standing, how, day), "可先电话催办：--how 电话")
        facts: dict[str, Facts | None] = {
            "日期": date_text(day), "动作": "催办", "方式": how, "针对": rung.duty.what if rung else None,
            "单位": rung.duty.who if rung and rung.duty.supporting else None,
            "期": rung.duty.period.name if rung and rung.duty.period else None, "内容": content,
            "限期": date_text(due) if due else None, "经办": by, "备注": note,
        }  # fmt: skip
        changed.append(sheet.add(item_id, compact(facts)))
    return _told_of_visit(sheet, changed, how)


def _told_of_visit(sheet: Sheet, changed: Sequence[Item], how: str) -> Change:
    leads = {sheet.inputs.book.canonical(sheet.inputs.stand(i).item.lead) for i in changed}
    if len(leads) == 1:
        return sheet.told(changed, changed[0].entries[-1])
    lines = [sheet.words([i], i.entries[-1])[0] for i in changed]
    return sheet.change(f"催办{len(changed)}项督查事项（{how}）", "\n".join(lines))


def _reached(standing: Standing, how: str, day: date) -> Rung | None:
    """The step taken in this way: one still to be taken, else one taken before (people may call again)."""
    found = [r for r in standing.ladder if how in r.step.ways and r.since <= day and r.duty.overdue]
    return next((r for r in found if r.due), found[0] if found and standing.state in OPEN else None)


def _not_reached(standing: Standing, how: str, day: date) -> str:
    item = standing.item
    later = [r for r in standing.ladder if how in r.step.ways and r.since > day]
    if later:
        rung = later[0]
        return f"事项 {item.id} 要到{day_words(rung.since)}才应“{how}”（{rung.step.clause.text}）"
    return f"事项 {item.id} 现在是“{standing.state}”，没有应“{how}”的逾期义务"
