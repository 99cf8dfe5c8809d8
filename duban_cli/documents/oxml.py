"""Small pieces of WordprocessingML that python-docx has no words for. Lengths in twips unless said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

RED = "FF0000"
BLACK = "000000"
TWIPS_PER_MM = 1440 / 25.4
EMU_PER_TWIP = 635

SONG_TITLE = "方正小标宋简体"
FANG_SONG = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
SONG = "宋体"

# Children of w:pPr in the order the schema wants.
_PPR_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid"),
    *("spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
    *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)


def mm(length: float) -> int:
    """Millimetres in twips."""
    return round(length * TWIPS_PER_MM)


def pt(length: float) -> int:
    """Points in twips."""
    return round(length * 20)


def attributes(**values: object) -> str:
    """WordprocessingML attributes, in the order given."""
    return "".join(f" w:{name}={quoteattr(str(value))}" for name, value in values.items())


def element(tag: str, content: str = "", **values: object) -> Any:
    """An element of the w namespace."""
    return parse_xml(f"<w:{tag} {nsdecls('w')}{attributes(**values)}>{content}</w:{tag}>")


def fonts(name: str) -> str:
    """rFonts naming one font for every script, so that no theme or Latin default steps in."""
    return f"<w:rFonts{attributes(ascii=name, hAnsi=name, eastAsia=name, cs=name)}/>"


def set_font(run: Run, name: str) -> None:
    """Sets a run's font for every script."""
    properties = run._r.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name))


def set_property(paragraph: Paragraph, tag: str, content: str = "", /, **values: object) -> None:
    """Puts one child into a paragraph's properties, at its place in the schema."""
    properties = paragraph._p.get_or_add_pPr()
    for old in properties.findall(qn(f"w:{tag}")):
        properties.remove(old)
    later = {qn(f"w:{name}") for name in _PPR_ORDER[_PPR_ORDER.index(tag) + 1 :]}
    new = element(tag, content, **values)
    follower = next((child for child in properties if child.tag in later), None)
    if follower is None:
        properties.append(new)
    else:
        follower.addprevious(new)


def fill(paragraph: Paragraph, height: int, color: str) -> None:
    """Makes an empty paragraph a filled bar of an exact height: a rule as thick as the standard says.

    Bordered paragraphs will not share a frame in LibreOffice; shaded ones do.
    """
    set_property(paragraph, "shd", val="clear", color="auto", fill=color)
    set_property(paragraph, "spacing", line=height, lineRule="exact")


def page_field(run: Run) -> None:
    """The number of the page, as a field."""
    for part in (
        element("fldChar", fldCharType="begin"),
        parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>'),
        element("fldChar", fldCharType="separate"),
        parse_xml(f"<w:t {nsdecls('w')}>1</w:t>"),
        element("fldChar", fldCharType="end"),
    ):
        run._r.append(part)


def bar(number: int, *, top: int, height: int, width: int, color: str = RED) -> Any:
    """A run holding a filled bar, centred on the page, its upper edge ``top`` below the page's edge."""
    size = f'cx="{width * EMU_PER_TWIP}" cy="{height * EMU_PER_TWIP}"'
    spaces = f'{nsdecls("w", "wp", "a")} xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    return parse_xml(
        f"<w:r {spaces}><w:drawing>"
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1"'
        ' locked="0" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top * EMU_PER_TWIP}</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="红线{number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></w:r>"
    )
