"""签发: issue. The drafts that wait, one of them signed, an issued paper made void."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.drafts import drop_draft, find_draft, paper_of, waiting_drafts
from duban_cli.cli.terminal import ask, may_ask, out, table, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import carry_out, inputs_of
from duban_cli.errors import DataProblem, RuleRefused, WrongUse
from duban_cli.plans.drafts import DRAFTS, NOTE
from duban_cli.plans.issue import differences, plan_issue, plan_void, taken_off
from duban_cli.views.as_json import dump
from duban_cli.views.drafts import draft_row, drafts_table

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="送审稿",
        help="drafts/ 里的稿名，写不写 drafts/ 和 .docx 都行，只有一份的写开头几个字；不写则列出全部",
    ),
]
Void = Annotated[str | None, typer.Option("--void", metavar="文号", help="作废已发出的这份文书")]


def issue(
    ctx: typer.Context, name: Name = None, approved_by: opt.ApprovedBy = None, void: Void = None,
    reason: opt.Reason = None, doc_no: opt.DocNo = None, day: opt.Date = None, yes: opt.Yes = False,
    draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """签发：领导批准后，把送审稿编号、登记、记入台账，一次提交；送审稿随即删去。不写稿名时列出等签发的稿。

    文书按台账今天的记录重做，不是把 drafts/ 里的 .docx 照搬。送审以后记录有变化的，列出不同之处，看过再加 --yes。
    文号由程序接着编。有待填内容的不能签发。点名批评、问责建议须经批准（政府督查工作条例第二十一条）；
    报告、清单、通报、考核和 duban.yaml“须签发”所列文书都须写明 --approved-by，其余（如催办通知单）可以不写。
    别的分支上做的待编号文书（duban.yaml 的“发文分支”），合并过来以后也在这里编号；已写明批准人的不用再写。
    --void 作废已发出的文书：写明理由和批准人，文号保留、不再用，文件留着备查。

    例：
      duban issue
      duban issue 问责建议-2026-0035-市城市管理局 --approved-by 彭某某
      duban issue --void 岳督函〔2026〕3号 --reason 主送单位有误 --approved-by 刘某某
    """
    here = desk(ctx)
    if void is not None:
        if name is not None or doc_no is not None:
            raise WrongUse("--void 作废已发出的文书，不与稿名、--doc-no 同写", "分两次做")
        found = plan_void(
            inputs_of(here, message), void, day=_day(here, day), reason=reason, approved_by=approved_by
        )
        return carry_out(ctx, found, draft=draft, form=form)
    if name is None:
        if approved_by or doc_no:
            raise WrongUse("没有写签发哪一份", "duban issue 列出送审稿，再写明稿名")
        return _list(here, form)
    if reason is not None:
        raise WrongUse("--reason 只用于 --void 作废", "去掉 --reason")
    waiting = find_draft(here.root, name)
    if not waiting.noted:
        raise DataProblem(
            f"{waiting.path} 没有说明文件 {DRAFTS}/{waiting.name}{NOTE}，不知道签发时记什么",
            "用出稿的命令重新做一份",
        )
    if waiting.draft is None:
        told = "\n".join(f.text for f in waiting.findings)
        raise DataProblem(f"送审稿的说明文件有错：\n{told}", "改好，或用出稿的命令重新做一份")
    inputs, on = inputs_of(here, message), _day(here, day)
    if here.elsewhere is not None:
        raise RuleRefused(
            f"这个分支不编文号，文号都在 {here.elsewhere} 上编（duban.yaml 的“发文分支”）",
            f"把这个分支并到 {here.elsewhere}：在那里 duban merge 分支，再 duban issue {waiting.name}",
        )
    approved_by = approved_by or waiting.draft.approved_by
    # The plan first: what can never be issued needs no comparing.
    change = plan_issue(inputs, waiting.draft, day=on, approved_by=approved_by, doc_no=doc_no, again=True)
    paper = paper_of(here.root, waiting)
    if waiting.draft.numberless:
        change = taken_off(change, f"{DRAFTS}/{waiting.name}{NOTE}", inputs)
    # A paper of another branch has not come along: nobody has looked at it here.
    bare = waiting.draft.numberless and paper is None
    told_of = () if bare else differences(inputs, waiting.draft, paper, on)
    for line in told_of:
        talk(line)
    if told_of and not draft and not yes and not _agreed():
        raise RuleRefused(
            "送审稿与台账现在的记录不一致，没有签发", "看过上面所列，照现在的签发加 --yes；否则重新出稿送审"
        )
    code = carry_out(ctx, change, draft=draft, form=form)
    if not draft:
        drop_draft(here.root, waiting.name)
    return code


def _agreed() -> bool:
    """Whether the person at the terminal goes on; nobody there agrees to nothing."""
    return may_ask() and ask("照台账现在的记录签发吗？[是/否]", option="--yes") in ("是", "y", "Y", "yes")


def _day(here: Desk, given: date | None) -> date:
    today = here.now.day
    if given is not None and given > today:
        raise WrongUse(f"日期 {given.isoformat()} 还没有到", f"--date 最晚写 {today.isoformat()}")
    return given or today


def _list(here: Desk, form: str) -> int:
    waiting = waiting_drafts(here.root)
    broken = [w for w in waiting if w.noted and w.draft is None]
    if form == "json":
        out(dump(heading(here) | {"drafts": [draft_row(w) for w in waiting]}))
        return 1 if broken else 0
    table(drafts_table(waiting))
    for one in broken:
        for finding in one.findings:
            talk(finding.text)
    how = (
        f"并到 {here.elsewhere} 以后再编号"
        if here.elsewhere
        else "签发：duban issue 名称 --approved-by 批准人"
    )
    talk(f"{len(waiting)}份稿。{how}" if waiting else "没有等签发的稿")
    return 1 if broken else 0
