"""反馈单位: 各单位: each 协办单位 replies for itself, and is chased itself where it does not."""

from __future__ import annotations

import pytest

from tests.clerk import LOU, NEW, Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")


@pytest.fixture
def joint(clerk: Clerk) -> Clerk:
    """An item handed out on which every unit owes a reply."""
    clerk.do(*NEW, "--support", "市财政局，市城管局", "--reply-by", "各单位", today="2026-03-03")
    clerk.do("assign", "2026-1", today="2026-03-04")
    return clerk


def test_the_field_is_written_and_a_wrong_one_refused(joint: Clerk) -> None:
    assert joint.facts()["反馈单位"] == "各单位"
    assert "各单位" in joint.refused(2, *NEW, "--reply-by", "大家", today="2026-03-03").err


def test_the_notice_goes_to_the_unit_that_owes(joint: Clerk) -> None:
    for unit in (LOU, "市城管局"):
        joint.do(
            "reply",
            "2026-1",
            "--content",
            "正在办",
            "--unit",
            unit,
            "--signed-by",
            "张某/区长",
            today="2026-03-16",
        )
    told = joint.do("list", "--format", "json", today="2026-03-30").json["items"][0]
    late = [(d["who"], d["what"]) for d in told["obligations"] if d["state"] == "逾期"]
    assert ("市财政局", "反馈") in late
    assert (LOU, "反馈") not in late
    told = joint.do("urge", "2026-1", "--format", "json", today="2026-03-30").json
    notice = [e for e in joint.entries() if e["动作"] == "催办"][-1]
    assert (notice["单位"], notice["针对"]) == ("市财政局", "反馈")
    assert len(told["papers"]) == 1
    lines = joint.paper_text(told["papers"][0]["path"]).splitlines()
    assert "市财政局：" in lines
    assert f"{LOU}：" not in lines
    assert (
        not joint.do("list", "--format", "json", today="2026-03-30")
        .json["items"][0]["next"]["step"]
        .startswith("通知单")
    )


def test_a_visit_is_recorded_for_the_unit_that_owes(joint: Clerk) -> None:
    joint.do("reply", "2026-1", "--content", "已办", "--signed-by", "张某/区长", today="2026-03-16")
    joint.do("urge", "2026-1", "--how", "上门催办", "--content", "到局里看了", today="2026-04-10")
    assert joint.entries()[-1]["单位"] == "市财政局"
    joint.do("urge", "2026-1", "--how", "上门催办", "--content", "到局里看了", today="2026-04-13")
    assert joint.entries()[-1]["单位"] == "市城市管理局"


def test_a_reply_of_its_own_is_said_to_be_one(joint: Clerk) -> None:
    told = joint.do(
        "reply", "2026-1", "--content", "资金已拨", "--unit", "市财政局", "--done", today="2026-03-10"
    )
    assert f"办结仍由主办单位{LOU}报" in told.err
    assert joint.do("list", "--format", "json", today="2026-03-10").json["items"][0]["state"] == "办理中"


FINANCE = "市财政局"
LIU = ("--approved-by", "刘某某")
SENT_BACK = ("review", "2026-1", "--unit", FINANCE, "--return", "--reason", "数额不符")
MORE_TIME = ("extend", "2026-1", "--unit", "市城管局", "--deadline", "2026-04-03", "--reason", "设备检修")


def lines(clerk: Clerk, kind: str) -> list[str]:
    return clerk.paper_text(f"papers/2026/{kind}-0001.docx").splitlines()


@pytest.fixture
def answered(joint: Clerk) -> Clerk:
    """The 市财政局 has replied for itself."""
    joint.do("reply", "2026-1", "--content", "已拨付", "--unit", FINANCE, today="2026-03-10")
    return joint


def to_be_signed(clerk: Clerk) -> None:
    settings = clerk.text("duban.yaml").replace("须签发: [", "须签发: [延期批复, 退回重办通知, 催办通知单, ")
    clerk.write("duban.yaml", settings)
    clerk.do("save", today="2026-03-04")


def duties(clerk: Clerk, unit: str, day: str) -> list[tuple[str, str]]:
    told = clerk.do("list", "--format", "json", today=day).json["items"][0]["obligations"]
    return [(d["what"], d["due"]) for d in told if d["who"] == unit]


def test_the_letter_says_that_each_replies_and_by_when(joint: Clerk) -> None:
    told = "".join(lines(joint, "督查函"))
    assert (
        "主办单位和协办单位分别书面反馈本单位承担部分的办理情况，互不代替；全部办结由主办单位报告。" in told
    )
    assert "协办单位请各自于2026年3月18日前书面反馈。" in told


def test_the_letter_of_an_ordinary_joint_item_says_that_the_lead_replies_for_all(clerk: Clerk) -> None:
    clerk.do(*NEW, "--support", "市财政局", today="2026-03-03")
    clerk.do("assign", "2026-1", today="2026-03-04")
    told = "".join(lines(clerk, "督查函"))
    assert "协办单位的办理情况送主办单位，由主办单位汇总后统一反馈。" in told
    assert "分别书面反馈" not in told


def test_a_reply_of_a_supporting_unit_is_sent_back_to_that_unit(answered: Clerk) -> None:
    answered.do(*SENT_BACK, today="2026-03-11")
    entry = answered.entries()[-1]
    assert (entry["动作"], entry["单位"], entry["结果"]) == ("审核", FINANCE, "退回")
    assert answered.last()[0].startswith("2026-0001 退回市财政局重办：")
    paper = lines(answered, "退回重办通知")
    assert f"{FINANCE}：" in paper
    assert f"抄送：{LOU}。" in paper
    assert any("作为协办单位自己的反馈" in line and f"告知主办单位{LOU}" in line for line in paper)
    told = answered.do("list", "--format", "json", today="2026-03-20").json["items"][0]
    assert told["state"] == "办理中"
    assert [(d["due"], d["state"]) for d in told["obligations"] if d["who"] == FINANCE] == [
        ("2026-03-18", "按期"),
        ("2026-03-18", "逾期"),
    ]


def test_a_reply_of_a_supporting_unit_passes(answered: Clerk) -> None:
    told = answered.do("review", "2026-1", "--unit", FINANCE, "--pass", *LIU, today="2026-03-11")
    assert f"办结仍由主办单位{LOU}报" in told.err
    assert answered.entries()[-1]["单位"] == FINANCE
    again = answered.refused(1, "review", "2026-1", "--unit", FINANCE, "--pass", today="2026-03-12")
    assert "已于 2026-03-11 审核通过" in again.err
    assert "--unit 市财政局" not in answered.refused(1, "review", "2026-1", "--pass", today="2026-03-12").err


def test_whose_reply_is_meant_must_be_said(answered: Clerk) -> None:
    assert "--unit 市财政局" in answered.refused(1, "review", "2026-1", "--pass", today="2026-03-11").err


@pytest.mark.parametrize(
    ("unit", "code", "words"),
    [
        ("市审计局", 1, "市审计局不是事项 2026-0001 的主办、协办单位，不欠反馈"),
        ("市城管局", 1, "还没有市城市管理局的反馈"),
        ("市财正局", 2, "单位名录里没有“市财正局”"),
    ],
)
def test_a_unit_that_owes_nothing_is_refused(answered: Clerk, unit: str, code: int, words: str) -> None:
    answered.do("unit", "add", "市审计局", today="2026-03-10")
    before = answered.state()
    for what in (("--pass",), ("--return", "--reason", "不清")):
        assert (
            words in answered.refused(code, "review", "2026-1", "--unit", unit, *what, today="2026-03-11").err
        )
    assert answered.state() == before


def test_a_supporting_unit_of_an_ordinary_item_owes_nothing_itself(clerk: Clerk) -> None:
    clerk.do(*NEW, "--support", FINANCE, today="2026-03-03")
    clerk.do("assign", "2026-1", today="2026-03-04")
    told = clerk.refused(
        1,
        "extend",
        "2026-1",
        "--unit",
        FINANCE,
        "--deadline",
        "2026-04-03",
        "--reason",
        "忙",
        today="2026-03-05",
    )
    assert "由主办单位岳阳楼区人民政府统一反馈，协办单位市财政局自己不欠反馈" in told.err


def test_more_time_for_one_unit_moves_its_limit_alone(joint: Clerk) -> None:
    joint.do(*MORE_TIME, today="2026-03-12")
    asked = joint.do("agenda", "--format", "json", today="2026-03-12").json["tasks"]
    assert "duban extend 2026-0001 --unit 市城市管理局 --approve --approved-by 姓名" in [
        t["command"] for t in asked
    ]
    joint.do("extend", "2026-1", "--unit", "市城管局", "--approve", *LIU, today="2026-03-13")
    entry = joint.entries()[-1]
    assert (entry["单位"], entry["针对"], entry["限期"]) == ("市城市管理局", "反馈", "2026-04-03")
    assert duties(joint, "市城市管理局", "2026-03-13") == [("反馈", "2026-04-03")]
    assert {due for _, due in duties(joint, LOU, "2026-03-13")} == {"2026-03-18"}
    paper = lines(joint, "延期批复")
    assert "市城市管理局：" in paper
    assert any("你单位反馈期限由2026年3月18日延至2026年4月3日" in line for line in paper)


def test_applications_of_two_units_wait_apart(joint: Clerk) -> None:
    joint.do(*MORE_TIME, today="2026-03-12")
    joint.do("extend", "2026-1", "--deadline", "2026-04-01", "--reason", "雨季", today="2026-03-12")
    joint.do("extend", "2026-1", "--approve", *LIU, today="2026-03-13")
    assert "单位" not in joint.entries()[-1]
    assert joint.entries()[-1]["限期"] == "2026-04-01"
    joint.do("extend", "2026-1", "--refuse", "--reason", "可先行", *LIU, today="2026-03-13")
    assert joint.entries()[-1]["单位"] == "市城市管理局"
    nothing = joint.refused(1, "extend", "2026-1", "--unit", "市城管局", "--refuse", *LIU, today="2026-03-13")
    assert "没有市城市管理局待批的延期申请" in nothing.err


def test_which_of_two_supporting_units_must_be_said(joint: Clerk) -> None:
    joint.do(*MORE_TIME, today="2026-03-12")
    joint.do(
        "extend",
        "2026-1",
        "--unit",
        FINANCE,
        "--deadline",
        "2026-04-01",
        "--reason",
        "忙",
        today="2026-03-12",
    )
    told = joint.refused(2, "extend", "2026-1", "--approve", *LIU, today="2026-03-13")
    assert "2个单位的延期申请待批：市城市管理局、市财政局" in told.err


@pytest.mark.parametrize(
    ("args", "name"),
    [
        (SENT_BACK, "退回重办通知-2026-0001-市财政局"),
        (("extend", "2026-1", "--unit", "市城管局", "--approve"), "延期批复-2026-0001-市城市管理局"),
    ],
)
def test_a_paper_to_one_unit_is_signed_as_drawn(answered: Clerk, args: tuple[str, ...], name: str) -> None:
    answered.do(*MORE_TIME, today="2026-03-10")
    to_be_signed(answered)
    answered.do(*args, today="2026-03-11")
    assert f"{name}.docx" in {p.name for p in (answered.root / "drafts").iterdir()}
    answered.do("issue", name, *LIU, today="2026-03-11")
    assert answered.entries()[-1]["单位"] == name.rsplit("-", 1)[-1]
    assert f"{name.rsplit('-', 1)[-1]}：" in lines(answered, name.split("-", maxsplit=1)[0])
    assert not list((answered.root / "drafts").iterdir())


def test_signing_one_units_notice_urges_nobody_else(joint: Clerk) -> None:
    to_be_signed(joint)
    joint.do("urge", "2026-1", today="2026-03-30")
    assert len(list((joint.root / "drafts").glob("*.docx"))) == 3
    joint.do("issue", f"日办-催办通知单-{FINANCE}", *LIU, today="2026-03-30")
    assert [e.get("单位") for e in joint.entries() if e["动作"] == "催办"] == [FINANCE]
    joint.do("issue", f"日办-催办通知单-{LOU}", *LIU, today="2026-03-30")
    assert [e.get("单位") for e in joint.entries() if e["动作"] == "催办"] == [FINANCE, None]


def test_what_daily_draws_up_for_a_supporting_unit_can_be_signed(joint: Clerk) -> None:
    joint.do("daily", today="2026-03-30")
    joint.do("issue", f"日办-催办通知单-{FINANCE}", today="2026-03-30")
    assert joint.entries()[-1]["单位"] == FINANCE


def test_a_reminder_goes_to_the_unit_that_owes(answered: Clerk) -> None:
    soon = answered.do("agenda", today="2026-03-16").out
    assert "反馈  市城市管理局（协办）：" in soon
    assert "duban warn 2026-0001 --unit 市城市管理局 --content 情况" in soon
    answered.do("warn", "2026-1", "--unit", "市城管局", "--content", "还没有报", today="2026-03-16")
    assert (answered.entries()[-1]["单位"], answered.entries()[-1]["限期"]) == ("市城市管理局", "2026-03-18")
    assert any(line.startswith("市城市管理局") for line in lines(answered, "督办单"))
    after = answered.do("agenda", today="2026-03-16").out
    assert "--unit 市城市管理局" not in after
    assert "duban warn 2026-0001 --content 情况" in after


def test_closing_tells_of_a_supporting_unit_that_said_nothing(joint: Clerk) -> None:
    joint.do(
        "reply", "2026-1", "--content", "已办结", "--done", "--signed-by", "张某/区长", today="2026-03-16"
    )
    joint.do("review", "2026-1", "--pass", *LIU, today="2026-03-17")
    assert (
        "协办单位市财政局、市城市管理局还有反馈没有报来"
        in joint.do("close", "2026-1", today="2026-03-18").err
    )
