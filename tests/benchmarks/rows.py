"""The rows of the table: what is measured, against what, and the target."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import books, others
from tests.benchmarks.matters import TODAY
from tests.benchmarks.timing import ENVIRONMENT, Failed, Measured, Side, measure
from tests.kit import ASSIGNED, INITIATED, SETTINGS, item_text, make_ledger

_TOP = Path(__file__).parents[2]
_INSTALL = {
    "doorstop": "pip install -e '.[bench]'",
    "bean-check": "pip install -e '.[bench]'",
    "hledger": "apt install hledger",
}
_LIST_JSON = ("list", "--format", "json")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    items: int = 10_000
    large: int = 100_000
    few: int = 1_000
    commits: int = 20_000
    due: int = 500
    pages: int = 40
    runs: int = 5
    large_runs: int = 5


QUICK = Sizes(items=500, large=2_000, few=100, commits=500, due=20, pages=5, runs=3, large_runs=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: seconds of ours and of the yardstick's, the figure held against the target, and whether it meets it."""

    work: str
    ours: str
    theirs: str = "—"
    figure: str = "—"
    cpu: str = "—"
    target: str = "—"
    met: bool | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        return {True: "达到", False: "未达到", None: "—"}[self.met]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the ledgers lie that are measured on; each is made once and named by what it was made from."""

    place: Path
    sizes: Sizes

    def book(self, items: int) -> Path:
        return self._made(f"book-{items}", lambda root: books.make_book(root, items))

    def history(self, commits: int) -> Path:
        return self._made(f"history-{commits}", lambda root: books.make_history(root, commits))

    def empty(self) -> Path:
        return self._made("empty", lambda root: books.make_book(root, 0))

    def due(self, items: int) -> Path:
        return self._made(f"due-{items}", lambda root: make_due(root, items))

    def doorstop(self, items: int, program: str) -> Path:
        return self._made(f"doorstop-{items}", lambda root: others.make_doorstop(root, items, program))

    def journals(self, transactions: int) -> tuple[Path, Path]:
        return others.make_journals(self.place / f"journals-{transactions}", transactions)

    def _made(self, name: str, make: Callable[[Path], object]) -> Path:
        root = self.place / f"{name}-{_MAKERS}"
        if not root.exists():
            unfinished = self.place / f"{root.name}.part"
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(root)
        return root


_MAKERS = hashlib.sha256(
    b"".join((Path(__file__).parent / f"{name}.py").read_bytes() for name in ("books", "matters", "others"))
).hexdigest()[:8]


def make_due(root: Path, items: int) -> None:
    """A ledger in git: so many units, each with one item whose 催办通知单 is due, so that each gets a paper of its own."""
    units = [f"第{n}街道办事处" for n in range(1, items + 1)]
    make_ledger(
        root,
        {
            f"2026-{n:04}": item_text(INITIATED, ASSIGNED.replace("17号", f"{n}号"), 标题=f"第{n}件", 主办单位=unit)
            for n, unit in enumerate(units, 1)
        },
        settings=SETTINGS + "联系: {联系人: 王某, 电话: 0730-0000000}\n",
        units="单位:\n" + "".join(f"- {{名称: {unit}}}\n" for unit in units),
    )  # fmt: skip
    books.commit_all(root)


def duban(root: Path, *command: str) -> tuple[str, ...]:
    """A command line of the installed program, on ``TODAY``."""
    program = Path(sys.executable).with_name("duban")
    if not program.exists():
        raise SystemExit(f"没有装 duban：{sys.executable} -m pip install -e .")
    return (str(program), "-C", str(root), "--today", TODAY.isoformat(), *command)


def _forget(root: Path) -> Callable[[], None]:
    """Takes the cache away."""
    return lambda: shutil.rmtree(root / ".duban", ignore_errors=True)


def _against(
    work: str,
    found: Measured,
    most: float | None,
    *,
    ours: str = "ours",
    target: str | None = None,
    note: str = "",
) -> Row:
    """Ours, beside the yardstick's, at most so many times as long."""
    ratio = found.ratio(ours, "theirs")
    return Row(
        work=work, ours=_seconds(found.wall(ours)), theirs=_seconds(found.wall("theirs")), figure=f"{ratio:.2f}×",
        cpu=f"{found.cpu_ratio(ours, 'theirs'):.2f}×", target=target or ("—" if most is None else f"≤ {most:g}×"),
        met=None if most is None else ratio <= most, note=note,
    )  # fmt: skip


def _seconds(taken: float) -> str:
    return f"{taken:.3f} s"


def _missing(work: str, program: str) -> Row:
    return Row(work=work, ours="—", note=f"没有装 {program}：{_INSTALL[program]}")


def warm(shelf: Shelf) -> Iterator[Row]:
    """``check`` and lists, the cache filled, against reading and hashing the same files and typer."""
    items, targets = shelf.sizes.items, {("check",): 3.0, _LIST_JSON: 3.0, ("list",): None}
    root = shelf.book(items)
    sides = {" ".join(command): Side((duban(root, *command),)) for command in targets}
    floor = Side((others.reading(root), others.IMPORT_TYPER))
    found = measure({**sides, "theirs": floor}, shelf.sizes.runs)
    for command, most in zip(sides, targets.values(), strict=True):
        note = "比：读、散列同样的文件 + import typer"
        yield _against(f"{command}，{items}件，热", found, most, ours=command, note=note)


def cold(shelf: Shelf) -> Iterator[Row]:
    """The same without a cache, against ruamel.yaml over the same files."""
    items = shelf.sizes.items
    root = shelf.book(items)
    sides = {" ".join(c): Side((duban(root, *c),), before=_forget(root)) for c in (("check",), _LIST_JSON)}
    found = measure({**sides, "theirs": Side((others.ruamel(root),))}, shelf.sizes.runs, warm=False)
    for command in sides:
        note = '比：ruamel.yaml YAML(typ="safe")，同样的文件'
        yield _against(f"{command}，{items}件，冷", found, 1, ours=command, note=note)


def doorstop(shelf: Shelf) -> Iterator[Row]:
    """``check``, an item, against doorstop's own validation of the same matters."""
    items, program = shelf.sizes.few, others.tool("doorstop")
    if program is None:
        yield _missing(f"check 每件，{items}件", "doorstop")
        return
    root, tree = shelf.book(items), shelf.doorstop(items, program)
    check = (duban(root, "check"),)
    sides = {
        "theirs": Side(((program, "-F"),), cwd=tree),
        "冷": Side(check, before=_forget(root)),
        "热": Side(check),
    }
    found = measure(sides, shelf.sizes.runs)
    for state in ("热", "冷"):
        faster = found.ratio("theirs", state)
        yield Row(
            f"check 每件，{items}件，{state}", ours=_each(found.wall(state), items), theirs=_each(found.wall("theirs"), items),
            figure=f"快{faster:.1f}倍", cpu=f"快{found.cpu_ratio('theirs', state):.1f}倍", target="≥ 20倍", met=faster >= 20,
            note="比：doorstop -F，同样的内容写在它的事项文件里，都已 review",
        )  # fmt: skip


def _each(taken: float, items: int) -> str:
    return f"{taken / items * 1000:.3f} ms"


def accounting(shelf: Shelf) -> Iterator[Row]:
    """``check`` with its cache against bean-check with its own, and hledger, which keeps none."""
    items = shelf.sizes.items
    root, (bean, journal) = shelf.book(items), shelf.journals(items)
    for name, arguments, most in (
        ("bean-check", (str(bean),), 1.0),
        ("hledger", ("check", "-f", str(journal)), None),
    ):
        work = f"check，{items}件，热，比 {name}"
        program = others.tool(name)
        if program is None:
            yield _missing(work, name)
            continue
        sides = {"ours": Side((duban(root, "check"),)), "theirs": Side(((program, *arguments),))}
        found = measure(sides, shelf.sizes.runs)
        yield _against(work, found, most, target="< 1×" if most else None, note=f"它查{items}笔账，热")


def start(shelf: Shelf) -> Iterator[Row]:
    """Starting: ``--version`` against Python alone, an empty list against typer alone."""
    root = shelf.empty()
    program = duban(root)[0]
    runs = shelf.sizes.runs * 2 + 1
    found = measure({"ours": Side(((program, "--version"),)), "theirs": Side((others.PASS,))}, runs)
    yield _against("--version", found, 3, note=f"比：python -c pass；{runs}次")
    found = measure({"ours": Side((duban(root, "list"),)), "theirs": Side((others.IMPORT_TYPER,))}, runs)
    yield _against("list，空台账", found, 2, note=f"比：import typer；{runs}次")


def history(shelf: Shelf) -> Iterator[Row]:
    """``check --history`` against ``git log --raw`` of the same commits."""
    commits = shelf.sizes.commits
    root = shelf.history(commits)
    log = Side((("git", "log", "--raw", "-z", "--no-abbrev"),), cwd=root)
    check = (duban(root, "check", "--history"),)
    sides = {"theirs": log, "冷": Side(check, before=_forget(root)), "热": Side(check)}
    found = measure(sides, shelf.sizes.runs)
    for state in ("热", "冷"):
        work = f"check --history，{commits}次提交，{state}"
        yield _against(work, found, 4, ours=state, note="比：git log --raw")


def urge(shelf: Shelf) -> Iterator[Row]:
    """``urge`` where so many items are due: papers, entries, register and one commit."""
    items, ready = shelf.sizes.due, shelf.due(shelf.sizes.due)
    work = shelf.place / "urge"

    def again() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(ready, work)

    found = measure({"ours": Side((duban(work, "urge"),), before=again)}, shelf.sizes.runs, warm=False)
    made = len(list((work / "papers").glob("*/*.docx")))
    if made != items:
        raise Failed(f"urge：应出{items}份催办通知单，出了{made}份")
    taken = found.wall("ours")
    yield Row(
        f"urge，{items}件应催，{made}份文书", ours=_seconds(taken), target="≤ 20 s", met=taken <= 20,
        figure=f"{taken / made * 1000:.0f} ms/份", note=f"一次提交，最多用内存 {found.peak('ours'):.0f} MB",
    )  # fmt: skip


def scale(shelf: Shelf) -> Iterator[Row]:
    """Ten times the items: as long for each, within a fifth, and not above 600 MB."""
    sizes = shelf.sizes
    small, large = shelf.book(sizes.items), shelf.book(sizes.large)
    for command in (("check",), _LIST_JSON):
        for state in ("热", "冷"):
            sides = {
                name: Side((duban(root, *command),), before=None if state == "热" else _forget(root))
                for name, root in (("small", small), ("large", large))
            }
            found = measure(sides, sizes.large_runs, warm=state == "热")
            grown = found.ratio("large", "small") * sizes.items / sizes.large
            grown_cpu = found.cpu_ratio("large", "small") * sizes.items / sizes.large
            work = f"{' '.join(command)}，{sizes.large}件，{state}"
            yield Row(
                f"{work}，每件", ours=_each(found.wall("large"), sizes.large), theirs=_each(found.wall("small"), sizes.items),
                figure=f"{grown:.2f}×", cpu=f"{grown_cpu:.2f}×", target="≤ 1.2×", met=grown <= 1.2,
                note=f"共{found.wall('large'):.1f} s；比：{sizes.items}件时每件；{sizes.large_runs}次",
            )  # fmt: skip
            peak = found.peak("large")
            yield Row(f"{work}，内存", ours=f"{peak:.0f} MB", target="< 600 MB", met=peak < 600)


def page(shelf: Shelf) -> Iterator[Row]:
    """One page of ours against docxtpl's."""
    command = (sys.executable, "-m", "tests.benchmarks.pages", str(shelf.sizes.pages))
    done = subprocess.run(command, cwd=_TOP, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(done.stderr)
    ours, theirs = map(float, done.stdout.split())
    yield Row(
        "一页催办通知单", ours=_each(ours, 1), theirs=_each(theirs, 1), figure=f"{ours / theirs:.2f}×",
        note=f"比：docxtpl；同一进程里{shelf.sizes.pages}页的中位数",
    )  # fmt: skip


ROWS: Mapping[str, Callable[[Shelf], Iterator[Row]]] = {
    f.__name__: f for f in (start, warm, cold, doorstop, accounting, history, urge, page, scale)
}
