"""Paper, type area, lines, characters and page numbers (GB/T 9704-2012 5, 7.5)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.documents.layout.measure import BOTTOM, CHAR3, CHAR4, LEFT, LINE, RIGHT, TOP
from tests.documents.layout.samples import LAYOUTS, TEN
from tests.documents.papers import PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.documents.layout.measure import Page

pytestmark = pytest.mark.office
EVERY = [*LAYOUTS, *(f"样-{name}" for name in PAPERS)]


@pytest.mark.parametrize("name", EVERY)
def test_paper_is_a4_and_text_stays_within_156_by_225_mm(
    pages: Callable[[str], list[Page]], name: str
) -> None:
    for page in pages(name):
        assert (round(page.width, 1), round(page.height, 1)) == (210.0, 297.0)
        for line in page.area:
            assert line.left >= LEFT - 0.2
            assert line.right <= RIGHT + 0.5
            assert line.top >= (29 if "信函" in name or page.number == 1 else TOP)
            assert line.bottom <= BOTTOM + 0.5


@pytest.mark.parametrize("name", ["文件", "信函", "简报"])
def test_a_full_page_holds_22_lines_of_28_characters_and_fills_the_type_area(
    pages: Callable[[str], list[Page]], name: str
) -> None:
    full = [page for page in pages(name)[1:-1] if all(set(line.text) <= set(TEN) for line in page.area)]
    assert full
    for page in full:
        assert len(page.area) == 22
        widths = {len(line.text) for line in page.area}
        assert 28 in widths
        assert max(widths) == 28
        whole = [line for line in page.area if len(line.text) == 28]
        for line in whole:
            assert line.left == pytest.approx(LEFT, abs=0.3)
            assert line.right == pytest.approx(RIGHT, abs=1)
        # Between two lines lies what is left of the pitch; half of it above the first and below the last.
        leading = (LINE - CHAR3) / 2
        assert page.area[0].top - leading == pytest.approx(TOP, abs=1)
        assert page.area[-1].bottom + leading == pytest.approx(BOTTOM, abs=1)


def test_lines_are_a_22nd_of_the_type_area_apart(pages: Callable[[str], list[Page]]) -> None:
    lines = pages("文件")[1].area
    for one, other in pairwise(lines):
        assert other.baseline - one.baseline == pytest.approx(LINE, abs=0.05)


def test_a_paragraph_begins_two_characters_in(pages: Callable[[str], list[Page]]) -> None:
    first = next(line for line in pages("文件")[0].area if line.text.startswith(TEN))
    assert first.left - LEFT == pytest.approx(2 * CHAR3, abs=0.3)
    assert len(first.text) == 26


@pytest.mark.parametrize("name", ["文件", "简报", "信函", "单-续页"])
def test_page_numbers_stand_outside_one_character_in_and_7_mm_below_the_type_area(
    pages: Callable[[str], list[Page]], name: str
) -> None:
    for page in pages(name):
        below = [line for line in page.lines if line.baseline > BOTTOM + 3]
        if page.number == 1 and name in ("信函", "单-续页"):
            assert below == []
            continue
        (number,) = below
        assert number.text == f"— {page.number} —"
        if page.number % 2:
            assert number.right == pytest.approx(RIGHT - CHAR4, abs=0.5)
        else:
            assert number.left == pytest.approx(LEFT + CHAR4, abs=0.5)
        dash = number.glyphs[0]
        upper, lower = page.ink(BOTTOM + 2, BOTTOM + 12, left=dash.left, right=dash.right)
        assert (upper + lower) / 2 - BOTTOM == pytest.approx(7, abs=0.5)
        assert dash.size == pytest.approx(CHAR4, abs=0.05)


def test_nothing_red_but_the_head(pages: Callable[[str], list[Page]]) -> None:
    for layout in LAYOUTS:
        assert [bar for page in pages(layout)[1:] for bar in page.bars if bar.red] == []


@pytest.mark.parametrize(
    "name", ["交办通知单", "催办通知单", "督办单-待填", "督办单", "销号单", "卷内目录", "任务清单"]
)
def test_a_form_stands_on_one_page(pages: Callable[[str], list[Page]], name: str) -> None:
    assert len(pages(f"样-{name}")) == 1


def test_a_draft_says_so_at_the_top_right_of_every_page(pages: Callable[[str], list[Page]]) -> None:
    found = pages("样-督查通报-送审稿")
    assert len(found) > 1
    for page in found:
        mark = page.lines[0]
        assert mark.text == "送审稿"
        assert mark.bottom < TOP
        assert mark.right == pytest.approx(RIGHT, abs=0.3)
