"""A finished ledger taken apart again: every act in its order, as the change that recorded it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from duban_cli.ledger.change import Change
from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.numbering import given_doc_number
from duban_cli.ledger.office_file import EVENTS_KEY
from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.store import Ledger
from duban_cli.plans.bulletin import KIND, Named, plan_bulletin
from duban_cli.plans.papers import addressees_of, context_of, paper_kind
from duban_cli.plans.sheet import Inputs, Sheet
from duban_cli.reports.figures import figures
from duban_cli.rules.moments import SHANGHAI

_FIRST_HOUR = time(9, 0)
_PACE = timedelta(minutes=7)


@dataclass(frozen=True, slots=True)
class Act:
    """What was recorded together: the same act on one or several items, or one event of the office."""

    day: date
    clock: time | None
    parts: tuple[tuple[str, dict[str, Any]], ...]
    event: dict[str, Any] | None = None


def acts_of(example: Ledger, read: Callable[[str], bytes | None]) -> list[Act]:
    """Every act recorded in a ledger, in the order of its days; entries of one 文号 and day are one act."""
    found: list[tuple[tuple[date, time, int, str], Act]] = []
    shared: dict[tuple[date, str], int] = {}
    for item in example.items.values():
        facts = (read_facts(read(item.path) or b"") or {}).get(HISTORY_KEY) or []
        if not facts:
            # Put down and waiting for its approval: there is no day but that of where it comes from.
            day = item.origin.day if item.origin and item.origin.day else date(int(item.id[:4]), 1, 1)
            found.append(((day, time.max, 0, item.id), Act(day, None, ((item.id, {}),))))
        for place, (entry, fact) in enumerate(zip(item.entries, facts, strict=True)):
            key = (entry.day, entry.doc_no or "")
            if entry.doc_no and key in shared:
                at = shared[key]
                old = found[at][1]
                found[at] = (found[at][0], replace(old, parts=(*old.parts, (item.id, fact))))
                continue
            if entry.doc_no:
                shared[key] = len(found)
            order = (entry.day, entry.clock or time.max, place, item.id)
            found.append((order, Act(entry.day, entry.clock, ((item.id, fact),))))
    for year in sorted({e.day.year for e in example.office}):
        for fact in (read_facts(read(f"office/{year}.yaml") or b"") or {}).get(EVENTS_KEY) or []:
            day = date.fromisoformat(fact["日期"])
            # The office's own paper comes last on its day: it tells of everything before.
            found.append(((day, time.max, 10_000, ""), Act(day, None, (), fact)))
    return [act for _, act in sorted(found, key=lambda x: x[0])]


def moments(acts: Sequence[Act]) -> Iterator[datetime]:
    """When each act was recorded: at its clock time where it has one, else one after another from nine."""
    last: datetime | None = None
    for act in acts:
        at = datetime.combine(act.day, act.clock or _FIRST_HOUR, SHANGHAI)
        if last is not None and at <= last:
            at = last + _PACE if last.date() == act.day and (last + _PACE).date() == act.day else last
        last = at
        yield at


def plan_act(inputs: Inputs, act: Act, headers: dict[str, dict[str, Any]]) -> tuple[Change, Ledger | None]:
    """The change that records one act, with its paper, and the ledger after it (None: read it again).

    ``headers`` holds the items not begun yet; the first act on an item takes its header out.
    """
    if act.event is not None:
        return _plan_event(inputs, act)
    sheet = Sheet(inputs)
    if not any(fact for _, fact in act.parts):
        made = [sheet.new_item(item_id, headers.pop(item_id), []) for item_id, _ in act.parts]
        return sheet.change(f"{made[0].id} 登记：{made[0].title}"), sheet.ledger
    acted: list[tuple[Item, Entry]] = []
    for item_id, fact in act.parts:
        if item_id in headers:
            item = sheet.new_item(item_id, headers.pop(item_id), [fact])
        elif fact["动作"] == "销号":
            item = sheet.close(item_id, {k: v for k, v in fact.items() if k != "摘要"})
        else:
            item = sheet.add(item_id, fact)
        acted.append((item, item.entries[-1]))
    first, entry = acted[0]
    lead = inputs.stand(first).item.lead
    kind = paper_kind(inputs, first, entry)
    if kind and kind in sheet.ledger.settings.number_forms and entry.doc_no:
        number = given_doc_number(sheet.ledger, kind, entry.day.year, entry.doc_no)
        items = list({i.id: i for i, _ in acted}.values())
        context = context_of(replace(inputs, ledger=sheet.ledger), kind, acted)
        addressees = addressees_of(inputs, context, lead)
        sheet.issue(
            number, context, day=entry.day, items=items, addressees=addressees, signed_by=entry.approved_by
        )
    items = list({i.id: i for i, _ in acted}.values())
    return sheet.told(items, entry), sheet.ledger


def _plan_event(inputs: Inputs, act: Act) -> tuple[Change, None]:
    fact = act.event or {}
    form = inputs.ledger.settings.number_forms.get(KIND)
    numbered = form is not None and form.number_in(fact.get("文号", ""), act.day.year) is not None
    if fact["动作"] == "通报" and numbered and fact.get("批准"):
        start, end = date.fromisoformat(fact["起"]), date.fromisoformat(fact["止"])
        number = given_doc_number(inputs.ledger, KIND, act.day.year, fact["文号"])
        named = Named(
            approved_by=fact["批准"],
            praised=tuple(fact.get("表扬", ())),
            criticised=tuple(fact.get("批评", ())),
        )
        change = plan_bulletin(
            inputs,
            figures(inputs.ledger, start, end),
            named,
            day=act.day,
            number=number,
            content=fact.get("内容"),
            again=True,
        )
        return change, None
    sheet = Sheet(inputs)
    sheet.record_office(act.day.year, fact)
    return sheet.change(f"{fact['动作']}：{fact.get('内容', '')}"), None
