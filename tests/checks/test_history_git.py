"""check --history and what git can do to a history: branches, moves, clones cut short, rewriting, signatures."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from duban_cli.checks import in_order
from duban_cli.checks.history_marks import signatures
from duban_cli.history_walk import Step
from tests.historykit import FIRST, PAPER, REGISTER, Book, register
from tests.kit import ASSIGNED, HANDED_OUT, INITIATED, item_text, reply

pytest_plugins = ("tests.gitkit",)

LEFT = reply("2026-03-10", more="备注: 左")
RIGHT = reply("2026-03-11", more="备注: 右")
OTHER = "items/2026/2026-0019.yaml"


@pytest.fixture
def book(plain_git: None, tmp_path: Path) -> Book:
    """An item handed out, on the branch main."""
    book = Book.start(tmp_path / "台账")
    book.item(*HANDED_OUT)
    book.commit()
    return book


def two_sides(book: Book) -> None:
    """Branch 左 and branch main each add an entry to the one item; 左 is then merged, in conflict."""
    book.branch("左")
    book.item(*HANDED_OUT, LEFT)
    book.commit(day="2026-03-10")
    book.git("checkout", "-q", "main")
    book.item(*HANDED_OUT, RIGHT)
    book.commit(day="2026-03-11")
    book.merge("左")
    assert "<<<<<<<" in book.text()


# -- merges -------------------------------------------------------------------------------------------------


def test_branches_merged_without_conflict(book: Book) -> None:
    book.branch("左")
    book.item(*HANDED_OUT, LEFT)
    book.commit(day="2026-03-10")
    book.git("checkout", "-q", "main")
    book.item(INITIATED, ASSIGNED.replace("17号", "18号"), id="2026-0019")
    book.commit(day="2026-03-11")
    book.merge("左")
    book.item(*HANDED_OUT, LEFT, RIGHT)
    book.commit(day="2026-03-12")
    looked = book.back()
    assert looked.findings == ()
    assert (looked.walked.items, looked.walked.entries) == (2, 6)


@pytest.mark.parametrize("entries", [(LEFT, RIGHT), (RIGHT, LEFT), (LEFT, RIGHT, reply("2026-03-12"))])
def test_a_conflict_resolved_so_that_both_sides_entries_stay(book: Book, entries: tuple[str, ...]) -> None:
    two_sides(book)
    book.item(*HANDED_OUT, *entries)
    book.commit("合并", day="2026-03-12")
    assert book.found() == []


@pytest.mark.parametrize(
    ("entries", "lost"),
    [((LEFT,), 1), ((RIGHT, reply("2026-03-10")), 1), ((), 2)],
)
def test_a_conflict_resolved_at_the_cost_of_a_side(book: Book, entries: tuple[str, ...], lost: int) -> None:
    two_sides(book)
    book.item(*HANDED_OUT, *entries)
    sha = book.commit("合并", day="2026-03-12")
    found = book.findings()
    assert [f.code for f in found] == ["history-entry-deleted"] * lost
    assert all(f.message.startswith(f"提交 {sha}（王某 2026-03-12）：合并时丢了") for f in found)


def test_a_merge_in_progress_is_not_read_as_data(book: Book) -> None:
    two_sides(book)
    (found,) = book.findings()
    assert (found.code, found.level, found.path) == ("history-unreadable", "warning", FIRST)
    assert found.message.startswith("没有提交的改动：")


def test_a_merge_that_throws_a_whole_branch_away(book: Book) -> None:
    book.branch("左")
    book.item(*HANDED_OUT, LEFT)
    book.write(OTHER, item_text(INITIATED))
    book.commit(day="2026-03-10")
    book.git("checkout", "-q", "main")
    book.commit("别的", day="2026-03-11")
    book.merge("-s", "ours", "左")
    sha = book.head()
    found = book.findings()
    assert [(f.code, f.path) for f in found] == [
        ("history-entry-deleted", FIRST),
        ("history-item-deleted", OTHER),
    ]
    assert all(sha in f.message for f in found)


def test_a_forging_on_a_branch_is_told_once_not_again_at_its_merge(book: Book) -> None:
    book.branch("左")
    book.write(FIRST, book.text().replace("限期: 2026-03-18", "限期: 2026-03-28"))
    sha = book.commit(day="2026-03-10")
    book.git("checkout", "-q", "main")
    book.commit("别的", day="2026-03-11")
    book.merge("左")
    (found,) = book.findings()
    assert found.code == "history-entry-altered"
    assert sha in found.message


def test_a_branch_that_kept_the_record_puts_it_right_by_a_merge(book: Book) -> None:
    sound = book.text()
    book.branch("左")
    book.item(*HANDED_OUT, LEFT)
    book.commit(day="2026-03-10")
    book.git("checkout", "-q", "main")
    book.write(FIRST, sound.replace("限期: 2026-03-18", "限期: 2026-03-28"))
    book.commit(day="2026-03-11")
    book.merge("左")
    book.item(*HANDED_OUT, LEFT)
    book.commit("合并", day="2026-03-12")
    assert book.found() == [f"~history-entry-altered {FIRST}:9"]


def test_two_branches_that_took_one_number(book: Book) -> None:
    book.branch("左")
    book.item(INITIATED, id="2026-0019", 标题="左边的事")
    book.commit(day="2026-03-05")
    book.git("checkout", "-q", "main")
    book.item(INITIATED, id="2026-0019", 标题="右边的事")
    book.commit(day="2026-03-05")
    book.merge("左")
    book.item(INITIATED, id="2026-0019", 标题="右边的事")
    book.item(INITIATED, id="2026-0020", 标题="左边的事", 原号="2026-0019")
    book.commit("合并，左边的改号", day="2026-03-06")
    looked = book.back()
    assert looked.findings == ()
    assert looked.walked.items == 3
    book.item("{日期: 2026-03-04, 动作: 立项, 方式: 直接}", id="2026-0019", 标题="右边的事")
    book.commit(day="2026-03-06")
    assert book.found() == [f"history-entry-altered {OTHER}:8"]


def test_two_branches_that_took_one_paper_number(book: Book) -> None:
    book.branch("左")
    book.write(REGISTER, register(标题="左边的函"))
    book.write(PAPER, b"PK1")
    book.commit()
    book.git("checkout", "-q", "main")
    book.write(REGISTER, register(标题="右边的函"))
    book.write(PAPER, b"PK2")
    book.commit()
    book.merge("左")
    book.write(REGISTER, register(标题="右边的函"))
    book.write(PAPER, b"PK2")
    sha = book.commit("合并")
    found = book.findings()
    assert sorted(f.code for f in found) == ["history-paper-changed", "history-register"]
    assert all(sha in f.message for f in found)


def test_a_merge_that_slips_in_a_change_of_the_rules(book: Book) -> None:
    regime = book.text("regime.yaml")
    book.branch("左")
    book.item(*HANDED_OUT, LEFT)
    book.commit(day="2026-03-10")
    book.git("checkout", "-q", "main")
    book.commit("别的", day="2026-03-11")
    book.git("merge", "-q", "--no-ff", "--no-commit", "左")
    book.write("regime.yaml", regime.replace("名称:", "名称: 新", 1))
    book.commit("合并", day="2026-03-12")
    assert {f.code for f in book.findings()} == {"history-regime"}


# -- where the ledger stands --------------------------------------------------------------------------------


def in_repository(tmp_path: Path, place: str) -> Book:
    """A ledger below the top of a repository that holds other things, too."""
    outer = tmp_path / "办公"
    outer.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", str(outer)], check=True)
    top = Book(outer)
    top.write("items/2026/2026-0018.yaml", "这不是台账的文件\n")
    top.commit("别的文件")
    made = Book.start(tmp_path / "新")
    (outer / place).parent.mkdir(parents=True, exist_ok=True)
    (made.root / ".git").rename(tmp_path / "不要的")
    made.root.rename(outer / place)
    book = Book(outer / place)
    book.commit("建账")
    book.item(*HANDED_OUT)
    book.commit()
    return book


def test_a_ledger_inside_a_larger_repository(plain_git: None, tmp_path: Path) -> None:
    book = in_repository(tmp_path, "台账")
    outer = Book(book.root.parent)
    outer.write("items/2026/2026-0018.yaml", "别人的文件，随便改\n")
    outer.commit("别的文件")
    looked = book.back()
    assert looked.findings == ()
    assert (looked.walked.commits, looked.walked.items) == (2, 1)
    book.write(FIRST, book.text().replace("限期: 2026-03-18", "限期: 2026-03-28"))
    book.commit()
    assert book.found() == [f"history-entry-altered {FIRST}:9"]


def test_settings_of_the_machine_do_not_change_what_is_walked(plain_git: None, tmp_path: Path) -> None:
    book = in_repository(tmp_path, "台账")
    book.write(FIRST, book.text().replace("限期: 2026-03-18", "限期: 2026-03-28"))
    book.commit()
    for name in ("log.follow", "diff.relative", "log.showSignature"):
        book.git("config", name, "true")
    book.git("config", "log.diffMerges", "off")
    assert book.found() == [f"history-entry-altered {FIRST}:9"]


def test_a_branch_thrown_away_in_a_larger_repository(plain_git: None, tmp_path: Path) -> None:
    book = in_repository(tmp_path, "台账")
    book.branch("左")
    book.item(*HANDED_OUT, LEFT)
    book.commit(day="2026-03-10")
    book.git("checkout", "-q", "main")
    Book(book.root.parent).write("别的.txt", "别的")
    book.git("add", "-A", "..")
    book.commit("别的", day="2026-03-11")
    book.merge("-s", "ours", "左")
    assert book.found() == [f"history-entry-deleted {FIRST}:0"]


@pytest.mark.parametrize(("start", "to"), [("台账", "督查/台账"), ("督查/台账", "台账")])
def test_a_ledger_moved_within_its_repository(plain_git: None, tmp_path: Path, start: str, to: str) -> None:
    book = in_repository(tmp_path, start)
    book.write(FIRST, book.text().replace("限期: 2026-03-18", "限期: 2026-03-28"))
    forged = book.commit()
    outer = tmp_path / "办公"
    (outer / to).parent.mkdir(exist_ok=True)
    Book(outer).git("mv", start, to)
    Book(outer).commit("台账换了目录")
    moved = Book(outer / to)
    moved.write(FIRST, moved.text() + f"- {LEFT}\n")
    moved.commit(day="2026-03-10")
    (found,) = moved.findings()
    assert (found.code, found.path) == ("history-entry-altered", FIRST)
    assert forged in found.message
    assert moved.back().walked.commits == 4  # the move itself changed no file


def test_a_ledger_moved_from_the_top_into_a_directory_and_forged_on_the_way(book: Book) -> None:
    place = book.root / "台账"
    place.mkdir()
    for name in ("duban.yaml", "units.yaml", "regime.yaml", "items"):
        book.git("mv", name, f"台账/{name}")
    moved = Book(place)
    moved.write(FIRST, moved.text().replace("限期: 2026-03-18", "限期: 2026-03-28"))
    sha = moved.commit("台账换了目录")
    (found,) = moved.findings()
    assert found.code == "history-entry-altered"
    assert sha in found.message


def test_a_decoy_that_leaves_as_the_ledger_is_founded_anew_hides_nothing(book: Book) -> None:
    settings = book.text("duban.yaml")
    book.write("诱饵/duban.yaml", settings)
    book.write(FIRST, book.text().replace("限期: 2026-03-18", "限期: 2026-03-28"))
    (book.root / "duban.yaml").unlink()
    book.git("add", "-A", "-f")
    book.commit()
    (book.root / "诱饵/duban.yaml").unlink()
    book.write("duban.yaml", settings)
    book.commit("台账换了目录")
    looked = book.back()
    assert [f.code for f in looked.findings] == ["history-entry-altered"]
    assert looked.walked.commits == 4


def test_a_merge_that_repeats_a_forging_put_right_before(book: Book) -> None:
    sound = book.text()
    forged = sound.replace("限期: 2026-03-18", "限期: 2026-03-28")
    book.write(FIRST, forged)
    book.commit(day="2026-03-09")
    book.branch("左")
    book.item(INITIATED, id="2026-0019")
    book.commit(day="2026-03-10")
    book.git("checkout", "-q", "main")
    book.write(FIRST, sound)
    book.commit("改回", day="2026-03-10")
    book.git("merge", "-q", "--no-ff", "--no-commit", "左")
    book.git("commit", "-q", "-m", "合并", day="2026-03-11")
    assert book.found() == [f"~history-entry-altered {FIRST}:9"]
    book.branch("右")
    book.item(INITIATED, id="2026-0020", 标题="别的")
    book.commit(day="2026-03-12")
    book.git("checkout", "-q", "main")
    book.git("merge", "-q", "--no-ff", "--no-commit", "右")
    book.write(FIRST, forged)
    book.commit("合并", day="2026-03-13")
    assert sorted(f.level for f in book.findings()) == ["error", "warning"]


# -- a history cut short or rewritten -----------------------------------------------------------------------


def test_a_shallow_clone_says_from_where_it_can_vouch(book: Book, tmp_path: Path) -> None:
    book.item(*HANDED_OUT, LEFT)
    last = book.commit(day="2026-03-10")
    book.git("clone", "-q", "--depth", "1", book.root.as_uri(), str(tmp_path / "浅"))
    looked = Book(tmp_path / "浅").back(noted=f"{last}~1")
    assert looked.shallow
    assert [(f.code, f.level) for f in looked.findings] == [
        ("history-shallow", "warning"),
        ("history-tip", "error"),
    ]
    assert f"只能从提交 {last}" in looked.findings[0].message
    assert all(f.hint and "--unshallow" in f.hint for f in looked.findings)


def test_a_noted_commit_shows_that_history_was_rewritten(book: Book) -> None:
    book.item(*HANDED_OUT, LEFT)
    noted = book.commit(day="2026-03-10")
    book.item(*HANDED_OUT, LEFT, RIGHT)
    book.commit(day="2026-03-11")
    assert book.back(noted=noted).findings == ()
    assert book.back(noted="HEAD").findings == ()
    book.git("reset", "-q", "--hard", "HEAD~2")
    book.item(*HANDED_OUT, LEFT.replace("左", "另写的"), RIGHT)
    book.commit(day="2026-03-11")
    assert book.found() == []
    (found,) = book.back(noted=noted).findings
    assert (found.code, found.level) == ("history-tip", "error")
    assert f"记下的提交 {noted} 不在现在的历史里" in found.message
    (unknown,) = book.back(noted="1234567").findings
    assert "git 里没有记下的提交 1234567" in unknown.message


def test_a_replaced_commit_does_not_hide_a_forging(book: Book) -> None:
    sound = book.git("rev-parse", "HEAD")
    book.write(FIRST, book.text().replace("限期: 2026-03-18", "限期: 2026-03-28"))
    book.commit()
    tree = book.git("rev-parse", "HEAD^{tree}")
    clean = book.git("commit-tree", "-p", f"{sound}~1", "-m", "干净的", tree)
    book.git("replace", "HEAD", clean)
    assert book.git("log", "--format=%s").splitlines()[0] == "干净的"
    assert book.found() == [f"history-entry-altered {FIRST}:9"]


# -- signatures ---------------------------------------------------------------------------------------------


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key to sign with."""
    key = tmp_path / "钥匙"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    return key


def test_doubtful_signatures_are_told_in_order_of_time() -> None:
    steps = [
        Step(
            sha=sha * 10, parents=(), author="王某", authored=day * 86400, committed=day * 86400, message="记",
            touches=(), signature=letter, signer="王某",
        )
        for sha, day, letter in (("bbbb", 3, "U"), ("cccc", 1, "U"), ("aaaa", 2, "U"), ("dddd", 5, "N"), ("eeee", 4, "N"))
    ]  # fmt: skip
    *doubtful, unsigned = in_order(signatures(steps))
    assert [f.message[3:7] for f in doubtful] == ["cccc", "aaaa", "bbbb"]
    assert unsigned.message == (
        "2次提交没有签名（最早提交 eeeeeee（王某 1970-01-05），最晚提交 ddddddd（王某 1970-01-06））"
    )


def test_signatures_of_every_commit(book: Book, key: Path) -> None:
    plain = book.head()
    allowed = book.root.parent / "可信"
    public = key.with_suffix(".pub").read_text(encoding="utf-8")
    allowed.write_text(f"wang@example.invalid {public}", encoding="utf-8")
    for name, value in (
        ("gpg.format", "ssh"),
        ("user.signingkey", str(key)),
        ("gpg.ssh.allowedSignersFile", str(allowed)),
    ):
        book.git("config", name, value)
    book.item(*HANDED_OUT, LEFT)
    book.git("add", "-A")
    book.git("commit", "-q", "-S", "-m", "签了名", day="2026-03-10")
    looked = book.back(signed=True)
    assert [(f.code, f.level) for f in looked.findings] == [("history-unsigned", "warning")]
    assert looked.findings[0].message.startswith("2次提交没有签名（最早提交 ")
    assert f"，最晚提交 {plain}" in looked.findings[0].message
    assert book.back().findings == ()
    signed = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=book.root, capture_output=True, check=True
    ).stdout
    forged = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"], cwd=book.root, check=True, capture_output=True,
        input=signed.replace("签了名".encode(), "改了话".encode()),
    ).stdout.decode().strip()  # fmt: skip
    book.git("reset", "-q", "--hard", forged)
    bad = [f for f in book.back(signed=True).findings if f.level == "error"]
    assert [f.code for f in bad] == ["history-signature"]
    assert forged[:7] in bad[0].message
    allowed.unlink()
    book.git("reset", "-q", "--hard", "HEAD@{1}")
    doubtful = [f for f in book.back(signed=True).findings if f.code == "history-signature"]
    assert [f.level for f in doubtful] == ["warning"]
