"""What lists, directories and score sheets say: rows that reports fill in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from duban_cli.documents.context import Day, DayText
from duban_cli.documents.context_months import Month
from duban_cli.documents.fields import Fields, Text, Var
from duban_cli.reports.rate import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Fields):
    """What every list carries."""

    office: Annotated[Text, Var("机关", "督查机构全称", "岳阳市人民政府督查室")]
    government: Annotated[Text, Var("政府", "督查机构所属的政府全称", "岳阳市人民政府")]
    date: Annotated[DayText, Var("日期", "成文日期", date(2026, 12, 1))]
    doc_no: Annotated[str | None, Var("文号", "登记的文号；不编号的没有", "岳督单〔2026〕11号")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyRow(Fields):
    """One item of a monthly list."""

    number: Annotated[str, Var("编号", "台账编号", "2026-0018")]
    title: Annotated[
        str, Var("标题", "事项标题；不予公开的按台账设置（通报：清单）隐去", "岳阳大道东延线剩余32户征地拆迁")
    ]
    category: Annotated[str | None, Var("类别", "督查事项类别", "领导批示")] = None
    unit: Annotated[str, Var("主办单位", "牵头单位", "岳阳楼区人民政府")]
    due: Annotated[Day | None, Var("限期", "最近一项未完成义务的限期；没有的为长期", date(2026, 12, 8))] = (
        None
    )
    progress: Annotated[str | None, Var("进展", "最近一次反馈的内容", "已签21户，余11户补偿标准未谈妥。")] = (
        None
    )
    light: Annotated[str | None, Var("灯", "绿、黄、红等", "黄")] = None
    overdue: Annotated[int, Var("逾期工作日", "已逾期的工作日数，未逾期的为0", 0)] = 0
    leader: Annotated[str | None, Var("分管领导", "分管此线的政府领导", "李某某")] = None
    next: Annotated[str | None, Var("下一步", "下一步做什么", "12月8日前书面反馈")] = None
    closed: Annotated[bool, Var("不予公开", "是否不予公开的事项", False)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyGroup(Fields):
    """The items of one 分管领导."""

    leader: Annotated[str | None, Var("分管领导", "分管此线的政府领导；未明确的没有", "李某某")] = None
    rows: Annotated[tuple[MonthlyRow, ...], Var("事项", "此线的各个事项")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly(Sheet):
    """月度督办清单."""

    year: Annotated[int, Var("年", "哪一年", 2026)]
    month: Annotated[int, Var("月", "哪一月", 11)]
    cutoff: Annotated[Day, Var("截至", "数据截至之日", date(2026, 11, 30))]
    groups: Annotated[tuple[MonthlyGroup, ...], Var("各线", "按分管领导分的各组")]
    total: Annotated[int, Var("总数", "列入清单的件数", 1)]
    overdue: Annotated[int, Var("逾期", "其中逾期的件数", 0)] = 0
    unlisted: Annotated[int, Var("未列", "按台账设置不逐件列出的不予公开事项件数", 0)] = 0
    internal: Annotated[bool, Var("内部", "是否写有不予公开事项的标题，须注明内部使用", False)] = False
    grounds: Annotated[
        tuple[str, ...], Var("依据", "所依据的条款", ("《岳阳市提升政府系统执行力十条措施》第二条",))
    ] = ()
    copies: Annotated[tuple[str, ...], Var("抄送", "抄送机关", ("各分管副市长",))] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow(Fields):
    """One row of a 任务 / 责任 / 措施 / 成果清单; each list prints the columns that are its own."""

    number: Annotated[str | None, Var("编号", "台账编号", "2026-0018")] = None
    task: Annotated[str, Var("任务", "任务或者问题", "完成岳阳大道东延线剩余32户征地拆迁")]
    standard: Annotated[str | None, Var("工作标准", "办到什么程度算完成", "32户全部签约")] = None
    lead: Annotated[str | None, Var("主办单位", "牵头单位", "岳阳楼区人民政府")] = None
    supporting: Annotated[tuple[str, ...], Var("协办单位", "配合单位", ("市自然资源和规划局",))] = ()
    leader: Annotated[str | None, Var("分管领导", "分管此线的政府领导", "李某某")] = None
    officer: Annotated[str | None, Var("责任人", "承办单位责任人", "张某（区长）")] = None
    handler: Annotated[str | None, Var("承办人", "承办单位具体承办人", "赵某")] = None
    due: Annotated[Day | None, Var("限期", "完成或者整改的限期；没有的为长期", date(2026, 3, 18))] = None
    cause: Annotated[str | None, Var("原因", "问题的原因", "补偿标准有争议")] = None
    measures: Annotated[str | None, Var("措施", "采取的措施，可分几段", "逐户定人，每日调度")] = None
    result: Annotated[str | None, Var("成果", "形成的成果，可分几段", "32户全部签约，3月17日腾地")] = None
    done: Annotated[Day | None, Var("完成日期", "完成之日", date(2026, 3, 17))] = None
    on_time: Annotated[bool | None, Var("按期", "是否按期完成；没有限期的不计", True)] = None
    proof: Annotated[str | None, Var("佐证", "证明成果的材料", "岳楼政〔2026〕12号、签约台账")] = None
    note: Annotated[str | None, Var("备注", "备注", "长期坚持")] = None
    closed: Annotated[bool, Var("不予公开", "是否不予公开的事项", False)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList(Sheet):
    """任务清单, 责任清单, 措施清单, 成果清单."""

    subject: Annotated[str | None, Var("名称", "清单所为的工作，用在标题里", "2026年征地拆迁专项督查")] = None
    unit: Annotated[str | None, Var("单位", "清单只涉及一个单位的，是哪个单位", "岳阳楼区人民政府")] = None
    rows: Annotated[tuple[ListRow, ...], Var("各项", "清单的各行")]
    unlisted: Annotated[int, Var("未列", "按台账设置不逐件列出的不予公开事项件数", 0)] = 0
    internal: Annotated[bool, Var("内部", "是否写有不予公开事项的内容，须注明内部使用", False)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeRow(Fields):
    """One paper in a volume."""

    doc_no: Annotated[str | None, Var("文号", "文书或者来文的文号", "岳督函〔2026〕17号")] = None
    author: Annotated[str, Var("责任者", "形成文件的机关或者个人", "岳阳市人民政府督查室")]
    title: Annotated[str, Var("题名", "文件的题名", "关于岳阳大道东延线剩余32户征地拆迁的督查函")]
    date: Annotated[Day | None, Var("日期", "成文日期", date(2026, 3, 4))] = None
    pages: Annotated[str | None, Var("页号", "在卷内的页号；没有的装订后填写", "1")] = None
    note: Annotated[str | None, Var("备注", "备注", "复印件")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume(Sheet):
    """卷内目录."""

    number: Annotated[str, Var("编号", "台账编号", "2026-0018")]
    title: Annotated[str, Var("案卷题名", "案卷的题名", "岳阳大道东延线剩余32户征地拆迁督查材料")]
    volume: Annotated[str | None, Var("卷号", "案卷号", "岳政督2026-003")] = None
    keeping: Annotated[Text, Var("保管期限", "永久、30年、10年", "30年")]
    start: Annotated[Day | None, Var("起", "卷内文件最早的日期", date(2026, 3, 2))] = None
    end: Annotated[Day | None, Var("止", "卷内文件最晚的日期", date(2026, 4, 10))] = None
    archivist: Annotated[str | None, Var("立卷人", "立卷的人", "王某")] = None
    rows: Annotated[tuple[VolumeRow, ...], Var("文件", "卷内各件，按时间先后")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePoint(Fields):
    """One fact a unit's assessment rests on."""

    number: Annotated[str | None, Var("编号", "台账编号；不针对单件事项的没有", "2026-0018")] = None
    title: Annotated[str, Var("标题", "事项标题或者通报名称", "岳阳大道东延线剩余32户征地拆迁")]
    date: Annotated[Day, Var("日期", "发生之日", date(2026, 3, 27))]
    what: Annotated[str, Var("情况", "发生了什么", "催办（通知单）")]
    points: Annotated[str | None, Var("分值", "加减的分；不计分的没有", "-2")] = None
    clause: Annotated[str | None, Var("依据", "所依据的条款", "岳政办发〔2007〕3号二（三）")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore(Fields):
    """The year of one unit."""

    unit: Annotated[str, Var("单位", "单位名称", "岳阳楼区人民政府")]
    items: Annotated[int, Var("事项数", "纳入考核的件数", 9)]
    on_time: Annotated[int, Var("按期", "按期办结的件数", 6)]
    late: Annotated[int, Var("逾期", "逾期办结或者逾期未办结的件数", 2)]
    at_limit: Annotated[int, Var("当日到期", "限期就是截至日、还没有办结的件数", 0)] = 0
    returned: Annotated[int, Var("退回", "退回重办的次数", 1)]
    urged: Annotated[int, Var("催办", "催办的次数", 3)]
    criticised: Annotated[int, Var("批评", "经批准的通报批评的次数", 1)]
    on_time_rate: Annotated[
        Rate | None, Var("按期办结率", "按期办结件数占应办结件数；没有算的没有", Rate(6, 8))
    ] = None
    score: Annotated[str | None, Var("得分", "得分；制度不计分的没有", "93")] = None
    conclusion: Annotated[str | None, Var("结论", "考核结论", "达标")] = None
    clause: Annotated[str | None, Var("依据", "结论所依据的条款", "岳政办发〔2007〕3号三（二）")] = None
    points: Annotated[tuple[ScorePoint, ...], Var("明细", "结论所依据的各条记录")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Sheet):
    """考核表."""

    year: Annotated[int, Var("年", "考核年度", 2026)]
    term: Annotated[str, Var("考核期", "考核的年度，按月考核的写月份", "2026年度")]
    cutoff: Annotated[Day, Var("截至", "数据截至之日", date(2026, 12, 31))]
    units: Annotated[tuple[UnitScore, ...], Var("各单位", "各单位的考核情况")]
    total: Annotated[UnitScore | None, Var("合计", "各单位相加")] = None
    grounds: Annotated[
        tuple[str, ...], Var("依据", "考核所依据的条款", ("岳政办发〔2007〕3号三（二）",))
    ] = ()
    months: Annotated[tuple[Month, ...], Var("各月", "当年各月，末月到截至日为止")] = ()
    note: Annotated[str | None, Var("说明", "对口径的说明", "没有督查事项的单位不参加考核。")] = None
    approver: Annotated[str | None, Var("批准人", "批准考核结果的人", "彭某某")] = None
    draft: Annotated[bool, Var("送审", "是否送审稿", False)] = False
