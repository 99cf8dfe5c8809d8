"""催办 in files written by hand: a way of the regime, and the 限期 the next step runs from."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban_cli.checks import run_checks
from duban_cli.ledger.store import load
from tests.kit import HANDED_OUT, at, item_text, make_ledger
from tests.rules.made import with_section

COUNTY = with_section("催办:\n", """
催办:
- {针对: 办结, 逾期: 1个工作日, 方式: 通知单, 文书: 催办通知单, 依据: 岳20 六}
- {针对: 办结, 自: 催办限期, 逾期: 1个工作日, 动作: 批评, 方式: 通报批评, 依据: 岳20 六}
""")  # fmt: skip


def found(root: Path, entry: str) -> dict[str, str]:
    """Code → place and words of each finding, an entry added to the worked example."""
    text = item_text(*HANDED_OUT, entry)
    make_ledger(root / "台账", {"2026-0018": text}, regime=COUNTY.encode())
    findings = run_checks(load(root / "台账").need(), at("2026-04-10"))
    return {f.code: f"{f.line}:{f.level}:{f.message}" for f in findings}


@pytest.mark.parametrize(("limit", "told"), [("", True), (", 限期: 2026-03-26", False)])
def test_a_notice_must_give_the_limit_the_next_step_runs_from(tmp_path: Path, limit: str, told: bool) -> None:
    entry = f"{{日期: 2026-03-19, 动作: 催办, 方式: 通知单, 针对: 办结{limit}}}"
    codes = found(tmp_path, entry)
    assert ("urge-without-limit" in codes) is told
    if told:
        line = item_text(*HANDED_OUT, entry).count("\n")
        expected = (
            f"{line}:warning:催办没有写限期，下一级“通报批评”从限期起算，无从办起（十条措施（2020-04-27）六）"
        )
        assert codes["urge-without-limit"] == expected


def test_the_way_of_another_act_is_no_way_of_urging(tmp_path: Path) -> None:
    codes = found(tmp_path, "{日期: 2026-03-19, 动作: 催办, 方式: 通报批评, 针对: 办结, 限期: 2026-03-26}")
    assert any("通报批评" in told for told in codes.values())
