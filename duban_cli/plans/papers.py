"""文书: which entry made which paper, and a paper of an item made again from the facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from duban_cli.documents.acts import context_of_act, kind_of_act
from duban_cli.documents.context import Closing, Sent
from duban_cli.documents.context_lists import Volume
from duban_cli.documents.fields import Fields
from duban_cli.errors import DataProblem, NotFound
from duban_cli.ledger.change import digest
from duban_cli.ledger.reader import facts_digest, read_facts
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.register import Paper
from duban_cli.plans.sheet import Inputs, MadePaper, make_paper
from duban_cli.rules.moments import Now
from duban_cli.rules.standing import Standing, stand
from duban_cli.text import nearest

if TYPE_CHECKING:
    from duban_cli.documents.render import Draft


def paper_kind(inputs: Inputs, item: Item, entry: Entry) -> str | None:
    """The kind of paper an entry is issued with, None where it has none."""
    return kind_of_act(entry, inputs.ledger.regime.category(item.category), inputs.ledger.regime)


def context_of(inputs: Inputs, kind: str, acted: Sequence[tuple[Item, Entry]]) -> Fields:
    """What the paper of one act says: the items as they stand at the end of that day, the act on each."""
    day = acted[0][1].day
    standings = [_matched(stand(item, inputs.book, Now(day)), entry) for item, entry in acted]
    return context_of_act(kind, inputs.ledger.settings, inputs.book, standings, inputs.ledger.papers)


def addressees_of(inputs: Inputs, context: Fields, lead: str) -> list[str]:
    """To whom a paper goes: whom it names, else the lead unit; one kept in the office goes to nobody."""
    if isinstance(context, Sent):
        return [str(context.addressee)]
    return [] if isinstance(context, Closing | Volume) else [inputs.book.canonical(lead)]


def _matched(standing: Standing, entry: Entry) -> tuple[Standing, Entry]:
    """The entry as the standing has it (set right by 更正), by its line in the file."""
    return standing, next((e for e in standing.course.entries if e.line == entry.line), entry)


def issued(inputs: Inputs, item_id: str, kind: str | None = None) -> list[Paper]:
    """The registered papers of an item, oldest first."""
    papers = [p for p in inputs.ledger.papers if item_id in p.items and (kind is None or p.kind == kind)]
    return sorted(papers, key=lambda p: (p.day, p.kind, p.number))


def issued_content(inputs: Inputs, paper: Paper) -> bytes:
    """The bytes of an issued paper. Raises DataProblem when they are not those that were registered."""
    path = paper.file_path
    data = inputs.read(path)
    if data is None:
        raise DataProblem(
            f"已发出的{paper.kind}（{paper.doc_no}）文件不见了：{path}", f"用 git checkout -- {path} 恢复"
        )
    if digest(data) != paper.sha256:
        raise DataProblem(f"{path} 与发出时不同，被改动过", f"用 git checkout -- {path} 恢复发出时的文件")
    return data


def plan_paper(inputs: Inputs, item_id: str, kind: str) -> tuple[MadePaper, str | None]:
    """A paper of an item made from the facts as they are now, and its 文号: for a look, or where it is missing.

    Raises NotFound when no act of the item calls for such a paper.
    """
    context, facts, doc_no = _drawn(inputs, item_id, kind)
    return make_paper(inputs, kind, context, facts), doc_no


def preview_paper(inputs: Inputs, item_id: str, kind: str) -> Draft:
    """The same as text, by the template as it is now. Raises as ``plan_paper``."""
    from duban_cli.documents.render import render_text  # noqa: PLC0415 - heavy, only for papers

    context, _, _ = _drawn(inputs, item_id, kind)
    return render_text(kind, context, inputs.templates)


def _drawn(inputs: Inputs, item_id: str, kind: str) -> tuple[Fields, str, str | None]:
    """What the paper says, the digest of the facts behind it, and its 文号. Raises as ``plan_paper``."""
    item = inputs.ledger.item(item_id)
    entries = [e for e in inputs.stand(item).course.entries if paper_kind(inputs, item, e) == kind]
    if not entries:
        have = sorted({k for e in item.entries if (k := paper_kind(inputs, item, e))})
        near = None if kind in inputs.ledger.settings.number_forms else nearest(kind, have)
        can = f"可出的有：{'、'.join(have)}" if have else "先交办，才有文书"
        raise NotFound(
            f"事项 {item_id} 没有可出“{kind}”的办理记录", f"是否指“{near}”；{can}" if near else can
        )
    entry = entries[-1]
    acted = [(item, entry)]
    if entry.doc_no:
        # A paper about several items names them all.
        acted = [
            (other, e)
            for other in inputs.ledger.items.values()
            for e in other.entries
            if e.doc_no == entry.doc_no and e.day == entry.day and e.action == entry.action
        ] or acted
    facts = [read_facts(inputs.read(i.path) or b"") for i in {i.id: i for i, _ in acted}.values()]
    return context_of(inputs, kind, acted), facts_digest(facts), entry.doc_no
