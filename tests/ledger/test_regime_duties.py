"""反馈, 办结, 另报, 归档 and 当 of a regime: what they read as, and what is said of each mistake."""

from __future__ import annotations

import pytest

from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_duties import parse_condition
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.limits import Ahead, Counting, NaturalDays, Workdays
from duban_cli.rules.regime import Regime
from tests.kit import at, item_text, read

REGIME = """\
名称: 甲区督查制度
文件:
- {代号: 甲, 名称: 甲区督查规定, 施行: 2010-01-01}
- {代号: 乙, 名称: 乙文件, 施行: 2020-01-01}
类别:
  领导批示:
    别名: [批示件]
    立项: 直接
    反馈: [{时限: '第3个工作日12:00', 未报: 视为未整改, 依据: 甲 一}]
    办结: [{时限: 7日, 首日: 计, 顺延: 第二个工作日, 按: 完成, 依据: 甲 二}]
    另报:
    - {事: 整改落实情况, 时限: 3个工作日, 起算: 办结限期, 依据: 甲 三}
    - {事: 整改落实情况, 时限: 5个工作日, 起算: 办结限期, 当: 上级事项 = 有, 依据: 甲 三}
    - {事: 上会请示, 时限: 提前15个工作日, 起算: 来源.日期, 首日: 计, 依据: 甲 四}
    归档: [{保管期限: 10年, 依据: 甲 五}, {保管期限: 30年, 依据: 乙 五}]
  会议议定:
    立项: 批准
    反馈: [{每: 季, 未报: 视为未落实, 依据: 甲 六}]
通用:
  办结: [{时限: 1个月, 起算: 批准立项, 顺延: 不顺延, 当: 类别 = 会议议定, 依据: 甲 七}]
  另报: [{事: 月报, 时限: 5日, 起算: 检查结束, 依据: 甲 八}]
  退回: [{时限: 5个工作日, 依据: 甲 九}]
  归档: [{保管期限: 永久, 依据: 甲 五}]
审批:
- {动作: 交办, 当: 类别 = 领导批示 且 缓急 = 急件|特急, 依据: 甲 十}
"""


def regime(text: str = REGIME) -> Regime:
    source = Source("regime.yaml")
    found = read_regime(text.encode(), source)
    assert found is not None, [p.text for p in source.problems]
    return found


def problems(old: str, new: str) -> list[Finding]:
    assert REGIME.count(old) >= 1
    source = Source("regime.yaml")
    assert read_regime(REGIME.replace(old, new, 1).encode(), source) is None
    return source.problems


def test_how_a_limit_counts() -> None:
    rules = regime().categories["领导批示"].duties
    (reply,), (finish,) = rules["反馈"], rules["办结"]
    assert (reply.unreported, reply.by, reply.counting) == ("视为未整改", "收到", Counting())
    assert finish.limit == NaturalDays(7)
    assert (finish.counting, finish.by) == (Counting(first_day=True, roll=2), "完成")
    (month,) = regime().common["办结"]
    assert (month.start, month.counting.roll) == ("立项", 0)


def test_further_duties_keep_their_names_and_order() -> None:
    found = regime()
    assert found.further("批示件") == ("整改落实情况", "上会请示", "月报")
    assert found.further("会议议定") == ("月报",)
    ahead = found.categories["领导批示"].duties["上会请示"][0]
    assert ahead.limit == Ahead(Workdays(15))
    assert (ahead.start, ahead.counting.first_day) == ("来源.日期", True)


@pytest.mark.parametrize(("parent", "limit"), [(None, "3个工作日"), ("2026-0003", "5个工作日")])
def test_a_condition_may_ask_for_a_parent(parent: str | None, limit: str) -> None:
    item = read(item_text(上级事项=parent))
    rule = regime().duty(item, "整改落实情况", at("2026-03-03").day, rhythm=False)
    assert rule is not None
    assert rule.limit is not None
    assert rule.limit.text == limit


@pytest.mark.parametrize(("category", "held"), [("领导批示", True), ("批示件", True), ("会议议定", False)])
def test_a_condition_may_name_a_category_by_any_name(category: str, held: bool) -> None:
    (approval,) = regime().approvals
    assert approval.when.holds(read(item_text(类别=category, 缓急="特急"))) is held
    assert not approval.when.holds(read(item_text(类别=category)))


@pytest.mark.parametrize(
    ("category", "day", "keeping"),
    [
        ("领导批示", "2019-12-31", "10年"),
        ("批示件", "2020-01-01", "30年"),
        ("会议议定", "2020-01-01", "永久"),
        ("会议议定", "2009-12-31", None),
    ],
)
def test_how_long_papers_are_kept(category: str, day: str, keeping: str | None) -> None:
    rule = regime().keep_rule(category, at(day).day)
    assert (rule.keeping if rule else None) == keeping


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("未报: 视为未整改", "未抱: 视为未整改", "是否想写“未报”"),
        ("首日: 计", "首日: 记", "不在可选之列：计、不计"),
        ("顺延: 第二个工作日", "顺延: 第二工作日", "是否想写“第二个工作日”"),
        ("按: 完成", "按: 完工", "不在可选之列：收到、完成"),
        ("未报: 视为未整改, 依据", "按: 完成, 依据", "不认得“按”"),
        ("{时限: '第3个工作日12:00'", "{首日: 计, 时限: 48小时", "时限是“48小时”，不能写“首日”"),
        ("{时限: '第3个工作日12:00'", "{顺延: 不顺延, 时限: 3个工作日", "时限是“3个工作日”，不能写“顺延”"),
        ("{每: 季, 未报: 视为未落实", "{每: 季, 首日: 计", "写了“每”，不能写“首日”"),
        ("提前15个工作日, 起算: 来源.日期", "提前15个工作日", "没有写从哪件事往回数"),
        ("提前15个工作日", "提前2个月", "“提前”后面写工作日或日"),
        ("提前15个工作日", "提前半月", "不是认得的时限"),
        ("起算: 办结限期", "起算: 办结时限", "是否想写“办结限期”"),
        ("起算: 检查结束", "起算: 检察结束", "是否想写“检查结束”"),
        ("- {事: 整改落实情况, 时限: 3个工作日", "- {时限: 3个工作日", "另报缺“事”"),
        ("事: 整改落实情况, 时限: 3个工作日", "事: 整改落实情况", "另报缺“时限”"),
        ("事: 上会请示", "事: 办结", "另报的事不能叫“办结”"),
        ("事: 上会请示", "事: 节点二", "另报的事不能叫“节点二”"),
        ("事: 上会请示, 时限", "事: 上会请示, 每: 季, 时限", "不认得“每”"),
        ("归档: [{保管期限: 10年", "归档: [{保管年限: 10年", "是否想写“保管期限”"),
        ("上级事项 = 有", "上级事项 = 是", "没有“是”这种上级事项（可用：有、无）"),
        ("类别 = 会议议定", "类别 = 会议议订", "是否想写会议议定"),
        ("缓急 = 急件|特急", "缓急 = 急件|特级", "是否想写特急"),
        ("退回: [{时限: 5个工作日", "退回: [{首日: 计, 时限: 5个工作日", "不认得“首日”"),
    ],
)
def test_mistakes_are_placed_and_explained(old: str, new: str, told: str) -> None:
    found = problems(old, new)
    assert told in "\n".join(p.text for p in found)
    assert found[0].line == REGIME[: REGIME.index(old)].count("\n") + 1
    assert found[0].col > 1


def test_a_condition_read_alone_takes_any_category() -> None:
    assert parse_condition("类别 = 领导批示").holds(read(item_text()))
    assert parse_condition("上级事项 = 无").holds(read(item_text()))
    with pytest.raises(ValueError, match="没有“急”这种缓急"):
        parse_condition("缓急 = 急")
