"""Issued papers stay as they were issued: the register's files, the papers beside them, their numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from duban_cli.checks.history_facts import Facts, Versions, changed_keys
from duban_cli.checks.history_marks import Mark, Step, Touch
from duban_cli.ledger.register import Paper, twin_of
from duban_cli.rules.doc_no import number_key
from duban_cli.rules.wording import UnreadableError, read_day

_STATE, _REASON = "状态", "理由"
_ISSUED, _VOID = "发出", "作废"
_WHOLE = ""  # a register file has no list: all of it is header


class Papers:
    """The papers room; told the commits in order, parents first."""

    def __init__(self, versions: Versions) -> None:
        self.marks: list[Mark] = []
        self._versions = versions
        self._registered: dict[str, tuple[int, Step, str]] = {}  # path → order, commit, blob
        self._replaced: list[tuple[int, Step, str, str]] = []  # order, commit, path, blob
        self._wronged: dict[str, tuple[str, list[Mark]]] = {}  # path → blob as issued, marks
        self._told: set[tuple[str, str | None]] = set()
        self._order = 0

    def take(self, step: Step, touches: Sequence[Touch]) -> None:
        """One commit's changes below papers/."""
        self._order += 1
        dropped = {t.path.removesuffix(".yaml") for t in touches if t.new is None}
        new = {t.path: t.new for t in touches if t.new is not None} if step.is_merge else {}
        for touch in touches:
            if touch.old is not None and self._set_aside(touch.old, new.get(twin_of(touch.path))):
                continue
            wrong = self._wronged.get(touch.path)
            if touch.new is not None and wrong is not None and self._same(touch.path, wrong[0], touch.new):
                for mark in self._wronged.pop(touch.path)[1]:
                    mark.restored = mark.restored or step
                self._told = {told for told in self._told if told[0] != touch.path}
                continue
            if touch.path.endswith(".yaml"):
                self._register(step, touch)
            elif touch.old is not None and touch.path.endswith(".docx"):
                if touch.new is None and touch.path.removesuffix(".docx") in dropped:
                    continue  # told of its register file
                self._paper(step, touch, touch.old)

    def numbers(self, papers: Iterable[Paper]) -> Iterator[Mark]:
        """A 文号 registered twice, even where the first was deleted from the register since."""
        used = [(*found[:2], p.path, p.doc_no, number_key(p.doc_no, p.day), p.title)
                for p in papers if not p.is_twin and (found := self._registered.get(p.path)) is not None]  # fmt: skip
        for order, step, path, blob in self._replaced:
            facts = self._facts(blob)
            number, written = str(facts.get("文号", "")), str(facts.get("日期", ""))
            try:
                day = read_day(written, written)
            except UnreadableError:
                day = None
            if number and day is not None:
                used.append((order, step, path, number, number_key(number, day), str(facts.get("标题", ""))))
        first: dict[str, tuple[Step, str, str]] = {}
        for _, step, path, number, key, title in sorted(used, key=lambda use: use[0]):
            before = first.setdefault(key, (step, path, title))
            if (path, title) != before[1:]:
                yield Mark(
                    step=step, path=path, code="history-doc-no",
                    what=f"文号“{number}”已用于 {before[1]}（{before[0].text}）",
                    hint="文号不能重用，作废了的也不能；核对哪一份用错",
                )  # fmt: skip

    def _same(self, path: str, issued: str, now: str) -> bool:
        return issued == now or (path.endswith(".yaml") and self._facts(issued) == self._facts(now))

    def _set_aside(self, was: str, twin: str | None) -> bool:
        """Whether a merge has put the void one of two papers with one number beside the other, as it was."""
        if twin is None:
            return False
        old, now = self._facts(was), self._facts(twin)
        return was == twin or (bool(now) and not changed_keys(old, now, but=("文件",)))

    def _facts(self, blob: str) -> Mapping[str, Any]:
        found = self._versions.facts(blob, _WHOLE)
        return found.header if isinstance(found, Facts) else {}

    def _register(self, step: Step, touch: Touch) -> None:
        known = touch.path in self._registered
        if touch.new is not None and (not known or (touch.old is None and not step.is_merge)):
            self._registered[touch.path] = (self._order, step, touch.new)
        if touch.old is None:
            return
        if touch.new is None:
            self._replaced.append(
                (*self._registered.get(touch.path, (self._order, step))[:2], touch.path, touch.old)
            )
            self._mark(
                step,
                touch,
                touch.old,
                "history-paper-deleted",
                "删去了已发文书的登记",
                "作废的写 状态: 作废，登记和原件都留着",
            )
            return
        old, new = self._facts(touch.old), self._facts(touch.new)
        changed = changed_keys(old, new, but=(_STATE, _REASON))
        if "文号" in changed:
            self._replaced.append((*self._registered[touch.path][:2], touch.path, touch.old))
        if changed:
            what = f"改动了文书登记的“{'、'.join(changed)}”"
            self._mark(
                step, touch, touch.old, "history-register", what, "登记后只能由“发出”改为“作废”并写理由"
            )
        elif (wrong := _wrong_state(old, new)) is not None:
            self._mark(
                step, touch, touch.old, "history-register", wrong, "作废用 duban issue --void，作废后不再恢复"
            )

    def _paper(self, step: Step, touch: Touch, old: str) -> None:
        sha256 = self._registered_sha256(touch.path)
        if sha256 is None:
            return  # never registered, so never issued
        if touch.new is None:
            self._mark(
                step, touch, old, "history-paper-deleted", "删去了已发出的文书", "作废的文书原件也留着"
            )
            return
        digest = hashlib.sha256(self._versions.data(touch.new)).hexdigest()
        fits = "" if digest == sha256 else "，与登记的 sha256 不符"
        self._mark(
            step, touch, old, "history-paper-changed", f"换掉了已发出的文书{fits}", "确须更改的，作废后另发"
        )

    def _registered_sha256(self, path: str) -> str | None:
        """What the register first said of a paper; None where it names none such."""
        room, _, name = path.rpartition("/")
        own = f"{path.removesuffix('.docx')}.yaml"
        for other in (own, *(p for p in self._registered if p != own and p.rpartition("/")[0] == room)):
            found = self._registered.get(other)
            if found is not None and (facts := self._facts(found[2])).get("文件") == name:
                return str(facts.get("sha256", "")).lower()
        return None

    def _mark(self, step: Step, touch: Touch, issued: str, code: str, what: str, hint: str) -> None:
        if step.is_merge and (touch.path, touch.new) in self._told:
            return
        self._told.add((touch.path, touch.new))
        back = (
            f"用 git checkout {step.sha[:7]}^ -- {touch.path} 找回原样"
            if step.sha
            else f"用 git checkout -- {touch.path} 恢复"
        )
        mark = Mark(step=step, path=touch.path, code=code, what=what, hint=f"{back}；{hint}")
        self._wronged.setdefault(touch.path, (issued, []))[1].append(mark)
        self.marks.append(mark)


def _wrong_state(old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """What is wrong with how 状态 and 理由 went on."""
    before, after = old.get(_STATE) or _ISSUED, new.get(_STATE) or _ISSUED
    if (before, after) == (_ISSUED, _VOID):
        return None if new.get(_REASON) else "作废了文书，没有写理由"
    if before != after:
        return f"把文书登记的“状态”由“{before}”改成“{after}”"
    return "改动了文书登记的“理由”" if old.get(_REASON) != new.get(_REASON) else None
