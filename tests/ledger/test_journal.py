"""Runs killed at every step: afterwards a change is there as a whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from duban_cli.errors import DiskProblem, GitRefused
from duban_cli.ledger.apply import apply, recover
from duban_cli.ledger.change import Change
from tests.gitkit import ITEM, NOTE, Project, in_child, make_project

pytest_plugins = ("tests.gitkit",)
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

NEW = "items/2027/带 空格.yaml"
OLD_STATE = {ITEM: "标题: 甲\n办理:\n", NEW: None, NOTE: "纪要\n"}
NEW_STATE = {ITEM: "改\n", NEW: "新\n", NOTE: None}
_STEPS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "subprocess.Popen", "shutil.rmtree"})


def killed_at(project: Project, step: int) -> bool:
    """Apply in a child that dies before its step-th act on the disk; False if it came to its end."""
    change = project.plan(**NEW_STATE)

    def work() -> None:
        left = step

        def die_in_time(event: str, args: tuple[object, ...]) -> None:
            nonlocal left
            written = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
            if event in _STEPS or written:
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1

        sys.addaudithook(die_in_time)
        apply(project.root, change)

    ended = os.waitpid(in_child(work), 0)[1]
    assert ended == 0 or os.WTERMSIG(ended) == signal.SIGKILL
    return ended != 0


def in_a_child(project: Project, change: Change, *, adopt: bool = False) -> None:
    """Apply in a child that a hook shall kill, by the number in DUBAN_UNDER_TEST."""

    def work() -> None:
        os.environ["DUBAN_UNDER_TEST"] = str(os.getpid())
        apply(project.root, change, adopt=adopt)

    assert os.WTERMSIG(os.waitpid(in_child(work), 0)[1]) == signal.SIGKILL


def state(project: Project) -> dict[str, str | None]:
    return {path: project.read(path) for path in OLD_STATE}


def assert_clean(project: Project) -> None:
    assert not (project.root / ".duban/journal/journal.json").exists()
    assert not list(project.root.rglob(".duban-*"))
    assert not (project.repo.git_dir / "index.lock").exists()
    assert not list(project.repo.git_dir.glob("duban-index-*"))


def test_killed_at_every_step(tmp_path: Path) -> None:
    ready = make_project(tmp_path / "样本")
    ready.commit(**{"别的.txt": "1\n", "另一.txt": "1\n"})
    ready.write("别的.txt", "暂存\n")
    ready.git("add", "别的.txt")
    ready.write("另一.txt", "未暂存\n")
    outcomes = []
    for step in range(200):
        project = Project(tmp_path / f"第{step}步" / "台账")
        shutil.copytree(ready.root, project.root, symlinks=True)
        head = project.repo.head()
        killed = killed_at(project, step)
        told = recover(project.root)
        assert_clean(project)
        landed = project.repo.head() != head
        assert state(project) == (NEW_STATE if landed else OLD_STATE)
        assert sorted(project.status()) == [" M 另一.txt", "M  别的.txt"]
        outcomes.append(
            (landed, told is not None and "已提交" in told, told is not None and "恢复原状" in told)
        )
        again = apply(project.root, project.plan(**{ITEM: "再改\n"}))
        assert again.recovered is None
        shutil.rmtree(project.root)
        if not killed:
            break
    assert set(outcomes) == {
        (False, False, False),  # before the journal
        (False, False, True),  # rolled back
        (True, True, False),  # rolled forward
        (True, False, False),  # after the journal was dropped
    }


@pytest.mark.parametrize(
    ("hook", "then", "landed"),
    [
        ("pre-commit", "exit 1", False),
        ("pre-commit", "sleep 0.5", True),
        ("commit-msg", 'sleep 0.3; echo "Change-Id: I1" >> "$1"', True),
        ("post-commit", "sleep 0.3", True),
    ],
)
def test_killed_while_git_goes_on(project: Project, hook: str, then: str, landed: bool) -> None:
    project.hook(hook, f'kill -9 "$DUBAN_UNDER_TEST"; {then}')
    head = project.repo.head()
    in_a_child(project, project.plan(**NEW_STATE))
    told = recover(project.root)  # waits for the git that still runs
    assert ("已提交" in (told or "")) is landed
    assert (project.repo.head() != head) is landed
    assert state(project) == (NEW_STATE if landed else OLD_STATE)
    assert project.status() == []
    assert_clean(project)


def half_written(project: Project) -> None:
    """Die with every file in its place and no commit."""
    project.hook("pre-commit", "kill -9 $DUBAN_UNDER_TEST; exit 1")
    in_a_child(project, project.plan(**NEW_STATE))
    project.hook("pre-commit", "exit 0")


def test_edits_made_after_the_kill_are_left_alone(project: Project) -> None:
    half_written(project)
    project.write(ITEM, "改\n又手改\n")
    told = recover(project.root)
    assert ITEM in (told or "")
    assert state(project) == {**OLD_STATE, ITEM: "改\n又手改\n"}
    assert recover(project.root) is None


def test_the_next_write_recovers_and_says_so(project: Project) -> None:
    half_written(project)
    stale = project.plan(**{"别的.yaml": "x"})
    applied = apply(project.root, stale)
    assert "交办 2026-0001" in (applied.recovered or "")
    assert state(project) == OLD_STATE
    assert project.status() == []


def test_a_clerk_who_commits_the_half_done_files_by_hand(project: Project) -> None:
    half_written(project)
    (project.repo.git_dir / "index.lock").unlink()
    project.git("add", "-A")
    project.git("commit", "-q", "-m", "手工提交")
    assert "已提交" in (recover(project.root) or "")
    assert state(project) == NEW_STATE
    assert project.status() == []


def test_no_recovery_in_the_middle_of_something_else(project: Project) -> None:
    half_written(project)
    (project.repo.git_dir / "index.lock").unlink()
    project.git("switch", "-q", "--detach")
    with pytest.raises(GitRefused, match="不在任何分支"):
        recover(project.root)
    project.git("switch", "-q", "main")
    assert "恢复原状" in (recover(project.root) or "")
    assert state(project) == OLD_STATE


def test_saving_killed_keeps_the_hand_edits(project: Project) -> None:
    project.write(ITEM, "手改\n")
    project.hook("pre-commit", "kill -9 $DUBAN_UNDER_TEST; exit 1")
    in_a_child(project, project.plan(**NEW_STATE), adopt=True)
    assert project.read(ITEM) == "改\n"
    assert "恢复原状" in (recover(project.root) or "")
    assert state(project) == {**OLD_STATE, ITEM: "手改\n"}


def test_a_journal_nobody_can_read(project: Project) -> None:
    half_written(project)
    journal = project.root / ".duban/journal/journal.json"
    journal.write_text("{")
    with pytest.raises(DiskProblem, match="读不懂"):
        recover(project.root)
    assert journal.exists()
