"""Ledgers to measure on: ten years of a city's matters, in git, made by ``git fast-import`` in seconds."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from functools import cache
from itertools import chain
from pathlib import Path

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.units import Unit, read_units
from duban_cli.rules.moments import SHANGHAI
from duban_cli.shipped import example_dir
from tests.benchmarks.matters import TODAY, Matter, matters

Files = Iterable[tuple[str, bytes]]
_BASE = ("duban.yaml", "units.yaml", "regime.yaml")
_FEWEST_ACTS = 6
"""Entries a matter has on average, at the least."""


@cache
def _units() -> tuple[Unit, ...]:
    source = Source("units.yaml")
    units = read_units((example_dir("yueyang") / "units.yaml").read_bytes(), source)
    if units is None:
        raise SystemExit("\n".join(p.text for p in source.problems))
    return units.units


def _base() -> dict[str, bytes]:
    """岳阳's own settings, units and regime."""
    files = {name: (example_dir("yueyang") / name).read_bytes() for name in _BASE}
    return {**files, ".gitattributes": b"*.yaml text eol=lf\n*.docx binary\n"}


def book_matters(items: int) -> Iterator[Matter]:
    """What stands in a ledger of so many items."""
    return matters(items, _units())


def make_book(root: Path, items: int) -> Path:
    """A ledger of so many items at ``root``, in one commit. Gives its root."""
    files = chain(_base().items(), ((m.path, m.text().encode()) for m in book_matters(items)))
    return _import(root, _commits([(datetime.combine(TODAY, time(9), SHANGHAI), files)]))


def make_history(root: Path, commits: int) -> Path:
    """A ledger of so many commits at ``root``: after the base files an entry each, in the order of their days."""
    return _import(root, _commits(_lives(commits)))


def _lives(commits: int) -> Iterator[tuple[datetime, Files]]:
    acts = [
        (str(entry["日期"]), matter.id, number, matter)
        for matter in book_matters(max(commits // _FEWEST_ACTS, 1))
        for number, entry in enumerate(matter.entries, 1)
    ]
    acts.sort(key=lambda act: act[:3])
    yield datetime(2017, 1, 1, 9, tzinfo=SHANGHAI), _base().items()
    for day, _, number, matter in acts[: commits - 1]:
        yield (
            datetime.combine(datetime.fromisoformat(day), time(10), SHANGHAI),
            [(matter.path, matter.text(number).encode())],
        )


def _commits(made: Iterable[tuple[datetime, Files]]) -> Iterator[bytes]:
    """A fast-import stream of these commits."""
    for place, (moment, files) in enumerate(made, 1):
        stamp = f"王某 <wang@example.invalid> {int(moment.timestamp())} +0800".encode()
        said = f"第{place}次提交\n".encode()
        yield b"commit refs/heads/main\nauthor %b\ncommitter %b\ndata %d\n%b" % (
            stamp,
            stamp,
            len(said),
            said,
        )
        for path, content in files:
            yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(content), content)


def _import(root: Path, stream: Iterable[bytes]) -> Path:
    """A repository of the stream's commits at ``root``, packed and checked out."""
    root.mkdir(parents=True, exist_ok=True)
    git = ("git", "-C", str(root))
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    with subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE) as importing:
        if importing.stdin is None:
            raise SystemExit("git fast-import takes no input")
        importing.stdin.writelines(stream)
    if importing.returncode:
        raise SystemExit(importing.returncode)
    _identify(root)
    subprocess.run([*git, "repack", "-adq"], check=True)
    subprocess.run([*git, "reset", "-q", "--hard", "main"], check=True)
    return root


def commit_all(root: Path) -> None:
    """A repository of one commit of all that lies at ``root``."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    _identify(root)
    for command in (("add", "-A"), ("commit", "-q", "-m", "建账")):
        subprocess.run(["git", "-C", str(root), *command], check=True)


def _identify(root: Path) -> None:
    for key, value in (("user.name", "王某"), ("user.email", "wang@example.invalid")):
        subprocess.run(["git", "-C", str(root), "config", key, value], check=True)
