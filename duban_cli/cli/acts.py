"""办理: receive warn inspect change suspend resume withdraw reopen correct record."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import desk
from duban_cli.cli.deadline import deadline_ahead
from duban_cli.cli.drafts import do_act
from duban_cli.cli.terminal import ask
from duban_cli.cli.writing import carry_out, inputs_of
from duban_cli.errors import WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.records import EntryRef, Person
from duban_cli.ledger.vocabulary import ACTIONS, VOID
from duban_cli.ledger.writer import Facts
from duban_cli.plans.act_sheet import ActSheet
from duban_cli.plans.acts import checked_action, plan_act, plan_change, plan_correct
from duban_cli.plans.joint import supporting_unit
from duban_cli.plans.sheet import person_facts

Field = Annotated[str | None, typer.Option("--field", metavar="项目", help="改哪一项")]
New = Annotated[str | None, typer.Option("--new", metavar="内容", help="改成什么")]
How = Annotated[str | None, typer.Option("--how", metavar="方式", help="方式，如 现场核查、回访")]
Result = Annotated[str | None, typer.Option("--result", metavar="文字", help="结果")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="单位", help="涉及的单位，默认主办单位")]
People = Annotated[
    list[str] | None,
    typer.Option("--people", metavar="姓名", help="督查人员，如 张某、李某；参加过的不能再办复核"),
]


def _people(written: list[str] | None) -> list[Facts]:
    """``张某、李某`` as names."""
    return [name.strip() for text in written or () for name in re.split("[、，,;；]", text) if name.strip()]


def _act(
    ctx: typer.Context, item: str, action: str, facts: dict[str, Facts | None], *, day: date | None,
    doc_no: str | None = None, draft: bool, message: str | None, form: str,
) -> int:  # fmt: skip
    here = desk(ctx)
    on = day or here.now.day
    inputs, item_id, approved_by = inputs_of(here, message), here.item_id(item), facts.get("批准")
    takes_approval = "批准" in facts

    def plan(sheet: ActSheet, approver: str | None) -> Change:
        given = facts | {"批准": approver} if takes_approval else facts
        return plan_act(inputs, item_id, action, day=on, facts=given, doc_no=doc_no, sheet=sheet)

    signer = str(approved_by) if approved_by else None
    return do_act(ctx, inputs, plan, day=on, approved_by=signer, draft=draft, form=form)


def receive(
    ctx: typer.Context, item: opt.ItemId, unit: Unit = None,
    signed_by: Annotated[
        Person | None, typer.Option("--signed-by", metavar="姓名/职务", help="签收人", parser=opt.person)
    ] = None,
    day: opt.Date = None, note: opt.Note = None, draft: opt.Draft = False, message: opt.Message = None,
    form: opt.Format = "text",
) -> int:  # fmt: skip
    """签收：承办单位收到交办件。

    例：duban receive 2026-0018 --signed-by 石某/副区长
    """
    facts: dict[str, Facts | None] = {
        "单位": unit or desk(ctx).standing(item).item.lead, "签收人": person_facts(signed_by), "备注": note,
    }  # fmt: skip
    return _act(ctx, item, "签收", facts, day=day, draft=draft, message=message, form=form)


def warn(
    ctx: typer.Context, item: opt.ItemId, content: opt.Content = None, deadline: opt.Deadline = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="各单位各自反馈的，写提示哪个协办单位，默认主办单位")] = None,
    approved_by: opt.ApprovedBy = None, doc_no: opt.DocNo = None, day: opt.Date = None, by: opt.By = None,
    note: opt.Note = None, draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """督办提示：进度慢、可能误期的，在逾期之前发督办单提醒。不写新的时限时，写原来的限期。

    例：duban warn 2026-0018 --content 时限过半，仅完成三成，请说明原因和措施 --deadline 3个工作日
    """
    here = desk(ctx)
    on = day or here.now.day
    standing = here.standing(item)
    own = supporting_unit(inputs_of(here, message), standing, unit)
    left = [d.due for d in standing.current if not d.met and d.supporting and d.who == own]
    due = min(left, default=None) if own else standing.due
    facts: dict[str, Facts | None] = {
        "单位": own, "批准": approved_by, "内容": content or ask("提示内容", option="--content"),
        "限期": deadline_ahead(desk(ctx), deadline, on) or (due.day.isoformat() if due and due.day >= on else None),
        "经办": by, "备注": note,
    }  # fmt: skip
    return _act(ctx, item, "督办提示", facts, day=day, doc_no=doc_no, draft=draft, message=message, form=form)


def inspect(
    ctx: typer.Context, item: opt.ItemId, how: How = None, content: opt.Content = None, result: Result = None,
    deadline: opt.Deadline = None, unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="核查的单位")] = None,
    people: People = None, day: opt.Date = None, by: opt.By = None, note: opt.Note = None, draft: opt.Draft = False,
    message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """核查：现场核查、回头看、回访，以及发现的情况。

    例：duban inspect 2026-0018 --how 回头看 --content 到现场看了三处 --result 管网已通水，未见反弹 --people 王某、赵某
    """
    on = day or desk(ctx).now.day
    facts: dict[str, Facts | None] = {
        "单位": unit, "方式": how, "内容": content or ask("核查情况", option="--content"), "结果": result,
        "限期": deadline_ahead(desk(ctx), deadline, on), "经办": by, "人员": _people(people), "备注": note,
    }  # fmt: skip
    return _act(ctx, item, "核查", facts, day=day, draft=draft, message=message, form=form)


def change(
    ctx: typer.Context, item: opt.ItemId, field: Field = None, new: New = None, approved_by: opt.ApprovedBy = None,
    reason: opt.Reason = None, deadline: opt.Deadline = None, day: opt.Date = None, by: opt.By = None,
    note: opt.Note = None, draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """变更：交办以后改单位（改办）、期限、人员或要求，须批准。原来的内容由程序记下。

    例：duban change 2026-0018 --field 主办单位 --new 市水利局 --approved-by 刘某某 --reason 职责调整
    """
    here = desk(ctx)
    on = day or here.now.day
    due = deadline_ahead(desk(ctx), deadline, on)
    found = plan_change(
        inputs_of(here, message), desk(ctx).item_id(item), day=on, field=field or ask("变更哪一项", option="--field"),
        new=new or ask("改成什么", option="--new"), approved_by=approved_by, reason=reason,
        due=date.fromisoformat(due) if due else None, by=by, note=note,
    )  # fmt: skip
    return carry_out(ctx, found, draft=draft, form=form)


def suspend(
    ctx: typer.Context, item: opt.ItemId, reason: opt.Reason = None, approved_by: opt.ApprovedBy = None,
    day: opt.Date = None, by: opt.By = None, note: opt.Note = None, draft: opt.Draft = False,
    message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """中止：暂停计时，须批准并写明理由。从这一天起不计工作日，逾期天数停住。

    例：duban suspend 2026-0018 --reason 涉诉，待判决 --approved-by 刘某某
    """
    facts: dict[str, Facts | None] = {"理由": reason, "批准": approved_by, "经办": by, "备注": note}
    return _act(ctx, item, "中止", facts, day=day, draft=draft, message=message, form=form)


def resume(
    ctx: typer.Context, item: opt.ItemId, deadline: opt.Deadline = None, reason: opt.Reason = None,
    approved_by: opt.ApprovedBy = None, day: opt.Date = None, by: opt.By = None, note: opt.Note = None,
    draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """恢复：恢复计时。原来的期限是指定日期的，用 --deadline 另定。

    例：duban resume 2026-0018 --reason 判决已生效 --approved-by 刘某某
    """
    on = day or desk(ctx).now.day
    facts: dict[str, Facts | None] = {
        "限期": deadline_ahead(desk(ctx), deadline, on), "理由": reason, "批准": approved_by, "经办": by, "备注": note,
    }  # fmt: skip
    return _act(ctx, item, "恢复", facts, day=day, draft=draft, message=message, form=form)


def withdraw(
    ctx: typer.Context, item: opt.ItemId, reason: opt.Reason = None, approved_by: opt.ApprovedBy = None,
    day: opt.Date = None, by: opt.By = None, note: opt.Note = None, draft: opt.Draft = False,
    message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """撤销：不再督办（重复立项、情况变化），须批准并写明理由。记录都留着。

    例：duban withdraw 2026-0024 --reason 与省政府督查事项重复 --approved-by 刘某某
    """
    facts: dict[str, Facts | None] = {"理由": reason, "批准": approved_by, "经办": by, "备注": note}
    return _act(ctx, item, "撤销", facts, day=day, draft=draft, message=message, form=form)


def reopen(
    ctx: typer.Context, item: opt.ItemId, reason: opt.Reason = None, approved_by: opt.ApprovedBy = None,
    deadline: opt.Deadline = None, day: opt.Date = None, by: opt.By = None, note: opt.Note = None,
    draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """重启：销号或撤销以后问题反弹的，重新督办，须批准并写明理由。

    例：duban reopen 2026-0029 --reason 回头看发现反弹 --approved-by 刘某某 --deadline 10个工作日
    """
    on = day or desk(ctx).now.day
    facts: dict[str, Facts | None] = {
        "理由": reason, "批准": approved_by, "限期": deadline_ahead(desk(ctx), deadline, on), "经办": by, "备注": note,
    }  # fmt: skip
    return _act(ctx, item, "重启", facts, day=day, draft=draft, message=message, form=form)


def _entry_ref(text: str) -> EntryRef:
    found = re.fullmatch(r"(\S+)\s*[ /]\s*(\D+?)\s*(\d*)", text.strip())
    if not found or found[2].strip() not in ACTIONS:
        raise WrongUse(f"“{text}”指不出是哪一条记录", "写作 2026-03-16/反馈；同日有两条的写 2026-03-16/反馈2")
    return EntryRef(day=opt.day(found[1]), action=found[2].strip(), nth=int(found[3] or 1))


def correct(
    ctx: typer.Context, item: opt.ItemId,
    entry: Annotated[
        EntryRef | None,
        typer.Option("--entry", metavar="日期/动作", help="更正哪一条，如 2026-03-16/反馈", parser=_entry_ref),
    ] = None,
    field: Field = None, new: New = None,
    void: Annotated[bool, typer.Option("--void", help="整条作废（记错了事项、重复记录）")] = False,
    reason: opt.Reason = None, day: opt.Date = None, by: opt.By = None, note: opt.Note = None,
    draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """更正：办理记录写错了，写明哪一条、哪一项、改成什么。原来的记录不动，从所更正的那天起按更正后的算。

    例：duban correct 2026-0018 --entry 2026-03-16/反馈 --field 来文 --new 岳楼政〔2026〕9号

    例：duban correct 2026-0018 --entry 2026-03-16/反馈2 --void --reason 重复记录
    """
    here = desk(ctx)
    if entry is None:
        raise WrongUse("没有写更正哪一条", "加上 --entry 2026-03-16/反馈")
    found = plan_correct(
        inputs_of(here, message), desk(ctx).item_id(item), day=day or here.now.day, which=entry,
        field=VOID if void else field or ask("更正哪一项", option="--field"),
        new="是" if void else new or ask("改成什么", option="--new"), reason=reason, by=by, note=note,
    )  # fmt: skip
    return carry_out(ctx, found, draft=draft, form=form)


def record(
    ctx: typer.Context, item: opt.ItemId,
    action: Annotated[str, typer.Argument(metavar="动作", help="拟办、汇总、检查结束、说明、上报、约谈、公示、报告、结论、复核、备案、表扬、批评、问责建议、转办 …")],
    unit: Annotated[str | None, typer.Option("--unit", metavar="单位", help="涉及的单位")] = None,
    content: opt.Content = None, approved_by: opt.ApprovedBy = None, reason: opt.Reason = None, how: How = None,
    result: Result = None,
    stage: Annotated[str | None, typer.Option("--stage", metavar="环节", help="复核：申请或决定")] = None,
    delivered: Annotated[
        date | None, typer.Option("--delivered", metavar="日期", help="结论送达日期", parser=opt.day)
    ] = None,
    signed_by: Annotated[
        Person | None, typer.Option("--signed-by", metavar="姓名/职务", help="说明、上报：签发人", parser=opt.person)
    ] = None,
    deadline: opt.Deadline = None, incoming: Annotated[str | None, typer.Option("--incoming", metavar="文号", help="来文文号")] = None,
    doc_no: opt.DocNo = None, day: opt.Date = None, by: opt.By = None, people: People = None, note: opt.Note = None,
    draft: opt.Draft = False, message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """记录：没有专门命令的其他动作。表扬、批评、问责建议须批准（政府督查工作条例第二十一条）。

    文书列在 duban.yaml“须签发”里的（如问责建议），不写批准人时只出送审稿，放在 drafts/，批准后用 duban issue 签发。
    复核决定由没有参加过核查、审核、结论的人办，用 --by 或 --people 写明（政府督查工作条例第十七条）。

    例：duban record 2026-0035 约谈 --unit 市城市管理局 --approved-by 彭某某 --content 约谈分管负责人 --deadline 3个工作日

    例：duban record 2026-0015 复核 --stage 申请 --incoming 岳交〔2026〕30号 --content 对结论第二项有异议
    """
    on = day or desk(ctx).now.day
    facts: dict[str, Facts | None] = {
        "单位": unit, "来文": incoming, "批准": approved_by, "内容": content, "环节": stage, "方式": how,
        "结果": result, "理由": reason, "限期": deadline_ahead(desk(ctx), deadline, on),
        "送达": delivered.isoformat() if delivered else None, "签发": person_facts(signed_by),
        "经办": by, "人员": _people(people), "备注": note,
    }  # fmt: skip
    return _act(
        ctx,
        item,
        checked_action(action),
        facts,
        day=day,
        doc_no=doc_no,
        draft=draft,
        message=message,
        form=form,
    )
