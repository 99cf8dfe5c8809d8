from __future__ import annotations

from pathlib import Path

import pytest

from duban_cli.ledger.secrecy import secret_mark
from tests.kit import HANDED_OUT, check_item, checked, codes, item_text, make_ledger, reply

MARKED = [
    "【机密】关于某事", "（秘密）关于某事", "[绝密]某事", "［机密］某事", "(机 密) 某事", "【机　密】某事", "〔秘密〕某事",
    "【特急·机密】某事", "【机密★5年】某事", "【密级：秘密】某事", "关于某事的报告（机密）", "关于某事的报告 机密",
    "机密★1年", "秘密★长期", "绝密★", "机密☆3年", "机密*1年", "★机密", "机密10年", "机 密 ★ 3年", "机密★1年.docx",
    "机密", " 绝密 ", "机密级", "秘密件", "国家秘密", "属于国家秘密", "密级：机密", "密级为秘密", "密级 秘密",
    "机密：关于某事", "绝密 关于某事", "机密——关于某事",
]  # fmt: skip
PLAIN = [
    "商业秘密保护专项督查", "保密工作检查", "秘密调查组进驻", "机密文件清退情况督查", "（商业秘密）有关", "保守国家秘密法宣传",
    "严防泄露国家秘密", "查处侵犯商业秘密案件3起", "对绝密级文件管理开展自查", "【保密】工作", "人口密集场所整治", "涉及秘密的按规定办",
    "关于《绝密》影片放映", "个人隐私和商业秘密、国家秘密不予公开", "机密性要求", "工作秘密", "（国家秘密、商业秘密除外）",
    "按（秘密、机密、绝密）三级管理", "秘密", "",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKED)
def test_marks(text: str) -> None:
    assert secret_mark(text) in ("秘密", "机密", "绝密")


@pytest.mark.parametrize("text", [t for t in PLAIN if t != "秘密"])
def test_the_same_words_in_running_text(text: str) -> None:
    assert secret_mark(text) is None


def test_a_mark_on_a_line_of_its_own() -> None:
    assert secret_mark("完成整改。\n秘密★1年\n书面报送。") == "秘密"
    assert secret_mark("完成整改。\n机 密\n") == "机密"


@pytest.mark.parametrize("title", [t for t in MARKED if t.strip() == t])
def test_a_marked_title_is_refused_by_law(tmp_path: Path, title: str) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, 标题=f"'{title}'"))
    assert (found.code, found.level, found.line, found.col) == ("state-secret", "error", 1, 1)
    assert "保守国家秘密法第三十一条" in (found.hint or "")
    assert found.message.startswith("“标题”标有“")


@pytest.mark.parametrize("title", [t for t in PLAIN if t not in ("", "秘密")])
def test_an_unmarked_title_passes(tmp_path: Path, title: str) -> None:
    assert check_item(tmp_path, item_text(*HANDED_OUT, 标题=title)) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("备注", "机密"),
        ("来源", "{类型: 文件, 名称: '某文件（秘密）'}"),
        ("来源", "{类型: 文件, 备注: 机密★1年}"),
        ("要求", "'【绝密】完成整改'"),
        ("工作标准", "密级：秘密"),
        ("节点", "[{号: 1, 内容: 机密★3年, 时限: 2026-03-11}]"),
        ("责任人", "{姓名: 张某, 职务: 秘密}"),
    ],
)
def test_marks_anywhere_in_the_header(tmp_path: Path, key: str, value: str) -> None:
    found = check_item(tmp_path, item_text(*HANDED_OUT, **{key: value}))
    assert [f.code for f in found if f.level == "error"] == ["state-secret"]
    assert f"“{key}”标有" in found[0].message


@pytest.mark.parametrize(
    "entry",
    [
        reply("2026-03-16", more="备注: 机密"),
        reply("2026-03-16", more="附件: [机密★1年.docx]"),
        reply("2026-03-16", more="来文: '岳政〔2026〕1号（秘密）'"),
        "{日期: 2026-03-16, 动作: 变更, 字段: 要求, 新: 【机密】整改, 批准: 甲}",
    ],
)
def test_marks_anywhere_in_an_entry(tmp_path: Path, entry: str) -> None:
    (found,) = check_item(tmp_path, item_text(*HANDED_OUT, entry))
    assert (found.code, found.line) == ("state-secret", 10)


def test_striking_an_entry_out_does_not_take_the_secret_away(tmp_path: Path) -> None:
    void = "{日期: 2026-03-17, 动作: 更正, 更正项: {日期: 2026-03-16, 动作: 反馈}, 字段: 作废, 新: 是}"
    text = item_text(*HANDED_OUT, reply("2026-03-16", more="备注: 机密"), void)
    assert codes(check_item(tmp_path, text)) == ["state-secret"]


def test_marks_outside_readable_items(tmp_path: Path) -> None:
    office = "记录:\n- {日期: 2026-05-15, 动作: 会议, 内容: 【机密】会议}\n"
    items = {"2026-0001": item_text(标题="【秘密】某事", 缓急="很急")}
    found = checked(make_ledger(tmp_path, items, others={"office/2026.yaml": office}))
    assert [(f.path, f.code) for f in found] == [
        ("items/2026/2026-0001.yaml", "state-secret"),
        ("items/2026/2026-0001.yaml", "choice"),
        ("office/2026.yaml", "state-secret"),
    ]


@pytest.mark.parametrize(
    ("key", "text", "word"), [("标题", "某涉密件办理", "涉密件"), ("要求", "查办机密文件一份。", "机密文件")]
)
def test_what_speaks_of_a_classified_paper_is_asked_about(
    tmp_path: Path, key: str, text: str, word: str
) -> None:
    found = [
        f for f in check_item(tmp_path, item_text(*HANDED_OUT, **{key: text})) if f.code == "secret-word"
    ]
    assert [(f.level, f.message) for f in found] == [("warning", f"“{key}”写有“{word}”，请核对是否涉密")]
