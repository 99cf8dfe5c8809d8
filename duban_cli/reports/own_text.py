"""本室时限 as rows of text, as lines that trace each late duty, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duban_cli.reports.own_duties import LATE, MEASURES, RATE, RATE_LABEL, OwnRecord, OwnRow
from duban_cli.rules.office import OFFICE, OfficeDuty

TITLE = f"{OFFICE}自身时限"


def own_cells(record: OwnRecord) -> tuple[tuple[str, ...], ...]:
    """Header, a row for each kind of duty, totals; a column that only says 0 throughout 当日到期 is left out."""
    keys = [key for key in MEASURES if key != "at_limit" or record.total.duties[key]]
    return (
        ("本室事务", *(MEASURES[k] for k in keys), RATE_LABEL),
        *(
            (row.name, *(str(row.counts[k]) for k in keys), _rate(row))
            for row in (*record.rows, record.total)
        ),
    )


def _rate(row: OwnRow) -> str:
    rate = row.rate
    return f"{rate.text} {rate.numerator}/{rate.denominator}" if rate.denominator else rate.text


def own_late(record: OwnRecord, *, titles: bool = False) -> Iterator[str]:
    """Each duty the office was late with: the item or period, the limit, the entry that met it, the clause."""
    for key in LATE:
        for duty in record.total.duties[key]:
            title = record.titles.get(duty.item) if titles and duty.item else None
            yield "  ".join(part for part in (duty_line(duty, MEASURES[key]), title) if part)


def own_behind(record: OwnRecord) -> Iterator[str]:
    """Every figure with the duties it was counted from."""
    for key, label in MEASURES.items():
        told = record.total.duties[key]
        rate = f"（{RATE_LABEL} {_rate(record.total)}）" if key == "on_time" else ""
        yield f"{label} {len(told)}次{rate}"
        if key != "due":
            for duty in told:
                title = record.titles.get(duty.item) if duty.item else None
                yield "  " + "  ".join(part for part in (duty_line(duty), title) if part)


def duty_line(duty: OfficeDuty, label: str | None = None) -> str:
    """``2026-0018  交办  应于 2026-03-05 前，2026-03-09 交办，督查室逾期2个工作日  本办约定``."""
    due = f"应于 {duty.due.text}{'（暂定）' if duty.provisional else ''} 前"
    met = duty.met_by
    done = "没有记录"
    if met is not None:
        done = f"{met.day.isoformat()} {met.action}{f'（{met.doc_no}）' if met.doc_no else ''}"
    elif duty.item:
        done = "未办"
    parts = [due, done, *([_late(duty)] if duty.state in ("逾期", "逾期完成") else [])]
    return "  ".join(part for part in (label, duty.item, duty.name, "，".join(parts), duty.basis) if part)


def _late(duty: OfficeDuty) -> str:
    days = duty.overdue_workdays
    return f"{OFFICE}逾期{days}个工作日" if days else f"{OFFICE}已逾期"


def own_json(record: OwnRecord) -> dict[str, Any]:
    """The figures as plain data; items by id only, no title."""
    return {
        "who": OFFICE,
        "from": record.start.isoformat(),
        "to": record.end.isoformat(),
        "labels": dict(MEASURES) | {RATE: RATE_LABEL},
        **_row(record.total),
        "by_duty": [{"name": row.name, **_row(row)} for row in record.rows],
        "behind": {key: [_duty(d) for d in record.total.duties[key]] for key in MEASURES},
    }


def _row(row: OwnRow) -> dict[str, Any]:
    rate = row.rate
    value = float(rate.text.removesuffix("%")) if rate.denominator else None
    return {
        **row.counts,
        RATE: {
            "text": rate.text, "value": value, "numerator": rate.numerator, "denominator": rate.denominator,
        },
        "items": {key: list(row.items(key)) for key in MEASURES},
    }  # fmt: skip


def _duty(duty: OfficeDuty) -> dict[str, Any]:
    met = duty.met_by
    return {
        "duty": duty.what,
        "item": duty.item,
        "period": duty.period.name if duty.period else None,
        "start": duty.start.isoformat(),
        "due": duty.due.day.isoformat(),
        "state": duty.state,
        "overdue_workdays": duty.overdue_workdays,
        "met_by": {"date": met.day.isoformat(), "action": met.action, "doc_no": met.doc_no} if met else None,
        "provisional": duty.provisional,
        "clause": duty.basis,
    }
