"""须写 in regime.yaml: what must be on record by the time of an act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import Node

from duban_cli.ledger.fieldtypes import Choice, Field, Many, Record, Schema, Text
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.vocabulary import CHANGEABLE
from duban_cli.rules.required import ACTS, RequiredRule

_ALWAYS = ("标题", "要求", "主办单位")
"""Header keys every item has anyway."""


@dataclass(frozen=True, slots=True)
class RequiredRules:
    """One rule: 字段 (header keys) or 附件 (a word in the name of an attachment), and by which act (到)."""

    basis: Field
    when: Field
    name: str = "须写规则"

    @property
    def record(self) -> Record:
        keys = tuple(k for k in CHANGEABLE if k not in _ALWAYS)
        return Record(self.name, dict, (
            Field("字段", "fields", Many(Choice(keys, "字段")), "事项的哪些字段", example="责任人"),
            Field("附件", "attachment", Text(limit=20), "这一步的记录要有名称里含这几个字的附件", example="批示复印件"),
            Field("到", "by", Choice(ACTS, "动作"), "到哪一步须写齐", required=True, example="交办"),
            self.when, self.basis,
        ))  # fmt: skip

    def read(self, node: Node, source: Source) -> RequiredRule | None:
        values: dict[str, Any] | None = self.record.read_values(node, source)
        if values is None:
            return None
        if "fields" not in values and "attachment" not in values:
            source.problem(node, "required", "没有写须写什么", "补上 字段: [责任人] 或 附件: 批示复印件")
            return None
        fields = values.get("fields", ())
        return RequiredRule(**values, attrs=tuple(CHANGEABLE[key] for key in fields))

    def schema(self) -> Schema:
        return self.record.schema()
