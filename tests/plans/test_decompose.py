"""任务分解表: which columns, which units, which days; every row or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.errors import DataProblem, NotFound, RuleRefused, WrongUse
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.reader import read_facts
from duban_cli.ledger.units import Units, read_units
from duban_cli.plans.decompose import Given, Split, plan_split
from duban_cli.plans.decompose_dates import limit_in, milestones_in
from duban_cli.plans.decompose_table import TaskTable, read_table
from duban_cli.plans.decompose_units import UnitReader
from duban_cli.plans.sheet import Inputs
from duban_cli.rules.moments import Now
from duban_cli.shipped import regime_bytes, templates_dir
from tests.kit import HANDED_OUT, LOU, item_text, make_ledger, open_ledger

REAL = Path(__file__).parents[1] / "tables" / "5_task_breakdown_lishan2023_chuzhou2020.csv"
DAY = date(2026, 3, 5)
SOURCE = Given(source={"类型": "文件", "名称": "重点工作分解"}, category="领导批示")
UNITS = """\
单位:
- {名称: 岳阳楼区人民政府, 简称: 岳阳楼区, 别名: [楼区]}
- {名称: 云溪区人民政府, 简称: 云溪区}
- {名称: 市住房和城乡建设局, 简称: 市住建局}
- {名称: 市财政局}
- {名称: 市城市管理局, 别名: [市城管局]}
- {名称: 市房产局, 并入: 市住房和城乡建设局}
组:
  各县市区政府: [岳阳楼区人民政府, 云溪区人民政府]
  各县市区: [岳阳楼区人民政府, 云溪区人民政府, 市财政局]
  市直部门: [市财政局, 市城市管理局]
"""


def units() -> Units:
    found = read_units(UNITS.encode(), Source("units.yaml"))
    assert found is not None
    return found


def table(*lines: str) -> TaskTable:
    return read_table("\n".join(lines).encode(), "表.csv")


def inputs(root: Path, day: date = DAY) -> Inputs:
    def content(path: str) -> bytes | None:
        return (root / path).read_bytes() if (root / path).is_file() else None

    return Inputs(ledger=open_ledger(root), now=Now(day), read=content, templates=(templates_dir(),))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    items = {"2026-0018": item_text(*HANDED_OUT, 分管领导="李某某")}
    return make_ledger(tmp_path / "台账", items, units=UNITS)


def split(root: Path, found: TaskTable, given: Given = SOURCE, *, approved_by: str | None = None) -> Split:
    return plan_split(inputs(root), found, given, day=DAY, approved_by=approved_by)


def headers(made: Split) -> list[dict[str, object]]:
    """The items of a plan as their files would say them, in the order of their ids."""
    facts = [read_facts(w.content or b"") for w in made.change.writes]
    assert all(f is not None for f in facts)
    return [f for f in facts if f is not None]


# The table ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_reads_in_any_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = "序号,工作任务,牵头单位\n1,打通断头路,市住建局\n".replace(",", delimiter)
    found = read_table(text.encode(encoding), "表.csv")
    assert [(r.number, dict(r.cells)) for r in found.rows] == [
        (2, {"序号": "1", "任务": "打通断头路", "牵头": "市住建局"})
    ]


def test_the_real_table_reads_whole() -> None:
    found = read_table(REAL.read_bytes(), REAL.name)
    assert [r.number for r in found.rows] == list(range(2, 11))
    assert found.unused == ()
    assert found.rows[0].cells == {
        "文件": "鞍立政发〔2023〕2号", "序号": "1", "任务": "努力实现地区生产总值增长6.2%左右", "牵头": "区发改局",
        "协办": "立山经济开发区,全区经济运行各专班", "来源": "http://www.lishan.gov.cn/html/ASLSQ/202303/0168765895614794.html",
    }  # fmt: skip


def test_headings_are_known_by_any_of_their_names() -> None:
    found = table("问 题,责任单位,整改时限", "积水,市住建局,10日")
    assert found.rows[0].cells == {"任务": "积水", "牵头": "市住建局", "时限": "10日"}
    beside = table("事项,主办单位,责任单位,配合单位,联系电话", "积水,市住建局,市财政局,楼区,123")
    assert beside.rows[0].cells == {"任务": "积水", "牵头": "市住建局", "协办": "市财政局、楼区"}
    assert beside.unused == ("联系电话",)


def test_titles_blank_rows_and_repeated_headings_are_no_tasks() -> None:
    found = table(
        "任务分解表,,",
        ",,",
        "序号,任务,牵头单位",
        "1,甲,市财政局",
        ",,",
        "序号,任务,牵头单位",
        "2,乙,市财政局",
    )
    assert [(r.number, r.cell("任务")) for r in found.rows] == [(4, "甲"), (7, "乙")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "找不到表头"),
        ("甲,乙\n1,2\n".encode(), "找不到表头（开头是：甲、乙"),
        ("任务,牵头单位\n".encode(), "只有表头"),
        (b"PK\x03\x04rest", "是 Excel"),
        (b"\xff\xff\xff\xff\xff", "编码认不出来"),
        ("任务,牵头单位\n\0,甲\n".encode(), "不是文本表格"),
    ],
)
def test_what_is_no_table_is_told(data: bytes, said: str) -> None:
    with pytest.raises(WrongUse) as told:
        read_table(data, "表.csv")
    assert said in told.value.message


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_table_or_a_refusal(data: bytes) -> None:
    head = "任务,牵头单位\n".encode()
    for content in (data, head + data):
        with contextlib.suppress(WrongUse, DataProblem):
            assert read_table(content, "表.csv").rows


# Units ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市住建局", ["市住房和城乡建设局"]),
        ("楼区、市住建局，市财政局;市城管局", [LOU, "市住房和城乡建设局", "市财政局", "市城市管理局"]),
        ("楼区\n市财政局", [LOU, "市财政局"]),
        ("楼区 市财政局", [LOU, "市财政局"]),
        ("市 财 政 局", ["市财政局"]),
        ("牵头单位：楼区", [LOU]),
        ("市房产局", ["市住房和城乡建设局"]),
        ("各县、市、区政府", [LOU, "云溪区人民政府"]),
        ("各县（市、区）人民政府", [LOU, "云溪区人民政府"]),
        ("市城管局，各县市区", ["市城市管理局", LOU, "云溪区人民政府", "市财政局"]),
        ("楼区、市直部门", [LOU, "市财政局", "市城市管理局"]),
        ("某市人民政府督查室", ["某市人民政府督查室"]),
        ("", []),
        ("、，", []),
    ],
)
def test_a_cell_of_units(text: str, found: Sequence[str]) -> None:
    read = UnitReader(units(), ["某市人民政府督查室"]).read(text)
    assert (list(read.units), read.problems) == (list(found), ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市财证局", "是否指“市财政局”"),
        ("外星人管理办公室", "用 duban unit add 加上"),
        ("各相关单位", "没有写明是哪些单位"),
        ("区直各部门", "没有写明是哪些单位"),
        ("全区经济运行各专班", "没有写明是哪些单位"),
    ],
)
def test_a_word_that_is_no_unit(text: str, said: str) -> None:
    (problem,) = UnitReader(units()).read(f"楼区、{text}").problems
    assert said in problem
    assert f"“{text}”" in problem


def test_counties_that_are_no_group_are_one_word() -> None:
    bare = Units(units().units)
    (problem,) = UnitReader(bare).read("市财政局，各县、市、区政府").problems
    assert problem.startswith("“各县、市、区政府”没有写明是哪些单位")


def test_and_others_is_passed_over_and_told() -> None:
    read = UnitReader(units()).read("楼区、市财政局等，市城管局等有关单位")
    assert list(read.units) == [LOU, "市财政局", "市城市管理局"]
    assert [r[:7] for r in read.remarks] == ["“市财政局等”", "“市城管局等有"]


@given(st.text(alphabet="各县市区政府人民财住建局楼、，,;（）() 等有关\n\x00", max_size=30))
def test_every_word_of_a_cell_is_a_unit_or_told(text: str) -> None:
    read = UnitReader(units()).read(text)
    assert set(read.units) <= {u.name for u in units().units}
    if text.strip("、，,; \n\x00"):
        assert read.named or read.problems or not text.strip("、，,;（）() \n\x00")


# Days -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("10个工作日", "10个工作日"), ("长期", "长期"), ("持续推进", "长期"), ("2026-03-20", "2026-03-20"),
        ("2026/3/20", "2026-03-20"), ("2026.3.20", "2026-03-20"), ("2026年3月20日前", "2026年3月20日前"),
        ("2026年6月底前完成", "2026-06-30"), ("2月底", "2026-02-28"), ("12月31日前", "2026-12-31"),
        ("2027年底前", "2027-12-31"), ("年底", "2026-12-31"), ("第三季度", None), ("三季度末", "2026-09-30"),
        ("上半年", "2026-06-30"), ("2027年下半年", "2027-12-31"), ("尽快", None), ("2026年2月30日", None),
        ("13月底", None), ("6月底前完成主体，12月底竣工", None),
    ],
)  # fmt: skip
def test_limits_as_tables_write_them(text: str, limit: str | None) -> None:
    if limit is None:
        with pytest.raises(ValueError, match="“"):
            limit_in(text, 2026)
    else:
        assert limit_in(text, 2026) == limit


def test_a_day_without_a_year_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="没有写年份；在表里写明，或加 --year"):
        limit_in("6月底前", None)


def test_milestones() -> None:
    assert milestones_in("2026年3月底前：签约过半；6月30日 全部开工\n年底，竣工。", 2026) == [
        {"号": "1", "内容": "签约过半", "时限": "2026-03-31"},
        {"号": "2", "内容": "全部开工", "时限": "2026-06-30"},
        {"号": "3", "内容": "竣工", "时限": "2026-12-31"},
    ]
    with pytest.raises(ValueError, match="节点“签约过半”看不懂"):
        milestones_in("签约过半", 2026)


# The plan -------------------------------------------------------------------------------------------------

TWO = table(
    "文件,序号,工作任务,牵头单位,协办单位,牵头领导,完成时限,要求",
    "岳政办发〔2026〕1号,甲,打通断头路,市住建局、市城管局,楼区,曾某某,2026/10/30,主体完工并通车。",
    "岳政办发〔2026〕1号,2,清淤,市城管局,,,,",
)  # fmt: skip


def test_a_row_becomes_an_item(root: Path) -> None:
    made = split(root, TWO)
    first, second = headers(made)
    assert made.change.ids == ("2026-0019", "2026-0020")
    assert first == {
        "标题": "打通断头路", "类别": "领导批示",
        "来源": {"类型": "文件", "名称": "重点工作分解", "文号": "岳政办发〔2026〕1号", "序号": "甲"},
        "要求": "主体完工并通车。", "主办单位": "市住房和城乡建设局", "协办单位": ["市城市管理局", LOU], "分管领导": "曾某某",
        "办结时限": "2026-10-30", "办理": [{"日期": "2026-03-05", "动作": "立项", "方式": "直接"}],
    }  # fmt: skip
    assert (second["要求"], "协办单位" in second, "办结时限" in second) == ("清淤", False, False)
    assert made.change.subject == "2026-0019等2项 立项：分解自重点工作分解"
    assert made.change.body.splitlines()[1] == "2026-0020  清淤（主办：市城市管理局）"


def test_under_a_parent_they_take_its_source_category_and_leader(root: Path) -> None:
    made = split(root, table("序号,问题,责任单位", "3,积水,楼区"), Given(parent="2026-0018"))
    (header,) = headers(made)
    assert (header["上级事项"], header["类别"], header["分管领导"]) == ("2026-0018", "领导批示", "李某某")
    assert header["来源"] == {
        "类型": "批示",
        "批示人": "市长",
        "层级": "主要领导",
        "日期": "2026-03-02",
        "序号": "3",
    }
    assert made.change.subject == "2026-0018 分解为1项：洞庭大道排水管网改造整改"


def test_a_group_alone_leads_each_member_by_itself(root: Path) -> None:
    made = split(root, table("任务,主办单位,协办单位", "“双创”,各县、市、区政府,市财政局、楼区"))
    assert [(h["主办单位"], h["协办单位"]) for h in headers(made)] == [
        (LOU, ["市财政局"]), ("云溪区人民政府", ["市财政局", LOU]),
    ]  # fmt: skip


def test_every_wrong_row_is_told_and_nothing_is_planned(root: Path) -> None:
    found = table(
        "任务,主办单位,协办单位,时限,节点,类别", "甲,,,,,", "乙,市审计局,各相关单位,,,", "丙,楼区,,尽快,改一半,", ",楼区,,,,",
        "丁,各县市区政府、市财政局,,,,", "戊,楼区,,,,随便", "己,楼区,,,,",
    )  # fmt: skip
    with pytest.raises(DataProblem) as told:
        split(root, found)
    lines = told.value.message.splitlines()
    assert lines[0] == "表中有8处不能分解，什么都没有写："
    assert [line.split("：")[0] for line in lines[1:]] == [
        "第2行", "第3行", "第3行", "第4行", "第4行", "第5行", "第6行", "第7行",
    ]  # fmt: skip
    for said in ("没有写主办单位", "单位名录里没有“市审计局”", "时限“尽快”看不懂", "节点“改一半”看不懂", "没有写任务",
                 "由谁主办请写在最前面", "没有类别“随便”"):  # fmt: skip
        assert said in told.value.message


def test_what_the_checks_refuse_is_told_by_row(root: Path) -> None:
    with pytest.raises(DataProblem, match=r"第3行：.*控制字符 U\+0007"):
        split(root, table("任务,主办单位", "甲,楼区", "乙\x07,楼区"))
    given = Given(source={"类型": "自提"}, category="领导批示")
    with pytest.raises(DataProblem, match=r"第2行：.*政府督查工作条例 第十一条"):
        split(root, table("任务,主办单位", "甲,楼区"), given)


def test_the_same_matter_is_not_put_on_twice(root: Path) -> None:
    found = table("任务,主办单位", "甲,楼区", "洞庭大道 排水管网改造整改,岳阳楼区", "甲,岳阳楼区")
    with pytest.raises(DataProblem) as told:
        split(root, found)
    assert (
        "第3行：台账上已有 2026-0018，同一单位、同一事项，尚未了结（政府督查工作条例第十五条）"
        in told.value.message
    )
    assert "第4行：与第2行单位、事项都相同" in told.value.message


def test_the_regimes_approval_is_asked_for(root: Path) -> None:
    given = Given(source={"类型": "会议", "名称": "常务会议"}, category="会议纪要")
    found = table("任务,主办单位", "甲,楼区")
    with pytest.raises(RuleRefused, match="“会议议定”须经领导批准才能立项（岳政办发〔2007〕3号 二（三））"):
        split(root, found, given)
    (header,) = headers(split(root, found, given, approved_by="刘某某"))
    assert header["办理"] == [{"日期": "2026-03-05", "动作": "立项", "批准": "刘某某"}]
    pending = plan_split(inputs(root), found, given, day=DAY, pending=True)
    assert not headers(pending)[0]["办理"]


def test_where_the_matters_come_from_must_be_said(root: Path) -> None:
    found = table("任务,主办单位", "甲,楼区")
    with pytest.raises(WrongUse, match="没有写这些事项从哪里来"):
        split(root, found, Given(category="领导批示"))
    with pytest.raises(DataProblem, match="没有写类别；加 --category，可用：重大决策部署、"):
        split(root, found, Given(source={"类型": "文件"}))
    with pytest.raises(NotFound, match="2026-0081"):
        split(root, found, Given(parent="2026-0081"))


def test_a_matter_that_has_ended_is_not_taken_apart(tmp_path: Path) -> None:
    ended = item_text(*HANDED_OUT, "{日期: 2026-03-05, 动作: 撤销, 理由: 并入他件, 批准: 刘某某}")
    root = make_ledger(tmp_path, {"2026-0018": ended}, units=UNITS)
    with pytest.raises(RuleRefused, match="2026-0018 现在是“已撤销”，不能再分解"):
        split(root, table("任务,主办单位", "甲,楼区"), Given(parent="2026-0018"))


def test_long_tasks_keep_their_words_in_the_demand(root: Path) -> None:
    long = "打通断头路。" + "完成征地、拆迁、招标、施工各项工作，" * 10
    (header,) = headers(split(root, table("任务,主办单位", f"{long},楼区".replace("，", "、"))))
    assert header["标题"] == "打通断头路"
    assert str(header["要求"]).startswith("打通断头路。完成征地")
    endless = "完成" * 90
    (header,) = headers(split(root, table("任务,主办单位", f"{endless},楼区")))
    assert (len(str(header["标题"])), header["要求"]) == (100, endless)


def test_people_standards_and_links(root: Path) -> None:
    found = table(
        "任务,主办单位,责任人,承办人,工作标准,来源,备注", "甲,楼区,张某（区长）,王某,全部完工,https://example.com/a,先办",
        "乙,楼区,李某/局长,,,市政府网站,",
    )  # fmt: skip
    first, second = headers(split(root, found))
    assert (first["责任人"], first["承办人"]) == ({"姓名": "张某", "职务": "区长"}, {"姓名": "王某"})
    assert (first["工作标准"], first["备注"]) == ("全部完工", "先办")
    assert first["来源"] == {"类型": "文件", "名称": "重点工作分解", "链接": "https://example.com/a"}
    assert (second["责任人"], second["来源"]) == ({"姓名": "李某", "职务": "局长"}, SOURCE.source)


REAL_UNITS = """\
单位:
- {名称: 区发展和改革局, 别名: [区发改局]}
- {名称: 区工信局}
- {名称: 区商务局}
- {名称: 区财政局}
- {名称: 区市场监管局, 别名: [区市场局]}
- {名称: 区税务局, 别名: [税务局]}
- {名称: 立山经济开发区管委会, 别名: [立山经济开发区]}
- {名称: 双山街道}
- {名称: 市发展改革委}
- {名称: 市财政局}
- {名称: 市经信局}
- {名称: 市商务局}
- {名称: 市交通局}
- {名称: 市农业农村局}
- {名称: 市税务局}
- {名称: 滁州海关}
- {名称: 市人行}
- {名称: 市住建局}
- {名称: 市水利局}
- {名称: 滁州经开区管委会}
- {名称: 中新苏滁高新区管委会}
- {名称: 天长市人民政府}
组:
  各县市区政府: [天长市人民政府]
  各街道: [双山街道]
  全区经济运行各专班: [区商务局]
  区直各部门: [区财政局, 区工信局]
  各相关单位: [区财政局]
"""


def test_the_real_table_becomes_nine_items(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, {}, units=REAL_UNITS)
    found = read_table(REAL.read_bytes(), REAL.name)
    made = split(root, found, Given(category="政府工作报告"), approved_by="刘某某")
    all_of_them = headers(made)
    assert made.change.ids == tuple(f"2026-{n:04d}" for n in range(1, 10))
    assert [h["主办单位"] for h in all_of_them[:2]] == ["区发展和改革局", "区工信局"]
    assert all_of_them[2]["协办单位"] == ["立山经济开发区管委会", "双山街道", "区财政局", "区工信局"]
    assert all_of_them[0]["来源"] == {
        "类型": "文件", "文号": "鞍立政发〔2023〕2号", "序号": "1",
        "链接": "http://www.lishan.gov.cn/html/ASLSQ/202303/0168765895614794.html",
    }  # fmt: skip
    last = all_of_them[8]
    assert last["主办单位"] == "市发展改革委"
    assert isinstance(last["协办单位"], list)
    assert last["协办单位"][-2:] == ["中新苏滁高新区管委会", "天长市人民政府"]
    assert isinstance(last["来源"], dict)
    assert last["来源"]["名称"] == "滁州市人民政府关于2020年市政府重点工作及责任分解的通知"
    assert [r.split("：")[0] for r in made.remarks] == ["第8行", "第9行", "第10行"]


@pytest.mark.parametrize("missing", ["- {名称: 市水利局}\n", "  各街道: [双山街道]\n"])
def test_one_unknown_name_in_the_real_table_stops_it_all(tmp_path: Path, missing: str) -> None:
    root = make_ledger(tmp_path, {}, units=REAL_UNITS.replace(missing, ""))
    with pytest.raises(DataProblem, match="什么都没有写"):
        split(
            root,
            read_table(REAL.read_bytes(), REAL.name),
            Given(category="政府工作报告"),
            approved_by="刘某某",
        )


# 问题清单 --------------------------------------------------------------------------------------------------

PROBLEMS = REAL.with_name("4_siping_tiexi_2019_7_problems.csv")
STREETS = """\
单位:
- {名称: 英雄街道办事处, 别名: [英雄街道]}
- {名称: 仁兴街道办事处, 别名: [仁兴街, 仁兴街道]}
- {名称: 北沟街道办事处, 别名: [北沟街道]}
- {名称: 区住房和城乡建设局, 别名: [住建局]}
- {名称: 区综合行政执法局, 别名: [执法局]}
- {名称: 区房屋征收中心, 别名: [房屋征收中心, 征地中心]}
"""
PATROL = """\
标题: 城区环境卫生巡查
类别: 巡查
来源: {类型: 专项, 名称: 环境卫生巡查方案, 日期: 2019-05-13}
要求: 巡查城区环境卫生。
主办单位: 区住房和城乡建设局
办结时限: 长期
办理:
- {日期: 2019-05-14, 动作: 立项, 批准: 刘某某}
"""
FOUND = date(2019, 5, 16)


@pytest.fixture
def patrol(tmp_path: Path) -> Path:
    return make_ledger(tmp_path / "巡查", {"2019-0001": PATROL}, units=STREETS, regime=regime_bytes("daguan"))


def problems_of(root: Path, found: TaskTable, *, partial: bool = False, category: str | None = None) -> Split:
    return plan_split(
        inputs(root, FOUND), found, Given(parent="2019-0001", category=category), day=FOUND, partial=partial
    )


def test_a_problem_without_unit_is_named_by_its_row_and_nothing_is_written(patrol: Path) -> None:
    found = read_table(PROBLEMS.read_bytes(), PROBLEMS.name)
    assert found.unused == ("签发人栏",)
    with pytest.raises(DataProblem, match="有1处不能分解，什么都没有写：\n第11行：没有写主办单位") as told:
        problems_of(patrol, found)
    assert "--partial" in str(told.value.hint)


def test_partial_takes_the_rows_that_can_be_and_tells_of_every_row(patrol: Path) -> None:
    made = problems_of(patrol, read_table(PROBLEMS.read_bytes(), PROBLEMS.name), partial=True)
    ids = tuple(f"2019-{n:04d}" for n in range(2, 11))
    assert made.taken == tuple((row, (one,)) for row, one in zip(range(2, 11), ids, strict=True))
    assert made.refused == ((11, "没有写主办单位"),)
    assert made.change.ids == ids
    assert made.change.remarks == ("第11行：没有立，没有写主办单位",)
    assert made.remarks[0].startswith("四铁西政督字〔2019〕7号交办的9件，文号记在来源里")


def test_a_problem_is_an_item_under_its_inspection_with_unit_limit_and_day(patrol: Path) -> None:
    made = problems_of(patrol, read_table(PROBLEMS.read_bytes(), PROBLEMS.name), partial=True)
    fifth, sixth, eighth = (headers(made)[n] for n in (4, 5, 7))
    assert (fifth["类别"], fifth["上级事项"], fifth["办结时限"]) == ("整改问题", "2019-0001", "2019-05-20")
    assert (fifth["主办单位"], fifth["协办单位"]) == ("仁兴街道办事处", ["区综合行政执法局"])
    assert fifth["来源"] == {
        "类型": "专项", "名称": "环境卫生巡查方案", "日期": "2019-05-15", "文号": "四铁西政督字〔2019〕7号", "序号": "5",
        "链接": "http://txwza.siping.gov.cn/esd/zw/dc/201905/t20190523_301209.html",
    }  # fmt: skip
    assert sixth["主办单位"] == "区房屋征收中心"
    assert eighth["协办单位"] == ["区综合行政执法局", "区房屋征收中心"]


def test_a_unit_goes_by_either_of_its_names(patrol: Path) -> None:
    found = table("问题,责任单位", "垃圾,仁兴街道办事处", "围挡,房屋征收中心", "杂物,仁兴街，征地中心")
    leads = [h["主办单位"] for h in headers(problems_of(patrol, found))]
    assert leads == ["仁兴街道办事处", "区房屋征收中心", "仁兴街道办事处"]


def test_cause_and_measure_of_a_problem_have_fields_of_their_own(patrol: Path) -> None:
    found = table(
        "存在问题,责任单位,问题原因,整改措施,整改建议,发现日期",
        "垃圾,执法局,无人清运,每日清运,尽快清运,2019/5/15",
    )
    (header,) = headers(problems_of(patrol, found))
    assert (header["原因"], header["措施"], header["要求"]) == ("无人清运", "每日清运", "尽快清运")
    assert header["来源"] == {"类型": "专项", "名称": "环境卫生巡查方案", "日期": "2019-05-15"}


def test_tasks_keep_the_category_of_their_parent_and_a_named_one_goes_first(patrol: Path) -> None:
    tasks = table("工作任务,责任单位", "清运,执法局")
    with pytest.raises(RuleRefused, match="“巡查”须经领导批准"):
        problems_of(patrol, tasks)
    named = table("问题,责任单位", "清运,执法局")
    (header,) = headers(problems_of(patrol, named, category="领导批示"))
    assert header["类别"] == "领导批示"


def test_a_day_of_inspection_that_is_none_is_told(patrol: Path) -> None:
    found = table("问题,责任单位,检查日期", "垃圾,执法局,上周", "杂物,执法局,10个工作日")
    with pytest.raises(DataProblem, match="第2行：检查日期“上周”看不懂") as told:
        problems_of(patrol, found)
    assert "第3行：检查日期“10个工作日”看不懂" in told.value.message


def test_partial_writes_nothing_where_no_row_can_be_taken(patrol: Path) -> None:
    with pytest.raises(DataProblem, match="什么都没有写"):
        problems_of(patrol, table("问题,责任单位", "垃圾,"), partial=True)
