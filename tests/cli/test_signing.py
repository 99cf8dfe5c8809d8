"""须签发: every act whose paper a leader signs first waits as a draft; signed, it is what it would have been at once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.clerk import ITEM, LOU, NEW, REPLY, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")

Step = tuple[str, tuple[str, ...]]
LIU = ("--approved-by", "刘某某")
DONE: Step = ("2026-03-10", (*REPLY, "--done"))
PASSED: Step = ("2026-03-11", ("review", "2026-0001", "--pass", *LIU))
ASKED: Step = ("2026-03-16", ("extend", "2026-0001", "--deadline", "2026-03-31", "--reason", "雨季无法施工"))
ANOTHER: Step = ("2026-03-05", (*NEW, "--title", "又一件"))
CONCLUDED: Step = (
    "2026-03-13",
    ("record", "2026-0001", "结论", "--content", "整改不到位。", "--delivered", "2026-03-13", *LIU),
)
APPLIED: Step = (
    "2026-03-16",
    ("record", "2026-0001", "复核", "--stage", "申请", "--incoming", "岳楼政〔2026〕9号", "--content", "对结论有异议", "--unit", LOU),
)  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """A command whose paper is to be signed first, on its day, after others."""

    kind: str
    day: str
    args: tuple[str, ...]
    name: str
    first: tuple[Step, ...] = ()


CASES = [
    Signed("督查函", "2026-03-06", ("assign", "2026-0002"), "督查函-2026-0002", (ANOTHER,)),
    Signed("督查函", "2026-03-06", ("assign", "2026-0002", "--deadline", "5个工作日", "--by", "王某"), "督查函-2026-0002", (ANOTHER,)),
    Signed("督查函", "2026-03-06", ("assign", "2026-0002", "2026-0003"), "督查函-2026-0002、2026-0003",
           (ANOTHER, ("2026-03-05", (*NEW, "--title", "第三件")))),
    Signed("催办通知单", "2026-03-27", ("urge",), f"日办-催办通知单-{LOU}"),
    Signed("催办通知单", "2026-03-27", ("urge", "2026-0001", "--content", "已电话提醒", "--deadline", "2个工作日"), f"催办通知单-{LOU}"),
    Signed("延期批复", "2026-03-17", ("extend", "2026-0001", "--approve"), "延期批复-2026-0001", (ASKED,)),
    Signed("延期批复", "2026-03-17", ("extend", "2026-0001", "--refuse", "--reason", "可以先行"), "延期批复-2026-0001", (ASKED,)),
    Signed("退回重办通知", "2026-03-12", ("review", "2026-0001", "--return", "--reason", "情况不清"), "退回重办通知-2026-0001", (DONE,)),
    Signed("退回重办通知", "2026-03-12", ("review", "2026-0001", "--return", "--reason", "情况不清", "--deadline", "3个工作日"),
           "退回重办通知-2026-0001", (DONE,)),
    Signed("销号单", "2026-03-12", ("close", "2026-0001"), "销号单-2026-0001", (DONE, PASSED)),
    Signed("督办单", "2026-03-12", ("warn", "2026-0001", "--content", "仅完成三成。"), "督办单-2026-0001"),
    Signed("约谈通知", "2026-03-20", ("record", "2026-0001", "约谈", "--unit", "楼区", "--content", "逾期不报", "--deadline", "2026-03-24"),
           f"约谈通知-2026-0001-{LOU}"),
    Signed("督查结论", "2026-03-12", ("record", "2026-0001", "结论", "--content", "整改不到位。"), "督查结论-2026-0001"),
    Signed("复核决定", "2026-03-20", ("record", "2026-0001", "复核", "--stage", "决定", "--result", "维持原结论", "--reason", "事实清楚", "--by", "赵某"),
           "复核决定-2026-0001", (CONCLUDED, APPLIED)),
]  # fmt: skip


def to_be_signed(clerk: Clerk, kind: str) -> None:
    """``kind`` put under 须签发."""
    settings = clerk.text("duban.yaml")
    assert f"  {kind}: " in settings
    assert "\n须签发: [" in settings
    clerk.write("duban.yaml", settings.replace("\n须签发: [", f"\n须签发: [{kind}, "))
    clerk.do("save", today="2026-03-05")


def prepared(clerk: Clerk, case: Signed) -> Clerk:
    to_be_signed(clerk, case.kind)
    for day, args in case.first:
        clerk.do(*args, *(() if "--approved-by" in args or args[0] not in ("assign",) else LIU), today=day)
    return clerk


def new_files(clerk: Clerk, before: dict[str, str]) -> set[str]:
    return {path for path in clerk.state().files if path not in before}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.kind} {' '.join(c.args)}")
def test_the_paper_waits_and_signed_it_is_what_it_would_have_been(handed: Clerk, case: Signed) -> None:
    clerk = prepared(handed, case)
    before = clerk.state()
    shown = clerk.do(*case.args, "--draft", today=case.day)
    assert f"将要做成送审稿（未写入）：{case.kind}" in shown.err
    assert clerk.state() == before

    told = clerk.do(*case.args, today=case.day)
    assert f"签发：duban issue {case.name} --approved-by 批准人" in told.err
    after = clerk.state()
    drafts = {f"drafts/{case.name}{e}" for e in (".docx", ".yaml")}
    assert new_files(clerk, before.files) == drafts
    assert (after.head, after.status) == (before.head, before.status)
    text = clerk.paper_text(f"drafts/{case.name}.docx")
    assert "待签发" not in text
    assert "【待填：文号】" in text or case.kind == "销号单"
    assert "刘某某" not in text.replace("刘某某　　", "")
    agenda = clerk.do("agenda", today=case.day).out
    assert f"drafts/{case.name}.docx" in agenda

    again = clerk.do(*case.args, today=case.day)
    assert f"送审稿 {case.name} 已在等签发（{case.day}），内容相同，没有另做" in again.err
    assert new_files(clerk, before.files) == drafts

    clerk.do("issue", case.name, *LIU, today=case.day)
    signed = {path: clerk.raw(path) for path in clerk.state().files}
    subject, paths, trailers = clerk.last()
    assert not drafts & set(signed)
    assert clerk.do("check", today=case.day).code == 0
    clerk.git("reset", "-q", "--hard", before.head.strip())
    clerk.do(*case.args, *LIU, today=case.day)
    assert clerk.last() == (subject, paths, trailers)
    assert {path: clerk.raw(path) for path in clerk.state().files} == signed
    assert any(p.startswith(f"papers/2026/{case.kind}-") for p in paths)


def test_a_limit_is_counted_from_the_day_of_signing(handed: Clerk) -> None:
    case = CASES[1]
    clerk = prepared(handed, case)
    clerk.do(*case.args, today=case.day)
    note = clerk.text(f"drafts/{case.name}.yaml")
    assert "时限: 5个工作日" in note
    assert "限期: 2026" not in note
    told = clerk.refused(1, "issue", case.name, *LIU, today="2026-03-10")
    assert "现为：" in told.err
    clerk.do("issue", case.name, *LIU, "--yes", today="2026-03-10")
    entry = clerk.entries("2026-0002")[-1]
    assert (entry["日期"], entry["时限"], entry["限期"]) == ("2026-03-10", "5个工作日", "2026-03-17")


def test_the_draft_of_a_strike_off_leaves_the_approver_open(handed: Clerk) -> None:
    case = next(c for c in CASES if c.kind == "销号单")
    clerk = prepared(handed, case)
    clerk.do(*case.args, today=case.day)
    text = clerk.paper_text(f"drafts/{case.name}.docx")
    assert "批准人：【待填：批准人】" in text
    assert "审核人：刘某某" in text


def test_another_draft_of_the_same_act_is_refused(handed: Clerk) -> None:
    clerk = prepared(handed, CASES[2])
    clerk.do(*CASES[2].args, today="2026-03-06")
    told = clerk.refused(1, "assign", "2026-0002", today="2026-03-06")
    assert "2026-0002 的督查函已在送审稿 督查函-2026-0002、2026-0003 里等签发" in told.err


def test_a_draft_that_says_something_else_takes_the_place_of_the_first(handed: Clerk) -> None:
    clerk = prepared(handed, CASES[5])
    clerk.do(*CASES[5].args, today="2026-03-17")
    told = clerk.do("extend", "2026-0001", "--refuse", "--reason", "可以先行", today="2026-03-17")
    assert "已在等签发（2026-03-17），已换成现在做的这一份" in told.err
    assert "环节: 不批" in clerk.text("drafts/延期批复-2026-0001.yaml")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--approve", "--doc-no", "岳督延〔2026〕9号"), "送审稿不编文号"),
        (("--deadline", "2026-04-03", "--reason", "再延", "--doc-no", "岳督延〔2026〕9号"), "没有本室文号"),
    ],
)
def test_a_number_is_given_when_there_is_a_paper_to_bear_it(
    handed: Clerk, args: tuple[str, ...], said: str
) -> None:
    clerk = prepared(handed, CASES[5])
    assert said in clerk.refused(2, "extend", "2026-0001", *args, today="2026-03-17").err


def test_what_was_done_at_once_leaves_no_draft_unspoken_of(handed: Clerk) -> None:
    clerk = prepared(handed, CASES[5])
    clerk.do(*CASES[5].args, today="2026-03-17")
    told = clerk.do(*CASES[5].args, *LIU, today="2026-03-17")
    assert "送审稿 延期批复-2026-0001 所要记的已经办了，不用再签发" in told.err


def test_items_that_wait_and_items_that_do_not_are_not_done_at_once(handed: Clerk) -> None:
    handed.do(*ANOTHER[1], today="2026-03-05")
    handed.do(
        *NEW,
        "--title",
        "专项一件",
        "--category",
        "专项督查",
        "--source",
        "专项/道路",
        *LIU,
        today="2026-03-05",
    )
    head, name, rest = handed.text("regime.yaml").partition("\n  专项督查:")
    handed.write("regime.yaml", head + name + rest.replace("督查函", "督查通知", 1))
    to_be_signed(handed, "督查通知")
    told = handed.refused(1, "assign", "2026-0002", "2026-0003", today="2026-03-06")
    assert "2026-0003 的督查通知须先签发，2026-0002 的不须，不能一次办" in told.err


def test_json_tells_of_the_draft_and_of_no_commit(handed: Clerk) -> None:
    clerk = prepared(handed, CASES[5])
    told = clerk.do(*CASES[5].args, "--format", "json", today="2026-03-17").json
    assert [(p["doc_no"], p["kind"], p["path"]) for p in told["papers"]] == [
        (None, "延期批复", "drafts/延期批复-2026-0001.docx")
    ]
    assert (told["commit"], told["entries"], told["ids"]) == (None, [], [])


@pytest.mark.parametrize(
    ("line", "said"),
    [("  时限: 五天左右\n", "时限"), ("  限期: 2026-02-30\n", "限期")],
)
def test_a_draft_edited_into_nonsense_is_told(handed: Clerk, line: str, said: str) -> None:
    clerk = prepared(handed, CASES[7])
    clerk.do(*CASES[7].args, today="2026-03-12")
    path = "drafts/退回重办通知-2026-0001.yaml"
    note = clerk.text(path)
    records = "记录:\n- 事项: 2026-0001\n  动作: 审核\n  结果: 退回\n  理由: 情况不清\n" + line
    clerk.write(path, note.partition("记录:\n")[0] + records)
    told = clerk.refused(1, "issue", "退回重办通知-2026-0001", *LIU, today="2026-03-12")
    assert f"“{said}”" in told.err


# -- 延期批复 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--approve",), "一、同意延期。办结期限由2026年3月18日延至2026年3月31日。"),
        (("--refuse", "--reason", "可以先行"), "一、不同意延期。办结期限仍为2026年3月18日。理由：可以先行。"),
    ],
)
def test_the_answer_to_an_extension_is_a_paper(handed: Clerk, args: tuple[str, ...], said: str) -> None:
    handed.do(*ASKED[1], today=ASKED[0])
    commits = handed.commits()
    handed.do("extend", "2026-0001", *args, *LIU, today="2026-03-17")
    assert handed.commits()[1:] == commits
    subject, paths, trailers = handed.last()
    assert "岳督延〔2026〕1号" in subject
    assert paths == sorted([ITEM, "papers/2026/延期批复-0001.docx", "papers/2026/延期批复-0001.yaml"])
    assert trailers["Duban-Doc"] == ["岳督延〔2026〕1号"]
    assert handed.entries()[-1]["文号"] == "岳督延〔2026〕1号"
    register = handed.facts("papers/2026/延期批复-0001.yaml")
    assert (register["主送"], register["签发"], register["状态"]) == ([LOU], "刘某某", "发出")
    text = handed.paper_text("papers/2026/延期批复-0001.docx")
    assert said in text
    assert "你单位2026年3月16日提出的督查事项" in text
    assert handed.do("check", today="2026-03-17").code == 0


def test_the_refusal_of_a_period_names_that_period(handed: Clerk) -> None:
    handed.do(
        *NEW[:1], "--title", "半年报", "--category", "政府工作报告", "--lead", LOU, "--demand", "按季推进",
        "--source", "报告/政府工作报告", "--source-date", "2026-01-20", *LIU, today="2026-03-03",
    )  # fmt: skip
    handed.do("assign", "2026-0002", "--deadline", "2026-12-31", today="2026-03-04")
    handed.do(
        "extend",
        "2026-0002",
        "--period",
        "2026年上半年",
        "--deadline",
        "2026-07-20",
        "--reason",
        "数据未出",
        today="2026-06-20",
    )
    handed.do("extend", "2026-0002", "--refuse", "--reason", "数据已有", *LIU, today="2026-06-22")
    text = handed.paper_text("papers/2026/延期批复-0001.docx")
    assert "反馈（2026年上半年）期限仍为2026年6月30日" in text


def test_an_office_that_numbers_no_such_paper_records_the_act_alone(handed: Clerk) -> None:
    lines = [x for x in handed.text("duban.yaml").splitlines(keepends=True) if "延期批复" not in x]
    handed.write("duban.yaml", "".join(lines))
    handed.do("save", today="2026-03-05")
    handed.do(*ASKED[1], today=ASKED[0])
    handed.do("extend", "2026-0001", "--approve", *LIU, today="2026-03-17")
    assert handed.last()[1] == [ITEM]
    assert "文号" not in handed.entries()[-1]


def test_an_application_has_no_paper(handed: Clerk) -> None:
    to_be_signed(handed, "延期批复")
    handed.do(*ASKED[1], today=ASKED[0])
    assert handed.last()[1] == [ITEM]


# -- 单位 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "key", "stored"),
    [
        (("receive", "2026-0001", "--unit", "楼区"), "单位", LOU),
        (("inspect", "2026-0001", "--unit", "楼区", "--how", "现场核查", "--content", "看了三处"), "单位", LOU),
        (("record", "2026-0001", "批评", "--unit", "岳阳楼区", *LIU), "单位", LOU),
        (("change", "2026-0001", "--field", "协办单位", "--new", "市城管局、市财政局", *LIU), "新", "市城市管理局、市财政局"),
        (("change", "2026-0001", "--field", "主办单位", "--new", "市城管局", *LIU), "新", "市城市管理局"),
        (("correct", "2026-0001", "--entry", "2026-03-04/交办", "--field", "单位", "--new", "楼区"), "新", LOU),
    ],
)  # fmt: skip
def test_a_unit_is_kept_by_its_full_name(handed: Clerk, args: tuple[str, ...], key: str, stored: str) -> None:
    handed.do(*args, today="2026-03-12")
    assert handed.entries()[-1][key] == stored


# -- 时限 ----------------------------------------------------------------------------------------------------


def finishing_clause(clerk: Clerk, item: str) -> str:
    told = clerk.do("explain", item, "--format", "json", today="2026-03-06").json
    found: str = next(d["clause"] for d in told["item"]["obligations"] if d["what"] == "办结")
    return found


def test_a_limit_stated_with_the_handing_out_is_the_one_that_rules(handed: Clerk) -> None:
    handed.do(*NEW[:-2], "--title", "又一件", today="2026-03-05")
    handed.do("assign", "2026-0002", "--deadline", "3个工作日", today="2026-03-06")
    entry = handed.entries("2026-0002")[-1]
    assert (entry["时限"], entry["限期"]) == ("3个工作日", "2026-03-11")
    assert "自交办次日起3个工作日" in handed.paper_text("papers/2026/督查函-0002.docx")
    told = handed.do("check", today="2026-03-06")
    assert (told.code, "due-differs" in told.text) == (0, False)
    stated = finishing_clause(handed, "2026-0002")
    item = "items/2026/2026-0003.yaml"
    handed.do(*NEW, "--title", "写明时限", today="2026-03-05")
    handed.do("assign", "2026-0003", today="2026-03-06")
    assert stated == finishing_clause(handed, "2026-0003")
    # A date that is not what the stated limit gives is told as before.
    handed.write(item, handed.text(item).replace("限期: 2026-03-20", "限期: 2026-03-23"))
    assert "due-differs" in handed.run("check", today="2026-03-06").text
