"""The charts a kind of paper can show, by the name its template calls them: ``[[图：各单位按期办结率]]``.

A chart of too few things says nothing a sentence does not, and is left out; the template need not ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from duban_cli.documents.chart import MARK, Chart, Point
from duban_cli.documents.context import Bulletin
from duban_cli.documents.context_lists import Assessment
from duban_cli.documents.context_months import Month
from duban_cli.documents.fields import Fields
from duban_cli.reports.rate import Rate

FEWEST = 3
"""Fewer bars or points make no chart."""
MOST = 24
"""More bars do not fit a page: the lowest are shown, and the title says so."""

DIRECTIVE = re.compile(r"^[ \t]*\[\[图[：:][ \t]*([^\[\]\n]+?)[ \t]*\]\][ \t]*$", re.MULTILINE)
_STRAY = re.compile(r"\[\[图[^\n]*")
_GROUPS = re.compile(r"^各(?:单位|类别|来源|组)")


class UnknownPicture(ValueError):
    """A template asks for a chart the paper does not have, or for one amid text; ``known`` are those it has."""

    def __init__(self, message: str, name: str, known: Sequence[str]) -> None:
        super().__init__(message)
        self.name = name
        self.known = known


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart a paper can show; ``draw`` gives None where there is too little to show."""

    name: str
    meaning: str
    draw: Callable[[Any], Chart | None]


def pictures(context: type[Fields]) -> tuple[Picture, ...]:
    """The charts a paper of this context can show."""
    return _PICTURES.get(context, ())


def resolve(name: str, context: Fields) -> Chart | None:
    """The chart of this name, None where there is too little to show.

    Raises:
        UnknownPicture: the paper has no such chart.
    """
    found = pictures(type(context))
    plain = _GROUPS.sub("各单位", name)
    for one in found:
        if one.name == plain:
            return one.draw(context)
    raise UnknownPicture(f"没有“{name}”这种图", name, [one.name for one in found])


def take(body: str, context: Fields) -> tuple[str, dict[str, Chart]]:
    """The body with the lines of charts that are not shown left out, and the charts of those that are.

    Raises:
        UnknownPicture: no such chart, or a chart that does not stand on a line of its own.
    """
    charts: dict[str, Chart] = {}
    if "[[图" not in body:
        return body, charts

    def keep(match: re.Match[str]) -> str:
        chart = resolve(match[1], context)
        if chart is None:
            return ""
        charts[match[1]] = chart
        # A paragraph of its own, whatever stands on the lines beside it.
        return f"\n[[图：{match[1]}]]\n"

    kept = DIRECTIVE.sub(keep, body)
    stray = _STRAY.search(DIRECTIVE.sub("", kept))
    if stray:
        raise UnknownPicture(
            "图要写成 [[图：名称]]，独占一行", stray[0], [p.name for p in pictures(type(context))]
        )
    return kept, charts


def marked(body: str) -> str:
    """The body with its charts' places marked for ``chart.place``."""
    return DIRECTIVE.sub(lambda match: f"{MARK}{match[1]}", body)


def in_words(body: str, charts: Mapping[str, Chart]) -> str:
    """The body with each chart told in words, for where none can be drawn."""
    return DIRECTIVE.sub(lambda match: f"［图］{charts[match[1]].alt}", body)


# -- what there is ------------------------------------------------------------------------------------------


def _by_rate(title: str, rows: Iterable[tuple[str, Rate]]) -> Chart | None:
    """Bars from the best to the worst, those with nothing to take a share of left out."""
    points = [_share(name, rate) for name, rate in rows if rate.denominator]
    return _bars(title, points, "%", "最低")


def _bars(title: str, points: Sequence[Point], unit: Any, which: str) -> Chart | None:
    if len(points) < FEWEST:
        return None
    ordered = sorted(points, key=lambda point: -(point.value or 0))
    if len(ordered) > MOST:
        title = f"{title}（{which}的{MOST}个）"
        ordered = ordered[-MOST:] if which == "最低" else ordered[:MOST]
    return Chart(title, "条形图", tuple(ordered), unit)


def _by_month(title: str, months: Sequence[Month], rate: Callable[[Month], Rate]) -> Chart | None:
    """A line over the months; one with nothing to take a share of is a gap."""
    points = [_share(f"{month.month}月", rate(month)) for month in months]
    if sum(1 for point in points if point.value is not None) < FEWEST:
        return None
    first, last = months[0], months[-1]
    if first.year == last.year:
        span = f"{first.year}年"
    else:
        span = f"{first.year}年{first.month}月至{last.year}年{last.month}月"
    return Chart(f"{span}{title}", "折线图", tuple(points), "%")


def _share(name: str, rate: Rate) -> Point:
    value = None if rate.tenths is None else Decimal(rate.tenths) / 10
    return Point(name, value, f"{rate.numerator}/{rate.denominator}" if rate.denominator else None)


def _groups_on_time(said: Bulletin) -> Chart | None:
    return _by_rate(f"各{said.grouping}按期办结率", ((row.name, row.on_time) for row in _top(said)))


def _groups_replied(said: Bulletin) -> Chart | None:
    return _by_rate(f"各{said.grouping}反馈率", ((row.name, row.replies) for row in _top(said)))


def _groups_overdue(said: Bulletin) -> Chart | None:
    points = [Point(row.name, Decimal(row.overdue)) for row in _top(said) if row.overdue]
    return _bars(f"各{said.grouping}逾期件数", points, "件", "最多")


def _top(said: Bulletin) -> Iterable[Any]:
    """The rows that are no part of another (parts are set in)."""
    return (row for row in said.rows if not row.name.startswith("\u3000"))


def _months_on_time(said: Bulletin | Assessment) -> Chart | None:
    return _by_month("各月按期办结率", said.months, lambda month: month.on_time)


def _months_replied(said: Bulletin | Assessment) -> Chart | None:
    return _by_month("各月反馈率", said.months, lambda month: month.replies)


def _units_on_time(said: Assessment) -> Chart | None:
    rows = ((row.unit, row.on_time_rate) for row in said.units if row.on_time_rate is not None)
    return _by_rate("各单位按期办结率", rows)


def _units_score(said: Assessment) -> Chart | None:
    points = [Point(row.unit, Decimal(row.score)) for row in said.units if row.score is not None]
    return _bars("各单位得分", points, "分", "最低")


_PICTURES: Mapping[type[Fields], tuple[Picture, ...]] = MappingProxyType(
    {
        Bulletin: (
            Picture("各单位按期办结率", "各单位（或类别、来源）的条形图，由高到低", _groups_on_time),
            Picture("各单位反馈率", "各单位（或类别、来源）的条形图，由高到低", _groups_replied),
            Picture("各单位逾期件数", "有逾期的单位（或类别、来源）的条形图，由多到少", _groups_overdue),
            Picture("各月按期办结率", "近几个月的折线图", _months_on_time),
            Picture("各月反馈率", "近几个月的折线图", _months_replied),
        ),
        Assessment: (
            Picture("各单位按期办结率", "各单位的条形图，由高到低", _units_on_time),
            Picture("各单位得分", "各单位的条形图，由高到低；不计分的没有", _units_score),
            Picture("各月按期办结率", "当年各月的折线图", _months_on_time),
            Picture("各月反馈率", "当年各月的折线图", _months_replied),
        ),
    }
)
