"""Blocks of a paper's body → paragraphs and ruled tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape, quoteattr

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from duban_cli.documents import oxml
from duban_cli.documents.markdown import Heading, Paragraph, Table, runs
from duban_cli.documents.oxml import HEI, KAI, attributes, fonts
from duban_cli.documents.paper import is_annex
from duban_cli.documents.titles import title_lines, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

    from duban_cli.documents.markdown import Block, Cell, Line

AREA = 8844  # the width of the type area, 156 mm
_SMALL_FROM = 6  # columns; fewer stand in 小四
_ROW = 480
_FORM_ROW = 540
_UNSPLIT_LINES = 24  # a row longer than about a page must be allowed to break


class Container(Protocol):
    """A body, header or footer."""

    def add_paragraph(self) -> DocxParagraph: ...


def add_line(container: Container, style: str, line: Line | str = ()) -> DocxParagraph:
    """A paragraph of a style; what is still to be filled in is highlighted."""
    paragraph = container.add_paragraph()
    paragraph._p.style = style
    add_runs(paragraph, line)
    return paragraph


def add_runs(paragraph: DocxParagraph, line: Line | str) -> None:
    """Text at the end of a paragraph."""
    for part in runs(line) if isinstance(line, str) else line:
        run = paragraph.add_run(part.text)
        if part.strong or part.emphasis:
            oxml.set_font(run, HEI if part.strong else KAI)
        if part.blank:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def add_title(document: Document, title: str, **space: int) -> DocxParagraph:
    """The title, centred, broken by meaning; ``before`` and ``after`` in twips where the style's will not do."""
    paragraph = add_line(document, "Title")
    for number, text in enumerate(title_lines(title)):
        if number:
            paragraph.add_run().add_break()
        add_runs(paragraph, text)
    if space:
        oxml.set_property(paragraph, "spacing", **space)
    return paragraph


def add_blocks(document: Document, blocks: Sequence[Block]) -> None:
    """Headings, paragraphs and tables in order."""
    for block in blocks:
        if isinstance(block, Heading):
            add_line(document, f"Heading{block.level}", block.line)
        elif isinstance(block, Paragraph):
            add_line(document, "Body", block.line)
        else:
            add_table(document, block)


def add_annexes(document: Document, blocks: Sequence[Block]) -> None:
    """Annexes, each on a new page: 附件1 flush left on line 1, its title centred on line 3."""
    awaiting_title = False
    for block in blocks:
        if is_annex(block) and isinstance(block, Heading):
            mark = add_line(document, "Attachment", block.line)
            oxml.set_property(mark, "pageBreakBefore")
            awaiting_title = True
        elif awaiting_title and isinstance(block, Heading):
            add_title(document, "".join(run.text for run in block.line), before=579)
            awaiting_title = False
        else:
            add_blocks(document, (block,))
            awaiting_title = False


def add_table(document: Document, table: Table) -> None:
    """A ruled table as wide as the type area: its head repeated on each page, its rows not split."""
    small = "Small" if len(table.widths) >= _SMALL_FROM else ""
    columns = _columns(table.widths)
    height = _ROW if table.head else _FORM_ROW
    rows = [_row(row, columns, f"Cell{small}", height) for row in table.rows]
    if table.head:
        rows.insert(0, _row(table.head, columns, f"CellHead{small}", height, head=True))
    grid = "".join(f"<w:gridCol{attributes(w=column)}/>" for column in columns)
    sides = "".join(
        f"<w:{side}{attributes(val='single', sz=size, space=0, color=oxml.BLACK)}/>"
        for side, size in (
            ("top", 8),
            ("left", 8),
            ("bottom", 8),
            ("right", 8),
            ("insideH", 4),
            ("insideV", 4),
        )
    )
    margins = "".join(
        f"<w:{side}{attributes(w=space, type='dxa')}/>"
        for side, space in (("top", 40), ("left", 70), ("bottom", 40), ("right", 70))
    )
    document.element.body.insert_element_before(
        parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW{attributes(w=AREA, type='dxa')}/><w:jc{attributes(val='center')}/>"
            f"<w:tblBorders>{sides}</w:tblBorders><w:tblLayout{attributes(type='fixed')}/>"
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        ),
        "w:sectPr",
    )
    add_line(document, "TableGap")


def _columns(weights: Sequence[int]) -> list[int]:
    columns = [AREA * weight // sum(weights) for weight in weights]
    columns[-1] += AREA - sum(columns)
    return columns


def _row(
    cells: Sequence[Cell], columns: Sequence[int], style: str, height: int, *, head: bool = False
) -> str:
    texts, first, tallest = [], 0, 0
    for cell in cells:
        room = sum(columns[first : first + cell.span])
        first += cell.span
        tallest = max(tallest, sum(1 + int(width(line) * 240 / room) for line in cell.text.split("\n")))
        texts.append(_cell(cell, room, style, centred=head))
    unsplit = "<w:cantSplit/>" if tallest <= _UNSPLIT_LINES else ""
    repeated = "<w:tblHeader/>" if head else ""
    return (
        f"<w:tr><w:trPr>{unsplit}<w:trHeight{attributes(val=height, hRule='atLeast')}/>{repeated}</w:trPr>"
        f"{''.join(texts)}</w:tr>"
    )


def _cell(cell: Cell, room: int, style: str, *, centred: bool) -> str:
    span = f"<w:gridSpan{attributes(val=cell.span)}/>" if cell.span > 1 else ""
    align = f"<w:jc{attributes(val='center' if centred else cell.align)}/>"
    paragraphs = "".join(
        f"<w:p><w:pPr><w:pStyle{attributes(val=style)}/>{align}</w:pPr>{_runs(line)}</w:p>"
        for line in cell.lines or ((),)
    )
    return (
        f"<w:tc><w:tcPr><w:tcW{attributes(w=room, type='dxa')}/>{span}<w:vAlign{attributes(val='center')}/></w:tcPr>"
        f"{paragraphs}</w:tc>"
    )


def _runs(line: Line) -> str:
    texts = []
    for run in line:
        look = fonts(HEI) if run.strong else fonts(KAI) if run.emphasis else ""
        look += f"<w:highlight{attributes(val='yellow')}/>" if run.blank else ""
        properties = f"<w:rPr>{look}</w:rPr>" if look else ""
        space = f" xml:space={quoteattr('preserve')}"
        texts.append(f"<w:r>{properties}<w:t{space}>{escape(run.text)}</w:t></w:r>")
    return "".join(texts)
