"""Small pure helpers for the text a clerk types and reads."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

_CONFLICT = re.compile(r"^(?:[<>|]{7}(?: |\r?$)|={7}\r?$)", re.MULTILINE)
"""How a line begins by which git parts what two branches have."""
_SIDE = re.compile(rb"^[<>|]{7}(?: |\r?$)", re.MULTILINE)


def halfwidth(text: str) -> str:
    """The text with full-width digits, letters and signs made half-width, outer spaces gone."""
    return unicodedata.normalize("NFKC", text).strip()


def nearest(word: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The known word most like ``word``, or None when nothing is near."""
    pool = list(known)
    # 电话联系 for 联系电话: in Chinese the same characters in another order are the commonest slip.
    shuffled = next((k for k in pool if sorted(k) == sorted(word)), None)
    if shuffled is not None:
        return shuffled
    found = difflib.get_close_matches(word, pool, n=1, cutoff=cutoff)
    if found:
        return found[0]
    contained = [k for k in pool if len(word) >= 2 and (word in k or k in word)]
    return min(contained, key=len) if contained else None


def abbreviates(short: str, name: str) -> bool:
    """True where ``short`` leaves out characters of ``name`` and keeps their order: 市住建局, 市住房和城乡建设局."""
    rest = iter(name)
    return 3 <= len(short) < len(name) and all(ch in rest for ch in short)


def cell_width(text: str) -> int:
    """Columns a text takes at a terminal: East Asian wide characters take two, marks upon another none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(ch) in ("Mn", "Me")
        else 2
        if unicodedata.east_asian_width(ch) in "WF"
        else 1
        for ch in text
    )


def pad(text: str, width: int) -> str:
    """``text`` filled with spaces to ``width`` terminal columns."""
    return text + " " * max(0, width - cell_width(text))


def clip(text: str, width: int) -> str:
    """``text`` cut to ``width`` terminal columns, an ellipsis in place of what was cut."""
    if cell_width(text) <= width:
        return text
    out, used = [], 0
    for ch in text:
        w = cell_width(ch)
        if used + w > width - 1:
            break
        out.append(ch)
        used += w
    return "".join(out) + "…"


def marked(data: bytes) -> bool:
    """Whether a side's mark of git's stands in a file. Signs of equality alone may underline a heading."""
    return _SIDE.search(data) is not None


def conflict_line(text: str) -> int | None:
    """The line, from 1, of the first mark that git left where two branches changed one place; None without any."""
    found = _CONFLICT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None
