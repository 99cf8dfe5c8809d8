"""Who is late and who did well: the lists a bulletin prints beside its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duban_cli.ledger.settings import Settings
from duban_cli.ledger.units import Units
from duban_cli.reports.groups import hidden, id_order
from duban_cli.reports.tally import Row
from duban_cli.rules.moments import Due
from duban_cli.rules.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """One overdue item. ``title`` is None where the ledger's settings keep it out of bulletins."""

    id: str
    title: str | None
    category: str
    unit: str
    duty: str
    due: Due
    first_due: Due
    overdue_workdays: int
    urges: int
    provisional: bool
    content: str | None = None
    """What a 节点 is to bring; None of other duties, and where the title is not told."""

    @property
    def duty_text(self) -> str:
        """The duty as a paper says it: 办结, 节点“签约过半”."""
        return f"节点“{self.content}”" if self.content else self.duty

    @property
    def shown_title(self) -> str:
        """The title as printed: ``不予公开事项（2026-0018）`` where it may not be named."""
        return self.title if self.title is not None else f"不予公开事项（{self.id}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A unit whose ``due`` items of the period were all finished in time, every reply too, none urged or pending."""

    unit: str
    due: int

    @property
    def why(self) -> str:
        """``3件应办结事项全部按期办结``."""
        return f"{self.due}件应办结事项全部按期办结"


def late_items(
    standings: Iterable[Standing], units: Units, settings: Settings
) -> tuple[tuple[Late, ...], int]:
    """The overdue items, longest overdue first, and how many more the settings leave unlisted."""
    late: list[Late] = []
    unlisted = 0
    for standing in standings:
        item, duty = standing.item, standing.live
        if duty is None:
            continue
        if hidden(item, settings) and settings.bulletin.closed_items == "不列":
            unlisted += 1
            continue
        late.append(Late(
            id=item.id, title=None if hidden(item, settings) else item.title, category=item.category,
            unit=units.canonical(duty.who), duty=duty.name, due=duty.due, first_due=duty.first_due,
            overdue_workdays=standing.overdue_workdays, urges=standing.course.count("催办"),
            provisional=standing.provisional,
            content=duty.limit_text.rstrip("。") if duty.what == "节点" and not hidden(item, settings) else None,
        ))  # fmt: skip
    late.sort(key=lambda x: (-x.overdue_workdays, x.due, id_order(x.id)))
    return tuple(late), unlisted


def good_units(rows: Iterable[Row]) -> tuple[Good, ...]:
    """Of the rows by unit, those that did all well."""
    return tuple(
        Good(unit=row.name, due=row.counts["due"])
        for row in rows
        if row.counts["due"]
        and row.counts["done_on_time"] == row.counts["due"]
        and not any(row.counts[k] for k in ("overdue", "returned", "urged", "awaiting_review"))
        and row.counts["replied_on_time"] == row.counts["replies_due"]
    )
