from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, INITIATED, checked, codes, item_text, make_ledger, reply


def test_a_parent_on_the_ledger(tmp_path: Path) -> None:
    items = {"2026-0001": item_text(标题="甲"), "2026-0002": item_text(上级事项="2026-0001")}
    assert checked(make_ledger(tmp_path, items)) == []


def test_an_unreadable_parent_is_there_all_the_same(tmp_path: Path) -> None:
    items = {"2026-0001": item_text(缓急="很急"), "2026-0002": item_text(上级事项="2026-0001")}
    assert codes(checked(make_ledger(tmp_path, items))) == ["choice"]


@pytest.mark.parametrize(
    ("parent", "hint"), [("2026-001", "是否指 2026-0001"), ("甲", "先登记上级事项，或删去这一项")]
)
def test_an_unknown_parent(tmp_path: Path, parent: str, hint: str) -> None:
    items = {"2026-0001": item_text(标题="甲"), "2026-0002": item_text(上级事项=parent)}
    (found,) = checked(make_ledger(tmp_path, items))
    assert (found.code, found.hint, found.line) == ("parent-unknown", hint, 7)


def test_a_circle_of_parents(tmp_path: Path) -> None:
    parents = {
        "2026-0001": "2026-0002",
        "2026-0002": "2026-0003",
        "2026-0003": "2026-0001",
        "2026-0004": "2026-0001",
    }
    items = {i: item_text(标题=i, 上级事项=p) for i, p in parents.items()}
    found = checked(make_ledger(tmp_path, items))
    assert codes(found) == ["parent-cycle"] * 3
    assert found[0].message == "上级事项绕成一圈：2026-0001 → 2026-0002 → 2026-0003 → 2026-0001"


def test_an_item_that_is_its_own_parent(tmp_path: Path) -> None:
    (found,) = checked(make_ledger(tmp_path, {"2026-0001": item_text(上级事项="2026-0001")}))
    assert found.message == "上级事项绕成一圈：2026-0001 → 2026-0001"


CLOSED = (
    INITIATED, "{日期: 2026-03-04, 动作: 交办}", reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}",
    "{日期: 2026-03-18, 动作: 销号}",
)  # fmt: skip


@pytest.mark.parametrize(
    "other", [item_text(), item_text(主办单位="楼区"), item_text(标题="洞庭大道 排水管网改造整改")]
)
def test_the_same_matter_to_the_same_unit(tmp_path: Path, other: str) -> None:
    found = checked(make_ledger(tmp_path, {"2026-0001": item_text(), "2026-0002": other}))
    assert [(f.code, f.level, f.line) for f in found] == [("same-matter", "warning", 1)] * 2
    assert found[0].message == "与 2026-0002 主办单位、标题都相同，都未了结"
    assert "政府督查工作条例第十五条" in (found[0].hint or "")


@pytest.mark.parametrize(
    "other",
    [item_text(*CLOSED), item_text(主办单位="市财政局"), item_text(标题="洞庭大道排水管网改造整改（二期）")],
)
def test_what_is_another_matter(tmp_path: Path, other: str) -> None:
    assert checked(make_ledger(tmp_path, {"2026-0001": item_text(), "2026-0002": other})) == []


def test_a_number_of_another_year(tmp_path: Path) -> None:
    (found,) = checked(make_ledger(tmp_path, {"2025-0001": item_text(*HANDED_OUT)}))
    assert (found.code, found.level, found.line) == ("year", "warning", 8)
    assert found.message == "2026-03-03 立项，编号却是 2025 年的"
    assert "duban renumber" in (found.hint or "")
