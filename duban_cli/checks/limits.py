"""Limits and extensions: dates on paper against what the rules give, and days on which nobody works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from duban_cli.checks.scene import Scene, Subject
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.clock import due_by_clock
from duban_cli.rules.events import FINISH_DUE, ORIGIN_DAY
from duban_cli.rules.limits import Ahead, Named, Stated
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Obligation, rhythm_of
from duban_cli.rules.periods import Period, PeriodError, parse_period
from duban_cli.rules.regime import Regime
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.states import ENDED
from duban_cli.rules.workdays import group_skipped


def extensions(scene: Scene) -> Iterator[Finding]:
    """An approved 延期 names a new date, later than the one it extends, and there is one it extends."""
    for subject in scene.subjects:
        for index, entry in enumerate(subject.course.entries):
            if entry.action != "延期" or entry.stage != "批准":
                continue
            clause = scene.ledger.regime.act_clause("延期", entry.day)
            basis = f"（{clause.text}）" if clause else ""
            if entry.due is None:
                yield subject.at_entry(
                    entry,
                    "extension-no-due",
                    f"批准延期没有写新的限期{basis}",
                    "补上 限期: …；不批的写 环节: 不批",
                )
                continue
            before = _due_before(subject, index, entry, scene)
            if before is not None and entry.due <= before:
                yield subject.at_entry(
                    entry,
                    "extension-not-later",
                    f"延期后的限期 {entry.due} 不晚于原来的 {before}",
                    "核对新的限期",
                )
            elif not _moves(subject, index, entry, scene):
                yield subject.at_entry(
                    entry, "extension-moves-nothing", f"批准延期到 {entry.due}，没有改动任何期限",
                    "定期反馈的补上 期: …，延反馈的写 针对: 反馈；没有可延的期限的，用更正作废本条",
                )  # fmt: skip


def _moves(subject: Subject, index: int, entry: Entry, scene: Scene) -> bool:
    """True when some duty is due later with the extension than without it."""
    day = max(entry.day, entry.due or entry.day)
    without = _stand_before(subject, index, (), day, scene)
    with_it = _stand_before(subject, index, (entry,), day, scene)
    return [d.due for d in without.duties] != [d.due for d in with_it.duties]


def _due_before(subject: Subject, index: int, entry: Entry, scene: Scene) -> date | None:
    """When the extended duty was due before the extension."""
    about = entry.about or "办结"
    standing = _stand_before(subject, index, (), entry.day, scene)
    unit = scene.book.canonical(entry.unit) if entry.unit else None
    own = [d for d in standing.current if d.supporting and scene.book.canonical(d.who) == unit]
    duties = [
        d
        for d in own or standing.current
        if d.supporting == bool(own)
        and (
            _same_period(entry.period, d.period)
            if entry.period is not None
            else d.period is None
            and about in (d.what if d.subject is None else d.subject, f"节点{d.subject}")
        )
    ]
    return duties[-1].due.day if duties else None


def _same_period(text: str, period: Period | None) -> bool:
    if period is None:
        return False
    try:
        return parse_period(text, period.rhythm) == period
    except PeriodError:
        return False


def _stand_before(subject: Subject, index: int, also: tuple[Entry, ...], day: date, scene: Scene) -> Standing:
    """Where the item stood with the entries before ``index``, as set right, and ``also``."""
    entries = tuple(e for e in subject.course.entries[:index] if e.action != "更正")
    item: Item = replace(subject.item, entries=(*entries, *also))
    return stand(item, scene.book, Now(day))


def recorded_limits(scene: Scene) -> Iterator[Finding]:
    """The 限期 printed on the paper governs; where today's rules or calendar give another, that is told."""
    for subject in scene.subjects:
        for index, entry in enumerate(subject.course.entries):
            if entry.action != "交办" or (entry.due is None and entry.reply_due is None):
                continue
            bare = replace(entry, due=None, reply_due=None)
            standing = _stand_before(subject, index, (bare,), entry.day, scene)
            for what, key, recorded in (("办结", "限期", entry.due), ("反馈", "反馈限期", entry.reply_due)):
                duty = next((d for d in standing.current if d.what == what and d.period is None), None)
                if recorded is None or duty is None or duty.first_due.day == recorded:
                    continue
                if what == "反馈" and not _own_reply_limit(standing, scene):
                    continue
                yield subject.at_entry(
                    entry, "due-differs",
                    f"{key}写的是 {recorded}，按{duty.limit_text}（{duty.clause.text}）应为 {duty.first_due.day}",
                    _how_counted(duty, scene), "warning",
                )  # fmt: skip


def _own_reply_limit(standing: Standing, scene: Scene) -> bool:
    since = standing.course.initiated_on or standing.now.day
    return scene.ledger.regime.duty(standing.item, "反馈", since, rhythm=False) is not None


def _how_counted(duty: Obligation, scene: Scene) -> str:
    counted = f"{duty.start} {duty.start_event}，{'当日' if duty.counting.first_day else '次日'}起算"
    skipped = group_skipped(scene.ledger.calendar.explain(duty.start, duty.first_due.day), duty.start.year)
    if duty.counted and skipped and len(skipped) <= 60:
        counted += f"，不计{skipped}"
    return f"{counted}；发文所写的为准，写错的另行更正"


def past_limits(scene: Scene) -> Iterator[Finding]:
    """A limit given by a paper lies ahead of it."""
    for subject, entry in scene.entries():
        given = entry.action == "催办" or (entry.action == "审核" and entry.result == "退回")
        if given and entry.due is not None and entry.due < entry.day:
            what = "退回重办" if entry.action == "审核" else "催办"
            yield subject.at_entry(
                entry, "limit-past", f"{what}的限期 {entry.due} 早于 {entry.day}", "核对限期；写错的用更正"
            )


def no_limit(scene: Scene) -> Iterator[Finding]:
    """An item handed out without any limit can never be overdue: hardly meant, unless it says 长期."""
    regime = scene.ledger.regime
    for subject in scene.subjects:
        course = subject.course
        ruling = course.ruling
        if ruling is None or course.state in ENDED or ruling.due is not None or ruling.reply_due is not None:
            continue
        if not limited(course.given, course.item, regime, course.initiated_on or ruling.day):
            yield subject.at_entry(
                ruling, "no-limit", "没有时限，逾期无从算起",
                "用 duban change 变更 办结时限；确实长期的，变更为 长期", "warning",
            )  # fmt: skip


def limited(given: Item, item: Item, regime: Regime, since: date) -> bool:
    """True when an item has a limit, a rhythm or 节点, by its header as handed out or as it is, or by the rules."""
    if given.limit or item.limit or item.milestones:
        return True
    rules = (regime.duty(given, what, since, rhythm=False) for what in ("办结", "反馈"))
    # What runs from the day 办结 is due, or is 所定, waits for a limit that is stated.
    if any(r is not None and r.start != FINISH_DUE and not isinstance(r.limit, Stated) for r in rules):
        return True
    return any(rhythm_of(i, regime, since)[0] for i in (given, item))


def clock_times(scene: Scene) -> Iterator[Finding]:
    """A reply on a day due at a clock time counts as late unless it says when it came."""
    for subject in scene.subjects:
        replies = [r.entry for r in subject.course.all_replies if r.entry.clock is None]
        if not replies or not due_by_clock(subject.item, subject.course, scene.ledger.regime):
            continue
        duties = stand(subject.item, scene.book, Now(max(scene.now.day, replies[-1].day))).duties
        for entry in replies:
            due = next((d.due for d in duties if d.met_by == entry and d.due.clock is not None), None)
            if due is not None and due.day == entry.arrived == entry.day:
                yield subject.at_entry(
                    entry, "reply-no-time", f"反馈没有写时间，限期是当日 {due.clock:%H:%M}，按逾期算",
                    "按时报来的，用更正补上 时间", "warning",
                )  # fmt: skip


def report_dates(scene: Scene) -> Iterator[Finding]:
    """Where the rules count from the report, its date must be there, else they count from 交办."""
    regime = scene.ledger.regime
    for subject in scene.subjects:
        course = subject.course
        given = course.given
        since = course.initiated_on
        if (
            since is None
            or course.state in ENDED
            or (given.origin is not None and given.origin.day is not None)
        ):
            continue
        whats = ("反馈", "办结", *regime.further(given.category))
        rules = [regime.duty(given, what, since, rhythm=False) for what in whats]
        rule = next((r for r in rules if r is not None and r.limit and r.start == ORIGIN_DAY), None)
        if rule is not None and rule.limit is not None:
            count = "无从算起" if isinstance(rule.limit, Ahead) else "只好从交办起算，不从报道之日"
            yield subject.at_key(
                "来源", "no-report-date", f"来源没有写日期，{rule.limit.text}{count}",
                f"交办前在“来源”里补上 日期（{rule.clause.text}）", "warning",
            )  # fmt: skip
            continue
        own = [
            r
            for r in regime.office
            if r.start == ORIGIN_DAY and r.clause.in_force(since) and r.when.holds(given)
        ]
        if own:
            yield subject.at_key(
                "来源", "no-report-date", f"来源没有写日期，督查室{'、'.join(dict.fromkeys(r.what for r in own))}的时限无从算起",
                f"在“来源”里补上 日期（{own[0].clause.text}）", "warning",
            )  # fmt: skip


def days_off(scene: Scene) -> Iterator[Finding]:
    """A named date stands even on a day off, but it was hardly meant."""
    calendar = scene.ledger.calendar
    for subject in scene.subjects:
        named = subject.item.limit.day if isinstance(subject.item.limit, Named) else None
        if named is not None and not calendar.is_workday(named):
            yield subject.at_key(
                "办结时限", "day-off", f"办结时限 {named} 不是工作日（{calendar.why(named)}）", "指定的日期照算，不顺延；核对是否本意",
                "warning",
            )  # fmt: skip
        for entry in subject.course.entries:
            for key, day in (("限期", entry.due), ("反馈限期", entry.reply_due)):
                if day is not None and day != named and not calendar.is_workday(day):
                    yield subject.at_entry(
                        entry, "day-off", f"{entry.action}的{key} {day} 不是工作日（{calendar.why(day)}）",
                        "指定的日期照算，不顺延；核对是否本意", "warning",
                    )  # fmt: skip
