"""A plan is a value: made from the ledger as read, it touches nothing and says exactly what would be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from duban_cli.errors import Busy, DataProblem, DubanError, RuleRefused
from duban_cli.ledger.change import Change, digest
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.plans.assign import limits_of, plan_assign
from duban_cli.plans.extend import plan_extend
from duban_cli.plans.initiate import plan_new
from duban_cli.plans.reply import plan_reply
from duban_cli.plans.review import missing_for_close, plan_close, plan_pass, plan_return
from duban_cli.plans.setup import plan_init, plan_unit_add
from duban_cli.plans.sheet import Inputs, Sheet
from duban_cli.plans.urge import due_papers, due_visits, plan_urge
from duban_cli.rules.limits import parse_limit
from duban_cli.rules.moments import Now
from duban_cli.shipped import regime_bytes, templates_dir
from tests.kit import HANDED_OUT, INITIATED, LOU, SETTINGS, item_text, make_ledger, open_ledger, reply

CONTACT = "联系: {联系人: 王某, 电话: 0730-0000000}\n"
FORMS = "  退回重办通知: 岳督退〔{年}〕{号}号\n  销号单: 岳督销〔{年}〕{号}号\n"
PASSED = "{日期: 2026-03-17, 动作: 审核, 结果: 通过, 批准: 刘某某}"
DONE = reply("2026-03-16", "是")
WAITING = "2026-0001"
ITEMS = {
    WAITING: item_text(INITIATED, 标题="待交办的"),
    "2026-0018": item_text(*HANDED_OUT),
    "2026-0019": item_text(*HANDED_OUT, DONE, 标题="待审核的").replace("17号", "19号"),
    "2026-0020": item_text(*HANDED_OUT, DONE, PASSED, 标题="待销号的").replace("17号", "20号"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_ledger(tmp_path, ITEMS, settings=SETTINGS + FORMS + CONTACT)


def inputs(root: Path, day: str = "2026-03-27") -> Inputs:
    def read(path: str) -> bytes | None:
        file = root / path
        return file.read_bytes() if file.is_file() else None

    now = Now(date.fromisoformat(day))
    return Inputs(ledger=open_ledger(root), now=now, read=read, templates=(templates_dir(),))


def files(root: Path) -> dict[str, bytes]:
    """The ledger's files; what is kept in .duban to save time is none of them."""
    found = (p for p in root.rglob("*") if p.is_file() and ".duban" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


DAY = date(2026, 3, 27)
PLANS: dict[str, Callable[[Inputs], Change | None]] = {
    "new": lambda i: plan_new(
        i, {"标题": "甲", "类别": "领导批示", "主办单位": "楼区", "要求": "办"}, day=DAY
    ),
    "assign": lambda i: plan_assign(i, [WAITING], day=DAY),
    "reply": lambda i: plan_reply(i, ["2026-0018"], day=DAY, content="在办"),
    "extend": lambda i: plan_extend(
        i, "2026-0018", day=DAY, stage="申请", deadline=date(2026, 4, 10), reason="雨季"
    ),
    "urge": lambda i: plan_urge(i, day=DAY),
    "pass": lambda i: plan_pass(i, ["2026-0019"], day=DAY),
    "return": lambda i: plan_return(i, "2026-0019", day=DAY, reason="情况不清"),
    "close": lambda i: plan_close(i, ["2026-0020"], day=DAY),
    "unit": lambda i: plan_unit_add(i, "市审计局"),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_touches_nothing_and_names_what_it_was_made_from(root: Path, name: str) -> None:
    before = files(root)
    change = PLANS[name](inputs(root))
    assert change is not None
    assert files(root) == before
    for write in change.writes:
        old = before.get(write.path)
        assert write.expect == (None if old is None else digest(old))
        assert write.content is not None
        assert write.content != old
    assert {p.path for p in change.papers} <= set(change.paths)
    assert [digest(w.content or b"") for w in change.writes if w.path.endswith(".docx")] == [
        p.sha256 for p in change.papers
    ]
    again = PLANS[name](inputs(root))
    assert again == change


@pytest.mark.parametrize("name", [n for n in PLANS if n != "unit"])
def test_what_a_plan_writes_can_be_read_and_holds_its_entries(root: Path, name: str) -> None:
    change = PLANS[name](inputs(root))
    assert change is not None
    for write in change.writes:
        if write.path.startswith("items/"):
            item, problems = read_item(write.content or b"", write.path, write.path[-14:-5])
            assert isinstance(item, Item), [p.text for p in problems]
            text = (write.content or b"").decode()
            assert text.endswith(next(e.text for e in reversed(change.entries) if e.item == item.id))


def test_a_file_edited_since_it_was_read_is_not_written_over(root: Path) -> None:
    made = inputs(root)
    path = root / "items/2026/2026-0018.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# 刚加的\n", encoding="utf-8")
    with pytest.raises(Busy) as refused:
        plan_reply(made, ["2026-0018"], day=DAY, content="在办")
    assert "items/2026/2026-0018.yaml 刚被改动" in refused.value.message


def test_an_error_that_was_there_before_does_not_stand_in_the_way(root: Path) -> None:
    path = root / "items/2026/2026-0018.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("主办单位: ", "协办单位: [没有的局]\n主办单位: "),
        encoding="utf-8",
    )
    change = plan_reply(inputs(root), ["2026-0018"], day=DAY, content="在办")
    assert change.ids == ("2026-0018",)
    with pytest.raises(DubanError, match="单位名录里没有"):
        plan_reply(inputs(root), ["2026-0018"], day=DAY, content="在办", unit="又一个没有的局")


def test_entries_of_one_sheet_see_each_other(root: Path) -> None:
    sheet = Sheet(inputs(root))
    sheet.add("2026-0018", {"日期": "2026-03-20", "动作": "反馈", "内容": "完工", "办结": "是"})
    sheet.add("2026-0018", {"日期": "2026-03-21", "动作": "审核", "结果": "通过", "批准": "刘某某"})
    closed = sheet.close("2026-0018", {"日期": "2026-03-22", "动作": "销号", "批准": "刘某某"})
    assert [e.action for e in closed.entries[-3:]] == ["反馈", "审核", "销号"]
    change = sheet.change("三件事")
    assert len(change.writes) == 1
    assert change.trailers == (
        ("Duban-Item", "2026-0018"), ("Duban-Action", "反馈"), ("Duban-Action", "审核"), ("Duban-Action", "销号"),
    )  # fmt: skip


def test_limits_of_an_item_on_a_day(root: Path) -> None:
    made = inputs(root)
    item = made.ledger.item(WAITING)
    assert limits_of(made, item, date(2026, 3, 4), None, None) == (date(2026, 3, 18), date(2026, 3, 18))
    # 春节 does not count: 2026-02-15 to 23 off, the 14th and 28th worked in exchange.
    assert limits_of(made, item, date(2026, 2, 10), None, None)[0] == date(2026, 3, 2)
    assert limits_of(made, item, date(2026, 3, 4), None, parse_limit("20日"))[0] == date(2026, 3, 24)
    assert limits_of(made, item, date(2026, 3, 4), None, parse_limit("长期")) == (None, None)


def test_steps_that_are_due(root: Path) -> None:
    assert due_papers(inputs(root, "2026-03-26")) == []
    assert [(i.id, r.since) for i, r in due_papers(inputs(root))] == [("2026-0018", DAY)]
    assert due_papers(inputs(root), ["2026-0019"]) == []
    assert [r.way for _, r in due_visits(inputs(root, "2026-04-09"), ["2026-0018"])] == [
        "上门催办",
        "会议说明原因",
    ]
    assert plan_urge(inputs(root, "2026-03-26"), day=date(2026, 3, 26)) is None


@pytest.mark.parametrize(
    ("item", "lacking"),
    [
        (WAITING, ["还没有交办（岳政办发〔2007〕3号 二（三））"]),
        (
            "2026-0018",
            [
                f"{LOU}还没有办结反馈（岳政办发〔2007〕3号 二（三））",
                "没有审核通过（岳政办发〔2007〕3号 二（三））",
            ],
        ),
        ("2026-0019", ["办结反馈还没有审核通过（岳政办发〔2007〕3号 二（三））"]),
        ("2026-0020", []),
    ],
)
def test_what_a_closing_still_lacks(root: Path, item: str, lacking: list[str]) -> None:
    made = inputs(root)
    assert missing_for_close(made, made.stand(made.ledger.item(item)), DAY) == lacking


def test_an_item_in_parts_waits_for_them(root: Path) -> None:
    (root / "items/2026/2026-0021.yaml").write_text(
        item_text(INITIATED, 上级事项="2026-0020", 标题="分出的"), encoding="utf-8"
    )
    with pytest.raises(RuleRefused) as refused:
        plan_close(inputs(root), ["2026-0020"], day=DAY)
    assert "分解出的事项还没有办完：2026-0021" in refused.value.message


def test_a_suspended_item_is_resumed_first(root: Path) -> None:
    path = root / "items/2026/2026-0020.yaml"
    text = path.read_text(encoding="utf-8") + "- {日期: 2026-03-18, 动作: 中止, 理由: 诉讼, 批准: 刘某某}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleRefused, match="正在中止，先恢复"):
        plan_close(inputs(root), ["2026-0020"], day=DAY)


def test_an_item_that_cannot_be_read_is_told_with_its_line(root: Path) -> None:
    (root / "items/2026/2026-0018.yaml").write_text("标题：甲\n", encoding="utf-8")
    with pytest.raises(DataProblem, match=r"items/2026/2026-0018\.yaml:1:"):
        plan_reply(inputs(root), ["2026-0018"], day=DAY, content="…")


def test_a_new_ledger_holds_the_regime_as_packaged() -> None:
    change = plan_init(
        office="甲: 乙 #丙",
        government="岳阳市人民政府",
        code="岳",
        regime_name="yueyang",
        regime=regime_bytes("yueyang"),
    )
    written = {w.path: w.content for w in change.writes}
    assert written["regime.yaml"] == regime_bytes("yueyang")
    assert all(w.expect is None for w in change.writes)
    assert b'"' in (written["duban.yaml"] or b"")


def test_the_ledger_of_plan_init_can_be_read(tmp_path: Path) -> None:
    change = plan_init(
        office="甲: 乙 #丙", government="[政府]", code="岳", regime_name="yueyang", regime=regime_bytes("yueyang"),
        contact="'王' 某", phone="0730-0000000",
    )  # fmt: skip
    for write in change.writes:
        (tmp_path / write.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / write.path).write_bytes(write.content or b"")
    settings = open_ledger(tmp_path).settings
    assert (settings.office, settings.government, settings.contact.person) == (
        "甲: 乙 #丙",
        "[政府]",
        "'王' 某",
    )
