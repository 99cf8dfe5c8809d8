"""三单, 公示清单, 限期整改督办单, 整改通报 and a county's own 简报, as the tests print them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.documents.context_ledgers import Inspected, OpenList, OpenRow, Problems
from duban_cli.documents.context_rectify import Rectification, RectifyBulletin, RectifyCount
from duban_cli.documents.fields import Fields, example
from tests.documents.papers_lists import report

if TYPE_CHECKING:
    from collections.abc import Mapping

_problems = example(Problems)
_row = replace(_problems.groups[0].rows[0], title="铁路墙外垃圾杂物无人清运", done=None)
problems = replace(
    _problems, doc_no="观督三〔2026〕1号", total=3, finished=1, late=1,
    groups=(
        Inspected(
            number="2026-0030", title="城区环境卫生巡查",
            rows=(
                _row,
                replace(
                    _row, number="2026-0032", title="拆迁区域未设围挡", advice=None, cause=None, measure="沿街设置硬质围挡320米",
                    lead="区房屋征收中心", supporting=(), officer=None, state="已销号", done=date(2026, 6, 18), behind=False, late=0,
                    watched=None, upward=None, again=None,
                ),
            ),
        ),
        Inspected(
            rows=(replace(_row, number="2026-0040", title="路面破损", measure=None, due=None, behind=False, late=0, upward=None, again=None),)
        ),
    ),
)  # fmt: skip
finished = replace(
    problems, doc_no=None, total=1, finished=1, late=0, grounds=(), groups=(replace(problems.groups[0], rows=problems.groups[0].rows[1:]),)
)  # fmt: skip
rectification = replace(example(Rectification), doc_no="河北督改〔2026〕1号", urgency=None)
_count = RectifyCount(name="光复道街道办事处", assigned=6, on_time=4, late=1, undone=1, unreported=1)
bulletin = replace(
    example(RectifyBulletin), doc_no="河北督改通〔2026〕1号",
    total=replace(_count, name="合计", assigned=9, on_time=6, running=1), rows=(_count, RectifyCount(name="望海楼街道办事处", assigned=3, on_time=2, running=1)),
)  # fmt: skip
clean = replace(
    bulletin, doc_no=None, draft=True, undone=(), rows=(), grounds=(), total=RectifyCount(name="合计", assigned=2, on_time=2)
)  # fmt: skip

LEDGER_PAPERS: Mapping[str, tuple[str, Fields]] = {
    "三单": ("三单", problems),
    "三单-都已完成": ("三单", finished),
    "公示清单": ("公示清单", replace(example(OpenList), rows=(example(OpenRow),), doc_no="河清督示〔2026〕1号")),
    "限期整改督办单": ("限期整改督办单", rectification),
    "整改通报": ("整改通报", bulletin),
    "整改通报-送审稿": ("整改通报", clean),
    "督查专报-督察": ("督查专报", replace(report, masthead="督察")),
}  # fmt: skip
