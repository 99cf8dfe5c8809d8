"""What ``doctor`` looks at on the machine and in the ledger: git, the calendar, disk, cache, clock, screen."""

from __future__ import annotations

import codecs
import contextlib
import locale
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from duban_cli.cli.context import Desk
from duban_cli.errors import DubanError
from duban_cli.ledger.files import SETTINGS_FILE
from duban_cli.rules.moments import SHANGHAI
from duban_cli.views.doctor import Line

_ROOM = 200_000_000
"""Bytes below which a disk is told to be nearly full."""
_SHARED = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs", "fuse.davfs2", "glusterfs", "ceph"}
)  # fmt: skip
_MOUNTS = Path("/proc/self/mounts")
_NOTICE_MONTH = 11
"""The month in which the State Council usually publishes the next year's holidays."""
_CALENDAR = """\
依据: 国办发明电〔{before}〕…号
放假: [{{日期: {year}-01-01, 名目: 元旦}}, …]
上班: [{{日期: {year}-…, 名目: 春节调休}}, …]
全年: 是"""
_NO_LEDGER = "进到台账目录里再运行，或写 duban -C 台账目录 doctor"


def git(here: Desk) -> Iterator[Line]:
    """git itself, who commits, and whether the repository can be written to."""
    from duban_cli.history import Repo, git_version, identity_anywhere  # noqa: PLC0415 - as Repo elsewhere

    try:
        yield _version(git_version())
    except DubanError as problem:
        yield Line("git", "git", "error", problem.message, problem.hint)
        return
    if here.root_or_none is None:
        try:
            yield Line("git", "姓名和邮箱", "ok", identity_anywhere())
        except DubanError as problem:
            yield Line("git", "姓名和邮箱", "warning", problem.message, problem.hint)
        return
    try:
        repo = Repo.find(here.root)
    except DubanError as problem:
        yield Line("git", "台账的仓库", "warning", f"{problem.message}；台账只能查看", problem.hint)
        return
    try:
        yield Line("git", "姓名和邮箱", "ok", repo.identity())
    except DubanError as problem:
        yield Line("git", "姓名和邮箱", "warning", problem.message, problem.hint)
    yield _branch(repo.branch(), repo.operation_in_progress())
    if not (here.root / ".gitattributes").is_file():
        yield Line(
            "git", "换行", "warning", "没有 .gitattributes，Windows 上的 git 可能把换行改掉",
            "在台账里建 .gitattributes，写两行：\n*.yaml text eol=lf\n*.docx binary",
        )  # fmt: skip


def _version(said: str) -> Line:
    """git by its version: whether it is new enough."""
    from duban_cli.git import DURABLE, OLDEST, version_in  # noqa: PLC0415 - as Repo elsewhere

    version = version_in(said)
    how = "升级 git：https://git-scm.com/downloads"
    if version is not None and version < OLDEST:
        least = ".".join(map(str, OLDEST))
        return Line("git", "git", "error", f"{said} 太旧了，不能写台账，至少要 {least}", how)
    if version is not None and version < DURABLE:
        told = f"{said} 可用；早于 {'.'.join(map(str, DURABLE))}，突然断电时刚提交的可能还没写到磁盘上"
        return Line("git", "git", "warning", told, how)
    return Line("git", "git", "ok", f"已安装（{said}）")


def _branch(branch: str | None, doing: str | None) -> Line:
    if doing is not None:
        return Line(
            "git",
            "台账的仓库",
            "warning",
            f"git 的{doing}还没有完成，不能写台账",
            "运行 duban merge 接着合并" if "merge" in doing else "完成或放弃它（git status 说明怎么做）",
        )
    if branch is None:
        return Line(
            "git", "台账的仓库", "warning", "不在任何分支上，不能写台账", "先回到分支，如 git switch main"
        )
    return Line("git", "台账的仓库", "ok", f"在分支 {branch} 上")


def issuing(here: Desk) -> Iterator[Line]:
    """Whether there is a branch by the name of the 发文分支. Reads the ledger, and so comes after the look at its cache."""
    from duban_cli.history import Repo  # noqa: PLC0415 - as Repo elsewhere

    # Most ledgers have none, and are not read for it.
    if here.root_or_none is None or "发文分支".encode() not in (here.files.data(SETTINGS_FILE) or b""):
        return
    if (name := here.elsewhere) is None:
        return
    repo = Repo.find(here.root)
    if not (repo.resolve(name) or repo.resolve(f"origin/{name}")):
        yield Line(
            "文书", "发文分支", "warning", f"没有“{name}”这个分支，要发文的都只能待编号",
            "改 duban.yaml 的“发文分支”（git branch -a 列出全部分支），再 duban save",
        )  # fmt: skip


def calendar(here: Desk) -> Iterator[Line]:
    """Whether the holidays of this year, and from November on of the next, are known."""
    today = here.now.day
    try:
        known = here.calendar
    except DubanError as problem:
        yield Line("日历", "台账的日历", "error", problem.message, problem.hint)
        return
    for year in (today.year, today.year + 1):
        name = f"{year}年放假通知"
        if not known.provisional_between(
            today.replace(year=year, month=1, day=1), today.replace(year=year, month=12, day=31)
        ):
            yield Line("日历", name, "ok", "已知")
        elif year > today.year and today.month < _NOTICE_MONTH:
            yield Line("日历", name, "ok", "还没有公布，一般在十一月；到期日先标“暂定”")
        else:
            file = f"calendar/{year}.yaml"
            there = here.root_or_none is not None and (here.root / file).is_file()
            told = f"{file} 有了，还没有写“全年: 是”" if there else f"不知道，{year}年的到期日都标“暂定”"
            wanted = _CALENDAR.format(year=year, before=year - 1)
            yield Line(
                "日历", name, "warning", told, f"照国务院办公厅的通知写 {file}，再运行 duban save：\n{wanted}"
            )


def disk(here: Desk) -> Iterator[Line]:
    """Where the ledger lies: whether it can be written, on which kind of disk, with how much room."""
    if here.root_or_none is None:
        yield Line("磁盘", "台账目录", "ok", "不在台账里，没有查", _NO_LEDGER)
        return
    root = here.root
    yield _writable(root, "台账目录", f"检查 {root} 属于谁、权限够不够，磁盘是不是只读")
    shared = _shared_disk(root)
    if shared is not None:
        yield Line(
            "磁盘", "位置", "warning", f"台账在网络盘上（{shared}），两个人同时写时锁未必管用",
            "各人在本机放一份，用 git push、git pull 来往",
        )  # fmt: skip
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(root).free
        if free < _ROOM:
            yield Line("磁盘", "余量", "warning", f"只剩 {_size(free)}", "腾出空间，写不下时命令会整个不写")
        else:
            yield Line("磁盘", "余量", "ok", _size(free))


def cache(here: Desk) -> Iterator[Line]:
    """``.duban``: lock, what a kill left, and the cache."""
    if here.root_or_none is None:
        return
    private = here.root / ".duban"
    if not private.is_dir():
        yield Line("缓存", ".duban", "ok", "还没有，用到时自动建")
        return
    yield _writable(
        private, ".duban", f"检查 {private} 属于谁；写不了的，命令照常运行，只是慢，也写不了台账", "缓存"
    )
    kept = private / "cache"
    size = sum(path.stat().st_size for path in kept.rglob("*") if path.is_file()) if kept.is_dir() else 0
    yield Line("缓存", ".duban/cache", "ok", f"{_size(size)}，可以随时整个删去，会重新算出来")
    if (private / "journal").exists():
        yield Line(
            "缓存", ".duban/journal", "warning", "上次写入中途被打断，还没有了结",
            "不要删 .duban；下一条写台账的命令（如 duban save）会先补完或撤回，并说明",
        )  # fmt: skip


def clock(here: Desk) -> Iterator[Line]:
    """The machine's clock and zone; duban counts by Beijing time whatever they are."""
    now = datetime.now(SHANGHAI)
    own = now.astimezone().utcoffset()
    same = own == timedelta(hours=8)
    zone = "北京时间" if same else f"本机时区是 UTC{_offset(own)}，程序一律按北京时间算"
    yield Line("时钟", "时间", "ok", f"{now:%Y-%m-%d %H:%M}（{zone}）")
    if here.root_or_none is None:
        return
    from duban_cli.history import Repo  # noqa: PLC0415

    try:
        last = next(iter(Repo.find(here.root).log(limit=1)), None)
    except DubanError:  # told above
        return
    if last is not None and last.date > now + timedelta(minutes=5):
        yield Line(
            "时钟", "最近一次提交", "warning", f"在将来（{last.date.astimezone(SHANGHAI):%Y-%m-%d %H:%M}）：本机的钟慢了，或那台机器的钟快了",
            "把时钟校准（打开自动对时）；钟不对，记录的日期和逾期都会算错",
        )  # fmt: skip


def screen(here: Desk) -> Iterator[Line]:  # noqa: ARG001 - the same for every ledger
    """In which encoding the screen and the pipes of this machine speak; duban speaks UTF-8."""
    machine = locale.getencoding()
    if asked := os.environ.get("DUBAN_ENCODING"):
        yield _asked_for(asked)
    elif machine.lower().startswith(("gb", "cp936")):
        hint = (
            "窗口里显示不受影响；接管道、写文件给别的程序读的，先运行 chcp 65001，或设 DUBAN_ENCODING=gbk"
            if sys.platform == "win32"
            else "终端显示乱码的，用 UTF-8 的语言环境（LANG=zh_CN.UTF-8），或设 DUBAN_ENCODING=gb18030"
        )
        yield Line("屏幕", "编码", "warning", f"本机用 {machine}，程序输出 UTF-8", hint)
    else:
        yield Line("屏幕", "编码", "ok", "UTF-8")


def _asked_for(name: str) -> Line:
    try:
        codecs.lookup(name)
    except LookupError:
        return Line(
            "屏幕",
            "编码",
            "warning",
            f"没有“{name}”这种编码（DUBAN_ENCODING），仍用 UTF-8",
            "写 gb18030 或 utf-8",
        )
    return Line("屏幕", "编码", "ok", f"{name}（按 DUBAN_ENCODING）")


def _writable(path: Path, name: str, hint: str, area: str = "磁盘") -> Line:
    return (
        Line(area, name, "ok", "可以写")
        if os.access(path, os.W_OK | os.X_OK)
        else Line(area, name, "warning", "没有权限写，只能查看", hint)
    )


def _shared_disk(root: Path) -> str | None:
    """The kind of network disk a directory lies on, None for one of this machine or where nobody can tell."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows only

        drive = root.resolve().drive
        remote = 4  # DRIVE_REMOTE
        if drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == remote:
            return drive
    else:
        with contextlib.suppress(OSError):
            return mounted_as(root.resolve(), _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    return None


def mounted_as(root: Path, mounts: str) -> str | None:
    """The kind of network disk by the system's list of mounts (a space is ``\\040`` there)."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = Path(fields[1].replace("\\040", " "))
        if root.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), fields[2]
    return kind if kind in _SHARED else None


def _offset(own: timedelta | None) -> str:
    minutes = round((own or timedelta()).total_seconds() / 60)
    return f"{'+' if minutes >= 0 else '-'}{abs(minutes) // 60}" + (
        f":{abs(minutes) % 60:02}" if minutes % 60 else ""
    )


def _size(count: int) -> str:
    """``1.2 GB``."""
    amount = float(count)
    for unit in ("字节", "KB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "字节" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
