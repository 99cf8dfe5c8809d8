"""岳政办发〔2007〕3号, demand by demand."""

from __future__ import annotations

from pathlib import Path

from tests.clerk import Clerk
from tests.offices import OfficeOf
from tests.regimes.rounds import rounds
from tests.regimes.scene import OTHER, OUT, UNIT, act, case, regime, told

岳07, 岳20 = "岳政办发〔2007〕3号", "十条措施（2020-04-27）"
BOSS = "{类型: 批示, 批示人: 市长, 层级: 主要领导, 日期: 2026-03-02}"
DEPUTY = "{类型: 批示, 批示人: 副市长, 层级: 分管领导, 日期: 2026-03-02}"
NEW = (
    "new", "--title", "示例事项", "--category", "领导批示", "--lead", UNIT, "--source", "批示/示例", "--source-date",
    "2026-03-02", "--demand", "办好并书面报送。",
)  # fmt: skip


def handed(office: OfficeOf, *more: str, deadline: str = "10个工作日") -> Clerk:
    """An office with one item handed out on 2026-03-03."""
    clerk = office("yueyang")
    clerk.do(*NEW, "--deadline", deadline, *more, today="2026-03-02")
    clerk.do("assign", "2026-0001", today="2026-03-03")
    return clerk


def replied(office: OfficeOf) -> Clerk:
    clerk = handed(office)
    clerk.do(
        "reply",
        "2026-0001",
        "--done",
        "--content",
        "已办好。",
        "--signed-by",
        "张某/局长",
        today="2026-03-10",
    )
    return clerk


def 岳阳各类事项齐全() -> None:
    named = regime("yueyang").categories
    assert list(named)[:7] == [
        "重大决策部署", "会议议定", "领导批示", "重要文件", "政府工作报告", "专项督查", "媒体批评",
    ]  # fmt: skip
    assert {c.clause.text for c in list(named.values())[:6] if c.clause} == {f"{岳07} 一（一）"}


def 政府工作报告常年督查() -> None:
    item = case("yueyang", "政府工作报告", *OUT)
    assert item.names("2026-12-31") == ["反馈（2026年上半年）", "反馈（2026年下半年）"]
    assert "办结" not in item.names("2026-12-31")


def 岳阳须经批准的类别(tmp_path: Path) -> None:
    for category in ("重大决策部署", "会议议定", "重要文件", "政府工作报告", "专项督查"):
        bare = case("yueyang", category, act("2026-03-02", "立项"), act("2026-03-03", "交办"))
        assert "approval" in bare.codes(tmp_path / "未批", "2026-03-03"), category
        assert "approval" not in case("yueyang", category, *OUT).codes(tmp_path / "已批", "2026-03-03")
    rests = {
        n: c.initiation_clause.text for n, c in regime("yueyang").categories.items() if c.initiation_clause
    }
    assert rests["专项督查"] == f"{岳07} 一（一）"
    assert rests["重大决策部署"] == f"{岳07} 二（三）"


def 每半年一期() -> None:
    item = case("yueyang", "政府工作报告", *OUT)
    assert item.due("反馈（2026年上半年）", "2026-12-31") == ("2026-06-30", f"{岳07} 一（二）")
    assert item.due("反馈（2026年下半年）", "2026-12-31") == ("2026-12-31", f"{岳07} 一（二）")


def 每季一期() -> None:
    item = case("yueyang", "会议议定", *OUT, 办结时限="长期")
    assert item.names("2026-12-31") == [f"反馈（2026年第{n}季度）" for n in "二三四"]
    assert item.due("反馈（2026年第三季度）", "2026-12-31") == ("2026-09-30", f"{岳07} 一（二）")


def 岳阳按所定时限() -> None:
    early = case(
        "yueyang", "领导批示", act("2010-03-01", "立项"), act("2010-03-02", "交办"), 办结时限="5个工作日"
    )
    assert early.due("办结", "2010-03-09") == ("2010-03-09", f"{岳07} 一（二）")
    now = case("yueyang", "领导批示", *OUT, 办结时限="2026-03-20")
    assert now.due("办结", "2026-03-10") == now.due("反馈", "2026-03-10") == ("2026-03-20", f"{岳20}六")


def 媒体批评三个工作日() -> None:
    # Reported on Friday the 6th: Monday, Tuesday, Wednesday.
    item = case(
        "yueyang", "媒体批评", act("2026-03-09", "立项", 批准="刘某某"), act("2026-03-09", "交办"),
        来源="{类型: 媒体, 名称: 省报, 日期: 2026-03-06}",
    )  # fmt: skip
    assert item.due("反馈", "2026-03-09") == ("2026-03-11", f"{岳07} 一（二）")
    assert item.duty("反馈", "2026-03-11").state == "临期"
    assert item.duty("反馈", "2026-03-12").state == "逾期"


def 特急当日() -> None:
    assert case("yueyang", "领导批示", *OUT, 缓急="特急").due("反馈", "2026-03-03") == (
        "2026-03-03",
        f"{岳07} 一（二）",
    )


def 延期要写原因(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.refused(2, "extend", "2026-0001", "--deadline", "2026-03-31", today="2026-03-12")
    clerk.do("extend", "2026-0001", "--deadline", "2026-03-31", "--reason", "连日降雨", today="2026-03-12")
    assert clerk.entries()[-1]["理由"] == "连日降雨"


def 主要负责人签发(tmp_path: Path) -> None:
    deputy = "{姓名: 李某, 职务: 副局长}"
    for header in ({"来源": BOSS}, {"来源": DEPUTY, "难度": "重大疑难"}):
        wrong = case("yueyang", "领导批示", *OUT, told("2026-03-10", "是", 签发=deputy), **header)
        assert "signature" in wrong.codes(tmp_path / "副职", "2026-03-10")
        right = case("yueyang", "领导批示", *OUT, told("2026-03-10", "是"), **header)
        assert "signature" not in right.codes(tmp_path / "正职", "2026-03-10")


def 没有反馈的亮红灯() -> None:
    item = case("yueyang", "领导批示", *OUT, 来源=BOSS)
    late, in_time = item.stand("2026-03-18"), item.stand("2026-03-17")
    assert late.light is not None
    assert (late.light.name, late.overdue, late.overdue_workdays) == ("红", True, 1)
    assert in_time.light is not None
    assert (in_time.light.name, in_time.overdue) == ("黄", False)


def 反馈必写内容(office: OfficeOf) -> None:
    clerk = handed(office)
    said = clerk.refused(2, "reply", "2026-0001", "--done", today="2026-03-10")
    assert "--content" in said.err


def 核查入账(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do(
        "inspect",
        "2026-0001",
        "--how",
        "暗访",
        "--content",
        "看了三处",
        "--result",
        "属实",
        today="2026-03-10",
    )
    entry = clerk.entries()[-1]
    assert (entry["动作"], entry["方式"], entry["结果"]) == ("核查", "暗访", "属实")


def 各种催办方式(office: OfficeOf) -> None:
    clerk = handed(office)
    for how, day in (("电话", "2026-03-20"), ("上门催办", "2026-04-09"), ("协调会", "2026-04-10")):
        clerk.do("urge", "2026-0001", "--how", how, "--content", "催报", today=day)
        assert clerk.entries()[-1]["方式"] == how
    assert clerk.run("check", today="2026-04-10").code == 0


def 专题报告要领导审签(office: OfficeOf) -> None:
    clerk = replied(office)
    clerk.write("正文.md", "# 存在问题\n\n无。\n\n# 工作建议\n\n继续巩固。\n")
    written = ("report", "专题报告", "2026-0001", "--content", str(clerk.root / "正文.md"))
    clerk.do(*written, today="2026-03-12")
    assert not [e for e in clerk.commits() if "专题报告" in e]
    clerk.do(*written, "--approved-by", "刘某某", today="2026-03-12")
    assert "专题报告" in clerk.commits()[0]


def 领导批示直接立项() -> None:
    category = regime("yueyang").categories["领导批示"]
    assert category.initiation == "直接"
    assert category.initiation_clause is not None
    assert category.initiation_clause.text == f"{岳07} 二（三）"


def 督查函交办(office: OfficeOf) -> None:
    clerk = handed(office)
    entry = clerk.entries()[-1]
    assert (entry["文书"], entry["限期"]) == ("督查函", "2026-03-17")
    (paper,) = (p for p in (clerk.root / "papers").rglob("*.docx") if "督查函" in p.name)
    text = clerk.paper_text(str(paper.relative_to(clerk.root)))
    assert entry["文号"] in text
    assert "示例督查室" in text


def 逾期七个工作日发通知单(office: OfficeOf) -> None:
    # Due 2026-03-17: the seventh working day past it is Thursday the 26th.
    item = case("yueyang", "领导批示", *OUT, 来源=BOSS)
    assert ("反馈 通知单", "2026-03-26", False, f"{岳07} 二（三）") in item.rungs("2026-03-25")
    assert ("反馈 通知单", "2026-03-26", True, f"{岳07} 二（三）") in item.rungs("2026-03-26")
    clerk = handed(office)
    clerk.do("urge", today="2026-03-25")
    assert clerk.entries()[-1]["动作"] == "交办"
    clerk.do("urge", today="2026-03-26")
    assert (clerk.entries()[-1]["方式"], clerk.entries()[-1]["文号"]) == ("通知单", "示督催〔2026〕1号")


def 逾期十五个工作日上门() -> None:
    # Qingming, 4 to 6 April, does not count.
    item = case("yueyang", "领导批示", *OUT, 来源=BOSS)
    step = ("反馈 上门催办或协调会", "2026-04-08", True, f"{岳07} 二（三）")
    assert step in item.rungs("2026-04-08")
    assert step not in item.rungs("2026-04-07")


def 退回重办重新计时() -> None:
    item = case(
        "yueyang", "领导批示", *OUT, told("2026-03-10", "是"),
        act("2026-03-12", "审核", 结果="退回", 理由="情况不清", 限期="2026-03-19"), 来源=BOSS,
    )  # fmt: skip
    found = item.stand("2026-03-20")
    assert found.state == "退回重办"
    assert item.due("办结（退回重办第1次）", "2026-03-20") == ("2026-03-19", f"{岳07} 二（三）")
    assert item.duty("办结", "2026-03-20").state == "按期"


def 材料不齐不归档(office: OfficeOf) -> None:
    clerk = replied(office)
    clerk.do("review", "2026-0001", "--pass", "--approved-by", "刘某某", today="2026-03-11")
    clerk.do("close", "2026-0001", "--approved-by", "刘某某", today="2026-03-12")
    paper = next(p for p in (clerk.root / "papers").rglob("*.docx") if "督查函" in p.name)
    kept = paper.read_bytes()
    paper.unlink()
    told = clerk.run("archive", "2026-0001", "--keeping", "30年", today="2026-03-13")
    assert told.code == 1
    assert "督查函" in told.err
    paper.write_bytes(kept)
    clerk.do("archive", "2026-0001", "--keeping", "30年", today="2026-03-13")
    assert clerk.entries()[-1]["动作"] == "归档"


def 分解到单位(office: OfficeOf) -> None:
    clerk = handed(office)
    table = "序号,工作任务,牵头单位,责任(协同)单位,完成时限\n1,任务一,甲局,乙局,2026-12-18\n2,任务二,乙局,,2026-12-18\n"
    (clerk.root.parent / "表.csv").write_text(table, encoding="utf-8")
    clerk.do(
        "split", "2026-0001", str(clerk.root.parent / "表.csv"), "--category", "重要文件", "--approved-by", "刘某某",
        today="2026-03-04",
    )  # fmt: skip
    facts = [clerk.facts(f"items/2026/2026-000{n}.yaml") for n in (2, 3)]
    assert [(f["主办单位"], f.get("协办单位"), f["上级事项"]) for f in facts] == [
        (UNIT, [OTHER], "2026-0001"), (OTHER, None, "2026-0001"),
    ]  # fmt: skip


def 主办协办(tmp_path: Path) -> None:
    support = act("2026-03-10", "反馈", 单位=OTHER, 内容="配合情况", 办结="是")
    item = case("yueyang", "重要文件", *OUT, support, 协办单位=f"[{OTHER}]")
    assert item.stand("2026-03-10").state == "办理中"
    assert "reply-unit" not in item.codes(tmp_path / "协办", "2026-03-10")
    stranger = case("yueyang", "重要文件", *OUT, support)
    assert "reply-unit" in stranger.codes(tmp_path / "外单位", "2026-03-10")


def 责任到人() -> None:
    item = case(
        "yueyang", "领导批示", *OUT, act("2026-03-10", "变更", 字段="责任领导", 新="周某某", 批准="刘某某"),
        第一责任人="{姓名: 张某, 职务: 局长}", 责任人="{姓名: 赵某, 职务: 副局长}", 责任领导="李某某", 来源=BOSS,
    )  # fmt: skip
    after, before = item.stand("2026-03-10").item, item.stand("2026-03-09").item
    assert after.first_officer is not None
    assert after.officer is not None
    assert (after.first_officer.name, after.officer.name) == ("张某", "赵某")
    assert (before.unit_leader, after.unit_leader) == ("李某某", "周某某")


def 岳阳每年考核(office: OfficeOf) -> None:
    assert rounds("yueyang", "年度考核")["2025年"] == ("2026-02-12", f"{岳07} 三（二）")
    assert "甲局" in handed(office).do("assess", "2026", today="2026-11-20").out


def 考核列出办结和反馈(office: OfficeOf) -> None:
    clerk = replied(office)
    row = clerk.do("assess", "2026", "--format", "json", today="2026-11-20").json["units"][0]
    assert row["name"] == UNIT
    assert (row["items"], row["done_on_time"], row["replied_on_time"]) == (1, 1, 1)


def 三次批评未达标(office: OfficeOf) -> None:
    clerk = handed(office)
    for n, day in enumerate(("2026-04-10", "2026-05-11", "2026-06-10"), 1):
        said = clerk.do("assess", "2026", "--unit", UNIT, today=day).text
        assert "未达标" not in said, n
        clerk.do(
            "record", "2026-0001", "批评", "--unit", UNIT, "--approved-by", "刘某某", "--reason", "逾期不报", today=day
        )  # fmt: skip
    said = clerk.do("assess", "2026", "--unit", UNIT, today="2026-06-11").text
    assert "未达标" in said
    assert f"{岳07} 三（二）" in said


def 批评须批准(tmp_path: Path, office: OfficeOf) -> None:
    assert "approval" in {
        rule.clause.text.replace("政府督查工作条例 第二十一条", "approval")
        for rule in regime("yueyang").approvals
        if "批评" in rule.actions
    }
    clerk = handed(office)
    before = clerk.entries()
    told = clerk.run("record", "2026-0001", "批评", "--unit", UNIT, "--reason", "逾期", today="2026-04-10")
    assert told.code != 0
    assert clerk.entries() == before


def 问责建议须批准(office: OfficeOf) -> None:
    clerk = handed(office)
    written = (
        "record",
        "2026-0001",
        "问责建议",
        "--unit",
        UNIT,
        "--content",
        "拒不整改",
        "--reason",
        "造成损失",
    )
    clerk.do(*written, today="2026-04-10")
    assert [e["动作"] for e in clerk.entries()] == ["立项", "交办"]
    clerk.do(*written, "--approved-by", "刘某某", today="2026-04-13")
    assert clerk.entries()[-1]["动作"] == "问责建议"


def 督查通报出自台账(office: OfficeOf) -> None:
    clerk = replied(office)
    told = clerk.do(
        "bulletin", "--from", "2026-03-01", "--to", "2026-03-31", "--format", "json", today="2026-03-31"
    )
    assert (told.json["totals"]["assigned"], told.json["totals"]["replied"]) == (1, 1)
    clerk.do(
        "bulletin",
        "--from",
        "2026-03-01",
        "--to",
        "2026-03-31",
        "--approved-by",
        "刘某某",
        today="2026-03-31",
    )
    assert "通报" in clerk.commits()[0]
