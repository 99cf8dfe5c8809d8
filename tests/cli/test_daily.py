"""``daily``: what it prints, what it makes, and that a second run makes nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tests.clerk import LOU, Clerk
from tests.kit import packaged_regime

pytest_plugins = ("tests.gitkit", "tests.clerk")

DAY = "2026-03-27"
"""Seven working days past the due day of ``handed``: the notice is due."""
DRAFT = f"drafts/日办-催办通知单-{LOU}.docx"
TOLD = """\
督查日办 2026-03-27 周五：今天应办2件，办公室自己的事2件

校验：没有问题

文书
  稿    drafts/日办-催办通知单-岳阳楼区人民政府.docx（2026-0001）
  稿没有编号，没有发出；看过无误，用下面的命令发

今天应办
  2026-0001  会议说明原因  岳阳楼区人民政府：洞庭大道排水管网改造整改
      办结应于 2026-03-18 前，逾期7个工作日；2026-03-19 起应办  十条措施（2020-04-27）六
      duban urge 2026-0001 --how 会议说明原因 --content 情况
  2026-0001  发催办通知单  岳阳楼区人民政府：洞庭大道排水管网改造整改
      反馈应于 2026-03-18 前，逾期7个工作日；2026-03-27 起应办  岳政办发〔2007〕3号 二（三）
      duban urge 2026-0001
      稿 drafts/日办-催办通知单-岳阳楼区人民政府.docx

办公室自己的事
  督办清单  2026年3月
      没有记录，应于 2026-03-06 前，督查室逾期15个工作日  十条措施（2020-04-27）二，时限依本办约定
      duban report 月度督办清单 --month 2026-03 --approved-by 姓名
  市长碰头会  2026年3月
      应于 2026-03-31 前，还有2个工作日  十条措施（2020-04-27）二
      duban office 会议 --content 碰头会

岳阳市人民政府督查室
"""


@pytest.fixture
def office(handed: Clerk) -> Clerk:
    """The ledger whose one item was due on 2026-03-18."""
    return handed


def batch(clerk: Clerk, *kinds: str) -> None:
    """Let the batch issue these kinds."""
    settings = clerk.text("duban.yaml")
    clerk.write("duban.yaml", settings + f"批处理签发: [{', '.join(kinds)}]\n")
    clerk.do("save")


def test_the_summary_word_for_word_and_a_draft_without_number(office: Clerk) -> None:
    before = office.state()
    told = office.do("daily", today=DAY)
    assert told.out == TOLD
    after = office.state()
    assert (after.head, after.index, after.status) == (before.head, before.index, before.status)
    assert set(after.files) - set(before.files) == {DRAFT, DRAFT.replace(".docx", ".yaml")}
    text = office.paper_text(DRAFT)
    assert "【待填：文号】" in text
    assert "请于2026年4月3日前书面反馈" in text
    assert "洞庭大道排水管网改造整改" in text


def test_twice_a_day_says_the_same_and_does_nothing_new(office: Clerk) -> None:
    first = office.do("daily", today=DAY)
    written, state = (office.root / DRAFT).stat().st_mtime_ns, office.state()
    second = office.do("日办", today=DAY)
    assert second.out == first.out
    assert office.state() == state
    assert (office.root / DRAFT).stat().st_mtime_ns == written
    states = [d["state"] for d in office.do("daily", "--format", "json", today=DAY).json["drafts"]]
    assert states == ["未变"]


def test_the_next_day_the_same_draft_says_the_new_day(office: Clerk) -> None:
    office.do("daily", today=DAY)
    office.do("daily", today="2026-03-30")
    names = sorted(p.name for p in (office.root / "drafts").iterdir())
    assert names == [Path(DRAFT).name, Path(DRAFT).with_suffix(".yaml").name]
    assert "2026年3月30日" in office.paper_text(DRAFT)


def test_a_draft_that_a_person_changed_is_left_alone(office: Clerk) -> None:
    office.do("daily", today=DAY)
    document = Document(str(office.root / DRAFT))
    document.add_paragraph("请主要负责人亲自过问。")
    document.save(str(office.root / DRAFT))
    mine = office.raw(DRAFT)
    told = office.do("daily", today="2026-03-30")
    assert "手工改过，没有重写" in told.out
    assert office.raw(DRAFT) == mine
    office.do("urge", today="2026-03-30")
    office.do("daily", today="2026-03-30")
    assert office.raw(DRAFT) == mine


def test_a_draft_no_longer_needed_goes_and_others_stay(office: Clerk) -> None:
    office.do("daily", today=DAY)
    office.write("drafts/督查通报-送审稿.docx", b"")
    office.do("urge", today=DAY)
    assert DRAFT not in office.do("agenda", today=DAY).out
    planned = office.do("daily", "--draft", today=DAY)
    assert f"将删  {DRAFT}（不再需要）" in planned.out
    assert (office.root / DRAFT).exists()
    told = office.do("daily", today=DAY)
    assert f"已删  {DRAFT}（不再需要）" in told.out
    assert [p.name for p in (office.root / "drafts").iterdir()] == ["督查通报-送审稿.docx"]


def test_the_draft_says_what_the_notice_then_says(office: Clerk) -> None:
    office.do("daily", today=DAY)
    office.do("urge", today=DAY)
    notice = office.paper_text("papers/2026/催办通知单-0001.docx")
    assert office.paper_text(DRAFT) == notice.replace("岳督催〔2026〕1号", "【待填：文号】")


def test_kinds_the_office_lets_it_issue_are_issued_once(office: Clerk) -> None:
    batch(office, "催办通知单")
    commits = office.commits()
    planned = office.do("daily", "--draft", today=DAY)
    assert "将发  催办通知单（岳督催〔2026〕1号）" in planned.out
    assert office.commits() == commits
    told = office.do("daily", today=DAY)
    assert "已发  催办通知单（岳督催〔2026〕1号）  papers/2026/催办通知单-0001.docx" in told.out
    assert "发催办通知单" not in told.out
    assert len(office.commits()) == len(commits) + 1
    assert office.entries()[-1]["文号"] == "岳督催〔2026〕1号"
    state = office.state()
    again = office.do("daily", today=DAY)
    assert "已发" not in again.out
    assert office.state() == state
    assert not (office.root / DRAFT).exists()


def test_what_needs_a_signature_is_never_issued_by_the_batch(office: Clerk) -> None:
    settings = office.text("duban.yaml").replace("须签发: [", "须签发: [催办通知单, ")
    office.write("duban.yaml", settings)
    batch(office, "催办通知单")
    commits = office.commits()
    office.do("daily", today=DAY)
    assert office.commits() == commits
    assert (office.root / DRAFT).exists()


def test_an_item_with_an_error_gets_a_draft_only_and_the_code_is_1(office: Clerk) -> None:
    batch(office, "催办通知单")
    path = "items/2026/2026-0001.yaml"
    office.write(path, office.text(path) + "- {日期: 2027-01-01, 动作: 签收}\n")
    office.git("commit", "-qam", "手工")
    commits = office.commits()
    told = office.run("daily", today=DAY)
    assert told.code == 1
    assert told.out.startswith("督查日办 2026-03-27 周五：台账有1处错误，今天应办")
    assert path in told.out
    assert office.commits() == commits
    assert (office.root / DRAFT).exists()


def test_what_cannot_be_issued_becomes_a_draft_and_the_summary_says_why(office: Clerk) -> None:
    batch(office, "催办通知单", "催办通知书")
    office.write("duban.yaml", office.text("duban.yaml").replace(", 电话: 0730-0000000", ""))
    office.do("save")
    told = office.do("daily", today=DAY)
    assert "应发的文书没有发出，先出了稿：催办通知单还缺：联系电话" in told.out
    assert "还缺：联系电话" in told.out.split("稿    ")[1]
    assert "“批处理签发”里的“催办通知书”不是批处理会出的文书" in told.out


def test_what_git_refuses_is_told_in_the_summary_and_by_the_exit_code(office: Clerk) -> None:
    batch(office, "催办通知单")
    office.git("checkout", "-q", "--detach")
    told = office.run("daily", today=DAY)
    assert told.code == 4
    assert told.out.startswith("督查日办 2026-03-27 周五：今天应办")
    assert (
        "应发的文书没有发出：git 当前不在任何分支上，写下的记录会丢失；先回到分支，如 git switch main"
        in told.out
    )
    assert "已发" not in told.out
    assert "发催办通知单" in told.out


def test_draft_writes_nothing_at_all(office: Clerk) -> None:
    state = office.state()
    told = office.do("daily", "--draft", today=DAY)
    assert "文书（未写入，只是列出）" in told.out
    assert DRAFT in told.out
    assert office.state() == state


def test_quiet_speaks_only_when_there_is_something_to_do(clerk: Clerk) -> None:
    assert clerk.do("daily", "--quiet", today=DAY).text == ""
    assert clerk.do("daily", today=DAY).out.startswith("督查日办 2026-03-27 周五：没有要办的事\n")
    clerk.do("new", "--title", "修路", "--category", "领导批示", "--lead", LOU, "--demand", "修好", today=DAY)
    assert "duban assign 2026-0001" in clerk.do("daily", "-q", today=DAY).out


def test_on_a_day_off_no_paper_is_made_and_a_worked_saturday_is_none(office: Clerk) -> None:
    batch(office, "催办通知单")
    told = office.do("daily", today="2026-03-28")
    assert "今天不是工作日（周末），不出文书" in told.out
    assert not (office.root / "drafts").exists()
    assert office.do("daily", "--quiet", today="2026-04-06").text == ""
    # 2026-05-09 is a Saturday worked in exchange.
    assert "已发  催办通知单" in office.do("daily", today="2026-05-09").out


def test_json_tells_drafts_papers_and_tasks(office: Clerk) -> None:
    found = office.do("daily", "--format", "json", today=DAY).json
    assert found["subject"] == TOLD.splitlines()[0]
    assert (found["errors"], found["warnings"], found["findings"]) == (0, 0, [])
    assert found["drafts"] == [
        {
            "path": DRAFT,
            "kind": "催办通知单",
            "unit": LOU,
            "items": ["2026-0001"],
            "missing": ["文号"],
            "state": "新写",
        }
    ]
    assert [t["what"] for t in found["tasks"]] == ["会议说明原因", "发催办通知单", "督办清单", "市长碰头会"]


def test_a_ledger_that_cannot_be_used_is_told_in_the_same_form(office: Clerk) -> None:
    office.write("regime.yaml", packaged_regime().replace("立项:".encode(), "立向:".encode(), 1))
    told = office.run("daily", "--quiet", today=DAY)
    assert told.code == 1
    assert told.out.startswith("督查日办 2026-03-27：台账读不出来，有2处错误\n\nregime.yaml:12:5: 错误")
    assert told.out.endswith("岳阳市人民政府督查室\n")


def test_no_draft_is_written_through_a_link(office: Clerk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (office.root / "drafts").symlink_to(elsewhere)
    told = office.run("daily", today=DAY)
    assert told.code == 4
    assert list(elsewhere.iterdir()) == []


def test_an_unwritable_drafts_is_told(office: Clerk) -> None:
    office.write("drafts", "不是目录")
    told = office.run("daily", today=DAY)
    assert told.code == 4
    assert "Traceback" not in told.text
