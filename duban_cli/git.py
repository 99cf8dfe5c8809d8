"""Running git: a clean environment, fixed settings, and its refusals in words a clerk can act on.

Only `duban_cli.history`, `duban_cli.history_walk` and `duban_cli.history_merge` ask for it.
"""

from __future__ import annotations

import os
import re
import subprocess
from functools import lru_cache
from typing import TYPE_CHECKING

from duban_cli.errors import Busy, DiskProblem, DubanError, GitRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

# What a person or a machine's administrator sets on purpose. Every other GIT_* comes from a git around us
# (a hook, an alias, `git rebase -x`) and would send us to its index or its repository.
_KEPT = re.compile(
    r"GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL)|GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)"
    r"|GIT_EXEC_PATH|GIT_CEILING_DIRECTORIES|GIT_DISCOVERY_ACROSS_FILESYSTEM"
)
_SETTINGS = (
    "core.quotepath=off",
    "core.fsmonitor=false",
    "i18n.commitEncoding=UTF-8",
    "i18n.logOutputEncoding=UTF-8",
    "log.showSignature=false",
    "log.showRoot=true",
    "user.useConfigOnly=true",  # no name and address guessed from the machine: a ledger says who wrote
)


OLDEST = (2, 28)
"""The oldest git not turned away. The tests run on 2.39 alone, between the two nothing was tried: the notes
of 2.28 tell of naming the first branch and of ``diff.relative``, by which we take ``init -b`` and ``log --no-relative``
to be of then; of what else is asked of git we know nothing younger."""
DURABLE = (2, 36)
"""By its notes the first with ``core.fsync``, by which a commit is on the disk when git says so; one before takes no
notice of it."""


def text(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip()


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or _KEPT.fullmatch(k)}
    kept.pop("LANGUAGE", None)  # else messages may be translated, and are not recognised
    return kept | {"LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", **extra}


def git(
    cwd: Path,
    *args: str,
    stdin: bytes = b"",
    extra: Mapping[str, str] | None = None,
    settings: Sequence[str] = (),
    keep_open: tuple[int, ...] = (),
    accept: Iterable[int] = (0,),
) -> bytes:
    """What git wrote to stdout. Raises a DubanError unless its exit code is one of ``accept``."""
    try:
        done = subprocess.run(
            _command(args, settings),
            cwd=cwd,
            input=stdin,
            capture_output=True,
            check=False,
            env=_environment(extra or {}),
            pass_fds=() if os.name == "nt" else keep_open,
        )
    except FileNotFoundError:
        raise GitRefused("这台机器上没有 git", hint="先安装 git：https://git-scm.com/downloads") from None
    except OSError as problem:
        raise GitRefused(f"git 无法运行：{problem.strerror}", hint="试一试 git --version") from problem
    if done.returncode in accept:
        return done.stdout
    raise _refusal(cwd, args, text(done.stderr) or text(done.stdout))


def version_in(said: str) -> tuple[int, int] | None:
    """The version in what ``git version`` says, None where it says none."""
    found = re.match(r"(?:git version )?(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else None


def refuse_old_git(cwd: Path) -> None:
    """Raises GitRefused: a git of before ``OLDEST``, or none."""
    _refuse_old_git(cwd, os.environ.get("PATH", ""))


@lru_cache(maxsize=8)
def _refuse_old_git(cwd: Path, path: str) -> None:  # noqa: ARG001 - by it another git is found
    version = version_in(text(git(cwd, "version")))
    if version is not None and version < OLDEST:
        now, least = (".".join(map(str, one)) for one in (version, OLDEST))
        raise GitRefused(
            f"这台机器上的 git 是 {now}，太旧了，至少要 {least}",
            hint="升级 git：https://git-scm.com/downloads",
        )


class Objects:
    """One ``git cat-file --batch`` for as long as it is wanted: contents by object name, many at a time."""

    _AT_ONCE = 512  # names in the pipe together: fewer than it holds, so neither side waits for the other

    def __init__(self, cwd: Path, *, extra: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            _command(("cat-file", "--batch"), ()),
            cwd=cwd,
            env=_environment(extra or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def read(self, names: Sequence[str]) -> dict[str, bytes | None]:
        """The contents, None for what git does not have. Raises GitRefused: git ended too soon."""
        found: dict[str, bytes | None] = {}
        for start in range(0, len(names), self._AT_ONCE):
            part = names[start : start + self._AT_ONCE]
            try:
                found |= self._answers(part)
            except (BrokenPipeError, EOFError):
                raise GitRefused("git cat-file 中途停了", hint="运行 git fsck 看看仓库是否损坏") from None
        return found

    def _answers(self, names: Sequence[str]) -> dict[str, bytes | None]:
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise EOFError
        asked.write(b"".join(os.fsencode(name) + b"\n" for name in names))
        asked.flush()
        found: dict[str, bytes | None] = {}
        for name in names:
            head = answers.readline().split()
            if not head:
                raise EOFError
            if head[-1] == b"missing":
                found[name] = None
                continue
            found[name] = answers.read(int(head[-1]))
            answers.read(1)
        return found


def _command(args: Sequence[str], settings: Sequence[str]) -> list[str]:
    given = [word for setting in (*_SETTINGS, *settings) for word in ("-c", setting)]
    return ["git", "--no-pager", *given, *args]


def _refusal(cwd: Path, args: Sequence[str], said: str) -> DubanError:
    """git's refusal in words a clerk can act on."""
    if "dubious ownership" in said:
        advice = re.search(r"git config --global --add safe\.directory .+", said)
        told = advice[0] if advice else f"git config --global --add safe.directory {cwd}"
        return GitRefused(
            f"台账目录属于另一个用户，git 不予信任：{cwd}", hint=f"确认目录可信后运行：\n  {told}"
        )
    if "not a git repository" in said:
        return GitRefused(f"不是 git 仓库：{cwd}", hint="新建台账用 duban init；已有的目录先运行 git init")
    if "must be run in a work tree" in said:
        return GitRefused(f"这里是 git 的内部目录或裸仓库，不能放台账：{cwd}", hint="换到检出的工作目录")
    if re.search(r"who you are|no (email|name) was given|empty ident|unable to auto-detect", said):
        return GitRefused(
            "git 还不知道您是谁，无法留痕",
            hint='运行（换成您自己的）：\n  git config --global user.name "张三"\n'
            '  git config --global user.email "zhangsan@example.com"',
        )
    if lock := re.search(r"Unable to create '([^']+\.lock)': File exists", said):
        return Busy(
            "另一个 git 正在写这个仓库", hint=f"等它结束再试；确实没有别的 git 在运行的，删除 {lock[1]}"
        )
    if re.search(r"No space left on device|Out of diskspace", said):
        return DiskProblem("磁盘已满，git 写不进去", hint="腾出空间后重试")
    if "Read-only file system" in said:
        return DiskProblem(f"磁盘是只读的，git 写不进去：{cwd}", hint="换到可写的磁盘")
    if re.search(r"Permission denied|insufficient permission", said) and "hook" not in said:
        return DiskProblem(
            f"git 没有权限写这个仓库：{said}", hint=f"检查 {cwd} 和其中 .git 目录属于谁、权限够不够"
        )
    if re.search(
        r"gpg failed to sign|cannot run \S*gpg|ssh-keygen|signing failed|failed to write commit object", said
    ):
        return GitRefused(
            f"git 设了提交要签名（commit.gpgsign），却签不了：{said}",
            hint="配好签名的密钥；不用签名的，在台账里运行：\n  git config commit.gpgsign false",
        )
    command = next(arg for arg in args if not arg.startswith("-"))
    if command == "commit":
        return GitRefused(f"git 没有接受这次提交：{said or '没有说原因，多半是提交钩子'}")
    return GitRefused(f"git {command} 失败：{said}", hint=f"在 {cwd} 里用 git status 看看")
