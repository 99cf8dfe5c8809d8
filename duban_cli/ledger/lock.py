"""One writer at a time: a lock the operating system takes back when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.errors import Busy
from duban_cli.ledger.disk import disk_problem, disk_problems, private_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAUSE = 0.05  # seconds between two tries
_planning: dict[Path, int] = {}
_REACH = 1 << 30  # on Windows a locked byte cannot be read: lock one far behind the holder's note


@contextlib.contextmanager
def writing(root: Path, doing: str, *, wait: float = 10.0) -> Iterator[int]:
    """Hold the ledger's lock; ``doing`` tells others what for. Yields the lock's file descriptor.

    A child given the descriptor holds the lock too, until it ends. ``wait`` is in seconds.
    Raises Busy: another duban holds the lock. Raises DiskProblem.
    """
    path = private_dir(root) / "lock"
    if root.resolve() in _planning:
        yield _planning[root.resolve()]
        return
    with _held(path, doing, "写这个台账", wait) as descriptor:
        yield descriptor


@contextlib.contextmanager
def alone(path: Path, doing: str, what: str, *, wait: float = 10.0) -> Iterator[None]:
    """Hold a lock whose file stands only while it is held, for what lies outside a ledger; ``what`` is being done.

    ``wait`` is in seconds. Raises Busy, DiskProblem.
    """
    while True:
        with _held(path, doing, what, wait) as descriptor:
            if not _is_at(path, descriptor):  # its holder took the file away while we waited for it
                continue
            try:
                yield
            finally:
                with contextlib.suppress(OSError):
                    path.unlink()
            return


@contextlib.contextmanager
def _held(path: Path, doing: str, what: str, wait: float) -> Iterator[int]:
    with disk_problems(path):
        # Never through a link: what it leads to would be emptied for the holder's note.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        until = time.monotonic() + wait
        while not _try_lock(descriptor, path):
            if time.monotonic() > until:
                raise Busy(f"另一个 duban 正在{what}" + _holder(path), hint="等它结束再试")
            time.sleep(_PAUSE)
        with contextlib.suppress(OSError):  # a note for others; on a full disk there is none
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()} {doing}".encode())
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def planning(root: Path, doing: str, *, wait: float = 10.0) -> Iterator[None]:
    """Hold the ledger's lock while a change is planned and then applied: `writing` within it takes the same.

    For what is planned from files that another duban may be writing. Within another the outer one holds.
    Raises as `writing` does.
    """
    if root.resolve() in _planning:
        yield
        return
    with writing(root, doing, wait=wait) as descriptor:
        _planning[root.resolve()] = descriptor
        try:
            yield
        finally:
            del _planning[root.resolve()]


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    try:
        pid, _, doing = path.read_text(encoding="utf-8", errors="replace").partition(" ")
    except FileNotFoundError:
        return ""
    return f"：{doing or '未说明'}（进程 {pid}）" if pid else ""


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int, path: Path) -> bool:  # noqa: ARG001 - one signature for both
        os.lseek(descriptor, _REACH, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _try_lock(descriptor: int, path: Path) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as problem:
            raise disk_problem(problem, path) from problem
        return True
