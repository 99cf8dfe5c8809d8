"""义务: one dated duty of a unit, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duban_cli.ledger.records import Entry
from duban_cli.rules.entries import taken_at
from duban_cli.rules.limits import USUAL, Counting, Limit
from duban_cli.rules.moments import Due, Now
from duban_cli.rules.periods import Period
from duban_cli.rules.regime import DUTIES, STAGE, Clause
from duban_cli.rules.states import OPEN, REPORTED
from duban_cli.rules.terms import DueChange, Pauses

DutyState = Literal["未到期", "临期", "逾期", "按期", "逾期完成"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Who owes what by when, on which clause, and what met it."""

    who: str
    what: str
    start: date
    start_event: str
    due: Due
    first_due: Due
    limit_text: str
    counted: bool
    clause: Clause
    state: DutyState
    overdue_workdays: int
    round: int = 0
    period: Period | None = None
    subject: str | None = None
    recorded: bool = False
    assigned: date
    met_by: Entry | None = None
    returned: bool = False
    changes: tuple[DueChange, ...] = ()
    pauses: Pauses = ()
    provisional: bool = False
    due_provisional: bool = False
    """The due day itself was counted by days no notice decides; ``provisional`` also where only the days since were."""
    life: int = 1
    """办理轮次: which 交办 or 重启 of the item it hangs on, from 1."""
    until: date | None = None
    """The day that life was over; the overdue count stands still from there."""
    supporting: bool = False
    """Owed by a 协办单位 itself (反馈单位: 各单位)."""
    limit: Limit | None = None
    """What the due day was counted by; None where a day was given, or a period ends."""
    counting: Counting = USUAL
    limit_clause: Clause | None = None
    """The limit's own basis, where it is not ``clause``."""
    met_on: date | None = None
    """The day the duty counts as met: that of the reply, or of 完成 where the rule goes by it."""
    unreported_as: str | None = None
    """视为未整改: what the matter counts as where nothing comes by the limit."""
    awaits: str | None = None
    """The event the limit is to run from once it is on record (签收); until then it runs from 交办."""

    @property
    def met(self) -> bool:
        """True once an entry met the duty (a returned reply met this round; the next round is a duty anew)."""
        return self.met_by is not None

    @property
    def met_at(self) -> Now | None:
        """The moment the duty counts as met: as the reply arrived, or the day of 完成 where the rule goes by it."""
        if self.met_by is None:
            return None
        taken = Now(*taken_at(self.met_by))
        return taken if self.met_on is None or self.met_on == taken.day else Now(self.met_on)

    @property
    def overdue(self) -> bool:
        """True when the duty is unmet and past due."""
        return self.state == "逾期"

    @property
    def unreported(self) -> str | None:
        """视为未整改: what the matter counts as, nothing having come by the limit."""
        return self.unreported_as if self.state in ("逾期", "逾期完成") else None

    @property
    def reporting(self) -> bool:
        """True for what counts as 反馈 in figures: 反馈, period by period, and each of 另报."""
        return self.what == "反馈" or self.further

    @property
    def further(self) -> bool:
        """True for one of 另报: neither 反馈 nor 办结 nor a 节点."""
        return self.what not in (*DUTIES, STAGE)

    def open_in(self, state: str) -> bool:
        """True when the unit still has to meet the duty in a state of its item: 另报 also once 办结 was reported."""
        return not self.met and (state in OPEN or (self.further and state in REPORTED))

    @property
    def void(self) -> bool:
        """True for an unmet duty that the end of its life overtook before it was due."""
        return not self.met and self.until is not None and self.due.day >= self.until

    @property
    def name(self) -> str:
        """``反馈``, ``反馈（2026年第一季度）``, ``节点1``, ``办结（退回重办第2次）``."""
        if self.subject:
            return f"节点{self.subject}"
        parts = (self.period.name if self.period else "", f"退回重办第{self.round}次" if self.round else "")
        extra = "，".join(part for part in parts if part)
        return f"{self.what}（{extra}）" if extra else self.what
