"""Where a command that writes is run: no ledger, no git, no identity, in the middle of something, hooks that say no."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from duban_cli.views.schemas import output_schema
from tests.clerk import ITEM, NEW, REPLY, Clerk, run

pytest_plugins = ("tests.gitkit", "tests.clerk")


def test_no_ledger(tmp_path: Path, identity: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    for args in (NEW, ("assign", "2026-1"), ("save",), ("urge",), ("unit", "add", "市审计局"), ("bulletin",)):
        told = run(*args)
        assert told.code == 2
        assert "这里不是台账" in told.err
        assert "duban init" in told.err
    assert list(tmp_path.iterdir()) == []


def test_not_a_git_repository(handed: Clerk) -> None:
    (handed.root / ".git").rename(handed.root.parent / "挪走")
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert "不是 git 仓库" in told.err
    assert "git init" in told.err


def test_no_git_identity(handed: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME")
        monkeypatch.delenv(f"GIT_{role}_EMAIL")
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert "git 还不知道您是谁" in told.err
    assert "git config --global user.name" in told.err


def test_a_ledger_with_no_commit_yet(handed: Clerk) -> None:
    handed.git("update-ref", "-d", "HEAD")
    handed.git("rm", "-r", "-q", "--cached", ".")
    handed.git("add", "duban.yaml")
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert f"有没保存的手工修改：{ITEM}" in told.err
    assert handed.do("save", today="2026-03-10").code == 0
    assert handed.git("status", "--porcelain", "-uall") == ""
    handed.do(*REPLY, today="2026-03-10")
    assert len(handed.commits()) == 2


def test_the_first_commit_of_all_may_be_an_item(clerk: Clerk) -> None:
    clerk.git("update-ref", "-d", "HEAD")
    clerk.do(*NEW, today="2026-03-03")
    assert clerk.last()[1] == [ITEM]
    assert "duban.yaml" in clerk.git("status", "--porcelain")


def test_no_branch(handed: Clerk) -> None:
    handed.git("checkout", "-q", "--detach")
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert "不在任何分支上" in told.err
    assert "git switch main" in told.err


def test_in_the_middle_of_a_merge(handed: Clerk) -> None:
    handed.git("checkout", "-q", "-b", "乙")
    handed.do(*REPLY, today="2026-03-10")
    handed.git("checkout", "-q", "main")
    handed.do(*REPLY, today="2026-03-11")
    subprocess.run(["git", "merge", "-q", "乙"], cwd=handed.root, capture_output=True, check=False)
    told = handed.refused(1, *REPLY, today="2026-03-12")
    assert "读不出来" in told.err
    handed.git("checkout", "-q", "--ours", ITEM)
    told = handed.refused(4, *REPLY, today="2026-03-12")
    assert "合并（merge）还没有完成" in told.err
    handed.refused(4, *NEW, "--title", "别的事", today="2026-03-12")


def test_hand_edits_of_the_target_are_in_the_way_others_are_left_alone(handed: Clerk) -> None:
    handed.write("units.yaml", handed.text("units.yaml") + "# 待补\n")
    handed.write("附件/会议 纪要.md", "纪要\n")
    handed.git("add", "附件/会议 纪要.md")
    handed.write(ITEM, handed.text(ITEM) + "# 我的批注\n")
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert f"有没保存的手工修改：{ITEM}" in told.err
    assert "duban save" in told.err
    handed.git("checkout", "--", ITEM)
    before = handed.git("status", "--porcelain", "-uall")
    handed.do(*REPLY, today="2026-03-10")
    assert handed.last()[1] == [ITEM]
    assert handed.git("status", "--porcelain", "-uall") == before


def test_a_hook_that_says_no(handed: Clerk) -> None:
    hook = handed.root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho 今天不许提交 >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    told = handed.refused(4, *REPLY, today="2026-03-10")
    assert "今天不许提交" in told.err
    hook.unlink()
    handed.do(*REPLY, today="2026-03-10")


def test_refusals_in_json(handed: Clerk) -> None:
    told = handed.run("assign", "2026-0001", "--format", "json", today="2026-03-05")
    assert told.code == 1
    jsonschema.validate(told.json, output_schema("error"))
    assert told.json["code"] == "refused"
    assert "不能交办" in told.json["message"]
    assert told.json["hint"]
    assert told.err == ""


def test_several_at_once_and_no_number_twice(clerk: Clerk) -> None:
    command = [sys.executable, "-m", "duban_cli", "-C", str(clerk.root), "--today", "2026-03-03", *NEW]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [(*process.communicate(), process.returncode) for process in running]
    done = sorted(out for out, _, code in said if code == 0)
    assert done == [f"2026-{n:04d}\n" for n in range(1, len(done) + 1)]
    assert done
    for _, err, code in said:
        assert code == 0 or (code == 4 and ("刚被改动" in err or "正在写" in err or "已经存在" in err))
    assert len([s for s in clerk.commits() if "立项" in s]) == len(done)
    assert clerk.git("status", "--porcelain", "-uall") == ""
