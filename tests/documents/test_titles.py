"""Titles broken by meaning, marks that fit their line."""

from __future__ import annotations

from itertools import pairwise

import pytest

from duban_cli.documents.titles import mark_size, title_lines, width


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("催办通知单", ["催办通知单"]),
        ("关于征地拆迁的\n督查函", ["关于征地拆迁的", "督查函"]),
        (
            "关于湘江流域突出环境问题整改和东风湖黑臭水体治理工程的\n督查函",
            ["关于湘江流域突出环境问题整改", "和东风湖黑臭水体治理工程的", "督查函"],
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


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("关于岳阳市住房和城乡建设局牵头办理的老旧小区改造整改情况的通报", "岳阳市住房和城乡建设局"),
        ("关于印发岳阳市老旧小区改造资金拨付2026年12月31日前完成任务清单的通知", "2026年12月31日"),
        ("关于岳阳大道东延线征地拆迁安置补偿剩余32户签约任务整改的通知", "32户"),
        ("关于岳阳大道东延线征地拆迁剩余任务完成情况岳督函〔2026〕17号的答复", "〔2026〕17号"),
    ],
)
def test_no_break_within_a_unit_a_date_or_a_number(title: str, whole: str) -> None:
    lines = title_lines(title, ["岳阳市住房和城乡建设局", "市财政局"])
    assert "".join(lines) == title
    assert len(lines) > 1
    assert any(whole in line for line in lines)


@pytest.mark.parametrize("length", range(20, 101, 4))
def test_lines_fit_and_make_no_hourglass(length: int) -> None:
    title = ("关于进一步做好老旧小区改造和黑臭水体治理等重点民生实事项目办理落实情况督查整改反馈工作" * 3)[
        :length
    ]
    lines = title_lines(title)
    widths = [width(line) for line in lines]

    assert "".join(lines) == title
    assert all(5 <= one <= 19 for one in widths)
    assert len(lines) <= -(-length // 19) + 1
    falls = [number for number, (one, other) in enumerate(pairwise(widths)) if other < one - 0.5]
    rises = [number for number, (one, other) in enumerate(pairwise(widths)) if other > one + 0.5]
    assert not falls or not rises or max(rises) < min(falls)


def test_a_name_longer_than_a_line_is_broken_after_all() -> None:
    name = "岳阳市人民政府优化营商环境和推进政府职能转变工作领导小组办公室"
    lines = title_lines(f"关于{name}的通知", [name])
    assert "".join(lines) == f"关于{name}的通知"
    assert all(width(line) <= 19 for line in lines)


def test_even_a_title_without_a_good_place_ends() -> None:
    assert "".join(title_lines("《" + "长" * 50 + "》")) == "《" + "长" * 50 + "》"


def test_a_mark_shrinks_to_its_line() -> None:
    assert mark_size("岳阳市人民政府督查室", 36) == 36
    assert mark_size("岳阳市人民政府办公室政务督查通报专刊", 48) == 22.5
    assert mark_size("", 36) == 36
