"""延期申请: which duty an application speaks of, and which applications still want an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from duban_cli.rules.voices import own_voice

if TYPE_CHECKING:
    from duban_cli.ledger.records import Entry
    from duban_cli.rules.course import Course
    from duban_cli.rules.duty import Obligation


def duties_of(current: Sequence[Obligation], unit: str | None) -> list[Obligation]:
    """Those of a 协办单位 that replies for itself; without ``unit`` those of the 主办单位."""
    return [d for d in current if (d.supporting and d.who == unit if unit else not d.supporting)]


def extended_duty(duties: Sequence[Obligation], about: str, period: str | None) -> Obligation | None:
    """The duty an extension about ``about`` (or of a period) would move."""
    if period is not None:
        found = [d for d in duties if d.period is not None and d.period.name == period]
    else:
        found = [
            d for d in duties
            if d.period is None and about in (d.what if d.subject is None else d.subject, f"节点{d.subject}")
        ]  # fmt: skip
    return found[-1] if found else None


def asked_duty(
    asked: Entry, course: Course, current: Sequence[Obligation], canonical: Callable[[str], str]
) -> Obligation | None:
    """The duty an application speaks of."""
    unit = own_voice(course.item, asked.unit, canonical)
    about = asked.about or ("反馈" if unit else "办结")
    return extended_duty(duties_of(current, unit), about, asked.period)


def extensions_waiting(
    course: Course, current: Sequence[Obligation], canonical: Callable[[str], str]
) -> tuple[Entry, ...]:
    """The applications without an answer, but those whose duty was done in time all the same."""
    duties = ((e, asked_duty(e, course, current, canonical)) for e in course.extensions_asked)
    return tuple(e for e, duty in duties if duty is None or not done_in_time(duty))


def done_in_time(duty: Obligation) -> bool:
    """True where no extension could change anything any more."""
    return duty.met and duty.state == "按期"
