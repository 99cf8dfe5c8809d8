"""卷内目录: an item's papers, letters and attachments in the order of their days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from duban_cli.documents.context_lists import Volume, VolumeRow
from duban_cli.documents.fields import Blank
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.register import Paper
from duban_cli.ledger.settings import Settings
from duban_cli.rules.standing import Standing

KIND = "卷内目录"
_VOID = "作废"
KindOf: TypeAlias = Callable[[Entry], str | None]


def volume(
    settings: Settings, standing: Standing, entry: Entry, papers: Sequence[Paper], kind_of: KindOf
) -> Volume:
    """The directory of the volume that 归档 ``entry`` makes up; ``kind_of`` names papers that are not registered."""
    item = standing.item
    rows = _in_order(list(_rows(settings, standing, entry, papers, kind_of)))
    days = [r.date for r in rows if r.date]
    return Volume(
        office=settings.office,
        government=settings.government,
        date=entry.day,
        doc_no=entry.doc_no,
        number=item.id,
        title=f"{settings.office}关于{item.title}的督查材料",
        volume=entry.volume,
        keeping=entry.keeping or Blank("保管期限"),
        start=min(days, default=None),
        end=max(days, default=None),
        archivist=entry.by,
        rows=rows,
    )


def _rows(
    settings: Settings, standing: Standing, until: Entry, papers: Sequence[Paper], kind_of: KindOf
) -> Iterator[VolumeRow]:
    item = standing.item
    mine = [
        p for p in papers
        if item.id in p.items and p.state != _VOID and p.kind != KIND and p.day <= until.day
    ]  # fmt: skip
    yield from _origin(item)
    for entry in standing.course.entries:
        if entry.action == "归档" and entry.line == until.line:
            break
        if entry.incoming or entry.action == "反馈":
            unit = entry.unit or standing.course.lead_on(entry.day)
            yield VolumeRow(doc_no=entry.incoming, author=unit, title=_letter(item, entry), date=entry.day)
        if entry.doc_no and not any(p.doc_no == entry.doc_no for p in mine):
            kind = kind_of(entry) or entry.action
            title, author = f"关于{item.title}的{kind}", _author(settings, kind)
            yield VolumeRow(doc_no=entry.doc_no, author=author, title=title, date=entry.day)
        for name in entry.attachments:
            unit = settings.office if entry.doc_no else entry.unit or standing.course.lead_on(entry.day)
            yield VolumeRow(author=unit, title=name, date=entry.day, note=f"{entry.action}附件")
    for paper in mine:
        title = paper.title if item.title in paper.title else f"{paper.title}（{item.title}）"
        yield VolumeRow(
            doc_no=paper.doc_no, author=_author(settings, paper.kind), title=title, date=paper.day
        )


def _author(settings: Settings, kind: str) -> str:
    """Who signs a paper of the office: 复核 is decided by the government (政府督查工作条例 17)."""
    return settings.government if kind == "复核决定" else settings.office


def _origin(item: Item) -> Iterator[VolumeRow]:
    """What the matter came from: the 批示, the minutes, the report."""
    origin = item.origin
    if origin is None or origin.kind == "自提":
        return
    name = origin.name or f"关于{item.title}的{origin.kind}"
    session = f"（{origin.session}）" if origin.session else ""
    author = (origin.instructed_by or "—") if origin.kind == "批示" else "—"
    yield VolumeRow(
        doc_no=origin.doc_no, author=author, title=f"{name}{session}", date=origin.day, note="来源"
    )


def _letter(item: Item, entry: Entry) -> str:
    match entry.action:
        case "反馈":
            return f"关于{item.title}{'办结' if entry.done else '进展'}情况的反馈"
        case "延期" | "复核":
            return f"关于{item.title}申请{entry.action}的函"
        case _:
            return f"关于{item.title}的来文（{entry.action}）"


def _in_order(rows: list[VolumeRow]) -> tuple[VolumeRow, ...]:
    """By day; a paper cited by several entries of a day once."""
    once = list(dict.fromkeys(rows))
    return tuple(sorted(once, key=lambda r: r.date or date.min))
