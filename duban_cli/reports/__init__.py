"""Numbers from standings, each with the items behind it: bulletin figures, assessment, monthly lists."""

from __future__ import annotations
