"""Points of time: when a duty is due, and the moment asked about. Always in Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from duban_cli.rules.wording import UnreadableError, read_moment, shown
from duban_cli.text import halfwidth

#: China's one zone, whatever the machine's.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A point of time as the trade gives it: a day, and a clock time or (None) the end of that day."""

    day: date
    clock: time | None = None

    @property
    def at(self) -> datetime:
        """The instant in Asia/Shanghai; the end of a day is the next midnight."""
        if self.clock is not None:
            return datetime.combine(self.day, self.clock, SHANGHAI)
        if self.day == date.max:
            return datetime.max.replace(tzinfo=SHANGHAI)
        return datetime.combine(self.day + _ONE_DAY, time(), SHANGHAI)

    def iso_at(self) -> str:
        """`2026-03-18T12:00:00+08:00`, the end of a day as `2026-03-18T24:00:00+08:00`."""
        clock = "24:00:00" if self.clock is None else f"{self.clock:%H:%M:%S}"
        return f"{self.day}T{clock}+08:00"

    @property
    def text(self) -> str:
        return f"{self.day}" if self.clock is None else f"{self.day} {self.clock:%H:%M}"

    # Written out, the end of a day behind every clock time of it: nothing is compared more often.
    def __lt__(self, other: Moment) -> bool:
        if self.day != other.day:
            return self.day < other.day
        if self.clock is None:
            return False
        return other.clock is None or self.clock < other.clock

    def __gt__(self, other: Moment) -> bool:
        return other < self

    def __le__(self, other: Moment) -> bool:
        return not other < self

    def __ge__(self, other: Moment) -> bool:
        return not self < other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self.day == other.day and self.clock == other.clock

    def __hash__(self) -> int:
        return hash((self.day, self.clock))


class Due(Moment):
    """When a duty is due."""

    __slots__ = ()


class Now(Moment):
    """The moment asked about; a day alone means its end."""

    __slots__ = ()


def parse_now(text: str) -> Now:
    """`2026-11-20` or `2026-11-20T12:00`.

    Raises UnreadableError.
    """
    written = shown(text)
    moment = read_moment(halfwidth(text), written)
    if moment is None:
        raise UnreadableError(f"“{written}”不是日期", "写作 2026-11-20 或 2026-11-20T12:00")
    return Now(*moment)
