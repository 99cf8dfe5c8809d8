"""县督查革新意见, demand by demand."""

from __future__ import annotations

from pathlib import Path

from tests.clerk import Clerk
from tests.offices import OfficeOf
from tests.regimes.rounds import rounds
from tests.regimes.scene import OFFICE, OTHER, OUT, UNIT, act, case, regime, told

县 = "县督查革新意见"
ORDER = "{类型: 批示, 名称: 示例, 批示人: 县长, 层级: 主要领导, 日期: 2026-03-06}"
NEW = (
    "new", "--title", "示例事项", "--category", "领导批示", "--lead", UNIT, "--source", "批示/示例", "--source-date",
    "2026-03-02", "--demand", "办好并书面报送。",
)  # fmt: skip


def handed(office: OfficeOf) -> Clerk:
    """An office of the county with one item handed out on 2026-03-03, due on the 17th."""
    clerk = office("county")
    clerk.do(*NEW, today="2026-03-02")
    clerk.do("assign", "2026-0001", "--attach", "领导批示复印件", today="2026-03-03")
    return clerk


def 县立项分解(office: OfficeOf) -> None:
    clerk = handed(office)
    table = "序号,工作任务,牵头单位,责任(协同)单位,完成时限\n1,任务一,甲局,乙局,2026-12-18\n"
    (clerk.root.parent / "表.csv").write_text(table, encoding="utf-8")
    clerk.do(
        "split",
        "2026-0001",
        str(clerk.root.parent / "表.csv"),
        "--category",
        "县委县政府部署",
        today="2026-03-03",
    )
    child = clerk.facts("items/2026/2026-0002.yaml")
    assert (child["上级事项"], child["主办单位"], child["协办单位"]) == ("2026-0001", UNIT, [OTHER])
    clause = regime("county").categories["县委县政府部署"].initiation_clause
    assert clause is not None
    assert clause.text == f"{县} 二1"


def 县定期工作() -> None:
    due = {
        "向县委报告": ("2025年第一季度", "2025-03-31", "二6", 4),
        "编发《督察》": ("2025年1月", "2025-01-31", "二6", 12),
        "项目建设督查专报": ("2025年1月", "2025-01-31", "二8", 12),
        "重点工作月检查": ("2025年2月", "2025-02-28", "二8", 12),
        "重点工作季通报": ("2025年第二季度", "2025-06-30", "二8", 4),
        "重点企业月回访": ("2025年4月", "2025-04-30", "二8", 12),
        "集中督查": ("2025年上半年", "2025-06-30", "二2", 2),
        "联席会议": ("2025年上半年", "2025-06-30", "二9", 2),
        # Thirty working days past New Year's Eve: Spring Festival, 15 to 23 February, comes later.
        "年度考核": ("2025年", "2026-02-12", "二8", 1),
    }
    for what, (period, day, article, times) in due.items():
        found = rounds("county", what)
        assert found[period] == (day, f"{县} {article}"), what
        assert len(found) == times, what
    assert len(due) == 9


def 县部署一日立项() -> None:
    # Friday the 6th: one working day is Monday the 9th.
    late = case("county", "县委县政府部署", act("2026-03-10", "立项"), 来源=ORDER)
    assert late.own("立项", "2026-03-10") == ("2026-03-09", f"{县} 二2")
    assert late.office("立项", "2026-03-10").state == "逾期完成"
    in_time = case("county", "县委县政府部署", act("2026-03-09", "立项"), 来源=ORDER)
    assert in_time.office("立项", "2026-03-10").state == "按期"


def 县部署两日交办() -> None:
    item = case("county", "县委县政府部署", act("2026-03-09", "立项"), act("2026-03-10", "交办"), 来源=ORDER)
    assert item.own("交办", "2026-03-10") == ("2026-03-10", f"{县} 二2")
    assert item.office("交办", "2026-03-10").state == "按期"
    assert regime("county").categories["县委县政府部署"].paper == "交办通知单"


def 县批示一日交办() -> None:
    item = case("county", "领导批示", act("2026-03-06", "立项"), act("2026-03-10", "交办"), 来源=ORDER)
    assert item.own("交办", "2026-03-10") == ("2026-03-09", f"{县} 二2")
    assert item.office("交办", "2026-03-10").state == "逾期完成"
    assert regime("county").categories["领导批示"].paper == "交办通知单"


def 批示复印件入账(tmp_path: Path, office: OfficeOf) -> None:
    clerk = office("county")
    clerk.do(*NEW, today="2026-03-02")
    clerk.do("assign", "2026-0001", "--attach", "领导批示复印件.pdf", today="2026-03-03")
    assert clerk.entries()[-1]["附件"] == ["领导批示复印件.pdf"]
    assert "required" not in clerk.run("check", today="2026-03-03").text
    bare = case("county", "领导批示", *OUT, 来源=ORDER)
    assert "required" in bare.codes(tmp_path, "2026-03-03")
    assert "required" not in case("county", "其他", *OUT).codes(tmp_path, "2026-03-03")


def 县按所定时限() -> None:
    item = case("county", "其他", *OUT, 办结时限="2026-03-25")
    assert item.due("办结", "2026-03-10") == ("2026-03-25", f"{县} 二3")


def 县十个工作日() -> None:
    for category in ("县委县政府部署", "领导批示", "年度重点", "重点项目", "其他"):
        assert case("county", category, *OUT).due("办结", "2026-03-10") == ("2026-03-17", f"{县} 二3"), (
            category
        )


def 县自签收起算() -> None:
    received = act("2026-03-05", "签收")
    duty = case("county", "其他", *OUT, received).duty("办结", "2026-03-10")
    assert (duty.start_event, str(duty.start), duty.due.text) == ("签收", "2026-03-05", "2026-03-19")


def 县疑难二十个工作日() -> None:
    item = case("county", "其他", *OUT, 难度="重大疑难")
    assert item.due("办结", "2026-03-10") == ("2026-03-31", f"{县} 二3")


def 县急件当日() -> None:
    for urgency in ("急件", "特急"):
        assert case("county", "其他", *OUT, 缓急=urgency).due("办结", "2026-03-03") == (
            "2026-03-03",
            f"{县} 二3",
        )


def 书面说明不动期限(tmp_path: Path) -> None:
    said = act("2026-03-16", "说明", 单位=UNIT, 理由="连日降雨", 签发="{姓名: 张某, 职务: 局长}")
    item = case("county", "其他", *OUT, said)
    assert item.due("办结", "2026-03-16")[0] == "2026-03-17"
    assert "signature" not in item.codes(tmp_path / "正职", "2026-03-16")
    deputy = act("2026-03-16", "说明", 单位=UNIT, 理由="连日降雨", 签发="{姓名: 李某, 职务: 副局长}")
    assert "signature" in case("county", "其他", *OUT, deputy).codes(tmp_path / "副职", "2026-03-16")


def 督查部门直办(tmp_path: Path) -> None:
    settings = f"单位: {OFFICE}\n政府: 某县人民政府\n"
    for openness, code in (("不予公开", False), ("主动公开", True)):
        item = case("county", "督查部门直办", *OUT, 主办单位=OFFICE, 公开属性=openness)
        assert ("direct-public" in item.codes(tmp_path / openness, "2026-03-10", settings)) is code


def 责任人承办人时限(tmp_path: Path) -> None:
    named = {"责任人": "{姓名: 赵某}", "承办人": "{姓名: 孙某}", "第一责任人": "{姓名: 张某, 职务: 局长}"}
    received = act("2026-03-05", "签收")
    whole = case("county", "重点项目", *OUT, received, **named)
    assert "required" not in whole.codes(tmp_path / "写齐", "2026-03-05")
    for key in ("责任人", "承办人", "第一责任人"):
        less = case("county", "重点项目", *OUT, received, **{k: v for k, v in named.items() if k != key})
        assert less.codes(tmp_path / key, "2026-03-05").count("required") == 1
    later = act("2026-03-06", "变更", 字段="承办人", 新="孙某", 批准="刘某某")
    mended = case("county", "其他", *OUT, received, later, 责任人="{姓名: 赵某}")
    assert "required" not in mended.codes(tmp_path / "补记", "2026-03-06")


def 督查员回避本单位(tmp_path: Path) -> None:
    settings = f"单位: {OFFICE}\n政府: 某县人民政府\n督查员: [{{姓名: 周某, 单位: {UNIT}}}]\n"
    own = case("county", "其他", *OUT, act("2026-03-10", "核查", 方式="现场核查", 经办="周某"))
    away = case(
        "county", "其他", *OUT, act("2026-03-10", "核查", 方式="现场核查", 经办="周某"), 主办单位=OTHER
    )
    assert set(own.codes(tmp_path / "本单位", "2026-03-10", settings)) - set(
        away.codes(tmp_path / "外单位", "2026-03-10", settings)
    )


def 督查报告写问题原因建议(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.write("正文.md", "# 存在问题\n\n甲局进度慢，原因是资金未到位。\n\n# 工作建议\n\n尽快拨付。\n")
    clerk.do(
        "report", "督查专报", "--from", "2026-03-01", "--to", "2026-03-31", "--content", str(clerk.root / "正文.md"),
        "--approved-by", "刘某某", today="2026-03-31",
    )  # fmt: skip
    paper = next(p for p in (clerk.root / "papers").rglob("*.docx") if "专报" in p.name)
    text = clerk.paper_text(str(paper.relative_to(clerk.root)))
    for word in ("资金未到位", "尽快拨付", "问题", "建议"):
        assert word in text


def 县公示主动公开的(tmp_path: Path) -> None:
    open_ = case("county", "重点项目", *OUT, 公开属性="主动公开")
    assert open_.own("公示", "2026-03-10") == ("2026-03-10", f"{县} 二7")
    closed = case("county", "重点项目", *OUT, 公开属性="不予公开")
    assert "公示" not in closed.owes("2026-03-10")
    done = case("county", "重点项目", *OUT, act("2026-03-05", "公示", 方式="政府网站"), 公开属性="主动公开")
    assert done.office("公示", "2026-03-10").state == "按期"
    # 责任人, 承办人 and a limit are what is made public.
    assert done.codes(tmp_path, "2026-03-05").count("required") == 1


def 县审核后销号(office: OfficeOf) -> None:
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
    assert [e["动作"] for e in clerk.entries()][-3:] == ["反馈", "审核", "销号"]


def 县表扬须批准(office: OfficeOf) -> None:
    clerk = handed(office)
    written = ("record", "2026-0001", "表扬", "--unit", UNIT, "--reason", "落实迅速")
    assert clerk.run(*written, today="2026-03-10").code != 0
    clerk.do(*written, "--approved-by", "刘某某", today="2026-03-10")
    assert clerk.entries()[-1]["批准"] == "刘某某"


def 县催办限期落实(office: OfficeOf) -> None:
    assert ("办结 通知单", "2026-03-18", True, f"{县} 二10") in case("county", "领导批示", *OUT).rungs(
        "2026-03-18"
    )
    clerk = handed(office)
    clerk.do("urge", today="2026-03-18")
    entry = clerk.entries()[-1]
    assert (entry["动作"], entry["方式"], entry["限期"]) == ("催办", "通知单", "2026-03-25")
    assert f"{县} 二10；时限依本办约定" in clerk.do("explain", "2026-0001", today="2026-03-18").out


def 县催办期满通报批评() -> None:
    urged = act("2026-03-18", "催办", 方式="通知单", 限期="2026-03-25")
    item = case("county", "领导批示", *OUT, urged)
    step = ("办结 通报批评", "2026-03-26", True, f"{县} 二10")
    assert step in item.rungs("2026-03-26")
    assert step not in item.rungs("2026-03-25")
    assert not [r for r in case("county", "领导批示", *OUT).rungs("2026-04-30") if r[0] == step[0]]
    kept = case("county", "领导批示", *OUT, urged, told("2026-03-24", "是"))
    assert not [r for r in kept.rungs("2026-03-31") if r[2]]


def 县酌情提请追究() -> None:
    acts = (
        *OUT, act("2026-03-18", "催办", 方式="通知单", 限期="2026-03-25"),
        act("2026-03-26", "批评", 单位=UNIT, 批准="刘某某"),
    )  # fmt: skip
    last = [
        r for r in case("county", "领导批示", *acts).stand("2026-04-30").ladder if r.step.action == "问责建议"
    ]
    assert [(r.offered, r.due, r.step.clause.text) for r in last] == [(True, False, f"{县} 二10")]
