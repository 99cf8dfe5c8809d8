"""归档: an item's papers counted, what is missing named, the volume's directory made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duban_cli.documents.acts import context_of_act
from duban_cli.documents.fill_archive import KIND
from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change, digest
from duban_cli.ledger.reader import facts_digest, read_facts
from duban_cli.ledger.records import Item
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text, make_paper
from duban_cli.rules.moments import Now
from duban_cli.rules.standing import stand


@dataclass(frozen=True, slots=True)
class Volume:
    """An item's papers, in their order, and what is missing among them."""

    item_id: str
    files: tuple[tuple[str, bytes], ...]
    missing: tuple[str, ...]


def plan_archive(
    inputs: Inputs, ids: Sequence[str], *, day: date, keeping: str | None, volume: str | None = None,
    anyway: bool = False, by: str | None = None, note: str | None = None,
) -> tuple[Change | None, tuple[Volume, ...]]:  # fmt: skip
    """归档 of items struck off, one change, and their volumes; of items in the archive the volume only.

    ``keeping``: as the regime has it where left out. The change is None where all are in the archive.
    Raises RuleRefused naming every paper that is missing, unless ``anyway``; WrongUse where nobody says how long the
    papers are kept, or one 卷号 is to be that of several items.
    """
    names = list(dict.fromkeys(ids))
    if volume and len(names) > 1:
        raise WrongUse("一个卷号只能归一件", "逐件归档，或不写 --volume")
    sheet = Sheet(inputs)
    changed: list[Item] = []
    volumes = []
    for item_id in names:
        item = inputs.ledger.item(item_id)
        lacking = missing_papers(inputs, item)
        if inputs.stand(item).state == "已归档":
            volumes.append(_volume(inputs, item, inputs.now, inputs.read(item.path) or b"", lacking))
            continue
        _refuse_open(inputs, item, day)
        if lacking and not anyway:
            raise RuleRefused(
                f"事项 {item_id} 的材料不齐：{'；'.join(lacking)}",
                "补齐后再归档；确实没有的，加 --yes 并在 --note 里说明",
            )
        changed.append(_archive_one(sheet, item, day, keeping, volume, by, note))
        volumes.append(_volume(inputs, changed[-1], Now(day), sheet.content(item.path) or b"", lacking))
    if not changed:
        return None, tuple(volumes)
    if len(changed) == 1:
        return sheet.told(changed, changed[0].entries[-1]), tuple(volumes)
    lines = [sheet.words([i], i.entries[-1])[0] for i in changed]
    return sheet.change(f"归档{len(changed)}项督查事项", "\n".join(lines)), tuple(volumes)


def _refuse_open(inputs: Inputs, item: Item, day: date) -> None:
    state = inputs.stand(item).state
    if state != "已销号":
        clause = inputs.ledger.regime.act_clause("归档", day)
        raise RuleRefused(
            f"事项 {item.id} 现在是“{state}”，销号以后才能归档{f'（{clause.text}）' if clause else ''}",
            "先销号",
        )


def _archive_one(
    sheet: Sheet, item: Item, day: date, keeping: str | None, volume: str | None, by: str | None, note: str | None
) -> Item:  # fmt: skip
    regime = sheet.inputs.ledger.regime
    rule = regime.keep_rule(item.category, day)
    if keeping is None and rule is None:
        raise WrongUse("没有写保管期限，制度里也没有规定", "加上 --keeping 30年")
    if keeping is None and rule is not None:
        keeping = rule.keeping
        sheet.remark(f"保管期限{keeping}，依{rule.clause.text}")
    return sheet.add(item.id, compact({
        "日期": date_text(day), "动作": "归档", "卷号": volume, "保管期限": keeping, "经办": by, "备注": note,
    }))  # fmt: skip


def _volume(inputs: Inputs, item: Item, now: Now, content: bytes, lacking: Sequence[str]) -> Volume:
    """The volume of an item in the archive, its 卷内目录 made as of its 归档."""
    standing = stand(item, inputs.book, now)
    entry = next(e for e in reversed(standing.course.entries) if e.action == "归档")
    context = context_of_act(
        KIND, inputs.ledger.settings, inputs.book, [(standing, entry)], inputs.ledger.papers
    )
    directory = make_paper(inputs, KIND, context, facts_digest([read_facts(content)])).content
    return Volume(item.id, _files(inputs, item, content, directory), tuple(lacking))


def missing_papers(inputs: Inputs, item: Item) -> list[str]:
    """What the volume lacks: papers with a 文号 that no register holds, files gone or altered."""
    forms = inputs.ledger.settings.number_forms.values()
    registered = {p.doc_no for p in inputs.ledger.papers if item.id in p.items}
    out = [
        f"{entry.day.isoformat()} {entry.action}的文书 {entry.doc_no} 没有登记"
        for entry in item.entries
        if entry.doc_no
        and entry.doc_no not in registered
        and any(form.number_in(entry.doc_no, entry.day.year) for form in forms)
    ]
    for paper in inputs.ledger.papers:
        if item.id not in paper.items:
            continue
        data = inputs.read(paper.file_path)
        if data is None:
            out.append(f"{paper.kind} {paper.doc_no} 的文件不见了（{paper.file_path}）")
        elif digest(data) != paper.sha256:
            out.append(f"{paper.kind} {paper.doc_no} 的文件与发出时不同（{paper.file_path}）")
    return out


def _files(inputs: Inputs, item: Item, content: bytes, directory: bytes) -> tuple[tuple[str, bytes], ...]:
    """卷内目录 first, then the papers by day, the item's own file last."""
    papers = sorted((p for p in inputs.ledger.papers if item.id in p.items), key=lambda p: (p.day, p.number))
    files = [("00-卷内目录.docx", directory)]
    for place, paper in enumerate(papers, 1):
        data = inputs.read(paper.file_path)
        if data is not None:
            files.append((f"{place:02d}-{paper.file}", data))
    files.append((f"{len(papers) + 1:02d}-{item.id}.yaml", content))
    return tuple(files)
