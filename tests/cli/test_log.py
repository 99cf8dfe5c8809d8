"""``log``: the history of a real repository, in the words of the trade."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Duban, call
from tests.gitkit import Project
from tests.kit import HANDED_OUT, INITIATED, item_text, make_ledger

pytest_plugins = ("tests.gitkit",)
PATH = "items/2026/2026-0018.yaml"


@pytest.fixture
def project(tmp_path: Path, plain_git: None, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A ledger below a repository's top, with a history: put on, handed out, edited by hand, broken."""
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    top = Project(tmp_path)
    root = make_ledger(tmp_path / "台账", {"2026-0018": item_text(INITIATED)})
    top.git("init", "-q", "-b", "main")
    top.git("config", "user.name", "王某")
    top.git("config", "user.email", "w@example.com")
    (tmp_path / "别的.txt").write_text("x", encoding="utf-8")
    top.git("add", "-A")
    top.git("commit", "-q", "-m", "建账", "--date", "2026-03-03T09:00:00+08:00")
    project = Project(root)
    for day, subject, files in (
        ("2026-03-04T23:30:00+08:00", "交办 2026-0018", {PATH: item_text(*HANDED_OUT)}),
        (
            "2026-03-05T09:00:00+08:00",
            "手工改",
            {PATH: item_text(*HANDED_OUT, 标题="改过的题目"), "units.yaml": "单位: []\n"},
        ),
        ("2026-03-06T09:00:00+08:00", "改坏", {PATH: "标题：坏\n"}),
    ):
        for path, text in files.items():
            project.write(path, text)
        project.git("add", "-A")
        project.git("commit", "-q", "-m", subject, "--date", day)
    (tmp_path / "别的.txt").write_text("y", encoding="utf-8")
    top.git("commit", "-qam", "与台账无关")
    monkeypatch.chdir(root)
    return project


def test_the_whole_history(project: Project) -> None:
    lines = [line.rsplit("  ", 1)[0].rstrip() for line in call("log").out.splitlines()]
    text = call("log").out
    assert "与台账无关" not in text
    assert text.splitlines()[0].split()[:4] == ["2026-03-06", "09:00", "改坏", "王某"]
    assert "  2026-0018  改动（文件有错，读不出来）" in text
    assert "  2026-0018  改动：标题" in text
    assert "  单位名录" in text
    assert "  2026-0018  2026-03-04  交办  岳督函〔2026〕17号 · 限期 2026-03-18" in text
    assert "  2026-0018  新建" in text
    assert any(line.startswith("2026-03-03 09:00  建账") for line in lines)


def test_of_one_item_and_of_a_time(project: Project) -> None:
    def subjects(*args: str) -> list[str]:
        return [c["subject"] for c in call("log", "--format", "json", *args).json["commits"]]

    assert subjects("2026-18") == ["改坏", "手工改", "交办 2026-0018", "建账"]
    assert subjects("--from", "2026-03-04", "--to", "2026-03-05") == ["手工改", "交办 2026-0018"]
    # The day asked about hides no commit: history is by the day of the commit.
    assert subjects("--today", "2026-03-04") == subjects()
    assert call("log", "--to", "2026-03-02").err == "这段时间里没有提交\n"
    assert subjects("-n", "1") == ["改坏"]
    assert "只列最近1次" in call("log", "-n", "1").err
    assert "只列" not in call("log").err


def test_json(project: Project) -> None:
    document = call("log", "--format", "json").json
    assert document["ledger"] == "岳阳市人民政府督查室"
    assert document["commit"] == project.git("rev-parse", "HEAD").strip()
    assert document["dirty"] is False
    handed_out = document["commits"][2]
    assert handed_out["author"] == "王某"
    assert handed_out["paths"] == [PATH]
    assert handed_out["items"][0]["entries"][0]["action"] == "交办"
    project.write("duban.yaml", "单位: 甲\n政府: 乙\n")
    assert call("log", "--format", "json").json["dirty"] is True


def test_layout_and_comments_are_no_change(project: Project) -> None:
    project.write(PATH, item_text(*HANDED_OUT))
    project.git("commit", "-qam", "改好")
    project.write(PATH, "# 注\n" + item_text(*HANDED_OUT))
    project.git("commit", "-qam", "加注")
    assert call("log", "-n", "1", "--format", "json").json["commits"][0]["items"] == []


def test_an_item_that_never_was(project: Project) -> None:
    assert call("log", "2026-0099").code == 2


def test_a_ledger_without_git_is_refused(duban: Duban) -> None:
    answer = duban("log")
    assert answer.code == 4
    assert "git" in answer.err
