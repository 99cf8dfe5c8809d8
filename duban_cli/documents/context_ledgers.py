"""What 三单 and 公示清单 say: problems with their measures and who answers, matters made public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from duban_cli.documents.context import Day
from duban_cli.documents.context_lists import Sheet
from duban_cli.documents.fields import Fields, Text, Var


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Fields):
    """One problem, its measure and who answers for it."""

    number: Annotated[str, Var("编号", "台账编号", "2026-0031")]
    title: Annotated[str, Var("问题", "整改问题的具体内容", "铁路墙外垃圾杂物无人清运")]
    advice: Annotated[str | None, Var("建议", "整改建议；与问题相同的没有", "当日清运，落实日常保洁")] = None
    cause: Annotated[str | None, Var("原因", "问题产生的原因", "保洁责任未落实到人")] = None
    measure: Annotated[str | None, Var("措施", "整改措施，可分几段", "每日清运两次，墙边设告示")] = None
    due: Annotated[Day | None, Var("整改时限", "整改的限期；没有定的没有", date(2026, 6, 19))] = None
    lead: Annotated[str, Var("牵头单位", "牵头责任单位", "北沟街道办事处")]
    supporting: Annotated[tuple[str, ...], Var("配合单位", "配合责任单位", ("区综合行政执法局",))] = ()
    officer: Annotated[str | None, Var("责任人", "牵头单位的责任人", "吴某（主任）")] = None
    state: Annotated[str, Var("状态", "办理中、待审核、已销号等", "办理中")] = "办理中"
    done: Annotated[Day | None, Var("完成日期", "整改完成之日", date(2026, 6, 18))] = None
    behind: Annotated[bool, Var("已逾期", "没有完成、已过整改时限", True)] = False
    late: Annotated[int, Var("逾期工作日", "没有完成、已过整改时限几个工作日", 3)] = 0
    watched: Annotated[str | None, Var("重点督查", "没有按要求完成的，按制度怎样督查", "重点督查")] = None
    upward: Annotated[str | None, Var("上报", "超出职责范围、已逐级上报的意见", "需市级协调铁路部门")] = None
    again: Annotated[str | None, Var("回头看", "最近一次核查发现的情况", "6月25日回头看：未反弹")] = None
    closed: Annotated[bool, Var("不予公开", "是否不予公开的事项", False)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(Fields):
    """The problems one inspection found."""

    number: Annotated[str | None, Var("编号", "巡查、督查的台账编号；不属于哪一次的没有", "2026-0030")] = None
    title: Annotated[str | None, Var("标题", "巡查、督查的标题", "城区环境卫生巡查")] = None
    rows: Annotated[tuple[Problem, ...], Var("问题", "查出的各个问题")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems(Sheet):
    """三单: 整改问题清单, 整改措施清单, 整改责任清单."""

    groups: Annotated[tuple[Inspected, ...], Var("各次", "按巡查、督查分的各组")]
    total: Annotated[int, Var("总数", "问题个数", 1)]
    finished: Annotated[int, Var("完成", "整改已完成、通过审核的个数", 0)] = 0
    late: Annotated[int, Var("逾期", "已过整改时限没有完成的个数", 0)] = 0
    grounds: Annotated[
        tuple[str, ...], Var("依据", "组织重点督查所依据的条款", ("观政办〔2016〕29号二（二）3",))
    ] = ()
    unlisted: Annotated[int, Var("未列", "按台账设置不逐件列出的不予公开事项件数", 0)] = 0
    internal: Annotated[bool, Var("内部", "是否写有不予公开事项的内容，须注明内部使用", False)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow(Fields):
    """One matter made public: no phone numbers, nothing of how it goes."""

    number: Annotated[str, Var("编号", "台账编号", "2026-0018")]
    title: Annotated[str, Var("事项", "事项标题", "城东新区道路建设")]
    unit: Annotated[Text, Var("承办单位", "承办单位", "县住房和城乡建设局")]
    officer: Annotated[Text, Var("责任人", "具体责任人", "周某（局长）")]
    handler: Annotated[Text, Var("承办人", "具体承办人", "郑某（股长）")]
    due: Annotated[Text, Var("办结时限", "承诺的办结时限", "2026年9月30日")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenList(Sheet):
    """公示清单."""

    rows: Annotated[tuple[OpenRow, ...], Var("各项", "公示的各个事项")]
    grounds: Annotated[tuple[str, ...], Var("依据", "公示所依据的条款", ("县督查革新意见 二7",))] = ()
