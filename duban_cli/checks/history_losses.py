"""What one version of a file had and the next has not, and by which file a vanished one goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duban_cli.checks.history_facts import Facts, changed_keys, inside, missing

FORMER = "原号"
ORDER = "order"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a later version lacks: an entry altered or deleted, the order, or a header key changed."""

    kind: str  # altered, deleted, order, header
    old: Any
    new: Any = None
    place: int | None = None
    key: str | None = None

    @property
    def trace(self) -> str:
        """By which the same loss is known again where a branch that has it is merged."""
        return trace_of(self.old, self.key if self.kind == "header" else ORDER if self.kind == ORDER else "")


def trace_of(value: Any, what: str | None = "") -> str:
    """An entry, a whole order or a header key with its value, for telling it again."""
    return json.dumps([what, value], ensure_ascii=False, sort_keys=True)


def losses_of(old: Facts, new: Facts, *, merge: bool) -> Iterator[Loss]:
    """What ``old`` had and ``new`` has not. A merge may put the entries of two branches one among the other."""
    if not kept(old.entries, new.entries, merge=merge):
        gone = missing(old.entries, new.entries)
        if not gone:
            place = next(n for n, e in enumerate(old.entries) if new.entries[n] != e)
            yield Loss(ORDER, [*old.entries], place=place)
        for place in gone:
            entry, now = old.entries[place], new.entries[place] if place < len(new.entries) else None
            # At a merge the entry that stands there may be the other branch's.
            altered = not merge and now is not None and now not in old.entries
            yield Loss("altered" if altered else "deleted", entry, now if altered else None, place)
    if old.header is not new.header and old.header != new.header and handed_out(old):
        for key in changed_keys(old.header, new.header):
            yield Loss("header", old.header.get(key), new.header.get(key), key=key)


def kept(old: Sequence[Any], new: Sequence[Any], *, merge: bool) -> bool:
    """Whether the old entries begin the new ones; at a merge, whether they are among them in their order."""
    return new[: len(old)] == old or (merge and inside(old, new))


def forged_in(old: Sequence[Any], new: Sequence[Any], losses: Sequence[Loss]) -> list[Any]:
    """Entries of ``new`` that were not simply added at its end."""
    altered = [loss.new for loss in losses if loss.kind == "altered"]
    last = max((n for n, e in enumerate(new) if e in old), default=-1)
    return altered + [e for e in new[:last] if e not in old and e not in altered]


def moved_to(path: str, old: Facts, added: dict[str, Facts]) -> str | None:
    """The new file that goes on where this one ended."""
    former = [id_of(path), *([old.header[FORMER]] if FORMER in old.header else [])]
    going_on = {p: f for p, f in added.items() if inside(old.entries, f.entries)}
    for target, facts in going_on.items():
        if id_of(target) == id_of(path) or facts.header.get(FORMER) in former:
            return target
    for target, facts in going_on.items():
        if not changed_keys(old.header, facts.header, but=(FORMER,)):
            return target
    return None


def id_of(path: str) -> str:
    """The number an item's file is named by."""
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def handed_out(facts: Facts) -> bool:
    """Whether 交办 is on record, by which the header is frozen."""
    return any(isinstance(e, dict) and e.get("动作") == "交办" for e in facts.entries)
