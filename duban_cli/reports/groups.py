"""How items fall into the rows of a bulletin: by unit, by category, by where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from duban_cli.ledger.records import Item

if TYPE_CHECKING:
    from duban_cli.ledger.settings import Settings
    from duban_cli.ledger.store import Ledger

By = Literal["单位", "类别", "来源"]
NO_ORIGIN = "未注明来源"
NO_SESSION = "未注明届次或文号"


@dataclass(frozen=True, slots=True)
class Group:
    """One row to be: its name, its items, and the groups they fall into in turn."""

    name: str
    items: tuple[Item, ...]
    parts: tuple[Group, ...] = ()


def id_order(item_id: str) -> tuple[int, int]:
    """Sort key of ids by year and number: 2026-9999 before 2026-10000."""
    year, _, number = item_id.partition("-")
    return int(year), int(number)


def hidden(item: Item, settings: Settings) -> bool:
    """True when a bulletin must not say what the item is about: on the day asked about, or by now."""
    return settings.bulletin.closed_items != "列明" and not_open(item)


def not_open(item: Item) -> bool:
    """True when the item is 不予公开: on the day asked about, or by now."""
    changes = [e.new for e in item.entries if e.action == "变更" and e.field == "公开属性"]
    return "不予公开" in (item.openness, *changes[-1:])


def grouped(items: Iterable[Item], by: By, ledger: Ledger) -> tuple[Group, ...]:
    """The items, headers as of the day asked about and in the order of their ids, each in exactly one group."""
    items = tuple(items)
    if by == "单位":
        groups = _split(items, lambda i: ledger.units.canonical(i.lead))
        return tuple(sorted(groups, key=lambda g: ledger.units.order(g.name)))
    if by == "类别":
        order = {name: n for n, name in enumerate(ledger.regime.categories)}
        groups = _split(items, lambda i: _category(i, ledger))
        return tuple(sorted(groups, key=lambda g: (order.get(g.name, len(order)), g.name)))
    return tuple(
        _with_sessions(g, ledger.settings) for g in _split(items, lambda i: _origin(i, ledger.settings))
    )


def _split(items: tuple[Item, ...], name_of: Callable[[Item], str]) -> list[Group]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(name_of(item), []).append(item)
    return [Group(name, tuple(members)) for name, members in found.items()]


def _category(item: Item, ledger: Ledger) -> str:
    known = ledger.regime.category(item.category)
    return known.name if known else item.category


def _origin(item: Item, settings: Settings) -> str:
    if item.origin is None:
        return NO_ORIGIN
    if _told(item, settings) and item.origin.name:
        return item.origin.name
    return item.origin.kind


def _told(item: Item, settings: Settings) -> bool:
    """A letter's or a report's name tells what the matter is; a meeting's does not."""
    return not hidden(item, settings) or (item.origin is not None and item.origin.kind == "会议")


def _with_sessions(group: Group, settings: Settings) -> Group:
    def session(item: Item) -> str | None:
        if item.origin is None or not _told(item, settings):
            return None
        return item.origin.session or item.origin.doc_no

    if not any(session(i) for i in group.items):
        return group
    return Group(group.name, group.items, tuple(_split(group.items, lambda i: session(i) or NO_SESSION)))
