"""Chromium as installed on the machine; where it is missing the tests say so, or fail where it must be there."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

MUST = "DUBAN_TEST_BROWSER"
"""Set to ``required`` by .ci/run: then a missing Chromium fails the tests instead of skipping them."""
_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Nothing of the browser's own asks the network for anything."""


def need_chromium() -> str:
    """The path of Chromium. Skips a test that needs it, or fails it where it has to be there."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is not None:
        return found
    said = f"not installed: {_NAMES[0]}"
    if os.environ.get(MUST) == "required":
        pytest.fail(said)
    pytest.skip(said)


def flags() -> list[str]:
    """How it is started; root has no sandbox of its own."""
    root = sys.platform != "win32" and os.geteuid() == 0
    return [*FLAGS, *(["--no-sandbox"] if root else [])]
