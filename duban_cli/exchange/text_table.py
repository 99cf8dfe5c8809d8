"""csv → grid: UTF-8 with or without its mark, UTF-16 or GB18030; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from itertools import islice

from duban_cli.errors import DataProblem, WrongUse
from duban_cli.exchange.grid import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Grid
from duban_cli.exchange.harmless import unguarded
from duban_cli.text import conflict_line


def read_csv(data: bytes, name: str) -> Grid:
    """The one sheet of a csv file. Raises WrongUse for what is none, DataProblem for one too large."""
    if len(data) > MAX_BYTES:
        raise DataProblem(f"{name} 有 {len(data):,} 字节，太大", "只留要导入的行，另存一份")
    lines = records(decode(data, name), name, most=MAX_ROWS + 1)
    rows = tuple(
        tuple(
            unguarded(cell.replace("\r\n", "\n").replace("\r", "\n").strip()) for cell in line[:MAX_COLUMNS]
        )
        for line in lines
    )
    if len(rows) > MAX_ROWS:
        raise DataProblem(f"{name} 超过{MAX_ROWS}行，一次最多{MAX_ROWS}行", "分成几份")
    if not any(any(row) for row in rows):
        raise WrongUse(f"{name} 是空的", "核对文件是否完整")
    return Grid(rows=rows)


def decode(data: bytes, name: str) -> str:
    """The text of a csv file, by its mark or by what it can be. Raises WrongUse."""
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise WrongUse(f"{name} 是 Excel 或 Word 文件", "在 Excel 里“另存为”CSV（UTF-8）再用")
    utf16 = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ()
    for encoding in (*utf16, "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongUse(f"{name} 的编码认不出来", "在 Excel 里“另存为”CSV（UTF-8）再用")


def records(text: str, name: str, *, most: int | None = None) -> list[list[str]]:
    """The rows of csv text, at ``most`` so many of them. Raises WrongUse."""
    # A title may stand above the head, without any sign between its cells.
    first = next((line for line in text.splitlines() if any(sign in line for sign in ",\t;")), "")
    delimiter = max(",\t;", key=first.count)
    if "\0" in text:
        raise WrongUse(f"{name} 不是文本表格", "在 Excel 里“另存为”CSV（UTF-8）再用")
    marked = conflict_line(text)
    if marked is not None:
        raise WrongUse(f"{name} 第{marked}行有没解决完的合并冲突", "两边的内容都留下，删去记号行，再导入")
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), most))
    except csv.Error as error:
        raise WrongUse(f"{name} 不是完好的 CSV：{error}", "在 Excel 里重新“另存为”CSV（UTF-8）") from error
