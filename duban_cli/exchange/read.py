"""A file of another office or program → its grid, by what the file is."""

from __future__ import annotations

from duban_cli.errors import WrongUse
from duban_cli.exchange.grid import Grid
from duban_cli.exchange.text_table import read_csv

_OLD = (".xls", ".et")
_OTHERS = {
    ".doc": "Word", ".docx": "Word", ".wps": "WPS 文字", ".pdf": "PDF", ".ods": "LibreOffice 表格", ".numbers": "Numbers",
}  # fmt: skip


def read_file(data: bytes, name: str, sheet: str | None = None) -> Grid:
    """The sheet in a file: xlsx, or csv by whatever ending.

    Raises WrongUse for another kind of file, DataProblem for one too large or damaged, NotFound for the sheet.
    """
    ending = f".{name.rpartition('.')[2].lower()}"
    if ending in _OTHERS:
        raise WrongUse(
            f"{name} 是 {_OTHERS[ending]} 文件，读不了", "把表格存成 Excel 工作簿（.xlsx）或 CSV 再导入"
        )
    if ending in (".xlsx", ".xlsm", *_OLD) or data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        # openpyxl takes a third of a second to load: not for csv.
        from duban_cli.exchange.workbook import read_xlsx  # noqa: PLC0415

        return read_xlsx(data, name, sheet)
    if sheet is not None:
        raise WrongUse(f"{name} 是 CSV，没有工作表", "去掉 --sheet")
    return read_csv(data, name)
