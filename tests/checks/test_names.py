from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, INITIATED, check_item, codes, item_text, make_ledger, open_ledger, reply
from tests.kit import checked as check_all


@pytest.mark.parametrize("category", ["领导批示", "批示交办", "媒体曝光"])
def test_known_categories_and_aliases(tmp_path: Path, category: str) -> None:
    entries = ("{日期: 2026-03-03, 动作: 立项, 批准: 甲}", HANDED_OUT[1])
    found = check_item(tmp_path, item_text(*entries, 类别=category, 来源="{类型: 媒体}"))
    assert "unknown-category" not in codes(found)


def test_an_unknown_category_names_the_nearest(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, 类别="领导指示"))
    assert (found.code, found.line, found.col) == ("unknown-category", 2, 1)
    assert found.hint == "是否想写“领导批示”"


def test_a_category_of_a_document_not_yet_in_force(tmp_path: Path) -> None:
    entries = ("{日期: 2006-03-03, 动作: 立项, 批准: 甲}", "{日期: 2006-03-06, 动作: 交办}")
    found = check_item(tmp_path, item_text(*entries, 办结时限="10个工作日"))
    assert [f.text for f in found if f.code == "category-not-in-force"] == [
        "items/2026/2026-0018.yaml:2:1: 提醒 category-not-in-force 2006-03-03 立项时，“领导批示”所依据的"
        "岳政办发〔2007〕3号 一（一）还没有施行（核对立项日期，或改用当时有效的类别）"
    ]


@pytest.mark.parametrize("name", ["楼区", "岳阳楼区", "市城市管理和行政执法局", "岳阳市人民政府督查室"])
def test_units_by_any_of_their_names(tmp_path: Path, name: str) -> None:
    assert check_item(tmp_path, item_text(*HANDED_OUT, 主办单位=name)) == []


@pytest.mark.parametrize(
    ("key", "value", "message", "hint"),
    [
        ("主办单位", "岳阳楼区政府", "单位名录里没有“岳阳楼区政府”", "是否指“岳阳楼区人民政府”"),
        ("协办单位", "[市财证局]", "单位名录里没有“市财证局”", "是否指“市财政局”"),
        (
            "主办单位",
            "北极科考站",
            "单位名录里没有“北极科考站”",
            "用 duban unit add 加入名录，或改成名录里的名称",
        ),
        ("主办单位", "各区政府", "“各区政府”是一组单位，不是一个单位", "写明是哪个单位：岳阳楼区人民政府"),
        (
            "主办单位",
            "楼区、市财政局",
            "“楼区、市财政局”写了 2 个单位，这里一处只写一个",
            "主办单位写“楼区”，其余列入协办单位",
        ),
    ],
)
def test_units_in_the_header(tmp_path: Path, key: str, value: str, message: str, hint: str) -> None:
    text = item_text(*HANDED_OUT, **{key: value})
    (found,) = check_item(tmp_path, text)
    line = next(n for n, text_line in enumerate(text.split("\n"), 1) if text_line.startswith(key))
    assert (found.code, found.message, found.hint, found.line) == ("unknown-unit", message, hint, line)


@pytest.mark.parametrize(
    "entry",
    [
        reply("2026-03-16", more="单位: 市财证局"),
        "{日期: 2026-03-16, 动作: 约谈, 单位: 市财证局, 批准: 甲}",
        "{日期: 2026-03-16, 动作: 变更, 字段: 主办单位, 新: 市财证局, 批准: 甲}",
        "{日期: 2026-03-16, 动作: 变更, 字段: 协办单位, 新: 市住建局、市财证局, 批准: 甲}",
        "{日期: 2026-03-16, 动作: 更正, 更正项: {日期: 2026-03-04, 动作: 交办}, 字段: 单位, 新: 市财证局}",
    ],
)
def test_units_in_entries(tmp_path: Path, entry: str) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, entry))
    assert (found.code, found.line, found.hint) == ("unknown-unit", 10, "是否指“市财政局”")


def test_units_named_in_a_bulletin(tmp_path: Path) -> None:
    event = "记录:\n- {日期: 2026-05-15, 动作: 通报, 批评: [市财证局], 表扬: [楼区], 批准: 甲}\n"
    (found,) = check_all(make_ledger(tmp_path, others={"office/2026.yaml": event}))
    assert (found.path, found.code, found.hint) == ("office/2026.yaml", "unknown-unit", "是否指“市财政局”")


def test_a_lead_among_the_supporting(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, 协办单位="[楼区, 市财政局]"))
    assert (found.code, found.level, found.line) == ("lead-in-support", "warning", 7)


def test_a_supporting_unit_named_twice(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, 协办单位="[市住建局, 市住房和城乡建设局]"))
    assert (found.code, found.level) == ("unit-doubled", "warning")


@pytest.mark.parametrize("about", ["反馈", "办结", "节点1", "1"])
def test_duties_an_entry_may_speak_of(tmp_path: Path, about: str) -> None:
    stones = "[{号: 1, 内容: 过半, 时限: 2026-03-11}]"
    entry = f"{{日期: 2026-04-01, 动作: 催办, 方式: 通知单, 针对: {about}}}"
    assert check_item(tmp_path, item_text(*HANDED_OUT, entry, 节点=stones)) == []


@pytest.mark.parametrize(("about", "hint"), [("反溃", "是否想写“反馈”"), ("节点2", "可写：反馈、办结")])
def test_a_duty_the_item_does_not_have(tmp_path: Path, about: str, hint: str) -> None:
    entry = f"{{日期: 2026-04-01, 动作: 催办, 方式: 通知单, 针对: {about}}}"
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, entry))
    assert (found.code, found.line, found.hint) == ("unknown-duty", 10, hint)


def test_a_way_of_urging_the_ladder_does_not_know(tmp_path: Path) -> None:
    entry = "{日期: 2026-04-01, 动作: 催办, 方式: 上门催}"
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, entry))
    assert (found.code, found.level, found.hint) == ("urge-method", "warning", "是否想写“上门催办”")


def test_an_item_handled_by_the_office_itself(tmp_path: Path) -> None:
    text = item_text(INITIATED, HANDED_OUT[1], 主办单位="岳阳市人民政府督查室")
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": text}))
    assert ledger.findings == ()
