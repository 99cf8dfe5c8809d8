"""A chart as a paper shows it: a native chart of Word, WPS and LibreOffice, with its numbers inside and no workbook.

Printed in black and white it says the same: every bar and point carries its figure, and none means anything
by its colour.
"""

# ruff: noqa: PLC0415 - openpyxl is loaded only for a paper that has a chart

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from duban_cli.documents.oxml import FANG_SONG, HEI, element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.document import Document
    from openpyxl.chart.series import Series
    from openpyxl.chart.text import RichText

MARK = "\ue012"
"""Before the name of a chart in the one paragraph where it is to stand; no value and no template can hold it."""

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMU = 36_000  # in a millimetre
_WIDTH = 150  # mm; the type area has 156
_LINE_HEIGHT = 52
_BARS_HEIGHT, _BAR_HEIGHT = 16, 6
_LAST_RULE = 1000
_GREY, _BLACK = "8C8C8C", "000000"
_TEXT, _TITLE, _CROWDED_TEXT = 1050, 1200, 900  # hundredths of a point
_CROWDED = 7  # more points on a line take smaller letters


@dataclass(frozen=True, slots=True)
class Point:
    """One bar or point, None where there is a gap in a line; ``of`` is what the figure is taken from (8/10)."""

    label: str
    value: Decimal | None
    of: str | None = None

    @property
    def name(self) -> str:
        """The thing and what its figure is taken from."""
        return f"{self.label}（{self.of}）" if self.of else self.label


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of several things, or a line over time. ``unit`` follows each figure; rates end at 100."""

    title: str
    kind: Literal["条形图", "折线图"]
    points: tuple[Point, ...]
    unit: Literal["%", "件", "分"]

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The figures, gaps left out."""
        return tuple(point.value for point in self.points if point.value is not None)

    @property
    def places(self) -> int:
        """Decimal places of every figure: one in rates, else as many as the longest needs."""
        if self.unit == "%":
            return 1
        return max((-int(value.normalize().as_tuple().exponent) for value in self.values), default=0)

    def figure(self, point: Point) -> str:
        """80.0%, 3件; — for a gap."""
        return "—" if point.value is None else f"{point.value:.{max(0, self.places)}f}{self.unit}"

    def at_axis(self, point: Point) -> str:
        """What stands at the axis; under a line, where there is little room, in lines of its own."""
        if self.kind == "条形图":
            return point.name
        return "\n".join(part for part in (point.label, point.of) if part)

    @property
    def alt(self) -> str:
        """The chart in words, for those who cannot see it."""
        told = "；".join(f"{point.name}{self.figure(point)}" for point in self.points)
        return f"{self.kind}，{self.title}：{told}。"


def place(document: Document, charts: Mapping[str, Chart]) -> None:
    """Puts each chart into the paragraph that is marked with its name.

    Raises:
        ValueError: a paragraph is marked with the name of no chart.
    """
    for paragraph, name in marked_paragraphs(document):
        if name not in charts:
            raise ValueError(f"no chart of this name: {name}")
        _draw(document, paragraph, charts[name])


def marked_paragraphs(document: Document) -> list[tuple[Any, str]]:
    """The paragraphs where charts are to stand, each with the name of its chart."""
    found = []
    for paragraph in document.element.body.iter(qn("w:p")):
        text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        if text.startswith(MARK):
            found.append((paragraph, text.removeprefix(MARK).strip()))
    return found


def _draw(document: Document, paragraph: Any, chart: Chart) -> None:
    package = document.part.package
    part = Part(package.next_partname("/word/charts/chart%d.xml"), _TYPE, chart_xml(chart), package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    # Ids below are the rules' in headers.
    taken = [int(shape.get("id", 0)) for shape in document.element.body.iter(qn("wp:docPr"))]
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.append(
        element(
            "pPr",
            '<w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="120" w:line="240" w:lineRule="auto"/>'
            '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>',
        )
    )
    paragraph.append(_inline(chart, relation, max([_LAST_RULE, *taken]) + 1))


def _inline(chart: Chart, relation: str, number: int) -> Any:
    height = _LINE_HEIGHT if chart.kind == "折线图" else _BARS_HEIGHT + _BAR_HEIGHT * len(chart.points)
    name, alt = quoteattr(chart.title), quoteattr(chart.alt)
    return parse_xml(
        f"<w:r {nsdecls('w', 'wp', 'a', 'r')}><w:drawing>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_WIDTH * _EMU}" cy="{height * _EMU}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name={name} descr={alt}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SPACE}"><c:chart xmlns:c="{_SPACE}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def chart_xml(chart: Chart) -> bytes:
    """The chart part: the same chart gives the same bytes."""
    from openpyxl.chart import BarChart, LineChart
    from openpyxl.chart.chartspace import ChartContainer, ChartSpace
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.plotarea import PlotArea
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.chart.text import Text
    from openpyxl.chart.title import Title
    from openpyxl.xml.functions import tostring

    line = chart.kind == "折线图"
    drawn: Any = LineChart() if line else BarChart(barDir="bar", gapWidth=60)
    drawn.varyColors = False
    drawn.ser = [_series(chart)]
    labels = DataLabelList(showVal=True, numFmt=_format(chart), dLblPos="t" if line else "outEnd")
    labels.showLegendKey = labels.showCatName = labels.showSerName = labels.showPercent = False
    size = _CROWDED_TEXT if line and len(chart.points) > _CROWDED else _TEXT
    labels.txPr = _letters(size, FANG_SONG)
    drawn.ser[0].dLbls = labels
    across, up = drawn.x_axis, drawn.y_axis
    across.delete, up.delete = False, True
    across.tickLblPos = "low"  # names stay at the edge where a bar goes below nought
    across.axPos, up.axPos = ("b", "l") if line else ("l", "b")
    across.txPr = _letters(size, FANG_SONG)
    across.graphicalProperties = GraphicalProperties(ln=_stroke(_BLACK))
    across.scaling.orientation = "minMax" if line else "maxMin"  # the first bar stands on top
    up.majorGridlines = None
    up.scaling.min = min(0, *map(float, chart.values))
    if chart.unit == "%":
        # Room for the figure of a full bar, or of a point below the title.
        up.scaling.max = 130 if line else 115
    elif max(chart.values) > 0:
        up.scaling.max = float(max(chart.values)) * 1.15
    title = Title(tx=Text(rich=_letters(_TITLE, HEI, chart.title)), overlay=False)
    container = ChartContainer(
        plotArea=PlotArea(_charts=[drawn]), title=title, autoTitleDeleted=False, plotVisOnly=True
    )
    space = ChartSpace(chart=container, roundedCorners=False, txPr=_letters(_TEXT, FANG_SONG))
    space.spPr = GraphicalProperties(noFill=True)
    space.spPr.line.noFill = True
    made: Any = tostring(space.to_tree())  # bytes, whatever the stubs say
    # LibreOffice would break 100.0% in two above a thin bar; openpyxl takes "none" for nothing said.
    return _HEAD + bytes(made).replace(b"<a:bodyPr ", b'<a:bodyPr wrap="none" ')


def _series(chart: Chart) -> Series:
    from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumVal, StrData, StrVal
    from openpyxl.chart.marker import Marker
    from openpyxl.chart.series import Series, SeriesLabel
    from openpyxl.chart.shapes import GraphicalProperties

    names = [StrVal(idx=at, v=chart.at_axis(point)) for at, point in enumerate(chart.points)]
    figures = [
        NumVal(idx=at, v=f"{point.value:f}")
        for at, point in enumerate(chart.points)
        if point.value is not None
    ]
    series = Series(
        idx=0,
        order=0,
        tx=SeriesLabel(v=chart.title),
        cat=AxDataSource(strLit=StrData(ptCount=len(names), pt=names)),
        val=NumDataSource(numLit=NumData(formatCode=_format(chart), ptCount=len(names), pt=figures)),
    )
    if chart.kind == "折线图":
        series.graphicalProperties = GraphicalProperties(ln=_stroke(_BLACK, width=19_050))
        series.marker = Marker(symbol="circle", size=6, spPr=GraphicalProperties(solidFill=_BLACK))
        series.smooth = False
    else:
        series.graphicalProperties = GraphicalProperties(solidFill=_GREY, ln=_stroke(_BLACK))
        series.invertIfNegative = False
    return series


def _format(chart: Chart) -> str:
    decimals = f".{'0' * chart.places}" if chart.places > 0 else ""
    return f'0{decimals}"{chart.unit}"'


def _stroke(color: str, width: int = 9_525) -> Any:
    from openpyxl.drawing.line import LineProperties

    return LineProperties(solidFill=color, w=width)


def _letters(size: int, font: str, text: str | None = None) -> RichText:
    """One look of letters; with ``text`` a title."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import (
        CharacterProperties,
        Font,
        Paragraph,
        ParagraphProperties,
        RegularTextRun,
        RichTextProperties,
    )

    face = Font(typeface=font)
    look = CharacterProperties(sz=size, b=False, lang="zh-CN", latin=face, ea=face, cs=face, solidFill=_BLACK)
    runs: Sequence[RegularTextRun] = [] if text is None else [RegularTextRun(rPr=look, t=text)]
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), r=list(runs))
    if text is None:
        paragraph.endParaRPr = CharacterProperties(lang="zh-CN")
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])
