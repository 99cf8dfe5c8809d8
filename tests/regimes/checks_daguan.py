"""观政办〔2016〕29号 三查三单, demand by demand."""

from __future__ import annotations

from pathlib import Path

from tests.clerk import Clerk
from tests.offices import OfficeOf
from tests.regimes.rounds import rounds
from tests.regimes.scene import OTHER, OUT, UNIT, act, case, regime, told

大观 = "观政办〔2016〕29号"
TOUR = (
    "new", "--title", "三月巡查", "--category", "巡查", "--lead", UNIT, "--source", "专项/三月巡查", "--source-date",
    "2026-03-02", "--demand", "巡查重点项目推进情况。", "--deadline", "长期", "--approved-by", "刘某某",
)  # fmt: skip
PROBLEM = (
    "new", "--title", "雨污分流未完成", "--category", "整改问题", "--lead", UNIT, "--support", OTHER, "--demand",
    "按方案完成。", "--officer", "赵某/副局长", "--parent", "2026-0001", "--deadline", "2026-04-10",
)  # fmt: skip


def handed(office: OfficeOf) -> Clerk:
    """An office of the district: one 巡查 under way, one problem found by it handed out."""
    clerk = office("daguan")
    clerk.do(*TOUR, today="2026-03-02")
    clerk.do("assign", "2026-0001", today="2026-03-03")
    clerk.do("record", "2026-0001", "检查结束", "--content", "巡查结束", today="2026-03-10")
    clerk.do(*PROBLEM, today="2026-03-12")
    clerk.do("assign", "2026-0002", today="2026-03-12")
    return clerk


def 大观七类齐全() -> None:
    held = [(n, c.clause.text) for n, c in regime("daguan").categories.items() if c.clause]
    assert held[:7] == [
        ("重大决策部署", f"{大观} 一（一）"), ("人大政协", f"{大观} 一（二）"), ("政府工作报告", f"{大观} 一（三）"),
        ("重点工作和项目", f"{大观} 一（四）"), ("审计整改", f"{大观} 一（五）"), ("领导批示", f"{大观} 一（六）"),
        ("其他", f"{大观} 一（七）"),
    ]  # fmt: skip


def 大观巡查督查须批准(tmp_path: Path) -> None:
    for category, article in (("巡查", "二（一）1"), ("督查", "二（一）2")):
        clause = regime("daguan").categories[category].initiation_clause
        assert clause is not None
        assert clause.text == f"{大观} {article}"
        bare = case("daguan", category, act("2026-03-02", "立项"), 办结时限="长期")
        assert "approval" in bare.codes(tmp_path / f"{category}未批", "2026-03-03")
        assert "approval" not in case("daguan", category, *OUT, 办结时限="长期").codes(
            tmp_path / f"{category}已批", "2026-03-03"
        )


def 大观定期工作() -> None:
    due = {
        "分管领导巡查": ("2025年1月", "2025-01-31", "二（一）1", 12),
        "主要领导督查调度": ("2025年1月", "2025-01-31", "二（一）2", 12),
        "分管领导调度督查": ("2025年2月", "2025-02-28", "二（一）2", 12),
        "重点抽查": ("2025年第一季度", "2025-03-31", "二（一）2", 4),
        "督查落实情况通报": ("2025年第一季度", "2025-03-31", "二（一）2", 4),
        "三重工作分析会或点评会": ("2025年第四季度", "2025-12-31", "二（一）2", 4),
        # Ten working days past the quarter; Qingming is 4 to 6 April.
        "通报抄送监察": ("2025年第一季度", "2025-04-15", "二（一）3", 4),
        "回头看": ("2025年上半年", "2025-06-30", "二（二）3", 2),
        "年度考核": ("2025年", "2026-02-12", "二（一）3", 1),
    }
    for what, (period, day, article, times) in due.items():
        found = rounds("daguan", what)
        assert found[period] == (day, f"{大观} {article}"), what
        assert len(found) == times, what
    assert len(due) == 9


def _report_due(category: str, article: str) -> None:
    """Ended on Tuesday 2026-03-31: Wednesday to Friday, then past Qingming Tuesday and Wednesday."""
    ended = (*OUT, act("2026-03-31", "检查结束"))
    item = case("daguan", category, *ended, 办结时限="长期")
    assert item.own("报告", "2026-04-08") == ("2026-04-08", f"{大观} {article}")
    assert item.office("报告", "2026-04-09").state == "逾期"
    done = case("daguan", category, *ended, act("2026-04-08", "报告", 批准="刘某某"), 办结时限="长期")
    assert done.office("报告", "2026-04-09").state == "按期"
    assert "报告" not in case("daguan", category, *OUT, 办结时限="长期").owes("2026-04-30")


def 大观巡查五日报告() -> None:
    _report_due("巡查", "二（一）1")
    assert regime("daguan").categories["巡查"].paper == "督查通知"


def 大观督查五日报告() -> None:
    _report_due("督查", "二（一）2")
    assert regime("daguan").categories["督查"].paper == "督查通知"


def 大观问题逐个立项(office: OfficeOf) -> None:
    clerk = handed(office)
    problem = clerk.facts("items/2026/2026-0002.yaml")
    assert (problem["类别"], problem["上级事项"], problem["标题"]) == (
        "整改问题",
        "2026-0001",
        "雨污分流未完成",
    )
    assert clerk.run("check", today="2026-03-12").code == 0


def 大观督查形式(office: OfficeOf) -> None:
    clerk = handed(office)
    for how in ("现场督办", "跟踪督查", "调研督查", "专项督查", "回访复核"):
        clerk.do(
            "inspect",
            "2026-0002",
            "--how",
            how,
            "--content",
            "看现场",
            "--result",
            "属实",
            today="2026-03-16",
        )
        assert clerk.entries("2026-0002")[-1]["方式"] == how


def 大观表扬批评须批准(office: OfficeOf) -> None:
    clerk = handed(office)
    for action in ("表扬", "批评"):
        before = len(clerk.entries("2026-0002"))
        written = ("record", "2026-0002", action, "--unit", UNIT, "--reason", "理由", "--content", "情况")
        assert clerk.run(*written, today="2026-04-20").code != 0
        assert len(clerk.entries("2026-0002")) == before
        clerk.do(*written, "--approved-by", "刘某某", today="2026-04-20")
        assert clerk.entries("2026-0002")[-1]["批准"] == "刘某某"


def 大观措施清单(tmp_path: Path, office: OfficeOf) -> None:
    item = case("daguan", "整改问题", *OUT, 原因="管线交叉", 措施="倒排工期", 办结时限="2026-04-10")
    assert (item.item.cause, item.item.measure) == ("管线交叉", "倒排工期")
    assert item.due("办结", "2026-03-20") == ("2026-04-10", f"{大观} 二（二）2")
    assert item.codes(tmp_path / "写齐", "2026-03-20").count("required") == 1  # 责任人
    bare = case("daguan", "整改问题", *OUT, 办结时限="2026-04-10", 责任人="{姓名: 赵某}")
    assert bare.codes(tmp_path / "没写", "2026-03-20").count("required") == 1  # 原因、措施
    clerk = handed(office)
    text = _list(clerk, "措施清单")
    for word in ("雨污分流未完成", "管线交叉", "倒排工期"):
        assert word in text


def _list(clerk: Clerk, kind: str) -> str:
    """A list of the problems, signed and issued; its text."""
    clerk.write("措施.md", "# 2026-0002\n\n原因：管线交叉\n\n措施：倒排工期\n")
    measures = ("--content", str(clerk.root / "措施.md")) if kind == "措施清单" else ()
    clerk.do("report", kind, "2026-0002", *measures, "--approved-by", "刘某某", today="2026-03-16")
    paper = next(p for p in (clerk.root / "papers").rglob("*.docx") if kind in p.name)
    return clerk.paper_text(str(paper.relative_to(clerk.root)))


def 大观超出职责上报(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do(
        "record", "2026-0002", "上报", "--unit", UNIT, "--content", "需市级协调管线迁改", today="2026-03-16"
    )
    assert clerk.entries("2026-0002")[-1]["动作"] == "上报"
    assert regime("daguan").procedure["上报"][0].text == f"{大观} 二（二）2"


def 大观责任清单(office: OfficeOf) -> None:
    text = _list(handed(office), "责任清单")
    for word in (UNIT, OTHER, "赵某"):
        assert word in text


def 大观届满三日报送() -> None:
    # The limit is Friday 2026-04-10: Monday, Tuesday, Wednesday.
    item = case("daguan", "整改问题", *OUT, 办结时限="2026-04-10")
    assert item.due("反馈", "2026-04-13") == ("2026-04-15", f"{大观} 二（二）3")
    late = case(
        "daguan", "整改问题", *OUT, told("2026-04-16", "是", 完成="2026-04-09"), 办结时限="2026-04-10"
    )
    assert late.duty("反馈", "2026-04-16").state == "逾期完成"
    in_time = case(
        "daguan", "整改问题", *OUT, told("2026-04-15", "是", 完成="2026-04-09"), 办结时限="2026-04-10"
    )
    assert [in_time.duty(what, "2026-04-16").state for what in ("办结", "反馈")] == ["按期", "按期"]
    moved = case(
        "daguan", "整改问题", *OUT, act("2026-04-02", "延期", 环节="批准", 限期="2026-04-17", 批准="刘某某"),
        办结时限="2026-04-10",
    )  # fmt: skip
    assert moved.due("反馈", "2026-04-13")[0] == "2026-04-22"
    printed = case(
        "daguan", "整改问题", OUT[0], act("2026-03-03", "交办", 限期="2026-04-10", 反馈限期="2026-04-15"),
        act("2026-04-02", "延期", 环节="批准", 限期="2026-04-17", 批准="刘某某"), 办结时限="2026-04-10",
    )  # fmt: skip
    assert printed.due("反馈", "2026-04-13")[0] == "2026-04-22"


def 大观未整改重点督查() -> None:
    item = case("daguan", "整改问题", *OUT, 办结时限="2026-04-10")
    step = ("办结 重点督查", "2026-04-13", True, f"{大观} 二（二）3")
    assert step in item.rungs("2026-04-13")
    assert item.rungs("2026-04-10") == []


def 三单表式(office: OfficeOf) -> None:
    clerk = handed(office)
    words = {"措施清单": ("序号", "措施", "时限"), "责任清单": ("序号", "牵头", "配合")}
    for kind in ("措施清单", "责任清单"):
        text = _list(clerk, kind)
        assert [w for w in words[kind] if w not in text] == []
