"""报告: report. Reports to leaders and 简报, the monthly list, 任务 责任 措施 成果清单, 三单, 公示清单."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.drafts import put_drafts
from duban_cli.cli.terminal import narrowed, out, prose, table, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import carry_out, inputs_of
from duban_cli.documents.context_ledgers import OpenList, Problems
from duban_cli.documents.context_lists import ItemList, Monthly
from duban_cli.documents.context_rectify import RectifyBulletin
from duban_cli.documents.context_reports import Report
from duban_cli.errors import WrongUse
from duban_cli.plans.drafts import draft_of_report
from duban_cli.plans.report_asked import Asked
from duban_cli.plans.report_kinds import KINDS, LEDGERS, LISTS, MONTHLY, RECTIFY, is_report
from duban_cli.plans.reports import Drawn, context_of, draw_up, plan_report
from duban_cli.reports.figures_text import summary_text
from duban_cli.reports.groups import By
from duban_cli.views.as_json import dump
from duban_cli.views.report_ledgers import (
    open_json,
    open_table,
    problem_summary,
    problem_tables,
    problems_json,
    rectified_json,
    rectified_table,
)
from duban_cli.views.reports import (
    list_json,
    list_table,
    monthly_json,
    monthly_tables,
    report_json,
    report_lines,
)

if TYPE_CHECKING:
    from duban_cli.documents.fields import Fields

_LARGEST = 200_000
"""Bytes of a content file; what people write for a report is a few pages."""


Kind = Annotated[
    str,
    typer.Argument(metavar="种类", help="、".join((*KINDS, "duban.yaml “简报”里的名称")), show_default=False),
]
Month = Annotated[
    date | None,
    typer.Option(
        "--month", metavar="月份", help="月度督办清单、整改通报是哪一月的，默认本月", parser=opt.month
    ),
]
ContentFile = Annotated[
    Path | None,
    typer.Option(
        "--content", metavar="文件", help="人写的部分：报告的 # 存在问题、# 工作建议；清单的 # 编号，下写 措施：…",
        parser=Path,
    ),
]  # fmt: skip
Subject = Annotated[str | None, typer.Option("--title", metavar="文字", help="写在标题里的主题")]
Again = Annotated[bool, typer.Option("--again", help="同样的一份已经发过，再发一份")]
Rows = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="单位|类别|来源",
        help="数字按什么分行，默认单位",
        parser=opt.one_of("单位", "类别", "来源"),
    ),
]


def report(
    ctx: typer.Context, kind: Kind, ids: opt.MaybeItemIds = None, start: opt.From = None, end: opt.To = None,
    month: Month = None, unit: opt.Units = None, category: opt.Categories = None, leader: opt.Leaders = None,
    by: Rows = "单位", title: Subject = None, content: ContentFile = None, approved_by: opt.ApprovedBy = None,
    doc_no: opt.DocNo = None, again: Again = False, day: opt.Date = None, draft: opt.Draft = False,
    message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """督查报告、专题报告、督查专报和本单位的简报，月度督办清单，任务、责任、措施、成果清单，三单，公示清单，整改通报。

    报告：写明编号的，写每件的办理经过；写明 --from、--to 的，列这段时期的数字；都不写的，报本月。问题、原因、建议由人写，
    用 --content 给出。清单：不写编号和条件的，列全部在办事项（成果清单列已办结的）；月度督办清单按分管领导分线。
    三单：写巡查、督查的编号，列它查出的问题；不写的，列全部。公示清单只列主动公开的在办事项，缺责任人、承办人、时限的不能发出。
    整改通报：--category 类别 --month 月，列当月交办的各件整改得怎样，到时没有报送的按制度视为未整改。
    清单、报告给领导和承办单位，不对外公开；清单列有不予公开事项的注明内部使用，要隐去标题的，改 duban.yaml 的“通报: {清单: 只列编号}”。
    不写批准人时只出送审稿，放在 drafts/，用 duban issue 签发；写明 --approved-by 才编号、登记、发出。
    整份月度督办清单、简报发出后记入 office/，当期的定期工作即算完成；公示清单发出后，每件记一条公示。--format json 只给数据，什么都不写。

    例：
      duban report 三单 2026-0005
      duban report 月度督办清单 --month 2026-11
      duban report 督查报告 --from 2026-10-01 --to 2026-10-31 --content 报告.md
      duban report 专题报告 2026-0018 --content 问题和建议.md --approved-by 刘某某
      duban report 责任清单 --category 政府工作报告
    """
    here = desk(ctx)
    chosen = any((unit, category, leader))
    to_leaders = is_report(kind, here.ledger.settings)
    if to_leaders and (chosen or month):
        raise WrongUse(
            f"{kind}不用 --unit、--category、--leader、--month", "写明事项编号，或用 --from、--to 写明时期"
        )
    if kind in (MONTHLY, RECTIFY, *LISTS, *LEDGERS) and (start or end):
        raise WrongUse(f"{kind}不用 --from、--to", "月度督办清单用 --month；其余清单按今天的情况列")
    if kind in (*LISTS, *LEDGERS) and month:
        raise WrongUse(f"{kind}不用 --month", "去掉 --month；按今天的情况列")
    if ids and (chosen or kind in (MONTHLY, RECTIFY)):
        raise WrongUse(
            "写了编号，就不再写别的条件；月度督办清单列全部在办事项，整改通报列当月交办的",
            "去掉编号，或去掉条件",
        )
    inputs, on = inputs_of(here, message), day or here.now.day
    if kind in (RECTIFY, *LEDGERS) and (content or title):
        raise WrongUse(f"{kind}照台账列，不用 --content、--title", "内容用 duban change 改在事项里")
    if to_leaders and start is None and (end is not None or not ids):
        start = (end or on).replace(day=1)
    if to_leaders:
        # Fixed now, so that what is signed days later still speaks of the day it was drawn up.
        end = end or on
    if start is not None and start > (end or on):
        raise WrongUse(f"起日 {start.isoformat()} 晚于止日 {(end or on).isoformat()}", "对调 --from 和 --to")
    asked = Asked(
        items=tuple(here.item_ids(ids)), start=start, end=end, month=month,
        units=tuple(unit or ()), categories=tuple(category or ()), leaders=tuple(leader or ()), by=cast("By", by),
        subject=title, content=_read(content) if content else None,
    )  # fmt: skip
    drawn = draw_up(inputs, kind, asked, day=on)
    said = context_of(inputs, drawn)
    if form == "json" and approved_by is None:
        out(dump(heading(here) | _json(drawn, said)))
        return _unread(here, asked)
    if form == "text":
        _show(drawn, said)
    if approved_by is not None:
        change = plan_report(inputs, drawn, approved_by=approved_by, doc_no=doc_no, again=again)
        return carry_out(ctx, change, draft=draft, form=form)
    if doc_no is not None:
        raise WrongUse("送审稿没有文号", "去掉 --doc-no；签发时再写")
    if again:
        raise WrongUse("没有签发，用不着 --again", "加上 --approved-by 批准人，或去掉它")
    files = draft_of_report(inputs, drawn)
    code = put_drafts(here, [files], draft=draft)
    return _unread(here, asked) or code


def _unread(here: Desk, asked: Asked) -> int:
    """1 where items that cannot be read are missing from what was chosen, told; else 0."""
    broken = () if asked.items else here.ledger.unreadable
    if broken:
        talk(f"有{len(broken)}件的文件读不出来，没有列入，用 duban check 看错在哪里")
    return 1 if broken else 0


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise WrongUse(f"{path} 太大（{path.stat().st_size:,} 字节）", "只写要放进报告的几段文字")
        data = path.read_bytes()
    except OSError as error:
        raise opt.cannot_open(path, error, "核对 --content 后面的文件名") from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").strip()
    except UnicodeDecodeError:
        raise WrongUse(f"{path} 不是 UTF-8 编码的文本", "用编辑器另存为 UTF-8 编码的 .md 文件") from None


def _json(drawn: Drawn, said: Fields) -> dict[str, object]:
    if isinstance(said, Monthly):
        return monthly_json(drawn, said)
    if isinstance(said, Problems):
        return problems_json(drawn, said)
    if isinstance(said, OpenList):
        return open_json(drawn, said)
    if isinstance(said, RectifyBulletin):
        return rectified_json(drawn, said)
    return report_json(drawn, said) if isinstance(said, Report) else list_json(drawn)


def _show(drawn: Drawn, said: Fields) -> None:
    """The report as text on the screen."""
    if isinstance(said, Monthly):
        out(
            f"{said.year}年{said.month}月督办清单（截至 {said.cutoff.isoformat()}）共{said.total}件，逾期{said.overdue}件"
        )
        for head, shown in monthly_tables(said):
            out(f"\n{head}")
            table(shown)
        if said.unlisted:
            talk(f"另有不予公开的事项{said.unlisted}件，按台账设置不列")
    elif isinstance(said, Report):
        out(f"关于{said.subject}的{drawn.kind}\n")
        for line in report_lines(said):
            prose(line)
        if drawn.figures is not None:
            prose(f"\n{summary_text(drawn.figures, own=False, narrow=narrowed)}")
    elif isinstance(said, Problems):
        for named, shown in problem_tables(said):
            if named:
                out(named)
            table(shown)
        talk(problem_summary(said))
        if said.unlisted:
            talk(f"另有不予公开的事项{said.unlisted}件，按台账设置不列")
    elif isinstance(said, RectifyBulletin):
        table(rectified_table(said))
        for row in said.undone:
            out(f"{row.number}  {row.unit}：{row.title}（{row.why}）")
        if said.unlisted:
            talk(f"另有不予公开的事项{said.unlisted}件，按台账设置不列")
    elif isinstance(said, OpenList):
        table(open_table(said))
    elif isinstance(said, ItemList):
        table(list_table(drawn.kind, said.rows))
        if said.unlisted:
            talk(f"另有不予公开的事项{said.unlisted}件，按台账设置不列")
