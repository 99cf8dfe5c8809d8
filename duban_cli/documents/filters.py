"""What templates can do to a value, and how a value becomes safe to stand in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jinja2.runtime import Undefined

from duban_cli.documents.fields import Blank
from duban_cli.documents.values import Day, Record

_DIGITS = "〇一二三四五六七八九"
# Everything the body's Markdown (see markdown.py), the head (see head.py) or the place of a chart
# (see pictures.py) could take for its own.
_ENTITIES = {ord(char): f"&#{ord(char)};" for char in "\\*_<|#`~["} | {ord("&"): "&amp;"}
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)
_BRACKETED = re.compile(r"(?<=[\u4e00-\u9fff])[\[［【]((?:19|20)\d\d)[\]］】](?=第?\d+号)")
_BREAKS = re.compile(r"\s*(?:\r\n|[\n\r\u2028\u2029])\s*")


class CannotPrint(TypeError):
    """A value used in a way that prints nothing sensible, told in words a clerk can act on."""


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""

    __slots__ = ()


def lines_of(text: str) -> list[str]:
    """The lines of a value, each of which becomes a paragraph; what no printer prints is gone."""
    lines = _BREAKS.split(_UNPRINTABLE.sub("", text).strip())
    return [line.replace("\t", " ") for line in lines if line]


def escape(text: str) -> Markdown:
    """Text that prints as it stands, wherever in a template it is put; each of its lines is a paragraph."""
    return Markdown("<br>".join(line.translate(_ENTITIES) for line in lines_of(text)))


def printed(value: object) -> str:
    """What a value prints as, before it is fitted to where it stands.

    Raises:
        UndefinedError: the value is not there.
        CannotPrint: the value is a list or a record, which print nothing a reader wants.
    """
    if isinstance(value, Record) and value.printed is not None:
        return value.printed
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return _BRACKETED.sub(r"〔\1〕", value)  # a year in a 文号, however it was typed (GB/T 9704 7.2.5)
    if isinstance(value, int | Day | Blank | Undefined):
        return str(value)
    if isinstance(value, list | tuple):
        raise CannotPrint("这里是一串值，要用 {% for %} 逐个印，或者用 |顿号、|逗号 连起来")
    raise CannotPrint("这里是一组值，要写明印其中哪一项，如 {{ 事项.标题 }}")


def finalize(value: object) -> str:
    """Every ``{{ … }}`` of a text template ends here. Raises as ``printed``."""
    return value if isinstance(value, Markdown) else escape(printed(value))


def chinese_date(value: object) -> object:
    """2026年3月4日."""
    return str(value) if isinstance(_day(value), Day) else value


def month_day(value: object) -> object:
    """3月4日."""
    day = _day(value)
    return f"{day.月}月{day.日}日" if isinstance(day, Day) else value


def short_date(value: object) -> object:
    """2026-03-04."""
    day = _day(value)
    return day.value.isoformat() if isinstance(day, Day) else value


def chinese_number(value: object) -> str:
    """一, 十二, 二十: the numeral of a heading, 1 to 99."""
    if not isinstance(value, int) or not 0 < value < 100:
        raise CannotPrint(f"中文数字只用于1到99，这里是“{value}”")
    tens, ones = divmod(value, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def by_pause(values: Iterable[object]) -> str:
    """Joined by 、."""
    return "、".join(str(value) for value in values)


def by_comma(values: Iterable[object]) -> str:
    """Joined by ，."""
    return "，".join(str(value) for value in values)


def sentence(value: object) -> object:
    """The text ending in one 。, whether or not it already does."""
    if isinstance(value, Undefined):
        str(value)
    text = str(value).rstrip()
    return (
        text
        if text.endswith(("。", "！", "？", "。”", "！”", "？”", "。）"))
        else text.rstrip("；，,;.") + "。"
    )


def with_share(value: object) -> object:
    """A rate over its numerator and denominator; nothing below one that has none."""
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, Record) or "分母" not in value:
        raise CannotPrint("“含分数”只用于比率")
    return f"{value}\n{value['分子']}/{value['分母']}" if value["分母"] else str(value)


def common(records: Iterable[Record], name: str) -> object:
    """The value all records have under this name; a false value where they differ."""
    found: list[object] = []
    for record in records:
        if name not in record:
            raise CannotPrint(f"没有“{name}”这一项，可用的有：{'、'.join(record)}")
        found.append(record[name])
    return found[0] if found and all(value == found[0] for value in found) else Blank(name, optional=True)


def _day(value: object) -> object:
    if isinstance(value, Undefined):
        str(value)
    if isinstance(value, Day | Blank):
        return value
    raise CannotPrint(f"“{value}”不是日期")


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with the words that explain it."""

    name: str
    use: Callable[..., object]
    meaning: str
    example: str


FILTERS: tuple[Filter, ...] = (
    Filter("中文日期", chinese_date, "日期写成年月日", "{{ 日期|中文日期 }} → 2026年3月4日"),
    Filter("月日", month_day, "日期只写月日", "{{ 日期|月日 }} → 3月4日"),
    Filter("短日期", short_date, "日期写成数字", "{{ 日期|短日期 }} → 2026-03-04"),
    Filter("中文数字", chinese_number, "标题的序号", "{{ loop.index|中文数字 }} → 一"),
    Filter("顿号", by_pause, "一串值用顿号连起来", "{{ 事项.协办单位|顿号 }} → 甲局、乙局"),
    Filter("逗号", by_comma, "一串值用逗号连起来", "{{ 抄送|逗号 }} → 甲局，乙局"),
    Filter("成句", sentence, "末尾补上句号，已有的不重复", "{{ 事项.工作标准|成句 }} → 32户全部签约。"),
    Filter(
        "含分数",
        with_share,
        "比率下面另起一段写分子/分母，分母为零的只写—",
        "{{ 行.反馈率|含分数 }} → 97.6%，下面 40/41",
    ),
    Filter("同值", common, "各个事项这一项都相同时的值，不同则为空", "{% set 限期 = 事项|同值('新限期') %}"),
)
