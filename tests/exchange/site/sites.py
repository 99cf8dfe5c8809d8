"""A small ledger with matters of every kind, and its site, as the tests of the site read them."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from duban_cli.exchange.site.matters import shown
from duban_cli.exchange.site.pages import site
from duban_cli.ledger.store import Ledger
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing, stand
from duban_cli.shipped import templates_dir
from tests.kit import HANDED_OUT, INITIATED, SETTINGS, item_text, make_ledger, open_ledger, reply
from tests.rules.made import with_common

OFFICE = "岳阳市人民政府督查室"
TODAY = date(2026, 3, 20)
PHONE = "0730-7654321"
REGIME = with_common("销号: [{步: 公示, 时限: 7日, 首日: 计, 依据: 岳20 十}]")
OPEN = {"公开属性": "主动公开"}
PASSED = (reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过, 批准: 刘某某}")
SHOWN = "{日期: 2026-03-19, 动作: 公示, 方式: 门户网站, 内容: 内部掌握的公示经过}"
PEOPLE = {
    "责任人": f"{{姓名: 张某, 职务: 区长, 电话: {PHONE}}}",
    "承办人": f"{{姓名: 李某, 职务: 科长, 电话: {PHONE}}}",
}
INTERNAL = (
    "内部要求",
    "内部备注",
    "市长",
    "内部反馈",
    "岳督函",
    "内部原因",
    "分管的人",
    "督查一科",
    "第一个人",
    "进展摘报",
)
ITEMS = {
    "2026-0001": item_text(
        *HANDED_OUT, reply("2026-03-10").replace("内容: 情况", "内容: 内部反馈"), 标题="洞庭大道排水管网改造", **OPEN, **PEOPLE,
        要求="内部要求", 备注="内部备注", 原因="内部原因", 分管领导="分管的人", 督办科室="督查一科", 第一责任人="{姓名: 第一个人}",
        来源="{类型: 批示, 名称: 进展摘报, 批示人: 市长, 层级: 主要领导, 日期: 2026-03-02}", 协办单位="[市财政局, 市城管局]",
    ),
    "2026-0002": item_text(*HANDED_OUT, *PASSED, SHOWN, 标题="胥家桥村道路修复", 主办单位="市住建局", **OPEN),
    "2026-0003": item_text(
        *HANDED_OUT, *PASSED, SHOWN.replace("03-19", "03-18").replace("方式", "限期: 2026-03-18, 方式"),
        "{日期: 2026-03-20, 动作: 销号, 批准: 刘某某}", 标题="南湖岸线清理", 主办单位="市房产局", **OPEN,
    ),
    "2026-0004": item_text(*HANDED_OUT, 标题="不给看的一件"),
    "2026-0005": item_text(*HANDED_OUT, 标题="申请才给的一件", 公开属性="依申请公开"),
    "2026-0006": item_text(INITIATED, 标题="还没有交办的一件", **OPEN),
    "2026-0007": item_text(
        *HANDED_OUT, "{日期: 2026-03-10, 动作: 变更, 字段: 公开属性, 原: 主动公开, 新: 不予公开, 批准: 刘某某}",
        标题="后来不公开的一件", **OPEN,
    ),
}  # fmt: skip
PUBLIC_IDS = ("2026-0003", "2026-0002", "2026-0001")
"""Those the site shows, in its order."""


def ledger_of(root: Path, items: dict[str, str] | None = None, regime: str = REGIME) -> Ledger:
    """The ledger on disk, or one of other items."""
    found = ITEMS if items is None else items
    return open_ledger(make_ledger(root / "台账", found, regime=regime.encode(), settings=SETTINGS))


def standings_of(ledger: Ledger, day: date = TODAY) -> tuple[list[Standing], Rulebook]:
    book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
    return [stand(item, book, Now(day)) for item in ledger.items.values()], book


def site_of(ledger: Ledger, day: date = TODAY, own: Path | None = None) -> dict[str, bytes]:
    """Its site."""
    standings, book = standings_of(ledger, day)
    places = (own, templates_dir()) if own else (templates_dir(),)
    return site(ledger, book, shown(standings, book, ledger.settings.office), day, places)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read_page(page: bytes) -> tuple[str, list[tuple[str, dict[str, str | None]]]]:
    """The text of a page, its blanks evened out, and its tags with their attributes."""
    parser = _Words()
    parser.feed(page.decode())
    return re.sub(r"\s+", " ", "".join(parser.words)), parser.tags
