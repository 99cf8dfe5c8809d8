"""``regime`` and ``regime --diff`` say everything a rule means: a rule changed in anything reads otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from duban_cli.rules.limits import Counting, Workdays
from duban_cli.rules.periods import Rhythm
from duban_cli.rules.regime import Clause, Condition, Document, Regime, Trigger
from duban_cli.views.regime_rules import lines
from tests.rules.made import BASE, regime_of, with_common, with_section

FULL = with_common(
    "销号: [{步: 公示, 时限: 7日, 首日: 计, 依据: 岳20 四}]\n"
    "  归档: [{保管期限: 30年, 依据: 本办约定}]\n"
    "  另报: [{事: 整改情况, 时限: 3个工作日, 起算: 办结限期, 依据: 岳20 一}]",
    with_section("催办:\n", """
催办:
- {针对: 反馈, 逾期: 7个工作日, 方式: 通知单, 文书: 催办通知单, 当: 缓急 = 急件, 时限依据: 本办约定, 依据: 岳07 二（三）}
- {针对: 反馈, 自: 催办限期, 逾期: 1个工作日, 动作: 批评, 酌情: 是, 依据: 岳07 二（三）}
""", with_section("考核:\n", """
考核:
- {一年内: 批评, 满: 3次, 结论: 未达标, 依据: 岳07 三（二）}
- {无事项: 不考核, 依据: 本办约定}
- {基础分: 100, 依据: 本办约定}
- {每: 逾期, 分: -1, 上限: 10, 再次: 加倍, 依据: 本办约定}
- {每: 催办, 逐次: [0, -3, -10], 依据: 本办约定}
- {等次: {A: 90, B: 80}, 依据: 本办约定}
- {周期: 月, 当: 类别 = 媒体批评, 依据: 本办约定}
""", BASE)),
)  # fmt: skip
_UNSAID = {"line", "level"}
"""A line is where a rule stands; the level of a light is its place among the others, which has a line of its own."""
_WORDS = {"收到": "完成", "到期": "催办限期", "期初": "期末", "期末": "期初"}


def otherwise(value: Any) -> Any:
    """A value unlike this one, of its kind."""
    match value:
        case bool():
            return not value
        case int() | Decimal():
            return value + 1
        case str():
            return _WORDS.get(value, f"{value}改")
        case date():
            return value + timedelta(days=1)
        case Condition():
            return Condition((("缓急", ("特急",)),), "缓急 = 特急") if not value.tests else Condition()
        case Rhythm():
            return Rhythm.YEAR if value is not Rhythm.YEAR else Rhythm.MONTH
        case Counting():
            return replace(value, first_day=not value.first_day)
        case Clause():
            return Clause(None, "改")
        case None:
            return None
        case _ if type(value).__module__.startswith("duban_cli.rules.limit"):
            return Workdays(99)
        case _:
            raise TypeError(type(value))


def _idle(rule: Any, name: str) -> bool:
    """True for a field that says nothing in such a rule: 起 without a limit or a period, 分 where each time has its own."""
    if name == "edge":
        return rule.limit is None or rule.rhythm is None
    return name in ("points", "doubling") and bool(getattr(rule, "tiers", ()))


def changed(rule: Any) -> Iterator[tuple[str, Any]]:
    """The rule with each of its fields made otherwise in turn, where one has a value."""
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name in _UNSAID or value is None or _idle(rule, field.name):
            continue
        if isinstance(value, tuple):
            if not value or not isinstance(value[0], str | Decimal | Trigger):
                continue
            other: Any = value[:-1] if len(value) > 1 else (*value, *value)
            if isinstance(value[0], Decimal):
                other = (*value, Decimal(99))
            if isinstance(value[0], str | Trigger) and len(value) == 1:
                other = (otherwise(value[0]) if isinstance(value[0], str) else Trigger("逾期", 9),)
            yield field.name, replace(rule, **{field.name: other})
        else:
            yield field.name, replace(rule, **{field.name: otherwise(value)})


def rules_of(regime: Regime) -> Iterator[tuple[str, Any, Any]]:
    """Every rule of the sections that are lists, with how to put another in its place."""
    for name in ("ladder", "lights", "closing", "archive", "approvals", "scoring", "office", "redo", "urged"):
        for n, rule in enumerate(getattr(regime, name)):

            def put(other: Any, name: str = name, n: int = n) -> Regime:
                rules = getattr(regime, name)
                new: dict[str, Any] = {name: (*rules[:n], other, *rules[n + 1 :])}
                return replace(regime, **new)

            yield name, rule, put
    for name in ("base", "each", "no_items", "cycles"):
        for n, rule in enumerate(getattr(regime.points, name)):

            def put_points(other: Any, name: str = name, n: int = n) -> Regime:
                rules = getattr(regime.points, name)
                points = replace(regime.points, **{name: (*rules[:n], other, *rules[n + 1 :])})
                return replace(regime, points=points)

            yield name, rule, put_points
    for what, duties in regime.common.items():
        for n, rule in enumerate(duties):

            def put_duty(other: Any, what: str = what, n: int = n) -> Regime:
                kept = regime.common[what]
                return replace(regime, common={**regime.common, what: (*kept[:n], other, *kept[n + 1 :])})

            yield what, rule, put_duty


def said(regime: Regime) -> list[tuple[str, ...]]:
    return [(*line.key, line.text, line.basis) for line in lines(regime)]


REGIME = regime_of(FULL)
CASES = [
    pytest.param(put(other), id=f"{section}-{n}-{name}")
    for n, (section, rule, put) in enumerate(rules_of(REGIME))
    for name, other in changed(rule)
    if not isinstance(rule, Document) and is_dataclass(rule)
]


@pytest.mark.parametrize("other", CASES)
def test_a_rule_changed_in_anything_reads_otherwise(other: Regime) -> None:
    assert said(other) != said(REGIME)


def test_lights_in_another_order_read_otherwise() -> None:
    assert said(replace(REGIME, lights=REGIME.lights[::-1])) != said(REGIME)
