"""说明 signed by the head, 完成 that can be, matters the office handles itself; 备案 and 说明 in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban_cli.ledger.findings import Finding
from tests.kit import (
    HANDED_OUT,
    at,
    check_item,
    checked,
    codes,
    item_text,
    make_ledger,
    packaged_regime,
    reply,
)

OFFICE = "岳阳市人民政府督查室"
RULES = packaged_regime().decode().replace(
    "\n程序:\n", "\n程序:\n  说明: [{依据: 岳20 六}]\n  直办: [{依据: 岳20 一}]\n", 1
)  # fmt: skip
EXPLAINED = "日期: 2026-03-17, 动作: 说明, 理由: 雨季"
DONE = (*HANDED_OUT, reply("2026-03-16", "是"))
PASSED = (*DONE, "{日期: 2026-03-17, 动作: 审核, 结果: 通过}")
CLOSED = (*PASSED, "{日期: 2026-03-18, 动作: 销号, 批准: 刘某某}")


def by_rules(root: Path, text: str) -> list[Finding]:
    return checked(make_ledger(root, {"2026-0018": text}, regime=RULES.encode()), at("2026-11-20"))


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", "没有写签发人"),
        (", 签发: {姓名: 李某, 职务: 副区长}", "由李某（副区长）签发"),
        (", 签发: {姓名: 李某, 职务: 区长}", None),
        (", 签发: {姓名: 张某}", None),
    ],
)
def test_an_explanation_is_signed_by_the_head(tmp_path: Path, more: str, found: str | None) -> None:
    text = item_text(*HANDED_OUT, f"{{{EXPLAINED}{more}}}")
    told = [f for f in by_rules(tmp_path, text) if f.code == "signature"]
    assert len(told) == (found is not None)
    if found is not None:
        assert (told[0].level, told[0].line) == ("warning", 10)
        assert found in told[0].message
        assert "须由承办单位主要负责人签发（十条措施（2020-04-27）六）" in told[0].message


def test_where_the_rules_ask_for_none_anybody_may_explain(tmp_path: Path) -> None:
    assert check_item(tmp_path, item_text(*HANDED_OUT, f"{{{EXPLAINED}}}")) == []


def test_an_explanation_is_of_a_unit_of_the_item(tmp_path: Path) -> None:
    found = check_item(tmp_path, item_text(*HANDED_OUT, f"{{{EXPLAINED}, 单位: 市财政局}}"))
    assert codes(found) == ["reply-unit"]


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (("{日期: 2026-03-03, 动作: 说明, 理由: 雨季}",), "before-assign"),
        ((*HANDED_OUT, f"{{{EXPLAINED}}}"), None),
        ((*DONE, f"{{{EXPLAINED}}}"), "explained-too-late"),
        ((*CLOSED, "{日期: 2026-03-19, 动作: 说明, 理由: 雨季}"), "after-end"),
        (("{日期: 2026-03-03, 动作: 上报, 内容: 超出职责}",), "before-assign"),
        ((*HANDED_OUT, "{日期: 2026-03-10, 动作: 上报, 内容: 超出职责}"), None),
        ((*PASSED, "{日期: 2026-03-18, 动作: 备案}"), "filed-too-early"),
        ((*PASSED, "{日期: 2026-03-18, 动作: 公示}", "{日期: 2026-03-19, 动作: 备案}"), None),
        ((*CLOSED, "{日期: 2026-03-19, 动作: 备案}"), None),
        ((*CLOSED, "{日期: 2026-03-19, 动作: 报告}"), None),
        ((*CLOSED, "{日期: 2026-03-19, 动作: 汇总}"), "after-end"),
    ],
)  # fmt: skip
def test_each_act_has_its_place(tmp_path: Path, entries: tuple[str, ...], code: str | None) -> None:
    found = check_item(tmp_path, item_text(*entries))
    assert [c for c in codes(found) if c != "approval"] == ([code] if code else [])


@pytest.mark.parametrize(
    ("done", "more", "code"),
    [
        ("是", "完成: 2026-03-16", None),
        ("是", "完成: 2026-03-17", "done-after-arrival"),
        ("是", "完成: 2026-03-17, 收到: 2026-03-17", None),
        ("否", "完成: 2026-03-15", "done-on-progress"),
        ("否", "进度: 40%", None),
    ],
)
def test_done_before_it_was_reported(tmp_path: Path, done: str, more: str, code: str | None) -> None:
    found = check_item(tmp_path, item_text(*HANDED_OUT, reply("2026-03-16", done, more)))
    assert codes(found) == ([code] if code else [])


@pytest.mark.parametrize(
    ("lead", "openness", "entries", "expected"),
    [
        (OFFICE, "主动公开", HANDED_OUT, ["direct-public"]),
        (OFFICE, "不予公开", (*HANDED_OUT, "{日期: 2026-03-10, 动作: 公示}"), ["direct-public"]),
        (OFFICE, "不予公开", HANDED_OUT, []),
        ("市财政局", "主动公开", (*HANDED_OUT, "{日期: 2026-03-10, 动作: 公示}"), []),
    ],
)
def test_what_the_office_handles_itself_is_not_made_public(
    tmp_path: Path, lead: str, openness: str, entries: tuple[str, ...], expected: list[str]
) -> None:
    text = item_text(*entries, 主办单位=lead, 公开属性=openness)
    assert codes(by_rules(tmp_path, text)) == expected
    assert "direct-public" not in codes(check_item(tmp_path / "无", text))


@pytest.mark.parametrize(
    ("source", "told"),
    [("{类型: 会议}", ["no-report-date"]), ("{类型: 会议, 日期: 2026-04-30}", [])],
)
def test_a_limit_that_counts_back_needs_its_day(tmp_path: Path, source: str, told: list[str]) -> None:
    rules = RULES.replace(
        "    反馈: [{每: 季, 依据: 岳07 一（二）}]",
        "    办结: [{时限: 提前15个工作日, 起算: 来源.日期, 依据: 岳07 一（二）}]", 1,
    )  # fmt: skip
    entries = ("{日期: 2026-03-03, 动作: 立项, 批准: 甲}", "{日期: 2026-03-04, 动作: 交办}")
    text = item_text(*entries, 类别="会议议定", 办结时限=None, 来源=source)
    root = make_ledger(tmp_path, {"2026-0018": text}, regime=rules.encode())
    found = checked(root, at("2026-03-20"))
    assert codes(found) == told
    assert not told or "提前15个工作日无从算起" in found[0].message


def test_what_the_office_owes_from_the_source_needs_its_day(tmp_path: Path) -> None:
    rules = RULES.replace("{事: 交办, 自: 立项,", "{事: 交办, 自: 来源.日期,", 1)
    root = make_ledger(tmp_path, {"2026-0018": item_text(*HANDED_OUT, 来源=None)}, regime=rules.encode())
    (found,) = [f for f in checked(root, at("2026-03-10")) if f.code == "no-report-date"]
    assert "督查室交办的时限无从算起" in found.message


@pytest.mark.parametrize(("about", "told"), [("整改落实情况", []), ("整改情况", ["unknown-duty"])])
def test_a_reply_may_be_on_a_further_duty(tmp_path: Path, about: str, told: list[str]) -> None:
    further = "另报: [{事: 整改落实情况, 时限: 3个工作日, 起算: 办结限期, 依据: 岳20 六}]"
    rules = RULES.replace("\n通用:\n", f"\n通用:\n  {further}\n", 1)
    text = item_text(*HANDED_OUT, reply("2026-03-20", more=f"针对: {about}"))
    found = checked(make_ledger(tmp_path, {"2026-0018": text}, regime=rules.encode()), at("2026-03-20"))
    assert codes(found) == told
    assert not told or found[0].hint == "是否想写“整改落实情况”"
