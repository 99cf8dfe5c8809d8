"""导入.yaml, edited by hand: told before the next import stumbles over it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from duban_cli.checks.across import Across
from duban_cli.exchange.mapping_file import MAPPING_FILE, mappings_in
from duban_cli.ledger.files import Files
from duban_cli.ledger.findings import Finding


def columns(scene: Across) -> Iterator[Finding]:
    """Every problem of the file, where the ledger has one."""
    if not os.path.lexists(scene.ledger.root / MAPPING_FILE):
        return
    files = Files(scene.ledger.root)
    data = files.data(MAPPING_FILE)
    yield from files.findings
    if data is not None:
        yield from mappings_in(data)[1]
