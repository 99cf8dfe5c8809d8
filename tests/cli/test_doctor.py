"""``doctor``: fonts, LibreOffice and templates, each with what to do."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Any

import docx
import pytest

from duban_cli.shipped import templates_dir
from tests.cli.conftest import Answer, Duban, call
from tests.cli.test_schema import complaints, validator


def program(directory: Path, name: str, script: str) -> None:
    path = directory / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that is all there is on PATH: no fontconfig, no LibreOffice, no git."""
    place = tmp_path / "bin"
    place.mkdir()
    monkeypatch.setenv("PATH", str(place))
    monkeypatch.setenv("HOME", str(tmp_path))
    return place


def git_as_it_is(place: Path) -> None:
    """The machine's git on a PATH that is otherwise bare."""
    found = shutil.which("git", path=os.defpath) or shutil.which("git", path="/usr/local/bin")
    assert found is not None
    (place / "git").symlink_to(found)


def area(answer: Answer, name: str) -> dict[str, dict[str, Any]]:
    """The lines of one area by what they are about."""
    return {one["name"].partition("（")[0]: one for one in answer.json["checks"] if one["area"] == name}


def test_a_machine_that_has_everything_is_in_order(duban: Duban, machine: Path) -> None:
    names = "FZXiaoBiaoSong-B05S,方正小标宋简体\\n仿宋_GB2312\\n楷体_GB2312\\nSimHei,黑体\\n宋体\\n"
    program(machine, "fc-list", f"printf '{names}'")
    program(machine, "soffice", "true")
    git_as_it_is(machine)

    answer = duban("doctor")

    assert answer.code == 0
    assert "正常  仿宋_GB2312（正文）：已安装" in answer.out
    assert f"LibreOffice：已安装（{machine / 'soffice'}）" in answer.out
    assert "提醒" not in answer.out.partition("\n字体\n")[2]


def test_a_bare_machine_is_told_what_stands_in_and_what_to_do(duban: Duban, machine: Path) -> None:
    program(machine, "fc-list", "printf '仿宋\\nNoto Sans CJK SC\\n'")
    program(machine, "fc-match", "echo Noto Sans CJK SC")
    git_as_it_is(machine)

    answer = duban("doctor", "--format", "json")

    assert answer.code == 0
    fonts = area(answer, "字体")
    assert fonts["仿宋_GB2312"]["message"] == "已安装同类的“仿宋”"
    assert fonts["黑体"]["level"] == "warning"
    assert fonts["黑体"]["message"] == "没有，这台机器上用“Noto Sans CJK SC”代替"
    assert area(answer, "PDF")["LibreOffice"]["level"] == "warning"
    assert all(one["hint"] for one in answer.json["checks"] if one["level"] != "ok")


def test_the_output_fits_its_schema(duban: Duban) -> None:
    assert complaints(validator("--output", "doctor"), duban("doctor", "--format", "json").json) == []


def test_each_template_of_the_office_is_tried(duban: Duban, ledger: Path) -> None:
    own = ledger / "templates"
    own.mkdir()
    shutil.copy(templates_dir() / "督查函.md", own)
    wrong = (templates_dir() / "督办单.md").read_text(encoding="utf-8").replace("{{ 文号 }}", "{{ 文好 }}")
    (own / "督办单.md").write_text(wrong, encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("{{ 主送 }}：{{ 事项[0].逾期天 }}")
    document.save(str(own / "催办通知单.docx"))
    (own / "督察通报.md").write_text("---\n", encoding="utf-8")
    (own / "销号单.wps").write_bytes(b"")
    (own / "~$督查函.docx").write_bytes(b"")
    (own / "退回重办通知.docx").write_bytes(b"no zip")

    answer = duban("doctor", "--format", "json")

    assert answer.code == 1
    found = area(answer, "模板")
    assert {name: one["level"] for name, one in found.items()} == {
        "templates/督查函.md": "ok",
        "templates/督办单.md": "error",
        "templates/催办通知单.docx": "error",
        "templates/督察通报.md": "warning",
        "templates/销号单.wps": "warning",
        "templates/退回重办通知.docx": "error",
    }
    assert "没有“文好”这个名字" in found["templates/督办单.md"]["message"]
    assert "{{ 事项[0].逾期天 }}" in found["templates/催办通知单.docx"]["message"]
    assert "是不是“督查通报”" in found["templates/督察通报.md"]["hint"]
    assert "另存为 .docx" in found["templates/销号单.wps"]["hint"]


def test_a_word_file_beside_a_text_is_told_of(duban: Duban, ledger: Path) -> None:
    own = ledger / "templates"
    own.mkdir()
    shutil.copy(templates_dir() / "督查函.md", own)
    docx.Document().save(str(own / "督查函.docx"))

    answer = duban("doctor")

    assert answer.code == 0
    assert "同时有 督查函.docx，出文书用的是那一份" in answer.out


def test_it_works_outside_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)

    answer = call("自检")

    assert answer.code == 0
    assert "不在台账里，没有查" in answer.out


def test_without_git_nothing_can_be_kept(duban: Duban, machine: Path) -> None:
    answer = duban("doctor", "--format", "json")
    assert answer.code == 1
    line = area(answer, "git")["git"]
    assert (line["level"], line["message"]) == ("error", "这台机器上没有 git")
    assert "git-scm.com" in line["hint"]


@pytest.mark.parametrize(
    ("said", "level", "told"),
    [
        ("git version 2.20.1", "error", "2.20.1 太旧了，不能写台账，至少要 2.28"),
        ("git version 2.30.2 (Apple Git-130)", "warning", "早于 2.36，突然断电时"),
        ("git version 2.45.1.windows.1", "ok", "已安装（2.45.1.windows.1）"),
        ("git version 3.0", "ok", "已安装（3.0）"),
        ("git of our own making", "ok", "已安装（git of our own making）"),
    ],
)
def test_git_is_told_by_its_version(duban: Duban, machine: Path, said: str, level: str, told: str) -> None:
    program(machine, "git", f"case \"$*\" in *version) echo '{said}';; *) exit 128;; esac")
    line = area(duban("doctor", "--format", "json"), "git")["git"]
    assert line["level"] == level
    assert told in line["message"]
