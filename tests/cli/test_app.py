"""Commands, help, options, errors and exit codes: what holds for every command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from duban_cli import __version__
from duban_cli.cli import app
from duban_cli.cli.app import COMMANDS, GROUPS, CommandSpec
from duban_cli.cli.help import HelpGroup
from tests.cli.conftest import TODAY, Duban, call

ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|Show this message|\[OPTIONS\]|required|default:|TEXT")
EVERY = pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)


def run(*args: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "duban_cli", *args], cwd=cwd, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **env},
    )  # fmt: skip


@EVERY
def test_every_command_has_chinese_help_with_an_example(spec: CommandSpec) -> None:
    page = call(spec.name, "--help")
    assert page.code == 0
    assert page.out.startswith(f"用法：duban {spec.shown}")
    if spec.alias:
        assert call(spec.alias, "--help").out == page.out
    assert "例：" in page.out
    assert "duban " in page.out.partition("例：")[2]
    assert not ENGLISH.search(page.out)


@EVERY
def test_the_alias_is_the_same_command(spec: CommandSpec) -> None:
    pages = [call(name, "-h").out for name in (spec.name, spec.alias)]
    assert pages[1].replace(f"duban {spec.alias}（", f"duban {spec.name}（") == pages[0]


@EVERY
def test_commands_within_a_command_have_chinese_help_with_an_example(spec: CommandSpec) -> None:
    command = spec.build(())
    for name in command.commands if isinstance(command, HelpGroup) else ():
        page = call(spec.name, name, "--help").out
        assert "例：" in page
        assert not ENGLISH.search(page)


def test_names_and_aliases_are_each_used_once() -> None:
    names = [name for spec in COMMANDS for name in (spec.name, spec.alias)]
    assert len(names) == len(set(names))
    assert {spec.group for spec in COMMANDS} <= set(GROUPS)


@pytest.mark.parametrize("args", [(), ("--help",), ("-h",)])
def test_the_listing_shows_every_command_with_its_alias(args: tuple[str, ...]) -> None:
    page = call(*args)
    assert page.code == 0
    for spec in COMMANDS:
        assert f"  {spec.name}（{spec.alias}）" in page.out
    assert not ENGLISH.search(page.out)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("lst",), "没有“lst”这个命令"),
        (("list", "--uni", "甲"), "没有 --uni 这个选项"),
        (("list", "--unit"), "选项 --unit 后面缺内容"),
        (("list", "--overdue=1"), "选项 --overdue 后面不写内容"),
        (("list", "甲"), "多写了：甲"),
        (("show",), "缺编号"),
        (("show", "2026-0018", "--format", "xml"), "选项 --format：“xml”不在可选之列"),
        (("--today", "昨天", "list"), "选项 --today：“昨天”不是日期"),
        (("list", "--today", "2026-02-30"), "2026年2月没有30日"),
        (("--nosuch",), "没有 --nosuch 这个选项"),
        (("list", "--year", "26"), "“26”不是年份"),
        (("-C", "."), "没有写命令"),
    ],
)
def test_wrong_use_is_told_in_chinese_with_what_to_do(duban: Duban, args: tuple[str, ...], said: str) -> None:
    answer = call(*args)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("错误：")
    assert said in answer.err
    assert "提示：" in answer.err or "可选之列：" in answer.err


def test_the_nearest_command_is_offered() -> None:
    assert "是否指 list" in call("lits").err
    assert "是否指 台账" in call("台帐").err


def test_a_program_that_asked_for_json_gets_its_errors_as_json(duban: Duban) -> None:
    answer = duban("show", "2026-0081", "--format", "json")
    assert answer.code == 2
    assert answer.json["code"] == "not-found"
    assert answer.json["message"] == "台账里没有事项 2026-0081"
    assert answer.json["hint"].startswith("是否指 2026-00")
    assert answer.err == ""
    assert call("list", "--foo", "--format=json").json["code"] == "usage"


def test_today_may_stand_before_or_after_the_command(ledger: Path) -> None:
    before, after = call("--today", "2026-03-19", "list"), call("list", "--today", "2026-03-19")
    assert before.out == after.out
    assert call("--today", "2026-01-01", "list", "--today", "2026-03-19").out == after.out


def test_the_hour_of_today_counts(ledger: Path) -> None:
    path = ledger / "items/2026/2026-0018.yaml"
    text = path.read_text(encoding="utf-8").replace("办结时限: 10个工作日", "办结时限: 第10个工作日12:00")
    path.write_text(text.replace(", 限期: 2026-03-18", ""), encoding="utf-8")
    for clock, overdue in (("T12:00", False), ("T12:01", True)):
        item = call(
            "list", "--unit", "楼区", "--year", "2026", "--today", f"2026-03-18{clock}", "--format", "json"
        ).json["items"][0]
        assert item["overdue"] is overdue
        assert item["due_at"] == "2026-03-18T12:00:00+08:00"


def test_the_ledger_is_c_else_the_environment_else_the_nearest_parent(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = call("list").out
    monkeypatch.chdir(ledger / "items/2026")
    assert call("list").out == inside
    monkeypatch.chdir(tmp_path)
    lost = call("list")
    assert lost.code == 2
    assert "这里不是台账" in lost.err
    assert "duban init" in lost.err
    assert call("-C", str(ledger), "list").out == inside
    assert call("list", "-C", str(ledger)).out == inside
    monkeypatch.setenv("DUBAN_LEDGER", str(ledger))
    assert call("list").out == inside
    wrong = call("-C", str(tmp_path / "无"), "list")
    assert wrong.code == 2
    assert "没有这个目录" in wrong.err
    assert f"是否指 {ledger}" in call("-C", str(ledger / "items"), "list").err


def test_version_needs_nothing_heavy() -> None:
    seen = "import sys; from duban_cli.__main__ import main; main(['--version']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    version, modules = done.stdout.splitlines()
    assert version == f"duban {__version__}"
    assert not {"typer", "docx", "jinja2", "rich", "ruamel", "ruamel.yaml"} & set(modules.split())
    assert call("-C", "x", "--version").out == f"duban {__version__}\n"


def test_looking_loads_only_what_it_needs(ledger: Path) -> None:
    seen = "import sys; from duban_cli.__main__ import main; main(['list', '--year', '2026']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", seen], cwd=ledger, capture_output=True, text=True, check=True
    )
    assert not {"docx", "jinja2", "rich", "pydantic", "markdown_it", "duban_cli.git"} & set(
        done.stdout.splitlines()[-1].split()
    )


def test_output_is_utf8_in_any_locale(ledger: Path) -> None:
    for env in ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "gbk"}):
        done = run("list", "--today", TODAY, cwd=ledger, **env)
        assert done.returncode == 0
        assert "洞庭大道排水管网改造整改" in done.stdout.decode("utf-8")
        assert "共4件" in done.stderr.decode("utf-8")


def test_a_reader_that_stops_reading_is_no_error(ledger: Path) -> None:
    command = f"{sys.executable} -m duban_cli list --today {TODAY} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ledger, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Broken" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_bug_is_told_with_a_log_and_code_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(_args: object) -> int:
        raise ValueError("一处缺陷")

    monkeypatch.setattr(app, "run_command", broken)
    answer = call("list")
    assert answer.code == 3
    found = re.search(r"经过已写入 (\S+\.log)", answer.err)
    assert found
    text = Path(found[1]).read_text(encoding="utf-8")
    assert "一处缺陷" in text
    assert "'list'" in text
    assert __version__ in text
    assert "Traceback" not in answer.err
    told = call("list", "--format", "json")
    assert told.code == 3
    assert json.loads(told.out)["code"] == "bug"


def test_an_interruption_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "run_command", stopped)
    answer = call("list")
    assert answer.code == 130
    assert answer.err == "已中断\n"
