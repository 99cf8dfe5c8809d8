"""The hooks of ``.pre-commit-hooks.yaml``, installed and run by pre-commit itself from this repository's files.

Making the hooks' environment takes about a minute and the package index. Where that cannot be had the tests are
skipped and say why; with DUBAN_TEST_HOOKS=required they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clerk import ITEM, REPLY, Clerk
from tests.cli.conftest import BROKEN

pytest_plugins = ("tests.gitkit", "tests.clerk")

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ".pre-commit-config.yaml"
NOTE = "- {日期: 2026-03-05, 动作: 拟办, 内容: 拟请现场核查}\n"


def git(where: Path, *args: str) -> str:
    command = ["git", "-c", "core.quotepath=off", "-C", str(where), *args]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def pre_commit(where: Path, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *args]
    env = {**os.environ, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
    return subprocess.run(
        command, cwd=where, env=env, capture_output=True, text=True, check=False, timeout=600
    )


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository of this repository's files as they stand, and its commit."""
    names = git(ROOT, "ls-files", "-z", "-co", "--exclude-standard").split("\0")
    copy = tmp_path_factory.mktemp("source") / "duban"
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    git(copy.parent, "init", "-q", "-b", "main", str(copy))
    git(copy, "add", "-A")
    author = ("-c", "user.name=王某", "-c", "user.email=wang@example.invalid")
    git(copy, *author, "commit", "-q", "-m", "源码")
    return copy, git(copy, "rev-parse", "HEAD").strip()


def config(source: tuple[Path, str], hooks: str) -> str:
    return f"repos:\n- repo: {source[0]}\n  rev: {source[1]}\n  hooks:\n{hooks}"


@pytest.fixture(scope="session")
def home(source: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the hooks' environment, made once."""
    where, home = tmp_path_factory.mktemp("install"), tmp_path_factory.mktemp("pre-commit")
    git(where, "init", "-q")
    (where / CONFIG).write_text(config(source, "  - id: duban-check\n"), encoding="utf-8")
    done = pre_commit(where, home, "install", "--install-hooks")
    if done.returncode:
        told = f"pre-commit could not make the hooks' environment:\n{done.stdout}{done.stderr}"
        if os.environ.get("DUBAN_TEST_HOOKS") == "required":
            pytest.fail(told)
        pytest.skip(told)
    return home


def staged(clerk: Clerk, config: str) -> None:
    clerk.write(CONFIG, config)
    clerk.git("add", CONFIG)
    clerk.git("commit", "-q", "-m", "钩子")


def files_of_a_commit(handed: Clerk, home: Path, source: tuple[Path, str]) -> None:
    staged(handed, config(source, "  - id: duban-check-files\n"))
    handed.write("items/2026/2026-0009.yaml", BROKEN)  # not staged: not this commit's business
    handed.write(ITEM, handed.text(ITEM) + NOTE)
    handed.git("add", ITEM)
    sound = pre_commit(handed.root, home, "run")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "Passed" in sound.stdout
    handed.git("add", "items/2026/2026-0009.yaml")
    broken = pre_commit(handed.root, home, "run")
    assert broken.returncode == 1
    assert "items/2026/2026-0009.yaml:2:3: 错误 fullwidth-colon" in broken.stdout
    handed.git("reset", "-q", "items/2026/2026-0009.yaml", ITEM)
    handed.write("说明.yaml", BROKEN)
    handed.git("add", "说明.yaml")
    assert "Skipped" in pre_commit(handed.root, home, "run").stdout


def whole_ledger(handed: Clerk, home: Path, source: tuple[Path, str]) -> None:
    staged(handed, config(source, "  - id: duban-check\n"))
    assert pre_commit(handed.root, home, "run").returncode == 0
    handed.write("items/2026/2026-0009.yaml", BROKEN)
    handed.git("add", "items")
    handed.git("commit", "-q", "-m", "绕过钩子")
    handed.write("说明.txt", "甲\n")
    handed.git("add", "说明.txt")
    broken = pre_commit(handed.root, home, "run")
    assert broken.returncode == 1
    assert "items/2026/2026-0009.yaml:2:3: 错误" in broken.stdout


def below_the_top(handed: Clerk, home: Path, source: tuple[Path, str]) -> None:
    """The files say which ledger it is; for the whole tree it is named."""
    big = handed.root.parent / "大库"
    shutil.copytree(handed.root, big / "台账", ignore=shutil.ignore_patterns(".git", ".duban"))
    git(big, "init", "-q", "-b", "main")
    hooks = "  - id: duban-check-files\n  - id: duban-check\n    args: [-C, 台账]\n"
    (big / CONFIG).write_text(config(source, hooks), encoding="utf-8")
    git(big, "add", "-A")
    done = pre_commit(big, home, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == 2
    (big / "台账/items/2026/2026-0009.yaml").write_text(BROKEN, encoding="utf-8")
    git(big, "add", "-A")
    assert pre_commit(big, home, "run").stdout.count("错误 fullwidth-colon") == 2


def commits_of_duban(handed: Clerk, home: Path, source: tuple[Path, str]) -> None:
    """What a command writes passes the hooks; what the clerk has half edited stays as it is."""
    staged(handed, config(source, "  - id: duban-check-files\n  - id: duban-check\n"))
    assert pre_commit(handed.root, home, "install").returncode == 0
    half = handed.text("units.yaml") + "# 改了一半\n"
    handed.write("units.yaml", half)
    handed.git("add", "units.yaml")
    handed.write("duban.yaml", handed.text("duban.yaml") + "# 也改了一半\n")
    handed.do(*REPLY, today="2026-03-10")
    assert handed.entries()[-1]["动作"] == "反馈"
    assert handed.last()[1] == [ITEM]
    assert handed.text("units.yaml") == half
    assert handed.git("status", "--porcelain").splitlines() == [" M duban.yaml", "M  units.yaml"]
    handed.git("commit", "-q", "-m", "一起", "-a")
    handed.write("items/2026/2026-0009.yaml", BROKEN)
    before = handed.state()
    told = handed.run("receive", "2026-0001", today="2026-03-10")
    assert told.code == 4, told.text
    assert "fullwidth-colon" in told.text
    assert handed.state() == before


def test_pre_commit_runs_the_hooks(
    identity: None, home: Path, source: tuple[Path, str], handed_out_ledger: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """One test, so that the environment is made once and not by every worker."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(home))
    for scene in (files_of_a_commit, whole_ledger, below_the_top, commits_of_duban):
        shutil.copytree(handed_out_ledger, tmp_path / scene.__name__ / "台账")
        scene(Clerk(tmp_path / scene.__name__ / "台账"), home, source)
