"""The items of a ledger by their ids, each made from what is kept of it when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeVar

from duban_cli.ledger.files import Found
from duban_cli.ledger.records import Item

_T = TypeVar("_T")
MOST_HELD = 5_000
"""Items held once made; of a larger ledger the rest are made anew each time, so that memory stays bounded."""


class Items(Mapping[str, Item]):
    """Ids in order, with their items. ``make`` gives the item of a file, ``held`` has those made already by path."""

    def __init__(
        self, files: Mapping[str, Found], make: Callable[[Found], Item], held: dict[str, Item]
    ) -> None:
        self._files = files
        self._make = make
        self._held = held
        self._once: dict[Hashable, Any] = {}
        self.changed: Mapping[str, Item] = {}

    def __getitem__(self, item_id: str) -> Item:
        if item_id in self.changed:
            return self.changed[item_id]
        file = self._files[item_id]
        found = self._held.get(file.path)
        if found is None:
            found = self._make(file)
            if len(self._held) < MOST_HELD:
                self._held[file.path] = found
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._files
        yield from (i for i in self.changed if i not in self._files)

    def __len__(self) -> int:
        return len(self._files) + sum(1 for i in self.changed if i not in self._files)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._files or item_id in self.changed

    def with_items(self, changed: Mapping[str, Item]) -> Items:
        """The same with these added, or instead of those of the same id."""
        copy = self.as_read
        copy.changed = {**self.changed, **changed}
        return copy

    @property
    def as_read(self) -> Items:
        """The same without what was changed since."""
        copy = Items(self._files, self._make, self._held)
        copy._once = self._once
        return copy

    def once(self, name: Hashable, work_out: Callable[[], _T]) -> _T:
        """What is worked out but once, by its name, from the items as they were read."""
        if name not in self._once:
            self._once[name] = work_out()
        found: _T = self._once[name]
        return found

    def once_of(self, item: Item, name: str, work_out: Callable[[Item], _T]) -> _T:
        """The same, from one item; it is held with what came of it, so that no other can take its place."""
        return self.once((name, id(item)), lambda: (item, work_out(item)))[1]

    def file(self, item_id: str) -> Found | None:
        """The file behind an item that is as it was read; None for one changed since."""
        return None if item_id in self.changed else self._files.get(item_id)


def with_items(items: Mapping[str, Item], changed: Mapping[str, Item]) -> Mapping[str, Item]:
    """Items with some added, or instead of those of the same id."""
    return items.with_items(changed) if isinstance(items, Items) else {**items, **changed}
