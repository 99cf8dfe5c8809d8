"""单: a short paper or a form; with a 机关标志 it has a red head, without one the title comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.documents import oxml
from duban_cli.documents.base import AREA
from duban_cli.documents.body import add_blocks, add_line, add_title
from duban_cli.documents.closing import close
from duban_cli.documents.masthead import add_addressee, add_mark, add_numbers, add_rule
from duban_cli.documents.oxml import mm, pt
from duban_cli.documents.page import mark_draft, number_pages
from duban_cli.documents.runs import add_runs

if TYPE_CHECKING:
    from docx.document import Document

    from duban_cli.documents.paper import Paper

_LARGEST_MARK = 32
_TITLE_SPACE = 240  # twips: a 单 should stand on one page


def lay_out(document: Document, paper: Paper) -> None:
    """Sets a 单; without a 署名 its 日期 stands above the table."""
    signed = bool(paper.get("署名"))
    number_pages(document, first=False)
    mark_draft(document, paper.get("稿别"))
    if paper.get("机关标志"):
        add_mark(document, paper, largest=_LARGEST_MARK, leading=1.1)
        add_rule(document, paper, before=mm(4))
        add_numbers(document, paper.get("紧急程度"), paper.get("文号"), before=pt(14))
        add_title(document, paper, before=_TITLE_SPACE, after=_TITLE_SPACE)
    else:
        add_title(document, paper, before=0, after=_TITLE_SPACE)
    _form_line(document, paper.get("编号"), "" if signed else paper.get("日期"))
    add_addressee(document, paper)
    add_blocks(document, paper.body)
    close(document, paper, ruled_imprint=True, signed=signed)


def _form_line(document: Document, number: str, day: str) -> None:
    """The number of a form and its day on one line above the table."""
    if number or day:
        line = add_line(document, "FormLine", f"编号：{number}" if number else "")
        oxml.set_property(line, "tabs", f"<w:tab{oxml.attributes(val='right', pos=AREA)}/>")
        add_runs(line, f"\t{day}")
