"""日办: the papers a batch run makes. All are drafts, but for the kinds the office lets it issue (批处理签发)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from duban_cli.documents import fill
from duban_cli.errors import DataProblem, RuleRefused
from duban_cli.ledger.change import Change
from duban_cli.ledger.reader import facts_digest, read_facts
from duban_cli.ledger.records import Entry, Item
from duban_cli.plans.drafts import note_of_urging
from duban_cli.plans.sheet import Inputs, make_paper
from duban_cli.plans.urge import due_papers, plan_urge
from duban_cli.reports.to_sign import Act, draft_name
from duban_cli.rules.ladder import Rung
from duban_cli.rules.limits import due_of
from duban_cli.rules.moments import Now
from duban_cli.rules.standing import stand

_MADE = (2000, 1, 1, 0, 0, 0)
"""The date of every member of a .docx as duban writes it; Word and WPS put in their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPaper:
    """A paper that is due, without number; ``name`` is its file in drafts/, ``missing`` what is to be filled in,
    ``note`` the small file by which it is signed."""

    kind: str
    unit: str
    items: tuple[str, ...]
    name: str
    content: bytes
    note: bytes
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What the day's run would make: a change that issues, drafts, and why a kind to be issued is not."""

    change: Change | None
    drafts: tuple[DraftPaper, ...]
    refused: str | None = None


def plan_batch(
    inputs: Inputs, *, doubtful: frozenset[str] = frozenset(), waiting: frozenset[Act] = frozenset()
) -> Batch:
    """Every paper the ladder asks for today. ``doubtful``: items whose files have errors; theirs stay drafts.

    ``waiting``: acts for which a clerk's own draft waits to be signed; no second paper is drawn up.
    """
    due = [(item, rung) for item, rung in due_papers(inputs) if _act(item, rung) not in waiting]
    ids = _issued_by_batch(inputs, due, doubtful)
    change, refused = None, None
    if ids:
        try:
            owing = {(item.id, _owing(inputs, item, rung)) for item, rung in due}
            change = plan_urge(inputs, ids, day=inputs.now.day, owing=owing)
        except (RuleRefused, DataProblem) as problem:
            ids, refused = (), problem.message
    rest = [(item, rung) for item, rung in due if item.id not in ids]
    return Batch(change=change, drafts=_drafts(inputs, rest), refused=refused)


def unknown_batch_kinds(inputs: Inputs) -> tuple[str, ...]:
    """Kinds under 批处理签发 that no batch run ever makes: most likely misspelt."""
    made = {s.paper for s in inputs.ledger.regime.ladder}
    return tuple(k for k in inputs.ledger.settings.batch_kinds if k not in made)


def made_by_duban(content: bytes) -> bool:
    """True when a .docx is as duban wrote it, and nobody has saved it since."""
    try:
        with ZipFile(BytesIO(content)) as package:
            return all(member.date_time == _MADE for member in package.infolist())
    except BadZipFile:
        return False


def _act(item: Item, rung: Rung) -> Act:
    return item.id, rung.step.action, rung.duty.who if rung.duty.supporting else None


def _owing(inputs: Inputs, item: Item, rung: Rung) -> str:
    return inputs.book.canonical(rung.chased(inputs.stand(item).item.lead))


def _issued_by_batch(
    inputs: Inputs, due: Sequence[tuple[Item, Rung]], doubtful: frozenset[str]
) -> tuple[str, ...]:
    """Items whose every paper due may be issued without a person; 须签发 goes before 批处理签发."""
    settings = inputs.ledger.settings
    allowed = set(settings.batch_kinds) - set(settings.draft_kinds)
    barred = {item.id for item, rung in due if rung.step.paper not in allowed} | doubtful
    return tuple(dict.fromkeys(item.id for item, _ in due if item.id not in barred))


def _drafts(inputs: Inputs, due: Sequence[tuple[Item, Rung]]) -> tuple[DraftPaper, ...]:
    """One paper for each unit and kind, by the order of units.yaml."""
    groups: dict[tuple[str, str], list[tuple[Item, Rung]]] = {}
    for item, rung in due:
        unit = _owing(inputs, item, rung)
        groups.setdefault((unit, rung.step.paper or ""), []).append((item, rung))
    ordered = sorted(groups.items(), key=lambda g: (inputs.ledger.units.order(g[0][0]), g[0][1]))
    return tuple(_draft(inputs, lead, kind, urged) for (lead, kind), urged in inputs.watch(ordered, "备稿"))


def _draft(inputs: Inputs, lead: str, kind: str, urged: Sequence[tuple[Item, Rung]]) -> DraftPaper:
    day = inputs.now.day
    answer_by = _answer_by(inputs, day)
    entries: dict[str, list[Entry]] = {}
    for item, rung in urged:
        period = rung.duty.period.name if rung.duty.period else None
        entry = Entry(
            day=day, action="催办", method=rung.way, about=rung.duty.what, period=period, due=answer_by,
            unit=rung.duty.who if rung.duty.supporting else None,
        )  # fmt: skip
        entries.setdefault(item.id, []).append(entry)
    items = {item.id: item for item, _ in urged}
    # The item as it would stand with the notice sent: what the paper says of it.
    said = [
        (stand(replace(item, entries=(*item.entries, *entries[i])), inputs.book, Now(day)), entry)
        for i, item in items.items()
        for entry in entries[i]
    ]
    context = fill.urging(inputs.ledger.settings, inputs.book, said)
    facts = facts_digest([read_facts(inputs.read(i.path) or b"") for i in items.values()])
    made = make_paper(inputs, kind, context, facts)
    name = draft_name(kind, lead)
    return DraftPaper(
        kind=kind, unit=lead, items=tuple(items), name=name, content=made.content, missing=made.missing,
        note=note_of_urging(
            name.removesuffix(".docx"), kind, lead,
            [(i, entry.unit) for i in items for entry in entries[i]], day,
        ),
    )  # fmt: skip


def _answer_by(inputs: Inputs, day: date) -> date | None:
    rule = inputs.ledger.regime.urge_rule(day)
    due = due_of(rule.limit, day, None, inputs.book.calendar) if rule and rule.limit else None
    return due.day if due else None
