"""制度: the rules in force for a ledger, as data. Every rule names the clause it rests on.

A regime is a dated stack of documents: a rule binds the items put on the ledger (立项) from the day its
document took effect, and of several rules for one duty the one of the later document wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from duban_cli.rules.limits import Limit
from duban_cli.rules.periods import Rhythm
from duban_cli.rules.scoring import PointRules

if TYPE_CHECKING:
    from duban_cli.ledger.records import Item

LOCAL = "本办约定"
"""The basis of a rule that rests on no document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """文件: one of the documents a regime is made of."""

    code: str
    effective: date
    doc_no: str | None = None
    name: str | None = None
    cited_as: str | None = None
    note: str | None = None

    @property
    def citation(self) -> str:
        """How the document is named in a clause: 文号, else its name with the date."""
        return self.cited_as or self.doc_no or f"{self.name or self.code}（{self.effective.isoformat()}）"


@dataclass(frozen=True, slots=True)
class Clause:
    """依据: a place in a document, or 本办约定."""

    document: Document | None
    article: str = ""

    @property
    def text(self) -> str:
        """``岳政办发〔2007〕3号 二（三）``."""
        if self.document is None:
            return f"{LOCAL} {self.article}".strip()
        name = self.document.citation
        return f"{name}{'' if name.endswith('）') else ' '}{self.article}".strip()

    def in_force(self, day: date) -> bool:
        """True when the document had taken effect on ``day``."""
        return self.document is None or self.document.effective <= day


@dataclass(frozen=True, slots=True)
class Condition:
    """当: every ``field = value`` (values by ``|``) must hold of the item's header."""

    tests: tuple[tuple[str, tuple[str, ...]], ...] = ()
    text: str = ""

    def holds(self, item: Item) -> bool:
        """True when the item meets every test."""
        return all(_header_value(item, key) in values for key, values in self.tests)


CONDITION_KEYS: Mapping[str, str] = {
    "缓急": "urgency", "难度": "difficulty", "公开属性": "openness", "来源.类型": "kind", "来源.层级": "level",
}  # fmt: skip


def _header_value(item: Item, key: str) -> str | None:
    holder = item.origin if key.startswith("来源.") else item
    value = getattr(holder, CONDITION_KEYS[key], None) if holder else None
    return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """反馈 or 办结: within which limit, or in which rhythm, counted from which event."""

    clause: Clause
    limit: Limit | None = None
    rhythm: Rhythm | None = None
    start: str = "交办"
    when: Condition = Condition()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRule:
    """签发: whose signature a unit's reply needs."""

    by: str
    clause: Clause
    when: Condition = Condition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """类别: what the regime says of one kind of matter."""

    name: str
    initiation: str = "批准"
    initiation_clause: Clause | None = None
    paper: str = "督查函"
    duties: Mapping[str, tuple[DutyRule, ...]] = field(default_factory=dict)
    signing: tuple[SignRule, ...] = ()
    aliases: tuple[str, ...] = ()
    clause: Clause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """催办的一级: from how many working days past due, in which ways, by which paper."""

    duty: str
    overdue: int
    ways: tuple[str, ...]
    clause: Clause
    paper: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """灯: ``before`` working days to the due date, or from ``overdue`` working days past it."""

    name: str
    level: int
    clause: Clause
    before: int | None = None
    overdue: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """审批: an act that counts only with an approval, in force on the day of the entry."""

    actions: tuple[str, ...]
    clause: Clause
    stage: str | None = None
    when: Condition = Condition()


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
    when: Condition = Condition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """The whole of the rules of one ledger."""

    name: str
    documents: tuple[Document, ...]
    categories: Mapping[str, Category]
    common: Mapping[str, tuple[DutyRule, ...]]
    stated_limit: tuple[Clause, ...] = ()
    first_period: tuple[int, int, Clause] = (1, 2, Clause(None))
    redo: tuple[DutyRule, ...] = ()
    urged: tuple[DutyRule, ...] = ()
    ladder: tuple[LadderStep, ...] = ()
    lights: tuple[Light, ...] = ()
    approvals: tuple[ApprovalRule, ...] = ()
    procedure: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict)
    scoring: tuple[ScoreRule, ...] = ()
    points: PointRules = field(default_factory=PointRules)
    office: tuple[OfficeRule, ...] = ()

    def category(self, name: str) -> Category | None:
        """The category of that name or alias."""
        found = self.categories.get(name)
        if found:
            return found
        return next((c for c in self.categories.values() if name in c.aliases), None)

    def duty(self, item: Item, what: str, initiated: date, *, rhythm: bool) -> DutyRule | None:
        """The rule for one duty of an item put on the ledger on ``initiated``: its limit, or its rhythm.

        A rule with a condition that holds goes before one without, a category's before the common one,
        a later document's before an earlier one's.
        """
        category = self.category(item.category)
        own = category.duties.get(what, ()) if category else ()
        best: tuple[tuple[bool, bool, date], DutyRule] | None = None
        for ours, rules in ((True, own), (False, self.common.get(what, ()))):
            for rule in rules:
                if (rule.rhythm is not None) != rhythm or not rule.clause.in_force(initiated):
                    continue
                if not rule.when.holds(item):
                    continue
                rank = (bool(rule.when.tests), ours, _dated(rule.clause))
                if best is None or rank >= best[0]:
                    best = (rank, rule)
        return best[1] if best else None

    def steps(self, what: str, initiated: date) -> tuple[LadderStep, ...]:
        """The ladder's steps that hang on a duty, lowest first."""
        steps = [s for s in self.ladder if s.duty == what and s.clause.in_force(initiated)]
        return tuple(sorted(steps, key=lambda s: s.overdue))

    def act_clause(self, action: str, day: date) -> Clause | None:
        """The clause a step of the procedure rests on, as of ``day``."""
        return latest(self.procedure.get(action, ()), day)

    def stated_clause(self, day: date) -> Clause | None:
        """The clause by which a stated limit binds."""
        return latest(self.stated_limit, day)

    def redo_rule(self, day: date) -> DutyRule | None:
        """The limit of a reply returned without a limit of its own."""
        return _last_in_force(self.redo, day)

    def urge_rule(self, day: date) -> DutyRule | None:
        """The limit a 催办通知单 gives."""
        return _last_in_force(self.urged, day)


def _last_in_force(rules: Iterable[DutyRule], day: date) -> DutyRule | None:
    found = [r for r in rules if r.clause.in_force(day)]
    return max(found, key=lambda r: _dated(r.clause)) if found else None


def _dated(clause: Clause) -> date:
    return clause.document.effective if clause.document else date.min


_C = TypeVar("_C", bound=Clause)


def latest(clauses: Iterable[_C], day: date) -> _C | None:
    """Of several clauses, that of the latest document in force on ``day``."""
    found = [c for c in clauses if c.in_force(day)]
    return max(found, key=_dated) if found else None
