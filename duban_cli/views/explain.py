"""``explain``: how each date and conclusion of an item came about, day by day, each with its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.rules.limits import LongTerm
from duban_cli.rules.workdays import group_skipped
from duban_cli.text import cell_width, pad
from duban_cli.views.basis import (
    FIRST_DAY_FREE,
    LAST_DAY_ROLLS,
    basis_of,
    documents_in_force,
    runs_by_the_clock,
)
from duban_cli.views.words import duty_result, next_words, on_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duban_cli.rules.ladder import Rung
    from duban_cli.rules.obligations import Obligation, Rulebook
    from duban_cli.rules.standing import Standing
    from duban_cli.views.basis import Basis

RIGHT = 48
"""The terminal column where clauses and results begin."""
_WIDE = 96


def explain_text(standing: Standing, book: Rulebook) -> str:
    """The whole explanation of one item."""
    return "\n".join(line.rstrip() for line in _lines(standing, book))


def _lines(s: Standing, book: Rulebook) -> Iterator[str]:
    yield beside(f"{s.item.id}  {' '.join(s.item.title.split())}", f"{on_day(s.now.day)} · {s.state}")
    told: list[Obligation] = []
    for duty in s.duties:
        yield from _duty(duty, s, book, told)
        told.append(duty)
    yield from _long_term(s, book)
    yield from _pauses(s)
    for what in dict.fromkeys(r.duty.name for r in s.ladder):
        several = len({r.duty.name for r in s.ladder}) > 1
        yield f"催办（{what}）" if several else "催办"
        yield from _rungs([r for r in s.ladder if r.duty.name == what])
    step = next_words(s)
    if step:
        clause = s.next.clause.text if s.next and s.next.clause else ""
        yield beside(f"下一步  {step}", clause)
    yield from _documents(s, book)


def _duty(duty: Obligation, s: Standing, book: Rulebook, told: Sequence[Obligation]) -> Iterator[str]:
    parts = [f"应于 {duty.due.text} 前", duty_result(duty)]
    if duty.state in ("未到期", "临期"):
        left = book.calendar.count(s.now.day, duty.due.day, duty.pauses)
        parts.append(f"还有{left}个工作日")
    if duty.provisional:
        parts.append("暂定")
    if s.live is duty and s.light is not None:
        parts.append(f"{s.light.name}灯")
    yield beside(f"{duty.name}（{duty.who}）", " · ".join(parts))
    same = next((other for other in told if _same_ground(other, duty)), None)
    if same is not None:
        yield f"  起算、时限与“{same.name}”相同"
        return
    yield from _ground(duty, s, book)
    for change in duty.changes:
        clause = change.clause.text if change.clause else ""
        yield beside(f"  {change.day} {change.why}，改为 {change.due}", clause)
    if duty.provisional:
        yield "  暂定：其中有的日子国务院还没有发布放假安排，发布后可能变动"


def _ground(duty: Obligation, s: Standing, book: Rulebook) -> Iterator[str]:
    basis = basis_of(duty, s, book)
    if duty.period is not None and not duty.round:
        yield beside(f"  {duty.period.start} 至 {duty.period.end}，{duty.limit_text}", duty.clause.text)
        return
    if duty.what == "节点":
        yield beside(f"  {duty.limit_text}", duty.clause.text)
        return
    if basis.excludes_first_day:
        yield beside(f"  {duty.start} {duty.start_event}，次日起算", FIRST_DAY_FREE)
    elif runs_by_the_clock(basis.limit):
        ruling = s.course.ruling
        clock = f" {ruling.clock:%H:%M}" if ruling is not None and ruling.clock else "终了"
        yield f"  {duty.start}{clock} {duty.start_event}起算"
    else:
        yield f"  {duty.start} {duty.start_event}"
    yield beside(f"  {duty.limit_text}", duty.clause.text)
    yield from _days(basis, duty)
    if duty.recorded and basis.computed is not None and basis.computed.day != duty.first_due.day:
        yield f"  以发文所写 {duty.first_due.text} 为准；按上列时限推算应为 {basis.computed.text}，两者不一致"


def _days(basis: Basis, duty: Obligation) -> Iterator[str]:
    year = duty.start.year
    if basis.rolled:
        yield from wrapped("  末日顺延：", group_skipped(basis.skipped, year), LAST_DAY_ROLLS)
    elif basis.skipped:
        yield from wrapped("  不计 ", group_skipped(basis.skipped, year))
    if basis.worked:
        yield from wrapped("  计入 ", group_skipped(basis.worked, year))


def _long_term(s: Standing, book: Rulebook) -> Iterator[str]:
    """长期 names no day, so there is no duty to show: that is said."""
    if s.course.initiated_on is None:
        return
    rule = book.regime.duty(s.item, "办结", s.course.initiated_on, rhythm=False)
    limit = s.item.limit or (rule.limit if rule else None)
    if isinstance(limit, LongTerm):
        stated = book.regime.stated_clause(s.course.initiated_on)
        clause = rule.clause if rule and s.item.limit is None else stated
        yield beside("办结  长期，没有到期日", clause.text if clause else "")


def _pauses(s: Standing) -> Iterator[str]:
    for stopped, resumed in s.course.suspensions:
        until = f"{resumed} 恢复" if resumed else "尚未恢复"
        yield f"中止  {stopped} 起，{until}，期间不计工作日"


def _rungs(rungs: Sequence[Rung]) -> Iterator[str]:
    due = [r for r in rungs if r.due]
    width = max(cell_width(f"满{r.step.overdue}个工作日") for r in rungs)
    for rung in rungs:
        since = f"{rung.since}{' 暂定' if rung.provisional else ''}"
        left = f"  {pad(f'满{rung.step.overdue}个工作日', width)}  {since}  {rung.ways_text}"
        mark = ""
        if rung.taken is not None:
            mark = f"已于 {rung.taken.day} {rung.taken.method}"
        elif due and rung is due[-1]:
            mark = "← 现应办"
        clause = rung.step.clause.text
        yield beside(left, f"{clause}  {mark}" if mark else clause)


def _documents(s: Standing, book: Rulebook) -> Iterator[str]:
    documents = documents_in_force(s, book)
    if not documents:
        return
    yield f"制度  {book.regime.name}，{s.course.initiated_on} 立项时有效的文件："
    for document in documents:
        yield beside(f"  {document.citation}", f"{document.effective} 起施行")


def _same_ground(one: Obligation, other: Obligation) -> bool:
    facts = [
        (d.start, d.start_event, d.first_due, d.due, d.limit_text, d.clause, d.changes, d.recorded)
        for d in (one, other)
    ]
    return one.period is None and other.period is None and facts[0] == facts[1]


def beside(left: str, right: str) -> str:
    """Two texts on a line, the right one at its column, two spaces off where the left one is long."""
    return f"{pad(left, RIGHT - 2)}  {right}" if right else left


def wrapped(label: str, days: str, right: str = "") -> Iterator[str]:
    """Days after their label, broken between days where the line grows long."""
    indent = " " * cell_width(label)
    line = label
    for part in days.replace("）、", "）、\n").split("\n"):
        if cell_width(line + part) > _WIDE and line.strip() != label.strip():
            yield line
            line = indent
        line += part
    yield beside(line, right)
