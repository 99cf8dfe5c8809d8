"""整改通报: standings of a month's problems → how each unit put them right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duban_cli.documents.context_rectify import RectifyBulletin, RectifyCount, Unrectified
from duban_cli.documents.fields import Blank
from duban_cli.documents.fill_common import one_line
from duban_cli.documents.fill_lists import CLOSED
from duban_cli.ledger.settings import Settings
from duban_cli.reports.groups import not_open
from duban_cli.rules.obligations import Obligation, Rulebook
from duban_cli.rules.standing import Standing

KIND = "整改通报"


def rectify_bulletin(
    settings: Settings, standings: Sequence[Standing], book: Rulebook, *, month: date, cutoff: date, day: date,
    about: str, grounds: Sequence[str] = (), doc_no: str | None = None, approved_by: str | None = None,
) -> RectifyBulletin:  # fmt: skip
    """The problems handed out in ``month`` as they stand at ``cutoff``, unit by unit."""
    units = sorted({book.canonical(s.item.lead) for s in standings})
    wrong = [(s, _wrong(s, book)) for s in standings if how(s) in ("late", "undone")]
    mode = settings.bulletin.closed_items
    shown = [(s, row) for s, row in wrong if mode != "不列" or not not_open(s.item)]
    return RectifyBulletin(
        office=settings.office,
        government=settings.government,
        date=day,
        doc_no=doc_no,
        year=month.year,
        month=month.month,
        cutoff=cutoff,
        about=about,
        addressees=tuple(units),
        total=_count("合计", standings),
        rows=tuple(
            _count(unit, [s for s in standings if book.canonical(s.item.lead) == unit]) for unit in units
        ),
        undone=tuple(_masked(row) if mode == "只列编号" and not_open(s.item) else row for s, row in shown),
        unlisted=len(wrong) - len(shown),
        grounds=tuple(grounds),
        approver=approved_by or Blank("批准人"),
        draft=approved_by is None,
    )


def how(standing: Standing) -> str:
    """``on_time``, ``late``, ``undone`` (with what counts as such, nothing having come by its limit), ``running``."""
    finish, reply = _last(standing, "办结"), _last(standing, "反馈")
    if unreported(standing) or any(d is not None and d.overdue for d in (finish, reply)):
        return "undone"
    met = [d for d in (finish, reply) if d is not None]
    if any(not d.met for d in met):
        return "running"
    return "late" if any(d.state == "逾期完成" for d in met) else "on_time"


def unreported(standing: Standing) -> str | None:
    """视为未整改: what the matter counts as, nothing having come by the limit."""
    reply = _last(standing, "反馈")
    return reply.unreported if reply is not None else None


def _last(standing: Standing, what: str) -> Obligation | None:
    return next((d for d in reversed(standing.current) if d.what == what and d.period is None), None)


def _count(name: str, standings: Sequence[Standing]) -> RectifyCount:
    found = [how(s) for s in standings]
    return RectifyCount(
        name=name,
        assigned=len(found),
        on_time=found.count("on_time"),
        late=found.count("late"),
        undone=found.count("undone"),
        unreported=sum(1 for s in standings if unreported(s)),
        running=found.count("running"),
    )


def _wrong(standing: Standing, book: Rulebook) -> Unrectified:
    finish, label = _last(standing, "办结"), unreported(standing)
    if label:
        reply = _last(standing, "反馈")
        came = reply.met_by.arrived if reply is not None and reply.met_by is not None else None
        why = f"到时未报送，{label}" + (f"（{came.month}月{came.day}日补报）" if came else "")
    else:
        why = "逾期整改" if how(standing) == "late" else "未整改"
    return Unrectified(
        number=standing.item.id,
        title=one_line(standing.item.title),
        unit=book.canonical(standing.item.lead),
        due=finish.due.day if finish else None,
        why=why,
    )


def _masked(row: Unrectified) -> Unrectified:
    return Unrectified(number=row.number, title=CLOSED, unit=row.unit, due=row.due, why=row.why)
