"""Blocks of a paper's body → paragraphs and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from duban_cli.documents import oxml
from duban_cli.documents.base import LINE
from duban_cli.documents.keep import GAP_STYLE
from duban_cli.documents.markdown import Heading, Paragraph, plain
from duban_cli.documents.paper import is_annex
from duban_cli.documents.runs import add_runs
from duban_cli.documents.table import add_table
from duban_cli.documents.titles import title_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

    from duban_cli.documents.markdown import Block, Line
    from duban_cli.documents.paper import Paper


class Container(Protocol):
    """A body, header or footer."""

    def add_paragraph(self) -> DocxParagraph: ...


def add_line(container: Container, style: str, line: Line | str = ()) -> DocxParagraph:
    """A paragraph of a style; what is still to be filled in is highlighted."""
    paragraph = container.add_paragraph()
    paragraph._p.style = style
    add_runs(paragraph, line)
    return paragraph


def add_title(document: Document, paper: Paper, **space: int) -> DocxParagraph:
    """The paper's title, centred, broken by meaning; ``before`` and ``after`` in twips where the style's will not do."""
    return _title(document, paper.settings["标题"], paper.names, space)


def add_blocks(document: Document, blocks: Sequence[Block]) -> None:
    """Headings, paragraphs and tables in order."""
    for block in blocks:
        if isinstance(block, Heading):
            add_line(document, f"Heading{block.level}", block.line)
        elif isinstance(block, Paragraph):
            add_line(document, "TableNote" if _notes_table(document, block) else "Body", block.line)
        else:
            add_table(document, block)


def _notes_table(document: Document, block: Paragraph) -> bool:
    """Whether a paragraph is the 注： below a table."""
    last = document.paragraphs[-1:]
    return plain(block.line).startswith("注：") and bool(last) and last[0]._p.style == GAP_STYLE


def add_annexes(document: Document, paper: Paper) -> None:
    """Annexes, each on a new page: 附件1 flush left on line 1, its title centred on line 3."""
    awaiting_title = False
    for block in paper.annexes:
        if is_annex(block) and isinstance(block, Heading):
            mark = add_line(document, "Attachment", block.line)
            oxml.set_property(mark, "pageBreakBefore")
            awaiting_title = True
        elif awaiting_title and isinstance(block, Heading):
            title = _title(document, "".join(run.text for run in block.line), paper.names, {"before": LINE})
            oxml.set_property(title, "keepNext")
            awaiting_title = False
        else:
            add_blocks(document, (block,))
            awaiting_title = False


def _title(document: Document, title: str, names: Sequence[str], space: dict[str, int]) -> DocxParagraph:
    paragraph = add_line(document, "Title", "\n".join(title_lines(title, names)))
    if space:
        oxml.set_property(paragraph, "spacing", **space)
    return paragraph
