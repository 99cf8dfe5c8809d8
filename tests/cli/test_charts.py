"""Charts on the papers of the example ledger: what they show is what the command's JSON says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from duban_cli.documents.pictures import FEWEST
from duban_cli.shipped import example_dir
from tests.cli.conftest import call
from tests.documents.test_chart import cached, parts

TODAY = "2026-11-20"
PERIOD = ("--from", "2026-09-01", "--to", "2026-11-20")


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example ledger, and the current directory in it."""
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    root = tmp_path / "台账"
    shutil.copytree(example_dir("yueyang"), root)
    monkeypatch.chdir(root)
    return root


def duban(*args: str) -> Any:
    answer = call("--today", TODAY, *args)
    assert answer.code == 0, answer.err
    return answer


def shown(chart: Any) -> dict[str, float]:
    """What a chart shows of each thing: 10/12 behind its name and the figure."""
    points = {int(p.get("idx")): p for p in chart.find(f".//{_C}val").iter(f"{_C}pt")}
    names = cached(chart, "cat")
    return {name: float(points[at].find(f"{_C}v").text) for at, name in enumerate(names) if at in points}


_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def test_the_bulletin_shows_the_units_of_its_table_and_the_months_before_it(
    example: Path, tmp_path: Path
) -> None:
    told = duban("bulletin", *PERIOD, "--format", "json").json
    duban("bulletin", *PERIOD, "--out", str(tmp_path))

    units, months = parts(next(tmp_path.glob("督查通报-*.docx")).read_bytes())

    rates = {row["name"]: row["on_time_rate"] for row in told["units"]}
    due = {name: rate for name, rate in rates.items() if rate["denominator"]}
    assert len(due) >= FEWEST
    assert shown(units) == {
        f"{name}（{rate['numerator']}/{rate['denominator']}）": float(rate["text"].rstrip("%"))
        for name, rate in due.items()
    }
    last = duban("bulletin", "--from", "2026-11-01", "--to", TODAY, "--format", "json").json
    total = last["totals"]["on_time_rate"]
    assert cached(months, "cat")[-1] == f"11月\n{total['numerator']}/{total['denominator']}"
    assert list(shown(months).values())[-1] == float(total["text"].rstrip("%"))
    assert len(cached(months, "cat")) == 6


def test_the_draft_and_the_bulletin_issued_show_the_same(example: Path, tmp_path: Path) -> None:
    duban("bulletin", *PERIOD, "--out", str(tmp_path / "甲"))
    duban("bulletin", *PERIOD, "--out", str(tmp_path / "乙"))
    first, again = (next((tmp_path / name).glob("*.docx")).read_bytes() for name in "甲乙")
    assert first == again


def test_a_bulletin_by_category_names_what_it_shows(example: Path, tmp_path: Path) -> None:
    duban("bulletin", *PERIOD, "--by", "类别", "--out", str(tmp_path))

    groups, _ = parts(next(tmp_path.glob("督查通报-*.docx")).read_bytes())

    assert "各类别按期办结率" in "".join(groups.itertext())


def test_the_assessment_shows_the_rate_of_each_unit(example: Path, tmp_path: Path) -> None:
    told = duban("assess", "2026", "--format", "json").json
    duban("assess", "2026", "--paper", "--out", str(tmp_path))

    units, months = parts(next(tmp_path.glob("考核表-*.docx")).read_bytes())

    rates = {row["name"]: row["on_time_rate"] for row in told["units"]}
    assert shown(units) == {
        f"{name}（{rate['numerator']}/{rate['denominator']}）": float(rate["text"].rstrip("%"))
        for name, rate in rates.items()
        if rate["denominator"]
    }
    assert "2026年" in "".join(months.itertext())
    assert cached(months, "cat")[0].startswith("1月\n")
    assert cached(months, "cat")[-1].startswith("11月\n")
