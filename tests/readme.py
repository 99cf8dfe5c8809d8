"""README.md as data: its two commands, its console examples, and the sections written from the code.

``python -m tests.readme`` writes those sections anew.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duban_cli.cli.app import COMMANDS
from duban_cli.documents.reference import reference
from duban_cli.views.page import format_page

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


def run_examples(where: Path) -> Iterator[tuple[Example, subprocess.CompletedProcess[str]]]:
    """Run every example in order, as a clerk with a name and an address in git would, starting in ``where``."""
    home = where / "家目录"
    start = here = where / "桌面"
    home.mkdir()
    start.mkdir()
    (home / ".gitconfig").write_text("[user]\nname = 王某\nemail = wang@example.invalid\n", encoding="utf-8")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "DUBAN_"))}
    env |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "none")}
    for example in steps():
        if isinstance(example, File):
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
