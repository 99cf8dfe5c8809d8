"""未整改 and 另报 in the figures: what the regime asks for beside 反馈, and what silence counts as."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.ledger.records import Item
from duban_cli.ledger.store import Ledger
from duban_cli.reports.assessment import Assessment, UnitYear, assess
from duban_cli.reports.assessment_json import as_json as assessment_json
from duban_cli.reports.figures import Figures, figures
from duban_cli.reports.figures_json import as_json
from duban_cli.reports.figures_text import summary_text
from tests.reports.book import Book, assigned, closed, done, passed, progress, returned, suspended, withdrawn
from tests.reports.test_sums import entries
from tests.rules.made import BASE as YUEYANG
from tests.rules.made import regime_of, with_common

YEAR = (date(2026, 1, 1), date(2026, 11, 20))
SILENT = "反馈: [{时限: 3个工作日, 未报: 视为未整改, 依据: 本办约定}]"
FURTHER = "另报: [{事: 整改措施, 时限: 3个工作日, 依据: 本办约定}]"
SCORE = "考核:\n- {基础分: 100, 依据: 本办约定}\n- {每: 未整改, 分: -5, 依据: 本办约定}\n"


def counted(book: Book, line: str, until: date = YEAR[1]) -> Figures:
    return figures(ruled(book.load(), line), YEAR[0], until)


def common(*lines: str) -> str:
    """岳阳's regime with rules more under 通用, its own 反馈 there left out."""
    own = next(line for line in YUEYANG.splitlines() if line.startswith("  反馈: [{时限: 当日"))
    return with_common("\n  ".join(lines), YUEYANG.replace(f"{own}\n", ""))


def ruled(ledger: Ledger, *lines: str) -> Ledger:
    return replace(ledger, regime=regime_of(common(*lines)))


def year(book: Book, line: str) -> Assessment:
    text = common(line)
    text = text[: text.index("\n考核:\n") + 1] + SCORE
    return assess(replace(book.load(), regime=regime_of(text)), 2026, YEAR[1])


def finance(found: Assessment) -> UnitYear:
    return next(r for r in found.rows if r.unit == "市财政局")


def handed(*more: str) -> tuple[str, ...]:
    return ("{日期: 2026-03-02, 动作: 立项, 方式: 直接}", assigned("2026-03-02", "2026-03-31"), *more)


def test_silence_past_the_limit_is_counted_for_each_item_once(book: Book) -> None:
    book.item("2026-0001", *handed())
    book.item("2026-0002", *handed(progress("2026-03-04")))
    book.item("2026-0003", *handed(progress("2026-03-20")))  # too late: it counts as silence all the same
    book.item("2026-0004", *handed(progress("2026-03-05"), returned("2026-03-09", "2026-03-12")))
    book.item("2026-0005", *handed(suspended("2026-03-03")))
    book.item("2026-0006", *handed(withdrawn("2026-03-10")))
    totals = counted(book, SILENT).totals
    assert totals.items["unremedied"] == ("2026-0001", "2026-0003", "2026-0004")
    assert totals.items["presumption_due"] == ("2026-0001", "2026-0002", "2026-0003", "2026-0004")
    assert totals.rates["unremedied_rate"].text == "75.0%"


def test_it_is_told_in_text_and_json_and_only_where_the_rules_say_so(book: Book) -> None:
    book.item("2026-0001", *handed())
    said = counted(book, SILENT)
    assert "未整改率 100.0%（未整改1÷未报视为未整改的应报1）" in summary_text(said)
    assert any(note.startswith("未整改：") for note in said.notes)
    assert as_json(said)["totals"]["unremedied"] == 1
    silent = figures(book.load(), *YEAR)
    assert "未整改" not in summary_text(silent)
    assert as_json(silent)["totals"]["unremedied_rate"]["value"] is None


def test_a_year_counts_it_scores_it_and_names_what_lies_behind(book: Book) -> None:
    book.item("2026-0001", *handed())
    book.item("2026-0002", *handed(progress("2026-03-04")))
    found = year(book, SILENT)
    assert (finance(found).counts["unremedied"], finance(found).counts["presumption_due"]) == (1, 2)
    assert finance(found).points == Decimal(95)
    assert [t.item for t in finance(found).behind("unremedied")] == ["2026-0001"]
    assert assessment_json(found, found.rows)["totals"]["unremedied"] == 1
    assert any(note.startswith("未整改：") for note in found.notes)


def test_each_unit_that_answers_for_itself_counts_for_itself(book: Book) -> None:
    joint = "协办单位: [市水利局]\n反馈单位: 各单位"
    book.item("2026-0001", *handed(progress("2026-03-04", "单位: 市水利局")), more=joint)
    said = counted(book, SILENT)
    assert {r.name: (r.counts["unremedied"], r.counts["presumption_due"]) for r in said.rows} == {
        "市财政局": (1, 1), "市水利局": (0, 1),
    }  # fmt: skip
    assert (said.totals.counts["unremedied"], said.totals.counts["presumption_due"]) == (1, 2)


def test_what_is_owed_beside_is_in_the_figures_of_replies(book: Book) -> None:
    met = "{日期: 2026-03-04, 动作: 反馈, 内容: 措施, 办结: 否, 针对: 整改措施}"
    book.item("2026-0001", *handed(met, done("2026-03-30")))
    book.item("2026-0002", *handed(done("2026-03-30")))
    without = figures(book.load(), *YEAR).totals.counts
    said = counted(book, FURTHER)
    totals = said.totals.counts
    assert totals["replies_due"] == without["replies_due"] + 2
    assert totals["replied"] == without["replied"] + 1
    assert any("含制度另要求报送的：整改措施" in note for note in said.notes)
    one = finance(year(book, FURTHER))
    assert (one.counts["replies_due"], one.counts["unreplied"]) == (totals["replies_due"], 1)
    assert [(t.item, t.duty.what) for t in one.behind("unreplied") if t.duty] == [("2026-0002", "整改措施")]
    assert not said.good


def test_what_is_owed_beside_is_late_even_where_only_the_striking_off_is_left(book: Book) -> None:
    book.item("2026-0001", *handed(done("2026-03-30"), passed("2026-03-31")))
    said = counted(book, FURTHER)
    assert [(x.id, x.duty) for x in said.late] == [("2026-0001", "整改措施")]
    assert said.totals.counts["overdue"] == 0  # 逾期 is a part of 在办
    struck = handed(done("2026-03-30"), passed("2026-03-31"), closed("2026-04-01"))
    book.item("2026-0001", *struck)
    assert counted(book, FURTHER).late == ()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return ruled(Book(tmp_path_factory.mktemp("book")).load(), SILENT, FURTHER)


@given(
    histories=st.lists(entries(), max_size=5),
    joint=st.booleans(),
)
def test_rows_add_up_and_no_more_is_counted_than_was_due(bare: Ledger, histories: list, joint: bool) -> None:  # type: ignore[type-arg]
    items = {
        f"2026-{n:04}": Item(
            id=f"2026-{n:04}", path=f"items/2026/2026-{n:04}.yaml", title="…", demand="…", lead="市财政局",
            category="领导批示", support=("市水利局", "楼区"), reply_by="各单位" if joint else "主办", entries=history,
        )
        for n, history in enumerate(histories, 1)
    }  # fmt: skip
    ledger = replace(bare, items=items)
    for by in ("单位", "类别", "来源"):
        said = figures(ledger, *YEAR, by)
        for key in ("unremedied", "presumption_due", "replies_due", "replied_on_time"):
            assert sum(r.counts[key] for r in said.rows) == said.totals.counts[key]
        assert said.totals.counts["unremedied"] <= said.totals.counts["presumption_due"]
    found = assess(ledger, 2026, YEAR[1])
    for key in ("unremedied", "presumption_due", "replies_due"):
        assert found.totals[key] == said.totals.counts[key]
