"""``doctor`` on git, the calendar, disk, cache, clock and screen: each line says what to do."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from duban_cli.cli.doctor_looks import mounted_as
from tests.clerk import Clerk
from tests.cli.test_schema import complaints, validator

pytest_plugins = ("tests.gitkit", "tests.clerk")


@pytest.fixture
def office(handed: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """A ledger in git, on a machine without fontconfig and LibreOffice: what doctor asks of them takes its time."""
    place = tmp_path / "bin"
    place.mkdir()
    found = shutil.which("git")
    assert found is not None
    (place / "git").symlink_to(found)
    monkeypatch.setenv("PATH", str(place))
    return handed


def test_git_the_one_who_commits_and_the_branch(office: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked_at(office, "git")
    assert found["git"]["message"].startswith("已安装（2.")
    assert found["姓名和邮箱"]["message"] == "王某 <wang@example.invalid>"
    assert found["台账的仓库"]["message"] == f"在分支 {office.git('branch', '--show-current').strip()} 上"
    assert "换行" not in found
    office.git("checkout", "-q", "--detach")
    (office.root / ".gitattributes").unlink()
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME")
        monkeypatch.delenv(f"GIT_{role}_EMAIL")
    found = looked_at(office, "git")
    assert found["姓名和邮箱"]["level"] == "warning"
    assert "git config --global user.name" in found["姓名和邮箱"]["hint"]
    assert found["台账的仓库"]["hint"] == "先回到分支，如 git switch main"
    assert "*.yaml text eol=lf" in found["换行"]["hint"]


def test_next_years_holidays_are_asked_for_from_november_on(office: Clerk) -> None:
    def notice(day: str) -> dict[str, Any]:
        return looked_at(office, "日历", today=day)["2027年放假通知"]

    assert notice("2026-10-30")["level"] == "ok"
    told = notice("2026-11-02")
    assert told["level"] == "warning"
    file, _, written = told["hint"].partition("：\n")
    assert file == "照国务院办公厅的通知写 calendar/2027.yaml，再运行 duban save"
    assert notice("2027-02-01")["level"] == "warning"

    # The file it shows, with the days filled in, is the one that is wanted.
    filled = written.replace("…号", "1号").replace("2027-…", "2027-02-06").replace(", …]", "]")
    office.write("calendar/2027.yaml", filled.replace("全年: 是", ""))
    assert notice("2026-11-02")["message"] == "calendar/2027.yaml 有了，还没有写“全年: 是”"
    office.write("calendar/2027.yaml", filled)
    assert notice("2026-11-02")["message"] == "已知"
    office.write("calendar/2027.yaml", "放假: [")
    assert looked_at(office, "日历", code=1)["台账的日历"]["level"] == "error"


def test_the_cache_may_go_but_not_what_a_kill_left(office: Clerk) -> None:
    shutil.rmtree(office.root / ".duban", ignore_errors=True)
    assert looked_at(office, "缓存")[".duban"]["message"] == "还没有，用到时自动建"
    office.write(".duban/cache/items", b"x" * 123_400)
    size, told = looked_at(office, "缓存")[".duban/cache"]["message"].split("，", 1)
    assert 120.5 <= float(size.removesuffix(" KB")) < 200, "that, and what this very look has kept"
    assert told == "可以随时整个删去，会重新算出来"
    office.write(".duban/journal/journal.json", b"{}")
    assert "不要删 .duban" in looked_at(office, "缓存")[".duban/journal"]["hint"]


def test_a_clock_behind_the_last_commit_is_told(office: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "最近一次提交" not in looked_at(office, "时钟")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2099-01-01T08:00:00+08:00")
    office.git("commit", "-q", "--allow-empty", "-m", "将来")
    office.write("items/2026/note", b"")
    office.git("add", "-A")
    office.git("commit", "-q", "-m", "将来")
    told = looked_at(office, "时钟")["最近一次提交"]
    assert told["message"].startswith("在将来（2099-01-01 08:00）")
    assert "校准" in told["hint"]


def test_the_machines_zone_is_told_and_does_not_count(office: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    for zone, said in (
        ("Asia/Shanghai", "北京时间）"),
        ("UTC", "UTC+0，程序"),
        ("Asia/Kolkata", "UTC+5:30，程序"),
    ):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert said in looked_at(office, "时钟")["时间"]["message"]
    monkeypatch.delenv("TZ")
    time.tzset()


def test_disks_that_other_machines_share() -> None:
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\n"
        "server:/share /mnt/共享\\040盘 nfs4 rw 0 0\n"
        "/dev/sdb1 /mnt/共享\\040盘/本机 xfs rw 0 0\n"
        "//nas/x /smb cifs rw 0 0\n"
        "broken line\n"
    )
    assert mounted_as(Path("/srv/台账"), mounts) is None
    assert mounted_as(Path("/mnt/共享 盘/台账"), mounts) == "nfs4"
    assert mounted_as(Path("/mnt/共享 盘/本机/台账"), mounts) is None
    assert mounted_as(Path("/smb"), mounts) == "cifs"


def test_a_ledger_on_a_shared_disk_or_read_only_is_told(
    office: Clerk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert looked_at(office, "磁盘")["台账目录"]["message"] == "可以写"
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/share {office.root} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr("duban_cli.cli.doctor_looks._MOUNTS", mounts)
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    found = looked_at(office, "磁盘")
    assert "网络盘上（nfs）" in found["位置"]["message"]
    assert (found["台账目录"]["level"], found["台账目录"]["message"]) == ("warning", "没有权限写，只能查看")


@pytest.mark.parametrize(
    ("encoding", "level", "said"),
    [("UTF-8", "ok", "UTF-8"), ("ANSI_X3.4-1968", "ok", "UTF-8"), ("GB18030", "warning", "LANG=zh_CN.UTF-8")],
)
def test_a_machine_that_speaks_gbk_is_told_what_to_do(
    office: Clerk, monkeypatch: pytest.MonkeyPatch, encoding: str, level: str, said: str
) -> None:
    monkeypatch.delenv("DUBAN_ENCODING", raising=False)
    monkeypatch.setattr("locale.getencoding", lambda: encoding)
    line = looked_at(office, "屏幕")["编码"]
    assert line["level"] == level
    assert said in line["message"] + (line["hint"] or "")


def test_an_encoding_asked_for_is_told_and_a_misspelt_one_too(
    office: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_ENCODING", "gb18030")
    assert looked_at(office, "屏幕")["编码"]["message"] == "gb18030（按 DUBAN_ENCODING）"
    monkeypatch.setenv("DUBAN_ENCODING", "gbkk")
    assert looked_at(office, "屏幕")["编码"]["level"] == "warning"


def test_where_all_is_there_nothing_is_to_be_done(office: Clerk, tmp_path: Path) -> None:
    names = "方正小标宋简体\\n仿宋_GB2312\\n楷体_GB2312\\n黑体\\n宋体\\n"
    for name, script in (("fc-list", f"printf '{names}'"), ("soffice", "true")):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    told = office.do("doctor", today="2026-03-10")
    assert told.err == "一切正常\n"
    assert "提醒" not in told.out


def test_a_ledger_no_repository_can_be_looked_at(office: Clerk) -> None:
    shutil.rmtree(office.root / ".git")
    found = looked_at(office, "git")
    assert "不是 git 仓库" in found["台账的仓库"]["message"]
    assert "git init" in found["台账的仓库"]["hint"]


def looked_at(
    office: Clerk, name: str, *, today: str = "2026-03-10", code: int = 0
) -> dict[str, dict[str, Any]]:
    """One area of what ``doctor`` says of the ledger."""
    told = office.run("doctor", "--format", "json", today=today)
    assert told.code == code, told.text
    assert complaints(validator("--output", "doctor"), told.json) == []
    assert all(one["hint"] for one in told.json["checks"] if one["level"] != "ok")
    return {one["name"]: one for one in told.json["checks"] if one["area"] == name}
