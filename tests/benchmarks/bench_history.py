"""How long ``check --history`` takes over N commits, beside ``git log --raw``, which reads the same history.

Run: ``python -m tests.benchmarks.bench_history -n 20000``. The repository is made by ``git fast-import``:
items put on, handed out, replied to and struck off in turn, a commit for each entry.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from duban_cli.cli.history import look_back
from tests.kit import item_text, make_ledger, open_ledger

_PER_ITEM = 10  # commits an item lives through
_AT_WORK = 200  # items in hand at once
_START = 1_767_229_200  # 2026-01-01 09:00 in Shanghai
_ENTRIES = (
    "{日期: 2026-01-01, 动作: 立项, 方式: 直接}",
    "{日期: 2026-01-02, 动作: 交办, 文书: 督查函, 文号: 岳督函〔2026〕%d号, 限期: 2026-01-18}",
    "{日期: 2026-01-03, 动作: 签收, 单位: 岳阳楼区人民政府, 签收人: {姓名: 石某, 职务: 副区长}}",
    *(
        f"日期: 2026-01-{day:02}\n  动作: 反馈\n  内容: 已签{day}户，余下的因补偿标准未签。\n"
        f"  签发: {{姓名: 张某, 职务: 区长}}\n  办结: {'是' if day == 16 else '否'}"
        for day in (6, 8, 10, 12, 16)
    ),
    "{日期: 2026-01-17, 动作: 审核, 结果: 通过, 批准: 潘某某}",
    "{日期: 2026-01-18, 动作: 销号, 批准: 刘某某}",
)


def _item(number: int, entries: int) -> bytes:
    written = [e.replace("%d", str(number)) for e in _ENTRIES[:entries]]
    return item_text(*written, 标题=f"第{number}件").encode()


def _stream(root: Path, commits: int) -> Iterator[bytes]:
    """A fast-import stream: the base files, then an entry a commit, many items in hand at once."""
    done = 0

    def commit(files: dict[str, bytes]) -> Iterator[bytes]:
        nonlocal done
        done += 1
        stamp = f"王某 <wang@example.invalid> {_START + 60 * done} +0800".encode()
        said = f"第{done}次提交\n\nDuban-Action: 反馈\n".encode()
        yield b"commit refs/heads/main\nauthor %b\ncommitter %b\ndata %d\n%b" % (
            stamp,
            stamp,
            len(said),
            said,
        )
        for path, content in files.items():
            yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(content), content)

    yield from commit(
        {name: (root / name).read_bytes() for name in ("duban.yaml", "units.yaml", "regime.yaml")}
    )
    first = 1
    while True:
        for entries in range(1, _PER_ITEM + 1):
            for number in range(first, first + _AT_WORK):
                if done >= commits:
                    return
                yield from commit({f"items/2026/2026-{number:04}.yaml": _item(number, entries)})
        first += _AT_WORK


def make_history(root: Path, commits: int) -> None:
    """A repository of so many commits at ``root``, packed and checked out."""
    make_ledger(root)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root, stdin=subprocess.PIPE) as importing:
        if importing.stdin is None:
            raise SystemExit("git fast-import takes no input")
        importing.stdin.writelines(_stream(root, commits))
    if importing.returncode:
        raise SystemExit(importing.returncode)
    subprocess.run(["git", "repack", "-adq"], cwd=root, check=True)
    subprocess.run(["git", "reset", "-q", "--hard", "main"], cwd=root, check=True)


def _seconds(*command: str, cwd: Path) -> float:
    begin = time.perf_counter()
    subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begin


def main() -> None:
    """Print wall times, each as a multiple of ``git log --raw``, and what was walked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--commits", type=int, default=2_000)
    commits = parser.parse_args().commits
    with tempfile.TemporaryDirectory() as home:
        root = Path(home)
        make_history(root, commits)
        raw = min(_seconds("git", "log", "--raw", "-z", "--no-abbrev", cwd=root) for _ in range(3))
        duban = (sys.executable, "-m", "duban_cli", "-C", str(root), "--today", "2026-11-20", "check")
        ledger = open_ledger(root)
        begin = time.perf_counter()
        looked = look_back(root, ledger)
        rows = {
            "git log --raw": raw,
            "the history alone": time.perf_counter() - begin,
            "duban check --history": _seconds(*duban, "--history", cwd=root),
            "duban check": _seconds(*duban, cwd=root),
        }
        for name, taken in rows.items():
            sys.stdout.write(f"{name:24} {taken:7.3f} s  {taken / raw:5.1f}×\n")
        sys.stdout.write(f"{looked.walked.text}；{len(looked.findings)} 处\n")


if __name__ == "__main__":
    main()
