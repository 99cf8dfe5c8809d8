"""The ledger as a table: one row for each item, the same for screen, pipe and csv, and its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from duban_cli.rules.course import STATES
from duban_cli.views.grid import Column, Table
from duban_cli.views.words import late_words, origin_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duban_cli.ledger.records import Unreadable
    from duban_cli.rules.standing import Standing

UNREADABLE = "无法读取"
_LAST = ("中止", "已销号", "已归档", "已撤销")


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


def list_csv(standings: Sequence[Standing], unreadable: Sequence[Unreadable], order: Order = "编号") -> Table:
    """The table of ``list`` with what a spreadsheet is wanted for: demand, supporting units, source, officer."""
    plain = list_table(standings, unreadable, order)
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


def list_table(
    standings: Sequence[Standing], unreadable: Sequence[Unreadable], order: Order = "编号"
) -> Table:
    """The table of ``list``, in one of `ORDERS`; an item that cannot be read has its row too, first but by number."""
    place = ORDERS[order]
    rows = [
        ((1, *place(s), s.item.id), _row(s), s.light.name if s.light else None)
        for s in standings
    ]  # fmt: skip
    rows += [
        (
            (1 if order == "编号" else 0, u.id), (u.id, u.title or u.path, "", "", UNREADABLE, "", "", "", "改好文件"), None
        )
        for u in unreadable
    ]  # fmt: skip
    rows.sort(key=lambda row: row[0])
    return Table(_COLUMNS, tuple(row for _, row, _ in rows), tuple(tone for _, _, tone in rows))


def _pressing(s: Standing) -> tuple[int, int, date]:
    """What is to be done first: overdue by how late, what is nearly due, the office's own step, then by the due day;
    what stands still and what is over come last."""
    due = s.due.day if s.due else date.max
    if s.state in _LAST:
        return 4 + _LAST.index(s.state), 0, due
    if s.overdue:
        return 0, -s.overdue_workdays, due
    if s.live is not None and s.live.state == "临期":
        return 1, 0, due
    if s.next is not None:
        return 2, 0, s.next.since or due
    return 3, 0, due


def _by_due(s: Standing) -> tuple[date]:
    return (s.due.day if s.due else date.max,)


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


Order = Literal["应办", "编号", "期限", "主办单位"]
ORDERS: dict[Order, Callable[[Standing], tuple[Any, ...]]] = {
    "应办": _pressing,
    "编号": lambda _: (),
    "期限": _by_due,
    "主办单位": lambda s: (s.item.lead, *_pressing(s)),
}
"""The orders ``list`` can stand in; equals stand by number."""
