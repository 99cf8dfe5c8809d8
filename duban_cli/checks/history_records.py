"""Entries are only ever added, and what stands above them is frozen at 交办: items and the office's own events."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duban_cli.checks.history_facts import Facts, Unread, Versions, changed_keys, missing
from duban_cli.checks.history_losses import (
    FORMER,
    ORDER,
    Loss,
    forged_in,
    handed_out,
    id_of,
    kept,
    losses_of,
    moved_to,
    trace_of,
)
from duban_cli.checks.history_marks import Mark, Step, Touch
from duban_cli.ledger.findings import Level
from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.rules.wording import UnreadableError, read_day
from duban_cli.text import halfwidth

LATE_DAYS = 30
"""Natural days after which an entry counts as recorded late (本办约定)."""

_LATE_MARK = "补录"
_LATE_COMMIT = re.compile(r"^(?:Duban-Action: *)?(?:补录|导入)", re.MULTILINE)


@dataclass(slots=True)
class Trouble:
    """What was done to one file since its last sound version, and what would put it right."""

    original: Facts | None
    forged: set[str] = field(default_factory=set)  # traces of what was put in: losing it is no loss
    header: dict[str, Any] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)

    def mended(self, old: Facts, new: Facts, losses: Sequence[Loss], *, merge: bool) -> bool:
        """Whether ``new`` brings back all that was lost, and loses nothing but what was forged."""
        if self.original is None or not kept(self.original.entries, new.entries, merge=merge):
            return False
        if any(new.header.get(key) != value for key, value in self.header.items()):
            return False
        if any(loss.kind == "header" and loss.key not in self.header for loss in losses):
            return False
        return all(trace_of(old.entries[place]) in self.forged for place in missing(old.entries, new.entries))


class Records:
    """One kind of file whose list under ``key`` only grows; told the commits in order, parents first."""

    def __init__(self, versions: Versions, key: str, deleted_code: str) -> None:
        self.marks: list[Mark] = []
        self.files: set[str] = set()
        self.entries = 0
        self._versions = versions
        self._key = key
        self._deleted_code = deleted_code
        self._troubles: dict[str, Trouble] = {}
        self._told: set[tuple[str, str]] = set()  # path and trace of losses not put right
        self._settled: set[tuple[str, str]] = set()  # path and trace of what was forged once and put right
        self._sound: dict[tuple[str, str], tuple[str, ...]] = {}  # what unreadable versions came from

    def take(self, step: Step, touches: Sequence[Touch]) -> None:
        """One commit's changes of these files."""
        added: dict[str, Facts] = {}
        gone: list[tuple[str, Facts | None]] = []
        changed: list[tuple[str, Facts, Facts]] = []
        doubtful: list[tuple[str, Facts, Facts]] = []
        for touch in touches:
            self.files.add(touch.path)
            *others, before = self._before(touch) or (None,)
            if touch.new is None:
                gone.append((touch.path, before))
                continue
            after = self._versions.facts(touch.new, self._key, after=touch.old)
            if isinstance(after, Unread):
                self._unread(step, touch, touch.new, after)
            elif before is None:
                added[touch.path] = after
            else:
                changed.append((touch.path, before, after))
                doubtful += [(touch.path, other, after) for other in others if other is not None]
        for path, old, new in changed:
            losses = list(losses_of(old, new, merge=step.is_merge))
            if not losses:
                self._grew(step, path, old.entries, new)
            elif (other := moved_to(path, old, added)) is not None:
                self._moved(step, path, old, other, added.pop(other), shared=step.is_merge)
                self._grew(step, path, (), new)
            else:
                self._lost(step, path, old, new, losses, merge=step.is_merge)
        for path, old, new in doubtful:
            if losses := list(losses_of(old, new, merge=True)):
                self._lost(step, path, old, new, losses, merge=True)
        for path, last in gone:
            found = None if last is None else moved_to(path, last, added)
            if found is not None and last is not None:
                self._follow(path, found)
                self._moved(step, path, last, found, added.pop(found))
            else:
                self._deleted(step, path, last)
        for path, facts in added.items():
            self._appeared(step, path, facts)

    def _before(self, touch: Touch) -> list[Facts]:
        """The old version; where that cannot be read, those it came from. The fullest stands last."""
        blobs = () if touch.old is None else self._sound.get((touch.path, touch.old), (touch.old,))
        found = [self._versions.facts(blob, self._key) for blob in blobs]
        return sorted((f for f in found if isinstance(f, Facts)), key=lambda f: len(f.entries))

    def _unread(self, step: Step, touch: Touch, blob: str, version: Unread) -> None:
        known = self._sound.get((touch.path, blob), ())
        before = () if touch.old is None else self._sound.get((touch.path, touch.old), (touch.old,))
        self._sound[touch.path, blob] = tuple(dict.fromkeys((*known, *before)))
        if step.is_merge and known:
            return
        self.marks.append(
            Mark(
                step=step, path=touch.path, code="history-unreadable", level="warning",
                what=f"这一版读不出来：{version.why}；改动按前后能读的两版比较",
                hint="后来改好了的不用管；现在还读不出的先改好文件",
            )
        )  # fmt: skip

    def _grew(self, step: Step, path: str, old: Sequence[Any], new: Facts) -> None:
        if step.is_merge:
            return
        fresh = new.entries[len(old) :]
        self.entries += len(fresh)
        late = [(day, entry) for entry in fresh if (day := _known_on(entry)) is not None]
        late = [(day, entry) for day, entry in late if step.sha and (step.brought - day).days > LATE_DAYS]
        late = [(day, e) for day, e in late if not str(e.get("备注", "")).startswith(_LATE_MARK)]
        if (
            not late
            or str(new.header.get("备注", "")).startswith(_LATE_MARK)
            or _LATE_COMMIT.search(step.message)
        ):
            return
        day, entry = min(late, key=lambda one: one[0])
        most = (step.brought - day).days
        self.marks.append(
            Mark(
                step=step, path=path, code="history-late", level="warning", place=new.entries.index(entry),
                what=f"{len(late)}条记录过了{LATE_DAYS}天才记上，最早的（{_named(entry)}）晚{most}天",
                hint="当天办当天记；确是补录的，备注以“补录”开头，或提交说明里有一行以“补录”开头",
            )
        )  # fmt: skip

    def _lost(
        self, step: Step, path: str, old: Facts, new: Facts, losses: Sequence[Loss], *, merge: bool
    ) -> None:
        """Something is not there any more. ``merge``: ``old`` is one of several that led here."""
        trouble = self._troubles.get(path)
        if trouble is not None and trouble.mended(old, new, losses, merge=merge):
            self._restore(step, path)
            return
        if trouble is None:
            trouble = self._troubles[path] = Trouble(old)
        for loss in losses:
            if loss.kind == "header" and loss.key is not None:
                trouble.header.setdefault(loss.key, loss.old)
                trouble.forged.add(trace_of(loss.new, loss.key))
            if merge and (path, loss.trace) in self._told | self._settled:
                continue
            self._told.add((path, loss.trace))
            mark = _mark(step, path, loss)
            trouble.marks.append(mark)
            self.marks.append(mark)
        trouble.forged.update(trace_of(e) for e in forged_in(old.entries, new.entries, losses))

    def _deleted(self, step: Step, path: str, before: Facts | None) -> None:
        if step.is_merge and (path, "") in self._told:
            return
        self._told.add((path, ""))
        mark = Mark(
            step=step, path=path, code=self._deleted_code, what="删去了这个文件",
            hint=f"{_from_git(step, path)}；不再督办的用撤销，不删文件",
        )  # fmt: skip
        trouble = self._troubles.setdefault(path, Trouble(before))
        trouble.marks.append(mark)
        self.marks.append(mark)

    def _appeared(self, step: Step, path: str, facts: Facts) -> None:
        trouble = self._troubles.get(path)
        if trouble is None or trouble.original is None:
            self._grew(step, path, (), facts)
            return
        if not list(losses_of(trouble.original, facts, merge=step.is_merge)):
            self._restore(step, path)
        else:
            del self._troubles[path]  # another matter under the same number; the first stays told as deleted
            self._told = {told for told in self._told if told[0] != path}
            self._grew(step, path, (), facts)

    def _restore(self, step: Step, path: str) -> None:
        trouble = self._troubles.pop(path)
        for mark in trouble.marks:
            mark.restored = mark.restored or step
        # Losing it once more is a new forging, and a branch that still has what was forged is none.
        self._told = {told for told in self._told if told[0] != path}
        self._settled |= {(path, trace) for trace in trouble.forged}

    def _follow(self, path: str, target: str) -> None:
        """What was told of a file goes with it to its new name."""
        self.files.discard(path)
        for mark in self.marks:
            if mark.path == path:
                mark.path = target
        if path in self._troubles:
            self._troubles[target] = self._troubles.pop(path)

    def _moved(
        self, step: Step, path: str, old: Facts, target: str, new: Facts, *, shared: bool = False
    ) -> None:
        """An item under another number, or in another directory. ``shared``: both sides of a merge had the number."""
        old_id, new_id = id_of(path), id_of(target)
        if old_id == new_id:
            losses = list(losses_of(old, new, merge=step.is_merge))
            if losses:
                self._lost(step, target, old, new, losses, merge=step.is_merge)
            else:
                self._grew(step, target, old.entries, new)
            return
        what = None
        if handed_out(old):
            what = f"交办以后把 {old_id} 改号为 {new_id}"
        elif FORMER not in new.header:
            what = f"把 {old_id} 改号为 {new_id}，没有写“{FORMER}”"
        trace = f"{old_id} {new_id}"
        if what and not (step.is_merge and (target, trace) in self._told):
            self._told.add((target, trace))
            hint = "交办后编号不再改；改号用 duban renumber，原来的编号记作“原号”"
            level: Level = "warning" if shared and FORMER in new.header else "error"
            self.marks.append(
                Mark(step=step, path=target, code="history-renumbered", what=what, hint=hint, level=level)
            )
        self._grew(step, target, old.entries, new)


def _known_on(entry: Any) -> date | None:
    """The day the office knew of an entry: when it came in, else its own date."""
    if not isinstance(entry, dict):
        return None
    for key in ("收到", "日期"):
        written = entry.get(key)
        if isinstance(written, str) and written:
            try:
                return read_day(halfwidth(written), written)
            except UnreadableError:
                return None
    return None


def _named(entry: Any) -> str:
    return f"{entry.get('日期')} {entry.get('动作')}" if isinstance(entry, dict) else str(entry)


def _from_git(step: Step, path: str) -> str:
    if not step.sha:
        return f"用 git checkout -- {path} 恢复"
    return f"git show {step.sha[:7]} 看改了什么；改回原样后用 git commit 提交"


def _mark(step: Step, path: str, loss: Loss) -> Mark:
    back = _from_git(step, path)
    is_item = path.startswith("items/")
    hint = f"{back}；写错了的在末尾加“更正”" if is_item else back
    if loss.kind == "header":
        return Mark(
            step=step, path=path, code="history-header", key=loss.key,
            what=f"交办以后改动了“{loss.key}”：原为“{_short(loss.old)}”，改成“{_short(loss.new)}”",
            hint=f"{back}；要改的在末尾加“变更”，写明批准人",
        )  # fmt: skip
    which = f"“{HISTORY_KEY}”" if is_item else "“记录”"
    if loss.kind == ORDER:
        return Mark(
            step=step, path=path, code="history-entry-order", place=loss.place,
            what=f"{which}已有的记录被调换次序，或前面插进了记录", hint=f"{back}；新的记录只加在末尾",
        )  # fmt: skip
    named = f"{which}第{(loss.place or 0) + 1}条（{_named(loss.old)}）"
    gone = "合并时丢了" if step.is_merge else "删去了"
    if loss.kind == "deleted":
        return Mark(step=step, path=path, code="history-entry-deleted", what=f"{gone}{named}", hint=hint)
    keys = ""
    if isinstance(loss.old, dict) and isinstance(loss.new, dict):
        keys = f"的“{'、'.join(changed_keys(loss.old, loss.new))}”"
    return Mark(
        step=step, path=path, code="history-entry-altered", place=loss.place, what=f"改动了{named}{keys}", hint=hint
    )  # fmt: skip


def _short(value: Any) -> str:
    text = (
        "（空）"
        if value in (None, "")
        else value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
    )
    return text if len(text) <= 40 else f"{text[:40]}……"
