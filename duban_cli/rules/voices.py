"""Who answers for itself: the 协办单位 that owe a reply of their own (反馈单位: 各单位)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from duban_cli.ledger.vocabulary import EACH_UNIT

if TYPE_CHECKING:
    from duban_cli.ledger.records import Item


def answering(item: Item, lead: str, canonical: Callable[[str], str]) -> tuple[str, ...]:
    """The 协办单位 that owe a reply of their own (反馈单位: 各单位)."""
    if item.reply_by != EACH_UNIT:
        return ()
    units = dict.fromkeys(map(canonical, item.support))
    return tuple(u for u in units if u != canonical(lead))


def own_voice(item: Item, unit: str | None, canonical: Callable[[str], str]) -> str | None:
    """The 协办单位 an entry names, where that unit replies for itself; None for the 主办单位 and nobody."""
    named = canonical(unit) if unit else None
    return named if named in answering(item, item.lead, canonical) else None
