"""The words of every paper, as they stand before they are set in type."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.papers import PAPERS, text_of

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_reads_as_agreed(name: str) -> None:
    draft = text_of(*PAPERS[name])

    head = "".join(f"{key}: {value.replace(chr(10), '|')}\n" for key, value in draft.settings.items())
    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert f"{head}---\n{draft.markdown}" == expected
    assert draft.missing == ()


def test_every_golden_paper_is_one_of_these() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PAPERS)
