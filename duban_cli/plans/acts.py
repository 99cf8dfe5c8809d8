"""Every act that is one entry and at most one paper: 签收 督办提示 核查 变更 中止 恢复 撤销 重启 更正 归档 and the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from duban_cli.documents.acts import kind_of_act
from duban_cli.errors import NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.item_format import ITEM_FIELDS
from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.records import Entry, EntryRef, Item
from duban_cli.ledger.vocabulary import ACTIONS, CHANGEABLE, CORRECTABLE, STAGES, VOID
from duban_cli.ledger.writer import Facts
from duban_cli.plans.act_sheet import ActSheet
from duban_cli.plans.sheet import Inputs, compact, date_text
from duban_cli.rules.entries import corrected_place, void_places
from duban_cli.rules.obligations import rhythm_of
from duban_cli.rules.standing import Standing
from duban_cli.text import nearest

COMMANDED: Mapping[str, str] = {
    "立项": "new", "交办": "assign", "反馈": "reply", "延期": "extend", "催办": "urge", "审核": "review",
    "销号": "close", "变更": "change", "更正": "correct",
}  # fmt: skip
"""动作 that have a command of their own, because more goes with them than an entry."""


def plan_act(
    inputs: Inputs,
    item_id: str,
    action: str,
    *,
    day: date,
    facts: Mapping[str, Facts | None],
    doc_no: str | None = None,
    sheet: ActSheet | None = None,
) -> Change:
    """One entry of any 动作, with its paper where the act has one.

    Raises WrongUse for keys the 动作 does not take or lacks, RuleRefused where the rules do not allow it.
    """
    sheet = sheet or ActSheet(inputs)
    item = inputs.ledger.item(item_id)
    written = compact({"日期": date_text(day), "动作": action, **facts})
    _refuse_wrong_keys(action, written)
    unit = written.get("单位")
    if isinstance(unit, str):
        written["单位"] = inputs.ledger.units.full_name(unit)
    if action == "签收":
        _refuse_received(inputs, item, written)
    kind = _kind(inputs, item, action, written)
    # A ledger that does not number this kind of paper issues none: the act alone is recorded.
    numbered = kind is not None and "文号" in ACTIONS[action].keys and sheet.numbers(kind)
    number = sheet.number(kind, day, doc_no) if kind and numbered else None
    changed = sheet.add(item_id, compact({**written, "文号": number.text if number else doc_no}))
    if action == "更正" or (action in ("中止", "恢复") and day < inputs.now.day):
        _tell_of_less_overdue(inputs, sheet, item, changed)
    entry = changed.entries[-1]
    if number is not None:
        sheet.issue_act(number, [(item_id, entry)], day=day, signed_by=entry.approved_by)
    return sheet.told([changed], entry)


def _tell_of_less_overdue(inputs: Inputs, sheet: ActSheet, old: Item, new: Item) -> None:
    """A 中止 or 恢复 of an earlier day, or a 更正, takes days out of a count that ran: the clerk is told of it."""
    before, after = (_overdue(inputs.stand(item)) for item in (old, new))
    if after < before:
        ended = "" if after else "（不再逾期）"
        sheet.remark(f"事项 {old.id} 原逾期{before}个工作日，记后逾期{after}个工作日{ended}")


def _overdue(standing: Standing) -> int:
    """Workdays by which the duty longest overdue is late."""
    return max((d.overdue_workdays for d in standing.current if d.overdue and not d.met), default=0)


def _refuse_received(inputs: Inputs, item: Item, written: Mapping[str, Facts]) -> None:
    """Raises RuleRefused: this unit has signed for what was last handed out."""
    course, canonical = inputs.stand(item).course, inputs.book.canonical
    unit = canonical(str(written.get("单位") or course.item.lead))
    since = course.ruling_index if course.ruling_index is not None else 0
    for entry in course.entries[since:]:
        if entry.action == "签收" and canonical(entry.unit or course.item.lead) == unit:
            raise RuleRefused(
                f"事项 {item.id} {unit}已于 {entry.day} 签收",
                f"不用再记；那一条记错了的，先作废：duban correct {item.id} --entry {entry.day}/签收 --void --reason 理由",
            )


def _kind(inputs: Inputs, item: Item, action: str, written: Mapping[str, Facts]) -> str | None:
    stage, result, method = (written.get(k) for k in ("环节", "结果", "方式"))
    probe = Entry(
        day=date.fromisoformat(str(written["日期"])),
        action=action,
        stage=stage if isinstance(stage, str) else None,
        result=result if isinstance(result, str) else None,
        method=method if isinstance(method, str) else None,
    )
    return kind_of_act(probe, inputs.ledger.regime.category(item.category), inputs.ledger.regime)


def _refuse_wrong_keys(action: str, written: Mapping[str, Facts]) -> None:
    known = ACTIONS[action]
    extra = [k for k in written if k not in known.keys]
    if extra:
        raise WrongUse(
            f"“{action}”不用“{'、'.join(extra)}”", f"可用：{'、'.join(sorted(known.keys - {'日期', '动作'}))}"
        )
    lacking = [k for k in known.needs if k not in written]
    if lacking:
        raise WrongUse(
            f"“{action}”缺“{'、'.join(lacking)}”", "；".join(f"用 {_OPTIONS.get(k, k)} 写明" for k in lacking)
        )
    stage = written.get("环节")
    if action in STAGES and stage not in STAGES[action]:
        raise WrongUse(f"{action}的环节“{stage}”不在可选之列：{'、'.join(STAGES[action])}", "用 --stage 写明")


_OPTIONS = {
    "单位": "--unit", "批准": "--approved-by", "理由": "--reason", "内容": "--content", "环节": "--stage",
    "方式": "--how", "结果": "--result", "字段": "--field", "新": "--new",
}  # fmt: skip


def checked_action(name: str) -> str:
    """The 动作 a clerk named. Raises NotFound, WrongUse where it has a command of its own."""
    if name in COMMANDED:
        raise WrongUse(
            f"“{name}”有自己的命令", f"用 duban {COMMANDED[name]}（{name}），写法见 duban {name} --help"
        )
    if name not in ACTIONS:
        near = nearest(name, ACTIONS)
        raise NotFound(f"没有“{name}”这种动作", f"是否指“{near}”" if near else f"可用：{'、'.join(ACTIONS)}")
    return name


def plan_change(
    inputs: Inputs, item_id: str, *, day: date, field: str, new: str, approved_by: str | None, reason: str | None = None,
    due: date | None = None, by: str | None = None, note: str | None = None,
) -> Change:  # fmt: skip
    """变更 of a header key after 交办: what it was is filled in from the ledger."""
    if field not in CHANGEABLE:
        near = nearest(field, CHANGEABLE)
        raise WrongUse(
            f"“{field}”不能变更", f"是否指“{near}”" if near else f"可变更：{'、'.join(CHANGEABLE)}"
        )
    standing = inputs.stand(inputs.ledger.item(item_id))
    if standing.state in ("待立项", "待交办"):
        raise RuleRefused(
            f"事项 {item_id} 还没有交办，不用记变更", f"直接改文件，再运行 duban save（{standing.item.path}）"
        )
    old, new = _now(inputs, standing, field), _full_names(inputs, field, new)
    # The same limit counted anew to another day is a change.
    if old is not None and _full_names(inputs, field, old) == new and not (field == "办结时限" and due):
        raise RuleRefused(
            f"事项 {item_id} {field}本来就是{new}，不用变更", f"现在的情况见 duban show {item_id}"
        )
    facts: dict[str, Facts | None] = {
        "字段": field, "原": old, "新": new,
        "批准": approved_by, "理由": reason, "限期": date_text(due) if due else None, "经办": by, "备注": note,
    }  # fmt: skip
    return plan_act(inputs, item_id, "变更", day=day, facts=facts)


def _now(inputs: Inputs, standing: Standing, field: str) -> str | None:
    """A header key as it stands, changes applied, in the words of the file; where it says none, what the rules give."""
    item = standing.item
    for entry in reversed(item.entries):
        if entry.action == "变更" and entry.field == field and entry.new:
            return entry.new
    ruling = standing.course.ruling
    if field == "办结时限" and ruling is not None and ruling.limit is not None:
        return ruling.limit.text
    facts = read_facts(inputs.read(item.path) or b"") or {}
    known = {f.key for f in ITEM_FIELDS}
    return (_words(facts.get(field)) if field in known else None) or _by_rule(inputs, standing, field)


def _by_rule(inputs: Inputs, standing: Standing, field: str) -> str | None:
    """The limit or rhythm the item has without saying so: ``长期``, ``10个工作日``, ``每半年``."""
    item, regime, since = standing.item, inputs.book.regime, standing.course.initiated_on
    if since is None:
        return None
    if field == "办结时限":
        rule = regime.duty(item, "办结", since, rhythm=False)
        return rule.limit.text if rule is not None and rule.limit is not None else None
    if field == "反馈频次":
        rhythm, _ = rhythm_of(item, regime, since)
        return rhythm.text if rhythm is not None else None
    return None


def _full_names(inputs: Inputs, field: str, new: str) -> str:
    """Units given by another name, by their full names."""
    if field not in ("主办单位", "协办单位", "单位"):
        return new
    return "、".join(inputs.ledger.units.full_name(n.strip()) for n in re.split("[、，,]", new) if n.strip())


def _words(value: object) -> str | None:
    if isinstance(value, dict):
        return "/".join(str(value[k]) for k in ("姓名", "职务") if k in value)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value) if value is not None else None


def plan_correct(
    inputs: Inputs, item_id: str, *, day: date, which: EntryRef, field: str, new: str,
    reason: str | None = None, by: str | None = None, note: str | None = None,
) -> Change:  # fmt: skip
    """更正 of one key of one entry; 作废 strikes the whole entry out. The entry itself stays as it was written."""
    if field not in (*CORRECTABLE, VOID):
        near = nearest(field, [*CORRECTABLE, VOID])
        hint = f"是否指“{near}”" if near else f"可更正：{'、'.join([*CORRECTABLE, VOID])}"
        raise WrongUse(f"“{field}”不能更正", f"{hint}；标题、单位等办理以上的内容用 duban change 变更")
    item = inputs.ledger.item(item_id)
    facts_of = read_facts(inputs.read(item.path) or b"") or {}
    hits = [
        (entry, fact)
        for entry, fact in zip(item.entries, facts_of.get("办理") or [], strict=True)
        if entry.day == which.day and entry.action == which.action
    ]
    if len(hits) < which.nth:
        raise NotFound(
            f"事项 {item_id} 在 {which.day} 没有第{which.nth}条“{which.action}”",
            f"经过见 duban show {item_id}",
        )
    void = void_places(item.entries)
    entry, written = hits[which.nth - 1]
    if any(item.entries[n] is entry for n in void):
        raise RuleRefused(
            f"事项 {item_id} {which.day} 的“{which.action}”已经作废",
            f"不用再更正；经过见 duban show {item_id}",
        )
    old, new = _words(written.get(field)), _full_names(inputs, field, new)
    standing = _corrected(item, entry, field, void) or old
    if field != VOID and standing is not None and _full_names(inputs, field, standing) == new:
        raise RuleRefused(
            f"事项 {item_id} {which.day} 的“{which.action}”，{field}本来就是{new}，不用更正",
            f"经过见 duban show {item_id}",
        )
    target: dict[str, Facts] = {"日期": date_text(which.day), "动作": which.action}
    if which.nth > 1:
        target["第"] = str(which.nth)
    facts: dict[str, Facts | None] = {
        "更正项": target, "字段": field, "原": None if field == VOID else old,
        "新": new, "理由": reason, "经办": by, "备注": note,
    }  # fmt: skip
    return plan_act(inputs, item_id, "更正", day=day, facts=facts)


def _corrected(item: Item, entry: Entry, field: str, void: Collection[int]) -> str | None:
    """What the last 更正 in force made of a key of an entry; None where none did."""
    for place in reversed(range(len(item.entries))):
        by = item.entries[place]
        if place in void or by.action != "更正" or by.field != field:
            continue
        target = corrected_place(item.entries, by)
        if target is not None and item.entries[target] is entry:
            return by.new
    return None
