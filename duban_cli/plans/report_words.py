"""情况 of a report in plain sentences: how a matter went, and who is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duban_cli.documents.fill_common import duty_text, one_line
from duban_cli.ledger.records import Entry
from duban_cli.plans.words import day_words
from duban_cli.reports.figures import Figures
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing

_UNMET = {"反馈": "未反馈", "办结": "未办结", "节点": "未完成"}


def course_words(standing: Standing, book: Rulebook, *, several: bool) -> str:
    """One matter from 交办 to the day asked about, in one paragraph; ``several``: it stands among others."""
    item, day = standing.item, standing.now.day
    lead = book.canonical(item.lead)
    steps = "；".join(_steps(standing, lead))
    head = f"{' '.join(item.title.split())}（{item.id}）。" if several else ""
    return f"{head}{steps}。{_as_of(standing, day)}。"


def _steps(standing: Standing, lead: str) -> Iterator[str]:
    year: int | None = None
    for entry in standing.course.entries:
        told = _step(entry, lead, book_due=entry.due)
        if told is None:
            continue
        dated = f"{entry.day.year}年" if entry.day.year != year else ""
        year = entry.day.year
        yield f"{dated}{day_words(entry.day)}{told}"


def _step(entry: Entry, lead: str, book_due: date | None) -> str | None:
    number = f"（{entry.doc_no}）" if entry.doc_no else ""
    until = f"，限{day_words(book_due, entry.day)}" if book_due else ""
    said = one_line(entry.content)
    match entry.action:
        case "交办":
            return f"交办{lead}{number}{until}"
        case "反馈":
            what = "报告办结" if entry.done else "反馈进展"
            came = f"（{entry.incoming}）" if entry.incoming else ""
            return f"{entry.unit or lead}{what}{came}：{said}"
        case "催办":
            return f"催办（{entry.method}）{number}{until}"
        case "延期" if entry.stage == "批准":
            return f"批准延期{number}{until}"
        case "审核":
            why = f"：{one_line(entry.reason)}" if entry.reason else ""
            return f"审核{entry.result}{'重办' if entry.result == '退回' else ''}{why}{until}"
        case "核查":
            found = one_line(entry.result)
            return f"{entry.method or '核查'}：{'，'.join(t for t in (said, found) if t)}"
        case "结论":
            return f"作出督查结论{number}：{said}"
        case "中止" | "撤销" | "重启":
            return f"{entry.action}：{one_line(entry.reason)}"
        case "恢复" | "销号" | "督办提示":
            return f"{entry.action}{number}"
        case "约谈" | "批评" | "表扬" | "问责建议" if entry.approved_by:
            return f"{entry.action}{entry.unit or lead}{number}"
        case _:
            return None


def _as_of(standing: Standing, day: date) -> str:
    owed = []
    for duty in standing.current:
        if duty.overdue:
            late = f"逾期{duty.overdue_workdays}个工作日" if duty.overdue_workdays else "已逾期"
            whose = duty.who if duty.supporting else ""
            owed.append(
                f"{whose}{duty_text(duty)}限{day_words(duty.due.day, day)}，{_UNMET.get(duty.what, '未报')}，{late}"
            )
    if standing.live is not None and not standing.live.overdue:
        owed.append(f"{duty_text(standing.live)}限{day_words(standing.live.due.day, day)}")
    head = f"截至{day.year}年{day_words(day)}，事项{standing.state}"
    return f"{head}：{'；'.join(owed)}" if owed else head


def late_words(figures: Figures) -> list[str]:
    """Who is late at the end of the period, a paragraph each, and how many that are not named."""
    if not figures.late and not figures.late_unlisted:
        return ["本期没有逾期事项。"]
    end = figures.end
    out = [f"截至{end.year}年{day_words(end)}，逾期事项{len(figures.late) + figures.late_unlisted}件。"]
    for late in figures.late:
        urged = f"，已催办{late.urges}次" if late.urges else ""
        out.append(
            f"{late.unit}：{late.shown_title}，{late.duty_text}限{day_words(late.due.day, end)}，"
            f"逾期{late.overdue_workdays}个工作日{urged}。"
        )
    if figures.late_unlisted:
        out.append(f"另有不予公开的逾期事项{figures.late_unlisted}件。")
    return out
