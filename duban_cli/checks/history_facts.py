"""Versions of a file as facts: what stands in it, without layout, each blob parsed once and no more than is new."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ruamel.yaml.nodes import MappingNode, SequenceNode

from duban_cli.ledger.facts import dumps, loads
from duban_cli.ledger.fieldtypes import is_blank
from duban_cli.ledger.files import MAX_BYTES
from duban_cli.ledger.nodes import Source, compose, plain, plain_key

_NEW_DOCUMENT = re.compile(rb"^(?:\.\.\.|---)", re.MULTILINE)
_DASH = re.compile(rb"( *)- ")


class Blobs(Protocol):
    """Where contents come from, by blob id."""

    def read(self, names: Sequence[str]) -> Mapping[str, bytes | None]:
        """The contents, None for what is not there."""
        ...


@dataclass(frozen=True, slots=True)
class Facts:
    """One version of a file: the keys above its list, the entries of the list, the column of their dashes.

    Versions share the entries they have in common, so comparing two of them costs next to nothing.
    """

    header: Mapping[str, Any]
    entries: tuple[Any, ...] = ()
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A version that could not be read as facts, and why."""

    why: str


Version = Facts | Unread


def read_version(data: bytes, key: str) -> Version:
    """The facts of a file whose list stands under ``key``."""
    source = Source("")
    root = compose(data, source)
    if root is None:
        return Unread(source.problems[0].message if source.problems else "格式读不通")
    if not isinstance(root, MappingNode):
        return Unread("不是一项一项的内容")
    keys = [plain_key(k) for k, _ in root.value]
    if len(set(keys)) != len(keys):
        return Unread("有一项写了两次")
    nodes = dict(zip(keys, (v for _, v in root.value), strict=True))
    listed = nodes.pop(key, None)
    header = {k: plain(v) for k, v in nodes.items()}
    if listed is None or is_blank(listed):
        return Facts(header)
    if not isinstance(listed, SequenceNode):
        return Unread(f"“{key}”不是一条条记录")
    column = None if listed.flow_style or keys[-1] != key else int(listed.start_mark.column)
    return Facts(header, tuple(plain(n) for n in listed.value), column if listed.value else None)


def grown(old: Facts, before: bytes, after: bytes, key: str) -> Facts | None:
    """The facts of ``after`` where it is ``before`` with entries added at its end; None where that is not certain.

    Text that begins with a dash in the column of the list ends whatever stood before it in YAML, so the old
    entries need no second reading.
    """
    if (
        old.column is None
        or len(after) > MAX_BYTES
        or not before.endswith(b"\n")
        or not after.startswith(before)
    ):
        return None
    more = after[len(before) :]
    dash = _DASH.match(more)
    if (
        dash is None
        or len(dash[1]) != old.column
        or _NEW_DOCUMENT.search(more)
        or _NEW_DOCUMENT.search(before)
    ):
        return None
    added = read_version(key.encode() + b":\n" + more, key)
    if isinstance(added, Unread) or added.header or added.column != old.column:
        return None
    return Facts(old.header, (*old.entries, *added.entries), old.column)


class Versions:
    """The versions of files by blob id, read from git in batches.

    ``kept``: what was made of blobs at an earlier look, as ``made`` gives it after this one.
    """

    def __init__(
        self, blobs: Blobs, known: Mapping[str, bytes | None] | None = None, kept: Mapping[str, bytes] | None = None
    ) -> None:  # fmt: skip
        self._blobs = blobs
        self._data: dict[str, bytes | None] = dict(known or {})
        self._not_in_git = frozenset(self._data)
        self._facts: dict[tuple[str, str], Version] = {}
        self._seen: set[str] = set(self._data)
        self._kept = kept or {}
        self.made: dict[str, bytes] = {}

    def fetch(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Have the contents of these at hand, blob and key, of which nothing is kept; none is fetched twice."""
        new = [
            blob
            for blob, key in dict.fromkeys(wanted)
            if blob not in self._seen and _kept_as(blob, key) not in self._kept
        ]
        self._seen.update(new)
        self._data |= self._blobs.read(list(dict.fromkeys(new)))

    def data(self, blob: str) -> bytes:
        """The bytes of a blob, empty for one that git does not have."""
        if self._data.get(blob) is None:
            self._data |= self._blobs.read([blob])
        return self._data[blob] or b""

    def facts(self, blob: str, key: str, *, after: str | None = None) -> Version:
        """The facts of a blob; ``after`` is the version it came from, which is then no longer kept as bytes."""
        found = self._facts.get((blob, key))
        if found is None:
            old = self._facts.get((after, key)) if after is not None else None
            found = self._again(blob, key, after, old)
            if found is None:
                found = self._grown(blob, key, after, old) or self._read(blob, key)
                self._keep(blob, key, found, after, old)
            self._facts[blob, key] = found
        if after is not None and after != blob:
            self._data.pop(after, None)
        return found

    def _read(self, blob: str, key: str) -> Version:
        data = self.data(blob)
        if self._data[blob] is None:
            return Unread("git 里缺这一版的内容，仓库可能已损坏，运行 git fsck 查看")
        return read_version(data, key)

    def _again(self, blob: str, key: str, after: str | None, old: Version | None) -> Facts | None:
        """What an earlier look made of a blob: whole, or by what it adds to the version it came from."""
        made = self._kept.get(_kept_as(blob, key))
        if made is None or blob in self._not_in_git:
            return None
        came_from, header, entries, column = loads(made)
        if came_from is not None and (came_from != after or not isinstance(old, Facts)):
            return None
        self.made[_kept_as(blob, key)] = made
        if came_from is None or not isinstance(old, Facts):
            return Facts(header, tuple(entries), column)
        return Facts(old.header, (*old.entries, *entries), column)

    def _keep(self, blob: str, key: str, found: Version, after: str | None, old: Version | None) -> None:
        if isinstance(found, Unread) or blob in self._not_in_git:
            return
        if isinstance(old, Facts) and found.header is old.header:
            told = dumps((after, None, found.entries[len(old.entries) :], found.column))
        else:
            told = dumps((None, found.header, found.entries, found.column))
        self.made[_kept_as(blob, key)] = told

    def _grown(self, blob: str, key: str, after: str | None, old: Version | None) -> Facts | None:
        before = self._data.get(after) if after is not None else None
        if not isinstance(old, Facts) or before is None:
            return None
        return grown(old, before, self.data(blob), key)


def _kept_as(blob: str, key: str) -> str:
    return f"{blob} {key}"


def inside(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """Whether every entry of ``old`` is in ``new``, in the same order."""
    rest = iter(new)
    return all(any(entry == other for other in rest) for entry in old)


def missing(old: Sequence[Any], new: Sequence[Any]) -> list[int]:
    """The places of the entries of ``old`` that ``new`` has not, as often as it has them not."""
    left = list(new)
    found = []
    for place, entry in enumerate(old):
        if entry in left:
            left.remove(entry)
        else:
            found.append(place)
    return found


def changed_keys(old: Mapping[str, Any], new: Mapping[str, Any], *, but: Collection[str] = ()) -> list[str]:
    """The keys whose facts differ, those of ``old`` first."""
    return [key for key in {**old, **new} if key not in but and old.get(key) != new.get(key)]
