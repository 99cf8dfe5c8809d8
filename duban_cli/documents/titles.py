"""Breaking a title into lines by meaning, and sizing the red mark of the issuing office.

GB/T 9704-2012 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE_CHARS = 19  # 2号 (22 pt) characters that stand comfortably in 156 mm
MARK_POINTS = 410  # 145 of 156 mm: a mark does not touch both sides

_NUMBER = (
    r"第?[0-9]{4}年(?:第?[一二三四1-4]季度|上半年|下半年|度)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?"
    r"|[0-9]{1,2}月[0-9]{1,2}日|〔[0-9]{4}〕[0-9]+号|第?[0-9A-Za-z][0-9A-Za-z.,%％‰-]*[一-鿿]?"
    r"|第?[一二三四五六七八九十百]+[次届期批季轮号条项件个户]"
)
# Words common in the titles of this office; a line does not end within one.
_WORDS = (
    "督查|督办|交办|催办|销号|约谈|问责|通报|通知|报告|专报|结论|决定|批复|建议|清单"
    "|考核|复核|退回|重办|延期|申请|予以|关于|开展|办理|落实|推进|推动|加快|加强|做好"
    "|完成|反馈|整改|整治|治理|改造|建设|提升|优化|保障|专项|重点|重大|突出|情况|问题"
    "|工作|任务|事项|项目|工程|措施|意见|方案|计划|规划|政策|资金|责任|年度|季度|环境"
    "|生态|水体|黑臭|管网|排水|征地|拆迁|征收|补偿|安置|道路|大道|剩余|进展|系统|政府"
    "|人民|领导|批示|会议|群众|企业|营商|安全|生产|农村|城市|社会|经济|发展|改革|教育"
    "|医疗|卫生|就业|民生|实事|服务|管理|监督|检查|违法|违规|信访|投诉|举报|固定|资产"
    "|投资|增长"
)
_OPENING, _CLOSING = "《“‘（〔", "，。、；：》”’）〕！？"
_HANDS_OVER = "、，的》”"  # a line ends well after these
_ENDS_A_NAME = (
    "线路桥区县市州省镇乡村街局厅委办处科室站所院校会部组队户个项件期次年月日号类级"  # of a word before it
)
_FREE, _PLAIN, _BAD = 0.0, 5.0, 14.0


def width(text: str) -> float:
    """The width of a text in full-width characters."""
    return sum(1 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def title_lines(title: str, names: Sequence[str] = ()) -> list[str]:
    """The lines of a title: as the template breaks it, a line too long broken by meaning and evenly.

    ``names`` (units and offices), dates, numbers and what stands in 《》 or “” are not broken.
    """
    return [line for part in title.split("\n") for line in _balanced(part.strip(), names) if line]


def mark_size(name: str, largest: float) -> float:
    """The size in points at which a name stands on one line, ``largest`` at most."""
    return min(largest, MARK_POINTS / max(width(name), 1) // 0.5 * 0.5)


def _whole(line: str, names: Sequence[str]) -> re.Pattern[str]:
    """What a line does not end within; the longest name first."""
    known = sorted(
        {name for name in names if len(name) > 1 and name in line}, key=lambda name: (-len(name), name)
    )
    quoted = [r"《[^》]*》", r"“[^”]*”"]
    return re.compile("|".join([*quoted, *map(re.escape, known), _NUMBER, _WORDS, "."]), re.DOTALL)


def _balanced(line: str, names: Sequence[str]) -> list[str]:
    if width(line) <= TITLE_CHARS:
        return [line]
    pieces = [part for piece in _whole(line, names).findall(line) for part in _bearable(piece)]
    count = int(-(-width(line) // TITLE_CHARS))
    for lines in range(count, len(pieces) + 1):
        if found := _best(pieces, lines):
            return found
    return [line]


def _bearable(piece: str) -> list[str]:
    """A piece, or its characters where it alone is too long for a line."""
    return [piece] if width(piece) <= TITLE_CHARS else list(piece)


def _best(pieces: list[str], count: int) -> list[str]:
    """The pieces set in ``count`` lines at the least cost; empty where they do not go into so many."""
    ends = [0.0]
    for piece in pieces:
        ends.append(ends[-1] + width(piece))
    even = ends[-1] / count
    last = len(pieces)

    @cache
    def rest(start: int, left: int, before: float, falling: bool) -> tuple[float, tuple[int, ...]]:
        """Cost and cuts of the lines from a piece on, after a line so wide, once lines have grown shorter."""
        best: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for end in range(start + 1, last + 1):
            here = ends[end] - ends[start]
            if here > TITLE_CHARS:
                break
            if (end == last) != (left == 1):
                continue
            cost = (here - even) ** 2 / 2 + _shape(before, here, falling)
            if end == last:
                tail: tuple[float, tuple[int, ...]] = (0.0, ())
            else:
                cost += _breaking(pieces[end - 1], pieces[end])
                tail = rest(end, left - 1, here, falling or (before > 0 and here < before - 0.5))
            if cost + tail[0] < best[0]:
                best = (cost + tail[0], (end, *tail[1]))
        return best

    cuts = rest(0, count, 0.0, False)[1]
    return ["".join(pieces[start:end]) for start, end in zip((0, *cuts), cuts, strict=False)]


def _shape(before: float, here: float, falling: bool) -> float:
    """What a line costs under the one before it: neither an hourglass nor a block."""
    if not before:
        return 0.0
    if falling and here > before + 0.5:
        return 25.0
    return 2.0 if abs(here - before) < 1 else 0.0


def _breaking(left: str, right: str) -> float:
    """What it costs to break between two pieces."""
    if right[0] in _CLOSING or left[-1] in _OPENING:
        return 500.0
    if left in ("关于", "第", "对") or right[0] in "的等了" or right in _ENDS_A_NAME:
        return _BAD
    if left[-1] in _HANDS_OVER or right[0] in "和与及并《“（":
        return _FREE
    return _PLAIN
