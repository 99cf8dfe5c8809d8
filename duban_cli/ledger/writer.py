"""Facts → the text of an item file. An entry is added at the end; nothing else in the file changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from duban_cli.errors import DataProblem
from duban_cli.ledger.item_format import HISTORY_KEY, ITEM_FIELDS
from duban_cli.ledger.nodes import Source, compose, plain, plain_key
from duban_cli.ledger.reader import read_facts

Facts: TypeAlias = "str | list[Facts] | dict[str, Facts]"

_UNSAFE = re.compile(r"[?\[\]{}#&*!|>'\"%@`\\]|,|:(?=\s|$)|\s$|^[\s?\-:~=<]|^$")
# What the reader refuses raw, or takes for a line break: written as an escape.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_NOT_IN_BLOCK = re.compile(r"^[ \t]|[ \t]$", re.MULTILINE)
_FLOW_WIDTH = 60
ITEM_HINTS = ".schema/item.json"
"""Where a ledger keeps the schema of its item files, for editors."""
HINTS_LINE = "# yaml-language-server: $schema=../../" + ITEM_HINTS + "\n"
_ABOUT_LINE = (
    "# 督查事项。字段说明见 duban schema --page；“办理”以上交办后不再改动，变更与更正都记在“办理”里。\n"
)


def scalar(text: str, *, inside: bool = False) -> str:
    """``text`` as one YAML scalar on one line, quoted where it must be; ``inside`` braces no colon stands bare."""
    text = _as_read(text)
    if not (_UNSAFE.search(text) or INVISIBLE.search(text) or (inside and ":" in text)):
        return text
    # Every JSON string is a YAML double-quoted scalar, once what JSON leaves bare and YAML does not take is escaped.
    quoted = json.dumps(text, ensure_ascii=False)
    return INVISIBLE.sub(lambda m: f"\\u{ord(m.group()):04x}", quoted)


def flow(value: Facts) -> str:
    """A value on one line: ``{姓名: 张某, 职务: 区长}``."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, inside=True)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value, inside=True)


def _pair(key: str, value: Facts, indent: str) -> str:
    text = _as_read(value) if isinstance(value, str) else ""
    lines = text.split("\n")
    if len(lines) > 1 and not (_NOT_IN_BLOCK.search(text) or any(INVISIBLE.search(line) for line in lines)):
        body = "\n".join(f"{indent}  {line}" if line else "" for line in lines)
        return f"{indent}{key}: |\n{body}\n"
    return f"{indent}{key}: {scalar(value) if isinstance(value, str) else flow(value)}\n"


def entry_text(facts: Mapping[str, Facts]) -> str:
    """One entry: on one line when it is short, else a key a line."""
    short = all(isinstance(v, str) and "\n" not in v for v in facts.values())
    line = "- " + flow(dict(facts)) + "\n"
    if short and len(line) <= _FLOW_WIDTH:
        return line
    lines = "".join(_pair(k, v, "  ") for k, v in facts.items())
    return "- " + lines[2:]


def item_text(
    header: Mapping[str, Facts], entries: Iterable[Mapping[str, Facts]] = (), *, hinted: bool = False
) -> str:
    """A whole new item file, keys in the order of the format; ``hinted``: the ledger keeps the schema for editors."""
    out = [*([HINTS_LINE] if hinted else []), _ABOUT_LINE]
    for field in ITEM_FIELDS:
        value = header.get(field.key)
        if value is None or value in ("", [], {}):
            continue
        out.append(_pair(field.key, value, ""))
    out.append(f"{HISTORY_KEY}:\n")
    out += [entry_text(e) for e in entries]
    return "".join(out)


def append_entry(data: bytes, facts: Mapping[str, Facts], path: str) -> bytes:
    """The file with one more entry of 办理 (or 记录), every byte before it as it was.

    Raises DataProblem when the file is not laid out so that a line can be added, or does not read back as
    old + new.
    """
    return _append(data, facts, path, HISTORY_KEY)


def append_event(data: bytes, facts: Mapping[str, Facts], path: str, key: str) -> bytes:
    """As ``append_entry``, for the list under ``key`` of another file (office/年.yaml)."""
    return _append(data, facts, path, key)


def _append(data: bytes, facts: Mapping[str, Facts], path: str, key: str) -> bytes:
    source = Source(path)
    root = compose(data, source)
    if not isinstance(root, MappingNode):
        raise DataProblem(f"{path} 读不出来，不能添加记录", "先改好文件，再用 duban save 保存")
    keys = [plain_key(k) for k, _ in root.value]
    if key in keys and keys[-1] != key:
        raise DataProblem(
            f"{path} 的“{key}”不在文件最后，不能添加记录", f"把“{key}”移到文件最后，再用 duban save 保存"
        )
    before = plain(root)
    text = data.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    column = _dash_column(root.value[-1][1], path, key) if key in keys else 0
    opening = "" if key in keys else f"{key}:\n"
    added = (opening + _indented(entry_text(facts), column)).replace("\n", newline)
    joint = "" if text.endswith("\n") else newline
    after = (text + joint + added).encode("utf-8")
    old = before.get(key)
    expected = {**before, key: [*(old if isinstance(old, list) else []), _stripped(dict(facts))]}
    if read_facts(after) != expected:
        raise DataProblem(f"{path} 末尾加不上记录：加后读回的内容与原文不符", f"检查文件末尾“{key}”的缩进")
    return after


def _dash_column(history: Node, path: str, key: str) -> int:
    """Where the dash of a new entry must stand."""
    if not isinstance(history, SequenceNode):
        return 0
    if not history.value:
        raise DataProblem(
            f"{path} 的“{key}”写成了空的方括号，不能添加记录",
            f"改成一行“{key}:”，去掉方括号，再用 duban save 保存",
        )
    if history.flow_style:
        raise DataProblem(
            f"{path} 的“{key}”写成了方括号形式，不能添加记录",
            "改成每条一行、以“- ”开头，再用 duban save 保存",
        )
    column: int = history.start_mark.column
    return column


def _indented(text: str, columns: int) -> str:
    pad = " " * columns
    return "".join(f"{pad}{line}\n" if line else "\n" for line in text.removesuffix("\n").split("\n"))


def _as_read(text: str) -> str:
    """What reading gives back for a written text."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _stripped(value: Facts) -> Facts:
    """What reading gives back for a written value."""
    if isinstance(value, dict):
        return {k: _stripped(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_stripped(v) for v in value]
    return _as_read(value)
