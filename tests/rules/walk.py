"""Items drawn entry by entry, each entry one the checks allow: what a clerk may have written of a matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from duban_cli.checks import item_findings
from duban_cli.ledger.numbering import item_path
from duban_cli.ledger.reader import read_item
from duban_cli.ledger.records import Item
from duban_cli.ledger.store import Ledger
from duban_cli.ledger.vocabulary import ACTIONS, STAGES
from duban_cli.ledger.writer import Facts, append_entry, item_text
from duban_cli.rules.moments import Now
from duban_cli.rules.standing import stand
from duban_cli.rules.states import State
from tests.kit import LOU, rulebook

FIRST = date(2026, 1, 5)
LAST = Now(date(2027, 6, 30))
UNITS = (LOU, "市财政局", "市城管局")
NEXT: Mapping[State, tuple[str, ...]] = {
    "待立项": ("立项",),
    "待交办": ("交办",),
    "办理中": ("反馈", "反馈", "反馈", "延期", "催办", "中止", "变更", "更正", "督办提示", "交办"),
    "待审核": ("审核", "审核", "审核", "更正", "反馈"),
    "退回重办": ("反馈", "反馈", "延期", "催办", "中止", "变更"),
    "待销号": ("销号", "销号", "审核", "更正"),
    "已销号": ("归档", "重启", "复核", "核查", "更正"),
    "已归档": ("重启", "核查", "结论"),
    "中止": ("恢复", "恢复", "反馈", "延期", "变更"),
    "已撤销": ("重启", "重启", "更正"),
}
"""What is likely to be recorded next of an item; anything else may be tried too."""


def headers() -> st.SearchStrategy[dict[str, Facts]]:
    """What stands above 办理: every category, with and without a limit and a rhythm of its own."""
    limits = [None, "10个工作日", "20日", "1个月", "2026-06-18", "第3个工作日12:00", "长期", "48小时"]
    stones: list[Facts] = [{"号": "1", "内容": "过半", "时限": "2026-03-20"}]
    own: dict[str, st.SearchStrategy[Any]] = {
        "类别": st.sampled_from(sorted(rulebook().regime.categories)),
        "主办单位": st.sampled_from(UNITS),
        "办结时限": st.sampled_from(limits),
        "反馈频次": st.sampled_from([None, None, "每半月", "每月", "每季"]),
        "缓急": st.sampled_from([None, None, "特急"]),
        "协办单位": st.sampled_from([None, ["市财政局"], ["市财政局", "市城管局"]]),
        "反馈单位": st.sampled_from([None, "各单位"]),
        "节点": st.sampled_from([None, None, stones]),
    }
    return st.fixed_dictionaries(own).map(
        lambda given: {
            "标题": "排水管网改造", "来源": {"类型": "媒体", "日期": "2026-01-04"}, "要求": "完成整改。",
            **{k: v for k, v in given.items() if v is not None},
        }
    )  # fmt: skip


def act(draw: st.DrawFn, action: str, day: date, written: list[dict[str, Facts]]) -> dict[str, Facts]:
    """One entry a clerk may try on ``day``."""

    def later(most: int = 60) -> str:
        return (day + timedelta(days=draw(st.integers(0, most)))).isoformat()

    facts: dict[str, Facts] = {"日期": day.isoformat(), "动作": action}
    if {"批准"} & ACTIONS[action].keys and action != "反馈":
        facts["批准"] = "刘某某"
    match action:
        case "交办" | "恢复" | "重启" if draw(st.booleans()):
            facts["限期"] = later()
        case "反馈":
            facts |= {
                "内容": "情况",
                "办结": draw(st.sampled_from(["是", "否"])),
                "签发": {"姓名": "张某", "职务": "局长"},
            }
            if draw(st.integers(0, 3)) == 0:
                facts["期"] = draw(st.sampled_from(["2026年第一季度", "2026年3月", "2026年上半年"]))
            if draw(st.integers(0, 3)) == 0:
                facts["收到"] = later(5)
            if draw(st.integers(0, 2)) == 0:
                facts["单位"] = draw(st.sampled_from(UNITS))
        case "延期":
            facts["环节"] = draw(st.sampled_from(STAGES["延期"]))
            facts |= {"限期": later(90), "理由": "雨季"} if facts["环节"] != "不批" else {}
            if draw(st.booleans()):
                facts["针对"] = draw(st.sampled_from(["反馈", "办结", "节点1"]))
            elif draw(st.booleans()):
                facts["期"] = draw(st.sampled_from(["2026年第一季度", "2026年3月", "2026年上半年"]))
            if draw(st.integers(0, 3)) == 0:
                facts["单位"] = draw(st.sampled_from(UNITS))
        case "催办":
            facts["方式"] = draw(st.sampled_from(["通知单", "电话", "上门催办", "会议说明原因"]))
        case "审核":
            facts["结果"] = draw(st.sampled_from(["通过", "退回"]))
            facts |= {"理由": "不清", "限期": later(20)} if facts["结果"] == "退回" else {}
            if draw(st.integers(0, 3)) == 0:
                facts["单位"] = draw(st.sampled_from(UNITS))
        case "变更":
            field, new = draw(
                st.sampled_from([("主办单位", "市财政局"), ("办结时限", later(90)), ("办结时限", "15个工作日"), ("要求", "改为两处")])
            )  # fmt: skip
            facts |= {"字段": field, "新": new}
        case "更正" if written:
            target = draw(st.sampled_from(written))
            facts["更正项"] = {"日期": target["日期"], "动作": target["动作"]}
            field = draw(st.sampled_from(["备注", "作废", "限期", "日期", "办结"]))
            new = {"备注": "补记", "作废": "是", "限期": later(), "日期": later(3), "办结": "是"}[field]
            facts |= {"字段": field, "新": new}
        case "约谈" | "表扬" | "批评" | "问责建议":
            facts["单位"] = draw(st.sampled_from(UNITS))
        case "复核":
            facts["环节"] = draw(st.sampled_from(STAGES["复核"]))
    return facts | {key: "情况" for key in ACTIONS[action].needs if key not in facts}


@st.composite
def legal(draw: st.DrawFn, ledger: Ledger, item_id: str = "2026-0001", most: int = 16) -> Item:
    """An item whose every entry the checks allowed when it was written."""
    path, header = item_path(item_id), draw(headers())
    data = item_text(header).encode()
    item, _ = read_item(data, path, item_id)
    assert isinstance(item, Item), header
    day, written = FIRST, list[dict[str, Facts]]()
    for _ in range(draw(st.integers(2, most))):
        day += timedelta(days=draw(st.integers(0, 25)))
        likely = NEXT[stand(item, rulebook(), LAST).state]
        action = draw(
            st.sampled_from(likely) if draw(st.integers(0, 4)) else st.sampled_from(sorted(ACTIONS))
        )
        facts = act(draw, action, day, written)
        tried, problems = read_item(append_entry(data, facts, path), path, item_id)
        if not isinstance(tried, Item) or problems:
            continue
        if any(f.level == "error" for f in item_findings(tried, ledger, LAST)):
            continue
        item, data = tried, append_entry(data, facts, path)
        written.append(facts)
    return item
