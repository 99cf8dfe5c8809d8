"""--deadline: the day it names, or the day a limit counted from the act falls on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.cli.terminal import talk
from duban_cli.errors import WrongUse
from duban_cli.rules.limits import Named, SameDay, due_of, parse_limit

if TYPE_CHECKING:
    from datetime import date

    from duban_cli.cli.context import Desk


def deadline_day(here: Desk, deadline: str | None, on: date) -> date | None:
    """The day a limit given on ``on`` falls on; a counted one is told. Raises WrongUse where it names none."""
    if deadline is None:
        return None
    limit = parse_limit(deadline)
    due = due_of(limit, on, None, here.ledger.calendar)
    if due is None:
        raise WrongUse(f"“{deadline}”定不出日期", "写 5个工作日 或 2026-04-10")
    if not isinstance(limit, Named):
        talk(
            f"{limit.text}：从 {on} 起算{'' if isinstance(limit, SameDay) else '（当日不计）'}，到 {due.text}"
        )
    return due.day


def deadline_ahead(here: Desk, deadline: str | None, on: date) -> str | None:
    """The same, as the file has it. Raises WrongUse also where it lies before ``on``."""
    due = deadline_day(here, deadline, on)
    if due is not None and due < on:
        raise WrongUse(f"期限 {due.isoformat()} 早于 {on.isoformat()}", "核对 --deadline")
    return due.isoformat() if due else None
