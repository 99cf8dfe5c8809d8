"""What travels with the program is found, in the repository and in an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban_cli import shipped
from duban_cli.errors import NotFound
from duban_cli.exchange.site.pages import HOME, STATIC
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime


def test_every_packaged_regime_can_be_read() -> None:
    assert "yueyang" in shipped.regime_names()
    for name in shipped.regime_names():
        source = Source("regime.yaml")
        assert read_regime(shipped.regime_bytes(name), source) is not None, [p.text for p in source.problems]


def test_example_ledgers_are_found() -> None:
    assert "yueyang" in shipped.example_names()
    assert (shipped.example_dir("yueyang") / "duban.yaml").is_file()


def test_the_templates_of_the_public_site_travel_with_the_others() -> None:
    found = {path.name for path in (shipped.templates_dir() / HOME).iterdir()}
    assert found == {*STATIC, "框架.html", "清单.html", "事项.html", "统计.html"}


def test_an_installed_package_uses_its_own_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages/duban_cli"
    (package / "_shipped/templates").mkdir(parents=True)
    (package / "_shipped/ledgers/demo").mkdir(parents=True)
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    assert shipped.templates_dir() == package / "_shipped/templates"
    assert shipped.example_names() == ("demo",)
    assert shipped.example_dir("demo") == package / "_shipped/ledgers/demo"


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(NotFound) as told:
        shipped.regime_bytes("yueyan")
    assert told.value.hint == "是否指 yueyang"
    with pytest.raises(NotFound):
        shipped.example_dir("../..")
