"""The page around the text: a fresh document, page numbers, the mark of a draft."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from duban_cli.documents import oxml
from duban_cli.documents.base import base_package
from duban_cli.documents.runs import add_runs

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import _Footer, _Header
    from docx.text.paragraph import Paragraph

_ONE_CHARACTER = 280  # 4号, twips


def new_document() -> Document:
    """A page of GB/T 9704-2012 with its styles and no text."""
    return docx.Document(BytesIO(base_package()))


def number_pages(document: Document, *, first: bool) -> None:
    """— 1 — in 4号 宋体, outside: odd pages right, even pages left; ``first``: on page 1 too."""
    section = document.sections[0]
    section.different_first_page_header_footer = not first
    _number(section.footer, right=True)
    _number(section.even_page_footer, right=False)


def mark_draft(document: Document, text: str) -> None:
    """送审稿 or the like at the top right of every page."""
    if not text:
        return
    section = document.sections[0]
    headers = [section.header, section.even_page_header]
    if section.different_first_page_header_footer:
        headers.append(section.first_page_header)
    for header in headers:
        add_runs(_only_paragraph(header, "Header"), text)


def first_page_bars(document: Document, bars: list[tuple[int, int]], *, width: int) -> None:
    """Red bars on page 1 alone, each (top from the page's edge, height) in twips."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = _only_paragraph(section.first_page_header, "Header")
    for number, (top, height) in enumerate(bars, 1):
        paragraph._p.append(oxml.bar(number, top=top, height=height, width=width))


def _number(footer: _Footer, *, right: bool) -> None:
    paragraph = _only_paragraph(footer, "Footer")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    oxml.set_property(paragraph, "ind", **{"right" if right else "left": _ONE_CHARACTER})
    paragraph.add_run("— ")
    oxml.page_field(paragraph.add_run())
    paragraph.add_run(" —")


def _only_paragraph(part: _Header | _Footer, style: str) -> Paragraph:
    part.is_linked_to_previous = False
    paragraph: Paragraph = part.paragraphs[0]
    paragraph._p.style = style
    return paragraph
