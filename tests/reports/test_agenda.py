"""The agenda: the example ledger of 岳阳 on its day, word for word, and what puts a line on it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from duban_cli.reports.agenda import agenda
from duban_cli.reports.own_duties import office_since
from duban_cli.reports.tasks import Agenda, Task
from duban_cli.reports.to_sign import draft_name
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import stand
from duban_cli.shipped import example_dir, regime_bytes
from duban_cli.views.agenda import agenda_tables, agenda_text, heading
from tests.kit import HANDED_OUT, INITIATED, item_text, make_ledger, open_ledger, reply

GOLDEN = Path(__file__).parent / "golden/待办-2026-11-20.txt"


def on(root: Path, day: str = "2026-11-20", *, days: int = 7, drafts: tuple[str, ...] = ()) -> Agenda:
    ledger = open_ledger(root)
    book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
    return agenda(ledger, book, Now(date.fromisoformat(day)), days=days, drafts=drafts)


def one(
    root: Path, *entries: str, day: str, drafts: tuple[str, ...] = (), **header: str | None
) -> list[Task]:
    """The agenda of a ledger whose one item has these entries, the office's rounds left out."""
    make_ledger(root, {"2026-0018": item_text(*entries, **header)})
    return [t for t in on(root, day, drafts=drafts).tasks if t.kind != "定期"]


def test_the_example_ledger_word_for_word() -> None:
    found = on(example_dir("yueyang"))
    assert agenda_text(found) == GOLDEN.read_text(encoding="utf-8")


def test_every_open_item_that_is_late_or_waits_for_the_office_is_on_it() -> None:
    root = example_dir("yueyang")
    ledger = open_ledger(root)
    book = Rulebook(ledger.regime, ledger.calendar, ledger.units.canonical)
    standings = [stand(item, book, Now(date(2026, 11, 20))) for item in ledger.items.values()]
    wanted = {s.item.id for s in standings if s.overdue or (s.next and s.next.step != "归档")}
    wanted |= {s.item.id for s in standings if s.light and s.light.name in ("红", "黄")}
    assert wanted <= {t.id for t in on(root).tasks}


def test_a_notice_names_all_items_of_its_unit_in_its_command(tmp_path: Path) -> None:
    late = item_text(*HANDED_OUT)
    other = item_text(INITIATED, "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-18}", 主办单位="市财政局")
    make_ledger(tmp_path, {"2026-0018": late, "2026-0019": late, "2026-0020": other})
    name = draft_name("催办通知单", "岳阳楼区人民政府")
    tasks = [t for t in on(tmp_path, "2026-03-27", drafts=(name,)).tasks if t.what == "发催办通知单"]
    assert [(t.id, t.command, t.draft) for t in tasks] == [
        ("2026-0018", "duban urge 2026-0018 2026-0019", f"drafts/{name}"),
        ("2026-0019", "duban urge 2026-0018 2026-0019", f"drafts/{name}"),
        ("2026-0020", "duban urge 2026-0020", None),
    ]


@pytest.mark.parametrize(
    ("entries", "what", "command"),
    [
        ((), "立项", "duban new 2026-0018 --approved-by 姓名"),
        ((INITIATED,), "交办", "duban assign 2026-0018"),
        (
            (*HANDED_OUT, reply("2026-03-05", "是")), "审核",
            "duban review 2026-0018 --pass --approved-by 姓名",
        ),
        (
            (*HANDED_OUT, "{日期: 2026-03-05, 动作: 延期, 环节: 申请, 限期: 2026-04-10, 理由: 雨季}"), "批复延期",
            "duban extend 2026-0018 --approve --approved-by 姓名",
        ),
        (
            (*HANDED_OUT, reply("2026-03-05", "是"), "{日期: 2026-03-06, 动作: 审核, 结果: 通过}"), "销号",
            "duban close 2026-0018 --approved-by 姓名",
        ),
    ],
)  # fmt: skip
def test_each_step_of_the_office_with_its_command(
    tmp_path: Path, entries: tuple[str, ...], what: str, command: str
) -> None:
    (task,) = one(tmp_path, *entries, day="2026-03-06", 类别="会议议定", 办结时限="2026-12-31")
    assert (task.group, task.kind, task.what, task.command) == ("今天应办", "本办", what, command)


def test_a_matter_put_on_the_ledger_directly_needs_no_approver(tmp_path: Path) -> None:
    (task,) = one(tmp_path, "{日期: 2026-03-03, 动作: 拟办, 内容: 拟立项}", day="2026-03-06")
    assert (task.command, task.since) == ("duban new 2026-0018", date(2026, 3, 3))


def test_the_office_is_late_by_its_own_limit(tmp_path: Path) -> None:
    (task,) = one(tmp_path, INITIATED, day="2026-03-10")
    assert (task.who, task.due and task.due.text, task.overdue_workdays) == ("督查室", "2026-03-05", 3)
    assert "督查室逾期3个工作日" in agenda_text(on(tmp_path, "2026-03-10"))


def test_what_falls_due_in_the_days_asked_about(tmp_path: Path) -> None:
    entries = (INITIATED, "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-18}")
    assert one(tmp_path, *entries, day="2026-03-10") == []
    (task,) = one(tmp_path, *entries, day="2026-03-11")
    assert (task.group, task.kind, task.what, task.left) == ("本周到期", "到期", "反馈、办结", 5)
    assert task.command == "duban warn 2026-0018 --content 情况"
    warned = "{日期: 2026-03-10, 动作: 督办提示, 限期: 2026-03-18, 内容: 请抓紧}"
    (reminded,) = one(tmp_path, *entries, warned, day="2026-03-11")
    assert (reminded.command, reminded.warned) == (None, date(2026, 3, 10))
    assert "还有5个工作日，绿灯；2026-03-10 已提示" in agenda_text(on(tmp_path, "2026-03-11"))
    later = on(tmp_path, "2026-03-04", days=14)
    assert [t.what for t in later.of("本周到期")] == ["反馈、办结"]
    assert "14日内到期1件" in heading(on(tmp_path, "2026-03-04", days=14))


def test_a_yellow_light_stands_however_far_the_day_is(tmp_path: Path) -> None:
    # Three working days before 24 February lies the Spring Festival.
    limit = "{日期: 2026-02-04, 动作: 交办, 限期: 2026-02-24}"
    (task,) = one(tmp_path, "{日期: 2026-02-03, 动作: 立项}", limit, day="2026-02-12")
    assert (task.kind, task.light, task.left) == ("到期", "黄", 3)


def test_steps_to_come_and_those_behind(tmp_path: Path) -> None:
    urged = "{日期: 2026-03-27, 动作: 催办, 方式: 通知单, 针对: 反馈}"
    told = "{日期: 2026-03-20, 动作: 催办, 方式: 会议说明原因, 针对: 办结}"
    visited = "{日期: 2026-04-10, 动作: 催办, 方式: 上门催办, 针对: 反馈}"
    (soon,) = one(tmp_path, *HANDED_OUT, told, urged, day="2026-04-03")
    assert (soon.group, soon.what, soon.since) == ("本周到期", "上门催办或协调会", date(2026, 4, 9))
    (behind,) = one(tmp_path, *HANDED_OUT, told, urged, visited, day="2026-05-20")
    assert (behind.kind, behind.overdue_workdays, behind.since) == ("逾期", 42, None)
    assert behind.group == "已逾期"
    assert "本周到期" not in agenda_text(on(tmp_path, "2026-05-20"))
    assert "已逾期，今天没有新的催办步骤\n  2026-0018" in agenda_text(on(tmp_path, "2026-05-20"))
    (between,) = one(tmp_path, *HANDED_OUT, told, urged, day="2026-03-30")
    assert (between.kind, between.since) == ("逾期", date(2026, 4, 9))
    assert "2026-04-09 才到下一级催办" in agenda_text(on(tmp_path, "2026-03-30"))


def test_a_suspended_item_asks_for_nothing(tmp_path: Path) -> None:
    paused = "{日期: 2026-03-17, 动作: 中止, 理由: 待批复, 批准: 刘某某}"
    assert one(tmp_path, *HANDED_OUT, paused, day="2026-11-20") == []


def test_drafts_that_wait_and_files_that_cannot_be_read(tmp_path: Path) -> None:
    make_ledger(tmp_path, {"2026-0018": "标题: 坏的\n类别：领导批示\n"})
    found = on(
        tmp_path, drafts=("督查通报-2026-10-01至2026-10-31.docx", "旧 稿.docx", "日办-催办通知单-某局.docx")
    )
    told = [(t.what, t.id, t.command) for t in found.of("今天应办")]
    assert sorted(told, key=str) == sorted(
        [
            ("改好文件", "2026-0018", "duban check items/2026/2026-0018.yaml"),
            ("待签发", None, "duban issue drafts/督查通报-2026-10-01至2026-10-31.docx --approved-by 姓名"),
            ("待签发", None, "duban issue 'drafts/旧 稿.docx' --approved-by 姓名"),
        ],
        key=str,
    )


def test_the_rounds_of_a_new_ledger_begin_with_it(tmp_path: Path) -> None:
    make_ledger(tmp_path, {"2026-0018": item_text(INITIATED)})
    assert office_since(open_ledger(tmp_path)) == date(2026, 3, 3)
    missing = {t.what: t.periods for t in on(tmp_path, "2026-05-06").tasks if t.kind == "定期" and t.overdue}
    assert missing["督办清单"] == ("2026年3月", "2026年4月")
    assert missing["市长碰头会"] == ("2026年3月", "2026年4月")
    events = "记录:\n- {日期: 2026-05-06, 动作: 清单}\n"
    make_ledger(tmp_path, others={"office/2026.yaml": events})
    assert not [t for t in on(tmp_path, "2026-05-06").tasks if t.kind == "定期"]


def test_an_empty_ledger_has_nothing_to_do(tmp_path: Path) -> None:
    found = on(make_ledger(tmp_path))
    assert found.tasks == ()
    assert agenda_text(found) == "2026-11-20 周五：没有要办的事\n"
    assert list(agenda_tables(found)) == []


def test_a_line_per_task_on_the_screen(tmp_path: Path) -> None:
    make_ledger(tmp_path, {"2026-0018": item_text(INITIATED)})
    ((title, table), *_) = agenda_tables(on(tmp_path, "2026-03-10"))
    assert title == "今天应办"
    assert table.rows == (
        (
            "2026-0018", "交办", "岳阳楼区人民政府：洞庭大道排水管网改造整改", "2026-03-05", "督查室逾期3个工作日",
            "本办约定", "duban assign 2026-0018",
        ),
    )  # fmt: skip


def test_one_notice_about_two_duties_is_one_line(tmp_path: Path) -> None:
    text = item_text(
        "{日期: 2026-03-03, 动作: 立项, 方式: 直接}", "{日期: 2026-03-04, 动作: 交办}", 办结时限=None
    )
    make_ledger(tmp_path, {"2026-0018": text}, regime=regime_bytes("county"))
    (task,) = [t for t in on(tmp_path, "2026-03-19").tasks if t.kind == "催办"]
    assert (task.what, task.duty, task.command) == ("发催办通知单", "反馈、办结", "duban urge 2026-0018")


def test_only_what_no_notice_decides_yet_is_marked(tmp_path: Path) -> None:
    text = item_text(INITIATED, "{日期: 2026-03-04, 动作: 交办, 限期: 2026-03-18}")
    make_ledger(tmp_path, {"2026-0018": text})
    told = agenda_text(on(tmp_path, "2027-01-20"))
    assert "应于 2026-03-18 前，逾期211个工作日（暂定）" in told
    assert "2026-03-18（暂定）" not in told
    ((_, row),) = [
        (t, r) for t, table in agenda_tables(on(tmp_path, "2027-01-20")) for r in table.rows if r[0]
    ][:1]
    assert row[3:5] == ("2026-03-18", "逾期211个工作日（暂定）")


def test_a_periodical_the_office_brings_out_has_its_own_command(tmp_path: Path) -> None:
    shutil.copytree(example_dir("county"), tmp_path / "台账")
    found = on(tmp_path / "台账", "2026-12-10", days=30)
    tasks = {t.what: t.command for t in found.tasks if t.kind == "定期" and not t.overdue}
    assert tasks["编发《督察》"] == "duban report 督察 --approved-by 姓名"


def test_what_goes_with_the_paper_stands_in_the_command(tmp_path: Path) -> None:
    make_ledger(tmp_path, {"2026-0018": item_text(INITIATED)}, regime=regime_bytes("county"))
    (task,) = [t for t in on(tmp_path, "2026-03-04").tasks if t.what == "交办"]
    assert task.command == "duban assign 2026-0018 --attach 批示复印件"
