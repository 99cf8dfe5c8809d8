"""What holds of every item whose entries the checks allow, and of every ledger of such items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban_cli.errors import DataProblem
from duban_cli.ledger.numbering import (
    DocNumber,
    given_doc_number,
    item_path,
    next_doc_number,
    next_item_id,
)
from duban_cli.ledger.office_file import OfficeEvent
from duban_cli.ledger.reader import read_facts, read_item
from duban_cli.ledger.records import Entry, Item, Unreadable
from duban_cli.ledger.register import Paper
from duban_cli.ledger.store import Ledger
from duban_cli.ledger.vocabulary import ACTIONS
from duban_cli.ledger.writer import Facts, append_entry, item_text
from duban_cli.reports.figures import figures
from duban_cli.reports.groups import By
from duban_cli.reports.measures import MEASURES, PARTS
from duban_cli.reports.tally import Period, mark
from duban_cli.rules.entries import taken_at
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Obligation
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.states import ENDED, OPEN, STATES
from tests.kit import LOU, make_ledger, open_ledger, rulebook
from tests.rules.walk import FIRST, LAST, NEXT, headers, legal


def says_why(entry: Entry) -> bool:
    """True for an entry that gives a duty another limit, and so may lower what it is overdue by."""
    return (
        entry.action in ("交办", "重启")
        or (entry.action, entry.stage) == ("延期", "批准")
        or (entry.action, entry.field) == ("变更", "办结时限")
        or (entry.action == "恢复" and entry.due is not None)
    )


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger without items, whose units are those of the kit."""
    return open_ledger(make_ledger(tmp_path_factory.mktemp("bare") / "台账"))


def days_of(item: Item) -> Iterator[date]:
    """Every day on which something may change: those of the entries and of the limits, and the days after."""
    marks = {FIRST, LAST.day, *(e.day for e in item.entries)}
    marks |= {d.due.day for d in stand(item, rulebook(), LAST).duties}
    yield from sorted({m + timedelta(days=n) for m in marks for n in (-1, 0, 1)} & {*_span()})


def _span() -> Iterator[date]:
    day = FIRST
    while day <= LAST.day:
        yield day
        day += timedelta(days=1)


def key_of(duty: Obligation) -> tuple[object, ...]:
    return duty.life, duty.what, duty.supporting and duty.who, duty.period, duty.subject, duty.round


# -- one item -----------------------------------------------------------------------------------------------


@settings(max_examples=60, derandomize=True)
@given(st.data())
def test_a_legal_sequence_has_one_state_on_every_day(bare: Ledger, data: st.DataObject) -> None:
    item = data.draw(legal(bare))
    for day in days_of(item):
        found = stand(item, rulebook(), Now(day))
        assert STATES.count(found.state) == 1
        assert (found.course.ended is not None) == (found.state in ENDED)
        assert (found.light is not None) == (found.state in OPEN)
        assert (found.state == "中止") == any(b is None for _, b in found.course.suspensions)
        assert found.live is None or not found.live.met
        assert found.state not in (*ENDED, "待立项", "待交办") or (found.due, found.due_rungs) == (None, ())
        names = [(d.life, d.who, d.name) for d in found.duties]
        assert len(set(names)) == len(names)
        _follows_from_the_entries_so_far(item, found)


def _follows_from_the_entries_so_far(item: Item, found: Standing) -> None:
    """What is dated later is as if it were not written (更正 aside, which counts from what it corrects)."""
    if any(e.action == "更正" for e in item.entries):
        return
    so_far = replace(item, entries=tuple(e for e in item.entries if taken_at(e)[0] <= found.now.day))
    again = stand(so_far, rulebook(), found.now)
    assert (again.state, again.duties, again.live, again.ladder, again.light, again.next) == (
        found.state, found.duties, found.live, found.ladder, found.light, found.next,
    )  # fmt: skip


@settings(max_examples=60, derandomize=True)
@given(st.data())
def test_the_overdue_count_falls_only_where_an_entry_says_why(bare: Ledger, data: st.DataObject) -> None:
    item = data.draw(legal(bare))
    before: Standing | None = None
    for day in days_of(item):
        now = stand(item, rulebook(), Now(day))
        fresh = [e for e in now.course.entries if before is not None and before.now.day < e.day <= day]
        if before is not None and not any(says_why(e) for e in fresh):
            _no_better(before, now)
        before = now


def _no_better(before: Standing, now: Standing) -> None:
    after = {key_of(d): d for d in now.duties}
    for duty in before.duties:
        if duty.met:
            continue
        later = after.get(key_of(duty))
        if later is None and duty.supporting and duty.who == now.course.lead_on(now.now.day):
            continue  # The 协办单位 has become the 主办单位: its answer is the lead's now.
        if later is None:
            # A period that ends during a 中止, or after its life did, asks for no reply.
            assert duty.period is not None
            assert now.course.suspensions or now.state in ENDED or duty.life < now.course.life
            assert not duty.overdue
            continue
        assert later.overdue_workdays >= duty.overdue_workdays
        assert later.state in ("逾期", "逾期完成") or not duty.overdue
        if before.state == "中止" and now.state == "中止":
            assert later.overdue_workdays == duty.overdue_workdays


@settings(max_examples=60, derandomize=True)
@given(st.data())
def test_no_duty_vanishes_and_what_is_met_stays_met(bare: Ledger, data: st.DataObject) -> None:
    item = data.draw(legal(bare))
    if any(e.action == "更正" for e in item.entries):
        return
    before: dict[tuple[object, ...], Obligation] = {}
    for day in days_of(item):
        now = stand(item, rulebook(), Now(day))
        found = {key_of(d): d for d in now.duties}
        changed = any(e.action == "变更" for e in now.course.entries)
        for key, duty in before.items():
            later = found.get(key)
            # Only a period not yet past may go: a 中止 or the end of its life asks for no reply of it.
            assert (
                later is not None
                or changed
                or (duty.period is not None and not duty.met and not duty.overdue)
            )
            # A 节点 has no second round: what was sent back no longer meets it.
            sent_back = [r.entry for r in now.course.all_replies if r.returned]
            if later is not None and duty.met and not (duty.what == "节点" and duty.met_by in sent_back):
                assert (later.met_by, later.who, later.state) == (
                    duty.met_by,
                    duty.who,
                    duty.state,
                ) or later.changes
        for duty in found.values():
            over = duty.until is not None and not duty.met
            assert not over or duty.overdue_workdays <= _late_at_most(duty)
        before = found


def _late_at_most(duty: Obligation) -> int:
    assert duty.until is not None
    return max((duty.until - duty.due.day).days, 0)


@settings(max_examples=60, derandomize=True)
@given(st.data())
def test_reopening_takes_nothing_back(bare: Ledger, data: st.DataObject) -> None:
    item = data.draw(legal(bare))
    last = max((taken_at(e)[0] for e in item.entries), default=FIRST)
    day = last + timedelta(days=data.draw(st.integers(0, 40)))
    kind = data.draw(st.sampled_from(["重启", "重启", "交办"]))
    if kind == "重启" and stand(item, rulebook(), Now(day)).state not in ENDED:
        end = Entry(day=day, action=data.draw(st.sampled_from(["销号", "撤销"])), approved_by="刘某某")
        item = replace(item, entries=(*item.entries, end))
    again = Entry(day=day, action=kind, due=day + timedelta(days=30), approved_by="刘某某")
    if kind == "交办" and day == last:
        return
    after = Now(day + timedelta(days=data.draw(st.integers(0, 200))))
    reopened = stand(replace(item, entries=(*item.entries, again)), rulebook(), after)
    was = stand(item, rulebook(), Now(day))
    if not reopened.course.earlier or reopened.course.ruling is not again:
        return
    kept = {key_of(d): d for d in reopened.duties}
    for duty in was.duties:
        if duty.period is not None and not duty.met and not duty.overdue:
            continue
        now = kept[key_of(duty)]
        assert (now.state, now.due, now.met_by) == (duty.state, duty.due, duty.met_by)
        assert now.overdue_workdays == duty.overdue_workdays
    if kind == "重启":
        _no_fewer_late(stand(item, rulebook(), after), reopened)
    assert reopened.live is None or reopened.live.life == reopened.course.life
    assert all(r.duty.life == reopened.course.life for r in reopened.ladder)


def _no_fewer_late(was: Standing, now: Standing) -> None:
    """The figures of a period have as much that was late with a 重启 in it as without."""
    period = Period(FIRST, now.now.day)
    before, after = (mark(s, period).counts for s in (was, now))
    kinds = (
        ("due", "done_on_time"),
        ("replies_due", "replied_on_time"),
        ("first_limit_due", "done_by_first_limit"),
    )
    for whole, good in kinds:
        assert after[whole] >= before[whole]
        assert after[whole] - after[good] >= before[whole] - before[good]


@settings(max_examples=60, derandomize=True)
@given(st.data())
def test_an_extension_moves_no_first_due_date(bare: Ledger, data: st.DataObject) -> None:
    item = data.draw(legal(bare))
    start = item.entries[0].day if item.entries else FIRST
    granted = tuple(
        Entry(
            day=start + timedelta(days=data.draw(st.integers(0, 200))), action="延期", stage="批准", approved_by="刘某某",
            due=start + timedelta(days=data.draw(st.integers(0, 400))), about=data.draw(st.sampled_from([None, "反馈", "办结", "节点1"])),
            period=data.draw(st.sampled_from([None, None, "2026年第一季度", "2026年2月"])),
        )
        for _ in range(data.draw(st.integers(1, 3)))
    )  # fmt: skip
    without = tuple(e for e in item.entries if not (e.action == "延期" and e.stage == "批准"))
    first = _first_dues(replace(item, entries=without))
    for entries in (item.entries, (*item.entries, *granted)):
        found = _first_dues(replace(item, entries=entries))
        assert {k: found[k] for k in first} == first
        # Put off past the end of one life, a 节点 is owed in the next.
        assert all(life != 1 and what == "节点" for life, what, *_ in found.keys() - first.keys())


def _first_dues(item: Item) -> dict[tuple[object, ...], object]:
    return {key_of(d): d.first_due for d in stand(item, rulebook(), LAST).duties}


# -- a ledger -----------------------------------------------------------------------------------------------


@settings(max_examples=25, derandomize=True)
@given(st.data())
def test_statistics_add_up_for_any_ledger(bare: Ledger, data: st.DataObject) -> None:
    ids = [f"2026-{n:04}" for n in range(1, data.draw(st.integers(1, 5)) + 1)]
    items = {i: data.draw(legal(bare, i, most=12)) for i in ids}
    start = FIRST + timedelta(days=data.draw(st.integers(0, 200)))
    ledger, end = replace(bare, items=items), start + timedelta(days=data.draw(st.integers(0, 150)))
    totals = None
    for by in get_args(By):
        found = figures(ledger, start, end, by)
        totals = totals or found.totals
        assert found.totals == totals
        for measure in MEASURES:
            if measure.adds:
                assert sum(r.counts[measure.key] for r in found.rows) == totals.counts[measure.key]
            behind = [i for r in found.rows for i in r.items[measure.key]]
            # Of one item several units may owe a reply.
            several = set(behind) if measure.unit == "件次" else behind
            assert sorted(several) == sorted(totals.items[measure.key])
        for row in (found.totals, *found.rows):
            assert sum(row.counts[p] for p in PARTS) == row.counts["included"]
            assert all(0 <= rate.numerator <= rate.denominator for rate in row.rates.values())
    assert totals is not None
    assert len(totals.items["included"]) <= len(items)


# -- written and read ---------------------------------------------------------------------------------------


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n:#-'\"[]{}，：、　 "),
    max_size=40,
).filter(lambda t: bool(t.strip()))  # fmt: skip


@st.composite
def free_entries(draw: st.DrawFn) -> dict[str, Facts]:
    """An entry of any 动作 with any words in the keys that take words."""
    action = draw(st.sampled_from(["拟办", "转办", "核查", "公示", "约谈", "结论", "归档", "反馈"]))
    day = FIRST + timedelta(days=draw(st.integers(0, 300)))
    facts: dict[str, Facts] = {"日期": day.isoformat(), "动作": action}
    words = {"内容", "备注", "理由", "来文", "文号", "卷号", "批准", "经办"} & ACTIONS[action].keys
    facts |= {k: draw(TEXTS) for k in sorted(words) if k in ACTIONS[action].needs or draw(st.booleans())}
    papers: list[Facts] = [*draw(st.lists(TEXTS, max_size=3))]
    facts |= {"附件": papers} if papers else {}
    if action == "反馈":
        facts |= {"办结": "否", "签发": {"姓名": draw(TEXTS), "职务": draw(TEXTS)}}
    return facts | {key: draw(TEXTS) for key in ACTIONS[action].needs if key not in facts}


def as_read(value: Facts) -> Facts:
    """What a reader may expect of a written value: line ends one way, no blanks around it."""
    if isinstance(value, dict):
        return {k: as_read(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_read(v) for v in value]
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


@settings(max_examples=150, derandomize=True)
@given(headers(), TEXTS, st.lists(free_entries(), max_size=4))
def test_what_is_written_reads_back(
    header: dict[str, Facts], demand: str, entries: list[dict[str, Facts]]
) -> None:
    header = {**header, "要求": demand}
    path = item_path("2026-0001")
    whole = item_text(header, entries).encode()
    grown = item_text(header).encode()
    for facts in entries:
        longer = append_entry(grown, facts, path)
        assert longer.startswith(grown)
        grown = longer
    expected: dict[str, Facts] = {**header, "办理": [*entries] if entries else ""}
    for text in (whole, grown):
        assert read_facts(text) == as_read(expected)
    one, _ = read_item(whole, path, "2026-0001")
    two, _ = read_item(grown, path, "2026-0001")
    assert isinstance(one, Item)
    assert one == two
    assert [(e.day.isoformat(), e.action) for e in one.entries] == [(e["日期"], e["动作"]) for e in entries]
    assert one.demand == as_read(demand)


# -- numbers ------------------------------------------------------------------------------------------------


def _registered(number: DocNumber, state: str) -> Paper:
    return Paper(
        kind=number.kind, number=number.number, doc_no=number.text, title="…", day=date(number.year, 3, 4),
        file=f"{number.kind}-{number.number:04}.docx", sha256="", state=state, path=f"{number.stem}.yaml",
    )  # fmt: skip


KINDS = ("督查函", "催办通知单", "督查通报")
ISSUES = st.tuples(
    st.sampled_from(KINDS), st.sampled_from([2026, 2027]), st.sampled_from(["next", "next", "given", "written", "office"]),
    st.integers(1, 12), st.sampled_from(["发出", "作废"]),
)  # fmt: skip


@settings(max_examples=100, derandomize=True)
@given(st.lists(ISSUES, max_size=25))
def test_no_number_is_given_twice(bare: Ledger, issues: list[tuple[str, int, str, int, str]]) -> None:
    ledger, used = bare, set[tuple[str, int, int]]()
    for kind, year, way, wanted, state in issues:
        form = ledger.settings.number_forms[kind]
        if way in ("written", "office"):
            # Known from an entry or an event of the office alone: no paper is in the register.
            ledger = _with_number(ledger, way, form.write(year, wanted), year)
            used.add((kind, year, wanted))
            continue
        try:
            text = form.write(year, wanted)
            number = (
                next_doc_number(ledger, kind, year)
                if way == "next"
                else given_doc_number(ledger, kind, year, text)
            )
        except DataProblem:
            assert (kind, year, wanted) in used
            continue
        assert (number.kind, number.year) == (kind, year)
        assert way == "given" or (kind, year, number.number) not in used
        assert number.stem not in {p.path.removesuffix(".yaml") for p in ledger.papers}
        used.add((kind, year, number.number))
        ledger = replace(ledger, papers=(*ledger.papers, _registered(number, state)))
    assert len({(p.kind, p.doc_no, p.day.year) for p in ledger.papers}) == len(ledger.papers)


def _with_number(ledger: Ledger, way: str, text: str, year: int) -> Ledger:
    day = date(year, 5, 6)
    if way == "office":
        return replace(ledger, office=(*ledger.office, OfficeEvent(day=day, action="通报", doc_no=text)))
    item_id = next_item_id(ledger, year)
    entry = Entry(day=day, action="催办", method="通知单", doc_no=text)
    item = Item(
        id=item_id,
        path=item_path(item_id),
        title="…",
        category="领导批示",
        demand="…",
        lead=LOU,
        entries=(entry,),
    )
    return replace(ledger, items={**ledger.items, item_id: item})


@settings(max_examples=50, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from([2025, 2026]), st.booleans()), max_size=20))
def test_no_item_id_is_given_twice(bare: Ledger, made: list[tuple[int, bool]]) -> None:
    ledger, given_ids = bare, list[str]()
    for year, readable in made:
        item_id = next_item_id(ledger, year)
        assert item_id.startswith(f"{year}-")
        given_ids.append(item_id)
        if readable:
            item = Item(id=item_id, path=item_path(item_id), title="…", category="…", demand="…", lead=LOU)
            items: Mapping[str, Item] = {**ledger.items, item_id: item}
            ledger = replace(ledger, items=items)
        else:
            lost = Unreadable(id=item_id, path=item_path(item_id))
            ledger = replace(ledger, unreadable=(*ledger.unreadable, lost))
    assert len(set(given_ids)) == len(given_ids)


def test_the_walk_knows_every_state() -> None:
    assert set(NEXT) == set(STATES)
    assert {action for likely in NEXT.values() for action in likely} <= set(ACTIONS)
