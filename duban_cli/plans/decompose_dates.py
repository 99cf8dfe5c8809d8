"""Days and limits as tables write them: 2026/3/20, 6月底前, 2026年底, and 节点 with their days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from duban_cli.ledger.writer import Facts
from duban_cli.rules.limits import LimitError, parse_limit
from duban_cli.rules.wording import UnreadableError, read_day
from duban_cli.text import halfwidth

_BEFORE = re.compile(r"(?:[之以]?前)?(?:全部|全面)?(?:完成|办结|整改到位|整改完成|完成整改)?$")
_YEAR = r"(?:(?P<year>\d{4})\s*年\s*)?"
_FORMS = (
    re.compile(r"(?P<year>\d{4})\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})"),
    re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日"),
    re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})\s*月(?:份)?(?:底|末)"),
    re.compile(rf"{_YEAR}(?P<quarter>[一二三四1-4])季度(?:末|底)?"),
    re.compile(rf"{_YEAR}(?P<half>[上下])半年"),
    re.compile(r"(?:(?P<year>\d{4})\s*)?年(?:底|末)"),
)
_LASTING = frozenset({"持续推进", "长期推进", "持续坚持", "长期整改", "持续整改"})
_STONE = re.compile("[;；\n]+")
_STARTS = tuple(
    re.compile(rf"(?P<when>{form.pattern})(?:[之以]?前)?\s*[:：,，、]?\s*(?P<what>\S.*)") for form in _FORMS
)


def limit_in(text: str, year: int | None) -> str:
    """A 办结时限 as the item file writes it. Raises ValueError, in Chinese."""
    plain = halfwidth(text)
    if plain in _LASTING:
        return "长期"
    try:
        parse_limit(plain)
    except LimitError as error:
        day = _day(_BEFORE.sub("", plain), year)
        if day is None:
            raise ValueError(f"时限“{_short(text)}”看不懂，{error.hint}") from error
        return day.isoformat()
    return plain


def milestones_in(text: str, year: int | None) -> list[Facts]:
    """节点: ``3月底：签约过半；6月底：全部签约``, numbered in their order. Raises ValueError, in Chinese."""
    out: list[Facts] = []
    for part in filter(None, (p.strip() for p in _STONE.split(text))):
        found = next((m for m in (start.fullmatch(halfwidth(part)) for start in _STARTS) if m), None)
        day = _day(found["when"], year) if found else None
        if found is None or day is None:
            raise ValueError(f"节点“{_short(part)}”看不懂，写作 2026年6月底：全部开工，几个节点用；隔开")
        out.append({"号": str(len(out) + 1), "内容": found["what"].strip("。 "), "时限": day.isoformat()})
    return out


def _day(text: str, year: int | None) -> date | None:
    """The day a text names, the last one of a month, a quarter, a year; None where it names none."""
    found = next((m for m in (form.fullmatch(text.strip()) for form in _FORMS) if m), None)
    if found is None:
        return None
    parts = found.groupdict()
    which = int(parts["year"]) if parts["year"] else year
    if which is None:
        raise ValueError(f"“{_short(text)}”没有写年份；在表里写明，或加 --year 2026")
    if parts.get("quarter"):
        month = 3 * ("一二三四1234".index(parts["quarter"]) % 4 + 1)
    elif parts.get("half"):
        month = 6 if parts["half"] == "上" else 12
    else:
        month = int(parts.get("month") or 12)
    if not 1 <= month <= 12:
        raise ValueError(f"“{_short(text)}”里没有{month}月这个月份")
    try:
        last = monthrange(which, month)[1]
        written = f"{which:04d}-{month:02d}-{int(parts.get('day') or last):02d}"
        return read_day(written, _short(text))
    except UnreadableError as error:
        raise ValueError(error.message) from error


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:30]}…"
