"""The head of a template: settings between two ``---`` lines, one ``键: 值`` a line."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from duban_cli.documents.nearest import hint


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting a head may hold."""

    name: str
    meaning: str
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting("版式", "信函、单、简报、文件 之一"),
    Setting("标题", "标题，换行处写 |"),
    Setting("机关标志", "红色的发文机关标志"),
    Setting("版头", "套印（纸上已印好红头，标志和红线留空）或 打印；不写按 duban.yaml", ("套印", "打印")),
    Setting("稿别", "如 送审稿，印在每页右上角"),
    Setting("份号", "6位份号（文件）"),
    Setting("紧急程度", "特急、加急"),
    Setting("文号", "发文字号"),
    Setting("编号", "表单的编号（单）"),
    Setting("期号", "如 第17期（简报）"),
    Setting("签发人", "上行文的签发人，简报的批准人"),
    Setting("主送", "主送机关，不写冒号"),
    Setting("附件", "附件名称，几个附件之间写 |"),
    Setting("署名", "发文机关署名"),
    Setting("日期", "成文日期"),
    Setting("印章", "加盖 或 不加盖，署名和日期的位置随之；不写为 加盖", ("加盖", "不加盖")),
    Setting("附注", "附注，不写括号"),
    Setting("抄送", "抄送机关，不写句号"),
    Setting("印发机关", "版记中的印发机关（文件、简报）"),
    Setting("印发日期", "版记中的印发日期（文件、简报）"),
)
LAYOUT_NAMES: tuple[str, ...] = ("信函", "单", "简报", "文件")

_LINE = re.compile(r"(?P<name>[^\s:：]+)\s*[:：]\s*(?P<value>.*)")
_BREAK = re.compile(r"\s*(?:\||<br>)\s*")


class HeadProblem(ValueError):
    """A head that cannot be used; ``subject`` is the key or text the trouble is with."""

    def __init__(self, message: str, subject: str, advice: str | None = None) -> None:
        super().__init__(message)
        self.subject = subject
        self.advice = advice


def split(rendered: str) -> tuple[dict[str, str], str]:
    """Settings and Markdown body of a rendered template; a break within a value becomes a newline.

    Raises:
        HeadProblem: no head, a line that is no setting, an unknown or repeated key, no such 版式.
    """
    lines = rendered.lstrip("\n").split("\n")
    if lines[0].strip() != "---":
        raise HeadProblem("开头缺少 --- 行", "", "模板第一行写 ---，下面写 版式、标题 等，再以一行 --- 结束")
    try:
        end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    except StopIteration:
        raise HeadProblem("头部没有结束的 --- 行", "---") from None
    settings: dict[str, str] = {}
    for line in lines[1:end]:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, value = _setting(line.strip())
        if name in settings:
            raise HeadProblem(f"“{name}”写了两次", name)
        if value:
            settings[name] = value
    for needed in ("版式", "标题"):
        if needed not in settings:
            raise HeadProblem(f"头部没有写“{needed}”", needed)
    if settings["版式"] not in LAYOUT_NAMES:
        raise HeadProblem(
            f"没有“{settings['版式']}”这种版式", "版式", f"可用的版式：{'、'.join(LAYOUT_NAMES)}"
        )
    return settings, "\n".join(lines[end + 1 :]).strip("\n") + "\n"


def _setting(line: str) -> tuple[str, str]:
    known = [setting.name for setting in SETTINGS]
    match = _LINE.fullmatch(line)
    if match is None:
        raise HeadProblem(f"“{line}”不是“键: 值”", line)
    name = match["name"]
    if name not in known:
        raise HeadProblem(f"头部没有“{name}”这个键", name, hint(name, known))
    choices = next(setting.choices for setting in SETTINGS if setting.name == name)
    if choices and match["value"].strip() not in ("", *choices):
        raise HeadProblem(f"“{name}”不能写“{match['value'].strip()}”", name, f"只能写：{'、'.join(choices)}")
    parts = (html.unescape(part) for part in _BREAK.split(match["value"].strip()))
    return name, "\n".join(part for part in parts if part)
