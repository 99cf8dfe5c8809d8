"""Text, table and JSON say the same, for both are written from the one computation."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from duban_cli.reports.figures import Figures, figures
from duban_cli.reports.figures_json import as_json
from duban_cli.reports.figures_text import COLUMNS, summary_text, table
from duban_cli.reports.measures import LABELS, MEASURES, RATIOS
from duban_cli.text import cell_width
from tests.reports.book import assigned, closed, criticised, done, passed

if TYPE_CHECKING:
    from tests.reports.book import Book


@pytest.fixture
def report(book: Book) -> Figures:
    course = (
        assigned("2026-04-02", "2026-04-30"),
        done("2026-04-28"),
        passed("2026-04-29"),
        closed("2026-04-30"),
    )
    for number in range(1, 9):
        origin = f"{{类型: 会议, 名称: 市政府常务会议, 届次: 第{number % 2}次}}"
        lead = "楼区" if number == 8 else "市财政局"
        book.item(f"2026-{number:04}", *(course if number == 8 else course[:1]), lead=lead, origin=origin)
    book.item(
        "2026-0009", assigned("2026-04-02", "2026-07-31"), criticised("2026-05-06", "市财政局", "第1期")
    )
    return figures(book.load(), date(2026, 4, 1), date(2026, 6, 30), "来源")


def test_json_of_totals_and_rates(report: Figures) -> None:
    data = as_json(report)

    assert (data["version"], data["from"], data["to"], data["by"]) == (1, "2026-04-01", "2026-06-30", "来源")
    assert data["totals"]["included"] == 9
    assert data["totals"]["on_time_rate"] == {
        "text": "12.5%",
        "value": 12.5,
        "numerator": 1,
        "denominator": 8,
    }
    assert data["items"]["overdue"] == [f"2026-{n:04}" for n in range(1, 8)]
    assert data["units"][1]["name"] == "未注明来源"
    assert data["units"][1]["on_time_rate"] == {"text": "—", "value": None, "numerator": 0, "denominator": 0}
    assert [r["name"] for r in data["units"][0]["rows"]] == ["第1次", "第0次"]
    assert data["units"][0]["rows"][0]["items"]["included"] == [
        "2026-0001",
        "2026-0003",
        "2026-0005",
        "2026-0007",
    ]
    assert data["late"][0] == {
        "id": "2026-0001", "title": "事项2026-0001", "category": "领导批示", "unit": "市财政局", "duty": "反馈",
        "due": "2026-04-30", "due_at": "2026-04-30T24:00:00+08:00", "first_due": "2026-04-30",
        "overdue_workdays": 40, "urges": 0, "provisional": False,
    }  # fmt: skip
    assert data["good"] == [{"unit": "岳阳楼区人民政府", "due": 1, "why": "1件应办结事项全部按期办结"}]
    assert data["criticised"] == [
        {"unit": "市财政局", "count": 1, "sources": ["第1期"], "conclusion": None, "clause": None}
    ]


def test_json_is_plain_sorted_and_whole(report: Figures) -> None:
    data = as_json(report)

    assert json.dumps(data, ensure_ascii=False) == json.dumps(data, ensure_ascii=False, sort_keys=True)
    assert set(data["totals"]) == {m.key for m in MEASURES} | {r.key for r in RATIOS}
    assert set(data["items"]) == {m.key for m in MEASURES}
    for row in data["units"]:
        assert set(row) == set(data["totals"]) | {"name", "items", "rows"}


def test_the_table_says_what_the_json_says(report: Figures) -> None:
    data = as_json(report)
    header, *lines = table(report)

    def cells(row: dict[str, Any]) -> list[str]:
        out = []
        for column in COLUMNS:
            value = row[column]
            if isinstance(value, dict):
                parts = f" {value['numerator']}/{value['denominator']}" if value["denominator"] else ""
                value = f"{value['text']}{parts}"
            out.append(str(value))
        return out

    first, other = data["units"]
    rows = [first, *first["rows"], other, data["totals"]]
    assert header == ("来源", *(LABELS[c] for c in COLUMNS))
    assert [list(line[1:]) for line in lines] == [cells(r) for r in rows]
    assert [line[0] for line in lines] == ["市政府常务会议", "　第1次", "　第0次", "未注明来源", "合计"]


def test_summary_is_aligned_and_gives_definitions_and_cut_off(report: Figures) -> None:
    text = summary_text(report)

    lines = text.splitlines()
    start = lines.index("按来源") + 1
    assert len({cell_width(line) for line in lines[start : start + 6]}) == 1
    assert "数据截至 2026-06-30" in text
    assert "纳入9件：已销号1件、待销号0件" in text
    assert "按期办结率 12.5%（按期办结1÷应办结8）" in text
    for note in report.notes:
        assert note in text


def test_every_rate_is_defined_with_its_cut_off(report: Figures) -> None:
    for ratio in (r for r in RATIOS if r.always):
        note = next(n for n in report.notes if f"{ratio.label}＝" in n)
        assert "÷" in note
        assert "截至2026-06-30" in note


def test_the_same_ledger_gives_the_same_figures(report: Figures, book: Book) -> None:
    again = figures(book.load(), report.start, report.end, report.by)

    assert again == report
    assert summary_text(again) == summary_text(report)


def test_provisional_dates_are_marked(book: Book) -> None:
    book.item("2031-0001", assigned("2031-01-06", "2031-02-28"))

    report = figures(book.load(), date(2031, 1, 1), date(2031, 3, 31))

    assert "（暂定）" in summary_text(report)
    assert any("暂定" in note for note in report.notes)
