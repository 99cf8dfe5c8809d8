"""国家秘密 must not be on the ledger, wherever a clerk may have put its mark (保守国家秘密法第三十一条)."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, cast

from duban_cli.checks.across import Across
from duban_cli.checks.scene import Scene
from duban_cli.ledger.files import below
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.item_format import ITEM_FIELDS
from duban_cli.ledger.secrecy import CODE, HINT, secret_mark, told

_SPOKEN = re.compile("涉密(?:件|文件|事项|材料|会议)|(?<!商业)(?:绝密|机密|秘密)(?:级|件|文件|事项|材料)")
"""Words that speak of a classified matter without being its mark."""
_ABOUT = re.compile("管理|清退|清理|清查|自查|检查|督查|保密|定密|解密|培训|宣传|制度")
"""Keeping secrets is an office's work like any other, and may be supervised here."""


def spoken_of(scene: Scene) -> Iterator[Finding]:
    """Title or demand that speaks of a classified paper: maybe none is meant, but somebody has to look."""
    for subject in scene.subjects:
        item = subject.item
        for key, text in (("标题", item.title), ("要求", item.demand)):
            found = _SPOKEN.search(text)
            if found and not _ABOUT.search(text) and not secret_mark(text):
                yield subject.at_key(
                    key, "secret-word", f"“{key}”写有“{found[0]}”，请核对是否涉密",
                    "涉及国家秘密的不得上本台账（保守国家秘密法第三十一条），请报保密员；不涉密的换个说法", "warning",
                )  # fmt: skip


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


def office_marks(scene: Across) -> Iterator[Finding]:
    """The office's own events, the register, and titles of items that cannot be read."""
    ledger = scene.ledger
    placed: list[tuple[str, Any]] = [(f"office/{e.day.year}.yaml", e) for e in ledger.office]
    placed += [(p.path, p) for p in ledger.papers]
    placed += [(u.path, u.title) for u in ledger.unreadable]
    for path, value in placed:
        mark = _mark(value)
        if mark:
            yield Finding(path, 0, 0, "error", CODE, told(mark), HINT)


def file_names(scene: Across) -> Iterator[Finding]:
    """Every file and directory of the ledger, drafts and copies included."""
    for found, _ in below(scene.ledger.root):
        path = found.removesuffix("/")
        name = path.rpartition("/")[2]
        mark = secret_mark(name.rpartition(".")[0] or name)
        if mark:
            yield Finding(path, 0, 0, "error", CODE, f"文件名{told(mark)}", HINT)


def _mark(value: Any) -> str | None:
    """The mark in a record, however deep; most of what a ledger is checked for would be spent here in a slower way."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if "密" in one and (mark := secret_mark(one)):
                return mark
        elif isinstance(one, tuple):
            waiting += one
        elif one is not None and (parts := _parts_of(cast("Hashable", type(one)))) is not None:
            waiting += parts(one)
    return None


@cache
def _parts_of(kind: Hashable) -> Callable[[Any], tuple[Any, ...]] | None:
    """What gives the fields of a record; None for a value that has none."""
    names = getattr(kind, "__dataclass_fields__", ())
    # Two names at least: attrgetter of one gives the value alone.
    return attrgetter(*names, *list(names)[:1]) if names else None
