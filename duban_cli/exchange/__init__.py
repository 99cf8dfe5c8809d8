"""In and out: tables of other offices and programs as facts, the ledger as tables and calendars."""

from __future__ import annotations
