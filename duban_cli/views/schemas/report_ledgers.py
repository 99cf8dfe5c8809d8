"""What ``report`` prints of 三单, 公示清单 and 整改通报."""

from __future__ import annotations

from duban_cli.views.schemas.parts import (
    COUNT,
    DAY,
    DAY_OR_NULL,
    HEAD,
    MANY_TEXTS,
    MONTH,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    many,
    record,
)

_PROBLEM = record(
    id=TEXT,
    problem=TEXT,
    advice=TEXT_OR_NULL,
    cause=TEXT_OR_NULL,
    measure=TEXT_OR_NULL,
    due=DAY_OR_NULL,
    lead_unit=TEXT,
    supporting_units=MANY_TEXTS,
    officer=TEXT_OR_NULL,
    state=TEXT,
    done=DAY_OR_NULL,
    overdue={"type": "boolean"},
    overdue_workdays=COUNT,
    follow_up={**TEXT_OR_NULL, "description": "没有按要求完成的，按制度怎样督查，如 重点督查"},
    referred_upward=TEXT_OR_NULL,
    reinspection=TEXT_OR_NULL,
)
_COUNTS = record(
    unit=TEXT,
    assigned=COUNT,
    on_time=COUNT,
    late=COUNT,
    unrectified={**COUNT, "description": "未整改的，到时没有报送视为未整改的在内"},
    unreported=COUNT,
    running=COUNT,
)

OUTPUTS: dict[str, tuple[str, Schema]] = {
    "report-problems": (
        "duban report 三单 --format json",
        record(
            **HEAD,
            kind={"const": "三单"},
            cutoff=DAY,
            total=COUNT,
            finished=COUNT,
            late=COUNT,
            unlisted=COUNT,
            grounds=MANY_TEXTS,
            groups=many(record(id=TEXT_OR_NULL, title=TEXT_OR_NULL, problems=many(_PROBLEM))),
        ),
    ),
    "report-open": (
        "duban report 公示清单 --format json",
        record(
            **HEAD,
            kind={"const": "公示清单"},
            cutoff=DAY,
            grounds=MANY_TEXTS,
            rows=many(
                record(
                    id=TEXT,
                    title=TEXT,
                    unit=TEXT,
                    officer=TEXT_OR_NULL,
                    handler=TEXT_OR_NULL,
                    due=TEXT_OR_NULL,
                )
            ),
        ),
    ),
    "report-rectified": (
        "duban report 整改通报 --format json",
        record(
            **HEAD,
            kind={"const": "整改通报"},
            month=MONTH,
            cutoff=DAY,
            about=TEXT,
            totals=_COUNTS,
            units=many(_COUNTS),
            problems=many(record(id=TEXT, problem=TEXT, unit=TEXT, due=DAY_OR_NULL, why=TEXT)),
            unlisted=COUNT,
            grounds=MANY_TEXTS,
        ),
    ),
}
