"""演示: an example ledger replayed act by act, then a day's work on it, each step told as it is run."""

from __future__ import annotations

import shlex
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from duban_cli.cli import app as commands
from duban_cli.cli.demo_walks import WALKS, Walk
from duban_cli.cli.terminal import out, talk
from duban_cli.cli.writing import file_reader, new_directory
from duban_cli.errors import DubanError, WrongUse
from duban_cli.history import Repo
from duban_cli.ledger.apply import apply
from duban_cli.ledger.change import Change, FileWrite
from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.store import Ledger, load
from duban_cli.plans.replay import acts_of, moments, plan_act
from duban_cli.plans.setup import DIRECTORIES, GITATTRIBUTES, GITIGNORE
from duban_cli.plans.sheet import Inputs
from duban_cli.rules.moments import SHANGHAI, Now
from duban_cli.shipped import example_dir, templates_dir

DEMO_DAY = date(2026, 11, 20)
_FIRST_HOUR = time(9, 0)
_PACE = timedelta(minutes=7)
_BASE_FILES = ("duban.yaml", "units.yaml", "regime.yaml")


def demo(
    ctx: typer.Context,  # noqa: ARG001 - every command is called with it
    directory: Annotated[Path, typer.Argument(metavar="目录", help="演示台账放在哪里", parser=Path)] = Path(
        "duban-demo"
    ),
    build_only: Annotated[bool, typer.Option("--build-only", help="只建示例台账，不走一天的工作")] = False,
    regime: Annotated[
        str,
        typer.Option("--regime", metavar="制度", help="演示哪一种制度的台账：yueyang、county、daguan、hebei"),
    ] = "yueyang",
) -> int:
    """演示：在一个新目录里重演示例台账（每次办理一次提交），再走一遍一天的工作。

    不需要终端，也不需要先设置 git 的姓名和邮箱。

    例：duban demo

    例：duban demo --build-only 演示台账

    例：duban demo --regime daguan 三查三单
    """
    root = directory.expanduser().resolve()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        chosen = "" if regime == "yueyang" else f"--regime {shlex.quote(regime)} "
        raise WrongUse(f"{directory} 已经存在，不是空目录", f"换一个目录名，如 duban demo {chosen}演示台账2")
    office = load(example_dir(regime)).need().settings.office
    talk(f"正在重演{office}的示例台账（人名、电话均为示例）：{directory}")
    with new_directory(root):
        count = build(regime, root)
    out(f"示例台账已建好：{directory}，{count}次办理，每次一次提交（git log 可看经过）。")
    return 0 if build_only else _walk(root, directory, WALKS[regime])


def build(name: str, root: Path) -> int:
    """Replay an example ledger into ``root``, a commit for each act on its day; returns how many."""
    source = example_dir(name)
    read_example = file_reader(source)
    example = load(source).need()
    repo = Repo.init(root)
    repo.set_identity(example.settings.office, "ducha@example.invalid")
    acts = acts_of(example, read_example)
    days = list(moments(acts))
    apply(root, _first(source, example), when=days[0].replace(hour=8, minute=30))
    headers = {
        item.id: {
            k: v for k, v in (read_facts(read_example(item.path) or b"") or {}).items() if k != HISTORY_KEY
        }
        for item in example.items.values()
    }
    ledger = load(root).need()
    read = file_reader(root)
    for act, when in zip(acts, days, strict=True):
        inputs = Inputs(ledger=ledger, now=Now(act.day), read=read, templates=(templates_dir(),))
        change, after = plan_act(inputs, act, headers)
        apply(root, change, when=when)
        ledger = after or load(root).need()
    return len(acts)


def _first(source: Path, example: Ledger) -> Change:
    files = {n: (source / n).read_bytes() for n in _BASE_FILES if (source / n).is_file()}
    files |= {f"calendar/{p.name}": p.read_bytes() for p in sorted((source / "calendar").glob("*.yaml"))}
    files |= {".gitattributes": GITATTRIBUTES, ".gitignore": GITIGNORE}
    files |= {f"{d}/.gitkeep": b"" for d in DIRECTORIES}
    return Change(
        writes=tuple(FileWrite(path=p, content=c, expect=None) for p, c in files.items()),
        subject=f"建账：{example.settings.office}", body=f"制度：{example.regime.name}",
        trailers=(("Duban-Action", "建账"),),
    )  # fmt: skip


def _walk(root: Path, directory: Path, steps: Walk) -> int:
    """A day at the desk, 2026-11-20: every line is a command that can be typed."""
    shown = shlex.quote(str(directory))
    today = f"--today {DEMO_DAY.isoformat()}"
    worst = 0
    for number, (title, line) in enumerate(steps.lines):
        out(f"\n{title}\n$ duban -C {shown} {today} {line}")
        # One act after another on the day played, so that git log reads in order whatever the machine's clock.
        recorded = datetime.combine(DEMO_DAY, _FIRST_HOUR, SHANGHAI) + number * _PACE
        try:
            code = commands.run_command(["-C", str(root), *shlex.split(f"{today} {line}")], recorded=recorded)
        except DubanError as error:
            talk(error.message)
            code = error.exit_code
        worst = max(worst, code)
    out(f"\n演示完毕。已发的文书在 {directory / 'papers'}，送审稿在 {directory / 'drafts'}。")
    out(f"接着试：cd {shown}，再运行 duban list、duban show {steps.shown}、git log")
    return worst
