"""Runs of text: tabs and breaks, the look of 黑体 and 楷体, what is still to be filled in highlighted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from duban_cli.documents.markdown import runs
from duban_cli.documents.oxml import HEI, KAI, attributes, fonts

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

    from duban_cli.documents.markdown import Line, Run

_PARTS = re.compile(r"([\t\n])")
_MARKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def add_runs(paragraph: Paragraph, line: Line | str) -> None:
    """Text at the end of a paragraph."""
    for part in runs(line) if isinstance(line, str) else line:
        paragraph._p.append(_parsed(part))


def run_xml(run: Run, namespaces: str = "") -> str:
    """A run as WordprocessingML."""
    look = fonts(HEI) if run.strong else fonts(KAI) if run.emphasis else ""
    look += f"<w:highlight{attributes(val='yellow')}/>" if run.blank else ""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    content = "".join(_content(part, at % 2 == 1) for at, part in enumerate(_PARTS.split(run.text)))
    return f"<w:r{namespaces}>{properties}{content}</w:r>"


def _parsed(run: Run) -> Any:
    return parse_xml(run_xml(run, f" {nsdecls('w')}"))


def _content(part: str, mark: bool) -> str:
    if mark:
        return _MARKS[part]
    return f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
