"""``log``: what each commit did to the items, in the words of the trade."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duban_cli.ledger.files import ITEM_NAME
from duban_cli.ledger.item_format import ITEM_FIELDS
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.rules.moments import SHANGHAI
from duban_cli.views.explain import beside
from duban_cli.views.words import entry_marks, entry_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duban_cli.ledger.commits import Commit
    from duban_cli.ledger.records import Entry

_OTHER = {
    "papers": "文书登记", "documents": "文书", "office": "督查室记录", "calendar": "日历", "templates": "文书模板",
    "units.yaml": "单位名录", "regime.yaml": "制度", "duban.yaml": "台账设置",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """What one commit did to one item: ``what`` in a word, entries new and gone, header fields changed."""

    id: str
    what: str
    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One commit with what it did; ``others`` are kinds of files beside the items."""

    commit: Commit
    items: tuple[ItemChange, ...]
    others: tuple[str, ...]

    @property
    def when(self) -> str:
        """``2026-03-04 09:12``, in Shanghai."""
        return f"{self.commit.date.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def item_id(path: str) -> str | None:
    """The id of an item file's path, None for any other path."""
    name = path.rpartition("/")[2]
    return name.removesuffix(".yaml") if path.startswith("items/") and ITEM_NAME.fullmatch(name) else None


def item_change(path: str, old: bytes | None, new: bytes | None) -> ItemChange | None:
    """The facts that differ between two versions of an item file; None where only layout or comments do."""
    name = item_id(path) or path
    if new is None:
        return ItemChange(id=name, what="删去文件")
    after = _read(path, new)
    if after is None:
        return ItemChange(id=name, what="改动（文件有错，读不出来）")
    before = None if old is None else _read(path, old)
    if before is None:
        what = "新建" if old is None else "改动（此前的文件有错）"
        return ItemChange(id=name, what=what, added=after.entries if old is None else ())
    added, removed = _missing(before.entries, after.entries), _missing(after.entries, before.entries)
    fields = tuple(f.key for f in ITEM_FIELDS if getattr(before, f.attr) != getattr(after, f.attr))
    if not (added or removed or fields):
        return None
    return ItemChange(
        id=name, what="改动" if fields or removed else "", added=added, removed=removed, fields=fields
    )


def other_kinds(paths: Sequence[str]) -> tuple[str, ...]:
    """What else a commit touched, each kind once."""
    kinds = (_OTHER.get(p.partition("/")[0], p) for p in paths if item_id(p) is None)
    return tuple(dict.fromkeys(kinds))


def log_text(logged: Sequence[Logged]) -> str:
    """The log, newest first."""
    return "\n".join(line.rstrip() for one in logged for line in _lines(one))


def logged_json(one: Logged) -> dict[str, Any]:
    """One commit of ``log --format json``."""
    return {
        "commit": one.commit.sha,
        "date": one.commit.date.isoformat(),
        "author": one.commit.author,
        "subject": one.commit.subject,
        "items": [
            {
                "id": c.id,
                "what": c.what or None,
                "entries": [_entry_json(e) for e in c.added],
                "removed": [_entry_json(e) for e in c.removed],
                "fields": list(c.fields),
            }
            for c in one.items
        ],
        "paths": list(one.commit.paths),
    }


def _lines(one: Logged) -> Iterator[str]:
    yield beside(f"{one.when}  {one.commit.subject}", f"{one.commit.author}  {one.commit.sha[:7]}")
    for change in one.items:
        if change.what:
            fields = f"：{'、'.join(change.fields)}" if change.fields else ""
            yield f"  {change.id}  {change.what}{fields}"
        for entry in change.removed:
            yield f"  {change.id}  删去记录 {_entry_words(entry)}"
        for entry in change.added:
            yield f"  {change.id}  {_entry_words(entry)}"
    if one.others:
        yield f"  {'、'.join(one.others)}"


def _entry_words(entry: Entry) -> str:
    return f"{entry.day}  {entry_title(entry)}  {entry_marks(entry)}"


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {"date": entry.day.isoformat(), "action": entry.action, "text": _entry_words(entry).rstrip()}


def _read(path: str, data: bytes) -> Item | None:
    found, _ = read_item(data, path, item_id(path) or "")
    if not isinstance(found, Item):
        return None
    # The line an entry stands on is no fact.
    return replace(found, entries=tuple(replace(e, line=0) for e in found.entries))


def _missing(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries of ``new`` that ``old`` has not, as often as it has them not."""
    left = list(old)
    found = []
    for entry in new:
        if entry in left:
            left.remove(entry)
        else:
            found.append(entry)
    return tuple(found)
