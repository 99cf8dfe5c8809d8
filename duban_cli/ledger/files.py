"""The files of one ledger on disk: which there are, their bytes, and what is wrong with them as files.

Nothing is parsed here, and nothing heavy imported: a command that finds all it needs kept (``shelf``) reads no further.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from duban_cli.ledger.findings import Finding

SETTINGS_FILE = "duban.yaml"
UNITS_FILE = "units.yaml"
REGIME_FILE = "regime.yaml"
CALENDAR = "calendar"
MAX_BYTES = 1_000_000

ITEM_NAME = re.compile(r"([0-9]{4})-([0-9]{4,6})\.yaml")
PAPER_NAME = re.compile(r"[^/]+-[0-9]{4,6}\.yaml")
_YEAR = re.compile(r"[0-9]{4}")
_YEAR_FILE = re.compile(r"([0-9]{4})\.yaml")
_IGNORED = re.compile(r"^\.|~$|\.sw[po]$|\.bak$")
_ITEM_HINT = "事项文件放在 items/年/，名如 items/2026/2026-0017.yaml"
_PAPER_HINT = "文书登记放在 papers/年/，由程序写"

_PRIVATE = frozenset({".git", ".duban"})
_BY_CONTENT = ("items/", "papers/", "office/", "calendar/")
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
NOT_WAITING = os.O_RDONLY | _NO_LINKS | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened: no link is followed, and a pipe that stands in its place is not waited for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its path from the ledger's root, and the sha256 of its bytes, None where they cannot be read."""

    path: str
    sha256: str | None


def find_root(start: Path) -> Path | None:
    """The nearest directory at or above ``start`` that holds a duban.yaml."""
    for place in (start, *start.parents):
        if (place / SETTINGS_FILE).is_file():
            return place
    return None


def of_calendar(path: str) -> bool:
    """Whether a path is the ledger's own calendar or in it."""
    return path == CALENDAR or path.startswith(f"{CALENDAR}/")


def too_large(path: str, size: int) -> Finding:
    """A file of more than ``MAX_BYTES``; it need not be read to be told."""
    told = f"文件有 {size:,} 字节，超过上限 {MAX_BYTES:,} 字节"
    return Finding(path, 1, 1, "error", "too-large", told, "正文过长的材料请存为附件")


class Files:
    """One look at the files below a root; what is wrong with them gathers in ``findings``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self._top = os.fspath(root) + os.sep

    @cached_property
    def base(self) -> Mapping[str, bytes | None]:
        """The files by which items are judged, read once: settings, units, regime, calendar."""
        paths = (SETTINGS_FILE, UNITS_FILE, REGIME_FILE, *(path for _, path in self.calendars))
        found = {path: self.data(path) for path in paths}
        if any(f.path == CALENDAR for f in self.findings):
            # A calendar that cannot be looked into is another thing than none.
            found[CALENDAR] = None
        return found

    @cached_property
    def base_digest(self) -> str:
        """One digest of ``base``: what rests on it may be kept by it."""
        total = hashlib.sha256()
        for path, data in self.base.items():
            total.update(f"{path}\0{-1 if data is None else len(data)}\0".encode())
            total.update(data or b"")
        return total.hexdigest()

    @cached_property
    def calendars(self) -> tuple[tuple[int, str], ...]:
        """Years and paths of the ledger's own calendar."""
        return tuple(self.year_files(CALENDAR))

    @cached_property
    def items(self) -> Mapping[str, tuple[Found, ...]]:
        """Year by year, the item files; whatever else lies there is told as stray."""
        return {
            year: tuple(Found(path, self._digest(path)) for path in paths)
            for year, paths in self._nested("items", ITEM_NAME, _ITEM_HINT)
        }

    @cached_property
    def papers(self) -> Mapping[str, tuple[Found, ...]]:
        """Year by year, the files of the register."""
        return {
            year: tuple(Found(path, self._digest(path)) for path in paths)
            for year, paths in self._nested("papers", PAPER_NAME, _PAPER_HINT)
        }

    @cached_property
    def tree_digest(self) -> str:
        """One digest of all that a check can look at: the ledger's files by content, of whatever else lies there the name."""
        known = {one.path: one.sha256 for year in self.items.values() for one in year}
        known |= {one.path: one.sha256 for year in self.papers.values() for one in year}
        total = hashlib.sha256(self.base_digest.encode())
        for path, is_plain in below(self.root):
            told = known.get(path)
            if told is None:
                by_content = path.startswith(_BY_CONTENT) or ("/" not in path and path.endswith(".yaml"))
                told = _content(self._top + path) if by_content or not is_plain else ""
            total.update(f"{path}\0{told}\n".encode("utf-8", "surrogateescape"))
        return total.hexdigest()

    def _digest(self, path: str) -> str | None:
        data = self.data(path)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def data(self, path: str) -> bytes | None:
        """The bytes of one file; None, and told, where there are none to be had."""
        full = self._top + path
        try:
            if not _NO_LINKS and stat.S_ISLNK(os.lstat(full).st_mode):
                self.link(path)
                return None
            handle = os.open(full, NOT_WAITING)
            try:
                found = os.fstat(handle)
                if not stat.S_ISREG(found.st_mode):
                    self.note(path, "not-a-file", "这不是文件", "台账里只放真实的文件")
                    return None
                if found.st_size > MAX_BYTES:
                    self.findings.append(too_large(path, found.st_size))
                    return None
                return _all_of(handle, found.st_size)
            finally:
                os.close(handle)
        except FileNotFoundError:
            self.note(path, "missing-file", "文件不存在", "用 git 找回，或重新建账")
        except OSError as error:
            if error.errno == errno.ELOOP:
                self.link(path)
            elif error.errno == errno.ENXIO:
                self.note(path, "not-a-file", "这不是文件", "台账里只放真实的文件")
            else:
                told = f"文件打不开：{error.strerror or error}"
                self.note(path, "unreadable", told, "检查文件权限和磁盘")
        return None

    def year_files(self, directory: str) -> Iterator[tuple[int, str]]:
        """The files ``directory/年.yaml``; whatever else lies there is told as stray."""
        for name, is_dir in self._names(directory):
            found = None if is_dir else _YEAR_FILE.fullmatch(name)
            if found:
                yield int(found[1]), f"{directory}/{name}"
            else:
                self.stray(f"{directory}/{name}", f"{directory}/ 下只放 2026.yaml 这样的年度文件")

    def note(self, path: str, code: str, message: str, hint: str) -> None:
        """An error of the file as a whole."""
        self.findings.append(Finding(path, 0, 0, "error", code, message, hint))

    def stray(self, path: str, hint: str) -> None:
        """A file that is none of the ledger's."""
        self.findings.append(Finding(path, 0, 0, "warning", "stray-file", "不认得的文件，未读取", hint))

    def link(self, path: str) -> None:
        """A symbolic link: where it leads is not the ledger."""
        self.note(path, "symlink", "这是一个链接，不是文件或目录", "台账里只放真实的文件和目录")

    def _names(self, directory: str) -> list[tuple[str, bool]]:
        """(name, is a directory) below ``directory``, sorted; a missing directory is empty, a link is told."""
        full = self._top + directory
        if os.path.islink(full):  # noqa: PTH114 - pathlib costs more than the look
            self.link(directory)
            return []
        try:
            with os.scandir(full) as found:
                return sorted(
                    (e.name, e.is_dir(follow_symlinks=False)) for e in found if not _IGNORED.search(e.name)
                )
        except FileNotFoundError:
            return []
        except OSError as error:
            self.note(directory, "unreadable", f"目录打不开：{error.strerror or error}", "检查目录权限")
            return []

    def _nested(self, directory: str, pattern: re.Pattern[str], hint: str) -> Iterator[tuple[str, list[str]]]:
        for year, is_dir in self._names(directory):
            place = f"{directory}/{year}"
            if os.path.islink(self._top + place):  # noqa: PTH114
                self.link(place)
                continue
            if not is_dir or not _YEAR.fullmatch(year):
                self.stray(place, hint)
                continue
            paths: list[str] = []
            for name, inner in self._names(place):
                if not inner and pattern.fullmatch(name):
                    paths.append(f"{place}/{name}")
                elif directory != "papers" or inner or not name.endswith(".docx"):
                    self.stray(f"{place}/{name}", hint)
            yield year, paths


def below(root: Path) -> Iterator[tuple[str, bool]]:
    """Every path below a ledger's root, directories with a stroke at the end, and whether it is a file or a directory
    that can be looked into, not a link, a pipe or the like. Nothing of git's and duban's own."""
    top = os.fspath(root) + os.sep
    waiting = [""]
    while waiting:
        directory = waiting.pop()
        try:
            with os.scandir(top + directory) as found:
                entries = sorted(
                    (e.name, e.is_dir(follow_symlinks=False), e.is_file(follow_symlinks=False)) for e in found
                )
        except OSError:
            yield directory, False
            continue
        for name, is_dir, is_file in entries:
            if not is_dir:
                yield directory + name, is_file
            elif name not in _PRIVATE:
                yield f"{directory}{name}/", True
                waiting.append(f"{directory}{name}/")
            elif directory:
                yield f"{directory}{name}/", True


def _content(full: str) -> str:
    """What a file or a link comes to; why it cannot be read, where it cannot."""
    try:
        found = os.lstat(full)
        if stat.S_ISLNK(found.st_mode):
            return f"-> {os.readlink(full)}"  # noqa: PTH115 - pathlib costs more than the look
        if not stat.S_ISREG(found.st_mode):
            return f"mode {found.st_mode}"
        with open(full, "rb") as file:  # noqa: PTH123
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"errno {error.errno}"


def _all_of(handle: int, size: int) -> bytes:
    """All that is left to read; one call where the file keeps the size it had."""
    parts = [os.read(handle, size + 1)]
    while parts[-1] and sum(map(len, parts)) != size:
        parts.append(os.read(handle, MAX_BYTES + 1))
    return parts[0] if len(parts) == 1 else b"".join(parts)
