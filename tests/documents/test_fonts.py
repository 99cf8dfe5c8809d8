"""Which fonts of the standard a machine has, and what stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban_cli.documents.base import STYLES
from duban_cli.documents.fonts import FONTS, families_of, font_files, look

NAMES = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体")


def nothing(name: str) -> str | None:
    return None


def test_every_font_a_paper_is_set_in_is_looked_for() -> None:
    assert tuple(font.name for font in FONTS) == NAMES
    assert {style.font for style in STYLES} == set(NAMES)


def test_a_machine_that_has_them_all() -> None:
    assert [found.as_name for found in look(NAMES, (), nothing)] == list(NAMES)


def test_other_names_of_the_same_font_will_do_in_any_case() -> None:
    found = {f.font.name: f.as_name for f in look(["仿宋", "KAITI", "SimHei", "simsun"], (), nothing)}
    assert found == {
        "方正小标宋简体": None,
        "仿宋_GB2312": "仿宋",
        "楷体_GB2312": "KaiTi",
        "黑体": "SimHei",
        "宋体": "SimSun",
    }


def test_a_windows_machine_is_told_by_its_files() -> None:
    found = {
        f.font.name: f.as_name
        for f in look((), ["SIMFANG.TTF", "simkai.ttf", "simhei.ttf", "simsun.ttc"], nothing)
    }
    assert [name for name, there in found.items() if there is None] == ["方正小标宋简体"]


def test_a_missing_font_names_what_stands_in() -> None:
    shown = {f.font.name: f.shown for f in look(["STFangsong", "宋体"], (), lambda name: f"代{name}")}
    assert shown["仿宋_GB2312"] == "STFangsong"
    assert shown["方正小标宋简体"] == "宋体"
    assert shown["楷体_GB2312"] == "代楷体_GB2312"
    assert shown["宋体"] is None


def test_what_fontconfig_lists_is_read_by_every_name() -> None:
    assert families_of("FangSong,仿宋\n\nNoto Sans CJK SC\nFangSong,仿宋\n") == [
        "FangSong",
        "仿宋",
        "Noto Sans CJK SC",
    ]


def test_directories_that_are_not_there_hold_no_fonts(tmp_path: Path) -> None:
    (tmp_path / "simhei.ttf").write_bytes(b"")
    assert font_files([tmp_path, tmp_path / "没有"]) == ["simhei.ttf"]


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.name)
def test_each_says_how_to_get_it(font: object) -> None:
    assert getattr(font, "how", "")
