"""A problem in the data is a value: where it is, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]
LEVEL_WORDS: dict[str, str] = {"error": "错误", "warning": "提醒"}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem of one file; ``line`` and ``col`` count from 1, 0 means the file as a whole."""

    path: str
    line: int
    col: int
    level: Level
    code: str
    message: str
    hint: str | None = None

    def told(self) -> list[str | int | None]:
        """As JSON has it; ``Finding(*told)`` is the same again."""
        return [self.path, self.line, self.col, self.level, self.code, self.message, self.hint]

    @property
    def text(self) -> str:
        """``path:line:col: 级别 代码 话``, the form editors can jump to."""
        line = f"{self.path}:{self.line}:{self.col}: {LEVEL_WORDS[self.level]} {self.code} {self.message}"
        return f"{line}（{self.hint}）" if self.hint else line
