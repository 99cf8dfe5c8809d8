"""三单 and 公示清单 as a person reads them at a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from duban_cli.documents.fields import Blank
from duban_cli.views.as_json import Json, iso
from duban_cli.views.grid import Column, Table

if TYPE_CHECKING:
    from duban_cli.documents.context_ledgers import OpenList, Problem, Problems
    from duban_cli.documents.context_rectify import RectifyBulletin, RectifyCount
    from duban_cli.plans.reports import Drawn

_COLUMNS = (
    "编号",
    "整改问题",
    "原因",
    "整改措施",
    "牵头责任单位",
    "配合责任单位",
    "责任人",
    "整改时限",
    "落实情况",
)
_WIDE = frozenset({"整改问题", "原因", "整改措施", "牵头责任单位", "配合责任单位", "事项", "承办单位"})


def problem_tables(said: Problems) -> Iterator[tuple[str | None, Table]]:
    """A heading and a table for each inspection; those of none have no heading."""
    for group in said.groups:
        columns = tuple(Column(n, flexible=n in _WIDE) for n in _COLUMNS)
        rows = tuple(_cells(row) for row in group.rows)
        head = f"{group.number or ''}  {group.title}（{len(rows)}个问题）" if group.title else None
        yield head, Table(columns, rows, tuple(None for _ in rows))


def _cells(row: Problem) -> tuple[str, ...]:
    return (
        row.number, row.title, _line(row.cause), _line(row.measure), row.lead, "、".join(row.supporting),
        row.officer or "", row.due.isoformat() if row.due else "", how_far(row),
    )  # fmt: skip


def how_far(row: Problem) -> str:
    """``6月18日完成``, ``逾期3个工作日，重点督查``, else the state."""
    if row.done:
        return f"{row.done.month}月{row.done.day}日完成"
    if not row.behind:
        return row.state
    late = f"逾期{row.late}个工作日" if row.late else "已逾期"
    return f"{late}，{row.watched}" if row.watched else late


def problem_summary(said: Problems) -> str:
    """The count under the tables."""
    return f"共{said.total}个问题，完成整改{said.finished}个，未完成{said.total - said.finished}个，其中逾期{said.late}个"


def open_table(said: OpenList) -> Table:
    """The rows of 公示清单."""
    columns = tuple(
        Column(n, flexible=n in _WIDE)
        for n in ("编号", "事项", "承办单位", "具体责任人", "具体承办人", "办结时限")
    )
    rows = tuple(
        (r.number, r.title, str(r.unit), str(r.officer), str(r.handler), str(r.due)) for r in said.rows
    )
    return Table(columns, rows, tuple(None for _ in rows))


def rectified_table(said: RectifyBulletin) -> Table:
    """The counts of 整改通报."""
    columns = tuple(
        Column(n, flexible=n in _WIDE)
        for n in ("责任单位", "交办", "按期整改", "逾期整改", "未整改", "其中未报", "未到时限")
    )
    rows = tuple(
        (r.name, *map(str, (r.assigned, r.on_time, r.late, r.undone, r.unreported, r.running)))
        for r in (*said.rows, said.total)
    )
    return Table(columns, rows, tuple(None for _ in rows))


def rectified_json(drawn: Drawn, said: RectifyBulletin) -> Json:
    """整改通报: its counts by unit and the problems not put right in time."""

    def counts(row: RectifyCount) -> Json:
        return {
            "unit": row.name, "assigned": row.assigned, "on_time": row.on_time, "late": row.late,
            "unrectified": row.undone, "unreported": row.unreported, "running": row.running,
        }  # fmt: skip

    undone = [
        {"id": r.number, "problem": r.title, "unit": r.unit, "due": iso(r.due), "why": r.why}
        for r in said.undone
    ]
    return {
        "kind": drawn.kind, "month": f"{drawn.cutoff:%Y-%m}", "cutoff": iso(drawn.cutoff), "about": said.about,
        "totals": counts(said.total), "units": [counts(r) for r in said.rows], "problems": undone,
        "unlisted": said.unlisted, "grounds": list(said.grounds),
    }  # fmt: skip


def problems_json(drawn: Drawn, said: Problems) -> Json:
    """三单: its problems by inspection."""
    groups = [
        {
            "id": g.number, "title": g.title,
            "problems": [
                {
                    "id": r.number, "problem": r.title, "advice": r.advice, "cause": r.cause, "measure": r.measure,
                    "due": iso(r.due), "lead_unit": r.lead, "supporting_units": list(r.supporting),
                    "officer": r.officer, "state": r.state, "done": iso(r.done), "overdue": r.behind, "overdue_workdays": r.late,
                    "follow_up": r.watched, "referred_upward": r.upward, "reinspection": r.again,
                }
                for r in g.rows
            ],
        }
        for g in said.groups
    ]  # fmt: skip
    return {
        "kind": drawn.kind, "cutoff": iso(drawn.cutoff), "total": said.total, "finished": said.finished,
        "late": said.late, "unlisted": said.unlisted, "grounds": list(said.grounds), "groups": groups,
    }  # fmt: skip


def open_json(drawn: Drawn, said: OpenList) -> Json:
    """公示清单: its rows; null where a field is still missing."""
    rows = [
        {
            "id": r.number, "title": r.title, "unit": r.unit, "officer": _given(r.officer),
            "handler": _given(r.handler), "due": _given(r.due),
        }
        for r in said.rows
    ]  # fmt: skip
    return {"kind": drawn.kind, "cutoff": iso(drawn.cutoff), "grounds": list(said.grounds), "rows": rows}


def _given(text: str | Blank) -> str | None:
    return None if isinstance(text, Blank) else text


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
