"""A YAML file of the ledger as pieces of its own text: what stands before, each key, each line of a list.

For putting two versions together: the facts are compared, the text goes along with its comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from duban_cli.ledger.nodes import Source, compose, plain, plain_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list written a line (or some) to an entry, each begun by a dash in ``column``."""

    opening: str
    column: int
    facts: tuple[Any, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A file whose keys each begin a line. Every text ends its last line with LF."""

    head: str
    facts: Mapping[str, Any]
    texts: Mapping[str, str]
    lists: Mapping[str, Listed] = field(default_factory=dict)


def pieces(data: bytes) -> Pieces | None:
    """The file in pieces; None where it cannot be read or its keys do not each begin a line."""
    root = compose(data, Source(""))
    if not isinstance(root, MappingNode) or root.flow_style:
        return None
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    lines = [f"{line}\n" for line in text.removesuffix("\n").split("\n")]
    keys = [plain_key(k) for k, _ in root.value]
    starts = [k.start_mark.line for k, _ in root.value]
    columns = {k.start_mark.column for k, _ in root.value}
    if columns - {0} or len(set(keys)) < len(keys) or sorted(set(starts)) != starts:
        return None
    ends = [*starts[1:], len(lines)]
    lists: dict[str, Listed] = {}
    for key, (_, node), start, end in zip(keys, root.value, starts, ends, strict=True):
        found = _listed(node, lines, start, end)
        if found is not None:
            lists[key] = found
    return Pieces(
        head="".join(lines[: starts[0]]) if starts else text,
        facts={k: plain(v) for k, (_, v) in zip(keys, root.value, strict=True)},
        texts={k: "".join(lines[s:e]) for k, s, e in zip(keys, starts, ends, strict=True)},
        lists=lists,
    )


def _listed(node: Node, lines: list[str], start: int, end: int) -> Listed | None:
    if not isinstance(node, SequenceNode) or node.flow_style or not node.value:
        return None
    column = int(node.start_mark.column)
    dash = re.compile(rf" {{{column}}}- ")
    begun = [int(entry.start_mark.line) for entry in node.value]
    if begun[0] <= start or not all(dash.match(lines[line]) for line in begun):
        return None
    return Listed(
        opening="".join(lines[start : begun[0]]),
        column=column,
        facts=tuple(plain(entry) for entry in node.value),
        texts=tuple("".join(lines[s:e]) for s, e in zip(begun, [*begun[1:], end], strict=True)),
    )


def shifted(text: str, column: int, to: int) -> str:
    """An entry's text with its dash in another column."""
    if column == to:
        return text
    pad = " " * to
    return "".join(
        f"{pad}{line[column:]}" if line.strip() else line for line in text.splitlines(keepends=True)
    )
