"""What a workbook would take to read, told from its XML before anything is built of it."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from duban_cli.errors import DataProblem
from duban_cli.exchange.grid import MAX_CELLS

_UNPACKED = 100_000_000
_LIGHT = frozenset({"v", "f", "is", "t", "r"})
"""Elements no object of their own is built for; a cell, a row, a style, a shared text each becomes one."""
_SMALLER = "只留要导入的行，删去右边和下面的空格子，另存一份"


def refuse_heavy(data: bytes, name: str) -> None:
    """Raises DataProblem: the file unpacks to more, or holds more cells, than a table ever needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED:
                raise DataProblem(f"{name} 展开后太大，不像是一张表", _SMALLER)
            left = MAX_CELLS
            for part in packed.namelist():  # whatever its ending: what a part is another part says
                left -= _weight(packed.read(part), left, name)
                if left < 0:
                    raise DataProblem(f"{name} 的格子太多，最多{MAX_CELLS:,}个", _SMALLER)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        return  # damaged: told when it is opened


def refuse_wide(rows: int, columns: int, name: str) -> None:
    """Raises DataProblem: one cell far off makes a table of many."""
    if rows * columns > MAX_CELLS:
        raise DataProblem(f"{name} 有{rows}行、{columns}列，太大", _SMALLER)


def _weight(xml: bytes, most: int, name: str) -> int:
    """How many objects a part becomes, none where it is no XML; counted to a little over ``most``."""
    found = 0
    parser = expat.ParserCreate()

    def began(tag: str, attributes: dict[str, str]) -> None:
        nonlocal found
        kind = tag.rpartition(":")[2]
        found += _area(attributes.get("ref", "")) if kind == "mergeCell" else kind not in _LIGHT
        if found > most:
            raise _Enough

    def refuse(*_: object) -> None:
        # No program writes one: its entities would multiply what the file holds, or fetch another.
        raise DataProblem(f"{name} 不是正常的 Excel 工作簿：其中定义了 DOCTYPE", "向发来表格的人要一份原件")

    parser.StartElementHandler = began
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except (_Enough, expat.ExpatError):
        return found
    return found


def _area(merged: str) -> int:
    """How many cells ``A1:C3`` covers; 1 where it cannot be told."""
    from openpyxl.utils.cell import range_boundaries  # noqa: PLC0415 - heavy, and only tables of Excel need it

    try:
        left, top, right, bottom = range_boundaries(merged)
    except (ValueError, TypeError):
        return 1
    if left is None or top is None or right is None or bottom is None:
        return MAX_CELLS
    return max(1, (right - left + 1) * (bottom - top + 1))


class _Enough(Exception):
    """Nothing more need be counted."""
