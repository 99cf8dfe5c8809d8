"""Names that must be known: categories, units, the duty an entry speaks of, the way of urging."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban_cli.checks.across import Across
from duban_cli.checks.scene import Scene, Setting
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.vocabulary import CHANGEABLE, EACH_UNIT, URGE_METHODS
from duban_cli.rules.entries import typed_value
from duban_cli.rules.regime import DUTIES
from duban_cli.text import nearest

_JOINED = re.compile(r"[、，,;；]")


def category(scene: Scene) -> Iterator[Finding]:
    """类别 must be one of the regime's, of a document in force when the item was put on the ledger."""
    regime = scene.ledger.regime
    for subject in scene.subjects:
        name = subject.item.category
        found = regime.category(name)
        if found is None:
            known = [n for c in regime.categories.values() for n in (c.name, *c.aliases)]
            near = nearest(name, known)
            hint = f"是否想写“{near}”" if near else f"可用的有：{'、'.join(regime.categories)}"
            yield subject.at_key("类别", "unknown-category", f"本台账制度里没有类别“{name}”", hint)
            continue
        since = subject.course.initiated_on
        if since is not None and found.clause is not None and not found.clause.in_force(since):
            yield subject.at_key(
                "类别", "category-not-in-force", f"{since} 立项时，“{found.name}”所依据的{found.clause.text}还没有施行",
                "核对立项日期，或改用当时有效的类别", "warning",
            )  # fmt: skip


def units(scene: Scene) -> Iterator[Finding]:
    """Every unit named on an item must be in units.yaml, one to a place."""
    for subject in scene.subjects:
        item = subject.item
        for key, names in (("主办单位", (item.lead,)), ("协办单位", item.support)):
            for name in names:
                told = _unknown(name, scene, key)
                if told:
                    yield subject.at_key(key, "unknown-unit", *told)
        for entry in item.entries:
            named = [(entry.unit, "单位")] if entry.unit else []
            if entry.action == "变更" and entry.new and entry.field in ("主办单位", "协办单位"):
                value = typed_value(CHANGEABLE[entry.field], entry.new)
                named += [(n, entry.field) for n in ((value,) if isinstance(value, str) else value)]
            elif entry.action == "更正" and entry.new and entry.field == "单位":
                named.append((entry.new, "单位"))
            for name, key in named:
                told = _unknown(name, scene, key)
                if told:
                    yield subject.at_entry(entry, "unknown-unit", *told)


def office_units(scene: Across) -> Iterator[Finding]:
    """Units praised or criticised in a bulletin must be known, else their count goes wrong."""
    for event in scene.ledger.office:
        for name in (*event.criticised, *event.commended):
            told = _unknown(name, scene, "单位")
            if told:
                path = f"office/{event.day.year}.yaml"
                yield Finding(
                    path, 0, 0, "error", "unknown-unit", f"{event.day} {event.action}：{told[0]}", told[1]
                )


def _unknown(name: str, scene: Setting, key: str) -> tuple[str, str] | None:
    if scene.unit(name):
        return None
    members = scene.ledger.units.groups.get(name)
    if members is not None:
        shown = "、".join(members[:4]) + ("…" if len(members) > 4 else "")
        return f"“{name}”是一组单位，不是一个单位", f"写明是哪个单位：{shown}"
    parts = [p.strip() for p in _JOINED.split(name) if p.strip()]
    if len(parts) > 1:
        hint = (
            f"主办单位写“{parts[0]}”，其余列入协办单位"
            if key == "主办单位"
            else "逐个写，如 [甲局, 乙局]；记录则每个单位一条"
        )
        return f"“{name}”写了 {len(parts)} 个单位，这里一处只写一个", hint
    near = scene.ledger.units.nearest(name)
    return (
        f"单位名录里没有“{name}”",
        f"是否指“{near}”" if near else "用 duban unit add 加入名录，或改成名录里的名称",
    )


def doubled_units(scene: Scene) -> Iterator[Finding]:
    """One unit is lead or supporting, and named once."""
    canonical = scene.book.canonical
    for subject in scene.subjects:
        item = subject.course.item
        support = [canonical(u) for u in item.support]
        if item.reply_by == EACH_UNIT and not support:
            yield subject.at_key(
                "反馈单位", "reply-by-nobody", "反馈单位写的是各单位，却没有协办单位", "补写协办单位，或删去反馈单位",
                "warning",
            )  # fmt: skip
        if canonical(item.lead) in support:
            yield subject.at_key(
                "协办单位",
                "lead-in-support",
                f"主办单位“{item.lead}”又列为协办单位",
                "从协办单位里删去",
                "warning",
            )
        for name in sorted({u for u in support if support.count(u) > 1}):
            yield subject.at_key(
                "协办单位", "unit-doubled", f"协办单位里“{name}”写了不止一次", "只留一处", "warning"
            )


def abouts(scene: Scene) -> Iterator[Finding]:
    """针对 names a duty of the item: 反馈, 办结, a 节点, or one of the category's 另报."""
    for subject, entry in scene.entries():
        numbers = [m.number for m in subject.item.milestones]
        further = scene.ledger.regime.further(subject.course.item.category)
        known = [*DUTIES, *further, *numbers, *(f"节点{n}" for n in numbers)]
        if entry.about and entry.about not in known:
            near = nearest(entry.about, known)
            hint = f"是否想写“{near}”" if near else f"可写：{'、'.join(known)}"
            yield subject.at_entry(entry, "unknown-duty", f"“针对: {entry.about}”不是本事项的义务", hint)


def urge_methods(scene: Scene) -> Iterator[Finding]:
    """A 催办 in a way the ladder does not know takes no step of it."""
    known = list(
        dict.fromkeys(
            (*URGE_METHODS, *(w for s in scene.ledger.regime.ladder if s.action == "催办" for w in s.ways))
        )
    )
    for subject, entry in scene.entries():
        if entry.action == "催办" and entry.method not in known:
            near = nearest(entry.method or "", known)
            hint = f"是否想写“{near}”" if near else f"可写：{'、'.join(known)}"
            yield subject.at_entry(
                entry,
                "urge-method",
                f"催办方式“{entry.method}”不在催办各级之内，不算走了一级",
                hint,
                "warning",
            )
