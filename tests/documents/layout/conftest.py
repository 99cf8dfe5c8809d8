"""All papers of this room rendered once, whichever worker comes first."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

import pytest

from tests.documents.layout import long_cases, measure, samples
from tests.documents.layout.office import convert, need_office
from tests.documents.papers import PAPERS, bytes_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The PDF of every sample, of every kind of paper and of every long case, by name."""
    need_office()
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "layout"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = place / "done"
        if not done.exists():
            for name, content in _all().items():
                (place / f"{name}.docx").write_bytes(content)
            convert(place, sorted(place.glob("*.docx")), "pdf")
            done.touch()
    return {path.stem: path for path in (place / "as-pdf").iterdir()}


@pytest.fixture(scope="session")
def pages(rendered: Mapping[str, Path]) -> Callable[[str], list[measure.Page]]:
    """The pages of a rendered paper, measured once."""
    known: dict[str, list[measure.Page]] = {}

    def of(name: str) -> list[measure.Page]:
        if name not in known:
            known[name] = measure.pages(rendered[name])
        return known[name]

    return of


def _all() -> dict[str, bytes]:
    kinds = {f"样-{name}": bytes_of(text_of(*paper)) for name, paper in PAPERS.items()}
    return {
        **samples.measured(),
        **samples.every_length(),
        **samples.headed(),
        **long_cases.papers(),
        **kinds,
    }
