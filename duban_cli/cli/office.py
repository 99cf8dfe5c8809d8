"""本室: office. What the office itself did that belongs to no single item."""

from __future__ import annotations

from typing import Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import desk
from duban_cli.cli.writing import carry_out, inputs_of
from duban_cli.ledger.office_file import EVENT_ACTIONS
from duban_cli.plans.office import plan_event


def office(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="工作", help=f"{'、'.join(EVENT_ACTIONS)}，或制度里定期工作的名称，如 市长碰头会", show_default=False
        ),
    ],
    content: opt.Content = None, start: opt.From = None, end: opt.To = None, doc_no: opt.DocNo = None,
    approved_by: opt.ApprovedBy = None,
    praise: Annotated[list[str] | None, typer.Option("--praise", metavar="单位", help="表扬的单位，可重复")] = None,
    criticise: Annotated[
        list[str] | None, typer.Option("--criticise", metavar="单位", help="点名批评的单位，可重复")
    ] = None,
    note: opt.Note = None, day: opt.Date = None, draft: opt.Draft = False, message: opt.Message = None,
    form: opt.Format = "text",
) -> int:  # fmt: skip
    """本室：记下督查室自己做的事（开会、对接、抄送 …），追加到 office/年.yaml，一次提交。

    制度“办公室”里的定期工作（每月碰头会、每季对接）记了才算做过，duban agenda 会列出还欠的和该敲的命令。
    不写 --from、--to 的，算日期所在的那一期；补记以前的，写明哪一期的起止。点名单位须批准（政府督查工作条例第二十一条）。
    用 bulletin、report 月度督办清单、assess 发出的文书已自动记入，不用再记。

    例：
      duban office 会议 --content 市长碰头会听取10月督办事项进展
      duban office 对接 --content 四季度对口对接：到省直部门对接专项资金 --date 2026-11-18
      duban office 抄送 --from 2026-07-01 --to 2026-09-30 --content 三季度落实情况抄送组织部门
    """
    here = desk(ctx)
    change = plan_event(
        inputs_of(here, message), name, day=day or here.now.day, content=content, start=start, end=end, doc_no=doc_no,
        approved_by=approved_by, praised=praise or (), criticised=criticise or (), note=note,
    )  # fmt: skip
    return carry_out(ctx, change, draft=draft, form=form)
