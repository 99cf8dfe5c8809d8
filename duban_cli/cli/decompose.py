"""分解: split."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from duban_cli.cli import intake
from duban_cli.cli import options as opt
from duban_cli.cli.context import desk
from duban_cli.cli.terminal import talk
from duban_cli.cli.writing import carry_out, inputs_of
from duban_cli.errors import WrongUse
from duban_cli.plans.decompose import Given, plan_split
from duban_cli.plans.decompose_table import read_table

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="[上级编号] 表格.csv", help="由哪一件事项分解，和任务分解表；不写上级编号的，用 --source 写明来源",
        show_default=False,
    ),
]  # fmt: skip
Source = Annotated[
    str | None,
    typer.Option("--source", metavar="类型/名称", help="来源，如 报告/2026年政府工作报告；不写随上级事项"),
]
SourceDate = Annotated[
    date | None, typer.Option("--source-date", metavar="日期", help="会议、印发或批示的日期", parser=opt.day)
]
Category = Annotated[str | None, typer.Option("--category", metavar="类别", help="类别；不写随上级事项")]
Rhythm = Annotated[
    str | None,
    typer.Option("--rhythm", metavar="频次", help="反馈频次，如 每月；不写按制度", parser=intake.rhythm),
]
Leader = Annotated[str | None, typer.Option("--leader", metavar="姓名", help="分管领导；表里写了的以表为准")]
Secrecy = Annotated[
    str | None,
    typer.Option(
        "--secrecy", metavar="公开属性", help="主动公开、依申请公开或不予公开（默认）", parser=intake.openness
    ),
]
Year = Annotated[
    int | None,
    typer.Option("--year", metavar="年", help="表里“6月底”这样没写年份的日期是哪一年", parser=opt.year),
]
Pending = Annotated[bool, typer.Option("--pending", help="先登记，批准后再立项")]
Partial = Annotated[
    bool, typer.Option("--partial", help="行得通的先立，行不通的逐行说明；不写的，有一行不行就一件都不立")
]


def split(
    ctx: typer.Context,
    words: Words,
    source: Source = None,
    source_date: SourceDate = None,
    category: Category = None,
    deadline: opt.Deadline = None,
    rhythm: Rhythm = None,
    leader: Leader = None,
    secrecy: Secrecy = None,
    year: Year = None,
    pending: Pending = False,
    partial: Partial = False,
    day: opt.Date = None,
    approved_by: opt.ApprovedBy = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """分解：按任务分解表一次立项多件，一行一件，编号随行的先后；有一行不行，就一件都不立。

    表格存为 CSV（UTF-8 或 GB18030），按表头认列：序号、工作任务（事项、问题）、牵头单位（主办单位、责任单位）、
    协办单位（配合单位、责任协同单位）、牵头领导（分管领导）、完成时限（整改时限）、要求、节点、文件。
    一格里有几个单位的，最前面的主办；“各县、市、区政府”这样的按 units.yaml 的组展开，只写一个组的，组里每个单位各立一件。
    问题清单（表头有问题一栏）每个问题一件，另认检查日期、原因、整改措施、交办文号；制度有“整改问题”类别的归这一类。

    例：
      duban split 2026-0003 任务分解.csv --approved-by 刘某某 --draft
      duban split 2026-0005 问题清单.csv --partial
      duban split 任务分解.csv --source 报告/2026年政府工作报告 --category 政府工作报告 --approved-by 刘某某
    """
    here = desk(ctx)
    written, path = _named(words)
    parent = here.item_id(written) if written else None
    table = read_table(_data(path), path.name)
    given = Given(
        parent=parent, source=intake.origin(source, source_date, None), category=category, deadline=deadline,
        rhythm=rhythm, leader=leader, openness=secrecy, year=year,
    )  # fmt: skip
    made = plan_split(
        inputs_of(here, message), table, given, day=day or here.now.day, approved_by=approved_by, by=by, note=note,
        pending=pending, partial=partial,
    )  # fmt: skip
    if partial:
        for row, ids in made.taken:
            talk(f"第{row}行：{'将立为' if draft else '立为'} {'、'.join(ids)}")
    for remark in made.remarks:
        talk(f"提醒：{remark}")
    code = carry_out(ctx, made.change, draft=draft, form=form, ids_out=True)
    return code or (1 if made.refused else 0)


def _named(words: list[str]) -> tuple[str | None, Path]:
    if len(words) > 2:
        raise WrongUse(f"多写了：{'、'.join(words[2:])}", "一次写一个上级编号、一张表")
    return (words[0] if len(words) == 2 else None), Path(words[-1])


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise opt.cannot_open(path, error, "表格写在最后，如 duban split 2026-0003 任务分解.csv") from error
