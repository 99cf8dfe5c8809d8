"""Other machines' habits: screens and pipes that speak GBK, a git that turns line ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clerk import Clerk, new
from tests.cli.conftest import TODAY

pytest_plugins = ("tests.gitkit", "tests.clerk")


def listed(root: Path, **env: str) -> bytes:
    """What ``list`` writes into a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "duban_cli", "-C", str(root), "--today", TODAY, "list"],
        capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "0", **env},
    ).stdout  # fmt: skip


def test_utf8_whatever_the_locale(handed: Clerk) -> None:
    for locale in ("C", "POSIX", "C.UTF-8", "zh_CN.GBK"):
        assert "洞庭大道" in listed(handed.root, LC_ALL=locale).decode("utf-8")


def test_gbk_where_it_is_asked_for_and_no_letter_is_an_error(clerk: Clerk) -> None:
    clerk.do(*new(title="㙍口村😀整治"), today="2026-03-03")
    told = listed(clerk.root, DUBAN_ENCODING="gb18030")
    assert "㙍口村😀整治" in told.decode("gb18030")
    told = listed(clerk.root, DUBAN_ENCODING="gbk")
    assert "口村\\U0001f600整治" in told.decode("gbk")
    assert "㙍口村" in listed(clerk.root, DUBAN_ENCODING="gbkk").decode("utf-8")


@pytest.mark.parametrize("attributes", [True, False])
def test_a_git_that_turns_line_ends_changes_no_fact(handed: Clerk, tmp_path: Path, attributes: bool) -> None:
    if not attributes:
        handed.git("rm", "-q", ".gitattributes")
        handed.git("commit", "-qm", "无")
    copy = Clerk(tmp_path / "windows")
    handed.git("-c", "core.autocrlf=true", "clone", "-q", str(handed.root), str(copy.root))
    copy.git("config", "core.autocrlf", "true")
    item = "items/2026/2026-0001.yaml"
    assert (b"\r\n" in copy.raw(item)) is not attributes

    copy.do("urge", today="2026-03-27")
    copy.do(
        "reply", "2026-0001", "--content", "已办。", "--signed-by", "张某/区长", "--done", today="2026-03-28"
    )

    assert copy.git("status", "--porcelain") == ""
    assert copy.do("check", today="2026-03-28").out == ""
    found = copy.do("check", "--history", "--format", "json", today="2026-03-28").json["findings"]
    assert {one["code"] for one in found} == {"history-late"}  # the commits are of today, whenever that is
    assert b"\r\n" not in copy.git("show", f"HEAD:{item}").encode()
    raw = copy.raw(item)
    assert raw.count(b"\r\n") == (0 if attributes else raw.count(b"\n"))
    assert [e["动作"] for e in copy.entries()][-2:] == ["催办", "反馈"]
