"""Long output a screen at a time, at a terminal only, as git does it: nothing that fits the screen is paged."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, TextIO

from duban_cli.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SETTINGS = {"LESS": "FRX", "LESSCHARSET": "utf-8", "LV": "-c"}
"""What less and lv are told where the person has not said otherwise: quit if all fits, colours, no clearing."""


class Paged(io.TextIOBase):
    """Stands for stdout: holds what is written until it is more than a screen, then hands it to the pager."""

    encoding = "utf-8"

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._held: list[tuple[TextIO, str]] = []
        self._lines = 0
        self._screen = shutil.get_terminal_size()
        self._pager: subprocess.Popen[bytes] | None = None
        self._stdout = sys.stdout

    def isatty(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._take(self._stdout, text)
        return len(text)

    def aside(self, text: str) -> None:
        """Talk, which is read with the data it is about."""
        self._take(sys.stderr, text)

    def _take(self, stream: TextIO, text: str) -> None:
        if self._pager is not None:
            self._send(text)
            return
        self._held.append((stream, text))
        columns = max(1, self._screen.columns)
        self._lines += sum(1 + max(0, cell_width(line) - 1) // columns for line in text.splitlines())
        if self._lines >= self._screen.lines:
            self._open()

    def _open(self) -> None:
        try:
            self._pager = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, env={**_SETTINGS, **os.environ}
            )
        except OSError:  # no such program: as if there were no pager
            self._screen = os.terminal_size((self._screen.columns, sys.maxsize))
            return
        for _, text in self._held:
            self._send(text)
        self._held.clear()

    def _send(self, text: str) -> None:
        pipe = self._pager.stdin if self._pager else None
        if pipe is None or pipe.closed:
            return
        try:
            pipe.write(text.encode(self._stdout.encoding or "utf-8", "backslashreplace"))
            pipe.flush()
        except OSError:  # the reader has seen enough
            with contextlib.suppress(OSError):
                pipe.close()

    def finish(self) -> None:
        """Shows what is held, or waits until the reader leaves the pager."""
        for stream, text in self._held:
            with contextlib.suppress(BrokenPipeError):
                stream.write(text)
                stream.flush()
        self._held.clear()
        if self._pager is None:
            return
        if self._pager.stdin is not None:
            with contextlib.suppress(OSError):
                self._pager.stdin.close()
        while True:
            try:
                self._pager.wait()
            except KeyboardInterrupt:  # the pager's own business
                continue
            return


def pager_command(environment: Mapping[str, str]) -> list[str] | None:
    """``DUBAN_PAGER``, else ``PAGER``, else less where there is one; None: no paging is wanted or possible."""
    named = environment.get("DUBAN_PAGER", environment.get("PAGER"))
    if environment.get("TERM") == "dumb":
        return None
    if named is None:
        return ["less"] if os.name != "nt" and shutil.which("less") else None
    try:
        words = shlex.split(named, posix=os.name != "nt")
    except ValueError:
        return None
    return words if words and words != ["cat"] else None


@contextlib.contextmanager
def paged() -> Iterator[None]:
    """What is written meanwhile goes through the pager, if a person is reading and one is set."""
    command = pager_command(os.environ) if sys.stdin is not None and sys.stdin.isatty() else None
    if command is None or not sys.stdout.isatty():
        yield
        return
    screen = Paged(command)
    try:
        with contextlib.redirect_stdout(screen):
            yield
    finally:
        screen.finish()
