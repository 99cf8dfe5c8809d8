"""``check --history`` at the keyboard: findings in three forms, what was walked, exit codes, options."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from duban_cli.views.schemas import output_schema
from tests.cli.conftest import Duban
from tests.historykit import FIRST, Book
from tests.kit import HANDED_OUT, item_text, make_ledger, reply

pytest_plugins = ("tests.gitkit",)


@pytest.fixture
def book(plain_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A ledger in order, and the place one stands in."""
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    book = Book.start(tmp_path / "查账")
    book.item(*HANDED_OUT)
    book.commit()
    monkeypatch.chdir(book.root)
    return book


def forge(book: Book) -> str:
    book.item(*HANDED_OUT, reply("2026-03-10"))
    book.commit(day="2026-03-10")
    book.item(*HANDED_OUT, reply("2026-03-11"))
    return book.commit(day="2026-03-12", author="李某")


def test_silent_and_0_with_a_line_of_what_was_walked(duban: Duban, book: Book) -> None:
    answer = duban("check", "--history")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "查了2次提交，1件事项，2条记录\n没有问题\n"
    assert "次提交" not in duban("check").err


def test_an_alteration_is_an_error(duban: Duban, book: Book) -> None:
    sha = forge(book)
    assert duban("check").code == 0
    answer = duban("check", "--history")
    assert answer.code == 1
    assert answer.out.startswith(
        f"{FIRST}:10:1: 错误 history-entry-altered 提交 {sha}（李某 2026-03-12）：改动了“办理”第3条（2026-03-10 反馈）的“日期”"
    )
    assert answer.err == "查了4次提交，1件事项，3条记录\n1处错误、0处提醒\n"


def test_warnings_fail_only_when_strict(duban: Duban, book: Book) -> None:
    book.write("regime.yaml", book.text("regime.yaml").replace("名称:", "名称: 新", 1))
    book.commit()
    assert duban("check", "--history").code == 0
    assert duban("check", "--history", "--strict").code == 1


def test_json_and_its_schema(duban: Duban, book: Book) -> None:
    forge(book)
    answer = duban("check", "--history", "--format", "json")
    assert (answer.code, answer.err) == (1, "")
    jsonschema.validate(answer.json, output_schema("check"))
    assert [f["code"] for f in answer.json["findings"]] == ["history-entry-altered"]
    assert answer.json["history"] == {"commits": 4, "items": 1, "entries": 3, "shallow": False}
    plain = duban("check", "--format", "json").json
    jsonschema.validate(plain, output_schema("check"))
    assert plain["history"] is None


def test_github_and_paths(duban: Duban, book: Book) -> None:
    forge(book)
    out = duban("check", "--history", "--format", "github").out
    assert out.startswith(f"::error file={FIRST},line=10,col=1,title=history-entry-altered::提交 ")
    assert duban("check", "--history", "office").code == 2
    assert duban("check", "--history", "units.yaml").out == ""
    assert "history-entry-altered" in duban("check", "--history", "items").out


def test_tip_and_signatures_look_back_by_themselves(duban: Duban, book: Book) -> None:
    noted = book.head()
    assert duban("check", "--tip", noted).code == 0
    book.git("commit", "-q", "--amend", "-m", "改写", day="2026-03-05")
    answer = duban("check", "--tip", noted)
    assert answer.code == 1
    assert f".:0:0: 错误 history-tip 记下的提交 {noted} 不在现在的历史里" in answer.out
    unsigned = duban("check", "--signatures")
    assert unsigned.code == 0
    assert unsigned.out.count(" 提醒 history-unsigned ") == 1
    assert " 2次提交没有签名（最早提交 " in unsigned.out
    assert duban("check", "--tip", "--output=x").code == 1


def test_without_git_it_is_refused(duban: Duban, book: Book, tmp_path: Path) -> None:
    bare = make_ledger(tmp_path / "没有git", {"2026-0018": item_text(*HANDED_OUT)})
    answer = duban("-C", str(bare), "check", "--history")
    assert answer.code == 4
    assert "不是 git 仓库" in answer.err
    assert duban("-C", str(bare), "check").code == 0


def test_a_ledger_whose_base_files_are_broken_is_looked_back_on_too(duban: Duban, book: Book) -> None:
    forge(book)
    book.write("units.yaml", "单位：\n")
    answer = duban("check", "--history")
    assert answer.code == 1
    assert f"{FIRST}:0:0: 错误 history-entry-altered" in answer.out
    assert "units.yaml:" in answer.out


def test_a_conflict_left_in_a_file_is_told_and_not_read(duban: Duban, book: Book) -> None:
    lines = book.text().splitlines(keepends=True)
    marked = [
        *lines[:-1],
        "<<<<<<< HEAD\n",
        lines[-1],
        "=======\n",
        f"- {reply('2026-03-10')}\n",
        ">>>>>>> 左\n",
    ]
    book.write(FIRST, "".join(marked))
    answer = duban("check", "--history")
    assert answer.code == 1
    assert f"{FIRST}:9:1: 错误 conflict 有没解决完的合并冲突" in answer.out
    assert answer.err.startswith("查了2次提交，1件事项，2条记录\n")


def test_conflict_marks_within_quotes_are_no_words_of_the_clerk(duban: Duban, book: Book) -> None:
    book.item(要求='"甲\n<<<<<<< HEAD\n  乙\n=======\n  丙\n>>>>>>> 左\n  丁"', id="2026-0019")
    answer = duban("check")
    assert answer.code == 1
    assert answer.out.startswith("items/2026/2026-0019.yaml:5:1: 错误 conflict ")
