"""A finished ledger taken apart: acts in the order of their days, one paper one act, and when each was recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from duban_cli.ledger.reader import read_facts
from duban_cli.plans.replay import Act, acts_of, moments
from duban_cli.rules.moments import SHANGHAI
from duban_cli.shipped import example_dir
from tests.kit import HANDED_OUT, INITIATED, item_text, make_ledger, open_ledger, reply

BULLETIN = (
    "记录:\n- {日期: 2026-03-16, 动作: 通报, 文号: 第1期, 起: 2026-03-01, 止: 2026-03-16, 批准: 刘某某}\n"
)


def reader(root: Path) -> Callable[[str], bytes | None]:
    return lambda path: (root / path).read_bytes() if (root / path).is_file() else None


def acts(root: Path) -> list[Act]:
    return acts_of(open_ledger(root), reader(root))


def test_acts_stand_in_the_order_of_their_days(tmp_path: Path) -> None:
    root = make_ledger(
        tmp_path,
        {
            "2026-0001": item_text(*HANDED_OUT, reply("2026-03-16")),
            "2026-0002": item_text(*HANDED_OUT, reply("2026-03-10", "否", "时间: '16:20'")),
        },
        others={"office/2026.yaml": BULLETIN},
    )
    found = acts(root)
    assert [
        (a.day.isoformat(), [i for i, _ in a.parts], a.parts[0][1]["动作"] if a.parts else "通报")
        for a in found
    ] == [
        ("2026-03-03", ["2026-0001"], "立项"),
        ("2026-03-03", ["2026-0002"], "立项"),
        # One letter, two items: one act.
        ("2026-03-04", ["2026-0001", "2026-0002"], "交办"),
        ("2026-03-10", ["2026-0002"], "反馈"),
        ("2026-03-16", ["2026-0001"], "反馈"),
        # The office's own paper tells of the whole day.
        ("2026-03-16", [], "通报"),
    ]
    assert [m.isoformat() for m in moments(found)] == [
        "2026-03-03T09:00:00+08:00", "2026-03-03T09:07:00+08:00", "2026-03-04T09:00:00+08:00",
        "2026-03-10T16:20:00+08:00", "2026-03-16T09:00:00+08:00", "2026-03-16T09:07:00+08:00",
    ]  # fmt: skip


def test_a_busy_day_ends_before_midnight() -> None:
    busy = [Act(date(2026, 3, 3), None, ()) for _ in range(200)] + [Act(date(2026, 3, 4), time(8, 0), ())]
    found = list(moments(busy))
    assert found == sorted(found)
    assert {m.date() for m in found[:200]} == {date(2026, 3, 3)}
    assert found[-1] == datetime(2026, 3, 4, 8, 0, tzinfo=SHANGHAI)


def test_nothing_of_the_example_is_lost() -> None:
    root = example_dir("yueyang")
    found = acts(root)
    assert [a.day for a in found] == sorted(a.day for a in found)
    entries = [(i, fact) for act in found for i, fact in act.parts]
    for item in open_ledger(root).items.values():
        facts = read_facts((root / item.path).read_bytes()) or {}
        assert [fact for i, fact in entries if i == item.id] == facts["办理"]
    events = [
        e
        for p in sorted((root / "office").glob("*.yaml"))
        for e in (read_facts(p.read_bytes()) or {})["记录"]
    ]
    assert [a.event for a in found if a.event] == events


def test_an_item_that_waits_for_its_approval_is_put_down_with_no_entry(tmp_path: Path) -> None:
    found = acts(make_ledger(tmp_path, {"2026-0001": item_text(), "2026-0002": item_text(INITIATED)}))
    assert [[(item, bool(fact)) for item, fact in a.parts] for a in found] == [
        [("2026-0001", False)],
        [("2026-0002", True)],
    ]
