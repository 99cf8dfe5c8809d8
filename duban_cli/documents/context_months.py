"""The months before a paper, for a chart or a table of how things have gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from duban_cli.documents.fields import Fields, Var
from duban_cli.reports.rate import Rate

if TYPE_CHECKING:
    from duban_cli.reports import trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Month(Fields):
    """The figures of one month, up to the cut-off where that comes first."""

    year: Annotated[int, Var("年", "哪一年", 2026)]
    month: Annotated[int, Var("月", "哪一月", 3)]
    assigned: Annotated[int, Var("交办", "当月交办件数", 12)]
    done: Annotated[int, Var("办结", "当月办结件数", 9)]
    overdue: Annotated[int, Var("逾期", "月末（或截至日）逾期件数", 2)]
    on_time: Annotated[Rate, Var("按期办结率", "按期办结件数占当月应办结件数", Rate(8, 10))]
    replies: Annotated[Rate, Var("反馈率", "已反馈件次占当月应反馈件次", Rate(11, 12))]


def months_of(found: Iterable[trend.Month]) -> tuple[Month, ...]:
    """The months as papers have them."""
    return tuple(
        Month(
            year=one.start.year,
            month=one.start.month,
            assigned=one.row.counts["assigned"],
            done=one.row.counts["completed"],
            overdue=one.row.counts["overdue"],
            on_time=one.row.rates["on_time_rate"],
            replies=one.row.rates["reply_rate"],
        )
        for one in found
    )
