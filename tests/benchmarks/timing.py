"""Wall time and peak memory of child processes, ours and the yardstick's in turn so that both meet the same noise."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ENVIRONMENT = {
    # Without .pyc files every start would compile the whole program; nobody's installation is so.
    **{key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip


class Failed(Exception):
    """A command that was to be measured did not do its work."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What commands took: seconds by the clock, seconds of processor, and the peak of memory in MB."""

    wall: float
    cpu: float
    peak: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


@dataclass(frozen=True, slots=True)
class Side:
    """One of the sides: commands run one after the other in ``cwd``; ``before`` sets the scene, unmeasured."""

    commands: Sequence[Sequence[str]]
    cwd: Path | None = None
    before: Callable[[], object] | None = None

    def spend(self) -> Spent:
        """Run it once. Raises Failed where a command does not exit with 0."""
        if self.before is not None:
            self.before()
        total = Spent(0, 0, 0)
        for command in self.commands:
            total += _spend(command, self.cwd)
        return total


def _spend(command: Sequence[str], cwd: Path | None) -> Spent:
    begin = time.perf_counter()
    with subprocess.Popen(
        command, cwd=cwd, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as child:
        told = child.stderr.read() if child.stderr is not None else b""
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Failed(f"{' '.join(command)}：{child.returncode}\n{told.decode(errors='replace')[-2000:]}")
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@dataclass(frozen=True, slots=True)
class Measured:
    """The medians of some rounds, and what each round had."""

    rounds: Mapping[str, Sequence[Spent]]

    def wall(self, side: str) -> float:
        return median(s.wall for s in self.rounds[side])

    def peak(self, side: str) -> float:
        """The highest of all rounds."""
        return max(s.peak for s in self.rounds[side])

    def ratio(self, side: str, to: str) -> float:
        """The median of each round's ratio."""
        return median(a.wall / b.wall for a, b in zip(self.rounds[side], self.rounds[to], strict=True))

    def cpu_ratio(self, side: str, to: str) -> float:
        """The same in seconds of processor, which other work on the machine hardly touches."""
        return median(
            a.cpu / max(b.cpu, 1e-3) for a, b in zip(self.rounds[side], self.rounds[to], strict=True)
        )


def measure(sides: Mapping[str, Side], runs: int, *, warm: bool = True) -> Measured:
    """Each side in turn, so many rounds; ``warm`` runs each once before, uncounted."""
    if warm:
        for side in sides.values():
            side.spend()
    rounds: dict[str, list[Spent]] = {name: [] for name in sides}
    for _ in range(runs):
        for name, side in sides.items():
            rounds[name].append(side.spend())
    return Measured(rounds)
