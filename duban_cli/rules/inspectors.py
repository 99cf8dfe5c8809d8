"""督查员: people of other units who inspect for the office, and never their own unit (回避)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban_cli.ledger.records import Entry
    from duban_cli.ledger.settings import Inspector
    from duban_cli.rules.course import Course

RECUSAL = "督查员回避"
"""The step of the procedure that names the clause."""
_POST = re.compile(r"[（(/／].*$")


def people_named(entry: Entry) -> Iterator[str]:
    """The names of 经办 and 人员, without posts; ``王某、赵某`` is two."""
    written = (entry.by or "", *entry.people)
    names = (_POST.sub("", part).strip() for text in written for part in re.split("[、，,;；]", text))
    return (name for name in dict.fromkeys(names) if name)


def inspects(entry: Entry) -> bool:
    """True for what an inspector may take part in: 核查, 结论, the decision of a 复核."""
    return entry.action in ("核查", "结论") or (entry.action == "复核" and entry.stage != "申请")


def barred(
    entry: Entry, course: Course, inspectors: Iterable[Inspector], canonical: Callable[[str], str]
) -> tuple[Inspector, ...]:
    """Who of the people an entry names belongs to a unit that leads or supports the matter on its day."""
    if not inspects(entry):
        return ()
    theirs = {canonical(u) for u in (course.lead_on(entry.day), course.item.lead, *course.item.support)}
    names = set(people_named(entry))
    return tuple(one for one in inspectors if one.name in names and canonical(one.unit) in theirs)
