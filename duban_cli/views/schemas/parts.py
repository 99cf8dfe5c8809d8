"""What the schemas are made of: types, and the records that several outputs share."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DAY_OR_NULL: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MONTH: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
AT_OR_NULL: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$"}
MANY_TEXTS: Schema = {"type": "array", "items": TEXT}


def record(**properties: Schema) -> Schema:
    """An object that has all of these, and may have more."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def many(one: Schema) -> Schema:
    return {"type": "array", "items": one}


def or_null(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "null"}]}


HEAD: dict[str, Schema] = {
    "version": {"const": 1},
    "duban_version": TEXT,
    "ledger": TEXT_OR_NULL,
    "today": DAY,
    "commit": TEXT_OR_NULL,
    "dirty": {"type": ["boolean", "null"]},
}
ENTRY_REF = or_null(record(date=DAY, action=TEXT))
NAMED_DAY = record(date=DAY, why=TEXT)
PAPER_OUT = record(doc_no=TEXT_OR_NULL, path=TEXT, sha256=TEXT)
RATE = record(text=TEXT, value={"type": ["number", "null"]}, numerator=COUNT, denominator=COUNT)
OWN_DUTY = record(
    duty=TEXT,
    item=TEXT_OR_NULL,
    period=TEXT_OR_NULL,
    start=DAY,
    due=DAY,
    state={"enum": ["未到期", "临期", "逾期", "按期", "逾期完成"]},
    overdue_workdays=COUNT,
    met_by=or_null(record(date=DAY, action=TEXT, doc_no=TEXT_OR_NULL)),
    provisional=YES,
    clause=TEXT,
)
_OWN_COUNTS: dict[str, Schema] = dict.fromkeys(
    ("due", "on_time", "late", "open_late", "at_limit", "carried"), COUNT
)
_OWN_ROW: dict[str, Schema] = {
    **_OWN_COUNTS,
    "on_time_rate": RATE,
    "items": record(**dict.fromkeys(_OWN_COUNTS, MANY_TEXTS)),
}
OWN_DUTIES = record(
    **{"from": DAY, "to": DAY},
    who=TEXT,
    labels={"type": "object", "additionalProperties": TEXT},
    **_OWN_ROW,
    by_duty=many(record(name=TEXT, **_OWN_ROW)),
    behind=record(**dict.fromkeys(_OWN_COUNTS, many(OWN_DUTY))),
)
"""How the office kept its own limits; 应办 is 按期, 逾期办, 逾期未办 and 当日到期 together."""
FIGURES: dict[str, Schema] = {
    "from": DAY,
    "to": DAY,
    "totals": {"type": "object", "additionalProperties": {"anyOf": [COUNT, RATE]}},
    "units": many(record(name=TEXT, items={"type": "object", "additionalProperties": MANY_TEXTS})),
    "items": {"type": "object", "additionalProperties": MANY_TEXTS},
    "own_duties": OWN_DUTIES,
}
FINDINGS = many(
    record(
        path=TEXT,
        line=COUNT,
        col=COUNT,
        level={"enum": ["error", "warning"]},
        code=TEXT,
        message=TEXT,
        hint=TEXT_OR_NULL,
    )
)
