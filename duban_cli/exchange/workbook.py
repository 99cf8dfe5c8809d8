"""xlsx → grids: values as Excel last computed them and shows them; no formula is ever evaluated."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from duban_cli.errors import DataProblem, DubanError, NotFound, WrongUse
from duban_cli.exchange.grid import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Grid, Span
from duban_cli.exchange.weigh import refuse_heavy, refuse_wide
from duban_cli.text import nearest

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "在 Excel 或 WPS 里打开，“另存为”Excel 工作簿（.xlsx）再导入"
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!)")


def read_xlsx(data: bytes, name: str, sheet: str | None = None) -> Grid:
    """One sheet: the one named, else the first that is shown and holds anything.

    Raises WrongUse for a file of another kind, NotFound for a sheet that is not there, DataProblem for one too
    large or damaged.
    """
    _check_kind(data, name)
    refuse_heavy(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl speaks of what Excel keeps beside the cells
            return _read(data, name, sheet)
    except DubanError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over, even late
        raise DataProblem(f"{name} 打不开：文件损坏，或不是 Excel 工作簿", _SAVE_AS) from error


def _read(data: bytes, name: str, sheet: str | None) -> Grid:
    # Heavy, and only tables of Excel need it.
    from openpyxl import load_workbook  # noqa: PLC0415

    computed = b"<f" in _sheets_of(data)
    book = load_workbook(io.BytesIO(data), data_only=True)
    shown: list[Worksheet] = [s for s in book.worksheets if s.sheet_state == "visible"]
    chosen = _chosen(shown, sheet, name)
    bare = _uncomputed(data, chosen.title) if computed else frozenset()
    others = tuple(s.title for s in shown if s is not chosen and not _empty(s))
    return replace(_grid(chosen, bare, name), others=others)


def _check_kind(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise DataProblem(f"{name} 有 {len(data):,} 字节，太大", "只留要导入的工作表，另存一份")
    if data[:8] == _OLD:
        raise WrongUse(
            f"{name} 是旧式的 Excel 文件（xls、et），或加了密码", _SAVE_AS + "；有密码的先去掉密码"
        )
    if data[:4] != b"PK\x03\x04":
        raise WrongUse(f"{name} 不是 Excel 工作簿", _SAVE_AS)


def _sheets_of(data: bytes) -> bytes:
    """The XML of every sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [n for n in packed.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml")]
        return b"".join(packed.read(n) for n in names)


def _chosen(sheets: list[Worksheet], asked: str | None, name: str) -> Worksheet:
    titles = [s.title for s in sheets]
    if asked is not None:
        if asked in titles:
            return sheets[titles.index(asked)]
        near = nearest(asked, titles)
        raise NotFound(
            f"{name} 里没有工作表“{asked}”", f"是否指“{near}”" if near else f"有：{'、'.join(titles)}"
        )
    filled = [s for s in sheets if not _empty(s)]
    if not filled:
        raise WrongUse(f"{name} 是空的", "核对文件是否完整")
    return filled[0]


def _empty(sheet: Worksheet) -> bool:
    rows = sheet.iter_rows(
        max_row=min(sheet.max_row, 50), max_col=min(sheet.max_column, MAX_COLUMNS), values_only=True
    )
    return not any(value not in (None, "") for row in rows for value in row)


def _grid(sheet: Worksheet, uncomputed: frozenset[tuple[int, int]], name: str) -> Grid:
    if sheet.max_row > MAX_ROWS * 20:
        raise DataProblem(f"{name} 有{sheet.max_row}行，一次最多{MAX_ROWS}行", "分成几份")
    refuse_wide(sheet.max_row, min(sheet.max_column, MAX_COLUMNS), name)
    faults: dict[tuple[int, int], str] = {}
    rows: list[list[str]] = []
    struck: set[int] = set()
    for r, line in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, MAX_COLUMNS))):
        cells = []
        for c, cell in enumerate(line):
            text = _text(cell.value, cell.number_format)
            if _ERROR.fullmatch(text):
                faults[r, c] = f"公式算出的是错误值 {text}"
                text = ""
            if text and cell.has_style and cell.font.strike:
                struck.add(r)
            cells.append(text)
        rows.append(cells)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise DataProblem(f"{name} 有{len(rows)}行，一次最多{MAX_ROWS}行", "分成几份")
    for r, c in uncomputed:
        if r < len(rows) and c < len(rows[r]):
            faults[r, c] = "是公式，文件里没有存算好的值；在 Excel 里打开、保存一次，或粘贴为数值"
    spans = tuple(
        Span(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges
    )
    _fill_down(rows, spans)
    hidden = frozenset(r for r in range(len(rows)) if sheet.row_dimensions[r + 1].hidden)
    return Grid(
        rows=tuple(map(tuple, rows)), sheet=sheet.title, spans=spans, faults=faults, hidden=hidden,
        struck=frozenset(struck),
    )  # fmt: skip


def _uncomputed(data: bytes, title: str) -> frozenset[tuple[int, int]]:
    """Where the sheet has a formula and no value kept for it. An empty text is a value."""
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415
    from openpyxl.utils.cell import coordinate_to_tuple  # noqa: PLC0415
    from openpyxl.xml.constants import SHEET_MAIN_NS  # noqa: PLC0415
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415

    reader = ExcelReader(io.BytesIO(data))
    reader.read_manifest()
    reader.read_workbook()
    path = next((rel.target for sheet, rel in reader.parser.find_sheets() if sheet.name == title), None)
    if path is None:
        return frozenset()
    found: set[tuple[int, int]] = set()
    row = column = 0
    with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(path) as xml:
        for event, element in iterparse(xml, events=("start", "end")):
            kind = element.tag.removeprefix(f"{{{SHEET_MAIN_NS}}}")
            if event == "start" and kind == "row":
                row, column = int(element.get("r", row + 1)), 0
            elif event == "end" and kind == "c":
                place = element.get("r")
                row, column = coordinate_to_tuple(place) if place else (row, column + 1)
                value = element.find(f"{{{SHEET_MAIN_NS}}}v")
                kept = value is not None and (value.text or element.get("t") == "str")
                if element.find(f"{{{SHEET_MAIN_NS}}}f") is not None and not kept:
                    found.add((row - 1, column - 1))
                element.clear()
    return frozenset(found)


def _fill_down(rows: list[list[str]], spans: tuple[Span, ...]) -> None:
    """What was merged over several rows holds for each of them; across columns it stands in the first."""
    for span in spans:
        if span.top >= len(rows):
            continue
        text = rows[span.top][span.left] if span.left < len(rows[span.top]) else ""
        for r in range(span.top + 1, min(span.bottom + 1, len(rows))):
            if span.left < len(rows[r]):
                rows[r][span.left] = text


def _text(value: object, shown_as: str) -> str:
    """A value as a person reads it in the cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        if "%" in shown_as:
            return f"{round(value * 100, 2):g}%"
        return str(int(value)) if float(value).is_integer() else f"{value:.10g}"
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
