"""What a column of a 台账 means: the headings it goes by in offices' own tables, and in duban's exports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from duban_cli.text import halfwidth

NONE = "不导入"
"""The meaning of a column that is left out."""
MORE = "并入要求"
"""A column whose heading and content are added to 要求 (counts, shares)."""
LEAD_OR_SUPPORT = "责任单位"
MILESTONES = "节点"

OF_TASKS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "序号": ("序号", "号", "任务序号"),
    "任务": (
        "工作任务", "任务", "事项", "问题", "督查事项", "重点任务", "重点工作", "议定事项", "整改问题", "存在问题", "工作内容",
        "任务内容", "标题", "发现问题", "问题内容", "具体问题", "发现的问题", "存在的问题",
    ),
    "牵头": ("牵头单位", "主办单位", "牵头责任单位", "主办责任单位", "承办单位"),
    "责任单位": ("责任单位",),
    "协办": (
        "责任协同单位", "协同单位", "协办单位", "配合单位", "配合责任单位", "协办责任单位", "参与单位", "协同责任单位",
    ),
    "分管领导": ("牵头领导", "分管领导", "牵头市领导", "分管市领导", "牵头区领导", "分管区领导", "牵头县领导", "分管县领导"),
    "责任人": ("责任人", "具体责任人"),
    "承办人": ("承办人", "具体承办人"),
    "时限": ("整改时限", "完成时限", "办结时限", "时限", "完成时间", "整改期限", "完成期限"),
    "要求": ("要求", "工作要求", "整改要求", "目标要求", "整改建议"),
    "原因": ("原因", "问题原因", "产生原因", "原因分析"),
    "措施": ("整改措施", "措施", "工作措施"),
    "工作标准": ("工作标准", "标准", "完成标准"),
    "节点": ("节点", "时间节点", "进度节点"),
    "文件": ("文件", "文号", "来源文件"),
    "检查日期": ("检查日期", "检查时间", "巡查日期", "督查日期", "发现日期", "发现时间"),
    "交办文号": ("交办文号", "督办文号", "通知文号", "督办单号"),
    "来源": ("来源", "链接", "网址"),
    "类别": ("类别",),
    "备注": ("备注",),
})  # fmt: skip
"""What a column of a 任务分解表 means → the headings it goes by, full-width letters, spaces and brackets apart."""
_NAMES = MappingProxyType({
    "序号": "序号", "任务": "标题", "牵头": "主办单位", "责任单位": LEAD_OR_SUPPORT, "协办": "协办单位", "分管领导": "分管领导",
    "责任人": "责任人", "承办人": "承办人", "时限": "办结时限", "要求": "要求", "原因": "原因", "措施": "措施", "工作标准": "工作标准",
    "节点": "节点", "文件": "来源文号", "检查日期": "来源日期", "交办文号": "交办文号", "来源": "来源名称", "类别": "类别", "备注": "备注",
})  # fmt: skip
"""What a column of a 任务分解表 means → its name here."""

_MORE: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "编号": ("事项编号", "督办编号", "督查编号", "台账编号"),
    "标题": (
        "督办事项", "事项名称", "任务名称", "交办事项", "件名", "项目名称", "重点任务", "议题", "督办内容", "事项内容", "主要工作",
        "督查督办事项", "督办任务", "批示件名称", "交办内容", "工作事项", "目标任务", "文件标题", "来文标题", "批示件标题",
        "交办任务", "督查内容", "督查任务", "反映问题", "诉求内容", "整改事项", "议定内容", "决定事项",
        "督办事项内容", "督查事项内容", "督办事项名称", "督查事项名称", "交办事项内容", "督查督办内容", "督办事项及内容",
    ),
    "类别": ("事项类别", "督查类别", "督办类别", "事项类型"),
    "要求": ("办理要求", "督办要求", "具体要求", "批示内容", "批示意见", "领导批示", "具体内容", "任务要求", "主要内容"),
    "主办单位": ("主办", "牵头", "主责单位", "责任部门", "牵头部门", "主办部门", "承办部门", "落实主体", "落实单位"),
    "协办单位": ("协办", "配合", "配合部门", "协办部门", "参与部门", "协同部门"),
    "责任人": ("负责人", "单位责任人"),
    "责任人电话": ("联系电话", "电话", "责任人联系电话", "负责人电话"),
    "承办人": ("经办人", "具体经办人", "联系人", "联络员"),
    "承办人电话": ("联系人电话", "经办人电话", "联系人联系电话"),
    "第一责任人": ("主要负责人", "主要责任人"),
    "第一责任人电话": (),
    "责任领导": ("单位分管领导", "分管负责人"),
    "分管领导": ("市领导", "区领导", "县领导", "包保领导", "责任市领导", "责任区领导", "责任县领导"),
    "督办科室": ("督查科室", "责任科室", "科室"),
    "缓急": ("紧急程度", "办理级别", "缓急程度"),
    "难度": (),
    "公开属性": ("是否公开",),
    "办结时限": (
        "办理时限", "限办日期", "限办时间", "要求完成时间", "要求完成日期", "截止日期", "截止时间", "办理期限", "到期日", "办结期限",
        "计划完成时间", "时间要求", "要求办结时间", "时限要求", "完成日期", "交办时限", "办理限期", "限期",
        "拟办结时间", "计划完成日期", "完成时间节点", "整改完成时限", "反馈时限",
    ),
    "反馈频次": ("报送频次", "反馈周期", "调度频次", "报送周期"),
    "反馈单位": (),
    "上级事项": (),
    "来源类型": (),
    "来源名称": ("立项依据", "督办依据", "依据", "批示来源", "事项来源", "任务来源", "会议", "会议名称", "会议类别", "文件名称", "批示文件", "来文名称"),
    "来源日期": ("批示日期", "批示时间", "会议日期", "会议时间", "来文日期", "印发日期", "报道日期"),
    "来源文号": ("来文文号", "批示文号"),
    "来源链接": ("原文链接",),
    "来源说明": (),
    "批示人": ("批示领导", "交办领导"),
    "批示人层级": (),
    "届次": ("会议届次", "会议次数", "期次"),
    "立项日期": ("立项时间", "登记日期", "登记时间"),
    "立项批准": ("批准人", "审批人", "批准领导", "签批领导", "审批领导"),
    "交办日期": ("交办时间", "下发日期", "下发时间", "下达日期", "下达时间", "转办日期", "分办日期", "督办日期"),
    "交办限期": (),
    "反馈日期": ("反馈时间", "报送日期", "回复日期", "回复时间", "反馈报告日期"),
    "反馈情况": (
        "办理情况", "进展情况", "落实情况", "完成情况", "办理结果", "工作进展", "进展", "反馈", "反馈内容", "办理进展", "整改情况",
        "落实进展", "目前进展", "当前进展", "最新进展", "办理落实情况", "推进情况",
    ),
    "进度": ("完成比例", "完成率", "完成进度", "进度比例"),
    "是否办结": ("办结", "办结情况", "是否完成", "办理状态", "完成状态", "状态", "是否销号"),
    "办结日期": ("办结时间", "实际完成时间", "实际完成日期", "实际办结时间", "实际办结日期"),
    "销号日期": ("销号时间",),
    MORE: ("确定事项", "已完成", "正在办理", "公布完成率%", "完成率%", "议定事项数", "完成件数", "在办件数"),
})  # fmt: skip

CONCLUSIONS = ("灯", "期限", "逾期", "下一步", "催办次数")
"""Columns of an export that duban computes: never read back."""
DATES: frozenset[str] = frozenset(
    {"办结时限", "来源日期", "立项日期", "交办日期", "交办限期", "反馈日期", "办结日期", "销号日期"}
)
"""Meanings whose cells are days."""
TIMES: Mapping[str, str] = MappingProxyType({
    "交办": "交办日期", "下达": "交办日期", "下发": "交办日期", "办结": "办结时限", "完成": "办结时限", "要求办结": "办结时限",
    "要求完成": "办结时限", "反馈": "反馈日期", "报送": "反馈日期", "实际办结": "办结日期", "实际完成": "办结日期",
})  # fmt: skip
"""What stands below 时间, 时限 → what the column means."""
_AS_FOUND = re.compile("原文(?:写法)?$")
_AND_PHONE = re.compile("(?<=[人员])(?:姓名)?(?:及|和|与)(?:联系)?(?:电话|方式)$|(?<=[人员])姓名$")
_PERIOD = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    r"|(?:\d{1,2}[-—–~至])?(?P<month>1[0-2]|0?[1-9])月(?:份|底|末)?|(?P<whole>全年|年底|年末))"
    r"(?:工作)?(?:目标|计划|任务|安排|节点)?(?:任务|进度)?"
)


def plain_heading(cell: str) -> str:
    """A heading for comparing: widths, spaces and brackets aside."""
    return _AS_FOUND.sub("", re.sub(r"[\s()\[\]【】:：*、/]", "", halfwidth(cell)))


def meaning_of(heading: str) -> str | None:
    """What a heading means by itself; 联系人及电话 is a 联系人."""
    plain = plain_heading(heading)
    if plain in CONCLUSIONS:
        return NONE
    return HEADINGS.get(plain) or HEADINGS.get(_AND_PHONE.sub("", plain))


def period_in(heading: str) -> str | None:
    """The end of the period a heading names at its end, as a 节点 begins: ``一季度``, ``6月底``."""
    found = next(
        (m for i in range(len(heading)) if (m := _PERIOD.fullmatch(plain_heading(heading[i:])))), None
    )
    if found is None:
        return None
    year = f"{found['year']}年" if found["year"] else ""
    if found["quarter"]:
        return f"{year}{found['quarter']}季度"
    if found["half"]:
        return f"{year}{found['half']}半年"
    return f"{year}{int(found['month'])}月底" if found["month"] else f"{year or '年'}底"


def _headings() -> dict[str, str]:
    found = {plain_heading(name): name for name in (*_NAMES.values(), *_MORE)}
    for meaning, headings in (
        *_MORE.items(),
        *((_NAMES[m], h) for m, h in OF_TASKS.items() if m in _NAMES),
    ):
        for heading in headings:
            found.setdefault(plain_heading(heading), meaning)
    return found


HEADINGS: Mapping[str, str] = MappingProxyType(_headings())
"""A heading, plain → what its column means."""
MEANINGS: tuple[str, ...] = tuple(dict.fromkeys((*HEADINGS.values(), NONE)))
"""Everything a column can mean."""
SUMMED: frozenset[str] = frozenset({"协办单位", MORE, MILESTONES, "备注", "反馈情况"})
"""Meanings that several columns may share."""
PHONE = re.compile(
    r"(?<!\d)(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8}|\d{3}[\s-]\d{4}[\s-]\d{4})(?!\d)"
)
"""A telephone number in a text."""
