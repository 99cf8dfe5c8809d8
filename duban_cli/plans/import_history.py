"""What an imported row says was done before: 立项, 交办, 反馈, 办结, 销号 as entries marked 补录."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duban_cli.exchange.row import Row
from duban_cli.ledger.reader import facts_digest, read_facts
from duban_cli.ledger.writer import Facts, item_text
from duban_cli.plans.import_limits import limit_day
from duban_cli.plans.import_reading import Reading, day_in
from duban_cli.plans.sheet import compact
from duban_cli.rules.wording import UnreadableError, read_percent
from duban_cli.text import halfwidth

LATE = "补录"
_YES = frozenset(
    {"是", "已办结", "办结", "已完成", "完成", "已销号", "销号", "√", "✓", "☑", "100%", "已落实", "已整改", "整改到位", "已归档"}
)  # fmt: skip
_NO = frozenset(
    {"否", "未办结", "未完成", "办理中", "正在办理", "正在推进", "推进中", "进行中", "在办", "未销号", "×", "待办", "待交办", "待立项",
     "待审核", "待销号", "退回重办", "正在整改", "持续推进", "未落实", "未整改", "中止", "已撤销"}
)  # fmt: skip
_DATED = re.compile(
    r"[（(]?((?:\d{4}\s*[年.\-/]\s*)?\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?)[）)]?\s*[:：,，、]?\s*(\S.*)",
    re.DOTALL,
)
_SHORT = re.compile(
    r"[（(]?(?P<text>(\d{1,2})\s*[./\-]\s*(\d{1,2}))(?![\d.]|\s*[日号])[）)]?\s*(?P<colon>[:：])?"
)
"""``3.16：已开工``: a day without its year, or a number (``3.5 公里``)."""
_ENDS = re.compile(
    r"(?<!未)(?<!没有)(?:全部|均已|已全部|已)(?:完成|办结|完工|整改到位|落实到位)[。；！]?$|申请(?:办结|销号)"
)
"""A reply that ends as one of a matter done does."""
_COUNTED = re.compile(
    r"\s*(?:多|余)?\s*(?:[亿万千百元%％米亩吨户处人台倍个家条件项座]|公里|平方|立方|公顷|公斤|百分)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """How the matters of a table are put on the ledger: by default on ``day``, approved by ``approved_by``."""

    day: date
    today: date
    mark: str
    approved_by: str | None = None
    by: str | None = None
    pending: bool = False
    assigned: date | None = None
    """The day all of them were handed out, where a row does not say."""
    unsure: str | None = None
    """The heading read as 办结日期 where it may as well be the 时限: no column says whether a matter is done."""
    dated: bool = False
    """The table has a column of 立项日期: where it is empty, the matter waits for its 立项."""


def entries_in(reading: Reading, header: Mapping[str, Facts], put: Put) -> list[dict[str, Facts]]:
    """The entries of a row, in the order of their days. Problems and doubts go to ``reading``."""
    row = reading.row
    assigned = reading.day("交办日期") or put.assigned
    initiated = reading.day("立项日期") or assigned
    if put.pending or (initiated is None and put.dated):
        if not put.pending:
            reading.doubt("立项日期", "没有立项日期，登记为待立项")
        _keep_words(reading, assigned, "还没有立项")
        return []
    day = initiated or put.day
    approved = row.cell("立项批准") or put.approved_by
    entries = [_entry(put, day, {
        "动作": "立项", "方式": None if approved else "直接", "批准": approved, "经办": put.by,
    })]  # fmt: skip
    if initiated is None and put.day < put.today:
        entries[0]["备注"] = put.mark
    if assigned is None:
        if not row.cell("交办日期"):
            _keep_words(reading, None, "没有交办日期")
        return entries
    due = reading.day("交办限期") or limit_day(header.get("办结时限"))
    entries.append(_entry(put, assigned, {
        "动作": "交办", "文号": row.cell("交办文号"), "限期": due.isoformat() if due and due >= assigned else None,
    }))  # fmt: skip
    entries += _replies(reading, put)
    entries.sort(key=lambda e: str(e["日期"]))
    closed = reading.day("销号日期")
    if closed is not None and not reading.problems:
        entries += _closing(reading, entries, closed, put)
    return entries


def _entry(put: Put, day: date, facts: Mapping[str, Facts | None]) -> dict[str, Facts]:
    note = put.mark if day < put.today else None
    return compact({"日期": day.isoformat(), **facts, "备注": note})


def _replies(reading: Reading, put: Put) -> list[dict[str, Facts]]:
    """反馈: each part of the text that begins with a day of its own, else the whole on 反馈日期."""
    row = reading.row
    done = _is_done(reading)
    finished = _finished(reading, put, done)
    given = reading.day("反馈日期")
    said = _parts(reading)
    replies: list[tuple[date, str]] = [(d, text) for d, text in said if d is not None]
    loose = "\n".join(text for d, text in said if d is None)
    last = finished or given
    if last is not None and (loose or finished or not replies):
        bare = "原台账记有反馈，没有内容"
        if done is False and finished:
            bare = f"原台账记有办结日期，是否办结写着“{row.cell('是否办结')}”"
        elif done or finished:
            bare = "原台账记为办结"
        replies.append((last, loose or bare))
        loose = ""
    if loose:
        reading.doubt("反馈情况", "没有写日期，不能记成办理记录，存在备注里")
        reading.notes.append(f"原台账的反馈情况：{loose}")
    if done and not replies:
        reading.doubt("是否办结", "写着办结，没有办结日期，没有记办结反馈")
        reading.notes.append(f"原台账写着“{row.cell('是否办结')}”")
    replies.sort(key=lambda r: r[0])
    share = reading.parsed("进度", _share)
    out = []
    for n, (day, text) in enumerate(replies):
        final = n == len(replies) - 1
        ends = final and done is not False and (done or finished is not None)
        facts = {
            "动作": "反馈",
            "内容": text,
            "办结": "是" if ends else "否",
            "进度": share if final else None,
        }
        out.append(_entry(put, day, facts))
    if replies and done is None and finished is None and _ENDS.search(replies[-1][1]):
        reading.doubt("反馈情况", "像是已经办结，表里没有写“是否办结”，按进展记")
    if share and not replies:
        reading.notes.append(f"原台账的进度：{share}")
    return out


def _finished(reading: Reading, put: Put, done: bool | None) -> date | None:
    """办结日期. What says otherwise of the matter goes before it, with a doubt."""
    finished = reading.day("办结日期")
    if finished is None:
        return None
    at, row = reading.row.ref("办结日期"), reading.row
    if done is False:
        reading.doubt(
            "是否办结",
            f"写着“{row.cell('是否办结')[:20]}”，{at} 却有办结日期 {finished}，按没有办结记；核对这两格",
        )
        if finished > put.today:
            reading.notes.append(f"原台账的办结日期：{finished}")
            return None
    elif put.unsure and done is None:
        reading.doubt(
            "办结日期", f"“{put.unsure}”按实际办结的日期记为办结；若是时限，加 --map {put.unsure}=办结时限"
        )
    return finished


def _is_done(reading: Reading) -> bool | None:
    """What 是否办结 says, None where it is empty."""
    text = "".join(halfwidth(reading.row.cell("是否办结")).split())
    if text and text not in _YES and text not in _NO:
        reading.doubt("是否办结", f"“{text[:20]}”看不出是否办结，按没有办结记")
        reading.notes.append(f"原台账的办结情况：{text}")
    return text in _YES if text else None


def _parts(reading: Reading) -> list[tuple[date | None, str]]:
    """反馈情况 by the days its lines begin with. ``3.16`` is one before a colon, or where several lines have such."""
    year = reading.year
    lines = [line for line in map(str.strip, reading.row.cell("反馈情况").split("\n")) if line]
    shorts = [_SHORT.match(line) for line in lines]
    days = [s for s in shorts if s and not _COUNTED.match(s.string, s.end())]
    parts: list[tuple[date | None, str]] = []
    for line, short in zip(lines, shorts, strict=True):
        found = _DATED.fullmatch(line)
        if short and not short["colon"] and (short not in days or len(days) < 2):
            reading.doubt(
                "反馈情况", f"“{line[:12]}”开头的 {short['text']} 没有当作日期；是日期的写成 3月16日 这样"
            )
            found = None
        written = f"{year}-{short[2]}-{short[3]}" if short and year else found[1] if found else ""
        day = _day_or_none(written, year) if written else None
        if found and day is not None:
            parts.append((day, found[2]))
        elif parts:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}\n{line}")
        else:
            parts.append((None, line))
    return parts


def _day_or_none(text: str, year: int | None) -> date | None:
    try:
        return date.fromisoformat(day_in(text, year))
    except ValueError:
        return None


def _share(text: str) -> str:
    try:
        share = read_percent(text)
    except UnreadableError as error:
        raise ValueError(f"进度{error.message}，{error.hint}") from error
    # Excel keeps 40% as 0.4, and shows it so where the cell has no format.
    whole = share * 100 if "%" not in text and 0 < share < 1 else share
    return f"{whole.normalize():f}%"


def _closing(reading: Reading, before: list[dict[str, Facts]], day: date, put: Put) -> list[dict[str, Facts]]:
    """审核 and 销号 of a matter closed in the old 台账."""
    approved = reading.row.cell("立项批准") or put.approved_by
    if not any(e.get("办结") == "是" for e in before):
        before_closing = _entry(put, day, {"动作": "反馈", "内容": "原台账记为销号", "办结": "是"})
        before.append(before_closing)
        reading.doubt("销号日期", "没有办结反馈，按销号那天补记一条")
    reading.doubt("销号日期", "原台账没有审核记录，按销号那天补记审核通过")
    return [
        _entry(put, day, {"动作": "审核", "结果": "通过", "批准": approved}),
        _entry(put, day, {"动作": "销号", "批准": approved}),
    ]


def sealed(header: Mapping[str, Facts], entries: list[dict[str, Facts]]) -> list[dict[str, Facts]]:
    """The entries, a 销号 at their end with the fingerprint of all that stands before it."""
    if not entries or entries[-1]["动作"] != "销号":
        return entries
    before = read_facts(item_text(header, entries[:-1]).encode())
    return [*entries[:-1], {**entries[-1], "摘要": facts_digest(before)}]


def _keep_words(reading: Reading, assigned: date | None, why: str) -> None:
    """What was done cannot be recorded before 交办: the words are kept in 备注."""
    row: Row = reading.row
    told = [m for m in ("反馈日期", "反馈情况", "进度", "是否办结", "办结日期", "销号日期") if row.cell(m)]
    if row.cell("是否办结") in _NO:
        told.remove("是否办结")
    if assigned is not None:
        reading.notes.append(f"原台账的交办日期：{assigned}")
    for meaning in told:
        reading.doubt(meaning, f"{why}，不能记成办理记录，存在备注里")
        reading.notes.append(f"原台账的{meaning}：{row.cell(meaning)}")
