from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban_cli.ledger.facts import findings_of, findings_told, item_bytes, item_of, paper_bytes, paper_of
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.register import Paper
from duban_cli.shipped import example_dir, example_names
from tests.kit import HANDED_OUT, item_text, make_ledger, open_ledger, read
from tests.rules.walk import legal


@pytest.mark.parametrize("name", example_names())
def test_every_item_of_the_examples_comes_back(name: str) -> None:
    ledger = open_ledger(example_dir(name))
    assert ledger.items
    for item in ledger.items.values():
        made = item_bytes(item)
        assert item_of(made) == item
        assert b"\n" not in made
        assert b"\t" not in made


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ledger(tmp_path_factory.mktemp("台账"))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_item_that_can_be_comes_back(data: st.DataObject, home: Path) -> None:
    item = data.draw(legal(open_ledger(home)))
    assert item_of(item_bytes(item)) == item


@pytest.mark.parametrize(
    "limit",
    [
        "10个工作日",
        "第3个工作日12:00",
        "20日",
        "2个月",
        "48小时",
        "2026-03-20",
        "2026-03-20 12:00",
        "当日",
        "长期",
    ],
)
def test_every_kind_of_limit_comes_back(limit: str) -> None:
    item = read(
        item_text(
            *HANDED_OUT,
            办结时限=limit,
            反馈频次="每半月",
            节点="[{号: 1, 内容: 过半, 时限: 2026-03-11, 计划: 50%}]",
        )
    )
    again = item_of(item_bytes(item))
    assert again == item
    assert again.limit is not None
    assert again.limit.text == item.limit.text if item.limit else False


def test_odd_characters_come_back() -> None:
    item = read(item_text(*HANDED_OUT, 标题="'a\u2028b 😀 \u00a0\\t'"))
    assert item_of(item_bytes(item)) == item


def test_papers_and_findings_come_back() -> None:
    paper = Paper(
        kind="督查函", number=17, doc_no="岳督函〔2026〕17号", title="督查函", day=date(2026, 3, 4), file="a.docx",
        sha256="abc", items=("2026-0018",), path="papers/2026/督查函-0017.yaml",
    )  # fmt: skip
    problems = [
        Finding("p", 1, 2, "error", "code", "话"),
        Finding("p", 0, 0, "warning", "code", "话", "怎么办"),
    ]
    assert paper_of(paper_bytes(paper, problems)) == (paper, problems)
    assert paper_of(paper_bytes(None, problems)) == (None, problems)
    assert findings_of(findings_told(problems)) == problems
