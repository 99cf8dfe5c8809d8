"""The known name a clerk most likely meant."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE = 0.35


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most alike, by order of characters and by the characters shared; None if none is."""
    return max(
        (one for one in known if _likeness(name, one) >= _ALIKE),
        key=lambda one: _likeness(name, one),
        default=None,
    )


def hint(name: str, known: Iterable[str]) -> str:
    """是不是“…”？ and all that can be written."""
    names = list(known)
    near = nearest(name, names)
    guess = f"是不是“{near}”？" if near else ""
    return f"{guess}可用的有：{'、'.join(names)}"


def _likeness(one: str, other: str) -> float:
    # 电话联系 for 联系电话: in Chinese the same characters in another order are the commonest slip.
    shared = len(set(one) & set(other)) / max(len(set(one) | set(other)), 1)
    return (SequenceMatcher(None, one, other).ratio() + shared) / 2
