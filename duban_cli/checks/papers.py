"""The register of issued papers: one number, one paper."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.across import Across
from duban_cli.ledger.files import SETTINGS_FILE
from duban_cli.ledger.findings import Finding
from duban_cli.rules.doc_no import number_key
from duban_cli.text import nearest


def register(scene: Across) -> Iterator[Finding]:
    """The register itself: a number once, items that exist."""
    known = {*scene.others.ids(), *(u.id for u in scene.ledger.unreadable)}
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


def number_forms(scene: Across) -> Iterator[Finding]:
    """Each kind of paper the ledger issues needs a form of 文号."""
    ledger = scene.ledger
    found = [ledger.regime.category(name) for name in {item.category for _, item in scene.subjects()}]
    kinds = {c.paper for c in found if c is not None}
    kinds |= {step.paper for step in ledger.regime.ladder if step.paper}
    kinds |= {p.kind for p in ledger.papers}
    for kind in sorted(kinds - set(ledger.settings.number_forms)):
        yield Finding(
            SETTINGS_FILE, 0, 0, "warning", "number-form", f"没有规定“{kind}”的文号格式",
            f"在“文号”下加一行，如 {kind}: 岳督函〔{{年}}〕{{号}}号",
        )  # fmt: skip
