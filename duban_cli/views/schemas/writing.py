"""What commands that write print, and what any prints that could not."""

from __future__ import annotations

from duban_cli.views.schemas.parts import (
    DAY_OR_NULL,
    FINDINGS,
    HEAD,
    MANY_TEXTS,
    PAPER_OUT,
    TEXT,
    TEXT_OR_NULL,
    YES,
    Schema,
    many,
    record,
)

WRITTEN = record(
    **HEAD,
    ids=MANY_TEXTS,
    entries=many(record(item=TEXT, facts={"type": "object"})),
    papers=many(record(**PAPER_OUT["properties"], kind=TEXT)),
    remarks=MANY_TEXTS,
)
# Only of commands that change the ledger; a draft for signature has none.
WRITTEN["properties"]["events"] = many(record(path=TEXT, facts={"type": "object"}))

OUTPUTS: dict[str, tuple[str, Schema]] = {
    "write": (
        "写台账的命令加 --format json",
        WRITTEN,
    ),
    "merge": (
        "duban merge --format json",
        record(
            **WRITTEN["properties"],
            left=many(record(path=TEXT, what=TEXT, hint=TEXT)),
            findings=FINDINGS,
        ),
    ),
    "issue": (
        "duban issue --format json（等签发的送审稿）",
        record(
            **HEAD,
            drafts=many(
                record(
                    name=TEXT,
                    path=TEXT,
                    kind=TEXT_OR_NULL,
                    made=DAY_OR_NULL,
                    about=TEXT_OR_NULL,
                    items=MANY_TEXTS,
                    state=TEXT,
                    edited=YES,
                    problems=MANY_TEXTS,
                )
            ),
        ),
    ),
    "error": (
        "任何命令加 --format json 而没有办成时",
        record(version={"const": 1}, code=TEXT, message=TEXT, hint=TEXT_OR_NULL),
    ),
}
