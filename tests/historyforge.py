"""A random but lawful life of a ledger, by duban's own commands, and every way of forging what it left."""

from __future__ import annotations

import contextlib
import hashlib
import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from duban_cli.cli.app import run_command
from duban_cli.errors import DubanError
from duban_cli.ledger.records import Item
from duban_cli.ledger.register import Paper
from duban_cli.ledger.store import Ledger, load
from duban_cli.rules.moments import SHANGHAI
from tests.historykit import Book

_LEADER = "刘某某"
_COURSE = ("立项", "交办", "反馈", "审核", "销号", "撤销", "重启")


def dice(seed: int) -> random.Random:
    """Chance that falls the same way each time."""
    return random.Random(seed)  # noqa: S311 - no secret hangs on it


@dataclass
class Life:
    """A clerk at work: each act is some command on some item, on a day not before the last."""

    root: Path
    chance: random.Random
    day: date = date(2026, 3, 3)
    done: dict[str, int] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        return load(self.root).need()

    def live(self, acts: int) -> None:
        """Some acts; one the rules refuse leaves nothing and counts all the same."""
        for _ in range(acts):
            self.day += timedelta(days=self.chance.choice((0, 0, 1, 1, 2, 5)))
            self.chance.choice(_ACTS)(self)

    def run(self, *args: str) -> bool:
        """Run a command; whether it was carried out."""
        when = datetime.combine(self.day, time(10), SHANGHAI)
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                code = run_command(
                    ["-C", str(self.root), "--today", self.day.isoformat(), *args], recorded=when
                )
        except DubanError:
            return False
        if code == 0:
            self.done[args[0]] = self.done.get(args[0], 0) + 1
        return code == 0

    def pick(self, *after: str) -> str:
        """An item's id, of those that came as far as one of these acts; any, or the first, where there is none."""
        items = self.ledger.items
        fit = [i for i in sorted(items) if (course := _course(items[i])) and course[-1] in after]
        return self.chance.choice(fit or sorted(items) or ["2026-0001"])


def _course(item: Item) -> list[str]:
    return [e.action for e in item.entries if e.action in _COURSE]


def _new(life: Life) -> None:
    title = f"第{life.chance.randrange(10**6)}件事"
    source = (
        "--source",
        "批示/专报",
        "--source-date",
        life.day.isoformat(),
        "--instructed-by",
        "市长/主要领导",
    )
    life.run(
        *(
            "new",
            "--title",
            title,
            "--category",
            "领导批示",
            "--lead",
            life.chance.choice(("楼区", "市财政局")),
        ),
        *(*source, "--demand", f"办好{title}。", "--deadline", "10个工作日"),
    )


def _reply(life: Life) -> None:
    done = ("--done",) if life.chance.random() < 0.6 else ()
    life.run(
        "reply", life.pick("交办", "反馈", "重启"), *done, "--content", "已办。", "--signed-by", "张某/区长"
    )


def _by_hand(life: Life) -> None:
    """An entry typed into the file with an editor, then saved."""
    path = life.root / life.ledger.items[life.pick()].path if life.ledger.items else None
    if path is None:
        return
    before = path.read_bytes()
    path.write_bytes(before + f"# 手工补记\n- {{日期: {life.day}, 动作: 拟办, 内容: 请示后再办}}\n".encode())
    if not life.run("save", str(path)):
        path.write_bytes(before)


def _void(life: Life) -> None:
    issued = [p.doc_no for p in life.ledger.papers if p.state != "作废"]
    if issued and life.chance.random() < 0.3:
        life.run("issue", "--void", life.chance.choice(issued), "--reason", "有误", "--approved-by", _LEADER)


def _renumber(life: Life) -> None:
    life.run("renumber", life.pick("立项"), f"2026-{life.chance.randrange(5000, 9000)}")


def _correct(life: Life) -> None:
    item = life.ledger.items.get(life.pick())
    if item is not None and item.entries:
        last = item.entries[-1]
        entry = f"{last.day}/{last.action}"
        life.run("correct", item.id, "--entry", entry, "--field", "备注", "--new", "更正一处")


def _bulletin(life: Life) -> None:
    since = (life.day - timedelta(days=30)).isoformat()
    life.run("bulletin", "--from", since, "--to", life.day.isoformat(), "--approved-by", _LEADER)


def _item(*words: str) -> Callable[[Life], None]:
    """A command on an item where it may well be in place, its id after the command's name."""

    def act(life: Life) -> None:
        life.run(words[0], life.pick(*_AFTER.get(words[0], ("交办", "反馈"))), *words[1:])

    return act


def _whole(*words: str) -> Callable[[Life], None]:
    """A command that names no item."""

    def act(life: Life) -> None:
        life.run(*words)

    return act


_AFTER: Mapping[str, tuple[str, ...]] = {
    "assign": ("立项",), "review": ("反馈",), "close": ("审核",), "reopen": ("销号", "撤销"), "archive": ("销号",),
}  # fmt: skip
_APPROVED = ("--approved-by", _LEADER)
_ACTS: tuple[Callable[[Life], None], ...] = (
    *(_new, _new, _reply, _reply, _by_hand, _void, _renumber, _correct, _bulletin),
    *([_item("assign")] * 3),
    _item("receive", "--signed-by", "石某/副区长"),
    _item("extend", "--deadline", "2027-01-15", "--reason", "等验收"),
    _item("extend", "--approve", *_APPROVED),
    *([_item("review", "--pass", *_APPROVED)] * 3),
    _item("review", "--return", "--reason", "情况不清", "--deadline", "5个工作日"),
    _item("warn", "--content", "时限将到"),
    _item("inspect", "--how", "回头看", "--content", "看了现场", "--result", "属实"),
    _item("change", "--field", "责任领导", "--new", "周某某", *_APPROVED, "--reason", "分工调整"),
    _item("suspend", "--reason", "涉诉", *_APPROVED),
    _item("resume", "--reason", "已判决", *_APPROVED),
    *([_item("close", *_APPROVED)] * 3),
    _item("reopen", "--reason", "反弹", *_APPROVED, "--deadline", "10个工作日"),
    _item("archive", "--volume", "督-1", "--keeping", "30年", "--yes", "--note", "材料后补"),
    _whole("urge"),
    _whole("fmt"),
    _whole("office", "市长碰头会", "--content", "听取进展"),
)


@dataclass(frozen=True)
class Forged:
    """What a forging should be found out as: codes with the files they are told at."""

    expected: list[str]


def _long(life: Life, entries: int, *, handed: bool = False) -> Item:
    """An item with at least so many entries."""
    fit = [
        i for i in life.ledger.items.values()
        if len(i.entries) >= entries and (not handed or any(e.action == "交办" for e in i.entries))
    ]  # fmt: skip
    return life.chance.choice(sorted(fit, key=lambda i: i.id))


def _lines(book: Book, item: Item) -> tuple[list[str], list[list[str]]]:
    """The file's lines above the entries, and each entry's own."""
    lines = book.text(item.path).splitlines(keepends=True)
    starts = [e.line - 1 for e in item.entries]
    return lines[: starts[0]], [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _join(book: Book, item: Item, head: list[str], entries: list[list[str]]) -> None:
    book.write(item.path, "".join([*head, *(line for entry in entries for line in entry)]))


def amend(life: Life, book: Book) -> Forged:
    """The day of an entry is changed."""
    item = _long(life, 1)
    head, entries = _lines(book, item)
    place = life.chance.randrange(len(entries))
    day = item.entries[place].day.isoformat()
    entries[place] = [
        line.replace(f"日期: {day}", "日期: 2026-01-05", 1) for line in entries[place][:1]
    ] + entries[place][1:]
    _join(book, item, head, entries)
    return Forged([f"history-entry-altered {item.path}"])


def delete_entry(life: Life, book: Book) -> Forged:
    """An entry is taken out."""
    item = _long(life, 2)
    head, entries = _lines(book, item)
    del entries[life.chance.randrange(len(entries) - 1)]
    _join(book, item, head, entries)
    return Forged([f"history-entry-deleted {item.path}"])


def reorder(life: Life, book: Book) -> Forged:
    """Two entries change places."""
    item = _long(life, 2)
    head, entries = _lines(book, item)
    _join(book, item, head, [*entries[1:2], *entries[:1], *entries[2:]])
    return Forged([f"history-entry-order {item.path}"])


def delete_item(life: Life, book: Book) -> Forged:
    """A whole item disappears."""
    item = _long(life, 1)
    (book.root / item.path).unlink()
    return Forged([f"history-item-deleted {item.path}"])


def change_header(life: Life, book: Book) -> Forged:
    """The demand is softened after 交办."""
    item = _long(life, 2, handed=True)
    book.write(item.path, book.text(item.path).replace("要求: 办好", "要求: 看看", 1))
    return Forged([f"history-header {item.path}"])


def _paper(life: Life) -> Paper:
    return life.chance.choice(sorted(life.ledger.papers, key=lambda p: p.path))


def swap_paper(life: Life, book: Book) -> Forged:
    """The .docx of an issued paper is exchanged."""
    paper = _paper(life)
    book.write(paper.file_path, b"PK another paper")
    return Forged([f"history-paper-changed {paper.file_path}"])


def swap_and_register(life: Life, book: Book) -> Forged:
    """The same, and the register made to agree with it."""
    paper, other = _paper(life), b"PK another paper"
    book.write(paper.file_path, other)
    book.write(paper.path, book.text(paper.path).replace(paper.sha256, hashlib.sha256(other).hexdigest()))
    return Forged([f"history-paper-changed {paper.file_path}", f"history-register {paper.path}"])


def delete_paper(life: Life, book: Book) -> Forged:
    """A paper is made never to have been."""
    paper = _paper(life)
    (book.root / paper.path).unlink()
    (book.root / paper.file_path).unlink()
    return Forged([f"history-paper-deleted {paper.path}"])


def forge_event(life: Life, book: Book) -> Forged:
    """The office says it did something else."""
    path = f"office/{life.ledger.office[0].day.year}.yaml"
    book.write(path, book.text(path).replace("日期: 2026-", "日期: 2025-", 1))
    return Forged([f"history-entry-altered {path}"])


FORGINGS: Mapping[str, Callable[[Life, Book], Forged]] = {
    f.__name__: f
    for f in (
        amend, delete_entry, reorder, delete_item, change_header, swap_paper, swap_and_register, delete_paper,
        forge_event,
    )
}  # fmt: skip


def rewrite(book: Book) -> None:
    """A past commit is made anew with other words and everything after it replayed: a forced push would pass it off."""
    book.git("-c", "core.editor=true", "filter-branch", "-f", "--msg-filter", "sed 's/立项/立 项/'", "HEAD")
    book.git("update-ref", "-d", "refs/original/refs/heads/main", check=False)
