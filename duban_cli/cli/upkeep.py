"""archive fmt renumber: an item's file and papers looked after."""

from __future__ import annotations

from typing import Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import desk, full_id
from duban_cli.cli.terminal import ask, out, talk
from duban_cli.cli.writing import carry_out, inputs_of, nothing
from duban_cli.errors import DiskProblem
from duban_cli.ledger.disk import disk_problems, write_synced
from duban_cli.plans.archive import plan_archive
from duban_cli.plans.upkeep import plan_fmt, plan_renumber


def archive(
    ctx: typer.Context, ids: opt.ItemIds,
    volume: Annotated[str | None, typer.Option("--volume", metavar="卷号", help="案卷号")] = None,
    keeping: Annotated[str | None, typer.Option("--keeping", metavar="期限", help="保管期限：永久、30年、10年；不写按制度")] = None,
    out_dir: opt.Out = None, day: opt.Date = None, by: opt.By = None, note: opt.Note = None, yes: opt.Yes = False,
    draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """归档：核对材料是否齐全，记下卷号和保管期限，把文书、事项文件和卷内目录按顺序收到一处。

    材料不齐的会逐件说明，不归档；确实补不齐的，加 --yes 并在 --note 里写明原因。几件一起归的写几个编号。
    已经归档的，再运行一次就把卷内材料重新收一遍，不另记。

    例：duban archive 2026-0030 --volume 2026-督-012 --keeping 30年
    """
    here = desk(ctx)
    names, on = here.item_ids(ids), day or here.now.day
    regime = here.ledger.regime
    if keeping is None and any(regime.keep_rule(here.ledger.item(n).category, on) is None for n in names):
        keeping = ask("保管期限", option="--keeping")
    change, volumes = plan_archive(
        inputs_of(here, message), names, day=on, keeping=keeping, volume=volume, anyway=yes, by=by, note=note,
    )  # fmt: skip
    if change is None:
        code = nothing(here, "已经归档，不另记；卷内材料重新收一遍", form)
    else:
        code = carry_out(ctx, change, draft=draft, form=form)
    if draft:
        return code
    for one in volumes:
        directory = (out_dir or here.root / "documents") / f"归档-{one.item_id}"
        try:
            with disk_problems(directory):
                directory.mkdir(parents=True, exist_ok=True)
                for name, content in one.files:
                    write_synced(directory / name, content)
        except DiskProblem as problem:
            raise DiskProblem(
                f"归档已记下，卷内材料没有收全：{problem.message}",
                f"处理好后再运行 duban archive {one.item_id}，重新收一遍",
            ) from problem
        for lacking in one.missing:
            talk(f"缺：{lacking}")
        talk(f"{one.item_id} 卷内{len(one.files)}件，已收到：")
        if form != "json":
            out(str(directory))
    return code


def fmt(
    ctx: typer.Context, ids: opt.MaybeItemIds = None, draft: opt.Draft = False, message: opt.Message = None,
    form: opt.Format = "text",
) -> int:  # fmt: skip
    """整理：统一事项文件的换行、行尾空格和文件头，内容一字不动。不写编号则全部。

    例：duban fmt
    """
    change = plan_fmt(inputs_of(desk(ctx), message), desk(ctx).item_ids(ids))
    if change is None:
        return nothing(desk(ctx), "格式都是整齐的", form)
    return carry_out(ctx, change, draft=draft, form=form)


def renumber(
    ctx: typer.Context, item: opt.ItemId,
    new_id: Annotated[str, typer.Argument(metavar="新编号", help="如 2026-0046")],
    draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """改号：还没有交办、没有文书印上编号的事项换一个编号，原来的编号记作“原号”。

    例：duban renumber 2026-0045 2026-0047
    """
    change = plan_renumber(inputs_of(desk(ctx), message), desk(ctx).item_id(item), full_id(new_id))
    return carry_out(ctx, change, draft=draft, form=form)
