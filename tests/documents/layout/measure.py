"""What stands where on the pages of a PDF, in millimetres from the upper left corner of the page."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTCurve, LTLine, LTPage, LTRect
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TOP, LEFT, RIGHT, BOTTOM = 37.0, 28.0, 184.0, 262.0  # the type area
LINE = 225 / 22
CHAR3, CHAR4 = 16 * 25.4 / 72, 14 * 25.4 / 72  # characters of 3号 and 4号
_MM = 25.4 / 72
_BELOW = 0.12  # how far a Chinese character reaches below its baseline, in ems
_DPI = 254  # ten pixels a millimetre


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in its em box."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True)
class TextLine:
    """Characters on one baseline, left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs).strip()

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def top(self) -> float:
        """Of the em box of its characters."""
        return self.baseline - (1 - _BELOW) * self.glyphs[0].size

    @property
    def bottom(self) -> float:
        return self.baseline + _BELOW * self.glyphs[0].size


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rule."""

    left: float
    right: float
    top: float
    bottom: float
    red: bool

    @property
    def thickness(self) -> float:
        return self.bottom - self.top

    @property
    def length(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class Page:
    """One page, measured."""

    pdf: Path
    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    bars: tuple[Bar, ...]
    table_rules: tuple[Bar, ...]

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """From the top down."""
        rows: dict[float, list[Glyph]] = {}
        for glyph in self.glyphs:
            at = next((base for base in rows if abs(base - glyph.baseline) < 0.4), glyph.baseline)
            rows.setdefault(at, []).append(glyph)
        return tuple(
            TextLine(tuple(sorted(row, key=lambda one: one.left))) for _, row in sorted(rows.items())
        )

    def line(self, text: str) -> TextLine:
        """The one line that holds a text."""
        (found,) = [line for line in self.lines if text in line.text]
        return found

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def area(self) -> tuple[TextLine, ...]:
        """The lines within the type area."""
        return tuple(line for line in self.lines if TOP < line.baseline < BOTTOM)

    def ink(self, top: float, bottom: float, *, left: float = 0, right: float = 210) -> tuple[float, float]:
        """Upper and lower edge of what is printed in a part of the page."""
        box = {"x": left, "y": top, "W": right - left, "H": bottom - top}
        cut = [word for name, length in box.items() for word in (f"-{name}", str(round(length * 10)))]
        page = ["-f", str(self.number), "-l", str(self.number)]
        done = subprocess.run(
            ["pdftoppm", "-r", str(_DPI), "-gray", *page, *cut, str(self.pdf)],
            capture_output=True,
            check=True,
        )
        head = re.match(rb"P5\s(\d+) (\d+)\s255\s", done.stdout)
        assert head is not None
        width, height, pixels = int(head[1]), int(head[2]), done.stdout[head.end() :]
        rows = [y for y in range(height) if min(pixels[width * y : width * (y + 1)]) < 160]
        assert rows
        return top + rows[0] / 10, top + (rows[-1] + 1) / 10


def pages(pdf: Path) -> list[Page]:
    """Every page of a PDF."""
    found = []
    with pdf.open("rb") as file:
        manager = PDFResourceManager()
        device = PDFPageAggregator(manager, laparams=None)
        interpreter = PDFPageInterpreter(manager, device)
        for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(file))), 1):
            interpreter.process_page(page)
            found.append(_page(pdf, number, device.get_result()))
    return found


def one_line(lines: Sequence[TextLine]) -> str:
    """Text without its line ends."""
    return "".join(line.text for line in lines)


def _page(pdf: Path, number: int, page: LTPage) -> Page:
    height = page.height
    glyphs, bars, rules = [], [], []
    for one in page:
        if isinstance(one, LTChar):
            glyphs.append(_glyph(one, height))
        elif isinstance(one, LTLine):
            rules.append(_bar(one, height, red=False))
        elif isinstance(one, LTRect | LTCurve):
            bars.append(_bar(one, height, red=one.non_stroking_color == (1.0, 0.0, 0.0)))
    return Page(
        pdf, number, page.width * _MM, height * _MM, tuple(glyphs), tuple(_merged(bars)), tuple(rules)
    )


def _glyph(char: LTChar, height: float) -> Glyph:
    baseline = (height - char.matrix[5]) * _MM
    return Glyph(char.get_text(), char.x0 * _MM, char.x1 * _MM, baseline, char.size * _MM)


def _bar(shape: LTCurve, height: float, *, red: bool) -> Bar:
    return Bar(shape.x0 * _MM, shape.x1 * _MM, (height - shape.y1) * _MM, (height - shape.y0) * _MM, red)


def _merged(bars: list[Bar]) -> Iterator[Bar]:
    """From the top down, each once: LibreOffice paints some twice."""
    yield from sorted(dict.fromkeys(bars), key=lambda bar: bar.top)
