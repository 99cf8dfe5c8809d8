"""Many lives of a ledger, each forged once somewhere in the middle. Run: ``pytest tests/soak``.

``DUBAN_SOAK_LIVES`` says how many (default 6), ``DUBAN_SOAK_ACTS`` how long each is (default 300).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.historyforge import FORGINGS, Life, dice
from tests.historykit import Book

pytest_plugins = ("tests.gitkit", "tests.clerk")

LIVES = int(os.environ.get("DUBAN_SOAK_LIVES", "6"))
ACTS = int(os.environ.get("DUBAN_SOAK_ACTS", "300"))


@pytest.mark.parametrize("seed", range(LIVES))
def test_a_life_forged_once_in_its_middle(
    identity: None, blank_ledger: Path, tmp_path: Path, seed: int
) -> None:
    root = tmp_path / "台账"
    shutil.copytree(blank_ledger, root)
    chance = dice(seed)
    life, book = Life(root, chance), Book(root)
    before = chance.randrange(ACTS // 4, ACTS)
    life.live(before)
    assert book.found() == []
    noted = book.head()
    # Without a paper or an event yet there is nothing to forge there.
    names = [
        n
        for n in FORGINGS
        if (life.ledger.papers or "paper" not in n) and (life.ledger.office or "event" not in n)
    ]
    name = chance.choice([n for n in names if life.ledger.papers or n != "swap_and_register"])
    forged = FORGINGS[name](life, book)
    book.commit("小改", day=life.day.isoformat())
    life.live(ACTS - before)
    found = [f.code for f in book.back(noted=noted).findings]
    # The number of a paper that was made away with may be given out anew; an item may have been renumbered since.
    assert [code for code in found if code != "history-doc-no"] == [e.split()[0] for e in forged.expected], (
        name
    )
