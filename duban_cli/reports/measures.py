"""What a bulletin counts: every figure and every rate by its key, its Chinese name and what it counts in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["件", "件次", "次", "份"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One count. Only ``adds`` false does not add up over rows: one notice may speak of several groups.

    ``lives``: of an item reopened or handed out anew, each life (轮) counts for itself.
    """

    key: str
    label: str
    unit: Unit = "件"
    adds: bool = True
    lives: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """One rate, of two measures."""

    key: str
    label: str
    numerator: str
    denominator: str
    always: bool = True
    """False: left out of texts where there is nothing to take a share of."""


MEASURES: tuple[Measure, ...] = (
    Measure("included", "纳入"),
    Measure("closed", "已销号"),
    Measure("awaiting_close", "待销号"),
    Measure("awaiting_review", "待审核"),
    Measure("under_way", "办理中"),
    Measure("suspended", "中止"),
    Measure("withdrawn", "已撤销"),
    Measure("counted", "纳入（不含已撤销）"),
    Measure("done", "办结"),
    Measure("open", "在办"),
    Measure("overdue", "逾期"),
    Measure("assigned", "本期交办"),
    Measure("completed", "本期办结", lives=True),
    Measure("passed", "本期审核通过", lives=True),
    Measure("struck_off", "本期销号", lives=True),
    Measure("urged", "本期催办", "次"),
    Measure("notices", "本期催办文书", "份", adds=False),
    Measure("returned", "本期退回重办", "次"),
    Measure("extended", "本期批准延期", "次"),
    Measure("due", "应办结", lives=True),
    Measure("done_on_time", "按期办结", lives=True),
    Measure("first_limit_due", "应办结（按原定期限）", lives=True),
    Measure("done_by_first_limit", "按原定期限办结", lives=True),
    Measure("first_reply_due", "应首次办结反馈", lives=True),
    Measure("first_reply_on_time", "按期首次办结反馈", lives=True),
    Measure("replies_due", "应反馈", "件次"),
    Measure("replied", "已反馈", "件次"),
    Measure("replied_on_time", "按期反馈", "件次"),
    Measure("replied_on_time_kept", "按期反馈且未退回", "件次"),
    Measure("presumption_due", "未报视为未整改的应报", "件次"),
    Measure("unremedied", "未整改", "件次"),
)
PARTS = ("closed", "awaiting_close", "awaiting_review", "under_way", "suspended", "withdrawn")
"""The kinds 纳入 falls into, each item in exactly one."""

RATIOS: tuple[Ratio, ...] = (
    Ratio("done_rate", "办结率", "done", "counted"),
    Ratio("on_time_rate", "按期办结率", "done_on_time", "due"),
    Ratio("first_limit_rate", "按原定期限办结率", "done_by_first_limit", "first_limit_due"),
    Ratio("first_reply_rate", "首次办结反馈按期率", "first_reply_on_time", "first_reply_due"),
    Ratio("reply_rate", "反馈率", "replied", "replies_due"),
    Ratio("reply_on_time_rate", "按期反馈率", "replied_on_time", "replies_due"),
    Ratio("reply_kept_rate", "按期反馈且未退回率", "replied_on_time_kept", "replies_due"),
    Ratio("unremedied_rate", "未整改率", "unremedied", "presumption_due", always=False),
)

LABELS: Mapping[str, str] = {m.key: m.label for m in MEASURES} | {r.key: r.label for r in RATIOS}
