"""The 考核 section of regime.yaml: each rule one of six kinds, told by its first key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.ledger.fieldtypes import Choice, Field, FieldType, Many, Parsed, Record, Schema, Text
from duban_cli.ledger.nodes import Source, plain_key
from duban_cli.ledger.vocabulary import ACTIONS
from duban_cli.rules.regime import ScoreRule
from duban_cli.rules.scoring import (
    CYCLES,
    NO_ITEMS,
    SCORED,
    BaseRule,
    CycleRule,
    GradeRule,
    NoItemsRule,
    PointRule,
    PointRules,
)
from duban_cli.text import halfwidth, nearest

DOUBLED = "加倍"

_POINTS = re.compile(r"([+-]?)(\d{1,4}(?:\.\d{1,2})?)分?")


def _times(text: str) -> int:
    found = re.fullmatch(r"([1-9]\d?)\s*次", halfwidth(text))
    if not found:
        raise ValueError(f"“{text}”应当写次数，如 3次")
    return int(found[1])


def _points(text: str) -> Decimal:
    found = _POINTS.fullmatch(halfwidth(text).replace("−", "-"))
    if not found:
        raise ValueError(f"“{text}”应当写分数，如 100、-1 或 0.5")
    return Decimal(found[1] + found[2])


def _amount(text: str) -> Decimal:
    points = _points(text)
    if points <= 0:
        raise ValueError(f"“{text}”应当大于 0：加分、扣分都写最多多少分")
    return points


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """A list of rules; gives what ``split_rules`` takes apart."""

    basis: Field
    when: Field
    name: str = "考核规则"

    def read(self, node: Node, source: Source) -> tuple[Any, ...] | None:
        rules: tuple[Any, ...] | None = Many(_OneOf(self._kinds())).read(node, source)
        return rules

    def schema(self) -> Schema:
        return Many(_OneOf(self._kinds())).schema()

    def _kinds(self) -> dict[str, FieldType]:
        points = Parsed("分数", _points, numeric=True)
        return {
            "一年内": Record("考核规则", ScoreRule, (
                Field("一年内", "action", Choice(tuple(ACTIONS), "动作"), "计哪种动作", required=True, example="批评"),
                Field("满", "at_least", Parsed("次数", _times), "满几次", required=True, example="3次"),
                Field("结论", "conclusion", Text(), "结论", required=True, example="未达标"),
                self.basis,
            )),
            "无事项": Record("考核规则", NoItemsRule, (
                Field("无事项", "treatment", Choice(NO_ITEMS, "无事项"), "当年没有主办事项的单位怎样对待", required=True),
                self.basis,
            )),
            "基础分": Record("考核规则", BaseRule, (
                Field("基础分", "points", points, "起评的分数", required=True, example="100"), self.basis,
            )),
            "每": _Each(Record("考核规则", PointRule, (
                Field("每", "each", Choice(SCORED, "计分项"), "每有一件（次、份）", required=True, example="逾期"),
                Field("分", "points", points, "加几分；扣分写负数", example="-1"),
                Field("逐次", "tiers", Many(points), "第一次、第二次 … 各加几分，往后都按最后一个", example="[0, -3, -10]"),
                Field("再次", "doubling", Choice((DOUBLED,), "再次"), "每再有一次，分数比上一次加倍", example=DOUBLED),
                Field("上限", "cap", Parsed("分数", _amount, numeric=True), "最多加（扣）几分", example="10"),
                self.basis,
            ))),
            "等次": Record("考核规则", GradeRule, (
                Field("等次", "grades", _Grades(), "各等次的最低分", required=True, example="{A: 90, B: 80, C: 60, D: 0}"),
                self.basis,
            )),
            "周期": Record("考核规则", CycleRule, (
                Field("周期", "every", Choice(CYCLES, "周期"), "按月还是按年考核，默认按年", required=True, example="月"),
                self.when, self.basis,
            )),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Each:
    """A rule on points: 分 or 逐次, one of the two."""

    record: Record
    name: str = "考核规则"

    def read(self, node: Node, source: Source) -> PointRule | None:
        values = self.record.read_values(node, source)
        if values is None:
            return None
        each = values["each"]
        if ("points" in values) == ("tiers" in values):
            wrong = "又写“分”又写“逐次”，只写一个" if "points" in values else "缺“分”或“逐次”"
            source.problem(
                node, "scoring", f"“每: {each}”{wrong}",
                "例如 分: -1，或 逐次: [0, -3, -10]（第一次、第二次、第三次起各几分）",
            )  # fmt: skip
            return None
        if "doubling" in values and "tiers" in values:
            source.problem(node, "scoring", f"“每: {each}”写了“逐次”，就不能再写“再次”", "删去“再次”")
            return None
        return PointRule(**values | {"doubling": "doubling" in values})

    def schema(self) -> Schema:
        return self.record.schema()


@dataclass(frozen=True, slots=True)
class _Grades:
    """{A: 90, B: 80}: each grade with its least points."""

    name: str = "等次"

    def read(self, node: Node, source: Source) -> tuple[tuple[str, Decimal], ...] | None:
        if not isinstance(node, MappingNode):
            source.problem(node, "type", "“等次”应当逐个等次写最低分", "例如 {A: 90, B: 80, C: 60, D: 0}")
            return None
        found: dict[str, Decimal] = {}
        sound = True
        for key_node, value_node in node.value:
            key = plain_key(key_node)
            least = Parsed("分数", _points).read(value_node, source)
            twice = key in found or least in found.values()
            if least is not None and twice:
                source.problem(
                    key_node, "scoring", f"等次“{key}”与前面的重复", "等次的名称、最低分都不能相同"
                )
            sound = sound and least is not None and not twice
            found[key] = least
        if not found:
            source.problem(node, "scoring", "“等次”没有写内容", "例如 {A: 90, B: 80, C: 60, D: 0}")
        return tuple(sorted(found.items(), key=lambda g: -g[1])) if found and sound else None

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": ["number", "string"]}}


@dataclass(frozen=True, slots=True)
class _OneOf:
    """One rule, of the kind its keys tell."""

    kinds: dict[str, FieldType]
    name: str = "考核规则"

    def read(self, node: Node, source: Source) -> Any:
        keys = [plain_key(k) for k, _ in node.value] if isinstance(node, MappingNode) else []
        told = [k for k in self.kinds if k in keys]
        if len(told) == 1:
            return self.kinds[told[0]].read(node, source)
        words = "、".join(self.kinds)
        source.problem(
            node, "scoring", f"考核规则要写{words}之一{'，只写一个' if told else _near(keys, self.kinds)}",
            "例如 {一年内: 批评, 满: 3次, 结论: 未达标, 依据: …} 或 {无事项: 不考核, 依据: …}",
        )  # fmt: skip
        return None

    def schema(self) -> Schema:
        return {"anyOf": [kind.schema() for kind in self.kinds.values()]}


def _near(keys: list[str], kinds: dict[str, FieldType]) -> str:
    """What was meant by the rule's first key, where it is near a known one."""
    found = nearest(keys[0], kinds) if keys else None
    return f"（“{keys[0]}”是否想写“{found}”）" if found else ""


def split_rules(rules: tuple[Any, ...]) -> tuple[tuple[ScoreRule, ...], PointRules]:
    """The rules that lead to a conclusion, and those on points."""
    return tuple(r for r in rules if isinstance(r, ScoreRule)), PointRules(
        base=tuple(r for r in rules if isinstance(r, BaseRule)),
        each=tuple(r for r in rules if isinstance(r, PointRule)),
        no_items=tuple(r for r in rules if isinstance(r, NoItemsRule)),
        grades=tuple(r for r in rules if isinstance(r, GradeRule)),
        cycles=tuple(r for r in rules if isinstance(r, CycleRule)),
    )
