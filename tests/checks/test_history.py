"""check --history over real repositories: each forging of the record shows, every honest change is free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from duban_cli.cli.history import look_back
from duban_cli.ledger.store import load
from duban_cli.watch import T
from tests.historykit import FIRST, Book
from tests.kit import ASSIGNED, HANDED_OUT, INITIATED, item_text, reply

pytest_plugins = ("tests.gitkit",)

ONE = reply("2026-03-10")
TWO = reply("2026-03-12", more="备注: 第二次")
DAY = "2026-03-13"


@pytest.fixture
def book(plain_git: None, tmp_path: Path) -> Book:
    """An item handed out and replied to twice, a commit for each act."""
    book = Book.start(tmp_path / "台账")
    for n, day in enumerate(("2026-03-03", "2026-03-04", "2026-03-10", "2026-03-12"), 1):
        book.item(*(INITIATED, ASSIGNED, ONE, TWO)[:n])
        book.commit(day=day)
    return book


def test_nothing_to_say_of_an_honest_history(book: Book) -> None:
    looked = book.back()
    assert looked.findings == ()
    assert looked.json == {"commits": 5, "items": 1, "entries": 4, "shallow": False}


def test_a_history_without_a_commit(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.git("update-ref", "-d", "HEAD")
    looked = book.back(noted="HEAD")
    assert [f.code for f in looked.findings] == ["history-tip"]
    assert looked.walked.commits == 0


# -- entries ------------------------------------------------------------------------------------------------


def test_an_altered_entry_is_told_with_commit_author_date_line_and_key(book: Book) -> None:
    book.write(FIRST, book.text().replace("第二次", "第三次"))
    sha = book.commit(day=DAY, author="李某")
    (found,) = book.findings()
    assert (found.path, found.line, found.level, found.code) == (FIRST, 11, "error", "history-entry-altered")
    assert found.message == f"提交 {sha}（李某 2026-03-13）：改动了“办理”第4条（2026-03-12 反馈）的“备注”"
    assert found.hint is not None
    assert f"git show {sha}" in found.hint


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((INITIATED, ASSIGNED, TWO), [f"history-entry-deleted {FIRST}:0"]),
        ((INITIATED, ASSIGNED), [f"history-entry-deleted {FIRST}:0"] * 2),
        ((INITIATED, ASSIGNED, TWO, ONE), [f"history-entry-order {FIRST}:10"]),
        ((INITIATED, ASSIGNED, reply("2026-03-11"), ONE, TWO), [f"history-entry-order {FIRST}:10"]),
        ((INITIATED, ASSIGNED, reply("2026-03-11"), TWO), [f"history-entry-altered {FIRST}:10"]),
        ((INITIATED, ASSIGNED, ONE, TWO, reply("2026-03-13")), []),
    ],
)
def test_entries_deleted_moved_put_between_or_exchanged(
    book: Book, entries: tuple[str, ...], expected: list[str]
) -> None:
    book.item(*entries)
    book.commit(day=DAY)
    assert book.found() == expected
    assert book.back().walked.entries == (5 if not expected else 4)


def test_layout_comments_and_quotes_are_free(book: Book) -> None:
    text = book.text().replace("办理:", "# 说明\n办理:").replace("备注: 第二次", "备注: '第二次'")
    lines = text.split("\n")
    book.write(FIRST, "\ufeff" + "\r\n".join(lines[1:3] + lines[:1] + lines[3:]) + "# 末尾\r\n")
    book.commit("整理格式", day=DAY)
    assert book.found() == []


def test_text_added_at_the_end_may_still_alter_the_last_entry(book: Book) -> None:
    book.write(FIRST, book.text() + "- 日期: 2026-03-13\n  动作: 签收\n")
    book.commit(day=DAY)
    book.write(FIRST, book.text() + "  备注: 后加的\n")
    book.commit(day=DAY)
    book.write(FIRST, book.text() + "    而且还有\n- {日期: 2026-03-13, 动作: 拟办}\n")
    book.commit(day=DAY)
    assert book.found() == [f"history-entry-altered {FIRST}:12"] * 2


def test_put_right_again_it_is_only_a_warning(book: Book) -> None:
    sound = book.text()
    book.write(FIRST, sound.replace("第二次", "第三次"))
    book.commit(day=DAY)
    book.write(FIRST, book.text() + f"- {reply('2026-03-13')}\n")
    book.commit(day=DAY)
    assert book.found() == [f"history-entry-altered {FIRST}:11"]
    book.write(FIRST, book.text().replace("第三次", "第二次"))
    sha = book.commit(day="2026-03-14")
    (found,) = book.findings()
    assert (found.level, found.code) == ("warning", "history-entry-altered")
    assert found.message.endswith(f"；提交 {sha}（王某 2026-03-14）已恢复原样")


def test_putting_right_one_entry_does_not_cover_losing_another(book: Book) -> None:
    sound = book.text()
    book.write(FIRST, sound.replace("第二次", "第三次"))
    book.commit(day=DAY)
    book.write(FIRST, book.text() + f"- {reply('2026-03-13')}\n")
    book.commit(day=DAY)
    book.write(FIRST, sound)
    book.commit("退回去", day="2026-03-14")
    assert sorted(f.code for f in book.findings() if f.level == "error") == [
        "history-entry-altered",
        "history-entry-altered",
        "history-entry-deleted",
    ]


def test_a_deleted_item_file(book: Book) -> None:
    sound = book.text()
    (book.root / FIRST).unlink()
    book.commit(day=DAY)
    assert book.found() == [f"history-item-deleted {FIRST}:0"]
    book.item(INITIATED, 标题="别的事")
    book.commit(day=DAY)
    assert book.found() == [f"history-item-deleted {FIRST}:0"]
    book.git("revert", "--no-edit", "HEAD")
    book.write(FIRST, sound)
    book.commit(day=DAY)
    assert f"history-item-deleted {FIRST}:0" in book.found()


def test_a_deleted_item_file_brought_back(book: Book) -> None:
    sound = book.text()
    (book.root / FIRST).unlink()
    book.commit(day=DAY)
    book.write(FIRST, sound + f"- {reply('2026-03-13')}\n")
    book.commit(day=DAY)
    assert book.found() == [f"~history-item-deleted {FIRST}:0"]


def test_edits_not_committed_yet_are_looked_at_too(book: Book) -> None:
    book.write(FIRST, book.text().replace("第二次", "第三次"))
    (found,) = book.findings()
    assert found.code == "history-entry-altered"
    assert found.message.startswith("没有提交的改动：")
    (book.root / FIRST).unlink()
    assert book.found() == [f"history-item-deleted {FIRST}:0"]


# -- the header ---------------------------------------------------------------------------------------------


def test_what_stands_above_is_free_before_it_is_handed_out_and_frozen_after(
    plain_git: None, tmp_path: Path
) -> None:
    book = Book.start(tmp_path)
    book.item(INITIATED)
    book.commit(day="2026-03-03")
    book.item(INITIATED, 办结时限="15个工作日")
    book.commit(day="2026-03-03")
    book.item(*HANDED_OUT, 办结时限="12个工作日")
    book.commit(day="2026-03-04")
    assert book.found() == []
    book.item(
        *HANDED_OUT,
        "{日期: 2026-03-05, 动作: 变更, 字段: 办结时限, 新: 20日, 批准: 刘某某}",
        办结时限="12个工作日",
    )
    book.commit(day="2026-03-05")
    assert book.found() == []
    book.item(*HANDED_OUT, "{日期: 2026-03-05, 动作: 变更, 字段: 办结时限, 新: 20日, 批准: 刘某某}",
              办结时限="20日", 备注="后加的")  # fmt: skip
    sha = book.commit(day="2026-03-06")
    deadline, note = sorted(book.findings(), key=lambda f: f.line)
    assert [deadline.code, note.code] == ["history-header"] * 2
    assert (deadline.line, note.line) == (6, 7)
    assert (
        deadline.message
        == f"提交 {sha}（王某 2026-03-06）：交办以后改动了“办结时限”：原为“12个工作日”，改成“20日”"
    )
    assert "原为“（空）”，改成“后加的”" in note.message


def test_a_header_put_right_again(book: Book) -> None:
    sound = book.text()
    book.write(FIRST, sound.replace("10个工作日", "30个工作日"))
    book.commit(day=DAY)
    book.write(FIRST, sound)
    book.commit(day=DAY)
    assert book.found() == [f"~history-header {FIRST}:6"]


# -- numbers and places -------------------------------------------------------------------------------------


def test_a_number_changed_before_handing_out_leaves_the_old_one(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.item(INITIATED)
    book.commit(day="2026-03-03")
    (book.root / FIRST).unlink()
    book.item(INITIATED, id="2026-0020", 原号="2026-0018")
    book.commit(day="2026-03-03")
    (book.root / "items/2026/2026-0020.yaml").unlink()
    book.item(*HANDED_OUT, id="2026-0021", 原号="2026-0018")
    book.commit(day="2026-03-04")
    looked = book.back()
    assert looked.findings == ()
    assert (looked.walked.items, looked.walked.entries) == (1, 2)
    (book.root / "items/2026/2026-0021.yaml").unlink()
    book.item(*HANDED_OUT, id="2026-0022", 原号="2026-0018")
    book.commit(day="2026-03-05")
    assert book.found() == ["history-renumbered items/2026/2026-0022.yaml:0"]


def test_a_number_changed_without_leaving_the_old_one(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.item(INITIATED)
    book.commit(day="2026-03-03")
    book.git("mv", FIRST, "items/2026/2026-0020.yaml")
    book.commit(day="2026-03-03")
    (found,) = book.findings()
    assert (found.path, found.code) == ("items/2026/2026-0020.yaml", "history-renumbered")
    assert "没有写“原号”" in found.message


def test_another_matter_that_began_alike_is_no_new_number(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.item(INITIATED)
    book.commit(day="2026-03-03")
    (book.root / FIRST).unlink()
    book.item(INITIATED, id="2026-0020", 标题="别的事")
    book.item(INITIATED, id="2026-0021", 标题="又一件", 原号="[2026-0018]")
    book.commit(day="2026-03-03")
    assert book.found() == [f"history-item-deleted {FIRST}:0"]


def test_forgings_before_a_renumbering_are_told_at_the_new_number(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.item(INITIATED, "{日期: 2026-03-03, 动作: 拟办, 内容: 甲}")
    book.commit(day="2026-03-03")
    book.item(INITIATED, "{日期: 2026-03-03, 动作: 拟办, 内容: 乙}")
    book.commit(day="2026-03-03")
    (book.root / FIRST).unlink()
    book.item(INITIATED, "{日期: 2026-03-03, 动作: 拟办, 内容: 乙}", id="2026-0020", 原号="2026-0018")
    book.commit(day="2026-03-03")
    assert book.found() == ["history-entry-altered items/2026/2026-0020.yaml:10"]


def test_a_file_moved_to_the_directory_of_its_year(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.write("items/2025/2026-0018.yaml", item_text(*HANDED_OUT))
    book.commit(day="2026-03-04")
    (book.root / "items/2026").mkdir(parents=True)
    book.git("mv", "items/2025/2026-0018.yaml", FIRST)
    book.commit(day="2026-03-05")
    assert book.found() == []


# -- versions that cannot be read ---------------------------------------------------------------------------


def test_a_version_that_cannot_be_read_is_stepped_over(book: Book) -> None:
    sound = book.text()
    book.write(FIRST, sound.replace("类别:", "类别："))
    sha = book.commit(day=DAY)
    book.write(FIRST, sound + f"- {reply('2026-03-13')}\n")
    book.commit(day=DAY)
    (found,) = book.findings()
    assert (found.level, found.code) == ("warning", "history-unreadable")
    assert sha in found.message
    assert "全角冒号" in found.message


def test_a_forging_behind_an_unreadable_version_shows(book: Book) -> None:
    sound = book.text()
    book.write(FIRST, sound.replace("类别:", "类别："))
    book.commit(day=DAY)
    book.write(FIRST, sound.replace("类别:", "类别：") + "{{{")
    book.commit(day=DAY)
    book.write(FIRST, sound.replace("第二次", "第三次"))
    book.commit(day=DAY)
    assert sorted(book.found()) == sorted(
        [f"~history-unreadable {FIRST}:0"] * 2 + [f"history-entry-altered {FIRST}:11"]
    )


def test_a_broken_version_used_twice_does_not_hide_what_came_between(book: Book) -> None:
    early = item_text(INITIATED, ASSIGNED, ONE)
    broken = early + "{{{"
    sound = book.text()
    for text in (broken, sound, sound + f"- {reply('2026-03-13')}\n", broken, early):
        book.write(FIRST, text)
        book.commit(day=DAY)
    assert sorted(f.code for f in book.findings()) == [
        *["history-entry-deleted"] * 2,
        *["history-unreadable"] * 2,
    ]


def test_conflict_marks_are_never_read_as_entries(book: Book) -> None:
    sound = book.text()
    forged = sound.replace(
        "- {日期: 2026-03-12", "<<<<<<< HEAD\n- {日期: 2026-03-12"
    ) + f"=======\n- {reply('2026-03-14')}\n>>>>>>> 分支\n"  # fmt: skip
    book.write(FIRST, forged)
    book.commit("带着冲突提交", day=DAY)
    book.write(FIRST, sound)
    book.commit(day=DAY)
    (found,) = book.findings()
    assert (found.level, found.code) == ("warning", "history-unreadable")
    assert "没解决完的合并冲突" in found.message
    assert book.back().walked.entries == 4


def test_a_version_git_has_lost_is_said_to_be_lost(book: Book) -> None:
    blob = book.git("rev-parse", f"HEAD~1:{FIRST}")
    (book.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    lost = book.findings()
    assert [f.code for f in lost] == ["history-unreadable"]
    assert "git fsck" in lost[0].message


# -- late entries -------------------------------------------------------------------------------------------


def test_entries_recorded_late_are_told_once_a_commit(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.item(*HANDED_OUT)
    sha = book.commit(day="2026-04-04")
    (found,) = book.findings()
    assert (found.level, found.code, found.line) == ("warning", "history-late", 8)
    assert f"提交 {sha}" in found.message
    assert "2条记录过了30天才记上，最早的（2026-03-03 立项）晚32天" in found.message


@pytest.mark.parametrize(
    ("day", "message", "entry", "note"),
    [
        ("2026-04-02", "记", INITIATED, None),
        ("2026-06-01", "记", "{日期: 2026-03-03, 动作: 立项, 备注: 补录，原在纸本}", None),
        ("2026-06-01", "记", INITIATED, "补录自旧台账"),
        ("2026-06-01", "2026-0018 立项\n\n补录2026年3月以来的记录", INITIATED, None),
        ("2026-06-01", "2026-0018 立项\n\nDuban-Item: 2026-0018\nDuban-Action: 导入", INITIATED, None),
        ("2026-06-01", "记", "{日期: 2026-03-03, 收到: 2026-05-30, 动作: 反馈, 内容: 甲, 办结: 否}", None),
    ],
)
def test_late_and_said_so(
    plain_git: None, tmp_path: Path, day: str, message: str, entry: str, note: str | None
) -> None:
    book = Book.start(tmp_path)
    book.item(entry, 备注=note)
    book.commit(message, day=day)
    assert book.found() == []


# -- the office's own files ---------------------------------------------------------------------------------


def test_the_offices_own_events_are_only_added(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    meeting = "- {日期: 2026-03-10, 动作: 会议, 内容: 碰头会}\n"
    book.write("office/2026.yaml", f"记录:\n{meeting}")
    book.commit(day="2026-03-10")
    book.write("office/2026.yaml", f"记录:\n{meeting}- {{日期: 2026-03-11, 动作: 其他, 内容: 乙}}\n")
    book.commit(day="2026-03-11")
    assert book.found() == []
    assert book.back().walked.entries == 2
    book.write("office/2026.yaml", f"记录:\n- {{日期: 2026-03-11, 动作: 其他, 内容: 乙}}\n{meeting}")
    book.commit(day="2026-03-12")
    assert book.found() == ["history-entry-order office/2026.yaml:0"]
    (book.root / "office/2026.yaml").unlink()
    book.commit(day="2026-03-12")
    assert book.found() == [
        "history-entry-order office/2026.yaml:0",
        "history-office-deleted office/2026.yaml:0",
    ]


def test_changed_rules_are_noted_with_who_changed_them(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.write("regime.yaml", "# 说明\n" + book.text("regime.yaml"))
    book.commit("只加注释")
    assert book.found() == []
    book.write("regime.yaml", book.text("regime.yaml").replace("名称:", "名称: 新", 1))
    sha = book.commit(author="李某", day="2026-03-05")
    (found,) = book.findings()
    assert (found.path, found.level, found.code) == ("regime.yaml", "warning", "history-regime")
    assert found.message == f"提交 {sha}（李某 2026-03-05）：改动了制度的“名称”"


def test_days_of_the_calendar_may_be_added_not_taken_away(plain_git: None, tmp_path: Path) -> None:
    book = Book.start(tmp_path)
    book.write("calendar/2027.yaml", "依据: 通知\n放假: [{日期: 2027-01-01, 名目: 元旦}]\n")
    book.commit()
    book.write(
        "calendar/2027.yaml",
        "依据: 通知\n放假: [{日期: 2027-01-01, 名目: 元旦}, {日期: 2027-05-01, 名目: 劳动节}]\n上班: [2027-01-03]\n",
    )
    book.commit()
    assert book.found() == []
    book.write(
        "calendar/2027.yaml", "依据: 通知\n放假: [{日期: 2027-01-01, 名目: 元旦}]\n上班: [2027-01-03]\n"
    )
    book.commit()
    assert book.found() == ["~history-calendar calendar/2027.yaml:0"]


def test_somebody_may_look_on(book: Book) -> None:
    seen: list[int] = []

    def watch(things: Sequence[T], doing: str) -> Iterator[T]:
        assert doing == "核对历史"
        for number, thing in enumerate(things):
            seen.append(number)
            yield thing

    plain = look_back(book.root, load(book.root).ledger)
    assert look_back(book.root, load(book.root).ledger, watch=watch) == plain
    assert len(seen) >= plain.walked.commits > 0
