"""The kinds of paper duban writes, by the Chinese name their template carries."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from duban_cli.documents.context import Assignment, Bulletin, Closing, Return, Urging
from duban_cli.documents.context_acts import (
    Conclusion,
    EarlyWarning,
    ExtensionReply,
    Inspection,
    Order,
    Referral,
    ReviewDecision,
    Summons,
)
from duban_cli.documents.context_ledgers import OpenList, Problems
from duban_cli.documents.context_lists import Assessment, ItemList, Monthly, Volume
from duban_cli.documents.context_rectify import Rectification, RectifyBulletin
from duban_cli.documents.context_reports import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duban_cli.documents.fields import Fields


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper: its template's name and what the template may print."""

    name: str
    context: type[Fields]
    purpose: str


TEMPLATES: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("督查函", Assignment, "把督查事项交给单位办理"),
            Kind("交办通知单", Order, "用表单把督查事项交给单位办理，附签收回执"),
            Kind("督查通知", Inspection, "通知单位接受督查"),
            Kind("限期整改督办单", Rectification, "把查出的问题交单位限期整改"),
            Kind("督办单", EarlyWarning, "进展落后、可能逾期时提示承办单位"),
            Kind("催办通知单", Urging, "催要逾期未报的反馈"),
            Kind("延期批复", ExtensionReply, "批复单位的延期申请"),
            Kind("退回重办通知", Return, "反馈未通过审核，退回重办"),
            Kind("约谈通知", Summons, "通知单位负责人接受约谈"),
            Kind("问责建议", Referral, "经批准，建议有权机关追究责任"),
            Kind("督查结论", Conclusion, "向督查对象反馈督查结论"),
            Kind("复核决定", ReviewDecision, "答复督查对象的复核申请"),
            Kind("销号单", Closing, "事项办结审核后销号，存档备查"),
            Kind("卷内目录", Volume, "事项归档时列明卷内各件"),
            Kind("督查通报", Bulletin, "通报一段时期的督查情况"),
            Kind("整改通报", RectifyBulletin, "每月向各单位通报限期整改的落实情况"),
            Kind("督查报告", Report, "一次督查结束后向领导报告"),
            Kind("专题报告", Report, "就一件事项或者一个问题向领导专题报告"),
            Kind("督查专报", Report, "以简报向领导报告督查发现的问题和建议"),
            Kind("月度督办清单", Monthly, "每月按分管领导列明在办事项"),
            Kind("任务清单", ItemList, "列明任务、标准、单位和时限"),
            Kind("责任清单", ItemList, "列明各项任务由谁负责"),
            Kind("措施清单", ItemList, "列明问题、原因、措施和整改时限"),
            Kind("成果清单", ItemList, "列明各项任务形成的成果"),
            Kind("三单", Problems, "列明查出的问题、整改措施和整改责任，即三单台账"),
            Kind("公示清单", OpenList, "公示主动公开的事项由谁承办、何时办结"),
            Kind("考核表", Assessment, "列明各单位年度考核情况和依据"),
        )
    }
)
