"""A template file and a context → rendered text; every failure names file, line and nearest name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.exceptions import TemplateError, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duban_cli.documents import head
from duban_cli.documents.filters import FILTERS, CannotPrint, finalize
from duban_cli.documents.nearest import hint
from duban_cli.documents.values import Record
from duban_cli.errors import TemplateProblem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# A line holding nothing but tags leaves no line: its ends are marked, and two marks that met go.
_MARK = "\ue000"
_TAG = r"\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\}"
_TAG_LINE = re.compile(rf"^[ \t]*((?:(?:{_TAG})[ \t]*)+)$", re.MULTILINE)
_SPENT_LINE = re.compile(f"{_MARK}[ \t]*{_MARK}(?:\n|$)")


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as read: its place, its text (LF line ends) and the digest of that text."""

    path: Path
    source: str
    digest: str


def find(name: str, directories: Sequence[Path]) -> TemplateFile:
    """The first directory's ``<name>.md``; an office's own stands before the shipped one.

    Raises:
        TemplateProblem: there is none, or it is no UTF-8 text.
    """
    path = next((found for place in directories if (found := place / f"{name}.md").is_file()), None)
    if path is None:
        places = "、".join(str(place) for place in directories)
        raise TemplateProblem(f"找不到模板 {name}.md", f"找过：{places}")
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateProblem(f"模板 {path} 不是 UTF-8 编码", "用编辑器另存为 UTF-8") from None
    source = source.replace("\r\n", "\n").replace(_MARK, "")
    return TemplateFile(path, source, "sha256:" + hashlib.sha256(source.encode()).hexdigest())


def render(template: TemplateFile, values: Record) -> tuple[dict[str, str], str]:
    """The paper's settings and its Markdown body.

    Raises:
        TemplateProblem: the template is wrong in itself or asks for what the paper does not have.
    """
    environment = _environment()
    source = _TAG_LINE.sub(rf"{_MARK}\1{_MARK}", template.source)
    try:
        tree = environment.parse(source, template.path.name, str(template.path))
        _check_names(template, tree, values)
        compiled = environment.template_class.from_code(
            environment,
            environment.compile(tree, template.path.name, str(template.path)),
            environment.make_globals(None),
        )
    except TemplateSyntaxError as error:
        _fail_syntax(template, error)
    try:
        text = compiled.render(values)
    except UndefinedError as error:
        _fail(template, _line_of(error, template), *str(error).partition("\n")[::2])
    except CannotPrint as error:
        _fail(template, _line_of(error, template), str(error))
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        _fail(template, _line_of(error, template), f"这里算不出值（{error}）")
    try:
        settings, body = head.split(_SPENT_LINE.sub("", text))
    except head.HeadProblem as error:
        _fail(template, _line_with(template, error.subject), str(error), error.advice)
    return settings, re.sub(r"\n{3,}", "\n\n", body)


class _Unknown(StrictUndefined):
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


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=False, undefined=_Unknown, finalize=finalize, keep_trailing_newline=True, cache_size=0
    )
    environment.filters.update({one.name: one.use for one in FILTERS})
    return environment


def _check_names(template: TemplateFile, tree: nodes.Template, values: Record) -> None:
    """A template stands alone; unknown names are found even where a condition would never reach them."""
    for reference in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        _fail(template, reference.lineno, "模板不能引用别的模板", "把要用的文字写进这个模板")
    names = list(tree.find_all(nodes.Name))
    own = {node.name for node in names if node.ctx != "load"}
    unknown = find_undeclared_variables(tree) - own - set(values) - set(DEFAULT_NAMESPACE)
    for node in names:
        if node.name in unknown:
            _fail(template, node.lineno, f"没有“{node.name}”这个名字", hint(node.name, values))


def _fail_syntax(template: TemplateFile, error: TemplateSyntaxError) -> NoReturn:
    said = error.message or ""
    if match := re.match(r"No filter named '(.*?)'", said):
        known = [one.name for one in FILTERS]
        _fail(template, error.lineno, f"没有“{match[1]}”这个写法", hint(match[1], known))
    if match := re.match(r"Encountered unknown tag '(.*?)'", said):
        _fail(template, error.lineno, f"没有“{{% {match[1]} %}}”这种标记", said)
    if "end of template" in said or "end of print" in said or "Missing end" in said:
        _fail(template, error.lineno, "有一处 {{ 或 {% 没有写完", said)
    _fail(template, error.lineno, "模板语法有误", said)


def _fail(template: TemplateFile, line: int | None, message: str, advice: str | None = None) -> NoReturn:
    place = f"{template.path}:{line}" if line else str(template.path)
    raise TemplateProblem(f"模板 {place}：{message}", advice or None) from None


def _line_of(error: BaseException, template: TemplateFile) -> int | None:
    """The template line an error came from; Jinja puts it into the traceback."""
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == str(template.path):
            line = step.tb_lineno
        step = step.tb_next
    return line


def _line_with(template: TemplateFile, subject: str) -> int | None:
    """The template line that begins with the setting or text a head problem is about."""
    lines = template.source.split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.strip().startswith(subject)), None)
