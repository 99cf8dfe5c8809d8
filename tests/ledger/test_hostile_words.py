"""Words that mean something elsewhere: to git an option, to a terminal an order, to a disk another place."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.clerk import ITEM, LOU, NEW, REPLY, Clerk, new, run
from tests.soak.hostile import in_time

pytest_plugins = ("tests.gitkit", "tests.clerk")

ESCAPES = "\x1b[2J\x1b]0;改了标题\x07\x9b31m\u202e倒\u2066"


@pytest.mark.parametrize("name", ["--upload-pack=x", "-m", "--", "$(touch 坏)", "-C", "a\tb", "'; rm -rf x"])
def test_a_ledger_whose_directory_is_named_like_an_option(handed: Clerk, name: str) -> None:
    """``-C ./--upload-pack=x`` is a directory, nothing else; git's own words are never its name."""
    root = handed.root.parent / name
    shutil.move(handed.root, root)
    clerk = Clerk(root)
    clerk.do(*REPLY, today="2026-03-10")
    clerk.do(*new(title="乙"), today="2026-03-10")
    clerk.do("check", today="2026-03-10")
    assert clerk.commits()[0] == "2026-0002 立项：乙"
    assert clerk.git("status", "--porcelain", "-uall") == ""
    assert not list(handed.root.parent.glob("坏"))


@pytest.mark.parametrize("name", ["-m", "--help", "--upload-pack=x"])
def test_a_branch_named_like_an_option(handed: Clerk, name: str) -> None:
    """git makes none of that name, but somebody else's repository may have one."""
    (handed.root / f".git/refs/heads/{name}").write_text(handed.git("rev-parse", "HEAD"), encoding="ascii")
    (handed.root / ".git/HEAD").write_text(f"ref: refs/heads/{name}\n", encoding="ascii")
    handed.do(*REPLY, today="2026-03-10")
    assert "反馈（进展）" in handed.do("log", "2026-0001", today="2026-03-10").out
    told = handed.run("check", "--history", "--tip", name, today="2026-03-10")
    assert told.code in {0, 1, 2, 4}, told.text
    assert handed.git("status", "--porcelain", "-uall") == ""


def test_a_directory_with_a_line_break_is_refused(handed: Clerk) -> None:
    shutil.move(handed.root, handed.root.parent / "甲\n乙")
    told = Clerk(handed.root.parent / "甲\n乙").run(*REPLY, today="2026-03-10")
    assert told.code == 4
    assert "目录名里有换行" in told.err


@pytest.mark.parametrize(
    "name", ["--upload-pack=x", "-m", "../../x", "$(touch 坏)", "甲/乙", ".git", "NUL", "甲:乙", "`x`"]
)
def test_a_unit_named_like_an_option_or_a_path(clerk: Clerk, name: str) -> None:
    added = clerk.run("unit", "add", "--", name)
    if added.code != 0:
        assert added.code in {1, 2}
        assert "Traceback" not in added.text
        return
    made = clerk.run(*NEW[:5], f"--lead={name}", *NEW[7:], today="2026-03-03")
    assert made.code == 0, made.text
    clerk.do("assign", "2026-1", today="2026-03-04")
    clerk.do("urge", today="2026-03-27")
    clerk.do("list", "--unit", name, today="2026-03-27") if not name.startswith("-") else None
    clerk.do("daily", today="2026-03-30")
    outside = [p for p in clerk.root.parent.rglob("*") if not p.is_relative_to(clerk.root)]
    assert outside == []
    for path in clerk.git("ls-files", "-z").split("\0"):
        assert ".." not in path.split("/")
    clerk.do("check", today="2026-03-30")


@pytest.mark.parametrize("form", ["../../x〔{年}〕{号}号", "{号}/../../../x", "-m{号}", "\\..\\{号}"])
def test_a_doc_no_that_is_a_path(clerk: Clerk, form: str) -> None:
    """A 文号 is printed and registered; no file is ever named by it."""
    settings = clerk.text("duban.yaml").replace("岳督函〔{年}〕{号}号", json.dumps(form, ensure_ascii=False))
    clerk.write("duban.yaml", settings)
    saved = clerk.run("save")
    if saved.code != 0:
        assert "duban.yaml:" in saved.err
        return
    clerk.do(*NEW, today="2026-03-03")
    clerk.do("assign", "2026-0001", today="2026-03-04")
    assert "papers/2026/督查函-0001.docx" in clerk.last()[1]
    assert [p for p in clerk.root.parent.iterdir() if p != clerk.root] == []
    clerk.do("check", today="2026-03-05")


@pytest.mark.parametrize(
    "given",
    ["../../x", "/etc/passwd", "-m", "2026-0001/../..", "--help=x", "..", "２０２６－１/..", "\x1b[2J"],
)
def test_an_id_that_is_a_path(handed: Clerk, given: str) -> None:
    for args in (
        ("show", "--", given),
        ("explain", "--", given),
        ("close", "--", given),
        ("issue", "--", given),
    ):
        told = handed.run(*args, today="2026-03-10")
        assert told.code == 2, told.text
        assert "\x1b" not in told.text
    assert handed.run("issue", "--approved-by", "刘某某", "--", given, today="2026-03-10").code == 2


@pytest.mark.parametrize("link", ["items", "papers", "items/2026", ITEM, "units.yaml", ".duban"])
def test_nothing_is_written_through_a_link(handed: Clerk, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "外面"
    place = handed.root / link
    shutil.rmtree(place) if link == ".duban" and place.exists() else None
    if place.exists():
        shutil.move(place, outside)
    else:
        outside.mkdir()
    place.symlink_to(outside)
    before = {p: p.read_bytes() for p in [outside, *outside.rglob("*")] if p.is_file()}
    for args in (
        REPLY,
        (*NEW, "--title", "乙"),
        ("unit", "add", "市审计局"),
        ("assign", "2026-0001"),
        ("save",),
    ):
        told = handed.run(*args, today="2026-03-10")
        assert told.code != 3, (args, told.text)
    assert {p: p.read_bytes() for p in [outside, *outside.rglob("*")] if p.is_file()} == before
    told = handed.run("check", today="2026-03-10")
    assert (told.code, "链接" in told.out) == (1, True) or link == ".duban", told.text


def test_nothing_is_read_through_a_link(handed: Clerk, tmp_path: Path) -> None:
    """A link that came with a repository may lead to a device without end, or to somebody else's file."""
    paper = handed.root / "papers/2026/督查函-0001.docx"
    paper.unlink()
    paper.symlink_to("/dev/zero")
    with in_time():
        told = handed.run("check", today="2026-03-10")
        assert "paper-link" in told.out
        assert told.code == 1
    handed.git("checkout", "--", "papers")
    (handed.root / "calendar").mkdir(exist_ok=True)
    (handed.root / "calendar/2027.yaml").symlink_to("/dev/zero")
    with in_time():
        told = handed.run("workday", "2027-03-01", "+10", today="2026-03-10")
    assert (told.code, "链接" in told.err) == (1, True)
    (handed.root / "calendar/2027.yaml").unlink()
    (tmp_path / "别人的.yaml").write_text("映射:\n- 表: 甲.csv\n  列: {督办事项: 要求}\n", encoding="utf-8")
    (handed.root / "导入.yaml").symlink_to(tmp_path / "别人的.yaml")
    (tmp_path / "甲.csv").write_text("督办事项,责任单位,交办日期\n清淤,楼区,2026-03-02\n", encoding="utf-8")
    told = handed.refused(4, "import", str(tmp_path / "甲.csv"), "--category", "领导批示", today="2026-03-10")
    assert "导入.yaml 是符号链接" in told.err
    assert "督办事项→标题" in told.err


@pytest.mark.parametrize("link", ["drafts", "documents"])
def test_no_draft_and_no_copy_goes_through_a_link(handed: Clerk, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "外面"
    outside.mkdir()
    shutil.rmtree(handed.root / link, ignore_errors=True)
    (handed.root / link).symlink_to(outside)
    for args in (
        ("bulletin", "--from", "2026-03-01", "--to", "2026-03-26"),
        ("daily",),
        ("urge",),
        ("issue",),
    ):
        assert handed.run(*args, today="2026-03-27").code in {0, 1, 4}, args
    assert list(outside.iterdir()) == []


def test_no_escape_reaches_the_terminal(handed: Clerk) -> None:
    """Neither from a file, nor from a file's name, nor from git, nor from the command line."""
    broken = handed.text(ITEM).replace("洞庭大道", ESCAPES)
    (handed.root / "items/2026/2026-0002.yaml").write_text(broken, encoding="utf-8")
    (handed.root / f"items/2026/{ESCAPES.replace('/', '')}.yaml").write_text("x: 1\n", encoding="utf-8")
    handed.git(
        "commit", "-q", "--allow-empty", "-m", f"甲{ESCAPES}", f"--author=王{ESCAPES} <w@example.invalid>"
    )
    for args in (
        *[("list",), ("check",), ("log", "-n", "0"), ("show", "2026-2"), ("agenda",), ("daily",), ("save",)],
        *[("list", "--format", form) for form in ("json", "csv")],
        *[("check", "--format", form) for form in ("json", "github")],
        ("list", "--unit", ESCAPES), ("show", ESCAPES), ("new", "--title", ESCAPES), ("workday", ESCAPES), (ESCAPES,),
    ):  # fmt: skip
        told = handed.run(*args, today="2026-03-10")
        assert told.code != 3, told.text
        for mark in "\x1b\x07\x9b\u202e\u2066":
            assert mark not in told.text, (args, told.text)


def test_markup_in_words_stays_words(handed: Clerk) -> None:
    """HTML, Rich and Jinja in a title are its letters in every form and on paper."""
    title = "<script>alert(1)</script>[bold]x[/bold]{{ 7*7 }}{% x %}&amp;"
    made = handed.do(*new(title=title), today="2026-03-05").out.strip()
    handed.do("assign", made, today="2026-03-06")
    assert title in handed.do("list", today="2026-03-10").out
    told = handed.do("list", "--format", "json", today="2026-03-10").json
    assert title in [item["title"] for item in told["items"]]
    assert title in handed.do("show", made, today="2026-03-10").out
    assert title in handed.paper_text("papers/2026/督查函-0002.docx")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1"])
def test_a_cell_is_no_formula(handed: Clerk, start: str) -> None:
    """What Excel would take for a formula is text in a csv."""
    title = f"{start}甲"
    told = handed.run(*new(), f"--title={title}", today="2026-03-05")
    if told.code != 0:
        assert told.code in {1, 2}
        return
    rows = handed.do("list", "--format", "csv", today="2026-03-10").out.splitlines()
    assert not any(
        cell.strip('"').startswith(("=", "+", "-1", "@")) for row in rows for cell in row.split(",")
    )


def test_git_is_not_told_what_to_run_by_the_ledger(handed: Clerk, tmp_path: Path) -> None:
    """A .gitattributes filter nobody configured, a config file in the ledger, GIT_ variables of a git around us."""
    handed.write(".gitattributes", "*.yaml text eol=lf filter=evil diff=evil\n")
    handed.write("config", "[core]\n\tfsmonitor = touch 坏\n")
    handed.git("add", "-A")
    handed.git("commit", "-q", "-m", "手工")
    os.environ["GIT_INDEX_FILE"] = str(tmp_path / "别人的索引")
    try:
        handed.do(*REPLY, today="2026-03-10")
    finally:
        del os.environ["GIT_INDEX_FILE"]
    assert not (tmp_path / "别人的索引").exists()
    assert not (handed.root / "坏").exists()


def test_no_ledger_named_like_an_option(tmp_path: Path, identity: None) -> None:
    told = run("-C", "--upload-pack=x", "list")
    assert told.code == 2
    told = run("-C", str(tmp_path / "\x1b[2J"), "list")
    assert told.code == 2
    assert "\x1b" not in told.text


def test_the_named_lead_is_still_found(handed: Clerk) -> None:
    assert LOU in handed.do("list", today="2026-03-10").out


def test_a_journal_that_came_with_a_repository_leads_nowhere(handed: Clerk, tmp_path: Path) -> None:
    victim = tmp_path / "别人的"
    victim.write_text("要紧", encoding="utf-8")
    file = {"path": "units.yaml", "old": None, "new": None, "backup": None}
    told: dict[str, object] = {
        "owner": "0" * 12, "branch": "main", "parent": None, "message": "x", "files": [file], "made_dirs": []
    }  # fmt: skip
    for changed in (
        {"owner": "../../../../别人的"}, {"made_dirs": ["../空"]}, {"files": [file | {"path": "../别人的"}]},
        {"files": [file | {"backup": "../../../别人的", "old": "1"}]}, {"files": 3}, {"made_dirs": ["/"]},
        {"branch": "../../../别人的"}, {"branch": "/别人的"}, {"branch": "-x"}, {"branch": "a\0b"},
    ):  # fmt: skip
        handed.write(".duban/journal/journal.json", json.dumps(told | changed, ensure_ascii=False))
        (tmp_path / "空").mkdir(exist_ok=True)
        said = handed.run(*REPLY, today="2026-03-10")
        assert said.code == 4, (changed, said.text)
        assert victim.read_text(encoding="utf-8") == "要紧"
        assert (tmp_path / "空").is_dir()
    (handed.root / ".duban/lock").unlink()
    (handed.root / ".duban/lock").symlink_to(victim)
    assert handed.run(*REPLY, today="2026-03-10").code == 4
    assert victim.read_text(encoding="utf-8") == "要紧"
