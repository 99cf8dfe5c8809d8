"""The rows of ``list``: each made once from a standing, and kept by the content of its file: for the day, or, once a
matter is ended, for good.

Nothing heavy is imported here: where every row is kept, neither rules nor parser are needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duban_cli.ledger.files import Files, Found
    from duban_cli.ledger.records import Unreadable
    from duban_cli.ledger.shelf import Shelves
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.moments import Now
    from duban_cli.rules.obligations import Rulebook
    from duban_cli.rules.standing import Standing

_Kept = dict[str, tuple[str, bytes]]
UNREADABLE = "无法读取"
FOREVER = "9999-12-31"
"""Where no day is named, for ordering."""


class Row(NamedTuple):
    """One item on the list: what it is chosen and ordered by, its cells for a table, and its JSON as text."""

    id: str
    state: str
    light: str | None = None
    level: int | None = None
    overdue: bool = False
    late: int = 0
    """Working days overdue."""
    due: str = FOREVER
    near: bool = False
    since: str | None = None
    """Since when the next step is to be taken; None where there is none."""
    lead: str = ""
    unit: str = ""
    """The 主办单位 by its present name."""
    category: str = ""
    leader: str | None = None
    origin: str | None = None
    """来源: its kind, and what it is called."""
    origin_name: str = ""
    cells: tuple[str, ...] = ()
    text: bytes = b""

    @property
    def readable(self) -> bool:
        return self.state != UNREADABLE


def row_of(s: Standing, book: Rulebook) -> Row:
    """The row of an item as it stands."""
    # Only where something is judged anew.
    from duban_cli.views import as_json  # noqa: PLC0415
    from duban_cli.views.table import cells  # noqa: PLC0415

    item, live = s.item, s.live
    category = book.regime.category(item.category)
    due = live.due.day.isoformat() if live else FOREVER
    since = s.next.since if s.next else None
    return Row(
        item.id, s.state, s.light.name if s.light else None, s.light.level if s.light else None,
        s.overdue, s.overdue_workdays, due,
        live is not None and live.state == "临期", since.isoformat() if since else due if s.next else None,
        item.lead, book.canonical(item.lead), category.name if category else item.category, item.leader,
        item.origin.kind if item.origin else None, (item.origin.name or "") if item.origin else "",
        cells(s), as_json.line(as_json.item_row(s)),
    )  # fmt: skip


def unreadable_row(broken: Unreadable) -> Row:
    """The row of a file that cannot be read: it is on the list, with all that is not known left out."""
    from duban_cli.views import as_json  # noqa: PLC0415 - hardly ever
    from duban_cli.views.table import unreadable_cells  # noqa: PLC0415

    text = as_json.line(as_json.unreadable_row(broken))
    return Row(broken.id, UNREADABLE, cells=unreadable_cells(broken), text=text)


@dataclass(frozen=True, slots=True)
class Listing:
    """What rows come from: the files, what is kept of them, and the ledger where something has to be judged."""

    files: Files
    shelves: Shelves
    now: Now
    ledger: Callable[[], Ledger]

    def years(self) -> Iterator[list[Row]]:
        """Year by year, every item. Raises DataProblem: the ledger cannot be used."""
        judge = _Judge(self.ledger, self.now)
        if any(
            f.path.rpartition("/")[2][:4] != year for year, found in self.files.items.items() for f in found
        ):
            # A file in another year's place may bear the number of one that is in its own.
            yield judge.all_rows()
            return
        base, today = self.files.base_digest, self.now.day.isoformat()
        for year, found in self.files.items.items():
            # Of the matters of ten years nearly all are ended: their rows hold on every later day.
            rested = self.shelves.load(f"rested-{year}", base)
            moving = self.shelves.load(f"list-{year}", base, today)
            rows: list[Row] = []
            new: dict[str, tuple[str, bytes]] = {}
            resting: dict[str, tuple[str, bytes]] = {}
            for one in found:
                row = _held(rested.get(one.path), one, lambda when: when <= today)
                row = row or _held(moving.get(one.path), one, lambda when: when in (_ANY, self.now.text))
                if row is None:
                    row, sha256, when, rests = judge.row(one.path)
                    if sha256 is not None:
                        (resting if rests else new)[one.path] = sha256, _packed(row, when)
                rows.append(row)
            there = {one.path for one in found}
            self._save(f"rested-{year}", rested, resting, there, base)
            self._save(f"list-{year}", moving, new, there, base, today)
            yield rows

    def _save(self, name: str, before: _Kept, new: _Kept, there: set[str], *rests_on: str) -> None:
        if new or not before.keys() <= there:
            left = {path: row for path, row in before.items() if path in there}
            self.shelves.save(name, left | new, *rests_on)


def _held(kept: tuple[str, bytes] | None, file: Found, holds: Callable[[str], bool]) -> Row | None:
    if kept is None or kept[0] != file.sha256:
        return None
    row, when = _unpacked(kept[1])
    return row if holds(when) else None


class _Judge:
    """Makes rows, with the ledger read only once one has to be made."""

    def __init__(self, ledger: Callable[[], Ledger], now: Now) -> None:
        self._ledger = ledger
        self._now = now

    def row(self, path: str) -> tuple[Row, str | None, str, bool]:
        """A file's row, the sha256 of what it was made from (None: not to be kept), and when it holds: from a day on
        (the last is true), at every moment of this day, or at this one."""
        broken = self._unreadable.get(path)
        if broken is not None:
            return unreadable_row(broken), None, _ANY, False
        from duban_cli.rules.clock import at_rest_from, changes_within_the_day  # noqa: PLC0415
        from duban_cli.rules.standing import stand  # noqa: PLC0415

        item = self._ledger().items[path.rpartition("/")[2].removesuffix(".yaml")]
        standing = stand(item, self._book, self._now)
        row, regime = row_of(standing, self._book), self._book.regime
        if standing.live is None:
            first = at_rest_from(item, standing.course, regime, self._now.day)
            if first is not None:
                return row, item.sha256, first.isoformat(), True
        bound = changes_within_the_day(item, standing.course, regime)
        return row, item.sha256, self._now.text if bound else _ANY, False

    def all_rows(self) -> list[Row]:
        """The rows of all items, by number."""
        paths = [self._ledger().items[i].path for i in self._ledger().items]
        return sorted((self.row(path)[0] for path in (*paths, *self._unreadable)), key=lambda row: row.id)

    @cached_property
    def _book(self) -> Rulebook:
        from duban_cli.rules.obligations import Rulebook  # noqa: PLC0415

        ledger = self._ledger()
        return Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)

    @cached_property
    def _unreadable(self) -> Mapping[str, Unreadable]:
        return {broken.path: broken for broken in self._ledger().unreadable}


_ANY = ""
"""A row that holds at every moment of its day."""


def _packed(row: Row, when: str) -> bytes:
    head: list[Any] = [when, *row[:-1]]
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\t" + row.text


def _unpacked(made: bytes) -> tuple[Row, str]:
    head, _, text = made.partition(b"\t")
    when, *told, cells = json.loads(head)
    return Row(*(*told, tuple(cells), text)), when
