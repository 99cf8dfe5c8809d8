"""The page that tells a clerk what a template may hold, made from the definitions themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duban_cli.documents.fields import Variable, variables
from duban_cli.documents.filters import FILTERS
from duban_cli.documents.head import SETTINGS
from duban_cli.documents.kinds import TEMPLATES
from duban_cli.documents.pictures import FEWEST, MOST, pictures
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

图写成 `[[图：各单位按期办结率]]`，独占一行，是 Word、WPS 自己的图表，数字与表格出自同一次计算。可比的不足@FEWEST@个（折线图不足@FEWEST@个月）的
不出图，这一行自然略去；条形图超过@MOST@个的只画一部分，图题写明。

## 用 Word、WPS 文件作模板

把本单位的文件存成 `templates/督查函.docx`（文书的名称），在要填的地方写同样的 `{{ 名称 }}`，版面照原样保留。表格里逐行列事项的，
在样行的上一行写 `{%tr for 项 in 事项 %}`、下一行写 `{%tr endfor %}`；整段有无的，上下各用一段写 `{%p if 名称 %}` 和
`{%p endif %}`。图也写成 `[[图：名称]]`，独占一段。同一目录里 .docx 先于 .md。改好后用 `duban doctor` 查一遍，用
`duban paper 编号 文书 --preview` 看印出来的文字。
"""


def reference() -> str:
    """The page, in Markdown."""
    parts = [
        _SYNTAX.replace("@FEWEST@", str(FEWEST)).replace("@MOST@", str(MOST)),
        "## 头部的键\n\n| 键 | 含义 |\n|---|---|\n"
        + "".join(f"| {one.name} | {_cell(one.meaning)} |\n" for one in SETTINGS),
        "## 值的写法\n\n| 写法 | 作用 | 例 |\n|---|---|---|\n"
        + "".join(f"| {one.name} | {one.meaning} | `{_cell(one.example)}` |\n" for one in FILTERS),
    ]
    for kind in TEMPLATES.values():
        rows = "".join(_rows(variables(kind.context), ""))
        parts.append(f"## {kind.name}\n\n{kind.purpose}。\n\n| 名称 | 含义 | 例 |\n|---|---|---|\n{rows}")
        if shown := pictures(kind.context):
            listed = "".join(f"| {one.name} | {one.meaning} |\n" for one in shown)
            parts.append(f"| 图 | 画的是什么 |\n|---|---|\n{listed}")
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
