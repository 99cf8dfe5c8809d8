"""The item file's one definition: reading, ``duban schema`` and the page in README all come from here."""

from __future__ import annotations

from typing import Any

from duban_cli.ledger.fieldtypes import (
    LIMIT,
    RHYTHM,
    Choice,
    Date,
    Field,
    Many,
    Number,
    Parsed,
    Record,
    Schema,
    Text,
    Time,
    YesNo,
)
from duban_cli.ledger.records import EntryRef, Imported, Milestone, Origin, Person
from duban_cli.ledger.vocabulary import ACTIONS, REPLY_BY
from duban_cli.rules.wording import read_percent

PERCENT = Parsed("百分比", read_percent)

PERSON = Record("人员", Person, (
    Field("姓名", "name", Text(), "姓名", required=True, example="张某"),
    Field("职务", "post", Text(), "职务", example="区长"),
    Field("电话", "phone", Text(), "联系电话，只在本台账内使用", example="0730-0000000"),
))  # fmt: skip

ORIGIN = Record("来源", Origin, (
    Field("类型", "kind", Choice(("批示", "会议", "文件", "报告", "专项", "媒体", "自提", "上级"), "来源类型"),
          "事项从哪里来；自提是督查室自行提出，须批准", required=True, example="批示"),
    Field("名称", "name", Text(), "会议、文件、报告或报道的名称", example="市政府常务会议"),
    Field("批示人", "instructed_by", Text(), "作出批示的领导", example="市长"),
    Field("层级", "level", Choice(("主要领导", "分管领导", "上级"), "层级"), "批示人的层级", example="主要领导"),
    Field("日期", "day", Date(), "批示、会议、印发或报道的日期", example="2026-03-02"),
    Field("届次", "session", Text(), "会议届次", example="第六次"),
    Field("序号", "number", Text(), "议题或任务在原文中的序号", example="3"),
    Field("文号", "doc_no", Text(), "来源文件的文号", example="岳政办发〔2026〕1号"),
    Field("链接", "link", Text(), "公开来源的网址"),
    Field("备注", "note", Text(), "对来源的说明"),
))  # fmt: skip

MILESTONE = Record("节点", Milestone, (
    Field("号", "number", Text(), "节点编号", required=True, example="1"),
    Field("内容", "content", Text(), "到此应完成的事", required=True, example="签约过半"),
    Field("时限", "due", Date(), "节点时限", required=True, example="2026-03-11"),
    Field("计划", "plan", PERCENT, "到此全部工作应完成的百分比", example="50%"),
))  # fmt: skip

IMPORTED = Record("导入", Imported, (
    Field("文件", "file", Text(), "从哪个文件导入", required=True, example="督办台账.xlsx"),
    Field("表", "sheet", Text(), "工作表，csv 没有", example="2026年"),
    Field("行", "row", Number(1), "第几行", required=True, example="7"),
    Field("摘要", "digest", Text(), "这一行的指纹，同一行不会导入两次，由程序写", required=True, example="1f0c2d7a9b3e4c55"),
))  # fmt: skip

ENTRY_REF = Record("更正项", EntryRef, (
    Field("日期", "day", Date(), "被更正记录的日期", required=True, example="2026-03-16"),
    Field("动作", "action", Choice(tuple(ACTIONS), "动作"), "被更正记录的动作", required=True, example="反馈"),
    Field("第", "nth", Number(1), "同日同动作的第几条，只有一条时可省"),
))  # fmt: skip

ENTRY_FIELDS: tuple[Field, ...] = (
    Field("日期", "day", Date(), "这件事发生的日期", required=True, example="2026-03-04"),
    Field(
        "动作",
        "action",
        Choice(tuple(ACTIONS), "动作"),
        "发生了什么，见“动作”一节",
        required=True,
        example="交办",
    ),
    Field("时间", "clock", Time(), "发生的时间", example="09:30"),
    Field("单位", "unit", Text(), "涉及的单位；反馈不写时指主办单位", example="岳阳楼区人民政府"),
    Field("收到", "received", Date(), "督查室收到的日期；与来文日期不同时写", example="2026-03-17"),
    Field("来文", "incoming", Text(), "来文文号", example="岳楼政〔2026〕8号"),
    Field("附件", "attachments", Many(Text()), "附件名"),
    Field("期", "period", Text(), "周期反馈属于哪一期", example="2026年第一季度"),
    Field("针对", "about", Text(), "针对哪项义务：反馈、办结或节点1", example="反馈"),
    Field("批准", "approved_by", Text(), "批准或签批的领导", example="刘某某"),
    Field("内容", "content", Text(), "内容"),
    Field("备注", "note", Text(), "备注"),
    Field("经办", "by", Text(), "督查室经办人", example="王某"),
    Field("人员", "people", Many(Text()), "督查人员：参加核查、作结论或者复核的人；参加过的不能再办复核"),
    Field("方式", "method", Text(), "立项方式、催办方式、核查方式等", example="通知单"),
    Field("文号", "doc_no", Text(), "本室发文的文号", example="岳督函〔2026〕17号"),
    Field("文书", "paper", Text(), "交办所用文书", example="督查函"),
    Field("时限", "limit", LIMIT, "交办时所定的办结时限，先于办结时限和制度", example="5个工作日"),
    Field("限期", "due", Date(), "写在发文上的期限，或批准、退回所定的新期限", example="2026-03-18"),
    Field("反馈限期", "reply_due", Date(), "反馈另有期限时写", example="2026-03-09"),
    Field("签发", "signed_by", PERSON, "承办单位签发反馈的人"),
    Field("签收人", "signed_by", PERSON, "承办单位签收的人"),
    Field("办结", "done", YesNo(), "是：报告办结；否：报告进展", example="否"),
    Field("完成", "done_on", Date(), "办成的日子，早于报来的日子时写", example="2026-03-15"),
    Field("进度", "progress", PERCENT, "全部工作完成的百分比", example="40%"),
    Field(
        "环节",
        "stage",
        Choice(("申请", "批准", "不批", "决定"), "环节"),
        "延期、复核走到哪一步",
        example="批准",
    ),
    Field("结果", "result", Text(), "审核：通过或退回；核查：发现的情况", example="通过"),
    Field("理由", "reason", Text(), "理由"),
    Field("字段", "field", Text(), "被变更或更正的项目", example="主办单位"),
    Field("原", "old", Text(), "原来的内容"),
    Field("新", "new", Text(), "新的内容"),
    Field("更正项", "corrects", ENTRY_REF, "更正哪一条记录"),
    Field("送达", "delivered", Date(), "结论送达日期"),
    Field("摘要", "digest", Text(), "销号时全部事实的 sha256，由程序写"),
    Field("卷号", "volume", Text(), "案卷号"),
    Field("保管期限", "keeping", Text(), "保管期限", example="30年"),
)

URGENCY = ("普通", "急件", "特急")
DIFFICULTY = ("一般", "重大疑难")
OPENNESS = ("主动公开", "依申请公开", "不予公开")

ITEM_FIELDS: tuple[Field, ...] = (
    Field("标题", "title", Text(limit=200), "事项名称，一句话", required=True, example="岳阳大道东延线剩余32户征地拆迁"),
    Field("类别", "category", Text(limit=40), "事项类别，须是本台账制度里有的", required=True, example="领导批示"),
    Field("来源", "origin", ORIGIN, "事项从哪里来"),
    Field("要求", "demand", Text(), "要办成什么", required=True, example="完成协议签订并书面报送办理情况。"),
    Field("工作标准", "standard", Text(), "怎样算办结"),
    Field("原因", "cause", Text(), "问题产生的原因"),
    Field("措施", "measure", Text(), "整改或推进的措施"),
    Field("主办单位", "lead", Text(limit=80), "主办（牵头）单位，一个", required=True, example="岳阳楼区人民政府"),
    Field("协办单位", "support", Many(Text(limit=80)), "协办（配合）单位"),
    Field("责任人", "officer", PERSON, "承办单位责任人"),
    Field("承办人", "handler", PERSON, "承办单位具体承办人"),
    Field("第一责任人", "first_officer", PERSON, "承办单位主要负责人"),
    Field("分管领导", "leader", Text(limit=40), "分管此线的政府领导"),
    Field("督办科室", "section", Text(limit=40), "督查室里盯办这件事的科室"),
    Field("责任领导", "unit_leader", Text(limit=40), "承办单位的责任领导"),
    Field("缓急", "urgency", Choice(URGENCY, "缓急"), "普通、急件或特急，默认普通"),
    Field("难度", "difficulty", Choice(DIFFICULTY, "难度"), "一般或重大疑难，默认一般"),
    Field("公开属性", "openness", Choice(OPENNESS, "公开属性"), "默认不予公开；国家秘密不得上本台账"),
    Field("办结时限", "limit", LIMIT, "10个工作日、20日、48小时、2026-03-20、第3个工作日12:00 或 长期；不写则按制度"),
    Field("反馈频次", "rhythm", RHYTHM, "定期反馈时写：每月、每季、每半年 …；不写则按制度"),
    Field("反馈单位", "reply_by", Choice(REPLY_BY, "反馈单位"), "主办：由主办单位反馈，协办单位报主办；各单位：协办单位也各自反馈，办结仍由主办单位报。默认主办"),
    Field("节点", "milestones", Many(MILESTONE), "分阶段的节点"),
    Field("上级事项", "parent", Text(limit=40), "由哪一项分解而来", example="2026-0003"),
    Field("原号", "former_id", Text(limit=40), "改号前的编号"),
    Field("导入", "imported", IMPORTED, "从哪张表的哪一行导入，由程序写"),
    Field("备注", "note", Text(), "备注"),
)  # fmt: skip

HISTORY_KEY = "办理"


# ``reader`` builds the item from header and entries together; on their own they are only values.
HEADER = Record("事项", dict, ITEM_FIELDS)
ENTRY = Record("办理记录", dict, ENTRY_FIELDS)


def item_schema() -> Schema:
    """JSON Schema of an item file, for editors and other programs (``duban schema``)."""
    by_key: dict[str, Any] = {f.key: f for f in ENTRY_FIELDS}
    per_action = []
    for action in ACTIONS.values():
        keys = [f.key for f in ENTRY_FIELDS if f.key in action.keys]
        properties = {k: by_key[k].schema() for k in keys}
        properties["动作"] = {"const": action.name, "description": action.doc}
        per_action.append(
            {
                "type": "object",
                "title": action.name,
                "properties": properties,
                "required": ["日期", "动作", *action.needs],
                "additionalProperties": False,
            }
        )
    schema = HEADER.schema()
    schema["properties"][HISTORY_KEY] = {
        "description": "办理经过，只增不改",
        # Nothing below it while the item waits for its approval.
        "type": ["array", "null", "string"],
        "maxLength": 0,
        # The bare list of 动作 is for editors: of oneOf they offer only those that fit what is written so far.
        "items": {"properties": {"动作": _action_words()}, "oneOf": per_action},
    }
    return schema


def _action_words() -> Schema:
    return {
        "enum": [*ACTIONS],
        "enumDescriptions": [action.doc for action in ACTIONS.values()],
        "description": ENTRY.by_key["动作"].doc,
    }
