"""``--pdf``: a PDF of every paper a command has written, once all else is done. The .docx stays the paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.cli.terminal import out, talk
from duban_cli.cli.writing import shown_path
from duban_cli.errors import DubanError
from duban_cli.ledger.disk import disk_problems, write_synced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duban_cli.cli.context import Written

COPIES = "documents"
"""Beside what is on the record and what waits to be signed no other files may lie: their PDFs are copies."""
_KEPT_CLEAN = ("papers", "drafts")


def make_pdfs(written: Sequence[Written]) -> int:
    """A PDF of each paper, and its path told as that of the paper was. Gives the exit code.

    Raises:
        NoPdf: LibreOffice is missing or failed; the papers themselves are written.
        DiskProblem: a PDF could not be written.
    """
    if not written:
        talk("没有写出文书，也就没有 PDF")
        return 0
    try:
        _make(written)
    except DubanError as problem:
        if all(one.told for one in written):
            raise
        # stdout has its one JSON document already.
        talk(f"错误：{problem.message}")
        if problem.hint:
            talk(f"提示：{problem.hint}")
        return problem.exit_code
    return 0


def _make(written: Sequence[Written]) -> None:
    from duban_cli.documents.pdf import find_office, to_pdf  # noqa: PLC0415 - only where one is asked for

    papers: dict[str, bytes] = {}
    for one in written:
        with disk_problems(one.path):
            papers[str(_target(one).with_suffix(""))] = one.path.read_bytes()
    made = to_pdf(papers, find_office())
    for one in written:
        target = _target(one)
        with disk_problems(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_synced(target, made[str(target.with_suffix(""))])
        if one.told:
            out(shown_path(target))
        else:
            talk(f"PDF：{shown_path(target)}")


def _target(one: Written) -> Path:
    """Where the PDF goes: beside the paper, or to documents/ where nothing else may lie beside it."""
    inside = one.root is not None and one.path.is_relative_to(one.root)
    if one.root is not None and inside and one.path.relative_to(one.root).parts[0] in _KEPT_CLEAN:
        return one.root / COPIES / f"{one.path.stem}.pdf"
    return one.path.with_suffix(".pdf")
