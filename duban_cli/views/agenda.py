"""The agenda in words: lines for pipes and mail, a table for the screen, rows for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duban_cli.reports.tasks import GROUPS, WEEK
from duban_cli.views.as_json import iso
from duban_cli.views.grid import Column, Table
from duban_cli.views.words import lateness, on_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duban_cli.reports.tasks import Agenda, Group, Task

_COLUMNS = (
    Column("编号"),
    Column("应办", flexible=True),
    Column("事项", flexible=True),
    Column("期限"),
    Column("情况", flexible=True, toned=True),
    Column("依据", flexible=True),
    Column("命令", flexible=True),
)


def heading(found: Agenda) -> str:
    """``2026-11-20 周五：今天应办13件，本周到期5件，办公室自己的事4件``."""
    counts = [f"{_name(found, group)}{len(found.of(group))}件" for group in GROUPS if found.of(group)]
    return f"{on_day(found.now.day)}：{'，'.join(counts) or '没有要办的事'}"


def group_title(found: Agenda, group: Group) -> str:
    """The group's heading; that of what falls due says until when."""
    if group == "已逾期":
        return "已逾期，今天没有新的催办步骤"
    return f"{_name(found, group)}（至 {found.until}）" if group == "本周到期" else group


def _name(found: Agenda, group: Group) -> str:
    if group == "已逾期":
        return "另有逾期"
    days = (found.until - found.now.day).days
    return f"{days}日内到期" if group == "本周到期" and days != WEEK else group


def agenda_text(found: Agenda) -> str:
    """Every task in a few short lines, the command last."""
    parts = [heading(found)]
    for group in GROUPS:
        tasks = found.of(group)
        if tasks:
            parts.append("\n".join([group_title(found, group), *map(_lines, tasks)]))
    return "\n\n".join(parts) + "\n"


def agenda_tables(found: Agenda) -> Iterator[tuple[str, Table]]:
    """A table for each group that has tasks, with its heading."""
    for group in GROUPS:
        tasks = found.of(group)
        if tasks:
            rows = tuple(_row(t) for t in tasks)
            yield group_title(found, group), Table(_COLUMNS, rows, tuple(t.light for t in tasks))


def task_row(task: Task) -> dict[str, Any]:
    """One task as JSON."""
    return {
        "group": task.group, "kind": task.kind, "what": task.what, "who": task.who, "id": task.id,
        "title": task.title, "unit": task.unit, "duty": task.duty, "since": iso(task.since),
        "due": iso(task.due.day) if task.due else None, "overdue": task.overdue,
        "overdue_workdays": task.overdue_workdays, "workdays_left": task.left, "light": task.light,
        "provisional": task.provisional, "clause": task.clause, "command": task.command,
        "otherwise": task.otherwise, "draft": task.draft, "warned": iso(task.warned), "periods": list(task.periods),
    }  # fmt: skip


def _lines(task: Task) -> str:
    head = "  ".join(part for part in (task.id, task.what, _matter(task)) if part)
    lines = ["  ".join(part for part in (_said(task), task.clause) if part), task.command]
    if task.draft and task.kind == "催办":
        lines.append(f"稿 {task.draft}")
    if task.otherwise:
        lines.append(f"或 {task.otherwise}")
    return "\n".join([f"  {head}", *(f"      {line}" for line in lines if line)])


def _matter(task: Task) -> str:
    title = " ".join(task.title.split())
    if task.supporting:
        return f"{task.who}（协办）：{title}"
    return f"{task.unit}：{title}" if task.unit else title


def _said(task: Task) -> str:
    """The dates of a task in one sentence."""
    due = f"{task.due.text}{'（暂定）' if task.due_provisional else ''}" if task.due else ""
    late = _late(task) if task.overdue else ""
    match task.kind:
        case "催办":
            stands = f"{task.duty}应于 {due} 前，{late}"
            return f"{stands}；{task.since} 起应办"
        case "本办":
            since = f"{task.since} 起" if task.since else ""
            return "，".join(
                part for part in (since, f"应于 {due} 前" if due else "", _own_state(task)) if part
            )
        case "到期":
            light = f"，{task.light}灯" if task.light else ""
            return f"应于 {due} 前，{_left(task)}{light}{f'；{task.warned} 已提示' if task.warned else ''}"
        case "逾期":
            ahead = f"{task.since} 才到下一级催办" if task.since else "没有新的催办步骤可走"
            return f"应于 {due} 前，{late}；{ahead}"
        case "定期":
            first = "最早的" if len(task.periods) > 1 else ""
            return (
                f"没有记录，{first}应于 {due} 前，督查室{late}" if late else f"应于 {due} 前，{_left(task)}"
            )
        case "归档":
            return f"最早的 {task.since} 销号"
        case _:
            return ""


def _late(task: Task) -> str:
    """``逾期18个工作日``; （暂定） where only the days since the due day are."""
    since = task.provisional and not task.due_provisional and task.overdue_workdays
    return lateness(task.overdue_workdays) + ("（暂定）" if since else "")


def _own_state(task: Task) -> str:
    if task.overdue:
        return f"督查室{_late(task)}"
    return _left(task) if task.left is not None else ""


def _left(task: Task) -> str:
    return f"还有{task.left}个工作日" if task.left else "今天到期" if task.left == 0 else ""


def _row(task: Task) -> tuple[str, ...]:
    due = f"{task.due.text}{'（暂定）' if task.due_provisional else ''}" if task.due else ""
    if task.overdue:
        state = ("督查室" if task.kind in ("本办", "定期") else "") + _late(task)
    else:
        state = _left(task) if task.left is not None else f"{task.since} 起" if task.since else ""
    return (task.id or "", task.what, _matter(task), due, state, task.clause or "", task.command or "")
