"""The document every paper starts from: page grid, styles and fonts, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

from duban_cli.documents.oxml import FANG_SONG, HEI, KAI, RED, SONG, SONG_TITLE, attributes, fonts

LINE = 579  # 22 lines in 225 mm; 580 would lose one
SQUEEZE = -5  # 28 characters of 16 pt are wider than 156 mm; a narrower grid cell makes LibreOffice take two
CHAR = 320 + SQUEEZE  # a 3号 character of the text
AREA = 8844  # the width of the type area, 156 mm
LINE_CHARS = 28
CELL_LINE, SMALL_CELL_LINE = 330, 300  # of 12 pt and 10.5 pt in tables

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
# What Word and WPS take when the font of the standard is not installed.
_STAND_INS = {FANG_SONG: "仿宋", KAI: "楷体", SONG_TITLE: "宋体", HEI: "SimHei", SONG: "SimSun"}


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; sizes in points, lengths in twips, ``chars`` a first-line indent in characters."""

    id: str
    name: str
    font: str = FANG_SONG
    size: float = 16
    line: int | None = LINE
    at_least: bool = False
    align: str = "both"
    before: int = 0
    after: int = 0
    chars: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    color: str | None = None
    outline: int | None = None
    keep_next: bool = False
    snap: bool = False


STYLES: tuple[Style, ...] = (
    Style("Body", "公文正文", chars=2, snap=True),
    Style("Heading1", "heading 1", font=HEI, chars=2, outline=0, keep_next=True, snap=True),
    Style("Heading2", "heading 2", font=KAI, chars=2, outline=1, keep_next=True, snap=True),
    Style("Heading3", "heading 3", chars=2, outline=2, keep_next=True, snap=True),
    Style("Heading4", "heading 4", chars=2, outline=3, keep_next=True, snap=True),
    Style("Mark", "发文机关标志", font=SONG_TITLE, size=36, line=None, align="center", color=RED),
    Style("HeadLine", "公文眉首", line=360, align="left"),
    Style("Urgency", "紧急程度", font=HEI, align="left"),
    Style("DocNo", "发文字号", align="center"),
    Style(
        "Title",
        "公文标题",
        font=SONG_TITLE,
        size=22,
        line=680,
        align="center",
        before=2 * LINE,
        after=LINE,
    ),
    Style("Addressee", "主送机关", align="left", snap=True),
    Style("Attached", "附件说明", align="left"),
    Style("Attachment", "附件标识", font=HEI, align="left", keep_next=True),
    Style("Signer", "署名", align="center", keep_next=True),
    Style("Date", "成文日期", align="center"),
    Style("Note", "附注", chars=2),
    Style("Imprint", "版记", size=14, line=480, align="left", left=280, right=280),
    Style("Rule", "红线和分隔线", size=1, line=20, align="left"),
    Style("FormLine", "表单行", size=14, line=480, align="left", after=80, keep_next=True),
    Style("CellHead", "表头", font=HEI, size=12, line=CELL_LINE, at_least=True, align="center"),
    Style("Cell", "表格", size=12, line=CELL_LINE, at_least=True, align="left"),
    Style(
        "CellHeadSmall", "表头小", font=HEI, size=10.5, line=SMALL_CELL_LINE, at_least=True, align="center"
    ),
    Style("CellSmall", "表格小", size=10.5, line=SMALL_CELL_LINE, at_least=True, align="left"),
    Style("TableNote", "表注", size=12, line=CELL_LINE + 30, after=80, chars=2),
    Style("TableGap", "表后", size=5, line=140, align="left"),
    Style("Header", "header", font=HEI, size=14, line=280, align="right"),
    Style("Footer", "footer", font=SONG, size=14, line=280, align="left"),
)


@cache
def base_package() -> bytes:
    """A .docx of one empty page; python-docx opens it as its template."""
    members = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPES}document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}styles+xml"/>'
            f'<Override PartName="/word/settings.xml" ContentType="{_TYPES}settings+xml"/>'
            f'<Override PartName="/word/fontTable.xml" ContentType="{_TYPES}fontTable+xml"/>'
            '<Override PartName="/docProps/core.xml"'
            ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": _relations(
            (f"{_RELATIONS}officeDocument", "word/document.xml"),
            (f"{_PACKAGE}relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
        ),
        # Undeclared, the prefix of a relation would be whatever the libraries loaded so far have agreed on.
        "word/document.xml": f'<w:document {_W} xmlns:r="{_RELATIONS[:-1]}"><w:body>{_section()}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relations(
            (f"{_RELATIONS}styles", "styles.xml"),
            (f"{_RELATIONS}settings", "settings.xml"),
            (f"{_RELATIONS}fontTable", "fontTable.xml"),
        ),
        "word/settings.xml": _settings(),
        "word/styles.xml": _styles(),
        "word/fontTable.xml": _font_table(),
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as package:
        for name, text in members.items():
            package.writestr(name, _XML + text)
    return buffer.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{listed}</Relationships>'


def _section() -> str:
    """A4; 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; the page number's dash 7 mm below it."""
    return (
        f"<w:sectPr><w:pgSz{attributes(w=11906, h=16838)}/>"
        f"<w:pgMar{attributes(top=2098, right=1474, bottom=1984, left=1588, header=1134, footer=1440, gutter=0)}/>"
        f"<w:docGrid{attributes(type='linesAndChars', linePitch=LINE)}/></w:sectPr>"
    )


def _settings() -> str:
    return (
        f"<w:settings {_W}><w:zoom{attributes(percent=100)}/><w:defaultTabStop{attributes(val=632)}/>"
        f"<w:evenAndOddHeaders/><w:characterSpacingControl{attributes(val='doNotCompress')}/>"
        f"<w:compat><w:compatSetting{attributes(name='compatibilityMode', uri='http://schemas.microsoft.com/office/word', val=15)}/>"
        f"</w:compat><w:themeFontLang{attributes(val='en-US', eastAsia='zh-CN')}/></w:settings>"
    )


def _font_table() -> str:
    listed = "".join(
        f"<w:font{attributes(name=name)}><w:altName{attributes(val=other)}/><w:charset{attributes(val='86')}/></w:font>"
        for name, other in _STAND_INS.items()
    )
    return f"<w:fonts {_W}>{listed}</w:fonts>"


def _styles() -> str:
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG_SONG)}{_size(16)}"
        # Latin text is not called Chinese: LibreOffice would break numbers anywhere.
        f"<w:lang{attributes(val='en-US', eastAsia='zh-CN')}/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    normal = (
        f"<w:style{attributes(type='paragraph', default=1, styleId='Normal')}><w:name{attributes(val='Normal')}/>"
        "<w:qFormat/><w:pPr>"
        # LibreOffice takes overflowPunct the wrong way round: 1 keeps punctuation within its type area,
        # and is what Word does by itself.
        f"<w:widowControl{attributes(val=0)}/><w:overflowPunct{attributes(val=1)}/>"
        f"<w:autoSpaceDE{attributes(val=0)}/><w:autoSpaceDN{attributes(val=0)}/>"
        # Word would else take back what is left of the line beside whole cells of 16 pt: a 28th character.
        f"<w:adjustRightInd{attributes(val=0)}/>"
        f"<w:spacing{attributes(line=LINE, lineRule='exact')}/><w:jc{attributes(val='both')}/></w:pPr></w:style>"
    )
    table = (
        f"<w:style{attributes(type='table', default=1, styleId='TableNormal')}><w:name{attributes(val='Normal Table')}/>"
        f"<w:tblPr><w:tblInd{attributes(w=0, type='dxa')}/></w:tblPr></w:style>"
    )
    return f"<w:styles {_W}>{defaults}{normal}{table}{''.join(_style(style) for style in STYLES)}</w:styles>"


def _style(style: Style) -> str:
    spacing = {"before": style.before, "after": style.after}
    if style.line is None:
        spacing_text = attributes(**spacing, line=240, lineRule="auto")
    else:
        spacing_text = attributes(
            **spacing, line=style.line, lineRule="atLeast" if style.at_least else "exact"
        )
    indent = {"left": style.left, "right": style.right}
    if style.chars:
        indent |= {"firstLineChars": 100 * style.chars, "firstLine": CHAR * style.chars}
    elif style.hanging:
        indent |= {"hanging": style.hanging}
    paragraph = "".join(
        (
            "<w:keepNext/>" if style.keep_next else "",
            "" if style.snap else f"<w:snapToGrid{attributes(val=0)}/>",
            f"<w:spacing{spacing_text}/>",
            f"<w:ind{attributes(**indent)}/>",
            f"<w:jc{attributes(val=style.align)}/>",
            "" if style.outline is None else f"<w:outlineLvl{attributes(val=style.outline)}/>",
        )
    )
    look = f"<w:color{attributes(val=style.color)}/>" if style.color else ""
    look += f"<w:spacing{attributes(val=SQUEEZE)}/>" if style.size == 16 else ""
    own = {} if style.name.isascii() else {"customStyle": 1}
    return (
        f"<w:style{attributes(type='paragraph', **own, styleId=style.id)}><w:name{attributes(val=escape(style.name))}/>"
        f"<w:basedOn{attributes(val='Normal')}/><w:qFormat/><w:pPr>{paragraph}</w:pPr>"
        f"<w:rPr>{fonts(style.font)}{look}{_size(style.size)}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    half = round(points * 2)
    return f"<w:sz{attributes(val=half)}/><w:szCs{attributes(val=half)}/>"
