"""须写: what must be on record by the time of an act, beyond what every item must have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duban_cli.ledger.records import Entry
    from duban_cli.rules.course import Course
    from duban_cli.rules.regime import Clause, Condition, Regime

ACTS = ("立项", "交办", "签收", "公示", "销号")
"""到: the 动作 by which it must be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredRule:
    """One rule: these header keys (``fields``), or an 附件 of the act that names ``attachment``.

    ``attrs``: the header's attributes, in the order of ``fields``.
    """

    by: str
    clause: Clause
    fields: tuple[str, ...] = ()
    attrs: tuple[str, ...] = ()
    attachment: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing, and the entry of the act that should not have come before it."""

    rule: RequiredRule
    entry: Entry
    what: str

    @property
    def attached(self) -> bool:
        """True for an 附件, False for header keys."""
        return self.what == _named(self.rule)


def _named(rule: RequiredRule) -> str:
    return f"附件“{rule.attachment}”"


def lacking(course: Course, regime: Regime) -> Iterator[Lacking]:
    """What the item lacks by the rules in force on the day of each act, the header as changed by then counting.

    The first act of a kind is the one that counts.
    """
    for rule in regime.required:
        entry = next((e for e in course.entries if e.action == rule.by), None)
        if entry is not None:
            yield from (Lacking(rule, entry, what) for what in _missing(rule, course, entry))


def lacking_for(course: Course, regime: Regime, act: Entry) -> Iterator[Lacking]:
    """What the rules want by ``act``, were it recorded next and the first of its kind."""
    if any(e.action == act.action for e in course.entries):
        return
    for rule in regime.required:
        if rule.by == act.action:
            yield from (Lacking(rule, act, what) for what in _missing(rule, course, act))


def _missing(rule: RequiredRule, course: Course, entry: Entry) -> Iterator[str]:
    """What ``entry`` should not have come before: header keys together, then the 附件."""
    if not rule.clause.in_force(entry.day) or (rule.when is not None and not rule.when.holds(course.item)):
        return
    entries = (*course.entries, entry)
    missing = [
        key for key, attr in zip(rule.fields, rule.attrs, strict=True) if _empty(course, entries, attr)
    ]
    if missing:
        yield "、".join(missing)
    if rule.attachment is not None and not any(rule.attachment in a for a in entry.attachments):
        yield _named(rule)


def _empty(course: Course, entries: Sequence[Entry], attr: str) -> bool:
    if attr == "limit" and any(e.action == "交办" and (e.limit or e.due) for e in entries):
        return False  # given with 交办, or printed on its paper
    value: Any = getattr(course.item, attr)
    return value is None or value in ("", ())
