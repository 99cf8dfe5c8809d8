"""Long work says how far it has come, to a person at a terminal and to nobody else."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from duban_cli.cli.progress import picture, watched
from duban_cli.errors import RuleRefused
from duban_cli.text import cell_width
from tests.cli.test_terminal import at_terminal


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock takes a quarter of a second."""
    clock = iter(n / 4 for n in range(1000))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


def test_the_bar_comes_moves_and_goes(slow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(watched("甲乙丙丁戊", "核对历史")) == ["甲", "乙", "丙", "丁", "戊"]
    pictures = screen.getvalue().split("\r")
    assert pictures[1].rstrip() == "核对历史  [####                    ] 1/5  约还需2秒"
    assert "4/5" in pictures[-3]
    assert pictures[-2].strip() == ""
    assert pictures[-1] == ""
    assert "\x1b" not in screen.getvalue()


def test_it_goes_when_the_work_fails(slow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)

    def work() -> None:
        for thing in watched("甲乙丙丁", "做"):
            if thing == "丁":
                raise RuleRefused("甲")

    with pytest.raises(RuleRefused):
        work()
    assert screen.getvalue().endswith(" \r")


@pytest.mark.parametrize(("tty", "term"), [(False, "xterm"), (True, "dumb")])
def test_no_bar_elsewhere(slow: None, monkeypatch: pytest.MonkeyPatch, tty: bool, term: str) -> None:
    screen = Screen() if tty else io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", term)
    assert list(watched([1, 2, 3, 4, 5], "做")) == [1, 2, 3, 4, 5]
    assert screen.getvalue() == ""


def test_what_is_quick_shows_none(tmp_path: Path) -> None:
    program = "from duban_cli.cli.progress import watched; print(list(watched([1, 2], '做')))"
    assert at_terminal(sys.executable, "-c", program, cwd=tmp_path).strip() == "[1, 2]"


@pytest.mark.parametrize("columns", [10, 30, 50, 80])
def test_the_picture_fits_the_line(columns: int) -> None:
    line = picture("核对历史", 1200, 4800, 60, columns)
    assert line.startswith("核对历史")
    assert cell_width(line) < columns


def test_long_waits_are_told_in_minutes() -> None:
    assert picture("核对历史", 1200, 4800, 60, 80).endswith("1200/4800  约还需3分钟")
