from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, INITIATED, check_item, codes, item_text, reply

ASSIGNED = HANDED_OUT[1]
DONE = reply("2026-03-16", "是")
PASSED = "{日期: 2026-03-17, 动作: 审核, 结果: 通过}"
CLOSED = "{日期: 2026-03-18, 动作: 销号}"
WITHDRAWN = "{日期: 2026-03-18, 动作: 撤销, 理由: 甲, 批准: 乙}"
PAUSED = "{日期: 2026-03-09, 动作: 中止, 理由: 甲, 批准: 乙}"
REOPENED = "{日期: 2026-05-06, 动作: 重启, 理由: 反弹, 批准: 乙, 限期: 2026-05-29}"
ENDED = (*HANDED_OUT, DONE, PASSED, CLOSED)


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (INITIATED,),
        HANDED_OUT,
        (*HANDED_OUT, "{日期: 2026-03-05, 动作: 签收}", DONE, PASSED, CLOSED, "{日期: 2026-04-01, 动作: 归档}"),
        (*HANDED_OUT, DONE, "{日期: 2026-03-17, 动作: 审核, 结果: 退回, 理由: 甲}", reply("2026-03-20", "是")),
        (*HANDED_OUT, PAUSED, "{日期: 2026-03-12, 动作: 恢复}"),
        (*HANDED_OUT, WITHDRAWN),
        (*ENDED, "{日期: 2026-04-01, 动作: 核查, 方式: 回头看, 结果: 属实}", "{日期: 2026-04-02, 动作: 结论, 内容: 甲, 批准: 乙}",
         "{日期: 2026-04-03, 动作: 复核, 环节: 申请}", "{日期: 2026-04-03, 动作: 表扬, 单位: 楼区, 批准: 乙}",
         "{日期: 2026-04-07, 动作: 归档}"),
        (*ENDED, REOPENED, reply("2026-05-20", "是"), "{日期: 2026-05-21, 动作: 审核, 结果: 通过}", "{日期: 2026-05-22, 动作: 销号}"),
        (*HANDED_OUT, "{日期: 2026-03-06, 动作: 变更, 字段: 主办单位, 原: 楼区, 新: 市财政局, 批准: 甲}",
         "{日期: 2026-03-09, 动作: 交办}", reply("2026-03-16", more="单位: 市财政局")),
    ],
)  # fmt: skip
def test_courses_that_are_in_order(tmp_path: Path, entries: tuple[str, ...]) -> None:
    assert check_item(tmp_path, item_text(*entries)) == []


@pytest.mark.parametrize(
    ("entries", "code", "line"),
    [
        ((ASSIGNED,), "assign-before-initiate", 8),
        (("{日期: 2026-03-02, 动作: 交办}", INITIATED), "assign-before-initiate", 8),
        ((INITIATED, INITIATED, ASSIGNED), "initiated-twice", 9),
        ((INITIATED, reply("2026-03-03"), ASSIGNED), "before-assign", 9),
        ((INITIATED, "{日期: 2026-03-03, 动作: 催办, 方式: 通知单}", ASSIGNED), "before-assign", 9),
        ((INITIATED, "{日期: 2026-03-03, 动作: 审核, 结果: 通过}", ASSIGNED), "before-assign", 9),
        ((INITIATED, "{日期: 2026-03-03, 动作: 延期, 环节: 申请}", ASSIGNED), "before-assign", 9),
        ((INITIATED, "{日期: 2026-03-03, 动作: 签收}", ASSIGNED), "before-assign", 9),
        ((*HANDED_OUT, PASSED), "nothing-to-review", 10),
        ((*HANDED_OUT, CLOSED), "close-without-review", 10),
        ((*HANDED_OUT, DONE, CLOSED), "close-without-review", 11),
        ((*HANDED_OUT, reply("2026-03-16"), PASSED, CLOSED), "close-without-review", 12),
        ((INITIATED, CLOSED), "close-without-review", 9),
        ((*HANDED_OUT, PAUSED, CLOSED), "close-without-review", 11),
        ((*ENDED, CLOSED), "ended-twice", 13),
        ((*ENDED, WITHDRAWN), "ended-twice", 13),
        ((*ENDED, reply("2026-03-20")), "after-end", 13),
        ((*ENDED, "{日期: 2026-03-20, 动作: 催办, 方式: 通知单}"), "after-end", 13),
        ((*ENDED, "{日期: 2026-03-20, 动作: 变更, 字段: 标题, 新: 甲, 批准: 乙}"), "after-end", 13),
        ((*HANDED_OUT, WITHDRAWN, reply("2026-03-20")), "after-end", 11),
        ((*HANDED_OUT, "{日期: 2026-03-12, 动作: 恢复}"), "nothing-to-resume", 10),
        ((*HANDED_OUT, PAUSED, PAUSED), "suspended-twice", 11),
        ((*HANDED_OUT, "{日期: 2026-04-01, 动作: 归档}"), "archive-before-close", 10),
        ((*HANDED_OUT, REOPENED), "nothing-to-reopen", 10),
        ((*ENDED, "{日期: 2026-03-06, 动作: 签收}"), "backdated", 13),
        ((*ENDED, reply("2026-03-12")), "backdated", 13),
    ],
)
def test_courses_out_of_order(tmp_path: Path, entries: tuple[str, ...], code: str, line: int) -> None:
    (found,) = check_item(tmp_path, item_text(*entries))
    assert (found.code, found.line, found.level) == (code, line, "error"), found.text
    assert found.hint


def test_the_message_names_what_to_do_and_the_clause(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, DONE, CLOSED))
    assert found.message == "不能销号：办结反馈还没有审核"
    assert found.hint == "先审核；依据十条措施（2020-04-27）四"
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, PASSED))
    assert found.hint == "先记承办单位的反馈，再记审核；依据岳政办发〔2007〕3号 二（三）"
    (found,) = check_item(tmp_path, item_text(*ENDED, reply("2026-03-20")))
    assert found.message == "事项已于 2026-03-18 销号，之后不应再有“反馈”"


def test_an_entry_struck_out_is_no_fault(tmp_path: Path) -> None:
    void = "{日期: 2026-03-20, 动作: 更正, 更正项: {日期: 2026-03-12, 动作: 反馈}, 字段: 作废, 新: 是}"
    assert check_item(tmp_path, item_text(*ENDED, reply("2026-03-12"), void)) == []


def test_a_second_opinion_overrules_the_first(tmp_path: Path) -> None:
    again = "{日期: 2026-03-18, 动作: 审核, 结果: 退回, 理由: 不实}"
    assert codes(check_item(tmp_path, item_text(*HANDED_OUT, DONE, PASSED, again))) == []
    found = check_item(
        tmp_path, item_text(*HANDED_OUT, DONE, PASSED, again, "{日期: 2026-03-19, 动作: 销号}")
    )
    assert [f.message for f in found] == ["不能销号：反馈已退回，还没有重新办结"]
