"""Outputs that count: bulletin, assess; and the work of the day: agenda, daily."""

from __future__ import annotations

from duban_cli.views.schemas.parts import (
    COUNT,
    DAY,
    DAY_OR_NULL,
    ENTRY_REF,
    FIGURES,
    FINDINGS,
    HEAD,
    MANY_TEXTS,
    OWN_DUTIES,
    PAPER_OUT,
    RATE,
    TEXT,
    TEXT_OR_NULL,
    YES,
    Schema,
    many,
    or_null,
    record,
)

COUNTED = record(
    item=TEXT_OR_NULL,
    title=TEXT_OR_NULL,
    date=DAY,
    duty=TEXT_OR_NULL,
    due=DAY_OR_NULL,
    entry=ENTRY_REF,
    doc_no=TEXT_OR_NULL,
)
TASKS = many(
    record(
        group={"enum": ["今天应办", "已逾期", "本周到期", "办公室自己的事"]},
        kind={"enum": ["催办", "本办", "送审稿", "改错", "到期", "逾期", "定期", "归档"]},
        what=TEXT,
        who=TEXT,
        id=TEXT_OR_NULL,
        title=TEXT,
        unit=TEXT_OR_NULL,
        duty=TEXT_OR_NULL,
        since=DAY_OR_NULL,
        due=DAY_OR_NULL,
        overdue=YES,
        overdue_workdays=COUNT,
        workdays_left={"type": ["integer", "null"], "minimum": 0},
        light=TEXT_OR_NULL,
        provisional=YES,
        clause=TEXT_OR_NULL,
        command=TEXT_OR_NULL,
        otherwise=TEXT_OR_NULL,
        draft=TEXT_OR_NULL,
        warned=DAY_OR_NULL,
        periods=MANY_TEXTS,
    )
)

OUTPUTS: dict[str, tuple[str, Schema]] = {
    "bulletin": ("duban bulletin --format json", record(**HEAD, **FIGURES)),
    "agenda": ("duban agenda --format json", record(**HEAD, until=DAY, tasks=TASKS)),
    "daily": (
        "duban daily --format json",
        record(
            **HEAD,
            subject=TEXT,
            holiday=TEXT_OR_NULL,
            errors=COUNT,
            warnings=COUNT,
            findings=FINDINGS,
            drafts=many(
                record(
                    path=TEXT,
                    kind=TEXT,
                    unit=TEXT,
                    items=MANY_TEXTS,
                    missing=MANY_TEXTS,
                    state={"enum": ["新写", "未变", "手工改过"]},
                )
            ),
            monthly=many(record(path=TEXT, kind=TEXT, missing=MANY_TEXTS)),
            dropped=MANY_TEXTS,
            papers=many(record(**PAPER_OUT["properties"], kind=TEXT)),
            remarks=MANY_TEXTS,
            until=DAY,
            tasks=TASKS,
        ),
    ),
    "assess": (
        "duban assess --format json",
        record(
            **HEAD,
            year={"type": "integer"},
            month={"type": ["integer", "null"], "description": "按月考核的月份"},
            **{"from": DAY, "to": DAY},
            complete=YES,
            labels={"type": "object", "additionalProperties": TEXT},
            totals={"type": "object", "additionalProperties": {"anyOf": [COUNT, RATE]}},
            units=many(
                record(
                    name=TEXT,
                    assessed=YES,
                    conclusions=many(record(text=TEXT, reason=TEXT, clause=TEXT)),
                    points={"type": ["number", "null"]},
                    grade=TEXT_OR_NULL,
                    score=or_null(
                        many(
                            record(
                                label=TEXT,
                                points={"type": "number"},
                                clause=TEXT,
                                times={
                                    "type": "array",
                                    "items": {"type": "number"},
                                    "description": "逐次计分的，每次几分",
                                },
                            )
                        )
                    ),
                    behind={"type": "object", "additionalProperties": many(COUNTED)},
                )
            ),
            own_duties=OWN_DUTIES,
            unreadable=MANY_TEXTS,
            notes=MANY_TEXTS,
        ),
    ),
}
