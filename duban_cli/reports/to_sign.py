"""The papers in drafts/ that wait to be signed, and the acts that wait with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.obligations import Rulebook

Act = tuple[str, str, str | None]
"""An entry to be made: its item, its 动作, the 单位 it names."""
DAILY_DRAFT = "日办-"
"""How the name of every draft that ``daily`` makes begins; it looks after these files and no others."""
NUMBERLESS = "待编号-"
"""How the name of a draft begins that came from a branch on which no 文号 are given out; git has its small file."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]')


def draft_name(kind: str, unit: str) -> str:
    """The file in drafts/ that holds the paper ``daily`` draws up for a unit."""
    return f"{DAILY_DRAFT}{kind}-{_NOT_IN_NAMES.sub('_', unit)}.docx"


class ToSign:
    """The drafts that are signed before anything goes out.

    What ``daily`` drew up is only at hand for who issues it, unless its kind is under 须签发.
    """

    def __init__(
        self, ledger: Ledger, book: Rulebook, drafts: Sequence[str], signing: Mapping[str, Sequence[Act]]
    ) -> None:
        must = tuple(f"{DAILY_DRAFT}{kind}-" for kind in ledger.settings.draft_kinds)
        self.names = tuple(d for d in drafts if not d.startswith(DAILY_DRAFT) or d.startswith(must))
        self._book = book
        self._signing = signing
        self._acts = {self._plain(act) for name in self.names for act in signing.get(name, ())}

    def waits(self, item_id: str, action: str, *units: str | None) -> bool:
        """True when an act on an item, of one of ``units`` (None: of the item as such), waits to be signed."""
        return any(self._plain((item_id, action, unit)) in self._acts for unit in units or (None,))

    def items(self, name: str) -> Iterator[str]:
        """The items a draft is about, each once."""
        yield from dict.fromkeys(item for item, _, _ in self._signing.get(name, ()))

    def _plain(self, act: Act) -> Act:
        item, action, unit = act
        return item, action, self._book.canonical(unit) if unit else None
