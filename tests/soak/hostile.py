"""Files nobody should write, read all the same: no traceback, no hang, little memory, every problem with its place.

``python -m tests.soak.hostile 100000`` spoils that many files and prints what came of them.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from duban_cli.checks import run_checks
from duban_cli.ledger.calendar_file import read_calendar
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.office_file import read_office
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.ledger.regime_file import read_regime
from duban_cli.ledger.register import read_paper
from duban_cli.ledger.settings import read_settings
from duban_cli.ledger.store import Ledger
from duban_cli.ledger.units import read_units
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import stand
from duban_cli.rules.workdays import WorkCalendar
from tests.kit import SETTINGS, TODAY, UNITS, item_text, make_ledger, open_ledger, packaged_regime, reply
from tests.soak import hostile_more

SECONDS = 5
"""One file is read and judged within that time."""
MEGABYTES = 500
_PART = 5_000

FRAGMENTS = (
    *("\x00", "\x1b[31m红", "\x1b]0;题\x07", "\u202e倒", "\u2066", "\u200b", "\ufeff", "\x85", "\u2028", "\r", "\t"),
    *("&a [b]", "*a", "<<: *a", "!!python/object/apply:os.system [id]", "!x", "[" * 60, "{" * 60, "- " * 60, "? " * 60),
    *("'", '"', "|", ">", "---", "...", "%YAML 9.9", "# 注", ":", "：", "- ", "? ", "[]", "{}", "[,]", "{,}", "~", "null"),
    *("../../x", "/etc/passwd", "--upload-pack=x", "-m", "$(id)", "<script>1</script>", "=1+1", "{{ 7*7 }}", "%s"),
    *("9999-12-31", "0001-01-01", "2026-02-30", "2026-13-01", "1990-01-01", "2099-01-01", "0日", "10个工作日", "20日"),
    *("99999个工作日", "999999999日", "9" * 400, "48小时", "999999小时", "第3个工作日12:00", "第0个工作日25:99", "长期", "每季"),
    *("每0月", "每旬", "提前15个工作日", "-1", "1e9", "是", "否", "２０２６－０３－０４", "①", "𠮷", "👩‍👩‍👧", "é", "\ud7ff"),
    *("交办", "立项", "反馈", "延期", "销号", "中止", "恢复", "重启", "更正", "变更", "审核", "复核", "撤销", "秘密", "【机密】"),
    *("岳阳楼区人民政府", "省某厅", "市财政局", "各区政府", "办理", "日期", "动作", "限期", "字段", "节点1", "2026-0018"),
)  # fmt: skip

ITEM = item_text(
    "{日期: 2026-03-03, 动作: 立项, 方式: 直接}",
    "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号, 限期: 2026-03-18}",
    reply("2026-03-16"),
    "{日期: 2026-03-17, 动作: 延期, 环节: 申请, 限期: 2026-03-31, 理由: 雨季}",
    "{日期: 2026-03-18, 动作: 延期, 环节: 批准, 限期: 2026-03-31, 批准: 刘某某}",
    "{日期: 2026-03-20, 动作: 中止, 理由: 涉诉, 批准: 刘某某}",
    "{日期: 2026-03-25, 动作: 恢复}",
    "{日期: 2026-04-20, 动作: 催办, 方式: 通知单, 文号: 岳督催〔2026〕3号}",
    "{日期: 2026-04-21, 动作: 变更, 字段: 主办单位, 原: 岳阳楼区人民政府, 新: 市财政局, 批准: 刘某某}",
    reply("2026-04-25", "是"),
    "{日期: 2026-04-27, 动作: 审核, 结果: 通过, 批准: 刘某某}",
    "{日期: 2026-04-28, 动作: 更正, 更正项: {日期: 2026-03-16, 动作: 反馈, 第: 1}, 字段: 内容, 新: 甲}",
    协办单位="[市财政局, 市城管局]",
    节点="[{号: 1, 内容: 过半, 时限: 2026-03-11}]",
    反馈频次="每月",
)
CONTACT = "联系: {联系人: 王某, 电话: 0730-0000000}\n"
GOOD: Mapping[str, str] = {
    "item": ITEM,
    "units": UNITS,
    "settings": SETTINGS + CONTACT + "督查员: [{姓名: 赵某, 单位: 市财政局}]\n",
    "calendar": "依据: 某通知\n放假: [{日期: 2026-03-06, 名目: 地方假}, 2026-03-09]\n上班: [2026-03-07]\n全年: 否\n",
    "office": "记录:\n- {日期: 2026-04-01, 动作: 通报, 文号: 第3期, 起: 2026-03-01, 止: 2026-03-31, 批评: [市财政局], 批准: 刘某某}\n",
    "paper": "种类: 督查函\n序号: 17\n文号: 岳督函〔2026〕17号\n标题: 关于\n日期: 2026-03-04\n文件: 督查函-0017.docx\n"
    "事项: [2026-0018]\n主送: [岳阳楼区人民政府]\n签发: 刘某某\n"
    f"sha256: {'0' * 64}\n状态: 发出\n",
    "regime": packaged_regime().decode(),
    **hostile_more.GOOD,
}
COMMON = ("item",) * 5 + ("units", "settings", "calendar", "office", "paper", *hostile_more.KINDS)
SLOW = {"regime": 100, **dict.fromkeys((*hostile_more.BOOKS, hostile_more.WORD), 50)}
"""Kinds that take longer to read, one file in so many of them each."""


class Hung(Exception):
    """Reading one file took too long."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A file of a kind, and its bytes."""

    kind: str
    data: bytes


@st.composite
def spoilt(draw: st.DrawFn, kinds: tuple[str, ...] = COMMON) -> Spoilt:
    """A good file with a few things done to it."""
    kind = draw(st.sampled_from(kinds))
    lines = GOOD[kind].split("\n")
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 4)))):
        lines = _changed(draw, lines)
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    match draw(st.integers(0, 19)):
        case 0:
            data = data[: draw(st.integers(0, len(data)))]
        case 1:
            at = draw(st.integers(0, len(data)))
            data = data[:at] + draw(st.binary(min_size=1, max_size=4)) + data[at:]
    return Spoilt(kind, data)


def _changed(draw: st.DrawFn, lines: list[str]) -> list[str]:
    at = draw(st.integers(0, len(lines) - 1))
    line = lines[at]
    other = draw(st.sampled_from(lines))
    odd = draw(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)))
    place = draw(st.integers(0, len(line)))
    match draw(st.integers(0, 13)):
        case 0:
            changed = [line[:place] + odd + line[place:]]
        case 1:
            changed = []
        case 2:
            changed = [line, line]
        case 3:
            changed = [other, line]
        case 4:
            changed = [f"{line.partition(':')[0]}: {odd}"]
        case 5:
            changed = [line, " " * draw(st.integers(0, 4)) + odd]
        case 6:
            end = draw(st.integers(place, len(line)))
            changed = [line[:place] + line[end:]]
        case 7:
            words = line.replace("{", ",").replace("}", ",").split(",")
            changed = [line.replace(draw(st.sampled_from(words)), odd, 1)]
        case _:
            # One value in the place of another: what reads well and says something odd.
            mine, theirs = line.split(", "), other.split(", ")
            mine[draw(st.integers(0, len(mine) - 1))] = draw(st.sampled_from(theirs))
            changed = [", ".join(mine)]
    return (lines[:at] + changed + lines[at + 1 :]) or [""]


def judged(ledger: Ledger, bad: Spoilt) -> tuple[bool, list[Finding]]:
    """What is said of a spoilt file, and whether it could be used; then everything is concluded from it."""
    path = f"{bad.kind}.yaml"
    source = Source(path)
    changed: Ledger | None = None
    match bad.kind:
        case "item":
            item, problems = read_item(bad.data, path, "2026-0018")
            if isinstance(item, Item):
                changed = replace(ledger, items={**ledger.items, item.id: item})
            source.problems += problems
        case "units":
            units = read_units(bad.data, source)
            changed = replace(ledger, units=units) if units and not source.failed else None
        case "settings":
            office = read_settings(bad.data, source)
            changed = replace(ledger, settings=office) if office and not source.failed else None
        case "calendar":
            days = read_calendar(bad.data, 2026, source)
            if days and not source.failed:
                changed = replace(ledger, calendar=WorkCalendar(days.rules))
        case "office":
            events = read_office(bad.data, source)
            changed = replace(ledger, office=events) if events and not source.failed else None
        case "paper":
            paper = read_paper(bad.data, source)
            changed = replace(ledger, papers=(paper,)) if paper and not source.failed else None
        case "regime":
            regime = read_regime(bad.data, source)
            changed = replace(ledger, regime=regime) if regime and not source.failed else None
        case _:
            return hostile_more.judged(ledger, bad.kind, bad.data)
    if changed is not None:
        _concluded(changed)
    return changed is not None, source.problems


def _concluded(ledger: Ledger) -> None:
    run_checks(ledger, TODAY)
    book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
    for item in ledger.items.values():
        for day in (TODAY, Now(date(2026, 3, 10)), Now(date(2028, 1, 1))):
            stand(item, book, day)


@contextlib.contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    """Raises Hung where what is done takes longer."""

    def too_long(_number: int, _frame: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def held(ledger: Ledger, bad: Spoilt) -> bool:
    """Judge a spoilt file, and hold what is said of it to its promises; whether it could be used."""
    with in_time():
        used, problems = judged(ledger, bad)
    for found in problems:
        assert found.line >= 1, found
        assert found.col >= 1, found
        assert found.message, found
    refused = any(p.level == "error" for p in problems)
    assert used != refused or bad.kind in {"office", "paper"} or bad.kind in hostile_more.GOOD, (
        used,
        problems,
    )
    return used


def megabytes() -> float:
    """The most memory this process has held (ru_maxrss would count what its parent held before exec)."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"), re.MULTILINE)
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def base_ledger(home: Path) -> Ledger:
    """The ledger the spoilt files are put on."""
    items = {"2026-0001": item_text("{日期: 2026-03-03, 动作: 立项}"), "2026-0018": ITEM}
    numbered = "  问责建议: 岳督问〔{年}〕{号}号\n  督查报告: 岳督报〔{年}〕{号}号\n"
    return open_ledger(make_ledger(home, items, settings=SETTINGS + numbered + CONTACT))


def soak(number: int) -> int:
    used: Counter[tuple[str, bool]] = Counter()
    most, started, wrong = 0.0, time.monotonic(), list[str]()
    # In parts, each in a process of its own: Hypothesis keeps all it has drawn.
    parts = [min(_PART, number - done) for done in range(0, number, _PART)]
    with multiprocessing.get_context("spawn").Pool(maxtasksperchild=1) as pool:
        for found, memory, told in pool.imap_unordered(_part, parts):
            used += found
            wrong += told
            most = max(most, memory)
            sys.stderr.write(f"{sum(used.values())} 份\n")
    for kind in GOOD:
        sys.stdout.write(f"{kind}\t拒收 {used[kind, False]}\t读入 {used[kind, True]}\n")
    took = time.monotonic() - started
    sys.stdout.write(
        f"合计 {sum(used.values())} 份：出错或停住 {len(wrong)}；内存最多 {most:.0f} MB；{took:.0f} 秒\n"
    )
    sys.stdout.writelines(wrong)
    return 1 if wrong or most >= MEGABYTES else 0


def _part(number: int) -> tuple[Counter[tuple[str, bool]], float, list[str]]:
    """So many files spoilt: how many of each kind were refused and used, the most memory held, in MB, and what
    went wrong: of each kind the first, with the file it takes."""
    used: Counter[tuple[str, bool]] = Counter()
    wrong: list[str] = []
    with TemporaryDirectory() as scratch:
        ledger = base_ledger(Path(scratch))
        slow = {kind: max(1, number // among) for kind, among in SLOW.items()}
        drawn: dict[tuple[str, ...], int] = {
            COMMON: max(1, number - sum(slow.values())),
            **{(kind,): some for kind, some in slow.items()},
        }
        for kinds, some in drawn.items():
            try:
                _draw(ledger, kinds, some, used)
            except Exception:
                wrong.append(traceback.format_exc())
    return used, megabytes(), wrong


def _draw(ledger: Ledger, kinds: tuple[str, ...], number: int, used: Counter[tuple[str, bool]]) -> None:
    @settings(
        max_examples=number, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(spoilt(kinds))
    def one(bad: Spoilt) -> None:
        used[bad.kind, held(ledger, bad)] += 1

    one()


if __name__ == "__main__":
    sys.exit(soak(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000))
