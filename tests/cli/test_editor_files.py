"""What ``init`` and ``schema --write`` put into a ledger for editors, and the line that leads from a file to its schema."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

from duban_cli.ledger.vocabulary import ACTIONS
from duban_cli.views.schemas import FILES
from tests.clerk import ITEM, LOU, NEW, OFFICE, Clerk, run
from tests.cli.conftest import call

pytest_plugins = ("tests.gitkit", "tests.clerk")

INIT = ("--office", OFFICE, "--code", "岳", "--contact", "王某", "--phone", "0730-0000000")
LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def schema_of(clerk: Clerk, path: str) -> Path | None:
    """The schema the file's own first line leads to."""
    found = LINE.match(clerk.text(path))
    return (clerk.root / path).parent.joinpath(found[1]).resolve() if found else None


def test_a_new_ledger_has_what_an_editor_needs(clerk: Clerk) -> None:
    settings = json.loads(clerk.text(".vscode/settings.json"))
    assert settings["files.encoding"] == "utf8"
    assert settings["files.eol"] == "\n"
    assert settings["yaml.format.enable"] is False
    assert json.loads(clerk.text(".vscode/extensions.json")) == {"recommendations": ["redhat.vscode-yaml"]}
    mapped = settings["yaml.schemas"]
    assert len(mapped) == len(FILES)
    clerk.do(*NEW, today="2026-03-03")
    for schema, pattern in mapped.items():
        Draft202012Validator.check_schema(json.loads(clerk.text(schema)))
        found = {p.relative_to(clerk.root).as_posix() for p in clerk.root.glob(pattern)}
        assert found or pattern.startswith(("office/", "calendar/"))
    assert clerk.git("status", "--porcelain", "-uall") == ""
    assert clerk.do("check", "--strict", today="2026-03-03").text == "没有问题\n"


def test_new_files_lead_to_their_schema(clerk: Clerk, tmp_path: Path) -> None:
    schemas = clerk.root / ".schema"
    assert schema_of(clerk, "duban.yaml") == schemas / "duban.json"
    assert schema_of(clerk, "units.yaml") == schemas / "units.json"
    clerk.do(*NEW, today="2026-03-03")
    assert schema_of(clerk, ITEM) == schemas / "item.json"
    table = tmp_path / "表.csv"
    table.write_text("工作任务,牵头单位,完成时限\n清查工地,市财政局,2026-12-18\n", encoding="utf-8")
    split = ("--category", "专项督查", "--approved-by", "刘某某", "--source", "文件/专项方案")
    clerk.do("split", str(table), *split, today="2026-03-03")
    table.write_text("督办事项,责任单位,办理时限\n修路,市财政局,2026-12-18\n", encoding="utf-8")
    clerk.do("import", str(table), "--category", "领导批示", today="2026-03-03")
    made = sorted(p.relative_to(clerk.root).as_posix() for p in clerk.root.glob("items/*/*.yaml"))
    assert [schema_of(clerk, path) for path in made] == [schemas / "item.json"] * 3


def test_where_the_ledger_has_no_schema_no_line_leads_to_one(clerk: Clerk) -> None:
    clerk.git("rm", "-q", "-r", ".schema")
    clerk.git("commit", "-q", "-m", "不要")
    clerk.do(*NEW, today="2026-03-03")
    assert schema_of(clerk, ITEM) is None
    clerk.do("check", "--strict", today="2026-03-03")


def test_what_the_ledger_knows_is_offered(clerk: Clerk) -> None:
    item = json.loads(clerk.text(".schema/item.json"))["properties"]
    assert "会议议定" in item["类别"]["examples"]
    before = clerk.state()
    assert ".schema/item.json" in clerk.do("schema", "--write", "--draft").out
    assert clerk.state() == before
    clerk.do("schema", "--write")
    item = json.loads(clerk.text(".schema/item.json"))["properties"]
    assert LOU in item["主办单位"]["examples"]
    assert clerk.last()[1] == [".schema/item.json"]
    again = clerk.state()
    assert "已经是新的" in clerk.do("schema", "--write").err
    assert clerk.state() == again


def test_settings_of_the_clerk_are_left_alone(clerk: Clerk) -> None:
    mine = '{\n  // 我的\n  "editor.fontSize": 18\n}\n'
    clerk.write(".vscode/settings.json", mine)
    clerk.write(".schema/units.json", "坏的")
    clerk.do("save")
    told = clerk.do("schema", "--write")
    assert "没有改" in told.err
    assert clerk.text(".vscode/settings.json") == mine
    assert json.loads(clerk.text(".schema/units.json"))["title"]


def test_a_directory_opened_in_the_editor_first(tmp_path: Path, identity: None) -> None:
    clerk = Clerk(tmp_path / "台账")
    clerk.write(".vscode/settings.json", "{}\n")
    assert run("init", str(clerk.root), *INIT).code == 0
    assert clerk.text(".vscode/settings.json") == "{}\n"
    assert (clerk.root / ".vscode/extensions.json").is_file()
    assert (clerk.root / ".schema/item.json").is_file()


def test_a_schema_reads_the_same_in_every_process() -> None:
    """Else each clerk's ``schema --write`` would undo the last one's."""
    code = "from duban_cli.views.schemas import FILES, file_schema; print([file_schema(f) for f in FILES])"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def test_every_action_is_offered_and_explained() -> None:
    words = call("schema").json["properties"]["办理"]["items"]["properties"]["动作"]
    assert words["enum"] == [*ACTIONS]
    assert words["enumDescriptions"] == [action.doc for action in ACTIONS.values()]
