"""信函格式: red double rules at the head and foot of page 1, no number on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.documents import oxml
from duban_cli.documents.body import add_blocks, add_title
from duban_cli.documents.closing import close
from duban_cli.documents.masthead import MARK_INK, MARK_RISE, add_addressee, add_mark, add_numbers
from duban_cli.documents.oxml import mm, pt
from duban_cli.documents.page import first_page_bars, mark_draft, number_pages
from duban_cli.documents.titles import mark_size

if TYPE_CHECKING:
    from docx.document import Document

    from duban_cli.documents.paper import Paper

_RULE_WIDTH = mm(170)
_MARK_TOP = mm(30)
_MARK_TO_RULE = mm(4)
_FOOT_RULE_BOTTOM = mm(297 - 20)
_THICK, _GAP, _THIN = pt(2.25), pt(1), pt(0.75)
_DOUBLE = _THICK + _GAP + _THIN
_RULE_TO_TEXT = pt(13)  # 7/8 of a 3号 character (14 pt), less what its line is higher than the character
_LARGEST_MARK = 36


def lay_out(document: Document, paper: Paper) -> None:
    """Sets a letter."""
    mark = paper.get("机关标志")
    size = pt(mark_size(mark, _LARGEST_MARK))
    top = _MARK_TOP + round(MARK_RISE * size)
    rule = _MARK_TOP + round(MARK_INK * size) + _MARK_TO_RULE
    number_pages(document, first=False)
    bars = [
        (rule, _THICK),
        (rule + _THICK + _GAP, _THIN),
        (_FOOT_RULE_BOTTOM - _DOUBLE, _THIN),
        (_FOOT_RULE_BOTTOM - _THICK, _THICK),
    ]
    if not paper.preprinted:
        first_page_bars(document, bars, width=_RULE_WIDTH)
    mark_draft(document, paper.get("稿别"))
    # The mark stands above the type area, in a frame that keeps the text below the first rule.
    oxml.set_property(
        add_mark(document, paper, largest=_LARGEST_MARK),
        "framePr",
        w=_RULE_WIDTH,
        h=rule + _DOUBLE + _RULE_TO_TEXT - top,
        hRule="exact",
        hSpace=0,
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        xAlign="center",
        y=top,
    )
    add_numbers(document, paper.get("紧急程度"), paper.get("文号"))
    add_title(document, paper)
    add_addressee(document, paper)
    add_blocks(document, paper.body)
    close(document, paper, ruled_imprint=False)
