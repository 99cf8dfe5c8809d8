"""LibreOffice opens every paper as it is: what it saves again says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest

from tests.documents.layout.long_cases import papers
from tests.documents.layout.office import convert, need_office
from tests.documents.layout.samples import measured
from tests.documents.papers import PAPERS, W, bytes_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.office


def _texts(path: Path) -> list[str]:
    paragraphs = docx.Document(str(path)).element.body.iter(f"{W}p")
    return [text for paragraph in paragraphs if (text := paragraph.text.strip())]


def test_the_text_of_every_paper_survives_being_opened_and_saved(tmp_path: Path) -> None:
    need_office()
    sources = []
    made = {name: bytes_of(text_of(*paper)) for name, paper in PAPERS.items()}
    long = {name: content for name, content in papers().items() if name != "长-通报"}
    for name, content in {**made, **measured(), **long}.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(content)
        sources.append(path)

    again = convert(tmp_path, sources, "docx")

    for source in sources:
        assert sorted(_texts(again[source.stem])) == sorted(_texts(source)), source.stem
        section = docx.Document(str(again[source.stem])).sections[0]
        assert section.page_width is not None
        assert round(section.page_width.mm) == 210
