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

_UNSAFE = re.compile(r"[?\[\]{}#&*!|>'\"%@`\\\n\r\t]|,|:(?=\s|$)|\s$|^[\s?\-:~=<]|^$|[\x00-\x1f\x7f\x85\u2028\u2029\ufeff]")
_FLOW_WIDTH = 60
SCHEMA_LINE = "# 督查事项。字段说明见 duban schema --page；“办理”以上交办后不再改动，变更与更正都记在“办理”里。\n"


def scalar(text: str, *, inside: bool = False) -> str:
    """``text`` as one YAML scalar on one line, quoted where it must be; ``inside`` braces no colon stands bare."""
    text = text.strip()
    if not _UNSAFE.search(text) and not (inside and ":" in text):
        return text
    # Every JSON string is a YAML double-quoted scalar, once what JSON leaves bare and YAML does not take is escaped.
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda m: f"\\u{ord(m.group()):04x}", quoted)


def flow(value: Facts) -> str:
    """A value on one line: ``{姓名: 张某, 职务: 区长}``."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, inside=True)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value, inside=True)


def _pair(key: str, value: Facts, indent: str) -> str:
    if isinstance(value, str) and "\n" in value.strip():
        text = value.strip().replace("\r\n", "\n").replace("\r", "\n")
        if not re.search(r"^\s|[\t\x85\u2028\u2029\ufeff]|[ ]$", text, re.MULTILINE):
            body = "\n".join(f"{indent}  {line}" if line else "" for line in text.split("\n"))
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


def item_text(header: Mapping[str, Facts], entries: Iterable[Mapping[str, Facts]] = ()) -> str:
    """A whole new item file, keys in the order of the format."""
    out = [SCHEMA_LINE]
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
    last_key, history = root.value[-1] if root.value else (None, None)
    if last_key is None or plain_key(last_key) != key or history is None:
        raise DataProblem(f"{path} 的“{key}”不在文件最后，不能添加记录", f"把“{key}”移到文件最后再保存")
    before = plain(root)
    text = data.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    added = _indented(entry_text(facts), _dash_column(history, text, path, key)).replace("\n", newline)
    joint = "" if text.endswith("\n") else newline
    after = (text + joint + added).encode("utf-8")
    old = before[key] if isinstance(before[key], list) else []
    expected = {**before, key: [*old, _stripped(dict(facts))]}
    if read_facts(after) != expected:
        raise DataProblem(f"{path} 末尾加不上记录：加后读回的内容与原文不符", f"检查文件末尾“{key}”的缩进")
    return after


def _dash_column(history: Node, text: str, path: str, key: str) -> int:
    if not isinstance(history, SequenceNode) or not history.value:
        if isinstance(history, SequenceNode):  # 办理: []
            raise DataProblem(f"{path} 的“{key}”写成了空的方括号，不能添加记录", f"改成一行“{key}:”，去掉方括号")
        return 0
    if history.flow_style:
        raise DataProblem(f"{path} 的“{key}”写成了方括号形式，不能添加记录", "改成每条一行、以“- ”开头")
    line = text.removeprefix("\ufeff").split("\n")[history.value[-1].start_mark.line]
    return len(line) - len(line.lstrip())


def _indented(text: str, columns: int) -> str:
    pad = " " * columns
    return "".join(pad + line if line.strip() else line for line in text.splitlines(keepends=True))


def _stripped(value: Facts) -> Facts:
    """What reading gives back for a written value."""
    if isinstance(value, dict):
        return {k: _stripped(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_stripped(v) for v in value]
    return value.strip()
