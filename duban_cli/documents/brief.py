"""简报: a bulletin by issue: red name, issue, office and day, red rule; no seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.documents import oxml
from duban_cli.documents.base import AREA, CHAR
from duban_cli.documents.body import add_blocks, add_line, add_title
from duban_cli.documents.closing import close
from duban_cli.documents.masthead import add_addressee, add_mark, add_rule
from duban_cli.documents.oxml import pt
from duban_cli.documents.page import mark_draft, number_pages
from duban_cli.documents.runs import add_runs

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from duban_cli.documents.paper import Paper

_LARGEST_MARK = 48


def lay_out(document: Document, paper: Paper) -> None:
    """Sets a bulletin."""
    number_pages(document, first=True)
    mark_draft(document, paper.get("稿别"))
    add_mark(document, paper, largest=_LARGEST_MARK, leading=1.4)
    _issue(document, paper.get("期号"), paper.get("签发人"))
    _ends(document, paper.get("署名"), paper.get("日期"))
    add_rule(document, paper, before=pt(6))
    add_title(document, paper)
    add_addressee(document, paper)
    add_blocks(document, paper.body)
    close(document, paper, ruled_imprint=True, signed=False)


def _issue(document: Document, issue: str, signer: str) -> None:
    """期号 in the middle, the 签发人 to its right."""
    line = _spread(document, "", issue, f"签发：{signer}" if signer else "")
    oxml.set_property(line, "spacing", before=pt(10), after=pt(12))


def _ends(document: Document, office: str, day: str) -> None:
    """署名 one character in from the left, 日期 one from the right."""
    _spread(document, office, "", day)


def _spread(document: Document, left: str, middle: str, right: str) -> Paragraph:
    line = add_line(document, "HeadLine", left)
    oxml.set_property(line, "ind", left=CHAR, right=CHAR)
    stops = [oxml.attributes(val="right", pos=AREA - CHAR)]
    if middle:
        stops.insert(0, oxml.attributes(val="center", pos=AREA // 2))
    oxml.set_property(line, "tabs", "".join(f"<w:tab{stop}/>" for stop in stops))
    if middle:
        add_runs(line, "\t")
        add_runs(line, middle)
    if right:
        add_runs(line, "\t")
        add_runs(line, right)
    return line
