"""Files ⇄ records: reading with line and column, writing, numbering, and the one place that applies changes."""

from __future__ import annotations
