"""import(export(x)) = x, for every column that carries facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban_cli.exchange.excel import as_xlsx
from duban_cli.exchange.files import as_csv
from duban_cli.exchange.head import find_head
from duban_cli.exchange.item_row import Sheet, sheet_of
from duban_cli.exchange.read import read_file
from duban_cli.exchange.table import read_rows
from duban_cli.ledger.numbering import item_path
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.ledger.store import Ledger
from duban_cli.ledger.writer import Facts, item_text
from duban_cli.plans.import_ledger import plan_import
from duban_cli.plans.import_row import Given
from duban_cli.plans.sheet import Inputs, compact
from tests.kit import LOU, TODAY, make_ledger, open_ledger

TEXT = (
    st.text("清淤路灯=+-@'，、；。：:（）()012 ab\n“”#{}[]\"", min_size=1, max_size=25)
    # Blanks at the ends of a line carry no fact.
    .map(lambda t: "\n".join(line.strip() for line in t.strip().split("\n")).strip())
    .filter(bool)
)
LINE = TEXT.map(lambda t: " ".join(t.split())).filter(bool)
NAME = st.text("张王李赵某", min_size=2, max_size=4)
DAYS = st.dates(date(2025, 1, 1), date(2026, 11, 20)).map(date.isoformat)
UNITS = (LOU, "市住房和城乡建设局", "市财政局", "市城市管理局")
PERSON = st.fixed_dictionaries(
    {"姓名": NAME}, optional={"职务": st.sampled_from(["区长", "副局长"]), "电话": st.just("0730-0000000")}
)
STONES = st.lists(
    st.fixed_dictionaries({"内容": LINE, "时限": DAYS}, optional={"计划": st.sampled_from(["50%", "33.3%"])}),
    max_size=3,
).map(lambda stones: [{"号": str(n), **stone} for n, stone in enumerate(stones, 1)])
ORIGIN = st.fixed_dictionaries(
    {"类型": st.sampled_from(["批示", "会议", "文件", "自提"])},
    optional={
        "名称": LINE, "批示人": NAME, "层级": st.sampled_from(["主要领导", "上级"]), "日期": DAYS, "届次": LINE, "序号": LINE,
        "文号": LINE, "链接": st.just("https://example.invalid/1"), "备注": TEXT,
    },
)  # fmt: skip
HEADER = st.fixed_dictionaries(
    {"标题": LINE, "类别": st.just("领导批示"), "要求": TEXT, "主办单位": st.sampled_from(UNITS[:2])},
    optional={
        "来源": ORIGIN, "工作标准": TEXT, "原因": TEXT, "措施": TEXT,
        "协办单位": st.lists(st.sampled_from(UNITS[2:]), unique=True, min_size=1), "责任人": PERSON, "承办人": PERSON,
        "第一责任人": PERSON, "分管领导": NAME, "督办科室": LINE, "责任领导": NAME,
        "缓急": st.sampled_from(["急件", "普通"]), "难度": st.just("重大疑难"), "公开属性": st.just("主动公开"),
        "办结时限": st.sampled_from(
            ["10个工作日", "20日", "48小时", "2026-12-31", "2026-12-31 12:00", "长期", "第3个工作日12:00", "当日", "1个月"]
        ),
        "反馈频次": st.sampled_from(["每月", "每半年"]), "节点": STONES, "备注": TEXT,
    },
)  # fmt: skip
DONE = st.fixed_dictionaries({}, optional={"文号": LINE, "内容": TEXT, "办结": st.sampled_from(["是", "否"])})
MATTER = st.tuples(HEADER, st.sampled_from([None, "立项", "交办", "反馈"]), DONE)
FACTS = (
    "title", "category", "demand", "lead", "origin", "standard", "cause", "measure", "support", "officer", "handler",
    "first_officer", "leader", "section", "unit_leader", "urgency", "difficulty", "openness", "limit", "rhythm",
    "reply_by", "milestones", "parent", "note",
)  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return open_ledger(make_ledger(tmp_path_factory.mktemp("往返") / "台账"))


def nothing_there(_path: str) -> None:
    """A ledger whose files are not on the disk."""


def entries(stage: str | None, done: dict[str, str], number: int) -> list[dict[str, Facts]]:
    """What was done of a matter up to a stage."""
    if stage is None:
        return []
    found: list[dict[str, Facts]] = [{"日期": "2026-03-03", "动作": "立项", "批准": "刘某某"}]
    if stage != "立项":
        doc_no = f"{done['文号']}{number}" if "文号" in done else None
        found.append(compact({"日期": "2026-03-04", "动作": "交办", "文号": doc_no}))
    if stage == "反馈":
        told = {"内容": done.get("内容", "已办"), "办结": done.get("办结", "否")}
        found.append({"日期": "2026-03-16", "动作": "反馈", **told})
    return found


def item_of(header: dict[str, Any], done: list[dict[str, Facts]], number: int) -> Item:
    item_id = f"2026-{number:04d}"
    full = {**header, "标题": f"{header['标题']}{number}"}
    item, problems = read_item(item_text(full, done).encode(), item_path(item_id), item_id)
    assert isinstance(item, Item), [p.text for p in problems]
    return item


def taken_in(data: bytes, name: str, ledger: Ledger) -> dict[str, Item]:
    """What an empty ledger makes of a file."""
    grid = read_file(data, name)
    table = read_rows(grid, find_head(grid, name), name)
    inputs = Inputs(ledger=ledger, now=TODAY, read=nothing_there, templates=())
    made = plan_import(inputs, table, Given(), day=TODAY.day)
    assert [r.problems for r in made.rows if r.problems] == []
    assert made.change is not None
    found = {}
    for write in made.change.writes:
        if write.path.startswith("items/"):
            item, _ = read_item(write.content or b"", write.path, Path(write.path).stem)
            assert isinstance(item, Item)
            found[item.id] = item
    return found


def said(item: Item) -> dict[str, object]:
    """The facts of an item that a row holds."""
    kept = [(e.action, e.day, e.doc_no, e.approved_by, e.content, e.done) for e in item.entries]
    return {attr: getattr(item, attr) for attr in FACTS} | {"entries": kept}


def xlsx(sheet: Sheet) -> bytes:
    return as_xlsx(sheet, office="督查室", made=datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize(("name", "write"), [("台账.csv", as_csv), ("台账.xlsx", xlsx)])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(matters=st.lists(MATTER, min_size=1, max_size=4))
def test_what_goes_out_comes_back(
    empty: Ledger, name: str, write: Callable[[Sheet], bytes], matters: Sequence[tuple[Any, str | None, Any]]
) -> None:
    items = {
        i.id: i
        for n, (header, stage, done) in enumerate(matters, 1)
        for i in [item_of(header, entries(stage, done, n), n)]
    }
    there = Inputs(ledger=replace(empty, items=items), now=TODAY, read=nothing_there, templates=())
    data = write(sheet_of([there.stand(i) for i in items.values()]))
    back = taken_in(data, name, empty)
    assert {i: said(item) for i, item in back.items()} == {i: said(item) for i, item in items.items()}


@pytest.mark.parametrize(
    "title", ["合计", "小计3项", "共2件", "一、清淤", "注：清淤", "审核人：张某", "标题"]
)
def test_a_title_that_looks_like_another_kind_of_row(empty: Ledger, title: str) -> None:
    header = {"标题": title, "类别": "领导批示", "要求": "乙", "主办单位": LOU}
    item, _ = read_item(item_text(header, []).encode(), item_path("2026-0001"), "2026-0001")
    assert isinstance(item, Item)
    there = Inputs(ledger=replace(empty, items={item.id: item}), now=TODAY, read=nothing_there, templates=())
    sheet = sheet_of([there.stand(item)])
    for name, data in (("台账.csv", as_csv(sheet)), ("台账.xlsx", xlsx(sheet))):
        assert taken_in(data, name, empty)["2026-0001"].title == title


def test_what_was_divided_keeps_its_parent(empty: Ledger) -> None:
    header = {"标题": "甲", "类别": "领导批示", "要求": "乙", "主办单位": LOU}
    items = {i.id: i for i in (item_of({**header, "上级事项": "2026-0002"}, [], 1), item_of(header, [], 2))}
    there = Inputs(ledger=replace(empty, items=items), now=TODAY, read=nothing_there, templates=())
    back = taken_in(as_csv(sheet_of([there.stand(i) for i in items.values()])), "台账.csv", empty)
    assert {i: item.parent for i, item in back.items()} == {"2026-0001": "2026-0002", "2026-0002": None}
