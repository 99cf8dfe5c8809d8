"""导入: the rows of a 台账 kept elsewhere → items with what was done before, every row answered for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from duban_cli.exchange.columns import plain_heading
from duban_cli.exchange.mapping_file import MAPPING_FILE
from duban_cli.exchange.table import Table
from duban_cli.ledger.change import Change
from duban_cli.ledger.files import UNITS_FILE
from duban_cli.ledger.records import Item
from duban_cli.plans.import_history import LATE, Put
from duban_cli.plans.import_mapping import read_mappings, with_mapping
from duban_cli.plans.import_reading import Reading
from duban_cli.plans.import_row import Draft, Given, Work, drafts_of
from duban_cli.plans.import_together import check_together, numbered, parents_first, refuse_doubles
from duban_cli.plans.import_told import KNOWN, RowTold, State, remarks, told
from duban_cli.plans.import_units import new_names, with_units
from duban_cli.plans.sheet import Inputs, Sheet


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
    for row in inputs.watch(table.rows, "读表"):
        if taken := before.get(row.digest) or before.get(row.former):
            known[row.number] = taken
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
    for draft in inputs.watch(list(parents_first(drafts)), "立项"):
        made.append(sheet.new_item(draft.id, draft.header, draft.entries))
        ids.setdefault(draft.row, []).append(draft.id)
    named = {unit for item in made for unit in (item.lead, *item.support)}
    added = tuple(name for name in unknown if given.add_units and name in named)
    if added:
        sheet.write(UNITS_FILE, with_units(bare, added)[1])
    if made and (file := with_mapping(mappings, table.file, table.head)) is not None:
        sheet.write(MAPPING_FILE, file)
    rows = [RowTold(number=n, state=KNOWN, ids=i) for n, i in known.items()]
    rows += [told(r, tuple(ids.get(r.row.number, ()))) for r in readings]
    return Import(
        change=sheet.change(_subject(table, made), _body(made, added)) if made else None,
        rows=tuple(sorted(rows, key=lambda r: r.number)),
        units=added, unknown=() if given.add_units else unknown,
        remarks=tuple(remarks(work, readings, added)), heard=heard,
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


def _subject(table: Table, made: list[Item]) -> str:
    return f"导入{len(made)}件：{table.file}"


def _body(made: list[Item], units: tuple[str, ...]) -> str:
    lines = [f"{item.id}  {item.title}（主办：{item.lead}）" for item in made]
    if units:
        lines.append(f"新增单位：{'、'.join(units)}")
    return "\n".join(lines)
