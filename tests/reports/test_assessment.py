"""考核: counts that agree with the bulletin and add up, each with its entries; conclusions and points by the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime
from duban_cli.ledger.store import load
from duban_cli.reports.assessment import Assessment, UnitYear, assess, check_sums
from duban_cli.reports.figures import figures
from duban_cli.rules.scoring import MEASURES, SUMS
from tests.kit import packaged_regime
from tests.reports.book import (
    Book,
    assigned,
    closed,
    criticised,
    done,
    extended,
    passed,
    progress,
    returned,
    suspended,
    urged,
    withdrawn,
)
from tests.reports.test_sums import items

if TYPE_CHECKING:
    from duban_cli.ledger.records import Item
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.regime import Regime

TODAY = date(2026, 11, 20)
AGREED = {
    "items": "counted", "due": "due", "done_on_time": "done_on_time", "returned": "returned", "urged": "urged",
    "notices": "notices", "extended": "extended", "replies_due": "replies_due", "replied_on_time": "replied_on_time",
}  # fmt: skip
"""Our counts and the bulletin's of the same period."""
NO_ITEMS = "- {无事项: 不考核, 依据: 本办约定}\n"


def with_rules(*rules: str) -> Regime:
    """岳阳's regime with more 考核 rules."""
    text = packaged_regime().decode()
    assert text.endswith(NO_ITEMS)
    source = Source("regime.yaml")
    regime = read_regime((text + "".join(f"- {rule}\n" for rule in rules)).encode(), source)
    assert regime is not None, [p.text for p in source.problems]
    return regime


def year(book: Book, today: date = TODAY, of: int = 2026) -> Assessment:
    return assess(book.load(), of, today)


def row(found: Assessment, unit: str) -> UnitYear:
    return next(r for r in found.rows if r.unit == unit)


def counts(found: UnitYear) -> dict[str, int]:
    """What is not nothing."""
    return {key: n for key, n in found.counts.items() if n}


@given(found=items(), days=st.integers(0, 500))
def test_units_add_up_and_agree_with_the_bulletin_of_the_year(
    empty: Ledger, found: dict[str, Item], days: int
) -> None:
    ledger = replace(empty, items=found)
    end = min(date(2026, 1, 1) + timedelta(days=days), date(2026, 12, 31))
    report = assess(ledger, 2026, end)
    bulletin = figures(ledger, date(2026, 1, 1), end).totals

    for ours, theirs in AGREED.items():
        assert report.totals[ours] == bulletin.counts[theirs], ours
    for measure in MEASURES:
        added = sum(r.counts[measure.key] for r in report.rows)
        assert added == report.totals[measure.key] or (
            measure.key == "notices" and added > report.totals["notices"]
        )
    for one in report.rows:
        assert one.counts.keys() == report.totals.keys()
        for measure in MEASURES:
            assert len(one.behind(measure.key)) == one.counts[measure.key]
        for whole, parts in SUMS.items():
            assert sum(one.counts[p] for p in parts) == one.counts[whole]
        assert all(0 <= rate.numerator <= rate.denominator for rate in one.rates.values())
        assert all(t.item in found for t in one.traces)
    names = [r.unit for r in report.rows]
    assert len(set(names)) == len(names)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Book(tmp_path_factory.mktemp("book")).load()


def test_each_way_a_matter_can_go_is_counted_where_it_belongs(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"), done("2026-03-13"), passed("2026-03-14"))
    book.item("2026-0002", assigned("2026-03-02", "2026-03-16"), done("2026-03-20"))
    book.item(
        "2026-0003", assigned("2026-03-02", "2026-03-16"), urged("2026-03-25", "催1号"), urged("2026-04-08")
    )
    book.item("2026-0004", assigned("2026-11-09", "2026-11-20"))
    book.item("2026-0005", assigned("2026-11-09", "2026-12-20"), extended("2026-11-10", "2026-12-25"))
    book.item("2026-0006", assigned("2026-03-02", "2026-03-16"), withdrawn("2026-03-20"))
    book.item("2026-0007", assigned("2026-03-02", "2026-03-16"), suspended("2026-03-10"))

    found = row(year(book), "市财政局")

    assert counts(found) == {
        "items": 6, "due": 4, "done_on_time": 1, "late_done": 1, "late_open": 1, "at_limit": 1, "urged": 2, "notices": 1,
        "extended": 1, "replies_due": 4, "replied_on_time": 1, "replied_late": 1, "unreplied": 2,
    }  # fmt: skip
    assert [t.item for t in found.behind("late_open")] == ["2026-0003"]
    assert [t.doc_no for t in found.behind("notices")] == ["催1号"]
    assert (found.rates["on_time_rate"].text, found.points, found.conclusions) == ("25.0%", None, ())


def test_a_late_reply_sent_back_and_redone_in_time_is_not_forgotten(book: Book) -> None:
    book.item(
        "2026-0001", assigned("2026-03-02", "2026-03-16"), done("2026-03-25"), returned("2026-03-26", "2026-04-03"),
        done("2026-04-01"), passed("2026-04-02"), closed("2026-04-03"),
    )  # fmt: skip

    found = row(year(book), "市财政局")

    assert counts(found) == {
        "items": 1, "due": 1, "done_on_time": 1, "late_before_return": 1, "returned": 1, "replies_due": 2,
        "replied_on_time": 1, "replied_late": 1,
    }  # fmt: skip
    assert "late_before_return" in [m.key for m in year(book).measures]


def test_what_was_late_before_the_year_is_told_apart(book: Book) -> None:
    book.item("2025-0001", assigned("2025-12-01", "2025-12-15"), done("2026-01-20"))
    book.item("2025-0002", assigned("2025-12-01", "2025-12-15"))
    book.item("2025-0003", assigned("2025-12-01", "2025-12-15"), done("2025-12-30"))
    book.item("2025-0004", assigned("2025-12-01", "2025-12-15"), done("2025-12-10"), closed("2025-12-20"))

    now = row(year(book), "市财政局")
    before = row(year(book, of=2025), "市财政局")

    assert counts(now) == {"items": 3, "carried": 2}
    assert [t.item for t in now.behind("carried")] == ["2025-0001", "2025-0002"]
    assert (before.counts["due"], before.counts["done_on_time"], before.counts["late_open"]) == (4, 1, 2)


def test_a_matter_handed_on_counts_for_who_led_it_then(book: Book) -> None:
    book.item(
        "2026-0001", assigned("2026-03-02", "2026-03-16"), urged("2026-03-25"),
        "{日期: 2026-04-01, 动作: 变更, 字段: 主办单位, 新: 市水利局, 批准: 刘某某}", done("2026-04-10"),
    )  # fmt: skip
    found = year(book)
    assert counts(row(found, "市财政局")) == {"urged": 1}
    assert counts(row(found, "市水利局")) == {
        "items": 1, "due": 1, "late_done": 1, "replies_due": 1, "replied_late": 1,
    }  # fmt: skip


def test_merged_and_renamed_units_are_one_row(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"), lead="市旅游局")
    book.item("2026-0002", assigned("2026-03-02", "2026-03-16"), lead="市水务局")
    found = year(book)
    assert [r.unit for r in found.rows] == ["市城市管理局", "岳阳楼区人民政府", "市财政局", "市水利局"]
    assert [r.unit for r in found.shown_rows] == ["市财政局", "市水利局"]


def test_later_entries_are_not_seen(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"), progress("2026-03-12"), done("2026-04-10"))
    then = row(year(book, date(2026, 3, 31)), "市财政局")
    assert (then.counts["late_open"], then.counts["late_done"], then.counts["replied_on_time"]) == (1, 0, 1)
    whole = year(book, date(2027, 5, 1))
    assert (whole.end, whole.complete) == (date(2026, 12, 31), True)
    assert not year(book).complete


def test_three_approved_criticisms_fail_the_year(book: Book) -> None:
    book.write("office/2026.yaml", (
        "记录:\n"
        "- {日期: 2026-05-15, 动作: 通报, 文号: 第1期, 批评: [楼区, 市财政局], 批准: 彭某某}\n"
        "- {日期: 2026-08-14, 动作: 通报, 文号: 第2期, 批评: [楼区], 批准: 彭某某}\n"
    ))  # fmt: skip
    book.item(
        "2026-0001", assigned("2026-03-02", "2026-03-16"), criticised("2026-08-14", "楼区", "第2期"),
        criticised("2026-09-01", "楼区", "岳督批1号"), lead="楼区",
    )  # fmt: skip

    failed, other = (row(year(book), unit) for unit in ("岳阳楼区人民政府", "市财政局"))

    assert [(t.day, t.item, t.doc_no) for t in failed.behind("criticised")] == [
        (date(2026, 5, 15), None, "第1期"), (date(2026, 8, 14), None, "第2期"), (date(2026, 9, 1), "2026-0001", "岳督批1号"),
    ]  # fmt: skip
    assert [(c.text, c.reason, c.clause.text) for c in failed.conclusions] == [
        ("未达标", "一年内批评3次，满3次", "岳政办发〔2007〕3号 三（二）")
    ]
    # Led nothing, yet was criticised: not assessed, and that stands beside the criticism.
    assert (other.counts["criticised"], other.assessed) == (1, False)
    assert [c.text for c in row(year(book, date(2026, 8, 31)), "岳阳楼区人民政府").conclusions] == []


def test_units_without_items_are_treated_as_the_regime_says(book: Book) -> None:
    idle = row(year(book), "市城市管理局")
    assert (idle.assessed, idle.score) == (False, None)
    assert [(c.text, c.clause.text) for c in idle.conclusions] == [("不考核", "本办约定")]

    silent = replace(book.load().regime, points=replace(book.load().regime.points, no_items=()))
    told = assess(replace(book.load(), regime=silent), 2026, TODAY)
    assert (row(told, "市城市管理局").assessed, row(told, "市城市管理局").conclusions) == (True, ())


def test_points_only_where_the_regime_states_them(book: Book) -> None:
    for number in range(1, 5):
        book.item(f"2026-000{number}", assigned("2026-03-02", "2026-03-16"), urged("2026-03-25"))
    book.item("2026-0005", assigned("2026-03-02", "2026-03-16"), done("2026-03-10"))
    ledger = book.load()
    rules = ("{基础分: 100, 依据: 岳07 三（二）}", "{每: 逾期, 分: -2, 上限: 5, 依据: 岳07 三（二）}",
             "{每: 按期办结, 分: +0.5, 依据: 本办约定}", "{每: 催办, 分: -1, 依据: 本办约定}")  # fmt: skip
    scored = row(assess(replace(ledger, regime=with_rules(*rules)), 2026, TODAY), "市财政局")

    assert scored.score is not None
    assert [(line.label, line.count, line.points) for line in scored.score] == [
        ("基础分", None, Decimal(100)), ("逾期", 4, Decimal(-5)), ("按期办结", 1, Decimal("0.5")), ("催办", 4, Decimal(-4)),
    ]  # fmt: skip
    assert scored.points == Decimal("91.5")
    assert row(assess(ledger, 2026, TODAY), "市财政局").points is None
    assert any("不打分" in note for note in assess(ledger, 2026, TODAY).notes)


def test_a_later_documents_points_go_first(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"))
    rules = ("{基础分: 100, 依据: 岳07 三（二）}", "{基础分: 60, 依据: 岳20 十}")
    ledger = replace(book.load(), regime=with_rules(*rules))
    assert row(assess(ledger, 2026, TODAY), "市财政局").points == Decimal(60)
    assert row(assess(ledger, 2019, TODAY), "市财政局").points is None  # led nothing that year
    full = replace(ledger, regime=with_rules(*rules, "{无事项: 满分, 依据: 岳20 十}"))
    idle = row(assess(full, 2026, TODAY), "市水利局")
    assert (idle.assessed, idle.points, idle.conclusions[0].text) == (True, Decimal(60), "满分")


def test_conclusions_may_hang_on_other_acts(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"),
              "{日期: 2026-04-01, 动作: 约谈, 单位: 市财政局, 批准: 刘某某}")  # fmt: skip
    regime = with_rules("{一年内: 约谈, 满: 1次, 结论: 取消评优资格, 依据: 本办约定}")
    found = assess(replace(book.load(), regime=regime), 2026, TODAY)
    assert [c.text for c in row(found, "市财政局").conclusions] == ["取消评优资格"]
    assert [t.item for t in row(found, "市财政局").behind("约谈")] == ["2026-0001"]
    assert found.totals["约谈"] == 1


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{依据: 本办约定}", "考核规则要写一年内、无事项、基础分、每、等次、周期之一"),
        ("{基础分: 100, 每: 逾期, 依据: 本办约定}", "只写一个"),
        ("{每: 逾期了, 分: -1, 依据: 本办约定}", "是否想写“逾期”"),
        ("{每: 逾期, 依据: 本办约定}", "缺“分”"),
        ("{每: 逾期, 分: 一分, 依据: 本办约定}", "应当写分数"),
        ("{每: 逾期, 分: -1, 上限: -5, 依据: 本办约定}", "应当大于 0"),
        ("{无事项: 免考, 依据: 本办约定}", "不在可选之列：不考核、满分"),
        ("{基础分: 100}", "缺“依据”"),
        ("一百分", "考核规则要写"),
    ],
)
def test_mistakes_in_the_rules_are_placed_and_explained(rule: str, told: str) -> None:
    text = packaged_regime().decode() + f"- {rule}\n"
    source = Source("regime.yaml")
    assert read_regime(text.encode(), source) is None
    assert told in "\n".join(p.text for p in source.problems)
    assert source.problems[0].line == text.count("\n")


def test_a_year_to_come_is_wrong_use(book: Book) -> None:
    with pytest.raises(WrongUse, match="2027年还没有到"):
        assess(book.load(), 2027, TODAY)


def test_figures_that_do_not_add_up_are_refused(book: Book) -> None:
    book.item("2026-0001", assigned("2026-03-02", "2026-03-16"))
    found = year(book)
    wrong = replace(found, totals={**found.totals, "urged": 1})
    with pytest.raises(RuleRefused, match="催办各单位相加为 0，合计为 1"):
        check_sums(wrong)
    bent = replace(found, rows=(), totals=dict.fromkeys(found.totals, 0) | {"due": 1, "done_on_time": 0})
    with pytest.raises(RuleRefused, match="应办结"):
        check_sums(bent)


def test_what_cannot_be_read_is_told(book: Book) -> None:
    book.write("items/2026/2026-0009.yaml", "标题: 坏的\n")
    found = assess(load(book.root).need(), 2026, TODAY)
    assert found.unreadable == ("2026-0009",)
    assert any("2026-0009" in note for note in found.notes)
