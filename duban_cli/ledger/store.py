"""Finding and loading a ledger: every file of it read once, every problem kept with its place."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from duban_cli.errors import DataProblem, NotFound
from duban_cli.ledger import secrecy
from duban_cli.ledger.calendar_file import read_calendar
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import MAX_BYTES, Source, too_large
from duban_cli.ledger.office_file import OfficeEvent, read_office
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item, Unreadable
from duban_cli.ledger.regime_file import REGIME_FILE, read_regime
from duban_cli.ledger.register import Paper, read_paper
from duban_cli.ledger.secret_writes import marked
from duban_cli.ledger.settings import SETTINGS_FILE, Settings, read_settings
from duban_cli.ledger.units import UNITS_FILE, Units, read_units
from duban_cli.rules.regime import Category, Regime
from duban_cli.rules.workdays import DayRule, WorkCalendar
from duban_cli.text import nearest

ITEM_NAME = re.compile(r"([0-9]{4})-([0-9]{4,6})\.yaml")
_YEAR_FILE = re.compile(r"([0-9]{4})\.yaml")
_PAPER_NAME = re.compile(r"[^/]+-[0-9]{4,6}\.yaml")
_IGNORED = re.compile(r"^\.|~$|\.sw[po]$|\.bak$")
_NEIGHBOURS = 2
"""How far off a number may be and still be a slip."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The facts of one ledger as they stand in its files."""

    root: Path
    settings: Settings
    units: Units
    regime: Regime
    calendar: WorkCalendar
    items: Mapping[str, Item]
    unreadable: tuple[Unreadable, ...] = ()
    papers: tuple[Paper, ...] = ()
    office: tuple[OfficeEvent, ...] = ()
    findings: tuple[Finding, ...] = ()

    def item(self, item_id: str) -> Item:
        """The item of that id. Raises NotFound with the nearest id, DataProblem when its file cannot be read."""
        if item_id in self.items:
            return self.items[item_id]
        broken = next((u for u in self.unreadable if u.id == item_id), None)
        if broken:
            told = "\n".join(f.text for f in self.findings if f.path == broken.path and f.level == "error")
            raise DataProblem(f"事项 {item_id} 的文件读不出来：\n{told}", "先改好文件，再用 duban save 保存")
        near = _near_id(item_id, self.items)
        raise NotFound(
            f"台账里没有事项 {item_id}", f"是否指 {near}" if near else "用 duban list 看有哪些编号"
        )

    def unit(self, name: str) -> str:
        """The full present name of a unit by any of its names. Raises NotFound with the nearest known name."""
        found = self.units.find(name)
        if found is not None:
            return self.units.canonical(found.name)
        near = self.units.nearest(name)
        raise NotFound(f"单位名录里没有“{name}”", f"是否指“{near}”" if near else "用 duban unit list 看名录")

    def category(self, name: str) -> Category:
        """A category of the regime by its name or alias. Raises NotFound with the nearest known name."""
        found = self.regime.category(name)
        if found is not None:
            return found
        known = tuple(self.regime.categories)
        near = nearest(name, known)
        raise NotFound(
            f"本台账的制度里没有类别“{name}”",
            f"是否指“{near}”" if near else f"可用的类别：{'、'.join(known)}",
        )


def _near_id(written: str, known: Iterable[str]) -> str | None:
    """The id a slip of the hand may have missed: a neighbour, the same number in another year, or its digits swapped."""
    year, _, number = written.partition("-")
    if not (year.isdecimal() and number.isdecimal()):
        return None
    ranked = []
    for item_id in known:
        of_year, _, its = item_id.partition("-")
        if of_year == year and abs(int(its) - int(number)) <= _NEIGHBOURS:
            ranked.append((abs(int(its) - int(number)), item_id))
        elif its == number or (of_year == year and number in _swapped(its)):
            ranked.append((_NEIGHBOURS + 1, item_id))
    return min(ranked)[1] if ranked else None


def _swapped(digits: str) -> set[str]:
    """The digits with two neighbours changed round, each way."""
    return {digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :] for n in range(len(digits) - 1)}


def find_root(start: Path) -> Path | None:
    """The nearest directory at or above ``start`` that holds a duban.yaml."""
    for place in (start, *start.parents):
        if (place / SETTINGS_FILE).is_file():
            return place
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A ledger, or why it cannot be used, with every finding of reading it."""

    ledger: Ledger | None
    findings: tuple[Finding, ...]

    def need(self) -> Ledger:
        """The ledger. Raises DataProblem telling which of its base files is wrong."""
        if self.ledger is not None:
            return self.ledger
        told = "\n".join(f.text for f in self.findings if f.level == "error")
        raise DataProblem(f"台账的基础文件有错，无法继续：\n{told}", "改好后再试；duban check 可列出全部问题")


class _Reader:
    """Reads files below one root, keeping findings and the digest of what was read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []

    def data(self, path: str) -> bytes | None:
        full = self.root / path
        try:
            found = full.lstat()
            if stat.S_ISLNK(found.st_mode):
                self._link(path)
                return None
            if not stat.S_ISREG(found.st_mode):
                # A pipe would be waited for.
                self.note(path, "not-a-file", "这不是文件", "台账里只放真实的文件")
                return None
            if found.st_size > MAX_BYTES:
                source = Source(path)
                too_large(found.st_size, source)
                self.findings += source.problems
                return None
            return full.read_bytes()
        except FileNotFoundError:
            self.note(path, "missing-file", "文件不存在", "用 git 找回，或重新建账")
        except OSError as error:
            self.note(path, "unreadable", f"文件打不开：{error.strerror or error}", "检查文件权限和磁盘")
        return None

    def read(self, path: str, parse: Callable[[bytes, Source], _T | None]) -> _T | None:
        data = self.data(path)
        if data is None:
            return None
        source = Source(path)
        value = parse(data, source)
        if path in (SETTINGS_FILE, UNITS_FILE) or path.startswith("calendar/"):
            for text, line, col in marked(data):
                source.at(
                    line, col, secrecy.CODE, secrecy.told(secrecy.secret_mark(text) or text), secrecy.HINT
                )
        self.findings += source.problems
        return None if source.failed else value

    def note(self, path: str, code: str, message: str, hint: str) -> None:
        self.findings.append(Finding(path, 0, 0, "error", code, message, hint))

    def stray(self, path: str, hint: str) -> None:
        self.findings.append(Finding(path, 0, 0, "warning", "stray-file", "不认得的文件，未读取", hint))

    def _link(self, path: str) -> None:
        self.note(path, "symlink", "这是一个链接，不是文件或目录", "台账里只放真实的文件和目录")

    def names(self, directory: str) -> list[tuple[str, bool]]:
        """(name, is a directory) below ``directory``, sorted; a missing directory is empty, a link is told."""
        if (self.root / directory).is_symlink():
            self._link(directory)
            return []
        try:
            with os.scandir(self.root / directory) as found:
                return sorted(
                    (e.name, e.is_dir(follow_symlinks=False)) for e in found if not _IGNORED.search(e.name)
                )
        except FileNotFoundError:
            return []
        except OSError as error:
            self.note(directory, "unreadable", f"目录打不开：{error.strerror or error}", "检查目录权限")
            return []

    def year_files(self, directory: str) -> Iterator[tuple[int, str]]:
        for name, is_dir in self.names(directory):
            found = None if is_dir else _YEAR_FILE.fullmatch(name)
            if found:
                yield int(found[1]), f"{directory}/{name}"
            else:
                self.stray(f"{directory}/{name}", f"{directory}/ 下只放 2026.yaml 这样的年度文件")

    def nested(self, directory: str, pattern: re.Pattern[str], hint: str) -> Iterator[str]:
        """Paths ``directory/年/name`` whose name fits ``pattern``; anything else is told as stray."""
        for year, is_dir in self.names(directory):
            if (self.root / directory / year).is_symlink():
                self._link(f"{directory}/{year}")
                continue
            if not is_dir or not re.fullmatch(r"[0-9]{4}", year):
                self.stray(f"{directory}/{year}", hint)
                continue
            for name, inner in self.names(f"{directory}/{year}"):
                if inner or not pattern.fullmatch(name):
                    if directory != "papers" or inner or not name.endswith(".docx"):
                        self.stray(f"{directory}/{year}/{name}", hint)
                    continue
                yield f"{directory}/{year}/{name}"


def load(root: Path, *, digests: bool = True) -> Loaded:
    """Read the whole ledger at ``root``. Problems of single files never stop the reading of the others.

    Without ``digests``, 销号 digests are not worked out: for commands that only show.
    """
    reader = _Reader(root)
    settings = reader.read(SETTINGS_FILE, read_settings)
    units = reader.read(UNITS_FILE, read_units)
    regime = reader.read(REGIME_FILE, read_regime)
    calendar = _load_calendar(reader)
    items, unreadable = _load_items(reader, digests=digests)
    papers = _load_papers(reader)
    office = [e for _, path in reader.year_files("office") for e in reader.read(path, read_office) or ()]
    calendar_ok = not any(f.path.startswith("calendar/") and f.level == "error" for f in reader.findings)
    findings = tuple(sorted(reader.findings, key=lambda f: (f.path, f.line, f.col, f.code)))
    if settings is None or units is None or regime is None or not calendar_ok:
        return Loaded(ledger=None, findings=findings)
    ledger = Ledger(
        root=root, settings=settings, units=units, regime=regime,
        calendar=calendar,
        items=items, unreadable=tuple(unreadable), papers=tuple(papers), office=tuple(office), findings=findings,
    )  # fmt: skip
    return Loaded(ledger=ledger, findings=findings)


def load_calendar(root: Path) -> tuple[WorkCalendar, tuple[Finding, ...]]:
    """The working calendar of the ledger at ``root`` by itself, and every finding of reading it."""
    reader = _Reader(root)
    return _load_calendar(reader), tuple(reader.findings)


def _load_calendar(reader: _Reader) -> WorkCalendar:
    days: list[DayRule] = []
    known_years: set[int] = set()
    for year, path in reader.year_files("calendar"):
        found = reader.read(path, lambda data, source, y=year: read_calendar(data, y, source))  # type: ignore[misc]
        if found is not None:
            days += found.rules
            if found.complete:
                known_years.add(year)
    return WorkCalendar(days, known_years=frozenset(known_years))


def _load_items(reader: _Reader, *, digests: bool) -> tuple[dict[str, Item], list[Unreadable]]:
    items: dict[str, Item] = {}
    unreadable: list[Unreadable] = []
    hint = "事项文件放在 items/年/，名如 items/2026/2026-0017.yaml"
    for path in reader.nested("items", ITEM_NAME, hint):
        year, name = path.split("/")[1:]
        item_id = name.removesuffix(".yaml")
        if not name.startswith(f"{year}-"):
            reader.note(path, "wrong-year", f"编号的年份与所在目录 {year} 不符", "移到对应年份的目录")
        data = reader.data(path)
        if data is None:
            unreadable.append(Unreadable(id=item_id, path=path))
            continue
        item, problems = read_item(data, path, item_id, digests=digests)
        reader.findings += problems
        if item_id in items:
            reader.note(path, "id-twice", f"编号 {item_id} 已有 {items[item_id].path}", "给其中一件改号")
        elif isinstance(item, Item):
            items[item_id] = item
        else:
            unreadable.append(item)
    return items, unreadable


def _load_papers(reader: _Reader) -> list[Paper]:
    papers: list[Paper] = []
    for path in reader.nested("papers", _PAPER_NAME, "文书登记放在 papers/年/，由程序写"):
        paper = reader.read(path, lambda data, source, p=path: _with_path(read_paper(data, source), p))  # type: ignore[misc]
        if paper is not None:
            papers.append(paper)
    return papers


def _with_path(paper: Paper | None, path: str) -> Paper | None:
    if paper is None:
        return None
    return replace(paper, path=path)
