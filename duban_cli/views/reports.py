"""A report or list as a person reads it at a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from duban_cli.reports.figures_json import as_json as figures_json
from duban_cli.reports.groups import id_order
from duban_cli.views.as_json import Json, iso, item_row
from duban_cli.views.grid import Column, Table

if TYPE_CHECKING:
    from duban_cli.documents.context_lists import ListRow, Monthly, MonthlyRow
    from duban_cli.documents.context_reports import Point, Report
    from duban_cli.plans.reports import Drawn

_NOBODY = "未明确分管领导"
_LIST_COLUMNS = {
    "任务清单": ("编号", "任务", "工作标准", "主办单位", "协办单位", "限期"),
    "责任清单": ("编号", "任务", "主办单位", "分管领导", "责任人", "承办人", "限期"),
    "措施清单": ("编号", "任务", "原因", "措施", "主办单位", "限期"),
    "成果清单": ("编号", "任务", "主办单位", "成果", "完成日期", "按期", "佐证"),
}
_FLEXIBLE = frozenset({"任务", "督查事项", "工作标准", "措施", "原因", "成果", "进展", "主办单位"})


def monthly_tables(monthly: Monthly) -> Iterator[tuple[str, Table]]:
    """A heading and a table for each 分管领导."""
    for group in monthly.groups:
        rows = tuple(_monthly_cells(row) for row in group.rows)
        names = ("编号", "督查事项", "主办单位", "限期", "逾期", "灯", "进展", "下一步")
        columns = tuple(Column(n, flexible=n in _FLEXIBLE, toned=n in ("灯", "逾期")) for n in names)
        yield (
            f"{group.leader or _NOBODY}（{len(rows)}件）",
            Table(columns, rows, tuple(r.light for r in group.rows)),
        )


def _monthly_cells(row: MonthlyRow) -> tuple[str, ...]:
    late = f"{row.overdue}个工作日" if row.overdue else ""
    return (
        row.number, _line(row.title), row.unit, row.due.isoformat() if row.due else "长期", late, row.light or "",
        _line(row.progress) or "尚无反馈", row.next or "",
    )  # fmt: skip


def list_table(kind: str, rows: Sequence[ListRow]) -> Table:
    """The rows of a 清单 in the columns of its kind."""
    names = _LIST_COLUMNS[kind]
    columns = tuple(Column(n, flexible=n in _FLEXIBLE) for n in names)
    cells = tuple(tuple(_cell(row, n) for n in names) for row in rows)
    return Table(columns, cells, tuple(None for _ in rows))


def _cell(row: ListRow, name: str) -> str:
    kept = {
        "编号": row.number, "任务": row.task, "工作标准": row.standard, "主办单位": row.lead,
        "协办单位": "、".join(row.supporting), "分管领导": row.leader, "责任人": row.officer, "承办人": row.handler,
        "限期": row.due.isoformat() if row.due else "长期", "原因": row.cause, "措施": row.measures,
        "成果": row.result, "完成日期": row.done.isoformat() if row.done else None,
        "按期": None if row.on_time is None else "是" if row.on_time else "否", "佐证": row.proof,
    }  # fmt: skip
    return _line(kept[name])


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def report_lines(report: Report) -> Iterator[str]:
    """What people and the ledger say in a report; its figures are told apart."""
    if report.basis:
        yield f"{report.basis}。"
    yield from str(report.facts).split("\n")
    for heading, points in (
        ("存在问题", report.problems),
        ("原因分析", report.causes),
        ("工作建议", report.proposals),
    ):
        if points:
            yield heading
            yield from (f"  {n}. {_point(p)}" for n, p in enumerate(points, 1))


def _point(point: Point) -> str:
    return _line(f"{point.title}：{point.text}" if point.title else point.text)


def monthly_json(drawn: Drawn, monthly: Monthly) -> Json:
    """A monthly list: its groups, each item as ``list --format json`` has it, with 进展."""
    standing = {s.item.id: s for s in drawn.standings}
    groups = [
        {
            "leader": g.leader,
            "items": [
                item_row(standing[r.number]) | {"progress": r.progress, "to_do": r.next} for r in g.rows
            ],
        }
        for g in monthly.groups
    ]
    return {
        "kind": drawn.kind, "month": f"{drawn.cutoff:%Y-%m}", "cutoff": iso(drawn.cutoff), "total": monthly.total,
        "overdue": monthly.overdue, "unlisted": monthly.unlisted, "grounds": list(monthly.grounds), "groups": groups,
    }  # fmt: skip


def list_json(drawn: Drawn) -> Json:
    """A 清单: its rows."""
    rows = [
        {
            "id": r.number, "task": r.task, "standard": r.standard, "lead_unit": r.lead,
            "supporting_units": list(r.supporting), "leader": r.leader, "officer": r.officer, "handler": r.handler,
            "due": iso(r.due), "cause": r.cause, "measures": r.measures, "result": r.result, "done": iso(r.done),
            "on_time": r.on_time, "proof": r.proof, "note": r.note,
        }
        for r in drawn.rows
    ]  # fmt: skip
    return {"kind": drawn.kind, "cutoff": iso(drawn.cutoff), "rows": rows}


def report_json(drawn: Drawn, report: Report) -> Json:
    """A report: its words, its items, and its figures as ``bulletin --format json`` has them."""

    def points(found: Sequence[Point]) -> list[Json]:
        return [{"title": p.title, "text": p.text} for p in found]

    standings = sorted(drawn.standings, key=lambda s: id_order(s.item.id))
    return {
        "kind": drawn.kind, "subject": report.subject, "from": iso(report.start), "to": iso(drawn.cutoff),
        "basis": report.basis, "facts": str(report.facts), "problems": points(report.problems),
        "causes": points(report.causes), "proposals": points(report.proposals),
        "items": [item_row(s) for s in standings],
        "figures": figures_json(drawn.figures) if drawn.figures else None,
    }  # fmt: skip
