"""公示期: since when a matter is shown to the public, which days that takes, and whether they are over.

How many days, and whether the first counts, is the regime's to say (销号: 步 公示), or the entry's own 限期.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duban_cli.rules.closing import PUBLICATION

if TYPE_CHECKING:
    from duban_cli.rules.regime import Clause
    from duban_cli.rules.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity:
    """公示 begun on ``day``. ``first`` to ``last`` are its days, both included; None where no end is set.

    ``days`` counts them as calendar days; ``limit`` is the regime's own word for them (7日), where it set them.
    """

    day: date
    first: date | None = None
    last: date | None = None
    over: bool = False
    limit: str | None = None
    clause: Clause | None = None

    @property
    def days(self) -> int | None:
        """How many days it takes, the first and the last among them."""
        return (self.last - self.first).days + 1 if self.first and self.last else None

    def day_number(self, today: date) -> int | None:
        """Which of its days ``today`` is, from 1; None outside of them."""
        if self.first is None or self.last is None or not self.first <= today <= self.last:
            return None
        return (today - self.first).days + 1


def publicity(standing: Standing) -> Publicity | None:
    """The last 公示 of a matter: the step before 销号 where that is on record, else what was shown before."""
    today = standing.now.day
    step = next((c for c in standing.closing if c.step.step == PUBLICATION and c.entry is not None), None)
    if step is not None and step.entry is not None and step.ends is not None:
        rule, day = step.step, step.entry.day
        own = step.entry.due is not None
        first = day if rule.first_day or own else day + timedelta(days=1)
        limit = rule.limit.text if rule.limit is not None and not own else None
        return Publicity(
            day=day, first=first, last=step.ends, over=step.ends < today, limit=limit, clause=rule.clause
        )
    entry = next((e for e in reversed(standing.course.entries) if e.action == PUBLICATION), None)
    if entry is None:
        return None
    if entry.due is None or entry.due < entry.day:
        return Publicity(day=entry.day)
    return Publicity(day=entry.day, first=entry.day, last=entry.due, over=entry.due < today)
