"""The page of the item file's fields and of the 动作 vocabulary, in Markdown, out of the format itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.ledger.fieldtypes import Choice, Many, Record
from duban_cli.ledger.item_format import ENTRY_FIELDS, ITEM_FIELDS, MILESTONE, ORIGIN, PERSON
from duban_cli.ledger.vocabulary import ACTIONS, COMMON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from duban_cli.ledger.fieldtypes import Field


def format_page() -> str:
    """Fields of the header, of its groups, of the entries; then every 动作 with its keys."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "## 事项文件的字段"
    yield ""
    yield from _fields(ITEM_FIELDS)
    for record in (ORIGIN, PERSON, MILESTONE):
        yield ""
        yield f"### {record.name}"
        yield ""
        yield from _fields(record.fields)
    yield ""
    yield "## 办理记录的字段"
    yield ""
    yield from _fields(ENTRY_FIELDS)
    yield ""
    yield "## 动作"
    yield ""
    yield f"每条记录都可以写：{'、'.join(COMMON)}。"
    yield ""
    rows = ((a.name, a.doc, "、".join(a.needs), "、".join(a.may)) for a in ACTIONS.values())
    yield from _table(("动作", "意思", "必写", "可写"), rows)


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    rows = ((f.key, "是" if f.required else "", _kind(f), f.doc, f.example or "") for f in fields)
    yield from _table(("字段", "必写", "写法", "意思", "例"), rows)


def _kind(field: Field) -> str:
    kind = field.type
    inner = kind.of if isinstance(kind, Many) else kind
    if isinstance(inner, Choice) and len(inner.words) <= 8:
        words = "、".join(inner.words)
    elif isinstance(inner, Record):
        words = f"一组（{'、'.join(f.key for f in inner.fields)}）"
    else:
        words = inner.name
    return f"{words}；可多个" if isinstance(kind, Many) else words


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for row in rows:
        yield _row(row)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
