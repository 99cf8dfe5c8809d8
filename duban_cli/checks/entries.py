"""Single entries: dates that cannot be, 更正 and 变更 that miss their aim, a record altered after 销号."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry
from duban_cli.ledger.vocabulary import ACTIONS, CHANGEABLE, RESULTS, VOID
from duban_cli.rules.entries import corrected_place
from duban_cli.rules.moments import Now


def future(scene: Scene) -> Iterator[Finding]:
    """An entry records what happened; what is to come is no entry."""
    for subject, entry in scene.entries():
        if _after(entry, scene.now):
            yield subject.at_entry(
                entry, "future", f"{entry.action}的日期 {entry.day} 记在未来（今天是 {scene.now.day}）",
                "改正日期；还没发生的事不记录",
            )  # fmt: skip
        elif entry.received is not None and entry.received > scene.now.day:
            yield subject.at_entry(
                entry,
                "future",
                f"收到日期 {entry.received} 记在未来（今天是 {scene.now.day}）",
                "改正收到日期",
            )
        elif entry.delivered is not None and entry.delivered > scene.now.day:
            yield subject.at_entry(
                entry,
                "future",
                f"送达日期 {entry.delivered} 记在未来（今天是 {scene.now.day}）",
                "改正送达日期；还没有送达的先不写",
            )


def _after(entry: Entry, now: Now) -> bool:
    if entry.day != now.day:
        return entry.day > now.day
    return entry.clock is not None and now.clock is not None and entry.clock > now.clock


def received(scene: Scene) -> Iterator[Finding]:
    """A letter cannot arrive before it was written."""
    for subject, entry in scene.entries():
        if entry.received is not None and entry.received < entry.day:
            yield subject.at_entry(
                entry, "received-before", f"收到日期 {entry.received} 早于来文日期 {entry.day}",
                "“日期”写来文日期，“收到”写收文日期；核对哪个写错了", "warning",
            )  # fmt: skip


def corrections(scene: Scene) -> Iterator[Finding]:
    """A 更正 must find its entry, and set right a key that entry has."""
    for subject in scene.subjects:
        written = subject.item.entries
        for entry in written:
            ref = entry.corrects
            if entry.action != "更正" or ref is None:
                continue
            place = corrected_place(written, entry)
            which = f"{ref.day} 的{'' if ref.nth == 1 else f'第{ref.nth}条'}“{ref.action}”"
            if place is None:
                yield subject.at_entry(
                    entry,
                    "correction-finds-nothing",
                    f"找不到要更正的记录：{which}",
                    "按文件里写着的日期和动作填“更正项”",
                )
                continue
            target = written[place]
            if entry.field == VOID:
                continue
            if entry.field not in ACTIONS[target.action].keys:
                yield subject.at_entry(
                    entry, "correction-field", f"“{target.action}”没有“{entry.field}”这一项，不能更正",
                    "核对“更正项”指的是哪一条",
                )  # fmt: skip
            elif entry.field == "结果" and entry.new not in RESULTS.get(target.action, (entry.new,)):
                allowed = "、".join(RESULTS[target.action])
                yield subject.at_entry(
                    entry,
                    "correction-field",
                    f"{target.action}的结果不能更正为“{entry.new}”",
                    f"可写：{allowed}",
                )


def changes(scene: Scene) -> Iterator[Finding]:
    """原 of a 变更 must be what stood there, else one of the two is wrong."""
    for subject in scene.subjects:
        now: dict[str, object] = {}
        for entry in subject.course.entries:
            if entry.action != "变更" or entry.field is None:
                continue
            current = now.get(entry.field, getattr(subject.item, CHANGEABLE[entry.field]))
            now[entry.field] = entry.new
            if entry.old is None or not isinstance(current, str):
                continue
            same = scene.book.canonical(current) == scene.book.canonical(entry.old)
            if not same and current.strip() != entry.old.strip():
                yield subject.at_entry(
                    entry, "change-old", f"变更的“原: {entry.old}”与此前的{entry.field}“{current}”不符",
                    "核对是否漏记了前一次变更", "warning",
                )  # fmt: skip


def closing_digest(scene: Scene) -> Iterator[Finding]:
    """What stood before 销号 is closed: its digest must still be the one recorded then.

    One struck out by 更正 closes nothing: of two that a merge brought together, one is.
    """
    for subject in scene.subjects:
        counted = {e.line for e in subject.course.entries} if subject.item.closing_digests else set()
        for index, entry in enumerate(subject.item.entries):
            found = subject.item.closing_digests.get(index)
            if entry.digest and found and entry.digest != found and entry.line in counted:
                yield subject.at_entry(
                    entry, "closed-changed", f"{entry.day} 销号后记录被改动：此前内容与当时的摘要不符",
                    "用 git 找回原样；确有错误的，在最后写一条更正",
                )  # fmt: skip
