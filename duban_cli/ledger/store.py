"""Finding and loading a ledger: every file of it read once, every problem kept with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from duban_cli.errors import DataProblem, NotFound
from duban_cli.ledger import secrecy
from duban_cli.ledger.calendar_file import read_calendar
from duban_cli.ledger.files import REGIME_FILE, SETTINGS_FILE, UNITS_FILE, Files, of_calendar
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.kept import read_items, read_papers
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.office_file import OfficeEvent, read_office
from duban_cli.ledger.records import Item, Unreadable
from duban_cli.ledger.regime_file import read_regime
from duban_cli.ledger.register import Paper
from duban_cli.ledger.secret_writes import marked
from duban_cli.ledger.settings import Settings, read_settings
from duban_cli.ledger.shelf import Shelves
from duban_cli.ledger.units import Units, read_units
from duban_cli.rules.regime import Category, Regime
from duban_cli.rules.workdays import DayRule, WorkCalendar
from duban_cli.text import nearest

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
    read_as: tuple[str, Settings, Units, Regime, WorkCalendar] | None = None
    """What the files by which items are judged came to, and one digest of them all."""
    unreadable: tuple[Unreadable, ...] = ()
    papers: tuple[Paper, ...] = ()
    office: tuple[OfficeEvent, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def base_digest(self) -> str | None:
        """Of the files by which items are judged: what rests on them may be kept by it. None where the ledger has
        other rules now than those files say."""
        if self.read_as is None:
            return None
        digest, *read = self.read_as
        here = (self.settings, self.units, self.regime, self.calendar)
        return digest if all(a is b for a, b in zip(read, here, strict=True)) else None

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


def load(root: Path, files: Files | None = None) -> Loaded:
    """Read the whole ledger at ``root``. Problems of single files never stop the reading of the others.

    ``files``: a look at them already taken.
    """
    files = files or Files(root)
    shelves = Shelves(root)
    reader = _Reader(files)
    settings = reader.base(SETTINGS_FILE, read_settings)
    units = reader.base(UNITS_FILE, read_units)
    regime = reader.base(REGIME_FILE, read_regime)
    calendar = _calendar(reader)
    calendar_ok = not any(
        of_calendar(f.path) and f.level == "error" for f in (*files.findings, *reader.findings)
    )
    items = read_items(files, shelves)
    papers, paper_findings = read_papers(files, shelves)
    office = [e for _, path in files.year_files("office") for e in reader.read(path, read_office) or ()]
    found_here = [*files.findings, *reader.findings, *items.findings, *paper_findings]
    findings = tuple(sorted(found_here, key=lambda f: (f.path, f.line, f.col, f.code)))
    if settings is None or units is None or regime is None or not calendar_ok:
        return Loaded(ledger=None, findings=findings)
    ledger = Ledger(
        root=root, settings=settings, units=units, regime=regime, calendar=calendar,
        read_as=(files.base_digest, settings, units, regime, calendar),
        items=items.items, unreadable=items.unreadable, papers=papers, office=tuple(office), findings=findings,
    )  # fmt: skip
    return Loaded(ledger=ledger, findings=findings)


def load_calendar(root: Path) -> tuple[WorkCalendar, tuple[Finding, ...]]:
    """The working calendar of the ledger at ``root`` by itself, and every finding of reading it."""
    reader = _Reader(Files(root))
    calendar = _calendar(reader)
    return calendar, tuple(f for f in (*reader.files.findings, *reader.findings) if of_calendar(f.path))


class _Reader:
    """Reads single files of the ledger, keeping what is wrong with their contents."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.findings: list[Finding] = []

    def base(self, path: str, parse: Callable[[bytes, Source], _T | None]) -> _T | None:
        """One of the files by which items are judged; no secret mark may stand in it."""
        return self._parsed(path, self.files.base[path], parse, marks=path != REGIME_FILE)

    def read(self, path: str, parse: Callable[[bytes, Source], _T | None]) -> _T | None:
        return self._parsed(path, self.files.data(path), parse)

    def _parsed(
        self,
        path: str,
        data: bytes | None,
        parse: Callable[[bytes, Source], _T | None],
        *,
        marks: bool = False,
    ) -> _T | None:
        if data is None:
            return None
        source = Source(path)
        value = parse(data, source)
        for text, line, col in marked(data) if marks else ():
            source.at(line, col, secrecy.CODE, secrecy.told(secrecy.secret_mark(text) or text), secrecy.HINT)
        self.findings += source.problems
        return None if source.failed else value


def _calendar(reader: _Reader) -> WorkCalendar:
    days: list[DayRule] = []
    known_years: set[int] = set()
    for year, path in reader.files.calendars:
        found = reader.base(path, lambda data, source, y=year: read_calendar(data, y, source))  # type: ignore[misc]
        if found is not None:
            days += found.rules
            if found.complete:
                known_years.add(year)
    return WorkCalendar(days, known_years=frozenset(known_years))
