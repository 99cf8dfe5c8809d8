"""What every command starts from: which ledger, which moment, and the rules to judge by."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.cli.terminal import talk
from duban_cli.errors import DataProblem, DubanError, NotFound, WrongUse
from duban_cli.ledger.files import SETTINGS_FILE, Files, find_root
from duban_cli.ledger.shelf import Shelves
from duban_cli.rules.moments import SHANGHAI, Now
from duban_cli.text import halfwidth

# The rules and the parser take 0.15 s to load, which what finds all it wants kept need not spend: the methods
# below that need them import them.
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import typer

    from duban_cli.ledger.records import Item
    from duban_cli.ledger.store import Ledger, Loaded
    from duban_cli.rules.obligations import Rulebook
    from duban_cli.rules.standing import Standing
    from duban_cli.rules.workdays import WorkCalendar
    from duban_cli.views.listing import Row

_BETWEEN = re.compile(r"[\s,，、;；]+")
_SOUND = "base"
"""The shelf that says the base files were read without an error."""
_HINT = "进到台账目录里再运行，或写 duban -C 台账目录 …；还没有台账的，用 duban init 目录 建一个"


@dataclass(frozen=True, slots=True)
class Written:
    """A paper a command has written; ``told`` where its path went to stdout (not amid JSON)."""

    path: Path
    root: Path | None
    told: bool


@dataclass(slots=True)
class Asked:
    """The options every command takes, before or after its name: ``-C`` and ``--today``; ``--pdf`` where papers are.

    ``recorded``: when a commit says it was made, where that is not the clock's business (the demo).
    ``written``: the papers written in this call, for ``--pdf``. ``settles``: the command may write, so what a
    killed run left is finished or undone before anything is read. ``pages``: long answers go through the pager.
    """

    ledger: str | None = None
    today: Now | None = None
    recorded: datetime | None = None
    pdf: bool = False
    settles: bool = False
    pages: bool = True
    written: list[Written] = field(default_factory=list)


class Desk:
    """The ledger a command works on, read once and only when asked for, and the moment asked about."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @cached_property
    def root(self) -> Path:
        """The ledger's directory: ``-C``, else ``DUBAN_LEDGER``, else the nearest parent. Raises NotFound."""
        root = self.root_or_none
        if root is None:
            raise NotFound("这里不是台账，上级目录也不是（没有 duban.yaml）", _HINT)
        return root

    @cached_property
    def root_or_none(self) -> Path | None:
        """The same, None where no ledger is named and none is found. Raises NotFound: the one named is none."""
        named = self.asked.ledger or os.environ.get("DUBAN_LEDGER")
        if not named:
            try:
                return find_root(Path.cwd())
            except FileNotFoundError:
                raise WrongUse("当前目录已被删除", "换到别的目录再运行") from None
        root = Path(named).expanduser().resolve()
        if (root / SETTINGS_FILE).is_file():
            return root
        where = "-C" if self.asked.ledger else "环境变量 DUBAN_LEDGER"
        missing = f"里面没有 {SETTINGS_FILE}" if root.is_dir() else "没有这个目录"
        above = find_root(root)
        raise NotFound(f"{where} 指的不是台账：{named}（{missing}）", f"是否指 {above}" if above else _HINT)

    @cached_property
    def now(self) -> Now:
        """``--today``, else the clock in Asia/Shanghai, whatever the machine's zone; to the minute, as limits and
        entries are: what is kept for a moment holds for all of it."""
        if self.asked.today is not None:
            return self.asked.today
        moment = datetime.now(SHANGHAI)
        return Now(moment.date(), moment.time().replace(second=0, microsecond=0))

    @cached_property
    def files(self) -> Files:
        """The ledger's files as this call saw them."""
        self._settle()
        return Files(self.root)

    @cached_property
    def shelves(self) -> Shelves:
        """What is kept of earlier calls."""
        return Shelves(self.root)

    @cached_property
    def loaded(self) -> Loaded:
        """The ledger, or why it cannot be used; for commands that check it."""
        from duban_cli.ledger.store import load  # noqa: PLC0415

        return load(self.root, self.files)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger. Raises NotFound, DataProblem."""
        found = self.loaded.need()
        if self.elsewhere is None:
            return found
        # No 文号 is given out here: every paper that takes one waits, as one that is to be signed does.
        kinds = tuple(dict.fromkeys((*found.settings.draft_kinds, *found.settings.number_forms)))
        return replace(found, settings=replace(found.settings, draft_kinds=kinds, batch_kinds=()))

    @cached_property
    def elsewhere(self) -> str | None:
        """The 发文分支, where git has another branch checked out: no 文号 is given out here."""
        ledger = self.loaded.ledger if self.root_or_none is not None else None
        issuing = ledger.settings.issuing_branch if ledger is not None else None
        if issuing is None:
            return None
        from duban_cli.history import Repo  # noqa: PLC0415 - most ledgers have no 发文分支

        try:
            return None if Repo.find(self.root).branch() in (issuing, None) else issuing
        except DubanError:
            return None

    @cached_property
    def sound_office(self) -> str:
        """The office whose ledger this is, once its base files are known to be right. Raises NotFound, DataProblem."""
        rests_on = self.files.base_digest
        kept = self.shelves.load(_SOUND, rests_on).get(SETTINGS_FILE)
        if kept is not None:
            return kept[1].decode()
        office = self.ledger.settings.office
        self.shelves.save(_SOUND, {SETTINGS_FILE: (rests_on, office.encode())}, rests_on)
        return office

    def _settle(self) -> None:
        """Plans rest on what is on record, not on the half of a write that a kill left behind."""
        if not self.asked.settles:
            return
        self.asked.settles = False
        # Only what writes needs these, and recovery hardly ever.
        from duban_cli.ledger.apply import recover  # noqa: PLC0415
        from duban_cli.ledger.journal import journal_time  # noqa: PLC0415

        told = recover(self.root) if journal_time(self.root / ".duban") is not None else None
        if told:
            talk(told)

    @cached_property
    def book(self) -> Rulebook:
        """The ledger's rules, calendar and names of units."""
        from duban_cli.rules.obligations import Rulebook  # noqa: PLC0415

        return Rulebook(self.ledger.regime, self.ledger.calendar, self.ledger.units.canonical)

    def item(self, written: str) -> Item:
        """The item a clerk names: ``2026-0017``, ``2026-17``, ``17``. Raises NotFound, DataProblem."""
        return self.ledger.item(self.item_id(written))

    def item_id(self, written: str) -> str:
        """The id a clerk means; the number alone will do where one year only has it. Raises NotFound."""
        found = full_id(written)
        if not found.isdecimal():
            return found
        known = (*self.ledger.items, *(u.id for u in self.ledger.unreadable))
        same = [i for i in known if i.partition("-")[2] == found.zfill(4)]
        if len(same) > 1:
            raise NotFound(f"编号 {found} 有几件：{'、'.join(sorted(same))}", "写上年份")
        return same[0] if same else found

    def item_ids(self, written: Iterable[str] | None) -> list[str]:
        """The ids a clerk means, one each or several between commas: ``2,3``, ``2、3``. Raises NotFound."""
        parts = (part for text in written or () for part in _BETWEEN.split(text.strip()))
        return [self.item_id(part) for part in parts if part]

    def standing(self, written: str) -> Standing:
        """Where that item stands now. Raises NotFound, DataProblem."""
        from duban_cli.rules.standing import stand  # noqa: PLC0415

        return stand(self.item(written), self.book, self.now)

    def standings(self) -> list[Standing]:
        """Where every readable item stands now, by number."""
        from duban_cli.rules.standing import stand  # noqa: PLC0415

        return [stand(item, self.book, self.now) for _, item in sorted(self.ledger.items.items())]

    def rows(self) -> Iterator[list[Row]]:
        """Year by year, every item as ``list`` has it. Raises NotFound, DataProblem."""
        from duban_cli.views.listing import Listing  # noqa: PLC0415

        return Listing(self.files, self.shelves, self.now, lambda: self.ledger).years()

    def unit(self, written: str) -> str:
        """The full present name of a unit. Raises NotFound with the nearest known name."""
        return self.ledger.unit(written)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The ledger's working calendar, read by itself; the packaged one where there is no ledger.

        Raises DataProblem: a calendar file has an error.
        """
        from duban_cli.ledger.store import load_calendar  # noqa: PLC0415
        from duban_cli.rules.workdays import WorkCalendar  # noqa: PLC0415

        home = self.root_or_none
        if home is None:
            return WorkCalendar()
        calendar, found = load_calendar(home)
        problems = [f.text for f in found if f.level == "error"]
        if problems:
            raise DataProblem("台账的日历有错：\n" + "\n".join(problems), "改好后再试")
        return calendar

    @cached_property
    def office(self) -> str | None:
        """The office whose ledger this is, out of ``duban.yaml`` alone; None without a ledger."""
        home = self.root_or_none
        if home is None:
            return None
        from duban_cli.ledger.nodes import Source  # noqa: PLC0415
        from duban_cli.ledger.settings import read_settings  # noqa: PLC0415

        settings = read_settings((home / SETTINGS_FILE).read_bytes(), Source(SETTINGS_FILE))
        return settings.office if settings else None

    def wrote(self, path: Path, form: str = "text") -> None:
        """Notes a paper just written, for ``--pdf``; ``form`` is how the command answers."""
        self.asked.written.append(Written(path, self.root_or_none, told=form != "json"))

    def recorded(self) -> tuple[str | None, bool | None]:
        """The commit the ledger stands at and whether it has unsaved edits; None where git does not say."""
        # Only what prints JSON asks: git is two processes.
        from duban_cli.history import Repo  # noqa: PLC0415

        if self.root_or_none is None:
            return None, None
        try:
            status = Repo.find(self.root).status()
        except DubanError:
            return None, None
        return status.head, bool(status.dirty)


def desk(ctx: typer.Context) -> Desk:
    """The desk of this call of duban."""
    return Desk(ctx.find_object(Asked) or Asked())


def full_id(written: str) -> str:
    """``2026-0017`` from what was typed: half-width, the number filled up to four digits."""
    text = halfwidth(written)
    year, dash, number = text.partition("-")
    return f"{year}-{number.zfill(4)}" if dash and number.isdigit() else text
