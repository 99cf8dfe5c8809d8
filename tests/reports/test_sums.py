"""Rows add up to totals whatever the ledger, and figures that do not are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.errors import RuleRefused
from duban_cli.ledger.records import Entry, Item, Origin
from duban_cli.ledger.store import Ledger
from duban_cli.reports.figures import Figures, check_sums, figures
from duban_cli.reports.groups import By, Group, grouped
from duban_cli.reports.measures import MEASURES, PARTS, RATIOS
from tests.reports.book import Book, assigned, done, urged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duban_cli.reports.tally import Row

FIRST = date(2026, 1, 1)
LEADS = ("市城市管理局", "城管局", "楼区", "市财政局", "市旅游局", "名录外单位")
days = st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n))
dues = st.none() | days


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    """What may be written of an item, in any order a clumsy clerk may have written it."""
    out = []
    if draw(st.integers(0, 9)):
        out.append(Entry(day=draw(days), action="交办", due=draw(dues)))
    for action in draw(st.lists(st.sampled_from(
        ["立项", "交办", "反馈", "反馈", "审核", "审核", "延期", "催办", "中止", "恢复", "撤销", "销号", "归档", "重启", "变更"]
    ), max_size=9)):  # fmt: skip
        day = draw(days)
        match action:
            case "反馈":
                received = draw(st.none() | st.just(day + timedelta(days=3)))
                out.append(
                    Entry(day=day, action=action, content="…", done=draw(st.booleans()), received=received)
                )
            case "审核":
                out.append(
                    Entry(
                        day=day, action=action, result=draw(st.sampled_from(["通过", "退回"])), due=draw(dues)
                    )
                )
            case "延期":
                stage = draw(st.sampled_from(["申请", "批准", "不批"]))
                out.append(Entry(day=day, action=action, stage=stage, due=draw(days)))
            case "催办":
                out.append(
                    Entry(
                        day=day,
                        action=action,
                        method="通知单",
                        doc_no=draw(st.sampled_from([None, "1号", "2号"])),
                    )
                )
            case "变更":
                out.append(
                    Entry(
                        day=day,
                        action=action,
                        field="主办单位",
                        new=draw(st.sampled_from(LEADS)),
                        approved_by="刘某某",
                    )
                )
            case _:
                out.append(Entry(day=day, action=action, due=draw(dues)))
    return tuple(sorted(out, key=lambda e: e.day))


origins = st.none() | st.builds(
    Origin, kind=st.sampled_from(["会议", "批示", "文件"]), name=st.sampled_from([None, "常务会议", "全体会议"]),
    session=st.sampled_from([None, "第1次", "第2次"]), doc_no=st.sampled_from([None, "1号"]),
)  # fmt: skip


@st.composite
def items(draw: st.DrawFn) -> dict[str, Item]:
    out = {}
    for number in range(draw(st.integers(0, 7))):
        item_id = f"2026-{number + 9997:04}"
        out[item_id] = Item(
            id=item_id, path=f"items/2026/{item_id}.yaml", title="…", demand="…", lead=draw(st.sampled_from(LEADS)),
            category=draw(st.sampled_from(["领导批示", "批示交办", "会议议定", "政府工作报告", "没有的类别"])),
            openness=draw(st.sampled_from(["主动公开", "不予公开"])), origin=draw(origins), entries=draw(entries()),
        )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Book(tmp_path_factory.mktemp("book")).load()


def _leaves(rows: Iterable[Row]) -> list[Row]:
    return [leaf for row in rows for leaf in (_leaves(row.rows) if row.rows else [row])]


def _all(rows: Iterable[Row]) -> list[Row]:
    return [r for row in rows for r in (row, *_all(row.rows))]


@given(found=items(), start=days, length=st.integers(0, 120))
def test_in_every_grouping_the_same_totals_and_rows_that_add_up(
    empty: Ledger, found: dict[str, Item], start: date, length: int
) -> None:
    ledger = replace(empty, items=found)
    by_all = {by: figures(ledger, start, start + timedelta(days=length), by) for by in get_args(By)}

    for report in by_all.values():
        assert report.totals == by_all["单位"].totals
        assert (report.late, report.good) == (by_all["单位"].late, by_all["单位"].good)
        for measure in MEASURES:
            if measure.adds:
                assert sum(r.counts[measure.key] for r in report.rows) == report.totals.counts[measure.key]
                assert (
                    sum(r.counts[measure.key] for r in _leaves(report.rows))
                    == report.totals.counts[measure.key]
                )
        for row in (report.totals, *_all(report.rows)):
            _is_sound(row)


def _is_sound(row: Row) -> None:
    counts = row.counts
    assert sum(counts[p] for p in PARTS) == counts["included"] == counts["counted"] + counts["withdrawn"]
    assert counts["included"] == counts["done"] + counts["open"] + counts["withdrawn"]
    assert counts["overdue"] <= counts["open"]
    assert counts["struck_off"] >= counts["closed"]
    assert counts["notices"] <= counts["urged"]
    for measure in MEASURES:
        ids = row.items[measure.key]
        assert len(set(ids)) == len(ids)
        if measure.unit == "件" and not measure.lives:
            assert len(ids) == counts[measure.key]
        elif measure.adds:
            assert len(ids) <= counts[measure.key]
            assert bool(ids) == bool(counts[measure.key])
    for ratio in RATIOS:
        rate = row.rates[ratio.key]
        assert 0 <= rate.numerator <= rate.denominator
        assert set(row.items[ratio.numerator]) <= set(row.items[ratio.denominator])


@pytest.fixture
def report(book: Book) -> Figures:
    for number, lead in enumerate(["市财政局", "市水利局", "楼区"], 1):
        entries = (assigned("2026-04-02", "2026-05-08"), urged("2026-05-20", "催1号"), done("2026-05-21"))
        book.item(
            f"2026-{number:04}", *entries, lead=lead, origin=f"{{类型: 会议, 名称: 例会, 届次: 第{number}次}}"
        )
    return figures(book.load(), FIRST, date(2026, 6, 30), "来源")


def test_a_row_changed_is_refused(report: Figures) -> None:
    row = report.rows[0]
    wrong = replace(row, counts={**row.counts, "included": row.counts["included"] - 1})

    with pytest.raises(RuleRefused, match="合计对不上：纳入各行相加为 2，合计为 3") as refused:
        check_sums(report.totals, [wrong])

    assert refused.value.exit_code == 1


def test_a_row_within_a_row_changed_is_refused(report: Figures) -> None:
    row = report.rows[0]
    wrong = replace(row, rows=row.rows[1:])

    with pytest.raises(RuleRefused, match="合计对不上：例会：纳入各行相加为 2，例会为 3"):
        check_sums(report.totals, [wrong])


def test_the_right_number_of_wrong_items_is_refused(report: Figures) -> None:
    row = report.rows[0]
    wrong = replace(row, items={**row.items, "overdue": ("2026-0009",)}, rows=())

    with pytest.raises(RuleRefused, match="逾期各行所列的事项与合计所列的不同"):
        check_sums(report.totals, [wrong])


def test_kinds_that_leave_a_rest_are_refused(report: Figures) -> None:
    broken = replace(report.totals, counts={**report.totals.counts, "closed": 1})
    rows = [replace(r, counts={**r.counts, "closed": 1}, rows=()) for r in report.rows]

    with pytest.raises(RuleRefused, match="相加为 4，纳入为 3"):
        check_sums(broken, rows)


def test_no_figures_come_out_when_a_group_loses_an_item(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        book.item(f"2026-{number:04}", assigned("2026-04-02", "2026-05-08"))

    def forgetful(items: Iterable[Item], by: By, ledger: Ledger) -> tuple[Group, ...]:
        return tuple(replace(g, items=g.items[1:]) for g in grouped(items, by, ledger))

    monkeypatch.setattr("duban_cli.reports.figures.grouped", forgetful)
    with pytest.raises(RuleRefused, match="合计对不上"):
        figures(book.load(), FIRST, date(2026, 6, 30))
