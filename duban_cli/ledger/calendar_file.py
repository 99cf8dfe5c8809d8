"""calendar/年.yaml: days off and days worked beyond or against the packaged calendar, with the notice cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.ledger.fieldtypes import Date, Field, Many, Record, Schema, Text, YesNo
from duban_cli.ledger.nodes import Source, compose
from duban_cli.rules.workdays import DayRule


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    day: date
    name: str | None = None


_DAY = Record("日期", _Day, (
    Field("日期", "day", Date(), "日期", required=True, example="2026-02-17"),
    Field("名目", "name", Text(), "假日名称", example="春节"),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _DayOrDate:
    """A date alone, or a date with its name."""

    name: str = "日期"

    def read(self, node: Node, source: Source) -> _Day | None:
        if isinstance(node, MappingNode):
            found = _DAY.read(node, source)
            return found if isinstance(found, _Day) else None
        day = Date().read(node, source)
        return None if day is None else _Day(day=day)

    def schema(self) -> Schema:
        return {"anyOf": [Date().schema(), _DAY.schema()]}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """One year's calendar: with ``complete`` the year no longer counts as provisional."""

    rules: tuple[DayRule, ...]
    complete: bool


def _build(
    basis: str, off: tuple[_Day, ...] = (), on: tuple[_Day, ...] = (), complete: bool = False
) -> CalendarFile:
    rules = [DayRule(day=d.day, works=False, why=f"{d.name or '放假'}（{basis}）") for d in off]
    rules += [DayRule(day=d.day, works=True, why=f"{d.name or '调休'}上班（{basis}）") for d in on]
    return CalendarFile(rules=tuple(rules), complete=complete)


CALENDAR = Record("日历", _build, (
    Field("依据", "basis", Text(), "所依据的通知", required=True, example="国办发明电〔2025〕7号"),
    Field("放假", "off", Many(_DayOrDate()), "放假的日子"),
    Field("上班", "on", Many(_DayOrDate()), "调休上班的日子"),
    Field("全年", "complete", YesNo(), "是：本文件已列全当年放假安排，该年不再标“暂定”"),
))  # fmt: skip


def read_calendar(data: bytes, year: int, source: Source) -> CalendarFile | None:
    """One calendar file; a day of another year or both off and worked is a problem."""
    root = compose(data, source)
    found: Any = None if root is None else CALENDAR.read(root, source)
    if not isinstance(found, CalendarFile) or root is None:
        return None
    seen: dict[date, bool] = {}
    for rule in found.rules:
        if rule.day.year != year:
            source.problem(
                root,
                "calendar-year",
                f"{rule.day} 不是 {year} 年的日子",
                f"移到 calendar/{rule.day.year}.yaml",
            )
        if seen.setdefault(rule.day, rule.works) != rule.works:
            source.problem(root, "calendar-twice", f"{rule.day} 既写了放假又写了上班", "删去一处")
    return found
