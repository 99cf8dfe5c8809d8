"""The states an item can be in."""

from __future__ import annotations

from typing import Literal

State = Literal[
    "待立项", "待交办", "办理中", "待审核", "退回重办", "待销号", "已销号", "已归档", "中止", "已撤销"
]
STATES: tuple[State, ...] = (
    "待立项", "待交办", "办理中", "待审核", "退回重办", "待销号", "已销号", "已归档", "中止", "已撤销",
)  # fmt: skip
ENDED: frozenset[str] = frozenset({"已销号", "已归档", "已撤销"})
OPEN: frozenset[str] = frozenset({"办理中", "退回重办"})
"""States in which the unit has something to do."""
REPORTED: frozenset[str] = frozenset({"待审核", "待销号"})
"""States in which 办结 was reported and the item is not struck off yet."""
