"""保存: hand edits checked, put into words and committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ruamel.yaml.nodes import MappingNode, SequenceNode

from duban_cli.errors import RuleRefused
from duban_cli.ledger.change import Change, FileWrite, digest_or_none
from duban_cli.ledger.files import ITEM_NAME
from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.nodes import Source, compose, plain_key
from duban_cli.ledger.office_file import EVENTS_KEY
from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.store import Ledger
from duban_cli.plans.words import act_words

_NAMES: Mapping[str, str] = {
    "duban.yaml": "台账设置", "units.yaml": "单位名录", "regime.yaml": "制度", ".gitattributes": "git 设置",
    ".gitignore": "git 设置",
}  # fmt: skip
_ROOMS: Mapping[str, str] = {
    "calendar": "日历", "office": "办公室记录", "templates": "文书模板", "papers": "文书", "items": "事项",
    ".schema": "编辑器的字段提示", ".vscode": "编辑器设置",
}  # fmt: skip


def plan_save(
    ledger: Ledger, paths: Sequence[str], *, old: Callable[[str], bytes | None], new: Callable[[str], bytes | None],
    message: str | None = None,
) -> Change | None:  # fmt: skip
    """The clerk's edits of ``paths`` as one change, told entry by entry. None when there is none.

    ``old`` gives a file as last committed, ``new`` as it stands. Raises RuleRefused when what was recorded
    before would be altered: entries are only ever added.
    """
    if not paths:
        return None
    writes, lines, ids, actions = [], [], [], []
    for path in sorted(paths):
        before, after = old(path), new(path)
        writes.append(FileWrite(path=path, content=after, expect=digest_or_none(after)))
        item_id = path.rsplit("/", 1)[-1].removesuffix(".yaml")
        if path.startswith("items/") and ITEM_NAME.fullmatch(path.rsplit("/", 1)[-1]):
            told, done = _item_words(ledger, item_id, path, before, after)
            lines += told
            actions += done
            ids.append(item_id)
        else:
            if path.startswith("papers/") and before is not None:
                _refuse_altered_paper(path, before, after)
            if path.startswith("office/"):
                _refuse_altered_events(path, before, after)
            lines.append(f"{_verb(before, after)}{_name(path)}（{path}）")
    subject = lines[0] if len(lines) == 1 else f"手工保存：{len(writes)}个文件"
    return Change(
        writes=tuple(writes), subject=subject, body="\n".join(lines) if len(lines) > 1 else "",
        trailers=(*(("Duban-Item", i) for i in ids), *(("Duban-Action", a) for a in actions or ["手工修改"])),
        ids=tuple(ids), message=message,
    )  # fmt: skip


def _item_words(
    ledger: Ledger, item_id: str, path: str, before: bytes | None, after: bytes | None
) -> tuple[list[str], list[str]]:
    if after is None:
        raise RuleRefused(
            f"{path} 被删除了，台账的记录不能删", f"用 git checkout -- {path} 恢复；不再督办的用撤销"
        )
    new = read_facts(after) or {}
    if before is None:
        return [f"{item_id} 手工新建：{new.get('标题', '')}"], ["手工新建"]
    old = read_facts(before)
    if old is None:
        return [f"{item_id} 修好了读不出的文件"], ["手工修改"]
    old_entries, new_entries = _list(old), _list(new)
    if new_entries[: len(old_entries)] != old_entries:
        at = next((n for n, e in enumerate(old_entries) if n >= len(new_entries) or new_entries[n] != e), 0)
        entry = old_entries[at]
        raise RuleRefused(
            f"{path}:{_line(after, HISTORY_KEY, at)}：已有的记录不能改（第 {at + 1} 条，{entry.get('日期')} {entry.get('动作')}）",
            "恢复原样；写错了的，在末尾加一条“更正”",
        )
    changed = [k for k in {**old, **new} if k != HISTORY_KEY and old.get(k) != new.get(k)]
    if changed and any(e.get("动作") == "交办" for e in old_entries):
        raise RuleRefused(
            f"{path}:{_line(after, changed[0])}：已经交办，“{'、'.join(changed)}”不能直接改",
            "恢复原样；要改的，在末尾加一条“变更”，写明批准人",
        )
    added = new_entries[len(old_entries) :]
    item = ledger.items.get(item_id)
    fresh = item.entries[len(old_entries) :] if item is not None else ()
    lead = ledger.units.canonical(item.lead) if item is not None else ""
    lines = [f"{item_id} 手工补记{act_words(item, e, lead)}（{e.day}）" for e in fresh if item is not None]
    if changed:
        lines.append(f"{item_id} 手工修改{'、'.join(changed)}：{new.get('标题', '')}")
    return lines or [f"{item_id} 整理格式，内容未变"], [str(e.get("动作")) for e in added] or ["手工修改"]


def _refuse_altered_paper(path: str, before: bytes, after: bytes | None) -> None:
    """A paper stays as it was issued; its register file may only be marked 作废."""
    back = f"用 git checkout -- {path} 恢复发出时的文件"
    if after is None or not path.endswith(".yaml"):
        raise RuleRefused(f"{path} 是已发出的文书，不能{'删' if after is None else '改'}", back)
    old, new = read_facts(before) or {}, read_facts(after) or {}
    changed = [k for k in {**old, **new} if k not in ("状态", "理由") and old.get(k) != new.get(k)]
    if changed:
        raise RuleRefused(
            f"{path}:{_line(after, changed[0])}：文书已经登记，“{'、'.join(changed)}”不能改",
            f"{back}；作废的，把“状态”改成作废并写“理由”",
        )


def _refuse_altered_events(path: str, before: bytes | None, after: bytes | None) -> None:
    old = _list(read_facts(before or b"") or {}, EVENTS_KEY)
    new = _list(read_facts(after or b"") or {}, EVENTS_KEY)
    if new[: len(old)] != old:
        at = next((n for n, e in enumerate(old) if n >= len(new) or new[n] != e), 0)
        raise RuleRefused(
            f"{path}:{_line(after, EVENTS_KEY, at)}：已有的记录不能改，也不能删",
            f"用 git checkout -- {path} 恢复；新的记在末尾",
        )


def _line(data: bytes | None, key: str, place: int | None = None) -> int:
    """The line of a key, or of the entry at ``place`` of its list; 1 where it is gone."""
    root = compose(data or b"", Source(""))
    if not isinstance(root, MappingNode):
        return 1
    for name, value in root.value:
        if plain_key(name) != key:
            continue
        if place is not None and isinstance(value, SequenceNode) and value.value:
            return int(value.value[min(place, len(value.value) - 1)].start_mark.line) + 1
        return int(name.start_mark.line) + 1
    return 1


def _list(facts: Mapping[str, Any], key: str = HISTORY_KEY) -> list[dict[str, Any]]:
    entries = facts.get(key)
    return entries if isinstance(entries, list) else []


def _verb(before: bytes | None, after: bytes | None) -> str:
    return "增加" if before is None else "删除" if after is None else "修改"


def _name(path: str) -> str:
    return _NAMES.get(path) or _ROOMS.get(path.split("/", 1)[0], "文件")
