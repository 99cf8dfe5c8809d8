"""Options and arguments named alike in every command. Use: ``reason: opt.Reason = None``.

``-C`` and ``--today`` are not here: every command takes them without declaring them (``Desk`` knows).
A parser raises WrongUse in Chinese; what it returns is what the command gets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, TypeAlias

import typer

from duban_cli.errors import WrongUse
from duban_cli.ledger.records import Person
from duban_cli.rules.moments import Now, parse_now
from duban_cli.rules.states import STATES
from duban_cli.rules.wording import UnreadableError
from duban_cli.text import halfwidth, nearest

_STROKES = re.compile(r"(?<!\d)(\d{4})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*月?")


class OneOf:
    """A parser that takes one of ``words``; ``said``: what to write for other words of the trade."""

    def __init__(self, words: tuple[str, ...], said: Mapping[str, str]) -> None:
        self.words = words
        self.said = said
        self.__name__ = "one_of"  # Typer names a parser by it

    def __call__(self, text: str) -> str:
        if text in self.words:
            return text
        near = self.said.get(text) or nearest(text, self.words)
        raise WrongUse(f"“{text}”不在可选之列：{'、'.join(self.words)}", f"是否想写 {near}" if near else None)


def one_of(*words: str, said: Mapping[str, str] | None = None) -> OneOf:
    """A parser that takes one of these words; completion offers them."""
    return OneOf(words, said or {})


def moment(text: str) -> Now:
    """``2026-11-20``, ``2026-11-20T12:00``; ``2026/11/20`` and ``2026.11.20`` say the same."""
    plain = _plain_days(text)
    try:
        return parse_now(plain)
    except UnreadableError as error:
        raise WrongUse(error.message.replace(plain, text.strip()), error.hint) from error


def day(text: str) -> date:
    """``2026-11-20``."""
    found = moment(text)
    if found.clock is not None:
        raise WrongUse(f"“{text}”带了钟点，这里只写日期", f"写作 {found.day}")
    return found.day


def limit_text(text: str) -> str:
    """A 办结时限 as the item file writes it, its writing checked."""
    from duban_cli.rules.limits import parse_limit  # noqa: PLC0415 - for acts; what only shows needs no limits

    plain = _plain_days(text)
    try:
        parse_limit(plain)
    except UnreadableError as error:
        raise WrongUse(error.message, error.hint) from error
    return plain.strip()


def _plain_days(text: str) -> str:
    """The text with days written by points or strokes as files have them."""
    plain = halfwidth(text)
    return (
        _STROKES.sub(lambda m: f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}", plain)
        if _STROKES.search(plain)
        else text
    )


def month(text: str) -> date:
    """The first day of ``2026-11``, ``2026年11月``."""
    from duban_cli.rules.periods import PeriodError, Rhythm, parse_period  # noqa: PLC0415 - for reports

    found = _MONTH.fullmatch(halfwidth(text))
    try:
        return parse_period(f"{found[1]}-{int(found[2]):02d}" if found else text, Rhythm.MONTH).start
    except PeriodError:
        raise WrongUse(f"“{text}”不是月份，写成 2026-11 这样", "例如 --month 2026-11") from None


def person(text: str) -> Person:
    """``姓名`` or ``姓名/职务``; a comma or a blank between the two will do."""
    name, _, post = (part.strip() for part in re.sub("[／，,、]", "/", text, count=1).partition("/"))
    if not post and len(words := name.split()) == 2 and min(map(len, words)) > 1:
        # 张 某 is one name, 张某 区长 a name and a post.
        name, post = words
    if not name:
        raise WrongUse(f"“{text}”里没有姓名", "写作 张某 或 张某/区长")
    return Person(name=name, post=post or None)


def cannot_open(path: Path, error: OSError, hint: str) -> WrongUse:
    """A file a clerk named that cannot be read, and why."""
    why = {FileNotFoundError: "没有这个文件", IsADirectoryError: "这是一个目录", PermissionError: "没有权限"}
    return WrongUse(f"{path} 打不开：{why.get(type(error), error.strerror)}", hint)


def year(text: str) -> int:
    """``2026``."""
    plain = halfwidth(text).removesuffix("年")
    if len(plain) == 4 and plain.isascii() and plain.isdigit():
        return int(plain)
    raise WrongUse(f"“{text}”不是年份", "写四位，如 2026")


def number(text: str) -> int:
    """A whole number from 0 up."""
    plain = halfwidth(text)
    if plain.isascii() and plain.isdigit() and len(plain) < 7:
        return int(plain)
    raise WrongUse(f"“{text}”不是个数", "写数字，如 20")


# What clerks call the states in other words.
_SAID_OF_STATES: Mapping[str, str] = MappingProxyType({
    "已办结": "待审核（单位报了办结）、待销号（审核已通过）或 已销号", "办结": "待审核、待销号或 已销号",
    "已完成": "已销号", "完成": "已销号", "在办": "办理中", "正在办理": "办理中", "未交办": "待交办",
    "逾期": "办理中，加 --overdue", "已逾期": "办理中，加 --overdue", "已中止": "中止", "撤销": "已撤销", "归档": "已归档",
    "销号": "已销号",
})  # fmt: skip


# What a command is about -------------------------------------------------------------------------------

ItemId: TypeAlias = Annotated[
    str, typer.Argument(metavar="编号", help="事项编号，如 2026-0017", show_default=False)
]
ItemIds: TypeAlias = Annotated[
    list[str],
    typer.Argument(metavar="编号…", help="一个或几个事项编号，如 2026-0017 2026-0018", show_default=False),
]
MaybeItemId: TypeAlias = Annotated[str | None, typer.Argument(metavar="编号", help="事项编号；不写则为全部")]
MaybeItemIds: TypeAlias = Annotated[
    list[str] | None, typer.Argument(metavar="编号…", help="事项编号；不写则为全部")
]

# How it answers ----------------------------------------------------------------------------------------

Format: TypeAlias = Annotated[
    str,
    typer.Option("--format", metavar="text|json", help="输出格式，默认 text", parser=one_of("text", "json")),
]
ListFormat: TypeAlias = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="table|json|csv",
        help="输出格式，默认 table",
        parser=one_of("table", "json", "csv"),
    ),
]
ListOrder: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="应办|编号|期限|主办单位",
        help="先后，表格默认 应办：逾期久的在前，再是临期、该本室办的，销号的在后；csv 默认 编号",
        parser=one_of("应办", "编号", "期限", "主办单位", said={"逾期": "应办", "单位": "主办单位"}),
    ),
]
CheckFormat: TypeAlias = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="text|json|github",
        help="输出格式，默认 text",
        parser=one_of("text", "json", "github"),
    ),
]

# Writing -----------------------------------------------------------------------------------------------

Draft: TypeAlias = Annotated[bool, typer.Option("--draft", help="只列出将要改动的内容，什么都不写")]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y", help="不再提问，一概确认")]
Message: TypeAlias = Annotated[
    str | None, typer.Option("--message", "-m", metavar="文字", help="写进提交说明的话")
]
Date: TypeAlias = Annotated[
    date | None, typer.Option("--date", metavar="日期", help="这件事发生的日期，默认今天", parser=day)
]
By: TypeAlias = Annotated[str | None, typer.Option("--by", metavar="姓名", help="经办人")]
ApprovedBy: TypeAlias = Annotated[
    str | None, typer.Option("--approved-by", metavar="姓名", help="批准的领导")
]
SignedBy: TypeAlias = Annotated[
    Person | None,
    typer.Option("--signed-by", metavar="姓名/职务", help="承办单位签发人，如 张某/区长", parser=person),
]
Reason: TypeAlias = Annotated[str | None, typer.Option("--reason", metavar="文字", help="理由")]
Content: TypeAlias = Annotated[str | None, typer.Option("--content", metavar="文字", help="内容")]
Deadline: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--deadline",
        metavar="时限",
        help="办结时限：10个工作日、20日、48小时、2026-03-20 或 长期",
        parser=limit_text,
    ),
]
DocNo: TypeAlias = Annotated[str | None, typer.Option("--doc-no", metavar="文号", help="文号")]
Note: TypeAlias = Annotated[str | None, typer.Option("--note", metavar="文字", help="备注")]
Attach: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--attach", metavar="附件名", help="附件，如 领导批示复印件；可重复"),
]

Out: TypeAlias = Annotated[
    Path | None,
    typer.Option("--out", metavar="目录", help="文书写到哪里，默认台账的 documents/", parser=Path),
]

# Which period, which items -----------------------------------------------------------------------------

From: TypeAlias = Annotated[
    date | None, typer.Option("--from", metavar="日期", help="从这一天起（含）", parser=day)
]
To: TypeAlias = Annotated[
    date | None, typer.Option("--to", metavar="日期", help="到这一天止（含）", parser=day)
]
Month: TypeAlias = Annotated[
    date | None, typer.Option("--month", metavar="月份", help="哪一个月，如 2026-11", parser=month)
]
Units: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--unit", metavar="单位", help="主办单位，全称、简称、别名或单位组；可重复"),
]
Categories: TypeAlias = Annotated[
    list[str] | None, typer.Option("--category", metavar="类别", help="类别；可重复")
]
States: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        metavar="状态",
        help=f"状态：{'、'.join(STATES)}、无法读取；可重复",
        parser=one_of(*STATES, "无法读取", said=_SAID_OF_STATES),
    ),
]
Lights: TypeAlias = Annotated[
    list[str] | None, typer.Option("--light", metavar="灯", help="灯，如 红；可重复")
]
Years: TypeAlias = Annotated[
    list[int] | None, typer.Option("--year", metavar="年", help="编号的年份，如 2026；可重复", parser=year)
]
Leaders: TypeAlias = Annotated[
    list[str] | None, typer.Option("--leader", metavar="姓名", help="分管领导；可重复")
]
Sources: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="来源", help="来源类型（批示、会议 …）或名称里的字；可重复"),
]
