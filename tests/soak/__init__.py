"""Long runs, apart from the suite."""

from __future__ import annotations
