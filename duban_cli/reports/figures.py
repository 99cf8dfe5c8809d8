"""The figures of a bulletin: one computation, from which its text, its tables and its JSON all come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.store import Ledger
from duban_cli.reports.criticisms import Criticised, criticised
from duban_cli.reports.groups import By, Group, grouped, id_order
from duban_cli.reports.lateness import Good, Late, good_units, late_items
from duban_cli.reports.measures import LABELS, MEASURES, PARTS
from duban_cli.reports.notes import notes
from duban_cli.reports.own_duties import OwnRecord, own_record
from duban_cli.reports.tally import Marks, Period, Row, mark, shares, tally
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing, stand

TOTAL = "合计"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Where the ledger stands at ``end``, and what happened from ``start`` to ``end``, both days included."""

    office: str
    start: date
    end: date
    by: By
    totals: Row
    rows: tuple[Row, ...]
    late: tuple[Late, ...]
    late_unlisted: int
    good: tuple[Good, ...]
    criticised: tuple[Criticised, ...]
    own: OwnRecord
    unreadable: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def items(self) -> Mapping[str, tuple[str, ...]]:
        """The ids behind each figure."""
        return self.totals.items


def figures(ledger: Ledger, start: date, end: date, by: By = "单位") -> Figures:
    """The figures for ``start`` to ``end``, standings taken at the end of ``end``, later entries unseen.

    Raises:
        WrongUse: the period ends before it starts.
        RuleRefused: the rows do not add up to the totals.
    """
    if end < start:
        raise WrongUse(f"统计期的止日 {end} 早于起日 {start}", "把 --from 和 --to 对调")
    period = Period(start, end)
    book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
    standings = {i: stand(ledger.items[i], book, Now(end)) for i in sorted(ledger.items, key=id_order)}
    marks = {i: mark(s, period) for i, s in standings.items()}
    totals = tally(TOTAL, marks.values())
    headers = [s.item for s in standings.values()]
    units = _unit_rows(standings.values(), grouped(headers, "单位", ledger), period, ledger)
    rows = units if by == "单位" else _rows(grouped(headers, by, ledger), marks)
    check_sums(totals, rows)
    late, unlisted = late_items(
        (s for s in standings.values() if _is_late(s, totals)), ledger.units, ledger.settings
    )
    unreadable = tuple(u.id for u in ledger.unreadable)
    return Figures(
        office=ledger.settings.office, start=start, end=end, by=by, totals=totals, rows=rows, late=late,
        late_unlisted=unlisted, good=good_units(units), criticised=criticised(ledger, end),
        own=own_record(ledger, book, standings.values(), period), unreadable=unreadable,
        notes=notes(
            start, end, by, hide=ledger.settings.bulletin.closed_items, unreadable=unreadable,
            provisional=any(x.provisional for x in late),
            lives=any(s.course.earlier for s in standings.values()),
            joint=any(d.supporting for s in standings.values() for d in s.duties),
            further=further_named(standings.values(), period), presumed=totals.counts["presumption_due"] > 0,
        ),
    )  # fmt: skip


def _is_late(standing: Standing, totals: Row) -> bool:
    """True for what is 逾期, and for what waits for 销号 while one of 另报 is owed past its day."""
    within = (*totals.items["overdue"], *totals.items["awaiting_close"])
    return standing.overdue and standing.item.id in within


def further_named(standings: Iterable[Standing], period: Period) -> tuple[str, ...]:
    """The names of 另报 due in the period."""
    due = (d.what for s in standings for d in s.duties if d.further and d.due.day in period)
    return tuple(dict.fromkeys(due))


def check_sums(totals: Row, rows: Iterable[Row]) -> None:
    """Every column adds up, item by item, and 纳入 falls into its kinds without rest.

    Raises RuleRefused naming the first figure that does not.
    """
    rows = tuple(rows)
    for measure in MEASURES:
        added = sum(r.counts[measure.key] for r in rows)
        if measure.adds and added != totals.counts[measure.key]:
            raise _refused(
                totals, measure.label, f"各行相加为 {added}，{totals.name}为 {totals.counts[measure.key]}"
            )
        behind = [i for r in rows for i in r.items[measure.key]]
        # Of one item several units may owe a reply.
        several = set(behind) if measure.unit == "件次" else behind
        if sorted(several) != sorted(totals.items[measure.key]):
            raise _refused(totals, measure.label, "各行所列的事项与合计所列的不同")
    for row in (totals, *rows):
        kinds = sum(row.counts[p] for p in PARTS)
        if kinds != row.counts["included"]:
            names = "、".join(LABELS[p] for p in PARTS)
            raise _refused(row, "纳入", f"{names}相加为 {kinds}，纳入为 {row.counts['included']}")
    for row in rows:
        if row.rows:
            check_sums(row, row.rows)


def _refused(row: Row, label: str, why: str) -> RuleRefused:
    place = "" if row.name == TOTAL else f"{row.name}："
    return RuleRefused(f"合计对不上：{place}{label}{why}", "数字有误，不能发出；请把命令和这段话告诉维护人员")


def _unit_rows(
    standings: Iterable[Standing], groups: Iterable[Group], period: Period, ledger: Ledger
) -> tuple[Row, ...]:
    """A row for each unit: of the items it leads, and of what it owes itself as 协办单位."""
    parts = {s.item.id: shares(s, period, ledger.units.canonical) for s in standings}
    found: dict[str, list[Marks]] = {}
    led = [(g.name, i.id) for g in groups for i in g.items]
    for lead, item_id in led:
        found.setdefault(lead, []).append(parts[item_id][lead])
    for lead, item_id in led:
        for unit, marks in parts[item_id].items():
            if unit != lead:
                found.setdefault(unit, []).append(marks)
    rows = (tally(name, found[name]) for name in sorted(found, key=ledger.units.order))
    return tuple(r for r in rows if any(r.counts.values()))


def _rows(groups: Iterable[Group], marks: Mapping[str, Marks]) -> tuple[Row, ...]:
    """A row for each group that has any figure at all."""
    rows = (tally(g.name, (marks[i.id] for i in g.items), _rows(g.parts, marks)) for g in groups)
    return tuple(r for r in rows if any(r.counts.values()))
