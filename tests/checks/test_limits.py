from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, INITIATED, check_item, codes, item_text, reply


def granted(due: str | None, more: str = "", day: str = "2026-03-17") -> str:
    limit = f", 限期: {due}" if due else ""
    return f"{{日期: {day}, 动作: 延期, 环节: 批准, 批准: 甲{limit}{more}}}"


@pytest.mark.parametrize(
    "entries",
    [
        (granted("2026-03-19"),),
        (granted("2026-03-25"), granted("2026-04-03", day="2026-03-24")),
        (granted("2026-03-25", day="2026-03-20"),),
        (reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 退回, 理由: 甲, 限期: 2026-03-24}",
         granted("2026-03-27", day="2026-03-23")),
        ("{日期: 2026-03-17, 动作: 延期, 环节: 申请, 限期: 2026-03-10}",),
    ],
)  # fmt: skip
def test_extensions_that_extend(tmp_path: Path, entries: tuple[str, ...]) -> None:
    assert check_item(tmp_path, item_text(*HANDED_OUT, *entries)) == []


@pytest.mark.parametrize(
    ("entries", "before"),
    [
        ((granted("2026-03-18"),), "2026-03-18"),
        ((granted("2026-03-12"),), "2026-03-18"),
        ((granted("2026-04-03"), granted("2026-03-25", day="2026-03-24")), "2026-04-03"),
        ((reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 退回, 理由: 甲, 限期: 2026-03-31}",
          granted("2026-03-27", day="2026-03-23")), "2026-03-31"),
    ],
)  # fmt: skip
def test_extensions_that_do_not(tmp_path: Path, entries: tuple[str, ...], before: str) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, *entries))
    assert found.code == "extension-not-later"
    assert found.message.endswith(f"不晚于原来的 {before}")
    assert found.line == 9 + len(entries)


def test_an_extension_of_a_stage(tmp_path: Path) -> None:
    stones = "[{号: 1, 内容: 甲, 时限: 2026-03-11}]"
    ok = item_text(*HANDED_OUT, granted("2026-03-12", ", 针对: 节点1"), 节点=stones)
    assert check_item(tmp_path, ok) == []
    bad = item_text(*HANDED_OUT, granted("2026-03-10", ", 针对: 节点1"), 节点=stones)
    assert codes(check_item(tmp_path, bad)) == ["extension-not-later"]


def test_an_extension_without_a_date(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, granted(None)))
    assert found.code == "extension-no-due"
    assert found.message == "批准延期没有写新的限期（十条措施（2020-04-27）六）"


def handed(more: str, **header: str | None) -> str:
    return item_text(INITIATED, f"{{日期: 2026-03-04, 动作: 交办{more}}}", **header)


@pytest.mark.parametrize(
    ("more", "header"),
    [
        (", 限期: 2026-03-18", {}),
        (", 限期: 2026-03-18", {"办结时限": None}),
        ("", {}),
        (", 限期: 2026-06-30", {"办结时限": "长期"}),
        (", 限期: 2026-03-18, 反馈限期: 2026-03-09", {}),
        (", 限期: 2026-03-09", {"办结时限": "第3个工作日12:00"}),
        (", 限期: 2026-03-18, 反馈限期: 2026-03-04", {"缓急": "特急"}),
    ],
)
def test_dates_on_paper_as_the_rules_give_them(
    tmp_path: Path, more: str, header: dict[str, str | None]
) -> None:
    assert check_item(tmp_path, handed(more, **header)) == []


def test_a_date_on_paper_that_the_rules_do_not_give(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, handed(", 限期: 2026-03-20"))
    assert (found.code, found.level, found.line) == ("due-differs", "warning", 9)
    assert found.message == "限期写的是 2026-03-20，按10个工作日（十条措施（2020-04-27）六）应为 2026-03-18"
    assert found.hint == (
        "2026-03-04 交办，次日起算，不计3月7、8日（周末）、14、15日（周末）；发文所写的为准，写错的另行更正"
    )


@pytest.mark.parametrize(
    ("more", "header", "expected"),
    [
        (", 限期: 2026-03-20", {"办结时限": None}, "2026-03-18"),
        (", 限期: 2026-03-20", {"办结时限": "2026-03-19"}, "2026-03-19"),
        (", 反馈限期: 2026-03-06", {"缓急": "特急"}, "2026-03-04"),
    ],
)
def test_other_dates_that_differ(
    tmp_path: Path, more: str, header: dict[str, str | None], expected: str
) -> None:
    (found,) = check_item(tmp_path, handed(more, **header))
    assert (found.code, found.level) == ("due-differs", "warning")
    assert found.message.endswith(f"应为 {expected}")


def test_media_criticism_on_paper(tmp_path: Path) -> None:
    header = {"类别": "媒体批评", "来源": "{类型: 媒体, 日期: 2026-03-03}"}
    entries = ("{日期: 2026-03-03, 动作: 立项, 批准: 甲}", "{日期: 2026-03-04, 动作: 交办, 反馈限期: %s}")
    for due, expected in (("2026-03-06", []), ("2026-03-09", ["due-differs"])):
        assert codes(check_item(tmp_path, item_text(entries[0], entries[1] % due, **header))) == expected


def test_before_the_ten_measures_no_rule_gave_a_day(tmp_path: Path) -> None:
    entries = ("{日期: 2019-05-06, 动作: 立项}", "{日期: 2019-05-07, 动作: 交办, 限期: 2019-05-31}")
    assert "due-differs" not in codes(check_item(tmp_path, item_text(*entries, 办结时限=None)))


def test_the_ledgers_calendar_counts(tmp_path: Path) -> None:
    text = handed(", 限期: 2026-03-18")
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar/2026.yaml").write_text("依据: 示例\n放假: [2026-03-10]\n", encoding="utf-8")
    (found,) = check_item(tmp_path, text)
    assert found.message.endswith("应为 2026-03-19")


def test_a_named_limit_on_a_day_off(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, handed(", 限期: 2026-10-02", 办结时限="2026-10-02"))
    assert (found.code, found.level, found.line) == ("day-off", "warning", 6)
    assert found.message == "办结时限 2026-10-02 不是工作日（国庆节假期）"


def test_a_date_on_a_paper_on_a_day_off(tmp_path: Path) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, granted("2026-03-28")))
    assert (found.code, found.line) == ("day-off", 10)
    assert found.message == "延期的限期 2026-03-28 不是工作日（周末）"


def test_a_saturday_worked_in_exchange_is_no_day_off(tmp_path: Path) -> None:
    assert check_item(tmp_path, handed("", 办结时限="2026-10-10")) == []
