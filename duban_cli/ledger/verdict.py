"""What ``check`` said of the whole ledger, kept for the day by the content of all that it looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duban_cli.ledger.files import Files
from duban_cli.ledger.findings import Finding

if TYPE_CHECKING:
    from duban_cli.ledger.shelf import Shelves
    from duban_cli.rules.moments import Now

_SHELF = "verdict"
_ALL_DAY = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every finding; ``all_day``: they hold at every moment of the day they were made for.

    ``sound``: the base files could be read, and so all was checked.
    """

    findings: tuple[Finding, ...]
    all_day: bool
    sound: bool = True


def kept_verdict(files: Files, shelves: Shelves, now: Now, judge: Callable[[], Verdict]) -> Verdict:
    """Every finding; ``judge`` is asked only where nothing is kept of the ledger as it is."""
    rests_on = (files.tree_digest, now.day.isoformat())
    for moment, (_, told) in shelves.load(_SHELF, *rests_on).items():
        if moment in (_ALL_DAY, now.text):
            found = json.loads(told.decode("utf-8", "surrogatepass"))
            return Verdict(tuple(Finding(*one) for one in found), all_day=moment == _ALL_DAY)
    verdict = judge()
    # Not where a file was changed meanwhile: what was looked at would be another ledger.
    if verdict.sound and Files(files.root).tree_digest == files.tree_digest:
        # A file's name may be any bytes.
        told = json.dumps([f.told() for f in verdict.findings], ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        )
        shelves.save(_SHELF, {_ALL_DAY if verdict.all_day else now.text: ("-", told)}, *rests_on)
    return verdict
