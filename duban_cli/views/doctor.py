"""What ``doctor`` found, as text and as JSON: one line for each thing looked at, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["ok", "warning", "error"]
_MARKS: dict[Level, str] = {"ok": "正常", "warning": "提醒", "error": "错误"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at. ``hint`` says what to do; what is in order needs nothing."""

    area: str
    name: str
    level: Level
    message: str
    hint: str | None = None


def text(lines: Iterable[Line]) -> str:
    """The lines by area, what to do under each that is not in order."""
    parts: list[str] = []
    area = None
    for line in lines:
        if line.area != area:
            area = line.area
            parts.append(area)
        parts.append(f"  {_MARKS[line.level]}  {line.name}：{line.message}".replace("\n", "\n        "))
        if line.hint:
            parts += (f"        {part}" for part in line.hint.split("\n"))
    return "\n".join(parts)


def rows(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines for JSON."""
    return [
        {"area": one.area, "name": one.name, "level": one.level, "message": one.message, "hint": one.hint}
        for one in lines
    ]
