"""Where templates run: Jinja's immutable sandbox, with nothing to load from and nothing of Python to reach.

What is wrong in a template is told by line and by the nearest name, for text and for Word templates alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from jinja2 import TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import StrictUndefined
from jinja2.utils import Namespace

from duban_cli.documents.budget import Frugal, TooMuch, counted
from duban_cli.documents.filters import FILTERS, CannotPrint
from duban_cli.documents.nearest import hint
from duban_cli.documents.values import Record

if TYPE_CHECKING:
    from jinja2 import Template

Finalize: TypeAlias = Callable[[object], str]
"""What every ``{{ … }}`` goes through."""

_TESTS = ("defined", "undefined", "none", "string", "number", "even", "odd", "sameas", "in")
"""Shown to who wrote an unknown test; the rest are for programmers."""


_NO_MORE = "模板只用来印文书的内容，不在里面计算"
_PAIRED = "每处 {% if … %} 配一个 {% endif %}，每处 {% for … %} 配一个 {% endfor %}"
_TAG_ADVICE = {
    "tr": "{%tr … %} 写在 Word 表格的一行里，独占一行",
    "tc": "{%tc … %} 写在 Word 表格的一格里，独占一格",
    "p": "{%p … %} 写在 Word 的一段里，独占一段",
}


class Trouble(ValueError):
    """What is wrong in a template: ``line`` of its source where that is known, ``word`` what it stumbles over."""

    def __init__(self, message: str, line: int | None, advice: str | None = None, word: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.advice = advice or None
        self.word = word


class Unknown(StrictUndefined):
    """A name a template asks for that is not there; what is there stands behind a newline."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        holder = self._undefined_obj
        name = str(self._undefined_name)
        if isinstance(holder, Record):
            return f"没有“{name}”这一项\n{hint(name, holder)}"
        if isinstance(holder, list):
            return f"这里是一串值，没有“{name}”\n先用 {{% for %}} 逐个取出，再印其中的“{name}”"
        return f"没有“{name}”"


def environment(finalize: Finalize) -> Frugal:
    """No loader, no extensions, no globals beyond ``range`` (capped) and ``namespace``; names must exist."""
    made = Frugal(
        autoescape=False, undefined=Unknown, finalize=finalize, keep_trailing_newline=True, cache_size=0
    )
    made.globals = {"range": made.globals["range"], "namespace": Namespace}
    made.filters.update({one.name: one.use for one in FILTERS})
    return made


@lru_cache(maxsize=64)
def prepare(finalize: Finalize, source: str, file: str, known: tuple[str, ...]) -> Template:
    """The template ready to run, every name in it known, also where a condition would never reach it.

    Kept by its text: a run that makes two hundred papers reads their template once.

    Raises Trouble.
    """
    env = environment(finalize)
    try:
        tree = env.parse(source, filename=file)
        _check(env, tree, known)
        code = env.compile(counted(tree), filename=file)
        return env.template_class.from_code(env, code, env.make_globals(None))
    except TemplateSyntaxError as error:
        _fail_syntax(error)
    except TooMuch as error:
        raise Trouble(str(error), None, _NO_MORE) from None
    except (RecursionError, MemoryError):
        raise Trouble("标记套得太深", None, _NO_MORE) from None


def run(template: Template, values: Record, file: str) -> str:
    """What the template prints.

    Raises Trouble: it asks for what is not there, or for what it may not have.
    """
    if isinstance(template.environment, Frugal):
        template.environment.renew()
    try:
        return template.render(values)
    except TooMuch as error:
        raise Trouble(str(error), line_of(error, file), _NO_MORE) from None
    except (RecursionError, MemoryError) as error:
        raise Trouble("这里没完没了", line_of(error, file), _NO_MORE) from None
    except UndefinedError as error:
        message, _, advice = str(error).partition("\n")
        found = re.search(r"“(.*?)”", message)
        raise Trouble(message, line_of(error, file), advice, found[1] if found else "") from None
    except CannotPrint as error:
        raise Trouble(str(error), line_of(error, file)) from None
    except SecurityError as error:
        raise Trouble(
            f"模板里不能这样写（{error}）", line_of(error, file), "模板只用来印文书的内容"
        ) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise Trouble(f"这里算不出值（{error}）", line_of(error, file)) from None


def line_of(error: BaseException, file: str) -> int | None:
    """The template line an error came from; Jinja puts it into the traceback."""
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == file:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _check(env: Frugal, tree: nodes.Template, known: tuple[str, ...]) -> None:
    for reference in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        raise Trouble("模板不能引用别的模板", reference.lineno, "把要用的文字写进这个模板")
    for target in tree.find_all(nodes.NSRef):
        if target.name in known:
            raise Trouble(f"不能改“{target.name}”的内容", target.lineno, "另起一个名字", target.name)
    names = list(tree.find_all(nodes.Name))
    own = {node.name for node in names if node.ctx != "load"}
    unknown = find_undeclared_variables(tree) - own - set(known) - set(env.globals)
    for node in names:
        if node.name in unknown:
            raise Trouble(f"没有“{node.name}”这个名字", node.lineno, hint(node.name, known), node.name)
    # Jinja leaves those behind a condition until they are reached.
    for use in tree.find_all(nodes.Filter):
        if use.name not in env.filters:
            raise _no_filter(use.name, use.lineno)
    for test in tree.find_all(nodes.Test):
        if test.name not in env.tests:
            raise _no_test(test.name, test.lineno)


def _no_filter(name: str, line: int | None) -> Trouble:
    return Trouble(f"没有“{name}”这个写法", line, hint(name, [one.name for one in FILTERS]), name)


def _no_test(name: str, line: int | None) -> Trouble:
    return Trouble(f"没有“is {name}”这种判断", line, hint(name, _TESTS), name)


def _fail_syntax(error: TemplateSyntaxError) -> NoReturn:
    said = error.message or ""
    if match := re.match(r"No filter named '(.*?)'", said):
        raise _no_filter(match[1], error.lineno) from None
    if match := re.match(r"No test named '(.*?)'", said):
        raise _no_test(match[1], error.lineno) from None
    if match := re.match(r"Encountered unknown tag '(.*?)'", said):
        tag = match[1]
        raise Trouble(
            f"没有“{{% {tag} %}}”这种标记", error.lineno, _TAG_ADVICE.get(tag, _PAIRED), f"{{%{tag}"
        ) from None
    if "end of template" in said or "end of print" in said or "Missing end" in said:
        raise Trouble("有一处 {{ 或 {% 没有写完", error.lineno, _PAIRED) from None
    raise Trouble(
        f"模板语法有误（{said}）", error.lineno, "{{ }} 里写变量名和 |写法，{% %} 里写 if、for、set"
    ) from None
