"""What each kind of paper says: plain data, filled from the ledger, read by templates in Chinese.

Dates are ``datetime.date``; a value nobody has given is ``Blank``; ``None`` means there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeAlias

from duban_cli.documents.context_months import Month
from duban_cli.documents.fields import Blank, Fields, Text, Var
from duban_cli.reports.rate import Rate

Day: TypeAlias = date
DayText: TypeAlias = date | Blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Fields):
    """What every paper sent to a unit carries."""

    office: Annotated[Text, Var("机关", "发文的督查机构全称", "岳阳市人民政府督查室")]
    government: Annotated[Text, Var("政府", "督查机构所属的政府全称", "岳阳市人民政府")]
    doc_no: Annotated[Text, Var("文号", "发文字号", "岳督函〔2026〕17号")]
    date: Annotated[DayText, Var("日期", "成文日期", date(2026, 3, 4))]
    addressee: Annotated[Text, Var("主送", "主送单位全称", "岳阳楼区人民政府")]
    contact: Annotated[Text, Var("联系人", "督查机构的联系人", "王某")]
    phone: Annotated[Text, Var("联系电话", "督查机构的联系电话", "0730-0000000")]
    urgency: Annotated[str | None, Var("紧急程度", "特急、加急，或没有", "加急")] = None
    copies: Annotated[tuple[str, ...], Var("抄送", "抄送机关", ("市自然资源和规划局",))] = ()
    grounds: Annotated[tuple[str, ...], Var("依据", "所依据的条款", ("岳政办发〔2007〕3号二（三）",))] = ()
    provisional: Annotated[bool, Var("暂定", "限期跨入尚未公布放假安排的年份，日期为暂定", False)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut(Sent):
    """What a paper that hands items to their unit carries besides."""

    attached: Annotated[tuple[str, ...], Var("附件", "随文书送达的附件", ("批示复印件",))] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Fields):
    """One item as it stands on the ledger."""

    number: Annotated[str, Var("编号", "台账编号", "2026-0018")]
    title: Annotated[str, Var("标题", "事项标题", "岳阳大道东延线剩余32户征地拆迁")]
    category: Annotated[str, Var("类别", "督查事项类别", "领导批示")]
    source: Annotated[str | None, Var("来源说明", "事项从何而来", "市长3月2日在《征拆进展报告》上的批示")] = (
        None
    )
    lead: Annotated[Text, Var("主办单位", "牵头单位", "岳阳楼区人民政府")]
    supporting: Annotated[tuple[str, ...], Var("协办单位", "配合单位", ("市自然资源和规划局",))] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedMatter(Matter):
    """An item handed to its unit."""

    demand: Annotated[Text, Var("要求", "办理要求，可分几段", "完成剩余32户协议签订，并书面报送办理情况。")]
    standard: Annotated[str | None, Var("工作标准", "办到什么程度算办结", "32户全部签约")] = None
    due: Annotated[Day | None, Var("办结限期", "应当办结之日", date(2026, 3, 18))] = None
    reply_due: Annotated[Day | None, Var("反馈限期", "应当反馈之日", date(2026, 3, 18))] = None
    rhythm: Annotated[str | None, Var("反馈频次", "分期反馈的频次", "每半月")] = None
    limit_note: Annotated[str | None, Var("时限说明", "限期如何算出", "自交办次日起10个工作日")] = None
    each: Annotated[bool, Var("各自反馈", "协办单位是否也各自反馈（反馈单位：各单位）", False)] = False
    supporting_due: Annotated[
        Day | None, Var("协办反馈限期", "各自反馈的，协办单位应当反馈之日", date(2026, 3, 18))
    ] = None
    waits: Annotated[str | None, Var("起算说明", "限期要等哪件事后才起算", "汇总之日起5个工作日内办结")] = (
        None
    )
    further: Annotated[tuple[str, ...], Var("另报", "办结以外另要报的事", ("4月8日前报送整改落实情况",))] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(HandedOut):
    """督查函."""

    items: Annotated[tuple[AssignedMatter, ...], Var("事项", "交办的各个事项")]
    signature: Annotated[str | None, Var("签发要求", "反馈由谁签发", "反馈报告须经你单位主要负责人签发")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueMatter(Matter):
    """An item whose reply is overdue."""

    assigned: Annotated[Day, Var("交办日期", "交办之日", date(2026, 3, 4))]
    assigned_by: Annotated[Text, Var("交办文号", "交办所用文书的文号", "岳督函〔2026〕17号")]
    period: Annotated[str | None, Var("期", "分期反馈的，所欠的是哪一期", "2026年第一季度")] = None
    due: Annotated[Day, Var("应反馈日期", "应当反馈之日", date(2026, 3, 18))]
    overdue: Annotated[int, Var("逾期工作日", "至成文日期已逾期的工作日数", 8)]
    time: Annotated[int, Var("第几次催办", "这是第几次催办", 1)]
    new_due: Annotated[DayText, Var("新限期", "催办后应当反馈之日", date(2026, 4, 3))]
    consequence: Annotated[
        str | None,
        Var(
            "后续措施",
            "届时仍未反馈将采取的措施和条款",
            "上门催办或者召开协调会督办（岳政办发〔2007〕3号二（三））",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Urging(Sent):
    """催办通知单."""

    items: Annotated[tuple[OverdueMatter, ...], Var("事项", "催办的各个事项")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedMatter(Matter):
    """An item whose reply was not accepted."""

    replied: Annotated[Day, Var("反馈日期", "被退回的反馈之日", date(2026, 3, 16))]
    letter: Annotated[str | None, Var("来文", "被退回的反馈的文号", "岳楼政〔2026〕8号")] = None
    reason: Annotated[
        Text, Var("退回理由", "为何退回，可分几段", "余下11户的补偿争议未说明解决办法，结论不准。")
    ]
    new_due: Annotated[DayText, Var("新限期", "重办后应当反馈之日", date(2026, 3, 25))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Sent):
    """退回重办通知."""

    item: Annotated[ReturnedMatter, Var("事项", "退回重办的事项")]
    signature: Annotated[str | None, Var("签发要求", "反馈由谁签发", "反馈报告须经你单位主要负责人签发")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Fields):
    """One step in the life of an item."""

    date: Annotated[Day | None, Var("日期", "办理之日", date(2026, 3, 4))] = None
    person: Annotated[str | None, Var("人", "办理或者批准的人", "刘某某")] = None
    paper: Annotated[str | None, Var("文号", "所用文书或者来文的文号", "岳督函〔2026〕17号")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Matter):
    """销号单."""

    office: Annotated[Text, Var("机关", "督查机构全称", "岳阳市人民政府督查室")]
    government: Annotated[Text, Var("政府", "督查机构所属的政府全称", "岳阳市人民政府")]
    date: Annotated[DayText, Var("日期", "填表日期", date(2026, 4, 10))]
    initiated: Annotated[Step, Var("立项", "立项日期和批准人")]
    assigned: Annotated[Step, Var("交办", "交办日期和文号")]
    replied: Annotated[Step, Var("反馈", "办结反馈的日期、签发人和来文")]
    reviewed: Annotated[Step, Var("审核", "审核日期和审核人")]
    closed: Annotated[Step, Var("销号", "销号日期和经办人")]
    due: Annotated[Day | None, Var("办结限期", "应当办结之日；长期事项没有", date(2026, 3, 18))] = None
    on_time: Annotated[bool | None, Var("按期", "是否按期办结；没有限期的不计", True)] = None
    extensions: Annotated[int, Var("延期次数", "批准的延期次数", 0)]
    urgings: Annotated[int, Var("催办次数", "催办次数", 1)]
    returns: Annotated[int, Var("退回次数", "退回重办次数", 0)]
    result: Annotated[Text, Var("办理结果", "办理结果摘要，可分几段", "剩余32户已全部签约。")]
    opinion: Annotated[
        str | None, Var("审核意见", "审核意见；没有审核的没有", "情况清楚，结论准确，同意销号。")
    ] = None
    approver: Annotated[str | None, Var("批准人", "批准销号的人；没有记的留空待签", "刘某某")] = None
    digest: Annotated[str, Var("摘要", "销号时全部办理记录的校验摘要", "9f2c41d07a3be865")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(Fields):
    """The figures of one row; every rate knows its numerator and denominator."""

    assigned: Annotated[int, Var("交办", "本期交办件数", 41)]
    done: Annotated[int, Var("办结", "本期办结件数", 25)]
    closed: Annotated[int, Var("销号", "本期销号件数", 13)]
    open: Annotated[int, Var("在办", "截至日在办件数", 16)]
    overdue: Annotated[int, Var("逾期", "截至日逾期件数", 2)]
    on_time: Annotated[Rate, Var("按期办结率", "按期办结件数占应办结件数", Rate(39, 41))]
    replies: Annotated[Rate, Var("反馈率", "已反馈件数占应反馈件数", Rate(40, 41))]
    urgings: Annotated[int, Var("催办", "本期催办次数", 3)]
    returns: Annotated[int, Var("退回", "本期退回重办次数", 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Figures):
    """The figures of one group."""

    name: Annotated[str, Var("名称", "单位、类别或者来源的名称", "岳阳楼区人民政府")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Late(Fields):
    """One item overdue at the bulletin's cut-off."""

    unit: Annotated[str, Var("单位", "主办单位", "岳阳楼区人民政府")]
    title: Annotated[str, Var("标题", "事项标题；不予公开的按台账设置隐去", "洞庭大道排水管网改造整改")]
    due: Annotated[Day, Var("限期", "应反馈或者应办结之日", date(2026, 3, 18))]
    overdue: Annotated[int, Var("逾期工作日", "至截至日已逾期的工作日数", 9)]
    provisional: Annotated[bool, Var("暂定", "限期或者逾期天数跨入尚未公布放假安排的年份", False)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Good(Fields):
    """One unit that did well."""

    unit: Annotated[str, Var("单位", "单位名称", "市住房和城乡建设局")]
    why: Annotated[str, Var("情况", "好在哪里", "5件督查事项全部按期办结")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDuty(Fields):
    """How the office kept one of its own limits."""

    name: Annotated[str, Var("名称", "本室的哪项事务", "审核")]
    due: Annotated[int, Var("应办", "限期在本期内的次数", 26)]
    on_time: Annotated[int, Var("按期", "按期办的次数", 23)]
    late: Annotated[int, Var("逾期办", "逾期后才办的次数", 2)]
    open_late: Annotated[int, Var("逾期未办", "截至日逾期仍未办的次数", 1)]
    rate: Annotated[Rate, Var("按期率", "按期次数占应办次数", Rate(23, 26))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin(Fields):
    """督查通报."""

    office: Annotated[Text, Var("机关", "督查机构全称", "岳阳市人民政府督查室")]
    government: Annotated[Text, Var("政府", "督查机构所属的政府全称", "岳阳市人民政府")]
    issue: Annotated[int | Blank, Var("期号", "第几期", 17)]
    date: Annotated[DayText, Var("日期", "印发日期", date(2026, 4, 1))]
    start: Annotated[Day, Var("起", "统计期首日", date(2026, 1, 1))]
    end: Annotated[Day, Var("止", "统计期末日", date(2026, 3, 31))]
    cutoff: Annotated[Day, Var("截至", "数据截至之日", date(2026, 3, 31))]
    total: Annotated[Figures, Var("合计", "全部事项的数字")]
    grouping: Annotated[str, Var("分组", "各行按什么分：单位、类别、来源", "单位")] = "单位"
    rows: Annotated[tuple[Row, ...], Var("各组", "每组一行的数字")]
    late: Annotated[tuple[Late, ...], Var("逾期事项", "截至日逾期的事项")] = ()
    unlisted: Annotated[int, Var("未列逾期", "按台账设置不逐件列出的逾期件数", 0)] = 0
    unreadable: Annotated[int, Var("读不出", "文件读不出来、没有计入的件数", 0)] = 0
    good: Annotated[tuple[Good, ...], Var("先进", "完成得好的单位")] = ()
    praise: Annotated[
        str | None, Var("表扬", "经批准的表扬，可分几段", "对市住房和城乡建设局予以通报表扬。")
    ] = None
    criticism: Annotated[
        str | None, Var("批评", "经批准的批评，可分几段", "对岳阳楼区人民政府予以通报批评。")
    ] = None
    own: Annotated[tuple[OwnDuty, ...], Var("本室", "督查室自身时限，末行为合计；台账设置不列的没有")] = ()
    months: Annotated[tuple[Month, ...], Var("各月", "近几个月，末月到截至日为止")] = ()
    approver: Annotated[Text, Var("批准人", "批准印发的人", "刘某某")]
    copies: Annotated[
        tuple[str, ...], Var("抄送", "报送、抄送机关", ("市委办公室", "市人大常委会办公室"))
    ] = ()
    draft: Annotated[bool, Var("送审", "是否送审稿", False)] = False
