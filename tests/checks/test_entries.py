from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import (
    HANDED_OUT,
    INITIATED,
    at,
    check_item,
    codes,
    item_text,
    make_ledger,
    open_ledger,
    read,
    reply,
)
from tests.kit import checked as check_all

CLOSED = (
    *HANDED_OUT, reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}",
)  # fmt: skip


def test_an_entry_in_the_future(tmp_path: Path) -> None:
    text = item_text(*HANDED_OUT, reply("2026-03-16"))
    (found,) = check_item(tmp_path, text, at("2026-03-15"))
    assert (found.code, found.line) == ("future", 10)
    assert found.message == "反馈的日期 2026-03-16 记在未来（今天是 2026-03-15）"
    assert check_item(tmp_path, text, at("2026-03-16")) == []


@pytest.mark.parametrize(("clock", "expected"), [("11:59", ["future"]), ("12:00", []), (None, [])])
def test_the_hour_of_today(tmp_path: Path, clock: str | None, expected: list[str]) -> None:
    text = item_text(*HANDED_OUT, reply("2026-03-16", more="时间: '12:00'"))
    assert codes(check_item(tmp_path, text, at("2026-03-16", clock))) == expected


def test_an_arrival_in_the_future_or_before_the_letter(tmp_path: Path) -> None:
    late = item_text(*HANDED_OUT, reply("2026-03-16", more="收到: 2026-03-20"))
    assert codes(check_item(tmp_path, late, at("2026-03-18"))) == ["future"]
    early = item_text(*HANDED_OUT, reply("2026-03-16", more="收到: 2026-03-12"))
    assert [(f.code, f.level) for f in check_item(tmp_path, early)] == [("received-before", "warning")]


def correction(ref: str, field: str, new: str) -> str:
    return f"{{日期: 2026-03-20, 动作: 更正, 更正项: {{{ref}}}, 字段: {field}, 新: {new}}}"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (correction("日期: 2026-03-16, 动作: 反馈", "内容", "乙"), []),
        (correction("日期: 2026-03-17, 动作: 审核", "作废", "是"), []),
        (correction("日期: 2026-03-15, 动作: 反馈", "内容", "乙"), ["correction-finds-nothing"]),
        (correction("日期: 2026-03-16, 动作: 反馈, 第: 2", "内容", "乙"), ["correction-finds-nothing"]),
        (correction("日期: 2026-03-16, 动作: 反馈", "限期", "2026-03-30"), ["correction-field"]),
        (correction("日期: 2026-03-17, 动作: 审核", "结果", "合格"), ["correction-field"]),
        (correction("日期: 2026-03-17, 动作: 审核", "结果", "退回"), []),
    ],
)
def test_corrections(tmp_path: Path, entry: str, expected: list[str]) -> None:
    found = check_item(tmp_path, item_text(*HANDED_OUT, reply("2026-03-16", "是"), CLOSED[3], entry))
    assert codes(found) == expected
    assert all(f.line == 12 for f in found)


@pytest.mark.parametrize(
    ("old", "expected"), [("岳阳楼区人民政府", []), ("楼区", []), ("市住建局", ["change-old"])]
)
def test_what_a_change_says_stood_there(tmp_path: Path, old: str, expected: list[str]) -> None:
    entry = f"{{日期: 2026-03-10, 动作: 变更, 字段: 主办单位, 原: {old}, 新: 市财政局, 批准: 甲}}"
    assert codes(check_item(tmp_path, item_text(*HANDED_OUT, entry))) == expected


def test_a_second_change_starts_from_the_first(tmp_path: Path) -> None:
    entries = [
        f"{{日期: 2026-03-1{n}, 动作: 变更, 字段: 主办单位, 原: {a}, 新: {b}, 批准: 甲}}"
        for n, (a, b) in enumerate([("楼区", "市财政局"), ("市财政局", "市住建局"), ("楼区", "市城管局")])
    ]
    found = check_item(tmp_path, item_text(*HANDED_OUT, *entries))
    assert [(f.code, f.line) for f in found] == [("change-old", 12)]


def test_a_record_altered_after_closing(tmp_path: Path) -> None:
    digest = read(item_text(*CLOSED, "{日期: 2026-03-18, 动作: 销号}")).closing_digests[4]
    closing = f"{{日期: 2026-03-18, 动作: 销号, 摘要: {digest}}}"
    archived = "{日期: 2026-04-01, 动作: 归档}"
    assert check_item(tmp_path, item_text(*CLOSED, closing, archived)) == []
    assert check_item(tmp_path, "# 注\n" + item_text(*CLOSED, closing).replace("标题: ", "标题:  ")) == []
    for altered in (
        item_text(*CLOSED, closing, 要求="另一件事"),
        item_text(*CLOSED, closing).replace("2026-03-16", "2026-03-13"),
        item_text(*CLOSED[:2], "{日期: 2026-03-05, 动作: 签收}", *CLOSED[2:], closing),
    ):
        (found,) = check_item(tmp_path, altered)
        assert found.code == "closed-changed"
        assert found.message == "2026-03-18 销号后记录被改动：此前内容与当时的摘要不符"
        assert altered.split("\n")[found.line - 1].endswith(closing)


def test_future_entries_are_checked_for_order_too(tmp_path: Path) -> None:
    text = item_text(INITIATED, "{日期: 2026-12-01, 动作: 销号}")
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": text}))
    assert ledger.findings == ()
    assert codes(check_all(tmp_path)) == ["close-without-review", "future"]


def test_a_digest_taken_out(tmp_path: Path) -> None:
    closing = "{日期: 2026-03-18, 动作: 销号, 文号: 岳督销〔2026〕1号, 批准: 甲}"
    register = (
        "种类: 销号单\n序号: 1\n文号: 岳督销〔2026〕1号\n标题: 甲\n日期: 2026-03-18\n文件: 销号单-0001.docx\n"
        f"sha256: {'0' * 64}\n事项: [2026-0018]\n状态: 发出\n"
    )
    item = {"2026-0018": item_text(*CLOSED, closing)}
    # Struck off by hand, before there was a register: nothing to be missed.
    assert "digest-missing" not in codes(check_all(make_ledger(tmp_path, item)))
    found = check_all(make_ledger(tmp_path, item, others={"papers/2026/销号单-0001.yaml": register}))
    (missing,) = [f for f in found if f.code == "digest-missing"]
    assert (missing.level, missing.line) == ("warning", 12)
