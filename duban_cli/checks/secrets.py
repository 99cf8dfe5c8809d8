"""国家秘密 must not be on the ledger, wherever a clerk may have put its mark (保守国家秘密法第三十一条)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.item_format import ITEM_FIELDS
from duban_cli.ledger.secrecy import CODE, HINT, secret_mark, told

_PRIVATE = frozenset({".git", ".duban"})


def marks(scene: Scene) -> Iterator[Finding]:
    """Every text of every item; an entry struck out by 更正 still stands in the file."""
    for subject in scene.subjects:
        for field in ITEM_FIELDS:
            mark = _mark(getattr(subject.item, field.attr))
            if mark:
                yield subject.at_key(field.key, CODE, f"“{field.key}”{told(mark)}", HINT)
        for entry in subject.item.entries:
            mark = _mark(entry)
            if mark:
                yield subject.at_entry(entry, CODE, f"{entry.action}记录{told(mark)}", HINT)


def office_marks(scene: Scene) -> Iterator[Finding]:
    """The office's own events, the register, and titles of items that cannot be read."""
    ledger = scene.ledger
    placed: list[tuple[str, Any]] = [(f"office/{e.day.year}.yaml", e) for e in ledger.office]
    placed += [(p.path, p) for p in ledger.papers]
    placed += [(u.path, u.title) for u in ledger.unreadable]
    for path, value in placed:
        mark = _mark(value)
        if mark:
            yield Finding(path, 0, 0, "error", CODE, told(mark), HINT)


def file_names(scene: Scene) -> Iterator[Finding]:
    """Every file and directory of the ledger, drafts and copies included."""
    root = scene.ledger.root
    for directory, inner, files in os.walk(root):
        inner[:] = [name for name in inner if name not in _PRIVATE]
        for name in (*inner, *files):
            mark = secret_mark(name.rpartition(".")[0] or name)
            if mark:
                path = (Path(directory) / name).relative_to(root).as_posix()
                yield Finding(path, 0, 0, "error", CODE, f"文件名{told(mark)}", HINT)


def _mark(value: Any) -> str | None:
    return next((mark for text in _texts(value) if (mark := secret_mark(text))), None)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a record, however deep, that could bear a mark."""
    if value is None:
        return
    if isinstance(value, str):
        if "密" in value:
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    else:
        for name in getattr(value, "__dataclass_fields__", ()):
            yield from _texts(getattr(value, name))
