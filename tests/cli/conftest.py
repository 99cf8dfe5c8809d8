"""Calling duban as a clerk does, and a small ledger to call it on."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from duban_cli.__main__ import main
from tests.kit import HANDED_OUT, INITIATED, item_text, make_ledger, reply

TODAY = "2026-11-20"
CLOSED = (
    *HANDED_OUT,
    reply("2026-03-16", "是"),
    "{日期: 2026-03-17, 动作: 审核, 结果: 通过}",
    "{日期: 2026-03-18, 动作: 销号, 批准: 刘某某}",
)
ITEMS = {
    "2026-0018": item_text(*HANDED_OUT, 分管领导="李某某", 协办单位="[市财政局]"),
    "2026-0019": item_text(*CLOSED, 标题="胥家桥村道路破损修复", 主办单位="市住建局"),
    "2026-0020": item_text(
        INITIATED, 标题="'[red]急[/red] :smile: 文档'", 类别="会议议定", 来源="{类型: 会议, 名称: 市政府常务会议}", 主办单位="市财政局",
        办结时限="2026-12-31",
    ),
    "2025-0007": item_text(
        "{日期: 2026-11-02, 动作: 立项, 批准: 刘某某}", "{日期: 2026-11-09, 动作: 交办}",
        标题="=1+1", 类别="会议议定", 来源="{类型: 会议, 名称: 市政府全体会议}", 办结时限="2026-11-23",
    ),
}  # fmt: skip
BROKEN = "标题: 坏的\n类别：领导批示\n"


@dataclass(frozen=True)
class Answer:
    """What a call gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Duban = Callable[..., Answer]


def call(*args: str) -> Answer:
    """Run one command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*args])
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of four items, and the current directory in it."""
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    root = make_ledger(tmp_path / "台账", ITEMS)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def duban(ledger: Path) -> Duban:
    """duban, asked about the story's day."""

    def on_the_day(*args: str) -> Answer:
        return call("--today", TODAY, *args)

    return on_the_day


def break_item(root: Path, item_id: str = "2026-0021") -> None:
    """Put an item file on the ledger that cannot be read."""
    (root / f"items/2026/{item_id}.yaml").write_text(BROKEN, encoding="utf-8")
