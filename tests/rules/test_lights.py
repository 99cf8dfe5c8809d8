"""灯: every trigger by itself, several on one light, and the worst that holds."""

from __future__ import annotations

import pytest

from tests.kit import item_text, reply
from tests.rules.made import standing_by, with_section

HANDED = (
    "{日期: 2026-03-03, 动作: 立项, 方式: 直接}",
    "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号, 限期: 2026-03-31}",
)
STAGES = (
    "[{号: 1, 内容: 过半, 时限: 2026-03-11, 计划: 50%}, {号: 2, 内容: 过八成, 时限: 2026-03-18, 计划: 80%}]"
)
DONE_LATE = (reply("2026-04-02", "是"),)
PASSED = "{日期: 2026-04-03, 动作: 审核, 结果: 通过, 批准: 刘某某}"
CLOSED = "{日期: 2026-04-07, 动作: 销号, 批准: 刘某某}"


def lights(text: str) -> str:
    return with_section("灯: ", f"灯: {{{text}, 依据: 本办约定}}")


def shown(regime: str, day: str, *entries: str, stages: str | None = None) -> str | None:
    found = standing_by(regime, item_text(*HANDED, *entries, 节点=stages), day)
    return found.light.name if found.light else None


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-03-10", "绿"), ("2026-03-12", "黄"), ("2026-03-31", "黄"), ("2026-04-01", "红")],
)
def test_suqian_tells_behind_from_late(day: str, name: str) -> None:
    regime = lights("绿: 未到期, 蓝: 到期前3个工作日, 黄: 进度落后, 红: 逾期")
    assert shown(regime, day, stages=STAGES) == name


def test_without_a_stage_behind_the_same_lights_warn_of_the_day() -> None:
    regime = lights("绿: 未到期, 蓝: 到期前3个工作日, 黄: 进度落后, 红: 逾期")
    assert [shown(regime, d) for d in ("2026-03-25", "2026-03-26", "2026-04-01")] == ["绿", "蓝", "红"]


def test_where_no_light_tells_behind_a_stage_gone_by_is_late() -> None:
    assert shown(lights("绿: 未到期, 红: 逾期"), "2026-03-12", stages=STAGES) == "红"


@pytest.mark.parametrize(
    ("day", "progress", "name"),
    [
        ("2026-03-11", None, "绿"),  # the first stage is not over before its day is
        ("2026-03-12", "40%", "黄"),
        ("2026-03-12", "41%", "绿"),
        ("2026-03-12", None, "红"),  # what was never reported counts as nothing done
        ("2026-03-19", "50%", "黄"),
        ("2026-03-19", "49.5%", "红"),
    ],
)
def test_yinchuan_goes_by_the_distance_from_the_plan(day: str, progress: str | None, name: str) -> None:
    regime = lights("绿: 未到期, 黄: 进度落后10个点, 红: [进度落后超过30个点, 逾期]")
    told = (reply("2026-03-10", "否", f"进度: {progress}"),) if progress else ()
    assert shown(regime, day, *told, stages=STAGES) == name


def test_sanming_goes_up_with_the_ladder() -> None:
    regime = with_section("催办:\n", """
催办:
- {针对: 办结, 逾期: 1个工作日, 方式: 蓝色督查单, 文书: 催办通知单, 依据: 本办约定}
- {针对: 办结, 自: 催办限期, 逾期: 1个工作日, 方式: 橙色督查单, 文书: 催办通知单, 依据: 本办约定}
""", lights("绿: 未到期, 蓝: 催办第1级, 橙: 催办第2级"))  # fmt: skip
    blue = "{日期: 2026-04-01, 动作: 催办, 方式: 蓝色督查单, 针对: 办结, 限期: 2026-04-03}"
    assert shown(regime, "2026-03-31") == "绿"
    assert shown(regime, "2026-04-01") == "蓝"
    assert shown(regime, "2026-04-03", blue) == "蓝"
    assert shown(regime, "2026-04-07", blue) == "橙"


def test_ouhai_keeps_a_trace_of_what_was_made_good_late() -> None:
    regime = lights("绿: 未到期, 黄: [到期前3个工作日, 逾期后办结], 红: 逾期")
    assert shown(regime, "2026-04-01") == "红"
    assert shown(regime, "2026-04-02", *DONE_LATE) == "黄"
    assert shown(regime, "2026-11-20", *DONE_LATE, PASSED, CLOSED) == "黄"
    assert shown(regime, "2026-11-20", reply("2026-03-30", "是"), PASSED, CLOSED) is None


def test_nothing_is_lit_where_no_trace_is_asked_for() -> None:
    assert shown(lights("绿: 未到期, 红: 逾期"), "2026-11-20", *DONE_LATE, PASSED, CLOSED) is None


def test_late_by_so_many_working_days() -> None:
    regime = lights("绿: 未到期, 黄: 逾期, 红: 逾期3个工作日")
    assert [shown(regime, d) for d in ("2026-04-01", "2026-04-02", "2026-04-03")] == ["黄", "黄", "红"]


def test_the_level_rises_with_the_order_of_the_file() -> None:
    found = standing_by(lights("一: 未到期, 二: 到期前3个工作日, 三: 逾期"), item_text(*HANDED), "2026-04-01")
    assert found.light is not None
    assert (found.light.name, found.light.level) == ("三", 3)
