"""The page that tells a clerk what a template may hold, made from the definitions themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duban_cli.documents.fields import Variable, variables
from duban_cli.documents.filters import FILTERS
from duban_cli.documents.head import SETTINGS
from duban_cli.documents.kinds import TEMPLATES
from duban_cli.documents.values import Day
from duban_cli.reports.rate import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYNTAX = """\
# 文书模板

模板是纯文本：头部在两行 `---` 之间，一行一个“键: 值”；下面是正文。`{{ 名称 }}` 印出一个值，`{% if 名称 %}…{% endif %}` 有值才印，
`{% for 项 in 事项 %}…{% endfor %}` 逐个印。只有标记的行不留空行。

正文一行就是一段，首行自动缩进。`# 一、`、`## （一）`、`### 1.`、`#### （1）` 开头的是各级标题；`**字**` 用黑体，`*字*` 用楷体；
`<br>` 换段；`# 附件1` 起另页排附件。表格第二行的横线长短定各列宽窄，首行留空是没有表头的表单，单元格里只写 `<` 表示并入左边一格。
值里的 `*`、`|`、`#`、`{{` 照原样印出。没有填的值印成【待填：名称】，这样的文书不能签发。
"""


def reference() -> str:
    """The page, in Markdown."""
    parts = [
        _SYNTAX,
        "## 头部的键\n\n| 键 | 含义 |\n|---|---|\n"
        + "".join(f"| {one.name} | {_cell(one.meaning)} |\n" for one in SETTINGS),
        "## 值的写法\n\n| 写法 | 作用 | 例 |\n|---|---|---|\n"
        + "".join(f"| {one.name} | {one.meaning} | `{_cell(one.example)}` |\n" for one in FILTERS),
    ]
    for kind in TEMPLATES.values():
        rows = "".join(_rows(variables(kind.context), ""))
        parts.append(f"## {kind.name}\n\n{kind.purpose}。\n\n| 名称 | 含义 | 例 |\n|---|---|---|\n{rows}")
    return "\n".join(parts)


def _rows(known: tuple[Variable, ...], prefix: str) -> Iterator[str]:
    for one in known:
        meaning = one.meaning + ("（可无）" if one.optional else "") + ("（一串）" if one.many else "")
        yield f"| {prefix}{one.name} | {meaning} | {_shown(one.example)} |\n"
        yield from _rows(one.parts, f"{prefix}{one.name}.")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(_shown(one) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Rate):
        return f"{value.text}（.分子 {value.numerator}，.分母 {value.denominator}）"
    return str(Day(value)) if isinstance(value, date) else str(value)
