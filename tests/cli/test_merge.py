"""合并: two clerks with a clone each, who both worked; the two ledgers made one."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from duban_cli.cli.history import look_back
from duban_cli.history import Repo
from duban_cli.ledger.lock import planning, writing
from duban_cli.ledger.store import load
from tests.clerk import ITEM, REPLY, Clerk, Told, new
from tests.gitkit import in_child

pytest_plugins = ("tests.gitkit", "tests.clerk")

LIU = ("--approved-by", "刘某某")
RECEIVED = ("receive", "2026-0001", "--signed-by", "石某/副区长")
INSPECTED = ("inspect", "2026-0001", "--how", "现场核查", "--content", "看了三处")
SECOND = "items/2026/2026-0002.yaml"
TODAY = "2026-03-31"


class Pair:
    """Our ledger, and the other clerk's clone of it."""

    def __init__(self, ours: Clerk) -> None:
        self.ours = ours
        self.theirs = Clerk(ours.root.parent / "乙台账")
        self.clone()

    def clone(self) -> None:
        subprocess.run(["git", "clone", "-q", str(self.ours.root), str(self.theirs.root)], check=True)

    def fetch(self) -> None:
        self.ours.git("fetch", "-q", str(self.theirs.root), "+main:乙")

    def merge(self, *args: str) -> Told:
        """``duban merge`` of the other's branch, after fetching it."""
        self.fetch()
        return self.ours.run("merge", "乙", *args, today=TODAY)

    def pull(self) -> None:
        """``git pull`` as a clerk types it; it stops at a conflict."""
        self.fetch()
        command = ["git", "merge", "-q", "--no-edit", "乙"]
        subprocess.run(command, cwd=self.ours.root, capture_output=True, check=False)

    def acts(self, item: str = "2026-0001") -> list[str]:
        return [f"{e['日期'][5:]} {e['动作']}" for e in self.ours.entries(item)]


@pytest.fixture
def pair(handed: Clerk) -> Pair:
    return Pair(handed)


def sound(clerk: Clerk, *, today: str = TODAY) -> None:
    """Nothing is wrong with the ledger or its history, and git has nothing left to do."""
    told = clerk.run("check", today=today)
    assert told.code == 0, told.text
    assert [
        f.text for f in look_back(clerk.root, load(clerk.root).ledger).findings if f.level == "error"
    ] == []
    assert clerk.git("status", "--porcelain") == ""
    assert not (clerk.root / ".git" / "MERGE_HEAD").exists()
    assert not list((clerk.root / ".git").glob("duban-*"))


def parents(clerk: Clerk) -> int:
    return len(clerk.git("log", "-1", "--format=%P").split())


def test_both_clerks_entries_are_kept_by_date(pair: Pair) -> None:
    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.ours.do(*INSPECTED, today="2026-03-11")
    pair.theirs.do(*REPLY, today="2026-03-10")
    told = pair.merge()
    assert told.code == 0, told.text
    assert pair.acts() == ["03-03 立项", "03-04 交办", "03-06 签收", "03-10 反馈", "03-11 核查"]
    assert parents(pair.ours) == 2
    assert pair.ours.last()[0] == "合并乙：1次提交"
    assert "2026-0001 两边的记录都留下" in told.err
    sound(pair.ours)


def test_a_pull_that_stopped_is_gone_on_with(pair: Pair) -> None:
    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.pull()
    assert "没解决完的合并冲突" in pair.ours.run("check", today=TODAY).text
    refused = pair.ours.refused(4, "office", "会议", "--content", "碰头会", today=TODAY)
    assert "duban merge" in refused.err
    assert pair.ours.run("merge", today=TODAY).code == 0
    assert pair.acts() == ["03-03 立项", "03-04 交办", "03-06 签收", "03-10 反馈"]
    assert pair.ours.last()[2]["Duban-Action"] == ["合并"]
    sound(pair.ours)


def test_what_both_recorded_alike_stands_once(pair: Pair) -> None:
    for clerk in (pair.ours, pair.theirs):
        clerk.do(*RECEIVED, today="2026-03-06")
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.ours.do(*INSPECTED, today="2026-03-09")
    assert pair.merge().code == 0
    assert pair.acts() == ["03-03 立项", "03-04 交办", "03-06 签收", "03-09 核查", "03-10 反馈"]
    sound(pair.ours)


def test_comments_and_layout_of_both_stay(pair: Pair) -> None:
    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.ours.write(ITEM, "# 本方的话\n" + pair.ours.text(ITEM))
    pair.ours.do("save", today="2026-03-06")
    entry = "- 日期: 2026-03-10   # 电话里说的\n  动作: 反馈\n  单位: 岳阳楼区人民政府\n  办结: 否\n  内容: |\n    一\n\n    二\n"
    pair.theirs.write(ITEM, pair.theirs.text(ITEM) + entry)
    pair.theirs.do("save", today="2026-03-10")
    assert pair.merge().code == 0
    text = pair.ours.text(ITEM)
    assert text.startswith("# 本方的话\n")
    assert text.endswith(entry)
    sound(pair.ours)


def test_two_matters_under_one_number_the_one_not_handed_out_gets_another(pair: Pair) -> None:
    pair.ours.do(*new(title="甲事"), today="2026-03-05")
    pair.ours.do("assign", "2026-0002", today="2026-03-06")
    pair.theirs.do(*new(title="乙事"), today="2026-03-05")
    pair.theirs.do(*new(title="乙事之一", parent="2026-0002"), today="2026-03-05")
    told = pair.merge()
    assert told.code == 0, told.text
    assert pair.ours.facts(SECOND)["标题"] == "甲事"
    moved = pair.ours.facts("items/2026/2026-0004.yaml")
    assert (moved["标题"], moved["原号"]) == ("乙事", "2026-0002")
    assert pair.ours.facts("items/2026/2026-0003.yaml")["上级事项"] == "2026-0004"
    assert "2026-0002 两边同号，对方的改为 2026-0004：乙事" in told.err
    sound(pair.ours)


def test_of_two_matters_ours_gives_way_where_theirs_is_handed_out(pair: Pair) -> None:
    pair.ours.do(*new(title="甲事"), today="2026-03-05")
    pair.theirs.do(*new(title="乙事"), today="2026-03-05")
    pair.theirs.do("assign", "2026-0002", today="2026-03-06")
    assert pair.merge().code == 0
    assert pair.ours.facts(SECOND)["标题"] == "乙事"
    assert pair.ours.facts("items/2026/2026-0003.yaml")["原号"] == "2026-0002"
    sound(pair.ours)


def test_one_number_twice_with_papers_out_on_both_sides_is_refused(pair: Pair) -> None:
    for clerk, title in ((pair.ours, "甲事"), (pair.theirs, "乙事")):
        clerk.do(*new(title=title), today="2026-03-05")
        clerk.do("assign", "2026-0002", today="2026-03-06")
    pair.fetch()
    told = pair.ours.refused(1, "merge", "乙", today=TODAY)
    assert "编号 2026-0002 两边各给了一件，都改不了号" in told.err
    assert "文号 岳督函〔2026〕2号 两边各发了一份" in told.err
    assert "issue --void" in told.err
    pair.ours.refused(1, "merge", "乙", "--draft", today=TODAY)
    sound(pair.ours)


def test_one_number_twice_is_settled_once_the_side_that_sent_nothing_takes_its_paper_back(pair: Pair) -> None:
    for clerk, title in ((pair.ours, "甲事"), (pair.theirs, "乙事")):
        clerk.do(*new(title=title), today="2026-03-05")
        clerk.do("assign", "2026-0002", today="2026-03-06")
    why = "与另一分支重号"
    pair.theirs.do("issue", "--void", "岳督函〔2026〕2号", "--reason", why, *LIU, today="2026-03-09")
    pair.theirs.do(
        "correct", "2026-0002", "--entry", "2026-03-06/交办", "--void", "--reason", why, today="2026-03-09"
    )
    pair.theirs.do("withdraw", "2026-0002", "--reason", f"{why}，另行立项", *LIU, today="2026-03-09")
    pair.theirs.do(*new(title="乙事"), today="2026-03-09")
    pair.theirs.do("assign", "2026-0003", "--doc-no", "岳督函〔2026〕3号", today="2026-03-09")
    sent, void = (clerk.raw("papers/2026/督查函-0002.docx") for clerk in (pair.ours, pair.theirs))
    told = pair.merge()
    assert told.code == 0, told.text
    assert "2026-0002 两边同号，对方的改为 2026-0004：乙事" in told.err
    assert pair.ours.raw("papers/2026/督查函-0002.docx") == sent
    assert pair.ours.raw("papers/2026/督查函重号-0002.docx") == void
    assert pair.ours.facts("papers/2026/督查函-0002.yaml")["状态"] == "发出"
    aside = pair.ours.facts("papers/2026/督查函重号-0002.yaml")
    assert (aside["状态"], aside["文件"]) == ("作废", "督查函重号-0002.docx")
    assert pair.ours.facts("items/2026/2026-0003.yaml")["标题"] == "乙事"
    sound(pair.ours)
    pair.ours.do(*new(title="又一件"), today="2026-03-10")
    pair.ours.do("assign", "2026-0005", today="2026-03-10")
    assert pair.ours.entries("2026-0005")[-1]["文号"] == "岳督函〔2026〕4号"


def test_a_header_changed_on_both_sides_is_the_clerks_to_decide(pair: Pair) -> None:
    pair.ours.do(*new(title="又一件"), today="2026-03-05")
    pair.theirs.git("pull", "-q")
    for clerk, limit in ((pair.ours, "15个工作日"), (pair.theirs, "20个工作日")):
        clerk.write(SECOND, clerk.text(SECOND).replace("10个工作日", limit))
        clerk.do("save", today="2026-03-06")
    pair.theirs.write(SECOND, pair.theirs.text(SECOND) + "- {日期: 2026-03-06, 动作: 拟办, 内容: 请楼区办}\n")
    pair.theirs.do("save", today="2026-03-06")
    told = pair.merge()
    assert told.code == 1
    assert "“办结时限”两边改得不同：本方 15个工作日，对方 20个工作日" in told.err
    text = pair.ours.text(SECOND)
    assert (
        "<<<<<<< 本方（main）\n办结时限: 15个工作日\n=======\n办结时限: 20个工作日\n>>>>>>> 对方（乙）\n"
        in text
    )
    assert "请楼区办" in text
    assert pair.ours.run("merge", today=TODAY).code == 1  # nothing chosen yet

    lost = (
        text[: text.index("<<<<<<<")]
        + "办结时限: 20个工作日\n办理:\n- {日期: 2026-03-05, 动作: 立项, 方式: 直接}\n"
    )
    pair.ours.write(SECOND, lost)
    told = pair.ours.run("merge", today=TODAY)
    assert told.code == 1
    assert "少了对方的一条记录（2026-03-06 拟办）" in told.err

    chosen = "\n".join(line for line in text.split("\n") if not line.startswith(("<<<", "===", ">>>")))
    pair.ours.write(SECOND, chosen.replace("办结时限: 15个工作日\n", ""))
    assert pair.ours.run("merge", today=TODAY).code == 0
    assert pair.ours.facts(SECOND)["办结时限"] == "20个工作日"
    assert pair.acts("2026-0002")[-1] == "03-06 拟办"
    sound(pair.ours)


def test_a_header_one_side_changed_is_taken_unless_the_other_handed_the_matter_out(pair: Pair) -> None:
    pair.ours.do(*new(title="又一件"), today="2026-03-05")
    pair.ours.do(*new(title="第三件"), today="2026-03-05")
    pair.theirs.git("pull", "-q")
    third = "items/2026/2026-0003.yaml"
    for path in (SECOND, third):
        pair.theirs.write(path, pair.theirs.text(path).replace("10个工作日", "20个工作日"))
    pair.theirs.do("save", today="2026-03-06")
    pair.ours.do("assign", "2026-0002", today="2026-03-06")
    pair.ours.do("record", "2026-0003", "拟办", "--content", "请楼区办", today="2026-03-06")
    told = pair.merge()
    assert told.code == 0, told.text
    assert pair.ours.facts(SECOND)["办结时限"] == "10个工作日"
    assert "本方已经交办，对方对“办结时限”的改动（20个工作日）没有采用" in told.err
    assert pair.ours.facts(third)["办结时限"] == "20个工作日"
    sound(pair.ours)


def test_lists_both_added_to_keep_both(pair: Pair) -> None:
    for clerk, unit, content in ((pair.ours, "市审计局", "甲会"), (pair.theirs, "市信访局", "乙会")):
        clerk.do("unit", "add", unit, "--kind", "市直部门", today="2026-03-05")
        clerk.do("office", "会议", "--content", content, today="2026-03-05")
        clerk.write(
            "calendar/2026.yaml",
            f"依据: 通知\n放假:\n- {{日期: 2026-04-0{3 if content == '甲会' else 7}, 名目: 调休}}\n",
        )
        clerk.do("save", today="2026-03-05")
    told = pair.merge()
    assert told.code == 0, told.text
    names = [u["名称"] for u in pair.ours.facts("units.yaml")["单位"]]
    assert names[-2:] == ["市审计局", "市信访局"]
    assert [e["内容"] for e in pair.ours.facts("office/2026.yaml")["记录"]] == ["甲会", "乙会"]
    assert [d["日期"] for d in pair.ours.facts("calendar/2026.yaml")["放假"]] == ["2026-04-03", "2026-04-07"]
    sound(pair.ours)


def test_what_is_right_on_either_side_and_wrong_together_is_told(pair: Pair) -> None:
    """Both closed the matter: both entries stay, the second is struck out by 更正, and then all is well."""
    for clerk, number in ((pair.ours, 1), (pair.theirs, 9)):
        clerk.do(*REPLY, "--done", today="2026-03-10")
        clerk.do("review", "2026-0001", "--pass", *LIU, today="2026-03-11")
        clerk.do("close", "2026-0001", "--doc-no", f"岳督销〔2026〕{number}号", today="2026-03-12")
    told = pair.merge("--format", "json")
    assert told.code == 1
    codes = {f["code"] for f in told.json["findings"]}
    assert "ended-twice" in codes
    assert told.json["commit"] == pair.ours.git("rev-parse", "HEAD").strip()
    assert parents(pair.ours) == 2
    assert pair.acts().count("03-12 销号") == 2
    pair.ours.do(
        "correct",
        "2026-0001",
        "--entry",
        "2026-03-12/销号2",
        "--void",
        "--reason",
        "两人各销了一次",
        today=TODAY,
    )
    sound(pair.ours)


def test_a_reply_that_came_while_the_other_closed_stands_behind_the_closing(pair: Pair) -> None:
    pair.ours.do(*REPLY, "--done", today="2026-03-10")
    pair.ours.do("review", "2026-0001", "--pass", *LIU, today="2026-03-11")
    pair.ours.do("close", "2026-0001", today="2026-03-12")
    pair.theirs.do(*RECEIVED, today="2026-03-06")
    told = pair.merge()
    assert pair.acts()[-2:] == ["03-12 销号", "03-06 签收"]
    assert "closed-changed" not in told.text


def test_an_item_renumbered_there_and_written_to_here_goes_on_under_its_new_number(pair: Pair) -> None:
    pair.ours.do(*new(title="又一件"), today="2026-03-05")
    pair.theirs.git("pull", "-q")
    pair.theirs.do("renumber", "2026-0002", "2026-0009", today="2026-03-06")
    pair.ours.do("record", "2026-0002", "拟办", "--content", "请楼区办", today="2026-03-06")
    told = pair.merge()
    assert told.code == 0, told.text
    assert not (pair.ours.root / SECOND).exists()
    assert pair.acts("2026-0009") == ["03-05 立项", "03-06 拟办"]
    sound(pair.ours)


def test_the_draft_changes_nothing_and_says_what_then_is_done(pair: Pair) -> None:
    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.ours.do(*new(title="甲事"), today="2026-03-05")
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.theirs.do(*new(title="乙事"), today="2026-03-05")
    pair.fetch()
    before = pair.ours.state()
    shown = pair.merge("--draft")
    assert shown.code == 0
    assert pair.ours.state() == before
    told = pair.merge()
    subject, paths, _ = pair.ours.last()
    assert f"将要记录（未写入）：{subject}\n" in shown.out
    for line in pair.ours.git("log", "-1", "--format=%b").splitlines()[:2]:
        assert line in shown.out
        assert line in told.err
    named = {line.split(" ", 1)[1] for line in shown.out.splitlines() if line[:3] in ("新建 ", "改写 ")}
    assert {ITEM, "items/2026/2026-0003.yaml"} <= named
    assert set(paths) <= named


def test_nothing_new_and_a_branch_that_is_only_ahead(pair: Pair) -> None:
    assert "没有要合并的" in pair.merge().err
    pair.theirs.do(*RECEIVED, today="2026-03-06")
    assert "没有两边都改的" in pair.merge("--draft").err
    assert pair.ours.commits() != pair.theirs.commits()
    assert pair.merge().code == 0
    assert pair.ours.commits() == pair.theirs.commits()
    sound(pair.ours)


def test_refusals_leave_everything_as_it_was(pair: Pair) -> None:
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.fetch()
    assert "没有正在进行的合并" in pair.ours.refused(2, "merge", today=TODAY).err
    assert "没有正在进行的合并" in pair.ours.refused(2, "merge", "--abort", today=TODAY).err
    assert "没有分支“丙”" in pair.ours.refused(2, "merge", "丙", today=TODAY).err
    assert "没有分支“--help”" in pair.ours.refused(2, "merge", "--", "--help", today=TODAY).err
    pair.ours.write(ITEM, pair.ours.text(ITEM) + "# 没保存\n")
    assert "duban save" in pair.ours.refused(4, "merge", "乙", today=TODAY).err
    pair.ours.git("checkout", "-q", "--", ITEM)
    pair.ours.git("switch", "-q", "--detach")
    assert "不在任何分支上" in pair.ours.refused(4, "merge", "乙", today=TODAY).err
    pair.ours.git("switch", "-q", "main")
    subprocess.run(["git", "rebase", "-q", "乙"], cwd=pair.ours.root, capture_output=True, check=False)
    assert "变基（rebase）还没有完成" in pair.ours.refused(4, "merge", "乙", today=TODAY).err
    pair.ours.git("rebase", "--abort")


def test_a_merge_is_given_up(pair: Pair) -> None:
    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.theirs.do(*REPLY, today="2026-03-10")
    before = pair.ours.state()
    pair.pull()
    assert "先做完它" in pair.ours.refused(4, "merge", "main", today=TODAY).err
    assert pair.ours.run("merge", "--abort", today=TODAY).code == 0
    after = pair.ours.state()
    assert (after.head, after.index, after.status, after.files) == (
        before.head,
        before.index,
        before.status,
        before.files,
    )


def test_another_ledgers_branch_is_no_branch_of_this_one(pair: Pair, tmp_path: Path) -> None:
    stranger = tmp_path / "别的"
    subprocess.run(["git", "init", "-q", "-b", "main", str(stranger)], check=True)
    (stranger / "a").write_text("a")
    subprocess.run(["git", "add", "a"], cwd=stranger, check=True)
    subprocess.run(["git", "commit", "-q", "-m", "a"], cwd=stranger, check=True)
    pair.ours.git("fetch", "-q", str(stranger), "main:别")
    assert "没有共同的来历" in pair.ours.refused(4, "merge", "别", today=TODAY).err


def test_a_hook_that_refuses_undoes_the_merge(pair: Pair) -> None:
    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.fetch()
    hook = pair.ours.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 今天不许提交 >&2\nexit 1\n")
    hook.chmod(0o755)
    assert "今天不许提交" in pair.ours.refused(4, "merge", "乙", today=TODAY).err
    hook.unlink()
    assert pair.merge().code == 0
    sound(pair.ours)


def test_templates_and_settings_are_put_together_as_text(pair: Pair) -> None:
    pair.ours.write("templates/说明.md", "一\n二\n三\n四\n五\n六\n")
    pair.ours.do("save", today="2026-03-05")
    pair.theirs.git("pull", "-q")
    pair.ours.write("templates/说明.md", "一改\n二\n三\n四\n五\n六\n")
    pair.theirs.write("templates/说明.md", "一\n二\n三\n四\n五\n六改\n")
    pair.ours.write("duban.yaml", pair.ours.text("duban.yaml") + "地区: 岳阳市\n")
    pair.theirs.write("duban.yaml", pair.theirs.text("duban.yaml") + "批处理签发: [催办通知单]\n")
    for clerk in (pair.ours, pair.theirs):
        clerk.do("save", today="2026-03-06")
    told = pair.merge()
    assert told.code == 0, told.text
    assert pair.ours.text("templates/说明.md") == "一改\n二\n三\n四\n五\n六改\n"
    assert {"地区", "批处理签发"} <= set(pair.ours.facts("duban.yaml"))
    sound(pair.ours)


def test_a_file_that_is_no_text_is_left_with_the_way_to_choose(pair: Pair) -> None:
    for clerk, letter in ((pair.ours, b"\x01"), (pair.theirs, b"\x02")):
        clerk.write("附件/图.png", b"\0" + letter)
        clerk.do("save", today="2026-03-05")
    told = pair.merge()
    assert told.code == 1
    assert "git checkout --ours -- 附件/图.png" in told.err
    pair.ours.git("checkout", "--theirs", "--", "附件/图.png")
    pair.ours.git("add", "--", "附件/图.png")
    assert pair.ours.run("merge", today=TODAY).code == 0
    assert pair.ours.raw("附件/图.png") == b"\0\x02"
    sound(pair.ours)


def test_json_fits_its_schema(pair: Pair) -> None:
    from tests.cli.test_schema_all import complaints  # noqa: PLC0415 - its module runs every command

    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.theirs.do(*REPLY, today="2026-03-10")
    for args in (("--draft",), ()):
        told: Any = pair.merge(*args, "--format", "json").json
        assert complaints("merge", told) == []


def test_killed_in_the_middle_it_is_undone_and_done_again(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed right before and right after git's commit: the next ``duban merge`` finishes either way."""
    pair.ours.do(*RECEIVED, today="2026-03-06")
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.fetch()
    real = Repo.commit_paths
    for after in (False, True):

        def killed(self: Repo, *args: Any, after: bool = after, **named: Any) -> str:
            if after:
                real(self, *args, **named)
            os.kill(os.getpid(), 9)
            return ""

        def work() -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Repo, "commit_paths", killed)
                pair.ours.run("merge", "乙", today=TODAY)

        child = in_child(work)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
        if after:
            assert parents(pair.ours) == 2
            assert "已提交" in pair.ours.run("unit", "add", "市信访局", today=TODAY).err
        else:
            assert "中途被打断" in pair.ours.run("merge", "--abort", today=TODAY).err
            assert parents(pair.ours) == 1
    sound(pair.ours)


def below(outer: Path, handed: Clerk) -> Clerk:
    """The ledger as a directory of a larger repository."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(outer)], check=True)
    inner = outer / "督查" / "台账"
    shutil.copytree(handed.root, inner, ignore=shutil.ignore_patterns(".git", ".duban"))
    (outer / "外.txt").write_text("一\n二\n三\n", encoding="utf-8")
    clerk = Clerk(inner)
    clerk.git("add", "-A", str(outer))
    clerk.git("commit", "-q", "-m", "建库")
    return clerk


@pytest.mark.parametrize("outside", ["", "甲\n二\n三\n"])
def test_a_ledger_below_the_top_is_merged_with_what_is_beside_it(
    handed: Clerk, tmp_path: Path, outside: str
) -> None:
    """Ledger alone, and with a file beside it that both sides changed in one place."""
    ours = below(tmp_path / "大库", handed)
    beside = tmp_path / "大库" / "外.txt"
    ours.git("switch", "-q", "-c", "乙")
    ours.do(*REPLY, today="2026-03-10")
    if outside:
        beside.write_text("乙\n二\n三\n", encoding="utf-8")
        ours.git("commit", "-q", "-am", "外")
    ours.git("switch", "-q", "main")
    ours.do(*RECEIVED, today="2026-03-06")
    if outside:
        beside.write_text(outside, encoding="utf-8")
        ours.git("commit", "-q", "-am", "外")
    told = ours.run("merge", "乙", today=TODAY)
    if outside:
        assert told.code == 1
        assert "外.txt：不是台账的文件" in told.err
        beside.write_text("甲乙\n二\n三\n", encoding="utf-8")
        ours.git("add", "--", str(beside))
        told = ours.run("merge", today=TODAY)
    assert told.code == 0, told.text
    assert [e["动作"] for e in ours.entries()] == ["立项", "交办", "签收", "反馈"]
    assert parents(ours) == 2
    assert ours.git("status", "--porcelain", "-uall", str(beside.parent)) == ""
    if outside:
        assert beside.read_text(encoding="utf-8").startswith("甲乙")


MARKS = ("<<<<<<< HEAD", "=======", ">>>>>>> 乙", "||||||| 1234567", "<<<<<<<", ">>>>>>>")


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_gits_marks_are_never_read_as_data(handed: Clerk, mark: str, ending: str) -> None:
    """In any file of the ledger, within quotes too, in a template and in a table to be imported."""
    files = ["duban.yaml", "units.yaml", "regime.yaml", ITEM, "office/2026.yaml", "calendar/2026.yaml"]
    files.append("papers/2026/督查函-0001.yaml")
    for path in files:
        kept = handed.raw(path) if (handed.root / path).exists() else None
        told = (kept or "记录:".encode()) + f'{ending}标题: "甲{ending}{mark}{ending}  乙"{ending}'.encode()
        handed.write(path, told)
        found = handed.run("check", today=TODAY)
        assert found.code == 1
        assert "没解决完的合并冲突" in found.text, path
        handed.write(path, kept) if kept is not None else (handed.root / path).unlink()
    handed.write("templates/督查函.md", f"# 督查函{ending}{mark}{ending}正文{ending}")
    assert (
        "第2行有没解决完的合并冲突"
        in handed.run("paper", "2026-0001", "督查函", "--preview", today=TODAY).text
    )
    table = handed.root.parent / "表.csv"
    table.write_bytes(
        f"督办事项,责任单位{ending}清淤,市城管局{ending}{mark}{ending}绿化,楼区{ending}".encode()
    )
    for command in (
        ("import", str(table), "--category", "领导批示"),
        ("split", "2026-0001", str(table), *LIU),
    ):
        assert "第3行有没解决完的合并冲突" in handed.run(*command, today=TODAY).text


def test_a_file_half_settled_is_left_as_the_clerk_has_it(pair: Pair) -> None:
    pair.ours.do(*new(title="又一件"), today="2026-03-05")
    pair.theirs.git("pull", "-q")
    for clerk, limit, title in ((pair.ours, "15个工作日", "甲件"), (pair.theirs, "20个工作日", "乙件")):
        clerk.write(SECOND, clerk.text(SECOND).replace("10个工作日", limit).replace("又一件", title))
        clerk.do("save", today="2026-03-06")
    pair.pull()
    git_left = pair.ours.text(SECOND)
    assert pair.ours.run("merge", today=TODAY).code == 1
    text = pair.ours.text(SECOND)
    assert text != git_left
    assert text.count("<<<<<<< 本方（main）") == 2
    begin, end = text.index("<<<<<<<"), text.index(">>>>>>> 对方（乙）\n") + len(">>>>>>> 对方（乙）\n")
    half = text[:begin] + "标题: 两人商定\n" + text[end:]
    pair.ours.write(SECOND, half)
    told = pair.ours.run("merge", today=TODAY)
    assert told.code == 1
    assert pair.ours.text(SECOND) == half
    line = half[: half.index("<<<<<<<")].count("\n") + 1
    assert f"第{line}行还有没解决的冲突记号" in told.err
    begin, end = half.index("<<<<<<<"), half.index(">>>>>>> 对方（乙）\n") + len(">>>>>>> 对方（乙）\n")
    pair.ours.write(SECOND, half[:begin] + "办结时限: 20个工作日\n" + half[end:])
    assert pair.ours.run("merge", today=TODAY).code == 0
    assert pair.ours.facts(SECOND)["标题"] == "两人商定"
    sound(pair.ours)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_marks_that_were_staged_are_not_settled(pair: Pair, ending: str) -> None:
    for clerk, word in ((pair.ours, "甲"), (pair.theirs, "乙")):
        clerk.write("templates/说明.md", f"一{ending}{word}{ending}".encode())
        clerk.do("save", today="2026-03-05")
    pair.pull()
    pair.ours.write("templates/说明.md", f"一{ending}<<<<<<< 甲{ending}乙{ending}>>>>>>> 乙{ending}".encode())
    pair.ours.git("add", "--", "templates/说明.md")
    told = pair.ours.run("merge", today=TODAY)
    assert told.code == 1
    assert "templates/说明.md" in told.err
    pair.ours.write("templates/说明.md", f"一{ending}甲乙{ending}".encode())
    assert pair.ours.run("merge", today=TODAY).code == 0
    sound(pair.ours)


def replies(clerk: Clerk, doc: str, *, struck: bool) -> None:
    clerk.do(*REPLY, "--incoming", doc, today="2026-03-10")
    if struck:
        told = ("--entry", "2026-03-10/反馈", "--void", "--reason", "记错了")
        clerk.do("correct", "2026-0001", *told, today="2026-03-11")


@pytest.mark.parametrize("struck", ["ours", "theirs"])
def test_a_correction_still_speaks_of_its_own_entry(pair: Pair, struck: str) -> None:
    """Both had a 反馈 that day; the one side's 更正 says the first, which must stay the one it had."""
    replies(pair.ours, "楼政〔2026〕1号", struck=struck == "ours")
    replies(pair.theirs, "楼政〔2026〕2号", struck=struck == "theirs")
    told = pair.merge()
    assert told.code == 0, told.text
    assert "指到另一条" not in told.err
    first = next(e for e in pair.ours.entries() if e["动作"] == "反馈")
    assert first["来文"] == f"楼政〔2026〕{1 if struck == 'ours' else 2}号"
    sound(pair.ours)


def test_two_corrections_that_cannot_both_hold_are_told(pair: Pair) -> None:
    replies(pair.ours, "楼政〔2026〕1号", struck=True)
    replies(pair.theirs, "楼政〔2026〕2号", struck=True)
    for args in (("--draft",), ()):
        told = pair.merge(*args)
        assert "对方 2026-03-11 的更正，更正的是对方的 2026-03-10/反馈" in told.text
        assert "duban correct 2026-0001 --entry 2026-03-10/反馈2" in told.text
    acts = ["03-03 立项", "03-04 交办", "03-10 反馈", "03-10 反馈", "03-11 更正"]
    assert pair.acts() == acts  # both wrote the same 更正: it stands once, and is of ours


def test_branches_that_merged_each_other_before(pair: Pair) -> None:
    """Criss-cross: what was changed and changed back since is not taken from whichever beginning git names first."""
    pair.ours.do(*new(title="又一件"), today="2026-03-05")
    pair.theirs.git("pull", "-q")
    pair.ours.write(SECOND, pair.ours.text(SECOND).replace("10个工作日", "15个工作日"))
    pair.ours.do("save", today="2026-03-06")
    pair.theirs.do(*RECEIVED, today="2026-03-06")
    pair.fetch()
    pair.theirs.git("fetch", "-q", str(pair.ours.root), "+main:甲")
    assert pair.ours.run("merge", "乙", today=TODAY).code == 0
    assert pair.theirs.run("merge", "甲", today=TODAY).code == 0
    pair.ours.write(SECOND, pair.ours.text(SECOND).replace("15个工作日", "10个工作日"))
    pair.ours.do("save", today="2026-03-09")
    pair.ours.do(*INSPECTED, today="2026-03-11")
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.fetch()
    assert len(pair.ours.git("merge-base", "--all", "main", "乙").split()) == 2
    told = pair.merge()
    assert told.code == 0, told.text
    assert pair.ours.facts(SECOND)["办结时限"] == "10个工作日"
    assert pair.acts()[2:] == ["03-06 签收", "03-10 反馈", "03-11 核查"]
    sound(pair.ours)


def test_three_branches_one_after_the_other(pair: Pair) -> None:
    pair.theirs.git("switch", "-q", "-c", "丙")
    pair.theirs.do(*INSPECTED, today="2026-03-12")
    pair.theirs.git("switch", "-q", "main")
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.ours.do(*RECEIVED, today="2026-03-06")
    assert pair.merge().code == 0
    pair.ours.git("fetch", "-q", str(pair.theirs.root), "+丙:丙")
    assert pair.ours.run("merge", "丙", today=TODAY).code == 0
    assert pair.acts()[2:] == ["03-06 签收", "03-10 反馈", "03-12 核查"]
    sound(pair.ours)


def test_nobody_else_writes_while_a_merge_is_put_together(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.theirs.do(*RECEIVED, today="2026-03-06")  # only ahead: git moves the branch
    pair.fetch()
    monkeypatch.setattr("duban_cli.cli.merge.planning", partial(planning, wait=0.1))
    with writing(pair.ours.root, "催办"):
        assert "正在写这个台账" in pair.ours.refused(4, "merge", "乙", today=TODAY).err


def test_a_renumbered_item_settled_by_hand_stays_as_it_was_settled(pair: Pair) -> None:
    pair.ours.do(*new(title="又一件"), today="2026-03-05")
    pair.theirs.git("pull", "-q")
    pair.theirs.do("renumber", "2026-0002", "2026-0009", today="2026-03-06")
    moved = "items/2026/2026-0009.yaml"
    for clerk, path, limit in ((pair.theirs, moved, "20个工作日"), (pair.ours, SECOND, "15个工作日")):
        clerk.write(path, clerk.text(path).replace("10个工作日", limit))
        clerk.do("save", today="2026-03-06")
    assert pair.merge().code == 1
    again = pair.ours.run("merge", today=TODAY)
    assert again.code == 1
    assert f"{moved}：" in again.err
    text = pair.ours.text(moved)
    assert ">>>>>>> 对方（乙）\n" in text  # the branch's name is not forgotten
    begin, end = text.index("<<<<<<<"), text.index(">>>>>>> 对方（乙）\n") + len(">>>>>>> 对方（乙）\n")
    pair.ours.write(moved, text[:begin] + "办结时限: 15个工作日\n" + text[end:])
    told = pair.ours.run("merge", today=TODAY)
    assert told.code == 0, told.text
    assert pair.ours.facts(moved)["办结时限"] == "15个工作日"
    assert not (pair.ours.root / SECOND).exists()
    assert pair.ours.last()[0] == "合并乙：2次提交"
    sound(pair.ours)


def test_in_a_worktree_of_its_own_and_from_a_branch_named_to_mislead(pair: Pair) -> None:
    pair.theirs.do(*REPLY, today="2026-03-10")
    pair.fetch()
    name = "甲\u202e\u009b31m"
    pair.ours.git("branch", name, "乙")
    place = pair.ours.root.parent / "旁"
    pair.ours.git("worktree", "add", "-q", "-b", "丙", str(place), "main")
    beside = Clerk(place)
    beside.do(*RECEIVED, today="2026-03-06")
    told = beside.run("merge", name, today=TODAY)
    assert told.code == 0, told.text
    assert not {"\u202e", "\u009b"} & set(told.text + beside.do("log").text)
    assert len(beside.entries()) == 4
    assert len(pair.ours.entries()) == 2
    sound(beside)
