"""Every part of every paper keeps the order of elements that ECMA-376 (5th ed., part 1, annex A) writes down."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from docx.oxml import parse_xml

from tests.documents.layout.long_cases import papers
from tests.documents.layout.samples import measured
from tests.documents.papers import PAPERS, W, bytes_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_PPR = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
    snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
    textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"""
_RPR = """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
    vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em
    lang eastAsianLayout specVanish oMath"""
# CT_PPr, CT_RPr (EG_RPrBase), CT_SectPr, CT_TblPr, CT_TcPr, CT_Style, CT_Settings and their like: the children of an
# element in the order of its type's xsd:sequence. An element not named here has no order to keep or one child.
SEQUENCES: Mapping[str, tuple[str, ...]] = {
    name: tuple(order.split())
    for name, order in {
        "document": "background body",
        "pPr": _PPR,
        "rPr": _RPR,
        "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders
            lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid
            printerSettings sectPrChange""",
        "tbl": "tblPr tblGrid tr",
        "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc
            tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange""",
        "tblBorders": "top left start bottom right end insideH insideV",
        "tblCellMar": "top left start bottom right end",
        "tr": "tblPrEx trPr tc",
        "tc": "tcPr p",
        "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
            hideMark headers cellIns cellDel cellMerge tcPrChange""",
        "p": "pPr r",
        "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat
            locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
        "styles": "docDefaults latentStyles style",
        "docDefaults": "rPrDefault pPrDefault",
        "font": """altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic
            embedBoldItalic""",
        "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime
            doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText
            printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts saveSubsetFonts
            saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter
            gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState formsDesign
            attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge
            revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride
            styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone
            doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders
            bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing
            drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery
            doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin
            doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars
            noLineBreaksAfter noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema
            saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml
            saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags alwaysMergeEmptyNamespace updateFields
            hdrShapeDefaults footnotePr endnotePr compat docVars rsids mathPr attachedSchema themeFontLang
            clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions
            readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags decimalSymbol
            listSeparator""",
    }.items()
}
# A header and its kind may come in any order among themselves, runs among paragraphs' other content too.
_ALIKE = {"headerReference": "headerReference", "footerReference": "headerReference"}


def _papers() -> dict[str, bytes]:
    kinds = {name: bytes_of(text_of(*paper)) for name, paper in PAPERS.items()}
    return {**kinds, **measured(), **papers()}


@pytest.fixture(scope="module")
def files() -> Mapping[str, ZipFile]:
    return {name: ZipFile(BytesIO(content)) for name, content in _papers().items()}


def test_children_stand_in_the_order_of_the_schema(files: Mapping[str, ZipFile]) -> None:
    seen = set()
    for paper, package in files.items():
        for part in (
            name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")
        ):
            root = parse_xml(package.read(part))
            for element in root.iter():
                name = str(element.tag).removeprefix(W)
                if name not in SEQUENCES:
                    continue
                seen.add(name)
                order = SEQUENCES[name]
                children = [
                    str(child.tag).removeprefix(W) for child in element if str(child.tag).startswith(W)
                ]
                places = [order.index(_ALIKE.get(child, child)) for child in children]
                assert places == sorted(places), f"{paper} {part} {name}: {children}"
    assert seen == set(SEQUENCES) - {"background"}


def test_properties_are_given_once(files: Mapping[str, ZipFile]) -> None:
    for paper, package in files.items():
        root = parse_xml(package.read("word/document.xml"))
        for name in ("pPr", "rPr", "tcPr", "tblPr"):
            for element in root.iter(f"{W}{name}"):
                tags = [child.tag for child in element]
                assert len(tags) == len(set(tags)), f"{paper} {name}: {tags}"


def test_every_part_is_declared_and_every_relation_leads_somewhere(files: Mapping[str, ZipFile]) -> None:
    for paper, package in files.items():
        names = set(package.namelist())
        types = parse_xml(package.read("[Content_Types].xml"))
        declared = {one.get("PartName", "").lstrip("/") for one in types if one.get("PartName")}
        defaults = {one.get("Extension") for one in types if one.get("Extension")}
        assert declared <= names, paper
        for name in names - {"[Content_Types].xml"}:
            assert name in declared or name.rsplit(".", 1)[-1] in defaults, f"{paper} {name}"
        relations = parse_xml(package.read("word/_rels/document.xml.rels"))
        for relation in relations:
            assert f"word/{relation.get('Target')}" in names, f"{paper} {relation.get('Target')}"


def test_no_prefix_is_made_up(files: Mapping[str, ZipFile]) -> None:
    """lxml invents one for a namespace nobody declared, another one after openpyxl was loaded: other bytes."""
    for paper, package in files.items():
        for part in package.namelist():
            assert b"xmlns:ns" not in package.read(part), f"{paper} {part}"
