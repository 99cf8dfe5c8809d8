"""What a clerk who wrote a wrong name in a template is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable


def hint(name: str, known: Iterable[str]) -> str:
    """是不是“…”？ and all that can be written."""
    names = list(known)
    near = nearest(name, names)
    guess = f"是不是“{near}”？" if near else ""
    return f"{guess}可用的有：{'、'.join(names)}"
