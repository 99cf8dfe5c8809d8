"""The rules of a regime, kind by kind, as values: what each says and the clause it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from duban_cli.rules.clauses import ALWAYS, Clause, Condition
from duban_cli.rules.limits import USUAL, Counting, Limit
from duban_cli.rules.periods import Rhythm

DUTIES = ("反馈", "办结")
"""The duties every matter has; 另报 adds those the regime names itself."""
STAGE = "节点"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """反馈, 办结 or one of 另报: within which limit, or in which rhythm, counted from which event, and how.

    ``by`` (按): met when the reply is received (收到), or on the day it says the work was done (完成).
    ``unreported`` (未报): what a matter counts as when nothing came by the limit. ``limit_clause``: the limit's own
    basis where it is not ``clause``.
    """

    clause: Clause
    limit: Limit | None = None
    rhythm: Rhythm | None = None
    start: str = "交办"
    counting: Counting = USUAL
    by: str = "收到"
    unreported: str | None = None
    limit_clause: Clause | None = None
    when: Condition = ALWAYS
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRule:
    """签发: whose signature a unit's reply needs."""

    by: str
    clause: Clause
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRule:
    """归档: how long the papers are kept."""

    keeping: str
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """类别: what the regime says of one kind of matter. ``duties``: the rules by 反馈, 办结 and each name of 另报."""

    name: str
    initiation: str = "批准"
    initiation_clause: Clause | None = None
    paper: str = "督查函"
    duties: Mapping[str, tuple[DutyRule, ...]] = field(default_factory=dict)
    signing: tuple[SignRule, ...] = ()
    closing: tuple[ClosingStep, ...] = ()
    archive: tuple[KeepRule, ...] = ()
    aliases: tuple[str, ...] = ()
    clause: Clause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """催办的一级: from how many working days past due, in which ways, by which paper.

    ``since`` (自): past the duty's own due day (到期), or past the 限期 the step before gave (催办限期).
    ``action``: the 动作 whose entry takes the step. ``optional`` (酌情): may be taken, never must.
    ``limit_clause``: the basis of the number of days where it is not ``clause``.
    """

    duty: str
    overdue: int
    clause: Clause
    ways: tuple[str, ...] = ()
    paper: str | None = None
    since: str = "到期"
    action: str = "催办"
    optional: bool = False
    limit_clause: Clause | None = None
    when: Condition = ALWAYS

    @property
    def follows(self) -> bool:
        """True for a step that waits for the 限期 given by the one before."""
        return self.since == "催办限期"

    @property
    def reached_text(self) -> str:
        """``满7个工作日``, ``催办限期满1个工作日``."""
        return f"{self.since if self.follows else ''}满{self.overdue}个工作日"


TriggerKind = Literal["未到期", "到期前", "逾期", "进度落后", "催办", "逾期后办结"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a light comes on. ``n``: working days (到期前, 逾期), percentage points (进度落后), the step (催办).

    进度落后 without ``n``: a 节点 past its day. ``more``: only by more points than ``n``.
    """

    kind: TriggerKind
    n: int | None = None
    more: bool = False

    @property
    def text(self) -> str:
        """As the regime's file writes it: ``到期前3个工作日``."""
        if self.n is None or (self.kind == "逾期" and not self.n):
            return self.kind
        match self.kind:
            case "进度落后":
                return f"进度落后{'超过' if self.more else ''}{self.n}个点"
            case "催办":
                return f"催办第{self.n}级"
            case _:
                return f"{self.kind}{self.n}个工作日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """灯: comes on by any of its triggers; the higher ``level``, the worse."""

    name: str
    level: int
    clause: Clause
    triggers: tuple[Trigger, ...]

    @property
    def before(self) -> int | None:
        """From how many working days before due it is on, None where it does not warn."""
        return max((t.n for t in self.triggers if t.kind == "到期前" and t.n is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingStep:
    """销号前的一步: what must be on record after the accepted reply before an item is struck off.

    公示 lasts ``limit``, from its own day where ``first_day``; any other step is to be taken within it.
    """

    step: str
    clause: Clause
    limit: Limit | None = None
    first_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """审批: an act that counts only with an approval, in force on the day of the entry."""

    actions: tuple[str, ...]
    clause: Clause
    stage: str | None = None
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRule:
    """考核: so many entries of one 动作 within a year lead to a conclusion."""

    action: str
    at_least: int
    conclusion: str
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRule:
    """办公室: what the office itself owes, for each item from one of its entries on, or once in each period.

    An item's: ``limit`` from ``start`` (自). A period's: recorded in office/年.yaml as ``action``, its content
    holding ``word``; due at the period's end, or within ``limit`` from its ``edge`` (起: 期初 or 期末).
    ``limit_clause``: the limit's own basis where it is not ``clause``.
    """

    what: str
    clause: Clause
    limit: Limit | None = None
    limit_clause: Clause | None = None
    start: str | None = None
    rhythm: Rhythm | None = None
    edge: str = "期末"
    action: str | None = None
    word: str | None = None
    when: Condition = ALWAYS
