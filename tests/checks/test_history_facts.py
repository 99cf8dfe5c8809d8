"""A version read as its forerunner with entries added is the version read whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from duban_cli.checks.history_facts import Facts, grown, inside, missing, read_version

KEY = "办理"
HEADS = (
    "标题: 甲\n办理:\n",
    "标题: 甲\n备注: |\n  乙\n\n办理:\n",
    "\ufeff办理:\n",
    "标题: '甲\n\n  乙'\n办理:\n",
)
PIECES = (
    "- {日期: 2026-03-03, 动作: 立项}\n",
    "- 日期: 2026-03-04\n  动作: 交办\n  内容: |\n    第一行\n    - 像一条记录\n",
    "- 日期: 2026-03-04\n  内容: 很长的\n    一句话\n",
    "- 内容: '引号里\n\n    - 也有一横'\n",
    "  备注: 后加的\n",
    "    接着说\n",
    "  - 缩进的\n",
    "- - 嵌套\n",
    "- |\n  整条是文字\n",
    "- >-\n\n  折行\n\n",
    "# 注释\n",
    "\n",
    "...\n",
    "---\n",
    "标题: 乙\n",
    "办理:\n",
    "- {没写完: \n",
    "- 甲",
    "-\n",
    "- \t\n",
    "<<<<<<< HEAD\n",
    "- {附件: [a, b]}\r\n",
)


@settings(max_examples=600, deadline=None)
@given(
    head=st.sampled_from(HEADS),
    old=st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    more=st.lists(st.sampled_from(PIECES), min_size=1, max_size=3),
)
def test_what_is_added_is_read_as_the_whole_would_be(head: str, old: list[str], more: list[str]) -> None:
    before = (head + "".join(old)).encode()
    after = before + "".join(more).encode()
    version = read_version(before, KEY)
    if not isinstance(version, Facts):
        return
    found = grown(version, before, after, KEY)
    assert found is None or found == read_version(after, KEY)


def test_the_usual_way_of_adding_needs_no_second_reading() -> None:
    before = (HEADS[0] + PIECES[0] + PIECES[1]).encode()
    version = read_version(before, KEY)
    assert isinstance(version, Facts)
    found = grown(version, before, before + (PIECES[2] + PIECES[0]).encode(), KEY)
    assert found is not None
    assert len(found.entries) == 4
    assert found.entries[0] is version.entries[0]


def test_entries_among_others_and_entries_missing() -> None:
    assert inside("ac", "abc")
    assert not inside("ca", "abc")
    assert missing("aab", "ab") == [1]
