"""Probe items and every conclusion a regime draws from them, each with the clauses it rests on."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from duban_cli.ledger.records import Item
from duban_cli.rules.limits import due_of
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Obligation, Rulebook
from duban_cli.rules.office import item_duties, office_rounds
from duban_cli.rules.regime import Clause, Regime
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.workdays import WorkCalendar
from tests.kit import at
from tests.regimes.scene import Case, act, case, told

CALENDAR = WorkCalendar()
ORIGIN = "{类型: 上级, 名称: 示例, 日期: 2026-03-02}"
BOSS = "{类型: 批示, 名称: 示例, 批示人: 市长, 层级: 主要领导, 日期: 2026-03-02}"

STARTED = (
    act("2026-03-02", "拟办"),
    act("2026-03-03", "立项", 批准="刘某某"),
    act("2026-03-04", "交办"),
    act("2026-03-05", "签收"),
)
LATE = (
    *STARTED,
    act("2026-04-20", "催办", 方式="通知单", 限期="2026-04-27"),
    act("2026-04-28", "催办", 方式="重点督办"),
    act("2026-04-28", "批评", 单位="甲局", 批准="刘某某"),
)
"""No reply at all: chased, and nothing came by the 限期 of the notice either."""
WHOLE = (
    *STARTED,
    act("2026-03-09", "延期", 环节="申请", 理由="雨季", 限期="2026-03-30"),
    act("2026-03-10", "汇总"),
    act("2026-03-10", "检查结束"),
    told("2026-03-11", "是", 完成="2026-03-06"),
    act("2026-03-12", "审核", 结果="退回", 理由="情况不清"),
    told("2026-04-08", "是"),
    act("2026-04-09", "审核", 结果="通过", 批准="刘某某"),
    act("2026-05-20", "公示"),
    act("2026-05-21", "销号"),
    act("2026-05-22", "结论", 内容="整改到位", 批准="刘某某", 送达="2026-05-22"),
    act("2026-05-25", "复核", 环节="申请", 内容="有异议"),
)
"""A whole course, once sent back."""
OPENING = (*STARTED, act("2026-03-10", "汇总"), act("2026-03-10", "检查结束"), act("2026-03-10", "公示"))
"""What the office owes something for, and has not done."""

VARIANTS: tuple[Mapping[str, str], ...] = (
    {}, {"难度": "重大疑难"}, {"缓急": "急件"}, {"缓急": "特急"}, {"公开属性": "主动公开"}, {"来源": BOSS},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One conclusion: what it says, and every clause it follows from."""

    value: Hashable
    clauses: frozenset[str]


Conclusions = dict[Hashable, Said]


def probes(name: str, rules: Regime) -> dict[str, Item]:
    """Items of each category in several lives and sorts."""
    found: dict[str, Case] = {}
    for category in rules.categories:
        for number, header in enumerate(VARIANTS):
            given = {"来源": ORIGIN, **header}
            found[f"{category}{number}"] = case(name, category, *LATE, **given)
        for label, acts in (
            ("全程", WHOLE),
            ("在办", OPENING),
            ("待办", STARTED[:1]),
            ("待交办", STARTED[:2]),
        ):
            found[f"{category}{label}"] = case(name, category, *acts, 来源=ORIGIN, 公开属性="主动公开")
        stated = case(name, category, *WHOLE, 来源=ORIGIN, 办结时限="2026-03-09")
        found[f"{category}限期全程"] = stated
        found[f"{category}限期"] = case(name, category, *LATE, 来源=ORIGIN, 办结时限="2026-03-20")
    return {key: one.item for key, one in found.items()}


DAYS = {
    "全程": ("2026-03-12", "2026-06-01"),
    "在办": ("2026-07-15",),
    "待办": ("2026-03-20",),
    "待交办": ("2026-03-20",),
}
LATE_DAYS = ("2026-03-04", "2026-05-06")


def conclusions(rules: Regime, items: Mapping[str, Item]) -> Conclusions:
    """Everything the regime concludes of the probes, and of the office's and the units' year."""
    book = Rulebook(rules, CALENDAR, lambda unit: unit)
    out: Conclusions = {}
    for key, item in items.items():
        days = next((d for label, d in DAYS.items() if key.endswith(label)), LATE_DAYS)
        for day in days:
            found = stand(item, book, at(day))
            out.update(((key, day, *where), said) for where, said in _of_item(found, book))
    out.update(_lights(rules, items, book))
    out.update(_year(rules, items))
    return out


Told = Iterator[tuple[tuple[Hashable, ...], Said]]


def _of_item(found: Standing, book: Rulebook) -> Told:
    for duty in found.duties:
        said = Said((duty.due.text, duty.state, duty.limit_text), frozenset(_rests(duty, found, book)))
        yield ("义务", duty.name), said
    for rung in found.ladder:
        rests = {rung.step.clause.text, *_rests(rung.duty, found, book)}
        said = Said((rung.since, rung.due, rung.offered, rung.taken is not None), frozenset(rests))
        yield ("催办", rung.duty.name, rung.ways_text, rung.level), said
    for own in item_duties(found, book):
        yield (
            ("办公室", own.what, own.start, own.rule.clause.text),
            Said((own.due.text, own.state), _own(own.rule)),
        )


def _rests(duty: Obligation, found: Standing, book: Rulebook) -> set[str]:
    """The clauses a duty follows from: its own, and those of what it hangs on."""
    rests = {duty.clause.text, *(c.clause.text for c in duty.changes if c.clause)}
    if duty.start_event == "办结限期":
        rests |= {d.clause.text for d in found.duties if d.what == "办结"}
    if duty.period is not None:
        rests.add(book.regime.first_period[2].text)
    category = book.regime.category(found.item.category)
    if duty.what == "办结" and category is not None:
        # The category's own rule says by which day a stated limit, too, is met (按).
        rests |= {rule.clause.text for rule in category.duties.get("办结", ())}
    if duty.round:
        # What a returned reply has to redo follows from what it was owed for.
        since = found.course.initiated_on or found.now.day
        asked = [(what, rhythm) for what in ("反馈", "办结") for rhythm in (True, False)]
        rules = (book.regime.duty(found.item, what, since, rhythm=rhythm) for what, rhythm in asked)
        rests |= {r.clause.text for r in rules if r is not None}
    return rests


def _own(rule: object) -> frozenset[str]:
    clauses = (getattr(rule, "clause", None), getattr(rule, "limit_clause", None))
    return frozenset(c.text for c in clauses if isinstance(c, Clause))


def _lights(rules: Regime, items: Mapping[str, Item], book: Rulebook) -> Iterator[tuple[Hashable, Said]]:
    """The light of an item of each category, day by day."""
    for category in rules.categories:
        item = items[f"{category}限期"]
        for n in range(24):
            day = date(2026, 3, 5) + timedelta(n)
            found = stand(item, book, Now(day))
            rests = {d.clause.text for d in found.duties} | {light.clause.text for light in rules.lights}
            yield ("灯", category, day), Said(found.light.name if found.light else None, frozenset(rests))


def _year(rules: Regime, items: Mapping[str, Item]) -> Iterator[tuple[Hashable, Said]]:
    """The office's rounds of two years, the limits of notices, the first period, the points of a year."""
    start, end = date(2025, 1, 1), date(2026, 12, 31)
    for own in office_rounds(rules, CALENDAR, (), since=start, until=end, now=Now(end)):
        assert own.period is not None
        yield ("定期", own.what, own.period.name), Said((own.due.text, own.state), _own(own.rule))
    day = date(2026, 3, 2)
    for what, rule in (("退回", rules.redo_rule(day)), ("催办后", rules.urge_rule(day))):
        if rule is not None and rule.limit is not None:
            due = due_of(rule.limit, day, None, CALENDAR)
            yield (what,), Said(due.text if due else None, frozenset({rule.clause.text}))
    share = rules.first_period
    yield ("首期",), Said(share[:2], frozenset({share[2].text}))
    points = rules.points.on(end)
    if points.base is not None:
        yield ("基础分",), Said(points.base.points, frozenset({points.base.clause.text}))
    for each in points.each:
        for count in (1, 5, 30):
            yield ("分", each.each, count), Said(each.given(count), frozenset({each.clause.text}))
    if points.grade is not None:
        rests = frozenset({points.grade.clause.text})
        for mark in (59, 60, 79, 80, 89, 90, 100):
            yield ("等次", mark), Said(points.grade.of(Decimal(mark)), rests)
    cycles = frozenset(c.clause.text for c in points.cycles)
    for key, item in items.items():
        if key.endswith("限期"):
            yield ("周期", key), Said(points.cycle_of(item), cycles)
    if points.no_items is not None:
        yield ("无事项",), Said(points.no_items.treatment, frozenset({points.no_items.clause.text}))
    for score in rules.scoring:
        for count in range(1, 7):
            reached = score.conclusion if count >= score.at_least else None
            yield ("结论", score.action, count), Said(reached, frozenset({score.clause.text}))
    for keep in (*rules.archive, *(k for c in rules.categories.values() for k in c.archive)):
        yield ("归档", keep.keeping), Said(keep.keeping, frozenset({keep.clause.text}))
