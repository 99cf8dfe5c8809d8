"""How every writing command ends: shown as a draft, or carried out and told."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from duban_cli.checks import item_findings
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.progress import watched
from duban_cli.cli.terminal import out, talk
from duban_cli.cli.views import heading
from duban_cli.errors import DiskProblem, DubanError, NotFound, RuleRefused
from duban_cli.ledger.disk import disk_problems, safe_target
from duban_cli.ledger.secret_writes import refuse_secrets
from duban_cli.ledger.store import load
from duban_cli.plans.sheet import Inputs
from duban_cli.rules.moments import SHANGHAI
from duban_cli.shipped import templates_dir
from duban_cli.views.as_json import dump, head

if TYPE_CHECKING:
    from duban_cli.ledger.change import Change
    from duban_cli.ledger.records import Item


def file_reader(root: Path) -> Callable[[str], bytes | None]:
    """A ledger's files by their paths; None for one that is not there, is a link, or cannot be opened."""

    def read(path: str) -> bytes | None:
        try:
            target = safe_target(root, path)
            return target.read_bytes()
        except (OSError, DiskProblem):
            return None

    return read


def inputs_of(here: Desk, message: str | None = None) -> Inputs:
    """What this call's plans are made from; the office's own templates go before the packaged ones."""
    return Inputs(
        ledger=here.ledger,
        now=here.now,
        read=file_reader(here.root),
        templates=(here.root / "templates", templates_dir()),
        message=message,
        watch=watched,
    )


Known = frozenset[tuple[str, str]]
"""Findings by code and message."""


def carry_out(
    ctx: typer.Context, change: Change, *, draft: bool, form: str = "text", ids_out: bool = False, adopt: bool = False,
    known: Known | None = None, more: Mapping[str, object] | None = None,
) -> int:  # fmt: skip
    """Apply a change, or with ``draft`` only show it. ``ids_out``: the ids are the command's data.

    ``known``: what the checks said of the items before; left out, it is found in the ledger as it was read.
    ``more``: what the command's JSON has beyond that of every command that writes.
    """
    here = desk(ctx)
    return finish(
        here.root, here, change, draft=draft, form=form, ids_out=ids_out, adopt=adopt, known=known, more=more
    )


def finish(
    root: Path, here: Desk, change: Change, *, draft: bool, form: str = "text", ids_out: bool = False, adopt: bool = False,
    known: Known | None = None, more: Mapping[str, object] | None = None,
) -> int:  # fmt: skip
    """As ``carry_out``, for a desk whose ledger may not be there yet."""
    _refuse_numbers(here, change)
    for remark in change.remarks:
        talk(f"提醒：{remark}")
    _mind_the_clock(root, here)
    read = file_reader(root)
    refuse_secrets(change, {} if adopt else {write.path: read(write.path) for write in change.writes})
    if draft:
        _show(here, change, form, more)
        return 0
    from duban_cli.ledger.apply import apply  # noqa: PLC0415 - a draft needs no git

    if known is None:
        known = (
            known_findings([here.ledger.items.get(i) for i in change.ids], here)
            if change.ids
            else frozenset()
        )
    done = apply(root, change, when=here.asked.recorded, adopt=adopt)
    if done.recovered:
        talk(done.recovered)
    for paper in change.papers:
        here.wrote(root / paper.path, form)
    if form == "json":
        out(dump(_as_json(here, change, done.commit) | dict(more or {})))
        return 0
    talk(f"已记录：{change.subject}")
    for paper in change.papers:
        talk(f"文书：{paper.kind}{'（' + paper.doc_no + '）' if paper.doc_no else ''}")
        out(shown_path(root / paper.path))
    if ids_out:
        for item_id in change.ids:
            out(item_id)
    _warn(here, change, known)
    return 0


def _refuse_numbers(here: Desk, change: Change) -> None:
    """Raises RuleRefused: a 文号 given out on another branch than the 发文分支."""
    number = next((paper.doc_no for paper in change.papers if paper.doc_no), None)
    if number is not None and here.elsewhere is not None:
        raise RuleRefused(
            f"这个分支不编文号，文号都在 {here.elsewhere} 上编（duban.yaml 的“发文分支”）",
            f"去掉 --approved-by 先出稿；并到 {here.elsewhere} 以后，在那里用 duban issue 签发",
        )


def _mind_the_clock(root: Path, here: Desk) -> None:
    """Tells that ``--today`` is ahead of the clock, unless the ledger's own commits are as well (one played through)."""
    asked, real = here.asked.today, datetime.now(SHANGHAI).date()
    if asked is None or asked.day <= real or here.asked.recorded is not None:
        return
    from duban_cli.history import Repo  # noqa: PLC0415 - hardly ever

    with contextlib.suppress(DubanError):
        if Repo.find(root).log(since=datetime.combine(asked.day, time(), SHANGHAI), limit=1):
            return
    talk(
        f"提醒：--today 写的 {asked.day} 比电脑上的今天（{real}）还晚；照此记下的，到那天以前 duban check 会报“记在未来”"
    )


def known_findings(items: Iterable[Item | None], here: Desk) -> Known:
    """What the checks say of items as they stand."""
    return frozenset(
        (f.code, f.message)
        for item in items
        if item is not None
        for f in item_findings(item, here.ledger, here.now)
    )


def _warn(here: Desk, change: Change, known: Known) -> None:
    """What the checks have newly to say of the items just written, so that it need not wait for the next check."""
    ledger = load(here.root).ledger if change.ids else None
    for item_id in change.ids:
        item = ledger.items.get(item_id) if ledger else None
        if ledger is not None and item is not None:
            for finding in item_findings(item, ledger, here.now):
                if (finding.code, finding.message) not in known:
                    talk(finding.text)


def _show(here: Desk, change: Change, form: str, more: Mapping[str, object] | None) -> None:
    if form == "json":
        out(dump(_as_json(here, change, None) | dict(more or {})))
        return
    out(f"将要记录（未写入）：{change.subject}")
    if change.body:
        out("".join(f"  {line}\n" for line in change.body.split("\n")))
    for entry in change.entries:
        out(f"{entry.item}\n" + "".join(f"  {line}\n" for line in entry.text.splitlines()))
    for event in change.events:
        out(f"{event.path}\n" + "".join(f"  {line}\n" for line in event.text.splitlines()))
    for write in change.writes:
        verb = "删除" if write.content is None else "新建" if write.expect is None else "改写"
        out(f"{verb} {write.path}")
        if verb == "新建" and write.path.startswith("items/") and write.content:
            out("".join(f"    {line}\n" for line in write.content.decode("utf-8", "replace").splitlines()))


def _as_json(here: Desk, change: Change, commit: str | None) -> dict[str, object]:
    return head_of(here) | written(change, commit)


def written(change: Change | None, commit: str | None) -> dict[str, object]:
    """What every command that writes tells in JSON of a change; None where there was nothing to do."""
    if change is None:
        lists = ("ids", "entries", "events", "papers", "remarks")
        return {**{key: list[object]() for key in lists}, "commit": commit}
    return {
        "ids": list(change.ids),
        "entries": [{"item": e.item, "facts": e.facts} for e in change.entries],
        "events": [{"path": e.path, "facts": e.facts} for e in change.events],
        "papers": [
            {"doc_no": p.doc_no, "kind": p.kind, "path": p.path, "sha256": p.sha256} for p in change.papers
        ],
        "remarks": list(change.remarks),
        "commit": commit,
    }


def head_of(here: Desk) -> dict[str, object]:
    """The head of a JSON document, also where there is no ledger yet."""
    try:
        return heading(here)
    except NotFound:  # a draft of init: there is no ledger yet
        return head(ledger=None, today=here.now.day)


def shown_path(path: Path) -> str:
    """A path as it is printed: from the current directory where it lies in it, else in full."""
    with contextlib.suppress(OSError):
        if path.is_relative_to(Path.cwd()):
            return str(path.relative_to(Path.cwd()))
    return str(path)


@contextlib.contextmanager
def new_directory(root: Path) -> Iterator[None]:
    """``root``, made if need be, for a new ledger. Where that fails nothing half-made stays behind, and what
    stood there before does. Raises DiskProblem."""
    made = [p for p in (root, *root.parents) if not p.exists()]
    with disk_problems(root):
        root.mkdir(parents=True, exist_ok=True)
        before = {p.name for p in root.iterdir()}
    try:
        yield
    except BaseException:
        for path in root.iterdir():
            if path.name not in before:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            for directory in made:
                directory.rmdir()
        raise


def nothing(here: Desk, message: str, form: str, more: Mapping[str, object] | None = None) -> int:
    """A command that found nothing to do."""
    if form == "json":
        out(dump(head_of(here) | written(None, None) | dict(more or {})))
    talk(message)
    return 0
