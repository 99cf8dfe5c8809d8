"""Titles broken by meaning, marks that fit their line."""

from __future__ import annotations

import pytest

from duban_cli.documents.titles import mark_size, title_lines, width


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("催办通知单", ["催办通知单"]),
        ("关于征地拆迁的\n督查函", ["关于征地拆迁的", "督查函"]),
        (
            "关于湘江流域突出环境问题整改和东风湖黑臭水体治理工程的\n督查函",
            ["关于湘江流域突出环境问题整改和", "东风湖黑臭水体治理工程的", "督查函"],
        ),
    ],
)
def test_a_title_is_broken_where_the_template_says_or_evenly(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_no_break_within_a_name_in_quotes_or_a_number() -> None:
    title = "关于落实《岳阳市提升政府系统执行力十条措施》情况和2026年度任务分解的督查函"
    lines = title_lines(title)

    assert "".join(lines) == title
    assert any("《岳阳市提升政府系统执行力十条措施》" in line for line in lines)
    assert all(width(line) <= 20 for line in lines)


def test_even_a_title_without_a_good_place_ends() -> None:
    assert "".join(title_lines("《" + "长" * 50 + "》")) == "《" + "长" * 50 + "》"


def test_a_mark_shrinks_to_its_line() -> None:
    assert mark_size("岳阳市人民政府督查室", 36) == 36
    assert mark_size("岳阳市人民政府办公室政务督查通报专刊", 48) == 24.5
    assert mark_size("", 36) == 36
