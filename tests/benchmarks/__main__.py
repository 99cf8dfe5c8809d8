"""How fast duban is beside others, in one table: ``python -m tests.benchmarks``.

Every time is that of a child process; what is compared runs in turn, so that noise meets both. A ratio is the median of
the rounds' own ratios; beside it stands the same in seconds of processor.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import duban_cli
from duban_cli.views.grid import Column, Table, plain
from tests.benchmarks.rows import QUICK, ROWS, Row, Shelf, Sizes
from tests.benchmarks.timing import Failed

_COLUMNS = ("工作", "duban", "标尺", "比值", "处理器时间比", "目标", "结果", "说明")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=sorted(ROWS), metavar="ROW", help="、".join(ROWS))
    parser.add_argument("--items", type=int)
    parser.add_argument("--large", type=int)
    parser.add_argument("--runs", type=int)
    parser.add_argument("--large-runs", type=int, help="rounds of the rows that use the large ledger")
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run?")
    parser.add_argument("--books", type=Path, help="keep the ledgers here, and use those kept")
    return parser.parse_args()


def _sizes(options: argparse.Namespace) -> Sizes:
    given = {name: getattr(options, name) for name in ("items", "large", "runs", "large_runs")}
    return replace(QUICK if options.quick else Sizes(), **{k: v for k, v in given.items() if v is not None})


@contextmanager
def _place(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory() as home:
        yield Path(home)


def table(rows: list[Row]) -> str:
    """The rows as aligned text."""
    cells = tuple((r.work, r.ours, r.theirs, r.figure, r.cpu, r.target, r.verdict, r.note) for r in rows)
    return plain(Table(tuple(Column(name) for name in _COLUMNS), cells, (None,) * len(cells)))


def _measured(name: str, shelf: Shelf) -> Iterator[Row]:
    """The rows of that name; where a command fails, a row that says so."""
    sys.stderr.write(f"{name} …\n")
    try:
        yield from ROWS[name](shelf)
    except Failed as failed:
        sys.stderr.write(f"{failed}\n")
        yield Row(name, "—", note=f"没有量成：{str(failed).splitlines()[0]}")


def main() -> None:
    """Measure and print; what is being measured is told on stderr."""
    options = _options()
    sizes = _sizes(options)
    compileall.compile_dir(str(Path(duban_cli.__file__).parent), quiet=2)
    rows: list[Row] = []
    # Broken off, what was measured so far is shown all the same: a whole run takes long.
    with _place(options.books) as place, suppress(KeyboardInterrupt):
        for name in options.only or ROWS:
            for row in _measured(name, Shelf(place, sizes)):
                sys.stderr.write(f"{row.work}：{row.ours}，{row.figure}，{row.verdict}\n")
                rows.append(row)
    sys.stdout.write(table(rows) + "\n")
    sys.stdout.write(
        f"各{sizes.runs}次的中位数；duban {duban_cli.__version__}，Python {platform.python_version()}，"
        f"{os.cpu_count()}核，{platform.system()} {platform.release()}\n"
    )


if __name__ == "__main__":
    main()
