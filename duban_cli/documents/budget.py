"""What a template may use up: loops, texts and numbers have an end, so that no paper takes all day or all memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_eval_context
from jinja2.visitor import NodeTransformer

STEPS = 1_000_000
"""Rounds of loops and numbers of ranges in one paper; a call of a macro counts for ``_PER_CALL``."""
_PER_CALL = 10
LONGEST = 200_000
"""Characters of a text, or members of a list, put together in a template; a text of the ledger has at most 20,000."""
_ROUND, _CALL = "§round", "§call"  # no template can write these names
_TEXT_METHODS = frozenset(
    [
        "startswith",
        "endswith",
        "strip",
        "lstrip",
        "rstrip",
        "removeprefix",
        "removesuffix",
        "split",
        "rsplit",
        "splitlines",
        "partition",
        "rpartition",
        "upper",
        "lower",
        "count",
        "find",
        "rfind",
        "isdigit",
        "isdecimal",
        "isalpha",
        "isspace",
    ]
)
"""What may be asked of a text: nothing that makes it longer."""
_NOT_FOR_PAPERS = ["attr", "batch", "center", "filesizeformat", "format", "indent", "pprint", "random", "slice", "tojson", "urlize", "wordwrap", "xmlattr"]  # fmt: skip
_GREATEST = 10**12


class TooMuch(SecurityError):
    """The template asks for more than a paper can need."""


class Frugal(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox with an end to everything; ``renew`` before each run."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._left = STEPS
        self.globals["range"] = self._range
        for name in _NOT_FOR_PAPERS:
            self.filters.pop(name, None)
        self.filters |= {_ROUND: _rounds, _CALL: _called, "join": _join, "replace": _replace}

    def renew(self) -> None:
        """All may be used again."""
        self._left = STEPS

    def spend(self, steps: int) -> None:
        """Raises TooMuch where nothing is left."""
        self._left -= steps
        if self._left < 0:
            raise TooMuch("循环的次数太多")

    def _range(self, *args: int) -> range:
        found = range(*args)
        self.spend(len(found))
        return found

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+":
            _refuse_long(sum(len(x) for x in (left, right) if isinstance(x, str | list | tuple)))
        elif operator == "**":
            raise TooMuch("不能用 **")
        else:
            for number in (left, right):
                if not isinstance(number, int | float | Decimal):
                    raise TooMuch(f"{operator} 只用于数字")
                if not -_GREATEST <= number <= _GREATEST:
                    raise TooMuch("数太大")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str) and attr not in _TEXT_METHODS:
            return False
        return not isinstance(obj, int | float | Decimal) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:  # noqa: ARG002 - Jinja's signature
        """``'…'.format`` goes the way of any other attribute: it may ask for a field of any width."""
        return


def counted(tree: nodes.Template) -> nodes.Template:
    """The same template, each round of a loop and each call of a macro counted. Raises TooMuch."""
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise TooMuch("循环不能写 recursive")
    found: nodes.Template = _Counting().visit(tree)
    return found


class _Counting(NodeTransformer):
    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - named by Jinja
        node.iter = _filtered(node.iter, _ROUND)
        return self.generic_visit(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        first = nodes.ExprStmt(_filtered(nodes.Const(1, lineno=node.lineno), _CALL), lineno=node.lineno)
        node.body = [first, *node.body]
        return self.generic_visit(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """``甲 ~ 乙`` as a sum of texts, which is looked at; Jinja looks at none of its own joining."""
        first, *others = (_filtered(part, "string") for part in node.nodes)
        joined: nodes.Expr = first
        for other in others:
            joined = nodes.Add(joined, other, lineno=node.lineno)
        return self.generic_visit(joined)


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _refuse_long(length: int) -> None:
    if length > LONGEST:
        raise TooMuch("拼出来的文字太长")


@pass_context
def _rounds(context: Context, values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        _of(context).spend(1)
        yield value


@pass_context
def _called(context: Context, _value: Any) -> None:
    _of(context).spend(_PER_CALL)


def _of(context: Context) -> Frugal:
    if not isinstance(context.environment, Frugal):
        raise TypeError("a template of another environment")
    return context.environment


@pass_eval_context
def _join(eval_ctx: EvalContext, value: Iterable[Any], d: str = "", attribute: Any = None) -> str:
    """Jinja's own, of parts that make no more than a long text."""
    parts = list(value)
    _refuse_long(len(parts) * len(str(d)) + sum(len(p) for p in parts if isinstance(p, str)))
    return str(do_join(eval_ctx, parts, d, attribute))


def _replace(value: Any, old: Any, new: Any) -> str:
    text = str(value)
    _refuse_long(len(text) + text.count(str(old)) * len(str(new)))
    return text.replace(str(old), str(new))
