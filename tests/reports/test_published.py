"""镇平县 2020: 579 meeting items as published, with the published rates, from item files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from duban_cli.reports.figures import Figures, figures
from tests.reports.book import Book, assigned, closed, done, passed

if TYPE_CHECKING:
    from duban_cli.reports.tally import Row

TABLE = Path(__file__).parents[1] / "tables" / "1_zhenping_2020_meeting_items.csv"
PARTY, REGULAR, OFFICE = "县政府党组会议", "县政府常务会议", "县长办公会议"
DAY = date(2020, 12, 31)


class Published(NamedTuple):
    total: int
    done: int
    rate: str


def _published() -> dict[tuple[str, str], Published]:
    """(meeting, session) → figures, for the rows that print all of them."""
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    out = {}
    for row in rows:
        if row["公布完成率(%)"]:
            session = "" if row["会议"].startswith(("小计", "合计")) else row["会议"]
            found = Published(int(row["确定事项"]), int(row["已完成"]), row["公布完成率(%)"])
            assert found.total - found.done == int(row["正在办理"])
            out[row["会议类别"], session] = found
    return out


PUBLISHED = _published()


def _sessions(meeting: str) -> list[tuple[str, int, int]]:
    """(session, items, done) of a meeting; what the table leaves out is found by difference."""
    told = [(s, p.total, p.done) for (m, s), p in PUBLISHED.items() if m == meeting and s]
    whole = PUBLISHED[meeting, ""]
    if meeting == OFFICE:
        told.append(
            ("第十二次", 11, 6)
        )  # 126 done in all, 86 of them in the sessions that finished everything
    finished = {
        PARTY: ["第一次", "第二次", "第三次", "第四次", "第五次"],
        REGULAR: ["第一次", "第二次", "第三次", "第四次", "第五次", "第七次"],
        OFFICE: [
            "第一次",
            "第二次",
            "第三次",
            "第四次",
            "第五次",
            "第七次",
            "第十次",
            "第十六次",
            "第十七次",
        ],
    }[meeting]
    rest = whole.total - sum(t for _, t, _ in told)
    assert rest == whole.done - sum(d for _, _, d in told)
    share, over = divmod(rest, len(finished))
    return [(s, share + (n < over), share + (n < over)) for n, s in enumerate(finished)] + told


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    book = Book(tmp_path_factory.mktemp("zhenping"))
    number = 0
    for meeting in (PARTY, REGULAR, OFFICE):
        for session, total, finished in _sessions(meeting):
            for n in range(total):
                number += 1
                course = [assigned("2020-05-06", "2020-11-30")]
                if n < finished:
                    course += [done("2020-10-12"), passed("2020-10-14")]
                if n < finished and number % 2:
                    course.append(closed("2020-10-15"))
                book.item(
                    f"2020-{number:04}", *course, category="会议议定", openness="不予公开",
                    origin=f"{{类型: 会议, 名称: {meeting}, 届次: {session}}}",
                )  # fmt: skip
    assert number == 579
    return figures(book.load(), date(2020, 1, 1), DAY, "来源")


def _row(report: Figures, meeting: str, session: str) -> Row:
    if meeting == "全部":
        return report.totals
    row = next(r for r in report.rows if r.name == meeting)
    return next(r for r in row.rows if r.name == session) if session else row


def test_the_table_is_all_there() -> None:
    assert sorted(p.rate for p in PUBLISHED.values()) == sorted(
        ["95", "100", "95.1", "97.7", "89.5", "70.6", "93.3", "90", "85.7", "90.5"]
    )


@pytest.mark.parametrize("key", PUBLISHED, ids="".join)
def test_rate_as_published(report: Figures, key: tuple[str, str]) -> None:
    published, row = PUBLISHED[key], _row(report, *key)
    rate = row.rates["done_rate"]

    assert (rate.numerator, rate.denominator) == (published.done, published.total)
    assert rate.text == f"{float(published.rate):.1f}%"
    assert len(row.items["done"]) == published.done


def test_meetings_and_sessions_stand_in_the_order_of_the_items(report: Figures) -> None:
    assert [r.name for r in report.rows] == [PARTY, REGULAR, OFFICE]
    assert [len(r.rows) for r in report.rows] == [5, 9, 13]


def test_done_is_not_closed(report: Figures) -> None:
    counts = report.totals.counts

    assert counts["done"] == counts["closed"] + counts["awaiting_close"] == 550
    assert counts["under_way"] == counts["overdue"] == 29
