"""What ``import``, ``export`` and ``publish`` print."""

from __future__ import annotations

from duban_cli.views.schemas.parts import (
    COUNT,
    HEAD,
    MANY_TEXTS,
    TEXT,
    TEXT_OR_NULL,
    YES,
    Schema,
    many,
    record,
)
from duban_cli.views.schemas.writing import WRITTEN

_AT_CELLS = many(record(cell=TEXT, message=TEXT))

OUTPUTS: dict[str, tuple[str, Schema]] = {
    "import": (
        "duban import --format json",
        record(
            **WRITTEN["properties"],
            columns=many(record(column=TEXT, heading=TEXT, meaning=TEXT_OR_NULL)),
            rows=many(
                record(
                    row=COUNT,
                    state={"enum": ["收", "存疑", "不收", "已有"]},
                    ids=MANY_TEXTS,
                    problems=_AT_CELLS,
                    doubts=_AT_CELLS,
                )
            ),
            units={**MANY_TEXTS, "description": "新加进名录的单位"},
            unknown_units={**MANY_TEXTS, "description": "名录里没有、也没有加进去的单位"},
            notes=MANY_TEXTS,
        ),
    ),
    "export": (
        "duban export --format json",
        record(
            **HEAD,
            path=TEXT,
            kind={"enum": ["xlsx", "csv", "json", "ics"]},
            **{"for": {"enum": ["公开", None]}},
            count={**COUNT, "description": "事项几件；ics 为期限几个"},
            sha256=TEXT,
        ),
    ),
    "publish": (
        "duban publish --format json",
        record(
            **HEAD,
            path=TEXT,
            draft=YES,
            written={**YES, "description": "目录里有没有改动"},
            count={**COUNT, "description": "公示的事项几件"},
            items=MANY_TEXTS,
            files=many(
                record(path=TEXT, state={"enum": ["新增", "改写", "删去", "不变"]}, sha256=TEXT_OR_NULL)
            ),
        ),
    ),
}
