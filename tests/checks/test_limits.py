from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, INITIATED, check_item, checked, codes, item_text, make_ledger, reply


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


@pytest.mark.parametrize(
    ("extension", "expected"),
    [
        (granted("2027-01-29", day="2026-11-16"), ["extension-moves-nothing"]),
        (granted("2027-01-29", ", 期: 2026年第四季度", day="2026-11-16"), []),
        (granted("2026-03-30", ", 期: 2026Q1", day="2026-03-20"), ["extension-not-later"]),
    ],
)
def test_an_extension_of_an_item_reported_on_in_rhythm(
    tmp_path: Path, extension: str, expected: list[str]
) -> None:
    started = ("{日期: 2026-01-05, 动作: 立项, 批准: 甲}", "{日期: 2026-01-06, 动作: 交办}")
    meeting = item_text(*started, extension, 类别="会议议定", 来源=None, 办结时限="长期")
    assert codes(check_item(tmp_path, meeting)) == expected


def test_an_extension_of_what_was_done_in_time(tmp_path: Path) -> None:
    late = item_text(*HANDED_OUT, reply("2026-03-16", "是"), granted("2026-03-25", day="2026-03-17"))
    assert codes(check_item(tmp_path, late)) == ["extension-moves-nothing"]


@pytest.mark.parametrize(
    "entry",
    [
        "{日期: 2026-03-27, 动作: 催办, 方式: 通知单, 文号: 岳督催〔2026〕1号, 限期: 2026-03-26}",
        "{日期: 2026-03-27, 动作: 审核, 结果: 退回, 理由: 甲, 限期: 2026-03-26}",
    ],
)
def test_a_limit_before_its_paper(tmp_path: Path, entry: str) -> None:
    found = check_item(tmp_path, item_text(*HANDED_OUT, reply("2026-03-20", "是"), entry))
    assert [(f.code, f.level, f.line) for f in found] == [("limit-past", "error", 11)]
    assert (
        check_item(
            tmp_path, item_text(*HANDED_OUT, reply("2026-03-20", "是"), entry.replace("03-26", "03-27"))
        )
        == []
    )


def test_an_item_without_any_limit(tmp_path: Path) -> None:
    # Before 2020-04-27 no document gave every matter its ten working days.
    old = ("{日期: 2019-03-04, 动作: 立项, 方式: 直接}", "{日期: 2019-03-05, 动作: 交办}")
    text = item_text(*old, 办结时限=None, 来源=None)
    found = checked(make_ledger(tmp_path, {"2019-0018": text}))
    assert [(f.code, f.level, f.message) for f in found] == [
        ("no-limit", "warning", "没有时限，逾期无从算起")
    ]
    for given in (
        {"办结时限": "长期"},
        {"反馈频次": "每月"},
        {"节点": "[{号: 1, 内容: 甲, 时限: 2019-05-06}]"},
    ):
        limited = item_text(*old, **{"办结时限": None, "来源": None, **given})
        assert "no-limit" not in codes(checked(make_ledger(tmp_path, {"2019-0018": limited})))


def test_a_reply_on_the_day_of_a_clock_time(tmp_path: Path) -> None:
    def answered(more: str = "", day: str = "2026-03-09") -> list[str]:
        handed_out = (INITIATED, "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-09}")
        text = item_text(*handed_out, reply(day, "是", more), 办结时限="第3个工作日12:00")
        return codes(check_item(tmp_path, text))

    assert answered() == ["reply-no-time"]
    assert answered("时间: '11:30'") == []
    assert answered(day="2026-03-06") == []


def test_a_report_without_its_date(tmp_path: Path) -> None:
    started = ("{日期: 2026-03-03, 动作: 立项, 批准: 甲}", "{日期: 2026-03-04, 动作: 交办}")
    (found,) = check_item(tmp_path, item_text(*started, 类别="媒体批评", 来源="{类型: 媒体, 名称: 晚报}"))
    assert (found.code, found.level, found.line) == ("no-report-date", "warning", 3)
    assert "3个工作日只好从交办起算" in found.message
    dated = item_text(*started, 类别="媒体批评", 来源="{类型: 媒体, 名称: 晚报, 日期: 2026-03-02}")
    assert check_item(tmp_path, dated) == []
