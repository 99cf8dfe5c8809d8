"""What ``report`` prints, by what is asked of it: a report, the monthly list, one of the four lists."""

from __future__ import annotations

from duban_cli.views.schemas.items import ITEM
from duban_cli.views.schemas.parts import (
    COUNT,
    DAY,
    DAY_OR_NULL,
    FIGURES,
    HEAD,
    MANY_TEXTS,
    MONTH,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    many,
    or_null,
    record,
)

_POINTS = many(record(title=TEXT_OR_NULL, text=TEXT))
_ROW = record(
    id=TEXT_OR_NULL,
    task=TEXT,
    standard=TEXT_OR_NULL,
    lead_unit=TEXT_OR_NULL,
    supporting_units=MANY_TEXTS,
    leader=TEXT_OR_NULL,
    officer=TEXT_OR_NULL,
    handler=TEXT_OR_NULL,
    due=DAY_OR_NULL,
    cause=TEXT_OR_NULL,
    measures=TEXT_OR_NULL,
    result=TEXT_OR_NULL,
    done=DAY_OR_NULL,
    on_time={"type": ["boolean", "null"]},
    proof=TEXT_OR_NULL,
    note=TEXT_OR_NULL,
)

OUTPUTS: dict[str, tuple[str, Schema]] = {
    "report": (
        "duban report 督查报告（专题报告、督查专报、本单位的简报）--format json",
        record(
            **HEAD,
            kind={**TEXT, "description": "督查报告、专题报告、督查专报，或 duban.yaml“简报”里的名称"},
            subject=TEXT,
            **{"from": DAY_OR_NULL, "to": DAY},
            basis=TEXT_OR_NULL,
            facts=TEXT,
            problems=_POINTS,
            causes=_POINTS,
            proposals=_POINTS,
            items=many(record(**ITEM)),
            figures=or_null(record(**FIGURES)),
        ),
    ),
    "report-monthly": (
        "duban report 月度督办清单 --format json",
        record(
            **HEAD,
            kind={"const": "月度督办清单"},
            month=MONTH,
            cutoff=DAY,
            total=COUNT,
            overdue=COUNT,
            unlisted=COUNT,
            grounds=MANY_TEXTS,
            groups=many(
                record(
                    leader=TEXT_OR_NULL,
                    items=many(record(**ITEM, progress=TEXT_OR_NULL, to_do=TEXT_OR_NULL)),
                )
            ),
        ),
    ),
    "report-list": (
        "duban report 任务清单（责任清单、措施清单、成果清单）--format json",
        record(
            **HEAD,
            kind={"enum": ["任务清单", "责任清单", "措施清单", "成果清单"]},
            cutoff=DAY,
            rows=many(_ROW),
        ),
    ),
}
