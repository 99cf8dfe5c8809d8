"""drafts/ on the disk: what waits there, putting a draft in, taking one out once it is signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.cli.context import desk
from duban_cli.cli.terminal import out, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import carry_out, shown_path
from duban_cli.errors import NotFound, RuleRefused
from duban_cli.ledger.change import Change, FileWrite, digest, digest_or_none
from duban_cli.ledger.disk import disk_problems, read_or_none, safe_target, write_synced
from duban_cli.plans.act_sheet import ActSheet, ToRecord
from duban_cli.plans.daily import made_by_duban
from duban_cli.plans.drafts import DRAFTS, NOTE, PAPER, DraftFiles, draft_of_act, numberless, read_note
from duban_cli.plans.signing import PlanOfAct, drafts_of
from duban_cli.reports.to_sign import DAILY_DRAFT, NUMBERLESS
from duban_cli.text import nearest
from duban_cli.views.as_json import dump
from duban_cli.views.drafts import Waiting

if TYPE_CHECKING:
    from datetime import date

    import typer

    from duban_cli.cli.context import Desk
    from duban_cli.plans.sheet import Inputs
    from duban_cli.reports.to_sign import Act


def waiting_drafts(root: Path) -> list[Waiting]:
    """Everything in drafts/, by name. Raises DiskProblem."""
    directory = root / DRAFTS
    with disk_problems(directory):
        files = (
            [p for p in directory.iterdir() if not p.name.startswith(("~$", "."))]
            if directory.is_dir()
            else []
        )
    return [_look(root, name) for name in sorted({p.stem for p in files if p.suffix in (PAPER, NOTE)})]


def find_draft(root: Path, written: str) -> Waiting:
    """The draft a clerk names, by name, by path, or by how the name of one alone begins. Raises NotFound."""
    name = written.replace("\\", "/").rpartition("/")[2]
    for ending in (PAPER, NOTE):
        name = name.removesuffix(ending)
    found = waiting_drafts(root)
    for one in found:
        if one.name == name:
            return one
    begun = [w for w in found if w.name.startswith(name)] if name else []
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise NotFound(
            f"{DRAFTS}/ 里以“{name}”开头的送审稿有{len(begun)}份",
            f"写明哪一份：{'、'.join(w.name for w in begun)}",
        )
    near = nearest(name, [w.name for w in found], cutoff=0.3)
    raise NotFound(
        f"{DRAFTS}/ 里没有送审稿“{name}”", f"是否指 {near}" if near else "用 duban issue 看有哪些送审稿"
    )


def paper_of(root: Path, waiting: Waiting) -> bytes | None:
    """The draft's .docx. Raises DiskProblem."""
    return read_or_none(safe_target(root, f"{DRAFTS}/{waiting.name}{PAPER}"))


def do_act(
    ctx: typer.Context, inputs: Inputs, plan: PlanOfAct, *, day: date, approved_by: str | None, draft: bool, form: str
) -> int:  # fmt: skip
    """As ``try_act``, for an act that always has something to do."""
    code = try_act(ctx, inputs, plan, day=day, approved_by=approved_by, draft=draft, form=form)
    assert code is not None  # noqa: S101 - only a plan that finds nothing due gives None
    return code


def try_act(
    ctx: typer.Context, inputs: Inputs, plan: PlanOfAct, *, day: date, approved_by: str | None, draft: bool, form: str
) -> int | None:  # fmt: skip
    """Do an act, or, where its paper is under 须签发 and nobody has approved it yet, put the paper to drafts/.

    None where the plan finds nothing to do. Raises as the plan, ``put_drafts`` and ``carry_out`` do.
    """
    here = desk(ctx)
    drawn = () if approved_by and here.elsewhere is None else drafts_of(inputs, plan)
    if drawn:
        made = [draft_of_act(one, day) for one in drawn]
        return put_drafts(here, made, approved_by=approved_by, draft=draft, form=form)
    change = plan(ActSheet(inputs), approved_by)
    if change is None:
        return None
    code = carry_out(ctx, change, draft=draft, form=form)
    if not draft:
        _tell_of_left_over(here.root, change)
    return code


def _tell_of_left_over(root: Path, change: Change) -> None:
    """A draft of what was just done at once is of no more use; ``daily`` clears its own away."""
    done = {(e.item, e.facts["动作"], e.facts.get("单位")) for e in change.entries}
    for one in waiting_drafts(root):
        records = one.draft.records if one.draft and not one.name.startswith(DAILY_DRAFT) else ()
        if any(_act_of(r) in done for r in records):
            talk(f"提醒：送审稿 {one.name} 所要记的已经办了，不用再签发；删去 {one.path} 和同名的 {NOTE}")


def put_drafts(
    here: Desk, made: Sequence[DraftFiles], *, approved_by: str | None = None, draft: bool = False, form: str = "text"
) -> int:  # fmt: skip
    """Drafts to drafts/, and their paths told; with ``draft`` only told of. JSON as a writing command's.

    Not on the 发文分支, the small files are committed, to be numbered where the branch is merged (``approved_by``: who
    has approved already); else nothing is. Raises RuleRefused where a person has worked on the one that is there, or
    another holds the same act.
    """
    waiting = waiting_drafts(here.root)
    commit: str | None = None
    if here.elsewhere is not None:
        made = [numberless(files, approved_by) for files in made]
    for files in made:
        _refuse_elsewhere(waiting, files)
        write_draft(here.root, files, write=False)
    if here.elsewhere is not None and not draft:
        commit = _commit_notes(here, made)
    paths: list[Path] = []
    remarks: list[str] = []
    for files in made:
        remarks += _told(here, waiting, files)
        paths.append(write_draft(here.root, files, write=not draft))
        if not draft:
            here.wrote(paths[-1], form)
    if form == "json":
        papers = [
            {"doc_no": None, "kind": f.kind, "path": f"{DRAFTS}/{f.name}{PAPER}", "sha256": digest(f.content)} for f in made
        ]  # fmt: skip
        lacking = [f"还缺：{'、'.join(f.missing)}" for f in made if f.missing]
        empty: dict[str, object] = {"ids": [], "entries": [], "papers": papers, "remarks": [*lacking, *remarks], "commit": commit}  # fmt: skip
        out(dump(heading(here) | empty))
        return 0
    for files, path in zip(made, paths, strict=True):
        if draft:
            talk(f"将要做成送审稿（未写入）：{files.kind}")
        elif here.elsewhere is not None:
            talk(
                f"已提交，待编号（未发出）。这个分支不编文号：并到 {here.elsewhere} 以后，在那里 duban issue {files.name}"
            )
        else:
            talk(f"送审稿（未编号，未发出）。签发：duban issue {files.name} --approved-by 批准人")
        out(shown_path(path))
    for remark in remarks:
        talk(f"提醒：{remark}")
    return 0


def _commit_notes(here: Desk, made: Sequence[DraftFiles]) -> str | None:
    """The small files of papers that wait for a number on record, so that they come along with the branch."""
    from duban_cli.history import Repo  # noqa: PLC0415 - hardly any draft is committed
    from duban_cli.ledger.apply import apply  # noqa: PLC0415

    paths = [f"{DRAFTS}/{files.name}{NOTE}" for files in made]
    writes = tuple(
        FileWrite(
            path=path, content=files.note, expect=digest_or_none(read_or_none(safe_target(here.root, path)))
        )
        for path, files in zip(paths, made, strict=True)
    )
    notes = [draft for files in made if (draft := read_note(files.note, files.name)[0]) is not None]
    items = dict.fromkeys(item for note in notes for item in note.items)
    change = Change(
        writes=writes, subject=f"待编号：{'、'.join(files.name.removeprefix(NUMBERLESS) for files in made)}",
        trailers=(*(("Duban-Item", item) for item in items), ("Duban-Action", "待编号")),
    )  # fmt: skip
    if all(write.expect == digest_or_none(write.content) for write in writes):
        return Repo.find(here.root).head()
    return apply(here.root, change, when=here.asked.recorded).commit


def _told(here: Desk, waiting: Sequence[Waiting], files: DraftFiles) -> Iterator[str]:
    """What the clerk should know of a draft: that one waits already, that it could not be numbered."""
    old = next((w for w in waiting if w.name == files.name and w.paper), None)
    if old is not None:
        made = f"（{old.draft.made.isoformat()}）" if old.draft else ""
        same = read_or_none(safe_target(here.root, old.path)) == files.content
        yield f"送审稿 {files.name} 已在等签发{made}，{'内容相同，没有另做' if same else '已换成现在做的这一份'}"
    if files.kind not in here.ledger.settings.number_forms:
        yield f"duban.yaml 的“文号”里没有“{files.kind}”，签发前要加上"


def _refuse_elsewhere(waiting: Sequence[Waiting], files: DraftFiles) -> None:
    """Raises RuleRefused: an act of this draft waits for its signature in another one."""
    mine, _ = read_note(files.note, files.name)
    wanted = {_act_of(r) for r in mine.records} if mine else set()
    for other in waiting:
        if other.name == files.name or other.draft is None:
            continue
        twice = [r.item for r in other.draft.records if _act_of(r) in wanted]
        if twice:
            raise RuleRefused(
                f"{'、'.join(twice)} 的{files.kind}已在送审稿 {other.name} 里等签发",
                f"签发它：duban issue {other.name} --approved-by 批准人；不用了的，删去 {other.path} 和同名的 {NOTE}",
            )


def acts_of(waiting: Waiting) -> tuple[Act, ...]:
    """What a draft records once it is signed; nothing where its small file cannot be read."""
    return tuple(dict.fromkeys(map(_act_of, waiting.draft.records if waiting.draft else ())))


def _act_of(record: ToRecord) -> Act:
    unit = record.facts.get("单位")
    return record.item, record.action, unit if isinstance(unit, str) else None


def write_draft(root: Path, files: DraftFiles, *, write: bool = True) -> Path:
    """The two files of a draft, the small one first. Raises RuleRefused, DiskProblem."""
    paper = safe_target(root, f"{DRAFTS}/{files.name}{PAPER}")
    note = safe_target(root, f"{DRAFTS}/{files.name}{NOTE}")
    old = read_or_none(paper)
    if old is not None and not made_by_duban(old):
        raise RuleRefused(f"{DRAFTS}/{paper.name} 有人改过，不覆盖", "先签发、移走或删去这份稿子，再重新做")
    if write:
        with disk_problems(paper):
            paper.parent.mkdir(exist_ok=True)
            write_synced(note, files.note)
            write_synced(paper, files.content)
    return paper


def drop_draft(root: Path, name: str) -> None:
    """A draft that was signed goes. Raises DiskProblem."""
    for ending in (PAPER, NOTE):
        target = safe_target(root, f"{DRAFTS}/{name}{ending}")
        with disk_problems(target):
            target.unlink(missing_ok=True)


def _look(root: Path, name: str) -> Waiting:
    note = read_or_none(safe_target(root, f"{DRAFTS}/{name}{NOTE}"))
    paper = read_or_none(safe_target(root, f"{DRAFTS}/{name}{PAPER}"))
    draft, findings = read_note(note, name) if note is not None else (None, ())
    return Waiting(
        name=name, path=f"{DRAFTS}/{name}{PAPER}", draft=draft, findings=findings, paper=paper is not None,
        noted=note is not None, edited=paper is not None and not made_by_duban(paper),
    )  # fmt: skip
