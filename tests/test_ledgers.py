"""The example ledgers: readable, with nothing amiss, every category and paper of their regime in use, replayable."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duban_cli.checks import run_checks
from duban_cli.cli.demo import build
from duban_cli.cli.demo_walks import WALKS
from duban_cli.documents.acts import ACT_PAPERS, kind_of_act
from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.store import Ledger, load
from duban_cli.plans.replay import acts_of
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.states import State
from duban_cli.shipped import example_dir, example_names, regime_bytes

pytest_plugins = ("tests.gitkit", "tests.clerk")
TODAY = Now(date(2026, 11, 20))
NAMES = ("county", "daguan", "hebei", "yueyang")
OWN = NAMES[:3]
"""Those of one regime each; 岳阳's ledger is held by tests of its own as well."""
STATES: set[State] = {
    "待立项", "待交办", "办理中", "待审核", "退回重办", "待销号", "已销号", "已归档", "中止", "已撤销",
}  # fmt: skip


def ledger_of(name: str) -> Ledger:
    loaded = load(example_dir(name))
    assert [f.text for f in loaded.findings if f.level == "error"] == []
    return loaded.need()


def standings(ledger: Ledger) -> list[Standing]:
    book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
    return [stand(item, book, TODAY) for item in ledger.items.values()]


def test_the_ledgers_that_travel_are_these() -> None:
    assert set(example_names()) == set(NAMES)
    assert set(WALKS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_regime_is_the_packaged_one_byte_for_byte(name: str) -> None:
    assert (example_dir(name) / "regime.yaml").read_bytes() == regime_bytes(name)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_amiss(name: str) -> None:
    assert [f.text for f in run_checks(ledger_of(name), TODAY)] == []


@pytest.mark.parametrize("name", OWN)
def test_every_category_and_every_state_is_there(name: str) -> None:
    ledger = ledger_of(name)
    used = {c.name for item in ledger.items.values() if (c := ledger.regime.category(item.category))}
    assert used == set(ledger.regime.categories)
    assert len(ledger.items) >= 8
    assert {s.state for s in standings(ledger)} >= STATES
    assert {s.light.name for s in standings(ledger) if s.light} >= {"绿", "黄", "红"}


@pytest.mark.parametrize("name", OWN)
def test_every_paper_the_regime_asks_for_and_every_act_with_a_paper_is_there(name: str) -> None:
    ledger = ledger_of(name)
    regime = ledger.regime
    used = {
        kind_of_act(entry, regime.category(item.category), regime)
        for item in ledger.items.values()
        for entry in item.entries
    }
    asked = {c.paper for c in regime.categories.values()} | {s.paper for s in regime.ladder if s.paper}
    of_acts = {
        one.kind for one in ACT_PAPERS.values() if one.action != "交办" and one.kind not in asked
    }  # fmt: skip
    assert used >= asked | of_acts
    assert {kind for kind in used if kind} <= set(ledger.settings.number_forms) | {"卷内目录"}


@pytest.mark.parametrize("name", OWN)
def test_its_own_papers_went_out(name: str) -> None:
    ledger = ledger_of(name)
    office = [event.content or "" for event in ledger.office]
    entries = [entry for item in ledger.items.values() for entry in item.entries]
    match name:
        case "county":
            for brief in ledger.settings.briefs:
                assert any(f"《{brief}》" in said for said in office)
            assert {e.method for e in entries if e.action == "公示"} == {"公示清单"}
        case "daguan":
            assert {"检查结束", "报告", "上报", "核查"} <= {e.action for e in entries}
            assert any(e.method == "重点督查" for e in entries if e.action == "催办")
            problems = [i for i in ledger.items.values() if i.category == "整改问题"]
            assert all(i.parent and i.cause and i.measure and i.limit and i.officer for i in problems)
        case "hebei":
            assert any("城市管理限期整改落实情况" in said for said in office)
            assert {"拟办", "汇总", "报告", "说明", "备案"} <= {e.action for e in entries}


@pytest.mark.parametrize("name", OWN)
def test_phones_are_made_up_and_look_it(name: str) -> None:
    root = example_dir(name)
    for path in (root / "units.yaml", root / "duban.yaml", *sorted(root.glob("items/*/*.yaml"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "电话:" in line and "批示" not in line:
                number = line.rpartition("电话:")[2].strip(" }").partition("}")[0].partition(",")[0]
                assert number.partition("-")[2].startswith("00000"), f"{path.name}: {line}"


@pytest.mark.parametrize("name", OWN)
def test_replayed_it_holds_the_same_facts(name: str, tmp_path: Path, plain_git: None) -> None:
    root = tmp_path / "演示"
    root.mkdir()
    count = build(name, root)
    source = example_dir(name)
    for path in sorted((*source.glob("items/*/*.yaml"), *source.glob("office/*.yaml"))):
        made = read_facts((root / path.relative_to(source)).read_bytes())
        wanted = read_facts(path.read_bytes())
        assert made is not None
        assert wanted is not None
        for facts in (made, wanted):
            for entry in facts.get("办理") or []:
                entry.pop("摘要", None)
        assert made == wanted
    assert count == len(acts_of(ledger_of(name), lambda path: (source / path).read_bytes()))
    made_ledger = load(root)
    assert [f.text for f in run_checks(made_ledger.need(), TODAY)] == []
    assert {p.kind for p in made_ledger.need().papers} >= {"催办通知单", "销号单", "督查通报", "复核决定"}
