"""Tables over several pages, and papers longer than usual: nothing lost, nothing cut, nothing split."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import docx
import pytest

from tests.documents.layout.long_cases import ADDRESSEES, LATE, TITLE, UNITS, papers
from tests.documents.layout.measure import BOTTOM, LEFT, RIGHT, TOP
from tests.documents.layout.samples import every_length, headed, measured
from tests.documents.papers import PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from docx.document import Document

    from tests.documents.layout.measure import Page

pytestmark = pytest.mark.office
HEADS = ("序号", "单位", "事项")


def _said(pdf: Path) -> list[str]:
    """The text of each page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def _texts(document: Document) -> Iterator[str]:
    for paragraph in document.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    ):
        yield paragraph.text


def _characters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


def test_heads_are_repeated_on_every_page(pages: Callable[[str], list[Page]]) -> None:
    found = pages("单-续页")
    assert len(found) > 2
    for page in found[:-1]:
        assert any(all(head in line.text for head in HEADS) for line in page.area)


def test_a_heading_stays_with_its_table_and_the_line_between_them(
    pages: Callable[[str], list[Page]],
) -> None:
    pushed = 0
    for name in headed():
        found = pages(name)
        (page,) = [page for page in found if "一、末题" in page.text]
        lines = [line.text for line in page.area]
        at = lines.index("一、末题")
        assert lines[at + 1] == "正文如下：", name
        assert all(head in lines[at + 2] for head in HEADS), name
        assert lines[at + 3].startswith("1"), name
        pushed += page.number > 1 and at == 0
    assert pushed  # some were pushed over the page together


def test_a_table_is_as_wide_as_the_type_area_on_every_page(pages: Callable[[str], list[Page]]) -> None:
    for page in pages("单-续页"):
        if page.table_rules:
            assert min(line.left for line in page.table_rules) == pytest.approx(LEFT, abs=0.3)
            assert max(line.right for line in page.table_rules) == pytest.approx(RIGHT, abs=0.3)
            assert all(TOP - 0.5 < line.top < BOTTOM + 0.5 for line in page.table_rules)


def test_a_bulletin_of_60_units_and_400_late_items_splits_no_row(rendered: Mapping[str, Path]) -> None:
    pages = _said(rendered["长-通报"])
    assert 20 <= len(pages) <= 90
    text = "".join(pages)
    assert len(set(re.findall(r"A\d{3}", text))) == LATE
    assert set(re.findall(r"U\d{3}", text)) == {f"U{n:03d}" for n in range(UNITS)}
    for page in pages:
        begun = Counter(re.findall(r"A(\d{3})", page))
        ended = Counter(re.findall(r"Z(\d{3})", page))
        assert begun == ended
        if begun:
            assert "逾期工作日" in re.sub(r"\s", "", page)


def test_a_title_of_60_characters_stands_whole_in_lines_that_fit(pages: Callable[[str], list[Page]]) -> None:
    assert len(TITLE) >= 60
    page = pages("长-标题")[0]
    lines = [line for line in page.area if line.glyphs[0].size == pytest.approx(22 * 25.4 / 72, abs=0.1)]
    assert "".join(line.text for line in lines) == TITLE
    assert len(lines) == 4
    for line in lines:
        assert line.right - line.left <= 156
        assert line.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_twenty_addressees_stand_above_a_letter_and_below_a_document(
    pages: Callable[[str], list[Page]],
) -> None:
    everyone = "、".join(ADDRESSEES)
    letter = pages("长-主送-信函")[0].text.replace("\n", "")
    assert f"{everyone}：" in letter
    first, *_, last = pages("长-主送-文件")
    assert "正文。" in first.text
    assert f"主送：{everyone}。抄送：" in last.text.replace("\n", "")
    assert len(last.bars) == 3  # no rule between 主送 and 抄送
    assert "，".join(ADDRESSEES) in pages("长-抄送")[-1].text.replace("\n", "")


def test_a_row_longer_than_a_page_goes_on_over_the_page(pages: Callable[[str], list[Page]]) -> None:
    found = pages("长-格")
    assert 3 <= len(found) <= 6
    text = "".join(page.text.replace("\n", "") for page in found)
    assert text.count("Zhang") == 150


@pytest.mark.parametrize(
    "name", [*papers(), *measured(), *(f"样-{name}" for name in PAPERS), *list(every_length())[::7]]
)
def test_no_character_is_lost_between_the_file_and_the_page(rendered: Mapping[str, Path], name: str) -> None:
    pdf = rendered[name]
    written = _characters("".join(_texts(docx.Document(str(pdf.parent.parent / f"{name}.docx")))))
    printed = _characters("".join(_said(pdf)))
    assert written - printed == Counter()
