"""What the history is found guilty of, and how it is told: commit, author and date, file and line, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from duban_cli.ledger.findings import Finding, Level
from duban_cli.ledger.records import Item
from duban_cli.ledger.store import Ledger


class Touch(Protocol):
    """A file as a commit changed it: its blob before and after, None where there was none."""

    @property
    def path(self) -> str: ...
    @property
    def old(self) -> str | None: ...
    @property
    def new(self) -> str | None: ...


class Step(Protocol):
    """One commit, or with an empty ``sha`` the edits not committed yet."""

    @property
    def sha(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def brought(self) -> date: ...
    @property
    def parents(self) -> tuple[str, ...]: ...
    @property
    def is_merge(self) -> bool: ...
    @property
    def touches(self) -> tuple[Touch, ...]: ...
    @property
    def signature(self) -> str: ...
    @property
    def signer(self) -> str: ...


@dataclass(slots=True, kw_only=True)
class Mark:
    """One alteration of what was recorded; ``restored``: the commit that put it right again.

    ``path`` is the file's present name; ``place`` is the entry's place in its list, ``key`` a header key, where it is one of them.
    """

    step: Step
    path: str
    code: str
    what: str
    hint: str
    level: Level = "error"
    place: int | None = None
    key: str | None = None
    restored: Step | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand in the files of today."""

    items: Mapping[str, Item]

    @classmethod
    def of(cls, ledger: Ledger | None) -> Places:
        """The places in a ledger as it stands."""
        return cls(ledger.items if ledger else {})

    def finding(self, mark: Mark) -> Finding:
        """The mark as a finding at its place today. What was put right again is a warning."""
        line, col = self._line(mark)
        message = f"{mark.step.text}：{mark.what}"
        if mark.restored is None:
            return Finding(mark.path, line, col, mark.level, mark.code, message, mark.hint)
        message += f"；{mark.restored.text}已恢复原样"
        return Finding(mark.path, line, col, "warning", mark.code, message, "不用再改")

    def _line(self, mark: Mark) -> tuple[int, int]:
        # Only what is marked is looked up: a ledger's items are made as they are asked for.
        item_id = mark.path.rpartition("/")[2].removesuffix(".yaml")
        item = self.items.get(item_id)
        if item is None or item.path != mark.path:
            return 0, 0
        if mark.place is not None:
            return (item.entries[mark.place].line, 1) if mark.place < len(item.entries) else (0, 0)
        return item.place(mark.key) if mark.key is not None else (0, 0)


_UNSIGNED = "N"
_BAD = {"B": "签名是坏的：内容签名后被改过", "R": "签名用的密钥已经吊销"}
_DOUBTFUL = {
    "E": ("签名无法核对：本机没有签名人的公钥", "取得并导入签名人的公钥后再查"),
    "U": ("签名有效，但不知道密钥是不是本人的", "核对后把密钥设为可信"),
    "X": ("签名已过有效期", "核对签名人"),
    "Y": ("签名用的密钥已经过期", "核对签名人"),
}


def signatures(steps: Iterable[Step]) -> Iterator[Finding]:
    """What bears no good signature: the unsigned commits together, others one by one in order of time. A bad one is an error."""
    unsigned: list[Step] = []
    told: list[Finding] = []
    for step in sorted(steps, key=lambda s: s.brought):
        who = f"（{step.signer}）" if step.signer else ""
        if step.signature in _BAD:
            what = f"{step.text}：{_BAD[step.signature]}{who}"
            hint = f"用 git show --show-signature {step.sha[:7]} 查看"
            told.append(Finding(".", 0, 0, "error", "history-signature", what, hint))
        elif step.signature in _DOUBTFUL:
            what, hint = _DOUBTFUL[step.signature]
            what = f"{step.text}：{what}{who}"
            told.append(Finding(".", 0, 0, "warning", "history-signature", what, hint))
        elif step.signature == _UNSIGNED:
            unsigned.append(step)
    if unsigned:
        first, last = unsigned[0].text, unsigned[-1].text
        what = f"{len(unsigned)}次提交没有签名（最早{first}，最晚{last}）"
        if len(unsigned) == 1:
            what = f"1次提交没有签名（{first}）"
        hint = "以后提交都签名：git config commit.gpgsign true"
        yield Finding(".", 0, 0, "warning", "history-unsigned", what, hint)
    yield from told


def shallow(first: Step | None) -> Finding:
    """A clone that lacks the beginning can vouch for what it has and no more."""
    since = f"，只能从{first.text}查起" if first is not None else ""
    return Finding(
        ".", 0, 0, "warning", "history-shallow", f"这是浅克隆，历史不全{since}；此前有没有改动不能保证",
        "先运行 git fetch --unshallow，再查一遍",
    )  # fmt: skip


def tip(rev: str, found: bool | None, *, is_shallow: bool) -> Iterator[Finding]:
    """The commit noted down earlier must lead to the present one."""
    if found:
        return
    if found is None:
        what = f"git 里没有记下的提交 {rev}：历史被重写过，或者写错了"
        hint = "核对写下的提交号；确被重写的，从备份或别人的克隆里找回"
        if is_shallow:
            hint = "这是浅克隆，先运行 git fetch --unshallow"
    else:
        what = f"记下的提交 {rev} 不在现在的历史里：历史被重写过"
        hint = f"用 git log {rev} 找回原来的历史，查明是谁、何时重写的"
    yield Finding(".", 0, 0, "error", "history-tip", what, hint)
