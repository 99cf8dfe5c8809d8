"""导入: the rows of a 台账 kept elsewhere → items with what was done before, every row answered for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from duban_cli.exchange.columns import plain_heading
from duban_cli.exchange.table import Table
from duban_cli.ledger.change import Change
from duban_cli.ledger.records import Item
from duban_cli.ledger.units import UNITS_FILE
from duban_cli.plans.import_cells import Reading
from duban_cli.plans.import_history import LATE, Put
from duban_cli.plans.import_mapping import MAPPING_FILE, read_mappings, with_mapping
from duban_cli.plans.import_row import Draft, Given, Work, drafts_of
from duban_cli.plans.import_together import check_together, numbered, parents_first, refuse_doubles
from duban_cli.plans.import_units import new_names, with_units
from duban_cli.plans.sheet import Inputs, Sheet

State = Literal["收", "存疑", "不收", "已有"]
TAKEN: State = "收"
DOUBTED: State = "存疑"
REFUSED: State = "不收"
KNOWN: State = "已有"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """What became of a row: the items it became, why it was refused, what a person should look at; by cell."""

    number: int
    state: State
    ids: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The change (None where no row is new), and what became of every row."""

    change: Change | None
    rows: tuple[RowTold, ...]
    units: tuple[str, ...]
    unknown: tuple[str, ...]
    remarks: tuple[str, ...]
    heard: frozenset[tuple[str, str]]
    """What the checks say of the new items, by code and message: it stands among the doubts."""

    def count(self, state: State) -> int:
        """How many rows came to this."""
        return sum(r.state == state for r in self.rows)


def plan_import(
    inputs: Inputs, table: Table, given: Given, *, day: date, approved_by: str | None = None, by: str | None = None,
    pending: bool = False,
) -> Import:  # fmt: skip
    """The rows of a table as items, one commit; rows taken before are known by their fingerprint and left alone.

    What cannot be taken is told by its cell, not raised; whether the rest is then written is the caller's to say.
    Raises DataProblem where units.yaml or 导入.yaml cannot be read.
    """
    if given.lead in ("督查室", "本室"):
        given = replace(given, lead=inputs.ledger.settings.office)
    mappings = read_mappings(inputs.read(MAPPING_FILE))
    before = _taken_before(inputs.ledger.items.values())
    unknown = new_names(inputs, table, before, given.lead)
    bare = inputs
    if given.add_units and unknown:
        inputs, _ = with_units(bare, unknown)
    mark = f"{LATE}：导入自{table.file}"
    put = Put(
        day=day, today=inputs.now.day, mark=mark, approved_by=approved_by, by=by, pending=pending,
        dated=table.has("立项日期"), assigned=given.assigned, unsure=_unsure(table),
    )  # fmt: skip
    work = Work(inputs, table, given, put)
    readings: list[Reading] = []
    drafts: list[Draft] = []
    known: dict[int, tuple[str, ...]] = {}
    for row in table.rows:
        if row.digest in before:
            known[row.number] = before[row.digest]
            continue
        reading = Reading(
            row, given.year or table.head.year, problems=list(row.faults), doubts=list(row.doubts)
        )
        readings.append(reading)
        drafts += drafts_of(work, reading)
    refuse_doubles(work, drafts)
    drafts = numbered(work, [d for d in drafts if not d.reading.problems])
    heard = check_together(work, drafts)
    drafts = [d for d in drafts if not d.reading.problems]
    sheet = Sheet(inputs)
    made: list[Item] = []
    ids: dict[int, list[str]] = {}
    for draft in parents_first(drafts):
        made.append(sheet.new_item(draft.id, draft.header, draft.entries))
        ids.setdefault(draft.row, []).append(draft.id)
    named = {unit for item in made for unit in (item.lead, *item.support)}
    added = tuple(name for name in unknown if given.add_units and name in named)
    if added:
        sheet.write(UNITS_FILE, with_units(bare, added)[1])
    if made and (file := with_mapping(mappings, table.file, table.head)) is not None:
        sheet.write(MAPPING_FILE, file)
    rows = [RowTold(number=n, state=KNOWN, ids=i) for n, i in known.items()]
    rows += [_told(r, tuple(ids.get(r.row.number, ()))) for r in readings]
    return Import(
        change=sheet.change(_subject(table, made), _body(made, added)) if made else None,
        rows=tuple(sorted(rows, key=lambda r: r.number)),
        units=added, unknown=() if given.add_units else unknown,
        remarks=tuple(_remarks(work)), heard=heard,
    )  # fmt: skip


def _unsure(table: Table) -> str | None:
    """The heading 办结时间 where no column says whether a matter is done: it may be when it is to be done."""
    column = next((c for c in table.head.columns if c.meaning == "办结日期"), None)
    if column is None or table.has("是否办结") or plain_heading(column.heading) != "办结时间":
        return None
    return column.heading


def _taken_before(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    """Fingerprint of a row → the items it became."""
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        if item.imported is not None:
            found[item.imported.digest] = (*found.get(item.imported.digest, ()), item.id)
    return found


# What is told ---------------------------------------------------------------------------------------------


def _told(reading: Reading, ids: tuple[str, ...]) -> RowTold:
    state = REFUSED if not ids else DOUBTED if reading.doubts else TAKEN
    problems = tuple(dict.fromkeys(reading.problems))
    wrong = {at for at, _ in problems}
    doubts = sorted(
        (d for d in dict.fromkeys(reading.doubts) if d[0] not in wrong), key=lambda d: _place(d[0])
    )
    return RowTold(
        number=reading.row.number,
        state=state,
        ids=ids,
        problems=problems,
        doubts=tuple(doubts),
    )


def _place(cell: str) -> tuple[bool, int, str]:
    """Cells from left to right, what is said of the whole row last."""
    return cell.startswith("第"), len(cell), cell


def _remarks(work: Work) -> Iterator[str]:
    table = work.table
    if table.unused:
        yield f"没有读的列：{'、'.join(table.unused)}；要读的加 --map 列名=含义"
    if work.guessed:
        told = "、".join(f"{name}{n}件" for name, n in work.guessed.items())
        yield f"表里没有类别，按来源和表头记为：{told}；不对的加 --category"
    if table.passed:
        told = "、".join(f"第{n}行（{why}）" for n, why in table.passed[:10])
        yield f"不是事项、没有读的行：{told}" + ("……" if len(table.passed) > 10 else "")
    for heading, numbers in table.gaps:
        yield f"“{heading}”空着，别的行大都有：{_lines(numbers)}"
    if table.hidden:
        yield f"隐藏的行也读了：{_lines(table.hidden)}；不要的先在表里删去"
    if work.given.year is None and table.head.year is not None:
        yield f"没写年份的日期按表名里的{table.head.year}年；不对的加 --year"


def _lines(numbers: Sequence[int]) -> str:
    return f"第{'、'.join(map(str, numbers[:10]))}行" + (f"等{len(numbers)}行" if len(numbers) > 10 else "")


def _subject(table: Table, made: list[Item]) -> str:
    return f"导入{len(made)}件：{table.file}"


def _body(made: list[Item], units: tuple[str, ...]) -> str:
    lines = [f"{item.id}  {item.title}（主办：{item.lead}）" for item in made]
    if units:
        lines.append(f"新增单位：{'、'.join(units)}")
    return "\n".join(lines)
