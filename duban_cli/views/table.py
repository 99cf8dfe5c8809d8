"""The ledger as a table: one row for each item, the same for screen, pipe and csv, and its summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from duban_cli.rules.course import STATES
from duban_cli.views.grid import Column, Table
from duban_cli.views.words import late_words, origin_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duban_cli.ledger.records import Unreadable
    from duban_cli.rules.standing import Standing

UNREADABLE = "无法读取"


_COLUMNS = (
    Column("编号"),
    Column("标题", flexible=True),
    Column("类别"),
    Column("主办单位", flexible=True),
    Column("状态"),
    Column("灯", toned=True),
    Column("期限"),
    Column("逾期", toned=True),
    Column("下一步"),
)


_MORE = (Column("要求"), Column("协办单位"), Column("来源"), Column("责任人"))
"""Further columns of csv, which has room."""


def list_csv(standings: Sequence[Standing], unreadable: Sequence[Unreadable]) -> Table:
    """The table of ``list`` with what a spreadsheet is wanted for: demand, supporting units, source, officer."""
    plain = list_table(standings, unreadable)
    more = {s.item.id: _more(s) for s in standings}
    rows = tuple((*row, *more.get(row[0], ("",) * len(_MORE))) for row in plain.rows)
    return Table((*plain.columns, *_MORE), rows, plain.tones)


def _more(s: Standing) -> tuple[str, ...]:
    item = s.item
    return (
        " ".join(item.demand.split()),
        "、".join(item.support),
        origin_words(item.origin) if item.origin else "",
        item.officer.text if item.officer else "",
    )


def list_table(standings: Sequence[Standing], unreadable: Sequence[Unreadable]) -> Table:
    """The table of ``list``, by number; an item that cannot be read has its row too."""
    rows = [(_row(s), s.light.name if s.light else None) for s in standings]
    rows += [
        ((u.id, u.title or u.path, "", "", UNREADABLE, "", "", "", "改好文件"), None) for u in unreadable
    ]
    rows.sort(key=lambda row: row[0][0])
    return Table(_COLUMNS, tuple(row for row, _ in rows), tuple(tone for _, tone in rows))


def _row(s: Standing) -> tuple[str, ...]:
    item = s.item
    counted = s.live is not None and s.live.due_provisional
    due = f"{s.due.text}{'（暂定）' if counted else ''}" if s.due else ""
    late = f"{s.overdue_workdays}个工作日" if s.overdue_workdays else "已逾期"
    return (
        item.id,
        " ".join(item.title.split()),
        item.category,
        item.lead,
        s.state,
        s.light.name if s.light else "",
        due,
        late + ("（暂定）" if s.provisional and not counted and s.overdue_workdays else "")
        if s.overdue
        else "",
        s.next.step if s.next else late_words(s) or "",
    )


def summary(standings: Sequence[Standing], unreadable: int) -> str:
    """``共42件：办理中5、待审核2 … 逾期3件；红灯3、黄灯1``."""
    total = len(standings) + unreadable
    if not total:
        return "没有符合条件的事项"
    states = Counter(s.state for s in standings)
    words = [f"{state}{states[state]}" for state in STATES if states[state]]
    words += [f"{UNREADABLE}{unreadable}"] if unreadable else []
    lights = Counter((s.light.level, s.light.name) for s in standings if s.light)
    shown = [f"{name}灯{n}" for (_, name), n in sorted(lights.items(), reverse=True)]
    overdue = sum(1 for s in standings if s.overdue)
    return "；".join(
        part for part in (f"共{total}件：{'、'.join(words)}", f"逾期{overdue}件", "、".join(shown)) if part
    )
