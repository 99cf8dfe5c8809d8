"""What a command would do to the ledger, as a value: files, and the words of the commit."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass


def digest(content: bytes) -> str:
    """SHA-256 in hex: how a plan names the bytes it was made from."""
    return hashlib.sha256(content).hexdigest()


def digest_or_none(content: bytes | None) -> str | None:
    """The same, None where there is no file."""
    return None if content is None else digest(content)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWrite:
    """One file to write. ``path`` is relative to the ledger, with ``/``; ``content`` None deletes the file;
    ``expect`` is the digest of the bytes the plan was made from, None if there must be no file."""

    path: str
    content: bytes | None
    expect: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOut:
    """A paper made: 文号 if it has one, kind (督查函 …), file and digest."""

    doc_no: str | None
    kind: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryOut:
    """An entry written: the item's id, the entry's YAML text, and the same as facts."""

    item: str
    text: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOut:
    """An event of the office written: its file, its YAML text, and the same as facts."""

    path: str
    text: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All a command would do, in one commit: its first line, what follows, and the clerk's own ``message``.

    ``remarks`` are for the clerk alone: what to know before it is written.
    Raises ValueError: a file named twice, or no subject.
    """

    writes: tuple[FileWrite, ...]
    subject: str
    body: str = ""
    trailers: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()
    entries: tuple[EntryOut, ...] = ()
    events: tuple[EventOut, ...] = ()
    papers: tuple[PaperOut, ...] = ()
    message: str | None = None
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len({write.path for write in self.writes}) != len(self.writes):
            raise ValueError("one change writes a file twice")
        if not self.subject.strip():
            raise ValueError("a commit needs a subject")

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(write.path for write in self.writes)

    def commit_message(self) -> str:
        """Subject, body, the clerk's words and trailers, an empty line between each."""
        trailers = "\n".join(f"{key}: {_one_line(value)}" for key, value in dict.fromkeys(self.trailers))
        parts = (_one_line(self.subject), _paragraphs(self.body), _paragraphs(self.message or ""), trailers)
        return "\n\n".join(part for part in parts if part) + "\n"


def _one_line(words: str) -> str:
    return " ".join(words.replace("\0", "").split())


def _paragraphs(words: str) -> str:
    return re.sub(r"\r\n?", "\n", words.replace("\0", "")).strip("\n \t")
