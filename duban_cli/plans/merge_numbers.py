"""One number for two things: an item's number and a 文号 taken on both sides of a merge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from duban_cli.errors import RuleRefused
from duban_cli.ledger.commits import Stage
from duban_cli.ledger.files import ITEM_NAME
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.numbering import item_path
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.ledger.register import Paper, read_paper, twin_of
from duban_cli.ledger.segments import pieces
from duban_cli.plans.drafts import DRAFTS
from duban_cli.plans.upkeep import with_former

_PARENT = "上级事项"
_VOID = "作废"
_FILE = re.compile(rb"^\xe6\x96\x87\xe4\xbb\xb6:.*$", re.MULTILINE)  # 文件: …


@dataclass(frozen=True)
class Side:
    """The items, the register files and the small files of papers that wait for a number, of one side, by path."""

    files: Mapping[str, bytes]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item that can be read."""
        return tuple(self._items())

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The register."""
        return tuple(self._papers())

    def _items(self) -> Iterator[Item]:
        for path, data in self.files.items():
            name = path.rpartition("/")[2]
            if path.startswith("items/") and ITEM_NAME.fullmatch(name):
                read, _ = read_item(data, path, name.removesuffix(".yaml"))
                if isinstance(read, Item):
                    yield read

    def ids(self) -> set[str]:
        """The numbers in use, those of files that cannot be read as well."""
        names = (p.rpartition("/")[2] for p in self.files if p.startswith("items/"))
        return {name.removesuffix(".yaml") for name in names if ITEM_NAME.fullmatch(name)}

    def _papers(self) -> Iterator[Paper]:
        for path, data in self.files.items():
            if path.startswith("papers/") and path.endswith(".yaml"):
                paper = read_paper(data, Source(path))
                if paper is not None:
                    yield paper

    def carries(self, item_id: str) -> str | None:
        """Why an item's number is out of the house: what was sent with it, or hangs on it."""
        sent = [p.doc_no for p in self.papers if item_id in p.items and p.state != _VOID]
        if sent:
            return f"发了{'、'.join(sent[:3])}"
        for item in self.items:
            if item.id == item_id and _is_out(item):
                return "已经交办"
            if item.parent == item_id and _is_out(item):
                return f"{item.id} 的上级事项写的是它"
        return None


def _is_out(item: Item) -> bool:
    acts = {e.action for e in item.entries}
    return "交办" in acts and "撤销" not in acts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Twice:
    """A number both sides gave to different matters."""

    id: str
    ours: bytes
    theirs: bytes


@dataclass(slots=True)
class Numbers:
    """The numbers of a merge: collected while its files are gone through, settled at the end."""

    sides: Callable[[], tuple[Side, Side]]
    both: Mapping[str, Stage]
    renumbered: dict[str, str] = field(default_factory=dict)
    _twice: list[_Twice] = field(default_factory=list)
    _registers: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    _refused: list[str] = field(default_factory=list)

    def twice(self, path: str, ours: bytes, theirs: bytes) -> None:
        """Note a number given to two matters."""
        self._twice.append(_Twice(id=path.rpartition("/")[2].removesuffix(".yaml"), ours=ours, theirs=theirs))

    def moved(self, path: str, *, theirs: bool) -> tuple[str, bytes] | None:
        """Where a side has the item now: the file there whose 原号 it was."""
        old = path.rpartition("/")[2].removesuffix(".yaml")
        ours_now, theirs_now = self.sides()
        side, other = (theirs_now, ours_now) if theirs else (ours_now, theirs_now)
        return next(
            ((i.path, side.files[i.path]) for i in side.items if i.former_id == old and i.path not in other.files),
            None,
        )  # fmt: skip

    def is_of_paper(self, path: str) -> bool:
        """Whether a file belongs to a 文号 that both sides gave out: noted, and settled at the end."""
        if not path.startswith("papers/"):
            return False
        register = f"{path.rpartition('.')[0]}.yaml"
        stage = self.both.get(register)
        if stage is None or stage.base is not None or stage.ours is None or stage.theirs is None:
            return False
        if path == register:
            self._registers.append((path, stage.ours, stage.theirs))
        return True

    def _paper(
        self, path: str, ours: bytes, theirs: bytes, files: dict[str, bytes | None], lines: list[str]
    ) -> None:  # fmt: skip
        """A 文号 both sides gave out: where one paper is void it is set aside, else the merge is refused."""
        both, papers = (ours, theirs), [read_paper(data, Source(path)) for data in (ours, theirs)]
        void = [paper is not None and paper.state == _VOID for paper in papers]
        told = [f"{n}“{p.title}”（{p.day}）" for n, p in zip(("本方", "对方"), papers, strict=True) if p]
        number = next((p.doc_no for p in papers if p), path)
        if None not in papers and len({p.sha256 for p in papers if p}) == 1:
            files[path] = both[void.index(True) if any(void) else 0]
            return
        paper_path = f"{path.rpartition('.')[0]}.docx"
        stage = self.both.get(paper_path)
        if not any(void) or stage is None or stage.ours is None or stage.theirs is None:
            self._refused.append(f"文号 {number} 两边各发了一份：{'，'.join(told)}（{path}）")
            return
        aside = 0 if void == [True, False] else 1
        docx = (stage.ours, stage.theirs)
        name = twin_of(paper_path).rpartition("/")[2]
        files[path], files[paper_path] = both[1 - aside], docx[1 - aside]
        files[twin_of(path)] = _FILE.sub(f"文件: {name}".encode(), both[aside])
        files[twin_of(paper_path)] = docx[aside]
        lines.append(f"文号 {number} 两边同号：{('本方', '对方')[aside]}作废的一份另登在 {twin_of(path)}")

    def settle(self, files: dict[str, bytes | None], lines: list[str]) -> None:
        """Give one of each two matters another number. Raises RuleRefused: both numbers are out of the house."""
        for path, one_register, another in self._registers:
            self._paper(path, one_register, another, files, lines)
        ours, theirs = self.sides() if self._twice else (Side({}), Side({}))
        taken = ours.ids() | theirs.ids()
        for one in self._twice:
            out = [side.carries(one.id) for side in (ours, theirs)]
            titles = [_title(data) for data in (one.ours, one.theirs)]
            if all(out):
                self._refused.append(
                    f"编号 {one.id} 两边各给了一件，都改不了号："
                    f"本方“{titles[0]}”（{out[0]}），对方“{titles[1]}”（{out[1]}）"
                )
                continue
            new = _next_id(one.id, taken)
            taken.add(new)
            self.renumbered[one.id] = new
            loser, side, other = (0, ours, theirs) if out[1] else (1, theirs, ours)
            kept, moved = (one.theirs, one.ours) if loser == 0 else (one.ours, one.theirs)
            files[item_path(one.id)] = kept
            files[item_path(new)] = with_former(moved, one.id)
            lines.append(f"{one.id} 两边同号，{('本方', '对方')[loser]}的改为 {new}：{titles[loser]}")
            for child in side.items:
                if child.parent == one.id and child.path not in other.files:
                    files[child.path] = _under(child, files.get(child.path) or side.files[child.path], new)
                    lines.append(f"{child.id} 的“{_PARENT}”随之改为 {new}")
            _notes_follow(one.id, new, side, other, files)
        if self._refused:
            raise RuleRefused(
                "\n".join(("合并不了：", *self._refused)),
                "在还没有寄出的那一边的分支上：作废文书（duban issue --void 文号，照提示用 duban correct 作废那条记录），"
                "编号撞了的撤销事项（duban withdraw）另行立项；再用 --doc-no 另编文号发出；然后合并",
            )


def _notes_follow(
    old: str, new: str, side: Side, other: Side, files: dict[str, bytes | None]
) -> None:  # fmt: skip
    """A paper that waits for its number is about the item it was drawn up for, whatever that is called now."""
    named = re.compile(rf"(?<![0-9]){old}(?![0-9])")
    for path, data in side.files.items():
        text = data.decode("utf-8", "replace")
        if path.startswith(f"{DRAFTS}/") and path not in other.files and named.search(text):
            files[path] = None
            files[named.sub(new, path)] = named.sub(new, text).encode()


def _title(data: bytes) -> str:
    read, _ = read_item(data, "", "")
    return read.title or "读不出的一件"


def _next_id(item_id: str, taken: set[str]) -> str:
    year = item_id[:4]
    used = (int(i.partition("-")[2]) for i in taken if i.startswith(f"{year}-"))
    return f"{year}-{max(used, default=0) + 1:04d}"


def _under(child: Item, data: bytes, parent: str) -> bytes:
    """A part of a matter that has another number now. Raises RuleRefused where its file is laid out otherwise."""
    found = pieces(data)
    old = found.texts.get(_PARENT) if found else None
    if found is None or old is None:
        raise RuleRefused(f"{child.path} 的“{_PARENT}”改不了", f"先改成单独一行，如 {_PARENT}: {parent}")
    newline = "\r\n" if b"\r\n" in data else "\n"
    text = found.head + "".join(
        f"{_PARENT}: {parent}\n" if k == _PARENT else t for k, t in found.texts.items()
    )
    return text.replace("\n", newline).encode()
