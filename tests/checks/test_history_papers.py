"""check --history and issued papers: a paper, its register file and its number stay as they were."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.historykit import PAPER, REGISTER, Book, register

pytest_plugins = ("tests.gitkit",)

ISSUED = b"PK the letter as it was issued"
SHA = hashlib.sha256(ISSUED).hexdigest()
VOID = {"状态": "作废", "理由": "主送有误"}


@pytest.fixture
def book(plain_git: None, tmp_path: Path) -> Book:
    """A ledger with one issued paper."""
    book = Book.start(tmp_path / "台账")
    book.write(REGISTER, register(sha256=SHA))
    book.write(PAPER, ISSUED)
    book.commit()
    return book


def test_a_paper_made_void_with_a_reason_is_in_order(book: Book) -> None:
    assert book.found() == []
    book.write(REGISTER, register(17, sha256=SHA, **VOID))
    book.commit()
    assert book.found() == []


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ({}, {"标题": "别的函"}, "改动了文书登记的“标题”"),
        ({}, {"状态": "作废"}, "作废了文书，没有写理由"),
        ({}, {"理由": "无"}, "改动了文书登记的“理由”"),
        (VOID, {}, "把文书登记的“状态”由“作废”改成“发出”"),
        (VOID, {**VOID, "理由": "别的"}, "改动了文书登记的“理由”"),
    ],
)
def test_a_register_file_changes_from_issued_to_void_and_no_other_way(
    book: Book, before: dict[str, str], after: dict[str, str], what: str
) -> None:
    book.write(REGISTER, register(17, sha256=SHA, **before))
    book.commit()
    book.write(REGISTER, register(17, sha256=SHA, **after))
    sha = book.commit()
    (found,) = book.findings()
    assert (found.code, found.path, found.level) == ("history-register", REGISTER, "error")
    assert found.message == f"提交 {sha}（王某 2026-03-04）：{what}"


def test_a_swapped_paper(book: Book) -> None:
    book.write(PAPER, b"PK another letter")
    sha = book.commit(author="李某", day="2026-03-09")
    (found,) = book.findings()
    assert (found.code, found.path, found.level) == ("history-paper-changed", PAPER, "error")
    assert found.message == f"提交 {sha}（李某 2026-03-09）：换掉了已发出的文书，与登记的 sha256 不符"
    assert found.hint is not None
    assert f"git checkout {sha}^ -- {PAPER}" in found.hint
    book.write(PAPER, ISSUED)
    book.commit()
    assert book.found() == [f"~history-paper-changed {PAPER}:0"]


def test_a_paper_swapped_together_with_its_register(book: Book) -> None:
    other = b"PK another letter"
    book.write(PAPER, other)
    book.write(REGISTER, register(sha256=hashlib.sha256(other).hexdigest()))
    book.commit()
    assert book.found() == [f"history-paper-changed {PAPER}:0", f"history-register {REGISTER}:0"]


def test_papers_deleted(book: Book) -> None:
    (book.root / PAPER).unlink()
    book.commit()
    assert book.found() == [f"history-paper-deleted {PAPER}:0"]
    (book.root / REGISTER).unlink()
    book.commit()
    assert book.found() == [f"history-paper-deleted {PAPER}:0", f"history-paper-deleted {REGISTER}:0"]
    book.write(PAPER, ISSUED)
    book.write(REGISTER, "# 找回\n" + register(sha256=SHA))
    book.commit()
    assert book.found() == [f"~history-paper-deleted {PAPER}:0", f"~history-paper-deleted {REGISTER}:0"]


def test_a_paper_deleted_with_its_register_is_told_once(book: Book) -> None:
    (book.root / PAPER).unlink()
    (book.root / REGISTER).unlink()
    book.commit()
    assert book.found() == [f"history-paper-deleted {REGISTER}:0"]


def test_a_file_that_was_never_registered_is_no_paper(book: Book) -> None:
    book.write("papers/2026/附图.docx", b"PK")
    book.commit()
    book.write("papers/2026/附图.docx", b"PK2")
    book.commit()
    (book.root / "papers/2026/附图.docx").unlink()
    book.commit()
    assert book.found() == []


def test_a_paper_under_another_name_than_its_register(book: Book) -> None:
    book.write("papers/2026/督查函-0018.yaml", register(18, sha256=SHA, 文件="给楼区的函.docx"))
    book.write("papers/2026/给楼区的函.docx", ISSUED)
    book.commit()
    book.write("papers/2026/给楼区的函.docx", b"PK other")
    book.commit()
    assert book.found() == ["history-paper-changed papers/2026/给楼区的函.docx:0"]


def test_a_number_registered_twice_names_both_commits(book: Book) -> None:
    first = book.head()
    book.write("papers/2026/督查函-0018.yaml", register(18, sha256=SHA, 文号="岳督函[2026]17号"))
    book.write("papers/2026/督查函-0018.docx", ISSUED)
    second = book.commit()
    (found,) = book.findings()
    assert (found.code, found.path) == ("history-doc-no", "papers/2026/督查函-0018.yaml")
    assert found.message.startswith(f"提交 {second}")
    assert f"已用于 {REGISTER}（提交 {first}" in found.message


def test_the_number_of_a_deleted_register_used_again(book: Book) -> None:
    (book.root / REGISTER).unlink()
    (book.root / PAPER).unlink()
    book.commit()
    book.write("papers/2026/督查函-0018.yaml", register(18, sha256=SHA, 文号="岳督函〔2026〕17号"))
    book.write("papers/2026/督查函-0018.docx", ISSUED)
    book.commit()
    assert book.found() == [
        f"history-paper-deleted {REGISTER}:0",
        "history-doc-no papers/2026/督查函-0018.yaml:0",
    ]
    assert [f.code for f in book.findings()].count("history-doc-no") == 1


def test_the_same_number_for_another_paper_in_the_same_file(book: Book) -> None:
    (book.root / REGISTER).unlink()
    book.commit()
    book.write(REGISTER, register(sha256=SHA, 标题="别的函"))
    book.commit()
    assert [f.code for f in book.findings()] == ["history-doc-no", "history-paper-deleted"]
