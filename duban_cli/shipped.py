"""What travels with the program beside its code: regimes, templates of papers, example ledgers."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from duban_cli.errors import NotFound
from duban_cli.text import nearest

_PACKAGE = Path(__file__).resolve().parent
_LIGHTS = "lights.yaml"
_DEMANDS = "demands.yaml"


def regime_names() -> tuple[str, ...]:
    """The packaged regimes, by the names ``duban.yaml`` and ``init --regime`` use."""
    found = (f.name for f in files("duban_cli.regimes").iterdir())
    return tuple(
        sorted(n.removesuffix(".yaml") for n in found if n.endswith(".yaml") and n not in (_LIGHTS, _DEMANDS))
    )


def regime_bytes(name: str) -> bytes:
    """The regime file of that name, as it is copied into a new ledger. Raises NotFound."""
    if name not in regime_names():
        raise _unknown("制度", name, regime_names())
    return files("duban_cli.regimes").joinpath(f"{name}.yaml").read_bytes()


def lights_bytes() -> bytes:
    """The file of the ways of lighting a new regime can take over."""
    return files("duban_cli.regimes").joinpath(_LIGHTS).read_bytes()


def demands_bytes() -> bytes:
    """The table of what the source documents demand, and how each demand is met."""
    return files("duban_cli.regimes").joinpath(_DEMANDS).read_bytes()


def templates_dir() -> Path:
    """The directory of the packaged templates."""
    return _top("templates")


def example_names() -> tuple[str, ...]:
    """The example ledgers."""
    home = _top("ledgers")
    return tuple(sorted(p.name for p in home.iterdir() if p.is_dir())) if home.is_dir() else ()


def example_dir(name: str) -> Path:
    """The example ledger of that name. Raises NotFound."""
    if name not in example_names():
        raise _unknown("示例台账", name, example_names())
    return _top("ledgers") / name


def _top(directory: str) -> Path:
    """In a wheel these lie inside the package; in the repository at its top, where a clerk looks for them."""
    shipped = _PACKAGE / "_shipped" / directory
    return shipped if shipped.is_dir() else _PACKAGE.parent / directory


def _unknown(what: str, name: str, known: tuple[str, ...]) -> NotFound:
    near = nearest(name, known)
    return NotFound(f"没有“{name}”这个{what}", f"是否指 {near}" if near else f"可用：{'、'.join(known)}")
