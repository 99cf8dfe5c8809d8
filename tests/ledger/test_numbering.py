"""Ids and 文号: the next after every one in use, a given one only if it fits and is free."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from duban_cli.errors import DataProblem
from duban_cli.ledger.numbering import form_of, given_doc_number, item_path, next_doc_number, next_item_id
from duban_cli.ledger.store import Ledger
from tests.kit import ASSIGNED, INITIATED, item_text, make_ledger, open_ledger

BULLETIN = (
    "记录:\n- {日期: 2026-06-30, 动作: 通报, 文号: 第3期, 起: 2026-06-01, 止: 2026-06-30, 批准: 刘某某}\n"
)


def register(kind: str, number: int, doc_no: str, state: str = "发出") -> str:
    return (
        f"种类: {kind}\n序号: {number}\n文号: {doc_no}\n标题: 甲\n日期: 2026-03-04\n文件: {kind}-{number:04d}.docx\n"
        f"sha256: {'0' * 64}\n状态: {state}\n"
    )


def ledger(
    tmp_path: Path,
    items: Mapping[str, str | bytes] | None = None,
    others: Mapping[str, str | bytes] | None = None,
) -> Ledger:
    return open_ledger(make_ledger(tmp_path, items, others=others))


def test_ids_follow_the_highest_of_the_year_unreadable_files_included(tmp_path: Path) -> None:
    found = ledger(
        tmp_path,
        {"2026-0001": item_text(INITIATED), "2026-0019": "标题：坏的\n", "2025-0300": item_text(INITIATED)},
    )
    assert next_item_id(found, 2026) == "2026-0020"
    assert next_item_id(found, 2025) == "2025-0301"
    assert next_item_id(found, 2027) == "2027-0001"


def test_ids_outgrow_four_digits(tmp_path: Path) -> None:
    found = ledger(tmp_path, {"2026-9999": item_text(INITIATED)})
    assert next_item_id(found, 2026) == "2026-10000"
    assert item_path("2026-10000") == "items/2026/2026-10000.yaml"


def test_numbers_follow_register_entries_and_events(tmp_path: Path) -> None:
    found = ledger(
        tmp_path,
        {"2026-0001": item_text(INITIATED, ASSIGNED)},
        {
            "papers/2026/督查函-0005.yaml": register("督查函", 5, "岳督函〔2026〕5号"),
            "papers/2026/催办通知单-0002.yaml": register("催办通知单", 2, "岳督催〔2026〕2号", "作废"),
            "papers/2025/催办通知单-0030.yaml": register("催办通知单", 30, "岳督催〔2025〕30号"),
            "office/2026.yaml": BULLETIN,
        },
    )
    number = next_doc_number(found, "督查函", 2026)
    assert (number.number, number.text, number.stem) == (18, "岳督函〔2026〕18号", "papers/2026/督查函-0018")
    # One struck out keeps its number; another year's count is its own.
    assert next_doc_number(found, "催办通知单", 2026).text == "岳督催〔2026〕3号"
    assert next_doc_number(found, "催办通知单", 2025).text == "岳督催〔2025〕31号"
    assert next_doc_number(found, "督查函", 2027).text == "岳督函〔2027〕1号"
    # A form without the year starts anew all the same.
    assert next_doc_number(found, "督查通报", 2026).text == "第4期"
    assert next_doc_number(found, "督查通报", 2027).text == "第1期"


def test_a_given_number_is_taken_as_it_is(tmp_path: Path) -> None:
    number = given_doc_number(ledger(tmp_path), "督查函", 2026, "岳督函〔2026〕40号")
    assert (number.kind, number.year, number.number, number.text) == (
        "督查函",
        2026,
        40,
        "岳督函〔2026〕40号",
    )


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("岳督函[2026]40号", "岳督函〔2026〕1号"),
        ("岳督函〔2025〕40号", "岳督函〔2026〕1号"),
        ("岳督函〔2026〕040号", "岳督函〔2026〕40号"),
        ("岳督函〔2026〕４０号", "岳督函〔2026〕40号"),
        ("岳督函〔2026〕0号", "岳督函〔2026〕1号"),
        ("岳督函〔2026〕号", "岳督函〔2026〕1号"),
        ("岳督函〔2026〕1234567号", "岳督函〔2026〕1号"),
        ("40", "岳督函〔2026〕1号"),
        ("", "岳督函〔2026〕1号"),
    ],
)
def test_a_given_number_must_have_the_form(tmp_path: Path, text: str, right: str) -> None:
    with pytest.raises(DataProblem) as refused:
        given_doc_number(ledger(tmp_path), "督查函", 2026, text)
    assert refused.value.message == f"文号“{text}”不合“督查函”的格式 岳督函〔{{年}}〕{{号}}号"
    assert (refused.value.hint or "").startswith(f"写作 {right} 这样")


def test_a_number_is_given_once(tmp_path: Path) -> None:
    papers = {"papers/2026/督查函-0005.yaml": register("督查函", 5, "岳督函〔2026〕5号", "作废")}
    with pytest.raises(DataProblem) as refused:
        given_doc_number(ledger(tmp_path, others=papers), "督查函", 2026, "岳督函〔2026〕5号")
    assert refused.value.message == "文号“岳督函〔2026〕5号”已经用过"
    assert refused.value.hint == "下一个可用的是 岳督函〔2026〕6号"


def test_a_kind_without_a_form_is_told_with_the_line_to_add(tmp_path: Path) -> None:
    with pytest.raises(DataProblem) as refused:
        form_of(ledger(tmp_path), "督查专报")
    assert "duban.yaml 没有规定“督查专报”的文号格式" in refused.value.message
    assert "督查专报: 岳督函〔{年}〕{号}号" in (refused.value.hint or "")
