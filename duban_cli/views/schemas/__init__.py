"""The published JSON Schema of each JSON output. Programs may rely on what is required here; more may come."""

from __future__ import annotations

from duban_cli.views.schemas import doctor, exchange, figures, items, regime, report_ledgers, reports, writing
from duban_cli.views.schemas.files import FILES, file_schema
from duban_cli.views.schemas.parts import Schema

__all__ = ["FILES", "OUTPUTS", "file_schema", "output_schema"]

_OUTPUTS: dict[str, tuple[str, Schema]] = {
    **items.OUTPUTS, **writing.OUTPUTS, **figures.OUTPUTS, **reports.OUTPUTS, **report_ledgers.OUTPUTS, **regime.OUTPUTS,
    **doctor.OUTPUTS, **exchange.OUTPUTS,
}  # fmt: skip

OUTPUTS = tuple(_OUTPUTS)
"""The outputs whose schema is published."""


def output_schema(name: str) -> Schema:
    """The schema of one JSON output, by the name of its command."""
    title, schema = _OUTPUTS[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}
