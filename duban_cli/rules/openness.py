"""Which matters may be made public: 主动公开, and none that the regime has the office handle by itself (直办)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from duban_cli.ledger.records import Item
    from duban_cli.rules.course import Course
    from duban_cli.rules.obligations import Rulebook
    from duban_cli.rules.regime import Clause
    from duban_cli.rules.standing import Standing

PUBLIC = "主动公开"


def said_public(item: Item) -> bool:
    """True when the item is 主动公开 on the day asked about, and still is by now."""
    changes = [e.new for e in item.entries if e.action == "变更" and e.field == "公开属性"]
    return all(said == PUBLIC for said in (item.openness, *changes[-1:]))


def direct_clause(course: Course, book: Rulebook, office: str, day: date) -> Clause | None:
    """The clause by which a matter the office handles itself is kept closed; None for any other matter.

    ``day`` counts where the matter is not on the ledger yet.
    """
    if book.canonical(course.item.lead) != book.canonical(office):
        return None
    return book.regime.act_clause("直办", course.initiated_on or day)


def open_to_public(standing: Standing, book: Rulebook, office: str) -> bool:
    """True for a matter that may leave the house, with the fields ``exchange.item_row`` lets out."""
    if not said_public(standing.item):
        return False
    return direct_clause(standing.course, book, office, standing.now.day) is None
