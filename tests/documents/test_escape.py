"""What a clerk typed prints as typed: it is never taken for Markdown, Jinja or XML."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duban_cli.documents import markdown
from duban_cli.documents.filters import escape
from duban_cli.documents.markdown import Paragraph, Table, plain
from tests.documents.papers import docx_of, letter, text_of, urging

HOSTILE = "**甲** | # {{ 7*7 }} {% if %} <b>&amp;</b> _y_ `z` \\ [a](b) ~~c~~ ![](x) <br>"
LINES = [
    "# 一、不是标题",
    "- 不是列表",
    "1. 也不是",
    "| 不是 | 表 |",
    "|---|---|",
    "---",
    "> 引",
    "    码",
    HOSTILE,
]


def test_hostile_text_prints_as_it_is_in_body_title_and_head() -> None:
    context = replace(
        letter,
        addressee=HOSTILE,
        contact="王|某",
        items=(replace(letter.items[0], title="三|四*五*", demand="\n".join(LINES)),),
    )

    draft = text_of("督查函", context)
    texts = [paragraph.text for paragraph in docx_of(draft).paragraphs]

    assert draft.settings["主送"] == HOSTILE
    assert draft.settings["标题"] == "关于三|四*五*的\n督查函"
    assert f"{HOSTILE}：" in texts
    assert "（联系人：王|某，联系电话：0730-0000000）" in texts
    first = texts.index(LINES[0])
    assert texts[first : first + len(LINES)] == [
        *(line.strip() for line in LINES[:-1]),
        f"{LINES[-1].strip()}。",
    ]


def test_hostile_text_stays_in_its_table_cell() -> None:
    context = replace(urging, items=(replace(urging.items[0], title=f"<\n{HOSTILE}", period=None),))

    (table,) = docx_of(text_of("催办通知单", context)).tables

    assert [len(row.cells) for row in table.rows] == [5, 5]
    assert table.rows[1].cells[1].text == f"<\n{HOSTILE}"


@pytest.mark.parametrize("text", ["\x00\x0b甲\x1f", "\ue000甲\ue001", "\ufeff甲\u200b", "甲\ufffe"])
def test_what_cannot_be_printed_is_left_out(text: str) -> None:
    assert escape(text) == "甲"


@given(st.text(max_size=60))
@example("1. 甲\n2. 乙")
@example("\\|*<br>\\")
@example("&#60;br&#62;")
@example("    甲\t乙")
def test_any_text_comes_out_of_a_paragraph_and_a_cell_as_it_went_in(text: str) -> None:
    safe = escape(text)
    expected = [line.strip() for line in escape_free(safe)]

    paragraphs = markdown.parse(f"前{safe}后\n")
    table = markdown.parse(f"| 甲 | 乙 |\n|---|---|\n|前{safe}后|尾|\n")

    assert all(isinstance(block, Paragraph) for block in paragraphs)
    printed = [plain(block.line) for block in paragraphs if isinstance(block, Paragraph)]
    assert "".join(printed).replace(" ", "") == ("前" + "".join(expected) + "后").replace(" ", "")
    assert isinstance(table[0], Table)
    assert [cell.text for cell in table[0].rows[0]][1:] == ["尾"]
    assert table[0].rows[0][0].text.replace(" ", "").replace("\n", "") == "".join(printed).replace(" ", "")


def escape_free(safe: str) -> list[str]:
    """The lines of escaped text with its entities read, independently of the Markdown parser."""
    lines = safe.split("<br>")
    for char in "\\*_<|#`~[":
        lines = [line.replace(f"&#{ord(char)};", char) for line in lines]
    return [line.replace("&amp;", "&") for line in lines]
