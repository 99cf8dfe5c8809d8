"""归档: an item's papers counted, what is missing named, the volume's directory made."""

from __future__ import annotations

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
    """The change that records 归档, and the files that make up the volume, in their order."""

    change: Change
    files: tuple[tuple[str, bytes], ...]
    missing: tuple[str, ...]


def plan_archive(
    inputs: Inputs, item_id: str, *, day: date, keeping: str | None, volume: str | None = None, anyway: bool = False,
    by: str | None = None, note: str | None = None,
) -> Volume:  # fmt: skip
    """归档 of an item struck off; ``keeping``: as the regime has it where left out.

    Raises RuleRefused naming every paper that is missing, unless ``anyway``; WrongUse where nobody says how long the
    papers are kept.
    """
    item = inputs.ledger.item(item_id)
    standing = inputs.stand(item)
    if standing.state != "已销号":
        clause = inputs.ledger.regime.act_clause("归档", day)
        raise RuleRefused(
            f"事项 {item_id} 现在是“{standing.state}”，销号以后才能归档{f'（{clause.text}）' if clause else ''}",
            "先销号" if standing.state != "已归档" else "已经归档，不必再归",
        )
    lacking = missing_papers(inputs, item)
    if lacking and not anyway:
        raise RuleRefused(
            f"事项 {item_id} 的材料不齐：{'；'.join(lacking)}",
            "补齐后再归档；确实没有的，加 --yes 并在 --note 里说明",
        )
    rule = inputs.ledger.regime.keep_rule(item.category, day)
    if keeping is None and rule is None:
        raise WrongUse("没有写保管期限，制度里也没有规定", "加上 --keeping 30年")
    sheet = Sheet(inputs)
    if keeping is None and rule is not None:
        keeping = rule.keeping
        sheet.remark(f"保管期限{keeping}，依{rule.clause.text}")
    facts = compact(
        {
            "日期": date_text(day),
            "动作": "归档",
            "卷号": volume,
            "保管期限": keeping,
            "经办": by,
            "备注": note,
        }
    )
    changed = sheet.add(item_id, facts)
    after = stand(changed, inputs.book, Now(day))
    entry = after.course.entries[-1]
    context = context_of_act(
        KIND, inputs.ledger.settings, inputs.book, [(after, entry)], inputs.ledger.papers
    )
    directory = make_paper(
        inputs, KIND, context, facts_digest([read_facts(sheet.content(item.path) or b"")])
    ).content
    return Volume(sheet.told([changed], entry), _files(inputs, sheet, changed, directory), tuple(lacking))


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


def _files(inputs: Inputs, sheet: Sheet, item: Item, directory: bytes) -> tuple[tuple[str, bytes], ...]:
    """卷内目录 first, then the papers by day, the item's own file last."""
    papers = sorted((p for p in inputs.ledger.papers if item.id in p.items), key=lambda p: (p.day, p.number))
    files = [("00-卷内目录.docx", directory)]
    for place, paper in enumerate(papers, 1):
        data = inputs.read(paper.file_path)
        if data is not None:
            files.append((f"{place:02d}-{paper.file}", data))
    files.append((f"{len(papers) + 1:02d}-{item.id}.yaml", sheet.content(item.path) or b""))
    return tuple(files)
