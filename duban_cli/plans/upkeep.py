"""整理 and 改号: an item file's layout made tidy, an item given another number before any paper carries it."""

from __future__ import annotations

from collections.abc import Sequence

from ruamel.yaml.nodes import MappingNode

from duban_cli.checks.history_losses import FORMER
from duban_cli.errors import DataProblem, RuleRefused, WrongUse
from duban_cli.ledger.change import Change, FileWrite, digest
from duban_cli.ledger.files import ITEM_NAME
from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.nodes import Source, compose, plain_key
from duban_cli.ledger.numbering import item_path
from duban_cli.ledger.reader import read_facts, read_item
from duban_cli.ledger.records import Item
from duban_cli.plans.sheet import Inputs


def tidy(data: bytes) -> bytes:
    """The file without BOM, with LF line ends, no blanks at line ends, one line end at the close.

    The facts must read the same afterwards; else the file is left as it is.
    """
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    neat = "\n".join(line.rstrip(" \t") for line in text.split("\n")).rstrip("\n") + "\n"
    after = neat.encode()
    facts = read_facts(data)
    return after if facts is not None and read_facts(after) == facts else data


def with_both(opened: bytes, edited: bytes, was: bytes | None, committed: bytes) -> bytes | None:
    """The edited file with what was committed while it was open: entries added at the end of what ``was`` committed.

    They go before what the clerk added at the end. None where more than entries was committed, or the ends of the
    two do not meet.
    """
    if was is None or not committed.startswith(was):
        return None
    added = committed[len(was) :]
    if edited.startswith(opened):
        return opened + added + edited[len(opened) :]
    last = opened.splitlines(keepends=True)[-1:]
    # Only something above was changed: the end is what it was.
    return edited + added if last and last[0].endswith(b"\n") and edited.endswith(last[0]) else None


def plan_fmt(inputs: Inputs, ids: Sequence[str] = ()) -> Change | None:
    """Tidy the named items' files, or all. None when every one is tidy already."""
    items = [inputs.ledger.item(i) for i in dict.fromkeys(ids)] or list(inputs.ledger.items.values())
    writes = []
    for item in items:
        data = inputs.read(item.path)
        if data is not None and (neat := tidy(data)) != data:
            writes.append(FileWrite(path=item.path, content=neat, expect=digest(data)))
    if not writes:
        return None
    done = [w.path.rsplit("/", 1)[1].removesuffix(".yaml") for w in writes]
    subject = f"{done[0]} 整理格式，内容未变" if len(done) == 1 else f"整理{len(done)}个文件的格式，内容未变"
    return Change(
        writes=tuple(writes), subject=subject, body="" if len(done) == 1 else "\n".join(done),
        trailers=tuple(("Duban-Item", i) for i in done), ids=tuple(done), message=inputs.message,
    )  # fmt: skip


def plan_renumber(inputs: Inputs, old_id: str, new_id: str) -> Change:
    """Another number for an item that no paper carries yet; the old one stays as 原号.

    Raises RuleRefused once the item was handed out, WrongUse for a number that is none or is taken.
    """
    item = inputs.ledger.item(old_id)
    if not ITEM_NAME.fullmatch(f"{new_id}.yaml") or not new_id.isascii():
        raise WrongUse(f"“{new_id}”不是编号", "写作 2026-0046")
    if new_id in inputs.ledger.items or any(u.id == new_id for u in inputs.ledger.unreadable):
        raise WrongUse(f"编号 {new_id} 已经有了", f"内容见 duban show {new_id}")
    _refuse_carried(inputs, item)
    data = inputs.read(item.path)
    if data is None:
        raise DataProblem(f"{item.path} 读不出来", "检查文件权限")
    renamed = with_former(data, item.id)
    path = item_path(new_id)
    read, problems = read_item(renamed, path, new_id)
    if not isinstance(read, Item) or read.former_id != (item.former_id or old_id):
        told = "\n".join(p.text for p in problems)
        raise DataProblem(
            f"{item.path} 的写法加不上“原号”：{told}", f"手工在“{HISTORY_KEY}”前加一行 原号: {old_id}"
        )
    return Change(
        writes=(
            FileWrite(path=path, content=renamed, expect=None),
            FileWrite(path=item.path, content=None, expect=digest(data)),
        ),
        subject=f"{old_id} 改号为 {new_id}：{item.title}",
        trailers=(("Duban-Item", old_id), ("Duban-Item", new_id), ("Duban-Action", "改号")),
        ids=(new_id,),
        message=inputs.message,
    )


def _refuse_carried(inputs: Inputs, item: Item) -> None:
    papers = [p.doc_no for p in inputs.ledger.papers if item.id in p.items]
    if papers or any(e.action == "交办" for e in item.entries):
        what = f"文书 {'、'.join(papers)} 上印着" if papers else "已经交办，单位用的是"
        raise RuleRefused(
            f"事项 {item.id} 不能改号：{what}这个编号", "编号用错的，撤销后重新立项，并在备注里说明"
        )
    parts = [other.id for other in inputs.ledger.items.values() if other.parent == item.id]
    if parts:
        raise RuleRefused(
            f"事项 {item.id} 不能改号：{'、'.join(parts)} 的上级事项写的是它", "先改这些事项的“上级事项”"
        )


def with_former(data: bytes, old_id: str) -> bytes:
    """The file with 原号 before 办理; one renumbered before keeps its first number."""
    root = compose(data, Source(""))
    keys = {plain_key(k): k.start_mark.line for k, _ in root.value} if isinstance(root, MappingNode) else {}
    if FORMER in keys:
        return data
    lines = data.decode("utf-8").splitlines(keepends=True)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    at = keys.get(HISTORY_KEY, len(lines))
    if at == len(lines) and lines and not lines[-1].endswith("\n"):
        lines[-1] += ending
    lines.insert(at, f"{FORMER}: {old_id}{ending}")
    return "".join(lines).encode()
