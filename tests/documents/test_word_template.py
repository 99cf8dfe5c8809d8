"""An office's own Word file as a template: its page stays, its tags are filled, its mistakes are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE

from duban_cli.documents.fields import Blank
from duban_cli.documents.preview import as_text
from duban_cli.documents.render import check_template, render_docx, render_text
from duban_cli.errors import TemplateProblem
from duban_cli.plans.issue import lines_of
from tests.documents.papers import SHIPPED, W, bulletin, bytes_of, docx_of, urging, write_template
from tests.documents.test_chart import CHART, R, of_units

KIND = "催办通知单"
ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
W_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = "---\n版式: 单\n标题: 本办催办单\n---\n"


def own(directory: Path, build: Callable[[Document], object], kind: str = KIND) -> Path:
    """The office's Word file, as somebody made it."""
    directory.mkdir(exist_ok=True)
    document = docx.Document()
    build(document)
    path = directory / f"{kind}.docx"
    document.save(str(path))
    return path


def lines(*texts: str) -> Callable[[Document], object]:
    return lambda document: [document.add_paragraph(text) for text in texts]


def notice(document: Document) -> None:
    """A page as offices draw them: header, a tag in two looks, a table with a row for each item."""
    document.sections[0].header.paragraphs[0].text = "{{ 机关 }}"
    document.add_paragraph("{{ 文号 }}", style="Title")
    line = document.add_paragraph("主送：{{ 主")
    line.add_run("送 }}").bold = True
    line.add_run("，联系人{{ 联系人 }}。")
    table = document.add_table(rows=4, cols=2)
    for at, texts in enumerate(
        (
            ("事项", "应反馈"),
            ("{%tr for 项 in 事项 %}", ""),
            ("{{ 项.标题 }}", "{{ 项.应反馈日期|月日 }}"),
            ("{%tr endfor %}", ""),
        )
    ):
        for cell, text in zip(table.rows[at].cells, texts, strict=True):
            cell.text = text
    for text in ("{%p if 暂定 %}", "日期为暂定。", "{%p endif %}"):
        document.add_paragraph(text)


def problem(directory: Path, *texts: str) -> TemplateProblem:
    own(directory, lines("前言", *texts, "后记"))
    with pytest.raises(TemplateProblem) as caught:
        render_text(KIND, urging, [directory, SHIPPED])
    return caught.value


def test_the_office_s_page_is_filled_with_the_same_variables(tmp_path: Path) -> None:
    path = own(tmp_path, notice)
    two = replace(urging, items=(urging.items[0], replace(urging.items[0], title="东风湖黑臭水体整治")))

    draft = render_text(KIND, two, [tmp_path, SHIPPED])
    made = docx_of(draft)

    assert draft.template_path == path
    assert draft.title == "催办通知单"
    assert [p.text for p in made.paragraphs] == ["岳督催〔2026〕3号", "主送：岳阳楼区人民政府，联系人王某。"]
    assert made.paragraphs[0].style is not None
    assert made.paragraphs[0].style.name == "Title"
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["事项", "应反馈"],
        ["岳阳大道东延线剩余32户征地拆迁", "3月18日"],
        ["东风湖黑臭水体整治", "3月18日"],
    ]
    assert made.sections[0].header.paragraphs[0].text == "岳阳市人民政府督查室"
    assert "东风湖黑臭水体整治" in as_text(draft)


def test_it_says_what_it_was_made_from_and_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    own(tmp_path, notice)
    draft = render_text(KIND, urging, [tmp_path, SHIPPED])
    made = bytes_of(draft)

    assert made == bytes_of(render_text(KIND, urging, [tmp_path, SHIPPED]))
    core = docx.Document(BytesIO(made)).core_properties
    assert (core.title, core.identifier, core.keywords) == (
        "催办通知单",
        "sha256:facts",
        draft.template_digest,
    )
    own(tmp_path, lines("另一份"))
    assert render_text(KIND, urging, [tmp_path, SHIPPED]).template_digest != draft.template_digest


def test_a_word_file_goes_before_a_text_in_one_directory_and_an_office_s_own_before_the_shipped(
    tmp_path: Path,
) -> None:
    write_template(tmp_path, KIND, HEAD + "文字模板\n")
    assert render_text(KIND, urging, [tmp_path, SHIPPED]).markdown == "文字模板\n"
    own(tmp_path, lines("Word 模板"))
    both = render_text(KIND, urging, [tmp_path, SHIPPED])
    assert (both.markdown, both.title) == ("Word 模板\n", "本办催办单")
    write_template(tmp_path / "先", KIND, HEAD + "先找到的\n")
    assert render_text(KIND, urging, [tmp_path / "先", tmp_path, SHIPPED]).markdown == "先找到的\n"


def test_what_is_missing_is_highlighted_in_the_look_of_its_place_and_reported(tmp_path: Path) -> None:
    own(tmp_path, notice)
    draft = render_text(
        KIND, replace(urging, contact=Blank("联系人"), office=Blank("机关")), [tmp_path, SHIPPED]
    )
    made = docx_of(draft)

    assert draft.missing == ("联系人", "机关")
    marked = [(r.text, r.font.highlight_color) for r in made.paragraphs[1].runs if "待填" in r.text]
    assert marked == [("【待填：联系人】", WD_COLOR_INDEX.YELLOW)]
    plain = [r.text for r in made.paragraphs[1].runs if r.font.highlight_color is None]
    assert "".join(plain) == "主送：岳阳楼区人民政府，联系人。"
    (head,) = [r for r in made.sections[0].header.paragraphs[0].runs if r.text]
    assert head.font.highlight_color == WD_COLOR_INDEX.YELLOW


def test_text_that_looks_like_markup_or_a_tag_prints_as_it_is(tmp_path: Path) -> None:
    hostile = "<w:t>甲</w:t> & {{ 文号 }} {% if %}\n第二段 ]]>"
    own(tmp_path, notice)

    made = docx_of(
        render_text(
            KIND, replace(urging, items=(replace(urging.items[0], title=hostile),)), [tmp_path, SHIPPED]
        )
    )

    cell = made.tables[0].rows[1].cells[0]
    assert [p.text for p in cell.paragraphs] == hostile.split("\n")


@pytest.mark.parametrize(
    ("text", "tag", "words", "hint"),
    [
        ("收：{{ 主送单 }}，{{ 文号 }}", "{{ 主送单 }}", "没有“主送单”这个名字", "是不是“主送”？"),
        ("{{ 事项[0].逾期天数 }}", "{{ 事项[0].逾期天数 }}", "没有“逾期天数”这一项", "逾期工作日"),
        ("{% if 暂定 %}{{ 秘密 }}{% endif %}", "{{ 秘密 }}", "没有“秘密”这个名字", "可用的有"),
        ("{{ 文号|中文日子 }}", "{{ 文号|中文日子 }}", "没有“中文日子”这个写法", "是不是“中文日期”？"),
        ("{% if 暂定 is 空 %}甲{% endif %}", "{% if 暂定 is 空 %}", "没有“is 空”这种判断", ""),
        ("{{ 文号|中文日期 }}", "{{ 文号|中文日期 }}", "不是日期", ""),
        ("{{ 事项 }}", "{{ 事项 }}", "这里是一串值", ""),
        ("{{ 文号 }}于{{ 主送|月日 }}", "{{ 文号 }}或 {{ 主送|月日 }}", "不是日期", ""),
        ("{% if 暂定 %}甲", "{% if 暂定 %}", "没有写完", "{% endif %}"),
        ("{{ 文号", "", "没有写完", ""),
        ("{%tr for 项 in 事项 %}", "{%tr for 项 in 事项 %}", "没有“{% tr %}”这种标记", "表格的一行里"),
        ("{% include '督查函.md' %}", "{% include '督查函.md' %}", "不能引用别的模板", ""),
    ],
)
def test_a_mistake_is_told_with_the_file_and_the_tag(
    tmp_path: Path, text: str, tag: str, words: str, hint: str
) -> None:
    told = problem(tmp_path, text)

    assert told.message.startswith(f"模板 {tmp_path / '催办通知单.docx'}")
    assert tag in told.message
    assert words in told.message
    assert hint in (told.hint or "")


def test_a_mistake_in_a_header_is_found_too(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ 机关名 }}"

    own(tmp_path, build)
    with pytest.raises(TemplateProblem, match="没有“机关名”这个名字"):
        check_template(KIND, [tmp_path, SHIPPED])


@pytest.mark.parametrize(
    "text",
    [
        "{{ 文号.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ 文号.format.__globals__ }}",
        "{{ '{0.__class__.__mro__}'.format(文号) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self._TemplateReference__context.environment }}",
        "{{ 事项.append(1) }}",
        "{% for n in range(10000000) %}{% endfor %}",
        "{% import 'os' as os %}",
    ],
)
def test_a_hostile_file_reaches_nothing(tmp_path: Path, text: str) -> None:
    assert problem(tmp_path, text).message.startswith(f"模板 {tmp_path / '催办通知单.docx'}")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"{\\rtf1 text}"])
def test_a_file_that_is_no_word_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / f"{KIND}.docx").write_bytes(content)
    with pytest.raises(TemplateProblem, match="打不开，不是 Word 文件") as caught:
        render_text(KIND, urging, [tmp_path, SHIPPED])
    assert "另存为 .docx" in (caught.value.hint or "")


def test_a_file_that_swells_when_unpacked_is_refused(tmp_path: Path) -> None:
    path = own(tmp_path, lines("甲"))
    with ZipFile(path, "a", ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.png", b"\0" * 120_000_000)
    with pytest.raises(TemplateProblem, match="太大"):
        render_text(KIND, urging, [tmp_path, SHIPPED])


def test_a_page_that_would_fetch_something_when_opened_is_refused(tmp_path: Path) -> None:
    def linked(document: Document) -> None:
        document.part.relate_to(
            "http://evil.example.invalid/a.png", RELATIONSHIP_TYPE.IMAGE, is_external=True
        )

    own(tmp_path, linked)
    with pytest.raises(TemplateProblem, match=r"链接了外部文件：http://evil\.example\.invalid"):
        render_text(KIND, urging, [tmp_path, SHIPPED])


def test_the_file_s_own_dotx_is_let_go(tmp_path: Path) -> None:
    def attached(document: Document) -> None:
        document.add_paragraph("{{ 文号 }}")
        part = document.part._settings_part
        number = part.relate_to("file:///C:/模板/公文.dotx", ATTACHED, is_external=True)
        link = document.settings.element.makeelement(f"{W}attachedTemplate", {f"{R}id": number})
        document.settings.element.insert(0, link)

    own(tmp_path, attached)
    made = docx_of(render_text(KIND, urging, [tmp_path, SHIPPED]))

    assert made.paragraphs[0].text == "岳督催〔2026〕3号"
    assert not list(made.settings.element.iter(f"{W}attachedTemplate"))
    assert not [
        rel for part in made.part.package.iter_parts() for rel in part.rels.values() if rel.is_external
    ]


@pytest.mark.parametrize("text", ["甲{{r 文号 }}乙", "{{p 文号 }}", "{{r 事项[0].标题 }}"])
def test_text_put_where_word_has_none_is_refused(tmp_path: Path, text: str) -> None:
    assert "{{ 名称 }}" in (problem(tmp_path, text).hint or "")


def test_a_quotation_mark_in_a_value_breaks_no_attribute(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{% cellbg 事项[0].标题 %}底色"

    own(tmp_path, build)
    said = replace(urging, items=(replace(urging.items[0], title='FF0000" w:val="solid'),))

    made = docx_of(render_text(KIND, said, [tmp_path, SHIPPED]))

    (shade,) = made.element.body.iter(f"{W}shd")
    assert shade.get(f"{W}fill") == 'FF0000" w:val="solid'
    assert shade.get(f"{W}val") == "clear"


def test_a_chart_stands_where_the_file_says(tmp_path: Path) -> None:
    kind = "督查通报"
    own(tmp_path, lines("上", "[[图：各{{ 分组 }}按期办结率]]", "[[图：各月按期办结率]]", "下"), kind)
    draft = render_text(kind, of_units, [tmp_path, SHIPPED])
    made = docx_of(draft)

    assert [p.text for p in made.paragraphs] == ["上", "", "下"]
    kinds = [rel.target_part.content_type for rel in made.part.rels.values() if not rel.is_external]
    assert kinds.count(CHART) == 1
    assert "［图］条形图，各单位按期办结率" in as_text(draft)
    own(tmp_path, lines("见[[图：各单位按期办结率]]"), kind)
    with pytest.raises(TemplateProblem, match="不对") as amid:
        render_text(kind, bulletin, [tmp_path, SHIPPED])
    assert "独占一段" in (amid.value.hint or "")
    own(tmp_path, lines("[[图：各单位办结率]]"), kind)
    with pytest.raises(TemplateProblem, match="没有“各单位办结率”这种图"):
        render_text(kind, bulletin, [tmp_path, SHIPPED])


def test_an_item_called_like_a_chart_prints_its_name(tmp_path: Path) -> None:
    own(tmp_path, lines("{{ 事项[0].标题 }}"))
    said = replace(urging, items=(replace(urging.items[0], title="[[图：各单位按期办结率]]"),))

    draft = render_text(KIND, said, [tmp_path, SHIPPED])

    made = docx.Document(BytesIO(render_docx(draft, facts_digest="f", version="1")))
    assert made.paragraphs[0].text == "[[图：各单位按期办结率]]"


@pytest.mark.parametrize(
    "page", [b"", f"<w:document {W_SPACE}/>".encode(), f"<w:body {W_SPACE}/>".encode(), b"<x/>"]
)
def test_a_page_that_is_none_is_told(tmp_path: Path, page: bytes) -> None:
    path = own(tmp_path, lambda document: document.add_paragraph("{{ 文号 }}"))
    torn = BytesIO()
    with ZipFile(path) as good, ZipFile(torn, "w", ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, page if name == "word/document.xml" else good.read(name))
    path.write_bytes(torn.getvalue())
    assert not lines_of(torn.getvalue())
    with pytest.raises(TemplateProblem, match=r"打不开|排不出版"):
        render_text(KIND, urging, [tmp_path, SHIPPED])
