"""导入.yaml: how the columns of tables met before are read, kept on the ledger as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from duban_cli.errors import DataProblem
from duban_cli.exchange.columns import NONE
from duban_cli.exchange.head import Head
from duban_cli.exchange.mapping_file import MAPPING_FILE, Mapped, mappings_in
from duban_cli.ledger.writer import scalar

_HEAD = (
    "# duban import 记下的：每种表的各列怎样读。表头相同的表再导入时照此办理；可以手工改，改后 duban save。\n"
    f"# 一列写“{NONE}”就不读。\n"
)


def read_mappings(data: bytes | None) -> tuple[Mapped, ...]:
    """The tables known. Raises DataProblem with every problem of the file."""
    if data is None:
        return ()
    known, problems = mappings_in(data)
    if any(p.level == "error" for p in problems):
        told = "\n".join(p.text for p in problems if p.level == "error")
        raise DataProblem(f"{MAPPING_FILE} 读不出来：\n{told}", "改好后再导入；不要了的删去那一张表")
    return known


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
