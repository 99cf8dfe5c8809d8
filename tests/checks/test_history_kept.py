"""check --history says the same with what an earlier look kept of the versions of files as without."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from duban_cli.checks import history_facts
from duban_cli.cli.history import LookedBack
from duban_cli.ledger.shelf import CACHE
from tests.historykit import FIRST, Book, told
from tests.kit import HANDED_OUT, INITIATED, item_text, reply

pytest_plugins = ("tests.gitkit",)

LEFT = reply("2026-03-10", more="备注: 左")
RIGHT = reply("2026-03-11", more="备注: 右")
ALTERED = reply("2026-03-10", more="备注: 改过")
OTHER = "items/2026/2026-0019.yaml"


@pytest.fixture
def book(plain_git: None, tmp_path: Path) -> Book:
    """An item that grew entry by entry, one entry altered and put right again; looked at once."""
    book = Book.start(tmp_path / "台账")
    book.item(INITIATED)
    book.commit()
    for entries in (HANDED_OUT, (*HANDED_OUT, LEFT), (*HANDED_OUT, ALTERED), (*HANDED_OUT, LEFT, RIGHT)):
        book.item(*entries)
        book.commit(day="2026-03-12")
    book.back()
    return book


def shelf(book: Book) -> Path:
    return book.root / ".duban" / CACHE / "history"


def anew(book: Book) -> LookedBack:
    """The history looked at with nothing kept; what was kept is left as it was."""
    kept = shelf(book).read_bytes()
    shelf(book).unlink()
    found = book.back()
    shelf(book).write_bytes(kept)
    return found


def spoilt(how: int) -> Callable[[Book], object]:
    def spoil(book: Book) -> None:
        data = shelf(book).read_bytes()
        shelf(book).write_bytes(
            (b"", data[: len(data) // 2], data.replace(b"2026-03-10", b"2026-03-09"))[how]
        )

    return spoil


def committed(*entries: str) -> Callable[[Book], object]:
    def commit(book: Book) -> None:
        book.item(*entries)
        book.commit(day="2026-03-13")

    return commit


def written(book: Book, path: str, text: str) -> None:
    book.write(path, text)
    book.commit(day="2026-03-13")


def rebased(book: Book) -> None:
    """The middle of the history taken out: versions now come from others than they did."""
    book.git("rebase", "-q", "-X", "theirs", "--onto", "HEAD~3", "HEAD~2", day="2026-03-20")


def merged(book: Book) -> None:
    book.branch("左", since="HEAD~2")
    book.item(*HANDED_OUT, ALTERED, RIGHT)
    book.commit(day="2026-03-14")
    book.git("checkout", "-q", "main")
    book.merge("左")
    book.item(*HANDED_OUT, LEFT, RIGHT)
    book.commit(day="2026-03-15")


def amended(book: Book) -> None:
    book.item(*HANDED_OUT, RIGHT)
    book.git("add", "-A", ".")
    book.git("commit", "-q", "--amend", "-m", "改写")


SINCE: dict[str, Callable[[Book], object]] = {
    "nothing": lambda book: book,
    "no shelf": lambda book: shelf(book).unlink(),
    "an empty shelf": spoilt(0),
    "half a shelf": spoilt(1),
    "another row": spoilt(2),
    "an edit not committed": lambda book: book.item(*HANDED_OUT, RIGHT),
    "a file deleted": lambda book: (book.root / FIRST).unlink(),
    "an entry more": committed(*HANDED_OUT, LEFT, RIGHT, reply("2026-03-13")),
    "an entry lost": committed(*HANDED_OUT, RIGHT),
    "the same content elsewhere": lambda book: written(book, OTHER, book.text()),
    "what reads no more": lambda book: written(book, FIRST, "标题: ["),
    "a rebase": rebased,
    "a merge": merged,
    "an amended commit": amended,
    "the history packed": lambda book: book.git("gc", "-q"),
}


@pytest.mark.parametrize("since", SINCE.values(), ids=SINCE)
def test_it_is_the_same_with_and_without_what_is_kept(book: Book, since: Callable[[Book], object]) -> None:
    since(book)
    found = book.back()
    assert found == anew(book)
    assert book.back() == found
    assert found.findings, "an alteration is told in each of these histories"


def test_the_second_look_parses_nothing(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    found = book.back()
    kept = shelf(book).read_bytes()
    monkeypatch.setattr(history_facts, "compose", None)
    assert book.back() == found
    assert shelf(book).read_bytes() == kept


def test_after_a_rebase_too(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a version adds to another is of no use where it comes from a third: it is kept anew."""
    rebased(book)
    found = book.back()
    monkeypatch.setattr(history_facts, "compose", None)
    assert book.back() == found


def test_a_version_that_git_has_lost_is_told_each_time(book: Book) -> None:
    blob = book.git("rev-parse", f"HEAD~2:{FIRST}")
    (book.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    for _ in range(2):
        found = book.back()
        assert any("git fsck" in f.text for f in found.findings), told(found.findings)
        assert found == anew(book)


def test_nothing_is_kept_where_nothing_can_be(book: Book) -> None:
    found = book.back()
    shutil.rmtree(book.root / ".duban")
    (book.root / ".duban").write_text("", encoding="utf-8")
    assert book.back() == found
    assert item_text(*HANDED_OUT, LEFT, RIGHT) == book.text()
