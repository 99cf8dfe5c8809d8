"""An item file's bytes → an ``Item``, or every problem in it with line and column. One reading path for all."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from duban_cli.ledger.fieldtypes import is_blank
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.item_format import ENTRY, HEADER, HISTORY_KEY
from duban_cli.ledger.nodes import Source, compose, plain, plain_key
from duban_cli.ledger.records import Entry, Item, Unreadable
from duban_cli.ledger.vocabulary import ACTIONS, CHANGEABLE, CORRECTABLE, RESULTS, STAGES, VOID
from duban_cli.rules.entries import typed_value
from duban_cli.text import nearest


def read_item(data: bytes, path: str, item_id: str) -> tuple[Item | Unreadable, list[Finding]]:
    """The item in ``data``; ``Unreadable`` when any error stands in it, with all findings either way."""
    source = Source(path)
    root = compose(data, source)
    item: Item | None = None
    title: str | None = None
    if root is not None:
        if isinstance(root, MappingNode):
            title = next(
                (v.value for k, v in root.value if plain_key(k) == "标题" and isinstance(v.value, str)), None
            )
            item = _read(root, source, path, item_id, hashlib.sha256(data).hexdigest())
        else:
            _not_a_mapping(root, source)
    if item is None or source.failed:
        return Unreadable(id=item_id, path=path, title=title), source.problems
    return item, source.problems


def read_facts(data: bytes) -> dict[str, Any] | None:
    """The plain facts of an item file (strings, lists, dicts), None when it does not parse."""
    root = compose(data, Source(""))
    facts = plain(root) if isinstance(root, MappingNode) else None
    return facts if isinstance(facts, dict) else None


def facts_digest(facts: Any) -> str:
    """sha256 of the canonical JSON of parsed strings: layout, quoting and comments do not change it."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _read(root: MappingNode, source: Source, path: str, item_id: str, sha256: str) -> Item | None:
    header = MappingNode(root.tag, [], root.start_mark, root.end_mark)
    history: Node | None = None
    doubled = False
    for key, value in root.value:
        if plain_key(key) != HISTORY_KEY:
            header.value.append((key, value))
            continue
        if history is not None:
            source.problem(key, "duplicate-key", "“办理”写了两次", "把记录合到一处，删去另一处")
            doubled = True
        history = value
    values = HEADER.read_values(header, source)
    entries = _entries(history, source)
    if history is not None and not doubled and plain_key(root.value[-1][0]) != HISTORY_KEY:
        source.problem(root.value[-1][0], "order", "“办理”之后还有别的内容", "“办理”须放在文件最后")
    if values is None or entries is None or doubled:
        return None
    places = {plain_key(k): (k.start_mark.line + 1, k.start_mark.column + 1) for k, _ in root.value}
    return Item(
        id=item_id, path=path, entries=entries, places=places, sha256=sha256,
        closing_digests=_closing_digests(root, entries), **values,
    )  # fmt: skip


def _closing_digests(root: MappingNode, entries: tuple[Entry, ...]) -> dict[int, str]:
    """Entry index of each 销号 → digest of all facts before it, as they stand now."""
    places = [n for n, e in enumerate(entries) if e.action == "销号"]
    if not places:
        return {}
    facts = plain(root)
    return {n: facts_digest({**facts, HISTORY_KEY: facts[HISTORY_KEY][:n]}) for n in places}


def _entries(history: Node | None, source: Source) -> tuple[Entry, ...] | None:
    if history is None or is_blank(history):
        return ()
    if not isinstance(history, SequenceNode):
        source.problem(history, "type", "“办理”应当是一条条记录", "每条以“- 日期: …”开头")
        return None
    read = [_entry(node, source) for node in history.value]
    return None if any(e is None for e in read) else tuple(e for e in read if e is not None)


def _entry(node: Node, source: Source) -> Entry | None:
    values = ENTRY.read_values(node, source)
    if values is None or not isinstance(node, MappingNode):
        return None
    action = ACTIONS[values["action"]]
    sound = True
    present = set()
    for key_node, value_node in node.value:
        key = plain_key(key_node)
        if not is_blank(value_node):
            present.add(key)
        if key not in action.keys:
            source.problem(
                key_node,
                "not-for-action",
                f"“{action.name}”不用“{key}”",
                f"可用：{'、'.join(sorted(action.keys))}",
            )
            sound = False
    for key in action.needs:
        if key not in present:
            source.problem(node, "missing", f"“{action.name}”缺“{key}”", f"补上 {key}: …")
            sound = False
    return (
        Entry(line=node.start_mark.line + 1, **values)
        if sound and _words(action.name, values, node, source)
        else None
    )


def _words(action: str, values: dict[str, Any], node: Node, source: Source) -> bool:
    """Words whose choice depends on the 动作."""
    for choice, allowed in (("stage", STAGES.get(action)), ("result", RESULTS.get(action))):
        word = values.get(choice)
        if allowed and word not in allowed:
            source.problem(
                node, "choice", f"{action}的“{word}”不在可选之列：{'、'.join(allowed)}", "改成其中之一"
            )
            return False
    if action not in ("变更", "更正"):
        return True
    allowed_fields = [*CHANGEABLE] if action == "变更" else [*CORRECTABLE, VOID]
    if values["field"] not in allowed_fields:
        near = nearest(values["field"], allowed_fields)
        source.problem(
            node, "choice", f"“{values['field']}”不能{action}", f"可用：{near or '、'.join(allowed_fields)}"
        )
        return False
    attr = CHANGEABLE[values["field"]] if action == "变更" else CORRECTABLE.get(values["field"])
    try:
        if attr is not None:
            typed_value(attr, values["new"])
    except ValueError as error:
        source.problem(node, "value", f"{action}后的内容不对：{error}", "改成这一项应有的写法")
        return False
    return True


def _not_a_mapping(root: Node, source: Source) -> None:
    text = root.value if isinstance(root.value, str) else ""
    if "：" in text:
        word = text.split("：", 1)[0].split("\n")[-1]
        source.problem(root, "fullwidth-colon", f"“{word}”后面是全角冒号", f"改成半角冒号加空格：{word}: …")
    else:
        source.problem(root, "type", "文件内容不是一组“名称: 内容”", "第一行写 标题: …")
