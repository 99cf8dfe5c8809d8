"""The benchmarks measure what they say: sound ledgers, real commands, a row for each; no time is judged here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from duban_cli.checks import run_checks
from duban_cli.rules.moments import Now
from duban_cli.rules.standing import stand
from tests.benchmarks import __main__ as command
from tests.benchmarks import others, rows
from tests.benchmarks.books import book_matters, make_book, make_history
from tests.benchmarks.matters import TODAY
from tests.benchmarks.timing import Side
from tests.historykit import Book
from tests.kit import open_ledger, rulebook

TINY = rows.Sizes(items=12, large=24, few=6, commits=12, due=3, pages=1, runs=1, large_runs=1)


def test_the_ledger_is_ten_years_of_sound_and_various_items(tmp_path: Path) -> None:
    ledger = open_ledger(make_book(tmp_path / "台账", 400))
    assert len(ledger.items) == 400
    assert {i[:4] for i in ledger.items} == {str(year) for year in range(2017, 2027)}
    assert [f.text for f in run_checks(ledger, Now(TODAY)) if f.level == "error"] == []
    texts = [m.text() for m in book_matters(400)]
    assert texts == [(tmp_path / "台账" / i.path).read_text(encoding="utf-8") for i in ledger.items.values()]
    assert len({i.title for i in ledger.items.values()}) > 390
    assert len({i.lead for i in ledger.items.values()}) > 30
    assert len({i.category for i in ledger.items.values()}) == 7
    assert 35 <= mean(text.count("\n") for text in texts) <= 50
    standings = [stand(i, rulebook(), Now(TODAY)) for i in ledger.items.values()]
    assert {"已归档", "已销号", "办理中", "待审核"} <= {s.course.state for s in standings}
    assert any(d.overdue for s in standings for d in s.duties)


def test_a_closed_item_carries_the_digest_of_what_was_closed(tmp_path: Path) -> None:
    ledger = open_ledger(make_book(tmp_path / "台账", 40))
    closed = [(i, n, e) for i in ledger.items.values() for n, e in enumerate(i.entries) if e.action == "销号"]
    assert len(closed) > 30
    assert all(e.digest == i.closing_digests[n] for i, n, e in closed)


def test_the_history_adds_an_entry_a_commit_in_order(tmp_path: Path) -> None:
    book = Book(make_history(tmp_path / "台账", 60))
    assert book.git("rev-list", "--count", "HEAD") == "60"
    assert book.git("status", "--porcelain") == ""
    days = book.git("log", "--reverse", "--format=%as").split()
    assert days == sorted(days)
    assert sum(len(i.entries) for i in open_ledger(book.root).items.values()) == 59
    assert book.found() == []


@pytest.mark.parametrize("name", ["start", "warm", "cold", "history", "urge", "page", "scale"])
def test_a_row_runs_its_commands(name: str, tmp_path: Path) -> None:
    made = list(rows.ROWS[name](rows.Shelf(tmp_path, TINY)))
    assert made
    for row in made:
        assert row.ours[0].isdigit()
        assert (row.target == "—") == (row.met is None)


@pytest.mark.parametrize("name", ["doorstop", "accounting"])
def test_a_program_that_is_not_there_is_said_and_how_to_get_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "tool", lambda _: None)
    made = list(rows.ROWS[name](rows.Shelf(tmp_path, TINY)))
    assert made
    assert all(row.note.startswith("没有装 ") and "install" in row.note for row in made)


@pytest.mark.parametrize(
    ("name", "programs"), [("doorstop", ("doorstop",)), ("accounting", ("bean-check", "hledger"))]
)
def test_the_yardstick_is_content_with_what_it_is_given(
    name: str, programs: tuple[str, ...], tmp_path: Path
) -> None:
    there = [p for p in programs if others.tool(p) is not None]
    if not there:
        pytest.skip(f"没有装 {'、'.join(programs)}")
    made = list(rows.ROWS[name](rows.Shelf(tmp_path, TINY)))
    for program in there:
        assert any(program in r.work + r.note and r.theirs[0].isdigit() for r in made)


def test_the_yardsticks_read_every_file(tmp_path: Path) -> None:
    root = make_book(tmp_path / "台账", 12)
    broken = root / "items" / "2026" / "2026-0001.yaml"
    broken.write_text("甲: [", encoding="utf-8")
    assert subprocess.run(others.ruamel(root), capture_output=True, check=False).returncode
    assert subprocess.run(others.reading(root), capture_output=True, check=False).returncode == 0
    broken.unlink()
    broken.symlink_to("nowhere")
    assert subprocess.run(others.reading(root), capture_output=True, check=False).returncode


def test_the_table_is_aligned_and_has_the_verdict() -> None:
    text = command.table(
        [
            rows.Row("check，热", "1.000 s", "0.500 s", "2.00×", "2.10×", "≤ 3×", True, "比：读"),
            rows.Row("check 每件", "—", note="没有装 doorstop"),
        ]
    )
    head, first, second = text.split("\n")
    assert head.startswith("工作")
    assert "达到" in first
    assert second.endswith("没有装 doorstop")


def test_what_was_measured_is_shown_though_a_command_failed_and_the_run_was_broken_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def sound(shelf: rows.Shelf) -> Iterator[rows.Row]:
        yield rows.Row("甲", "1.000 s", target="≤ 3×", met=False)

    def failing(shelf: rows.Shelf) -> Iterator[rows.Row]:
        Side(((sys.executable, "-c", "raise SystemExit('不行')"),)).spend()
        yield rows.Row("乙", "不应有")

    def broken_off(shelf: rows.Shelf) -> Iterator[rows.Row]:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "ROWS", {"甲": sound, "乙": failing, "丙": broken_off})
    monkeypatch.setattr(sys, "argv", ["tests.benchmarks"])
    command.main()
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[1].split()[-1] == "未达到"
    assert "没有量成" in lines[2]
    assert "不应有" not in told.out
    assert lines[3].startswith("各5次的中位数")
    assert "不行" in told.err
