"""The paper of an act: numbered and registered, or, where a leader signs first, drawn up without number and approver."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from duban_cli.documents.acts import context_of_act, kind_of_act
from duban_cli.documents.fields import Blank, Fields
from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.numbering import DocNumber
from duban_cli.ledger.reader import facts_digest, read_facts
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.writer import Facts
from duban_cli.plans.papers import addressees_of
from duban_cli.plans.sheet import Inputs, MadePaper, Sheet, make_paper
from duban_cli.rules.limits import Limit
from duban_cli.rules.moments import Now
from duban_cli.rules.standing import Standing, stand

UNSIGNED = "（待签发）"
"""Stands for the approver while an act is tried against the rules; it gets onto no paper and into no file."""
GIVEN_WHEN_SIGNED = ("日期", "文号", "批准")
LIMIT_ASKED = "时限"
_COUNTED_WHEN_SIGNED: Mapping[str, tuple[str, ...]] = {
    "交办": ("时间", "文书", "限期", "反馈限期"), "审核": ("限期",), "催办": ("针对", "期", "限期"), "销号": ("摘要",),
}  # fmt: skip
"""Keys the plan of an act works out for the day of the paper."""
LIMITED = ("交办", "审核", "催办")
"""动作 of which a draft keeps the limit as the clerk gave it (时限), to be counted from the day of the paper."""
Acted = Sequence[tuple[str, Entry]]
"""Items by id, each with its entry of the act."""


class ActSheet(Sheet):
    """A sheet for acts that are issued with a paper."""

    def numbers(self, kind: str) -> bool:
        """True when the ledger numbers papers of this kind; of another the act alone is recorded."""
        return kind in self.ledger.settings.number_forms

    def issue_act(
        self, number: DocNumber, acted: Acted, *, day: date, signed_by: str | None = None,
        limit: Limit | None = None,  # noqa: ARG002 - a draft keeps it, an issued paper has its date
    ) -> None:  # fmt: skip
        """The one paper of an act on these items. ``limit``: the limit the clerk gave for it. Raises as ``issue``."""
        said = [self.acted_on(i, entry, day) for i, entry in acted]
        context = self.context(number.kind, said)
        addressees = addressees_of(self.inputs, context, said[0][1].unit or said[0][0].item.lead)
        items = list({i: self.ledger.items[i] for i, _ in acted}.values())
        self.issue(number, context, day=day, items=items, addressees=addressees, signed_by=signed_by)

    def acted_on(self, item_id: str, entry: Entry, day: date) -> tuple[Standing, Entry]:
        """The item as it stands at the end of ``day``, with the entry as the standing has it (set right by 更正)."""
        standing = stand(self.ledger.items[item_id], self.inputs.book, Now(day))
        return standing, next((e for e in standing.course.entries if e.line == entry.line), entry)

    def context(self, kind: str, said: Sequence[tuple[Standing, Entry]]) -> Fields:
        """What the paper says. Raises RuleRefused: the act calls for another kind of paper."""
        regime = self.ledger.regime
        standing, entry = said[0]
        if kind_of_act(entry, regime.category(standing.item.category), regime) != kind:
            raise RuleRefused(f"“{entry.action}”不出“{kind}”", "这份送审稿的说明被改过，重新做一份")
        return context_of_act(kind, self.ledger.settings, self.inputs.book, said, self.ledger.papers)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRecord:
    """An entry to be recorded on an item when the paper is signed, without 日期, 文号 and 批准."""

    item: str
    facts: Mapping[str, Facts]

    @property
    def action(self) -> str:
        return str(self.facts["动作"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDraft:
    """A paper not yet signed, and what is to be recorded with it."""

    kind: str
    made: MadePaper
    records: tuple[ToRecord, ...]
    unit: str
    title: str


class DraftSheet(ActSheet):
    """A sheet on which papers of ``kinds`` are drawn up for signature; nothing of it is written."""

    def __init__(self, inputs: Inputs, kinds: Collection[str]) -> None:
        super().__init__(inputs)
        self.kinds = frozenset(kinds)
        self.drafts: list[ActDraft] = []
        self._written: dict[tuple[str, int], Mapping[str, Facts]] = {}

    def numbers(self, kind: str) -> bool:
        return kind in self.kinds or super().numbers(kind)

    def number(self, kind: str, day: date, given: str | None = None) -> DocNumber:
        """No number yet; of the kinds that are issued at once, the real one. Raises WrongUse for one given now."""
        if kind not in self.kinds:
            return super().number(kind, day, given)
        if given:
            raise WrongUse(
                f"{kind}须先签发，送审稿不编文号", "去掉 --doc-no；签发时再写：duban issue 稿名 --doc-no 文号"
            )
        return DocNumber(kind, day.year, 0, "")

    def add(self, item_id: str, facts: Mapping[str, Facts]) -> Item:
        item = super().add(item_id, facts)
        self._written[item_id, item.entries[-1].line] = facts
        return item

    def issue_act(
        self, number: DocNumber, acted: Acted, *, day: date,
        signed_by: str | None = None,  # noqa: ARG002 - nobody has signed yet
        limit: Limit | None = None,
    ) -> None:  # fmt: skip
        """The paper as it goes up to be signed; one of another kind is not drawn up."""
        if number.kind not in self.kinds:
            return
        # The approver is wanted on the paper, and not known: 【待填：批准人】.
        unknown = cast("str", Blank("批准人"))
        said = [
            (standing, replace(entry, approved_by=unknown, doc_no=None))
            for standing, entry in (self.acted_on(i, e, day) for i, e in acted)
        ]
        context = self.context(number.kind, said)
        ids = dict.fromkeys(i for i, _ in acted)
        facts = facts_digest([read_facts(self.inputs.read(self.ledger.items[i].path) or b"") for i in ids])
        made = make_paper(self.inputs, number.kind, context, facts)
        first, entry = said[0]
        self.drafts.append(
            ActDraft(
                kind=number.kind,
                made=made,
                records=self._records(acted, limit),
                unit=entry.unit or self.inputs.book.canonical(first.item.lead),
                title=first.item.title,
            )
        )

    def _records(self, acted: Acted, limit: Limit | None) -> tuple[ToRecord, ...]:
        """Each entry without what is known or counted only when it is signed; of two alike, one."""
        out: list[ToRecord] = []
        for item_id, entry in acted:
            written = self._written[item_id, entry.line]
            left = {*GIVEN_WHEN_SIGNED, *_COUNTED_WHEN_SIGNED.get(entry.action, ())}
            facts = {k: v for k, v in written.items() if k not in left}
            if limit is not None:
                facts[LIMIT_ASKED] = limit.text
            record = ToRecord(item=item_id, facts=facts)
            if record not in out:
                out.append(record)
        return tuple(out)
