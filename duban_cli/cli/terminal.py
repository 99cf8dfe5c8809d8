"""The screen: stdout for data, stderr for talk. The only user of Rich, and only at a terminal.

Text from files and from git is never markup: control characters and terminal escapes show as ``\\x1b``.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from typing import TYPE_CHECKING, TextIO

from duban_cli.errors import WrongUse
from duban_cli.views.grid import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duban_cli.views.grid import Table

# Line breaks and tabs may stand; directional marks could show one text and mean another.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_COLOURS = {
    "红": "bold red",
    "橙": "dark_orange",
    "黄": "yellow",
    "绿": "green",
    "蓝": "blue",
    "紫": "magenta",
}


def speak_utf8() -> None:
    """UTF-8 whatever the machine's locale; what cannot be encoded is escaped, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def safe(text: str) -> str:
    """The text with everything a terminal might obey made visible."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def out(text: str) -> None:
    """Data, on stdout."""
    _write(sys.stdout, safe(text))


def talk(text: str) -> None:
    """Talk, on stderr."""
    _write(sys.stderr, safe(text))


def table(shown: Table) -> None:
    """A table: in colour and fitted to the width at a terminal, else plain aligned text, nothing cut."""
    if not shown.rows:
        return
    if not sys.stdout.isatty():
        out(plain(shown))
        return
    # Rich takes 80 ms to load: not for what is piped.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as Grid  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in shown.columns:
        grid.add_column(Text(column.name), overflow="fold", no_wrap=not column.flexible)
    for row, tone in zip(shown.rows, shown.tones, strict=True):
        colour = _COLOURS.get(tone or "", "")
        cells = [
            Text(safe(cell), style=colour if column.toned else "")
            for cell, column in zip(row, shown.columns, strict=True)
        ]
        grid.add_row(*cells)
    with _quiet_pipe(sys.stdout):
        Console(file=sys.stdout, markup=False, emoji=False, highlight=False).print(grid)


def may_ask() -> bool:
    """True when a person sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, *, option: str, default: str | None = None, empty: str | None = None) -> str:
    """What the person answers; ``empty`` is said to no answer. Raises WrongUse, naming the option to use, where
    nobody can be asked."""
    if not may_ask():
        raise WrongUse(f"缺{question}", f"用 {option} 写明")
    shown = f"{question}（{default}）：" if default else f"{question}："
    while True:
        sys.stderr.write(safe(shown))
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        answer = line.strip() or default
        if answer:
            return answer
        if empty:
            talk(empty)


def _write(stream: TextIO, text: str) -> None:
    with _quiet_pipe(stream):
        stream.write(text if text.endswith("\n") else text + "\n")
        stream.flush()


@contextlib.contextmanager
def _quiet_pipe(stream: TextIO) -> Iterator[None]:
    """Whoever reads may stop reading (``| head``): the rest goes nowhere, and the exit code stands."""
    try:
        yield
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
