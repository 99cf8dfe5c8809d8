"""What is shown of a ledger: pure functions from standings to text, tables and JSON. No screen, no clock."""

from __future__ import annotations
