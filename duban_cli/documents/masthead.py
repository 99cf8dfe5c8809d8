"""What stands at the head of page 1: the red mark, the red rule, numbers and addressee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Pt

from duban_cli.documents import oxml
from duban_cli.documents.base import AREA
from duban_cli.documents.body import add_line
from duban_cli.documents.oxml import HEI, RED, pt
from duban_cli.documents.runs import add_runs
from duban_cli.documents.titles import mark_size

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from duban_cli.documents.paper import Paper

# Set in a line as high as its size, a mark's glyphs begin this much above the line and are this high (in ems).
MARK_RISE, MARK_INK = 0.055, 0.95
_RULE = 45  # twips: 0.8 mm


def add_mark(document: Document, paper: Paper, *, largest: float, leading: float = 1) -> Paragraph:
    """发文机关标志 on one line, at most ``largest`` points, its line ``leading`` times as high.

    Paper that bears it already keeps the room for it.
    """
    text = paper.get("机关标志")
    paragraph = add_line(document, "Mark", "" if paper.preprinted else text)
    size = mark_size(text, largest)
    for run in paragraph.runs:
        run.font.size = Pt(size)
    oxml.set_property(paragraph, "spacing", line=pt(size * leading), lineRule="exact")
    return paragraph


def add_rule(document: Document, paper: Paper, *, before: int) -> None:
    """A red rule as wide as the type area, ``before`` twips below what stands above it; only its room on paper
    that bears it already.
    """
    gap = add_line(document, "Rule")
    oxml.set_property(gap, "spacing", line=before, lineRule="exact")
    rule = add_line(document, "Rule")
    if paper.preprinted:
        oxml.set_property(rule, "spacing", line=_RULE, lineRule="exact")
    else:
        oxml.fill(rule, _RULE, RED)


def add_numbers(document: Document, urgency: str, doc_no: str, *, before: int = 0) -> None:
    """紧急程度 flush left and 发文字号 flush right on one line."""
    paragraph = add_line(document, "HeadLine")
    oxml.set_property(paragraph, "spacing", before=before)
    oxml.set_property(paragraph, "tabs", f"<w:tab{oxml.attributes(val='right', pos=AREA)}/>")
    add_runs(paragraph, urgency)
    for run in paragraph.runs:
        oxml.set_font(run, HEI)
    add_runs(paragraph, f"\t{doc_no}")


def add_addressee(document: Document, paper: Paper) -> None:
    """主送机关, flush left, ending in ：, unless there are so many that they stand in 版记."""
    if paper.get("主送") and not paper.addressee_below:
        add_line(document, "Addressee", f"{paper.get('主送')}：")
