"""导入.yaml: how the columns of tables met before are read, kept on the ledger as plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.errors import DataProblem
from duban_cli.exchange.columns import MEANINGS, NONE
from duban_cli.exchange.head import Head
from duban_cli.ledger.fieldtypes import Choice, Field, Many, Record, Schema, Text
from duban_cli.ledger.nodes import Source, compose, plain_key
from duban_cli.ledger.writer import scalar

MAPPING_FILE = "导入.yaml"
_HEAD = (
    "# duban import 记下的：每种表的各列怎样读。表头相同的表再导入时照此办理；可以手工改，改后 duban save。\n"
    f"# 一列写“{NONE}”就不读。\n"
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """列名: 含义."""

    name: str = "列的对应"

    def read(self, node: Node, source: Source) -> dict[str, str] | None:
        if not isinstance(node, MappingNode):
            source.problem(node, "type", "“列”应当写作 列名: 含义", "例如 督办事项: 标题")
            return None
        meaning = Choice(MEANINGS, "列的含义")
        found = {plain_key(k): meaning.read(v, source) for k, v in node.value}
        return None if any(v is None for v in found.values()) else {k: str(v) for k, v in found.items()}

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


def read_mappings(data: bytes | None) -> tuple[Mapped, ...]:
    """The tables known. Raises DataProblem with every problem of the file."""
    if data is None:
        return ()
    source = Source(MAPPING_FILE)
    root = compose(data, source)
    found = _FILE.read_values(root, source) if root is not None else None
    if found is None or source.failed:
        told = "\n".join(p.text for p in source.problems if p.level == "error")
        raise DataProblem(f"{MAPPING_FILE} 读不出来：\n{told}", "改好后再导入；不要了的删去那一张表")
    return tuple(found.get("mapped", ()))


def with_mapping(known: Sequence[Mapped], table: str, head: Head) -> bytes | None:
    """The file with this table's columns; None where it says so already."""
    columns = {c.heading: c.meaning or NONE for c in head.columns}
    same = next((m for m in known if set(m.columns) == set(columns)), None)
    if same is not None and same.columns == columns:
        return None
    fresh = Mapped(table=table, columns=columns)
    kept = [fresh if m is same else m for m in known] if same else [*known, fresh]
    return (_HEAD + "映射:\n" + "".join(map(_text, kept))).encode()


def _text(mapped: Mapped) -> str:
    columns = "".join(f"    {scalar(k, inside=True)}: {scalar(v)}\n" for k, v in mapped.columns.items())
    return f"- 表: {scalar(mapped.table)}\n  列:\n{columns}"
