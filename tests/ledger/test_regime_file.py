from __future__ import annotations

from datetime import date

import pytest

from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_duties import parse_condition
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.limits import Workdays
from duban_cli.rules.periods import Rhythm
from tests.kit import item_text, packaged_regime, read, yueyang


def problems(text: str) -> list[Finding]:
    source = Source("regime.yaml")
    assert read_regime(text.encode(), source) is None
    return source.problems


BASE = packaged_regime().decode()


def test_the_packaged_regime_reads_without_a_word() -> None:
    source = Source("regime.yaml")
    assert read_regime(packaged_regime(), source) is not None
    assert source.problems == []


def test_categories_and_their_clauses() -> None:
    regime = yueyang()
    assert list(regime.categories) == [
        "重大决策部署", "会议议定", "领导批示", "重要文件", "政府工作报告", "专项督查", "媒体批评",
        "上级反馈问题", "政策实施评估",
    ]  # fmt: skip
    meeting = regime.category("会议纪要")
    assert meeting is not None
    assert meeting.name == "会议议定"
    assert meeting.duties["反馈"][0].rhythm is Rhythm.QUARTER
    assert meeting.duties["反馈"][0].clause.text == "岳政办发〔2007〕3号 一（二）"
    assert regime.category("没有的类别") is None


@pytest.mark.parametrize(
    ("initiated", "limit", "clause"),
    [
        (date(2020, 4, 26), None, None),
        (date(2020, 4, 27), Workdays(10), "十条措施（2020-04-27）六"),
        (date(2026, 3, 3), Workdays(10), "十条措施（2020-04-27）六"),
    ],
)
def test_a_rule_binds_from_its_documents_day(initiated: date, limit: object, clause: str | None) -> None:
    rule = yueyang().duty(read(item_text()), "办结", initiated, rhythm=False)
    assert (rule.limit if rule else None) == limit
    assert (rule.clause.text if rule else None) == clause


def test_a_conditional_rule_goes_first() -> None:
    urgent = read(item_text(类别="媒体批评", 缓急="特急"))
    rule = yueyang().duty(urgent, "反馈", date(2026, 3, 3), rhythm=False)
    assert rule is not None
    assert rule.limit is not None
    assert rule.limit.text == "当日"


def test_procedure_clauses_follow_the_day() -> None:
    regime = yueyang()
    older, newer = (regime.act_clause("销号", date(y, 1, 1)) for y in (2019, 2021))
    assert older is not None
    assert newer is not None
    assert (older.text, newer.text) == ("本办约定", "十条措施（2020-04-27）四")


def test_the_ladder_and_the_lights() -> None:
    regime = yueyang()
    steps = regime.steps("反馈", date(2026, 3, 3), read(item_text()))
    assert [(s.overdue, s.ways) for s in steps] == [(7, ("通知单",)), (15, ("上门催办", "协调会"))]
    assert [(x.name, x.level, [t.text for t in x.triggers]) for x in regime.lights][1:] == [
        ("黄", 2, ["到期前3个工作日"]),
        ("红", 3, ["逾期"]),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "{每: 季, 依据: 岳07 一（二）}",
            "{每: 季, 依据: 岳08 一（二）}",
            "“岳08”不是本制度的文件代号（是否想写岳",
        ),
        ("{每: 季, 依据: 岳07 一（二）}", "{每: 旬, 依据: 岳07 一（二）}", "不是认得的频次"),
        (
            "{每: 季, 依据: 岳07 一（二）}",
            "{每: 季, 时限: 3日, 依据: 岳07 一（二）}",
            "必须写一个，且只写一个",
        ),
        ("{每: 季, 依据: 岳07 一（二）}", "{每: 季}", "缺“依据”"),
        ("- {时限: 10个工作日, 依据: 岳20 六}", "- {时限: 十来天, 依据: 岳20 六}", "不是认得的时限"),
        ("逾期: 7个工作日", "逾期: 7日", "应当以工作日计"),
        ("针对: 办结", "针对: 整改", "不在可选之列"),
        ("当: 缓急 = 特急", "当: 缓及 = 特急", "是否想写缓急"),
        ("剩余不少于: 1/2", "剩余不少于: 一半", "应当写成分数"),
        ("满: 3次", "满: 三", "应当写次数"),
        ("到期前3个工作日", "快到期", "“快到期”读不懂"),
        ("起算: 来源.日期", "起算: 报道日", "不在可选之列"),
        ("施行: 2007-04-02", "施行: 2007.4.2", "写作 2007-04-02"),
        ("立项: {方式: 直接, 依据: 岳07 二（三）}", "立项: 随便", "不在可选之列"),
        ("动作: 立项, 当", "动作: 立向, 当", "是否想写“立项”"),
        ("  媒体批评:\n", "  会议议定:\n", "“会议议定”写了两次"),
        ("催办:\n", "催办级:\n", "不认得“催办级”"),
    ],
)
def test_mistakes_are_placed_and_explained(old: str, new: str, told: str) -> None:
    assert old in BASE
    text = BASE.replace(old, new, 1)
    found = problems(text)
    assert told in "\n".join(p.text for p in found)
    line = BASE[: BASE.index(old)].count("\n") + 1
    assert found[0].line == line


@pytest.mark.parametrize("text", ["", "甲\n", "- 甲\n", "名称: 甲\n", "名称: 甲\n文件: []\n类别: 乙\n"])
def test_files_that_are_no_regime(text: str) -> None:
    assert problems(text)


def test_conditions() -> None:
    both = parse_condition("来源.层级 = 主要领导 且 缓急 = 急件|特急")
    assert both.holds(read(item_text(缓急="急件")))
    assert not both.holds(read(item_text()))
    assert not both.holds(read(item_text(缓急="急件", 来源=None)))
    with pytest.raises(ValueError, match="读不懂"):
        parse_condition("缓急")
