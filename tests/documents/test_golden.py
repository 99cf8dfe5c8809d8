"""The words of every paper, as they stand before they are set in type.

``DUBAN_GOLDEN=write pytest tests/documents/test_golden.py`` writes them anew: read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.documents.papers import PAPERS, text_of

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_reads_as_agreed(name: str) -> None:
    draft = text_of(*PAPERS[name])

    head = "".join(f"{key}: {value.replace(chr(10), '|')}\n" for key, value in draft.settings.items())
    path, text = GOLDEN / f"{name}.txt", f"{head}---\n{draft.markdown}"
    if os.environ.get("DUBAN_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    assert draft.missing == ()


def test_every_golden_paper_is_one_of_these() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PAPERS)
