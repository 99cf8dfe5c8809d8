"""The finished Word file, opened again."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from docx.shared import Mm, Twips

from duban_cli.documents.fields import Blank
from duban_cli.documents.kinds import TEMPLATES
from duban_cli.documents.paper import Press
from duban_cli.documents.render import Draft, render_docx, render_text
from duban_cli.errors import TemplateProblem
from tests.documents.papers import (
    PAPERS,
    W,
    bulletin,
    bytes_of,
    docx_of,
    letter,
    text_of,
    urging,
    write_template,
)

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

FONTS = {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}


def _texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def _style(document: Document, text: str) -> str:
    (paragraph,) = [one for one in document.paragraphs if one.text == text]
    assert paragraph.style is not None
    return str(paragraph.style.name)


def _part(draft: Draft, name: str) -> str:
    return ZipFile(BytesIO(bytes_of(draft))).read(name).decode()


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_is_that_of_the_standard(name: str) -> None:
    document = docx_of(text_of(*PAPERS[name]))
    (section,) = document.sections

    assert (section.page_width, section.page_height) == (Twips(11906), Twips(16838))
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert margins == (Twips(2098), Twips(1588), Twips(1474), Twips(1984))
    grid = section._sectPr.find(f"{W}docGrid")
    assert grid.get(f"{W}type") == "linesAndChars"
    assert grid.get(f"{W}linePitch") == "579"
    body = document.styles["公文正文"]
    assert body.paragraph_format.line_spacing is None or body.paragraph_format.line_spacing == Twips(579)


@pytest.mark.parametrize("name", PAPERS)
def test_every_font_is_named_for_every_script(name: str) -> None:
    document = docx_of(text_of(*PAPERS[name]))

    found = [*document.styles.element.iter(f"{W}rFonts"), *document.element.iter(f"{W}rFonts")]
    for fonts in found:
        names = {fonts.get(f"{W}{script}") for script in ("eastAsia", "ascii", "hAnsi", "cs")}
        assert len(names) == 1
        assert names <= FONTS


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("公文标题", "方正小标宋简体", 22),
        ("发文机关标志", "方正小标宋简体", 36),
        ("公文正文", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("版记", "仿宋_GB2312", 14),
        ("Footer", "宋体", 14),
    ],
)
def test_styles(style: str, font: str, points: int) -> None:
    found = docx_of(text_of("督查函", letter)).styles[style].font

    assert (found.name, found.size.pt if found.size else None) == (font, points)
    assert not found.bold


def test_a_letter_has_its_elements_in_order() -> None:
    document = docx_of(text_of("督查函", letter))
    texts = _texts(document)

    expected = [
        "岳阳市人民政府督查室",
        "加急\t岳督函〔2026〕17号",
        "关于岳阳大道东延线剩余32户征地拆迁的\n督查函",
        "岳阳楼区人民政府：",
        "一、督查内容",
        "四、反馈要求",
        "特此函告。",
        "岳阳市人民政府督查室",
        "2026年3月4日",
        "（联系人：王某，联系电话：0730-0000000）",
        "抄送：市自然资源和规划局。",
    ]
    assert [text for text in texts if text in expected] == expected
    assert _style(document, "一、督查内容") == "Heading 1"
    assert _style(document, "特此函告。") == "公文正文"


def test_body_paragraphs_are_indented_two_characters() -> None:
    document = docx_of(text_of("督查函", letter))
    indent = document.styles["公文正文"].element.find(f"{W}pPr/{W}ind")
    assert indent.get(f"{W}firstLineChars") == "200"


def test_the_end_of_the_body_stays_with_the_signature() -> None:
    document = docx_of(text_of("督查函", letter))
    texts = [paragraph.text for paragraph in document.paragraphs]
    start = texts.index("特此函告。")

    kept = document.paragraphs[start : texts.index("抄送：市自然资源和规划局。")]
    for paragraph in kept:
        assert paragraph.style is not None
        assert paragraph.paragraph_format.keep_with_next or paragraph.style.paragraph_format.keep_with_next


def test_the_name_is_centred_over_a_date_four_characters_from_the_right() -> None:
    document = docx_of(text_of("督查函", letter))
    name, day = (
        one for one in document.paragraphs if one.style is not None and one.style.name in {"署名", "成文日期"}
    )

    assert name.paragraph_format.left_indent == day.paragraph_format.left_indent
    assert day.paragraph_format.left_indent is not None
    width = Twips(8844) - day.paragraph_format.left_indent
    date_width = 6 * 315  # 2026年3月4日: six digits of half a character and three characters
    assert abs(width - Twips(date_width + 8 * 315)) < Mm(0.1)


def test_a_name_too_long_for_that_moves_the_date_under_its_middle() -> None:
    office = "岳阳市人民政府优化营商环境工作领导小组办公室"
    document = docx_of(text_of("督查函", replace(letter, office=office)))
    (day,) = [one for one in document.paragraphs if one.style is not None and one.style.name == "成文日期"]
    assert day.paragraph_format.left_indent == Twips(8844 - 315 * len(office))


def test_headings_one_two_three_and_bold_within_a_line(tmp_path: Path) -> None:
    write_template(
        tmp_path,
        "督查函",
        "---\n版式: 文件\n标题: 通知\n---\n# 一、甲\n## （一）乙\n### 1. 丙\n丁**戊**\n",
    )
    document = docx_of(render_text("督查函", letter, [tmp_path]))

    assert [_style(document, text) for text in ("一、甲", "（一）乙", "1. 丙", "丁戊")] == [
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "公文正文",
    ]
    (strong,) = [run for one in document.paragraphs for run in one.runs if run.text == "戊"]
    assert strong.font.name == "黑体"
    assert not strong.bold


def test_page_numbers_odd_right_even_left_none_on_the_first_page_of_a_letter() -> None:
    draft = text_of("督查函", letter)
    document = docx_of(draft)
    (section,) = document.sections

    assert document.settings.odd_and_even_pages_header_footer
    assert section.different_first_page_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.text, even.text) == ("— 1 —", "— 1 —")
    assert (str(odd.alignment), str(even.alignment)) == ("RIGHT (2)", "LEFT (0)")
    assert odd.paragraph_format.right_indent == even.paragraph_format.left_indent == Twips(280)
    assert section.first_page_footer.is_linked_to_previous
    footers = [name for name in ZipFile(BytesIO(bytes_of(draft))).namelist() if "footer" in name]
    assert len(footers) == 2
    assert all("PAGE" in _part(draft, name) for name in footers)


def test_a_bulletin_is_numbered_from_its_first_page() -> None:
    (section,) = docx_of(text_of("督查通报", bulletin)).sections
    assert not section.different_first_page_header_footer


def test_the_red_rules_of_a_letter_are_170_mm_long_and_where_they_belong() -> None:
    (name,) = [
        one for one in ZipFile(BytesIO(bytes_of(text_of("督查函", letter)))).namelist() if "header" in one
    ]
    header = _part(text_of("督查函", letter), name)

    widths = {int(found) for found in re.findall(r'<wp:extent cx="(\d+)"', header)}
    tops = [int(found) / 36000 for found in re.findall(r"<wp:posOffset>(\d+)</wp:posOffset>", header)]
    heights = [int(found) / 36000 for found in re.findall(r'<wp:extent cx="\d+" cy="(\d+)"', header)]
    assert [round(width / 36000) for width in widths] == [170]
    assert header.count('val="FF0000"') == 4
    assert heights[0] > heights[1]  # thick over thin
    assert heights[2] < heights[3]  # thin over thick
    assert round(tops[3] + heights[3], 1) == 277.0
    assert 44 < tops[0] < 47


def test_a_bulletin_says_what_its_figures_are_and_stands_between_its_rules() -> None:
    document = docx_of(text_of("督查通报", bulletin))

    texts = _texts(document)
    assert texts[:4] == [
        "政务督查通报",
        "\t第17期\t签发：刘某某",
        "岳阳市人民政府督查室\t2026年4月1日",
        "关于2026年1月1日至3月31日\n督查事项办理情况的通报",
    ]
    assert texts[-2:] == ["抄送：市委办公室，市人大常委会办公室。", "岳阳市人民政府督查室\t2026年4月1日印发"]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["单位", "交办", "办结", "销号", "在办", "逾期", "按期办结率", "反馈率", "催办", "退回"]
    assert rows[-1] == ["合计", "26", "15", "11", "11", "2", "86.7%\n13/15", "96.0%\n24/25", "3", "1"]


def test_a_draft_says_so_on_every_page() -> None:
    (section,) = docx_of(text_of("督查通报", replace(bulletin, draft=True))).sections
    assert [header.paragraphs[0].text for header in (section.header, section.even_page_header)] == [
        "送审稿",
        "送审稿",
    ]

    (section,) = docx_of(text_of("督查通报", bulletin)).sections
    assert section.header.is_linked_to_previous


def test_what_is_to_be_filled_in_is_highlighted() -> None:
    document = docx_of(text_of("催办通知单", replace(urging, contact=Blank("联系人"), doc_no=Blank("文号"))))

    marked = [
        run.text for one in document.paragraphs for run in one.runs if run.font.highlight_color is not None
    ]
    assert marked == ["【待填：文号】", "【待填：联系人】"]


def test_official_form_with_everything(tmp_path: Path) -> None:
    write_template(
        tmp_path,
        "督查函",
        "---\n版式: 文件\n份号: 000001\n紧急程度: 特急\n机关标志: 岳阳市人民政府办公室文件\n文号: 岳政办〔2026〕5号\n"
        "签发人: 刘某某\n标题: 关于报送情况的|请示\n主送: 省人民政府\n附件: 任务分解表|单位名单\n"
        "署名: 岳阳市人民政府办公室\n日期: 2026年3月4日\n附注: 此件公开发布\n抄送: 甲\n"
        "印发机关: 岳阳市人民政府办公室\n印发日期: 2026年3月4日\n---\n正文。\n\n# 附件1\n\n# 任务分解表\n\n条文。\n",
    )
    document = docx_of(render_text("督查函", letter, [tmp_path]))

    assert _texts(document) == [
        "000001",
        "特急",
        "岳阳市人民政府办公室文件",
        "岳政办〔2026〕5号\t签发人：刘某某",
        "关于报送情况的\n请示",
        "省人民政府：",
        "正文。",
        "附件：1.\t任务分解表",
        "2.\t单位名单",
        "岳阳市人民政府办公室",
        "2026年3月4日",
        "（此件公开发布）",
        "附件1",
        "任务分解表",
        "条文。",
        "抄送：甲。",
        "岳阳市人民政府办公室\t2026年3月4日印发",
    ]
    (annex,) = [one for one in document.paragraphs if one.text == "附件1"]
    assert annex.paragraph_format.page_break_before


@pytest.mark.parametrize(("key", "value"), [("版头", "红头"), ("印章", "无")])
def test_a_setting_of_the_head_takes_only_its_own_words(tmp_path: Path, key: str, value: str) -> None:
    write_template(tmp_path, "督查函", f"---\n版式: 信函\n标题: 函\n{key}: {value}\n---\n正文。\n")
    with pytest.raises(TemplateProblem, match=f"“{key}”不能写“{value}”"):
        render_text("督查函", letter, [tmp_path])


def test_the_template_s_word_on_preprinted_paper_goes_before_the_office_s(tmp_path: Path) -> None:
    head = "---\n版式: 文件\n机关标志: 市政府文件\n文号: 甲〔2026〕1号\n标题: 通知\n{}---\n正文。\n"
    for said, office, printed in (
        ("", False, 1),
        ("", True, 0),
        ("版头: 打印\n", True, 1),
        ("版头: 套印\n", False, 0),
    ):
        write_template(tmp_path, "督查函", head.format(said))
        draft = render_text("督查函", letter, [tmp_path])
        made = render_docx(draft, facts_digest="sha256:f", version="1", press=Press(preprinted=office))
        body = ZipFile(BytesIO(made)).read("word/document.xml").decode()
        assert body.count("市政府文件") == printed
        assert body.count('w:fill="FF0000"') == printed


def test_imprint_stands_at_the_foot_of_the_page() -> None:
    document = docx_of(text_of("督查函", letter))
    (copies,) = [one for one in document.paragraphs if one.text.startswith("抄送")]
    frame = copies._p.find(f"{W}pPr/{W}framePr")

    assert (frame.get(f"{W}vAnchor"), frame.get(f"{W}yAlign")) == ("margin", "bottom")


def test_every_kind_is_printed_in_these_tests() -> None:
    assert {kind for kind, _ in PAPERS.values()} == set(TEMPLATES)
