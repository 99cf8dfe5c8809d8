"""Where ledgers are kept: it works there, or says plainly why not and what to do (exit 4). With real git."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clerk import ITEM, LOU, NEW, REPLY, Clerk, new, run

pytest_plugins = ("tests.gitkit", "tests.clerk")


def hook(clerk: Clerk, name: str, script: str) -> Path:
    path = Path(clerk.git("rev-parse", "--path-format=absolute", "--git-path", f"hooks/{name}").strip())
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def works(clerk: Clerk, day: str = "2026-03-10") -> None:
    """A reply, a new item, a hand edit saved; checked, told, and nothing left over."""
    before = len(clerk.commits())
    clerk.do(*REPLY, today=day)
    made = clerk.do(*new(title="又一件"), today=day).out.strip()
    clerk.do("assign", made, today=day)
    clerk.write(ITEM, clerk.text(ITEM) + f"- {{日期: {day}, 动作: 签收}}\n")
    clerk.do("save", today=day)
    assert len(clerk.commits()) == before + 4
    assert clerk.git("status", "--porcelain", "-uall", "--", ".") == ""
    clerk.do("check", today=day)
    assert "又一件" in clerk.do("list", today=day).out
    assert "又一件" in clerk.do("log", today=day).text


def own_process(clerk: Clerk, *args: str, **changed: str) -> subprocess.CompletedProcess[bytes]:
    """A duban of its own, its environment changed; ``X=""`` takes X out."""
    environment = {k: v for k, v in (os.environ | changed).items() if v}
    command = [sys.executable, "-m", "duban_cli", "-C", str(clerk.root), "--today", "2026-03-10", *args]
    return subprocess.run(
        command, capture_output=True, check=False, env=environment, cwd=Path(__file__).parents[2]
    )


def test_a_directory_of_a_larger_repository(handed: Clerk, tmp_path: Path) -> None:
    big = tmp_path / "大库"
    shutil.copytree(handed.root, big / "部门" / "台账", ignore=shutil.ignore_patterns(".git", ".duban"))
    (big / "别的.txt").write_text("甲\n", encoding="utf-8")
    clerk = Clerk(big / "部门" / "台账")
    subprocess.run(["git", "init", "-q", "-b", "main", str(big)], check=True)
    clerk.git("add", ":/")
    clerk.git("commit", "-q", "-m", "起")
    (big / "别的.txt").write_text("乙乙\n", encoding="utf-8")
    works(clerk)
    assert clerk.git("status", "--porcelain").splitlines() == [" M 别的.txt"]


def test_a_worktree(handed: Clerk, tmp_path: Path) -> None:
    handed.git("worktree", "add", "-q", "-b", "副", str(tmp_path / "副本"))
    copy = Clerk(tmp_path / "副本")
    works(copy)
    assert handed.git("status", "--porcelain", "-uall") == ""
    works(handed)


def test_a_sparse_checkout(handed: Clerk) -> None:
    handed.do(*new(title="乙"), today="2026-03-05")
    handed.write("附件/大.txt", "很大\n")
    handed.git("add", "附件")
    handed.git("commit", "-q", "-m", "附件")
    handed.git("sparse-checkout", "set", "--no-cone", "/*", "!/附件/")
    assert not (handed.root / "附件").exists()
    handed.do(*REPLY, today="2026-03-10")
    assert "附件/大.txt" in handed.git("-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", "HEAD")
    assert handed.git("status", "--porcelain", "-uall") == ""


def test_a_sparse_checkout_without_the_items(handed: Clerk) -> None:
    before = handed.text(ITEM)
    handed.git("status")  # git leaves alone what it does not know to be unchanged
    handed.git("sparse-checkout", "set", "--no-cone", "/*", "!/items/")
    assert not (handed.root / ITEM).exists()
    assert handed.run(*REPLY, today="2026-03-10").code == 2
    told = handed.refused(4, *NEW, today="2026-03-10")  # its number is the first free one to be seen
    assert f"git 里已有、目录里却没有检出：{ITEM}" in told.err
    assert "git sparse-checkout disable" in told.err
    handed.git("sparse-checkout", "disable")
    assert handed.text(ITEM) == before
    handed.do(*NEW, today="2026-03-10")


def test_a_hook_that_asks_duban(handed: Clerk) -> None:
    """Reading never waits for the writer: a hook may check what is about to be committed."""
    python = f"'{sys.executable}' -m duban_cli"
    source = Path(__file__).parents[2]
    hook(
        handed,
        "pre-commit",
        f"PYTHONPATH='{source}' {python} --today 2026-03-10 check >&2 && {python} list >/dev/null",
    )
    hook(handed, "post-commit", f"PYTHONPATH='{source}' {python} list > .git/清单.txt")
    works(handed)
    assert LOU in (handed.root / ".git/清单.txt").read_text(encoding="utf-8")


def test_a_hook_that_writes_by_duban_is_told_who_writes(handed: Clerk) -> None:
    """The writer holds the lock until its commit is made: a hook of it that writes too is refused, not hung."""
    python = f"PYTHONPATH='{Path(__file__).parents[2]}' '{sys.executable}' -m duban_cli"
    hook(handed, "pre-commit", f"{python} --today 2026-03-10 unit add 市审计局")
    told = handed.run(*REPLY, today="2026-03-10")
    assert told.code == 4
    assert "另一个 duban 正在写这个台账" in told.err
    assert "反馈" in told.err


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("pre-commit", "exit 1"),
        ("commit-msg", "echo 说明不合规矩 >&2; exit 1"),
        ("prepare-commit-msg", "exit 3"),
    ],
)
def test_a_hook_that_says_no(handed: Clerk, name: str, script: str) -> None:
    hook(handed, name, script)
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert "git 没有接受这次提交" in told.err
    if "说明" in script:
        assert "说明不合规矩" in told.err


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="要能换用户")
def test_a_ledger_of_another_user_under_cron(handed: Clerk, tmp_path: Path) -> None:
    """cron runs as root, the ledger belongs to the office: git trusts it only once told to."""
    for path in (handed.root, *handed.root.rglob("*")):
        os.chown(path, 12345, 12345)
    home = {
        "GIT_CONFIG_GLOBAL": "",
        "HOME": str(tmp_path),
        "SUDO_UID": "",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    told = own_process(handed, *REPLY, **home)
    said = told.stderr.decode()
    assert told.returncode == 4, said
    assert "台账目录属于另一个用户，git 不予信任" in said
    assert "git config --global --add safe.directory" in said
    # Reading needs no git.
    assert own_process(handed, "list", **home).returncode == 0
    assert own_process(handed, "daily", **home).returncode in {0, 1}
    subprocess.run(
        ["git", "config", "--global", "--add", "safe.directory", str(handed.root)],
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]}, check=True,
    )  # fmt: skip
    assert own_process(handed, *REPLY, **home).returncode == 0


@pytest.mark.skipif(not Path("/usr/bin/setpriv").exists() or os.getuid() != 0, reason="要能换用户")
@pytest.mark.parametrize("closed", ["", "items/2026", ".git", ".git/objects", "papers/2026"])
def test_a_directory_that_may_not_be_written(handed: Clerk, closed: str) -> None:
    """Run as a user without rights there: refused in words, nothing changed."""
    before = handed.state()
    for path in (handed.root, *handed.root.rglob("*")):
        os.chown(path, 12345, 12345)
    shut = [p for p in (handed.root / closed, *(handed.root / closed).rglob("*")) if p.is_dir()]
    for path in shut:
        path.chmod(0o555)
    for parent in list(handed.root.parents)[:-2]:  # pytest closes its own to others
        parent.chmod(0o755)
    command = [
        "setpriv",
        "--reuid=12345",
        "--regid=12345",
        "--clear-groups",
        sys.executable,
        "-m",
        "duban_cli",
    ]
    args = ["-C", str(handed.root), "--today", "2026-03-10"]
    act = ["warn", "2026-0001", "--content", "时限过半"] if closed == "papers/2026" else list(REPLY)
    told = subprocess.run(
        [*command, *args, *act], capture_output=True, text=True, check=False, cwd="/",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "HOME": "/nonexistent"},
    )  # fmt: skip
    for path in shut:
        path.chmod(0o755)
    for path in (handed.root, *handed.root.rglob("*")):
        os.chown(path, 0, 0)
    if "No module named" in told.stderr or ("Permission denied" in told.stderr and "python" in told.stderr):
        pytest.skip("别的用户用不了这个 Python")
    assert told.returncode == 4, told.stderr
    assert "没有权限" in told.stderr
    assert "提示" in told.stderr
    assert handed.state() == before


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="要能挂载")
def test_a_read_only_disk(handed: Clerk) -> None:
    """What is there can be read and counted; what would be written is refused in words."""
    root = str(handed.root)
    handed.do(*REPLY, today="2026-03-10")
    if subprocess.run(["mount", "--bind", root, root], capture_output=True, check=False).returncode:
        pytest.skip("这里不许挂载")
    try:
        again = subprocess.run(["mount", "-o", "remount,ro,bind", root], capture_output=True, check=False)
        if again.returncode:
            pytest.skip("这里不许挂载")
        for args in (
            REPLY,
            NEW,
            ("save",),
            ("unit", "add", "市审计局"),
            ("bulletin", "--from", "2026-03-01"),
        ):
            told = handed.run(*args, today="2026-03-12")
            assert told.code in ({0} if args == ("save",) else {4}), (args, told.text)
            assert args == ("save",) or "磁盘是只读的" in told.err
        for reading in (
            ("list",),
            ("show", "2026-0001"),
            ("check",),
            ("check", "--history"),
            ("daily",),
            ("agenda",),
            ("log",),
        ):
            told = handed.run(*reading, today="2026-03-12")
            assert told.code == 0, (reading, told.text)
    finally:
        subprocess.run(["umount", root], capture_output=True, check=False)
    handed.do(*NEW, today="2026-03-12")


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GBK", "zh_CN.GB18030", "en_US.ISO-8859-1"])
@pytest.mark.parametrize("encoding", ["", "gbk", "ascii"])
def test_any_locale(handed: Clerk, locale: str, encoding: str) -> None:
    """What comes out is UTF-8, what is committed too, and Chinese on the command line is understood."""
    changed = {"LC_ALL": locale, "LANG": locale, "PYTHONIOENCODING": encoding, "PYTHONUTF8": ""}
    told = own_process(handed, *new(title=f"语言环境{locale}"), **changed)
    assert told.returncode == 0, told.stderr.decode()
    listed = own_process(handed, "list", **changed)
    assert f"语言环境{locale}" in listed.stdout.decode("utf-8")
    assert f"语言环境{locale}" in handed.commits()[0]
    assert own_process(handed, "check", **changed).returncode == 0


@pytest.mark.parametrize("setting", ["true", "input", "false"])
def test_core_autocrlf(handed: Clerk, setting: str) -> None:
    """.gitattributes keeps the files as written; a digest never sees other line ends."""
    handed.git("config", "core.autocrlf", setting)
    works(handed)
    assert b"\r" not in handed.raw(ITEM)
    handed.git("rm", "-q", "-r", "--cached", ".")
    handed.git("reset", "-q", "--hard")
    assert b"\r" not in handed.raw(ITEM)
    handed.do("check", today="2026-03-10")


def test_signed_commits_without_a_key(handed: Clerk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GNUPGHOME", str(tmp_path))
    handed.git("config", "commit.gpgsign", "true")
    for program in ("gpg", "没有这个程序"):
        handed.git("config", "gpg.program", program)
        told = handed.refused(4, *REPLY, today="2026-03-10")
        assert "commit.gpgsign" in told.err
        assert "git config commit.gpgsign false" in told.err
    handed.git("config", "commit.gpgsign", "false")
    handed.do(*REPLY, today="2026-03-10")


def test_no_home_and_no_configuration(handed: Clerk) -> None:
    bare = {"HOME": "", "XDG_CONFIG_HOME": "", "GIT_CONFIG_GLOBAL": "", "USER": "", "LOGNAME": ""}
    assert own_process(handed, "list", **bare).returncode == 0
    assert own_process(handed, *REPLY, **bare).returncode == 0
    nobody = {f"GIT_{role}_{what}": "" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    told = own_process(handed, *new(title="乙"), **bare, **nobody)
    assert told.returncode == 4
    assert "git 还不知道您是谁" in told.stderr.decode()


@pytest.mark.parametrize("state", ["rebase-merge", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"])
def test_in_the_middle_of_something(handed: Clerk, state: str) -> None:
    place = handed.root / ".git" / state
    place.mkdir() if state == "rebase-merge" else place.write_text(
        handed.git("rev-parse", "HEAD"), encoding="utf-8"
    )
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert "还没有完成，不能写台账" in told.err
    assert handed.run("list", today="2026-03-10").code == 0


def test_git_is_not_installed(handed: Clerk, tmp_path: Path) -> None:
    told = own_process(handed, *REPLY, PATH=str(tmp_path))
    assert told.returncode == 4
    assert "这台机器上没有 git" in told.stderr.decode()
    assert own_process(handed, "list", PATH=str(tmp_path)).returncode == 0


def test_another_git_holds_the_index(handed: Clerk) -> None:
    lock = handed.root / ".git" / "index.lock"
    lock.write_bytes(b"")
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert "另一个 git 正在写这个仓库" in told.err
    assert str(lock) in told.err
    lock.unlink()
    handed.do(*REPLY, today="2026-03-10")


def test_a_full_disk_of_git(handed: Clerk) -> None:
    """A quota is the same: git's own words turned into ours."""
    hook(handed, "pre-commit", "echo 'fatal: write error: No space left on device' >&2; exit 1")
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert "磁盘已满" in told.err
    assert "腾出空间后重试" in told.err


def test_a_git_that_is_too_old_is_told_by_its_version(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, old = shutil.which("git"), tmp_path / "bin" / "git"
    old.parent.mkdir()
    old.write_text(
        f'#!/bin/sh\ncase "$*" in *version) echo git version 2.27.0;; *) exec {real} "$@";; esac\n'
    )
    old.chmod(0o755)
    before = clerk.state()
    monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{os.environ['PATH']}")
    for args in (
        NEW,
        ("merge", "main"),
        ("check", "--history"),
        ("init", str(tmp_path / "新"), "--office", "某督查室"),
    ):
        told = clerk.run(*args, today="2026-03-10") if args[0] != "init" else run(*args)
        assert told.code == 4, told.text
        assert "git 是 2.27，太旧了，至少要 2.28" in told.err
    monkeypatch.undo()
    assert clerk.state() == before
