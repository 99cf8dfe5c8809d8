"""反馈: from a unit of the item, for a period that exists, signed by whom it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from duban_cli.checks.scene import Scene, Subject
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry
from duban_cli.rules.course import Course
from duban_cli.rules.obligations import rhythm_of
from duban_cli.rules.periods import Period, PeriodError, Rhythm, parse_period

HEAD = "主要负责人"
HEAD_POSTS = (
    "省长", "州长", "市长", "区长", "县长", "乡长", "镇长", "厅长", "部长", "局长", "校长", "院长", "行长", "书记", "主席",
    "主任", "总经理", "董事长", "主要负责人", "社长", "台长", "检察长", "会长", "理事长", "总队长", "管委会主任",
)  # fmt: skip
_NOT_HEAD = re.compile(r"副|助理|秘书|[室处站]主任|[科股组班]长|分管|具体")
_POSTS_APART = re.compile(r"[、，,/;；\s]|兼任?|和")


def reply_units(scene: Scene) -> Iterator[Finding]:
    """Only 主办 and 协办 units reply, sign for or ask more time for an item."""
    canonical = scene.book.canonical
    for subject, entry in scene.entries():
        if (
            entry.action not in ("反馈", "签收", "延期", "说明", "上报")
            or entry.unit is None
            or scene.unit(entry.unit) is None
        ):
            continue
        header, changed = subject.item, subject.course.item
        unit = canonical(entry.unit)
        supporting = {canonical(n) for n in (*header.support, *changed.support)}
        if unit in supporting | {canonical(n) for n in _leads_on(subject, entry.day)}:
            continue
        former = unit in {canonical(name) for _, name in subject.course.leads}
        told = (
            f"{entry.action}的“{entry.unit}”在 {entry.day} 不是主办单位（已改由{subject.course.lead_on(entry.day)}主办）"
            if former
            else f"{entry.action}的“{entry.unit}”不是主办也不是协办单位"
        )
        yield subject.at_entry(entry, "reply-unit", told, "核对单位、日期；改由该单位办理的，先写变更")


def _leads_on(subject: Subject, day: date) -> list[str]:
    """The 主办单位 on a day, both on the day it changed."""
    leads = subject.course.leads
    ends = [since for since, _ in leads[1:]] + [date.max]
    return [name for (since, name), end in zip(leads, ends, strict=True) if since <= day <= end]


def periods(scene: Scene) -> Iterator[Finding]:
    """期 must be one of the item's rhythm; the lead unit answers each but once, in each life of the item."""
    for subject in scene.subjects:
        rhythms = _rhythms(subject, scene)
        for entry in subject.course.entries:
            if entry.period is None:
                continue
            error = _unreadable_in(entry.period, rhythms)
            if error is not None:
                yield subject.at_entry(entry, "period", f"期{error.message}", error.hint)
            elif not rhythms:
                yield subject.at_entry(
                    entry, "period-without-rhythm", f"本事项不是定期反馈，“期: {entry.period}”不起作用",
                    "删去“期”，或在开头写 反馈频次", "warning",
                )  # fmt: skip
        for life in subject.course.lives:
            yield from _answered_twice(subject, life, rhythms)


def _rhythms(subject: Subject, scene: Scene) -> list[Rhythm]:
    """The item's rhythm as handed out and as changed since."""
    since = subject.course.initiated_on or scene.now.day
    found = [rhythm_of(i, scene.ledger.regime, since)[0] for i in (subject.course.item, subject.item)]
    return list(dict.fromkeys(r for r in found if r is not None))


def _unreadable_in(text: str, rhythms: list[Rhythm]) -> PeriodError | None:
    error: PeriodError | None = None
    tried: list[Rhythm | None] = [*rhythms] or [None]
    for rhythm in tried:
        try:
            parse_period(text, rhythm)
        except PeriodError as found:
            error = error or found
        else:
            return None
    return error


def _answered_twice(subject: Subject, life: Course, rhythms: list[Rhythm]) -> Iterator[Finding]:
    answered: set[Period] = set()
    for reply in life.replies:
        text = reply.entry.period
        if text is None or not rhythms or _unreadable_in(text, rhythms[:1]) is not None:
            continue
        period = parse_period(text, rhythms[0])
        if period in answered:
            yield subject.at_entry(
                reply.entry,
                "period-twice",
                f"{period.name}已经反馈过一次",
                "核对“期”是否写错；补充情况可不写“期”",
                "warning",
            )
        elif not reply.returned:
            answered.add(period)


def signatures(scene: Scene) -> Iterator[Finding]:
    """Replies that only the head of the unit may sign (岳政办发〔2007〕3号 一（三））."""
    for subject in scene.subjects:
        item = subject.course.item
        category = scene.ledger.regime.category(item.category)
        signing = [r for r in category.signing if r.when.holds(item)] if category else []
        for entry in (r.entry for r in subject.course.all_replies):
            rules = [r for r in signing if r.clause.in_force(entry.day)]
            if not rules:
                continue
            if entry.signed_by is None or (rules[0].by == HEAD and not signed_by_head(subject, entry, scene)):
                who = f"由{entry.signed_by.text}签发" if entry.signed_by else "没有写签发人"
                yield subject.at_entry(
                    entry, "signature", f"反馈{who}，须由承办单位{rules[0].by}签发（{rules[0].clause.text}）",
                    f"请单位补由{rules[0].by}签发后重报；记录有误的写更正", "warning",
                )  # fmt: skip


def signed_by_head(subject: Subject, entry: Entry, scene: Scene) -> bool:
    """True where 签发 names the head of the unit, by name or by post."""
    person = entry.signed_by
    if person is None:
        return False
    unit = scene.ledger.units.find(entry.unit or subject.course.lead_on(entry.day))
    first = subject.course.item.first_officer
    if person.name in {unit.head if unit else None, first.name if first else None}:
        return True
    name = unit.name if unit else ""
    return any(is_head_post(post, name) for post in _POSTS_APART.split(person.post or ""))


def is_head_post(post: str, unit: str = "") -> bool:
    """True for the post of a unit's first officer: 区长, 代区长, 主任; not 副区长, 办公室主任, 科长."""
    post = post.strip()
    if unit.endswith(("办公室", "办")):
        post = post.rpartition("办公室")[2]
    if not post or _NOT_HEAD.search(post):
        return False
    # 处长 heads a 处, 所长 a 所, 大队长 a 大队; elsewhere they head a part of the unit only.
    own = len(post) > 1 and post[-1] == "长" and unit.endswith(post[-2])
    return own or post.endswith(HEAD_POSTS)
