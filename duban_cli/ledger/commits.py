"""A commit of the ledger as a value, read out of ``git log -z``."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime

# What `parse_log` reads; the first byte cannot begin a status letter. With -z each commit ends in NUL.
LOG_FORMAT = "tformat:%x01%H%x00%P%x00%an%x00%ae%x00%aI%x00%B"
_FIELDS = 6
_TRAILER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*): *(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """``date`` is the author's, aware. ``changes`` are (status letter, path relative to the ledger):
    A added, M changed, D deleted; for a merge only files unlike every parent, with a letter for each."""

    sha: str
    parents: tuple[str, ...]
    author: str
    email: str
    date: datetime
    message: str
    changes: tuple[tuple[str, str], ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(path for _, path in self.changes)

    @property
    def subject(self) -> str:
        return self.message.split("\n", 1)[0]

    @property
    def body(self) -> str:
        """What stands between the subject and the trailers."""
        return _split(self.message)[0]

    @property
    def trailers(self) -> tuple[tuple[str, str], ...]:
        """The ``Key: value`` lines of the last paragraph, if it holds nothing else."""
        return _split(self.message)[1]

    def values(self, key: str) -> tuple[str, ...]:
        """What the trailers of that key say."""
        return tuple(value for name, value in self.trailers if name.lower() == key.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A file both sides changed: as it was, and as each has it; None where there is none."""

    base: bytes | None = None
    ours: bytes | None = None
    theirs: bytes | None = None


def parse_log(output: bytes) -> list[Commit]:
    """Commits in the order given, from ``git log -z --name-status --format=LOG_FORMAT``."""
    tokens = output.split(b"\0")
    commits: list[Commit] = []
    at = 0
    while at < len(tokens) and tokens[at].startswith(b"\x01"):
        sha, parents, author, email, date, message = (
            token.decode("utf-8", "replace") for token in tokens[at : at + _FIELDS]
        )
        at += _FIELDS
        changes: list[tuple[str, str]] = []
        while at < len(tokens) and not tokens[at].startswith(b"\x01"):
            if status := tokens[at].strip(b"\n").decode("ascii"):
                changes.append((status, os.fsdecode(tokens[at + 1])))
                at += 1
            at += 1
        commits.append(
            Commit(
                sha=sha[1:],
                parents=tuple(parents.split()),
                author=author,
                email=email,
                date=datetime.fromisoformat(date),
                message=message.rstrip("\n"),
                changes=tuple(changes),
            )
        )
    return commits


def _split(message: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    rest = message.partition("\n")[2].strip("\n")
    body, gap, last = rest.rpartition("\n\n")
    matches = [_TRAILER.fullmatch(line) for line in last.splitlines()]
    found = tuple((match[1], match[2].strip()) for match in matches if match)
    if not found or len(found) != len(matches):
        return rest, ()
    return body.strip("\n") if gap else "", found
