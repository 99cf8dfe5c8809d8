"""依据 and 当: the clause a rule rests on, and the matters it binds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from duban_cli.ledger.records import Item

LOCAL = "本办约定"
"""The basis of a rule that rests on no document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """文件: one of the documents a regime is made of."""

    code: str
    effective: date
    doc_no: str | None = None
    name: str | None = None
    cited_as: str | None = None
    note: str | None = None

    @property
    def citation(self) -> str:
        """How the document is named in a clause: 文号, else its name with the date."""
        return self.cited_as or self.doc_no or f"{self.name or self.code}（{self.effective.isoformat()}）"


@dataclass(frozen=True, slots=True)
class Clause:
    """依据: a place in a document, or 本办约定."""

    document: Document | None
    article: str = ""

    @property
    def text(self) -> str:
        """``岳政办发〔2007〕3号 二（三）``."""
        if self.document is None:
            return f"{LOCAL} {self.article}".strip()
        name = self.document.citation
        return f"{name}{'' if name.endswith('）') else ' '}{self.article}".strip()

    def in_force(self, day: date) -> bool:
        """True when the document had taken effect on ``day``."""
        return self.document is None or self.document.effective <= day


@dataclass(frozen=True, slots=True)
class Condition:
    """当: every ``field = value`` (values by ``|``) must hold of the item's header."""

    tests: tuple[tuple[str, tuple[str, ...]], ...] = ()
    text: str = ""

    def holds(self, item: Item) -> bool:
        """True when the item meets every test."""
        return all(_header_value(item, key) in values for key, values in self.tests)


ALWAYS = Condition()
"""The condition of a rule that has none."""
CONDITION_KEYS: Mapping[str, str] = {
    "缓急": "urgency", "难度": "difficulty", "公开属性": "openness", "来源.类型": "kind", "来源.层级": "level",
    "类别": "category", "上级事项": "parent",
}  # fmt: skip
HAS, HAS_NOT = "有", "无"
"""上级事项: whether the item was split off from another."""


def _header_value(item: Item, key: str) -> str | None:
    if key == "上级事项":
        return HAS if item.parent else HAS_NOT
    holder = item.origin if key.startswith("来源.") else item
    value = getattr(holder, CONDITION_KEYS[key], None) if holder else None
    return value if isinstance(value, str) else None


def dated(clause: Clause) -> date:
    """The day its document took effect; the beginning of time where it rests on none."""
    return clause.document.effective if clause.document else date.min


_C = TypeVar("_C", bound=Clause)


def latest(clauses: Iterable[_C], day: date) -> _C | None:
    """Of several clauses, that of the latest document in force on ``day``."""
    found = [c for c in clauses if c.in_force(day)]
    return max(found, key=dated) if found else None
