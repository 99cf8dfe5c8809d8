"""岳阳市提升政府系统执行力十条措施 (2020-04-27), demand by demand."""

from __future__ import annotations

from tests.offices import OfficeOf
from tests.regimes.checks_yueyang import BOSS, NEW, handed, replied, 岳20
from tests.regimes.rounds import rounds
from tests.regimes.scene import FILED, OUT, UNIT, act, case, regime


def 上级定的日期照办() -> None:
    origin = "{类型: 上级, 名称: 省督查反馈, 日期: 2026-03-02}"
    item = case("yueyang", "上级反馈问题", *OUT, 来源=origin, 办结时限="2026-05-30")
    # A named day stands, though it is a Saturday.
    assert item.due("办结", "2026-03-10") == ("2026-05-30", f"{岳20}六")
    category = regime("yueyang").categories["上级反馈问题"]
    assert category.clause is not None
    assert category.clause.text == f"{岳20}一"
    assert case("yueyang", "上级反馈问题", *OUT).due("办结", "2026-03-10") == ("2026-03-17", f"{岳20}六")


def 每月碰头会() -> None:
    found = rounds("yueyang", "市长碰头会")
    assert len(found) == 12
    assert found["2025年2月"] == ("2025-02-28", f"{岳20}二")


def 督办单要原因措施(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do(
        "warn", "2026-0001", "--content", "请说明原因和措施", "--deadline", "3个工作日", today="2026-03-12"
    )
    paper = next(p for p in (clerk.root / "papers").rglob("*.docx") if "督办单" in p.name)
    text = clerk.paper_text(str(paper.relative_to(clerk.root)))
    for word in ("原因", "措施", "时限"):
        assert word in text
    assert clerk.entries()[-1]["限期"] == "2026-03-17"


def 每月督办清单(office: OfficeOf) -> None:
    # Five working days from the first of the month; New Year's Day and the weekend of 4 January do not count.
    assert rounds("yueyang", "督办清单")["2025年1月"] == ("2025-01-08", f"{岳20}二")
    clerk = handed(office, "--leader", "李某某")
    clerk.do("report", "月度督办清单", "--month", "2026-03", "--approved-by", "刘某某", today="2026-03-04")
    paper = next(p for p in (clerk.root / "papers").rglob("*.docx") if "督办清单" in p.name)
    text = clerk.paper_text(str(paper.relative_to(clerk.root)))
    assert "李某某" in text
    assert "示例事项" in text


def 每季对接() -> None:
    found = rounds("yueyang", "对口对接")
    assert len(found) == 4
    assert found["2025年第一季度"] == ("2025-03-31", f"{岳20}二")


def 政策实施评估() -> None:
    item = case("yueyang", "政策实施评估", *OUT)
    assert item.names("2026-12-31") == ["反馈（2026年上半年）", "反馈（2026年下半年）"]
    category = regime("yueyang").categories["政策实施评估"]
    assert category.clause is not None
    assert category.clause.text == f"{岳20}三"


def 没有时限不交办(office: OfficeOf) -> None:
    clerk = office("daguan")
    for missing in ("--lead", "--demand"):
        place = NEW.index(missing)
        clerk.refused(2, *NEW[:place], *NEW[place + 2 :], today="2026-03-02")
    clerk.do(*NEW, today="2026-03-02")
    clerk.refused(1, "assign", "2026-0001", today="2026-03-03")
    clerk.do("assign", "2026-0001", "--deadline", "10个工作日", today="2026-03-03")
    assert clerk.entries()[-1]["限期"] == "2026-03-17"


def 挂号销号(office: OfficeOf) -> None:
    clerk = replied(office)
    clerk.do("review", "2026-0001", "--pass", "--approved-by", "刘某某", today="2026-03-11")
    clerk.do("close", "2026-0001", "--approved-by", "刘某某", today="2026-03-12")
    assert clerk.entries()[-1]["动作"] == "销号"
    assert "摘要" in clerk.entries()[-1]
    page = clerk.do("list", "--format", "json", today="2026-03-12").json["items"]
    assert [(i["id"], i["state"]) for i in page] == [("2026-0001", "已销号")]


def 意见不一致上报(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do(
        "record", "2026-0001", "上报", "--unit", UNIT, "--content", "甲局认为……；乙局认为……。建议由甲局牵头。",
        today="2026-03-10",
    )  # fmt: skip
    assert clerk.entries()[-1]["动作"] == "上报"
    clause = regime("yueyang").procedure["上报"][0]
    assert clause.text == f"{岳20}五"


def 岳阳十个工作日() -> None:
    for category in ("重大决策部署", "领导批示", "重要文件", "专项督查"):
        assert case("yueyang", category, *OUT).due("办结", "2026-03-10") == ("2026-03-17", f"{岳20}六"), (
            category
        )
    before = case("yueyang", "重要文件", act("2020-04-20", "立项", 批准="刘某某"), act("2020-04-21", "交办"))
    assert "办结" not in before.names("2020-05-20")


def 长期事项分阶段() -> None:
    item = case(
        "yueyang",
        "重要文件",
        *OUT,
        办结时限="长期",
        反馈频次="每季",
        节点="[{号: 1, 内容: 过半, 时限: 2026-06-10}]",
    )
    assert item.names("2026-06-11") == ["反馈（2026年第二季度）", "节点1"]
    assert item.duty("节点1", "2026-06-11").state == "逾期"


def 批准才延期() -> None:
    asked = act("2026-03-12", "延期", 环节="申请", 限期="2026-03-31", 理由="连日降雨")
    granted = act("2026-03-16", "延期", 环节="批准", 限期="2026-03-31", 批准="刘某某")
    refused = act("2026-03-16", "延期", 环节="不批", 批准="刘某某")
    for last, due in ((asked, "2026-03-17"), (granted, "2026-03-31"), (refused, "2026-03-17")):
        assert case("yueyang", "重要文件", *OUT, asked, last).due("办结", "2026-03-16")[0] == due
    moved = case("yueyang", "重要文件", *OUT, asked, granted).duty("办结", "2026-03-16")
    assert moved.first_due.text == "2026-03-17"
    assert moved.changes[-1].clause is not None
    assert moved.changes[-1].clause.text == f"{岳20}六"


def 逾期会议说明() -> None:
    item = case("yueyang", "重要文件", *OUT)
    assert ("办结 会议说明原因", "2026-03-18", True, f"{岳20}六") in item.rungs("2026-03-18")
    assert item.rungs("2026-03-17") == []


def 只有记录不能销号(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do("receive", "2026-0001", "--signed-by", "赵某", today="2026-03-04")
    clerk.do("inspect", "2026-0001", "--how", "会议调度", "--content", "开会部署", today="2026-03-05")
    clerk.do(
        "reply", "2026-0001", "--content", "已成立专班。", "--signed-by", "张某/局长", today="2026-03-06"
    )
    clerk.refused(1, "close", "2026-0001", "--approved-by", "刘某某", today="2026-03-09")


def 每季抄送组织部门() -> None:
    # Ten working days past the end of March; Qingming is 4 to 6 April.
    assert rounds("yueyang", "结果抄送组织部门")["2025年第一季度"] == ("2025-04-15", f"{岳20}十")


def 约谈抄送监察组织(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do(
        "record", "2026-0001", "约谈", "--unit", UNIT, "--approved-by", "刘某某", "--deadline", "2026-04-15",
        "--content", "约谈主要负责人", "--reason", "逾期不办", today="2026-04-10",
    )  # fmt: skip
    paper = next(p for p in (clerk.root / "papers").rglob("*.docx") if "约谈" in p.name)
    text = clerk.paper_text(str(paper.relative_to(clerk.root)))
    assert "监察" in text
    assert "组织部" in text


def 节点到期提示() -> None:
    item = case(
        "yueyang", "领导批示", FILED, act("2026-03-03", "交办"), 来源=BOSS,
        节点="[{号: 1, 内容: 定方案, 时限: 2026-03-06}, {号: 2, 内容: 过半, 时限: 2026-03-11}]",
    )  # fmt: skip
    assert [item.duty(f"节点{n}", "2026-03-09").state for n in (1, 2)] == ["逾期", "临期"]
    assert item.stand("2026-03-05").due is not None
    assert str(item.stand("2026-03-05").due.day) == "2026-03-06"  # type: ignore[union-attr]
