"""The regime as ``regime`` prints it."""

from __future__ import annotations

from duban_cli.views.schemas.parts import (
    COUNT,
    DAY,
    DAY_OR_NULL,
    HEAD,
    MANY_TEXTS,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    many,
    or_null,
    record,
)

RULE_PLACE: dict[str, Schema] = {"section": TEXT, "name": TEXT, "aspect": TEXT}
RULE: dict[str, Schema] = {"text": TEXT, "clause": TEXT_OR_NULL, "effective": DAY_OR_NULL}

OUTPUTS: dict[str, tuple[str, Schema]] = {
    "regime": (
        "duban regime --format json",
        record(
            **HEAD,
            name=TEXT,
            source=TEXT,
            documents=many(record(code=TEXT, citation=TEXT, effective=DAY)),
            rules=many(record(**RULE_PLACE, **RULE)),
        ),
    ),
    "regime-lights": (
        "duban regime --lights --format json",
        record(
            **HEAD,
            lightings=many(
                record(
                    name=TEXT,
                    note=TEXT,
                    source=TEXT,
                    lights=many(record(name=TEXT, level=COUNT, triggers=MANY_TEXTS)),
                    ladder=many(record(duty=TEXT, reached=TEXT, ways=MANY_TEXTS, paper=TEXT_OR_NULL)),
                )
            ),
        ),
    ),
    "regime-demands": (
        "duban regime --demands --format json",
        record(
            **HEAD,
            demands=many(
                record(document=TEXT, article=TEXT, clause=TEXT, demand=TEXT, means=TEXT, check=TEXT)
            ),
        ),
    ),
    "regime-diff": (
        "duban regime --diff --format json",
        record(
            **HEAD,
            name=TEXT,
            differences=many(
                record(
                    change={"enum": ["added", "changed", "removed"]},
                    **RULE_PLACE,
                    pinned=or_null(record(**RULE)),
                    packaged=or_null(record(**RULE)),
                )
            ),
        ),
    ),
}
