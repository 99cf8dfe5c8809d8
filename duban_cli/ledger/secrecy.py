"""国家秘密 marks: 秘密, 机密, 绝密 written as a classification, told from the same words in running text.

No state secret may stand on an ordinary office machine (保守国家秘密法第三十一条).
"""

from __future__ import annotations

import re
import unicodedata

CODE = "state-secret"
HINT = "立即停止编辑并报告保密员；国家秘密不得上本台账（保守国家秘密法第三十一条）"
MARK_KEYS = ("密级", "保密等级", "秘密等级", "保密期限", "知悉范围", "定密责任人", "定密依据")
"""Keys only a classified paper has; none of them is a key of this ledger."""

_WORD = "(?:秘密|机密|绝密)"
_GRADE = rf"{_WORD}(?:级|件|文件|级文件|级事项|事项)?"
_SPACED = re.compile(r"(?<=[秘机绝])\s+(?=密)")
_STARS = "★☆✩✪⭐※*"
_WHOLE = re.compile(rf"(?:属于?|系|列为|国家|[{_STARS}\s])*{_GRADE}[\s。.!{_STARS}]*")
_BRACKETED = re.compile(r"[\[【〔〖(<{]([^\[\]【】〔〕〖〗()<>{}]{2,24})[\]】〕〗)>}]")
_TOKEN = re.compile(rf"(?:密级|属于?)?{_GRADE}")
_APART = re.compile(rf"[\s、,;:·/|\-—{_STARS}]+")
_MARKED = (
    re.compile(rf"(?:密级|保密等级|秘密等级)(?:是|为|属|定为)?[\s:]*({_WORD})"),
    # 机密★1年, ★机密; but 商业秘密★ is no state secret.
    re.compile(rf"(?<!商业)(?<!工作)({_WORD})级?\s*[{_STARS}]"),
    re.compile(rf"[{_STARS}]\s*({_WORD})(?![\u4e00-\u9fff])"),
    re.compile(rf"(?<![\u4e00-\u9fff])({_WORD})级?\s*(?:[0-9一二三四五六七八九十]+\s*[年月]|长期)"),
    # 机密：关于…, 绝密 关于…; and the same at the end.
    re.compile(rf"^\s*({_WORD})(?:级|件|文件)?[\s:·|/\-—]+\S"),
    re.compile(rf"\S[\s·|/]+({_WORD})(?:级|件)?\s*$"),
)


def told(word: str) -> str:
    """The message of a finding."""
    return f"标有“{word}”：涉密事项不得登记在本台账"


def secret_mark(text: str) -> str | None:
    """The classification word ``text`` bears as a mark, None for a text without one."""
    if "密" not in text:
        return None
    for line in unicodedata.normalize("NFKC", text).splitlines():
        found = _mark_in(_SPACED.sub("", line))
        if found:
            return found
    return None


def _mark_in(line: str) -> str | None:
    if _WHOLE.fullmatch(line.strip()):
        return _word(line)
    for group in _BRACKETED.findall(line):
        # （秘密、机密、绝密）lists the grades; a mark names one.
        marks = [part for part in _APART.split(group) if _TOKEN.fullmatch(part)]
        if len(marks) == 1 or group.strip() == "国家秘密":
            return _word(group)
    for pattern in _MARKED:
        found = pattern.search(line)
        if found:
            return found[1]
    return None


def _word(text: str) -> str | None:
    found = re.search(_WORD, text)
    return found[0] if found else None
