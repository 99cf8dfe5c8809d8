"""台账: init, unit, save."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from duban_cli.checks import run_checks
from duban_cli.cli import options as opt
from duban_cli.cli.context import Asked, Desk, desk
from duban_cli.cli.help import HelpGroup
from duban_cli.cli.schema import hints
from duban_cli.cli.terminal import ask, out, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import (
    carry_out,
    file_reader,
    finish,
    inputs_of,
    known_findings,
    new_directory,
    nothing,
)
from duban_cli.errors import DataProblem, GitRefused, NotFound, WrongUse
from duban_cli.history import Repo
from duban_cli.ledger.files import REGIME_FILE, SETTINGS_FILE
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.lock import planning
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.numbering import item_path
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.ledger.regime_file import read_regime
from duban_cli.plans.save import plan_save
from duban_cli.plans.setup import plan_init, plan_unit_add
from duban_cli.shipped import regime_bytes, regime_names
from duban_cli.views.as_json import dump

_MAY_BE_THERE = frozenset({".git", ".vscode"})
"""What may lie in the directory of a new ledger: a repository, and the settings of the clerk's editor."""


def init(
    ctx: typer.Context,  # noqa: ARG001 - every command is called with it
    directory: Annotated[Path, typer.Argument(metavar="目录", help="新台账放在哪里", parser=Path)],
    office: Annotated[str | None, typer.Option("--office", metavar="名称", help="督查机构全称")] = None,
    government: Annotated[
        str | None, typer.Option("--government", metavar="名称", help="所属政府全称")
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="字", help="机关代字，如 岳（岳督函〔2026〕1号）")
    ] = None,
    regime: Annotated[
        str, typer.Option("--regime", metavar="制度", help="所用制度，默认 yueyang")
    ] = "yueyang",
    contact: Annotated[str | None, typer.Option("--contact", metavar="姓名", help="文书上的联系人")] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="电话", help="文书上的联系电话")] = None,
    address: Annotated[str | None, typer.Option("--address", metavar="地址", help="文书上的地址")] = None,
    draft: opt.Draft = False,
    form: opt.Format = "text",
) -> int:
    """建账：新建一本台账，抄入制度，并提交第一笔。目录不在 git 仓库里的，同时建仓库。

    例：duban init 台账 --office 岳阳市人民政府督查室 --code 岳 --contact 王某 --phone 0730-0000000
    """
    if regime not in regime_names():
        raise NotFound(f"没有“{regime}”这套制度", f"可用：{'、'.join(regime_names())}")
    name = office or ask("督查机构全称", option="--office")
    root = directory.expanduser().resolve()
    if (root / SETTINGS_FILE).exists():
        raise WrongUse(f"{directory} 已经是一本台账", "换一个目录，或直接使用它")
    if root.exists() and (not root.is_dir() or any(p.name not in _MAY_BE_THERE for p in root.iterdir())):
        raise WrongUse(f"{directory} 不是空目录", "换一个空目录，或先把里面的东西移走")
    ruler = government or name.removesuffix("政府督查室").removesuffix("办公室").removesuffix("督查室")
    if government is None and not ruler.endswith("政府"):
        ruler = f"{ruler}政府" if ruler else name
    files = hints(_categories(regime))
    change = plan_init(
        office=name, government=ruler, code=code or name[0], regime_name=regime, regime=regime_bytes(regime),
        contact=contact, phone=phone, address=address, hints={p: c for p, c in files.items() if not (root / p).exists()},
    )  # fmt: skip
    here = Desk(Asked(ledger=str(root)))
    if draft:
        return finish(root, here, change, draft=True, form=form)
    with new_directory(root):
        try:
            Repo.find(root)
        except GitRefused:
            Repo.init(root)
        code_ = finish(root, here, change, draft=False, form=form)
    if contact is None or phone is None:
        talk("提醒：文书上要有联系人和电话，请在 duban.yaml 的“联系”里补上")
    talk(
        f"下一步：cd {shlex.quote(str(directory))}，用 duban unit add 单位全称 登记承办单位，再用 duban new 立项"
    )
    return code_


def _categories(regime: str) -> tuple[str, ...]:
    read = read_regime(regime_bytes(regime), Source(REGIME_FILE))
    return tuple(read.categories) if read else ()


unit = typer.Typer(
    cls=HelpGroup,
    help="单位：承办单位名录。\n\n例：duban unit add 岳阳楼区人民政府 --short 岳阳楼区 --alias 楼区",
)


@unit.command("add")
def unit_add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="全称", help="单位全称")],
    short: Annotated[str | None, typer.Option("--short", metavar="简称", help="简称")] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="别名", help="其他叫法，可重复")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="类别", help="县市区、市直部门 …")] = None,
    head: Annotated[str | None, typer.Option("--head", metavar="姓名", help="主要负责人")] = None,
    contact: Annotated[str | None, typer.Option("--contact", metavar="姓名", help="督查联络员")] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="电话", help="联络员电话")] = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """增加一个承办单位。

    例：duban unit add 岳阳楼区人民政府 --short 岳阳楼区 --alias 楼区
    """
    change = plan_unit_add(
        inputs_of(desk(ctx), message), name.strip(), short=short, aliases=alias or [], kind=kind, head=head,
        contact=contact, phone=phone,
    )  # fmt: skip
    return carry_out(ctx, change, draft=draft, form=form)


@unit.command("list")
def unit_list(ctx: typer.Context, form: opt.Format = "text") -> int:
    """列出单位名录。

    例：duban unit list
    """
    here = desk(ctx)
    units = here.ledger.units
    if form == "json":
        rows = [
            {"name": u.name, "short": u.short, "aliases": list(u.aliases), "kind": u.kind, "head": u.head,
             "merged_into": u.merged_into}
            for u in units.units
        ]  # fmt: skip
        groups = {k: list(v) for k, v in units.groups.items()}
        out(dump(heading(here) | {"units": rows, "groups": groups}))
        return 0
    for u in units.units:
        others = "、".join(u.names[1:])
        out(f"{u.name}{f'（{others}）' if others else ''}{f'  {u.kind}' if u.kind else ''}")
    for group, members in units.groups.items():
        out(f"{group}：{'、'.join(members)}")
    if not units.units:
        talk("名录是空的：duban unit add 单位全称")
    return 0


def save(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="路径…", help="只保存这些文件；不写则全部")
    ] = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """保存：把手工改动校验后提交，提交说明写清改了什么。有错的不保存。

    例：duban save
    """
    here = desk(ctx)
    repo = Repo.find(here.root)
    chosen = [_relative(here.root, p) for p in paths] if paths else None
    if draft or not repo.dirty_paths(chosen):
        return _save(ctx, repo, chosen, draft=draft, message=message, form=form)
    # Looked at under the lock: what another duban is writing just now is no hand edit.
    with planning(here.root, "保存手工改动"):
        return _save(ctx, repo, chosen, draft=draft, message=message, form=form)


def _save(
    ctx: typer.Context, repo: Repo, chosen: list[str] | None, *, draft: bool, message: str | None, form: str
) -> int:
    here = desk(ctx)
    read = file_reader(here.root)
    loaded = here.loaded
    dirty = list(repo.dirty_paths(chosen))
    _refuse(dirty, loaded.findings, loaded.findings if loaded.ledger is None else ())
    head = repo.head()

    # That something recorded was altered is told before what is wrong with it now.
    def old(path: str) -> bytes | None:
        return repo.show_blob(head, path) if head else None

    change = plan_save(here.ledger, dirty, old=old, new=read, message=message)
    _refuse(dirty, run_checks(here.ledger, here.now))
    if change is None:
        return nothing(here, "没有要保存的改动", form)
    before = (read_item(old(item_path(i)) or b"", item_path(i), i)[0] for i in change.ids)
    known = known_findings((i for i in before if isinstance(i, Item)), here)
    return carry_out(ctx, change, draft=draft, form=form, adopt=True, known=known)


def _refuse(dirty: list[str], findings: Sequence[Finding], always: Sequence[Finding] = ()) -> None:
    """Raises DataProblem with the errors in the files to be saved, and with those of ``always``."""
    wrong = [f for f in findings if f.level == "error" and (f.path in dirty or f in always)]
    if wrong:
        told = "\n".join(f.text for f in wrong)
        raise DataProblem(f"手工改动有错，没有保存：\n{told}", "改好后再运行 duban save")


def _relative(root: Path, written: str) -> str:
    """A path as the ledger has it, written from the current directory or from the ledger's."""
    here, home = Path(written).resolve(), root.resolve()
    if not (here.is_relative_to(home) and here.exists()) and not Path(written).is_absolute():
        there = (home / written).resolve()
        here = there if there.exists() or not here.is_relative_to(home) else here
    if not here.is_relative_to(home):
        raise WrongUse(f"{written} 不在台账里", f"台账在 {root}")
    return here.relative_to(home).as_posix()
