"""An office's own Word or WPS file as a template: ``templates/督查函.docx`` with the same variables in it.

docxtpl finds the tags in the file (``{{ 文号 }}``, ``{%tr for 项 in 事项 %}`` for table rows, ``{%p if … %}`` for
paragraphs); they run in the same sandbox as those of a text template. The page stays as the office drew it.
"""

from __future__ import annotations

import copy
import hashlib
import html
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from xml.sax.saxutils import escape as xml_escape
from zipfile import BadZipFile, ZipFile

from docx.enum.text import WD_COLOR_INDEX
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.run import Run
from docxtpl import DocxTemplate

from duban_cli.documents import chart, pictures, sandbox
from duban_cli.documents.filters import lines_of, printed
from duban_cli.documents.markdown import runs
from duban_cli.documents.nearest import hint
from duban_cli.documents.template import refuse_link
from duban_cli.errors import TemplateProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.document import Document

    from duban_cli.documents.fields import Fields
    from duban_cli.documents.values import Record

_LARGEST = 100_000_000
"""Bytes of a template unpacked: a page with a seal and a red head takes far less."""
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# What docxtpl and lxml stumble over in a file that is damaged, or a page that tags have torn apart.
_TORN = (
    BadZipFile, PackageNotFoundError, LookupError, ValueError, SyntaxError, OSError, AttributeError, TypeError,
)  # fmt: skip
_PLACE = "\a"
"""docxtpl's mark for a new paragraph within a value."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word template as read: its place, its bytes and their digest."""

    path: Path
    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Made:
    """The paper a Word template gives, and its bare text."""

    content: bytes
    text: str


def find(name: str, directories: Sequence[Path]) -> WordFile | None:
    """The office's ``<name>.docx``, unless a directory before its own has ``<name>.md``; None where there is none.

    Raises:
        TemplateProblem: it cannot be read.
    """
    for place in directories:
        path = place / f"{name}.docx"
        if path.is_file():
            refuse_link(path)
            try:
                content = path.read_bytes()
            except OSError as error:
                raise TemplateProblem(
                    f"模板 {path} 读不出来（{error.strerror}）", "关闭打开它的程序再试"
                ) from None
            return WordFile(path, content, "sha256:" + hashlib.sha256(content).hexdigest())
        if (place / f"{name}.md").is_file():
            return None
    return None


def render(own: WordFile, values: Record, context: Fields) -> Made:
    """The paper as the office's file has it, with what is still to be filled in highlighted.

    Raises:
        TemplateProblem: the file is no Word file, or a tag in it asks for what the paper does not have.
    """
    try:
        return _rendered(own, values, context)
    except _TORN as error:
        raise TemplateProblem(
            f"模板 {own.path}：标记的位置不对，或文件有损坏，排不出版（{error}）",
            "{%tr … %}、{%p … %} 要独占一行或一段，for 和 endfor 成对；文件用 Word 或 WPS 打开另存一次",
        ) from None


def _rendered(own: WordFile, values: Record, context: Fields) -> Made:
    template = _open(own)
    document: Document = template.docx
    _refuse_links(own, document)
    _mark_charts(own, document)
    template.render(values)
    _place_charts(own, document, context)
    for part in _parts(document):
        _refuse_loose(own, part)
        for run in list(part.iter(qn("w:r"))):
            _highlight(run)
    buffer = BytesIO()
    document.save(buffer)
    return Made(buffer.getvalue(), "\n".join(_lines(document)) + "\n")


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl publishes no types
    """docxtpl with duban's sandbox and duban's words for what is wrong."""

    def __init__(self, own: WordFile) -> None:
        super().__init__(BytesIO(own.content))
        self._own = own

    def render_xml_part(self, src_xml: str, part: Any, context: Record, _: object = None) -> str:
        """One part rendered; docxtpl calls it for the body, every header, footer and the footnotes."""
        self.current_rendering_part = part
        # A line for each paragraph, so that trouble can be told by its paragraph.
        source, file = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml), str(self._own.path)
        try:
            ready = sandbox.prepare(_finalize, source, file, tuple(context))
            made = sandbox.run(ready, context, file)
        except sandbox.Trouble as trouble:
            _fail(self._own, trouble, source)
        return str(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", made)))

    def render_properties(self, *_: object) -> None:
        """Title and author of the file are duban's to write."""


def _open(own: WordFile) -> _Template:
    try:
        with ZipFile(BytesIO(own.content)) as package:
            if sum(member.file_size for member in package.infolist()) > _LARGEST:
                raise TemplateProblem(f"模板 {own.path} 太大", "缩小里面的图片，另存后再试")
        template = _Template(own)
        template.render_init()
    except _TORN:
        raise TemplateProblem(
            f"模板 {own.path} 打不开，不是 Word 文件（.docx）", "用 Word 或 WPS 打开，另存为 .docx 再放回去"
        ) from None
    return template


def _finalize(value: object) -> str:
    """Every ``{{ … }}`` of a Word template ends here. Raises as ``printed``."""
    return xml_escape(_PLACE.join(lines_of(printed(value))), {'"': "&quot;"})


def _fail(own: WordFile, trouble: sandbox.Trouble, source: str) -> NoReturn:
    """Raises TemplateProblem naming the file, the tag and the paragraph it stands in."""
    lines = source.split("\n")
    line = lines[trouble.line - 1] if trouble.line and trouble.line <= len(lines) else ""
    paragraph = html.unescape(re.sub(r"<[^>]+>", "", line)).strip()
    tags = _TAG.findall(paragraph)
    named = [tag for tag in tags if trouble.word and trouble.word in tag]
    # Where the tag is not known, it is one of the paragraph's.
    tag = named[0] if named else "或 ".join(dict.fromkeys(tags))
    shown = paragraph if len(paragraph) <= 40 else paragraph[:40] + "…"
    message = trouble.message
    if not tags and re.search(r"\{[{%]", paragraph):
        message = "有一处 {{ 或 {% 没有写完"
    place = f" 的标记 {tag}" if tag else ""
    where = f"（在“{shown}”这一段）" if paragraph and paragraph != tag else ""
    raise TemplateProblem(f"模板 {own.path}{place}：{message}{where}", trouble.advice) from None


def _refuse_links(own: WordFile, document: Document) -> None:
    """A paper may not fetch anything when it is opened. The file's own .dotx is let go.

    Raises TemplateProblem.
    """
    for part in document.part.package.iter_parts():
        for number, relation in list(part.rels.items()):
            if not relation.is_external or relation.reltype.endswith("/hyperlink"):
                continue
            if not relation.reltype.endswith("/attachedTemplate"):
                raise TemplateProblem(
                    f"模板 {own.path} 链接了外部文件：{relation.target_ref}", "把图片等内容嵌入文件，不用链接"
                )
            for link in list(document.settings.element.iter(qn("w:attachedTemplate"))):
                link.getparent().remove(link)
            del part.rels[number]


# -- charts -------------------------------------------------------------------------------------------------


def _mark_charts(own: WordFile, document: Document) -> None:
    """Marks the paragraphs that are ``[[图：…]]``, before values get into the text.

    Raises TemplateProblem: one stands amid other text.
    """
    for paragraph in document.element.body.iter(qn("w:p")):
        texts = list(paragraph.iter(qn("w:t")))
        said = "".join(node.text or "" for node in texts)
        if "[[图" not in said:
            continue
        found = pictures.DIRECTIVE.fullmatch(said)
        if found is None:
            raise TemplateProblem(f"模板 {own.path}：“{said.strip()}”不对", "图要写成 [[图：名称]]，独占一段")
        texts[0].text = chart.MARK + found[1]
        for node in texts[1:]:
            node.text = ""


def _place_charts(own: WordFile, document: Document, context: Fields) -> None:
    charts = {}
    for paragraph, name in chart.marked_paragraphs(document):
        try:
            found = pictures.resolve(name, context)
        except pictures.UnknownPicture as error:
            advice = hint(name, error.known) if error.known else "这种文书没有图"
            raise TemplateProblem(f"模板 {own.path} 的 [[图：{name}]]：{error}", advice) from None
        if found is None:
            paragraph.getparent().remove(paragraph)
        else:
            charts[name] = found
    chart.place(document, charts)


def _refuse_loose(own: WordFile, part: Any) -> None:
    """Raises TemplateProblem: docxtpl was told to put text where Word has none ({{r …}}, {{p …}})."""
    for holder in part.iter(*(qn(f"w:{name}") for name in ("body", "p", "r", "tbl", "tr", "tc"))):
        for text in holder.xpath("./text()"):
            if text.strip():
                raise TemplateProblem(
                    f"模板 {own.path}：“{text.strip()[:20]}”不在文字里，Word 会打不开",
                    "印内容只写 {{ 名称 }}，不写 {{r }}、{{p }}；{%tr }、{%p } 只用于 if、for",
                )


# -- what was printed ---------------------------------------------------------------------------------------


def _parts(document: Document) -> Iterator[Any]:
    """The body, and each header and footer, as elements."""
    yield document.element.body
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            yield relation.target_part.element


def _highlight(run: Any) -> None:
    """Sets what is still to be filled in apart from the rest of its run, and highlights it."""
    if not any("【待填：" in (node.text or "") for node in run.findall(qn("w:t"))):
        return
    look = run.find(qn("w:rPr"))
    for child in [one for one in run if one is not look]:
        pieces = runs(child.text or "") if child.tag == qn("w:t") else ()
        for piece in pieces or (None,):
            new = run.makeelement(run.tag, dict(run.attrib))
            if look is not None:
                new.append(copy.deepcopy(look))
            if piece is None:
                new.append(child)
            else:
                text = child.makeelement(child.tag, {qn("xml:space"): "preserve"})
                text.text = piece.text
                new.append(text)
            run.addprevious(new)
            if piece is not None and piece.blank:
                Run(new, None).font.highlight_color = WD_COLOR_INDEX.YELLOW  # type: ignore[arg-type]
    run.getparent().remove(run)


def _lines(document: Document) -> Iterator[str]:
    """Every paragraph with text, those of headers and footers last."""
    for part in _parts(document):
        for paragraph in part.iter(qn("w:p")):
            text = "".join(
                "\t" if node.tag == qn("w:tab") else node.text or ""
                for node in paragraph.iter(qn("w:t"), qn("w:tab"))
            )
            if text.strip():
                yield text
            for shape in paragraph.iter(qn("wp:docPr")):
                if shape.get("descr"):
                    yield f"［图］{shape.get('descr')}"
