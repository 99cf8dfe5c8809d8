"""Which act is issued with which paper, and that each can be written from an item's own entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from duban_cli.documents.acts import ACT_PAPERS, context_of_act, kind_of_act
from duban_cli.documents.kinds import TEMPLATES
from duban_cli.errors import NotFound
from duban_cli.ledger.records import Entry
from duban_cli.ledger.settings import Contact, Settings
from duban_cli.ledger.vocabulary import ACTIONS
from duban_cli.rules.states import OPEN
from tests.documents.papers import text_of
from tests.kit import HANDED_OUT, INITIATED, LOU, item_text, reply, rulebook, standing, yueyang

if TYPE_CHECKING:
    from duban_cli.rules.standing import Standing

SETTINGS = Settings(
    office="岳阳市人民政府督查室",
    government="岳阳市人民政府",
    region="岳阳市",
    contact=Contact(person="王某", phone="0730-0000000", address="岳阳楼区金鹗中路"),
)
NOTICE = "{日期: 2026-03-27, 动作: 催办, 方式: 通知单, 针对: 反馈, 文号: 岳督催〔2026〕6号, 限期: 2026-04-03}"
APPLIED = (
    "{日期: 2026-03-12, 动作: 延期, 环节: 申请, 来文: 岳楼政〔2026〕9号, 限期: 2026-04-01, 理由: 须评估}"
)


def acted(found: Standing, action: str) -> tuple[Standing, Entry]:
    return found, [e for e in found.course.entries if e.action == action][-1]


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (Entry(day=date(2026, 3, 4), action="交办"), "督查函"),
        (Entry(day=date(2026, 3, 4), action="交办", paper="交办通知单"), "交办通知单"),
        (Entry(day=date(2026, 3, 4), action="督办提示"), "督办单"),
        (Entry(day=date(2026, 3, 4), action="催办", method="通知单"), "催办通知单"),
        (Entry(day=date(2026, 3, 4), action="催办", method="电话"), None),
        (Entry(day=date(2026, 3, 4), action="延期", stage="申请"), None),
        (Entry(day=date(2026, 3, 4), action="延期", stage="批准"), "延期批复"),
        (Entry(day=date(2026, 3, 4), action="延期", stage="不批"), "延期批复"),
        (Entry(day=date(2026, 3, 4), action="审核", result="通过"), None),
        (Entry(day=date(2026, 3, 4), action="审核", result="退回"), "退回重办通知"),
        (Entry(day=date(2026, 3, 4), action="约谈"), "约谈通知"),
        (Entry(day=date(2026, 3, 4), action="问责建议"), "问责建议"),
        (Entry(day=date(2026, 3, 4), action="结论"), "督查结论"),
        (Entry(day=date(2026, 3, 4), action="复核", stage="申请"), None),
        (Entry(day=date(2026, 3, 4), action="复核", stage="决定"), "复核决定"),
        (Entry(day=date(2026, 3, 4), action="销号"), "销号单"),
        (Entry(day=date(2026, 3, 4), action="归档"), "卷内目录"),
        (Entry(day=date(2026, 3, 4), action="反馈"), None),
    ],
)
def test_an_act_and_its_paper(entry: Entry, kind: str | None) -> None:
    assert kind_of_act(entry, yueyang().category("领导批示"), yueyang()) == kind


def test_a_category_names_the_paper_its_items_are_handed_out_with() -> None:
    category = yueyang().category("领导批示")
    assert category is not None
    entry = Entry(day=date(2026, 3, 4), action="交办")
    assert kind_of_act(entry, replace(category, paper="督查通知"), yueyang()) == "督查通知"
    assert kind_of_act(entry, None, yueyang()) is None


def test_every_paper_of_an_act_is_a_kind_and_its_act_is_in_the_vocabulary() -> None:
    for one in ACT_PAPERS.values():
        assert one.kind in TEMPLATES
        assert one.action in ACTIONS


@pytest.mark.parametrize(
    ("kind", "entries", "day"),
    [
        ("督查函", (), "2026-03-04"),
        ("交办通知单", (), "2026-03-04"),
        ("督查通知", (), "2026-03-04"),
        ("督办单", ("{日期: 2026-03-13, 动作: 督办提示, 文号: 岳督办〔2026〕1号, 限期: 2026-03-17, 内容: 进度落后。}",), "2026-03-13"),
        ("催办通知单", (NOTICE,), "2026-03-27"),
        ("延期批复", (APPLIED, "{日期: 2026-03-13, 动作: 延期, 环节: 批准, 文号: 岳督延〔2026〕1号, 限期: 2026-03-25, 批准: 刘某某}"), "2026-03-13"),
        ("退回重办通知", (reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 退回, 理由: 不清, 限期: 2026-03-24, 文号: 岳督退〔2026〕1号}"), "2026-03-17"),
        ("约谈通知", ("{日期: 2026-04-10, 时间: '9:30', 动作: 约谈, 单位: 楼区, 批准: 刘某某, 文号: 岳督约〔2026〕1号, 理由: 两次催办未回复}",), "2026-04-10"),
        ("问责建议", (NOTICE, f"{{日期: 2026-05-20, 动作: 问责建议, 单位: {LOU}, 批准: 刘某某, 文号: 岳督责〔2026〕1号, 内容: 拒不落实。}}"), "2026-05-20"),
        ("督查结论", (reply("2026-03-16", "是"), "{日期: 2026-03-20, 动作: 结论, 文号: 岳督结〔2026〕1号, 内容: 属实。, 批准: 刘某某}"), "2026-03-20"),
        ("复核决定", ("{日期: 2026-03-20, 动作: 结论, 文号: 岳督结〔2026〕1号, 内容: 属实。, 批准: 刘某某}", "{日期: 2026-03-30, 动作: 复核, 环节: 申请, 来文: 岳楼政〔2026〕15号, 理由: 不应认定逾期}", "{日期: 2026-04-10, 动作: 复核, 环节: 决定, 文号: 岳督复〔2026〕1号, 结果: 维持原结论, 理由: 以验收为准, 批准: 彭某某, 经办: 孙某某}"), "2026-04-10"),
        ("销号单", (reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}", "{日期: 2026-03-18, 动作: 销号, 批准: 刘某某}"), "2026-03-18"),
        ("卷内目录", (reply("2026-03-16", "是"), "{日期: 2026-03-18, 动作: 销号, 批准: 刘某某}", "{日期: 2026-04-01, 动作: 归档, 卷号: 岳政督2026-003, 保管期限: 30年}"), "2026-04-01"),
    ],
)  # fmt: skip
def test_a_paper_is_written_whole_from_the_entries(kind: str, entries: tuple[str, ...], day: str) -> None:
    found = standing(item_text(*HANDED_OUT, *entries), day)
    context = context_of_act(kind, SETTINGS, rulebook(), [acted(found, ACT_PAPERS[kind].action)])
    assert isinstance(context, TEMPLATES[kind].context)
    draft = text_of(kind, context)
    assert draft.missing == ()
    assert "洞庭大道排水管网改造整改" in draft.markdown + draft.settings["标题"]


def test_items_handed_out_together_stand_on_one_form() -> None:
    both = [standing(item_text(*HANDED_OUT, 标题=title), "2026-03-04") for title in ("甲事项", "乙事项")]
    context = context_of_act("交办通知单", SETTINGS, rulebook(), [acted(one, "交办") for one in both])
    draft = text_of("交办通知单", context)
    assert "甲事项" in draft.markdown
    assert "乙事项" in draft.markdown
    assert draft.markdown.count("签收单位") == 1


def test_a_paper_no_act_is_issued_with() -> None:
    found = standing(item_text(INITIATED))
    assert found.state not in OPEN
    with pytest.raises(NotFound, match="督查通报"):
        context_of_act("督查通报", SETTINGS, rulebook(), [(found, found.course.entries[0])])
