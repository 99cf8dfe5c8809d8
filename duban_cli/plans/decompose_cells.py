"""Cells of a table → the header facts of an item: titles, people, days, where a matter comes from."""

from __future__ import annotations

import re
from datetime import date

from duban_cli.ledger.records import Origin
from duban_cli.ledger.writer import Facts
from duban_cli.plans.decompose_dates import limit_in
from duban_cli.plans.sheet import compact

_PERSON = re.compile(r"([^（(/／]+?)\s*[（(/／]\s*([^）)]+?)\s*[）)]?")
_LONGEST_TITLE = 100
_ORIGIN_KEYS = (
    ("类型", "kind"), ("名称", "name"), ("批示人", "instructed_by"), ("层级", "level"), ("届次", "session"),
    ("文号", "doc_no"), ("链接", "link"),
)  # fmt: skip


def title_in(task: str) -> str:
    """A task on one line; a long one ends with its first sentence, else is cut."""
    line = " ".join(task.split()).rstrip("。；;")
    if len(line) <= _LONGEST_TITLE:
        return line
    first = re.split("[。；;]", line)[0]
    return first if len(first) <= _LONGEST_TITLE else f"{first[: _LONGEST_TITLE - 1]}…"


def day_in(text: str, year: int | None) -> Facts:
    """The day of an inspection. Raises ValueError, in Chinese."""
    try:
        return date.fromisoformat(limit_in(text, year)).isoformat()
    except ValueError as error:
        raise ValueError(f"检查日期“{text}”看不懂，写成 2026-03-20 这样") from error


def person_in(text: str) -> dict[str, Facts] | None:
    """``张某（区长）``, ``张某/区长`` or a name alone."""
    if not text:
        return None
    found = _PERSON.fullmatch(text)
    return compact({"姓名": found[1], "职务": found[2]}) if found else {"姓名": text}


def origin_facts(origin: Origin) -> dict[str, Facts]:
    """A 来源 as files have it."""
    facts: dict[str, Facts | None] = {key: getattr(origin, attr) for key, attr in _ORIGIN_KEYS}
    return compact({**facts, "日期": origin.day.isoformat() if origin.day else None})
