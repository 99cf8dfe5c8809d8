"""init and unit: a new ledger, and its list of units."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from duban_cli.ledger.files import UNITS_FILE
from duban_cli.views.schemas import output_schema
from tests.clerk import LOU, NEW, OFFICE, Clerk, run, set_identity

pytest_plugins = ("tests.gitkit", "tests.clerk")

INIT = ("--office", OFFICE, "--code", "岳", "--contact", "王某", "--phone", "0730-0000000")


def test_a_fresh_directory(tmp_path: Path, identity: None) -> None:
    clerk = Clerk(tmp_path / "新" / "台账")
    told = run("init", str(clerk.root), *INIT)
    assert told.code == 0
    assert "下一步" in told.err
    assert clerk.commits() == [f"建账：{OFFICE}"]
    assert clerk.git("status", "--porcelain", "-uall") == ""
    assert clerk.git("branch", "--show-current") == "main\n"
    assert "duban.yaml" in clerk.last()[1]
    assert clerk.last()[2] == {"Duban-Action": ["建账"]}
    assert clerk.do("check").text == "没有问题\n"
    assert clerk.facts("duban.yaml")["文号"]["督查函"] == "岳督函〔{年}〕{号}号"
    clerk.do("unit", "add", LOU)
    assert clerk.do(*NEW, today="2026-03-03").out == "2026-0001\n"
    clerk.do("assign", "2026-1", today="2026-03-04")
    # What is not of the record stays out of git.
    clerk.write("drafts/稿.docx", b"x")
    clerk.write("documents/副本.docx", b"x")
    assert clerk.git("status", "--porcelain", "-uall") == ""


def test_the_contact_is_written_whole(tmp_path: Path, identity: None) -> None:
    clerk = Clerk(tmp_path / "台账")
    assert run("init", str(clerk.root), *INIT, "--address", "岳阳市青年中路1号").code == 0
    assert clerk.facts("duban.yaml")["联系"]["地址"] == "岳阳市青年中路1号"
    assert clerk.facts("duban.yaml")["通报"] == {
        "不予公开事项": "只列编号",
        "清单": "列明",
        "本室时限": "不列",
    }
    assert clerk.do("check").text == "没有问题\n"
    told = run("init", str(tmp_path / "另一本"), *INIT, "--address", "甲\n乙")
    assert "地址是空的，或有换行" in told.err


def test_below_a_repository(tmp_path: Path, identity: None) -> None:
    big = tmp_path / "大仓库"
    big.mkdir()
    outer = Clerk(big)
    outer.git("init", "-q", "-b", "trunk")
    (big / "别的.txt").write_text("…", encoding="utf-8")
    clerk = Clerk(big / "政务" / "台账")
    assert run("init", str(clerk.root), *INIT).code == 0
    assert not (clerk.root / ".git").exists()
    assert outer.git("log", "--format=%s") == f"建账：{OFFICE}\n"
    assert outer.git("status", "--porcelain", "-uall") == "?? 别的.txt\n"
    clerk.do("unit", "add", LOU)
    assert clerk.last()[1] == [UNITS_FILE]


def test_an_empty_repository_keeps_what_it_has(tmp_path: Path, identity: None) -> None:
    root = tmp_path / "台账"
    root.mkdir()
    clerk = Clerk(root)
    clerk.git("init", "-q", "-b", "main")
    clerk.git("commit", "-q", "--allow-empty", "-m", "起头")
    assert run("init", str(root), *INIT).code == 0
    assert clerk.commits() == [f"建账：{OFFICE}", "起头"]


def test_init_takes_what_it_can_from_the_name(tmp_path: Path, identity: None) -> None:
    clerk = Clerk(tmp_path / "台账")
    told = run("init", str(clerk.root), "--office", "临湘市人民政府督查室")
    assert told.code == 0
    assert "联系人和电话" in told.err
    facts = clerk.facts("duban.yaml")
    assert (facts["政府"], facts["文号"]["催办通知单"]) == ("临湘市人民政府", "临督催〔{年}〕{号}号")


def test_not_where_something_is(handed: Clerk, tmp_path: Path) -> None:
    told = handed.refused(2, "init", str(handed.root), *INIT)
    assert "已经是一本台账" in told.err
    (tmp_path / "满").mkdir()
    (tmp_path / "满" / "a.txt").write_text("…", encoding="utf-8")
    told = run("init", str(tmp_path / "满"), *INIT)
    assert (told.code, "不是空目录" in told.err) == (2, True)
    told = run("init", str(tmp_path / "满" / "a.txt"), *INIT)
    assert (told.code, "不是空目录" in told.err) == (2, True)
    told = run("init", str(tmp_path / "满" / "a.txt" / "下"), *INIT)
    assert told.code == 4
    assert [p.name for p in (tmp_path / "满").iterdir()] == ["a.txt"]


def test_nothing_half_made_stays(tmp_path: Path, plain_git: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told = run("init", str(tmp_path / "新" / "台账"), *INIT)
    assert told.code == 4
    assert "git 还不知道您是谁" in told.err
    assert list(tmp_path.iterdir()) == []
    # A repository that was there stays, history and all.
    set_identity(monkeypatch)
    clerk = Clerk(tmp_path / "旧")
    clerk.root.mkdir()
    clerk.git("init", "-q", "-b", "main")
    clerk.git("commit", "-q", "--allow-empty", "-m", "起头")
    hook = clerk.root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert run("init", str(clerk.root), *INIT).code == 4
    assert clerk.commits() == ["起头"]
    assert [p.name for p in clerk.root.iterdir()] == [".git"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--code", "岳: #"), ["机关代字“岳: #”不对", "岳督函"]),
        (("--code", "岳\n政"), ["机关代字"]),
        (("--regime", "yueyan"), ["没有“yueyan”这套制度", "yueyang"]),
        (("--contact", "王\n某"), ["联系人是空的，或有换行"]),
    ],
)
def test_init_refuses_before_it_makes_anything(
    tmp_path: Path, identity: None, args: tuple[str, ...], says: list[str]
) -> None:
    told = run("init", str(tmp_path / "新"), "--office", OFFICE, *args)
    assert told.code == 2
    for words in says:
        assert words in told.err
    assert list(tmp_path.iterdir()) == []


UNIT_FILES = {
    "comments": "# 名录\n单位:\n# 区\n- {名称: 甲区人民政府, 简称: 甲区} # 一\n\n- 名称: 乙局\n  别名: [乙]\n# 完\n",
    "crlf": "单位:\r\n- {名称: 甲区人民政府}\r\n组:\r\n  各区: [甲区人民政府]\r\n",
    "bom-no-end": "\ufeff单位:\n- {名称: 甲区人民政府}",
    "indented": "单位:\n  - 名称: 甲区人民政府\n    简称: '甲区'\n\n# 分组\n组:\n  各区: [甲区]\n",
    "groups-first": "组: {各区: [甲区人民政府]}\n单位:\n- {名称: 甲区人民政府}\n",
    "empty-list": "# 名录\n单位:\n",
    "no-list": "# 名录\n组: {}",
}  # fmt: skip


@pytest.mark.parametrize("name", UNIT_FILES)
def test_a_unit_is_added_and_nothing_else_changes(clerk: Clerk, name: str) -> None:
    clerk.write(UNITS_FILE, UNIT_FILES[name])
    clerk.git("commit", "-q", "-am", "手工")
    old = clerk.raw(UNITS_FILE)
    clerk.do(
        "unit",
        "add",
        "市审计局",
        "--short",
        "审计局",
        "--alias",
        "审计",
        "--kind",
        "市直部门",
        "--contact",
        "赵某",
    )
    new = clerk.raw(UNITS_FILE)
    added = next(line for line in new.splitlines(keepends=True) if "市审计局".encode() in line)
    before = old.splitlines(keepends=True)
    if before and not before[-1].endswith(b"\n"):
        before[-1] += b"\n"
    rest = [line for line in new.splitlines(keepends=True) if line != added]
    assert [x for x in rest if x not in (b"\xe5\x8d\x95\xe4\xbd\x8d:\n",)] == [
        x for x in before if x not in (b"\xe5\x8d\x95\xe4\xbd\x8d:\n",)
    ]
    assert added.endswith(b"\r\n") == (b"\r\n" in old)
    assert clerk.last() == ("增加单位：市审计局", [UNITS_FILE], {"Duban-Action": ["单位"]})
    listed = clerk.do("unit", "list", "--format", "json").json["units"]
    assert listed[-1] == {
        "name": "市审计局", "short": "审计局", "aliases": ["审计"], "kind": "市直部门", "head": None, "merged_into": None,
    }  # fmt: skip


def test_a_list_laid_out_otherwise_is_left_alone(clerk: Clerk) -> None:
    clerk.write(UNITS_FILE, "单位: [{名称: 甲区人民政府}]\n")
    clerk.git("commit", "-q", "-am", "手工")
    told = clerk.refused(1, "unit", "add", "市审计局")
    assert "units.yaml 的写法加不上新单位" in told.err
    assert "duban save" in told.err


def test_unit_list(clerk: Clerk) -> None:
    assert clerk.do("unit", "list").out.splitlines()[0] == f"{LOU}（岳阳楼区、楼区）"


def test_what_to_type_next_can_be_pasted(tmp_path: Path, identity: None) -> None:
    root = tmp_path / "督查 台账"
    assert f"cd '{root}'" in run("init", str(root), *INIT).err


def test_the_settings_say_how_a_bulletin_may_name_matters(tmp_path: Path, identity: None) -> None:
    clerk = Clerk(tmp_path / "台账")
    run("init", str(clerk.root), *INIT)
    line = next(x for x in clerk.text("duban.yaml").splitlines() if x.startswith("# 通报"))
    assert all(word in line for word in ("列明", "只列编号", "不列"))


def test_json_of_init_and_units_has_the_common_head(tmp_path: Path, identity: None) -> None:
    clerk = Clerk(tmp_path / "台账")
    drafted = run("init", str(clerk.root), *INIT, "--draft", "--format", "json").json
    jsonschema.validate(drafted, output_schema("write"))
    made = run("init", str(clerk.root), *INIT, "--format", "json").json
    jsonschema.validate(made, output_schema("write"))
    assert (made["ledger"], made["commit"]) == (OFFICE, clerk.git("rev-parse", "HEAD").strip())
    listed = clerk.do("unit", "list", "--format", "json").json
    jsonschema.validate(listed, output_schema("unit"))
    assert (listed["ledger"], listed["dirty"]) == (OFFICE, False)
