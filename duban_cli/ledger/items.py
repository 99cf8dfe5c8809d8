"""The items of a ledger by their ids, each made from what is kept of it when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from duban_cli.ledger.files import Found
from duban_cli.ledger.records import Item

_MOST_HELD = 20_000
"""Items held once made; of a larger ledger the rest are made anew each time, so that memory stays bounded."""


class Items(Mapping[str, Item]):
    """Ids in order, with their items. ``make`` gives the item of a file."""

    def __init__(
        self, files: Mapping[str, Found], make: Callable[[Found], Item], held: dict[str, Item],
        changed: Mapping[str, Item] | None = None,
    ) -> None:  # fmt: skip
        self._files = files
        self._make = make
        self._held = held
        self._changed: Mapping[str, Item] = changed or {}

    def __getitem__(self, item_id: str) -> Item:
        found = self._changed.get(item_id) or self._held.get(item_id)
        if found is None:
            found = self._make(self._files[item_id])
            if len(self._held) < _MOST_HELD:
                self._held[item_id] = found
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._files
        yield from (i for i in self._changed if i not in self._files)

    def __len__(self) -> int:
        return len(self._files) + sum(1 for i in self._changed if i not in self._files)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._files or item_id in self._changed

    def with_items(self, changed: Mapping[str, Item]) -> Items:
        """The same with these added, or instead of those of the same id."""
        return Items(self._files, self._make, self._held, {**self._changed, **changed})

    def file(self, item_id: str) -> Found | None:
        """The file behind an item that is as it was read; None for one changed since."""
        return None if item_id in self._changed else self._files.get(item_id)


def with_items(items: Mapping[str, Item], changed: Mapping[str, Item]) -> Mapping[str, Item]:
    """Items with some added, or instead of those of the same id."""
    return items.with_items(changed) if isinstance(items, Items) else {**items, **changed}
