"""The JSON Schema of each file a clerk writes, from the definition it is read by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from duban_cli.ledger.calendar_file import CALENDAR
from duban_cli.ledger.item_format import item_schema
from duban_cli.ledger.office_file import OFFICE
from duban_cli.ledger.regime_file import regime_schema
from duban_cli.ledger.settings import SETTINGS
from duban_cli.ledger.units import UNITS
from duban_cli.views.schemas.parts import Schema

_FILES: Mapping[str, tuple[str, Callable[[], Schema]]] = {
    "item": ("督查事项（items/年/编号.yaml）", item_schema),
    "regime": ("督查制度（regime.yaml）", regime_schema),
    "units": ("单位名录（units.yaml）", UNITS.schema),
    "duban": ("台账设置（duban.yaml）", SETTINGS.schema),
    "office": ("办公室记录（office/年.yaml）", OFFICE.schema),
    "calendar": ("日历（calendar/年.yaml）", CALENDAR.schema),
}

FILES = tuple(_FILES)
"""The files whose schema is published."""


def file_schema(name: str = "item") -> Schema:
    """The schema of one kind of file: what an editor can complete and complain of."""
    title, schema = _FILES[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema()}
