"""drafts/ on the disk: what waits there, putting a draft in, taking one out once it is signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.cli.terminal import out, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import shown_path
from duban_cli.errors import NotFound, RuleRefused
from duban_cli.ledger.change import digest
from duban_cli.ledger.disk import disk_problems, read_or_none, safe_target, write_synced
from duban_cli.plans.daily import made_by_duban
from duban_cli.plans.drafts import DRAFTS, NOTE, PAPER, DraftFiles, read_note
from duban_cli.text import nearest
from duban_cli.views.as_json import dump
from duban_cli.views.drafts import Waiting

if TYPE_CHECKING:
    from duban_cli.cli.context import Desk


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
    """The draft a clerk names, by name or by path, with or without the ending. Raises NotFound."""
    name = written.replace("\\", "/").rpartition("/")[2]
    for ending in (PAPER, NOTE):
        name = name.removesuffix(ending)
    found = waiting_drafts(root)
    for one in found:
        if one.name == name:
            return one
    near = nearest(name, [w.name for w in found], cutoff=0.3)
    raise NotFound(
        f"{DRAFTS}/ 里没有送审稿“{name}”", f"是否指 {near}" if near else "用 duban issue 看有哪些送审稿"
    )


def paper_of(root: Path, waiting: Waiting) -> bytes | None:
    """The draft's .docx. Raises DiskProblem."""
    return read_or_none(safe_target(root, f"{DRAFTS}/{waiting.name}{PAPER}"))


def put_draft(here: Desk, files: DraftFiles, *, draft: bool = False, form: str = "text") -> int:
    """A draft to drafts/, and its path told; with ``draft`` only told of. JSON as a writing command's, no commit.

    Raises RuleRefused where a person has worked on the one that is there.
    """
    path = write_draft(here.root, files, write=not draft)
    numbered = files.kind in here.ledger.settings.number_forms
    unnumbered = None if numbered else f"duban.yaml 的“文号”里没有“{files.kind}”，签发前要加上"
    if form == "json":
        paper = {
            "doc_no": None, "kind": files.kind, "path": f"{DRAFTS}/{files.name}{PAPER}", "sha256": digest(files.content),
        }  # fmt: skip
        told = [f"还缺：{'、'.join(files.missing)}"] if files.missing else []
        told += [unnumbered] if unnumbered else []
        empty: dict[str, object] = {
            "ids": [],
            "entries": [],
            "papers": [paper],
            "remarks": told,
            "commit": None,
        }
        out(dump(heading(here) | empty))
        return 0
    if draft:
        talk(f"将要做成送审稿（未写入）：{files.kind}")
    else:
        talk(f"送审稿（未编号，未发出）。签发：duban issue {files.name} --approved-by 批准人")
    if unnumbered:
        talk(f"提醒：{unnumbered}")
    out(shown_path(path))
    return 0


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
