"""What Typer says of a command it cannot take, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import typer

from duban_cli.errors import WrongUse

# Newer Typer carries click inside, older ones import it: its errors are found by the one Typer shows.
UsageError: type[Exception] = typer.BadParameter.__bases__[0]

_DASHED = re.compile(
    "([-\u2010-\u2015\u2212\u2500\ufe58\ufe63\uff0d]+)([A-Za-z][A-Za-z-]*(?:=.*)?)", re.DOTALL
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Missing command"), "没有写命令"),
    (re.compile(r"No such command '(.+?)'"), r"没有“\1”这个命令"),
    (re.compile(r"Option '(.+?)' requires an argument"), r"选项 \1 后面缺内容"),
    (re.compile(r"Option '(.+?)' requires (\d+) arguments"), r"选项 \1 后面应有\2个内容"),
    (re.compile(r"Option '(.+?)' does not take a value"), r"选项 \1 后面不写内容"),
    (re.compile(r"Got unexpected extra argument\S* \((.+)\)"), r"多写了：\1"),
    (re.compile(r"Argument '(.+?)' takes (\d+) values"), r"\1 应当写\2个"),
)


def in_chinese(error: Any, command: str) -> WrongUse:
    """The same refusal in words a clerk can act on; ``command`` is the one that was called, if Typer forgot."""
    ctx = getattr(error, "ctx", None)
    page = f"写法见 {ctx.command_path if ctx is not None else command} --help"
    match type(error).__name__:
        case "NoSuchOption":
            near = " 或 ".join(sorted(error.possibilities or ()))
            return WrongUse(f"没有 {error.option_name} 这个选项", f"是否指 {near}" if near else page)
        case "MissingParameter" if error.param is not None:
            return WrongUse(f"缺{name_of(error.param)}", page)
        case "BadParameter" if error.param is not None:
            return WrongUse(f"{name_of(error.param)}的写法不对：{error.message}", page)
    for pattern, words in _PATTERNS:
        found = pattern.search(error.message)
        if found:
            return WrongUse(found.expand(words), page)
    return WrongUse(f"命令写法不对：{error.message}", page)


def refuse_foreign_dashes(args: Sequence[str]) -> None:
    """Raises WrongUse: an option typed with the dashes Word and input methods make of ``--``."""
    for word in args:
        if word == "--":
            return
        found = _DASHED.fullmatch(word)
        if found and not found[1].isascii():
            raise WrongUse(
                f"“{word}”：选项前是中文破折号", f"写成 {'--' if len(found[2]) > 1 else '-'}{found[2]}"
            )


def refuse_single_dash(params: Iterable[Any], args: Sequence[str]) -> None:
    """Raises WrongUse: a long option typed with one dash, which would be read as ``-m`` and its value."""
    known = {name for param in params for name in param.opts}
    for word in args:
        if word == "--":
            return
        found = _DASHED.fullmatch(word)
        if found and found[1] == "-" and f"--{found[2].partition('=')[0]}" in known:
            raise WrongUse(f"“{word}”少了一个短横", f"写成 -{word}")


def name_of(param: Any) -> str:
    """An option or argument as messages name it."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name).rstrip("…")
    return f"选项 {max(param.opts, key=len)} "
