"""作废: which 文号 stand for nothing any more, and the office's events that still count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duban_cli.rules.doc_no import number_key

if TYPE_CHECKING:
    from duban_cli.ledger.office_file import OfficeEvent
    from duban_cli.ledger.store import Ledger


def void_numbers(ledger: Ledger) -> frozenset[str]:
    """The numbers made void, as ``number_key`` has them; one that no register holds (imported) stands."""
    papers = {
        s: {number_key(p.doc_no, p.day) for p in ledger.papers if p.state == s} for s in ("作废", "发出")
    }
    return frozenset(papers["作废"] - papers["发出"])


def is_void(doc_no: str | None, day: date, void: frozenset[str]) -> bool:
    """True for a number of ``void_numbers``."""
    return doc_no is not None and bool(void) and number_key(doc_no, day) in void


def events_that_count(ledger: Ledger) -> tuple[OfficeEvent, ...]:
    """What office/ records, without the events whose paper was made void: they stay there as history only."""
    void = void_numbers(ledger)
    return tuple(e for e in ledger.office if not is_void(e.doc_no, e.day, void))
