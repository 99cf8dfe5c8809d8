"""Lists and matters 不予公开: the paper itself, by the ledger's settings."""

from __future__ import annotations

import pytest

from tests.clerk import NEW, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")
TITLE = "洞庭大道排水管网改造整改"
DAY = "2026-03-31"


def settle(clerk: Clerk, mode: str) -> None:
    """How lists are to write what is 不予公开; a second item is open to the public."""
    clerk.write("duban.yaml", clerk.text("duban.yaml").replace("清单: 列明", f"清单: {mode}"))
    clerk.do("save", today="2026-03-05")
    clerk.do(*(a if a != TITLE else "公开的一件" for a in NEW), today="2026-03-05")
    path = "items/2026/2026-0002.yaml"
    clerk.write(path, clerk.text(path).replace("办理:\n", "公开属性: 主动公开\n办理:\n"))
    clerk.do("save", today="2026-03-05")
    clerk.do("assign", "2026-0002", today="2026-03-05")


@pytest.mark.parametrize("kind", ["月度督办清单", "任务清单"])
@pytest.mark.parametrize(
    ("mode", "named", "told"),
    [
        ("列明", True, "供内部使用，不对外公开"),
        ("只列编号", False, "不予公开事项"),
        ("不列", False, "另有不予公开的事项1件，不逐件列出"),
    ],
)
def test_a_list_names_closed_matters_as_the_settings_say(
    handed: Clerk, kind: str, mode: str, named: bool, told: str
) -> None:
    settle(handed, mode)
    done = handed.do("report", kind, "--approved-by", "刘某某", today=DAY)
    text = handed.paper_text(f"papers/2026/{kind}-0001.docx")
    assert "公开的一件" in text
    assert told in text
    assert (TITLE in text) is named
    assert (TITLE in done.out) is named
    assert ("按台账设置不列" in done.err) is (mode == "不列")
    # What other programs get is for the office's own use.
    assert TITLE in handed.do("list", "--format", "json", today=DAY).out
