"""``schema``: what is published is what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from duban_cli.ledger.item_format import ENTRY_FIELDS, ITEM_FIELDS
from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.vocabulary import ACTIONS
from duban_cli.views.schemas import OUTPUTS
from tests.cli.conftest import Duban, break_item, call

pytest_plugins = ("tests.gitkit",)
LEDGERS = Path(__file__).parents[2] / "ledgers"


def validator(*args: str) -> Draft202012Validator:
    schema = call("schema", *args).json
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(schema: Draft202012Validator, document: Any) -> list[str]:
    return [f"{list(e.path)}: {e.message}" for e in schema.iter_errors(document)]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("list", ("list",)),
        ("show", ("show", "2026-0018")),
        ("explain", ("explain", "2026-0018")),
        ("explain", ("explain", "2026-0019")),
        ("check", ("check",)),
        ("workday", ("workday", "2026-02-10", "+10")),
        ("error", ("show", "2026-0099")),
        ("bulletin", ("bulletin", "--from", "2026-03-01", "--to", "2026-03-31")),
        ("paper", ("paper", "2026-0018")),
        ("paper", ("paper", "2026-0018", "督查函")),
        ("unit", ("unit", "list")),
        ("write", ("reply", "2026-0018", "--content", "已清淤", "--signed-by", "张某/区长", "--draft")),
    ],
)
def test_real_outputs_fit_their_schema(duban: Duban, ledger: Path, name: str, args: tuple[str, ...]) -> None:
    break_item(ledger)
    assert complaints(validator("--output", name), duban(*args, "--format", "json").json) == []


def test_an_output_that_lacks_a_key_does_not_fit(duban: Duban) -> None:
    document = duban("list", "--format", "json").json
    del document["items"][0]["next"]
    assert complaints(validator("--output", "list"), document)


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_published_schema_is_one(name: str) -> None:
    schema = validator("--output", name).schema
    assert isinstance(schema, dict)
    assert {"title", "properties", "required"} <= set(schema)
    assert "version" in schema["required"]


def test_the_example_ledgers_files_fit_the_schema_of_items() -> None:
    schema = validator()
    paths = sorted(LEDGERS.glob("*/items/*/*.yaml"))
    assert paths
    for path in paths:
        assert complaints(schema, read_facts(path.read_bytes())) == [], path.name


def test_the_page_names_every_field_and_action() -> None:
    page = call("schema", "--page").out
    for key in [f.key for f in (*ITEM_FIELDS, *ENTRY_FIELDS)] + list(ACTIONS):
        assert f"| {key} |" in page


def test_an_unknown_output_is_wrong_use() -> None:
    answer = call("schema", "--output", "lists")
    assert answer.code == 2
    assert "是否想写 list" in answer.err
