"""The kinds of value a field can hold: how each is read, and how each looks in the JSON Schema.

A type reads a composed node into a value, noting problems with their place; None means "not readable".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Protocol

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from duban_cli.ledger import secrecy
from duban_cli.ledger.nodes import Source, plain_key
from duban_cli.rules.limits import parse_limit
from duban_cli.rules.periods import Rhythm
from duban_cli.rules.wording import UnreadableError, read_day
from duban_cli.text import halfwidth, nearest

Schema = dict[str, Any]

_TIME = re.compile(r"(\d{1,2}):(\d{2})")


class FieldType(Protocol):
    """What a field may hold."""

    @property
    def name(self) -> str:
        """The kind in Chinese, for messages and the documentation."""

    def read(self, node: Node, source: Source) -> Any:
        """The value, or None with a problem noted."""

    def schema(self) -> Schema:
        """The JSON Schema of what may be written."""


def is_blank(node: Node) -> bool:
    """True for ``键:`` with nothing behind it."""
    return isinstance(node, ScalarNode) and not node.value.strip() and node.style in (None, "")


def scalar(node: Node, source: Source, what: str) -> str | None:
    """The text of a scalar node, or None with a problem noted."""
    if isinstance(node, ScalarNode):
        value: str = node.value.strip()
        return value
    kind = "一组键值" if isinstance(node, MappingNode) else "一个列表"
    source.problem(node, "type", f"这里应当是{what}，却写成了{kind}", "写在同一行，去掉多余的 - 或缩进")
    return None


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; line breaks kept in a block written with ``|``."""

    name: str = "文字"
    limit: int = 20_000

    def read(self, node: Node, source: Source) -> str | None:
        value = scalar(node, source, self.name)
        if value is not None and len(value) > self.limit:
            source.problem(
                node, "too-long", f"文字有 {len(value)} 字，超过上限 {self.limit} 字", "长材料请存为附件"
            )
            return None
        return value

    def schema(self) -> Schema:
        # Editors read unquoted 007 or 2026-03-02 as numbers or dates; duban takes the text as written.
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date, ``2026-03-02`` (``2026-3-2`` and full-width digits are understood)."""

    name: str = "日期"

    def read(self, node: Node, source: Source) -> date | None:
        value = scalar(node, source, self.name)
        if value is None:
            return None
        try:
            day = read_day(halfwidth(value), value)
        except UnreadableError as error:
            source.problem(node, "date", error.message, error.hint)
            return None
        if day is None:
            source.problem(node, "date", f"“{value}”不是日期", "写成 2026-03-02 这样")
        return day

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2}$"}


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, ``12:00``."""

    name: str = "时间"

    def read(self, node: Node, source: Source) -> time | None:
        value = scalar(node, source, self.name)
        if value is None:
            return None
        found = _TIME.fullmatch(halfwidth(value))
        if found and int(found[1]) < 24 and int(found[2]) < 60:
            return time(int(found[1]), int(found[2]))
        source.problem(node, "time", f"“{value}”不是时间", "写成 09:30 这样的 24 小时制")
        return None

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a closed list."""

    words: tuple[str, ...]
    name: str = "选项"

    def read(self, node: Node, source: Source) -> str | None:
        value = scalar(node, source, self.name)
        if value is None or value in self.words:
            return value
        mark = secrecy.secret_mark(value)
        if mark:
            source.problem(node, secrecy.CODE, secrecy.told(mark), secrecy.HINT)
            return None
        near = nearest(value, self.words)
        source.problem(
            node,
            "choice",
            f"“{value}”不在可选之列：{'、'.join(self.words)}",
            f"是否想写“{near}”" if near else None,
        )
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否."""

    name: str = "是否"

    def read(self, node: Node, source: Source) -> bool | None:
        value = scalar(node, source, self.name)
        if value in ("是", "否"):
            return value == "是"
        if value is not None:
            source.problem(node, "choice", f"“{value}”应当写“是”或“否”", "改成 是 或 否")
        return None

    def schema(self) -> Schema:
        return {"enum": ["是", "否"]}


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from ``least`` up."""

    least: int = 0
    name: str = "整数"

    def read(self, node: Node, source: Source) -> int | None:
        value = scalar(node, source, self.name)
        if value is None:
            return None
        text = halfwidth(value)
        if text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= self.least:
            return int(text)
        source.problem(node, "number", f"“{value}”应当是不小于 {self.least} 的整数")
        return None

    def schema(self) -> Schema:
        return {"type": ["integer", "string"]}


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text with a grammar of its own (a 时限, a 频次), read by ``parse``, which raises ValueError in Chinese."""

    name: str
    parse: Callable[[str], Any]
    numeric: bool = False
    """May be a bare number (分: -1), which editors read as one."""
    examples: tuple[str, ...] = ()
    """What an editor offers."""

    def read(self, node: Node, source: Source) -> Any:
        value = scalar(node, source, self.name)
        if value is None:
            return None
        try:
            return self.parse(value)
        except UnreadableError as error:
            source.problem(node, "limit", error.message, error.hint)
        except ValueError as error:
            source.problem(node, "value", str(error))
        return None

    def schema(self) -> Schema:
        shown: Schema = {"examples": list(self.examples)} if self.examples else {}
        return {"type": ["string", "number"] if self.numeric else "string"} | shown


LIMIT = Parsed(
    "时限", parse_limit, examples=("10个工作日", "20日", "48小时", "2026-03-20", "第3个工作日12:00", "长期")
)
RHYTHM = Parsed("频次", Rhythm.parse, examples=tuple(r.value for r in Rhythm))


@dataclass(frozen=True, slots=True)
class Many:
    """A list; one value alone may stand without the dash."""

    of: FieldType

    @property
    def name(self) -> str:
        return f"{self.of.name}的列表"

    def read(self, node: Node, source: Source) -> tuple[Any, ...] | None:
        if is_blank(node):
            return ()
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        values = [self.of.read(n, source) for n in nodes]
        return None if any(v is None for v in values) else tuple(values)

    def schema(self) -> Schema:
        one = self.of.schema()
        return {"anyOf": [one, {"type": "array", "items": one}]}


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: its name in the file, its attribute in the program, and what it means."""

    key: str
    attr: str
    type: FieldType
    doc: str
    required: bool = False
    example: str | None = None

    def schema(self) -> Schema:
        """What may be written, explained, with an example for an editor to offer."""
        found: Schema = {**self.type.schema(), "description": self.doc}
        if self.example is not None and not found.keys() & {"enum", "examples", "properties"}:
            found["examples"] = [self.example]
        return found


_GLIMPSE = 40
"""Characters shown of a text that stands where none belongs: it may be the whole file."""


def _glimpse(text: str) -> str:
    line = " ".join(text[: 4 * _GLIMPSE].split())
    return line if len(line) <= _GLIMPSE else f"{line[:_GLIMPSE]}…"


class Record:
    """A group of keys read into one record; unknown and doubled keys are problems."""

    def __init__(self, name: str, build: Callable[..., Any], fields: tuple[Field, ...]) -> None:
        self.name = name
        self.build = build
        self.fields = fields
        self.by_key: Mapping[str, Field] = {f.key: f for f in fields}

    def read(self, node: Node, source: Source) -> Any:
        values = self.read_values(node, source)
        return None if values is None else self.build(**values)

    def read_values(self, node: Node, source: Source) -> dict[str, Any] | None:
        """Attribute → value for every key present; None when anything was wrong."""
        if not isinstance(node, MappingNode):
            shown = _glimpse(node.value) if isinstance(node, ScalarNode) else "列表"
            source.problem(node, "type", f"{self.name}应当是一组“名称: 内容”，却是“{shown}”", self._example())
            return None
        values: dict[str, Any] = {}
        sound = True
        for _key, field, value_node in self.pairs(node, source):
            if field is None:
                sound = False
                continue
            if is_blank(value_node):
                continue
            value = field.type.read(value_node, source)
            if value is None:
                sound = False
            else:
                values[field.attr] = value
        for field in self.fields:
            if (
                field.required
                and field.attr not in values
                and (sound or not self._mentioned(node, field.key))
            ):
                source.problem(
                    node,
                    "missing",
                    f"{self.name}缺“{field.key}”",
                    f"补上：{field.key}: {field.example or '…'}",
                )
                sound = False
        return values if sound else None

    def pairs(self, node: MappingNode, source: Source) -> list[tuple[str, Field | None, Node]]:
        """Each key with its field and value node; doubled and unknown keys noted."""
        out: list[tuple[str, Field | None, Node]] = []
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = plain_key(key_node)
            if key in seen:
                source.problem(
                    key_node, "duplicate-key", f"“{key}”写了两次，前一处在第 {seen[key]} 行", "删去一处"
                )
                out.append((key, None, value_node))
                continue
            seen[key] = key_node.start_mark.line + 1
            field = self.by_key.get(key)
            if field is None:
                self._unknown(key, key_node, source)
            out.append((key, field, value_node))
        return out

    def schema(self) -> Schema:
        properties: Schema = {}
        for f in self.fields:
            properties[f.key] = f.schema()
        return {
            "type": "object",
            "properties": properties,
            "required": [f.key for f in self.fields if f.required],
            "additionalProperties": False,
        }

    def _unknown(self, key: str, node: Node, source: Source) -> None:
        if key in secrecy.MARK_KEYS:
            source.problem(node, secrecy.CODE, f"本台账不设“{key}”：涉密事项不得登记在此", secrecy.HINT)
            return
        if "：" in key:
            word = key.split("：", 1)[0]
            source.problem(
                node, "fullwidth-colon", f"“{word}”后面是全角冒号", f"改成半角冒号加空格：{word}: …"
            )
            return
        near = nearest(key, self.by_key)
        hint = f"是否想写“{near}”" if near else f"可用的有：{'、'.join(self.by_key)}"
        source.problem(node, "unknown-key", f"{self.name}里不认得“{key}”", hint)

    def _mentioned(self, node: MappingNode, key: str) -> bool:
        return any(plain_key(k) == key for k, _ in node.value)

    def _example(self) -> str:
        shown = [f for f in self.fields if f.required] or list(self.fields[:1])
        return "例如 {" + ", ".join(f"{f.key}: {f.example or '…'}" for f in shown) + "}"
