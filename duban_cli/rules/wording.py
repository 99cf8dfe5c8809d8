"""How a clerk writes numbers, days and clock times: half-width or full-width, in digits or in Chinese."""

from __future__ import annotations

import contextlib
import re
from calendar import monthrange
from datetime import date, time
from decimal import Decimal

from duban_cli.text import halfwidth

#: The years a day may lie in; beyond them it is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1949, 2199

#: A whole number in digits or Chinese numerals, for use in a pattern.
NUMBER = r"(?:\d+|[一二三四五六七八九十百零〇两]+)"
#: A clock time, likewise: 12:00, 12时, 12点30分.
CLOCK = r"(?:\d{1,2}:\d{2}(?::00)?|\d{1,2}[时点](?:\d{1,2}分?|整)?)"

_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_TENS = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])?")
_HUNDREDS = re.compile(
    r"([一二两])百(?:[零〇]([一二三四五六七八九])|([一二三四五六七八九])?十([一二三四五六七八九])?)?"
)
_DAY = re.compile(r"(\d{4})(?:\s*-\s*(\d{1,2})\s*-\s*(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)")
_FOREIGN_DAY = re.compile(r"(\d{4})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{1,2})")
_MOMENT = re.compile(rf"(.+?)(?:(?:\s*T\s*|\s+|(?<=日))({CLOCK}))?\s*前?", re.IGNORECASE | re.DOTALL)
_PERCENT = re.compile(r"(?:百分之)?(\d{1,3}(?:\.\d{1,2})?)%?")
_CLOCK_PARTS = re.compile(r"(\d{1,2})[:时点](\d{0,2})")


class UnreadableError(ValueError):
    """Text that cannot be read as what it should be; `message` and `hint` are for the clerk."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def shown(text: str) -> str:
    """The text as a message quotes it: on one line, and not at length."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:40]}…"


def read_number(text: str) -> int | None:
    """A whole number in digits, or in Chinese numerals below three hundred; None if it is none."""
    if text.isascii() and text.isdigit():
        # Longer ones are absurd in any sense here, and slow to convert when very long.
        return int(text) if len(text) <= 9 else 10**9
    if text in {"零", "〇", "两"}:
        return 2 if text == "两" else 0
    if text in _DIGITS:
        return _DIGITS[text]
    if match := _TENS.fullmatch(text):
        tens, ones = match.groups()
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    if match := _HUNDREDS.fullmatch(text):
        hundreds, lone, tens, ones = match.groups()
        below = _DIGITS.get(lone, 0) if "十" not in text else 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
        return 100 * (1 if hundreds == "一" else 2) + below
    return None


def read_percent(text: str) -> Decimal:
    """A share of the whole in percent, 0 to 100: ``50%``, ``50``, ``百分之五十``.

    Raises UnreadableError.
    """
    plain = re.sub(r"\s+", "", halfwidth(text))
    if plain.startswith("百分之") and (whole := read_number(plain.removeprefix("百分之"))) is not None:
        plain = str(whole)
    match = _PERCENT.fullmatch(plain)
    share = Decimal(match[1]) if match else None
    if share is None or share > 100:
        raise UnreadableError(f"“{shown(text)}”不是 0 至 100 的百分比", "写作 50%")
    return share


def read_clock(text: str) -> time | None:
    """A clock time; None for 24:00, which is the end of the day.

    Raises UnreadableError.
    """
    match = _CLOCK_PARTS.match(text)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 99)
    if (hour, minute) == (24, 0):
        return None
    if hour > 23 or minute > 59:
        raise UnreadableError(f"“{text}”不是钟点", "钟点写作 12:00")
    return time(hour, minute)


def read_day(text: str, written: str) -> date | None:
    """The day `text` names in full; None if it does not look like one. `written` is what to quote.

    Raises UnreadableError for a day that does not exist and for one written with points or strokes.
    """
    if len(text) == 10 and text.isascii() and text[4] == text[7] == "-":
        # Nearly every date of a ledger: written as it should be, and a day that exists.
        with contextlib.suppress(ValueError):
            plain = date.fromisoformat(text)
            if FIRST_YEAR <= plain.year <= LAST_YEAR:
                return plain
    if foreign := _FOREIGN_DAY.fullmatch(text):
        meant = read_day("-".join(foreign.groups()), written)
        raise UnreadableError(f"“{written}”不是认得的日期写法", f"写作 {meant}")
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    check_year(year, written)
    if not 1 <= month <= 12:
        raise UnreadableError(f"“{written}”里没有{month}月这个月份", "月份为 1 至 12，例如 2026-03-20")
    last = monthrange(year, month)[1]
    if day < 1:
        raise UnreadableError(f"“{written}”里的日不能是 0", f"例如 {year:04}-{month:02}-01")
    if day > last:
        raise UnreadableError(
            f"“{written}”不存在：{year}年{month}月没有{day}日",
            f"{year}年{month}月的最后一天是{last}日，写作 {year:04}-{month:02}-{last:02}",
        )
    return date(year, month, day)


def read_moment(text: str, written: str) -> tuple[date, time | None] | None:
    """A day, with or without a clock time; None if it does not look like one.

    Raises UnreadableError as `read_day` and `read_clock` do.
    """
    # No day takes so much room; the pattern is slow on long runs of spaces.
    match = _MOMENT.fullmatch(text) if len(text) <= 40 else None
    day = read_day(match[1], written) if match else None
    if match is None or day is None:
        return None
    return day, read_clock(match[2]) if match[2] else None


def check_year(year: int, written: str) -> None:
    """Raises UnreadableError for a year that must be a slip of the pen."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableError(f"“{written}”的年份不对", f"年份写四位，在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
