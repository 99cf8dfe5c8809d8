"""文件格式: the full red head of GB/T 9704-2012, for an office that issues as 文件."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.documents import oxml
from duban_cli.documents.base import AREA, CHAR, LINE
from duban_cli.documents.body import add_blocks, add_line, add_title
from duban_cli.documents.closing import close
from duban_cli.documents.masthead import MARK_RISE, add_addressee, add_mark, add_rule
from duban_cli.documents.oxml import KAI, mm, pt
from duban_cli.documents.page import mark_draft, number_pages
from duban_cli.documents.runs import add_runs
from duban_cli.documents.titles import mark_size

if TYPE_CHECKING:
    from docx.document import Document

    from duban_cli.documents.paper import Paper

_LARGEST_MARK = 48
_HANGS_BELOW = 34  # twips of 文号's line below its characters
_MARK_TOP = mm(35)  # below the upper edge of the type area


def lay_out(document: Document, paper: Paper) -> None:
    """Sets a 文件; with a 签发人 as one that goes upward."""
    number_pages(document, first=True)
    mark_draft(document, paper.get("稿别"))
    rise = round(MARK_RISE * pt(mark_size(paper.get("机关标志"), _LARGEST_MARK)))
    _corner(document, paper, height=_MARK_TOP + rise)
    add_mark(document, paper, largest=_LARGEST_MARK)
    _number(document, paper.get("文号"), paper.get("签发人"))
    add_rule(document, paper, before=mm(4) - _HANGS_BELOW)
    add_title(document, paper)
    add_addressee(document, paper)
    add_blocks(document, paper.body)
    close(document, paper, ruled_imprint=True)


def _corner(document: Document, paper: Paper, *, height: int) -> None:
    """份号 and 紧急程度 top left, and what is left of the space above the mark."""
    for name, style in (("份号", "DocNo"), ("紧急程度", "Urgency")):
        if paper.get(name):
            line = add_line(document, style, paper.get(name))
            oxml.set_property(line, "jc", val="left")
            height -= LINE
    gap = add_line(document, "Rule")
    oxml.set_property(gap, "spacing", line=height, lineRule="exact")


def _number(document: Document, doc_no: str, signer: str) -> None:
    """发文字号 two blank lines below the mark: centred, or left with the 签发人 right."""
    line = add_line(document, "DocNo", doc_no)
    oxml.set_property(line, "spacing", before=2 * LINE, line=360, lineRule="exact")
    if not signer:
        return
    oxml.set_property(line, "jc", val="left")
    oxml.set_property(line, "ind", left=CHAR, right=CHAR)
    oxml.set_property(line, "tabs", f"<w:tab{oxml.attributes(val='right', pos=AREA - CHAR)}/>")
    add_runs(line, "\t签发人：")
    add_runs(line, signer)
    oxml.set_font(line.runs[-1], KAI)
