"""``check --history``: the ledger's git history walked and held against its promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duban_cli.checks.history import Walked, history_findings
from duban_cli.checks.history_marks import shallow, signatures, tip
from duban_cli.history import Repo
from duban_cli.history_walk import leads_to, objects, there, uncommitted, walk
from duban_cli.ledger.shelf import Shelves
from duban_cli.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duban_cli.ledger.findings import Finding
    from duban_cli.ledger.store import Ledger


_SHELF = "history"
"""What was made of the versions of files, by their blobs."""


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What the history was found guilty of, and how much of it was looked at."""

    findings: tuple[Finding, ...]
    walked: Walked
    shallow: bool

    @property
    def json(self) -> dict[str, Any]:
        """For ``check --format json``."""
        counts = {"commits": self.walked.commits, "items": self.walked.items, "entries": self.walked.entries}
        return {**counts, "shallow": self.shallow}


def look_back(
    root: Path,
    ledger: Ledger | None,
    *,
    noted: str | None = None,
    signed: bool = False,
    watch: Watch = unwatched,
) -> LookedBack:
    """Every finding of the history. ``ledger`` is None where its base files cannot be read.

    ``noted`` is a commit written down earlier; ``signed``: look at each commit's signature, too.
    Raises GitRefused: no git, no repository.
    """
    repo = Repo.find(root)
    walked = walk(repo, signatures=signed)
    shelves = Shelves(root)
    kept = _of_what_is_there(repo, {name: made for name, (_, made) in shelves.load(_SHELF).items()})
    with objects(repo) as blobs:
        facts, counts, made = history_findings(
            ledger, walked.steps, blobs, uncommitted=uncommitted(repo), kept=kept, watch=watch
        )
    if made != kept:
        shelves.save(_SHELF, {name: ("-", one) for name, one in made.items()})
    found = list(facts)
    if walked.shallow:
        found.append(shallow(walked.steps[0] if walked.steps else None))
    if noted is not None:
        known = leads_to(repo, noted, walked.head) if walked.head else None
        found += tip(noted, known, is_shallow=walked.shallow)
    if signed:
        found += signatures(step for step in walked.steps if step.touches)
    return LookedBack(tuple(found), counts, walked.shallow)


def _of_what_is_there(repo: Repo, kept: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """What is kept of versions that git still has: one that it has lost is told each time."""
    if not kept:
        return kept
    blobs = there(repo, {name.partition(" ")[0] for name in kept})
    return {name: made for name, made in kept.items() if name.partition(" ")[0] in blobs}
