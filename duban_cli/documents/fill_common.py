"""What the papers of several kinds say alike: heads, items, clauses, steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from duban_cli.documents import context
from duban_cli.documents.fields import Blank, Text
from duban_cli.ledger.records import Entry, Item, Origin
from duban_cli.ledger.settings import Settings
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.regime import Clause, latest

URGENCY = {"特急": "特急", "急件": "加急"}
LAW_SINCE = date(2021, 2, 1)
"""From this day the 政府督查工作条例 binds every ledger."""


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
                return f"反馈报告须经你单位{rule.by}签发（{rule.clause.text}）"
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
    """A clause as a paper names it: a document without 文号, known by its name, stands in 《》."""
    document = clause.document
    if document is None or document.citation != document.name:
        return clause.text
    return f"《{document.name}》{clause.article}"


def organs(settings: Settings) -> tuple[Text, Text]:
    """The 监察机关 and the 组织部门 of the office's own place."""
    place = settings.region or settings.government.removesuffix("人民政府")
    if not place.endswith(("省", "市", "县", "区", "旗")):
        return Blank("监察机关"), Blank("组织部门")
    return f"{place}监察委员会", f"中共{place}委组织部"


def one_line(text: str | None) -> str:
    """A text in the middle of a sentence: its lines joined, no stop at the end."""
    return "".join(part.strip() for part in (text or "").splitlines()).rstrip("。；;")


def step(entry: Entry | None, person: str | None = None) -> context.Step:
    """A step of an item's life from its entry."""
    if entry is None:
        return context.Step()
    return context.Step(
        date=entry.day, person=person or entry.approved_by or entry.by, paper=entry.doc_no or entry.incoming
    )
