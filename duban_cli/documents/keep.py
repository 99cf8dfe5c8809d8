"""What stays together on a page: a table with what announces it, the signature and 版记 with the text before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from duban_cli.documents import oxml
from duban_cli.documents.base import LINE_CHARS
from duban_cli.documents.titles import width

if TYPE_CHECKING:
    from typing import Any

    from docx.document import Document

GAP_STYLE = "TableGap"
_ABOVE_TABLE = 80  # twips between a line of text and the table below it
# LibreOffice moves a kept paragraph as a whole: a longer one would leave too much of the page before it empty.
_KEPT_LINES = 5


def announcement(document: Document) -> None:
    """Before a table: a line ending in ： stays with it, text keeps off its rule."""
    paragraphs = document.paragraphs
    last = paragraphs[-1] if paragraphs else None
    if last is None or last._p.getnext().tag != qn("w:sectPr"):
        return
    if _style(last._p).startswith(("Body", "Heading", "Addressee")):
        oxml.set_property(last, "spacing", after=_ABOVE_TABLE)
    if last.text.endswith("："):
        _keep(last)


def last_with_next(document: Document) -> None:
    """The last paragraph, or the last row of a table, stays on the page of what follows."""
    paragraphs = document.paragraphs
    if not paragraphs:
        return
    last = paragraphs[-1]
    _keep(last)
    table = last._p.getprevious()
    if _style(last._p) == GAP_STYLE and table is not None:
        row = table.findall(qn("w:tr"))[-1]
        if row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None:
            for one in row.iter(qn("w:p")):
                oxml.set_property(Paragraph(one, document._body), "keepNext")


def _keep(paragraph: Paragraph) -> None:
    """Unless it would take all text away from page 1, which has to carry some, or is too long to be moved."""
    if not _opens_body(paragraph._p) and width(paragraph.text) <= LINE_CHARS * _KEPT_LINES:
        oxml.set_property(paragraph, "keepNext")


def _opens_body(element: Any) -> bool:
    before = element.getprevious()
    if before is not None and _style(before).startswith("Heading"):
        before = before.getprevious()
    return (
        _style(element).startswith("Body") and before is not None and _style(before) in ("Title", "Addressee")
    )


def _style(element: Any) -> str:
    return str(getattr(element, "style", None) or "")
