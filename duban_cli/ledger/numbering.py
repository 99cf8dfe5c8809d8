"""Numbers allotted once: item ids and 文号, each the next after the highest in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duban_cli.errors import DataProblem
from duban_cli.ledger.files import ITEM_NAME
from duban_cli.ledger.items import Items
from duban_cli.ledger.office_file import OfficeEvent
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.settings import NumberForm
from duban_cli.ledger.store import Ledger


def next_item_id(ledger: Ledger, year: int) -> str:
    """The next free id of a year, ``2026-0018``; files that cannot be read keep theirs."""
    used = [i.split("-") for i in (*ledger.items, *(u.id for u in ledger.unreadable))]
    taken = [int(number) for y, number in used if y == str(year)]
    return f"{year}-{max(taken, default=0) + 1:04d}"


def item_path(item_id: str) -> str:
    """``items/2026/2026-0018.yaml``."""
    name = f"{item_id}.yaml"
    assert ITEM_NAME.fullmatch(name)  # noqa: S101 - ids come from next_item_id or from file names
    return f"items/{item_id[:4]}/{name}"


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A 文号 with the year and number behind it."""

    kind: str
    year: int
    number: int
    text: str

    @property
    def stem(self) -> str:
        """``papers/2026/督查函-0017``: where the register file and the paper stand."""
        return f"papers/{self.year}/{self.kind}-{self.number:04d}"


def form_of(ledger: Ledger, kind: str) -> NumberForm:
    """How papers of this kind are numbered. Raises DataProblem when the settings do not say."""
    form = ledger.settings.number_forms.get(kind)
    if form is None:
        raise DataProblem(
            f"duban.yaml 没有规定“{kind}”的文号格式", f"在“文号”下加一行，如 {kind}: 岳督函〔{{年}}〕{{号}}号"
        )
    return form


def next_doc_number(ledger: Ledger, kind: str, year: int) -> DocNumber:
    """The next 文号 of a kind in a year, after every number in the register, on an entry or an office event."""
    form = form_of(ledger, kind)
    numbers = [p.number for p in ledger.papers if p.kind == kind and _register_year(p.path) == year]
    items = ledger.items
    if isinstance(items, Items):
        # A batch asks for one number after another: what was read is gone through but once.
        as_read = items.as_read
        name = ("文号", form.text, year)
        numbers.append(items.once(name, lambda: _highest(form, year, _entries(as_read.values()))))
        numbers.append(_highest(form, year, _entries(items.changed.values())))
    else:
        numbers.append(_highest(form, year, _entries(items.values())))
    numbers.append(_highest(form, year, ledger.office))
    number = max(numbers) + 1
    return DocNumber(kind, year, number, form.write(year, number))


def _entries(items: Iterable[Item]) -> Iterator[Entry]:
    return (entry for item in items for entry in item.entries)


def _highest(form: NumberForm, year: int, records: Iterable[Entry | OfficeEvent]) -> int:
    """The highest number of that form and year on any record; 0 where there is none."""
    highest = 0
    for one in records:
        # A form without the year starts anew each year: the entry's own year tells which it was.
        if one.doc_no and ("{年}" in form.text or one.day.year == year):
            highest = max(highest, form.number_in(one.doc_no, year) or 0)
    return highest


def given_doc_number(ledger: Ledger, kind: str, year: int, text: str) -> DocNumber:
    """A 文号 the clerk gives. Raises DataProblem when it does not fit the form or is in use."""
    form = form_of(ledger, kind)
    number = form.number_in(text, year)
    if number is None or form.write(year, number) != text or number < 1:
        right = form.write(year, number) if number else form.write(year, 1)
        raise DataProblem(
            f"文号“{text}”不合“{kind}”的格式 {form.text}", f"写作 {right} 这样；不写 --doc-no 由程序接着编"
        )
    if any(p.kind == kind and p.number == number and _register_year(p.path) == year for p in ledger.papers):
        raise DataProblem(
            f"文号“{text}”已经用过", f"下一个可用的是 {next_doc_number(ledger, kind, year).text}"
        )
    return DocNumber(kind, year, number, text)


def _register_year(path: str) -> int:
    return int(path.split("/")[1])
