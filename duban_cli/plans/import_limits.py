"""办结时限 as tables write it: what names no one day is read as the day a person would take it for, with a doubt."""

from __future__ import annotations

import contextlib
import re
from datetime import date

from duban_cli.ledger.writer import Facts
from duban_cli.plans.decompose_dates import limit_in
from duban_cli.plans.import_reading import Reading, day_in, plain_date
from duban_cli.rules.limits import Named, parse_limit
from duban_cli.rules.periods import PeriodError, Rhythm
from duban_cli.rules.wording import read_number
from duban_cli.text import halfwidth

_NONE = re.compile("[/／—–-]+|无|待定|另行通知|未定")
_RHYTHM = re.compile(r"(每(?:半年|个?季度?|半?个?月|年|周|星期))(?:度)?(?:末|底|初)?(.*)")
_LED_BY = re.compile(
    "^(?:限|限于|务必于?|确保|力争|要求|须于?|截至|截止到?|至|到|于|在)(?=[\\d一二三四五六七八九十每年])"
)
_AT_ONCE = frozenset(
    {"立即", "马上", "即时", "即刻", "立行立改", "立整立改", "即知即改", "即查即改", "立查立改"}
)
_LASTING = frozenset(
    {"常态化", "持续", "长效", "常态化推进", "常抓不懈", "长期坚持", "常态长效", "持续进行", "长期进行"}
)
_DONE_BY = re.compile("(?:[之以]?前)?(?:全部|全面|基本)?(?:完成|办结|整改到位|整改完成|完成整改)?$")
_WEEKS = re.compile(r"([一二两三四\d]{1,2})个?(?:周|星期)(?:[之以]?内)?")
_WHOLE_YEAR = re.compile(r"(?:本|当|(?P<year>\d{4}))?年(?:度)?(?:[之以]?内)?|全年")
_TENTH = re.compile(r"(?P<month>(?:\d{4}年)?(?:1[0-2]|0?[1-9])月(?:份)?)(?P<third>[上中下])旬")
_MONTHS = re.compile(
    r"(?:(?:(?P<first>\d{4})[年.])?\d{1,2}月?(?:\d{1,2}日)?(?:至|到|—+|–|-|~))?"
    r"(?:(?P<year>\d{4})[年.])?(?P<month>1[0-2]|0?[1-9])月(?:份)?"
)
_MONTH_ONLY = re.compile(r"(?P<year>\d{4})[-./](?P<month>1[0-2]|0?[1-9])")
_FROM_TO = re.compile(
    r"(?:(?P<first>\d{4})[-年./])?\d{1,2}[-月./]\d{1,2}日?(?:至|到|—+|–|-|~)"
    r"(?:(?P<year>\d{4})[-年./])?(?P<month>\d{1,2})[-月./](?P<day>\d{1,2})日?"
)
_SHORT_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}")
_WITH_WORDS = re.compile(
    r"(?P<when>.*?\d月?(?:\d{1,2}日|底|末|上旬|中旬|下旬)?[之以]?前)(?P<what>[^，,；;。]*[^完成结办]+.*)"
)
_DATE = re.compile(r"\d{1,2}月|年[底末内]|季度")


def limit_and_rhythm(reading: Reading) -> tuple[str | None, str | None]:
    """办结时限 and 反馈频次; ``每季度末`` in the one is the other."""
    rhythm = reading.parsed("反馈频次", _rhythm)
    text = reading.row.cell("办结时限")
    if not text:
        return None, rhythm
    if _NONE.fullmatch(text):
        reading.doubt("办结时限", f"写着“{text}”，按没有写时限记")
        return None, rhythm
    found = _RHYTHM.fullmatch(halfwidth(text))
    if found:
        try:
            own = _rhythm(found[1])
        except ValueError:
            own = None
        if own is not None:
            left = f"，“{found[2]}”没有记" if found[2].strip("前。") else ""
            reading.doubt("办结时限", f"“{text}”记为 长期、{own}反馈{left}")
            return "长期", rhythm or own
    read = _understood(reading, reading.dated("办结时限", text))
    return reading.parsed("办结时限", lambda _: _limit_text(read, reading.year)), rhythm


def _understood(reading: Reading, text: str) -> str:
    """The limit as ``limit_in`` knows it; where that took a decision, it is told."""
    whole = _LED_BY.sub("", plain_date(text))
    with contextlib.suppress(ValueError):
        limit_in(whole, reading.year)
        return whole
    plain = "".join(whole.split())
    meant = _meant(_DONE_BY.sub("", plain))
    if meant is None and (found := _WITH_WORDS.fullmatch(plain)) and len(_DATE.findall(plain)) == 1:
        meant = _meant(found["when"]) or found["when"]
        reading.notes.append(f"原台账的办结时限：{text}")
    if meant is None:
        return whole
    if meant != plain and not _SHORT_DAY.fullmatch(plain):
        reading.doubt("办结时限", f"“{text}”读作 {meant}")
    return meant


def _meant(plain: str) -> str | None:
    """What a limit means that is not written as one, None where it is."""
    if plain in _AT_ONCE:
        return "当日"
    if plain in _LASTING:
        return "长期"
    if (found := _WEEKS.fullmatch(plain)) and (weeks := read_number(found[1].replace("两", "二"))):
        return f"{weeks * 7}日"
    if found := _WHOLE_YEAR.fullmatch(plain):
        return f"{found['year']}年底" if found["year"] else "年底"
    if found := _TENTH.fullmatch(plain):
        return found["month"] + {"上": "10日", "中": "20日", "下": "底"}[found["third"]]
    if found := _MONTHS.fullmatch(plain):
        # A month, or the last of several: 2026年3月至12月 is the end of December.
        year = found["year"] or found["first"]
        return f"{f'{year}年' if year else ''}{int(found['month'])}月底"
    if (found := _MONTH_ONLY.fullmatch(plain)) and not plain.endswith(".1"):
        return f"{found['year']}年{int(found['month'])}月底"
    if found := _FROM_TO.fullmatch(plain):
        year = found["year"] or found["first"]
        return f"{f'{year}年' if year else ''}{int(found['month'])}月{int(found['day'])}日"
    return None


def _limit_text(text: str, year: int | None) -> str:
    if _SHORT_DAY.fullmatch(text):
        return day_in(text, year)
    if re.fullmatch(r"\d{4}\.1", text):
        raise ValueError(
            f"“{text}”可能是1月，也可能是10月（Excel 会去掉末尾的0）；写成 {text[:4]}年10月底 这样"
        )
    if len(_DATE.findall(text)) > 1 and re.search("[，,；;]", text):
        raise ValueError(f"时限“{text[:30]}”写了几个日期；最后一个留作时限，分阶段的写在“节点”一列")
    written = limit_in(text, year)
    limit = parse_limit(written)
    return limit.day.isoformat() if isinstance(limit, Named) and limit.clock is None else written


def _rhythm(text: str) -> str:
    try:
        return Rhythm.parse(halfwidth(text)).text
    except PeriodError as error:
        raise ValueError(str(error)) from error


def limit_day(text: Facts | None) -> date | None:
    """The day a 办结时限 names, None for one that is counted."""
    if not isinstance(text, str):
        return None
    limit = parse_limit(text)
    return limit.day if isinstance(limit, Named) else None
