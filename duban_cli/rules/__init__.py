"""The rules: working calendar, limits, rhythms. Pure: no paths, no git, no clock, no screen."""

from __future__ import annotations
