"""What the papers of several kinds say alike: heads, items, clauses, steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from duban_cli.documents import context
from duban_cli.documents.fields import Blank, Text
from duban_cli.ledger.records import Entry, Item, Origin
from duban_cli.ledger.settings import Settings
from duban_cli.rules.clauses import LOCAL
from duban_cli.rules.obligations import Obligation, Rulebook
from duban_cli.rules.regime import Clause, latest

URGENCY = {"特急": "特急", "急件": "加急"}
LAW_SINCE = date(2021, 2, 1)
"""From this day the 政府督查工作条例 binds every ledger."""
_NUMERAL = re.compile(r"[一二三四五六七八九十百]+")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]+条")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def origin_text(origin: Origin | None) -> str | None:
    """来源说明 as a sentence's beginning: 市长3月2日在《…》上的批示, 2026年3月2日市政府常务会议（第六次）议定事项."""
    if origin is None:
        return None
    day = f"{origin.day.year}年{origin.day.month}月{origin.day.day}日" if origin.day else ""
    name = origin.name or ""
    titled = f"《{name.strip('《》')}》" if name else ""
    numbered = f"（{origin.doc_no}）" if origin.doc_no else ""
    if origin.kind == "批示":
        where = f"在{titled}上" if titled else ""
        return f"{origin.instructed_by or '领导'}{day}{where}的批示"
    if origin.kind == "会议":
        return f"{day}{name or '会议'}{f'（{origin.session}）' if origin.session else ''}议定事项"
    if origin.kind == "媒体":
        return f"{day}{name or '媒体'}{'' if '报道' in name else '报道'}"
    if name:
        return f"{name if '《' in name or not origin.doc_no else titled}{numbered}"
    return None


def sent(settings: Settings, doc_no: str | None, day: date, addressee: str, **more: Any) -> dict[str, Any]:
    """The fields of ``Sent``."""
    contact = settings.contact
    return {
        "office": settings.office,
        "government": settings.government,
        "doc_no": doc_no or Blank("文号"),
        "date": day,
        "addressee": addressee,
        "contact": contact.person or Blank("联系人"),
        "phone": contact.phone or Blank("联系电话"),
        **more,
    }


def matter(item: Item, book: Rulebook) -> dict[str, Any]:
    """The fields of ``Matter``."""
    return {
        "number": item.id,
        "title": item.title,
        "category": item.category,
        "source": origin_text(item.origin),
        "lead": book.canonical(item.lead),
        "supporting": tuple(book.canonical(u) for u in item.support),
    }


def signature_rule(items: Sequence[Item], book: Rulebook, day: date) -> str | None:
    """反馈由谁签发, where the regime asks for it."""
    for item in items:
        category = book.regime.category(item.category)
        for rule in category.signing if category else ():
            if rule.clause.in_force(day) and rule.when.holds(item):
                return f"反馈报告须经你单位{rule.by}签发（{cite(rule.clause)}）"
    return None


def unique(found: Sequence[str | None]) -> tuple[str, ...]:
    """What is there, each once, in order."""
    return tuple(dict.fromkeys(c for c in found if c))


def act_clause(book: Rulebook, act: str, day: date) -> str | None:
    """The clause a step rests on: that of the procedure, else the one that asks for its approval."""
    clause = book.regime.act_clause(act, day)
    if clause is None:
        clause = latest((r.clause for r in book.regime.approvals if act in r.actions), day)
    return cite(clause) if clause else None


def cite(clause: Clause) -> str:
    """A clause as a paper names it: ``《…条例》第十七条``, ``《…措施》第六条``, ``岳政办发〔2007〕3号二（三）``.

    A plain number is an article (条), and those are cited by the document's name; a place in numbered parts by 文号
    where there is one. No 简称 of the ledger's, no ISO date.
    """
    document, article = clause.document, clause.article
    if document is None:
        return f"{LOCAL}{article}"
    named = document.name is not None and (document.doc_no is None or _plain(article))
    if named and document.name is not None:
        inner = document.name.removeprefix("《").removesuffix("》").replace("《", "〈").replace("》", "〉")
        return f"《{inner}》{f'第{article}条' if _NUMERAL.fullmatch(article) else article}"
    return f"{document.doc_no or _ISO.sub(_in_words, document.citation)}{article}"


def _plain(article: str) -> bool:
    return _NUMERAL.fullmatch(article) is not None or _ARTICLE.match(article) is not None


def _in_words(found: re.Match[str]) -> str:
    year, month, day = map(int, found.groups())
    return f"{year}年{month}月{day}日"


def organs(settings: Settings) -> tuple[Text, Text]:
    """The 监察机关 and the 组织部门 of the office's own place."""
    place = settings.region or settings.government.removesuffix("人民政府")
    if not place.endswith(("省", "市", "县", "区", "旗")):
        return Blank("监察机关"), Blank("组织部门")
    return f"{place}监察委员会", f"中共{place}委组织部"


def duty_text(duty: Obligation) -> str:
    """A duty as a paper says it: 办结, 节点“签约过半”."""
    return f"节点“{one_line(duty.limit_text)}”" if duty.what == "节点" else duty.name


def one_line(text: str | None) -> str:
    """A text in the middle of a sentence: its lines joined, no stop at the end."""
    return "".join(part.strip() for part in (text or "").splitlines()).rstrip("。；;")


def step(entry: Entry | None, person: str | None = None) -> context.Step:
    """A step of an item's life from its entry, with the person on record for it and nobody else."""
    if entry is None:
        return context.Step()
    return context.Step(date=entry.day, person=person, paper=entry.doc_no or entry.incoming)
