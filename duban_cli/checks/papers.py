"""文号 and the register of issued papers: one number, one paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry
from duban_cli.ledger.settings import SETTINGS_FILE
from duban_cli.rules.entries import effective_entries
from duban_cli.rules.moments import Now
from duban_cli.text import halfwidth, nearest

_BULLETIN = "通报"
_IN_BULLETINS = frozenset({"表扬", "批评", _BULLETIN})
_BRACKETS = str.maketrans("[](){}【】", "〔〕〔〕〔〕〔〕")


class Use(NamedTuple):
    """A 文号 as used: by which paper (kind and day; a bulletin's praise and criticism may be dated apart)."""

    kind: str
    day: date | None
    where: str


def doc_numbers(scene: Scene) -> Iterator[Finding]:
    """No two papers bear one number. Several items may be in one paper: same kind, same day."""
    wanted = {number_key(e.doc_no, e.day) for _, e in scene.entries() if e.doc_no}
    uses = _uses(scene, wanted)
    registered = {number_key(p.doc_no, p.day): p for p in scene.ledger.papers if not p.is_twin}
    for subject, entry in scene.entries():
        if not entry.doc_no:
            continue
        key, own = number_key(entry.doc_no, entry.day), _use(entry, "")
        other = next((u for u in uses[key] if u[:2] != own[:2]), None)
        paper = registered.get(key)
        if other is not None:
            yield subject.at_entry(
                entry,
                "doc-no-used",
                f"文号“{entry.doc_no}”已用于{other.where}",
                "两份文书不能同号；核对哪一处写错",
            )
        elif paper is not None and paper.items and subject.item.id not in paper.items:
            yield subject.at_entry(
                entry, "doc-no-used", f"文号“{entry.doc_no}”登记的是{'、'.join(paper.items[:3])}的{paper.kind}",
                f"核对文号，或查看 {paper.path}",
            )  # fmt: skip


def _uses(scene: Scene, wanted: set[str]) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {key: [] for key in wanted}
    checked = {s.item.id: s.course.entries for s in scene.subjects}
    for item in scene.ledger.items.values():
        if item.id not in checked and not any(
            e.action == "更正" or (e.doc_no and number_key(e.doc_no, e.day) in wanted) for e in item.entries
        ):
            continue
        for entry in checked.get(item.id) or effective_entries(item.entries, Now(date.max)):
            key = number_key(entry.doc_no, entry.day) if entry.doc_no else None
            if key in found:
                found[key].append(_use(entry, f" {item.id} 的{entry.action}（{entry.day}）"))
    for event in scene.ledger.office:
        key = number_key(event.doc_no, event.day) if event.doc_no else None
        if key in found:
            day = None if event.action == _BULLETIN else event.day
            found[key].append(Use(event.action, day, f"办公室 {event.day} 的{event.action}"))
    return found


def _use(entry: Entry, where: str) -> Use:
    if entry.action in _IN_BULLETINS:
        return Use(_BULLETIN, None, where)
    return Use(entry.action, entry.day, where)


@lru_cache(maxsize=16_384)
def number_key(doc_no: str, day: date) -> str:
    """A 文号 for comparing: widths, spaces and brackets aside; one without a year counts anew each year."""
    text = re.sub(r"\s+", "", halfwidth(doc_no)).translate(_BRACKETS)
    return text if re.search(r"[0-9]{4}", text) else f"{day.year} {text}"


def register(scene: Scene) -> Iterator[Finding]:
    """The register itself: a number once, items that exist."""
    known = {*scene.ledger.items, *(u.id for u in scene.ledger.unreadable)}
    first: dict[str, str] = {}
    for paper in scene.ledger.papers:
        key = number_key(paper.doc_no, paper.day)
        other = paper.path if paper.is_twin else first.setdefault(key, paper.path)
        if other != paper.path:
            yield Finding(
                paper.path,
                0,
                0,
                "error",
                "doc-no-twice",
                f"文号“{paper.doc_no}”已登记在 {other}",
                "其中一份作废或改号",
            )
        for item_id in paper.items:
            if item_id not in known:
                near = nearest(item_id, known, cutoff=0.7)
                hint = f"是否指 {near}" if near else "核对事项编号"
                yield Finding(
                    paper.path, 0, 0, "error", "paper-item", f"登记的事项 {item_id} 不在台账里", hint
                )


def number_forms(scene: Scene) -> Iterator[Finding]:
    """Each kind of paper the ledger issues needs a form of 文号."""
    ledger = scene.ledger
    found = [ledger.regime.category(s.item.category) for s in scene.subjects]
    kinds = {c.paper for c in found if c is not None}
    kinds |= {step.paper for step in ledger.regime.ladder if step.paper}
    kinds |= {p.kind for p in ledger.papers}
    for kind in sorted(kinds - set(ledger.settings.number_forms)):
        yield Finding(
            SETTINGS_FILE, 0, 0, "warning", "number-form", f"没有规定“{kind}”的文号格式",
            f"在“文号”下加一行，如 {kind}: 岳督函〔{{年}}〕{{号}}号",
        )  # fmt: skip
