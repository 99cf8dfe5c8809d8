"""The variables of templates: documented once, complete, and cheap to import."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from duban_cli.documents.fields import Blank, Fields, Variable, example, variables
from duban_cli.documents.kinds import TEMPLATES
from duban_cli.documents.reference import reference
from duban_cli.documents.render import check_template
from tests.documents.papers import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator


def _all(known: tuple[Variable, ...]) -> Iterator[tuple[Variable, ...]]:
    yield known
    for one in known:
        yield from _all(one.parts)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_variable_has_a_name_of_its_own_a_meaning_and_an_example(kind: str) -> None:
    for group in _all(variables(TEMPLATES[kind].context)):
        names = [one.name for one in group]
        assert len(names) == len(set(names))
        for one in group:
            assert one.meaning
            assert not one.name.isascii()
            assert (one.example is None) == (one.record is not None)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_shipped_template_prints_the_examples(kind: str) -> None:
    check_template(kind, [SHIPPED])


def test_every_kind_has_its_template() -> None:
    assert {path.stem for path in SHIPPED.glob("*.md")} >= set(TEMPLATES)


def test_the_reference_names_every_variable() -> None:
    page = reference()

    for kind in TEMPLATES.values():
        assert f"## {kind.name}\n" in page
        for one in variables(kind.context):
            assert f"| {one.name} | {one.meaning}" in page
    assert "95.1%（.分子 39，.分母 41）" in page


def test_a_field_without_documentation_is_refused() -> None:
    @dataclass(frozen=True)
    class Undocumented(Fields):
        name: str

    with pytest.raises(TypeError, match=r"Undocumented\.name"):
        variables(Undocumented)


def test_a_blank_that_must_be_given_counts_as_there() -> None:
    assert Blank("联系人")
    assert not Blank("来文", optional=True)
    assert str(Blank("联系人")) == "【待填：联系人】"


def test_examples_are_equal_each_time() -> None:
    for kind in TEMPLATES.values():
        assert example(kind.context) == example(kind.context)


def test_nothing_heavy_is_imported_before_a_paper_is_made() -> None:
    code = (
        "import sys, duban_cli.documents.render, duban_cli.documents.context\n"
        "heavy = {'docx', 'lxml', 'jinja2', 'markdown_it'} & {name.split('.')[0] for name in sys.modules}\n"
        "sys.exit(','.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
