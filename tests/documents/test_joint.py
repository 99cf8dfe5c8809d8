"""How a paper that hands an item out tells the 协办单位 to whom they reply, and by when."""

from __future__ import annotations

import pytest

from duban_cli.documents import fill, fill_assign
from duban_cli.documents.render import render_text
from duban_cli.shipped import templates_dir
from tests.documents.test_fill import SETTINGS
from tests.kit import HANDED_OUT, item_text, rulebook, standing

SUPPORT = {"协办单位": "[市财政局, 城管局]"}
EACH = {**SUPPORT, "反馈单位": "各单位"}
BUILDERS = {"督查函": fill.assignment, "交办通知单": fill_assign.order}


def said(kind: str, **header: str) -> str:
    found = standing(item_text(*HANDED_OUT, **header), "2026-03-10")
    entry = next(e for e in found.course.entries if e.action == "交办")
    return render_text(kind, BUILDERS[kind](SETTINGS, rulebook(), [found], entry), [templates_dir()]).markdown


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("督查函", "协办单位请各自于2026年3月18日前书面反馈。"),
        ("交办通知单", "协办单位不经主办单位，各自于2026年3月18日前书面反馈；全部办结由主办单位报告。"),
    ],
)
def test_each_is_told_its_day(kind: str, words: str) -> None:
    assert words in said(kind, **EACH)
    assert "统一反馈" not in said(kind, **EACH)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("督查函", "办理期间主办单位、协办单位均每月书面反馈一次进展情况。"),
        ("交办通知单", "协办单位不经主办单位，各自每月书面反馈一次；"),
    ],
)
def test_each_is_told_its_rhythm(kind: str, words: str) -> None:
    assert words in said(kind, **EACH, 反馈频次="每月")


@pytest.mark.parametrize("kind", BUILDERS)
def test_of_an_ordinary_joint_item_the_lead_replies_for_all(kind: str) -> None:
    assert "协办单位的办理情况送主办单位" in said(kind, **SUPPORT)
    assert "各自" not in said(kind, **SUPPORT)


@pytest.mark.parametrize("kind", BUILDERS)
def test_where_nobody_supports_nothing_is_said_of_it(kind: str) -> None:
    assert "统一反馈" not in said(kind)
    assert "各自" not in said(kind)


def test_an_extension_of_one_unit_leaves_the_days_of_the_letter() -> None:
    more = (
        "{日期: 2026-03-05, 动作: 延期, 环节: 批准, 限期: 2026-04-10, 批准: 乙, 针对: 反馈, 单位: 市财政局}"
    )
    plain = standing(item_text(*HANDED_OUT, more, **EACH), "2026-03-10")
    entry = next(e for e in plain.course.entries if e.action == "交办")
    made = fill.assigned_matter(plain, rulebook(), entry)
    assert (str(made["reply_due"]), str(made["supporting_due"])) == ("2026-03-18", "2026-03-18")
