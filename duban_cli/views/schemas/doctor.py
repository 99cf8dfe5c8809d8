"""What ``doctor`` prints."""

from __future__ import annotations

from duban_cli.views.schemas.parts import HEAD, TEXT, TEXT_OR_NULL, Schema, many, record

OUTPUTS: dict[str, tuple[str, Schema]] = {
    "doctor": (
        "duban doctor --format json",
        record(
            **HEAD,
            checks=many(
                record(
                    area=TEXT,
                    name=TEXT,
                    level={"enum": ["ok", "warning", "error"]},
                    message=TEXT,
                    hint=TEXT_OR_NULL,
                )
            ),
        ),
    ),
}
