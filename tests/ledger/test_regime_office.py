"""办公室 in regime.yaml: a rule that cannot work is told with its line and what to write."""

from __future__ import annotations

import pytest

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.limits import Workdays
from duban_cli.rules.periods import Rhythm
from tests.kit import packaged_regime, yueyang

BASE = packaged_regime().decode()
FIRST = "- {事: 交办, 自: 立项, 时限: 2个工作日, 依据: 本办约定}"


def test_the_rules_of_yueyang() -> None:
    rules = {r.what: r for r in yueyang().office}
    assert rules["交办"].limit == Workdays(2)
    assert rules["交办"].clause.text == "本办约定"
    monthly = rules["督办清单"]
    assert (monthly.rhythm, monthly.action, monthly.edge) == (Rhythm.MONTH, "清单", "期初")
    assert monthly.clause.text == "十条措施（2020-04-27）二"
    assert monthly.limit_clause is not None
    assert monthly.limit_clause.text == "本办约定"
    assert rules["年度考核"].clause.text == "岳政办发〔2007〕3号 三（二）"


@pytest.mark.parametrize(
    ("rule", "said", "hint"),
    [
        ("{事: 交办, 时限: 2个工作日, 依据: 本办约定}", "“自”和“每”必须写一个", "自: 立项"),
        ("{事: 交办, 自: 立项, 每: 月, 时限: 2个工作日, 依据: 本办约定}", "只写一个", "每: 月"),
        ("{事: 交办, 自: 立项, 依据: 本办约定}", "没有写时限", "时限"),
        ("{事: 交办, 自: 立项, 时限: 2个工作日}", "缺“依据”", "本办约定"),
        ("{事: 交办件, 自: 立项, 时限: 2个工作日, 依据: 本办约定}", "“交办件”不是", "是否想写“交办”"),
        ("{事: 交办, 自: 立向, 时限: 2个工作日, 依据: 本办约定}", "“立向”不在可选之列", "立项"),
        ("{事: 交办, 自: 立项, 起: 期初, 时限: 2个工作日, 依据: 本办约定}", "不能写“起”", "定期工作"),
        ("{事: 例会, 每: 月, 依据: 本办约定}", "没有写记作哪种动作", "会议"),
        ("{事: 例会, 每: 月, 动作: 开会, 依据: 本办约定}", "“开会”不在可选之列", "会议"),
        ("{事: 例会, 每: 月, 动作: 会议, 起: 期初, 依据: 本办约定}", "却没有时限", "时限"),
        ("{事: 例会, 每: 月, 动作: 会议, 时限: 5个工作日, 依据: 本办约定}", "从何时起算", "起: 期初"),
        ("{事: 例会, 每: 月, 动作: 会议, 当: 缓急 = 特急, 依据: 本办约定}", "不能写“当”", "删去"),
    ],
)
def test_a_rule_that_cannot_work_is_told(rule: str, said: str, hint: str) -> None:
    source = Source("regime.yaml")
    assert read_regime(BASE.replace(FIRST, f"- {rule}").encode(), source) is None
    problem = source.problems[0]
    assert said in problem.message
    assert hint in (problem.hint or "") + problem.message
    assert problem.line == BASE[: BASE.index(FIRST)].count("\n") + 1


def test_a_regime_without_the_section_reads_as_before() -> None:
    start = BASE.index("办公室:\n")
    source = Source("regime.yaml")
    found = read_regime((BASE[:start] + BASE[BASE.index("\n\n", start) :]).encode(), source)
    assert found is not None
    assert found.office == ()
