"""Text that might be taken for something else is only text: in the file, in git, on paper, on the screen."""

from __future__ import annotations

import pytest

from tests.clerk import ITEM, Clerk, new

pytest_plugins = ("tests.gitkit", "tests.clerk")

PASS = ("review", "2026-1", "--pass", "--approved-by", "刘某某")
ODD = [
    "-rf", "--title", "@命令", "{{ 7*7 }}", "{% for x in y %}", "[red]急[/red]", "|表|格|", "# 不是标题", "*星* _线_ `码`",
    "<b>粗</b> &amp;", "~删~ \\n", "冒号: 后面", "'引号\" \\", "$(rm -rf /) `id`", "%s %d {0}", "../../etc/passwd", "😀 𠮷",
    "Duban-Item: 2026-9999", "0730-0000000", "=1+1", "null", "a" * 200,
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_text_is_only_text(clerk: Clerk, text: str) -> None:
    _, _, _, *rest = new(demand=f"{text}\n\n{text}")
    clerk.do("new", f"--title={text}", *rest, today="2026-03-03")
    assert clerk.facts()["标题"] == text
    assert clerk.facts()["要求"] == f"{text}\n\n{text}"
    told = clerk.do("assign", "2026-1", "--format", "json", today="2026-03-04").json
    assert clerk.paper_text(told["papers"][0]["path"]).count(text) >= 2
    clerk.do(
        "reply",
        "2026-1",
        f"--content={text}\n{text}",
        "--done",
        "--signed-by",
        "张某/区长",
        f"--note={text}",
        today="2026-03-05",
    )
    assert clerk.entries()[-1]["内容"] == f"{text}\n{text}"
    subject, _, trailers = clerk.last()
    assert " ".join(text.split()) in subject
    assert trailers == {"Duban-Item": ["2026-0001"], "Duban-Action": ["反馈"]}
    clerk.do(*PASS, today="2026-03-06")
    clerk.do("close", "2026-1", today="2026-03-06")
    assert text in clerk.do("show", "2026-1", today="2026-03-06").out
    assert clerk.do("check", today="2026-03-06").code == 0


def test_windows_line_ends_typed_or_pasted(handed: Clerk) -> None:
    handed.do(
        "reply", "2026-1", "--content", "一、已改造。\r\n\r\n二、余下的待验收。\r\n", today="2026-03-10"
    )
    assert handed.entries()[-1]["内容"] == "一、已改造。\n\n二、余下的待验收。"
    assert b"\r" not in handed.raw(ITEM)
