"""What duban.yaml and units.yaml say of every paper: 套印 on paper with a red head, unit names whole in titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban_cli.plans.papers import plan_paper
from tests.kit import HANDED_OUT, SETTINGS, UNITS, item_text, make_ledger, open_ledger
from tests.plans.test_papers import words
from tests.plans.test_plans import inputs

TITLE = "市住房和城乡建设局牵头办理的老旧小区改造整改"


def _letter(root: Path, settings: str, units: str = UNITS) -> str:
    ledger = make_ledger(
        root, {"2026-0018": item_text(*HANDED_OUT, 标题=TITLE)}, settings=settings, units=units
    )
    return words(plan_paper(inputs(ledger, "2026-03-05"), "2026-0018", "督查函")[0].content).decode()


def test_an_office_with_preprinted_paper_leaves_mark_and_rules_blank(tmp_path: Path) -> None:
    mark = ">岳阳市人民政府督查室</w:t>"
    printed = _letter(tmp_path / "甲", SETTINGS)
    blank = _letter(tmp_path / "乙", f"{SETTINGS}版头: 套印\n")
    assert printed.count(mark) == blank.count(mark) + 1
    assert open_ledger(tmp_path / "乙").settings.heads == "套印"


@pytest.mark.parametrize("known", [True, False])
def test_a_title_is_not_broken_in_a_unit_the_ledger_knows(tmp_path: Path, known: bool) -> None:
    name = "市住房和城乡建设局牵头办理的老旧小区"
    units = UNITS.replace("名称: 市财政局", f"名称: {name}") if known else UNITS
    content = _letter(tmp_path, SETTINGS, units)
    assert (f"关于{name}<" in content or f">{name}" in content) is known
