"""What ends a paper: 附件说明, 署名, 成文日期, 附注, 版记."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.documents import oxml
from duban_cli.documents.base import CHAR, LINE
from duban_cli.documents.body import AREA, add_annexes, add_line, add_runs
from duban_cli.documents.oxml import BLACK
from duban_cli.documents.titles import width

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from duban_cli.documents.paper import Paper

_SMALL = 280  # a 4号 character
_SEAL_LINES = 2  # left free above the name, so that the seal's upper edge comes within a line of the text
_ANCHOR = 14  # twips: the paragraph that ties 版记 to its page must fit below a full one
_DATE_FROM_RIGHT = 4  # characters
_THICK, _THIN = 20, 14  # twips: 0.35 mm and 0.25 mm


def close(document: Document, paper: Paper, *, ruled_imprint: bool, signed: bool = True) -> None:
    """Everything after the body, in the standard's order."""
    attached(document, paper.lines("附件"))
    if signed:
        signature(document, paper.get("署名"), paper.get("日期"))
    note(document, paper.get("附注"))
    add_annexes(document, paper.annexes)
    imprint(document, paper, ruled=ruled_imprint)


def attached(document: Document, names: list[str]) -> None:
    """附件说明: a blank line below the body, two characters in, names aligned."""
    for number, name in enumerate(names, 1):
        label = "附件：" if number == 1 else "\u3000\u3000\u3000"
        count = f"{number}. " if len(names) > 1 else ""
        paragraph = add_line(document, "Attached", f"{label}{count}{name}")
        hanging = round(CHAR * (3 + (1.5 if count else 0)))
        oxml.set_property(paragraph, "ind", left=2 * CHAR + hanging, hanging=hanging)
        if number == 1:
            oxml.set_property(paragraph, "spacing", before=LINE)


def signature(document: Document, office: str, day: str) -> None:
    """署名 centred over the 成文日期, which ends four characters from the right; kept with the text before."""
    if not office and not day:
        return
    _keep_last_with_next(document)
    box = max(CHAR * (width(day) + 2 * _DATE_FROM_RIGHT), CHAR * width(office))
    left = max(0, AREA - round(box))
    signer = add_line(document, "Signer", office)
    oxml.set_property(signer, "spacing", before=_SEAL_LINES * LINE)
    for paragraph in (signer, add_line(document, "Date", day)):
        oxml.set_property(paragraph, "ind", left=left)


def note(document: Document, text: str) -> None:
    """附注 in （）, two characters in, on the line below the date."""
    if text:
        _keep_last_with_next(document)
        add_line(document, "Note", f"（{text}）")


def imprint(document: Document, paper: Paper, *, ruled: bool) -> None:
    """版记 on the foot of the last page; a letter's has neither rules nor 印发机关 and date."""
    copies, printer, day = paper.get("抄送"), paper.get("印发机关"), paper.get("印发日期")
    paragraphs: list[Paragraph] = []
    if copies:
        row = add_line(document, "Imprint", f"抄送：{copies}。")
        oxml.set_property(row, "ind", left=4 * _SMALL, right=_SMALL, hanging=3 * _SMALL)
        paragraphs.append(row)
    if ruled and (printer or day):
        row = add_line(document, "Imprint", printer)
        oxml.set_property(row, "tabs", f"<w:tab{oxml.attributes(val='right', pos=AREA - _SMALL)}/>")
        add_runs(row, f"\t{day}印发" if day else "")
        paragraphs.append(row)
    if not paragraphs:
        return
    _keep_last_with_next(document, before=len(paragraphs))
    if ruled:
        paragraphs = _with_rules(document, paragraphs)
    for paragraph in paragraphs:
        oxml.set_property(
            paragraph,
            "framePr",
            w=AREA,
            hSpace=0,
            vSpace=0,
            wrap="around",
            hAnchor="margin",
            vAnchor="margin",
            xAlign="left",
            yAlign="bottom",
        )
    anchor = add_line(document, "Rule")
    oxml.set_property(anchor, "spacing", line=_ANCHOR, lineRule="exact")


def _with_rules(document: Document, rows: list[Paragraph]) -> list[Paragraph]:
    """Rules above, between and below, as paragraphs of their own: they run past the text's indents."""
    found = []
    for number, row in enumerate(rows):
        above = add_line(document, "Rule")
        oxml.fill(above, _THIN if number else _THICK, BLACK)
        row._p.addprevious(above._p)
        found += [above, row]
    below = add_line(document, "Rule")
    oxml.fill(below, _THICK, BLACK)
    return [*found, below]


def _keep_last_with_next(document: Document, *, before: int = 0) -> None:
    """Keeps the last paragraph, or the one ``before`` it, on the page of the next."""
    paragraphs = document.paragraphs
    if len(paragraphs) > before:
        paragraphs[-1 - before].paragraph_format.keep_with_next = True
