"""A ledger to fill, and property tests judged by their result, not by the speed of a busy machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.reports.book import Book

if TYPE_CHECKING:
    from pathlib import Path

settings.register_profile("duban", deadline=None)
settings.load_profile("duban")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)
