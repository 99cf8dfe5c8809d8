"""What is put on record when a report or list goes out: 公示 of its items, the office's periodic work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import Sheet, compact, date_text
from duban_cli.rules.standing import Standing

LIST_EVENT = "清单"
"""动作 in office/年.yaml by which the monthly list is on record."""
_PUBLISHED = "公示"


def record_month(
    sheet: Sheet, span: tuple[date, date], count: int, day: date, doc_no: str, approved_by: str | None
) -> None:
    """The monthly list of ``span`` as an event of the office."""
    facts: dict[str, Facts | None] = {
        "日期": date_text(day), "动作": LIST_EVENT, "文号": doc_no, "起": date_text(span[0]),
        "止": date_text(span[1]), "批准": approved_by,
        "内容": f"印发{span[0].month}月督办清单，共{count}件，按分管领导分线。",
    }  # fmt: skip
    sheet.record_office(day.year, compact(facts))


def record_rectified(
    sheet: Sheet,
    span: tuple[date, date],
    about: Sequence[str],
    day: date,
    doc_no: str,
    approved_by: str | None,
) -> None:
    """整改通报 of a month as an event of the office."""
    facts = compact(
        {"日期": date_text(day), "动作": "通报", "文号": doc_no, "起": date_text(span[0]), "止": date_text(span[1]),
         "批准": approved_by, "内容": f"通报{'、'.join(about)}限期整改落实情况。"}
    )  # fmt: skip
    sheet.record_office(day.year, facts)


def record_published(
    sheet: Sheet, standings: Sequence[Standing], day: date, doc_no: str, approved_by: str | None
) -> None:
    """公示 on record for every item not published before."""
    for standing in standings:
        if any(e.action == _PUBLISHED for e in standing.course.entries):
            continue
        facts = compact(
            {
                "日期": date_text(day),
                "动作": _PUBLISHED,
                "方式": "公示清单",
                "批准": approved_by,
                "备注": doc_no,
            }
        )
        sheet.add(standing.item.id, facts)


def record_rounds(
    sheet: Sheet, kind: str, subject: str, day: date, doc_no: str, approved_by: str | None
) -> None:
    """The office's periodic work that issuing this paper is: the rounds whose 含 names it."""
    rules = [
        r for r in sheet.ledger.regime.office
        if r.rhythm and r.action and r.word in (kind, f"《{kind}》") and r.clause.in_force(day)
    ]  # fmt: skip
    for action in dict.fromkeys(r.action for r in rules if r.action):
        facts = compact(
            {"日期": date_text(day), "动作": action, "文号": doc_no, "批准": approved_by,
             "内容": f"编发《{kind}》：{subject}。"}
        )  # fmt: skip
        sheet.record_office(day.year, facts)
