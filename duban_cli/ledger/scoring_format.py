"""The 考核 section of regime.yaml: each rule one of four kinds, told by its first key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.ledger.fieldtypes import Choice, Field, Many, Parsed, Record, Schema, Text
from duban_cli.ledger.nodes import Source, plain_key
from duban_cli.ledger.vocabulary import ACTIONS
from duban_cli.rules.regime import ScoreRule
from duban_cli.rules.scoring import NO_ITEMS, SCORED, BaseRule, NoItemsRule, PointRule, PointRules
from duban_cli.text import halfwidth

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
    name: str = "考核规则"

    def read(self, node: Node, source: Source) -> tuple[Any, ...] | None:
        rules: tuple[Any, ...] | None = Many(_OneOf(self._kinds())).read(node, source)
        return rules

    def schema(self) -> Schema:
        return Many(_OneOf(self._kinds())).schema()

    def _kinds(self) -> dict[str, Record]:
        points = Parsed("分数", _points)
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
            "每": Record("考核规则", PointRule, (
                Field("每", "each", Choice(SCORED, "计分项"), "每有一件（次、份）", required=True, example="逾期"),
                Field("分", "points", points, "加几分；扣分写负数", required=True, example="-1"),
                Field("上限", "cap", Parsed("分数", _amount), "最多加（扣）几分", example="10"),
                self.basis,
            )),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _OneOf:
    """One rule, of the kind its keys tell."""

    kinds: dict[str, Record]
    name: str = "考核规则"

    def read(self, node: Node, source: Source) -> Any:
        keys = [plain_key(k) for k, _ in node.value] if isinstance(node, MappingNode) else []
        told = [k for k in self.kinds if k in keys]
        if len(told) == 1:
            return self.kinds[told[0]].read(node, source)
        words = "、".join(self.kinds)
        source.problem(
            node, "scoring", f"考核规则要写{words}之一{'，只写一个' if told else ''}",
            "例如 {一年内: 批评, 满: 3次, 结论: 未达标, 依据: …} 或 {无事项: 不考核, 依据: …}",
        )  # fmt: skip
        return None

    def schema(self) -> Schema:
        return {"anyOf": [kind.schema() for kind in self.kinds.values()]}


def split_rules(rules: tuple[Any, ...]) -> tuple[tuple[ScoreRule, ...], PointRules]:
    """The rules that lead to a conclusion, and those on points."""
    return tuple(r for r in rules if isinstance(r, ScoreRule)), PointRules(
        base=tuple(r for r in rules if isinstance(r, BaseRule)),
        each=tuple(r for r in rules if isinstance(r, PointRule)),
        no_items=tuple(r for r in rules if isinstance(r, NoItemsRule)),
    )
