"""LibreOffice, run once for many files; where it is missing the tests say so, or fail where it must be there."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MUST = "DUBAN_TEST_OFFICE"
"""Set to ``required`` by .ci/run: then a missing LibreOffice fails the tests instead of skipping them."""
_TOOLS = ("soffice", "pdftoppm", "pdftotext")


def need_office() -> None:
    """Skips a test that needs LibreOffice and poppler, or fails it where they have to be there."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if not missing:
        return
    said = f"not installed: {', '.join(missing)}"
    if os.environ.get(MUST) == "required":
        pytest.fail(said)
    pytest.skip(said)


def convert(place: Path, sources: Sequence[Path], kind: str) -> dict[str, Path]:
    """Every file as ``kind`` (pdf, docx) by one LibreOffice with a profile of its own; by the file's stem."""
    profile = (place / "profile").as_uri()
    goal = place / f"as-{kind}"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", goal, *sources],
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip
    made = {source.stem: goal / f"{source.stem}.{kind}" for source in sources}
    assert [name for name, path in made.items() if not path.is_file()] == []
    return made
