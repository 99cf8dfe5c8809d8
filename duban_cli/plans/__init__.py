"""What each command would change, as a value: ``plan_…`` reads the ledger and the rules and writes nothing."""

from __future__ import annotations
