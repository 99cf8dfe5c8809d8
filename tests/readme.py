"""README.md as data: its two commands, its console examples, and the sections written from the code.

``python -m tests.readme`` writes those sections anew.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duban_cli.cli.app import COMMANDS
from duban_cli.documents.reference import reference
from duban_cli.views.page import format_page
from tests.exchange.workbooks import workbook

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
TEMPLATE_PAGE = ROOT / "templates" / "变量说明.md"


@dataclass(frozen=True, slots=True)
class Example:
    """One command of a console block and what is printed below it."""

    line: str
    shown: str

    @property
    def args(self) -> tuple[str, ...]:
        return tuple(shlex.split(self.line))


def section(text: str, name: str) -> str:
    """What stands between ``<!-- name -->`` and ``<!-- /name -->``."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
    assert found, f"README has no section {name}"
    return found[1]


def command(name: str) -> str:
    """One of the two opening commands: ``demo`` or ``tests``."""
    lines = [
        line for line in section(README.read_text(encoding="utf-8"), name).splitlines() if line[:3] != "```"
    ]
    assert len(lines) == 1, f"the command {name} is one line"
    return lines[0]


@dataclass(frozen=True, slots=True)
class File:
    """A file a block shows, by the path after its language: it is written where the block stands."""

    path: str
    content: str


def steps() -> Iterator[Example | File]:
    """Every command of the console blocks and every file shown, in order."""
    text = README.read_text(encoding="utf-8")
    for language, path, block in re.findall(
        r"^```(console|csv|yaml)(?: (\S+))?\n(.*?)^```", text, re.DOTALL | re.M
    ):
        if path:
            yield File(path, block)
        elif language == "console":
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, shown = part.partition("\n")
                yield Example(line, shown)


def examples() -> list[Example]:
    """Every command of the console blocks, in order."""
    return [one for one in steps() if isinstance(one, Example)]


def from_excel() -> list[Example | File]:
    """The walk-through from a 台账 kept in Excel to its first 催办通知单."""
    told = list(steps())
    start = next(n for n, s in enumerate(told) if isinstance(s, File) and s.path.endswith(".xlsx"))
    urged = (n for n, s in enumerate(told) if n > start and isinstance(s, Example) and s.args[-1] == "urge")
    return told[start : next(urged) + 1]


def as_workbook(text: str) -> bytes:
    """The table as Excel keeps it: the title and the head of two rows merged, numbers and days as such."""
    rows = list(csv.reader(io.StringIO(text)))
    last = chr(ord("A") + len(rows[0]) - 1)
    merged = [f"A1:{last}1"]
    for c, letter in enumerate(map(chr, range(ord("A"), ord(last) + 1))):
        if rows[1][c] and not rows[2][c]:
            merged.append(f"{letter}2:{letter}3")
        elif rows[1][c] and c + 1 < len(rows[1]) and not rows[1][c + 1] and rows[2][c + 1]:
            merged.append(f"{letter}2:{chr(ord(letter) + 1)}2")
    cells: list[list[object]] = [[_typed(cell) for cell in row] for row in rows]
    return workbook(cells, merged=merged, title="督办台账")


def _typed(cell: str) -> object:
    if re.fullmatch(r"\d{4}\.\d{1,2}\.\d{1,2}", cell):
        return datetime.strptime(cell, "%Y.%m.%d")  # noqa: DTZ007 - Excel's days have no zone
    return int(cell) if cell.isdecimal() else cell or None


def run_examples(
    where: Path, wanted: Iterable[Example | File] | None = None
) -> Iterator[tuple[Example, subprocess.CompletedProcess[str]]]:
    """Run the examples in order, as a clerk with a name and an address in git would, starting in ``where``."""
    home = where / "家目录"
    start = here = where / "桌面"
    home.mkdir()
    start.mkdir()
    (home / ".gitconfig").write_text("[user]\nname = 王某\nemail = wang@example.invalid\n", encoding="utf-8")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "DUBAN_"))}
    env |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "none")}
    for example in steps() if wanted is None else wanted:
        if isinstance(example, File):
            if example.path.endswith(".xlsx"):
                (start / example.path).write_bytes(as_workbook(example.content))
                continue
            bom = "utf-8-sig" if example.path.endswith(".csv") else "utf-8"
            (start / example.path).parent.mkdir(exist_ok=True)
            (start / example.path).write_text(example.content, encoding=bom)
            continue
        if example.args[0] == "cd":
            here = here / example.args[1]
            continue
        if example.args[1] in ("init", "demo"):
            here = start
        yield example, subprocess.run(
            [sys.executable, "-m", "duban_cli", *example.args[1:]],
            cwd=here, env=env, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip


def plain(text: str) -> list[str]:
    """Output as lines, blanks at their ends left out."""
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def with_outputs(text: str) -> str:
    """README with what its examples print now, where it shows what they print."""
    with tempfile.TemporaryDirectory() as where:
        for example, done in run_examples(Path(where)):
            if example.shown.strip():
                fresh = "\n".join(plain(done.stdout)) + "\n"
                text = text.replace(f"{example.line}\n{example.shown}", f"{example.line}\n{fresh}")
    return text


def commands_table() -> str:
    """Every command, by its group."""
    rows = [f"| `{c.name}` | {c.alias} | {c.help} | {c.group} |\n" for c in COMMANDS]
    return "| 命令 | 中文名 | 做什么 | 类 |\n| --- | --- | --- | --- |\n" + "".join(rows)


def fields_page() -> str:
    """The page of fields and 动作, its headings one level deeper than on its own."""
    return re.sub(r"^(#+) ", r"#\1 ", format_page(), flags=re.MULTILINE)


def written(text: str) -> str:
    """README with its sections from the code written anew."""
    for name, content in (("commands", commands_table()), ("fields", fields_page())):
        before, rest = text.split(f"<!-- {name} -->\n")
        text = f"{before}<!-- {name} -->\n{content.strip()}\n<!-- /{name} -->{rest.split(f'<!-- /{name} -->')[1]}"
    return text


def main() -> None:
    """Write the sections, the outputs and the page of template variables."""
    README.write_text(with_outputs(written(README.read_text(encoding="utf-8"))), encoding="utf-8")
    TEMPLATE_PAGE.write_text(reference().rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
