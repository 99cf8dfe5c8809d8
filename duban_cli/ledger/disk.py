"""The ledger's files on the disk: which may be written, and how so that a crash leaves no half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING

from duban_cli.errors import DiskProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Case is ignored: some disks do not tell .GIT from .git.
_CLOSED = frozenset({".git", "git~1", ".duban"})


def disk_problem(problem: OSError, path: Path | str | None = None) -> DiskProblem:
    """An error of the operating system in words a clerk can act on."""
    where = path or problem.filename or "文件"
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskProblem(f"磁盘已满，写不进 {where}", hint="腾出空间后重试")
    if problem.errno in {errno.EACCES, errno.EPERM}:
        return DiskProblem(f"没有权限读写 {where}", hint="检查该文件和目录的权限，或是否被别的程序打开")
    if problem.errno == errno.EROFS:
        return DiskProblem(f"磁盘是只读的，写不进 {where}", hint="换到可写的磁盘")
    return DiskProblem(f"读写 {where} 失败：{problem.strerror or problem}")


@contextlib.contextmanager
def disk_problems(path: Path | str | None = None) -> Iterator[None]:
    """Turn every OSError into a DiskProblem."""
    try:
        yield
    except OSError as problem:
        raise disk_problem(problem, path) from problem


def private_dir(root: Path) -> Path:
    """``.duban``, made if need be, which git ignores by a file of its own. Raises DiskProblem."""
    private = root / ".duban"
    if private.is_symlink():
        raise DiskProblem(f"{private} 是符号链接，不能用", hint="删去这个链接，duban 会自己建目录")
    with disk_problems(private):
        private.mkdir(exist_ok=True)
        ignore = private / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    return private


def safe_target(root: Path, path: str) -> Path:
    """Where a path relative to the ledger lies. Raises DiskProblem: outside, behind a link, or not a file."""
    parts = path.split("/")
    odd = any(ord(letter) < 32 for letter in path) or "\\" in path or (os.name == "nt" and ":" in path)
    if odd or any(part in {"", ".", ".."} for part in parts):
        raise DiskProblem(f"不能写这个路径：{path!r}", hint="路径须是台账目录里的相对路径")
    if any(part.lower() in _CLOSED for part in parts):
        raise DiskProblem(f"不能写 {path}：这是 git 或 duban 自用的目录")
    target = root
    for part in parts:
        target /= part
        if target.is_symlink():
            raise DiskProblem(f"不能写 {path}：{target} 是符号链接", hint="把链接换成真的文件或目录")
    if target.exists() and not target.is_file():
        raise DiskProblem(f"不能写 {path}：那里不是文件")
    return target


def read_or_none(target: Path) -> bytes | None:
    """The file's bytes, None if there is no file. Raises DiskProblem."""
    try:
        return target.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise disk_problem(problem, target) from problem


def write_synced(path: Path, content: bytes) -> None:
    """Put a file in its place through to the disk, wholly or not at all; what stood there stays until then."""
    scratch = path.with_name(f".duban-{os.getpid()}.tmp")
    try:
        write_scratch(scratch, content, like=path)
        scratch.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
        raise
    sync_dir(path.parent)


def write_scratch(path: Path, content: bytes, *, like: Path | None = None) -> None:
    """Write a scratch file through to the disk, with the permissions of ``like`` if that exists."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like is not None:
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(like, path)


def sync_dir(directory: Path) -> None:
    """Write renames in a directory through to the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
