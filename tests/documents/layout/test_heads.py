"""版头 of each layout: mark, 文号, rules, title, 主送 (GB/T 9704-2012 7.2, 7.3, 10.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.documents.layout.measure import CHAR3, LEFT, LINE, RIGHT, TOP, Page
from tests.documents.layout.samples import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.office
OFFICE = "岳阳市人民政府督查室"
NUMBER = "岳督函〔2026〕17号"


def _first(pages: Callable[[str], list[Page]], name: str) -> Page:
    return pages(name)[0]


def test_the_mark_of_a_document_begins_35_mm_below_the_top_of_the_type_area(
    pages: Callable[[str], list[Page]],
) -> None:
    page = _first(pages, "文件")
    mark = page.line(OFFICE)
    upper, lower = page.ink(TOP + 25, mark.bottom + 3)
    assert upper - TOP == pytest.approx(35, abs=1)
    assert mark.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    number = page.line(NUMBER)
    assert 2 <= (number.top - lower) / LINE <= 2.5  # 空二行
    assert number.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_the_corner_of_a_document(pages: Callable[[str], list[Page]]) -> None:
    page = _first(pages, "文件")
    copy, urgency = page.line("000001"), page.line("特急")
    assert page.lines[:2] == (copy, urgency)
    assert copy.top == pytest.approx(TOP + (LINE - CHAR3) / 2, abs=1.5)
    assert copy.left == pytest.approx(LEFT, abs=0.3)
    assert urgency.left == pytest.approx(LEFT, abs=0.3)
    assert urgency.baseline - copy.baseline == pytest.approx(LINE, abs=0.1)


def test_the_rule_of_a_document_lies_4_mm_below_its_number_across_the_type_area(
    pages: Callable[[str], list[Page]],
) -> None:
    page = _first(pages, "文件")
    (rule,) = [bar for bar in page.bars if bar.red]
    assert rule.top - page.line(NUMBER).bottom == pytest.approx(4, abs=0.5)
    assert rule.left == pytest.approx(LEFT, abs=0.2)
    assert rule.right == pytest.approx(RIGHT, abs=0.2)
    assert rule.length == pytest.approx(156, abs=0.2)


@pytest.mark.parametrize(("name", "above"), [("文件", "rule"), ("信函", "numbers")])
def test_the_title_stands_two_blank_lines_below_and_the_addressee_one_below_it(
    pages: Callable[[str], list[Page]], name: str, above: str
) -> None:
    page = _first(pages, name)
    first, second = page.line("关于测量版面的"), page.line("通知")
    upper = next(bar for bar in page.bars if bar.red).bottom if above == "rule" else page.line(NUMBER).bottom
    assert 2 <= (first.top - upper) / LINE <= 2.6
    for line in (first, second):
        assert line.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.3)
    addressee = page.line("岳阳楼区人民政府：")
    assert addressee.left == pytest.approx(LEFT, abs=0.3)
    assert (addressee.baseline - second.baseline) / LINE == pytest.approx(2, abs=0.15)
    body = page.area[page.area.index(addressee) + 1]
    assert body.baseline - addressee.baseline == pytest.approx(LINE, abs=0.1)


def test_a_document_that_goes_upward_names_who_signed_it(pages: Callable[[str], list[Page]]) -> None:
    line = _first(pages, "文件-上行").line(NUMBER)
    assert line.text.endswith("签发人：刘某某")
    assert line.left - LEFT == pytest.approx(CHAR3, abs=0.3)
    assert RIGHT - line.right == pytest.approx(CHAR3, abs=0.5)


def test_the_mark_of_a_letter_begins_30_mm_below_the_edge_of_the_paper(
    pages: Callable[[str], list[Page]],
) -> None:
    page = _first(pages, "信函")
    mark = page.line(OFFICE)
    rule = next(bar for bar in page.bars if bar.red)
    upper, lower = page.ink(20, rule.top - 0.3)
    assert upper == pytest.approx(30, abs=1)
    assert rule.top - lower == pytest.approx(4, abs=0.6)
    assert mark.middle == pytest.approx(105, abs=0.5)


def test_the_double_rules_of_a_letter(pages: Callable[[str], list[Page]]) -> None:
    page = _first(pages, "信函")
    upper_thick, upper_thin, lower_thin, lower_thick = page.bars
    for bar in page.bars:
        assert bar.red
        assert bar.length == pytest.approx(170, abs=0.2)
        assert (bar.left + bar.right) / 2 == pytest.approx(105, abs=0.2)
    assert upper_thick.thickness > 2 * upper_thin.thickness
    assert lower_thick.thickness > 2 * lower_thin.thickness
    assert 297 - lower_thick.bottom == pytest.approx(20, abs=0.2)
    assert page.area[-1].bottom < lower_thin.top


def test_the_numbers_of_a_letter_stand_seven_eighths_of_a_character_below_its_rule(
    pages: Callable[[str], list[Page]],
) -> None:
    page = _first(pages, "信函")
    line = page.line(NUMBER)
    assert line.text.startswith("加急")
    assert line.left == pytest.approx(LEFT, abs=0.3)
    assert line.right == pytest.approx(RIGHT, abs=0.3)
    assert line.top - page.bars[1].bottom == pytest.approx(CHAR3 * 7 / 8, abs=0.5)


def test_a_bulletin_has_its_issue_in_the_middle_between_mark_and_rule(
    pages: Callable[[str], list[Page]],
) -> None:
    page = _first(pages, "简报")
    (rule,) = [bar for bar in page.bars if bar.red]
    mark, issue, ends = page.area[:3]
    assert (mark.text, issue.text) == ("政务督查通报", "第17期签发：刘某某")
    assert mark.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    middle = [glyph for glyph in issue.glyphs if glyph.text in "第17期"]
    assert (middle[0].left + middle[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    assert ends.left - LEFT == pytest.approx(CHAR3, abs=0.3)
    assert RIGHT - ends.right == pytest.approx(CHAR3, abs=0.3)
    assert ends.bottom < rule.top
    assert rule.length == pytest.approx(156, abs=0.2)


def test_a_form_has_mark_rule_numbers_and_table_across_the_type_area(
    pages: Callable[[str], list[Page]],
) -> None:
    page = _first(pages, "单")
    (rule,) = [bar for bar in page.bars if bar.red]
    assert rule.length == pytest.approx(156, abs=0.2)
    assert page.area[0].text == OFFICE
    assert page.area[0].bottom < rule.top < page.line(NUMBER).top
    form = page.line("编号：2026-0018")
    assert form.left == pytest.approx(LEFT, abs=0.3)
    assert form.right == pytest.approx(RIGHT, abs=0.3)
    sides = [line for line in page.table_rules if line.length < 0.1]
    assert min(line.left for line in sides) == pytest.approx(LEFT, abs=0.3)
    assert max(line.right for line in sides) == pytest.approx(RIGHT, abs=0.3)


@pytest.mark.parametrize("name", ["文件", "信函"])
def test_preprinted_paper_is_left_blank_where_it_is_red_and_nothing_moves(
    pages: Callable[[str], list[Page]], name: str
) -> None:
    printed, blank = pages(name), pages(f"{name}-套印")
    assert [bar for page in blank for bar in page.bars if bar.red] == []
    assert OFFICE not in blank[0].text
    assert len(printed) == len(blank)
    for one, other in zip(printed, blank, strict=True):
        kept = [line for line in one.lines if line.text != OFFICE or line.glyphs[0].size < 10]
        assert [line.text for line in kept] == [line.text for line in other.lines]
        for line, same in zip(kept, other.lines, strict=True):
            assert line.baseline == pytest.approx(same.baseline, abs=0.05)
            assert line.left == pytest.approx(same.left, abs=0.05)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_first_page_carries_body_text(pages: Callable[[str], list[Page]], layout: str) -> None:
    for kind in ("行9", "行20", "表1", "表16", "段6", "段12", "段40"):
        text = pages(f"{layout}-{kind}")[0].text
        assert "本文第" in text or "正文如下" in text or "甲乙丙丁" in text
