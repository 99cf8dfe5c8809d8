"""附件说明, 署名, 日期, 附注, 附件 and 版记 (GB/T 9704-2012 7.3.4 to 7.4, 10.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.documents.layout.measure import BOTTOM, CHAR3, CHAR4, LEFT, LINE, RIGHT, TextLine
from tests.documents.layout.samples import LAYOUTS, every_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.documents.layout.measure import Page

pytestmark = pytest.mark.office
OFFICE, DAY = "岳阳市人民政府督查室", "2026年3月4日"


def test_attachments_named_a_blank_line_below_two_characters_in(
    pages: Callable[[str], list[Page]],
) -> None:
    page = pages("文件")[3]
    body, first, wrapped, second = page.area[page.area.index(page.line("末段。")) :][:4]
    assert (first.baseline - body.baseline) / LINE == pytest.approx(2, abs=0.1)
    assert first.text.startswith("附件：1.")
    assert second.text == "2.责任单位名单"
    assert first.left - LEFT == pytest.approx(2 * CHAR3, abs=0.3)
    assert second.left == pytest.approx(_at(first, "1"), abs=0.3)
    assert wrapped.left == pytest.approx(_at(first, "岳"), abs=0.3)
    assert _at(second, "责") == pytest.approx(_at(first, "岳"), abs=0.3)


def test_a_sealed_signature_leaves_two_lines_and_its_date_stands_four_characters_in(
    pages: Callable[[str], list[Page]],
) -> None:
    for layout, above in (("文件", "2.责任单位名单"), ("信函", "末段。")):
        page = next(page for page in pages(layout) if above in page.text)
        body = page.area.index(page.line(above))
        name, day, note = page.area[body + 1 : body + 4]
        assert (name.text, day.text) == (OFFICE, DAY)
        assert (name.baseline - page.area[body].baseline) / LINE == pytest.approx(3, abs=0.1)
        assert day.baseline - name.baseline == pytest.approx(LINE, abs=0.1)
        assert name.middle == pytest.approx(day.middle, abs=0.3)
        # The font that stands in has wider digits, so that the date is up to two characters wider than it will be.
        right = RIGHT - day.right + (day.right - day.left - 6 * CHAR3) / 2
        assert right == pytest.approx(4 * CHAR3, abs=0.8)
        assert note.text == "（联系人：王某）"
        assert note.baseline - day.baseline == pytest.approx(LINE, abs=0.1)
        assert note.left - LEFT == pytest.approx(2 * CHAR3, abs=0.3)


def test_an_unsealed_signature_leaves_one_line_and_its_date_begins_two_characters_after_the_name(
    pages: Callable[[str], list[Page]],
) -> None:
    (page,) = pages("文件-不加盖")
    body = page.area.index(page.line("短正文。"))
    name, day = page.area[body + 1 : body + 3]
    assert (name.baseline - page.area[body].baseline) / LINE == pytest.approx(2, abs=0.1)
    assert RIGHT - name.right == pytest.approx(2 * CHAR3, abs=0.5)
    assert day.left - name.left == pytest.approx(2 * CHAR3, abs=0.3)


def test_an_unsealed_date_longer_than_the_name_stands_two_characters_in(
    pages: Callable[[str], list[Page]],
) -> None:
    page = pages("文件-不加盖-短名")[-1]
    name = next(line for line in page.area if line.text == "督查室")
    day = next(line for line in page.area if line.text == "2026年12月24日")
    assert RIGHT - day.right == pytest.approx(2 * CHAR3, abs=0.5)
    # Two characters before a date of seven: eight half-width digits and 年月日.
    assert RIGHT - name.left == pytest.approx((2 + 7 + 2) * 156 / 28, abs=0.5)


def test_an_annex_begins_a_page_its_title_centred_on_the_third_line(
    pages: Callable[[str], list[Page]],
) -> None:
    page = pages("文件")[-1]
    mark, title = page.area[:2]
    assert (mark.text, title.text) == ("附件1", "任务分解表")
    assert mark.left == pytest.approx(LEFT, abs=0.3)
    assert title.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.3)
    assert (title.baseline - mark.baseline) / LINE == pytest.approx(2, abs=0.3)
    assert "抄送" in page.text  # 附件 stand before 版记


def test_the_rules_of_the_imprint_thick_thin_thick_the_last_on_the_foot_of_the_type_area(
    pages: Callable[[str], list[Page]],
) -> None:
    page = pages("文件")[-1]
    first, middle, last = page.bars
    for bar in page.bars:
        assert not bar.red
        assert bar.length == pytest.approx(156, abs=0.2)
        assert bar.left == pytest.approx(LEFT, abs=0.2)
    assert [round(bar.thickness, 2) for bar in (first, middle, last)] == [
        pytest.approx(0.35, abs=0.03),
        pytest.approx(0.25, abs=0.03),
        pytest.approx(0.35, abs=0.03),
    ]
    assert last.bottom == pytest.approx(BOTTOM, abs=0.2)
    copies, printed = page.line("抄送："), page.line("印发")
    assert first.bottom < copies.top < copies.bottom < middle.top < printed.top < printed.bottom < last.top
    for line in (copies, printed):
        assert line.glyphs[0].size == pytest.approx(CHAR4, abs=0.05)
        assert line.left - LEFT == pytest.approx(CHAR4, abs=0.3)
    assert RIGHT - printed.right == pytest.approx(CHAR4, abs=0.3)
    assert copies.text.endswith("。")
    assert printed.text.endswith("2026年3月5日印发")


def test_the_imprint_of_a_letter_has_no_rules_and_no_printer(pages: Callable[[str], list[Page]]) -> None:
    page = pages("信函")[-1]
    assert page.bars == ()
    assert page.area[-1].text == "抄送：市自然资源和规划局，市财政局。"
    assert BOTTOM - page.area[-1].bottom < 3
    assert "印发" not in page.text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_imprint_stands_at_the_foot_of_the_last_page_whatever_the_length(
    pages: Callable[[str], list[Page]], layout: str
) -> None:
    for name in (name for name in every_length() if name.startswith(layout)):
        *before, last = pages(name)
        assert all("抄送" not in page.text for page in before), name
        foot = [line for line in last.area if line.text.startswith("抄送") or line.text.endswith("印发")]
        assert foot, name
        above = [line for line in last.area if line.baseline < foot[0].baseline]
        assert above, f"{name}: 版记 stands alone"
        upper = last.bars[-3].top if layout != "信函" else foot[0].top
        assert above[-1].bottom <= upper, f"{name}: text runs into 版记"
        if layout != "信函":
            assert last.bars[-1].bottom == pytest.approx(BOTTOM, abs=0.2), name
        else:
            assert foot[-1].bottom == pytest.approx(BOTTOM - 1.1, abs=0.4), name


@pytest.mark.parametrize("layout", ["文件", "信函", "单"])
def test_the_signature_stays_with_the_text_before_it(pages: Callable[[str], list[Page]], layout: str) -> None:
    for name in (name for name in every_length() if name.startswith(layout)):
        signed = [page for page in pages(name) if any(line.text == DAY for line in page.area)]
        (page,) = signed
        lines = [line.text for line in page.area]
        assert lines[lines.index(DAY) - 1] == OFFICE, name
        if "段" in name or name == "文件-行1":
            continue  # the only paragraph has to begin on page 1: it is not moved to the signature
        above = lines[: lines.index(DAY) - 1]
        assert any(line.startswith("本文第") or "岳阳楼区人民政府第" in line for line in above), name


def _at(line: TextLine, char: str) -> float:
    return next(glyph.left for glyph in line.glyphs if glyph.text == char)
