"""交办 by 限期整改督办单: what is to be put right, by when, and by what hour it is to be reported."""

from __future__ import annotations

from collections.abc import Sequence

from duban_cli.documents.context_rectify import Rectification, RectifiedMatter
from duban_cli.documents.fill import assigned_head
from duban_cli.documents.fill_assign import ordered
from duban_cli.documents.fill_common import signature_rule
from duban_cli.ledger.records import Entry
from duban_cli.ledger.settings import Settings
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing

KIND = "限期整改督办单"


def rectification(
    settings: Settings, book: Rulebook, standings: Sequence[Standing], entry: Entry
) -> Rectification:
    """The problems handed to one unit by ``entry``."""
    return Rectification(
        **assigned_head(settings, book, standings, entry),
        items=tuple(_problem(s, book, entry) for s in standings),
        signature=signature_rule([s.item for s in standings], book, entry.day),
    )


def _problem(standing: Standing, book: Rulebook, entry: Entry) -> RectifiedMatter:
    item = standing.item
    replies = [d for d in standing.current if d.what == "反馈" and d.period is None and d.round == 0]
    clock = replies[0].first_due.clock if replies else None
    rule = book.regime.duty(item, "反馈", standing.course.initiated_on or entry.day, rhythm=False)
    return RectifiedMatter(
        **ordered(standing, book, entry),
        found=item.origin.day if item.origin else None,
        reply_clock=f"{clock:%H:%M}" if clock else None,
        unreported=rule.unreported if rule else None,
    )
