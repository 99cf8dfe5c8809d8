"""The Markdown of a paper's body → blocks. Only what official papers have:

``#`` to ``####`` headings, tables, ``**黑体**`` and ``*楷体*``; every other line is a paragraph of its own, and
``<br>`` breaks one. A table may do without heads (an empty first row); dashes in its second row give the
relative widths; a cell ``<`` joins the cell to its left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

Align: TypeAlias = Literal["left", "center", "right"]

# Asterisks are the template's own, values have theirs escaped. CommonMark would not close **批示：**今 before 今,
# because Chinese has no spaces; so they are set apart before parsing and switch the look on and off.
_STRONG, _EMPHASIS = "\ue010", "\ue011"
_SWITCH = re.compile(f"([{_STRONG}{_EMPHASIS}])")
BLANK = re.compile(r"【待填：([^】]*)】")
_RULES = ("heading", "table", "escape", "entity", "html_inline", "newline")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look."""

    text: str
    strong: bool = False
    emphasis: bool = False
    blank: bool = False


Line: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、) to 4（（1））."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell of one or more lines, ``span`` columns wide."""

    lines: tuple[Line, ...]
    align: Align = "left"
    span: int = 1

    @property
    def text(self) -> str:
        return "\n".join(plain(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; without ``head`` it is a form."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


Block: TypeAlias = Heading | Paragraph | Table


def plain(line: Line) -> str:
    """The text of a line."""
    return "".join(run.text for run in line)


def runs(text: str, *, strong: bool = False, emphasis: bool = False) -> Line:
    """Plain text as runs, with what is still to be filled in set apart."""
    found = []
    for number, part in enumerate(re.split(r"(【待填：[^】]*】)", text)):
        if part:
            found.append(Run(part, strong=strong, emphasis=emphasis, blank=bool(number % 2)))
    return tuple(found)


def missing(*texts: str) -> tuple[str, ...]:
    """Names of what is still to be filled in, each once, in order."""
    return tuple(dict.fromkeys(name for text in texts for name in BLANK.findall(text)))


def parse(markdown: str) -> tuple[Block, ...]:
    """The blocks of a body."""
    parser = MarkdownIt("zero", {"html": True}).enable(list(_RULES))
    marked = markdown.replace("\\*", "&#42;").replace("**", _STRONG).replace("*", _EMPHASIS)
    return tuple(_blocks(parser.parse(marked), markdown.split("\n")))


def _blocks(tokens: Sequence[Token], source: Sequence[str]) -> Iterator[Block]:
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open":
            for line in _lines(tokens[position + 1]):
                yield Heading(min(int(token.tag[1:]), 4), line)
        elif token.type == "paragraph_open":
            for line in _lines(tokens[position + 1]):
                yield Paragraph(line)
        elif token.type == "table_open":
            end = next(at for at in range(position, len(tokens)) if tokens[at].type == "table_close")
            yield _table(tokens[position:end], _widths(source[(token.map or [0])[0] + 1]))
            position = end
        position += 1


def _table(tokens: Sequence[Token], widths: tuple[int, ...]) -> Table:
    rows: list[list[Cell]] = []
    for position, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            content = tokens[position + 1]
            if content.content.strip() == "<" and rows[-1]:
                left = rows[-1].pop()
                rows[-1].append(Cell(left.lines, left.align, left.span + 1))
            else:
                rows[-1].append(Cell(tuple(_lines(content)), _align(token)))
    head, *body = [tuple(row) for row in rows]
    if not any(cell.lines for cell in head):
        head = ()
    return Table(head, tuple(body), widths)


def _widths(delimiter: str) -> tuple[int, ...]:
    return tuple(len(part.strip()) for part in delimiter.strip().strip("|").split("|"))


def _align(token: Token) -> Align:
    style = str(token.attrGet("style") or "")
    if style.endswith("center"):
        return "center"
    return "right" if style.endswith("right") else "left"


def _lines(inline: Token) -> Iterator[Line]:
    """The lines of an inline token; empty ones are dropped."""
    current: list[str] = []
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak") or _is_break(token):
            yield from _line("".join(current))
            current = []
        else:
            current.append(token.content)
    yield from _line("".join(current))


def _is_break(token: Token) -> bool:
    return token.type == "html_inline" and re.fullmatch(r"<br\s*/?>", token.content) is not None


def _line(text: str) -> Iterator[Line]:
    """The line a text is, unless it is empty; an asterisk without its fellow prints as one."""
    parts = _SWITCH.split(text)
    left = {mark: parts.count(mark) // 2 * 2 for mark in (_STRONG, _EMPHASIS)}
    on = {_STRONG: False, _EMPHASIS: False}
    found: list[Run] = []
    for part in parts:
        if left.get(part):
            left[part] -= 1
            on[part] = not on[part]
        else:
            said = part.replace(_STRONG, "**").replace(_EMPHASIS, "*")
            found += runs(said, strong=on[_STRONG], emphasis=on[_EMPHASIS])
    if found:
        yield tuple(found)
