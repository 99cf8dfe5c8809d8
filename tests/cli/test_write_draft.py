"""``--draft`` of every command that writes: nothing changes, and what it shows is what is then written."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from duban_cli.views.schemas import output_schema
from tests.clerk import LOU, NEW, OFFICE, REPLY, Clerk, Told, run

pytest_plugins = ("tests.gitkit", "tests.clerk")

DONE = (*REPLY, "--done")
PASS = ("review", "2026-0001", "--pass", "--approved-by", "刘某某")
ASKED = ("extend", "2026-0001", "--deadline", "2026-03-31", "--reason", "雨季")


@dataclass(frozen=True)
class Act:
    """A command on a day, after others were run."""

    day: str
    args: tuple[str, ...]
    first: tuple[tuple[str, tuple[str, ...]], ...] = ()


ACTS = {
    "new": Act("2026-03-05", (*NEW, "--title", "又一件", "--support", "市财政局", "--note", "急：“快办”")),
    "new-pending": Act("2026-03-05", (*NEW, "--title", "又一件", "--pending")),
    "assign": Act("2026-03-06", ("assign", "2026-2"), (("2026-03-05", (*NEW, "--title", "又一件")),)),
    "reply": Act("2026-03-10", (*REPLY, "--incoming", "岳楼政〔2026〕8号", "--by", "王某")),
    "extend-ask": Act("2026-03-16", ASKED),
    "extend-approve": Act(
        "2026-03-17",
        ("extend", "2026-0001", "--approve", "--approved-by", "刘某某"),
        (("2026-03-16", ASKED),),
    ),
    "urge": Act("2026-03-27", ("urge",)),
    "urge-visit": Act(
        "2026-04-09", ("urge", "2026-1", "--how", "协调会", "--content", "3月底前完成\n并报送")
    ),
    "review-pass": Act("2026-03-11", PASS, (("2026-03-10", DONE),)),
    "review-return": Act(
        "2026-03-11", ("review", "2026-0001", "--return", "--reason", "情况不清"), (("2026-03-10", DONE),)
    ),
    "close": Act("2026-03-12", ("close", "2026-0001"), (("2026-03-10", DONE), ("2026-03-11", PASS))),
    "bulletin": Act(
        "2026-03-31",
        (
            "bulletin",
            "--from",
            "2026-03-01",
            "--criticise",
            LOU,
            "--approved-by",
            "刘某某",
            "--content",
            "一期",
        ),
    ),
    "unit-add": Act(
        "2026-03-31",
        ("unit", "add", "市审计局", "--short", "审计局", "--contact", "赵某", "--phone", "0730-0000000"),
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_a_draft_shows_what_is_then_written(handed: Clerk, name: str) -> None:
    act = ACTS[name]
    for day, args in act.first:
        handed.do(*args, today=day)
    before = handed.state()
    # bulletin answers JSON with figures and never writes then; see test_write_bulletin.
    told = (
        None
        if name == "bulletin"
        else handed.do(*act.args, "--draft", "--format", "json", today=act.day).json
    )
    shown = handed.do(*act.args, "--draft", today=act.day)
    assert handed.state() == before

    if told is None:
        handed.do(*act.args, today=act.day)
    else:
        assert told["commit"] is None
        jsonschema.validate(told, output_schema("write"))
        real = handed.do(*act.args, "--format", "json", today=act.day).json
        jsonschema.validate(real, output_schema("write"))
        assert real | {"commit": None} == told
        assert real["commit"] == handed.git("rev-parse", "HEAD").strip()
    subject, paths, _ = handed.last()
    assert f"将要记录（未写入）：{subject}\n" in shown.out
    assert sorted(re.findall("^(?:新建|改写) (.+)$", shown.out, re.MULTILINE)) == paths
    made = {path for path in paths if path not in before.files}
    assert set(re.findall("^新建 (.+)$", shown.out, re.MULTILINE)) == made
    assert_entries_shown(handed, shown, told["ids"] if told else ())


def assert_entries_shown(clerk: Clerk, shown: Told, ids: tuple[str, ...]) -> None:
    """The entries as they stand in the files, letter for letter."""
    for item in ids:
        history = clerk.text(f"items/{item[:4]}/{item}.yaml").split("办理:\n")[1]
        found = re.search(rf"^{item}\n((?:  .*\n)+)", shown.out, re.MULTILINE)
        assert (found is not None) == bool(history)
        if found is not None:
            assert history.endswith(textwrap.dedent(found[1]))


def test_a_draft_of_save_commits_nothing(handed: Clerk) -> None:
    handed.write(
        "items/2026/2026-0001.yaml",
        handed.text("items/2026/2026-0001.yaml") + "- {日期: 2026-03-05, 动作: 签收}\n",
    )
    before = handed.state()
    told = handed.do("save", "--draft", today="2026-03-06")
    assert "2026-0001 手工补记岳阳楼区人民政府签收" in told.out
    assert handed.state() == before


def test_a_draft_of_init_makes_nothing(tmp_path: Path, identity: None) -> None:
    told = run("init", str(tmp_path / "新台账"), "--office", OFFICE, "--draft")
    assert told.code == 0
    assert "新建 duban.yaml" in told.out
    assert list(tmp_path.iterdir()) == []


def test_a_draft_still_says_what_is_wrong(handed: Clerk) -> None:
    told = handed.refused(1, "close", "2026-1", "--draft", today="2026-03-05")
    assert "还没有办结反馈" in told.err


def test_a_draft_needs_no_git(handed: Clerk) -> None:
    (handed.root / ".git").rename(handed.root.parent / "挪走")
    told = handed.do(*REPLY, "--draft", today="2026-03-10")
    assert "将要记录" in told.out


def test_a_draft_of_new_shows_the_whole_file(handed: Clerk) -> None:
    args = (*NEW, "--title", "又一件", "--support", "市财政局")
    shown = handed.do(*args, "--draft", today="2026-03-05").out
    handed.do(*args, today="2026-03-05")
    written = textwrap.indent(handed.text("items/2026/2026-0002.yaml"), "    ")
    assert f"新建 items/2026/2026-0002.yaml\n{written}" in shown
