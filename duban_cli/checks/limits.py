"""Limits and extensions: dates on paper against what the rules give, and days on which nobody works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from duban_cli.checks.scene import Scene, Subject
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry, Item
from duban_cli.rules.limits import Named
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Obligation
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.workdays import group_skipped


def extensions(scene: Scene) -> Iterator[Finding]:
    """An approved 延期 names a new date, later than the one it extends."""
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


def _due_before(subject: Subject, index: int, entry: Entry, scene: Scene) -> date | None:
    """When the extended duty was due before the extension."""
    if entry.period is not None:
        return None
    about = entry.about or "办结"
    duties = [
        d
        for d in _stand_before(subject, index, (), entry.day, scene).duties
        if d.period is None and about in (d.what if d.subject is None else d.subject, f"节点{d.subject}")
    ]
    return duties[-1].due.day if duties else None


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
                duty = next((d for d in standing.duties if d.what == what and d.period is None), None)
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
    counted = f"{duty.start} {duty.start_event}，次日起算"
    skipped = group_skipped(scene.ledger.calendar.explain(duty.start, duty.first_due.day), duty.start.year)
    if duty.counted and skipped and len(skipped) <= 60:
        counted += f"，不计{skipped}"
    return f"{counted}；发文所写的为准，写错的另行更正"


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
