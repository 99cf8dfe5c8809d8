"""Breaking a title into lines by meaning, and sizing the red mark of the issuing office."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

TITLE_CHARS = 19  # 2号 (22 pt) characters that stand comfortably in 156 mm
AREA_POINTS = 442  # 156 mm

# A line may end after these, never within 《》, “” or a run of digits and letters.
_GOOD_ENDS = "、，的和与及》”"
_TOGETHER = re.compile(r"《[^》]*》|“[^”]*”|[0-9A-Za-z.%％〔〕年月日号第]+|.", re.DOTALL)


def width(text: str) -> float:
    """The width of a text in full-width characters."""
    return sum(1 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def title_lines(title: str) -> list[str]:
    """The lines of a title: as the template breaks it, a line too long broken evenly."""
    return [line for part in title.split("\n") for line in _balanced(part.strip()) if line]


def mark_size(name: str, largest: float) -> float:
    """The size in points at which a name stands on one line, ``largest`` at most."""
    return min(largest, AREA_POINTS / max(width(name), 1) // 0.5 * 0.5)


def _balanced(line: str) -> list[str]:
    if width(line) <= TITLE_CHARS:
        return [line]
    count = int(-(-width(line) // TITLE_CHARS))
    cut = _cut(line, width(line) / count)
    return [line[:cut], *_balanced(line[cut:])] if 0 < cut < len(line) else [line]


def _cut(line: str, wanted: float) -> int:
    """The place nearest the wanted width where the line may break; a good end is worth three characters."""
    best, lowest, position = 0, float("inf"), 0
    for piece in _TOGETHER.findall(line):
        position += len(piece)
        here = width(line[:position])
        if position == len(line) or here > TITLE_CHARS or line[position] in "、，。；：》”）":
            continue
        cost = abs(here - wanted) - (3 if line[position - 1] in _GOOD_ENDS else 0)
        if cost < lowest:
            best, lowest = position, cost
    return best
