"""How every JSON document is written, and what stands first in it. Light: what is in it comes from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from duban_cli import __version__

Json = dict[str, Any]
VERSION = 1

# What json leaves as it is and a terminal might obey.
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def dump(document: Mapping[str, Any]) -> str:
    """The document as text: a line for each field, and for each member of a list of objects."""
    lines = [f"{json.dumps(key)}: {_value(value)}" for key, value in document.items()]
    return _harmless("{\n " + ",\n ".join(lines) + "\n}")


def line(document: Mapping[str, Any]) -> bytes:
    """One member of a list of objects as ``dump`` writes it."""
    return _harmless(json.dumps(document, ensure_ascii=False)).encode()


def pieces(document: Mapping[str, Any], key: str, lines: Iterable[list[bytes]]) -> Iterator[str]:
    """As ``dump``, piece by piece, with one list more, last, whose members come as ``line`` wrote them."""
    yield dump(document).removesuffix("\n}") + f",\n {json.dumps(key)}: ["
    before = "\n  "
    for some in lines:
        if some:
            yield before + b",\n  ".join(some).decode()
            before = ",\n  "
    yield "]\n}" if before == "\n  " else "\n ]\n}"


def _harmless(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n  " + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value) + "\n ]"
    return json.dumps(value, ensure_ascii=False)


def head(*, ledger: str | None, today: date, commit: str | None = None, dirty: bool | None = None) -> Json:
    """What stands first in every document."""
    return {
        "version": VERSION, "duban_version": __version__, "ledger": ledger, "today": iso(today),
        "commit": commit, "dirty": dirty,
    }  # fmt: skip


def iso(day: date | None) -> str | None:
    """``2026-11-20``, None for None."""
    return day.isoformat() if day else None
