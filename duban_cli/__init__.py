"""duban: a ledger for government supervision work (督查督办)."""

from __future__ import annotations

__version__ = "0.1.0"
