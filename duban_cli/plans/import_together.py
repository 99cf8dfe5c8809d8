"""The rows of a table together: none twice, each with its id, and what the checks say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duban_cli.checks import items_findings
from duban_cli.ledger.numbering import item_path, next_item_id
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.ledger.writer import Facts, item_text
from duban_cli.plans.import_history import sealed
from duban_cli.plans.import_row import Draft, Work
from duban_cli.rules.states import ENDED
from duban_cli.text import halfwidth

_CELLS = {
    "办结时限": "办结时限", "类别": "类别", "标题": "标题", "主办单位": "主办单位", "协办单位": "协办单位", "来源": "来源名称",
    "上级事项": "上级事项",
}  # fmt: skip
"""Header key a finding stands at → the meaning of the cell it came from."""


def refuse_doubles(work: Work, drafts: list[Draft]) -> None:
    """Rows that repeat a matter still open (政府督查工作条例第十五条), one imported before, or another row."""
    ledger = work.inputs.ledger
    seen: dict[tuple[str, str], str] = {}
    over: dict[tuple[str, str, object], str] = {}
    wanted = {_matter(d.header) for d in drafts}
    for item in ledger.items.values():
        key = (_plain(item.title), ledger.units.canonical(item.lead))
        if key not in wanted:
            continue
        source, told = item.imported, f"台账上已有 {item.id}，同一单位、同一事项"
        changed = f"由第{source.row}行导入，那以后表里这一行有改动" if source is not None else ""
        if work.inputs.stand(item).state not in ENDED:
            again = source is not None and source.file == work.table.file
            seen.setdefault(key, f"{told}，尚未了结" + (
                f"（{changed}；变化用 duban reply、change 等记）" if again else "（政府督查工作条例第十五条）"
            ))  # fmt: skip
        elif source is not None and item.entries:
            over[(*key, item.entries[0].day.isoformat())] = f"{told}，已经了结（{changed}）"
    for draft in drafts:
        key = _matter(draft.header)
        closed = bool(draft.entries) and draft.entries[-1].get("动作") == "销号"
        before = over.get((*key, draft.entries[0]["日期"])) if draft.entries else None
        if before is not None:
            draft.reading.wrong("标题", before)
        elif key in seen and not closed:
            draft.reading.wrong("标题", seen[key])
        elif key not in seen:
            seen[key] = f"与第{draft.row}行单位、事项都相同"


def _matter(header: Mapping[str, Facts]) -> tuple[str, str]:
    return _plain(str(header["标题"])), str(header["主办单位"])


def _plain(title: str) -> str:
    return "".join(halfwidth(title).split())


def numbered(work: Work, drafts: list[Draft]) -> list[Draft]:
    """Drafts with their ids: those the table gives where they are free, the others after the highest of the year."""
    ledger = work.inputs.ledger
    taken = {*ledger.items, *(u.id for u in ledger.unreadable)}
    for draft in drafts:
        if draft.keep in taken:
            draft.reading.wrong("编号", f"编号 {draft.keep} 已经用了；不要这一列的加 --map 列名=不导入")
        elif draft.keep:
            draft.id = draft.keep
            taken.add(draft.id)
    last: dict[int, int] = {}
    for draft in drafts:
        if draft.id or draft.reading.problems:
            continue
        year = draft.year or work.put.day.year
        if year not in last:
            highest = max((int(i[5:]) for i in taken if i.startswith(f"{year}-")), default=0)
            last[year] = max(highest, int(next_item_id(ledger, year)[5:]) - 1)
        last[year] += 1
        draft.id = f"{year}-{last[year]:04d}"
    for draft in drafts:
        if draft.parent:
            draft.header["上级事项"] = draft.parent
        draft.entries = sealed(draft.header, draft.entries)
    return [d for d in drafts if d.id]


def check_together(work: Work, drafts: list[Draft]) -> frozenset[tuple[str, str]]:
    """What reading and the checks say of the items together: errors refuse the row, warnings are doubts."""
    items: dict[str, tuple[Item, Draft]] = {}
    for draft in drafts:
        text = item_text(draft.header, draft.entries)
        item, problems = read_item(text.encode(), item_path(draft.id), draft.id)
        for problem in problems:
            if problem.level == "error":
                draft.reading.problems.append((f"第{draft.row}行", problem.message))
        if isinstance(item, Item):
            items[item.path] = item, draft
    found = items_findings([item for item, _ in items.values()], work.inputs.ledger, work.inputs.now)
    for finding in found:
        item, draft = items[finding.path]
        key = next((k for k in _CELLS if item.place(k)[0] == finding.line and k in item.places), None)
        at = draft.reading.row.ref(_CELLS[key]) if key else f"第{draft.row}行"
        told = (at, finding.message)
        if finding.level == "error":
            hint = (
                "加 --approved-by 批准人，或在表里加“批准人”一列"
                if finding.code == "approval"
                else finding.hint
            )
            draft.reading.problems.append((at, f"{finding.message}（{hint}）" if hint else finding.message))
        elif told not in draft.reading.doubts:
            draft.reading.doubts.append(told)
    return frozenset((f.code, f.message) for f in found)


def parents_first(drafts: list[Draft]) -> Iterator[Draft]:
    """By id, no item before the one it was divided from."""
    left = sorted(drafts, key=lambda d: (d.id[:4], int(d.id[5:])))
    while left:
        waiting = {d.id for d in left}
        ready = [d for d in left if d.parent not in waiting or d.parent == d.id] or left
        yield from ready
        left = [d for d in left if d not in ready]
