from __future__ import annotations

import contextlib
import os
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

from duban_cli.errors import Busy, DiskProblem, GitRefused
from duban_cli.history import Repo
from duban_cli.ledger.apply import apply
from duban_cli.ledger.change import Change, FileWrite
from tests.gitkit import ITEM, NOTE, Project, in_child, make_project

pytest_plugins = ("tests.gitkit",)

NEW = "items/2027/2027-0001.yaml"


def assert_untouched(project: Project, head: str | None) -> None:
    assert project.repo.head() == head
    assert project.read(ITEM) == "标题: 甲\n办理:\n"
    assert project.read(NEW) is None
    assert not (project.root / "items/2027").exists()
    assert not list(project.root.rglob("*.tmp"))
    assert not (project.root / ".duban/journal").exists()
    assert not (project.repo.git_dir / "index.lock").exists()


def test_files_and_one_commit(project: Project) -> None:
    change = project.plan(**{ITEM: "标题: 甲\n办理:\n- {}\n", NEW: "新", NOTE: None})
    when = datetime(2026, 3, 4, 9, tzinfo=timezone(timedelta(hours=8)))
    applied = apply(project.root, change, when=when)
    assert applied.commit == project.repo.head()
    assert applied.recovered is None
    commit = project.repo.log(limit=1)[0]
    assert {path: status for status, path in commit.changes} == {ITEM: "M", NEW: "A", NOTE: "D"}
    assert commit.date == when
    assert project.git("log", "-1", "--format=%B") == change.commit_message() + "\n"
    assert project.read(NEW) == "新"
    assert project.read(NOTE) is None
    assert project.status() == []
    assert not (project.root / ".duban/journal").exists()


def test_the_first_commit_of_a_ledger_below_the_top(tmp_path: Path) -> None:
    Repo.init(tmp_path).set_identity("张三", "z@example.com")
    project = Project(tmp_path / "我的 台账")
    project.root.mkdir()
    project.write("../外.txt", "不相干")
    apply(project.root, project.plan(**{ITEM: "标题: 甲\n"}))
    assert project.repo.log()[0].changes == (("A", ITEM),)
    assert project.status() == ["?? 外.txt"]


def test_binary_content_and_permissions_are_kept(project: Project) -> None:
    content = bytes(range(256)) * 9
    (project.root / ITEM).chmod(0o600)
    writes = (
        FileWrite(path="papers/函.docx", content=content, expect=None),
        *project.plan(**{ITEM: "x"}).writes,
    )
    apply(project.root, Change(writes=writes, subject="发文"))
    assert (project.root / "papers/函.docx").read_bytes() == content
    assert project.repo.show_blob("HEAD", "papers/函.docx") == content
    assert (project.root / ITEM).stat().st_mode & 0o777 == 0o600


def test_names_that_look_like_options(project: Project) -> None:
    apply(project.root, project.plan(**{"-rf": "x", "--all": "y"}))
    assert project.status() == []
    assert project.repo.show_blob("HEAD", "-rf") == b"x"


def test_other_edits_of_the_clerk_stay_as_they_are(project: Project) -> None:
    project.write(NOTE, "暂存")
    project.git("add", "-A")
    project.write("草稿.txt", "未跟踪")
    before = project.status()
    apply(project.root, project.plan(**{ITEM: "改"}))
    assert project.status() == before
    assert project.repo.log(limit=1)[0].paths == (ITEM,)


@pytest.mark.parametrize("staged", [False, True])
def test_hand_edits_in_a_target_are_saved_first(project: Project, staged: bool) -> None:
    project.write(ITEM, "手改\n")
    if staged:
        project.git("add", ITEM)
    with pytest.raises(GitRefused, match=ITEM) as refused:
        apply(project.root, project.plan(**{ITEM: "手改\n再加\n"}))
    assert "duban save" in (refused.value.hint or "")
    assert project.read(ITEM) == "手改\n"


def test_a_new_file_git_does_not_know_is_saved_first(project: Project) -> None:
    project.commit(**{".gitignore": "*.docx\n"})
    for path in (NEW, "函.docx"):
        project.write(path, "手写")
        with pytest.raises(GitRefused, match="手工修改"):
            apply(project.root, project.plan(**{path: "改"}))


def test_saving_hand_edits(project: Project) -> None:
    project.write(ITEM, "手改\n")
    project.write(NEW, "手写")
    (project.root / NOTE).unlink()
    before = (project.root / ITEM).stat().st_mtime_ns
    change = project.plan("保存手工修改", **{ITEM: "手改\n", NEW: "整理过", NOTE: None})
    apply(project.root, change, adopt=True)
    assert project.status() == []
    assert project.read(NEW) == "整理过"
    assert len(project.repo.log(limit=1)[0].paths) == 3
    assert (project.root / ITEM).stat().st_mtime_ns == before


def test_saving_is_undone_too(project: Project) -> None:
    project.write(ITEM, "手改\n")
    project.hook("pre-commit", "exit 1")
    with pytest.raises(GitRefused):
        apply(project.root, project.plan(**{ITEM: "整理过\n"}), adopt=True)
    assert project.read(ITEM) == "手改\n"


def test_a_plan_gone_stale(project: Project) -> None:
    stale = project.plan(**{ITEM: "旧计划", NEW: "x"})
    apply(project.root, project.plan(**{ITEM: "别人先写"}))
    with pytest.raises(Busy, match=f"刚被改动：{ITEM}"):
        apply(project.root, stale)
    assert project.read(ITEM) == "别人先写"
    taken = FileWrite(path=ITEM, content=b"x", expect=None)
    with pytest.raises(Busy, match="刚被改动"):
        apply(project.root, Change(writes=(taken,), subject="x"))


def test_in_the_middle_of_a_merge(project: Project) -> None:
    project.git("switch", "-q", "-c", "支")
    project.commit(**{NOTE: "乙"})
    project.git("switch", "-q", "main")
    head = project.commit(**{NOTE: "丙"})
    project.git("merge", "支", check=False)
    with pytest.raises(GitRefused, match="合并"):
        apply(project.root, project.plan(**{NEW: "x"}))
    assert_untouched(project, head)


def test_on_no_branch(project: Project) -> None:
    head = project.repo.head()
    project.git("switch", "-q", "--detach")
    with pytest.raises(GitRefused, match="不在任何分支"):
        apply(project.root, project.plan(**{NEW: "x"}))
    assert_untouched(project, head)


def test_in_a_worktree(project: Project, tmp_path: Path) -> None:
    project.git("worktree", "add", "-q", "-b", "另一支", str(tmp_path / "工作区"))
    other = Project(tmp_path / "工作区")
    apply(other.root, other.plan(**{ITEM: "改"}))
    assert other.status() == project.status() == []


def test_nobody_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "空"))
    Repo.init(tmp_path / "台账")
    project = Project(tmp_path / "台账")
    with pytest.raises(GitRefused, match="不知道您是谁"):
        apply(project.root, project.plan(**{NEW: "x"}))
    assert project.read(NEW) is None


def test_a_hook_that_refuses_leaves_nothing(project: Project) -> None:
    head = project.repo.head()
    project.hook("pre-commit", "echo 缺少批准人 >&2; exit 1")
    with pytest.raises(GitRefused, match="缺少批准人"):
        apply(project.root, project.plan(**{ITEM: "改", NEW: "x", NOTE: None}))
    assert_untouched(project, head)
    assert project.status() == []


def test_hooks_may_change_what_is_committed(project: Project) -> None:
    project.hook("pre-commit", f'echo 钩子加的 >> "{ITEM}"; git add "{ITEM}"')
    project.hook("commit-msg", 'echo "Change-Id: I1" >> "$1"')
    apply(project.root, project.plan(**{ITEM: "改\n"}))
    assert project.repo.show_blob("HEAD", ITEM) == "改\n钩子加的\n".encode()
    assert ("Change-Id", "I1") in project.repo.log(limit=1)[0].trailers
    assert project.status() == []


def test_nothing_new(project: Project) -> None:
    with pytest.raises(GitRefused, match="没有需要提交"):
        apply(project.root, project.plan(**{ITEM: "标题: 甲\n办理:\n"}))


@pytest.mark.parametrize("path", ["../外.yaml", ".git/hooks/pre-commit", "链接/x"])
def test_paths_outside(project: Project, path: str) -> None:
    (project.root / "链接").symlink_to(project.root.parent)
    write = FileWrite(path=path, content=b"x", expect=None)
    with pytest.raises(DiskProblem, match="不能写"):
        apply(project.root, Change(writes=(write,), subject="x"))
    assert not (project.root.parent / "x").exists()


def test_a_full_disk_at_any_moment_undoes_everything(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, fsync = project.repo.head(), os.fsync
    told: set[str] = set()
    for survives in range(100):
        calls = iter(range(1000))

        def fails(descriptor: int) -> None:
            if next(calls) == survives:  # noqa: B023 - called within the loop only
                raise OSError(28, "No space left on device")
            fsync(descriptor)

        change = project.plan(**{ITEM: "改", NEW: "x", NOTE: None})
        monkeypatch.setattr(os, "fsync", fails)
        try:
            apply(project.root, change)
        except DiskProblem as problem:
            told.add(problem.message.split("，")[0])
            assert_untouched(project, head)
            assert project.read(NOTE) == "纪要\n"
        else:
            break
    assert told == {"磁盘已满"}
    assert survives > 5
    assert project.read(NEW) == "x"


def test_an_interrupt_after_the_commit_keeps_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Repo, "_sync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            apply(project.root, project.plan(**{NEW: "x"}))
    assert project.repo.log(limit=1)[0].paths == (NEW,)
    applied = apply(project.root, project.plan(**{ITEM: "改"}))
    assert applied.recovered is not None
    assert project.status() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_writers_at_once_lose_nothing(project: Project) -> None:
    each, writers = 5, 4

    def work(writer: int) -> None:
        done = 0
        while done < each:
            text = project.read(ITEM) or ""
            with contextlib.suppress(Busy, GitRefused):  # the plan was stale: make another
                apply(project.root, project.plan(**{ITEM: f"{text}- {writer}.{done}\n"}))
                done += 1

    children = [in_child(partial(work, writer)) for writer in range(writers)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * writers
    lines = (project.read(ITEM) or "").splitlines()[2:]
    assert sorted(lines) == sorted(f"- {writer}.{n}" for writer in range(writers) for n in range(each))
    assert len(project.repo.log()) == 1 + writers * each
    assert project.status() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_ledgers_of_one_repository_at_once(tmp_path: Path) -> None:
    outer = make_project(tmp_path / "大库")

    def work(name: str) -> None:
        ledger = Project(outer.root / name)
        ledger.root.mkdir()
        for n in range(6):
            apply(ledger.root, ledger.plan(**{f"{n}.yaml": name}))

    children = [in_child(partial(work, name)) for name in ("甲", "乙")]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert outer.status() == []
    assert len(outer.repo.log()) == 13
    assert len(outer.repo.blobs("HEAD")) == 14
