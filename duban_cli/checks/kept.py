"""What the checks said of an item, and what others see of it, kept by the content of its file.

Nothing is kept of an item that is not as its file has it, nor by rules that are not as their files have them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from duban_cli.checks.scene import Scene, Subject
from duban_cli.checks.traits import Traits, packed, traits_of, unpacked
from duban_cli.ledger.facts import dumps, findings_of, findings_told, loads
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.items import Items
from duban_cli.ledger.shelf import Shelves
from duban_cli.ledger.store import Ledger
from duban_cli.rules.clock import at_rest_from, changes_within_the_day
from duban_cli.rules.moments import Now

Check = Callable[[Scene], Iterator[Finding]]
_FROM, _ALL, _AT = b">", b"~", b"="
"""When a finding holds: from a day on, all of a day, at a moment."""
_TOGETHER = 2_500
_Made = Callable[[Sequence[str]], Mapping[str, bytes]]


class Kept:
    """A ledger's items part by part, each judged only where nothing is kept of its content."""

    def __init__(self, ledger: Ledger, now: Now) -> None:
        self._ledger = ledger
        self._now = now
        self._shelves = Shelves(ledger.root)
        self._base = ledger.base_digest
        self.bound = False
        """True once an item was met of which ``of_the_day`` holds for the moment only."""
        self._scene: tuple[tuple[str, ...], Scene] | None = None

    def traits(self) -> Iterator[dict[str, Traits]]:
        """Every item as others see it."""
        for part in self._parts("traits", lambda _: True, self._traits):
            yield {item_id: unpacked(made.decode()) for item_id, made in part.items()}

    def lasting(self, checks: Iterable[Check]) -> Iterator[list[Finding]]:
        """What checks say whose findings hold whatever the day."""
        several = tuple(checks)
        for part in self._parts("checks", lambda _: True, lambda ids: self._findings(several, ids)):
            yield _all_of(part.values())

    def of_the_day(self, checks: Iterable[Check]) -> Iterator[list[Finding]]:
        """What checks say whose findings hold for the day, of some items for the moment only."""
        several = tuple(checks)
        today, moment = self._now.day.isoformat().encode(), _AT + self._now.text.encode()

        def judged(ids: Sequence[str]) -> Mapping[str, bytes]:
            when = {s.item.id: self._when(s, today, moment) for s in self._subjects(ids)}
            return {
                item_id: when[item_id] + b"\t" + told
                for item_id, told in self._findings(several, ids).items()
            }

        def holds(made: bytes) -> bool:
            when = made.partition(b"\t")[0]
            return when in (_ALL + today, moment) or (when.startswith(_FROM) and when[1:] <= today)

        for part in self._parts("day", holds, judged):
            told = [made.partition(b"\t") for made in part.values()]
            self.bound = self.bound or any(when.startswith(_AT) for when, _, _ in told)
            yield _all_of(said for _, _, said in told)

    def _parts(self, name: str, holds: Callable[[bytes], bool], make: _Made) -> Iterator[dict[str, bytes]]:
        items = self._ledger.items
        keeps = isinstance(items, Items) and not items.changed and self._base is not None
        parts: dict[str, list[str]] = {}
        for item_id in items:
            parts.setdefault(_part_of(item_id), []).append(item_id)
        for part, ids in parts.items():
            rows = self._shelves.load(f"{name}-{part}", self._base or "") if keeps else {}
            files = {i: items.file(i) if isinstance(items, Items) else None for i in ids}
            there: dict[str, bytes] = {}
            for item_id, file in files.items():
                row = rows.get(file.path) if file is not None else None
                if row is not None and file is not None and row[0] == file.sha256 and holds(row[1]):
                    there[item_id] = row[1]
            missing = [i for i in files if i not in there]
            there |= make(missing) if missing else {}
            if keeps and (missing or len(rows) > len(files)):
                # An item made anew may be of a file changed meanwhile: it is kept by what it was made of.
                made_of = {s.item.id: s.item.sha256 for s in self._subjects(missing)} if missing else {}
                kept = {
                    f.path: (made_of.get(i, f.sha256), there[i]) for i, f in files.items() if f and f.sha256
                }
                self._shelves.save(f"{name}-{part}", kept, self._base or "")
            yield there

    def _subjects(self, ids: Sequence[str]) -> tuple[Subject, ...]:
        return self._look_at(ids).subjects

    def _look_at(self, ids: Sequence[str]) -> Scene:
        """The scene of these items; the last one is at hand, since all that is judged is missing together."""
        wanted = tuple(ids)
        if self._scene is None or self._scene[0] != wanted:
            self._scene = wanted, Scene.of(self._ledger, self._now, frozenset(wanted))
        return self._scene[1]

    def _traits(self, ids: Sequence[str]) -> Mapping[str, bytes]:
        scene = self._look_at(ids)
        return {s.item.id: packed(traits_of(s, scene.book)).encode() for s in scene.subjects}

    def _findings(self, checks: Iterable[Check], ids: Sequence[str]) -> dict[str, bytes]:
        scene = self._look_at(ids)
        found: dict[str, list[Finding]] = {}
        for check in checks:
            for finding in check(scene):
                found.setdefault(finding.path, []).append(finding)
        return {
            s.item.id: dumps(findings_told(found[s.item.path])) if s.item.path in found else b""
            for s in scene.subjects
        }

    def _when(self, subject: Subject, today: bytes, moment: bytes) -> bytes:
        """When what is said of an item holds: from a day on, all this day, or at this moment."""
        item, course, regime = subject.item, subject.course, self._ledger.regime
        first = at_rest_from(item, course, regime, self._now.day)
        if first is not None:
            return _FROM + first.isoformat().encode()
        return moment if changes_within_the_day(item, course, regime) else _ALL + today


def _part_of(item_id: str) -> str:
    """A year's items some thousands at a time: so many are in memory at once, with all that is worked out of them."""
    year, _, number = item_id.partition("-")
    return f"{year}-{int(number) // _TOGETHER}" if number.isdecimal() else year


def _all_of(told: Iterable[bytes]) -> list[Finding]:
    return [finding for one in told if one for finding in findings_of(loads(one))]
