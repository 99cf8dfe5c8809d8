"""The ledger as a table: one row for each item, the same for screen, pipe and csv, and its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from duban_cli.rules.states import STATES
from duban_cli.views.grid import Column, Table
from duban_cli.views.listing import UNREADABLE, Row

if TYPE_CHECKING:
    from duban_cli.ledger.records import Item, Unreadable
    from duban_cli.rules.standing import Standing

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


def list_csv(rows: Sequence[Row], more: Mapping[str, Sequence[str]], order: Order = "编号") -> Table:
    """The table of ``list`` with what a spreadsheet is wanted for; ``more``: `more_cells` by number."""
    plain = list_table(rows, order)
    wider = tuple((*row, *more.get(row[0], ("",) * len(_MORE))) for row in plain.rows)
    return Table((*plain.columns, *_MORE), wider, plain.tones)


def more_cells(item: Item) -> tuple[str, ...]:
    """Demand, supporting units, source, officer: the further columns of csv."""
    from duban_cli.views.words import origin_words  # noqa: PLC0415 - rows that are kept need no words made

    return (
        " ".join(item.demand.split()),
        "、".join(item.support),
        origin_words(item.origin) if item.origin else "",
        item.officer.text if item.officer else "",
    )


def list_table(rows: Sequence[Row], order: Order = "编号") -> Table:
    """The table of ``list``, in one of `ORDERS`; what cannot be read stands first, but where ordered by number."""
    place = ORDERS[order]
    ordered = sorted(rows, key=lambda row: (order != "编号" and row.readable, *place(row), row.id))
    return Table(_COLUMNS, tuple(row.cells for row in ordered), tuple(row.light for row in ordered))


def _pressing(row: Row) -> tuple[int, int, str]:
    """What is to be done first: overdue by how late, what is nearly due, the office's own step, then by the due day;
    what stands still and what is over come last."""
    if row.state in _LAST:
        return 4 + _LAST.index(row.state), 0, row.due
    if row.overdue:
        return 0, -row.late, row.due
    if row.near:
        return 1, 0, row.due
    if row.since is not None:
        return 2, 0, row.since
    return 3, 0, row.due


Order = Literal["应办", "编号", "期限", "主办单位"]
ORDERS: Mapping[Order, Callable[[Row], tuple[Any, ...]]] = MappingProxyType(
    {
        "应办": _pressing,
        "编号": lambda _: (),
        "期限": lambda row: (row.due,),
        "主办单位": lambda row: (row.lead, *_pressing(row)),
    }
)
"""The orders ``list`` can stand in; equals stand by number."""


def cells(s: Standing) -> tuple[str, ...]:
    """The cells of an item."""
    from duban_cli.views.words import late_words  # noqa: PLC0415 - rows that are kept need no words made

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


def unreadable_cells(broken: Unreadable) -> tuple[str, ...]:
    """The cells of a file that cannot be read."""
    return (broken.id, broken.title or broken.path, "", "", UNREADABLE, "", "", "", "改好文件")


def summary(rows: Sequence[Row]) -> str:
    """``共42件：办理中5、待审核2 … 逾期3件；红灯3、黄灯1``."""
    if not rows:
        return "没有符合条件的事项"
    states = Counter(row.state for row in rows)
    words = [f"{state}{states[state]}" for state in (*STATES, UNREADABLE) if states[state]]
    lights = Counter((row.level or 0, row.light) for row in rows if row.light is not None)
    shown = [f"{name}灯{n}" for (_, name), n in sorted(lights.items(), reverse=True)]
    overdue = sum(1 for row in rows if row.overdue)
    return "；".join(
        part
        for part in (f"共{len(rows)}件：{'、'.join(words)}", f"逾期{overdue}件", "、".join(shown))
        if part
    )
