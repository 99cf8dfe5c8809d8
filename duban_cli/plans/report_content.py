"""What people write for a report: a text file whose headings say where each part goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from duban_cli.documents.context_reports import Point
from duban_cli.errors import WrongUse
from duban_cli.text import nearest

_HEADING = re.compile(r"(#{1,2})\s*(.+?)\s*#*")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*")
_PARTS = {
    "来由": "来由", "情况": "情况", "督查情况": "情况", "办理情况": "情况", "基本情况": "情况", "问题": "问题",
    "存在问题": "问题", "主要问题": "问题", "原因": "原因", "原因分析": "原因", "建议": "建议", "工作建议": "建议",
    "意见建议": "建议", "下一步建议": "建议",
}  # fmt: skip
_CELLS = ("原因", "措施", "成果", "佐证", "备注")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The parts of a report as written. 来由 and 情况 are text, the others points."""

    basis: str | None = None
    facts: str | None = None
    problems: tuple[Point, ...] = ()
    causes: tuple[Point, ...] = ()
    proposals: tuple[Point, ...] = ()


@dataclass(slots=True)
class _Section:
    """A heading and the lines below it, split by the headings within."""

    name: str
    parts: list[tuple[str | None, list[str]]] = field(default_factory=lambda: [(None, [])])


def read_content(text: str | None) -> Written:
    """A report's content: ``# 存在问题``, ``# 工作建议`` …; within, ``## 小标题`` or a paragraph is a point.

    Raises WrongUse: a heading that is none of these, one twice, or text before the first.
    """
    found: dict[str, _Section] = {}
    for section in _sections(text or ""):
        plain = _NUMBERED.sub("", section.name, count=1)
        part = _PARTS.get(plain) or _PARTS.get(section.name)
        if part is None:
            near = nearest(plain, _PARTS)
            raise WrongUse(
                f"内容里的标题“{section.name}”放不进报告",
                f"是否指“{near}”"
                if near
                else "可用的标题：# 来由、# 情况、# 存在问题、# 原因分析、# 工作建议",
            )
        if part in found:
            raise WrongUse(f"内容里有两处“{part}”", "并作一处")
        found[part] = section
    return Written(
        basis=_text(found.get("来由")),
        facts=_text(found.get("情况")),
        problems=_points(found.get("问题")),
        causes=_points(found.get("原因")),
        proposals=_points(found.get("建议")),
    )


def read_cells(text: str | None, ids: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """What a list's rows say by item: ``# 2026-0018``, then ``原因：…``, ``措施：…``, each to the next one.

    Raises WrongUse: an item that is not on the list, or text that belongs to nothing.
    """
    known = set(ids)
    cells: dict[str, dict[str, str]] = {}
    for section in _sections(text or ""):
        if section.name not in known:
            near = nearest(section.name, known)
            raise WrongUse(
                f"内容里的“# {section.name}”不是清单里的事项",
                f"是否指 {near}" if near else "标题写事项编号，如 # 2026-0018",
            )
        row = cells.setdefault(section.name, {})
        key: str | None = None
        for line in (line for _, lines in section.parts for line in lines if line.strip()):
            word, sign, rest = line.replace(":", "：", 1).partition("：")
            if sign and word.strip() in _CELLS:
                key = word.strip()
                row[key] = rest.strip()
            elif key is None:
                raise WrongUse(f"“{line.strip()}”不知道填在哪一栏", f"行首写明：{'：、'.join(_CELLS)}：")
            else:
                row[key] = f"{row[key]}\n{line.strip()}".strip()
    return cells


def _sections(text: str) -> list[_Section]:
    out: list[_Section] = []
    for line in text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n"):
        heading = _HEADING.fullmatch(line.strip())
        if heading and len(heading[1]) == 1:
            out.append(_Section(heading[2]))
        elif not out and line.strip():
            raise WrongUse(
                f"内容的开头“{line.strip()[:20]}”前面没有标题", "每一部分前写一行标题，如 # 存在问题"
            )
        elif heading:
            out[-1].parts.append((heading[2], []))
        elif out:
            out[-1].parts[-1][1].append(line)
    return out


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """Paragraphs, parted by empty lines; the lines within one are joined."""
    out = [""]
    for line in lines:
        if line.strip():
            out[-1] += line.strip()
        elif out[-1]:
            out.append("")
    return [p for p in out if p]


def _text(section: _Section | None) -> str | None:
    if section is None:
        return None
    said = [p for title, lines in section.parts for p in ([title] if title else []) + _paragraphs(lines)]
    return "\n".join(said) or None


def _points(section: _Section | None) -> tuple[Point, ...]:
    out: list[Point] = []
    for title, lines in section.parts if section else ():
        said = _paragraphs(lines)
        if title is None:
            out += [Point(text=_NUMBERED.sub("", p, count=1)) for p in said]
            continue
        name = _NUMBERED.sub("", title, count=1)
        if not said:
            raise WrongUse(
                f"“{section.name if section else ''}”里的“{title}”下面没有内容", "写上内容，或删去这个小标题"
            )
        out.append(Point(title=name, text="\n".join(said)))
    return tuple(out)
