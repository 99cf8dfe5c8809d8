"""Whatever two clerks recorded apart, the merged ledger reads, keeps both, and its history is sound."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban_cli.checks.history_facts import inside
from duban_cli.ledger.reader import read_facts
from tests.clerk import run, set_identity
from tests.historykit import Book
from tests.kit import item_text, make_ledger

ITEMS = ("2026-0018", "2026-0019")
KINDS = (
    "动作: 签收, 单位: 岳阳楼区人民政府",
    "动作: 反馈, 单位: 岳阳楼区人民政府, 内容: 已开工, 办结: 否",
    "动作: 核查, 内容: 到现场看过",
    "动作: 督办提示, 内容: 抓紧",
)
Work = list[tuple[str, int, str, int]]
STEP = st.tuples(st.sampled_from(ITEMS), st.integers(5, 9), st.sampled_from(KINDS), st.integers(0, 2))
WORK = st.lists(STEP, max_size=5)
SIDES = st.tuples(WORK, WORK, st.booleans(), st.booleans())


@pytest.fixture(autouse=True)
def somebody() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        set_identity(patch)
        yield


def act(book: Book, item: str, day: int, what: str, nth: int) -> None:
    """Append one entry and commit it, as any command does."""
    path = f"items/2026/{item}.yaml"
    book.write(path, book.text(path) + f"- {{日期: 2026-03-0{day}, {what}, 备注: 第{nth}次}}\n")
    book.commit(f"{item} {what[4:6]}", day=f"2026-03-0{day}")


def entries(text: str) -> list[object]:
    facts = read_facts(text.encode())
    assert facts is not None
    found: list[object] = facts["办理"]
    return found


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sides=SIDES)
def test_two_branches_become_one_ledger(sides: tuple[Work, Work, bool, bool]) -> None:
    ours, theirs, both_new, stopped = sides
    with tempfile.TemporaryDirectory() as home:
        book = Book(Path(home) / "台账")
        make_ledger(book.root)
        book.git("init", "-q", "-b", "main")
        handed = (
            "{日期: 2026-03-03, 动作: 立项, 方式: 直接}",
            "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-18}",
        )
        for item in ITEMS:
            book.item(*handed, id=item)
        book.commit("建账", day="2026-03-04")
        before: list[dict[str, list[object]]] = []
        for branch, work, title in (("乙", theirs, "乙的事"), ("main", ours, "甲的事")):
            if branch != "main":
                book.branch(branch)
            for item, day, what, nth in work:
                act(book, item, day, what, nth)
            if both_new:
                book.write("items/2026/2026-0020.yaml", item_text(handed[0], 标题=title))
                book.commit(f"2026-0020 立项：{title}", day="2026-03-05")
            before.append({i: entries(book.text(f"items/2026/{i}.yaml")) for i in ITEMS})
            if branch != "main":
                book.git("checkout", "-q", "main")
        if stopped:
            book.merge("乙")
            waiting = (book.root / ".git" / "MERGE_HEAD").exists()
        told = run(
            "-C", str(book.root), "--today", "2026-03-10", "merge", *(() if stopped and waiting else ("乙",))
        )
        assert told.code == 0, told.text
        for item in ITEMS:
            merged = entries(book.text(f"items/2026/{item}.yaml"))
            assert inside(before[0][item], merged)
            assert inside(before[1][item], merged)
            assert merged[:2] == before[0][item][:2]
        titles = {
            p.name: read_facts(p.read_bytes()) or {}
            for p in (book.root / "items/2026").glob("2026-002*.yaml")
        }
        assert {facts["标题"] for facts in titles.values()} == ({"甲的事", "乙的事"} if both_new else set())
        assert [f.text for f in book.findings() if f.level == "error"] == []
        assert book.git("status", "--porcelain") == ""
