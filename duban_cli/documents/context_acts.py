"""What the papers of a single act say: 交办, 督办提示, 延期, 约谈, 问责建议, 结论, 复核."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from duban_cli.documents.context import AssignedMatter, Day, DayText, HandedOut, Matter, Sent
from duban_cli.documents.fields import Fields, Text, Var


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fields):
    """One thing that happened, in the order of days."""

    date: Annotated[Day, Var("日期", "发生之日", date(2026, 3, 4))]
    text: Annotated[str, Var("内容", "发生了什么，不带句号", "以岳督函〔2026〕17号交岳阳楼区人民政府办理")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedMatter(AssignedMatter):
    """An item handed out on a form, with the people who answer for it."""

    words: Annotated[
        str | None, Var("批示原文", "批示、议定的原话或者对来源的说明", "请岳阳楼区于3月中旬前全部签约。")
    ] = None
    leader: Annotated[str | None, Var("分管领导", "分管此线的政府领导", "李某某")] = None
    officer: Annotated[str | None, Var("责任人", "承办单位责任人", "张某（区长）")] = None
    handler: Annotated[str | None, Var("承办人", "承办单位具体承办人", "赵某")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(HandedOut):
    """交办通知单."""

    items: Annotated[tuple[OrderedMatter, ...], Var("事项", "交办的各个事项")]
    signature: Annotated[str | None, Var("签发要求", "反馈由谁签发", "反馈报告须经你单位主要负责人签发")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection(HandedOut):
    """督查通知."""

    items: Annotated[tuple[AssignedMatter, ...], Var("事项", "督查的各个事项，即督查内容")]
    approver: Annotated[str | None, Var("批准人", "批准这次督查的领导", "刘某某")] = None
    start: Annotated[Day, Var("起", "督查开始之日", date(2026, 3, 4))]
    end: Annotated[Day | None, Var("止", "督查结束之日，即办结限期", date(2026, 3, 18))] = None
    objects: Annotated[tuple[str, ...], Var("对象", "督查对象", ("岳阳楼区人民政府",))]
    method: Annotated[
        str | None, Var("形式", "督查的形式", "听取汇报、调阅资料和实地检查相结合，不打招呼，直奔现场")
    ] = None
    reply_due: Annotated[Day | None, Var("反馈限期", "应当书面反馈之日", date(2026, 3, 18))] = None
    signature: Annotated[str | None, Var("签发要求", "反馈由谁签发", "反馈报告须经你单位主要负责人签发")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Fields):
    """One stage of the plan and whether it was reached."""

    name: Annotated[str, Var("名称", "哪个节点、哪项义务", "节点1")]
    content: Annotated[str, Var("内容", "到此应完成的事", "签约过半")]
    due: Annotated[Day, Var("限期", "应完成之日", date(2026, 3, 11))]
    state: Annotated[str, Var("完成情况", "已完成、未到期、临期、逾期等", "逾期3个工作日")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnedMatter(Matter):
    """An item likely to miss its limit."""

    assigned: Annotated[Day, Var("交办日期", "交办之日", date(2026, 3, 4))]
    assigned_by: Annotated[Text, Var("交办文号", "交办所用文书的文号", "岳督函〔2026〕17号")]
    demand: Annotated[str, Var("要求", "办理要求", "完成剩余32户协议签订，并书面报送办理情况。")]
    plan: Annotated[tuple[Stage, ...], Var("计划", "各个节点和期限的完成情况")]
    progress: Annotated[str | None, Var("进展", "最近一次反馈的内容", "已签10户，余22户。")] = None
    progress_day: Annotated[Day | None, Var("进展日期", "最近一次反馈之日", date(2026, 3, 12))] = None
    problem: Annotated[Text, Var("问题", "发现的问题", "签约进度落后计划约三分之一，余户未列出时间表。")]
    cause: Annotated[str | None, Var("原因", "已查明的原因；没有的由承办单位填", "补偿标准有争议")] = None
    measures: Annotated[
        str | None, Var("措施", "要求采取的措施；没有的由承办单位填", "逐户定人，每日调度")
    ] = None
    due: Annotated[Day | None, Var("原限期", "最近一项未完成义务的限期", date(2026, 3, 18))] = None
    left: Annotated[int | None, Var("剩余工作日", "至原限期还有几个工作日；已逾期的为0", 3)] = None
    new_due: Annotated[DayText, Var("新限期", "要求报告整改情况之日", date(2026, 3, 17))]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyWarning(Sent):
    """督办单."""

    item: Annotated[WarnedMatter, Var("事项", "督办提示的事项")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendedMatter(Matter):
    """An item whose extension was decided."""

    about: Annotated[str, Var("针对", "申请延长哪项期限：办结、反馈或节点", "办结")]
    applied: Annotated[Day | None, Var("申请日期", "申请延期之日", date(2026, 3, 12))] = None
    letter: Annotated[str | None, Var("来文", "申请延期的来文文号", "岳楼政〔2026〕9号")] = None
    asked: Annotated[Day | None, Var("申请延至", "申请延长到哪一天", date(2026, 4, 1))] = None
    why: Annotated[str | None, Var("申请理由", "申请延期的理由", "11户补偿争议须经评估")] = None
    granted: Annotated[bool, Var("同意", "是否同意延期", True)]
    old_due: Annotated[DayText, Var("原限期", "延期之前的限期", date(2026, 3, 18))]
    new_due: Annotated[DayText | None, Var("新限期", "批准延长到哪一天；不同意的没有", date(2026, 3, 27))] = (
        None
    )
    past: Annotated[bool, Var("原限期已过", "批复之日是否已过原限期", False)] = False
    reason: Annotated[str | None, Var("理由", "同意或者不同意的理由", "评估报告3月20日可出")] = None
    approver: Annotated[Text, Var("批准人", "批准或者不批的领导", "刘某某")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionReply(Sent):
    """延期批复."""

    item: Annotated[ExtendedMatter, Var("事项", "申请延期的事项")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summons(Sent):
    """约谈通知."""

    item: Annotated[Matter, Var("事项", "约谈所为的事项")]
    who: Annotated[str | None, Var("约谈对象", "约谈谁；没有的为单位主要负责人", "你单位主要负责人")] = None
    meeting: Annotated[DayText, Var("约谈日期", "约谈之日", date(2026, 4, 8))]
    clock: Annotated[str | None, Var("约谈时间", "几点", "9:30")] = None
    place: Annotated[Text, Var("地点", "约谈地点", "岳阳市人民政府督查室会议室")]
    reason: Annotated[Text, Var("事由", "为何约谈，可分几段", "逾期15个工作日仍未反馈，两次催办没有回复。")]
    approver: Annotated[Text, Var("批准人", "批准约谈的领导", "刘某某")]
    events: Annotated[tuple[Event, ...], Var("经过", "约谈之前的办理经过")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Sent):
    """问责建议."""

    item: Annotated[Matter, Var("事项", "问责建议所为的事项")]
    unit: Annotated[str, Var("问责对象", "建议问责的单位", "岳阳楼区人民政府")]
    events: Annotated[tuple[Event, ...], Var("经过", "办理经过，逐条列明")]
    finding: Annotated[
        Text, Var("认定", "认定的问题，可分几段", "经两次催办、一次约谈仍未落实，也没有合理解释。")
    ]
    reason: Annotated[str | None, Var("理由", "为何建议问责", "拒不落实造成安置工期延误两个月")] = None
    approver: Annotated[Text, Var("批准人", "批准提出问责建议的人", "市长刘某某")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion(Sent):
    """督查结论."""

    item: Annotated[Matter, Var("事项", "作出结论的事项")]
    events: Annotated[tuple[Event, ...], Var("经过", "督查情况，逐条列明")]
    finding: Annotated[Text, Var("结论", "督查结论，可分几段", "问题属实，已整改到位，晚于限期1个工作日。")]
    approver: Annotated[Text, Var("批准人", "批准结论的人", "刘某某")]
    delivered: Annotated[Day | None, Var("送达日期", "结论送达之日", date(2026, 4, 10))] = None
    review: Annotated[
        str | None, Var("复核条款", "可以申请复核的条款；条例施行前的没有", "《政府督查工作条例》第十七条")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecision(Sent):
    """复核决定."""

    item: Annotated[Matter, Var("事项", "申请复核的事项")]
    concluded: Annotated[DayText, Var("结论日期", "原督查结论的日期", date(2026, 4, 10))]
    concluded_by: Annotated[str | None, Var("结论文号", "原督查结论的文号", "岳督结〔2026〕2号")] = None
    finding: Annotated[str | None, Var("原结论", "原督查结论的内容", "已整改到位，晚于限期1个工作日。")] = (
        None
    )
    applied: Annotated[DayText, Var("申请日期", "申请复核之日", date(2026, 4, 20))]
    letter: Annotated[str | None, Var("来文", "申请复核的来文文号", "岳楼政〔2026〕15号")] = None
    why: Annotated[str | None, Var("申请理由", "申请复核的理由", "整改3月18日已完成，不应认定逾期。")] = None
    result: Annotated[Text, Var("决定", "维持、变更还是撤销原结论", "维持原督查结论")]
    reason: Annotated[Text, Var("理由", "决定的理由，可分几段", "以现场验收为准，验收单为3月19日签署。")]
    approver: Annotated[Text, Var("批准人", "批准复核决定的人", "彭某某")]
    reviewer: Annotated[str | None, Var("复核人", "办理复核的人，未参与作出原结论", "孙某某")] = None
    clause: Annotated[str | None, Var("复核条款", "复核所依据的条款", "《政府督查工作条例》第十七条")] = None
