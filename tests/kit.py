"""Builders the tests share: item texts, small ledgers on disk, and the questions asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cache
from importlib.resources import files
from pathlib import Path

from duban_cli.checks import run_checks
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.ledger.regime_file import read_regime
from duban_cli.ledger.store import Ledger, load
from duban_cli.ledger.units import Units, read_units
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Obligation, Rulebook
from duban_cli.rules.regime import Regime
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.workdays import WorkCalendar

TODAY = Now(date(2026, 11, 20))
LOU = "岳阳楼区人民政府"

SETTINGS = """\
单位: 岳阳市人民政府督查室
政府: 岳阳市人民政府
文号:
  督查函: 岳督函〔{年}〕{号}号
  催办通知单: 岳督催〔{年}〕{号}号
  督查通报: 第{号}期
"""

UNITS = """\
单位:
- {名称: 岳阳楼区人民政府, 简称: 岳阳楼区, 别名: [楼区], 主要负责人: 张某}
- {名称: 市住房和城乡建设局, 简称: 市住建局, 主要负责人: 郑某}
- {名称: 市财政局, 主要负责人: 钱某}
- {名称: 市城市管理局, 别名: [市城管局], 更名: [{日期: 2019-04-01, 原名: 市城市管理和行政执法局}]}
- {名称: 市房产局, 并入: 市住房和城乡建设局}
组:
  各区政府: [岳阳楼区人民政府]
"""

_HEADER: Mapping[str, str] = {
    "标题": "洞庭大道排水管网改造整改",
    "类别": "领导批示",
    "来源": "{类型: 批示, 批示人: 市长, 层级: 主要领导, 日期: 2026-03-02}",
    "要求": "完成整改并书面报送。",
    "主办单位": LOU,
    "办结时限": "10个工作日",
}

PAPER = """\
种类: 督查函
序号: 17
文号: 岳督函〔2026〕17号
标题: 督查函
日期: 2026-03-04
文件: 督查函-0017.docx
sha256: abc
事项: [2026-0018]
"""
"""The register's file of the paper by which the item of `item_text` was handed out."""

INITIATED = "{日期: 2026-03-03, 动作: 立项, 方式: 直接}"
ASSIGNED = "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号, 限期: 2026-03-18}"
HANDED_OUT = (INITIATED, ASSIGNED)


def reply(day: str, done: str = "否", more: str = "") -> str:
    """A 反馈 of the lead unit, signed by its head."""
    extra = f", {more}" if more else ""
    return f"{{日期: {day}, 动作: 反馈, 内容: 情况, 办结: {done}, 签发: {{姓名: 张某, 职务: 区长}}{extra}}}"


def item_text(*entries: str, **header: str | None) -> str:
    """An item file: the worked example's header with keys changed (None leaves one out), then 办理."""
    keys = {**_HEADER, **header}
    lines = [f"{key}: {value}" for key, value in keys.items() if value is not None]
    if entries:
        lines += ["办理:", *(f"- {entry}" for entry in entries)]
    return "\n".join(lines) + "\n"


def read(text: str, item_id: str = "2026-0018") -> Item:
    """The item a text says; fails the test with its findings where it says none."""
    item, findings = read_item(text.encode(), f"items/{item_id[:4]}/{item_id}.yaml", item_id)
    assert isinstance(item, Item), [f.text for f in findings]
    return item


@cache
def yueyang() -> Regime:
    """The packaged regime of 岳阳."""
    source = Source("regime.yaml")
    regime = read_regime(packaged_regime(), source)
    assert regime is not None, [p.text for p in source.problems]
    return regime


def packaged_regime() -> bytes:
    """The bytes of the packaged regime of 岳阳."""
    return files("duban_cli.regimes").joinpath("yueyang.yaml").read_bytes()


@cache
def known_units() -> Units:
    """The units of ``UNITS``."""
    units = read_units(UNITS.encode(), Source("units.yaml"))
    assert units is not None
    return units


@cache
def rulebook() -> Rulebook:
    """What the rules need: 岳阳's regime, the packaged calendar, the names of ``UNITS``."""
    return Rulebook(yueyang(), WorkCalendar(), known_units().canonical)


def at(day: str, clock: str | None = None) -> Now:
    """The moment of an ISO day, at its end or at a clock time."""
    return Now(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)


def standing(text: str, day: str = "2026-11-20", clock: str | None = None) -> Standing:
    """Where the item of a text stands on a day."""
    return stand(read(text), rulebook(), at(day, clock))


def duties(text: str, day: str = "2026-11-20", clock: str | None = None) -> dict[str, Obligation]:
    """The duties of the item of a text since it was handed out or reopened last, by name; no two of one name."""
    found = standing(text, day, clock).current
    assert len({d.name for d in found}) == len(found)
    return {d.name: d for d in found}


def dues(text: str, day: str = "2026-11-20") -> dict[str, str]:
    """When each duty is due, by name."""
    return {name: d.due.text for name, d in duties(text, day).items()}


def make_ledger(
    root: Path,
    items: Mapping[str, str | bytes] | None = None,
    *,
    settings: str = SETTINGS,
    units: str = UNITS,
    regime: bytes | None = None,
    others: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A ledger on disk: base files, items by id, and any other files by path. Gives its root."""
    contents: dict[str, str | bytes] = {
        "duban.yaml": settings,
        "units.yaml": units,
        "regime.yaml": packaged_regime() if regime is None else regime,
        **{f"items/{i[:4]}/{i}.yaml": text for i, text in (items or {}).items()},
        **(others or {}),
    }
    for path, content in contents.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def open_ledger(root: Path) -> Ledger:
    """The ledger at ``root``; fails the test where its base files are wrong."""
    loaded = load(root)
    assert loaded.ledger is not None, [f.text for f in loaded.findings]
    return loaded.ledger


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes of findings, in their order."""
    return [f.code for f in findings]


def checked(root: Path, now: Now = TODAY) -> list[Finding]:
    """Every finding of the ledger at ``root``."""
    return list(run_checks(open_ledger(root), now))


def check_item(root: Path, text: str, now: Now = TODAY) -> list[Finding]:
    """The findings of a ledger whose one item, 2026-0018, is this text."""
    return checked(make_ledger(root, {"2026-0018": text}), now)
