"""``explain``: how each date and conclusion of an item came about, day by day, each with its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.rules.limits import Ahead, LongTerm
from duban_cli.rules.obligations import awaited
from duban_cli.rules.workdays import group_skipped
from duban_cli.text import cell_width, pad
from duban_cli.views.basis import (
    FIRST_DAY_FREE,
    LAST_DAY_ROLLS,
    amended,
    basis_of,
    clause_words,
    documents_in_force,
    runs_by_the_clock,
)
from duban_cli.views.words import duty_result, next_words, on_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duban_cli.rules.course import Course
    from duban_cli.rules.ladder import Rung
    from duban_cli.rules.obligations import Obligation, Rulebook
    from duban_cli.rules.regime import LadderStep
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
    for life in s.course.lives:
        if life.succeeded is not None:
            how = "重启" if life.succeeded.action == "重启" else "再次交办"
            yield beside(f"{how}前（第{life.life}轮）", _over(life))
        elif s.course.earlier:
            yield f"现在（第{life.life}轮）"
        told: list[Obligation] = []
        for duty in s.duties_of(life):
            yield from _duty(duty, s, book, told)
            told.append(duty)
    yield from _long_term(s, book)
    for held in awaited(s.course, book, s.now):
        words = clause_words(held.rule.clause, amended(book.regime))
        yield beside(f"{held.what}  待{held.rule.start}后起算：{held.limit.text}", words)
    yield from _pauses(s)
    chased = {r.duty: _chased(r.duty) for r in s.ladder}
    for what in dict.fromkeys(chased.values()):
        yield f"催办（{what}）" if len(set(chased.values())) > 1 else "催办"
        yield from _rungs([r for r in s.ladder if chased[r.duty] == what], s, book)
    yield from _closing(s)
    step = next_words(s)
    if step:
        clause = clause_words(s.next.clause, amended(book.regime)) if s.next and s.next.clause else ""
        yield beside(f"下一步  {step}", clause)
    yield from _documents(s, book)


def _chased(duty: Obligation) -> str:
    """What is chased: ``反馈``, of a 协办单位 with its name: ``反馈，市财政局``."""
    return f"{duty.name}，{duty.who}" if duty.supporting else duty.name


def _over(life: Course) -> str:
    """How an earlier life ended: ``2026-04-14 销号``."""
    last = life.ended or life.succeeded
    return f"{last.day} {last.action}，此前的义务照记" if last is not None else ""


def _duty(duty: Obligation, s: Standing, book: Rulebook, told: Sequence[Obligation]) -> Iterator[str]:
    parts = [f"应于 {duty.due.text} 前", duty_result(duty)]
    if duty.void:
        parts[1] = "这一轮到此为止，不再履行"
    elif duty.state in ("未到期", "临期"):
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
        clause = clause_words(change.clause, amended(book.regime)) if change.clause else ""
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
    if basis.counts_days:
        yield beside(*_from(duty, basis))
        if duty.awaits:
            yield f"  还没有{duty.awaits}的记录，暂从交办起算"
    elif runs_by_the_clock(basis.limit):
        ruling = s.course.lives[duty.life - 1].ruling
        clock = f" {ruling.clock:%H:%M}" if ruling is not None and ruling.clock else "终了"
        yield f"  {duty.start}{clock} {duty.start_event}起算"
    else:
        yield f"  {duty.start} {duty.start_event}"
    limit = f"；时限依{duty.limit_clause.text}" if duty.limit_clause else ""
    yield beside(f"  {duty.limit_text}", clause_words(duty.clause, amended(book.regime)) + limit)
    yield from _days(basis, duty)
    if duty.recorded and basis.computed is not None and basis.computed.day != duty.first_due.day:
        yield f"  以发文所写 {duty.first_due.text} 为准；按上列时限推算应为 {basis.computed.text}，两者不一致"


def _from(duty: Obligation, basis: Basis) -> tuple[str, str]:
    """From which day a limit is counted, which way, and on what that rests."""
    back, first = isinstance(basis.limit, Ahead), basis.counting.first_day
    way = "往回数" if back else "起算"
    start = f"当日{way}" if first else f"{'前一日' if back else '次日'}{way}"
    return f"  {duty.start} {duty.start_event}，{start}", duty.clause.text if first else FIRST_DAY_FREE


def _days(basis: Basis, duty: Obligation) -> Iterator[str]:
    year = duty.start.year
    if basis.rolled:
        ahead = isinstance(basis.limit, Ahead)
        far = "到第二个工作日" if basis.counting.roll > 1 else ""
        label = f"  末日放假，提前{far}：" if ahead else f"  末日顺延{far}："
        clause = LAST_DAY_ROLLS if not ahead and basis.counting.roll == 1 else duty.clause.text
        yield from wrapped(label, group_skipped(basis.skipped, year), clause)
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


def _rungs(rungs: Sequence[Rung], s: Standing, book: Rulebook) -> Iterator[str]:
    due = [r for r in rungs if r.due]
    waiting = _waiting(rungs, s, book)
    width = max(cell_width(step.reached_text) for step in (*(r.step for r in rungs), *waiting))
    for rung in rungs:
        since = f"{rung.since}{' 暂定' if rung.provisional else ''}"
        ways = f"可{rung.ways_text}" if rung.step.optional else rung.ways_text
        left = f"  {pad(rung.step.reached_text, width)}  {since}  {ways}"
        mark = ""
        if rung.taken is not None:
            mark = f"已于 {rung.taken.day} {rung.taken.method or rung.taken.action}"
        elif due and rung is due[-1]:
            mark = "← 现应办"
        elif rung.offered:
            mark = "← 现可办（酌情）"
        clause = _basis(rung.step)
        yield beside(left, f"{clause}  {mark}" if mark else clause)
    for step in waiting:
        ways = f"{'可' if step.optional else ''}{'或'.join(step.ways)}"
        yield beside(f"  {pad(step.reached_text, width)}  须先做上一级  {ways}", _basis(step))


def _basis(step: LadderStep) -> str:
    """The clause of a step, and where its days come from if that is another."""
    limit = f"；时限依{step.limit_clause.text}" if step.limit_clause else ""
    return step.clause.text + limit


def _waiting(rungs: Sequence[Rung], s: Standing, book: Rulebook) -> Sequence[LadderStep]:
    """Steps of an unmet duty that have no day yet: the 限期 they run from is still to be given."""
    duty, since = rungs[0].duty, s.course.initiated_on
    if since is None or duty.met:
        return ()
    reached = [r.step for r in rungs if r.duty is duty]
    return [step for step in book.regime.steps(duty.what, since, s.item) if step not in reached]


def _closing(s: Standing) -> Iterator[str]:
    """The steps before 销号: taken, running, or still to be taken."""
    if not s.closing:
        return
    yield "销号前"
    for one in s.closing:
        told = "没有记录"
        if one.entry is not None:
            told = f"{one.entry.day} {one.entry.result or '已记录'}"
        if one.ends is not None and one.entry is not None:
            told = f"{one.entry.day} 起，公示到 {one.ends}{'，已期满' if one.done else '，未期满'}"
        elif one.due is not None and not one.done:
            told += f"，应于 {one.due} 前"
        mark = "" if one.done else "  ← 还缺"
        yield beside(f"  {one.step.step}  {told}{mark}", one.step.clause.text)


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
