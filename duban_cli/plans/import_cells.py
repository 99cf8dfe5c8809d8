"""Cells of an imported row → header facts: days, people, limits, where a matter comes from; doubts told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from duban_cli.exchange.columns import MORE, PHONE
from duban_cli.exchange.table import Row
from duban_cli.ledger.item_format import DIFFICULTY, OPENNESS, URGENCY
from duban_cli.ledger.vocabulary import REPLY_BY
from duban_cli.ledger.writer import Facts
from duban_cli.plans.decompose_cells import person_in, title_in
from duban_cli.plans.decompose_dates import limit_in, milestones_in
from duban_cli.plans.sheet import compact
from duban_cli.rules.limits import Named, parse_limit
from duban_cli.rules.periods import PeriodError, Rhythm
from duban_cli.rules.wording import UnreadableError, read_day
from duban_cli.text import halfwidth, nearest

_SERIAL = re.compile(r"[3-6]\d{4}")
_EPOCH = date(1899, 12, 30)
_RHYTHM_LIMIT = re.compile(r"(每(?:半年|个?季度?|半?个?月|年|周|星期))(?:度)?(?:末|底|初)?(.*)")
_DOC_NO = re.compile(r".*[〔\[（(]\d{4}[〕\])）].*号")
_MONTHS = re.compile(
    r"(?:(?:(?P<first>\d{4})年)?\d{1,2}月?(?:\d{1,2}日)?(?:至|到|—|–|-|~))?"
    r"(?:(?P<year>\d{4})[年.])?(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:[之以]?前)?(?:完成)?"
)
_ORDINAL = re.compile("第([一二三四1-4１-４]季度)")
_NO_NAME = re.compile("略|原文|待定|详见|见附|另行|^[/／—-]+$")
_KINDS = (
    ("批示", "批示"), ("签批", "批示"), ("会议", "会议"), ("常务会", "会议"), ("政府工作报告", "报告"), ("报告", "报告"), ("媒体", "媒体"),
    ("报道", "媒体"), ("曝光", "媒体"), ("专项", "专项"),
)  # fmt: skip
_STONE = re.compile(
    r"(?P<号>[^.\s]+)\. (?P<时限>\d{4}-\d\d-\d\d)：(?P<内容>.*?)(?:（计划(?P<计划>[\d.]+)%）)?"
)
_LONGEST = 200


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
        """The text of a cell of dates; a number there is how Excel counts days."""
        if not _SERIAL.fullmatch(text):
            return text
        day = (_EPOCH + timedelta(days=int(text))).isoformat()
        self.doubt(meaning, f"“{text}”按 Excel 的日期序号读作 {day}")
        return day


def day_in(text: str, year: int | None) -> str:
    """A day as tables write it, ISO. Raises ValueError, in Chinese."""
    plain = re.split(r"[ T](?=\d{1,2}:)", halfwidth(_ORDINAL.sub(r"\1", text)))[0]
    try:
        if found := read_day(plain, plain):
            return found.isoformat()
    except UnreadableError as error:
        if "写作" not in error.hint:
            raise ValueError(error.message) from error
    try:
        return date.fromisoformat(limit_in(plain, year)).isoformat()
    except ValueError as error:
        told = str(error) if "年份" in str(error) else f"日期“{text[:30]}”看不懂，写成 2026-03-20 这样"
        raise ValueError(told) from error


def header_facts(reading: Reading) -> dict[str, Facts]:
    """What a row says of its matter, units, category and origin apart."""
    row = reading.row
    title, demand = _title(reading)
    if more := row.cell(MORE):
        demand = f"{demand}\n{more}" if demand and demand != title else f"{title}（{more}）"
    limit, rhythm = _limit(reading)
    return compact({
        "标题": title, "要求": demand, "工作标准": row.cell("工作标准"), "原因": row.cell("原因"), "措施": row.cell("措施"),
        "责任人": _person(reading, "责任人"), "承办人": _person(reading, "承办人"), "第一责任人": _person(reading, "第一责任人"),
        "分管领导": _name(reading, "分管领导"), "督办科室": row.cell("督办科室"), "责任领导": _name(reading, "责任领导"),
        "缓急": _choice(reading, "缓急", URGENCY), "难度": _choice(reading, "难度", DIFFICULTY),
        "公开属性": _choice(reading, "公开属性", OPENNESS), "办结时限": limit, "反馈频次": rhythm,
        "反馈单位": _choice(reading, "反馈单位", REPLY_BY), "节点": _milestones(reading),
        "备注": row.cell("备注"),
    })  # fmt: skip


def origin_in(reading: Reading) -> dict[str, Facts]:
    """来源, out of the columns that speak of it; empty where none does."""
    row = reading.row
    name, number, kind = row.cell("来源名称"), row.cell("来源文号"), row.cell("来源类型")
    if not kind:
        if number and not _DOC_NO.fullmatch(number) and not name:
            name, number = number, ""
        elif _DOC_NO.fullmatch(name) and not number:
            name, number = "", name
        if not number and not row.cell("交办日期"):
            # Handed out under this number, on a day nobody wrote down.
            number = row.cell("交办文号")
    day = reading.day("来源日期")
    found = compact({
        "名称": " ".join(name.split()), "批示人": row.cell("批示人"), "层级": row.cell("批示人层级"),
        "日期": day.isoformat() if day else None, "届次": row.cell("届次"), "序号": row.cell("序号"), "文号": number,
        "链接": row.cell("来源链接"), "备注": row.cell("来源说明"),
    })  # fmt: skip
    if not kind and not set(found) - {"序号", "链接"}:
        return found
    return {"类型": kind or _kind(row, name), **found}


def _kind(row: Row, name: str) -> str:
    if row.cell("批示人"):
        return "批示"
    if row.cell("届次"):
        return "会议"
    return next((kind for word, kind in _KINDS if word in name), "文件")


def _title(reading: Reading) -> tuple[str, str]:
    row = reading.row
    title, demand = row.cell("标题"), row.cell("要求")
    if not title and not demand:
        name = f"{row.cell('来源名称')}{row.cell('届次')}"
        if not row.cell("届次"):
            reading.wrong("标题", "没有写是什么事项")
            return "", ""
        title = f"{name}议定事项"
    if title and demand and "\n" not in title and len(title) <= _LONGEST:
        return title, demand
    short = title_in(title or demand)
    if short.endswith("…"):
        reading.doubt("标题" if title else "要求", f"太长，标题截成“{short[:20]}…”，全文在要求里")
    return short, demand or title


def _person(reading: Reading, meaning: str) -> dict[str, Facts] | None:
    name = _name(reading, meaning)
    phone = reading.row.cell(f"{meaning}电话")
    if name and not phone and (found := PHONE.search(name)):
        phone, name = found[0], PHONE.sub("", name).strip(" ，,、:：") or None
    if not name:
        if phone:
            reading.notes.append(f"{meaning}电话：{phone}")
        return None
    person = person_in(name) or {}
    return {**person, **compact({"电话": phone})}


def _name(reading: Reading, meaning: str) -> str | None:
    text = " ".join(reading.row.cell(meaning).split())
    if not text:
        return None
    if _NO_NAME.search(text) or len(text) > 40:
        reading.doubt(meaning, f"{meaning}“{text[:20]}”不是姓名，没有记")
        reading.notes.append(f"{meaning}：{text}")
        return None
    if meaning != "分管领导" and re.search("[、，,；;]", text):
        reading.doubt(meaning, f"{meaning}写了几个人：{text}，照原样记在一处")
    return text


def _choice(reading: Reading, meaning: str, words: tuple[str, ...]) -> str | None:
    text = reading.row.cell(meaning)
    if not text or text in words:
        return text or None
    near = nearest(text, words)
    reading.wrong(
        meaning,
        f"{meaning}“{text[:20]}”不在可选之列：{'、'.join(words)}" + (f"，是否指“{near}”" if near else ""),
    )
    return None


def _limit(reading: Reading) -> tuple[str | None, str | None]:
    """办结时限 and 反馈频次; ``每季度末`` in the one is the other."""
    rhythm = reading.parsed("反馈频次", _rhythm)
    text = reading.row.cell("办结时限")
    if not text:
        return None, rhythm
    found = _RHYTHM_LIMIT.fullmatch(halfwidth(text))
    if found:
        try:
            own = _rhythm(found[1])
        except ValueError:
            own = None
        if own is not None:
            left = f"，“{found[2]}”没有记" if found[2].strip("前。") else ""
            reading.doubt("办结时限", f"“{text}”记为 长期、{own}反馈{left}")
            return "长期", rhythm or own
    text = _month_end(reading, reading.dated("办结时限", text))
    return reading.parsed("办结时限", lambda _: _limit_text(text, reading.year)), rhythm


def _month_end(reading: Reading, text: str) -> str:
    """A month, or the last of several, as its end: ``2026年3月至12月`` is the end of December."""
    found = _MONTHS.fullmatch("".join(halfwidth(text).split()))
    if found is None:
        return text
    year = found["year"] or found["first"]
    end = f"{f'{year}年' if year else ''}{int(found['month'])}月底"
    reading.doubt("办结时限", f"“{text}”读作 {end}")
    return end


def _limit_text(text: str, year: int | None) -> str:
    written = limit_in(_ORDINAL.sub(r"\1", text), year)
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


def _milestones(reading: Reading) -> list[Facts] | None:
    text = reading.row.cell("节点")
    if not text:
        return None
    found = [_STONE.fullmatch(line) for line in text.split("\n")]
    if all(found):
        return [
            compact({**m.groupdict(), "计划": f"{m['计划']}%" if m["计划"] else None}) for m in found if m
        ]
    try:
        return milestones_in(text, reading.year)
    except ValueError as error:
        reading.wrong("节点", str(error))
        return None
