"""动作: the closed vocabulary of what can happen to an item, with the keys each one takes."""

from __future__ import annotations

from dataclasses import dataclass, field

COMMON = (
    "日期",
    "动作",
    "时间",
    "单位",
    "收到",
    "来文",
    "附件",
    "期",
    "针对",
    "批准",
    "内容",
    "备注",
    "经办",
)
"""Keys every entry may carry."""


@dataclass(frozen=True, slots=True)
class Action:
    """One 动作: what it records, the keys it must have and may have beyond the common ones."""

    name: str
    doc: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", frozenset((*COMMON, *self.needs, *self.may)))


ACTIONS: dict[str, Action] = {
    a.name: a
    for a in (
        Action("立项", "列入台账；领导批示直接立项，其余写明批准人", may=("方式", "文号", "理由")),
        Action(
            "交办",
            "交给承办单位；限期是发文上写明的期限，从此以它为准；时限是交办时另定的，不写的按办结时限或制度",
            may=("文号", "文书", "方式", "时限", "限期", "反馈限期"),
        ),
        Action("签收", "承办单位收到交办件", may=("签收人",)),
        Action("拟办", "督查室拟办意见"),
        Action("汇总", "责任单位自查报告汇总完毕"),
        Action("检查结束", "巡查、督查结束", may=("方式", "结果")),
        Action(
            "反馈",
            "承办单位报告进展（办结: 否）或办结（办结: 是）；完成是办成的日子，进度是完成的百分比",
            needs=("内容", "办结"),
            may=("签发", "完成", "进度"),
        ),
        Action(
            "说明",
            "不能按时办结的书面说明，由主要负责人签发；期限不变",
            needs=("理由",),
            may=("签发", "文号"),
        ),
        Action("上报", "超出职责范围，逐级上报的意见", may=("签发", "文号", "理由")),
        Action(
            "延期",
            "延期的申请、批准或不批；只有批准才改变期限",
            needs=("环节",),
            may=("限期", "理由", "文号"),
        ),
        Action("催办", "逾期催办，逐级进行", needs=("方式",), may=("文号", "限期")),
        Action("督办提示", "逾期之前的提醒", may=("文号", "限期", "理由")),
        Action(
            "约谈",
            "约谈责任单位负责人；限期是约谈的日子",
            needs=("单位", "批准"),
            may=("文号", "理由", "限期"),
        ),
        Action(
            "审核",
            "审核反馈：通过，或退回重办并写明理由、限期",
            needs=("结果",),
            may=("理由", "限期", "文号"),
        ),
        Action("核查", "回头看、现场核查、回访及发现的情况", may=("方式", "结果", "限期", "人员")),
        Action("公示", "对外公示", may=("方式", "限期")),
        Action("中止", "暂停计时，须批准并写明理由", needs=("理由", "批准")),
        Action("恢复", "恢复计时；原为指定日期的，可写新的限期", may=("限期", "理由")),
        Action("撤销", "不再督办，须批准并写明理由", needs=("理由", "批准")),
        Action(
            "变更",
            "改变单位、期限、人员或要求，写明原、新与批准",
            needs=("字段", "新", "批准"),
            may=("原", "理由", "限期"),
        ),
        Action(
            "更正",
            "记录有误时更正，写明哪一条、哪一项、原与新",
            needs=("更正项", "字段", "新"),
            may=("原", "理由"),
        ),
        Action("报告", "督查报告呈报", may=("文号",)),
        Action("结论", "督查结论及送达", needs=("内容", "批准"), may=("文号", "送达", "人员")),
        Action("复核", "复核申请或决定", needs=("环节",), may=("结果", "理由", "文号", "人员")),
        Action("销号", "审核通过后销号；摘要为此前全部事实的指纹", may=("文号", "摘要")),
        Action("重启", "销号或撤销后重新督办", needs=("理由", "批准"), may=("限期",)),
        Action("备案", "销号或公示以后报备案", may=("文号",)),
        Action("归档", "材料归档", may=("卷号", "保管期限")),
        Action("表扬", "通报表扬，须经批准", needs=("单位", "批准"), may=("文号", "理由")),
        Action("批评", "通报批评，须经批准", needs=("单位", "批准"), may=("文号", "理由")),
        Action("问责建议", "移送问责建议，须经批准", needs=("单位", "批准"), may=("文号", "理由")),
        Action("转办", "转其他单位或渠道办理", may=("文号", "理由")),
    )
}

STAGES = {"延期": ("申请", "批准", "不批"), "复核": ("申请", "决定")}
RESULTS = {"审核": ("通过", "退回")}
NOTICE = "通知单"
URGE_METHODS = (NOTICE, "电话", "上门催办", "协调会", "会议说明原因")
CHANGEABLE = {
    "标题": "title", "要求": "demand", "工作标准": "standard", "主办单位": "lead", "协办单位": "support",
    "责任人": "officer", "承办人": "handler", "第一责任人": "first_officer", "分管领导": "leader",
    "责任领导": "unit_leader", "督办科室": "section", "缓急": "urgency", "难度": "difficulty", "公开属性": "openness",
    "办结时限": "limit", "反馈频次": "rhythm", "反馈单位": "reply_by", "原因": "cause", "措施": "measure",
}  # fmt: skip
"""Header keys that a 变更 entry may change once the item was handed out, with their attributes."""

REPLY_BY = ("主办", "各单位")
"""反馈单位: only the 主办单位 replies (协办单位 report to it), or each 协办单位 owes a reply of its own, too."""
EACH_UNIT = REPLY_BY[1]
VOID = "作废"
CORRECTABLE = {
    "日期": "day", "时间": "clock", "单位": "unit", "收到": "received", "来文": "incoming", "期": "period", "针对": "about",
    "批准": "approved_by", "内容": "content", "备注": "note", "经办": "by", "人员": "people", "方式": "method", "文号": "doc_no",
    "限期": "due", "反馈限期": "reply_due", "签发": "signed_by", "办结": "done", "结果": "result", "理由": "reason",
    "送达": "delivered", "完成": "done_on", "进度": "progress", "时限": "limit",
    "附件": "attachments",
}  # fmt: skip
"""Entry keys that a 更正 may set right, with their attributes; 作废 strikes the whole entry out."""
