"""What may stand where the cursor is, answered to a shell's completion script (``cli/shells/``).

The script calls duban with the shell's name in ``_DUBAN_COMPLETE``, the words before the cursor in
``_DUBAN_WORDS``, a line each, and the unfinished one in ``_DUBAN_WORD``. A line is printed for each answer:
``value<TAB>2026-0018<TAB>标题``, or ``file``, ``directory`` for the shell to look for by itself.

Which word is asked for is found by click, as for any of its programs; its scripts and Typer's are not used: Typer's
for zsh has the shell evaluate what is printed, and titles come from files.

Nothing is written, nothing is said on stderr, and whatever is wrong with the ledger the answer is only shorter.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
from importlib import import_module
from typing import TYPE_CHECKING, Any

from duban_cli.cli.candidates import candidates
from duban_cli.cli.context import Asked
from duban_cli.cli.help import HELP_OPTIONS
from duban_cli.cli.usage import UsageError
from duban_cli.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHELL = "_DUBAN_COMPLETE"
_WORDS = "_DUBAN_WORDS"
_WORD = "_DUBAN_WORD"
_HELP_WIDTH = 60
_UNQUOTED = frozenset(" \t\"'\\$`&|;<>(){}[]*?!#~^%")
"""Values with any of these would have to be quoted, each shell in its way: not offered."""

# Newer Typer carries click inside, older ones import it.
_click: Any = import_module(f"{UsageError.__module__.rpartition('.')[0]}.shell_completion")


def teach(params: Iterable[Any]) -> None:
    """Have options and arguments answer with what duban knows of their values."""
    for param in params:
        param.shell_complete = _Values(param)


def offer(values: Iterable[tuple[str, str]], incomplete: str) -> list[Any]:
    """Of the values, each with its meaning, those that begin as the word does."""
    return [_click.CompletionItem(value, help=told) for value, told in values if value.startswith(incomplete)]


def answer(root: Any) -> str:
    """The lines for the shell; empty when there is nothing to offer."""
    words = [_bare(w) for w in _variable(_WORDS).split("\n")][1:]
    word = _bare(_variable(_WORD))
    shell = os.environ[SHELL]
    # What resolving a half-written command prints or raises is nobody's business.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return _ask(root, shell, words, word)
        except (Exception, SystemExit):
            return ""


def _ask(root: Any, shell: str, words: list[str], word: str) -> str:
    if shell == "bash":  # it takes --unit=楼 for three words
        words, word = _joined(words, word)
    given, typed = [*words], word
    whole = word.startswith("--") and "=" in word and shell != "bash"
    before = f"{word.partition('=')[0]}=" if whole else ""
    if words and words[-1].startswith("-") and not word.startswith("-"):
        # An option without its value would keep click from reading the words before it.
        words, word = words[:-1], f"{words[-1]}={word}"
    asker = _asker(root)
    found = asker.get_completions(words, word)
    if not found and not typed:
        found = asker.get_completions(given, "-")  # nothing but options may stand here
    lines = [_line(item, before) for item in found if not _UNQUOTED & set(str(item.value))]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _line(item: Any, before: str) -> str | None:
    if item.type in ("file", "directory"):
        return str(item.type)
    if item.value in HELP_OPTIONS:  # click's own words for it are English
        return "value\t--help\t显示写法和例子"
    return f"value\t{before}{item.value}\t{clip(_one_line(item.help or ''), _HELP_WIDTH)}"


def _asker(root: Any) -> Any:
    class Asker(_click.ShellComplete):  # type: ignore[misc]  # which click, is known when it runs
        """click's own finding of the word that is asked for; the way in and out is ``answer``'s."""

        get_completion_args = source_vars = format_completion = None

    return Asker(root, {"obj": Asked()}, "duban", SHELL)


class _Values:
    """Stands in for the ``shell_complete`` of one option or argument."""

    def __init__(self, param: Any) -> None:
        self.param = param

    def __call__(self, ctx: Any, incomplete: str) -> list[Any]:
        return [
            _click.CompletionItem(c.value, type=c.kind, help=c.help)
            for c in candidates(self.param, ctx, incomplete)
        ]


def _joined(words: Sequence[str], word: str) -> tuple[list[str], str]:
    """``--unit`` ``=`` ``楼`` as the one word it was typed as."""
    whole: list[str] = []
    for one in (*words, word):
        if whole and (one == "=" or whole[-1].endswith("=")) and whole[-1].startswith("--"):
            whole[-1] += one
        else:
            whole.append(one)
    return whole[:-1], whole[-1]


def _bare(word: str) -> str:
    """A word without its quotes, finished or not."""
    try:
        return "".join(shlex.split(word))
    except ValueError:
        return word.lstrip("\"'").replace("\\", "")


def _variable(name: str) -> str:
    """A variable in UTF-8, whatever the machine's locale."""
    return os.fsencode(os.environ.get(name, "")).decode("utf-8", "replace")


def _one_line(text: str) -> str:
    return " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())
