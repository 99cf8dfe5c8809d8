"""How an item came to where it stands: its entries taken one by one, each 动作 that moves it in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.vocabulary import CHANGEABLE, EACH_UNIT
from duban_cli.rules.course import Course, Reply, lead_on
from duban_cli.rules.entries import effective_entries, typed_value
from duban_cli.rules.moments import Now
from duban_cli.rules.regime import DUTIES, STAGE
from duban_cli.rules.states import ENDED, State


def run(item: Item, now: Now, canonical: Callable[[str], str]) -> Course:
    """Walk the entries of ``item`` up to ``now``."""
    entries = effective_entries(item.entries, now)
    walk = _Walk(item, entries, canonical)
    for index, entry in enumerate(entries):
        walk.take(index, entry)
    return walk.course(len(entries))


class _Walk:
    """The state machine of one item; each 动作 that moves it has its method."""

    def __init__(self, item: Item, entries: tuple[Entry, ...], canonical: Callable[[str], str]) -> None:
        self.item = item
        self.entries = entries
        self.canonical = canonical
        self.state: State = "待立项"
        self.paused_from: State = "办理中"
        self.since: date | None = None
        self.initiated: Entry | None = None
        self.assigned: Entry | None = None
        self.ruling: Entry | None = None
        self.ruling_index = -1
        self.ended: Entry | None = None
        self.replies: list[Reply] = []
        self.answers: list[Reply] = []
        self.earlier: list[Course] = []
        self.suspensions: list[tuple[date, date | None]] = []
        self.leads: list[tuple[date, str]] = [(date.min, item.lead)]
        self.asked: dict[str, Entry] = {}
        self.given = item
        self.before: list[State] = []
        self.idle: set[int] = set()
        self.aside: set[int] = set()
        self.passes: set[int] = set()
        self._moves: dict[str, Callable[[int, Entry], None]] = {
            "立项": self._initiate, "交办": self._assign, "反馈": self._reply, "审核": self._review,
            "销号": self._close, "归档": self._archive, "撤销": self._withdraw, "中止": self._suspend,
            "恢复": self._resume, "重启": self._reopen, "变更": self._change, "延期": self._extend,
        }  # fmt: skip

    def take(self, index: int, entry: Entry) -> None:
        self.before.append(self.state)
        move = self._moves.get(entry.action)
        if move:
            move(index, entry)

    def course(self, end: int, succeeded: Entry | None = None) -> Course:
        """The matter as walked so far, its entries those before ``end``."""
        return Course(
            item=self.item, entries=self.entries[:end], state=self.state, since=self.since,
            initiated=self.initiated, assigned=self.assigned, ruling=self.ruling, ruling_index=self.ruling_index,
            ended=self.ended, replies=tuple(self.replies), answers=tuple(self.answers),
            suspensions=tuple(self.suspensions), leads=tuple(self.leads), extensions_asked=tuple(self.asked.values()),
            given=self.given, before=tuple(self.before[:end]), idle=frozenset(self.idle), aside=frozenset(self.aside),
            passes=frozenset(self.passes), life=len(self.earlier) + 1,
            earlier=tuple(self.earlier), succeeded=succeeded,
        )  # fmt: skip

    def _begin(self, index: int, entry: Entry) -> None:
        """``entry`` rules from here on; what the life before it left stands as it is."""
        if self.ruling is not None:
            self.earlier.append(replace(self.course(index, entry), earlier=()))
        self.ended = None
        self.asked.clear()
        self.replies, self.answers = [], []
        self.ruling, self.ruling_index, self.given = entry, index, self.item
        self._to("办理中", entry.day)

    def _to(self, state: State, day: date) -> None:
        if self.state == "中止" and state not in ENDED:
            self.paused_from = state
            return
        if state != self.state:
            self.state, self.since = state, day

    def _initiate(self, _index: int, entry: Entry) -> None:
        self.initiated = self.initiated or entry
        if self.state == "待立项":
            self._to("待交办", entry.day)

    def _assign(self, index: int, entry: Entry) -> None:
        self.assigned = self.assigned or entry
        if self.state in ENDED:
            self.idle.add(index)
            return
        self._begin(index, entry)

    def _reply(self, index: int, entry: Entry) -> None:
        if self.ruling is None or self.state in ENDED:
            return
        if not self._by_lead(entry):
            if self._owes_itself(entry):
                self.answers.append(Reply(index, entry))
            return
        self.replies.append(Reply(index, entry))
        if entry.done:
            self._to("待审核", entry.day)
        elif self._current() == "退回重办" and not self._returned_done() and not self._apart(entry):
            self._to("办理中", entry.day)

    def _apart(self, entry: Entry) -> bool:
        """True for progress on a duty of its own (另报): the state of the matter is not its affair."""
        return not entry.done and entry.about is not None and entry.about not in self._common_duties()

    def _common_duties(self) -> frozenset[str]:
        stones = (name for m in self.item.milestones for name in (m.number, f"{STAGE}{m.number}"))
        return frozenset((*DUTIES, *stones))

    def _by_lead(self, entry: Entry) -> bool:
        """True for a reply of who leads as it arrives, or led on its date."""
        if not entry.unit:
            return True
        unit = self.canonical(entry.unit)
        return unit == self.canonical(self.leads[-1][1]) or (
            entry.arrived != entry.day and unit == self.canonical(lead_on(self.leads, entry.day))
        )

    def _owes_itself(self, entry: Entry) -> bool:
        """True for what a 协办单位 says, where each of them owes a reply of its own."""
        if self.item.reply_by != EACH_UNIT or not entry.unit:
            return False
        return self.canonical(entry.unit) in map(self.canonical, self.item.support)

    def _review(self, index: int, entry: Entry) -> None:
        if self._owes_itself(entry) and not self._by_lead(entry):
            self._review_answer(index, entry)
            return
        place = self._under_review(entry.about)
        if place is None:
            self.idle.add(index)
            return
        reply = self.replies[place]
        self.replies[place] = Reply(reply.index, reply.entry, entry, index)
        if self._apart(reply.entry):
            self.aside.add(index)
        elif entry.result == "退回":
            self._to("退回重办", entry.day)
        elif reply.entry.done:
            if self._current() != "待销号":
                self.passes.add(index)
            self._to("待销号", entry.day)

    def _review_answer(self, index: int, entry: Entry) -> None:
        """审核 of what a 协办单位 said (its 单位 names it): the item's state is the 主办单位's affair."""
        unit = self.canonical(entry.unit or "")
        own = [n for n, r in enumerate(self.answers) if self.canonical(r.entry.unit or "") == unit]
        if not own or self.answers[own[-1]].review is not None:
            self.idle.add(index)
            return
        self.aside.add(index)
        reply = self.answers[own[-1]]
        self.answers[own[-1]] = Reply(reply.index, reply.entry, entry, index)

    def _under_review(self, about: str | None) -> int | None:
        """The reply a 审核 speaks of: the last 办结 reply not yet reviewed, else the last reply.

        ``about``: the duty it names; one on a 另报 speaks of what was said of that.
        """
        if about is not None and about not in self._common_duties():
            named = [n for n, r in enumerate(self.replies) if r.entry.about == about and r.review is None]
            return named[-1] if named else None
        apart = {n for n, r in enumerate(self.replies) if self._apart(r.entry)}
        common = [n for n in range(len(self.replies)) if n not in apart]
        # A review settles what came before the reply it speaks of.
        settled = max((n for n in common if self.replies[n].review is not None), default=-1)
        waiting = [n for n in common if n > settled]
        done = [n for n in waiting if self.replies[n].entry.done]
        if done or waiting:
            return (done or waiting)[-1]
        told = [n for n in apart if about is None and self.replies[n].review is None]
        if told:
            return max(told)
        # A second 审核 of the same reply overrules the first (退回 after 通过, say).
        return common[-1] if common and self._current() == "待销号" else None

    def _returned_done(self) -> bool:
        returned = [r for r in self.replies if r.returned and not self._apart(r.entry)]
        return bool(returned and returned[-1].entry.done)

    def _current(self) -> State:
        return self.paused_from if self.state == "中止" else self.state

    def _close(self, index: int, entry: Entry) -> None:
        self._end("已销号", index, entry)

    def _withdraw(self, index: int, entry: Entry) -> None:
        self._end("已撤销", index, entry)

    def _end(self, state: State, index: int, entry: Entry) -> None:
        if self.state in ENDED:
            self.idle.add(index)
            return
        self._stop_pause(entry.day)
        self.ended = entry
        self._to(state, entry.day)

    def _archive(self, index: int, entry: Entry) -> None:
        if self.state == "已销号":
            self._to("已归档", entry.day)
        elif self.state not in ENDED:
            self.idle.add(index)

    def _suspend(self, index: int, entry: Entry) -> None:
        if self.state == "中止" or self.state in ENDED:
            self.idle.add(index)
            return
        self.paused_from = self.state
        self.state, self.since = "中止", entry.day
        self.suspensions.append((entry.day, None))

    def _resume(self, index: int, entry: Entry) -> None:
        if self.state != "中止":
            self.idle.add(index)
            return
        self._stop_pause(entry.day)
        self.state, self.since = self.paused_from, entry.day

    def _stop_pause(self, day: date) -> None:
        if self.suspensions and self.suspensions[-1][1] is None:
            self.suspensions[-1] = (self.suspensions[-1][0], day)

    def _reopen(self, index: int, entry: Entry) -> None:
        if self.state not in ENDED:
            self.idle.add(index)
            return
        if self.ruling is None:
            self.ended = None
            self.asked.clear()
            self._to("待交办" if self.initiated else "待立项", entry.day)
            return
        # The reopened matter runs from 重启: its 限期 is the new limit.
        self._begin(index, entry)

    def _change(self, _index: int, entry: Entry) -> None:
        if entry.field not in CHANGEABLE or entry.new is None:
            return
        attr = CHANGEABLE[entry.field]
        value: Any = self.canonical(entry.new) if attr == "lead" else typed_value(attr, entry.new)
        self.item = replace(self.item, **{attr: value})
        if attr == "lead":
            self.leads.append((entry.day, value))

    def _extend(self, _index: int, entry: Entry) -> None:
        own = self._owes_itself(entry) and not self._by_lead(entry)
        unit = self.canonical(entry.unit or "") if own else ""
        if entry.stage == "申请":
            self.asked[unit] = entry
        else:
            self.asked.pop(unit, None)
