"""The ledger's promise held against its history: what was recorded stays, what was altered shows.

Facts are compared, so layout and comments are free. That a 文号 stands in two entries, and that the facts
before a 销号 fit its 摘要, the checks of the files say already (``doc-no-used``, ``closed-changed``).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from duban_cli.checks import in_order
from duban_cli.checks.history_facts import Blobs, Facts, Versions, changed_keys, missing
from duban_cli.checks.history_marks import Mark, Places, Step, Touch
from duban_cli.checks.history_papers import Papers
from duban_cli.checks.history_records import Records
from duban_cli.ledger.files import ITEM_NAME, REGIME_FILE
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.office_file import EVENTS_KEY
from duban_cli.ledger.store import Ledger
from duban_cli.watch import Watch, unwatched

_YEAR_FILE = re.compile(r"(office|calendar)/[0-9]{4}\.yaml")
_AT_ONCE = 400  # commits whose files are fetched together
_DAYS = ("放假", "上班")


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What was looked at: commits that touched the ledger, items ever on it, entries brought by them."""

    commits: int
    items: int
    entries: int

    @property
    def text(self) -> str:
        """For the clerk, in one line."""
        return f"查了{self.commits}次提交，{self.items}件事项，{self.entries}条记录"


def history_findings(
    ledger: Ledger | None,
    steps: Sequence[Step],
    blobs: Blobs,
    *,
    uncommitted: tuple[Step, Mapping[str, bytes | None]] | None = None,
    kept: Mapping[str, bytes] | None = None,
    watch: Watch = unwatched,
) -> tuple[tuple[Finding, ...], Walked, Mapping[str, bytes]]:
    """Every finding of the ledger's history. ``steps`` come parents first; ``uncommitted``: edits and contents.

    Without a ledger (its base files cannot be read) findings have no line. ``kept`` is what the last look gave as its
    third: what was made of the blobs.
    """
    versions = Versions(blobs, uncommitted[1] if uncommitted else None, kept)
    items = Records(versions, HISTORY_KEY, "history-item-deleted")
    office = Records(versions, EVENTS_KEY, "history-office-deleted")
    papers = Papers(versions)
    notes: list[Mark] = []
    commits = 0
    part: deque[_Rooms] = deque()
    for number, step in enumerate(watch(steps, "核对历史")):
        if not part:
            part.extend(_sorted(one.touches) for one in steps[number : number + _AT_ONCE])
            versions.fetch(blob for rooms in part for blob in rooms.wanted)
        rooms = part.popleft()
        commits += bool(step.touches)
        items.take(step, rooms.items)
        office.take(step, rooms.office)
        papers.take(step, rooms.papers)
        notes += _notes(step, rooms.rules, versions)
    if uncommitted is not None:
        rooms = _sorted(uncommitted[0].touches)
        items.take(uncommitted[0], rooms.items)
        office.take(uncommitted[0], rooms.office)
        papers.take(uncommitted[0], rooms.papers)
    places = Places.of(ledger)
    marks = [
        *items.marks,
        *office.marks,
        *papers.marks,
        *papers.numbers(ledger.papers if ledger else ()),
        *notes,
    ]
    walked = Walked(
        commits=commits,
        items=len(items.files),
        entries=items.entries + office.entries,
    )
    return in_order(places.finding(mark) for mark in marks), walked, versions.made


@dataclass(frozen=True, slots=True)
class _Rooms:
    """A commit's files by where they stand."""

    items: list[Touch]
    office: list[Touch]
    papers: list[Touch]
    rules: list[Touch]

    @property
    def wanted(self) -> Iterator[tuple[str, str]]:
        """The blobs that will be looked into, other than the few papers that were changed, and for which key."""
        for touches, key in ((self.items, HISTORY_KEY), (self.office, EVENTS_KEY), (self.rules, "")):
            for touch in touches:
                yield from ((blob, key) for blob in (touch.old, touch.new) if blob is not None)


def _sorted(touches: Iterable[Touch]) -> _Rooms:
    rooms = _Rooms([], [], [], [])
    for touch in touches:
        path = touch.path
        if path.startswith("items/"):
            if path.count("/") == 2 and ITEM_NAME.fullmatch(path.rpartition("/")[2]):
                rooms.items.append(touch)
        elif path.startswith("papers/"):
            if path.count("/") == 2:
                rooms.papers.append(touch)
        elif path == REGIME_FILE:
            rooms.rules.append(touch)
        elif found := _YEAR_FILE.fullmatch(path):
            (rooms.office if found[1] == "office" else rooms.rules).append(touch)
    return rooms


def _notes(step: Step, touches: Sequence[Touch], versions: Versions) -> Iterator[Mark]:
    """Changes of the rules themselves: nobody's fault, but conclusions change with them."""
    for touch in touches:
        if touch.old is None or (
            step.is_merge and sum(t.path == touch.path for t in touches) < len(step.parents)
        ):
            continue
        old = versions.facts(touch.old, "")
        new = versions.facts(touch.new, "") if touch.new is not None else None
        if not isinstance(old, Facts) or not isinstance(new, Facts):
            what = "删去了这个文件" if new is None else "改动了这个文件（有一版读不出来）"
        elif touch.path == REGIME_FILE:
            keys = changed_keys(old.header, new.header)
            if not keys:
                continue
            what = f"改动了制度的“{'、'.join(keys)}”"
        else:
            lost = [d for key in _DAYS for d in _lost_days(old.header.get(key), new.header.get(key))]
            if not lost:
                continue
            what = f"改动了日历里已有的{len(lost)}处放假、上班安排"
        code = "history-regime" if touch.path == REGIME_FILE else "history-calendar"
        hint = "结论随之改变；核对有没有依据" + (f"，git show {step.sha[:7]} 看改了什么" if step.sha else "")
        yield Mark(step=step, path=touch.path, code=code, what=what, hint=hint, level="warning")


def _lost_days(old: object, new: object) -> list[object]:
    before = old if isinstance(old, list) else []
    after = new if isinstance(new, list) else []
    return [before[n] for n in missing(before, after)]
