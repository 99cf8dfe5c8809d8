"""``workday``: forwards, backwards, between two days; with a ledger's calendar and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Answer, call


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)


def workday(*args: str) -> Answer:
    return call("workday", *args)


@pytest.mark.parametrize(
    ("args", "out"),
    [
        (("2026-02-10", "+10"), "2026-03-02"),
        (("2026-03-04", "+10"), "2026-03-18"),
        (("2026-03-31", "-15"), "2026-03-10"),
        (("2026-03-07", "+0"), "2026-03-07"),
        (("2026-02-10", "2026-03-02"), "10"),
        (("2026-03-31", "2026-03-10"), "-15"),
        (("2026-03-07", "2026-03-08"), "0"),
        (("2026-3-4", "＋10"), "2026-03-18"),
    ],
)
def test_reckoning(args: tuple[str, str], out: str) -> None:
    answer = workday(*args)
    assert (answer.code, answer.out) == (0, f"{out}\n")


def test_the_days_are_told_beside_the_result() -> None:
    told = workday("2026-02-10", "+10").err
    assert "2026-02-10 周二之后第10个工作日：2026-03-02 周一" in told
    assert "不计 2月15日至23日（春节假期）、3月1日（周末）" in told
    assert "计入 2月14日（调休上班）、28日（调休上班）" in told
    assert "3个工作日" in workday("2026-03-31", "2026-03-26").err


def test_json() -> None:
    document = workday("2026-03-04", "+3", "--format", "json").json
    assert document["version"] == 1
    assert document["ledger"] is None
    assert (document["start"], document["n"], document["due"], document["provisional"]) == (
        "2026-03-04", 3, "2026-03-09", False,
    )  # fmt: skip
    assert document["skipped"] == [
        {"date": "2026-03-07", "why": "周末"},
        {"date": "2026-03-08", "why": "周末"},
    ]
    back = workday("2026-03-31", "2026-03-10", "--format", "json").json
    assert (back["n"], back["due"]) == (-15, "2026-03-10")


def test_years_without_a_notice_are_provisional() -> None:
    answer = workday("2026-12-30", "+3")
    assert answer.code == 0
    assert "暂定" in answer.err
    assert workday("2040-01-01", "+5", "--format", "json").json["provisional"] is True


def test_the_ledgers_calendar_corrects_the_packaged_one(ledger: Path) -> None:
    assert workday("2026-03-04", "+1").out == "2026-03-05\n"
    (ledger / "calendar").mkdir()
    file = ledger / "calendar/2026.yaml"
    file.write_text("依据: 市政府通知\n放假: [{日期: 2026-03-05, 名目: 防汛}]\n", encoding="utf-8")
    answer = workday("2026-03-04", "+1")
    assert answer.out == "2026-03-06\n"
    assert "3月5日（防汛，市政府通知）" in answer.err
    assert workday("2026-03-04", "+1", "--format", "json").json["ledger"] == "岳阳市人民政府督查室"
    file.write_text("依据：\n", encoding="utf-8")
    broken = workday("2026-03-04", "+1")
    assert broken.code == 1
    assert "calendar/2026.yaml:1:" in broken.err


def test_a_ledger_broken_elsewhere_does_not_stop_it(ledger: Path) -> None:
    (ledger / "units.yaml").write_text("单位：\n", encoding="utf-8")
    assert workday("2026-03-04", "+1").out == "2026-03-05\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("2026-02-30", "+1"), "2026年2月没有30日"),
        (("2026-02-10", "10"), "往后写 +10"),
        (("2026-02-10", "+x"), "往后写 +10"),
        (("2026-02-10", "--foo"), "“--foo”看不懂"),
        (("2026-02-10", "+99999999999999999999"), "太远"),
        (("2026-02-10",), "缺+天数|-天数|日期"),
        (("2026-02-10T12:00", "+1"), "带了钟点"),
    ],
)
def test_wrong_use(args: tuple[str, ...], said: str) -> None:
    answer = workday(*args)
    assert answer.code == 2
    assert said in answer.err
