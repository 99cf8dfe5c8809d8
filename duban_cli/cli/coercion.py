"""Parameter values as the parsers of ``options`` read them, without the library Typer would load for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from duban_cli.cli.usage import name_of
from duban_cli.errors import WrongUse

_Parser = Callable[[str], Any]


class _AsGiven:
    """Stands in for Typer's own conversion: text stays text unless the option has a parser."""

    def __init__(self, parse: _Parser | None, *, many: bool) -> None:
        self.parse = parse
        self.many = many

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - Typer's signature
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        return [self._read(one, param) for one in value] if self.many else self._read(value, param)

    def _read(self, value: Any, param: Any) -> Any:
        """Raises WrongUse, naming the option."""
        if self.parse is None or not isinstance(value, str):
            return value
        try:
            return self.parse(value)
        except WrongUse as error:
            raise type(error)(f"{name_of(param).strip()}：{error.message}", error.hint) from None


def parser_of(param: Any) -> _Parser | None:
    """The parser an option or argument was given, in newer and older Typer."""
    kind = getattr(param, "type_descriptor", None)
    found = kind.parameter_info.parser if kind is not None else getattr(param.type, "func", None)
    return found if callable(found) else None


def take_as_given(params: Iterable[Any]) -> None:
    """Let options and arguments be read by their own parsers, and text and flags be left as they are.

    Newer Typer converts even text by pydantic, which takes 0.15 s to load, as long as the rest of a command.
    Older Typer has no such hook and needs none: its own conversion comes to the same.
    """
    for param in params:
        kind = getattr(param, "type_descriptor", None)
        if kind is None or not hasattr(param, "_runtime_param"):
            continue
        parse = kind.parameter_info.parser
        if parse is not None or kind.annotation in (str, bool, list[str]):
            param._runtime_param = _AsGiven(parse, many=kind.is_list)
