"""What an item is beside others: its parent, its double, its year."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Item
from duban_cli.rules.states import ENDED
from duban_cli.rules.walk import run
from duban_cli.text import nearest


def parents(scene: Scene) -> Iterator[Finding]:
    """上级事项 must be on the ledger, and no item its own forebear."""
    items = scene.ledger.items
    unreadable = {u.id for u in scene.ledger.unreadable}
    for subject in scene.subjects:
        item = subject.item
        if item.parent is None or item.parent in unreadable:
            continue
        if item.parent not in items:
            near = nearest(item.parent, items, cutoff=0.7)
            hint = f"是否指 {near}" if near else "先登记上级事项，或删去这一项"
            yield subject.at_key("上级事项", "parent-unknown", f"台账里没有上级事项 {item.parent}", hint)
            continue
        line = [item.id]
        above = items.get(item.parent)
        while above is not None and above.id not in line:
            line.append(above.id)
            above = items.get(above.parent) if above.parent else None
        if above is not None and above.id == item.id:
            way = " → ".join((*line, item.id))
            yield subject.at_key("上级事项", "parent-cycle", f"上级事项绕成一圈：{way}", "改掉其中一处")


def same_matter(scene: Scene) -> Iterator[Finding]:
    """The same matter is not put to the same unit twice (政府督查工作条例第十五条)."""
    keys = {s.item.id: _matter(s.course.item, scene) for s in scene.subjects if s.course.state not in ENDED}
    wanted = set(keys.values())
    same: dict[tuple[str, str], list[str]] = {key: [] for key in wanted}
    for item in scene.ledger.items.values():
        key = _matter(item, scene)
        if key in same and (item.id in keys or run(item, scene.now, scene.book.canonical).state not in ENDED):
            same[key].append(item.id)
    for subject in scene.subjects:
        found = keys.get(subject.item.id)
        others = [i for i in same.get(found, ()) if i != subject.item.id] if found else []
        if others:
            yield subject.at_key(
                "标题", "same-matter", f"与 {'、'.join(others[:3])} 主办单位、标题都相同，都未了结",
                "政府督查工作条例第十五条：避免重复督查；确为一事的撤销其一", "warning",
            )  # fmt: skip


def _matter(item: Item, scene: Scene) -> tuple[str, str]:
    return scene.book.canonical(item.lead), "".join(item.title.split())


def year(scene: Scene) -> Iterator[Finding]:
    """An item's number is of the year it was put on the ledger."""
    for subject in scene.subjects:
        initiated = subject.course.initiated
        of = subject.item.id[:4]
        if initiated is not None and str(initiated.day.year) != of:
            yield subject.at_entry(
                initiated,
                "year",
                f"{initiated.day} 立项，编号却是 {of} 年的",
                "核对日期；编号错了的，交办以前可用 duban renumber 改号",
                "warning",
            )
