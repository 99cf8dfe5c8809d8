"""销号 in regime.yaml: the steps that come between the accepted reply and striking off."""

from __future__ import annotations

from dataclasses import dataclass

from ruamel.yaml.nodes import Node, SequenceNode

from duban_cli.ledger.fieldtypes import LIMIT, Choice, Field, Many, Record, Schema, Text
from duban_cli.ledger.nodes import Source
from duban_cli.rules.closing import PUBLICATION
from duban_cli.rules.limits import NaturalDays, Workdays
from duban_cli.rules.regime import ClosingStep

FIRST_DAY = ("计", "不计")


@dataclass(frozen=True, slots=True)
class ClosingRules:
    """The list of steps, in the order in which they are taken."""

    basis: Field
    name: str = "销号步骤"

    @property
    def record(self) -> Record:
        return Record(self.name, dict, (
            Field("步", "step", Text(limit=20), "销号前须做的一步；公示以外的记作核查，方式写这一步的名称", required=True, example="验收"),
            Field("时限", "limit", LIMIT, "公示几日；其余各步须在几日内做", example="7日"),
            Field("首日", "first_day", Choice(FIRST_DAY, "首日"), "当天计不计，默认不计"),
            self.basis,
        ))  # fmt: skip

    def read(self, node: Node, source: Source) -> tuple[ClosingStep, ...] | None:
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        steps = [self._step(one, source) for one in nodes]
        sound = [s for s in steps if s is not None]
        return tuple(sound) if len(sound) == len(steps) else None

    def _step(self, node: Node, source: Source) -> ClosingStep | None:
        values = self.record.read_values(node, source)
        if values is None:
            return None
        values["first_day"] = values.get("first_day") == FIRST_DAY[0]
        limit = values.get("limit")
        if limit is not None and not isinstance(limit, NaturalDays | Workdays):
            source.problem(
                node, "closing", f"“{values['step']}”的时限应当以日或工作日计", "写作 7日 或 5个工作日"
            )
            return None
        if values["step"] == PUBLICATION and limit is None:
            source.problem(node, "closing", "“公示”没有写公示几日", "补上 时限: 7日")
            return None
        return ClosingStep(**values)

    def schema(self) -> Schema:
        return Many(self.record).schema()
