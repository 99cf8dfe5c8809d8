from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, check_item, codes, item_text

ASSIGNED = HANDED_OUT[1]


@pytest.mark.parametrize(
    ("entry", "header"),
    [
        ("{日期: 2026-03-03, 动作: 立项, 方式: 直接}", {}),
        ("{日期: 2026-03-03, 动作: 立项, 批准: 甲}", {"类别": "重要文件"}),
        ("{日期: 2026-03-03, 动作: 立项, 批准: 甲}", {"来源": "{类型: 自提}"}),
    ],
)
def test_initiation_with_what_it_takes(tmp_path: Path, entry: str, header: dict[str, str]) -> None:
    assert check_item(tmp_path, item_text(entry, ASSIGNED, **header)) == []


def test_a_category_that_takes_an_approval(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, item_text("{日期: 2026-03-03, 动作: 立项}", ASSIGNED, 类别="重要文件"))
    assert (found.code, found.level, found.line) == ("approval", "error", 8)
    assert found.message == "立项没有写批准人：须经批准（岳政办发〔2007〕3号 二（三））"
    assert found.hint == "补上 批准: 批准的领导"


def test_the_offices_own_proposal(tmp_path: Path) -> None:
    text = item_text("{日期: 2026-03-03, 动作: 立项}", ASSIGNED, 来源="{类型: 自提}")
    (found,) = check_item(tmp_path, text)
    assert found.message == "立项没有写批准人：须经批准（政府督查工作条例 第十一条）"
    both = item_text("{日期: 2026-03-03, 动作: 立项}", ASSIGNED, 来源="{类型: 自提}", 类别="专项督查")
    (found,) = check_item(tmp_path, both)
    assert (
        found.message
        == "立项没有写批准人：须经批准（岳政办发〔2007〕3号 一（一）、政府督查工作条例 第十一条）"
    )


def test_a_rule_binds_entries_from_its_documents_day(tmp_path: Path) -> None:
    entries = ("{日期: 2021-01-29, 动作: 立项}", "{日期: 2021-02-01, 动作: 交办}")
    text = item_text(*entries, 来源="{类型: 自提}")
    assert "approval" not in codes(check_item(tmp_path, text))


def test_an_extension_is_approved_by_someone(tmp_path: Path) -> None:
    entry = "{日期: 2026-03-17, 动作: 延期, 环节: 批准, 限期: 2026-04-03}"
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, entry))
    assert found.message == "延期（批准）没有写批准人：须经批准（十条措施（2020-04-27）六）"
    asked = "{日期: 2026-03-17, 动作: 延期, 环节: 申请, 限期: 2026-04-03}"
    assert check_item(tmp_path, item_text(*HANDED_OUT, asked)) == []


@pytest.mark.parametrize("action", ["表扬", "批评", "问责建议", "约谈", "撤销", "中止"])
def test_acts_whose_format_already_asks_for_an_approval(tmp_path: Path, action: str) -> None:
    entry = f"{{日期: 2026-03-17, 动作: {action}, 单位: 楼区, 理由: 甲}}"
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, entry))
    assert found.message == f"“{action}”缺“批准”"


def test_an_approval_struck_out_by_a_correction_is_missed(tmp_path: Path) -> None:
    praise = "{日期: 2026-04-01, 动作: 表扬, 单位: 楼区, 批准: 甲}"
    void = "{日期: 2026-04-02, 动作: 更正, 更正项: {日期: 2026-04-01, 动作: 表扬}, 字段: 批准, 新: ''}"
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, praise, void))
    assert found.message == "表扬没有写批准人：须经批准（政府督查工作条例 第二十一条）"
