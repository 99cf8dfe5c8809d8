from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from duban_cli.errors import Busy, DiskProblem, GitRefused
from duban_cli.history import Repo
from tests.gitkit import ITEM, NOTE, Project, make_project

pytest_plugins = ("tests.gitkit",)

BEIJING = timezone(timedelta(hours=8))


def test_a_ledger_below_the_top_sees_only_itself(tmp_path: Path) -> None:
    outer = make_project(tmp_path / "大库")
    ledger = Project(outer.root / "子 目录" / "台账")
    outer.commit(**{"子 目录/台账/duban.yaml": "单位: 甲\n", "外.txt": "外"})
    ledger.write("duban.yaml", "单位: 乙\n")
    outer.write("外.txt", "改了")
    repo = Repo.find(ledger.root)
    assert repo.prefix == "子 目录/台账/"
    assert repo.toplevel == outer.root
    assert repo.dirty_paths() == ("duban.yaml",)
    assert repo.blobs("HEAD") == {"duban.yaml": "单位: 甲\n".encode()}
    assert [commit.paths for commit in repo.log()] == [("duban.yaml",)]
    assert repo.show_blob("HEAD", "duban.yaml") == "单位: 甲\n".encode()


def test_before_the_first_commit(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path)
    (tmp_path / "新 文件.yaml").write_text("a")
    assert repo.head() is None
    assert repo.branch() == "main"
    assert repo.log() == []
    assert repo.dirty_paths() == ("新 文件.yaml",)


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitRefused, match="不是 git 仓库") as refused:
        Repo.find(tmp_path)
    assert "duban init" in (refused.value.hint or "")
    with pytest.raises(DiskProblem, match="没有这个目录"):
        Repo.find(tmp_path / "无")


def test_git_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitRefused, match="没有 git"):
        Repo.find(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for git")
def test_a_ledger_of_another_user(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which("git")
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    with pytest.raises(GitRefused, match="另一个用户") as refused:
        Repo.find(project.root)
    assert f"git config --global --add safe.directory '{project.root}'" in (refused.value.hint or "")


def test_a_bare_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path)], check=True)
    with pytest.raises(GitRefused, match="裸仓库"):
        Repo.find(tmp_path)


def test_git_variables_from_outside_do_not_lead_astray(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / "别处"))
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert Repo.find(project.root).dirty_paths() == ()


def test_nobody_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "空"))
    repo = Repo.init(tmp_path / "台账")
    with pytest.raises(GitRefused, match="不知道您是谁") as refused:
        repo.identity()
    assert "git config --global user.email" in (refused.value.hint or "")
    repo.set_identity("李四", "lisi@example.com")
    assert repo.identity() == "李四 <lisi@example.com>"


def test_an_identity_from_the_environment_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_NAME", "王五")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "wangwu@example.com")
    assert Repo.init(tmp_path).identity() == "王五 <wangwu@example.com>"


def test_operations_by_name(project: Project) -> None:
    assert project.repo.operation_in_progress() is None
    first = project.git("rev-parse", "HEAD").strip()
    project.git("switch", "-q", "-c", "支")
    project.commit(**{ITEM: "标题: 乙\n"})
    project.git("switch", "-q", "main")
    project.commit(**{ITEM: "标题: 丙\n"})
    for start, stop, name in (
        (("merge", "支"), ("merge", "--abort"), "合并"),
        (("rebase", "支"), ("rebase", "--abort"), "变基"),
        (("cherry-pick", "支"), ("cherry-pick", "--abort"), "拣选"),
        (("bisect", "start", "HEAD", first), ("bisect", "reset"), "二分查找"),
    ):
        project.git(*start, check=False)
        assert name in (project.repo.operation_in_progress() or "")
        project.git(*stop)
    assert project.repo.operation_in_progress() is None


def test_a_worktree_has_an_operation_and_index_of_its_own(project: Project, tmp_path: Path) -> None:
    project.git("worktree", "add", "-q", "-b", "另一支", str(tmp_path / "工作区"))
    other = Project(tmp_path / "工作区")
    other.write(NOTE, "新")
    sha = other.repo.commit_paths([NOTE], "在工作区")
    assert other.repo.head() == sha
    assert other.repo.branch() == "另一支"
    assert other.status() == []
    assert project.status() == []
    assert project.repo.head() != sha


def test_dirty_tells_staged_unstaged_new_and_deleted(project: Project) -> None:
    project.write("新/带 空格.txt", "1")
    project.write(ITEM, "改")
    (project.root / NOTE).unlink()
    assert project.repo.dirty_paths() == (ITEM, "新/带 空格.txt", NOTE)
    assert project.repo.dirty_paths([NOTE, "无"]) == (NOTE,)
    assert project.repo.dirty_paths([]) == ()
    many = [NOTE, *(f"无/{n}" for n in range(300))]
    assert project.repo.dirty_paths(many) == (NOTE,)


def test_names_that_look_like_options_or_patterns(project: Project) -> None:
    names = ["-rf", "--all", "*", ":(top)x", "带\t表.txt"]
    for name in names:
        project.write(name, name)
    project.repo.commit_paths(names, "怪名字")
    assert sorted(project.repo.log(limit=1)[0].paths) == sorted(names)
    assert project.repo.show_blob("HEAD", "-rf") == b"-rf"
    project.write("其他.txt", "x")
    assert project.repo.dirty_paths(["*"]) == ()
    assert [c.subject for c in project.repo.log(["-rf"])] == ["怪名字"]


def test_revisions_that_are_none(project: Project) -> None:
    assert project.repo.show_blob("HEAD", "无.yaml") is None
    for rev in ("--output=x", "没有", "HEAD~9"):
        with pytest.raises(GitRefused, match="没有这个版本"):
            project.repo.show_blob(rev, ITEM)


def test_blobs_and_contents(project: Project) -> None:
    first = project.git("rev-parse", "HEAD").strip()
    project.commit(**{"空.txt": "", "带\n行.txt": "换行", ITEM: "标题: 乙\n"})
    repo = project.repo
    assert repo.blobs("HEAD", "items") == {ITEM: "标题: 乙\n".encode()}
    assert set(repo.blobs("HEAD")) == {ITEM, NOTE, "空.txt", "带\n行.txt"}
    assert repo.contents([(first, "空.txt"), ("HEAD", "空.txt"), (first, ITEM)]) == [
        None,
        b"",
        "标题: 甲\n办理:\n".encode(),
    ]
    assert repo.show_blob("HEAD", "带\n行.txt") == "换行".encode()


def test_log_reads_all_of_a_commit(project: Project) -> None:
    body = "# 不是注释\n第二行: 有冒号\n\n\n又一段"
    message = f"交办 2026-0001\n\n{body}\n\nDuban-Item: 2026-0001\nDuban-Doc: 岳督函〔2026〕17号\n"
    project.write(ITEM, "标题: 乙\n")
    (project.root / NOTE).unlink()
    project.write("新.yaml", "x")
    when = datetime(2026, 3, 4, 9, 30, tzinfo=BEIJING)
    sha = project.repo.commit_paths([ITEM, NOTE, "新.yaml"], message, when=when)
    commit = project.repo.log(limit=1)[0]
    assert commit.sha == sha
    assert commit.message == message.rstrip("\n")
    assert commit.subject == "交办 2026-0001"
    assert commit.body == body
    assert commit.trailers == (("Duban-Item", "2026-0001"), ("Duban-Doc", "岳督函〔2026〕17号"))
    assert commit.values("duban-item") == ("2026-0001",)
    assert commit.date == when
    assert commit.date.utcoffset() == timedelta(hours=8)
    assert (commit.author, commit.email) == ("张三", "zhangsan@example.com")
    assert {path: status for status, path in commit.changes} == {ITEM: "M", NOTE: "D", "新.yaml": "A"}
    assert project.git("log", "-1", "--format=%cI").strip() == "2026-03-04T09:30:00+08:00"
    assert project.git("cat-file", "commit", "HEAD").split("\n\n", 1)[1] == message


def test_log_by_date_is_exact(project: Project) -> None:
    project.repo.log()
    for day in (3, 1, 2):  # recorded out of order
        project.write(ITEM, f"{day}")
        project.repo.commit_paths([ITEM], f"第{day}日", when=datetime(2020, 1, day, 12, tzinfo=UTC))
    since, until = datetime(2020, 1, 2, 12, tzinfo=UTC), datetime(2020, 1, 3, 12, tzinfo=UTC)
    assert [c.subject for c in project.repo.log(since=since, until=until)] == ["第2日", "第3日"]
    assert [c.subject for c in project.repo.log(since=since, until=until, limit=1)] == ["第2日"]
    assert len(project.repo.log(limit=2)) == 2
    assert project.repo.log([]) == []
    many = [f"无/{n}" for n in range(300)]
    assert project.repo.log(many) == []
    assert [c.subject for c in project.repo.log([NOTE, *many], limit=1)] == ["手工提交"]


def test_a_merge_in_the_log(project: Project) -> None:
    project.git("switch", "-q", "-c", "支")
    project.commit(**{"支.txt": "1", ITEM: "甲支\n"})
    project.git("switch", "-q", "main")
    project.commit(**{"主.txt": "1", ITEM: "甲主\n"})
    project.git("merge", "-q", "支", check=False)
    project.write(ITEM, "两者\n")
    project.git("commit", "-q", "-am", "合并\n\nA: b")
    log = project.repo.log()
    assert len(log) == 4
    assert log[0].changes == (("MM", ITEM),)
    assert len(log[0].parents) == 2
    assert {path for commit in log[1:] for path in commit.paths} == {ITEM, NOTE, "支.txt", "主.txt"}


def test_a_message_without_trailers_has_none(project: Project) -> None:
    for number, (message, body) in enumerate(
        [
            ("只有标题", ""),
            ("标题\n\n正文", "正文"),
            ("标题: 冒号", ""),
            ("标\n\n正文\n键: 值", "正文\n键: 值"),
        ]
    ):
        project.write(ITEM, f"{number}")
        project.repo.commit_paths([ITEM], message + "\n")
        commit = project.repo.log(limit=1)[0]
        assert (commit.body, commit.trailers) == (body, ())


def test_the_clerks_index_stays_as_it_was(project: Project) -> None:
    project.commit(**{"甲.txt": "1\n", "乙.txt": "1\n"})
    project.write("甲.txt", "暂存\n")
    project.git("add", "甲.txt")
    project.write("甲.txt", "暂存\n未暂存\n")
    project.write("乙.txt", "未暂存\n")
    project.write("新.txt", "新\n")
    project.git("add", "新.txt")
    project.write("未跟踪.txt", "x")
    before = project.status()
    project.write(ITEM, "标题: 乙\n")
    project.write("再新.yaml", "x")
    project.repo.commit_paths([ITEM, "再新.yaml"], "只提交两件")
    assert sorted(before) == [" M 乙.txt", "?? 未跟踪.txt", "A  新.txt", "MM 甲.txt"]
    assert project.status() == before
    assert sorted(project.repo.log(limit=1)[0].paths) == sorted([ITEM, "再新.yaml"])
    assert project.git("show", ":甲.txt") == "暂存\n"
    assert not list(project.repo.git_dir.glob("duban-index-*"))


def test_the_clerks_index_before_the_first_commit(tmp_path: Path) -> None:
    Repo.init(tmp_path).set_identity("张三", "z@example.com")
    project = Project(tmp_path)
    project.write("甲.txt", "1")
    project.git("add", "甲.txt")
    project.write("乙.txt", "1")
    project.repo.commit_paths(["乙.txt"], "首次")
    assert project.status() == ["A  甲.txt"]
    assert project.repo.log()[0].changes == (("A", "乙.txt"),)


def test_ignored_files_are_committed_when_named(project: Project) -> None:
    project.commit(**{".gitignore": "*.docx\n"})
    project.write("函.docx", "x")
    assert project.repo.status(["函.docx"], ignored=True).dirty == ("函.docx",)
    project.repo.commit_paths(["函.docx"], "函")
    assert project.repo.show_blob("HEAD", "函.docx") == b"x"


def test_hooks_run_and_may_refuse(project: Project) -> None:
    project.hook("pre-commit", 'echo "不许: $(git diff --cached --name-only -z | tr "\\0" " ")" >&2\nexit 1')
    head = project.repo.head()
    project.write(NOTE, "改")
    with pytest.raises(GitRefused, match=f"不许: {NOTE}"):
        project.repo.commit_paths([NOTE], "改")
    assert project.repo.head() == head
    assert project.status() == [f' M "{NOTE}"']
    project.hook("pre-commit", "exit 1")
    with pytest.raises(GitRefused, match="钩子"):
        project.repo.commit_paths([NOTE], "改")


def test_an_edit_within_the_second_of_the_last_commit_is_committed(project: Project) -> None:
    project.git("config", "core.trustctime", "false")
    before = project.read(ITEM)
    assert before is not None
    path = project.root / ITEM
    second = path.stat().st_mtime_ns // 10**9 * 10**9 - 100 * 10**9
    os.utime(path, ns=(second, second))
    project.git("update-index", "--refresh")
    # As long as before, at the same second, and the index of that second too: only reading tells.
    project.write(ITEM, before.replace("甲", "乙"))
    os.utime(path, ns=(second + 1, second + 1))
    os.utime(project.root / ".git/index", ns=(second + 2, second + 2))
    made = project.repo.commit_paths([ITEM], "改")
    assert project.git("show", f"{made}:./{ITEM}") == project.read(ITEM) != before


def test_nothing_to_commit(project: Project) -> None:
    with pytest.raises(GitRefused, match="没有需要提交的改动"):
        project.repo.commit_paths([ITEM], "空")


def test_another_git_at_work(project: Project) -> None:
    lock = project.repo.git_dir / "index.lock"
    lock.write_bytes(b"")
    project.write(ITEM, "x")
    with pytest.raises(Busy, match="另一个 git"):
        project.repo.commit_paths([ITEM], "x", wait=0.1)
    project.repo.forget("别人")
    assert lock.exists()
    lock.unlink()
    project.repo.commit_paths([ITEM], "x")


def test_encoding_set_by_an_office_does_not_spoil_messages(project: Project) -> None:
    project.git("config", "i18n.commitEncoding", "GBK")
    project.git("config", "commit.cleanup", "strip")
    project.write(ITEM, "x")
    project.repo.commit_paths([ITEM], "交办：岳督函〔2026〕17号\n\n# 一\n")
    assert project.repo.log(limit=1)[0].message == "交办：岳督函〔2026〕17号\n\n# 一"


def test_under_the_c_locale(project: Project) -> None:
    script = (
        "import sys; from pathlib import Path; from duban_cli.history import Repo\n"
        "r = Repo.find(Path(sys.argv[1])); (r.ledger / sys.argv[2]).write_text('x')\n"
        "print(r.dirty_paths() == (sys.argv[2],)); r.commit_paths([sys.argv[2]], '改 一件')\n"
        "print(r.log(limit=1)[0].subject == '改 一件')"
    )
    env = {**os.environ, "LANG": "C", "LC_ALL": "C", "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", script, str(project.root), NOTE]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_a_conflict_left_by_a_stash_elsewhere_does_not_stop_us(project: Project) -> None:
    project.write(NOTE, "藏起")
    project.git("stash", "-q")
    project.commit(**{NOTE: "别的"})
    project.git("stash", "pop", check=False)
    assert project.status() == [f'UU "{NOTE}"']
    project.write(ITEM, "新")
    project.repo.commit_paths([ITEM], "不相干")
    assert project.status() == [f'UU "{NOTE}"']
    assert project.repo.log(limit=1)[0].paths == (ITEM,)
    assert project.repo.dirty_paths() == (NOTE,)
