"""办理: new assign reply extend urge review close."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Annotated

import typer

from duban_cli.cli import intake
from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk, full_id
from duban_cli.cli.terminal import ask, may_ask, talk
from duban_cli.cli.writing import carry_out, inputs_of, nothing
from duban_cli.errors import WrongUse
from duban_cli.ledger.item_format import URGENCY
from duban_cli.ledger.records import Person
from duban_cli.ledger.writer import Facts
from duban_cli.plans.assign import plan_assign
from duban_cli.plans.initiate import plan_initiate, plan_new
from duban_cli.plans.reply import plan_extend, plan_reply, unanswered_periods
from duban_cli.plans.review import plan_close, plan_review
from duban_cli.plans.sheet import compact
from duban_cli.plans.urge import due_visits, plan_urge, plan_visit
from duban_cli.rules.limits import Limit, Named, due_of, parse_limit

Urgency = Annotated[
    str | None,
    typer.Option("--urgency", metavar="缓急", help="普通、急件或特急", parser=opt.one_of(*URGENCY)),
]
Secrecy = Annotated[
    str | None,
    typer.Option(
        "--secrecy", metavar="公开属性", help="主动公开、依申请公开或不予公开（默认）", parser=intake.openness
    ),
]


def _limit(text: str | None) -> Limit | None:
    return parse_limit(text) if text else None


def _clock(here: Desk, day: date) -> time | None:
    """The clock time of an act recorded as it happens; none for one entered afterwards."""
    return here.now.clock if day == here.now.day else None


def _person(person: Person | None) -> str | None:
    return None if person is None else f"{person.name}/{person.post}" if person.post else person.name


def new(
    ctx: typer.Context,
    item: Annotated[
        str | None, typer.Argument(metavar="编号", help="已登记、待立项的事项编号；不写则新建")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="文字", help="标题")] = None,
    category: Annotated[str | None, typer.Option("--category", metavar="类别", help="类别")] = None,
    lead: Annotated[str | None, typer.Option("--lead", metavar="单位", help="主办单位")] = None,
    support: Annotated[
        list[str] | None, typer.Option("--support", metavar="单位", help="协办单位，可重复")
    ] = None,
    demand: Annotated[str | None, typer.Option("--demand", metavar="文字", help="要求")] = None,
    standard: Annotated[str | None, typer.Option("--standard", metavar="文字", help="工作标准")] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="类型/名称", help="来源，如 批示/征拆进展报告、会议/市政府常务会议"),
    ] = None,
    source_date: Annotated[
        date | None,
        typer.Option("--source-date", metavar="日期", help="批示、会议或报道的日期", parser=opt.day),
    ] = None,
    instructed_by: Annotated[
        str | None, typer.Option("--instructed-by", metavar="领导/层级", help="批示人，如 市长/主要领导")
    ] = None,
    deadline: opt.Deadline = None,
    rhythm: Annotated[
        str | None,
        typer.Option("--rhythm", metavar="频次", help="反馈频次，如 每月", parser=intake.rhythm),
    ] = None,
    urgency: Urgency = None,
    secrecy: Secrecy = None,
    officer: Annotated[
        Person | None, typer.Option("--officer", metavar="姓名/职务", help="责任人", parser=opt.person)
    ] = None,
    handler: Annotated[
        Person | None, typer.Option("--handler", metavar="姓名/职务", help="承办人", parser=opt.person)
    ] = None,
    leader: Annotated[str | None, typer.Option("--leader", metavar="姓名", help="分管此线的政府领导")] = None,
    parent: Annotated[str | None, typer.Option("--parent", metavar="编号", help="上级事项")] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from", metavar="文件", help="从 YAML 文件读事项内容", parser=Path)
    ] = None,
    pending: Annotated[bool, typer.Option("--pending", help="先登记，批准后再立项")] = False,
    day: opt.Date = None,
    approved_by: opt.ApprovedBy = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """立项：把一件事列入台账。领导批示直接立项，其余类别写明批准人。

    在终端运行而没有写全时，会逐项询问。

    例：duban new --title 岳阳大道东延线征地拆迁 --category 领导批示 --lead 岳阳楼区人民政府
    --source 批示/征拆进展报告 --source-date 2026-03-02 --instructed-by 市长/主要领导
    --demand 完成剩余32户协议签订 --deadline 10个工作日
    """
    here = desk(ctx)
    inputs = inputs_of(here, message)
    on = day or here.now.day
    if item is not None:
        if any((title, category, lead, support, demand, standard, source, deadline, from_file, pending)):
            raise WrongUse(
                f"写了编号“{item}”，就是给已登记的事项立项，不能再写标题、单位等内容",
                "要新建的，去掉编号，标题写在 --title 后面",
            )
        change = plan_initiate(inputs, full_id(item), day=on, approved_by=approved_by, by=by, note=note)
        return carry_out(ctx, change, draft=draft, form=form, ids_out=True)
    header = intake.header_in(from_file) if from_file else {}
    given: dict[str, Facts | None] = {
        "标题": title, "类别": category, "来源": intake.origin(source, source_date, instructed_by), "要求": demand,
        "工作标准": standard, "主办单位": lead, "协办单位": list(support or []), "责任人": intake.person_facts(officer),
        "承办人": intake.person_facts(handler), "分管领导": leader, "缓急": urgency, "公开属性": secrecy,
        "办结时限": deadline, "反馈频次": rhythm, "上级事项": full_id(parent) if parent else None,
    }  # fmt: skip
    header |= compact(given)
    for key, option in (
        ("标题", "--title"),
        ("类别", "--category"),
        ("主办单位", "--lead"),
        ("要求", "--demand"),
    ):
        if key not in header:
            header[key] = ask(key, option=option)
    if "类别" in header and not approved_by and not pending and may_ask():
        category_rule = here.ledger.regime.category(str(header["类别"]))
        if category_rule is not None and category_rule.initiation == "批准":
            approved_by = ask("批准立项的领导", option="--approved-by")
    change = plan_new(inputs, header, day=on, approved_by=approved_by, by=by, note=note, pending=pending)
    return carry_out(ctx, change, draft=draft, form=form, ids_out=True)


def assign(
    ctx: typer.Context,
    ids: opt.ItemIds,
    deadline: opt.Deadline = None,
    doc_no: opt.DocNo = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """交办：发督查函，算出限期并记下来，此后以它为准。同一单位的几件合发一函。

    例：duban assign 2026-0018
    """
    here = desk(ctx)
    on = day or here.now.day
    change = plan_assign(
        inputs_of(here, message), [full_id(i) for i in ids], day=on, clock=_clock(here, on), deadline=_limit(deadline),
        doc_no=doc_no, by=by, note=note,
    )  # fmt: skip
    return carry_out(ctx, change, draft=draft, form=form)


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
    about: Annotated[str | None, typer.Option("--about", metavar="项", help="针对哪一项，如 节点1")] = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """反馈：记下单位报来的进展，或（--done）办结。几件合报的，一次写几个编号。

    例：duban reply 2026-0018 --done --content 管网改造完工并通水 --signed-by 张某/区长 --incoming 岳楼政〔2026〕8号
    """
    here = desk(ctx)
    inputs = inputs_of(here, message)
    names = [full_id(i) for i in ids]
    on = day or here.now.day
    change = plan_reply(
        inputs, names, day=on, content=content or ask("反馈内容", option="--content"), done=done, unit=unit,
        signed_by=_person(signed_by), incoming=incoming, received=received, clock=None if received else _clock(here, on), period=period, about=about,
        by=by, note=note,
    )  # fmt: skip
    if period is None and not done:
        for name in names:
            owed = unanswered_periods(here.standing(name))
            if owed:
                talk(f"提醒：{name} 还欠{'、'.join(owed)}；补报以前的，加 --period 写明")
    return carry_out(ctx, change, draft=draft, form=form)


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
        typer.Option(
            "--about", metavar="义务", help="延哪一项：办结（默认）或反馈", parser=opt.one_of("办结", "反馈")
        ),
    ] = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """延期：记下单位的申请，或领导的批准、不批。只有批准才改变限期。

    例：duban extend 2026-0018 --deadline 2026-04-10 --reason 雨季无法施工

    例：duban extend 2026-0018 --approve --approved-by 刘某某
    """
    here = desk(ctx)
    if approve and refuse:
        raise WrongUse("--approve 和 --refuse 只能写一个", "批准写 --approve，不批写 --refuse")
    on = day or here.now.day
    limit = _limit(deadline)
    until = limit.day if isinstance(limit, Named) else None
    if limit is not None and until is None:
        found = due_of(limit, on, None, here.ledger.calendar)
        until = found.day if found else None
    stage = "批准" if approve else "不批" if refuse else "申请"
    change = plan_extend(
        inputs_of(here, message), full_id(item), day=on, stage=stage, deadline=until, reason=reason,
        approved_by=approved_by, about=about, by=by, note=note,
    )  # fmt: skip
    return carry_out(ctx, change, draft=draft, form=form)


def urge(
    ctx: typer.Context,
    ids: opt.MaybeItemIds = None,
    how: Annotated[
        str | None, typer.Option("--how", metavar="方式", help="记录已经做了的催办：电话、上门催办、协调会 …")
    ] = None,
    content: opt.Content = None,
    deadline: opt.Deadline = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """催办：发出今天应发的催办通知单，一个单位一份。不写编号则全部。当天再运行不会重发。

    上门催办、协调会由人去办，办过以后用 --how 记下来。

    例：duban urge

    例：duban urge 2026-0034 --how 上门催办 --content 到现场督促，承诺5日内完成
    """
    here = desk(ctx)
    inputs = inputs_of(here, message)
    names = [full_id(i) for i in ids or []]
    on = day or here.now.day
    if how is not None:
        if len(names) != 1:
            raise WrongUse("记录催办要写一个编号", "例如 duban urge 2026-0018 --how 电话 --content …")
        told = content or ask("催办情况", option="--content")
        change = plan_visit(inputs, names[0], day=on, how=how, content=told, by=by, note=note)
        return carry_out(ctx, change, draft=draft, form=form)
    found = plan_urge(inputs, names, day=on, deadline=_limit(deadline), content=content, by=by, note=note)
    visits = due_visits(inputs, names)
    for item, rung in visits:
        since = f"{rung.since.month}月{rung.since.day}日"
        talk(f"须人去办：{item.id} {rung.ways_text}（{since}起，{rung.step.clause.text}）：{item.title}")
    if found is None:
        return nothing(_nothing_due(here, names, on), form)
    return carry_out(ctx, found, draft=draft, form=form)


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
    item: opt.ItemId,
    passed: Annotated[bool, typer.Option("--pass", help="审核通过")] = False,
    returned: Annotated[bool, typer.Option("--return", help="退回重办（须 --reason）")] = False,
    reason: opt.Reason = None,
    deadline: opt.Deadline = None,
    content: opt.Content = None,
    approved_by: opt.ApprovedBy = None,
    doc_no: opt.DocNo = None,
    day: opt.Date = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """审核：反馈通过，或退回重办并发退回重办通知。

    例：duban review 2026-0018 --pass --approved-by 刘某某

    例：duban review 2026-0018 --return --reason 情况不清，缺现场照片 --deadline 5个工作日
    """
    here = desk(ctx)
    if passed == returned:
        raise WrongUse("要写明审核结果", "通过写 --pass，退回重办写 --return")
    change = plan_review(
        inputs_of(here, message), full_id(item), day=day or here.now.day, passed=passed, approved_by=approved_by,
        reason=reason, deadline=_limit(deadline), content=content, doc_no=doc_no, by=by, note=note,
    )  # fmt: skip
    return carry_out(ctx, change, draft=draft, form=form)


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
    change = plan_close(
        inputs_of(here, message), [full_id(i) for i in ids], day=day or here.now.day, approved_by=approved_by,
        content=content, doc_no=doc_no, by=by, note=note,
    )  # fmt: skip
    return carry_out(ctx, change, draft=draft, form=form)
