"""``issue``: the drafts that wait, one of them signed, an issued paper made void."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from duban_cli.cli.drafts import drop_draft, waiting_drafts, write_draft
from duban_cli.errors import RuleRefused
from duban_cli.ledger.store import load
from duban_cli.plans.acts import plan_act
from duban_cli.plans.bulletin import KIND, draft_bulletin, named_units
from duban_cli.plans.drafts import BulletinAsked, DraftFiles, draft_of_act, draft_of_bulletin
from duban_cli.plans.sheet import Inputs
from duban_cli.plans.signing import drafts_of
from duban_cli.reports.figures import figures
from duban_cli.rules.moments import Now
from duban_cli.shipped import templates_dir
from tests.clerk import ITEM, LOU, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

TODAY = "2026-04-10"
DAY = date(2026, 4, 10)
NAME = f"问责建议-2026-0001-{LOU}"
SIGN = ("issue", NAME, "--approved-by", "彭某某")


def inputs_of(root: Path, day: date = DAY) -> Inputs:
    def read(path: str) -> bytes | None:
        file = root / path
        return file.read_bytes() if file.is_file() else None

    return Inputs(ledger=load(root).need(), now=Now(day), read=read, templates=(templates_dir(),))


def draft_blame(clerk: Clerk, content: str | None = "三次催办仍不反馈。") -> DraftFiles:
    made = blame_of(inputs_of(clerk.root), content)
    write_draft(clerk.root, made)
    return made


def blame_of(inputs: Inputs, content: str | None) -> DraftFiles:
    """A 问责建议 that waits for its signature."""
    (drawn,) = drafts_of(
        inputs,
        lambda sheet, approver: plan_act(
            inputs, "2026-0001", "问责建议", day=DAY, facts={"单位": LOU, "内容": content, "批准": approver}, sheet=sheet
        ),
    )  # fmt: skip
    return draft_of_act(drawn, DAY)


@pytest.fixture
def blamed(handed: Clerk) -> Clerk:
    """The worked example with a 问责建议 drafted."""
    draft_blame(handed)
    return handed


def test_what_waits_is_listed(blamed: Clerk) -> None:
    blamed.write("drafts/随手.docx", b"")
    blamed.write("drafts/~$问责.docx", b"")
    before = blamed.state()
    told = blamed.do("issue", today=TODAY)
    assert blamed.state() == before
    lines = told.out.splitlines()
    assert lines[1].split() == [NAME, "问责建议", TODAY, f"{LOU}：洞庭大道排水管网改造整改", "待签发"]
    assert lines[2].split() == ["随手", "没有说明文件，不能签发"]
    assert "2份稿" in told.err
    rows = blamed.do("issue", "--format", "json", today=TODAY).json["drafts"]
    assert [(r["name"], r["kind"], r["made"], r["items"], r["state"]) for r in rows] == [
        (NAME, "问责建议", TODAY, ["2026-0001"], "待签发"), ("随手", None, None, [], "没有说明文件，不能签发"),
    ]  # fmt: skip


def test_nothing_waits(handed: Clerk) -> None:
    told = handed.do("issue", today=TODAY)
    assert (told.out, told.err) == ("", "没有等签发的稿\n")


@pytest.mark.parametrize("written", [NAME, f"drafts/{NAME}.docx", f"{NAME}.yaml"])
def test_a_draft_signed_is_numbered_recorded_and_gone(blamed: Clerk, written: str) -> None:
    commits = blamed.commits()
    told = blamed.do("issue", written, "--approved-by", "彭某某", today=TODAY)
    assert blamed.commits()[1:] == commits
    subject, paths, trailers = blamed.last()
    assert subject == f"2026-0001 问责建议{LOU}：洞庭大道排水管网改造整改（岳督问〔2026〕1号）"
    assert paths == sorted([ITEM, "papers/2026/问责建议-0001.docx", "papers/2026/问责建议-0001.yaml"])
    assert trailers["Duban-Doc"] == ["岳督问〔2026〕1号"]
    assert blamed.entries()[-1] == {
        "日期": TODAY, "动作": "问责建议", "单位": LOU, "内容": "三次催办仍不反馈。", "批准": "彭某某",
        "文号": "岳督问〔2026〕1号",
    }  # fmt: skip
    register = blamed.facts("papers/2026/问责建议-0001.yaml")
    assert (register["签发"], register["事项"], register["状态"]) == ("彭某某", ["2026-0001"], "发出")
    text = blamed.paper_text("papers/2026/问责建议-0001.docx")
    assert "岳督问〔2026〕1号" in text
    assert "待填" not in text
    assert list((blamed.root / "drafts").iterdir()) == []
    assert told.out == f"{blamed.root / 'papers/2026/问责建议-0001.docx'}\n"
    assert blamed.do("check", today=TODAY).code == 0


def test_a_look_at_signing_shows_what_it_then_does(blamed: Clerk) -> None:
    before = blamed.state()
    shown = blamed.do(*SIGN, "--draft", "--format", "json", today=TODAY).json
    text = blamed.do(*SIGN, "--draft", today=TODAY).out
    assert blamed.state() == before
    assert "将要记录（未写入）" in text
    done = blamed.do(*SIGN, "--format", "json", today=TODAY).json
    assert (done["entries"], done["papers"], done["ids"]) == (shown["entries"], shown["papers"], shown["ids"])
    assert done["commit"] == blamed.git("rev-parse", "HEAD").strip()


def test_nothing_is_signed_without_an_approver(blamed: Clerk) -> None:
    told = blamed.refused(1, "issue", NAME, today=TODAY)
    assert "须经批准才能签发（政府督查工作条例 第二十一条）" in told.err
    assert "--approved-by" in told.err


def test_nothing_with_a_gap_is_signed(handed: Clerk) -> None:
    made = draft_blame(handed, content=None)
    assert made.missing == ("文号", "批准人", "认定")
    told = handed.refused(1, *SIGN, today=TODAY)
    assert "问责建议还缺：认定" in told.err


def test_facts_that_changed_since_are_shown(blamed: Clerk) -> None:
    blamed.do("urge", today=TODAY)
    told = blamed.refused(1, *SIGN, today=TODAY)
    assert "送审以后台账有变化" in told.err
    assert "  现为：" in told.err
    assert "催办" in told.err
    looked = blamed.do(*SIGN, "--draft", today=TODAY)
    assert "送审以后台账有变化" in looked.err
    blamed.do(*SIGN, "--yes", today=TODAY)
    assert "催办" in blamed.paper_text("papers/2026/问责建议-0001.docx")


def test_a_draft_a_person_worked_on_is_told_and_not_overwritten(blamed: Clerk) -> None:
    path = blamed.root / f"drafts/{NAME}.docx"
    document = Document(str(path))
    document.paragraphs[-1].add_run("（手工添的话）")
    document.save(str(path))
    told = blamed.refused(1, *SIGN, today=TODAY)
    assert "稿子用别的程序存过" in told.err
    assert "手工添的话" in told.err
    made = blame_of(inputs_of(blamed.root), "甲")
    with pytest.raises(RuleRefused, match="有人改过，不覆盖"):
        write_draft(blamed.root, made)
    assert "手工改过" in blamed.do("issue", today=TODAY).out


def test_a_draft_left_behind_is_not_signed_twice(blamed: Clerk) -> None:
    kept = [(blamed.root / f"drafts/{NAME}{e}", blamed.raw(f"drafts/{NAME}{e}")) for e in (".docx", ".yaml")]
    blamed.do(*SIGN, today=TODAY)
    for path, content in kept:
        path.write_bytes(content)
    told = blamed.refused(1, *SIGN, today=TODAY)
    assert f"事项 2026-0001 已有同样的问责建议：{TODAY}（岳督问〔2026〕1号）" in told.err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("问责建议-2026-0001-岳楼区人民政府",), 2, f"是否指 {NAME}"),
        (("随手", "--approved-by", "彭某某"), 1, "没有说明文件 drafts/随手.yaml"),
        (("坏的", "--approved-by", "彭某某"), 1, "drafts/坏的.yaml:2:1"),
        ((NAME, "--reason", "甲"), 2, "--reason 只用于"),
        (("--approved-by", "彭某某"), 2, "没有写签发哪一份"),
        ((NAME, "--void", "岳督函〔2026〕1号"), 2, "不与稿名"),
        ((NAME, "--approved-by", "彭某某", "--date", "2026-04-11"), 2, "还没有到"),
        ((NAME, "--approved-by", "彭某某", "--doc-no", "岳督问2026第1号"), 1, "不合“问责建议”的格式"),
    ],
)
def test_what_cannot_be_signed_is_told(blamed: Clerk, args: tuple[str, ...], code: int, said: str) -> None:
    blamed.write("drafts/随手.docx", b"")
    blamed.write("drafts/坏的.yaml", "种类: 问责建议\n制成日其: 2026-04-10\n")
    assert said in blamed.refused(code, "issue", *args, today=TODAY).err
    assert blamed.run("issue", today=TODAY).code == 1


# -- what other commands draw up ----------------------------------------------------------------------------


def test_a_bulletin_signed_later_is_the_one_issued_at_once(handed: Clerk) -> None:
    args = (
        "bulletin",
        "--from",
        "2026-03-01",
        "--to",
        "2026-03-31",
        "--by",
        "类别",
        "--content",
        "一季度通报",
    )
    handed.do(*args, "--approved-by", "刘某某", today=TODAY)
    paths = ("papers/2026/督查通报-0001.docx", "office/2026.yaml")
    at_once = [handed.raw(p) for p in paths]
    handed.git("reset", "-q", "--hard", "HEAD~1")
    told = handed.do(*args, today="2026-04-08")
    assert "签发：duban issue 督查通报-2026-03-01至2026-03-31" in told.err
    handed.do("issue", "督查通报-2026-03-01至2026-03-31", "--approved-by", "刘某某", today=TODAY)
    assert [handed.raw(p) for p in paths] == at_once


def test_a_bulletin_drawn_up_is_signed(handed: Clerk) -> None:
    inputs = inputs_of(handed.root)
    asked = BulletinAsked(
        start=date(2026, 3, 1), end=date(2026, 3, 31), criticised=("楼区",), content="一季度通报"
    )
    named = named_units(inputs, None, (), asked.criticised)
    made = draft_bulletin(inputs, figures(inputs.ledger, asked.start, asked.end), named, day=DAY)
    write_draft(handed.root, draft_of_bulletin(made, KIND, asked, day=DAY))
    name = "督查通报-2026-03-01至2026-03-31"
    assert "第二十一条" in handed.refused(1, "issue", name, today=TODAY).err
    handed.do("issue", name, "--approved-by", "彭某某", today="2026-04-13")
    assert handed.facts("office/2026.yaml")["记录"] == [
        {
            "日期": "2026-04-13", "动作": "通报", "文号": "第1期", "起": "2026-03-01", "止": "2026-03-31",
            "批评": [LOU], "批准": "彭某某", "内容": "一季度通报",
        }
    ]  # fmt: skip
    assert f"对{LOU}予以通报批评" in handed.paper_text("papers/2026/督查通报-0001.docx")
    write_draft(handed.root, draft_of_bulletin(made, KIND, asked, day=DAY))
    told = handed.refused(1, "issue", name, "--approved-by", "彭某某", today="2026-04-13")
    assert "2026-03-01至2026-03-31的通报已经发过：第1期" in told.err


def test_a_notice_a_batch_run_drew_up_is_signed_while_it_is_due(handed: Clerk) -> None:
    handed.do("daily", today=TODAY)
    name = f"日办-催办通知单-{LOU}"
    kept = [(handed.root / f"drafts/{name}{e}", handed.raw(f"drafts/{name}{e}")) for e in (".docx", ".yaml")]
    assert handed.do("issue", name, "--draft", today=TODAY).out.startswith("将要记录")
    handed.do("issue", name, "--approved-by", "刘某某", today=TODAY)
    entry = handed.entries()[-1]
    assert (entry["动作"], entry["方式"], entry["文号"]) == ("催办", "通知单", "岳督催〔2026〕1号")
    assert entry["批准"] == handed.facts("papers/2026/催办通知单-0001.yaml")["签发"] == "刘某某"
    assert waiting_drafts(handed.root) == []
    for path, content in kept:
        path.write_bytes(content)
    told = handed.refused(1, "issue", name, today=TODAY)
    assert "2026-0001 现在没有应发的催办通知单" in told.err
    drop_draft(handed.root, name)
    assert list((handed.root / "drafts").iterdir()) == []


# -- 作废 ----------------------------------------------------------------------------------------------------

VOID = ("issue", "--void", "岳督函〔2026〕1号", "--reason", "主送单位有误", "--approved-by", "刘某某")


def test_a_void_paper_keeps_its_number(handed: Clerk) -> None:
    before = handed.facts("papers/2026/督查函-0001.yaml")
    paper = handed.raw("papers/2026/督查函-0001.docx")
    entries = handed.entries()
    told = handed.do(*VOID, today=TODAY)
    subject, paths, trailers = handed.last()
    assert subject == f"作废督查函岳督函〔2026〕1号：{before['标题']}"
    assert paths == ["papers/2026/督查函-0001.yaml"]
    assert trailers == {
        "Duban-Item": ["2026-0001"],
        "Duban-Action": ["作废"],
        "Duban-Doc": ["岳督函〔2026〕1号"],
    }
    assert handed.facts("papers/2026/督查函-0001.yaml") == {
        **before, "状态": "作废", "理由": "主送单位有误（2026-04-10，刘某某批准）",
    }  # fmt: skip
    assert handed.raw("papers/2026/督查函-0001.docx") == paper
    assert handed.entries() == entries
    assert "duban correct 2026-0001 --entry 2026-03-04/交办 --void --reason 主送单位有误" in told.err
    assert handed.do("check", today=TODAY).code == 0
    assert "作废" in handed.do("paper", "2026-0001", today=TODAY).out

    handed.do("new", "--title", "乙事", "--category", "领导批示", "--lead", "市财政局", "--demand", "办",
              "--source", "批示/报告", "--instructed-by", "市长/主要领导", today=TODAY)  # fmt: skip
    handed.do("assign", "2026-2", today=TODAY)
    assert handed.last()[2]["Duban-Doc"] == ["岳督函〔2026〕2号"]
    assert "已经作废" in handed.refused(1, *VOID, today=TODAY).err


def test_the_suggested_correction_is_a_command_that_runs(handed: Clerk) -> None:
    told = handed.do(*VOID, today=TODAY)
    line = next(x for x in told.err.splitlines() if "duban correct" in x)
    handed.do(*line.partition("duban ")[2].split(), today=TODAY)
    row = handed.do("list", "--format", "json", today=TODAY).json["items"][0]
    assert row["state"] == "待交办"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("岳督函〔2026〕2号",), 2, "是否指 岳督函〔2026〕1号"),
        (("岳督函〔2026〕1号", "--approved-by", "刘某某"), 2, "没有写 岳督函〔2026〕1号 为什么作废"),
        (("岳督函〔2026〕1号", "--reason", "甲"), 1, "作废须经批准"),
    ],
)
def test_what_cannot_be_made_void_is_told(handed: Clerk, args: tuple[str, ...], code: int, said: str) -> None:
    assert said in handed.refused(code, "issue", "--void", *args, today=TODAY).err


def test_brackets_of_another_kind_name_the_same_paper(handed: Clerk) -> None:
    told = handed.do("issue", "--void", "岳督函[2026]1号", *VOID[3:], "--draft", today=TODAY)
    assert "将要记录（未写入）：作废督查函岳督函〔2026〕1号" in told.out


def test_a_round_done_by_a_void_paper_is_owed_again(handed: Clerk) -> None:
    def owed() -> list[str]:
        tasks = handed.do("agenda", "--format", "json", today=TODAY).json["tasks"]
        return [p for t in tasks if t["what"] == "督办清单" for p in t["periods"]]

    assert "2026年4月" in owed()
    monthly = ("report", "月度督办清单", "--month", "2026-04", "--approved-by", "刘某某")
    handed.do(*monthly, today=TODAY)
    assert "2026年4月" not in owed()
    number = handed.last()[2]["Duban-Doc"][0]
    void = ("issue", "--void", number, "--reason", "分管领导有误", "--approved-by", "刘某某")
    assert "也不再算作做过的定期工作" in handed.do(*void, today=TODAY).err
    assert "2026年4月" in owed()
    handed.do(*monthly, today=TODAY)
    assert "2026年4月" not in owed()
    assert handed.do("check", today=TODAY).code == 0
