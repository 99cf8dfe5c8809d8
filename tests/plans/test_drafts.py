"""Drafts: what their small file says and how it is read; what an act not yet approved would put on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duban_cli.documents.context_reports import Point
from duban_cli.errors import DataProblem, RuleRefused, WrongUse
from duban_cli.ledger.store import load
from duban_cli.plans.act_sheet import ToRecord
from duban_cli.plans.acts import plan_act
from duban_cli.plans.drafts import (
    BulletinAsked,
    Draft,
    DraftFiles,
    draft_of_act,
    note_of_urging,
    note_text,
    read_note,
)
from duban_cli.plans.issue import differences, lines_of, needs_approval, plan_issue
from duban_cli.plans.report_asked import Asked
from duban_cli.plans.report_content import read_cells, read_content
from duban_cli.plans.sheet import Inputs
from duban_cli.plans.signing import drafts_of
from duban_cli.rules.moments import Now
from duban_cli.shipped import templates_dir
from tests.clerk import LOU, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

DAY = date(2026, 4, 10)
BLAME = {"单位": LOU, "内容": "三次催办仍不反馈。"}
TEXT = "# 存在问题\n\n## 补偿争议: 久拖不决\n11户有异议。\n\n# 建议\n“提级”协调 #1"


def inputs_of(root: Path, day: date = DAY) -> Inputs:
    def read(path: str) -> bytes | None:
        file = root / path
        return file.read_bytes() if file.is_file() else None

    return Inputs(ledger=load(root).need(), now=Now(day), read=read, templates=(templates_dir(),))


@pytest.mark.parametrize(
    "draft",
    [
        Draft(name="甲", kind="督查通报", made=DAY, bulletin=BulletinAsked(
            start=date(2026, 3, 1), end=date(2026, 3, 31), by="类别", praised=("市财政局",), criticised=(LOU,), content="通报: 一",
        )),
        Draft(name="甲", kind="督查报告", made=DAY, about="岳阳楼区: 征拆", report=Asked(items=("2026-0001",), content=TEXT)),
        Draft(name="甲", kind="月度督办清单", made=DAY, report=Asked(month=date(2026, 4, 1), leaders=("李某某",))),
        Draft(name="甲", kind="问责建议", made=DAY, records=(
            ToRecord(item="2026-0001", facts={"动作": "问责建议", "单位": LOU, "内容": "一、\n二、{三}"}),
            ToRecord(item="2026-0002", facts={"动作": "问责建议", "单位": LOU}),
        )),
    ],
    ids=["通报", "报告", "清单", "记录"],
)  # fmt: skip
def test_a_note_reads_back_as_written(draft: Draft) -> None:
    assert read_note(note_text(draft).encode(), "甲") == (draft, ())


@pytest.mark.parametrize(
    ("note", "place", "said"),
    [
        ("种类: 问责建议\n", (1, 1), "缺“制成日期”"),
        ("种类: 督查报告\n制成日期: 2026-04-10\n", (1, 1), "须有且只有一项"),
        ("种类: 督查报告\n制成日期: 2026-04-10\n报告: {月: 2026-13}\n", (3, 9), "不是月份"),
        ("种类: 甲\n制成日期: 2026-04-10\n记录:\n- {事项: 2026-0001, 动作: 问责}\n", (4, 3), "没有“问责”这种动作"),
        ("种类: 甲\n制成日期: 2026-04-10\n记录:\n- 事项: 2026-0001\n  动作: 约谈\n  批准: 刘某某\n", (6, 3), "签发时才有"),
        ("种类: 甲\n制成日期: 2026-04-10\n记录:\n- {事项: 2026-0001, 动作: 约谈, 办结: 是}\n", (4, 27), "“约谈”不用“办结”"),
        ("种类: 甲\n制成日期: 2026-04-10\n记录:\n- {动作: 约谈}\n", (4, 3), "缺“事项”"),
        ("种类: 甲\n制成日期：2026-04-10\n", (2, 5), "全角冒号"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_note_is_located(note: str, place: tuple[int, int], said: str) -> None:
    draft, findings = read_note(note.encode(), "甲")
    assert draft is None
    assert (findings[0].path, (findings[0].line, findings[0].col)) == ("drafts/甲.yaml", place)
    assert said in findings[0].message


def drawn_up(
    inputs: Inputs, action: str = "问责建议", day: date = DAY, facts: Mapping[str, str] = BLAME
) -> DraftFiles | None:
    """The draft an act makes, None where it is issued at once."""
    found = drafts_of(
        inputs,
        lambda sheet, approver: plan_act(
            inputs, "2026-0001", action, day=day, facts={**facts, "批准": approver}, sheet=sheet
        ),
    )
    return draft_of_act(found[0], day) if found else None


def test_an_act_whose_paper_is_to_be_signed_becomes_a_draft(handed: Clerk) -> None:
    before = handed.state()
    inputs = inputs_of(handed.root)
    made = drawn_up(inputs)
    assert made is not None
    assert handed.state() == before
    assert made.name == f"问责建议-2026-0001-{LOU}"
    assert made.missing == ("文号", "批准人")
    text = "\n".join(lines_of(made.content) or [])
    assert "三次催办仍不反馈" in text
    assert "待签发" not in text
    assert read_note(made.note, made.name)[0] == Draft(
        name=made.name, kind="问责建议", made=DAY, about=f"{LOU}：洞庭大道排水管网改造整改",
        records=(ToRecord(item="2026-0001", facts={"动作": "问责建议", **BLAME}),),
    )  # fmt: skip


def test_an_act_whose_paper_need_not_be_signed_is_none(handed: Clerk) -> None:
    inputs = inputs_of(handed.root)
    assert drawn_up(inputs, "约谈") is None
    assert drawn_up(inputs, "批评") is None


def test_an_act_the_rules_refuse_becomes_no_draft(handed: Clerk) -> None:
    with pytest.raises(RuleRefused, match="记在未来"):
        drawn_up(inputs_of(handed.root), day=date(2026, 4, 20))
    with pytest.raises(WrongUse, match="缺“单位”"):
        drawn_up(inputs_of(handed.root), facts={"内容": "没有写单位"})


def blame(clerk: Clerk) -> tuple[Draft, bytes]:
    made = drawn_up(inputs_of(clerk.root))
    assert made is not None
    draft = read_note(made.note, made.name)[0]
    assert draft is not None
    return draft, made.content


def test_signing_records_what_the_draft_said(handed: Clerk) -> None:
    draft, _ = blame(handed)
    inputs = inputs_of(handed.root)
    with pytest.raises(RuleRefused, match="第二十一条"):
        plan_issue(inputs, draft, day=DAY, approved_by=None)
    change = plan_issue(inputs, draft, day=DAY, approved_by="彭某某")
    assert [e.facts for e in change.entries] == [
        {"日期": "2026-04-10", "动作": "问责建议", **BLAME, "批准": "彭某某", "文号": "岳督问〔2026〕1号"}
    ]
    assert [p.doc_no for p in change.papers] == ["岳督问〔2026〕1号"]
    given = plan_issue(inputs, draft, day=DAY, approved_by="彭某某", doc_no="岳督问〔2026〕7号")
    assert given.papers[0].doc_no == "岳督问〔2026〕7号"


def test_the_plan_of_a_draft_is_that_of_the_act(handed: Clerk) -> None:
    draft, _ = blame(handed)
    change = plan_issue(inputs_of(handed.root), draft, day=DAY, approved_by="彭某某")
    handed.do(
        *(
            "record",
            "2026-0001",
            "问责建议",
            "--unit",
            LOU,
            "--content",
            BLAME["内容"],
            "--approved-by",
            "彭某某",
        ),
        today=DAY.isoformat(),
    )
    for write in change.writes:
        if write.path.endswith(".docx"):
            assert write.content == handed.raw(write.path)


def test_days_passing_tell_nothing_but_new_facts_do(handed: Clerk) -> None:
    draft, paper = blame(handed)
    later = date(2026, 4, 14)
    assert differences(inputs_of(handed.root, later), draft, paper, later) == ()
    handed.do("urge", today="2026-04-13")
    told = differences(inputs_of(handed.root, later), draft, paper, later)
    assert told[0].startswith("送审以后台账有变化")
    assert any("现为：" in line and "催办" in line for line in told)
    assert "不见了" in differences(inputs_of(handed.root), draft, None, DAY)[-1]
    assert "打不开" in differences(inputs_of(handed.root), draft, b"no docx", DAY)[-1]


def test_why_a_draft_needs_an_approver(handed: Clerk) -> None:
    inputs = inputs_of(handed.root)
    draft, _ = blame(handed)
    assert needs_approval(inputs, draft, DAY) == "政府督查工作条例 第二十一条"
    plain = replace(draft, kind="督查通报", records=(), bulletin=BulletinAsked(start=DAY, end=DAY))
    assert needs_approval(inputs, plain, DAY) == "duban.yaml 的“须签发”"
    urging = read_note(note_of_urging("甲", "催办通知单", LOU, [("2026-0001", None)], DAY), "甲")[0]
    assert urging is not None
    assert needs_approval(inputs, urging, DAY) is None


def test_a_kind_that_is_not_numbered_is_not_issued(handed: Clerk) -> None:
    draft, _ = blame(handed)
    settings = handed.text("duban.yaml").replace("  问责建议: 岳督问〔{年}〕{号}号\n", "")
    handed.write("duban.yaml", settings)
    with pytest.raises(DataProblem, match="没有规定“问责建议”的文号格式"):
        plan_issue(inputs_of(handed.root), draft, day=DAY, approved_by="彭某某")


def test_a_draft_about_another_kind_of_paper_is_refused(handed: Clerk) -> None:
    draft, _ = blame(handed)
    with pytest.raises(RuleRefused, match="“问责建议”不出“约谈通知”"):
        plan_issue(inputs_of(handed.root), replace(draft, kind="约谈通知"), day=DAY, approved_by="彭某某")


def test_content_is_sorted_by_its_headings() -> None:
    written = read_content(
        "# 来由\n根据批示\n\n# 一、存在问题\n\n## （一）补偿争议\n11户\n有异议。\n\n再议。\n\n# 工作建议\n一、提级协调。\n\n二、限时办结。\n"
    )
    assert written.basis == "根据批示"
    assert written.problems == (Point(title="补偿争议", text="11户有异议。\n再议。"),)
    assert written.proposals == (Point(text="提级协调。"), Point(text="限时办结。"))
    assert read_content(None).problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 存在的问提\n甲", "放不进报告"),
        ("甲", "前面没有标题"),
        ("# 问题\n甲\n# 存在问题\n乙", "两处“问题”"),
        ("# 问题\n## 补偿\n", "下面没有内容"),
    ],
)
def test_content_that_fits_nowhere_is_refused(text: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        read_content(text)


def test_cells_go_to_their_item() -> None:
    cells = read_cells("# 2026-0001\n原因：标准有争议\n措施：逐户定人\n每日调度\n", ["2026-0001"])
    assert cells == {"2026-0001": {"原因": "标准有争议", "措施": "逐户定人\n每日调度"}}
    with pytest.raises(WrongUse, match="不是清单里的事项"):
        read_cells("# 2026-0009\n措施：甲", ["2026-0001"])
    with pytest.raises(WrongUse, match="不知道填在哪一栏"):
        read_cells("# 2026-0001\n逐户定人", ["2026-0001"])
