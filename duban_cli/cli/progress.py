"""How far long work has come: one line on stderr, at a terminal only, gone when the work is done."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING, TypeVar

from duban_cli.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

_PATIENCE = 0.5  # seconds before anything is shown: most work is over by then
_PACE = 0.1  # seconds between two pictures
_BAR = 24


def watched(things: Sequence[T], doing: str) -> Iterator[T]:
    """The things one by one, a bar at the terminal meanwhile."""
    stream = sys.stderr
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield from things
        return
    begun = last = time.monotonic()
    shown = 0
    try:
        for number, thing in enumerate(things):
            now = time.monotonic()
            if now - begun >= _PATIENCE and now - last >= _PACE:
                line = picture(doing, number, len(things), now - begun, shutil.get_terminal_size().columns)
                # No escapes: a console that obeys none shows it as well.
                stream.write("\r" + line + " " * max(0, shown - cell_width(line)))
                stream.flush()
                shown, last = max(shown, cell_width(line)), now
            yield thing
    finally:
        if shown:
            stream.write("\r" + " " * shown + "\r")
            stream.flush()


def picture(doing: str, done: int, total: int, seconds: float, columns: int) -> str:
    """``核对历史  [######      ] 1200/4800  约还需3分钟``, what does not fit the columns left out."""
    full = _BAR * done // total
    left = seconds * (total - done) / done if done else None
    parts = [doing, f"[{'#' * full}{' ' * (_BAR - full)}] {done}/{total}"]
    if left is not None:
        parts.append(f"约还需{round(left / 60)}分钟" if left >= 90 else f"约还需{max(1, round(left))}秒")
    while len(parts) > 1 and cell_width("  ".join(parts)) >= columns:
        parts.pop()
    return "  ".join(parts)
