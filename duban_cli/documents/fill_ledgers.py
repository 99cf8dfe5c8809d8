"""三单 and 公示清单: standings → rows, and rows → what the papers say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from duban_cli.documents.context_ledgers import Inspected, OpenList, OpenRow, Problem, Problems
from duban_cli.documents.fields import Blank
from duban_cli.documents.fill_common import cite, one_line, unique
from duban_cli.documents.fill_lists import CLOSED
from duban_cli.ledger.records import Item
from duban_cli.ledger.settings import Settings
from duban_cli.reports.groups import not_open
from duban_cli.rules.ladder import Rung
from duban_cli.rules.limits import Named
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing

PROBLEMS = "三单"
OPEN_LIST = "公示清单"


def problem(standing: Standing, book: Rulebook) -> Problem:
    """An item as a row of 三单."""
    item, course = standing.item, standing.course
    finish = standing.finish
    late = finish is not None and finish.overdue and not finished(standing)
    raised = next((e for e in reversed(course.entries) if e.action == "上报"), None)
    checked = next((e for e in reversed(course.entries) if e.action == "核查"), None)
    demand = one_line(item.demand)
    return Problem(
        number=item.id,
        title=one_line(item.title),
        advice=demand if demand.rstrip("。") != one_line(item.title).rstrip("。") else None,
        cause=item.cause,
        measure=item.measure,
        due=_asked(standing) or _named_day(item),
        lead=book.canonical(item.lead),
        supporting=tuple(book.canonical(u) for u in item.support),
        officer=officer.text if (officer := item.officer or item.first_officer) else None,
        state=standing.state,
        done=finish.met_on if finish and finished(standing) else None,
        behind=late,
        late=finish.overdue_workdays if finish and late else 0,
        watched=_watched(_rungs(standing)) if late else None,
        upward=one_line(raised.content or raised.reason) or None if raised else None,
        again=f"{checked.day.month}月{checked.day.day}日{checked.method or '核查'}：{one_line(checked.result or checked.content)}"
        if checked
        else None,
        closed=not_open(item),
    )  # fmt: skip


def finished(standing: Standing) -> bool:
    """True once the unit's 办结 passed 审核."""
    return standing.accepted is not None


def _asked(standing: Standing) -> date | None:
    """The 整改时限, extensions included; a later limit set with 退回 is for doing it again."""
    found = (d for d in standing.current if d.what == "办结" and d.round == 0)
    return max((d.due.day for d in found), default=None)


def _named_day(item: Item) -> date | None:
    return item.limit.day if isinstance(item.limit, Named) else None


def _rungs(standing: Standing) -> tuple[Rung, ...]:
    """The ladder steps of 办结 reached by now that are no paper: what the office goes and does."""
    today = standing.now.day
    return tuple(
        r for r in standing.ladder if r.duty.what == "办结" and r.since <= today and not r.step.paper
    )


def _watched(rungs: Sequence[Rung]) -> str | None:
    if not rungs:
        return None
    last = rungs[-1]
    return f"{last.ways_text}（已开展）" if last.taken else last.ways_text


def watch_clauses(standings: Iterable[Standing]) -> tuple[str, ...]:
    """On what the office inspects those that are late."""
    return unique(
        [
            cite(r.step.clause)
            for s in standings
            if s.state not in ("已销号", "已归档") and not finished(s)
            for r in _rungs(s)
        ]
    )


def problems(
    settings: Settings, groups: Sequence[tuple[Item | None, Sequence[Problem]]], *, day: date,
    grounds: Sequence[str] = (), doc_no: str | None = None,
) -> Problems:  # fmt: skip
    """三单: the problems by the inspection that found them. Rows 不予公开 are as the settings have lists."""
    mode = settings.bulletin.lists
    rows = [row for _, found in groups for row in found]
    shown = [
        Inspected(
            number=parent.id if parent else None,
            title=one_line(parent.title) if parent else None,
            rows=tuple(_masked(r) if mode == "只列编号" and r.closed else r for r in found if _listed(mode, r)),
        )
        for parent, found in groups
    ]  # fmt: skip
    return Problems(
        office=settings.office,
        government=settings.government,
        date=day,
        doc_no=doc_no,
        groups=tuple(g for g in shown if g.rows),
        total=len(rows),
        finished=sum(1 for r in rows if r.done is not None or r.state in ("待销号", "已销号", "已归档")),
        late=sum(1 for r in rows if r.behind),
        grounds=tuple(grounds),
        unlisted=len(rows) - sum(len(g.rows) for g in shown),
        internal=mode == "列明" and any(r.closed for r in rows),
    )


def _listed(mode: str, row: Problem) -> bool:
    return mode != "不列" or not row.closed


def _masked(row: Problem) -> Problem:
    return replace(row, title=CLOSED, advice=None, cause=None, measure="不列", upward=None, again=None)


def open_row(standing: Standing, book: Rulebook) -> OpenRow:
    """A matter as it is made public; what it lacks is a blank that names the field. No phone number."""
    item = standing.item
    finish = standing.finish
    due = f"{finish.due.day.year}年{finish.due.day.month}月{finish.due.day.day}日" if finish else None
    return OpenRow(
        number=item.id,
        title=one_line(item.title),
        unit=book.canonical(item.lead),
        officer=item.officer.text if item.officer else Blank("责任人"),
        handler=item.handler.text if item.handler else Blank("承办人"),
        due=due or ("长期，分阶段推进" if item.limit and item.limit.text == "长期" else Blank("办结时限")),
    )


def lacking(row: OpenRow) -> tuple[str, ...]:
    """The fields of a row nobody has given."""
    return tuple(t.name for t in (row.officer, row.handler, row.due) if isinstance(t, Blank))


def open_list(
    settings: Settings, rows: Sequence[OpenRow], *, day: date, grounds: Sequence[str] = (),
    doc_no: str | None = None,
) -> OpenList:  # fmt: skip
    """公示清单."""
    return OpenList(
        office=settings.office,
        government=settings.government,
        date=day,
        doc_no=doc_no,
        rows=tuple(rows),
        grounds=tuple(grounds),
    )
