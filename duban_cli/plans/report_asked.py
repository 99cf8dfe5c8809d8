"""What a report is asked to be about, as the command gives it and as a draft's small file keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.fieldtypes import Choice, Date, Field, Many, Parsed, Record, Text
from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import compact, date_text
from duban_cli.reports.groups import By
from duban_cli.text import halfwidth


def parse_month(text: str) -> date:
    """The first day of a month written ``2026-11``. Raises ValueError."""
    year, dash, month = halfwidth(text).strip().partition("-")
    if dash and len(year) == 4 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    raise ValueError(f"“{text}”不是月份，写成 2026-11 这样")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is about: items named or chosen, a period or a month, and what people wrote for it."""

    items: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    month: date | None = None
    units: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    by: By = "单位"
    subject: str | None = None
    content: str | None = None

    def facts(self) -> dict[str, Facts]:
        """As a draft's file has it."""
        return compact(
            {
                "事项": list(self.items), "起": date_text(self.start) if self.start else None,
                "止": date_text(self.end) if self.end else None,
                "月": f"{self.month:%Y-%m}" if self.month else None, "单位": list(self.units),
                "类别": list(self.categories), "领导": list(self.leaders),
                "分组": None if self.by == "单位" else self.by, "主题": self.subject, "内容": self.content,
            }
        )  # fmt: skip


ASKED = Record("报告", Asked, (
    Field("事项", "items", Many(Text()), "事项编号", example="2026-0018"),
    Field("起", "start", Date(), "数字所涉期间的第一天"),
    Field("止", "end", Date(), "数字所涉期间的最后一天"),
    Field("月", "month", Parsed("月份", parse_month), "哪一月的清单", example="2026-11"),
    Field("单位", "units", Many(Text()), "主办单位"),
    Field("类别", "categories", Many(Text()), "类别"),
    Field("领导", "leaders", Many(Text()), "分管领导"),
    Field("分组", "by", Choice(("单位", "类别", "来源"), "分组"), "数字按什么分行"),
    Field("主题", "subject", Text(), "写在标题里的话"),
    Field("内容", "content", Text(), "人写的部分：# 存在问题、# 工作建议"),
))  # fmt: skip
