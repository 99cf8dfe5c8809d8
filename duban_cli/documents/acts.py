"""动作 → 文书 → builder: one table of which act is issued with which paper, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from duban_cli.documents import fill, fill_archive, fill_assign, fill_decide, fill_rectify
from duban_cli.documents.fields import Fields
from duban_cli.errors import NotFound
from duban_cli.ledger.records import Entry
from duban_cli.ledger.register import Paper
from duban_cli.ledger.settings import Settings
from duban_cli.ledger.vocabulary import NOTICE
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.regime import Category, Regime
from duban_cli.rules.standing import Standing

Acted: TypeAlias = Sequence[tuple[Standing, Entry]]
"""The items of one act as they stand at the end of its day, each with its entry."""
Builder: TypeAlias = Callable[[Settings, Rulebook, Acted, Sequence[Paper]], Fields]
_OfMany: TypeAlias = Callable[[Settings, Rulebook, Sequence[Standing], Entry], Fields]
_OfOne: TypeAlias = Callable[[Settings, Rulebook, Standing, Entry], Fields]


def _of_many(build: _OfMany) -> Builder:
    """A paper about several items handed out together."""
    return lambda settings, book, acted, _: build(settings, book, [s for s, _ in acted], acted[0][1])


def _of_one(build: _OfOne) -> Builder:
    """A paper about one item."""
    return lambda settings, book, acted, _: build(settings, book, *acted[0])


def _volume(settings: Settings, book: Rulebook, acted: Acted, papers: Sequence[Paper]) -> Fields:
    standing, entry = acted[0]
    category = book.regime.category(standing.item.category)
    return fill_archive.volume(
        settings, standing, entry, papers, lambda one: kind_of_act(one, category, book.regime)
    )


@dataclass(frozen=True, slots=True)
class ActPaper:
    """A kind of paper an act is issued with; ``detail`` is the 环节, 结果 or 方式 that calls for it."""

    action: str
    kind: str
    build: Builder
    details: tuple[str, ...] = ()

    def fits(self, entry: Entry) -> bool:
        """True for an entry of this act."""
        if entry.action != self.action:
            return False
        return not self.details or bool({entry.stage, entry.result, entry.method} & set(self.details))


ACT_PAPERS: Mapping[str, ActPaper] = MappingProxyType(
    {
        one.kind: one
        for one in (
            ActPaper("交办", "督查函", _of_many(fill.assignment)),
            ActPaper("交办", "交办通知单", _of_many(fill_assign.order)),
            ActPaper("交办", "督查通知", _of_many(fill_assign.inspection)),
            ActPaper("交办", "限期整改督办单", _of_many(fill_rectify.rectification)),
            ActPaper("督办提示", "督办单", _of_one(fill_assign.warning)),
            ActPaper("催办", "催办通知单", lambda s, b, acted, _: fill.urging(s, b, acted), (NOTICE,)),
            ActPaper("延期", "延期批复", _of_one(fill_decide.extension_reply), ("批准", "不批")),
            ActPaper("审核", "退回重办通知", _of_one(fill.returning), ("退回",)),
            ActPaper("约谈", "约谈通知", _of_one(fill_decide.summons)),
            ActPaper("问责建议", "问责建议", _of_one(fill_decide.referral)),
            ActPaper("结论", "督查结论", _of_one(fill_decide.conclusion)),
            ActPaper("复核", "复核决定", _of_one(fill_decide.review_decision), ("决定",)),
            ActPaper("销号", "销号单", _of_one(fill.closing)),
            ActPaper("归档", fill_archive.KIND, _volume),
        )
    }
)
"""By kind of paper. Of several kinds for one act, the entry or the category says which."""


def kind_of_act(entry: Entry, category: Category | None, regime: Regime) -> str | None:
    """The kind of paper an entry is issued with, None where it has none."""
    if entry.action == "交办":
        return entry.paper or (category.paper if category else None)
    if entry.action == "催办":
        return next((s.paper for s in regime.ladder if entry.method in s.ways and s.paper), None)
    return next((one.kind for one in ACT_PAPERS.values() if one.fits(entry)), None)


def context_of_act(
    kind: str, settings: Settings, book: Rulebook, acted: Acted, papers: Sequence[Paper] = ()
) -> Fields:
    """What the paper of one act says. ``papers``: the register, for the kinds that list issued papers.

    Raises NotFound: no act is issued with such a paper.
    """
    if kind not in ACT_PAPERS:
        raise NotFound(f"没有随办理出“{kind}”这种文书的动作", f"可用的文书：{'、'.join(ACT_PAPERS)}")
    return ACT_PAPERS[kind].build(settings, book, acted, papers)
