"""Entries added to a file: everything else stays byte for byte, and any text reads back as it was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duban_cli.errors import DataProblem
from duban_cli.ledger.item_format import HISTORY_KEY, ITEM_FIELDS
from duban_cli.ledger.reader import read_facts, read_item
from duban_cli.ledger.records import Item
from duban_cli.ledger.writer import Facts, append_entry, append_event, entry_text, flow, item_text, scalar

PATH = "items/2026/2026-0001.yaml"
ENTRY = {"日期": "2026-03-16", "动作": "反馈", "内容": "已签21户。", "办结": "否"}
HEADER = "标题: 甲\n类别: 领导批示\n要求: 办\n主办单位: 市财政局\n"

FILES = {
    "plain": HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}\n",
    "none-yet": HEADER + "办理:\n",
    "no-history-key": HEADER,
    "crlf": (HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}\n").replace("\n", "\r\n"),
    "bom": "\ufeff" + HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}\n",
    "bom-crlf-no-end": ("\ufeff" + HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}").replace("\n", "\r\n"),
    "no-final-newline": HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}",
    "comments": "# 头\n" + HEADER + "办理: # 只增不改\n# 一\n- {日期: 2026-03-03, 动作: 立项} # 二\n",
    "trailing-comment": HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}\n# 完\n\n",
    "trailing-comment-no-end": HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}\n  # 完",
    "quotes": "'标题': \"甲：\\u0041\"\n类别: '领导批示'\n办理:\n- {'日期': \"2026-03-03\", 动作: 立项}\n",
    "indented": HEADER + "办理:\n    - 日期: 2026-03-03\n      动作: 立项\n",
    "indented-two": HEADER + "办理:\n  # 说明\n  - {日期: 2026-03-03, 动作: 立项}\n\n  - 日期: 2026-03-04\n    动作: 交办\n",
    "block-text-last": HEADER + "办理:\n- 日期: 2026-03-03\n  动作: 立项\n  备注: |\n    一\n\n    二\n\n\n",
    "folded-kept": HEADER + "办理:\n- 日期: 2026-03-03\n  动作: 立项\n  备注: >+\n    一\n    二\n\n",
    "spread-out": HEADER + "办理:\n-\n  日期: 2026-03-03\n  动作: 立项\n",
    "line-separator": HEADER + "备注: 一\u2028  二\n办理:\n  - {日期: 2026-03-03, 动作: 立项}\n",
    "directive": "%YAML 1.1\n---\n" + HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_an_entry_is_added_and_nothing_else_changes(name: str) -> None:
    old = FILES[name].encode()

    new = append_entry(old, ENTRY, PATH)

    assert new.startswith(old)
    before, after = read_facts(old), read_facts(new)
    assert before is not None
    assert after is not None
    assert after.pop(HISTORY_KEY) == [*(before.pop(HISTORY_KEY, None) or []), ENTRY]
    assert after == before
    added = new[len(old) :]
    assert (b"\r\n" in added) == (b"\r\n" in old)
    assert added.count(b"\r") in (0, added.count(b"\n"))
    assert append_entry(new, ENTRY, PATH).startswith(new)


@pytest.mark.parametrize(
    ("text", "says", "advice"),
    [
        (HEADER + "办理: []\n", "写成了空的方括号", "改成一行“办理:”"),
        (HEADER + "办理: [{日期: 2026-03-03, 动作: 立项}]\n", "写成了方括号形式", "每条一行"),
        ("办理:\n- {日期: 2026-03-03, 动作: 立项}\n" + HEADER, "不在文件最后", "移到文件最后"),
        (HEADER + "办理:\n- {日期: 2026-03-03, 动作: 立项}\n...\n", "末尾加不上记录", "检查文件末尾"),
        (HEADER + "办理:\n- {日期: 2026-03-03\n", "读不出来", "先改好文件"),
        ("", "读不出来", "先改好文件"),
        ("- 一\n- 二\n", "读不出来", "先改好文件"),
    ],
)
def test_a_file_nothing_can_be_added_to(text: str, says: str, advice: str) -> None:
    with pytest.raises(DataProblem) as refused:
        append_entry(text.encode(), ENTRY, PATH)
    assert PATH in refused.value.message
    assert says in refused.value.message
    assert advice in (refused.value.hint or "")


def test_events_of_the_office_go_under_their_own_key() -> None:
    old = "# 督查室\n记录:\n- {日期: 2026-03-31, 动作: 通报}\n".encode()
    new = append_event(
        old, {"日期": "2026-04-30", "动作": "通报", "批评": ["市财政局"]}, "office/2026.yaml", "记录"
    )
    assert new == old + "- 日期: 2026-04-30\n  动作: 通报\n  批评: [市财政局]\n".encode()


# What is typed comes back -------------------------------------------------------------------------------

# What cannot be seen is refused wherever it is read (see nodes), so nothing with it is ever written.
TEXT = st.text(
    st.characters(
        blacklist_categories=["Cs", "Cc", "Cf"],
        blacklist_characters="\ufffe\uffff",
        whitelist_characters="\n\t\x85",
    ),
    max_size=60,
)
NASTY = st.sampled_from(
    [
        "null", "~", "yes", "007", "1e3", "2026-03-02", "12:00", "- 甲", "? 甲", ": 甲", "#甲", "甲 #乙", "甲: 乙", "甲:", "&甲", "*甲",
        "!甲", "|", ">", "%甲", "@甲", "`甲", "{甲}", "[甲]", "{{ 甲 }}", "甲, 乙", "'甲'", '"甲"', "\\甲", "甲\\", "---", "...", "--- 甲",
        "=甲", "<<", "甲\n乙", "甲\r\n乙\r\n\r\n丙", "甲\r乙", " 甲\n  乙", "甲 \n乙", "甲\t乙", "\t甲", "甲\n\n\n乙", "甲\n# 乙\n- 丙", "\u3000甲\u3000",
        "甲\u2028乙", "甲\x85乙", "😀", "甲" * 500, "x: y\n" * 40,
    ]
)  # fmt: skip
ANY = TEXT | NASTY


def read_back(text: str) -> str:
    """The text as a file keeps it: line ends are \\n, the outer space is gone."""
    return re.sub(r"\r\n?", "\n", text).strip()


@settings(max_examples=400, deadline=None)
@given(ANY)
def test_a_scalar_reads_back(text: str) -> None:
    for written in (f"甲: {scalar(text)}\n", f"{{甲: {flow(text)}, 乙: 丙}}\n"):
        found = read_facts(written.encode())
        assert found is not None, written
        assert found["甲"] == read_back(text)


@settings(max_examples=400, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([f.key for f in ITEM_FIELDS]), ANY.filter(lambda t: bool(read_back(t))), min_size=1
    )
)
def test_a_new_item_reads_back(header: dict[str, str]) -> None:
    found = read_facts(item_text(header, [ENTRY, ENTRY]).encode())
    assert found == {k: read_back(v) for k, v in header.items()} | {HISTORY_KEY: [ENTRY, ENTRY]}


VALUES = st.one_of(
    ANY,
    st.lists(ANY, max_size=3),
    st.dictionaries(st.sampled_from(["姓名", "职务", "电话"]), ANY, min_size=1),
)


@settings(max_examples=400, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["内容", "备注", "签发", "附件", "理由", "来文"]), VALUES, max_size=4),
    st.sampled_from(sorted(FILES)),
)
@example({"内容": "甲\r\n乙"}, "crlf")
@example({"内容": "甲\n\n乙", "备注": "丙"}, "indented")
def test_any_entry_reads_back_from_any_file(more: dict[str, object], name: str) -> None:
    old = FILES[name].encode()
    facts = {"日期": "2026-03-16", "动作": "反馈", **more}
    new = append_entry(old, facts, PATH)  # type: ignore[arg-type]
    assert new.startswith(old)
    found = read_facts(new)
    assert found is not None
    assert found[HISTORY_KEY][-1] == _read_back_all(facts)


def _read_back_all(value: object) -> object:
    if isinstance(value, dict):
        return {k: _read_back_all(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_read_back_all(v) for v in value]
    return read_back(str(value))


def test_paragraphs_stand_as_a_block_that_people_can_read() -> None:
    assert entry_text(
        {"日期": "2026-03-16", "动作": "反馈", "内容": "一、已签21户。\n\n二、余11户：补偿未谈妥。"}
    ) == ("- 日期: 2026-03-16\n  动作: 反馈\n  内容: |\n    一、已签21户。\n\n    二、余11户：补偿未谈妥。\n")


def test_short_entries_stand_on_a_line_and_plain_words_bare() -> None:
    assert (
        entry_text({"日期": "2026-03-03", "动作": "立项", "批准": "刘某某"})
        == "- {日期: 2026-03-03, 动作: 立项, 批准: 刘某某}\n"
    )
    assert scalar("岳督函〔2026〕17号") == "岳督函〔2026〕17号"
    assert scalar("10个工作日") == "10个工作日"
    assert scalar("https://www.yueyang.gov.cn/a") == "https://www.yueyang.gov.cn/a"


def test_a_new_item_is_an_item() -> None:
    header: dict[str, Facts] = {
        "主办单位": "市财政局", "标题": "甲", "要求": "一\n二", "类别": "领导批示", "协办单位": ["市审计局"], "责任人": {"姓名": "张某"}, "备注": "",
    }  # fmt: skip
    text = item_text(header, [{"日期": "2026-03-03", "动作": "立项", "方式": "直接"}])
    assert [line.split(":")[0] for line in text.splitlines() if re.match("[^ #-]", line)] == [
        "标题", "类别", "要求", "主办单位", "协办单位", "责任人", "办理",
    ]  # fmt: skip
    item, problems = read_item(text.encode(), PATH, "2026-0001")
    assert isinstance(item, Item)
    assert problems == []
    assert item.demand == "一\n二"
    assert item.support == ("市审计局",)
