"""Where a file or directory for others may be put: never among what belongs to a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.ledger.files import SETTINGS_FILE

if TYPE_CHECKING:
    from pathlib import Path

_ROOMS = frozenset({"items", "office", "papers", "calendar", "templates", "drafts", ".duban", ".git"})


def ledger_around(path: Path) -> Path | None:
    """The ledger ``path`` is or lies in; links are followed."""
    real = path.resolve()
    return next((place for place in (real, *real.parents) if (place / SETTINGS_FILE).is_file()), None)


def is_ledgers_own(path: Path) -> bool:
    """True for a file or directory that is a ledger's own, or that its commands take for one."""
    real = path.resolve()
    for root in real.parents:
        if not (root / SETTINGS_FILE).is_file():
            continue
        first, *inside = (part.casefold() for part in real.relative_to(root).parts)
        if first in _ROOMS if inside else first.startswith(".") or first.endswith((".yaml", ".yml")):
            return True
    return False
