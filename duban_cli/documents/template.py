"""A template file and a context → rendered text; every failure names file, line and nearest name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from duban_cli.documents import head, pictures, sandbox
from duban_cli.documents.filters import finalize
from duban_cli.documents.nearest import hint
from duban_cli.errors import TemplateProblem
from duban_cli.shipped import templates_dir
from duban_cli.text import conflict_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duban_cli.documents.chart import Chart
    from duban_cli.documents.fields import Fields
    from duban_cli.documents.values import Record

# A line holding nothing but tags leaves no line: its ends are marked, and two marks that met go.
_MARK = "\ue000"
_RESERVED = re.compile("[\ue000-\ue01f]")  # what duban marks places with
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
    refuse_link(path)
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateProblem(f"模板 {path} 不是 UTF-8 编码", "用编辑器另存为 UTF-8") from None
    marked = conflict_line(source)
    if marked is not None:
        raise TemplateProblem(f"模板 {path} 第{marked}行有没解决完的合并冲突", "改好，删去记号行")
    source = _RESERVED.sub("", source.replace("\r\n", "\n"))
    return TemplateFile(path, source, "sha256:" + hashlib.sha256(source.encode()).hexdigest())


def refuse_link(path: Path) -> None:
    """Raises TemplateProblem: a link in the office's templates would print any file of the machine on a paper."""
    if path.parent != templates_dir() and (path.is_symlink() or path.parent.is_symlink()):
        raise TemplateProblem(f"模板 {path} 是链接，不能用", "把真的文件放进 templates 目录")


def render(template: TemplateFile, values: Record) -> tuple[dict[str, str], str]:
    """The paper's settings and its Markdown body.

    Raises:
        TemplateProblem: the template is wrong in itself or asks for what the paper does not have.
    """
    source, file = _TAG_LINE.sub(rf"{_MARK}\1{_MARK}", template.source), str(template.path)
    try:
        text = sandbox.run(sandbox.prepare(finalize, source, file, tuple(values)), values, file)
    except sandbox.Trouble as trouble:
        _fail(template, trouble.line, trouble.message, trouble.advice)
    try:
        settings, body = head.split(_SPENT_LINE.sub("", text))
    except head.HeadProblem as error:
        _fail(template, _line_with(template, error.subject), str(error), error.advice)
    return settings, re.sub(r"\n{3,}", "\n\n", body)


def pictured(template: TemplateFile, body: str, context: Fields) -> tuple[str, dict[str, Chart]]:
    """The body without the lines of charts that show too little, and the charts it places.

    Raises:
        TemplateProblem: the paper has no chart of a name, or one does not stand on a line of its own.
    """
    try:
        body, charts = pictures.take(body, context)
    except pictures.UnknownPicture as error:
        line = _line_with(template, error.name) or _line_with(template, "[[图")
        _fail(template, line, str(error), hint(error.name, error.known) if error.known else "这种文书没有图")
    return re.sub(r"\n{3,}", "\n\n", body), charts


def _fail(template: TemplateFile, line: int | None, message: str, advice: str | None = None) -> NoReturn:
    place = f"{template.path}:{line}" if line else str(template.path)
    raise TemplateProblem(f"模板 {place}：{message}", advice or None) from None


def _line_with(template: TemplateFile, subject: str) -> int | None:
    """The template line that begins with the setting or text a problem is about, else the first to hold it."""
    lines = list(enumerate(template.source.split("\n"), 1))
    begins = (number for number, line in lines if line.strip().startswith(subject))
    holds = (number for number, line in lines if subject and subject in line)
    return next(begins, next(holds, None))
