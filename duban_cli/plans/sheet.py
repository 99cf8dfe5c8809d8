"""What a plan is made from, and the sheet on which a change is drawn up: entries checked, papers numbered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from duban_cli import __version__
from duban_cli.checks import item_findings
from duban_cli.documents.fields import Fields
from duban_cli.documents.fill_reports import BRIEF
from duban_cli.errors import Busy, DataProblem, DubanError, NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change, EntryOut, EventOut, FileWrite, PaperOut
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.items import with_items
from duban_cli.ledger.numbering import DocNumber, given_doc_number, item_path, next_doc_number
from duban_cli.ledger.reader import facts_digest, read_facts, read_item
from duban_cli.ledger.records import Entry, Item, Person
from duban_cli.ledger.register import Paper
from duban_cli.ledger.store import Ledger
from duban_cli.ledger.writer import (
    INVISIBLE,
    ITEM_HINTS,
    Facts,
    append_entry,
    append_event,
    entry_text,
    flow,
    item_text,
)
from duban_cli.plans.words import body, subject
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing, stand
from duban_cli.watch import Watch, unwatched


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a plan is made from. ``read`` gives a file's bytes by its path in the ledger, None if there is none.

    ``watch`` looks on while many papers are made.
    """

    ledger: Ledger
    now: Now
    read: Callable[[str], bytes | None]
    templates: tuple[Path, ...]
    message: str | None = None
    watch: Watch = unwatched
    book: Rulebook = field(init=False)

    def __post_init__(self) -> None:
        ledger = self.ledger
        object.__setattr__(self, "book", Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical))

    def stand(self, item: Item) -> Standing:
        """Where an item stands now."""
        return stand(item, self.book, self.now)


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper drawn up: its bytes and what of it is still missing."""

    content: bytes
    title: str
    missing: tuple[str, ...]


_LONE = re.compile("[\ud800-\udfff]")
"""Half a character: bytes of the command line that are no UTF-8."""
_UNKNOWN = frozenset({"unknown-unit", "unknown-category", "parent-unknown"})
"""Findings that say a name is wrong, not an act."""
_TYPED = {
    "approval": "加上 --approved-by 批准人",
    "before-assign": "先交办：duban assign 编号；已交办的核对 --date",
    "assign-before-initiate": "核对 --date：交办不能早于立项",
    "future": "核对 --date；还没发生的事不记录",
    "ended-twice": "已经了结，不用再记；还要督办的，先重启：duban reopen 编号 --reason 理由 --approved-by 批准人",
    "after-end": "还要督办的，先重启：duban reopen 编号 --reason 理由 --approved-by 批准人；日期写错的，核对 --date",
    "backdated": "已了结的经过不再改动；记错了的用 duban correct，还要督办的先用 duban reopen 重启",
    "initiated-twice": "不用再记",
    "nothing-to-resume": "正在计时，不用恢复；漏记了中止的，先补记：duban suspend 编号 --date 中止之日 --reason 理由 --approved-by 批准人",
    "suspended-twice": "已在中止，不用再记；要恢复计时的用 duban resume 编号",
    "nothing-to-reopen": "没有了结，不用重启，接着办理即可",
    "explained-too-late": "不用再记；补记以前的，核对 --date",
    "extension-moves-nothing": "定期反馈的，加 --period 写明哪一期；延反馈的，加 --about 反馈",
    "limit-past": "核对 --deadline",
    "inspector-recusal": "换外单位的督查员，用 --by、--people 写另派的人",
}
"""What to do at the command line, where a finding's hint speaks of the file."""

_DEADLINES = frozenset({"约谈日期", "新限期"})
"""What a paper may lack that --deadline gives."""


class Sheet:
    """A change being drawn up: entries added one by one, each checked against the rules, then papers."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.ledger = inputs.ledger
        self._old: dict[str, bytes | None] = {}
        self._new: dict[str, bytes] = {}
        self._entries: list[EntryOut] = []
        self._events: list[EventOut] = []
        self._papers: list[PaperOut] = []
        self._trailers: list[tuple[str, str]] = []
        self._ids: list[str] = []
        self._remarks: list[str] = []

    # -- files ----------------------------------------------------------------------------------------------

    def content(self, path: str) -> bytes | None:
        """The bytes of a file as this change would have them."""
        if path in self._new:
            return self._new[path]
        if path not in self._old:
            self._old[path] = self.inputs.read(path)
        return self._old[path]

    def write(self, path: str, content: bytes) -> None:
        """Put a file on the change."""
        self.content(path)
        self._new[path] = content

    def create(self, path: str, content: bytes) -> None:
        """Put a new file on the change. Raises Busy when there is one by now."""
        if self.content(path) is not None:
            raise Busy(f"{path} 已经存在", "台账刚被别人改动的，重试一次；不是的，把这个文件移走再试")
        self._new[path] = content

    # -- entries --------------------------------------------------------------------------------------------

    def new_item(
        self, item_id: str, header: Mapping[str, Facts], entries: Sequence[Mapping[str, Facts]]
    ) -> Item:
        """A new item file. Raises RuleRefused or DataProblem when it would not be right."""
        path = item_path(item_id)
        for facts in (header, *entries):
            _refuse_invisible(facts)
        hinted = self.content(ITEM_HINTS) is not None
        self.create(path, item_text(header, entries, hinted=hinted).encode())
        item = self._reread(item_id, path, None)
        self._note(item_id, list(entries))
        return item

    def add(self, item_id: str, facts: Mapping[str, Facts]) -> Item:
        """One more entry of an item. Raises RuleRefused when the rules do not allow it."""
        _refuse_invisible(facts)
        old = self.ledger.item(item_id)
        data = self.content(old.path)
        if data is None or hashlib.sha256(data).hexdigest() != old.sha256:
            raise Busy(f"{old.path} 刚被改动", "请重试")
        self._new[old.path] = append_entry(data, facts, old.path)
        item = self._reread(item_id, old.path, old)
        self._note(item_id, [facts])
        return item

    def close(self, item_id: str, facts: Mapping[str, Facts]) -> Item:
        """A 销号 entry with the digest of all facts before it."""
        item = self.ledger.item(item_id)
        before = read_facts(self.content(item.path) or b"")
        return self.add(item_id, {**facts, "摘要": facts_digest(before)})

    def record_office(self, year: int, facts: Mapping[str, Facts]) -> None:
        """One more event of the office itself."""
        _refuse_invisible(facts)
        path = f"office/{year}.yaml"
        data = self.content(path) or "# 督查室自身的工作：通报、清单、会议。只增不改。\n记录:\n".encode()
        self._new[path] = append_event(data, facts, path, "记录")
        self._events.append(EventOut(path=path, text=entry_text(facts), facts=dict(facts)))
        self._trailers.append(("Duban-Action", str(facts["动作"])))

    def _reread(self, item_id: str, path: str, old: Item | None) -> Item:
        item, problems = read_item(self._new[path], path, item_id)
        if not isinstance(item, Item):
            # What the clerk typed stands in no file yet: a line and column would lead nowhere.
            told = [p for p in problems if p.level == "error"]
            raise _refusal(DataProblem, item_id if old else None, told)
        ledger = replace(self.ledger, items=with_items(self.ledger.items, {item_id: item}))
        known = (
            set()
            if old is None
            else {(f.code, f.message) for f in item_findings(old, self.ledger, self.inputs.now)}
        )
        fresh = [
            f
            for f in item_findings(item, ledger, self.inputs.now)
            if f.level == "error" and (f.code, f.message) not in known
        ]
        if fresh:
            unknown = any(f.code in _UNKNOWN for f in fresh)
            raise _refusal(NotFound if unknown else RuleRefused, item_id if old else None, fresh)
        self.ledger = ledger
        return item

    def _note(self, item_id: str, entries: Sequence[Mapping[str, Facts]]) -> None:
        if item_id not in self._ids:
            self._ids.append(item_id)
            self._trailers.append(("Duban-Item", item_id))
        for facts in entries:
            self._entries.append(EntryOut(item=item_id, text=entry_text(facts), facts=dict(facts)))
            self._trailers.append(("Duban-Action", str(facts["动作"])))

    # -- papers ---------------------------------------------------------------------------------------------

    def issue(
        self, number: DocNumber, context: Fields, *, day: date, items: Sequence[Item],
        addressees: Sequence[str], signed_by: str | None = None,
    ) -> None:  # fmt: skip
        """Make a paper about items, register its number. Raises as ``issue_with``."""
        facts = facts_digest([read_facts(self.content(i.path) or b"") for i in items])
        self.issue_with(
            number, context, day=day, facts=facts, items=items, addressees=addressees, signed_by=signed_by
        )

    def issue_with(
        self, number: DocNumber, context: Fields, *, day: date, facts: str, items: Sequence[Item] = (),
        addressees: Sequence[str] = (), signed_by: str | None = None,
    ) -> None:  # fmt: skip
        """Make a paper, register its number. Raises RuleRefused when something on it is still to be filled in."""
        made = make_paper(self.inputs, number.kind, context, facts)
        if made.missing:
            raise RuleRefused(
                f"{number.kind}还缺：{'、'.join(made.missing)}，不能发出", _where_to_fill(made.missing)
            )
        path = f"{number.stem}.docx"
        digest = hashlib.sha256(made.content).hexdigest()
        paper = Paper(
            kind=number.kind, number=number.number, doc_no=number.text, title=made.title, day=day,
            file=path.rsplit("/", 1)[1], sha256=digest, items=tuple(i.id for i in items),
            addressees=tuple(addressees), signed_by=signed_by, path=f"{number.stem}.yaml",
        )  # fmt: skip
        self.create(path, made.content)
        self.create(paper.path, register_text(paper).encode())
        self.ledger = replace(self.ledger, papers=(*self.ledger.papers, paper))
        self._papers.append(PaperOut(doc_no=number.text, kind=number.kind, path=path, sha256=digest))
        self._trailers.append(("Duban-Doc", number.text))

    def number(self, kind: str, day: date, given: str | None = None) -> DocNumber:
        """The 文号 of a paper: the one the clerk gives, else the next free one."""
        if given:
            return given_doc_number(self.ledger, kind, day.year, given)
        return next_doc_number(self.ledger, kind, day.year)

    # -- the change -----------------------------------------------------------------------------------------

    def remark(self, text: str) -> None:
        """Something the clerk should know before it is written."""
        if text not in self._remarks:
            self._remarks.append(text)

    def words(self, items: Sequence[Item], entry: Entry) -> tuple[str, str]:
        """First line and body of a commit that records one act on these items, named as they are called now."""
        standings = [self.inputs.stand(item) for item in items]
        now = [s.item for s in standings]
        lead = self.inputs.book.canonical(now[0].lead)
        reviewed = next(
            (r.entry for r in standings[0].course.all_replies if r.review and r.review.line == entry.line),
            None,
        )
        return subject(now, entry, lead, reviewed), body(now, entry)

    def told(self, items: Sequence[Item], entry: Entry) -> Change:
        """The change as a value, in the words of the act."""
        return self.change(*self.words(items, entry))

    def change(self, subject: str, body: str = "") -> Change:
        """The change as a value."""
        writes = []
        for path, content in self._new.items():
            old = self._old.get(path)
            expect = None if old is None else hashlib.sha256(old).hexdigest()
            writes.append(FileWrite(path=path, content=content, expect=expect))
        return Change(
            writes=tuple(writes), subject=subject, body=body, trailers=tuple(self._trailers), ids=tuple(self._ids),
            entries=tuple(self._entries), events=tuple(self._events), papers=tuple(self._papers), message=self.inputs.message,
            remarks=tuple(self._remarks),
        )  # fmt: skip


def _refusal(kind: type[DubanError], item_id: str | None, found: Sequence[Finding]) -> DubanError:
    typed = {code: hint.replace("编号", item_id or "编号") for code, hint in _TYPED.items()}
    hints = dict.fromkeys(hint for f in found if (hint := typed.get(f.code, f.hint)))
    about = f"事项 {item_id}：" if item_id else ""
    return kind(about + "；".join(f.message for f in found), "；".join(hints) or None)


def _where_to_fill(missing: Sequence[str]) -> str:
    """Where what a paper lacks is to be given."""
    dated = [name for name in missing if name in _DEADLINES]
    if not dated:
        return "补上缺的内容后再发；联系人、电话在 duban.yaml 的“联系”里填"
    hint = f"{'、'.join(dated)}用 --deadline 写明（日期，或 3个工作日）"
    if len(dated) < len(missing):
        hint += "；其余的补上后再发，联系人、电话在 duban.yaml 的“联系”里填"
    return hint


def _refuse_invisible(facts: Mapping[str, Facts]) -> None:
    """Raises WrongUse: a character nobody sees would get into the record and onto papers."""
    for key, value in facts.items():
        for text in _texts(value):
            found = next(
                (c for c in text if (INVISIBLE.match(c) and c not in "\n\r\t") or _LONE.match(c)), None
            )
            if found is not None:
                raise WrongUse(
                    f"“{key}”里有看不见的控制字符 U+{ord(found):04X}",
                    "多由复制粘贴带入；删去它，或重新输入这段文字",
                )


def _texts(value: Facts) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def make_paper(inputs: Inputs, kind: str, context: Fields, facts: str) -> MadePaper:
    """A paper's bytes from its context, by the office's own template or the packaged one."""
    from duban_cli.documents.paper import PREPRINTED, Press  # noqa: PLC0415 - heavy, only for papers
    from duban_cli.documents.render import render_docx, render_text  # noqa: PLC0415 - heavy, only for papers

    settings, units = inputs.ledger.settings, inputs.ledger.units.units
    draft = render_text(kind, context, inputs.templates, like=BRIEF if kind in settings.briefs else None)
    names = (settings.office, settings.government, *(name for unit in units for name in unit.names))
    press = Press(preprinted=settings.heads == PREPRINTED, names=names)
    content = render_docx(draft, facts_digest=facts, version=__version__, press=press)
    return MadePaper(content, draft.title, draft.missing)


def register_text(paper: Paper) -> str:
    """The register file of one issued paper."""
    facts: dict[str, Facts] = {
        "种类": paper.kind, "序号": str(paper.number), "文号": paper.doc_no, "标题": paper.title,
        "日期": paper.day.isoformat(), "文件": paper.file, "sha256": paper.sha256, "事项": list(paper.items),
        "主送": list(paper.addressees),
    }  # fmt: skip
    if paper.signed_by:
        facts["签发"] = paper.signed_by
    facts["状态"] = paper.state
    return "".join(f"{k}: {flow(v)}\n" for k, v in facts.items() if v not in ([], ""))


def date_text(day: date) -> str:
    """A date as files have it."""
    return day.isoformat()


def compact(facts: Mapping[str, Facts | None]) -> dict[str, Facts]:
    """Facts without the keys that have nothing to say; blanks say nothing."""
    told = {k: v.strip() if isinstance(v, str) else v for k, v in facts.items()}
    return {k: v for k, v in told.items() if v not in (None, "", [], {})}


def person_facts(person: Person | None) -> dict[str, Facts] | None:
    """A person as files have one."""
    return compact({"姓名": person.name, "职务": person.post}) if person else None
