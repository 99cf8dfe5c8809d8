"""催办, 灯, 销号 and 考核 in regime.yaml: what they read to, and every mistake with its line, column and what was meant."""

from __future__ import annotations

from decimal import Decimal

import pytest

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.limits import NaturalDays
from duban_cli.rules.regime import Trigger
from tests.rules.made import BASE, regime_of, with_common, with_section

STEP = "- {针对: 反馈, 逾期: 7个工作日, 方式: 通知单, 文书: 催办通知单, 依据: 岳07 二（三）}"
FURTHER = "另报: [{事: 整改落实情况, 时限: 3个工作日, 起算: 办结限期, 依据: 岳20 一}]"


def told(text: str) -> list[tuple[int, int, str]]:
    """Each problem's line and column, and its words."""
    source = Source("regime.yaml")
    assert read_regime(text.encode(), source) is None
    return [(p.line, p.col, f"{p.message}|{p.hint}") for p in source.problems]


def place(text: str, word: str) -> tuple[int, int]:
    """Line and column of the first place a word stands at."""
    before = text[: text.index(word)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def ladder(*steps: str, base: str = BASE) -> str:
    return with_section("催办:\n", "催办:\n" + "\n".join(f"- {s}" for s in steps), base)


def test_a_step_says_when_and_by_what() -> None:
    first, second = regime_of(
        ladder(
            "{针对: 办结, 逾期: 1个工作日, 方式: 通知单, 文书: 催办通知单, 依据: 岳20 六}",
            "{针对: 办结, 自: 催办限期, 逾期: 2个工作日, 动作: 问责建议, 酌情: 是, 时限依据: 本办约定, 依据: 岳20 十}",
        )
    ).ladder
    assert (first.since, first.action, first.optional, first.reached_text) == (
        "到期",
        "催办",
        False,
        "满1个工作日",
    )
    assert (second.since, second.action, second.optional) == ("催办限期", "问责建议", True)
    assert (second.reached_text, second.ways) == ("催办限期满2个工作日", ("问责建议",))
    assert second.limit_clause is not None


def test_a_step_may_hang_on_a_duty_the_regime_names_itself() -> None:
    text = ladder(
        "{针对: 整改落实情况, 逾期: 1个工作日, 方式: 重点督办, 依据: 岳20 一}", base=with_common(FURTHER)
    )
    assert regime_of(text).ladder[0].duty == "整改落实情况"


@pytest.mark.parametrize(
    ("step", "at", "said"),
    [
        ("{针对: 整改落实情形, 逾期: 1个工作日, 方式: 电话, 依据: 岳20 一}", "整改落实情形", "是否想写“整改落实情况”"),
        ("{针对: 反馈, 自: 催办限其, 逾期: 1个工作日, 方式: 电话, 依据: 岳20 一}", "催办限其", "是否想写“催办限期”"),
        ("{针对: 反馈, 逾期: 1个工作日, 动作: 问责建仪, 依据: 岳20 一}", "问责建仪", "是否想写“问责建议”"),
        ("{针对: 反馈, 逾期: 1个工作日, 酌定: 是, 方式: 电话, 依据: 岳20 一}", "酌定", "是否想写“酌情”"),
        ("{针对: 反馈, 逾期: 1日, 方式: 电话, 依据: 岳20 一}", "1日", "写作 7个工作日"),
        ("{针对: 反馈, 逾期: 1个工作日, 依据: 岳20 一}", "{针对: 反馈, 逾期: 1", "缺“方式”"),
        ("{针对: 反馈, 自: 催办限期, 逾期: 1个工作日, 方式: 电话, 依据: 岳20 一}", "{针对: 反馈, 自", "没有上一级"),
        ("{针对: 反馈, 逾期: 1个工作日, 动作: 批评, 文书: 通报, 依据: 岳20 一}", "{针对: 反馈, 逾期: 1", "不能写“文书”"),
    ],
)  # fmt: skip
def test_a_step_that_cannot_work_is_told(step: str, at: str, said: str) -> None:
    text = ladder(step, base=with_common(FURTHER))
    line, col, words = told(text)[0]
    assert (line, col) == place(text, at)
    assert said in words


@pytest.mark.parametrize(
    ("written", "trigger"),
    [
        ("未到期", Trigger("未到期")),
        ("逾期", Trigger("逾期", 0)),
        ("逾期７个工作日", Trigger("逾期", 7)),
        ("到期前3个工作日", Trigger("到期前", 3)),
        ("进度落后", Trigger("进度落后")),
        ("进度落后10个百分点", Trigger("进度落后", 10)),
        ("进度落后超过30个点", Trigger("进度落后", 30, more=True)),
        ("催办第2级", Trigger("催办", 2)),
        ("逾期后办结", Trigger("逾期后办结")),
    ],
)
def test_every_trigger_reads_and_is_written_as_it_reads(written: str, trigger: Trigger) -> None:
    text = with_section("灯: ", f"灯: {{绿: 未到期, 黄: [{written}, 逾期], 依据: 本办约定}}")
    light = regime_of(text).lights[1]
    assert light.triggers[0] == trigger
    again = with_section("灯: ", f"灯: {{绿: 未到期, 黄: [{trigger.text}, 逾期], 依据: 本办约定}}")
    assert regime_of(again).lights[1] == light


@pytest.mark.parametrize(
    ("written", "at", "said"),
    [
        ("黄: 进度落候", "进度落候", "是否想写“进度落后10个点”"),
        ("黄: 未道期", "未道期", "是否想写“未到期”"),
        ("黄: [逾期, 到期前三天]", "到期前三天", "是否想写“到期前3个工作日”"),
        ("黄: 催办第3级", "催办第3级", "最多2级"),
        ("黄: 逾期, 黄: 未到期", "黄: 未到期", "“黄”写了两次"),
        ("黄: 逾期, 红: 逾期3日", "逾期3日", "读不懂"),
    ],
)
def test_a_light_nobody_can_light_is_told(written: str, at: str, said: str) -> None:
    text = with_section("灯: ", f"灯: {{{written}, 依据: 本办约定}}")
    line, col, words = told(text)[0]
    assert (line, col) == place(text, at)
    assert said in words


def test_steps_before_closing_stand_in_their_order() -> None:
    text = with_common("销号: [{步: 验收, 依据: 岳20 四}, {步: 公示, 时限: 7日, 首日: 计, 依据: 岳20 十}]")
    first, second = regime_of(text).closing
    assert (first.step, first.limit, first.first_day) == ("验收", None, False)
    assert (second.step, second.limit, second.first_day) == ("公示", NaturalDays(7), True)


@pytest.mark.parametrize(
    ("step", "at", "said"),
    [
        ("{步: 公示, 首日: 计, 依据: 岳20 四}", "{步: 公示", "没有写公示几日"),
        ("{步: 验收, 时限: 长期, 依据: 岳20 四}", "{步: 验收", "应当以日或工作日计"),
        ("{步: 验收, 首日: 记, 依据: 岳20 四}", "记, 依据: 岳20 四", "不在可选之列：计、不计"),
        ("{歩: 验收, 依据: 岳20 四}", "歩", "不认得“歩”"),
    ],
)
def test_a_step_before_closing_that_cannot_work_is_told(step: str, at: str, said: str) -> None:
    text = with_common(f"销号: [{step}]")
    line, col, words = told(text)[0]
    assert (line, col) == place(text, at)
    assert said in words


def scoring(*rules: str) -> str:
    return with_section("考核:\n", "考核:\n" + "\n".join(f"- {r}" for r in rules))


def test_points_may_differ_by_the_time() -> None:
    points = regime_of(
        scoring(
            "{每: 催办, 逐次: [0, -3, -10], 依据: 本办约定}",
            "{每: 退回, 分: -1, 再次: 加倍, 上限: 5, 依据: 本办约定}",
            "{等次: {D: 0, A: 90, B: 80.5}, 依据: 本办约定}",
            "{周期: 月, 依据: 本办约定}",
        )
    ).points
    tiers, doubled = points.each
    assert [tiers.given(n) for n in range(5)] == [Decimal(x) for x in (0, 0, -3, -13, -23)]
    assert [doubled.given(n) for n in range(5)] == [Decimal(x) for x in (0, -1, -3, -5, -5)]
    (grades,) = points.grades
    assert grades.grades == (("A", Decimal(90)), ("B", Decimal("80.5")), ("D", Decimal(0)))
    assert [grades.of(Decimal(x)) for x in ("90", "89.9", "80.4", "-1")] == ["A", "B", "D", None]
    assert points.cycles[0].every == "月"


@pytest.mark.parametrize(
    ("rule", "at", "said"),
    [
        ("{每: 催办, 逐次: [0, 三分], 依据: 本办约定}", "三分", "应当写分数"),
        ("{每: 催办, 依据: 本办约定}", "{每: 催办", "缺“分”或“逐次”"),
        ("{每: 催办, 分: -1, 逐次: [0, -3], 依据: 本办约定}", "{每: 催办", "只写一个"),
        ("{每: 催办, 逐次: [0, -3], 再次: 加倍, 依据: 本办约定}", "{每: 催办", "不能再写“再次”"),
        ("{每: 催办, 分: -1, 再次: 加陪, 依据: 本办约定}", "加陪", "是否想写“加倍”"),
        ("{等次: {A: 90, A: 80}, 依据: 本办约定}", "A: 80", "重复"),
        ("{等次: {A: 90, B: 优}, 依据: 本办约定}", "优}", "应当写分数"),
        ("{等第: {A: 90}, 依据: 本办约定}", "{等第", "是否想写“等次”"),
        ("{周期: 季, 依据: 本办约定}", "季", "不在可选之列：月、年"),
    ],
)
def test_a_rule_on_points_that_cannot_work_is_told(rule: str, at: str, said: str) -> None:
    text = scoring(rule)
    line, col, words = told(text)[0]
    assert line == place(text, rule)[0]
    assert (line, col) == (line, place(rule, at)[1] + 2)
    assert said in words
