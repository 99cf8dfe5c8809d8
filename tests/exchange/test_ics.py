"""The calendar read back by another parser: the days, the alarms, names that stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import vobject

from duban_cli.exchange.calendar_file import as_ics
from duban_cli.rules.moments import SHANGHAI
from tests.kit import ASSIGNED, HANDED_OUT, INITIATED, item_text, reply, standing

OFFICE = "岳阳市人民政府督查室"
MADE = datetime(2026, 3, 5, tzinfo=SHANGHAI)
LONG = "完成整改；分三步：一、清；二、改；三、验，" * 12


def events(*texts: str, day: str = "2026-03-05", audience: str | None = None) -> list[Any]:
    data = as_ics([standing(t, day) for t in texts], office=OFFICE, made=MADE, audience=audience)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75, line.decode()
    calendar = vobject.readOne(data.decode())
    return list(getattr(calendar, "vevent_list", []))


def test_each_open_limit_is_an_entry_with_alarms() -> None:
    first, second = events(item_text(*HANDED_OUT, 要求=LONG))
    assert [e.summary.value for e in (first, second)] == [
        f"{what}：洞庭大道排水管网改造整改（岳阳楼区人民政府）" for what in ("反馈", "办结")
    ]
    assert (first.dtstart.value, first.dtend.value) == (date(2026, 3, 18), date(2026, 3, 19))
    assert [a.trigger.value for a in first.valarm_list] == [timedelta(days=-3, hours=9), timedelta(hours=9)]
    assert f"要求：{LONG}" in first.description.value
    assert "依据：十条措施" in first.description.value
    assert first.uid.value != second.uid.value


def test_a_limit_keeps_its_name_wherever_it_moves() -> None:
    before = {e.uid.value for e in events(item_text(*HANDED_OUT))}
    moved = "{日期: 2026-03-16, 动作: 延期, 环节: 批准, 批准: 刘某某, 限期: 2026-04-01}"
    after = events(item_text(*HANDED_OUT, moved), day="2026-03-20")
    assert {e.uid.value for e in after} == before
    assert date(2026, 4, 1) in {e.dtstart.value for e in after}


def test_what_is_done_is_no_longer_there() -> None:
    assert events(item_text(*HANDED_OUT, reply("2026-03-16", "是")), day="2026-03-17") == []
    assert events(item_text(INITIATED)) == []


def test_a_clock_time_is_one_of_shanghai() -> None:
    text = item_text(INITIATED, ASSIGNED.replace("限期: 2026-03-18", "时限: '第3个工作日12:00'"))
    data = as_ics([standing(text, "2026-03-05")], office=OFFICE, made=MADE).decode()
    assert "TZID:Asia/Shanghai" in data
    assert "BEGIN:VTIMEZONE" in data
    event = vobject.readOne(data).vevent_list[0]
    assert event.dtstart.value == datetime(2026, 3, 9, 12, tzinfo=SHANGHAI)


def test_what_is_late_says_so_but_not_in_public() -> None:
    text = item_text(*HANDED_OUT, 公开属性="主动公开")
    assert events(text, day="2026-03-27")[0].summary.value.startswith("［已逾期］反馈")
    (first, _) = events(text, item_text(*HANDED_OUT), day="2026-03-27", audience="公开")
    assert first.summary.value.startswith("反馈")
    assert "要求" not in first.description.value
