"""Bars: as long as their share, every one with its figure in words, long names cut and told whole."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from duban_cli.exchange.site.charts import Bar, bars
from duban_cli.text import cell_width

LONG = "岳阳经济技术开发区管理委员会城市建设和综合行政执法局"


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def test_a_bar_is_as_long_as_its_share() -> None:
    svg = str(bars("a", "题", [Bar("甲", 1.0, "3件"), Bar("乙", 1 / 3, "1件"), Bar("丙", 0.0, "0件")]))
    assert re.findall(r'class="bar" x="0" y="\d+" width="([\d.]+)"', svg) == ["320", "106.7"]
    assert svg.count('class="track"') == 3


def test_the_figures_are_told_to_those_who_cannot_see_it() -> None:
    root = drawn(bars("rate", "办结率", [Bar(LONG, 0.5, "50.0%（1/2）"), Bar("<乙>&", 1, "1件")]))
    title, description = root[0], root[1]
    assert (title.text, title.get("id")) == ("办结率", "rate-t")
    assert description.text == f"{LONG} 50.0%（1/2）；<乙>& 1件"
    assert root.get("aria-labelledby") == "rate-t rate-d"
    assert root.get("role") == "img"


def test_a_long_name_leaves_room_for_its_figure() -> None:
    root = drawn(bars("a", "题", [Bar(LONG, 0.5, "100.0%（120/120）")]))
    name, figure = (text.text or "" for text in root.iter("text"))
    assert name.endswith("…")
    assert cell_width(name) + cell_width(figure) < 320 / 6.5
