"""Offices under each packaged regime, for tests that need real commands.

A test module that takes ``office`` says ``pytest_plugins = ("tests.gitkit", "tests.clerk", "tests.offices")``. Its
own asserts say what they must: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clerk import Clerk, run, set_identity

UNIT, OTHER, OFFICE = "甲局", "乙局", "示例督查室"
OfficeOf = Callable[[str], Clerk]
"""The name of a regime → a ledger of it, to be written to."""


@pytest.fixture(scope="session")
def blanks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A ledger of each regime as ``init`` and ``unit add`` make it; copied, never written to."""
    made: dict[str, Path] = {}

    def blank(name: str) -> Path:
        if name not in made:
            made[name] = _blank(tmp_path_factory.mktemp(name) / "台账", name)
        return made[name]

    return blank


def _blank(root: Path, name: str) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        set_identity(patch)
        told = run(
            "init", str(root), "--office", OFFICE, "--government", "示例市人民政府", "--code", "示", "--regime", name,
            "--contact", "王某", "--phone", "000-0000000",
        )  # fmt: skip
        assert told.code == 0, told.text
        clerk = Clerk(root)
        for unit, head in ((UNIT, "张某"), (OTHER, "钱某"), (OFFICE, "李某")):
            clerk.do("unit", "add", unit, "--head", head)
        # 约谈通知 must say where the office is, 问责建议 whose 监察机关 it goes to.
        settings = clerk.text("duban.yaml").replace("电话: ", "地址: 示例大楼三楼, 电话: ")
        clerk.write("duban.yaml", settings + "地区: 示例市\n")
        clerk.do("save", today="2026-01-04")
    return root


@pytest.fixture
def office(identity: None, blanks: Callable[[str], Path], tmp_path: Path) -> OfficeOf:
    """A ledger of the named regime, to be written to."""

    def of(name: str) -> Clerk:
        shutil.copytree(blanks(name), tmp_path / name)
        return Clerk(tmp_path / name)

    return of
