"""Bars as inline SVG: drawn here, so that the page needs no program and no second request to show them.

Names stand above their bars, so that a long one fits a narrow screen; every bar carries its figure in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from duban_cli.text import cell_width, clip

_WIDTH = 320
_ROW, _TEXT, _BAR = 38, 14, 12  # heights, in the unit of the width; a letter takes half of 13
_CELLS = 46  # terminal columns of a name and its figure together


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``share`` of the full width, 0 to 1; ``figure`` is what it says, such as 66.7%（2/3）."""

    name: str
    share: float
    figure: str


def bars(ident: str, title: str, shown: Sequence[Bar]) -> Markup:
    """The chart, with its figures as its description. ``ident`` tells it from others of the page."""
    height = _ROW * len(shown) + 2
    told = "；".join(f"{bar.name} {bar.figure}" for bar in shown)
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{escape(ident)}-t {escape(ident)}-d">'
        f'<title id="{escape(ident)}-t">{escape(title)}</title><desc id="{escape(ident)}-d">{escape(told)}</desc>'
    ]
    for at, bar in enumerate(shown):
        top = at * _ROW
        room = _CELLS - cell_width(bar.figure) - 1
        wide = round(max(0.0, min(1.0, bar.share)) * _WIDTH, 1)
        parts.append(
            f'<text class="name" x="0" y="{top + _TEXT}">{escape(clip(bar.name, room))}</text>'
            f'<text class="figure" x="{_WIDTH}" y="{top + _TEXT}" text-anchor="end">{escape(bar.figure)}</text>'
            f'<rect class="track" x="0" y="{top + 20}" width="{_WIDTH}" height="{_BAR}"/>'
        )
        if wide:
            parts.append(f'<rect class="bar" x="0" y="{top + 20}" width="{wide:g}" height="{_BAR}"/>')
    return Markup("".join(parts) + "</svg>")  # noqa: S704 - every text above went through escape
