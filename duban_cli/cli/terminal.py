"""The screen: stdout for data, stderr for talk. The only user of Rich, and only at a terminal.

Text from files and from git is never markup: control characters and terminal escapes show as ``\\x1b``.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from duban_cli.cli.pager import Paged
from duban_cli.errors import WrongUse
from duban_cli.views.grid import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    """UTF-8 whatever the machine's locale, but for ``DUBAN_ENCODING``: a GBK terminal, a pipe into what reads GBK.

    What cannot be encoded is escaped, never an error.
    """
    asked = os.environ.get("DUBAN_ENCODING") or "utf-8"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            try:
                stream.reconfigure(encoding=asked, errors="backslashreplace")
            except LookupError:  # doctor says so
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def safe(text: str) -> str:
    """The text with everything a terminal might obey made visible."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def out(text: str) -> None:
    """Data, on stdout."""
    _write(sys.stdout, safe(text))


def harmless(pieces: Iterable[str]) -> None:
    """Data a piece at a time, on stdout, in which nothing is left that a terminal might obey."""
    with _quiet_pipe(sys.stdout):
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.write("\n")
        sys.stdout.flush()


def talk(text: str) -> None:
    """Talk, on stderr; amid paged data at the terminal, with the data."""
    if isinstance(sys.stdout, Paged) and sys.stderr.isatty():
        sys.stdout.aside(_ended(safe(text)))
        return
    _write(sys.stderr, safe(text))


def prose(text: str) -> None:
    """Text for reading, on stdout: at a terminal its lines are folded to the width, else they stay as they are."""
    if sys.stdout.isatty():
        from duban_cli.views.fitting import prose as folded  # noqa: PLC0415 - not for what is piped

        text = folded(safe(text), width())
    out(text)


def table(shown: Table) -> None:
    """A table: in colour and fitted to the width at a terminal, else plain aligned text, nothing cut."""
    if not shown.rows:
        return
    if not sys.stdout.isatty():
        out(plain(shown))
        return
    # Rich takes 80 ms to load: not for what is piped.
    from rich.console import COLOR_SYSTEMS, Console  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from duban_cli.views.fitting import fit  # noqa: PLC0415

    console = Console(file=sys.stdout, markup=False, emoji=False, highlight=False)
    styles = {name: Style.parse(words) for name, words in _COLOURS.items()}
    bare, bold = Style(), Style(bold=True)
    colours = COLOR_SYSTEMS.get(console.color_system or "")
    harmless = replace(shown, rows=tuple(tuple(map(safe, row)) for row in shown.rows))
    for strip in fit(harmless, width()):
        tone = styles.get(strip.tone or "", bare)
        pieces = [(text, bold if strip.head else tone if toned else bare) for text, toned in strip.pieces]
        if console.legacy_windows:  # coloured by calls, not by escapes
            with _quiet_pipe(sys.stdout):
                console.print(Text.assemble(*pieces), soft_wrap=True)
            continue
        shades = ((text, style.without_color if console.no_color else style) for text, style in pieces)
        _write(sys.stdout, "".join(style.render(text, color_system=colours) for text, style in shades))


def narrowed(lines: Sequence[Sequence[str]]) -> Sequence[str] | None:
    """The lines of a table that is too wide for the terminal; None where it fits, or nobody reads at one."""
    if not sys.stdout.isatty():
        return None
    from duban_cli.views.fitting import narrowed as fitted  # noqa: PLC0415 - not for what is piped

    return fitted(lines, width() - 2)


def width() -> int:
    """The columns of the terminal; ``COLUMNS`` goes first."""
    return max(20, shutil.get_terminal_size().columns)


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
        stream.write(_ended(text))
        stream.flush()


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


@contextlib.contextmanager
def _quiet_pipe(stream: TextIO) -> Iterator[None]:
    """Whoever reads may stop reading (``| head``): the rest goes nowhere, and the exit code stands."""
    try:
        yield
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
