"""The yardsticks: what other programs do with as much of their own, made from the same matters where they can hold them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.books import book_matters
from tests.benchmarks.timing import ENVIRONMENT

PYTHON = sys.executable
PASS = (PYTHON, "-c", "pass")
IMPORT_TYPER = (PYTHON, "-c", "import typer")
_READ = """
import hashlib, os, sys
for place, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(place, name), "rb") as file:
            hashlib.sha256(file.read()).digest()
"""
_RUAMEL = """
import sys
from pathlib import Path
from ruamel.yaml import YAML
yaml = YAML(typ="safe")
for path in Path(sys.argv[1]).glob("*/*.yaml"):
    yaml.load(path.read_bytes())
"""


def reading(root: Path) -> tuple[str, ...]:
    """Reading and hashing every item's file."""
    return (PYTHON, "-c", _READ, str(root / "items"))


def ruamel(root: Path) -> tuple[str, ...]:
    """``YAML(typ="safe")`` over every item's file."""
    return (PYTHON, "-c", _RUAMEL, str(root / "items"))


def tool(name: str) -> str | None:
    """Where a program is: beside this Python, or on the PATH."""
    beside = Path(PYTHON).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def make_doorstop(root: Path, items: int, doorstop: str) -> Path:
    """A doorstop document of the same matters: each item's fields stand beside doorstop's own, all reviewed."""
    root.mkdir(parents=True)

    def run(*command: str) -> None:
        subprocess.run(command, cwd=root, env=ENVIRONMENT, capture_output=True, check=True)

    run("git", "init", "-q", ".")
    run(doorstop, "create", "REQ", "reqs", "--digits", "6")
    for number, matter in enumerate(book_matters(items), 1):
        own = (
            f"active: true\nderived: false\nheader: ''\nlevel: '1.{number}'\nlinks: []\nnormative: true\nref: ''\n"
            f"reviewed: null\ntext: |\n  {matter.header['标题']}\n"
        )
        (root / "reqs" / f"REQ{number:06}.yml").write_text(own + matter.text(), encoding="utf-8")
    run(doorstop, "-F", "review", "all")
    return root


_SPENDING = (
    "Food",
    "Rent",
    "Travel:Train",
    "Travel:Flight",
    "Health",
    "Books",
    "Office:Paper",
    "Office:Post",
)
_PAYEES = ("新华书店", "铁路局", "邮政局", "房东", "市医院", "供电公司", "文具店", "食堂")


def make_journals(root: Path, transactions: int) -> tuple[Path, Path]:
    """Ten years of spending of so many transactions: for beancount and for hledger."""
    root.mkdir(parents=True, exist_ok=True)
    accounts = ("Assets:Bank", *(f"Expenses:{name}" for name in _SPENDING))
    begin = date(2017, 1, 1)
    bean = [f"{begin} open {account}" for account in accounts]
    plain = [f"account {account}" for account in accounts]
    for n in range(transactions):
        day = begin + timedelta(days=n * 3600 // transactions)
        to, payee, amount = (
            accounts[1 + n % len(_SPENDING)],
            _PAYEES[n * 7 % len(_PAYEES)],
            f"{n * 37 % 90_000 / 100 + 1:.2f}",
        )
        bean.append(
            f'{day} * "{payee}" "第{n}笔"\n  number: "{n}"\n  {to}  {amount} CNY\n  Assets:Bank  -{amount} CNY'
        )
        plain.append(f"{day} * {payee} | 第{n}笔\n    {to}  {amount} CNY\n    Assets:Bank  -{amount} CNY")
    paths = root / "spending.beancount", root / "spending.journal"
    for path, written in zip(paths, (bean, plain), strict=True):
        path.write_text("\n\n".join(written) + "\n", encoding="utf-8")
    return paths
