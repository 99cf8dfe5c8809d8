"""版记: at the foot of the last page, however long the paper is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.documents import keep, oxml
from duban_cli.documents.base import AREA
from duban_cli.documents.body import add_line
from duban_cli.documents.oxml import BLACK
from duban_cli.documents.runs import add_runs

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from duban_cli.documents.paper import Paper

_SMALL = 280  # a 4号 character
_ANCHOR = 14  # twips: the paragraph that ties 版记 to its page must fit below a full one
_THICK, _THIN = 20, 14  # twips: 0.35 mm and 0.25 mm


def add_imprint(document: Document, paper: Paper, *, ruled: bool) -> None:
    """Adds 版记; a letter's has neither rules nor 印发机关 and date. Nothing where there is nothing to say."""
    sent = [
        name for name in ("主送", "抄送") if paper.get(name) and (name != "主送" or paper.addressee_below)
    ]
    printer, day = paper.get("印发机关"), paper.get("印发日期")
    printed = ruled and bool(printer or day)
    if not sent and not printed:
        return
    keep.last_with_next(document)
    rows = [_sent(document, name, paper.get(name)) for name in sent]
    if printed:
        row = add_line(document, "Imprint", printer)
        oxml.set_property(row, "tabs", f"<w:tab{oxml.attributes(val='right', pos=AREA - _SMALL)}/>")
        add_runs(row, f"\t{day}印发" if day else "")
        rows.append(row)
    for paragraph in _with_rules(document, rows) if ruled else rows:
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


def _sent(document: Document, label: str, units: str) -> Paragraph:
    """主送 or 抄送, a second line under the first unit's name."""
    row = add_line(document, "Imprint", f"{label}：{units}。")
    oxml.set_property(row, "ind", left=4 * _SMALL, right=_SMALL, hanging=3 * _SMALL)
    return row


def _with_rules(document: Document, rows: list[Paragraph]) -> list[Paragraph]:
    """Rules above, between and below, as paragraphs of their own: they run past the text's indents."""
    found = []
    for number, row in enumerate(rows):
        if number and row.text.startswith("抄送："):  # 主送 above it, without a rule between
            found.append(row)
            continue
        above = add_line(document, "Rule")
        oxml.fill(above, _THIN if number else _THICK, BLACK)
        row._p.addprevious(above._p)
        found += [above, row]
    below = add_line(document, "Rule")
    oxml.fill(below, _THICK, BLACK)
    return [*found, below]
