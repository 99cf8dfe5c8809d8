"""河北区 2018: 公文意见 and 会议意见, demand by demand."""

from __future__ import annotations

from tests.offices import OfficeOf
from tests.regimes.checks_hebei import MEETING, NOTICE, handed, 河会, 河文, 河督
from tests.regimes.scene import OTHER, OUT, UNIT, act, case, regime, told


def _from_origin(category: str, day: str, **header: str) -> tuple[str, str]:
    """When 办结 is due for an item whose 来源 is of that day."""
    item = case("hebei", category, *OUT, 来源=f"{{类型: 文件, 名称: 示例, 日期: {day}}}", **header)
    return item.due("办结", "2026-03-04")


def 河北代拟稿() -> None:
    # Received on Monday 2026-03-02: three weeks of five working days.
    assert _from_origin("代拟稿", "2026-03-02") == ("2026-03-23", f"{河文} （三）")
    category = regime("hebei").categories["代拟稿"]
    assert category.clause is not None
    assert category.clause.text == f"{河文} （一）"


def 河北按所定时限() -> None:
    for category in ("代拟稿", "会后发文", "会议议定"):
        stated = _from_origin(category, "2026-03-02", 办结时限="2026-03-12")
        assert stated == ("2026-03-12", f"{河督} 三（二）")


def 河北请示答复() -> None:
    assert _from_origin("请示答复", "2026-03-02") == ("2026-03-11", f"{河文} （四）")
    assert _from_origin("请示答复", "2026-03-02", 难度="重大疑难") == ("2026-03-23", f"{河文} （四）")


def 河北不能答复要说明(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do(
        "record", "2026-0001", "说明", "--unit", UNIT, "--reason", "涉及市级事权，待批复", "--signed-by", "张某/局长",
        today="2026-03-16",
    )  # fmt: skip
    assert clerk.entries()[-1]["动作"] == "说明"


def 河北会后发文() -> None:
    assert _from_origin("会后发文", "2026-03-03") == ("2026-03-04", f"{河文} （五）")
    assert _from_origin("会后发文", "2026-03-03", 难度="重大疑难") == ("2026-03-06", f"{河文} （五）")


def 河北转办入账(office: OfficeOf) -> None:
    clerk = handed(office)
    clerk.do(
        "record",
        "2026-0001",
        "转办",
        "--unit",
        OTHER,
        "--reason",
        "联合发文，转区委办公室",
        today="2026-03-10",
    )
    assert clerk.entries()[-1]["动作"] == "转办"


def 河北上报公文提前() -> None:
    # Needed on Friday 2026-04-10: back past Qingming (4 to 6 April) ten working days are 26 March, five 2 April.
    assert _from_origin("上报公文", "2026-04-10") == ("2026-03-26", f"{河文} （七）")
    assert _from_origin("上报公文", "2026-04-10", 缓急="急件") == ("2026-04-02", f"{河文} （七）")
    urgent = case("hebei", "上报公文", *OUT, 来源=NOTICE, 缓急="特急")
    assert "办结" not in urgent.names("2026-03-31")


def 河北两日审批() -> None:
    for day, state in (("2026-03-04", "按期"), ("2026-03-05", "逾期完成")):
        acts = (act("2026-03-02", "拟办"), act(day, "立项", 批准="刘某某"))
        for category in ("代拟稿", "请示答复", "会后发文", "上报公文", "会后印发", "规范性文件"):
            item = case("hebei", category, *acts, 来源=MEETING)
            assert item.own("审批", "2026-03-06") == ("2026-03-04", f"{河文} （十三）")
            assert item.office("审批", "2026-03-06").state == state


def 河北五日印发() -> None:
    # Passed on Monday 2026-03-02: the Monday after.
    for category in ("会后印发", "规范性文件"):
        assert _from_origin(category, "2026-03-02") == ("2026-03-09", f"{河文} （十四）")


def 河北二十日备案() -> None:
    # Published on 2026-03-09: 29 March is a Sunday, the Monday is in time.
    item = case("hebei", "规范性文件", *OUT, act("2026-03-09", "公示"), 来源=MEETING)
    assert item.own("备案", "2026-03-10") == ("2026-03-30", f"{河文} （十四）")
    exact = case("hebei", "规范性文件", *OUT, act("2026-03-10", "公示"), 来源=MEETING)
    assert exact.own("备案", "2026-03-10") == ("2026-03-30", f"{河文} （十四）")
    done = case(
        "hebei", "规范性文件", *OUT, act("2026-03-09", "公示"), act("2026-03-30", "备案"), 来源=MEETING
    )
    assert done.office("备案", "2026-03-31").state == "按期"
    closed = case(
        "hebei", "规范性文件", *OUT, act("2026-03-09", "公示"), told("2026-03-09", "是"),
        act("2026-03-10", "审核", 结果="通过", 批准="刘某某"), act("2026-03-11", "销号"), 来源=MEETING,
    )  # fmt: skip
    assert closed.office("备案", "2026-03-31").state == "逾期"


def 河北议题提前十五日() -> None:
    # A meeting on Friday 2026-04-10, back past Qingming: fifteen working days are 19 March.
    assert _from_origin("会议议题", "2026-04-10") == ("2026-03-19", f"{河会} （十）")


def 河北三日会议纪要() -> None:
    # The meeting on Friday 2026-03-06: Wednesday.
    assert _from_origin("会议纪要", "2026-03-06") == ("2026-03-11", f"{河会} （二十七）")
