"""The papers as LibreOffice lays them out."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.documents.papers import PAPERS, bulletin, bytes_of, closing, letter, text_of, urging

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdftoppm")),
        reason="LibreOffice or poppler is not installed",
    ),
]
MM = 100 / 25.4  # pixels at 100 dpi


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    place = tmp_path_factory.mktemp("office")
    papers = {
        "letter": ("督查函", letter),
        "long": (
            "督查函",
            replace(letter, items=(replace(letter.items[0], demand="逐户签订协议。\n" * 70),)),
        ),
        "urging": ("催办通知单", urging),
        "closing": ("销号单", closing),
        "bulletin": ("督查通报", bulletin),
        "order": PAPERS["交办通知单"],
        "warning": PAPERS["督办单-待填"],
        "extension": PAPERS["延期批复"],
    }
    for name, paper in papers.items():
        (place / f"{name}.docx").write_bytes(bytes_of(text_of(*paper)))
    profile = (place / "profile").as_uri()
    files = [str(place / f"{name}.docx") for name in papers]
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            place,
            *files,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {name: place / f"{name}.pdf" for name in papers}


def _pages(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def _red_rows(pdf: Path, page: int) -> list[tuple[float, float]]:
    """Top (mm from the page's edge) and length (mm) of each stretch of rows that is red from end to end."""
    done = subprocess.run(
        ["pdftoppm", "-r", "100", "-f", str(page), "-l", str(page), str(pdf)], capture_output=True, check=True
    )
    head = re.match(rb"P6\s(\d+) (\d+)\s255\s", done.stdout)
    assert head is not None
    width, height, pixels = int(head[1]), int(head[2]), done.stdout[head.end() :]
    found: list[tuple[float, float]] = []
    last = -2
    for y in range(height):
        row = pixels[3 * width * y : 3 * width * (y + 1)]
        red = [x for x in range(width) if row[3 * x] > 200 and row[3 * x + 1] < 150]
        if len(red) > 140 * MM:
            if y > last + 1:
                found.append((y / MM, len(red) / MM))
            last = y
    return found


@pytest.mark.parametrize(
    ("name", "pages"),
    [("letter", 2), ("urging", 1), ("closing", 1), ("order", 1), ("warning", 1), ("extension", 1)],
)
def test_paper_size_and_number_of_pages(rendered: Mapping[str, Path], name: str, pages: int) -> None:
    done = subprocess.run(["pdfinfo", str(rendered[name])], capture_output=True, text=True, check=True)

    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", done.stdout)
    assert re.search(rf"Pages:\s+{pages}\n", done.stdout)


def test_a_letter_is_not_numbered_on_page_1(rendered: Mapping[str, Path]) -> None:
    first, second = _pages(rendered["letter"])

    assert not re.search(r"—\s*1\s*—", first)
    assert re.search(r"—\s*2\s*—", second)
    assert "特此函告" in second
    assert "抄送" in second


def test_a_bulletin_is_numbered_on_page_1(rendered: Mapping[str, Path]) -> None:
    assert re.search(r"—\s*1\s*—", _pages(rendered["bulletin"])[0])


def test_a_full_page_holds_22_lines(rendered: Mapping[str, Path]) -> None:
    second = _pages(rendered["long"])[1]
    assert second.count("逐户签订协议。") == 22


def test_the_double_rules_of_a_letter_come_out_red(rendered: Mapping[str, Path]) -> None:
    rules = _red_rows(rendered["letter"], 1)

    assert [round(length) for _, length in rules] == [170] * len(rules)
    upper = [top for top, _ in rules if top < 100]
    lower = [top for top, _ in rules if top > 200]
    assert upper
    assert lower
    assert 45 <= upper[0] <= 47
    assert 275 <= lower[0] <= 277
    assert _red_rows(rendered["letter"], 2) == []


def test_the_rule_of_a_notice_comes_out_as_wide_as_the_type_area(rendered: Mapping[str, Path]) -> None:
    assert [round(length) for _, length in _red_rows(rendered["urging"], 1)] == [156]
