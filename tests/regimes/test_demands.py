"""The table of demands is walked row by row, and what each row claims is run."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from duban_cli.cli.app import COMMANDS
from duban_cli.ledger.demands_file import demands
from duban_cli.shipped import regime_names
from tests.clerk import run
from tests.regimes import (
    checks_county,
    checks_daguan,
    checks_hebei,
    checks_hebei_papers,
    checks_law,
    checks_measures,
    checks_yueyang,
)
from tests.regimes.scene import regime

pytest_plugins = ("tests.gitkit", "tests.clerk", "tests.offices")

MODULES = (
    checks_yueyang, checks_measures, checks_county, checks_daguan, checks_hebei, checks_hebei_papers, checks_law,
)  # fmt: skip
BY_HAND = "人工"
"""In place of a check: what people do, not the program."""
HELPERS = frozenset({"handed", "replied"})
EXAMPLES = frozenset({"shanxi-13710"})
"""Regimes that rest on none of the documents of the table."""


def _checks(module: ModuleType) -> Iterator[tuple[str, Callable[..., None]]]:
    for name, found in inspect.getmembers(module, inspect.isfunction):
        if found.__module__ == module.__name__ and name not in HELPERS and not name.startswith("_"):
            yield name, found


CHECKS: dict[str, Callable[..., None]] = {name: f for module in MODULES for name, f in _checks(module)}
ROWS = demands()
RUN = list(dict.fromkeys(row.check for row in ROWS if row.check != BY_HAND))


@pytest.mark.parametrize("name", RUN)
def test_what_the_table_says_is_so(name: str, request: pytest.FixtureRequest) -> None:
    assert name in CHECKS, f"要求对照表里的检验“{name}”没有"
    check = CHECKS[name]
    check(**{taken: request.getfixturevalue(taken) for taken in inspect.signature(check).parameters})


def test_every_check_serves_a_demand() -> None:
    assert set(CHECKS) == set(RUN)


def test_no_name_is_used_twice() -> None:
    assert len(CHECKS) == sum(1 for module in MODULES for _ in _checks(module))


def test_what_people_do_is_said_so() -> None:
    for row in ROWS:
        assert (row.check == BY_HAND) == row.means.startswith("人工："), row
        assert len(row.means.removeprefix("人工：")) > 4, row


def test_no_check_passes_by_doing_nothing() -> None:
    for name, check in CHECKS.items():
        body = ast.parse(inspect.getsource(check)).body[0]
        assert isinstance(body, ast.FunctionDef)
        sure = [line for line in body.body if isinstance(line, ast.Assert)]
        # A loop over words written in the loop itself is never empty.
        for line in body.body:
            if isinstance(line, ast.For) and _written_out(line.iter):
                sure += [inner for inner in ast.walk(line) if isinstance(inner, ast.Assert)]
        refusals = [n for n in ast.walk(body) if isinstance(n, ast.Attribute) and n.attr == "refused"]
        assert sure or refusals, f"{name} 没有一处非断言不可"


def _written_out(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "enumerate":
        return _written_out(node.args[0])
    return isinstance(node, ast.Tuple | ast.List) and bool(node.elts)


def _cited(name: str) -> set[str]:
    """Every clause a regime rests on that is a document's."""
    found: set[str] = set()

    def walk(value: Any) -> None:
        if type(value).__name__ == "Clause":
            if value.document is not None and value.article:
                found.add(value.text)
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, tuple | list):
            for one in value:
                walk(one)
        elif hasattr(value, "__dataclass_fields__"):
            for key in value.__dataclass_fields__:
                walk(getattr(value, key))

    walk(regime(name))
    for clauses in regime(name).procedure.values():
        walk(clauses)
    walk(dict(regime(name).categories))
    walk(dict(regime(name).common))
    for category in regime(name).categories.values():
        walk(dict(category.duties))
    return found


@pytest.mark.parametrize("name", sorted(set(regime_names()) - EXAMPLES))
def test_every_clause_a_regime_cites_is_in_the_table(name: str) -> None:
    said = {row.clause for row in ROWS}
    # A clause may be cited whole, its parts being rows of their own.
    missing = {c for c in _cited(name) if not any(s == c or s.startswith(c) for s in said)}
    assert not missing, sorted(missing)


def test_commands_and_options_that_are_named_exist() -> None:
    spelt = {name for command in COMMANDS for name in (command.name, command.alias)}
    named: dict[str, set[str]] = {}
    for row in ROWS:
        for found in re.finditer(r"duban ([a-z]+)((?: [^；，。（）、]*)?)", row.means):
            assert found[1] in spelt, row
            named.setdefault(found[1], set()).update(re.findall(r"--[a-z-]+", found[2]))
    assert len(named) > 10
    for command, options in named.items():
        page = run(command, "--help").out
        assert not {option for option in options if option not in page}, command
