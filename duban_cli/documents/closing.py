"""What ends a paper: 附件说明, 署名, 成文日期, 附注, then its annexes and 版记."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.documents import keep, oxml
from duban_cli.documents.base import AREA, CHAR, LINE
from duban_cli.documents.body import add_annexes, add_line
from duban_cli.documents.imprint import add_imprint
from duban_cli.documents.titles import width

if TYPE_CHECKING:
    from docx.document import Document

    from duban_cli.documents.paper import Paper

_SEAL_LINES = 2  # left free above the name, so that the seal's upper edge comes within a line of the text
_DATE_FROM_RIGHT = 4  # characters, under a seal
_APART = 2  # characters: an unsealed name from the right, its date's beginning from the name's


def close(document: Document, paper: Paper, *, ruled_imprint: bool, signed: bool = True) -> None:
    """Everything after the body, in the standard's order."""
    attached(document, paper.lines("附件"))
    if signed:
        signature(document, paper.get("署名"), paper.get("日期"), sealed=paper.sealed)
    note(document, paper.get("附注"))
    add_annexes(document, paper)
    add_imprint(document, paper, ruled=ruled_imprint)


def attached(document: Document, names: list[str]) -> None:
    """附件说明: a blank line below the body, two characters in; the second line of a name stands under its first."""
    if not names:
        return
    keep.last_with_next(document)
    numbered = len(names) > 1
    figures = CHAR * (2 if len(names) > 9 else 3 / 2)  # "12. " and "3. ", the space a tab
    name_at = round(CHAR * 5 + (figures if numbered else 0))
    for number, name in enumerate(names, 1):
        count = f"{number}.\t" if numbered else ""
        paragraph = add_line(document, "Attached", ("附件：" if number == 1 else "") + count + name)
        start = 2 * CHAR if number == 1 else 5 * CHAR
        oxml.set_property(paragraph, "tabs", f"<w:tab{oxml.attributes(val='left', pos=name_at)}/>")
        oxml.set_property(paragraph, "ind", left=name_at, hanging=name_at - start)
        if number == 1:
            oxml.set_property(paragraph, "spacing", before=LINE)


def signature(document: Document, office: str, day: str, *, sealed: bool = True) -> None:
    """署名 and 成文日期, kept with the text before."""
    if not office and not day:
        return
    keep.last_with_next(document)
    if sealed:
        _under_seal(document, office, day)
    else:
        _without_seal(document, office, day)


def note(document: Document, text: str) -> None:
    """附注 in （）, two characters in, on the line below the date."""
    if text:
        keep.last_with_next(document)
        add_line(document, "Note", f"（{text}）")


def _under_seal(document: Document, office: str, day: str) -> None:
    """The date ends four characters from the right, the name is centred over it.

    A name too wide for that ends at the right edge, the date is centred under it.
    """
    box = max(CHAR * (width(day) + 2 * _DATE_FROM_RIGHT), CHAR * width(office))
    left = max(0, AREA - round(box))
    signer = add_line(document, "Signer", office)
    oxml.set_property(signer, "spacing", before=_SEAL_LINES * LINE)
    for paragraph in (signer, add_line(document, "Date", day)):
        oxml.set_property(paragraph, "ind", left=left)


def _without_seal(document: Document, office: str, day: str) -> None:
    """The name ends two characters from the right, the date begins two characters right of the name's beginning;
    a date that would pass the name ends two characters from the right instead, and the name moves left.
    """
    wide = width(day) + _APART > width(office)
    name_at = AREA - round(CHAR * (_APART + (width(day) + _APART if wide else width(office))))
    signer = add_line(document, "Signer", office)
    oxml.set_property(signer, "spacing", before=LINE)
    oxml.set_property(signer, "ind", left=max(0, name_at))
    oxml.set_property(signer, "jc", val="left")
    date = add_line(document, "Date", day)
    oxml.set_property(
        date, "ind", **({"right": _APART * CHAR} if wide else {"left": name_at + _APART * CHAR})
    )
    oxml.set_property(date, "jc", val="right" if wide else "left")
