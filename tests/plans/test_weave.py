"""Two versions of a file in one: whatever each side added, it is all there, in each side's order."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duban_cli.checks.history_facts import inside
from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.writer import append_entry, item_text
from duban_cli.plans.weave import Names, together, weave

NAMES = Names(ours="本方", theirs="对方")
HEADER: dict[str, Any] = {"标题": "一件", "办结时限": "10日"}
ENTRIES = st.lists(
    st.fixed_dictionaries({
        "日期": st.integers(1, 9).map(lambda n: f"2026-03-0{n}"),
        "动作": st.sampled_from(("签收", "反馈", "核查", "销号", "归档")),
        "内容": st.sampled_from(("甲", "乙: 丙", "一\n\n二", " # 不是注释", "- 不是一条")),
    }),
    max_size=6,
)  # fmt: skip


def written(entries: list[dict[str, Any]], *, column: int = 0) -> bytes:
    data = item_text(HEADER, []).encode()
    if column:
        data += f"{' ' * column}- {{日期: 2026-03-01, 动作: 立项}}\n".encode()
    for entry in entries:
        data = append_entry(data, entry, "items/2026/2026-0001.yaml")
    return data


@given(was=ENTRIES, ours=ENTRIES, theirs=ENTRIES)
def test_every_entry_of_both_is_kept_in_order(was: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    mine, other = [*was, *ours], [*was, *theirs]
    order = together(was, mine, other)
    assert order is not None
    result = [(mine, other)[side][n] for side, n in order]
    assert inside(mine, result)
    assert inside(other, result)
    assert result[: len(was)] == was
    assert all(result.count(e) <= mine.count(e) + other.count(e) for e in result)


@given(was=ENTRIES, ours=ENTRIES, theirs=ENTRIES)
def test_the_file_reads_as_the_facts_say(was: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    base, mine, other = (written(entries) for entries in (was, [*was, *ours], [*was, *theirs]))
    woven = weave(base, mine, other, NAMES)
    assert woven is not None
    facts = read_facts(woven.content)
    assert facts is not None
    merged = facts["办理"] or []
    for side in (mine, other):
        assert inside((read_facts(side) or {})["办理"] or [], merged)


@given(ours=ENTRIES, theirs=ENTRIES)
def test_a_closing_keeps_before_it_what_it_was_made_over(ours: list[Any], theirs: list[Any]) -> None:
    """Where one side alone closed, everything up to its last 销号 stands as it stood there."""
    theirs = [e for e in theirs if e["动作"] != "销号"]
    ends = [n + 1 for n, e in enumerate(ours) if e["动作"] == "销号"]
    order = together([], ours, theirs)
    assert order is not None
    result = [(ours, theirs)[side][n] for side, n in order]
    assert result[: max(ends, default=0)] == ours[: max(ends, default=0)]


def test_new_entries_stand_by_their_day_ours_first() -> None:
    def day(n: int, what: str) -> dict[str, str]:
        return {"日期": f"2026-3-{n}", "动作": what}

    mine, other = [day(2, "甲"), day(16, "乙")], [day(2, "丙"), day(10, "丁"), day(16, "戊")]
    order = together([], mine, other)
    assert [(mine, other)[s][n]["动作"] for s, n in order or ()] == ["甲", "丙", "丁", "乙", "戊"]


def test_nothing_is_put_together_where_a_side_took_something_away() -> None:
    assert together([{"动作": "立项"}], [{"动作": "立项"}], []) is None
    base = written([{"日期": "2026-03-01", "动作": "立项", "内容": "甲"}])
    woven = weave(base, base + b"- {a: b}\n", written([]), NAMES)
    assert woven is not None
    assert [clash.key for clash in woven.clashes] == ["办理"]


def test_entries_laid_out_in_another_column_are_moved_over() -> None:
    base = written([], column=2)
    mine = base + "  - {日期: 2026-03-05, 动作: 签收}\n".encode()
    theirs = written(
        [{"日期": "2026-03-01", "动作": "立项"}, {"日期": "2026-03-03", "动作": "反馈", "内容": "一\n\n二"}]
    )
    woven = weave(base, mine, theirs, NAMES)
    assert woven is not None
    assert not woven.clashes
    facts = read_facts(woven.content) or {}
    assert [e["动作"] for e in facts["办理"]] == ["立项", "反馈", "签收"]
    assert facts["办理"][1]["内容"] == "一\n\n二"


def test_line_ends_stay_ours() -> None:
    base = written([])
    mine = (base + "- {日期: 2026-03-05, 动作: 签收}\n".encode()).replace(b"\n", b"\r\n")
    theirs = base + "- {日期: 2026-03-03, 动作: 反馈}\n".encode()
    woven = weave(base, mine, theirs, NAMES)
    assert woven is not None
    assert woven.content.count(b"\r\n") == woven.content.count(b"\n")
