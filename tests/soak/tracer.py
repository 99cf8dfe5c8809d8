"""A process tree run under ptrace, with a fault at one of its changing system calls.

Every call that changes something below a directory is counted over the whole tree, git and hooks included, so
that a point is the same point in every run. Linux on x86-64 only: `available` says whether it works here.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NoReturn

Kind = Literal["all", "alone", "error"]

_TRACEME, _CONT, _GETREGS, _SETREGS, _SETOPTIONS = 0, 7, 12, 13, 0x4200
_OPTIONS = 0x00100000 | 0x80 | 0x10 | 0x08 | 0x04 | 0x02  # EXITKILL SECCOMP EXEC CLONE VFORK FORK
_EVENT_SECCOMP = 7
_WALL = 0x40000000
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_RET_TRACE, _RET_ALLOW = 0x7FF00000, 0x7FFF0000
_LOAD, _IF_IS, _IF_ANY, _END = 0x20, 0x15, 0x45, 0x06

# Number → name, and where the path stands: "fd" in the first argument, else the index of a path argument, and
# of the directory it is relative to (None: the current one).
_CALLS: dict[int, tuple[str, int | Literal["fd"], int | None]] = {
    1: ("write", "fd", None),
    2: ("open", 0, None),
    18: ("pwrite64", "fd", None),
    20: ("writev", "fd", None),
    40: ("sendfile", "fd", None),
    74: ("fsync", "fd", None),
    75: ("fdatasync", "fd", None),
    76: ("truncate", 0, None),
    77: ("ftruncate", "fd", None),
    82: ("rename", 1, None),
    83: ("mkdir", 0, None),
    84: ("rmdir", 0, None),
    85: ("creat", 0, None),
    86: ("link", 1, None),
    87: ("unlink", 0, None),
    88: ("symlink", 1, None),
    90: ("chmod", 0, None),
    91: ("fchmod", "fd", None),
    257: ("openat", 1, 0),
    258: ("mkdirat", 1, 0),
    263: ("unlinkat", 1, 0),
    264: ("renameat", 3, 2),
    265: ("linkat", 3, 2),
    266: ("symlinkat", 2, 1),
    268: ("fchmodat", 1, 0),
    277: ("sync_file_range", "fd", None),
    285: ("fallocate", "fd", None),
    316: ("renameat2", 3, 2),
    326: ("copy_file_range", "fd", None),
}
_OPEN_FLAGS = {2: 1, 257: 2}
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
TAKES_ROOM = frozenset({"write", "open", "openat", "creat", "pwrite64", "writev", "sendfile", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat", "fallocate", "copy_file_range"})  # fmt: skip
"""The calls a full disk refuses."""


class _Regs(ctypes.Structure):
    _fields_ = tuple(
        (name, ctypes.c_ulonglong)
        for name in (
            *("r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi"),
            *("rdi", "orig_rax", "rip", "cs", "eflags", "rsp", "ss", "fs_base", "gs_base", "ds", "es", "fs", "gs"),
        )
    )  # fmt: skip

    def args(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in ("rdi", "rsi", "rdx", "r10", "r8", "r9"))


class _Rule(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("jt", ctypes.c_ubyte),
        ("jf", ctypes.c_ubyte),
        ("k", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.POINTER(_Rule)))


@dataclass(frozen=True, slots=True)
class Point:
    """One changing call: its name, the path below the watched directory, and whether duban itself made it."""

    call: str
    path: str
    own: bool

    def __str__(self) -> str:
        return f"{'duban' if self.own else 'git'} {self.call} {self.path}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at call number ``at`` (from 1): ``all`` processes are killed, duban ``alone`` is, or the call
    gives ``error`` (an errno), and with ``lasting`` so does every later one that takes room."""

    kind: Kind
    at: int
    error: int = 0
    lasting: bool = False


@dataclass(slots=True)
class Traced:
    """How a run went: every changing call in order, the exit status (negative: a signal), and what was said."""

    points: list[Point] = field(default_factory=list)
    status: int | None = None
    said: str = ""
    hung: bool = False


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    return libc


def available(scratch: Path) -> str | None:
    """Why tracing does not work here; None where it does."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        return "只在 Linux x86-64 上能逐个系统调用打断"

    def work() -> int:
        target = scratch / "ptrace"
        target.write_bytes(b"1")
        target.unlink()
        return 0

    try:
        found = run_traced(work, scratch)
    except OSError as problem:
        return f"这里不许 ptrace：{problem.strerror}"
    return None if any(p.call == "write" for p in found.points) else "这里的 ptrace 看不到系统调用"


def run_traced(
    work: Callable[[], int], watched: Path, fault: Fault | None = None, *, seconds: float = 60
) -> Traced:
    """Do the work in a forked child under ptrace; its changing calls below ``watched``, and the fault done to it."""
    libc, told = _libc(), Traced()
    said = os.memfd_create("said")
    main = os.fork()
    if main == 0:
        _child(libc, work, said)
    os.waitpid(main, _WALL)
    _ptrace(libc, _SETOPTIONS, main, _OPTIONS)
    _ptrace(libc, _CONT, main, 0)

    def too_long() -> None:
        told.hung = True
        _kill_group(main)

    watchdog = threading.Timer(seconds, too_long)
    watchdog.start()
    try:
        _follow(libc, main, str(watched), fault, told)
    finally:
        watchdog.cancel()
    told.said = os.pread(said, 1_000_000, 0).decode("utf-8", "replace")
    os.close(said)
    return told


def _follow(libc: ctypes.CDLL, main: int, watched: str, fault: Fault | None, told: Traced) -> None:
    known = {main}
    while True:
        try:
            pid, status = os.waitpid(-main, _WALL)
        except ChildProcessError:
            return
        if not os.WIFSTOPPED(status):
            if pid == main:
                told.status = os.waitstatus_to_exitcode(status)
            continue
        stopped, event = os.WSTOPSIG(status), status >> 16
        passed = 0
        if event == _EVENT_SECCOMP:
            _at_call(libc, pid, main, watched, fault, told)
        elif pid not in known:
            known.add(pid)
            passed = 0 if stopped == signal.SIGSTOP else stopped
        elif event == 0:
            passed = stopped
        _ptrace(libc, _CONT, pid, passed, gone=True)


def _at_call(libc: ctypes.CDLL, pid: int, main: int, watched: str, fault: Fault | None, told: Traced) -> None:
    regs = _Regs()
    if not _ptrace(libc, _GETREGS, pid, ctypes.addressof(regs), gone=True):
        return
    number, args = regs.orig_rax, regs.args()
    call, where, base = _CALLS[number]
    path = _path_of(pid, args, where, base)
    if path is None or not (path == watched or path.startswith(watched + "/")):
        return
    told.points.append(Point(call, path[len(watched) + 1 :], pid == main))
    count = len(told.points)
    if fault is None or count < fault.at:
        return
    if fault.kind == "error":
        if count == fault.at or (fault.lasting and call in TAKES_ROOM):
            regs.orig_rax = 2**64 - 1
            regs.rax = 2**64 - fault.error
            _ptrace(libc, _SETREGS, pid, ctypes.addressof(regs), gone=True)
    elif count == fault.at:
        if fault.kind == "all":
            _kill_group(main)
        else:
            os.kill(main, signal.SIGKILL)


def _path_of(pid: int, args: tuple[int, ...], where: int | Literal["fd"], base: int | None) -> str | None:
    try:
        if where == "fd":
            return str(Path(f"/proc/{pid}/fd/{args[0]}").readlink())
        told = os.fsdecode(_string(pid, args[where]))
        if told.startswith("/"):
            return os.path.normpath(told)
        relative = ctypes.c_int(args[base] & 0xFFFFFFFF).value if base is not None else -100
        start = Path(f"/proc/{pid}/cwd" if relative == -100 else f"/proc/{pid}/fd/{relative}").readlink()
        return os.path.normpath(f"{start}/{told}")
    except OSError:
        return None


def _string(pid: int, address: int) -> bytes:
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        found = b""
        while b"\0" not in found and len(found) < 4096:
            memory.seek(address + len(found))
            # Never over the end of a page: the next may not be there.
            part = memory.read(min(256, 4096 - (address + len(found)) % 4096))
            if not part:
                break
            found += part
        return found.partition(b"\0")[0]


def _kill_group(main: int) -> None:
    try:
        os.killpg(main, signal.SIGKILL)
    except ProcessLookupError:
        return


def _ptrace(libc: ctypes.CDLL, request: int, pid: int, data: int, *, gone: bool = False) -> bool:
    """False where the process has just been killed, if that is looked for. Raises OSError."""
    if libc.ptrace(request, pid, None, data) != -1:
        return True
    code = ctypes.get_errno()
    if gone and code == errno.ESRCH:
        return False
    raise OSError(code, os.strerror(code))


def _child(libc: ctypes.CDLL, work: Callable[[], int], said: int) -> NoReturn:
    code = 120
    try:
        os.setpgid(0, 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for the child's whole life
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        _ptrace(libc, _TRACEME, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _filter(libc)
        code = work()
    except BaseException:
        traceback.print_exc()
        code = 121
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _filter(libc: ctypes.CDLL) -> None:
    """Stop for the tracer at the calls of the table that can change something, at no others. Raises OSError."""
    rules = [(_LOAD, 0, 0, 0)]  # the call's number
    for number, at in _OPEN_FLAGS.items():
        # To open for reading changes nothing: of all calls the most, and not worth a stop.
        rules += [(_IF_IS, 0, 4, number), (_LOAD, 0, 0, 16 + 8 * at)]
        rules += [(_IF_ANY, 0, 1, _CHANGING), (_END, 0, 0, _RET_TRACE), (_END, 0, 0, _RET_ALLOW)]
    numbers = sorted(_CALLS.keys() - _OPEN_FLAGS.keys())
    rules += [(_IF_IS, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    rules += [(_END, 0, 0, _RET_ALLOW), (_END, 0, 0, _RET_TRACE)]
    program = _Program(len(rules), (_Rule * len(rules))(*(_Rule(*rule) for rule in rules)))
    if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0
    ):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
