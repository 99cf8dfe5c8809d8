"""政府督查工作条例, which binds every ledger from 2021-02-01."""

from __future__ import annotations

from pathlib import Path

from duban_cli.shipped import regime_bytes
from tests.kit import at, checked, make_ledger
from tests.offices import OfficeOf
from tests.regimes.scene import OTHER, OUT, SETTINGS, UNIT, UNITS, act, case, regime, told

条例 = "政府督查工作条例"
ALL = ("yueyang", "county", "daguan", "hebei")
CATEGORY = {"yueyang": "重要文件", "county": "其他", "daguan": "其他", "hebei": "专项督查"}
CLOSED = (
    *OUT,
    told("2026-03-10", "是"),
    act("2026-03-11", "审核", 结果="通过", 批准="刘某某"),
    act("2026-03-12", "销号", 批准="刘某某"),
    act("2026-03-13", "结论", 内容="整改到位", 批准="刘某某", 经办="王某", 送达="2026-03-16"),
)


def 国家秘密不上台账(tmp_path: Path) -> None:
    for name in ("yueyang", "county", "daguan", "hebei"):
        marked = case(name, CATEGORY[name], *OUT, 标题="机密★1年 示例", 办结时限="长期")
        assert "state-secret" in marked.codes(tmp_path / name, "2026-03-10")


def 自提须批准(tmp_path: Path) -> None:
    bare = case("county", "年度重点", act("2026-03-02", "立项"), 来源="{类型: 自提, 日期: 2026-03-02}")
    assert "approval" in bare.codes(tmp_path / "未批", "2026-03-02")
    granted = case(
        "county", "年度重点", act("2026-03-02", "立项", 批准="刘某某"), 来源="{类型: 自提, 日期: 2026-03-02}"
    )
    assert "approval" not in granted.codes(tmp_path / "已批", "2026-03-02")
    for name in ("yueyang", "county", "daguan", "hebei"):
        rules = [r for r in regime(name).approvals if r.clause.text == f"{条例} 第十一条"]
        assert [r.when.text for r in rules] == ["来源.类型 = 自提"]


def 同一件事不重复(tmp_path: Path) -> None:
    one = case("county", "其他", *OUT)
    items = {"2026-0001": one.text, "2026-0002": one.text}
    root = make_ledger(tmp_path, items, units=UNITS, settings=SETTINGS, regime=regime_bytes("county"))
    assert [f.code for f in checked(root, at("2026-03-10"))].count("same-matter") == 2


def 变更须批准留痕(office: OfficeOf) -> None:
    clerk = office("county")
    clerk.do(
        "new", "--title", "示例事项", "--category", "领导批示", "--lead", UNIT, "--source", "批示/示例", "--source-date",
        "2026-03-02", "--demand", "办好并书面报送。", today="2026-03-02",
    )  # fmt: skip
    clerk.do("assign", "2026-0001", "--attach", "批示复印件", today="2026-03-03")
    moved = ("change", "2026-0001", "--field", "主办单位", "--new", OTHER, "--reason", "职责调整")
    clerk.refused(2, *moved, today="2026-03-04")
    clerk.do(*moved, "--approved-by", "刘某某", today="2026-03-04")
    entry = clerk.entries()[-1]
    assert (entry["原"], entry["新"], entry["批准"]) == (UNIT, OTHER, "刘某某")


def 结论须批准(tmp_path: Path) -> None:
    assert case("county", "其他", *CLOSED).item.entries[-1].delivered is not None
    for name in ("yueyang", "county", "daguan", "hebei"):
        assert regime(name).procedure["结论"][0].text == f"{条例} 第十六条"
    root = make_ledger(tmp_path, units=UNITS, settings=SETTINGS, regime=regime_bytes("county"))
    text = case("county", "其他", *OUT).text + "- {日期: 2026-03-13, 动作: 结论, 内容: 整改到位}\n"
    (root / "items/2026").mkdir(parents=True)
    (root / "items/2026/2026-0001.yaml").write_text(text, encoding="utf-8")
    assert [f.level for f in checked(root, at("2026-03-13")) if "批准" in f.message] == ["error"]


def 三十日内申请复核(tmp_path: Path) -> None:
    # Delivered on Monday 2026-03-16: thirty days end on Wednesday 2026-04-15.
    for day, late in (("2026-04-15", False), ("2026-04-16", True)):
        item = case("county", "其他", *CLOSED, act(day, "复核", 环节="申请", 内容="有异议"))
        assert ("reconsider-late" in item.codes(tmp_path / day, day)) is late


def 三十日内决定复核() -> None:
    # Thirty days from Tuesday 2026-04-07 end on Thursday 7 May; from 2 April on Saturday 2 May, in a holiday.
    for day, due in (("2026-04-07", "2026-05-07"), ("2026-04-02", "2026-05-06")):
        asked = act(day, "复核", 环节="申请", 内容="有异议")
        for name in ("yueyang", "county", "daguan", "hebei"):
            item = case(name, CATEGORY[name], *CLOSED, asked, 办结时限="2026-03-20")
            assert item.own("复核", day) == (due, f"{条例} 第十七条")


def 复核换人经办(tmp_path: Path) -> None:
    asked = act("2026-03-20", "复核", 环节="申请", 内容="有异议")
    for by, recused in (("王某", True), ("赵某", False)):
        decided = act("2026-04-10", "复核", 环节="决定", 结果="维持", 批准="彭某某", 经办=by)
        item = case("county", "其他", *CLOSED, asked, decided)
        assert ("reconsider-recusal" in item.codes(tmp_path / by, "2026-04-10")) is recused
