"""What was worked out before, kept in ``.duban/cache`` by the content it rests on. Safe to delete.

A shelf is one file of rows: path, sha256 of that path's bytes, and what was made of them. It answers for one ``key``
only — the program and all else the rows rest on — and carries a checksum: a shelf of another key, a broken one or
none at all is empty, and everything is worked out anew. Where nothing can be written, nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from duban_cli import __version__
from duban_cli.ledger.files import NOT_WAITING

Rows = Mapping[str, tuple[str, bytes]]
"""Path → sha256 and what was made of the file, without line breaks and tabs."""

CACHE = "cache"
_LEFT_OVER = 3600
"""Seconds after which nobody writes a shelf any more."""
_FORM = "duban-shelf-1"
_PACKAGE = Path(__file__).resolve().parent.parent
_PACKAGES = ("chinese_calendar", "borax", "ruamel")
"""Packages whose data decide which days work, and the parser."""


class Shelves:
    """The shelves of one ledger."""

    def __init__(self, root: Path) -> None:
        self._private = root / ".duban"
        # The example ledgers are the program's own: nothing is left in them.
        self._shipped = root.parent.name == "ledgers" and root.resolve().is_relative_to(_PACKAGE.parent)
        self._place = self._private / CACHE

    def load(self, name: str, *rests_on: str) -> dict[str, tuple[str, bytes]]:
        """The rows of a shelf that rests on these."""
        try:
            if self._linked():
                return {}
            data = _data(self._place / name)
        except OSError:
            return {}
        head, _, body = data.partition(b"\n")
        if head != self._head(body, rests_on):
            return {}
        rows: dict[str, tuple[str, bytes]] = {}
        try:
            for line in body.split(b"\n")[:-1]:
                path, sha256, made = line.split(b"\t", 2)
                rows[path.decode()] = (sha256.decode(), made)
        except ValueError:
            return {}
        return rows

    def save(self, name: str, rows: Rows, *rests_on: str) -> None:
        """Keep these rows instead of what the shelf held; nothing happens where that is not possible."""
        body = b"".join(
            b"%s\t%s\t%s\n" % (path.encode(), sha256.encode(), made)
            for path, (sha256, made) in rows.items()
            if path.isprintable()
        )
        temporary = self._place / f"{name}.{os.getpid()}"
        try:
            self._make()
            with temporary.open("xb") as file:
                self._sweep(name, os.fstat(file.fileno()).st_mtime)
                file.write(self._head(body, rests_on) + b"\n")
                file.write(body)
            temporary.replace(self._place / name)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def forget(self, name: str) -> None:
        """Take a shelf away."""
        with contextlib.suppress(OSError):
            (self._place / name).unlink()

    def _make(self) -> None:
        if self._linked() or self._shipped:
            raise FileExistsError
        self._private.mkdir(exist_ok=True)
        with contextlib.suppress(FileExistsError), (self._private / ".gitignore").open("x") as ignore:
            ignore.write("*\n")
        self._place.mkdir(exist_ok=True)

    def _sweep(self, name: str, begun: float) -> None:
        """Take away what runs that were killed left of a shelf half written, long before this one was ``begun``."""
        for left in self._place.glob(f"{name}.[0-9]*"):
            if begun - left.lstat().st_mtime > _LEFT_OVER:
                left.unlink()

    def _linked(self) -> bool:
        """What a link leads to is not the ledger's own."""
        return self._private.is_symlink() or self._place.is_symlink()

    def _head(self, body: bytes, rests_on: tuple[str, ...]) -> bytes:
        key = hashlib.sha256("\0".join((self._program, *rests_on)).encode()).hexdigest()
        return f"{_FORM} {key} {hashlib.blake2b(body, digest_size=16).hexdigest()}".encode()

    @cached_property
    def _program(self) -> str:
        """The program that works things out: its files, its calendars' and its parser's by size and time, and Python."""
        told = [__version__, sys.version]
        for home in (_PACKAGE, *_homes()):
            told += sorted(_stamps(home))
        return "\n".join(told)


def _data(place: Path) -> bytes:
    """A shelf's bytes. Raises OSError: there is none, or what stands there is no file (a pipe is not waited for)."""
    handle = os.open(place, NOT_WAITING)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileExistsError
        with open(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def _homes() -> Iterator[Path]:
    for name in _PACKAGES:
        found = find_spec(name)
        for home in (found.submodule_search_locations or ()) if found is not None else ():
            yield Path(home)


def _stamps(home: Path) -> Iterator[str]:
    with contextlib.suppress(OSError), os.scandir(home) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".yaml", ".so", ".pyd")):
                found = entry.stat()
                yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _stamps(Path(entry.path))
