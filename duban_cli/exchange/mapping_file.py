"""导入.yaml as read: how the columns of tables met before mean what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.exchange.columns import MEANINGS, NONE, SUMMED
from duban_cli.ledger.fieldtypes import Choice, Field, Many, Record, Schema, Text
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import Source, compose, plain_key

MAPPING_FILE = "导入.yaml"


@dataclass(frozen=True, slots=True)
class _Columns:
    """列名: 含义."""

    name: str = "列的对应"

    def read(self, node: Node, source: Source) -> dict[str, str] | None:
        if not isinstance(node, MappingNode):
            source.problem(node, "type", "“列”应当写作 列名: 含义", "例如 督办事项: 标题")
            return None
        meaning = Choice(MEANINGS, "列的含义")
        found: dict[str, str] = {}
        whole = True
        for key, value in node.value:
            means = meaning.read(value, source)
            if means is None:
                whole = False
                continue
            if means in found.values() and means not in SUMMED and means != NONE:
                source.problem(value, "meaning-twice", f"两列都是“{means}”", f"留一列，另一列写 {NONE}")
                whole = False
            found[plain_key(key)] = means
        return found if whole else None

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"enum": list(MEANINGS)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """One table's columns."""

    table: str
    columns: Mapping[str, str]


_MAPPED = Record("映射", Mapped, (
    Field("表", "table", Text(), "从哪个文件记下", required=True, example="督办台账.xlsx"),
    Field("列", "columns", _Columns(), "列名: 含义", required=True, example="督办事项: 标题"),
))  # fmt: skip
_FILE = Record("导入", dict, (Field("映射", "mapped", Many(_MAPPED), "各种表"),))


def mappings_in(data: bytes) -> tuple[tuple[Mapped, ...], tuple[Finding, ...]]:
    """The tables known, none where the file has an error; and every problem of the file."""
    source = Source(MAPPING_FILE)
    root = compose(data, source)
    found = _FILE.read_values(root, source) if root is not None else None
    known = () if found is None or source.failed else tuple(found.get("mapped", ()))
    return known, tuple(source.problems)
