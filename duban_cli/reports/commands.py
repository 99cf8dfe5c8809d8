"""What a clerk types to do a step that is due, with words to fill in where only the clerk knows them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.rules.closing import PUBLICATION
from duban_cli.rules.periods import Rhythm

if TYPE_CHECKING:
    from duban_cli.rules.closing import ClosingState
    from duban_cli.rules.ladder import Rung
    from duban_cli.rules.office import OfficeDuty

APPROVED = " --approved-by 姓名"
_MONTHLY = "月度督办清单"
_SHELL = re.compile(r"[\s'\"$`\\;&|<>()*?!#~\[\]{}]")


def rung_command(rung: Rung, item_id: str) -> str:
    """To take a step of the ladder: by a paper, by people, or by another 动作."""
    step = rung.step
    if step.action == "催办":
        return f"duban urge {item_id}" + ("" if step.paper else f" --how {rung.way} --content 情况")
    if step.action == "督办提示":
        return f"duban warn {item_id} --content 情况"
    return f"duban record {item_id} {step.action} --unit {rung.duty.who}{APPROVED} --content 内容"


def closing_command(state: ClosingState, item_id: str) -> str | None:
    """To put a step before 销号 on record; None while a 公示 runs: it can only be waited for."""
    if state.ends is not None:
        return None
    if state.step.step == PUBLICATION:
        return f"duban record {item_id} 公示 --content 内容"
    return f"duban inspect {item_id} --how {state.step.step} --result 合格 --content 情况"


def round_command(
    duty: OfficeDuty, day: date, numbered: Collection[str], briefs: Collection[str] = ()
) -> str | None:
    """What to type on ``day`` for one duty of a period: the command that makes its paper where there is one
    (``numbered``: the kinds that have a 文号; ``briefs``: the office's own 简报), else the one that records it. None before its time."""
    period, action = duty.period, duty.rule.action
    after = duty.rule.edge == "期末" and duty.rule.limit is not None
    if period is None or action is None or day < period.start or (after and day < period.end):
        return None
    if action == "清单" and period.rhythm is Rhythm.MONTH and _MONTHLY in numbered:
        return f"duban report {_MONTHLY} --month {period.start:%Y-%m} --approved-by 姓名"
    if action == "考核" and period.rhythm in (Rhythm.YEAR, Rhythm.MONTH):
        span = f"{period.start:%Y}" if period.rhythm is Rhythm.YEAR else f"{period.start:%Y-%m}"
        return f"duban assess {span} --approved-by 姓名"
    brief = (duty.rule.word or "").strip("《》")
    if brief in briefs and day in period:
        return f"duban report {word(brief)}{APPROVED}"
    # An event of the day is counted for the period of that day; any other must say for which it is.
    span = "" if day in period and not after else f" --from {period.start} --to {period.end}"
    return f"duban office {action}{span} --content {word(duty.rule.word or duty.what)}"


def period_names(duties: Sequence[OfficeDuty]) -> str:
    """``2026年1月、2月、5月``: the periods, a year named once."""
    names: list[str] = []
    said = ""
    for duty in duties:
        name = duty.period.name if duty.period else ""
        year, sign, rest = name.partition("年")
        names.append(rest if sign and rest and year == said else name)
        said = year
    return "、".join(names)


def word(path: str) -> str:
    """A path as one word of a command line."""
    return shlex.quote(path) if _SHELL.search(path) else path
