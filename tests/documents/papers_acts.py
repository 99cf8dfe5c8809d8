"""The papers of single acts, as the tests print them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.documents.context_acts import (
    Conclusion,
    EarlyWarning,
    Event,
    ExtensionReply,
    Inspection,
    Order,
    Referral,
    ReviewDecision,
    Stage,
    Summons,
)
from duban_cli.documents.fields import Fields, example

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS = (
    Event(date=date(2026, 3, 3), text="列为督查事项（刘某某批准）"),
    Event(date=date(2026, 3, 4), text="以岳督函〔2026〕17号交岳阳楼区人民政府办理，限2026年3月18日前办结"),
    Event(date=date(2026, 3, 27), text="以岳督催〔2026〕6号催办岳阳楼区人民政府，限2026年4月3日前反馈"),
    Event(date=date(2026, 4, 3), text="岳阳楼区人民政府以岳楼政〔2026〕12号反馈进展情况：已签21户，余11户补偿标准未谈妥"),
)  # fmt: skip

order = example(Order)
two_orders = replace(
    order,
    urgency=None,
    provisional=True,
    signature=None,
    items=(
        *order.items,
        replace(
            order.items[0],
            number="2026-0019",
            title="洞庭大道排水管网改造整改",
            source=None,
            words=None,
            standard=None,
            supporting=(),
            officer=None,
            handler=None,
            due=None,
            waits=None,
            further=(),
            reply_due=None,
            limit_note=None,
        ),
    ),
)
inspection = replace(
    example(Inspection), urgency=None, grounds=("岳政办发〔2007〕3号二（三）", "《政府督查工作条例》"), objects=("岳阳楼区人民政府", "市自然资源和规划局"), doc_no="岳督通〔2026〕4号"
)  # fmt: skip
warning = replace(
    example(EarlyWarning), doc_no="岳督办〔2026〕8号", date=date(2026, 3, 13), urgency=None, copies=()
)
warned = replace(
    warning,
    item=replace(
        warning.item,
        plan=(
            *warning.item.plan,
            Stage(name="办结", content="32户全部签约", due=date(2026, 3, 18), state="临期"),
        ),
        cause=None,
        measures=None,
    ),
)
extension = replace(
    example(ExtensionReply), doc_no="岳督延〔2026〕3号", date=date(2026, 3, 16), urgency=None, copies=()
)
refused = replace(
    extension,
    item=replace(
        extension.item, granted=False, new_due=None, reason="补偿争议可与签约分步进行，原限期不变。"
    ),
)
summons = replace(
    example(Summons), doc_no="岳督约〔2026〕1号", date=date(2026, 4, 7), urgency=None, events=EVENTS,
    copies=("岳阳市监察委员会", "中共岳阳市委组织部"),
)  # fmt: skip
referral = replace(
    example(Referral), doc_no="岳督责〔2026〕1号", date=date(2026, 5, 20), urgency=None, events=EVENTS,
    addressee="岳阳市监察委员会", copies=("中共岳阳市委组织部",), grounds=("《政府督查工作条例》第二十一条",),
)  # fmt: skip
conclusion = replace(
    example(Conclusion), doc_no="岳督结〔2026〕2号", date=date(2026, 4, 10), urgency=None, events=EVENTS,
    delivered=None, grounds=("《政府督查工作条例》第十六条",),
)  # fmt: skip
decision = replace(
    example(ReviewDecision), doc_no="岳督复〔2026〕1号", date=date(2026, 5, 8), urgency=None, copies=(), grounds=()
)  # fmt: skip

ACT_PAPERS: Mapping[str, tuple[str, Fields]] = {
    "交办通知单": ("交办通知单", order),
    "交办通知单-两项": ("交办通知单", two_orders),
    "督查通知": ("督查通知", inspection),
    "督查通知-两项": (
        "督查通知",
        replace(
            inspection,
            items=(*inspection.items, replace(inspection.items[0], number="2026-0019", title="洞庭大道排水管网改造整改")),
            method=None, approver=None, end=None, reply_due=None, signature=None, provisional=True,
        ),
    ),
    "督办单": ("督办单", warning),
    "督办单-待填": ("督办单", warned),
    "延期批复": ("延期批复", extension),
    "延期批复-不同意": ("延期批复", refused),
    "约谈通知": ("约谈通知", summons),
    "问责建议": ("问责建议", referral),
    "督查结论": ("督查结论", conclusion),
    "复核决定": ("复核决定", decision),
}  # fmt: skip
