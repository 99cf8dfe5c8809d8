"""One class per way an operation can fail; each knows its exit code.

Problems in the data are not errors but findings (``duban_cli.ledger.findings``).
"""

from __future__ import annotations

from typing import ClassVar


class DubanError(Exception):
    """An operation that could not happen, told in words a clerk can act on."""

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "refused"

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class RuleRefused(DubanError):
    """The rules do not allow this act (exit 1)."""

    code = "refused"


class DataProblem(DubanError):
    """The ledger's files cannot be read as they must be for this act (exit 1)."""

    code = "data"


class WrongUse(DubanError):
    """The command was called with words it cannot take (exit 2)."""

    exit_code = 2
    code = "usage"


class NotFound(WrongUse):
    """A named item, unit, category or ledger does not exist (exit 2)."""

    code = "not-found"


class TemplateProblem(DubanError):
    """A template of a paper cannot be used (exit 1)."""

    code = "template"


class Busy(DubanError):
    """Another duban is writing to this ledger (exit 4)."""

    exit_code = 4
    code = "busy"


class DiskProblem(DubanError):
    """A file could not be read or written (exit 4)."""

    exit_code = 4
    code = "disk"


class GitRefused(DubanError):
    """git is missing, or refused, or stands where nothing may be recorded (exit 4)."""

    exit_code = 4
    code = "git"
