"""The table of an export as csv and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from duban_cli.exchange.harmless import guarded
from duban_cli.exchange.item_row import Sheet


def as_csv(sheet: Sheet) -> bytes:
    """CSV that Excel opens as it is: UTF-8 with its mark, no cell taken for a formula."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows([guarded(cell) for cell in row] for row in sheet.rows)
    return file.getvalue().encode()


def as_json(sheet: Sheet, head: Mapping[str, object], audience: str | None) -> bytes:
    """The rows as objects, empty cells null, a row a line."""
    rows = [{c: cell or None for c, cell in zip(sheet.columns, row, strict=True)} for row in sheet.rows]
    document = {**head, "for": audience, "columns": list(sheet.columns), "items": rows}
    lines = [f"{json.dumps(k)}: {_value(v)}" for k, v in document.items()]
    return ("{\n " + ",\n ".join(lines) + "\n}\n").encode()


def _value(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n  " + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value) + "\n ]"
    return json.dumps(value, ensure_ascii=False)
