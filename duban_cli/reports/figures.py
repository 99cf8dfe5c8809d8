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
from duban_cli.reports.tally import Marks, Period, Row, mark, tally
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import stand

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
    rows = _rows(grouped(headers, by, ledger), marks)
    check_sums(totals, rows)
    units = rows if by == "单位" else _rows(grouped(headers, "单位", ledger), marks)
    late, unlisted = late_items(
        (standings[i] for i in totals.items["overdue"]), ledger.units, ledger.settings
    )
    unreadable = tuple(u.id for u in ledger.unreadable)
    return Figures(
        office=ledger.settings.office, start=start, end=end, by=by, totals=totals, rows=rows, late=late,
        late_unlisted=unlisted, good=good_units(units), criticised=criticised(ledger, end),
        unreadable=unreadable,
        notes=notes(
            start, end, by, hide=ledger.settings.bulletin.closed_items, unreadable=unreadable,
            provisional=any(x.provisional for x in late),
        ),
    )  # fmt: skip


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
        behind = sorted(i for r in rows for i in r.items[measure.key])
        if behind != sorted(totals.items[measure.key]):
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


def _rows(groups: Iterable[Group], marks: Mapping[str, Marks]) -> tuple[Row, ...]:
    """A row for each group that has any figure at all."""
    rows = (tally(g.name, (marks[i.id] for i in g.items), _rows(g.parts, marks)) for g in groups)
    return tuple(r for r in rows if any(r.counts.values()))
