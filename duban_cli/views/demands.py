"""要求对照表 for the eye and for programs: each demand of the source documents, and how it is met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from duban_cli.views.grid import Column, Table

if TYPE_CHECKING:
    from duban_cli.ledger.demands_file import Demand


def demands_table(rows: Sequence[Demand]) -> Table:
    """A row for each demand; a document's name stands once for all of its rows."""
    told = ["", *(row.document for row in rows)]
    return Table(
        (Column("文件"), Column("条款"), *(Column(name, flexible=True) for name in ("要求", "办法"))),
        tuple(
            ("" if row.document == before else row.document, row.article, row.asks, row.means)
            for before, row in zip(told, rows, strict=False)
        ),
        (None,) * len(rows),
    )


def demands_json(rows: Sequence[Demand]) -> list[dict[str, Any]]:
    """The same as plain data; ``clause`` is the document with its article, as a regime's rules cite it."""
    return [
        {
            "document": row.document, "article": row.article, "clause": row.clause, "demand": row.asks,
            "means": row.means, "check": row.check,
        }
        for row in rows
    ]  # fmt: skip
