"""Help pages in Chinese, aligned by the width of the letters, and commands that show them."""

from __future__ import annotations

import inspect
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from duban_cli.cli.coercion import take_as_given
from duban_cli.cli.usage import refuse_single_dash
from duban_cli.errors import WrongUse
from duban_cli.text import cell_width, pad

if TYPE_CHECKING:
    from collections.abc import Iterable

HELP_OPTIONS = ["--help", "-h"]
EVERYWHERE = frozenset({"-C", "--today", "--version"})
"""Options shown apart: they belong to duban, not to the command."""


class HelpCommand(TyperCommand):
    """One command; its docstring is its help, an example (例：) at the end."""

    alias: str | None = None

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        refuse_single_dash(self.get_params(ctx), args)
        refuse_missing_value(self, ctx, args)
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:
        return plain_help(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(command_page(self, ctx, self.alias))


class HelpGroup(TyperGroup):
    """A command with commands of its own (``unit add``): ``typer.Typer(cls=HelpGroup)``."""

    alias: str | None = None

    def get_help_option(self, ctx: Any) -> Any:
        return plain_help(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        rows = [
            (name, (inspect.cleandoc(command.help or "").splitlines() or [""])[0])
            for name, command in self.commands.items()
            if not command.hidden
        ]
        formatter.write(command_page(self, ctx, self.alias, rows))


def refuse_missing_value(command: Any, ctx: Any, args: list[str]) -> None:
    """Raises WrongUse: an option that takes a value is followed by another option (``--title --category …``)."""
    params = [p for p in command.get_params(ctx) if p.param_type_name == "option"]
    known = {name: not p.is_flag for p in params for name in p.opts}
    for word, after in pairwise(args):
        if word == "--":
            return
        if known.get(word) and after.startswith("--") and after in known:
            raise WrongUse(
                f"选项 {word} 后面缺内容，直接写了 {after}", f"内容真是这样的，写作 {word}={after}"
            )


def plain_help(option: Any) -> Any:
    """Typer's ``--help``, which it makes by itself, taken as given like every other flag."""
    take_as_given([option] if option is not None else [])
    return option


def command_page(command: Any, ctx: Any, alias: str | None, commands: Iterable[tuple[str, str]] = ()) -> str:
    """The help page of one command."""
    params = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [p for p in params if p.param_type_name == "argument"]
    options = [p for p in params if p.param_type_name == "option" and "--help" not in p.opts]
    common = [p for p in options if EVERYWHERE & set(p.opts)]
    own = [p for p in options if p not in common]
    path = ctx.command_path
    if alias and path.endswith(f" {alias}"):
        path = path.removesuffix(alias) + command.name
    name = f"{path}（{alias}）" if alias else path
    words = [
        name,
        *map(_usage, arguments),
        *(["[选项]"] if options else []),
        *(["命令 …"] if commands else []),
    ]
    parts = [f"用法：{' '.join(words)}", inspect.cleandoc(command.help or "")]
    parts += section("命令：", commands)
    parts += section("参数：", [(_metavar(p), p.help or "") for p in arguments])
    parts += section("选项：", [option_row(p) for p in own])
    parts += section("通用选项：", [*(option_row(p) for p in common), ("-h, --help", "显示这一页")])
    return "\n\n".join(part for part in parts if part) + "\n"


def section(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """A heading with two columns under it; nothing at all without rows."""
    given = list(rows)
    if not given:
        return []
    width = min(max(cell_width(left) for left, _ in given), 34)
    return [title + "\n" + "\n".join(f"  {pad(left, width)}  {right}".rstrip() for left, right in given)]


def option_row(param: Any) -> tuple[str, str]:
    """``--unit 单位`` and what it means."""
    names = ", ".join(sorted(param.opts, key=len))
    left = names if param.is_flag else f"{names} {_metavar(param)}"
    return left, f"{param.help or ''}{'（必写）' if param.required else ''}"


def _usage(argument: Any) -> str:
    return _metavar(argument) if argument.required else f"[{_metavar(argument)}]"


def _metavar(param: Any) -> str:
    return str(param.metavar or "值")
