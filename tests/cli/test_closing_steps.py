"""销号前各步 by commands, with git: refused until nothing is missing, and what is owed after."""

from __future__ import annotations

from jsonschema import Draft202012Validator

from duban_cli.views.schemas import output_schema
from tests.clerk import REPLY, Clerk
from tests.rules.made import with_common

pytest_plugins = ("tests.gitkit", "tests.clerk")

ID = "2026-0001"
STEPS = (
    "销号: [{步: 自验, 依据: 岳20 四}, {步: 验收, 依据: 岳20 四}, {步: 复核, 依据: 岳20 九}, "
    "{步: 公示, 时限: 7日, 首日: 计, 依据: 岳20 十}]"
)
FILED = "办公室:\n- {事: 备案, 自: 销号, 时限: 20日, 依据: 岳20 十}\n"


def asking_for_steps(clerk: Clerk) -> None:
    regime = with_common(STEPS, clerk.text("regime.yaml")).replace("\n办公室:\n", f"\n{FILED}", 1)
    clerk.write("regime.yaml", regime)
    clerk.do("save", today="2026-03-04")


def tasks(clerk: Clerk, day: str) -> list[tuple[str, str | None, str | None, str | None]]:
    found = clerk.do("agenda", "--format", "json", today=day).json["tasks"]
    return [(t["what"], t["due"], t["clause"], t["command"]) for t in found if t["id"] == ID]


def next_step(clerk: Clerk, day: str) -> str:
    (item,) = clerk.do("list", "--format", "json", today=day).json["items"]
    step: str = item["next"]["step"]
    return step


def inspected(clerk: Clerk, how: str, day: str, result: str = "合格") -> None:
    clerk.do(
        "inspect", ID, "--how", how, "--result", result, "--content", "看了现场，齐全", today=day
    )  # fmt: skip


def test_the_chain_from_the_accepted_reply_to_the_filing(handed: Clerk) -> None:
    clerk = handed
    asking_for_steps(clerk)
    early = clerk.refused(1, "close", ID, "--approved-by", "刘某某", today="2026-03-05")
    for word in (
        "还没有办结反馈",
        "自验没有记录（十条措施（2020-04-27）四）",
        "公示没有记录（十条措施（2020-04-27）十）",
    ):
        assert word in early.err

    clerk.do(*REPLY, "--done", today="2026-03-16")
    clerk.do("review", ID, "--pass", "--approved-by", "刘某某", today="2026-03-17")
    told = clerk.refused(1, "close", ID, today="2026-03-17").err
    for word in (
        f"自验没有记录（十条措施（2020-04-27）四），用 duban inspect {ID} --how 自验 --result 合格 --content 情况",
        f"验收没有记录（十条措施（2020-04-27）四），用 duban inspect {ID} --how 验收",
        f"复核没有记录（十条措施（2020-04-27）九），用 duban inspect {ID} --how 复核",
        f"公示没有记录（十条措施（2020-04-27）十），用 duban record {ID} 公示 --content 内容",
    ):
        assert word in told
    assert next_step(clerk, "2026-03-17") == "自验"
    assert tasks(clerk, "2026-03-17") == [
        (
            "自验",
            None,
            "十条措施（2020-04-27）四",
            f"duban inspect {ID} --how 自验 --result 合格 --content 情况",
        )
    ]

    inspected(clerk, "自验", "2026-03-18")
    inspected(clerk, "验收", "2026-03-19", "不合格，缺竣工图")
    assert (
        "2026-03-19的验收结果是“不合格，缺竣工图”，要重做"
        in clerk.refused(1, "close", ID, today="2026-03-19").err
    )
    inspected(clerk, "验收", "2026-03-20")
    inspected(clerk, "复核", "2026-03-20")
    assert next_step(clerk, "2026-03-20") == "公示"
    clerk.do("record", ID, "公示", "--content", "办结情况", today="2026-03-20")

    # The first day counts: seven days are the 20th to the 26th.
    assert "公示到2026-03-26止，还没有期满" in clerk.refused(1, "close", ID, today="2026-03-26").err
    (waiting,) = tasks(clerk, "2026-03-23")
    assert waiting == ("公示期满", "2026-03-26", "十条措施（2020-04-27）十", None)
    assert "公示  2026-03-20 起，公示到 2026-03-26，未期满" in clerk.do("explain", ID, today="2026-03-26").out
    explained = clerk.do("explain", ID, "--format", "json", today="2026-03-26").json
    Draft202012Validator(output_schema("explain")).validate(explained)
    assert [(c["step"], c["done"], c["ends"]) for c in explained["closing"]] == [
        ("自验", True, None), ("验收", True, None), ("复核", True, None), ("公示", False, "2026-03-26"),
    ]  # fmt: skip
    assert next_step(clerk, "2026-03-27") == "销号"
    draft = clerk.do("close", ID, "--draft", today="2026-03-27")
    assert "销号" in draft.text
    clerk.do("close", ID, today="2026-03-27")
    assert clerk.entries()[-1]["动作"] == "销号"

    filing = [t for t in tasks(clerk, "2026-03-30") if t[0] == "备案"]
    assert filing == [
        ("备案", "2026-04-16", "十条措施（2020-04-27）十", f"duban record {ID} 备案 --content 内容")
    ]
    clerk.do("record", ID, "备案", "--content", "已备案", today="2026-04-10")
    assert [t for t in tasks(clerk, "2026-04-10") if t[0] == "备案"] == []
    assert clerk.git("status", "--porcelain", "-uall") == ""
    assert clerk.do("check", today="2026-04-10").code == 0


def test_a_matter_struck_off_by_hand_too_early_is_found(handed: Clerk) -> None:
    clerk = handed
    asking_for_steps(clerk)
    clerk.do(*REPLY, "--done", today="2026-03-16")
    clerk.do("review", ID, "--pass", "--approved-by", "刘某某", today="2026-03-17")
    path = f"items/2026/{ID}.yaml"
    clerk.write(path, clerk.text(path) + "- {日期: 2026-03-18, 动作: 销号, 批准: 刘某某}\n")
    told = clerk.run("check", today="2026-03-18")
    assert told.code == 1
    assert "销号前缺自验（十条措施（2020-04-27）四）" in told.out
