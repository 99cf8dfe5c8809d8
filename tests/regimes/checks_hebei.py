"""河北区 2018: 督查工作规定, demand by demand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.clerk import Clerk
from tests.offices import OfficeOf
from tests.regimes.rounds import rounds
from tests.regimes.scene import FILED, OTHER, OUT, UNIT, act, case, regime, told

河督, 河文, 河会 = "河北督查规定", "河北公文意见", "河北会议意见"
NOTICE = "{类型: 上级, 名称: 市政府督查通知, 日期: 2026-03-06}"
MEETING = "{类型: 会议, 名称: 区政府常务会议, 日期: 2026-03-06}"
NEW = (
    "new", "--title", "示例事项", "--category", "会议议定", "--lead", UNIT, "--source", "会议/区政府常务会议",
    "--source-date", "2026-03-02", "--demand", "办好并书面报送。", "--deadline", "10个工作日",
)  # fmt: skip


def handed(office: OfficeOf, *more: str) -> Clerk:
    """An office of the district with one item handed out on 2026-03-03."""
    clerk = office("hebei")
    clerk.do(*NEW, *more, today="2026-03-02")
    clerk.do("assign", "2026-0001", today="2026-03-03")
    return clerk


def 河北五类齐全() -> None:
    held = {n: c.clause.text for n, c in regime("hebei").categories.items() if c.clause}
    assert {n: held[n] for n in ("上级实地督查", "上级书面督查", "重点工作", "会议议定", "专项督查", "城市管理")} == {
        "上级实地督查": f"{河督} 二（一）1", "上级书面督查": f"{河督} 二（一）2", "重点工作": f"{河督} 二（二）",
        "会议议定": f"{河督} 二（三）", "专项督查": f"{河督} 二（四）", "城市管理": f"{河督} 二（五）",
    }  # fmt: skip


def 河北两日拟办() -> None:
    # Received on Friday 2026-03-06: Monday, Tuesday.
    for category, article in (("上级实地督查", "二（一）1⑴"), ("上级书面督查", "二（一）2⑴")):
        late = case(
            "hebei", category, act("2026-03-11", "拟办", 内容="拟由甲局办理"), 来源=NOTICE, 办结时限="长期"
        )
        assert late.own("拟办", "2026-03-11") == ("2026-03-10", f"{河督} {article}")
        assert late.office("拟办", "2026-03-11").state == "逾期完成"
        in_time = case("hebei", category, act("2026-03-10", "拟办"), 来源=NOTICE, 办结时限="长期")
        assert in_time.office("拟办", "2026-03-11").state == "按期"


def 河北须经批准的类别(tmp_path: Path) -> None:
    for category in ("上级实地督查", "上级书面督查", "重点工作", "专项督查"):
        bare = case("hebei", category, act("2026-03-02", "立项"), 办结时限="长期")
        assert "approval" in bare.codes(tmp_path / f"{category}未批", "2026-03-02")
        granted = case("hebei", category, FILED, 办结时限="长期")
        assert "approval" not in granted.codes(tmp_path / f"{category}已批", "2026-03-02")


def 河北汇总五日报告() -> None:
    # Put together on Friday 2026-03-13: the Friday after.
    for category, article in (("上级书面督查", "二（一）2⑷"), ("专项督查", "二（四）6")):
        acts = (*OUT, told("2026-03-12"), act("2026-03-13", "汇总"))
        item = case("hebei", category, *acts, 办结时限="长期")
        assert item.own("报告", "2026-03-20") == ("2026-03-20", f"{河督} {article}")
        assert item.office("报告", "2026-03-23").state == "逾期"
        done = case("hebei", category, *acts, act("2026-03-20", "报告", 批准="刘某某"), 办结时限="长期")
        assert done.office("报告", "2026-03-23").state == "按期"
        assert "报告" not in case("hebei", category, *OUT, 办结时限="长期").owes("2026-03-31")


def 河北问题跟踪(office: OfficeOf) -> None:
    clerk = handed(office)
    follow = (
        "new",
        "--title",
        "点位问题",
        "--category",
        "整改问题",
        "--lead",
        UNIT,
        "--demand",
        "整改到位。",
    )
    clerk.do(
        *follow,
        "--parent",
        "2026-0001",
        "--deadline",
        "5个工作日",
        "--approved-by",
        "刘某某",
        today="2026-03-10",
    )
    assert clerk.facts("items/2026/2026-0002.yaml")["上级事项"] == "2026-0001"
    assert clerk.run("check", today="2026-03-10").code == 0


def 河北两日发督查通知() -> None:
    # Approved on Monday 2026-03-02: Wednesday.
    item = case("hebei", "上级书面督查", FILED, 来源=NOTICE, 办结时限="长期")
    assert item.own("交办", "2026-03-03") == ("2026-03-04", f"{河督} 二（一）2⑵")
    assert regime("hebei").categories["上级书面督查"].paper == "督查通知"


def 督查报告要领导签发(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.write("正文.md", "# 存在问题\n\n进度慢，原因是资金未到位。\n\n# 工作建议\n\n尽快拨付。\n")
    written = (
        "report", "督查报告", "--from", "2026-03-01", "--to", "2026-03-31", "--content", str(clerk.root / "正文.md")
    )  # fmt: skip
    clerk.do(*written, today="2026-03-31")
    assert not [p for p in (clerk.root / "papers").rglob("*.docx") if "督查报告" in p.name]
    clerk.do(*written, "--approved-by", "刘某某", today="2026-03-31")
    assert [p for p in (clerk.root / "papers").rglob("*.docx") if "督查报告" in p.name]


def 河北重点工作台账(tmp_path: Path) -> None:
    header = {"分管领导": "李某某", "工作标准": "年底前完工", "办结时限": "2026-12-31"}
    item = case("hebei", "重点工作", *OUT, **header, 节点="[{号: 1, 内容: 开工, 时限: 2026-04-30}]")
    assert "required" not in item.codes(tmp_path / "写齐", "2026-03-10")
    assert item.due("办结", "2026-03-10") == ("2026-12-31", f"{河督} 三（二）")
    assert item.due("节点1", "2026-03-10")[0] == "2026-04-30"
    for key in ("分管领导", "工作标准"):
        less = case("hebei", "重点工作", *OUT, **{k: v for k, v in header.items() if k != key})
        assert "required" in less.codes(tmp_path / key, "2026-03-10")


def 河北会议事项写齐(tmp_path: Path) -> None:
    for header, told_of in (({}, 1), ({"办结时限": "2026-12-31", "督办科室": "政务科"}, 0)):
        item = case("hebei", "会议议定", *OUT, 来源=MEETING, **header)
        assert item.codes(tmp_path / str(told_of), "2026-03-10").count("required") == told_of


def 河北三日印发通知() -> None:
    # Approved on Thursday 2026-04-02: Friday, then past Qingming Tuesday and Wednesday.
    item = case("hebei", "重点工作", act("2026-04-02", "立项", 批准="刘某某"), 办结时限="长期")
    assert item.own("交办", "2026-04-03") == ("2026-04-08", f"{河督} 二（二）3")


def 河北定期工作() -> None:
    due = {
        "重点工作全面检查": ("2025年第一季度", "2025-03-31", f"{河督} 二（二）4", 4),
        "重点工作年终检查": ("2025年", "2025-12-31", f"{河督} 二（二）6", 1),
        "城市管理整改通报": ("2025年2月", "2025-02-28", f"{河督} 二（五）4", 12),
        "城市管理考核": ("2025年2月", "2025-02-28", f"{河督} 二（五）5", 12),
        "年度会议计划": ("2025年", "2025-12-31", f"{河会} （十五）", 1),
        "年度考核": ("2025年", "2026-02-12", f"{河督} 三（五）", 1),
    }
    for what, (period, day, clause, times) in due.items():
        found = rounds("hebei", what)
        assert found[period] == (day, clause), what
        assert len(found) == times, what
    assert len(due) == 6


def 河北检查后报告() -> None:
    item = case("hebei", "重点工作", *OUT, act("2026-03-31", "检查结束"), 办结时限="长期")
    assert item.own("报告", "2026-04-01") == ("2026-04-08", f"{河督} 二（二）5")
    limit = item.office("报告", "2026-04-01").rule.limit_clause
    assert limit is not None
    assert limit.text == "本办约定"


def 河北会议议定销号(office: OfficeOf) -> None:
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
    clerk.refused(1, "close", "2026-0001", today="2026-03-10")
    clerk.do("review", "2026-0001", "--pass", "--approved-by", "刘某某", today="2026-03-11")
    clerk.do("close", "2026-0001", "--approved-by", "刘某某", today="2026-03-12")
    assert clerk.entries()[-1]["动作"] == "销号"


def 河北两日转办() -> None:
    item = case("hebei", "会议议定", FILED, 来源=MEETING, 办结时限="长期")
    assert item.own("交办", "2026-03-03") == ("2026-03-04", f"{河督} 二（三）2")


def 河北逾期催办() -> None:
    item = case("hebei", "会议议定", *OUT, 来源=MEETING, 办结时限="2026-03-20")
    assert ("办结 通知单", "2026-03-23", True, f"{河督} 二（三）2") in item.rungs("2026-03-23")
    assert item.rungs("2026-03-20") == []


def 河北其他事项催报() -> None:
    for category, clause in (
        ("重点工作", f"{河督} 三（三）"),
        ("代拟稿", f"{河文} （一）"),
        ("会议纪要", "本办约定"),
    ):
        item = case("hebei", category, *OUT, 来源=MEETING, 办结时限="2026-03-20")
        assert ("办结 通知单", "2026-03-23", True, clause) in item.rungs("2026-03-23")


def 河北催办后重点督办() -> None:
    urged = act("2026-03-23", "催办", 方式="通知单", 限期="2026-03-30")
    item = case("hebei", "会议议定", *OUT, urged, 来源=MEETING, 办结时限="2026-03-20")
    step = ("办结 重点督办或专项督查", "2026-03-31", True, f"{河督} 二（三）4")
    assert step in item.rungs("2026-03-31")
    assert step not in item.rungs("2026-03-30")
    city = case("hebei", "城市管理", *OUT, urged, 来源=NOTICE)
    assert not [r for r in city.rungs("2026-04-30") if "二（三）" in r[3]]


def 督查通知六项(office: OfficeOf) -> None:
    clerk = office("hebei")
    clerk.do(
        "new", "--title", "防汛准备", "--category", "专项督查", "--lead", UNIT, "--source", "批示/防汛批示", "--source-date",
        "2026-03-02", "--demand", "检查排水设施。", "--deadline", "10个工作日", "--approved-by", "刘某某",
        today="2026-03-02",
    )  # fmt: skip
    clerk.do("assign", "2026-0001", today="2026-03-03")
    paper = next(p for p in (clerk.root / "papers").rglob("*.docx") if "督查通知" in p.name)
    text = clerk.paper_text(str(paper.relative_to(clerk.root)))
    for word in ("督查依据", "督查时间", "督查对象", "督查内容", "督查形式", "反馈方式"):
        assert word in text


def 河北督查方式(office: OfficeOf) -> None:
    clerk = handed(office)
    for how in ("实地查看", "座谈", "明察暗访", "抽查", "回头看", "再督查", "联合督查"):
        clerk.do(
            "inspect",
            "2026-0001",
            "--how",
            how,
            "--content",
            "看现场",
            "--result",
            "属实",
            today="2026-03-10",
        )
        assert clerk.entries()[-1]["方式"] == how


def 河北表扬批评须批准(office: OfficeOf) -> None:
    clerk = handed(office)
    written = (
        "bulletin",
        "--from",
        "2026-03-01",
        "--to",
        "2026-03-31",
        "--criticise",
        UNIT,
        "--praise",
        OTHER,
    )
    clerk.run(*written, today="2026-03-31")
    assert not [p for p in (clerk.root / "papers").rglob("*.docx") if "通报" in p.name]
    clerk.do(*written, "--approved-by", "刘某某", today="2026-03-31")
    (paper,) = (p for p in (clerk.root / "papers").rglob("*.docx") if "通报" in p.name)
    text = clerk.paper_text(str(paper.relative_to(clerk.root)))
    for word in ("批评", "表扬", UNIT, OTHER):
        assert word in text


def 河北城管两日整改() -> None:
    # Handed out on Tuesday 2026-03-03: Thursday; told on Friday that it was done on Thursday.
    item = case("hebei", "城市管理", *OUT, 来源=NOTICE)
    assert item.due("办结", "2026-03-04") == ("2026-03-05", f"{河督} 二（五）3")
    for done_on, state in (("2026-03-05", "按期"), ("2026-03-06", "逾期完成")):
        said = told("2026-03-06", "是", 时间="'09:30'", 完成=done_on)
        assert case("hebei", "城市管理", *OUT, said).duty("办结", "2026-03-06").state == state


def 河北城管当日下发(office: OfficeOf) -> None:
    clerk = office("hebei")
    clerk.do(
        "new", "--title", "占道", "--category", "城市管理", "--lead", UNIT, "--source", "专项/问题台账", "--source-date",
        "2026-03-03", "--demand", "清理占道。", today="2026-03-03",
    )  # fmt: skip
    clerk.do("assign", "2026-0001", today="2026-03-03")
    assert clerk.entries()[-1]["文书"] == "限期整改督办单"
    assert [p for p in (clerk.root / "papers").rglob("*.docx") if "限期整改督办单" in p.name]
    notice = "{类型: 专项, 名称: 问题台账, 日期: 2026-03-03}"
    for day, state in (("2026-03-03", "按期"), ("2026-03-04", "逾期完成")):
        item = case("hebei", "城市管理", act("2026-03-03", "立项"), act(day, "交办"), 来源=notice)
        assert item.own("交办", "2026-03-04") == ("2026-03-03", f"{河督} 二（五）2")
        assert item.office("交办", "2026-03-04").state == state


def 河北城管第三日正午() -> None:
    item = case("hebei", "城市管理", *OUT)
    assert item.due("反馈", "2026-03-05") == ("2026-03-06 12:00", f"{河督} 二（五）3")
    for clock, state in (("'11:59'", "按期"), ("'12:01'", "逾期完成")):
        said = told("2026-03-06", "是", 时间=clock, 完成="2026-03-05")
        assert case("hebei", "城市管理", *OUT, said).duty("反馈", "2026-03-06").state == state
    assert item.duty("反馈", "2026-03-06", "12:00").state != "逾期"
    assert item.duty("反馈", "2026-03-06", "12:01").state == "逾期"


def 河北城管未报视为未整改(office: OfficeOf) -> None:
    assert case("hebei", "城市管理", *OUT).duty("反馈", "2026-03-09").unreported == "视为未整改"
    clerk = office("hebei")
    clerk.do(
        "new", "--title", "占道", "--category", "城市管理", "--lead", UNIT, "--source", "专项/问题台账", "--source-date",
        "2026-03-03", "--demand", "清理占道。", today="2026-03-03",
    )  # fmt: skip
    clerk.do("assign", "2026-0001", today="2026-03-03")
    assert "视为未整改" in clerk.do("explain", "2026-0001", today="2026-03-09").out


def 河北按月考核(office: OfficeOf) -> None:
    points = regime("hebei").points.on(date(2026, 3, 31))
    assert points.cycle_of(case("hebei", "城市管理", *OUT).item) == "月"
    assert points.cycle_of(case("hebei", "重点工作", *OUT).item) == "年"
    assert [c.clause.text for c in points.cycles] == [f"{河督} 二（五）5", f"{河督} 三（五）"]
    clerk = office("hebei")
    clerk.do(
        "new", "--title", "占道", "--category", "城市管理", "--lead", UNIT, "--source", "专项/问题台账", "--source-date",
        "2026-03-03", "--demand", "清理占道。", today="2026-03-03",
    )  # fmt: skip
    clerk.do("assign", "2026-0001", today="2026-03-03")
    month = clerk.do("assess", "2026-03", "--format", "json", today="2026-04-01").json["units"]
    # Neither put right nor reported: 100 less one for 逾期, one for 未反馈.
    assert [u["points"] for u in month if u["name"] == UNIT] == [98.0]


def 四张清单(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do(
        "reply",
        "2026-0001",
        "--done",
        "--content",
        "已办好。",
        "--signed-by",
        "张某/局长",
        today="2026-03-09",
    )
    clerk.do("review", "2026-0001", "--pass", "--approved-by", "刘某某", today="2026-03-10")
    clerk.write("措施.md", "# 2026-0001\n\n措施：倒排工期\n")
    for kind in ("任务清单", "责任清单", "措施清单", "成果清单"):
        more = ("--content", str(clerk.root / "措施.md")) if kind == "措施清单" else ()
        clerk.do("report", kind, *more, "--approved-by", "刘某某", today="2026-03-10")
        paper = next(p for p in (clerk.root / "papers").rglob("*.docx") if kind in p.name)
        assert "示例事项" in clerk.paper_text(str(paper.relative_to(clerk.root)))


def 河北酌情问责建议() -> None:
    acts = (
        *OUT, act("2026-03-23", "催办", 方式="通知单", 限期="2026-03-30"), act("2026-03-31", "催办", 方式="重点督办"),
    )  # fmt: skip
    item = case("hebei", "会议议定", *acts, 来源=MEETING, 办结时限="2026-03-20")
    last = [r for r in item.stand("2026-04-30").ladder if r.step.action == "问责建议"]
    assert [(r.offered, r.due, r.step.clause.text) for r in last] == [(True, False, f"{河督} 三（五）")]
    # Counted from the day the notice gave, the last one given.
    assert [str(r.since) for r in last] == ["2026-03-31"]
