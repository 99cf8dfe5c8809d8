"""The published JSON Schema of each JSON output. Programs may rely on what is required here; more may come."""

from __future__ import annotations

from typing import Any

from duban_cli.ledger.item_format import item_schema
from duban_cli.rules.course import STATES
from duban_cli.views.table import UNREADABLE

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_YES: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_DAY_OR_NULL: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_AT_OR_NULL: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$"}
_MANY_TEXTS: Schema = {"type": "array", "items": _TEXT}


def _all(**properties: Schema) -> Schema:
    """An object that has all of these, and may have more."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _many(one: Schema) -> Schema:
    return {"type": "array", "items": one}


def _or_null(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "null"}]}


_HEAD: dict[str, Schema] = {
    "version": {"const": 1},
    "duban_version": _TEXT,
    "ledger": _TEXT_OR_NULL,
    "today": _DAY,
    "commit": _TEXT_OR_NULL,
    "dirty": {"type": ["boolean", "null"]},
}
_ENTRY_REF = _or_null(_all(date=_DAY, action=_TEXT))
_NAMED_DAY = _all(date=_DAY, why=_TEXT)
_OBLIGATION: dict[str, Schema] = {
    "who": _TEXT,
    "what": {"enum": ["反馈", "办结", "节点"]},
    "period": _TEXT_OR_NULL,
    "start": _DAY,
    "due": _DAY,
    "due_at": _AT_OR_NULL,
    "first_due": _DAY,
    "state": {"enum": ["未到期", "临期", "逾期", "按期", "逾期完成"]},
    "overdue_workdays": _COUNT,
    "clause": _TEXT,
    "met_by": _ENTRY_REF,
}
_ITEM: dict[str, Schema] = {
    "id": _TEXT,
    "title": _TEXT_OR_NULL,
    "category": _TEXT_OR_NULL,
    "lead_unit": _TEXT_OR_NULL,
    "supporting_units": _MANY_TEXTS,
    "path": _TEXT,
    "openness": {"enum": ["主动公开", "依申请公开", "不予公开", None]},
    "assigned": _DAY_OR_NULL,
    "closed": _DAY_OR_NULL,
    "state": {"enum": [*STATES, UNREADABLE]},
    "light": _TEXT_OR_NULL,
    "light_level": {"type": ["integer", "null"]},
    "due": _DAY_OR_NULL,
    "due_at": _AT_OR_NULL,
    "duty": {"enum": ["反馈", "办结", "节点", None]},
    "first_due": _DAY_OR_NULL,
    "overdue": {"type": ["boolean", "null"]},
    "overdue_workdays": {"type": ["integer", "null"], "minimum": 0},
    "provisional": {"type": ["boolean", "null"]},
    "urges": {"type": ["integer", "null"], "minimum": 0},
    "obligations": _many(_all(**_OBLIGATION)),
    "next": _or_null(_all(step=_TEXT, since=_DAY_OR_NULL, clause=_TEXT_OR_NULL)),
    "source": _TEXT_OR_NULL,
    "leader": _TEXT_OR_NULL,
}
_EXPLAINED = _all(
    **_OBLIGATION,
    name=_TEXT,
    start_event=_TEXT,
    limit=_TEXT,
    recorded=_YES,
    computed=_DAY_OR_NULL,
    days=_many(_NAMED_DAY),
    worked=_many(_NAMED_DAY),
    provisional=_YES,
    returned=_YES,
    changes=_many(_all(date=_DAY, why=_TEXT, due=_DAY, clause=_TEXT_OR_NULL)),
)
_PAPER_OUT = _all(doc_no=_TEXT_OR_NULL, path=_TEXT, sha256=_TEXT)
_LOGGED_ENTRY = _all(date=_DAY, action=_TEXT, text=_TEXT)
_RATE = _all(text=_TEXT, value={"type": ["number", "null"]}, numerator=_COUNT, denominator=_COUNT)
_COUNTED = _all(
    item=_TEXT_OR_NULL,
    title=_TEXT_OR_NULL,
    date=_DAY,
    duty=_TEXT_OR_NULL,
    due=_DAY_OR_NULL,
    entry=_ENTRY_REF,
    doc_no=_TEXT_OR_NULL,
)
_RULE_PLACE: dict[str, Schema] = {"section": _TEXT, "name": _TEXT, "aspect": _TEXT}
_RULE: dict[str, Schema] = {"text": _TEXT, "clause": _TEXT_OR_NULL, "effective": _DAY_OR_NULL}

_TASKS = _many(
    _all(
        group={"enum": ["今天应办", "本周到期", "办公室自己的事"]},
        kind={"enum": ["催办", "本办", "送审稿", "改错", "到期", "逾期", "定期", "归档"]},
        what=_TEXT,
        who=_TEXT,
        id=_TEXT_OR_NULL,
        title=_TEXT,
        unit=_TEXT_OR_NULL,
        duty=_TEXT_OR_NULL,
        since=_DAY_OR_NULL,
        due=_DAY_OR_NULL,
        overdue=_YES,
        overdue_workdays=_COUNT,
        workdays_left={"type": ["integer", "null"], "minimum": 0},
        light=_TEXT_OR_NULL,
        provisional=_YES,
        clause=_TEXT_OR_NULL,
        command=_TEXT_OR_NULL,
        otherwise=_TEXT_OR_NULL,
        draft=_TEXT_OR_NULL,
        warned=_DAY_OR_NULL,
        periods=_MANY_TEXTS,
    )
)
_FINDINGS = _many(
    _all(
        path=_TEXT,
        line=_COUNT,
        col=_COUNT,
        level={"enum": ["error", "warning"]},
        code=_TEXT,
        message=_TEXT,
        hint=_TEXT_OR_NULL,
    )
)

_OUTPUTS: dict[str, tuple[str, Schema]] = {
    "list": ("duban list --format json", _all(**_HEAD, items=_many(_all(**_ITEM)))),
    "show": (
        "duban show --format json",
        _all(
            **_HEAD,
            item=_all(**_ITEM),
            facts={"type": "object", "description": "事项文件里的内容，键与文件相同"},
            papers=_many(_all(**_PAPER_OUT["properties"], kind=_TEXT, title=_TEXT, date=_DAY, state=_TEXT)),
        ),
    ),
    "explain": (
        "duban explain --format json",
        _all(
            **_HEAD,
            item=_all(**(_ITEM | {"obligations": _many(_EXPLAINED)})),
            ladder=_many(
                _all(
                    duty=_TEXT,
                    overdue=_COUNT,
                    since=_DAY,
                    provisional=_YES,
                    ways=_MANY_TEXTS,
                    paper=_TEXT_OR_NULL,
                    due=_YES,
                    taken=_ENTRY_REF,
                    clause=_TEXT,
                )
            ),
            suspensions=_many(_all(**{"from": _DAY, "to": _DAY_OR_NULL})),
            documents=_many(_all(code=_TEXT, citation=_TEXT, effective=_DAY)),
        ),
    ),
    "check": (
        "duban check --format json",
        _all(
            **_HEAD,
            findings=_FINDINGS,
        ),
    ),
    "workday": (
        "duban workday --format json",
        _all(
            **_HEAD,
            start=_DAY,
            n={"type": "integer"},
            due=_DAY,
            provisional=_YES,
            skipped=_many(_NAMED_DAY),
            worked=_many(_NAMED_DAY),
        ),
    ),
    "log": (
        "duban log --format json",
        _all(
            **_HEAD,
            commits=_many(
                _all(
                    commit=_TEXT,
                    date=_TEXT,
                    author=_TEXT,
                    subject=_TEXT,
                    items=_many(
                        _all(
                            id=_TEXT,
                            what=_TEXT_OR_NULL,
                            entries=_many(_LOGGED_ENTRY),
                            removed=_many(_LOGGED_ENTRY),
                            fields=_MANY_TEXTS,
                        )
                    ),
                    paths=_MANY_TEXTS,
                )
            ),
        ),
    ),
    "write": (
        "写台账的命令加 --format json",
        _all(
            **_HEAD,
            ids=_MANY_TEXTS,
            entries=_many(_all(item=_TEXT, facts={"type": "object"})),
            papers=_many(_all(**_PAPER_OUT["properties"], kind=_TEXT)),
            remarks=_MANY_TEXTS,
        ),
    ),
    "paper": (
        "duban paper --format json",
        _all(
            **_HEAD,
            id=_TEXT,
            papers=_many(
                _all(
                    **_PAPER_OUT["properties"],
                    kind=_TEXT,
                    date=_DAY_OR_NULL,
                    title=_TEXT,
                    state={"enum": ["发出", "作废", "稿"]},
                )
            ),
            missing=_MANY_TEXTS,
        ),
    ),
    "unit": (
        "duban unit list --format json",
        _all(
            **_HEAD,
            units=_many(
                _all(
                    name=_TEXT,
                    short=_TEXT_OR_NULL,
                    aliases=_MANY_TEXTS,
                    kind=_TEXT_OR_NULL,
                    head=_TEXT_OR_NULL,
                    merged_into=_TEXT_OR_NULL,
                )
            ),
            groups={"type": "object", "additionalProperties": _MANY_TEXTS},
        ),
    ),
    "bulletin": (
        "duban bulletin --format json",
        _all(
            **_HEAD,
            **{"from": _DAY, "to": _DAY},
            totals={"type": "object", "additionalProperties": {"anyOf": [_COUNT, _RATE]}},
            units=_many(_all(name=_TEXT, items={"type": "object", "additionalProperties": _MANY_TEXTS})),
            items={"type": "object", "additionalProperties": _MANY_TEXTS},
        ),
    ),
    "agenda": ("duban agenda --format json", _all(**_HEAD, until=_DAY, tasks=_TASKS)),
    "daily": (
        "duban daily --format json",
        _all(
            **_HEAD,
            subject=_TEXT,
            holiday=_TEXT_OR_NULL,
            errors=_COUNT,
            warnings=_COUNT,
            findings=_FINDINGS,
            drafts=_many(
                _all(
                    path=_TEXT,
                    kind=_TEXT,
                    unit=_TEXT,
                    items=_MANY_TEXTS,
                    missing=_MANY_TEXTS,
                    state={"enum": ["新写", "未变", "手工改过"]},
                )
            ),
            dropped=_MANY_TEXTS,
            papers=_many(_all(**_PAPER_OUT["properties"], kind=_TEXT)),
            remarks=_MANY_TEXTS,
            until=_DAY,
            tasks=_TASKS,
        ),
    ),
    "assess": (
        "duban assess --format json",
        _all(
            **_HEAD,
            year={"type": "integer"},
            **{"from": _DAY, "to": _DAY},
            complete=_YES,
            labels={"type": "object", "additionalProperties": _TEXT},
            totals={"type": "object", "additionalProperties": {"anyOf": [_COUNT, _RATE]}},
            units=_many(
                _all(
                    name=_TEXT,
                    assessed=_YES,
                    conclusions=_many(_all(text=_TEXT, reason=_TEXT, clause=_TEXT)),
                    points={"type": ["number", "null"]},
                    score=_or_null(_many(_all(label=_TEXT, points={"type": "number"}, clause=_TEXT))),
                    behind={"type": "object", "additionalProperties": _many(_COUNTED)},
                )
            ),
            unreadable=_MANY_TEXTS,
            notes=_MANY_TEXTS,
        ),
    ),
    "regime": (
        "duban regime --format json",
        _all(
            **_HEAD,
            name=_TEXT,
            source=_TEXT,
            documents=_many(_all(code=_TEXT, citation=_TEXT, effective=_DAY)),
            rules=_many(_all(**_RULE_PLACE, **_RULE)),
        ),
    ),
    "regime-diff": (
        "duban regime --diff --format json",
        _all(
            **_HEAD,
            name=_TEXT,
            differences=_many(
                _all(
                    change={"enum": ["added", "changed", "removed"]},
                    **_RULE_PLACE,
                    pinned=_or_null(_all(**_RULE)),
                    packaged=_or_null(_all(**_RULE)),
                )
            ),
        ),
    ),
    "error": (
        "任何命令加 --format json 而没有办成时",
        _all(version={"const": 1}, code=_TEXT, message=_TEXT, hint=_TEXT_OR_NULL),
    ),
}

OUTPUTS = tuple(_OUTPUTS)
"""The outputs whose schema is published."""


def output_schema(name: str) -> Schema:
    """The schema of one JSON output, by the name of its command."""
    title, schema = _OUTPUTS[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def file_schema() -> Schema:
    """The schema of an item file."""
    return item_schema()
