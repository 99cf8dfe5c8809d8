"""办理: assign reply extend urge review close."""

from __future__ import annotations

from datetime import date, time
from types import MappingProxyType
from typing import Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.deadline import deadline_day
from duban_cli.cli.drafts import do_act, try_act
from duban_cli.cli.terminal import ask, may_ask, talk
from duban_cli.cli.writing import carry_out, inputs_of, nothing
from duban_cli.errors import WrongUse
from duban_cli.ledger.change import Change
from duban_cli.plans.act_sheet import ActSheet
from duban_cli.plans.assign import plan_assign
from duban_cli.plans.extend import plan_extend
from duban_cli.plans.reply import plan_reply
from duban_cli.plans.review import plan_close, plan_pass, plan_return
from duban_cli.plans.urge import due_visits, plan_urge, plan_visit
from duban_cli.reports.commands import rung_command
from duban_cli.rules.limits import Limit, parse_limit

# Other words for the ways of urging.
_WAYS_SAID = MappingProxyType({
    "电话催办": "电话", "打电话": "电话", "电话联系": "电话", "上门": "上门催办", "现场催办": "上门催办", "开会": "协调会", "开协调会": "协调会",
})  # fmt: skip


_VISITS_TOLD = 3
"""Steps for people to take that ``urge`` tells in full; more are on the agenda."""


def _limit(text: str | None) -> Limit | None:
    return parse_limit(text) if text else None


def _clock(here: Desk, day: date) -> time | None:
    """The clock time of an act recorded as it happens; none for one entered afterwards."""
    return here.now.clock if day == here.now.day else None


def assign(
    ctx: typer.Context,
    ids: opt.ItemIds,
    deadline: opt.Deadline = None,
    approved_by: opt.ApprovedBy = None,
    doc_no: opt.DocNo = None,
    attach: opt.Attach = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="须写的还缺着，也照发")] = False,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """交办：发督查函，算出限期并记下来，此后以它为准。同一单位的几件合发一函。

    督查函列在 duban.yaml“须签发”里的，不写 --approved-by 时只出送审稿；限期从签发之日算。

    例：duban assign 2026-0018
    """
    here = desk(ctx)
    on = day or here.now.day
    inputs, names = inputs_of(here, message), here.item_ids(ids)

    def plan(sheet: ActSheet, approver: str | None) -> Change:
        return plan_assign(
            inputs, names, day=on, clock=_clock(here, on), deadline=_limit(deadline), doc_no=doc_no,
            approved_by=approver, by=by, note=note, attachments=tuple(attach or ()), anyway=yes, sheet=sheet,
        )  # fmt: skip

    return do_act(ctx, inputs, plan, day=on, approved_by=approved_by, draft=draft, form=form)


def reply(
    ctx: typer.Context,
    ids: opt.ItemIds,
    content: opt.Content = None,
    done: Annotated[bool, typer.Option("--done", help="报告办结；不写为进展")] = False,
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="反馈单位，默认主办单位")] = None,
    signed_by: opt.SignedBy = None,
    incoming: Annotated[str | None, typer.Option("--incoming", metavar="文号", help="来文文号")] = None,
    received: Annotated[
        date | None,
        typer.Option("--received", metavar="日期", help="收到日期，与来文日期不同时写", parser=opt.day),
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="期", help="属于哪一期，如 2026年第一季度；不写按日期算")
    ] = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="项", help="针对哪一项，如 节点1 或制度里另报的事")
    ] = None,
    done_on: Annotated[
        date | None,
        typer.Option("--done-on", metavar="日期", help="办成的日子，早于报来的日子时写", parser=opt.day),
    ] = None,
    progress: Annotated[
        str | None, typer.Option("--progress", metavar="百分比", help="全部工作完成了多少，如 40%")
    ] = None,
    attach: opt.Attach = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="与已有的反馈相同，也照记")] = False,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """反馈：记下单位报来的进展，或（--done）办结。几件合报的，一次写几个编号。

    例：duban reply 2026-0018 --done --content 管网改造完工并通水 --signed-by 张某/区长 --incoming 岳楼政〔2026〕8号
    """
    here = desk(ctx)
    inputs = inputs_of(here, message)
    names = here.item_ids(ids)
    on = day or here.now.day
    told = content or ask("反馈内容", option="--content")
    if period is None and not done and may_ask():
        period = _which_period(here, names, on)
    change = plan_reply(
        inputs, names, day=on, content=told, done=done, unit=unit, signed_by=signed_by, incoming=incoming,
        received=received, clock=None if received else _clock(here, on), period=period, about=about, done_on=done_on,
        progress=progress, by=by, note=note, again=yes, attachments=tuple(attach or ()),
    )  # fmt: skip
    return carry_out(ctx, change, draft=draft, form=form)


def _which_period(here: Desk, names: list[str], on: date) -> str | None:
    """The period a progress reply is for, asked where an earlier one is still owed; None where none is."""
    duties = [d for name in names for d in here.standing(name).current if d.period is not None]
    owed = [d.period.name for d in duties if d.period is not None and d.overdue]
    now = [d.period.name for d in duties if d.period is not None and d.period.start <= on <= d.period.end]
    if not owed:
        return None
    return ask(f"属于哪一期（{'、'.join(dict.fromkeys((*owed, *now)))}）", option="--period")


def extend(
    ctx: typer.Context,
    item: opt.ItemId,
    deadline: opt.Deadline = None,
    reason: opt.Reason = None,
    approve: Annotated[bool, typer.Option("--approve", help="批准延期（须 --approved-by）")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="不批（须 --approved-by）")] = False,
    approved_by: opt.ApprovedBy = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="义务", help="延哪一项：办结（默认）、反馈、节点1 或制度里另报的事"),
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="期", help="定期反馈延哪一期，如 2026年下半年")
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="各单位各自反馈的，写哪个协办单位申请，默认主办单位"),
    ] = None,
    doc_no: opt.DocNo = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """延期：记下单位的申请，或领导的批准、不批。只有批准才改变限期。批准、不批都发延期批复。

    例：duban extend 2026-0018 --deadline 2026-04-10 --reason 雨季无法施工

    例：duban extend 2026-0018 --approve --approved-by 刘某某

    例：duban extend 2026-0018 --unit 市财政局 --deadline 2026-04-10 --reason 预算正在调整
    """
    here = desk(ctx)
    if approve and refuse:
        raise WrongUse("--approve 和 --refuse 只能写一个", "批准写 --approve，不批写 --refuse")
    on = day or here.now.day
    until = deadline_day(here, deadline, on)
    stage = "批准" if approve else "不批" if refuse else "申请"
    inputs, item_id = inputs_of(here, message), here.item_id(item)

    def plan(sheet: ActSheet, approver: str | None) -> Change:
        return plan_extend(
            inputs, item_id, day=on, stage=stage, deadline=until, reason=reason, approved_by=approver, about=about,
            period=period, by=by, note=note, doc_no=doc_no, unit=unit, sheet=sheet,
        )  # fmt: skip

    return do_act(ctx, inputs, plan, day=on, approved_by=approved_by, draft=draft, form=form)


def urge(
    ctx: typer.Context,
    ids: opt.MaybeItemIds = None,
    how: Annotated[
        str | None, typer.Option("--how", metavar="方式", help="记录已经做了的催办：电话、上门催办、协调会 …")
    ] = None,
    content: opt.Content = None,
    deadline: opt.Deadline = None,
    approved_by: opt.ApprovedBy = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """催办：发出今天应发的催办通知单，一个单位一份。不写编号则全部。当天再运行不会重发。

    上门催办、协调会由人去办，办过以后用 --how 记下来；一次协调会说了几件的，写几个编号。

    例：duban urge

    例：duban urge 2026-0034 --how 上门催办 --content 到现场督促，承诺5日内完成
    """
    here = desk(ctx)
    inputs = inputs_of(here, message)
    names = here.item_ids(ids)
    on = day or here.now.day
    if how is not None:
        if not names:
            raise WrongUse("记录催办要写编号", "例如 duban urge 2026-0018 --how 电话 --content …")
        how = _WAYS_SAID.get(how, how)
        told = content or ask("催办情况", option="--content")
        until = deadline_day(here, deadline, on)
        change = plan_visit(inputs, names, day=on, how=how, content=told, due=until, by=by, note=note)
        return carry_out(ctx, change, draft=draft, form=form)

    def plan(sheet: ActSheet, approver: str | None) -> Change | None:
        return plan_urge(
            inputs, names, day=on, deadline=_limit(deadline), content=content, approved_by=approver, by=by, note=note,
            sheet=sheet,
        )  # fmt: skip

    visits = due_visits(inputs, names)
    if not names and len(visits) > _VISITS_TOLD:
        ids = list(dict.fromkeys(item.id for item, _ in visits))
        talk(f"须人去办的另有{len(ids)}件（{'、'.join(ids)}），怎么办、怎么记见 duban agenda")
        visits = []
    for item, rung in visits:
        since = f"{rung.since.month}月{rung.since.day}日"
        talk(
            f"须人去办：{item.id} {rung.ways_text}（{since}起，{rung.step.clause.text}）：{item.title}；"
            f"办过后记下：{rung_command(rung, item.id)}"
        )
    code = try_act(ctx, inputs, plan, day=on, approved_by=approved_by, draft=draft, form=form)
    if code is None:
        if content is not None:
            which = " ".join(names) or "编号"
            talk(
                f"提醒：写的内容没有记下来；打过电话、上过门的，用 duban urge {which} --how 电话 --content … 记"
            )
        return nothing(here, _nothing_due(here, names, on), form)
    return code


def _nothing_due(here: Desk, names: list[str], on: date) -> str:
    if not names:
        return "今天没有应发的催办通知单"
    told = []
    for name in names:
        standing = here.standing(name)
        later = [r for r in standing.ladder if r.step.paper and r.taken is None and r.since > on]
        taken = [r for r in standing.ladder if r.step.paper and r.taken is not None]
        if later:
            told.append(f"{name} 到{later[0].since.isoformat()}才应发通知单（{later[0].step.clause.text}）")
        elif taken and taken[-1].taken is not None:
            last = taken[-1].taken
            told.append(
                f"{name} 的通知单已于{last.day.isoformat()}发出{f'（{last.doc_no}）' if last.doc_no else ''}"
            )
        elif standing.live is not None and standing.overdue:
            told.append(f"{name} 逾期的是“{standing.live.what}”，制度没有规定为此发通知单")
        elif standing.due is not None:
            told.append(f"{name} 限期 {standing.due.text}，还没有到催办的时候")
        else:
            told.append(f"{name} 现在是“{standing.state}”，没有欠报的义务")
    return "没有应发的催办通知单：" + "；".join(told)


def review(
    ctx: typer.Context,
    ids: opt.ItemIds,
    passed: Annotated[bool, typer.Option("--pass", help="审核通过")] = False,
    returned: Annotated[bool, typer.Option("--return", help="退回重办（须 --reason）")] = False,
    reason: opt.Reason = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="单位", help="各单位各自反馈的，写审核哪个协办单位的反馈，默认主办单位"
        ),
    ] = None,
    deadline: opt.Deadline = None,
    content: opt.Content = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="项", help="审核的是制度里另报的哪一项，如 整改落实情况")
    ] = None,
    approved_by: opt.ApprovedBy = None,
    doc_no: opt.DocNo = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """审核：反馈通过（可一次写几件），或退回重办并发退回重办通知。

    例：duban review 2026-0018 --pass --approved-by 刘某某

    例：duban review 2026-0018 --return --reason 情况不清，缺现场照片 --deadline 5个工作日

    例：duban review 2026-0018 --unit 市财政局 --return --reason 拨付数额前后不一
    """
    here = desk(ctx)
    if passed and returned:
        raise WrongUse("--pass 和 --return 只能写一个", "通过写 --pass，退回重办写 --return")
    if not (passed or returned):
        raise WrongUse("要写明审核结果", "通过写 --pass，退回重办写 --return")
    on = day or here.now.day
    inputs = inputs_of(here, message)
    names = here.item_ids(ids)
    if passed:
        change = plan_pass(
            inputs, names, day=on, unit=unit, approved_by=approved_by, content=content, about=about, by=by, note=note,
        )  # fmt: skip
        return carry_out(ctx, change, draft=draft, form=form)
    if len(names) > 1:
        raise WrongUse("退回重办一次只写一件", "各件的理由、限期、通知不同，逐件退回")

    def plan(sheet: ActSheet, approver: str | None) -> Change:
        return plan_return(
            inputs, names[0], day=on, reason=reason, unit=unit, approved_by=approver, deadline=_limit(deadline),
            content=content, about=about, doc_no=doc_no, by=by, note=note, sheet=sheet,
        )  # fmt: skip

    return do_act(ctx, inputs, plan, day=on, approved_by=approved_by, draft=draft, form=form)


def close(
    ctx: typer.Context,
    ids: opt.ItemIds,
    approved_by: opt.ApprovedBy = None,
    content: opt.Content = None,
    doc_no: opt.DocNo = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """销号：审核通过的事项从台账上销去，出销号单。缺什么会一一说明。

    例：duban close 2026-0018 --approved-by 刘某某
    """
    here = desk(ctx)
    inputs, names, on = inputs_of(here, message), here.item_ids(ids), day or here.now.day

    def plan(sheet: ActSheet, approver: str | None) -> Change:
        return plan_close(
            inputs, names, day=on, approved_by=approver, content=content, doc_no=doc_no, by=by, note=note, sheet=sheet
        )  # fmt: skip

    return do_act(ctx, inputs, plan, day=on, approved_by=approved_by, draft=draft, form=form)
