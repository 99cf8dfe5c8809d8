"""The fonts GB/T 9704-2012 asks for: whether this machine has them, and what stands in where it has not.

A paper names its fonts and holds none: it looks right wherever they are installed. Nothing is bundled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from duban_cli.documents.oxml import FANG_SONG, HEI, KAI, SONG, SONG_TITLE

Match = Callable[[str], str | None]
"""What the system shows instead of a font; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the standard: names it goes by, the files it comes in, who may stand in, where it is used."""

    name: str
    families: tuple[str, ...]
    files: tuple[str, ...]
    stand_in: tuple[str, ...]
    used: str
    how: str


@dataclass(frozen=True, slots=True)
class Found:
    """One font on this machine: ``as_name`` under which it is there, else ``shown`` in its place, if known."""

    font: Font
    as_name: str | None
    shown: str | None


_WINDOWS = (
    "Windows 和 WPS 自带；Linux 上从单位有授权的 Windows 电脑拷到 ~/.local/share/fonts，再运行 fc-cache"
)
FONTS: tuple[Font, ...] = (
    Font(
        SONG_TITLE,
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
        ("fzxbsjw.ttf", "fzxbsk.ttf", "fzxiaobiaosong-b05s.ttf"),
        ("华文中宋", "STZhongsong", "宋体", "SimSun"),
        "发文机关标志、标题",
        "方正字库的商用字体，由单位按授权安装（多随公文系统或 WPS 政务版带有）",
    ),
    Font(
        FANG_SONG,
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"),
        ("simfang.ttf", "fangsong_gb2312.ttf", "simfang_gb2312.ttf", "仿宋_gb2312.ttf"),
        ("华文仿宋", "STFangsong"),
        "正文",
        _WINDOWS,
    ),
    Font(
        KAI,
        ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"),
        ("simkai.ttf", "kaiti_gb2312.ttf", "simkai_gb2312.ttf", "楷体_gb2312.ttf"),
        ("华文楷体", "STKaiti"),
        "二级标题、签发人",
        _WINDOWS,
    ),
    Font(HEI, ("黑体", "SimHei"), ("simhei.ttf",), ("华文黑体", "STHeiti"), "一级标题、表头", _WINDOWS),
    Font(SONG, ("宋体", "SimSun"), ("simsun.ttc", "simsun.ttf"), ("华文宋体", "STSong"), "页码", _WINDOWS),
)


def look(families: Iterable[str], files: Iterable[str], match: Match) -> tuple[Found, ...]:
    """Each font by the families a machine knows and the font files it has; ``match`` tells its stand-in."""
    known = {name.casefold(): name for name in families}
    present = {name.casefold() for name in files}
    return tuple(_one(font, known, present, match) for font in FONTS)


def _one(font: Font, known: Mapping[str, str], present: set[str], match: Match) -> Found:
    for name in font.families:
        if name.casefold() in known:
            return Found(font, name, None)
    if any(file in present for file in font.files):
        return Found(font, font.name, None)
    near = next((name for name in font.stand_in if name.casefold() in known), None)
    return Found(font, None, near or match(font.name))


def families_of(listing: str) -> list[str]:
    """The families in what ``fc-list --format '%{family}\\n'`` prints: one font a line, its names by commas."""
    names = (name.strip() for line in listing.splitlines() for name in line.split(","))
    return list(dict.fromkeys(name for name in names if name))


def font_files(directories: Iterable[Path]) -> list[str]:
    """The names of the font files in these directories, those that cannot be read left out."""
    found: list[str] = []
    for directory in directories:
        try:
            found += [path.name for path in directory.iterdir()]
        except OSError:
            continue
    return found
