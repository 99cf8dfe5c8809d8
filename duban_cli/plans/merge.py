"""合并: what two branches both changed, settled where the ledger's own rules settle it; the rest named for the clerk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from duban_cli.checks.history_facts import Facts, read_version
from duban_cli.checks.history_losses import Loss, handed_out, losses_of
from duban_cli.ledger.commits import Stage
from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.office_file import EVENTS_KEY
from duban_cli.ledger.reader import read_facts, read_item
from duban_cli.ledger.records import Item
from duban_cli.plans.merge_numbers import Numbers, Side
from duban_cli.plans.weave import Clash, Names, Woven, astray, weave
from duban_cli.text import marked

_AGAIN = "改好存盘，再运行 duban merge；放弃合并：duban merge --abort"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A file the clerk must settle: why, what to do, and the text to choose from, where there is one."""

    path: str
    what: str
    hint: str
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """What a merge is planned from.

    ``both``: what both sides changed; ``at_hand``: what a merge under way has settled in git's index;
    ``disk``: a file as it lies there; ``sides``: the items and the register of ours and of theirs;
    ``blend``: git's own putting together of a text.
    """

    both: Mapping[str, Stage]
    names: Names
    disk: Callable[[str], bytes | None]
    sides: Callable[[], tuple[Side, Side]]
    blend: Callable[[Stage], bytes | None]
    at_hand: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Merged:
    """Files as they shall be (None: deleted), what is left to the clerk, and what was done, in words."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    renumbered: dict[str, str] = field(default_factory=dict)


def plan_merge(merging: Merging) -> Merged:
    """How every file both sides changed is to be. Raises RuleRefused: one number for two things, both handed out."""
    done = Merged()
    numbers = Numbers(merging.sides, merging.both)
    for path, stage in sorted(merging.both.items()):
        if numbers.is_of_paper(path) or _by_hand(merging, path, stage, done):
            continue
        if path.startswith("items/"):
            _item(merging, numbers, path, stage, done)
        else:
            _other(merging, path, stage, done)
    numbers.settle(done.files, done.lines)
    done.renumbered |= numbers.renumbered
    return done


# -- what was settled already -------------------------------------------------------------------------------


def _by_hand(merging: Merging, path: str, stage: Stage, done: Merged) -> bool:
    """Whether the clerk, or git in a merge under way, has settled this file; what is wrong with it is told."""
    known, now = merging.at_hand.get(path), merging.disk(path)
    edited = now is not None and b"\0" not in now and not marked(now)
    if known is not None and (not edited or now == known) and not marked(known):
        if _wrong_with(path, stage, known) is not None:
            return False  # git put the lines together as text, and lost something by it
        done.files[path] = known
        _tell_astray(path, stage.ours, stage.theirs, known, done)
        return True
    if now is None or not edited or stage.ours is None or stage.theirs is None:
        return False
    wrong = _wrong_with(path, stage, now)
    if wrong is None:
        done.files[path] = now
        done.lines.append(f"{path}：按手工改好的")
        _tell_astray(path, stage.ours, stage.theirs, now, done)
    elif now in (stage.base, stage.ours, stage.theirs):
        return False  # nobody has worked on it
    else:
        done.left.append(Left(path=path, what=f"手工改的还不行：{wrong}", hint=_AGAIN))
    return True


def _wrong_with(path: str, stage: Stage, content: bytes) -> str | None:
    """What a file settled by hand has lost of either side, or why it cannot be read."""
    if not path.endswith(".yaml"):
        return None
    if path.startswith("items/"):
        read, problems = read_item(content, path, _id(path))
        if not isinstance(read, Item):
            return next((p.text for p in problems if p.level == "error"), "读不出来")
    elif read_facts(content) is None:
        return "读不出来"
    key = HISTORY_KEY if path.startswith("items/") else EVENTS_KEY if path.startswith("office/") else ""
    now = read_version(content, key)
    for name, side in (("本方", stage.ours), ("对方", stage.theirs)):
        was = read_version(side, key) if side is not None and key else None
        if isinstance(was, Facts) and isinstance(now, Facts):
            for loss in losses_of(was, now, merge=True):
                return _loss_words(name, loss)
    return None


def _loss_words(name: str, loss: Loss) -> str:
    if loss.kind == "header":
        return f"{name}已交办，“{loss.key}”不能改"
    if loss.kind == "order":
        return f"{name}的记录次序变了"
    entry = loss.old if isinstance(loss.old, dict) else {}
    return f"少了{name}的一条记录（{entry.get('日期')} {entry.get('动作')}）"


# -- item files ---------------------------------------------------------------------------------------------


def _item(merging: Merging, numbers: Numbers, path: str, stage: Stage, done: Merged) -> None:
    ours, theirs = stage.ours, stage.theirs
    if ours is None or theirs is None:
        _gone(merging, numbers, path, stage, done)
        return
    if stage.base is None and not _same_matter(ours, theirs):
        numbers.twice(path, ours, theirs)
        return
    _woven(merging, path, stage.base, ours, theirs, done)


def _gone(merging: Merging, numbers: Numbers, path: str, stage: Stage, done: Merged) -> None:
    """One side has the file no more: under another number there, or deleted, which no record may be."""
    kept = stage.ours if stage.ours is not None else stage.theirs
    lost = "对方" if stage.ours is not None else "本方"
    if kept is None:
        return
    target = numbers.moved(path, theirs=stage.ours is not None)
    if target is None:
        done.files[path] = kept
        done.lines.append(f"{path}：{lost}删去了，记录不能删，留下")
        return
    new_path, moved = target
    if _handed_out(kept):
        done.left.append(Left(
            path=path, what=f"{lost}改号为 {_id(new_path)}，另一边已按原编号交办",
            hint=f"交办后编号不再改：在{lost}的分支上改回原编号，再合并",
        ))  # fmt: skip
        return
    pair = (kept, moved) if stage.ours is not None else (moved, kept)
    both = Stage(base=stage.base, ours=pair[0], theirs=pair[1])
    # What git or a side put there is nobody's choice.
    if merging.disk(new_path) in pair or not _by_hand(merging, new_path, both, done):
        _woven(merging, new_path, stage.base, *pair, done)
    if new_path in done.files:
        done.files[path] = None
        done.lines.append(f"{_id(path)} 改号为 {_id(new_path)}")


def _woven(
    merging: Merging, path: str, base: bytes | None, ours: bytes, theirs: bytes, done: Merged
) -> None:  # fmt: skip
    """An item both sides wrote to."""
    handed = [_handed_out(side) for side in (ours, theirs)]
    frozen = handed.index(True) if sum(handed) == 1 else None
    woven = weave(base, ours, theirs, merging.names, frozen=frozen)
    if woven is None:
        done.left.append(_left_as_text(path))
        return
    if woven.clashes:
        done.left.append(_left(path, woven))
        return
    read, problems = read_item(woven.content, path, _id(path))
    if not isinstance(read, Item):
        told = next((p.message for p in problems if p.level == "error"), "读不出来")
        done.left.append(Left(path=path, what=f"合起来不成一份事项：{told}", hint=_AGAIN))
        return
    done.files[path] = woven.content
    done.lines.append(f"{_id(path)} 两边的记录都留下：{read.title}")
    _tell_astray(path, ours, theirs, woven.content, done)
    for clash in woven.overruled:
        side, other = ("对方", "本方") if frozen == 0 else ("本方", "对方")
        asked = clash.theirs if frozen == 0 else clash.ours
        done.remarks.append(
            f"事项 {_id(path)}：{other}已经交办，{side}对“{clash.key}”的改动（{_short(asked)}）没有采用；"
            f"要改的：duban change {_id(path)} --field {clash.key}"
        )


def _tell_astray(path: str, ours: bytes | None, theirs: bytes | None, content: bytes, done: Merged) -> None:
    """A 更正 that speaks of another entry than on its own side, where no order of the entries spares it that."""
    now = read_version(content, HISTORY_KEY)
    if not path.startswith("items/") or not isinstance(now, Facts):
        return
    for name, side in (("本方", ours), ("对方", theirs)):
        was = read_version(side, HISTORY_KEY) if side is not None else None
        for entry in astray(was.entries, now.entries) if isinstance(was, Facts) else ():
            ref = entry["更正项"]
            which = f"{ref.get('日期')}/{ref.get('动作')}"
            done.remarks.append(
                f"事项 {_id(path)}：{name} {entry.get('日期')} 的更正，更正的是{name}的 {which}；两边那天都有“{ref.get('动作')}”，"
                f"合起来它指到另一条上了。用 duban show {_id(path)} 核对，"
                f"再用 duban correct {_id(path)} --entry {which}2 这样写明第几条，逐条改正"
            )


def _same_matter(ours: bytes, theirs: bytes) -> bool:
    """One matter put on by both, not two under one number."""
    heads = [read_version(side, HISTORY_KEY) for side in (ours, theirs)]
    first, second = (h.header if isinstance(h, Facts) else None for h in heads)
    return first is not None and first == second


def _handed_out(data: bytes) -> bool:
    facts = read_version(data, HISTORY_KEY)
    return isinstance(facts, Facts) and handed_out(facts)


# -- the other files ----------------------------------------------------------------------------------------


def _other(merging: Merging, path: str, stage: Stage, done: Merged) -> None:
    ours, theirs = stage.ours, stage.theirs
    if ours is None or theirs is None:
        who = "对方" if theirs is None else "本方"
        done.left.append(Left(
            path=path, what=f"{who}删去了，另一边改了", hint=f"留下的：git add -- {path}；删去的：git rm -- {path}；再运行 duban merge"
        ))  # fmt: skip
        return
    woven = weave(stage.base, ours, theirs, merging.names) if path.endswith(".yaml") else None
    blended = None if woven is not None and not woven.clashes else merging.blend(stage)
    if woven is not None and not woven.clashes:
        done.files[path] = woven.content
    elif blended is not None and (not path.endswith(".yaml") or read_facts(blended) is not None):
        done.files[path] = blended
    elif woven is not None:
        done.left.append(_left(path, woven))
        return
    elif b"\0" in ours or b"\0" in theirs:
        done.left.append(Left(
            path=path, what="两边各有一份，合不起来",
            hint=f"用本方的：git checkout --ours -- {path}，用对方的改成 --theirs；再 git add -- {path}，再运行 duban merge",
        ))  # fmt: skip
        return
    else:
        done.left.append(_left_as_text(path))
        return
    done.lines.append(f"{path}：两边的改动都留下")


def _left(path: str, woven: Woven) -> Left:
    return Left(
        path=path, what="；".join(_clash_words(clash) for clash in woven.clashes),
        hint=f"打开文件，<<<<<<< 与 >>>>>>> 之间留下一样，删去记号行，{_AGAIN}", content=woven.content,
    )  # fmt: skip


def _left_as_text(path: str) -> Left:
    return Left(
        path=path,
        what="两边改了同一处",
        hint=f"打开文件，留下该留的（已有的记录都要留），删去记号行，{_AGAIN}",
    )


def _clash_words(clash: Clash) -> str:
    return f"“{clash.key}”两边改得不同：本方 {_short(clash.ours)}，对方 {_short(clash.theirs)}"


def _short(value: object) -> str:
    text = "（删去）" if value is None else value if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}……"


def _id(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")
