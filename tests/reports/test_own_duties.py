"""How the office kept its own limits: what is owed, when it was done, and what a figure leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from duban_cli.reports.assessment import assess
from duban_cli.reports.figures import figures
from duban_cli.reports.figures_text import summary_text
from duban_cli.reports.own_duties import MEASURES, OwnRecord, office_since
from duban_cli.reports.own_text import own_behind, own_json, own_late
from tests.kit import HANDED_OUT, INITIATED, item_text, make_ledger, open_ledger, reply

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
OFFICE = "记录:\n- {日期: 2026-03-02, 动作: 其他, 内容: 开账}\n"
DONE = reply("2026-03-16", "是")


def own(
    root: Path, items: Mapping[str, str], span: tuple[date, date] = MARCH, events: str = OFFICE
) -> OwnRecord:
    """The record of a ledger of these items and events."""
    ledger = open_ledger(make_ledger(root, items, others={"office/2026.yaml": events}))
    return figures(ledger, *span).own


def counts(record: OwnRecord, what: str) -> dict[str, int]:
    """The figures above 0 of one kind of duty."""
    row = next((r for r in record.rows if r.name == what), None)
    return {k: n for k, n in row.counts.items() if n} if row else {}


@pytest.mark.parametrize(
    ("review", "span", "found"),
    [
        # 审核 is due 5 working days after the reply of 03-16: on 03-23.
        ("{日期: 2026-03-23, 动作: 审核, 结果: 通过}", MARCH, {"due": 1, "on_time": 1}),
        ("{日期: 2026-03-24, 动作: 审核, 结果: 通过}", MARCH, {"due": 1, "late": 1}),
        (None, MARCH, {"due": 1, "open_late": 1}),
        (None, (MARCH[0], date(2026, 3, 23)), {"due": 1, "at_limit": 1}),
        (None, (MARCH[0], date(2026, 3, 22)), {}),
        # What is dated after the cut-off is not seen.
        (
            "{日期: 2026-03-24, 动作: 审核, 结果: 通过}",
            (MARCH[0], date(2026, 3, 23)),
            {"due": 1, "at_limit": 1},
        ),
        # Due before the period: carried while it was open, and then no more.
        ("{日期: 2026-04-02, 动作: 审核, 结果: 通过}", (date(2026, 4, 1), date(2026, 4, 30)), {"carried": 1}),
        ("{日期: 2026-04-02, 动作: 审核, 结果: 通过}", (date(2026, 5, 1), date(2026, 5, 31)), {}),
        ("{日期: 2026-03-25, 动作: 撤销, 理由: 重复, 批准: 刘某某}", MARCH, {}),
    ],
)
def test_a_duty_of_an_item_is_counted_where_it_falls_due(
    tmp_path: Path, review: str | None, span: tuple[date, date], found: dict[str, int]
) -> None:
    entries = (*HANDED_OUT, DONE, *([review] if review else []))
    assert counts(own(tmp_path, {"2026-0018": item_text(*entries)}, span), "审核") == found


def test_rounds_are_counted_by_the_event_that_meets_them(tmp_path: Path) -> None:
    events = OFFICE + "- {日期: 2026-03-09, 动作: 清单, 起: 2026-03-01, 止: 2026-03-31, 内容: 印发}\n"
    record = own(tmp_path, {}, events=events)
    assert counts(record, "督办清单") == {"due": 1, "late": 1}
    assert counts(record, "市长碰头会") == {"due": 1, "at_limit": 1}
    assert list(own_late(record)) == [
        "逾期办  督办清单（2026年3月）  应于 2026-03-06 前，2026-03-09 清单，督查室逾期1个工作日  "
        "十条措施（2020-04-27）二，时限依本办约定"
    ]


def test_rows_add_up_and_every_figure_has_its_duties(tmp_path: Path) -> None:
    items = {
        "2026-0018": item_text(*HANDED_OUT, DONE),
        "2026-0019": item_text(INITIATED),
        "2026-0020": item_text(INITIATED, "{日期: 2026-03-10, 动作: 交办}"),
    }
    record = own(tmp_path, items)
    for key in MEASURES:
        assert record.total.counts[key] == sum(r.counts[key] for r in record.rows)
        assert len(own_json(record)["behind"][key]) == record.total.counts[key]
    assert counts(record, "交办") == {"due": 3, "on_time": 1, "late": 1, "open_late": 1}
    assert record.rows[0].rate.text == "33.3%"
    assert own_json(record)["items"]["open_late"] == ["2026-0019", "2026-0018"]
    told = "\n".join(own_behind(record))
    assert "按期 1次（按期率 " in told
    assert (
        "  2026-0020  交办  应于 2026-03-05 前，2026-03-10 交办，督查室逾期3个工作日  本办约定  洞庭大道"
        in told
    )


def test_the_assessment_and_the_bulletin_of_a_year_agree(tmp_path: Path) -> None:
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": item_text(*HANDED_OUT, DONE)}))
    year = figures(ledger, date(2026, 1, 1), date(2026, 11, 20)).own
    assert assess(ledger, 2026, date(2026, 11, 20)).own == year


def test_a_report_leaves_the_office_out_and_an_empty_record_says_nothing(tmp_path: Path) -> None:
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": item_text(*HANDED_OUT)}))
    found = figures(ledger, *MARCH)
    assert "督查室自身时限" in summary_text(found)
    assert "督查室自身时限" not in summary_text(found, own=False)
    assert "督查室自身时限" not in summary_text(figures(ledger, date(2026, 1, 1), date(2026, 1, 31)))


def test_rounds_count_from_what_was_known_on_the_day(tmp_path: Path) -> None:
    events = "记录:\n- {日期: 2026-05-08, 动作: 其他, 内容: 开账}\n"
    ledger = open_ledger(
        make_ledger(tmp_path, {"2026-0018": item_text(*HANDED_OUT)}, others={"office/2026.yaml": events})
    )
    assert office_since(ledger) == date(2026, 5, 8)
    assert office_since(ledger, date(2026, 4, 30)) == date(2026, 3, 3)
    assert office_since(ledger, date(2026, 1, 1)) is None


def test_what_was_due_on_the_last_day_of_the_year_is_overdue_once_the_year_is_over(tmp_path: Path) -> None:
    begun = OFFICE.replace("2026-03-02", "2026-12-01")
    ledger = open_ledger(make_ledger(tmp_path, {}, others={"office/2026.yaml": begun}))
    assert counts(assess(ledger, 2026, date(2026, 12, 31)).own, "市长碰头会") == {"due": 1, "at_limit": 1}
    assert counts(assess(ledger, 2026, date(2027, 1, 5)).own, "市长碰头会") == {"due": 1, "open_late": 1}
