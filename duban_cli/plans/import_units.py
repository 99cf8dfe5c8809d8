"""Units of imported rows: who leads, who helps, which names are new to the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duban_cli.errors import DataProblem
from duban_cli.exchange.table import Table
from duban_cli.ledger.files import UNITS_FILE
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.units import read_units
from duban_cli.plans.decompose_units import UnitReader
from duban_cli.plans.import_reading import Reading
from duban_cli.plans.setup import with_unit
from duban_cli.plans.sheet import Inputs

_LONGEST = 30
_NO_LEAD = "没有写主办单位；合并单元格存成 CSV 会变空，可用 xlsx 导入，或加 --lead"
_NO_COLUMN = "表里没有主办单位一列；都由一个单位主办的加 --lead 单位，列名特别的加 --map 列名=主办单位"
COLUMNS = ("主办单位", "协办单位")


def reader_of(inputs: Inputs) -> UnitReader:
    """Reads units by the ledger's list; the office and its government are units as well."""
    settings = inputs.ledger.settings
    return UnitReader(inputs.ledger.units, (settings.office, settings.government))


def new_names(inputs: Inputs, table: Table, known: Iterable[str], lead: str | None) -> tuple[str, ...]:
    """The names in a table that are on no list, in the order they come up; rows taken before aside.

    ``lead``: who leads where a row does not say.
    """
    reader = reader_of(inputs)
    skipped = frozenset(known)
    cells = (
        row.cell(meaning) or (lead or "" if meaning == COLUMNS[0] else "")
        for row in table.rows
        if not {row.digest, row.former} & skipped
        for meaning in COLUMNS
    )
    # What a name was put together from across a blank may be one unit or two: nobody but a person can tell.
    found = (n for text in cells for n in reader.read(text).unknown if n and n in text and len(n) <= _LONGEST)
    return tuple(dict.fromkeys(found))


def with_units(inputs: Inputs, names: Iterable[str]) -> tuple[Inputs, bytes]:
    """Inputs whose ledger knows these units as well, and units.yaml as it then is. Raises DataProblem."""
    data = inputs.read(UNITS_FILE)
    if data is None:
        raise DataProblem(f"{UNITS_FILE} 读不出来", "检查文件权限")
    for name in names:
        data = with_unit(data, {"名称": name})
    units = read_units(data, Source(UNITS_FILE))
    if units is None:
        raise DataProblem(f"{UNITS_FILE} 加上新单位后读不出来", "用 duban unit add 逐个加上")
    return replace(inputs, ledger=replace(inputs.ledger, units=units)), data


def shares(reading: Reading, units: UnitReader, default: str | None) -> list[tuple[str, tuple[str, ...]]]:
    """Who leads, with whom: the first named; of a group alone each member, a matter of its own."""
    row = reading.row
    lead = units.read(row.cell("主办单位") or default or "")
    helping = _helping(reading, units)
    for problem in lead.problems:
        reading.wrong("主办单位", problem)
    for remark in lead.remarks:
        reading.doubt("主办单位", remark)
    if not lead.named:
        if not lead.problems:
            reading.wrong("主办单位", _NO_LEAD if "主办单位" in row.refs else _NO_COLUMN)
        return []
    if lead.named[0].group is not None:
        if len(lead.named) > 1:
            reading.wrong("主办单位", f"以“{lead.named[0].group}”打头，后面又有单位；由谁主办请写在最前面")
            return []
        reading.doubt("主办单位", f"“{lead.named[0].group}”有{len(lead.units)}个单位，各立一件")
        return [(unit, tuple(u for u in helping if u != unit)) for unit in lead.units]
    if len(lead.units) > 1:
        others = "、".join(lead.units[1:])
        reading.doubt("主办单位", f"有{len(lead.units)}个单位，按{lead.units[0]}主办、{others}协办记")
    first = lead.units[0]
    return [(first, tuple(u for u in dict.fromkeys((*lead.units[1:], *helping)) if u != first))]


def _helping(reading: Reading, units: UnitReader) -> tuple[str, ...]:
    """Who helps; words that name nobody in particular (各相关单位) are a doubt and kept in 备注."""
    text = reading.row.cell("协办单位")
    found = units.read(text)
    for remark in found.remarks:
        reading.doubt("协办单位", remark)
    strange = [p for p in found.problems if any(f"“{name}" in p for name in found.unknown)]
    for problem in strange:
        reading.wrong("协办单位", problem)
    vague = [p for p in found.problems if p not in strange]
    for problem in vague:
        reading.doubt("协办单位", f"{problem.partition('；')[0]}，没有记，原文存在备注里")
    if vague:
        reading.notes.append(f"原台账的协办单位：{text}")
    return found.units
