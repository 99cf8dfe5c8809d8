"""A row while it is read: what is wrong with its cells, what is doubtful, and the days in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from duban_cli.exchange.row import Row
from duban_cli.plans.decompose_dates import limit_in
from duban_cli.rules.wording import UnreadableError, read_day, read_number
from duban_cli.text import halfwidth

_SERIAL = re.compile(r"[3-6]\d{4}")
_EPOCH = date(1899, 12, 30)
_ORDINAL = re.compile("第([一二三四1-4]季度)")
_WRITTEN_YEAR = re.compile("([〇零○一二三四五六七八九]{4})(?=年)")
_WRITTEN = re.compile("([一二三十]{1,3})(?=[月日号])")
_NUMERALS = {ord(c): str(n) for n, c in enumerate("〇一二三四五六七八九")} | {ord("零"): "0", ord("○"): "0"}
_SHORT_DAY = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})")
_ZERO_LOST = re.compile(r"\d{1,2}\.[123]")


@dataclass(slots=True)
class Reading:
    """What is said of a row while it is read: problems refuse it, doubts go with it. By cell."""

    row: Row
    year: int | None
    problems: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What found no place of its own and is kept in 备注."""

    def wrong(self, meaning: str, what: str) -> None:
        self.problems.append((self.row.ref(meaning), what))

    def doubt(self, meaning: str, what: str) -> None:
        self.doubts.append((self.row.ref(meaning), what))

    def parsed(self, meaning: str, parse: Callable[[str], str]) -> str | None:
        """A cell read by ``parse``, which raises ValueError in Chinese; None where it is empty or wrong."""
        text = self.row.cell(meaning)
        try:
            return parse(text) if text else None
        except ValueError as error:
            self.wrong(meaning, str(error))
            return None

    def day(self, meaning: str) -> date | None:
        """The day in a cell."""
        found = self.parsed(meaning, lambda text: day_in(self.dated(meaning, text), self.year))
        return date.fromisoformat(found) if found else None

    def dated(self, meaning: str, text: str) -> str:
        """The text of a cell of days; a number there is how Excel counts them, or a month and a day."""
        if _SERIAL.fullmatch(text):
            day = (_EPOCH + timedelta(days=int(text))).isoformat()
            self.doubt(meaning, f"“{text}”按 Excel 的日期序号读作 {day}")
            return day
        if _ZERO_LOST.fullmatch(text) and self.year is not None:
            month, day = text.split(".")
            self.doubt(
                meaning, f"“{text}”读作{month}月{day}日；Excel 会去掉末尾的0，也可能是{month}月{day}0日"
            )
        return text


def plain_date(text: str) -> str:
    """A date with its numbers in digits: 二〇二六年三月二日, 12月31号, 第三季度."""
    text = _WRITTEN_YEAR.sub(lambda found: found[1].translate(_NUMERALS), halfwidth(text))
    text = _WRITTEN.sub(lambda found: str(read_number(found[1]) or found[1]), text)
    return _ORDINAL.sub(r"\1", re.sub(r"(?<=\d)号", "日", text))


def day_in(text: str, year: int | None) -> str:
    """A day as tables write it, ISO. Raises ValueError, in Chinese."""
    plain = re.split(r"[ T](?=\d{1,2}:)", plain_date(text))[0]
    if short := _SHORT_DAY.fullmatch(plain):
        plain = f"{int(short[1])}月{int(short[2])}日"
    try:
        if found := read_day(plain, plain):
            return found.isoformat()
    except UnreadableError as error:
        if "写作" not in error.hint:
            raise ValueError(error.message) from error
    try:
        return date.fromisoformat(limit_in(plain, year)).isoformat()
    except ValueError as error:
        told = str(error)
        if "年份" not in told and "不存在" not in told:
            told = f"日期“{text[:30]}”看不懂，写成 2026-03-20 这样"
        raise ValueError(told) from error
