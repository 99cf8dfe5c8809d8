"""The JSON of every command that reads. Fields are added, never removed or renamed; null where unknown.

Facts keep the Chinese keys of the item file; conclusions have English ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duban_cli.rules.obligations import awaited
from duban_cli.views.basis import basis_of, documents_in_force
from duban_cli.views.json_text import VERSION, Json, dump, head, iso, line
from duban_cli.views.listing import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from duban_cli.ledger.findings import Finding
    from duban_cli.ledger.records import Entry, Unreadable
    from duban_cli.ledger.register import Paper
    from duban_cli.rules.closing import ClosingState
    from duban_cli.rules.ladder import Rung
    from duban_cli.rules.obligations import Obligation, Rulebook
    from duban_cli.rules.regime import Clause
    from duban_cli.rules.standing import Standing
    from duban_cli.rules.workdays import SkippedDay

__all__ = [
    "VERSION", "Json", "days", "dump", "explained", "finding", "head", "iso", "item_row", "line", "obligation", "shown",
    "unreadable_row",
]  # fmt: skip


def item_row(s: Standing) -> Json:
    """One item of ``list``."""
    item, live = s.item, s.live
    return {
        "id": item.id, "title": item.title, "category": item.category, "lead_unit": item.lead,
        "supporting_units": list(item.support), "path": item.path, "openness": item.openness,
        "assigned": iso(s.assigned), "closed": iso(s.closed), "state": s.state,
        "light": s.light.name if s.light else None, "light_level": s.light.level if s.light else None,
        "due": iso(live.due.day) if live else None, "due_at": live.due.iso_at() if live else None,
        "duty": live.what if live else None, "first_due": iso(live.first_due.day) if live else None,
        "overdue": s.overdue, "overdue_workdays": s.overdue_workdays, "provisional": s.provisional,
        "urges": s.course.count("催办"), "obligations": [obligation(d) for d in s.duties],
        "next": _next(s), "source": item.origin.kind if item.origin else None, "leader": item.leader,
    }  # fmt: skip


def unreadable_row(broken: Unreadable) -> Json:
    """An item whose file cannot be read: it is on the list, with all that is not known null."""
    return {
        "id": broken.id, "title": broken.title, "category": None, "lead_unit": None, "supporting_units": [],
        "path": broken.path, "openness": None, "assigned": None, "closed": None, "state": UNREADABLE,
        "light": None, "light_level": None, "due": None, "due_at": None, "duty": None, "first_due": None,
        "overdue": None, "overdue_workdays": None, "provisional": None, "urges": None, "obligations": [],
        "next": None, "source": None, "leader": None,
    }  # fmt: skip


def obligation(duty: Obligation) -> Json:
    """One duty, as ``list`` has it."""
    return {
        "who": duty.who, "what": duty.what, "period": duty.period.name if duty.period else None,
        "start": iso(duty.start), "due": iso(duty.due.day), "due_at": duty.due.iso_at(),
        "first_due": iso(duty.first_due.day), "state": duty.state, "overdue_workdays": duty.overdue_workdays,
        "clause": duty.clause.text, "met_by": _entry_ref(duty.met_by), "life": duty.life, "until": iso(duty.until),
        "met_on": iso(duty.met_on), "unreported": duty.unreported,
    }  # fmt: skip


def explained(s: Standing, book: Rulebook) -> Json:
    """One item as ``explain`` has it."""
    return {
        "item": item_row(s) | {"obligations": [_explained_duty(d, s, book) for d in s.duties]},
        "ladder": [_rung(r) for r in s.ladder],
        "closing": [_closing(c) for c in s.closing],
        "waiting": [
            {"what": w.what, "event": w.rule.start, "limit": w.limit.text, "clause": w.rule.clause.text}
            for w in awaited(s.course, book, s.now)
        ],
        "suspensions": [{"from": iso(a), "to": iso(b)} for a, b in s.course.suspensions],
        "documents": [
            {"code": d.code, "citation": d.citation, "effective": iso(d.effective)}
            for d in documents_in_force(s, book)
        ],
    }


def shown(s: Standing, facts: Mapping[str, Any], papers: Sequence[Paper]) -> Json:
    """One item as ``show`` has it; ``facts`` are those of its file."""
    return {
        "item": item_row(s),
        "facts": dict(facts),
        "papers": [
            {
                "doc_no": p.doc_no, "kind": p.kind, "title": p.title, "date": iso(p.day), "state": p.state,
                "path": p.file_path, "sha256": p.sha256,
            }
            for p in papers
        ],
    }  # fmt: skip


def finding(f: Finding) -> Json:
    """One finding of ``check``."""
    return {
        "path": f.path, "line": f.line, "col": f.col, "level": f.level, "code": f.code,
        "message": f.message, "hint": f.hint,
    }  # fmt: skip


def days(skipped: Iterable[SkippedDay]) -> list[Json]:
    """Days an explanation names, and why."""
    return [{"date": iso(d.day), "why": d.why} for d in skipped]


def _explained_duty(duty: Obligation, s: Standing, book: Rulebook) -> Json:
    basis = basis_of(duty, s, book)
    return obligation(duty) | {
        "name": duty.name, "start_event": duty.start_event, "limit": duty.limit_text,
        "recorded": duty.recorded, "computed": iso(basis.computed.day) if basis.computed else None,
        "days": days(basis.skipped), "worked": days(basis.worked), "provisional": duty.provisional,
        "returned": duty.returned, "counting": duty.counting.text, "limit_clause": _clause(duty.limit_clause),
        "awaits": duty.awaits,
        "in_force": iso(duty.clause.document.effective) if duty.clause.document else None,
        "changes": [
            {"date": iso(c.day), "why": c.why, "due": iso(c.due), "clause": _clause(c.clause)}
            for c in duty.changes
        ],
    }  # fmt: skip


def _rung(rung: Rung) -> Json:
    return {
        "duty": rung.duty.name, "overdue": rung.step.overdue, "since": iso(rung.since),
        "provisional": rung.provisional, "ways": list(rung.step.ways), "paper": rung.step.paper, "due": rung.due,
        "taken": _entry_ref(rung.taken), "clause": rung.step.clause.text, "level": rung.level,
        "action": rung.step.action, "from": rung.step.since, "optional": rung.step.optional, "offered": rung.offered,
    }  # fmt: skip


def _closing(state: ClosingState) -> Json:
    return {
        "step": state.step.step, "done": state.done, "taken": _entry_ref(state.entry), "due": iso(state.due),
        "ends": iso(state.ends), "clause": state.step.clause.text,
    }  # fmt: skip


def _next(s: Standing) -> Json | None:
    if s.next is None:
        return None
    return {"step": s.next.step, "since": iso(s.next.since), "clause": _clause(s.next.clause)}


def _entry_ref(entry: Entry | None) -> Json | None:
    return None if entry is None else {"date": iso(entry.arrived), "action": entry.action}


def _clause(clause: Clause | None) -> str | None:
    return clause.text if clause else None
