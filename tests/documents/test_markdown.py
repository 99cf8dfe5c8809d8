"""The little Markdown official papers need."""

from __future__ import annotations

from duban_cli.documents.markdown import Heading, Paragraph, Run, Table, missing, parse, plain
from duban_cli.documents.paper import read


def test_headings_and_one_paragraph_a_line() -> None:
    blocks = parse("# 一、甲\n乙\n丙\n\n## （一）丁\n### 1. 戊\n#### （1）己\n##### 庚\n")

    assert [(type(block).__name__, getattr(block, "level", 0)) for block in blocks] == [
        ("Heading", 1),
        ("Paragraph", 0),
        ("Paragraph", 0),
        ("Heading", 2),
        ("Heading", 3),
        ("Heading", 4),
        ("Heading", 4),
    ]
    assert [plain(block.line) for block in blocks if not isinstance(block, Table)][2] == "丙"


def test_bold_and_italic_and_what_is_to_be_filled_in() -> None:
    (block,) = parse("甲**乙【待填：丙】**与*丁*\n")

    assert block == Paragraph(
        (
            Run("甲"),
            Run("乙", strong=True),
            Run("【待填：丙】", strong=True, blank=True),
            Run("与"),
            Run("丁", emphasis=True),
        )
    )


def test_asterisks_close_before_chinese_and_alone_print_as_they_are() -> None:
    first, second, third = parse("**批示：**今日\n5*3\n\\*注\n")

    assert first == Paragraph((Run("批示：", strong=True), Run("今日")))
    assert isinstance(second, Paragraph)
    assert isinstance(third, Paragraph)
    assert (plain(second.line), plain(third.line)) == ("5*3", "*注")


def test_a_break_splits_a_paragraph_and_a_cell() -> None:
    first, second, table = parse("甲<br>乙\n\n| 丙 |\n|---|\n| 丁<br/>戊 |\n")

    assert (first, second) == (Paragraph((Run("甲"),)), Paragraph((Run("乙"),)))
    assert isinstance(table, Table)
    assert table.rows[0][0].text == "丁\n戊"


def test_other_markup_is_plain_text() -> None:
    text = "- 列\n1. 表\n> 引\n    码\n---\n<b>粗</b>\n[链](x)\n"
    assert [plain(block.line) for block in parse(text) if isinstance(block, Paragraph)] == [
        line.strip() for line in text.splitlines()
    ]


def test_a_table_has_widths_alignment_and_joined_cells() -> None:
    (table,) = parse("| 甲 | 乙 | 丙 |\n|:--|:--:|---:|\n| 一 | 二 | < |\n")

    assert isinstance(table, Table)
    assert [cell.text for cell in table.head] == ["甲", "乙", "丙"]
    assert table.widths == (3, 4, 4)
    assert [(cell.text, cell.align, cell.span) for cell in table.rows[0]] == [
        ("一", "left", 1),
        ("二", "center", 2),
    ]


def test_a_table_with_an_empty_first_row_is_a_form() -> None:
    (table,) = parse("|  |  |\n|---|---|\n| 甲 | 乙 |\n")
    assert isinstance(table, Table)
    assert table.head == ()


def test_annexes_follow_the_body() -> None:
    paper = read({}, "正文\n\n# 附件1\n\n# 清单\n\n条\n")

    assert [plain(block.line) for block in paper.body if isinstance(block, Paragraph)] == ["正文"]
    assert [plain(block.line) for block in paper.annexes if isinstance(block, Heading)] == ["附件1", "清单"]


def test_what_is_missing_is_named_once_in_order() -> None:
    assert missing("【待填：乙】", "无", "【待填：甲】【待填：乙】") == ("乙", "甲")
