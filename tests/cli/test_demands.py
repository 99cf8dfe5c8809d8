"""``regime --demands``: what the documents ask for, and how each demand is met."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from duban_cli.ledger.demands_file import demands
from tests.cli.conftest import call
from tests.kit import make_ledger

pytest_plugins = ("tests.gitkit",)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs no ledger."""
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_demand_is_a_row() -> None:
    answer = call("regime", "--demands")
    assert answer.code == 0
    head, *rows = answer.out.splitlines()
    assert head.split() == ["文件", "条款", "要求", "办法"]
    assert len(rows) == len(demands())
    assert call("制度", "--要求").out == answer.out


def test_one_regimes_documents_alone() -> None:
    page = call("regime", "--demands", "--name", "daguan").out
    assert "观政办〔2016〕29号" in page
    assert "政府督查工作条例" in page
    assert "岳政办发" not in page


def test_as_json_it_fits_its_schema() -> None:
    found = call("regime", "--demands", "--name", "county", "--format", "json").json
    schema = call("schema", "--output", "regime-demands").json
    assert list(Draft202012Validator(schema).iter_errors(found)) == []
    assert {row["clause"] for row in found["demands"]} >= {"县督查革新意见 二2", "政府督查工作条例 第十一条"}


def test_an_office_sees_its_own_documents_unless_it_asks_for_all(tmp_path: Path) -> None:
    root = make_ledger(tmp_path / "台账", {})
    own = call("-C", str(root), "regime", "--demands").out
    assert "岳政办发〔2007〕3号" in own
    assert "观政办〔2016〕29号" not in own
    assert call("-C", str(root), "regime", "--demands", "--all").out == call("regime", "--demands").out
    found = call("-C", str(root), "regime", "--demands", "--format", "json").json
    assert len(found["demands"]) == len(demands())
    assert all(row["check"] for row in found["demands"])


@pytest.mark.parametrize("args", [("--all",), ("--demands", "--all", "--name", "county")])
def test_all_is_said_of_the_demands_alone(args: tuple[str, ...]) -> None:
    answer = call("regime", *args)
    assert answer.code == 2
    assert "--all" in answer.err


@pytest.mark.parametrize("more", [("--diff",), ("--new", "某市"), ("--lights",)])
def test_it_stands_alone(more: tuple[str, ...]) -> None:
    answer = call("regime", "--demands", *more)
    assert answer.code == 2
    assert "--demands" in answer.err
