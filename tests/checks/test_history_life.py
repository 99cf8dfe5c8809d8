"""A lawful life of a ledger gives no finding; each forging of what it left gives exactly the one expected."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.clerk import set_identity
from tests.historyforge import FORGINGS, Life, dice, rewrite
from tests.historykit import Book

pytest_plugins = ("tests.gitkit", "tests.clerk")

SEED = 20261120
ACTS = 70


@pytest.fixture(scope="module")
def lived(blank_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Life:
    """A ledger some weeks old, made by commands alone; copied, never written to."""
    root = tmp_path_factory.mktemp("一生") / "台账"
    shutil.copytree(blank_ledger, root)
    with pytest.MonkeyPatch.context() as patch:
        set_identity(patch)
        life = Life(root, dice(SEED))
        life.live(ACTS)
    return life


@pytest.fixture
def copy(lived: Life, identity: None, tmp_path: Path) -> Life:
    root = tmp_path / "台账"
    shutil.copytree(lived.root, root)
    return Life(root, dice(SEED), lived.day)


def test_a_lawful_life_gives_no_finding(lived: Life, identity: None) -> None:
    looked = Book(lived.root).back()
    assert looked.findings == ()
    assert looked.walked.entries == sum(len(i.entries) for i in lived.ledger.items.values()) + len(
        lived.ledger.office
    )
    assert {"new", "assign", "reply", "review", "renumber", "fmt", "save"} <= set(lived.done), lived.done


@pytest.mark.parametrize("name", FORGINGS)
def test_a_forging_is_found_out_as_what_it_is(copy: Life, name: str) -> None:
    book = Book(copy.root)
    forged = FORGINGS[name](copy, book)
    sha = book.commit("小改", day=copy.day.isoformat(), author="李某")
    found = book.findings()
    assert [f"{f.code} {f.path}" for f in found] == forged.expected
    assert all(f.level == "error" and f"提交 {sha}（李某" in f.message for f in found)


def test_a_forging_is_still_found_out_when_the_work_goes_on(copy: Life) -> None:
    book = Book(copy.root)
    forged = FORGINGS["swap_paper"](copy, book)
    book.commit("小改", day=copy.day.isoformat())
    copy.live(12)
    assert [f"{f.code} {f.path}" for f in book.findings()] == forged.expected


def test_a_rewritten_history_is_found_out_by_a_noted_commit(copy: Life) -> None:
    book = Book(copy.root)
    noted = book.head()
    assert book.back(noted=noted).findings == ()
    rewrite(book)
    assert book.found() == []
    assert [f.code for f in book.back(noted=noted).findings] == ["history-tip"]
