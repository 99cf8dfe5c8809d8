"""What items are beside others: their parent, their double, the numbers they bear; nothing else of them is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban_cli.checks.scene import Setting
from duban_cli.checks.traits import BULLETIN, IN_BULLETINS, Number, Others, Traits
from duban_cli.ledger.findings import Finding
from duban_cli.rules.doc_no import number_key
from duban_cli.text import nearest


@dataclass(frozen=True, slots=True)
class Across(Setting):
    """Every item as others see it; ``chosen`` are the ids under check."""

    others: Others
    chosen: tuple[str, ...]

    def subjects(self) -> Iterator[tuple[str, Traits]]:
        """The items under check."""
        for item_id in self.chosen:
            traits = self.others.of(item_id)
            if traits is not None:
                yield item_id, traits


def parents(scene: Across) -> Iterator[Finding]:
    """上级事项 must be on the ledger, and no item its own forebear."""
    unreadable = {u.id for u in scene.ledger.unreadable}
    for item_id, item in scene.subjects():
        if item.parent is None or item.parent in unreadable:
            continue
        above = scene.others.of(item.parent)
        if above is None:
            near = nearest(item.parent, scene.others.ids(), cutoff=0.7)
            hint = f"是否指 {near}" if near else "先登记上级事项，或删去这一项"
            yield item.at(item.parent_place, "parent-unknown", f"台账里没有上级事项 {item.parent}", hint)
            continue
        line, next_id = [item_id], item.parent
        while above is not None and next_id not in line:
            line.append(next_id)
            next_id = above.parent or ""
            above = scene.others.of(next_id)
        if above is not None and next_id == item_id:
            way = " → ".join((*line, item_id))
            yield item.at(item.parent_place, "parent-cycle", f"上级事项绕成一圈：{way}", "改掉其中一处")


def same_matter(scene: Across) -> Iterator[Finding]:
    """The same matter is not put to the same unit twice (政府督查工作条例第十五条)."""
    for item_id, item in scene.subjects():
        if item.matter is None:
            continue
        others = [i for i in scene.others.with_matter(item.matter) if i != item_id]
        if others:
            yield item.at(
                item.title_place, "same-matter", f"与 {'、'.join(others[:3])} 主办单位、标题都相同，都未了结",
                "政府督查工作条例第十五条：避免重复督查；确为一事的撤销其一", "warning",
            )  # fmt: skip


def missing_digest(scene: Across) -> Iterator[Finding]:
    """A 销号 that duban recorded (its 销号单 is registered) has its digest, unless somebody took it out."""
    slips = {(p.doc_no, i) for p in scene.ledger.papers if p.kind == "销号单" for i in p.items}
    for item_id, item in scene.subjects():
        for doc_no, day, line in item.bare_closings:
            if (doc_no, item_id) in slips:
                yield item.at(
                    (line, 1), "digest-missing", f"{day} 的销号缺“摘要”：销号单 {doc_no} 已登记，摘要应由程序写下",
                    "用 git log 查是谁删去的，找回原样", "warning",
                )  # fmt: skip


def doc_numbers(scene: Across) -> Iterator[Finding]:
    """No two papers bear one number. Several items may be in one paper: same kind, same day."""
    registered = {number_key(p.doc_no, p.day): p for p in scene.ledger.papers if not p.is_twin}
    of_office: dict[str, list[tuple[str, str, str]]] = {}
    for event in scene.ledger.office:
        if event.doc_no:
            day = event.day.isoformat()
            kind, of = (BULLETIN, "") if event.action in IN_BULLETINS else (event.action, day)
            told = (kind, of, f"办公室 {day} 的{event.action}")
            of_office.setdefault(number_key(event.doc_no, event.day), []).append(told)
    for item_id, item in scene.subjects():
        for number in item.numbers:
            where = _used_elsewhere(number, scene, of_office.get(number.key, ()))
            paper = registered.get(number.key)
            if where is not None:
                yield item.at(
                    (number.line, 1),
                    "doc-no-used",
                    f"文号“{number.text}”已用于{where}",
                    "两份文书不能同号；核对哪一处写错",
                )
            elif paper is not None and paper.items and item_id not in paper.items:
                yield item.at(
                    (number.line, 1), "doc-no-used",
                    f"文号“{number.text}”登记的是{'、'.join(paper.items[:3])}的{paper.kind}",
                    f"核对文号，或查看 {paper.path}",
                )  # fmt: skip


def _used_elsewhere(number: Number, scene: Across, of_office: Sequence[tuple[str, str, str]]) -> str | None:
    """Where another paper bears the number: on which item, or in the office's own records."""
    for item_id in scene.others.with_number(number.key):
        traits = scene.others.of(item_id)
        for use in traits.numbers if traits is not None else ():
            if use.key == number.key and (use.kind, use.day) != (number.kind, number.day):
                return f" {item_id} 的{use.action}（{use.written}）"
    return next((where for kind, day, where in of_office if (kind, day) != (number.kind, number.day)), None)
