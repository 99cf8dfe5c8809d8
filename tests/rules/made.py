"""Regimes made for a test: 岳阳's packaged one with a section written anew."""

from __future__ import annotations

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.regime import Regime
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.workdays import WorkCalendar
from tests.kit import at, known_units, packaged_regime, read

BASE = packaged_regime().decode()


def with_section(start: str, text: str, base: str = BASE) -> str:
    """The regime's file with one section, from its key to the blank line behind it, written anew."""
    begin = base.index(start if start.endswith("\n") else f"\n{start}") + (not start.endswith("\n"))
    end = base.find("\n\n", begin)
    return base[:begin] + text.strip("\n") + (base[end:] if end >= 0 else "\n")


def with_common(line: str, base: str = BASE) -> str:
    """The regime's file with a rule more under 通用."""
    return base.replace("\n通用:\n", f"\n通用:\n  {line}\n", 1)


def regime_of(text: str) -> Regime:
    """The regime a text says; fails the test with its findings where it says none."""
    source = Source("regime.yaml")
    found = read_regime(text.encode(), source)
    assert found is not None, [p.text for p in source.problems]
    return found


def standing_by(regime: str, item: str, day: str) -> Standing:
    """Where an item stands on a day by a regime's text."""
    book = Rulebook(regime_of(regime), WorkCalendar(), known_units().canonical)
    return stand(read(item), book, at(day))
