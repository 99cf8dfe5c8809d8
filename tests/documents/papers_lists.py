"""Reports, lists and score sheets, as the tests print them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.documents.context import Figures, Row
from duban_cli.documents.context_lists import (
    Assessment,
    ItemList,
    ListRow,
    Monthly,
    MonthlyGroup,
    MonthlyRow,
    ScorePoint,
    UnitScore,
    Volume,
    VolumeRow,
)
from duban_cli.documents.context_reports import Point, Report
from duban_cli.documents.fields import Fields, example
from duban_cli.documents.fill_lists import added_up
from duban_cli.reports.rate import Rate

if TYPE_CHECKING:
    from collections.abc import Mapping

_row = example(MonthlyRow)
monthly = replace(
    example(Monthly),
    total=4,
    overdue=1,
    groups=(
        MonthlyGroup(
            leader="李某某",
            rows=(
                _row,
                replace(
                    _row, number="2026-0031", title="洞庭大道排水管网改造整改", unit="市城市管理局", due=date(2026, 11, 12),
                    progress=None, light="红", overdue=12, next="上门催办或协调会",
                ),
                replace(
                    _row, number="2026-0001", title="固定资产投资增长6%", unit="市发展改革委", due=None,
                    progress="1至9月全市固定资产投资同比增长5.7%，低于目标0.3个百分点；三季度新开工项目38个。", light="绿", next=None,
                ),
            ),
        ),
        MonthlyGroup(
            leader=None, rows=(replace(_row, number="2026-0044", title="雷锋山匝道路面修复", leader=None),)
        ),
    ),
)  # fmt: skip
_task = example(ListRow)
_second = ListRow(
    number="2026-0031",
    task="洞庭大道排水管网改造整改",
    lead="市城市管理局",
    due=None,
    measures="先通后畅\n汛前验收",
)
lists = replace(example(ItemList), date=date(2026, 3, 4), unit=None, rows=(_task, _second))
_file = example(VolumeRow)
volume = replace(
    example(Volume),
    rows=(
        VolumeRow(author="市长", title="征拆进展报告", date=date(2026, 3, 2), note="来源"),
        replace(_file, pages=None, note=None),
        replace(
            _file, doc_no="岳楼政〔2026〕12号", author="岳阳楼区人民政府",
            title="关于岳阳大道东延线剩余32户征地拆迁办结情况的反馈", date=date(2026, 4, 3), pages=None, note=None,
        ),
        replace(
            _file, doc_no="岳督销〔2026〕3号", title="岳阳市人民政府督查室督查事项销号单（岳阳大道东延线剩余32户征地拆迁）",
            date=date(2026, 4, 10), pages=None, note=None,
        ),
    ),
)  # fmt: skip
_point = example(ScorePoint)
_unit = replace(
    example(UnitScore), points=(_point, replace(_point, date=date(2026, 3, 31), what="退回重办", points=None))
)
_units = (
    _unit,
    UnitScore(
        unit="市城市管理局",
        items=4,
        on_time=1,
        late=2,
        at_limit=1,
        returned=0,
        urged=4,
        criticised=3,
        score="71",
        on_time_rate=Rate(1, 4),
        conclusion="未达标",
        clause="岳政办发〔2007〕3号三（二）",
    ),
    UnitScore(
        unit="市财政局",
        items=2,
        on_time=2,
        late=0,
        returned=0,
        urged=0,
        criticised=0,
        on_time_rate=Rate(2, 2),
        score="100",
        conclusion="达标",
    ),
)
assessment = replace(
    example(Assessment), date=date(2027, 1, 8), units=_units, total=added_up(_units)
)  # fmt: skip
unscored = replace(
    assessment, draft=True, approver=None, note=None,
    units=tuple(
        replace(u, score=None, on_time_rate=None, at_limit=0, points=tuple(replace(p, points=None) for p in u.points)) for u in assessment.units
    ),
)  # fmt: skip

_figures = {"assigned": 26, "done": 15, "closed": 11, "open": 11, "overdue": 2, "urgings": 3, "returns": 1}
report = replace(
    example(Report),
    total=Figures(**_figures, on_time=Rate(13, 15), replies=Rate(24, 25)),
    rows=(Row(name="岳阳楼区人民政府", **_figures, on_time=Rate(13, 15), replies=Rate(24, 25)),),
    problems=(
        Point(title="补偿争议久拖不决", text="11户对补偿标准有异议，区里三次会商没有定论。"),
        Point(title="进度安排前松后紧", text="前三个月签约9户，剩余任务集中在后半月。"),
    ),
    causes=(Point(text="补偿标准前后两批不一，评估报告迟迟未出。"),),
    proposals=(
        Point(text="由市自然资源和规划局牵头，4月底前完成评估复核。"),
        Point(text="对逾期户逐户定人，每周调度一次。"),
    ),
)
plain = replace(report, total=None, start=None, end=None, rows=(), causes=(), basis=None, copies=())

LIST_PAPERS: Mapping[str, tuple[str, Fields]] = {
    "月度督办清单": ("月度督办清单", monthly),
    "月度督办清单-无": (
        "月度督办清单",
        replace(monthly, groups=(), total=0, overdue=0, grounds=(), copies=()),
    ),
    "任务清单": ("任务清单", lists),
    "责任清单": ("责任清单", lists),
    "措施清单": ("措施清单", lists),
    "成果清单": ("成果清单", replace(lists, subject=None, unit="岳阳楼区人民政府")),
    "卷内目录": ("卷内目录", volume),
    "考核表": ("考核表", assessment),
    "考核表-送审稿": ("考核表", unscored),
    "督查报告": ("督查报告", report),
    "督查报告-无数字": ("督查报告", plain),
    "专题报告": ("专题报告", plain),
    "督查专报": ("督查专报", report),
    "督查专报-送审稿": ("督查专报", replace(plain, draft=True, problems=(), proposals=())),
}
