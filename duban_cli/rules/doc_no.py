"""文号 compared: two ways of writing one number are one number."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from duban_cli.text import halfwidth

_BRACKETS = str.maketrans("[](){}【】", "〔〕〔〕〔〕〔〕")


@lru_cache(maxsize=16_384)
def number_key(doc_no: str, day: date) -> str:
    """A 文号 for comparing: widths, spaces and brackets aside; one without a year counts anew each year."""
    text = re.sub(r"\s+", "", halfwidth(doc_no)).translate(_BRACKETS)
    return text if re.search(r"[0-9]{4}", text) else f"{day.year} {text}"
