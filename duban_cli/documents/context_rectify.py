"""What 限期整改督办单 and 整改通报 say: problems to be put right by a day and reported by an hour, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from duban_cli.documents.context import Day, HandedOut
from duban_cli.documents.context_acts import OrderedMatter
from duban_cli.documents.context_lists import Sheet
from duban_cli.documents.fields import Fields, Text, Var


@dataclass(frozen=True, slots=True, kw_only=True)
class RectifiedMatter(OrderedMatter):
    """A problem to be put right."""

    found: Annotated[Day | None, Var("检查日期", "查出问题之日", date(2026, 3, 4))] = None
    reply_clock: Annotated[
        str | None, Var("反馈时刻", "反馈限期当日的几点之前；没有的为当日之内", "12:00")
    ] = None
    unreported: Annotated[str | None, Var("未报", "到反馈限期没有报送的，按制度算作什么", "视为未整改")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification(HandedOut):
    """限期整改督办单."""

    items: Annotated[tuple[RectifiedMatter, ...], Var("事项", "限期整改的各个问题")]
    signature: Annotated[str | None, Var("签发要求", "反馈由谁签发", "反馈报告须经你单位主要负责人签发")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RectifyCount(Fields):
    """The problems of one unit."""

    name: Annotated[str, Var("名称", "单位名称；合计一行为“合计”", "光复道街道办事处")]
    assigned: Annotated[int, Var("交办", "交办整改的个数", 6)]
    on_time: Annotated[int, Var("按期", "按期整改、按时报送的个数", 4)] = 0
    late: Annotated[int, Var("逾期", "逾期才整改到位的个数", 1)] = 0
    undone: Annotated[int, Var("未整改", "未整改的个数，到时没有报送视为未整改的在内", 1)] = 0
    unreported: Annotated[int, Var("未报", "其中到时没有报送、视为未整改的个数", 1)] = 0
    running: Annotated[int, Var("未到期", "还没有到整改时限的个数", 0)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrectified(Fields):
    """A problem not put right in time."""

    number: Annotated[str, Var("编号", "台账编号", "2026-0012")]
    title: Annotated[
        str, Var("问题", "事项标题；不予公开的按台账设置（通报：不予公开事项）隐去", "建国道商户占道经营")
    ]
    unit: Annotated[str, Var("单位", "责任单位", "光复道街道办事处")]
    due: Annotated[Day | None, Var("整改时限", "应整改到位之日", date(2026, 10, 15))] = None
    why: Annotated[str, Var("情况", "未整改、到时未报送视为未整改、逾期整改", "到时未报送，视为未整改")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RectifyBulletin(Sheet):
    """整改通报."""

    year: Annotated[int, Var("年", "哪一年", 2026)]
    month: Annotated[int, Var("月", "哪一月交办的", 10)]
    cutoff: Annotated[Day, Var("截至", "数据截至之日", date(2026, 10, 31))]
    about: Annotated[str, Var("类别", "通报哪些类别的事项", "城市管理")]
    addressees: Annotated[tuple[str, ...], Var("主送", "主送的单位", ("光复道街道办事处",))]
    total: Annotated[RectifyCount, Var("合计", "全部事项的数字")]
    rows: Annotated[tuple[RectifyCount, ...], Var("各单位", "每个单位一行的数字")]
    undone: Annotated[tuple[Unrectified, ...], Var("未整改事项", "未整改、逾期整改的事项")] = ()
    unlisted: Annotated[int, Var("未列", "按台账设置不逐件列出的不予公开事项件数", 0)] = 0
    grounds: Annotated[tuple[str, ...], Var("依据", "所依据的条款", ("河北督查规定 二（五）4",))] = ()
    approver: Annotated[Text, Var("批准人", "批准通报的人", "刘某某")]
    draft: Annotated[bool, Var("送审", "是否送审稿", False)] = False
