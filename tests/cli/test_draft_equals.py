"""``--draft`` of every command that writes equals what the command then does: a call of each, none left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from duban_cli.cli.app import COMMANDS
from duban_cli.cli.help import HelpGroup
from tests.clerk import ITEM, LOU, NEW, OFFICE, REPLY, Clerk, run

pytest_plugins = ("tests.gitkit", "tests.clerk")

Step = tuple[str, tuple[str, ...]]
DONE: Step = ("2026-03-10", (*REPLY, "--done"))
PASSED: Step = ("2026-03-11", ("review", "2026-0001", "--pass", "--approved-by", "刘某某"))
CLOSED: Step = ("2026-03-12", ("close", "2026-0001"))
ANOTHER: Step = ("2026-03-05", (*NEW, "--title", "又一件"))
LIU = ("--approved-by", "刘某某")
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


def nothing(_clerk: Clerk) -> None:
    """A ledger that needs no preparing."""


def table(clerk: Clerk) -> None:
    """A 任务分解表 beside the ledger."""
    rows = "序号,工作任务,牵头单位,完成时限\n1,打通断头路,楼区,2026-10-30\n2,清淤,市城管局,10个工作日\n"
    (clerk.root.parent / "分解.csv").write_text(rows, encoding="utf-8")


def kept_elsewhere(clerk: Clerk) -> None:
    """A 台账 beside the ledger."""
    rows = "督办事项,责任单位,交办日期,办理时限\n清淤,市城管局,2026-03-02,2026-03-31\n绿化,楼区,,长期\n"
    (clerk.root.parent / "台账.csv").write_text(rows, encoding="utf-8")


def edited(clerk: Clerk) -> None:
    """An entry written by hand."""
    clerk.write(ITEM, clerk.text(ITEM) + "- {日期: 2026-03-05, 动作: 签收}\n")


def untidy(clerk: Clerk) -> None:
    """Blanks at the end of a line."""
    clerk.write(ITEM, clerk.text(ITEM).replace("类别: 领导批示\n", "类别: 领导批示   \n"))
    clerk.do("save", today="2026-03-05")


def listed(clerk: Clerk) -> None:
    """Forms for the 文号 of lists and reports; the batch may issue 催办通知单."""
    forms = "  月度督办清单: 岳督单〔{年}〕{号}号\n  督查报告: 岳督报〔{年}〕{号}号\n"
    settings = clerk.text("duban.yaml").replace("文号:\n", f"文号:\n{forms}")
    clerk.write("duban.yaml", settings + "批处理签发: [催办通知单]\n")
    clerk.do("save", today="2026-03-05")


def to_be_signed(clerk: Clerk) -> None:
    """What is handed out, put off and sent back goes to a leader first."""
    settings = clerk.text("duban.yaml").replace("须签发: [", "须签发: [督查函, 延期批复, 退回重办通知, ")
    clerk.write("duban.yaml", settings)
    clerk.do("save", today="2026-03-05")


@dataclass(frozen=True)
class Call:
    """One good call of a command on a day, after others were run and the ledger prepared."""

    day: str
    args: tuple[str, ...]
    first: tuple[Step, ...] = ()
    prepare: Callable[[Clerk], None] = nothing
    json: bool = True
    """``--format json`` tells what was written (elsewhere it gives figures and writes nothing)."""


def act(*args: str, day: str = "2026-03-12", first: tuple[Step, ...] = ()) -> Call:
    """A call about the worked example."""
    return Call(day, (args[0], "2026-0001", *args[1:]), first)


ASKED: Step = ("2026-03-16", ("extend", "2026-0001", "--deadline", "2026-03-31", "--reason", "雨季"))
EACH: tuple[Step, ...] = (
    ("2026-03-05", (*NEW, "--title", "各报各的", "--support", "市城管局", "--reply-by", "各单位")),
    ("2026-03-06", ("assign", "2026-0002")),
)
EACH_SAID: Step = ("2026-03-10", ("reply", "2026-0002", "--unit", "市城管局", "--content", "已清淤"))
EACH_ASKED: Step = (
    "2026-03-16", ("extend", "2026-0002", "--unit", "市城管局", "--deadline", "2026-03-31", "--reason", "设备检修")
)  # fmt: skip
CALLS = {
    "new": Call("2026-03-05", ANOTHER[1]),
    "new 节点": Call(
        "2026-03-05", (*ANOTHER[1], "--milestone", "过半=2026/3/31", "--difficulty", "重大疑难", "--unit-leader", "赵某")
    ),
    "new 编号": Call("2026-03-06", ("new", "2026-0002", *LIU), (("2026-03-05", (*ANOTHER[1], "--pending")),)),
    "split": Call("2026-03-05", ("split", "2026-0001", "{dir}/分解.csv", *LIU), prepare=table),
    "import": Call("2026-03-05", ("import", "{dir}/台账.csv", "--category", "领导批示"), prepare=kept_elsewhere),
    "assign": Call("2026-03-06", ("assign", "2026-0002"), (ANOTHER,)),
    "reply": Call("2026-03-10", (*REPLY, "--incoming", "岳楼政〔2026〕8号")),
    "reply 附件": Call("2026-03-10", (*REPLY, "--attach", "照片.zip", "--attach", "验收单.pdf")),
    "extend 申请": Call(*ASKED),
    "extend 批准": act("extend", "--approve", *LIU, day="2026-03-17", first=(ASKED,)),
    "extend 不批": act("extend", "--refuse", *LIU, "--reason", "可以先行", day="2026-03-17", first=(ASKED,)),
    "extend 协办": Call(EACH_ASKED[0], EACH_ASKED[1], EACH),
    "extend 批准协办": Call(
        "2026-03-17", ("extend", "2026-0002", "--unit", "市城管局", "--approve", *LIU), (*EACH, EACH_ASKED)
    ),
    "urge": Call("2026-03-27", ("urge",)),
    "urge 协办": Call("2026-04-08", ("urge", "2026-0002"), EACH),
    "urge 上门": act("urge", "--how", "上门催办", "--content", "到区里督促", day="2026-04-09"),
    "review 通过": Call(*PASSED, (DONE,)),
    "review 退回": act("review", "--return", "--reason", "情况不清", first=(DONE,)),
    "review 通过协办": Call("2026-03-12", ("review", "2026-0002", "--unit", "市城管局", "--pass"), (*EACH, EACH_SAID)),
    "review 退回协办": Call(
        "2026-03-12", ("review", "2026-0002", "--unit", "市城管局", "--return", "--reason", "不清"), (*EACH, EACH_SAID)
    ),
    "close": Call(*CLOSED, (DONE, PASSED)),
    "archive": act("archive", "--volume", "督-1", "--keeping", "30年", day="2026-03-20", first=(DONE, PASSED, CLOSED)),
    "receive": act("receive", "--signed-by", "石某/副区长"),
    "warn": act("warn", "--content", "时限过半，仅完成三成。"),
    "warn 协办": Call("2026-03-13", ("warn", "2026-0002", "--unit", "市城管局", "--content", "还没有报"), EACH),
    "inspect": act("inspect", "--how", "现场核查", "--content", "看了三处"),
    "change": act("change", "--field", "要求", "--new", "改为两处", *LIU, "--reason", "情况变化"),
    "suspend": act("suspend", "--reason", "涉诉", *LIU),
    "resume": act(
        "resume", "--reason", "已判决", *LIU, day="2026-04-01",
        first=(("2026-03-12", ("suspend", "2026-0001", "--reason", "涉诉", *LIU)),),
    ),
    "withdraw": act("withdraw", "--reason", "重复立项", *LIU),
    "reopen": act("reopen", "--reason", "反弹", *LIU, "--deadline", "5个工作日", day="2026-04-13", first=(DONE, PASSED, CLOSED)),
    "correct": act("correct", "--entry", "2026-03-04/交办", "--field", "备注", "--new", "加急"),
    "record 批评": act("record", "批评", "--unit", LOU, *LIU, "--reason", "不理催办"),
    "record 结论": act("record", "结论", "--content", "整改到位。", *LIU, day="2026-03-20", first=(DONE, PASSED, CLOSED)),
    "issue": Call(
        "2026-03-31", ("issue", "督查报告-2026-03-01至2026-03-31", *LIU), (("2026-03-31", ("report", "督查报告", *MARCH)),),
        listed,
    ),
    "issue 督查函": Call(
        "2026-03-09", ("issue", "督查函-2026-0002", *LIU, "--yes"), (ANOTHER, ("2026-03-06", ("assign", "2026-0002"))),
        to_be_signed,
    ),
    "issue 延期批复": Call(
        "2026-03-18", ("issue", "延期批复-2026-0001", *LIU), (ASKED, ("2026-03-17", ("extend", "2026-0001", "--approve"))),
        to_be_signed,
    ),
    "issue 退回重办通知": Call(
        "2026-03-12", ("issue", "退回重办通知-2026-0001", *LIU),
        (DONE, ("2026-03-12", ("review", "2026-0001", "--return", "--reason", "情况不清"))), to_be_signed,
    ),
    "issue 作废": Call("2026-03-06", ("issue", "--void", "岳督函〔2026〕1号", "--reason", "主送有误", *LIU)),
    "bulletin": Call("2026-03-31", ("bulletin", *MARCH, "--criticise", LOU, *LIU), json=False),
    "report": Call("2026-03-31", ("report", "月度督办清单", *LIU), prepare=listed),
    "assess": Call("2027-01-08", ("assess", "2026", *LIU)),
    "issue 考核表": Call("2027-01-08", ("issue", "考核表-2026年", *LIU), (("2027-01-08", ("assess", "2026", "--paper")),)),
    "office": Call("2026-03-31", ("office", "会议", "--content", "市长碰头会听取2月督办事项进展。")),
    "office 补记": Call(
        "2026-04-20", ("office", "对接", "--content", "到省直部门对接", "--from", "2026-01-01", "--to", "2026-03-31"),
    ),
    "unit add": Call("2026-03-31", ("unit", "add", "市审计局", "--short", "审计局", "--contact", "赵某")),
    "renumber": Call("2026-03-06", ("renumber", "2026-0002", "2026-0009"), (ANOTHER,)),
    "fmt": Call("2026-03-06", ("fmt",), prepare=untidy),
    "save": Call("2026-03-06", ("save",), prepare=edited),
}  # fmt: skip
"""By command, and what of it where it does several things."""

APART = {"init", "daily", "publish", "merge", "schema"}
"""They have a test of their own: one has no ledger yet, one reports on a whole day, one writes elsewhere, one needs a
second clerk's clone, one writes no record."""
READING = {
    "list", "show", "explain", "agenda", "log", "workday", "paper", "unit list", "regime", "check", "doctor",
    "export", "completion",
}  # fmt: skip
INTERACTIVE = {"edit", "demo"}
"""``edit`` opens an editor and then is ``save``; ``demo`` makes a ledger of its own to be looked at."""


def commands() -> Iterator[tuple[str, set[str]]]:
    """Every command and subcommand with its options."""
    for spec in COMMANDS:
        built = spec.build([])
        inner = built.commands if isinstance(built, HelpGroup) else {}
        for name, one in inner.items() if inner else [("", built)]:
            yield f"{spec.name} {name}".strip(), {opt for param in one.params for opt in param.opts}


def test_every_command_is_held_to_its_draft_or_only_reads() -> None:
    found = dict(commands())
    drafting = {name for name, options in found.items() if "--draft" in options}
    called = {name for name in found for call in CALLS if call == name or call.startswith(f"{name} ")}
    assert drafting == called | APART
    assert set(found) - drafting == READING | INTERACTIVE


@pytest.mark.parametrize("name", CALLS)
def test_what_the_draft_shows_is_what_is_done(handed: Clerk, name: str) -> None:
    call = CALLS[name]
    call.prepare(handed)
    for day, args in call.first:
        handed.do(*args, today=day)
    args = tuple(a.format(dir=handed.root.parent) for a in call.args)
    before, commits = handed.state(), len(handed.commits())

    shown = handed.do(*args, "--draft", today=call.day).out
    told = handed.do(*args, "--draft", "--format", "json", today=call.day).json if call.json else {}
    assert handed.state() == before

    done = handed.do(*args, *(("--format", "json") if call.json else ()), today=call.day)
    assert len(handed.commits()) == commits + 1
    subject, _, trailers = handed.last()
    # A file given another name is one gone and one new.
    paths = sorted(
        handed.git("show", "--format=", "--name-only", "--no-renames", "-z", "HEAD").split("\0")[:-1]
    )
    assert f"将要记录（未写入）：{subject}\n" in shown
    written = dict(
        reversed(line.split(" ", 1)) for line in re.findall("^(?:新建|改写|删除) .+$", shown, re.MULTILINE)
    )
    assert sorted(written) == paths
    assert written == {path: _verb(handed, path, before.files) for path in paths}
    if call.json:
        real = done.json
        assert told["commit"] in (None, before.head.strip())
        for key in set(real) - {"commit", "dirty"}:
            assert told[key] == real[key], key
        assert real["commit"] == handed.git("rev-parse", "HEAD").strip()
        assert [p["path"] for p in told["papers"]] == [p for p in paths if p.endswith(".docx")]
        assert {p["doc_no"] for p in told["papers"]} <= set(trailers.get("Duban-Doc", []))
        _entries_are_written(handed, told["entries"])


def _verb(clerk: Clerk, path: str, before: dict[str, str]) -> str:
    if not (clerk.root / path).exists():
        return "删除"
    return "改写" if path in before else "新建"


def _entries_are_written(clerk: Clerk, entries: list[dict[str, object]]) -> None:
    """The entries shown are the last of their items, key for key."""
    for item in {str(e["item"]) for e in entries}:
        added = [e["facts"] for e in entries if e["item"] == item]
        assert clerk.entries(item)[-len(added) :] == added


def test_the_draft_of_a_new_ledger_shows_its_files(tmp_path: Path, identity: None) -> None:
    args = (
        "init",
        str(tmp_path / "新台账"),
        "--office",
        OFFICE,
        "--contact",
        "王某",
        "--phone",
        "0730-0000000",
    )
    shown = run(*args, "--draft")
    assert shown.code == 0
    assert list(tmp_path.iterdir()) == []
    assert run(*args).code == 0
    clerk = Clerk(tmp_path / "新台账")
    assert sorted(re.findall("^新建 (.+)$", shown.out, re.MULTILINE)) == clerk.last()[1]
    assert f"将要记录（未写入）：{clerk.last()[0]}\n" in shown.out


@pytest.mark.parametrize("prepare", [nothing, listed])
def test_the_draft_of_a_day_tells_what_the_day_then_does(
    handed: Clerk, prepare: Callable[[Clerk], None]
) -> None:
    prepare(handed)
    before = handed.state()
    planned = handed.do("daily", "--draft", "--format", "json", today="2026-03-27").json
    assert handed.state() == before
    real = handed.do("daily", "--format", "json", today="2026-03-27").json
    assert set(planned) == set(real)
    assert [d["path"] for d in planned["drafts"]] == [d["path"] for d in real["drafts"]]
    for one in real["drafts"]:
        assert (handed.root / one["path"]).is_file()
    after = handed.state()
    new = {path for path in after.files if path not in before.files}
    assert any(path.startswith("papers/" if prepare is listed else "drafts/") for path in new)
    assert (after.head != before.head) == (prepare is listed)


@pytest.mark.parametrize(
    ("args", "day"),
    [
        (("bulletin", *MARCH), "2026-03-31"),
        (("report", "督查报告", *MARCH), "2026-03-31"),
    ],
)  # fmt: skip
def test_a_paper_to_be_signed_first_is_only_told_of(handed: Clerk, args: tuple[str, ...], day: str) -> None:
    before = handed.state()
    handed.do(*args, "--draft", today=day)
    assert handed.state() == before
    path = Path(handed.do(*args, today=day).out.strip().splitlines()[-1])
    after = handed.state()
    assert (handed.root / "drafts" / path.name).is_file()
    assert {p for p in after.files if p not in before.files} <= {
        f"drafts/{path.stem}{e}" for e in (".docx", ".yaml")
    }
    assert (after.head, after.status) == (before.head, before.status)
