"""Cells of an imported row → header facts: days, people, limits, where a matter comes from; doubts told."""

from __future__ import annotations

import re

from duban_cli.exchange.columns import MORE, PHONE
from duban_cli.exchange.row import Row
from duban_cli.ledger.item_format import DIFFICULTY, OPENNESS, URGENCY
from duban_cli.ledger.vocabulary import REPLY_BY
from duban_cli.ledger.writer import Facts
from duban_cli.plans.decompose_cells import person_in, title_in
from duban_cli.plans.decompose_dates import milestones_in
from duban_cli.plans.import_limits import limit_and_rhythm
from duban_cli.plans.import_reading import Reading
from duban_cli.plans.sheet import compact
from duban_cli.text import nearest

_DOC_NO = re.compile(r".*[〔\[（(]\d{4}[〕\])）].*号")
_NO_NAME = re.compile("略|原文|待定|详见|见附|另行|^[/／—-]+$")
_KINDS = (
    ("批示", "批示"), ("签批", "批示"), ("会议", "会议"), ("常务会", "会议"), ("政府工作报告", "报告"), ("报告", "报告"), ("媒体", "媒体"),
    ("报道", "媒体"), ("曝光", "媒体"), ("专项", "专项"),
)  # fmt: skip
_STONE = re.compile(
    r"(?P<号>[^.\s]+)\. (?P<时限>\d{4}-\d\d-\d\d)：(?P<内容>.*?)(?:（计划(?P<计划>[\d.]+)%）)?"
)
_LONGEST = 200


def header_facts(reading: Reading) -> dict[str, Facts]:
    """What a row says of its matter, units, category and origin apart."""
    row = reading.row
    title, demand = _title(reading)
    if more := row.cell(MORE):
        demand = f"{demand}\n{more}" if demand and demand != title else f"{title}（{more}）"
    limit, rhythm = limit_and_rhythm(reading)
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
