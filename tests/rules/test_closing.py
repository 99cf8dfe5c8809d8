"""销号前各步: each on record after the accepted reply, a 公示 waited out, what failed taken again."""

from __future__ import annotations

from tests.kit import item_text, reply
from tests.rules.made import standing_by, with_common

CHAIN = with_common(
    "销号: [{步: 验收, 时限: 5个工作日, 依据: 岳20 四}, {步: 公示, 时限: 7日, 首日: 计, 依据: 岳20 十}]"
)
HANDED = (
    "{日期: 2026-03-03, 动作: 立项, 方式: 直接}",
    "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号, 限期: 2026-03-18}",
)
PASSED = (reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过, 批准: 刘某某}")
CHECKED = "{日期: 2026-03-18, 动作: 核查, 方式: 验收, 结果: 合格, 内容: 看了现场}"
SHOWN = "{日期: 2026-03-19, 动作: 公示, 内容: 办结情况}"


def steps(day: str, *entries: str, regime: str = CHAIN) -> list[tuple[str, bool, str | None, str | None]]:
    found = standing_by(regime, item_text(*HANDED, *entries), day)
    return [
        (c.step.step, c.done, c.due.isoformat() if c.due else None, c.ends.isoformat() if c.ends else None)
        for c in found.closing
    ]


def next_step(day: str, *entries: str) -> tuple[str, str | None, str | None]:
    found = standing_by(CHAIN, item_text(*HANDED, *entries), day).next
    assert found is not None
    since = found.since.isoformat() if found.since else None
    return found.step, since, found.clause.text if found.clause else None


def test_nothing_is_asked_before_a_reply_is_accepted() -> None:
    assert steps("2026-03-16", reply("2026-03-16", "是")) == []


def test_the_first_step_missing_is_next_with_its_clause() -> None:
    assert steps("2026-03-17", *PASSED) == [
        ("验收", False, "2026-03-24", None), ("公示", False, None, None),
    ]  # fmt: skip
    assert next_step("2026-03-17", *PASSED) == ("验收", "2026-03-17", "十条措施（2020-04-27）四")
    assert next_step("2026-03-18", *PASSED, CHECKED) == ("公示", "2026-03-18", "十条措施（2020-04-27）十")


def test_a_publication_is_waited_out_its_first_day_counted() -> None:
    # 19th to 25th: seven days, the first of them that of the 公示.
    assert steps("2026-03-25", *PASSED, CHECKED, SHOWN)[1] == ("公示", False, None, "2026-03-25")
    assert steps("2026-03-26", *PASSED, CHECKED, SHOWN)[1][1] is True
    assert next_step("2026-03-25", *PASSED, CHECKED, SHOWN)[0] == "公示"
    assert next_step("2026-03-26", *PASSED, CHECKED, SHOWN)[0] == "销号"
    not_counted = CHAIN.replace("首日: 计", "首日: 不计")
    assert steps("2026-03-26", *PASSED, CHECKED, SHOWN, regime=not_counted)[1][3] == "2026-03-26"


def test_a_publication_may_name_its_own_last_day() -> None:
    longer = SHOWN.replace("内容", "限期: 2026-04-02, 内容")
    assert steps("2026-04-02", *PASSED, CHECKED, longer)[1] == ("公示", False, None, "2026-04-02")


def test_what_did_not_pass_is_taken_again() -> None:
    failed = CHECKED.replace("合格", "不合格")
    assert next_step("2026-03-18", *PASSED, failed)[0] == "验收"
    again = CHECKED.replace("2026-03-18", "2026-03-20")
    assert next_step("2026-03-20", *PASSED, failed, again)[0] == "公示"
    assert next_step("2026-03-20", *PASSED, CHECKED, again.replace("合格", "不合格"))[0] == "验收"


def test_a_step_before_the_accepted_reply_is_of_another_time() -> None:
    early = CHECKED.replace("2026-03-18", "2026-03-10")
    assert next_step("2026-03-17", early, *PASSED)[0] == "验收"


def test_a_category_with_steps_of_its_own_needs_those() -> None:
    own = CHAIN.replace(
        "    签发: [{须为: 主要负责人, 当: 来源.层级 = 主要领导",
        "    销号: [{步: 自验, 依据: 岳20 四}]\n    签发: [{须为: 主要负责人, 当: 来源.层级 = 主要领导",
    )
    assert [s[0] for s in steps("2026-03-17", *PASSED, regime=own)] == ["自验"]


def test_a_rule_binds_what_was_put_on_the_ledger_since() -> None:
    old = [e.replace("2026", "2019") for e in (*HANDED, *PASSED)]
    found = standing_by(CHAIN, item_text(*old), "2019-04-01")
    assert found.closing == ()
