from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, check_item, codes, item_text, reply

CLOSED = (
    *HANDED_OUT,
    reply("2026-03-16", "是"),
    "{日期: 2026-03-17, 动作: 审核, 结果: 通过, 批准: 刘某某}",
    "{日期: 2026-03-18, 动作: 销号, 批准: 刘某某}",
    "{日期: 2026-03-20, 动作: 结论, 内容: 整改到位, 批准: 刘某某, 经办: 王某, 送达: 2026-03-20}",
)


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-04-20", False), ("2026-04-21", True)],  # 30 days end on Sunday 2026-04-19: the Monday is in time
)
def test_asked_for_within_30_days_of_delivery(tmp_path: Path, day: str, late: bool) -> None:
    text = item_text(*CLOSED, f"{{日期: {day}, 动作: 复核, 环节: 申请, 内容: 有异议}}")
    assert ("reconsider-late" in codes(check_item(tmp_path, text))) is late


@pytest.mark.parametrize(("by", "recused"), [("王某", True), ("赵某", False)])
def test_who_took_part_stands_aside(tmp_path: Path, by: str, recused: bool) -> None:
    text = item_text(
        *CLOSED,
        "{日期: 2026-03-25, 动作: 复核, 环节: 申请, 内容: 有异议}",
        f"{{日期: 2026-04-10, 动作: 复核, 环节: 决定, 结果: 维持, 批准: 彭某某, 经办: {by}}}",
    )
    assert ("reconsider-recusal" in codes(check_item(tmp_path, text))) is recused


@pytest.mark.parametrize(("who", "told"), [("", True), (", 经办: 赵某", False), (", 人员: [赵某]", False)])
def test_a_decision_of_nobody_cannot_be_checked(tmp_path: Path, who: str, told: bool) -> None:
    text = item_text(*CLOSED, f"{{日期: 2026-04-10, 动作: 复核, 环节: 决定, 结果: 维持, 批准: 彭某某{who}}}")
    found = check_item(tmp_path, text)
    assert ("reconsider-nobody" in codes(found)) is told
    assert [f.level for f in found if f.code == "reconsider-nobody"] == ["warning"] * told


DECIDED = "{日期: 2026-04-10, 动作: 复核, 环节: 决定, 结果: 维持, 批准: 彭某某, 经办: 赵某"


@pytest.mark.parametrize(
    ("before", "after", "decided", "told"),
    [
        ("{日期: 2026-03-19, 动作: 核查, 内容: 看了三处, 经办: 赵某}", "", "}", "赵某参加过核查"),
        ("{日期: 2026-03-19, 动作: 核查, 内容: 看了, 人员: [孙某, 赵某]}", "", "}", "赵某参加过核查"),
        (
            "{日期: 2026-03-19, 动作: 核查, 内容: 看了, 人员: [孙某]}",
            "",
            ", 人员: [钱某, 孙某]}",
            "孙某参加过核查",
        ),
        ("{日期: 2026-03-19, 动作: 审核, 结果: 通过, 经办: 赵某（科长）}", "", "}", "赵某参加过审核"),
        ("", "", ", 人员: [王某]}", "王某参加过结论"),
        (
            "{日期: 2026-03-19, 动作: 核查, 内容: 看了, 经办: 孙某、周某}",
            "",
            ", 人员: [周某]}",
            "周某参加过核查",
        ),
        ("{日期: 2026-03-19, 动作: 签收, 经办: 赵某}", "", "}", None),
        ("", "{日期: 2026-04-01, 动作: 核查, 内容: 复核中再看, 经办: 赵某}", "}", None),
    ],
)
def test_everybody_who_took_part_before_the_conclusion_stands_aside(
    tmp_path: Path, before: str, after: str, decided: str, told: str | None
) -> None:
    early = [*CLOSED[:-1], *([before] if before else []), CLOSED[-1]]
    if "审核" in before:
        early = [*CLOSED[:3], before, *CLOSED[4:]]
    text = item_text(
        *early,
        "{日期: 2026-03-25, 动作: 复核, 环节: 申请, 内容: 有异议}",
        *([after] if after else []),
        DECIDED + decided,
    )
    found = [f.message for f in check_item(tmp_path, text) if f.code == "reconsider-recusal"]
    assert found == ([] if told is None else [f"{told}，不能再办这次复核（政府督查工作条例第十七条）"])


def test_delivered_in_the_future(tmp_path: Path) -> None:
    text = item_text(*HANDED_OUT, "{日期: 2026-03-20, 动作: 结论, 内容: x, 批准: 刘某某, 送达: 2099-01-01}")
    assert "future" in codes(check_item(tmp_path, text))


def test_people_set_right_by_correction_count_as_corrected(tmp_path: Path) -> None:
    seen = "{日期: 2026-03-19, 动作: 核查, 内容: 看了, 人员: [赵某]}"
    asked = "{日期: 2026-03-25, 动作: 复核, 环节: 申请, 内容: 有异议}"
    right = "{日期: 2026-03-26, 动作: 更正, 更正项: {日期: 2026-03-19, 动作: 核查}, 字段: 人员, 原: 赵某, 新: 钱某、孙某}"
    text = item_text(*CLOSED[:-1], seen, CLOSED[-1], asked, right, DECIDED + "}")
    assert "reconsider-recusal" not in codes(check_item(tmp_path, text))
    text = item_text(*CLOSED[:-1], seen, CLOSED[-1], asked, right, DECIDED.replace("赵某", "孙某") + "}")
    assert "reconsider-recusal" in codes(check_item(tmp_path, text))
