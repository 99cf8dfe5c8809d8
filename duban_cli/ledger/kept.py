"""Item and register files → records, each parsed once: what was made of a file is kept by its content (``shelf``)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from duban_cli.errors import DataProblem
from duban_cli.ledger.facts import (
    dumps,
    findings_of,
    findings_told,
    item_bytes,
    item_of,
    loads,
    paper_bytes,
    paper_of,
)
from duban_cli.ledger.files import Files, Found
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.items import MOST_HELD, Items
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item, Unreadable
from duban_cli.ledger.register import Paper, read_paper
from duban_cli.ledger.shelf import Shelves

_FINE = b"1"
"""What is kept of a file that reads without a word."""
_AT_HAND = 32_000_000
"""Bytes of facts held together, the year asked for aside: ten thousand items whole, of a larger ledger a year."""
_Rows = dict[str, tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class ReadItems:
    """All item files: those that read, those that do not, and what is wrong with them."""

    items: Items
    unreadable: tuple[Unreadable, ...]
    findings: tuple[Finding, ...]


def read_items(files: Files, shelves: Shelves) -> ReadItems:
    """Every item file, parsed only where nothing is kept of its content."""
    stock = _Stock(files, shelves)
    readable: dict[str, Found] = {}
    unreadable: list[Unreadable] = []
    findings: list[Finding] = []

    def tell(path: str, code: str, message: str, hint: str) -> None:
        findings.append(Finding(path, 0, 0, "error", code, message, hint))

    for year, found in files.items.items():
        known = shelves.load(f"read-{year}")
        for one in stock.year(year, found, known):
            item_id = id_of(one.path)
            if not item_id.startswith(f"{year}-"):
                tell(one.path, "wrong-year", f"编号的年份与所在目录 {year} 不符", "移到对应年份的目录")
            told = known[one.path][1] if one.sha256 is not None else b""
            reads, title, problems = (
                (True, None, []) if told == _FINE else loads(told) if told else (False, None, [])
            )
            findings += findings_of(problems)
            if item_id in readable:
                tell(one.path, "id-twice", f"编号 {item_id} 已有 {readable[item_id].path}", "给其中一件改号")
            elif reads:
                readable[item_id] = one
            else:
                unreadable.append(Unreadable(id=item_id, path=one.path, title=title))
    return ReadItems(Items(readable, stock.item, stock.held), tuple(unreadable), tuple(findings))


def read_papers(files: Files, shelves: Shelves) -> tuple[tuple[Paper, ...], tuple[Finding, ...]]:
    """Every file of the register, and what is wrong with them."""
    papers: list[Paper] = []
    findings: list[Finding] = []
    for year, found in files.papers.items():
        name = f"papers-{year}"
        known = shelves.load(name)
        rows: _Rows = {}
        for one in found:
            kept = known.get(one.path)
            if kept is not None and kept[0] == one.sha256:
                paper, problems = paper_of(kept[1])
            else:
                data = files.data(one.path) if one.sha256 is not None else None
                if data is None:
                    continue
                source = Source(one.path)
                read = read_paper(data, source)
                paper = None if read is None or source.failed else replace(read, path=one.path)
                problems = source.problems
                kept = hashlib.sha256(data).hexdigest(), paper_bytes(paper, problems)
            rows[one.path] = kept
            findings += problems
            if paper is not None:
                papers.append(paper)
        if rows != known:
            shelves.save(name, rows)
    return tuple(papers), tuple(findings)


def id_of(path: str) -> str:
    """``2026-0017`` of ``items/2026/2026-0017.yaml``."""
    return path.rpartition("/")[2].removesuffix(".yaml")


class _Stock:
    """The facts of items as they are kept, the shelves of as many years in memory as are small together."""

    def __init__(self, files: Files, shelves: Shelves) -> None:
        self._files = files
        self._shelves = shelves
        self._at_hand: dict[str, Mapping[str, tuple[str, bytes]]] = {}
        self._sizes: dict[str, int] = {}
        self.held: dict[str, Item] = {}

    def year(self, year: str, found: tuple[Found, ...], known: _Rows) -> list[Found]:
        """The files of one year as they were read; ``known`` then tells of each what it had to tell before."""
        now: list[Found] = []
        facts: _Rows = {}
        for one in found:
            kept = known.get(one.path)
            if one.sha256 is None or (kept is not None and kept[0] == one.sha256):
                now.append(one)
                continue
            data = self._files.data(one.path)
            if data is None:
                now.append(Found(one.path, None))
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            now.append(Found(one.path, sha256))
            item, problems = read_item(data, one.path, id_of(one.path))
            if isinstance(item, Item):
                facts[one.path] = sha256, item_bytes(item)
                if len(self.held) < MOST_HELD:
                    self.held[one.path] = item
                told = _FINE if not problems else dumps([True, None, findings_told(problems)])
            else:
                told = dumps([False, item.title, findings_told(problems)])
            known[one.path] = sha256, told
        if facts or len(known) > len(now):
            there = {one.path: one.sha256 for one in now}
            before = {p: r for p, r in self._rows(year).items() if there.get(p) == r[0]}
            self._at_hand.pop(year, None)
            self._shelves.save(f"facts-{year}", before | facts)
            self._shelves.save(f"read-{year}", {p: r for p, r in known.items() if p in there})
        return now

    def item(self, found: Found) -> Item:
        """The item of a file that reads. Raises DataProblem: it has changed since, and reads no more."""
        year = found.path.split("/")[1]
        row = self._rows(year).get(found.path)
        if row is not None and row[0] == found.sha256:
            return item_of(row[1])
        # What was read of it is there, the facts are not: both are made anew the next time.
        self._shelves.forget(f"read-{year}")
        data = self._files.data(found.path)
        item = None if data is None else read_item(data, found.path, id_of(found.path))[0]
        if not isinstance(item, Item):
            raise DataProblem(f"{found.path} 刚刚被改动，读不出来了", "再运行一次；duban check 会说错在哪里")
        return item

    def _rows(self, year: str) -> Mapping[str, tuple[str, bytes]]:
        rows = self._at_hand.get(year)
        if rows is None:
            # Room is made before reading: two large years are never in memory together.
            largest = max(self._sizes.values(), default=0)
            while self._at_hand and largest + sum(self._sizes[y] for y in self._at_hand) > _AT_HAND:
                del self._at_hand[next(iter(self._at_hand))]
            rows = self._at_hand[year] = self._shelves.load(f"facts-{year}")
            self._sizes[year] = sum(len(made) for _, made in rows.values())
        return rows
