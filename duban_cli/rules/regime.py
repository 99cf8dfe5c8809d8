"""制度: the rules in force for a ledger, as data. Every rule names the clause it rests on.

A regime is a dated stack of documents: a rule binds the items put on the ledger (立项) from the day its
document took effect, and of several rules for one duty the one of the later document wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.rules.clauses import (
    CONDITION_KEYS,
    HAS,
    HAS_NOT,
    LOCAL,
    Clause,
    Condition,
    Document,
    dated,
    latest,
)
from duban_cli.rules.required import RequiredRule
from duban_cli.rules.rule_kinds import (
    DUTIES,
    STAGE,
    ApprovalRule,
    Category,
    ClosingStep,
    DutyRule,
    KeepRule,
    LadderStep,
    Light,
    OfficeRule,
    ScoreRule,
    SignRule,
    Trigger,
    TriggerKind,
)
from duban_cli.rules.scoring import PointRules

if TYPE_CHECKING:
    from duban_cli.ledger.records import Item

__all__ = [
    "CONDITION_KEYS",
    "DUTIES",
    "HAS",
    "HAS_NOT",
    "LOCAL",
    "STAGE",
    "ApprovalRule",
    "Category",
    "Clause",
    "ClosingStep",
    "Condition",
    "Document",
    "DutyRule",
    "KeepRule",
    "LadderStep",
    "Light",
    "OfficeRule",
    "Regime",
    "ScoreRule",
    "SignRule",
    "Trigger",
    "TriggerKind",
    "latest",
]


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
    closing: tuple[ClosingStep, ...] = ()
    archive: tuple[KeepRule, ...] = ()
    ladder: tuple[LadderStep, ...] = ()
    lights: tuple[Light, ...] = ()
    approvals: tuple[ApprovalRule, ...] = ()
    required: tuple[RequiredRule, ...] = ()
    procedure: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict)
    scoring: tuple[ScoreRule, ...] = ()
    points: PointRules = field(default_factory=PointRules)
    office: tuple[OfficeRule, ...] = ()
    near: int | None = field(init=False, compare=False, default=None)
    """From how many working days before due a duty is 临期: the earliest any light warns."""

    has_further: bool = field(init=False, compare=False, default=False)
    """True where any 另报 is asked for."""

    def __post_init__(self) -> None:
        warned = max((x.before for x in self.lights if x.before is not None), default=None)
        object.__setattr__(self, "near", warned)
        known = (self.common, *(c.duties for c in self.categories.values()))
        object.__setattr__(self, "has_further", any(name not in DUTIES for names in known for name in names))

    def category(self, name: str) -> Category | None:
        """The category of that name or alias."""
        found = self.categories.get(name)
        if found:
            return found
        return next((c for c in self.categories.values() if name in c.aliases), None)

    def further(self, category: str) -> tuple[str, ...]:
        """另报: the names of the duties a category has beside 反馈 and 办结, those of 通用 among them."""
        if not self.has_further:
            return ()
        own = self.category(category)
        names = dict.fromkeys((*(own.duties if own else ()), *self.common))
        return tuple(name for name in names if name not in DUTIES)

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
                rank = (bool(rule.when.tests), ours, dated(rule.clause))
                if best is None or rank >= best[0]:
                    best = (rank, rule)
        return best[1] if best else None

    def steps(self, what: str, initiated: date, item: Item) -> tuple[LadderStep, ...]:
        """The ladder's steps that hang on a duty of an item, lowest first; one after a 催办限期 stays behind its own."""
        steps: list[tuple[int, LadderStep]] = []
        for step in self.ladder:
            if step.duty == what and step.clause.in_force(initiated) and step.when.holds(item):
                steps.append((steps[-1][0] if step.follows and steps else step.overdue, step))
        return tuple(step for _, step in sorted(steps, key=lambda s: s[0]))

    def closing_steps(self, category: str, initiated: date) -> tuple[ClosingStep, ...]:
        """What must come before 销号: the category's own steps in force, else those of 通用."""
        own = self.category(category)
        for steps in (own.closing if own else (), self.closing):
            found: dict[str, ClosingStep] = {}
            for step in steps:
                known = found.get(step.step)
                if step.clause.in_force(initiated) and (
                    known is None or dated(step.clause) >= dated(known.clause)
                ):
                    found[step.step] = step
            if found:
                return tuple(found.values())
        return ()

    def keep_rule(self, category: str, day: date) -> KeepRule | None:
        """How long the papers of a category are kept, by the documents in force on ``day``; 通用 where it says nothing."""
        own = self.category(category)
        for rules in (own.archive if own else (), self.archive):
            found = [r for r in rules if r.clause.in_force(day)]
            if found:
                return max(found, key=lambda r: dated(r.clause))
        return None

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
    return max(found, key=lambda r: dated(r.clause)) if found else None
