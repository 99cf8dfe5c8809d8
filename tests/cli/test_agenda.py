"""``agenda``: in words, as JSON; nothing written; an unreadable file seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from duban_cli.cli.app import find_command
from duban_cli.shipped import example_dir
from tests.cli.conftest import Duban, break_item, call


def test_what_is_to_be_done_in_words(duban: Duban) -> None:
    told = duban("agenda")
    assert told.code == 0
    assert told.out.startswith("2026-11-20 周五：今天应办4件，本周到期1件，办公室自己的事")
    notice = told.out[told.out.index("发催办通知单") :].splitlines()
    assert notice[0] == "发催办通知单  岳阳楼区人民政府：洞庭大道排水管网改造整改"
    assert notice[1] == (
        "      反馈应于 2026-03-18 前，逾期169个工作日；2026-03-27 起应办  岳政办发〔2007〕3号 二（三）"
    )
    assert notice[2] == "      duban urge 2026-0018"


def test_the_alias_and_the_days_asked_about(duban: Duban) -> None:
    assert "今天应办4件，40日内到期" in duban("待办", "--days", "40").out
    told = duban("agenda", "--days", "400")
    assert told.code == 2
    assert "最多 366 天" in told.err


def test_json_has_the_head_and_every_task(duban: Duban) -> None:
    found = duban("agenda", "--format", "json").json
    assert (found["version"], found["today"], found["until"]) == (1, "2026-11-20", "2026-11-27")
    task = next(t for t in found["tasks"] if t["what"] == "交办")
    assert task["id"] == "2026-0020"
    assert task["who"] == "督查室"
    assert (task["since"], task["due"], task["overdue"]) == ("2026-03-03", "2026-03-05", True)
    assert (task["clause"], task["command"]) == ("本办约定", "duban assign 2026-0020")


@pytest.mark.parametrize("name", ["agenda", "daily"])
def test_the_published_schema_fits(duban: Duban, ledger: Path, name: str) -> None:
    break_item(ledger)
    schema = Draft202012Validator(call("schema", "--output", name).json)
    document = duban(name, "--format", "json").json
    assert [e.message for e in schema.iter_errors(document)] == []


def test_a_file_that_cannot_be_read_stands_first_to_be_mended(duban: Duban, ledger: Path) -> None:
    break_item(ledger)
    told = duban("agenda")
    assert told.code == 1
    assert "2026-0021  改好文件" in told.out


def test_drafts_wait_for_a_signature(duban: Duban, ledger: Path) -> None:
    (ledger / "drafts").mkdir()
    (ledger / "drafts/督查通报-2026-10-01至2026-10-31.docx").write_bytes(b"")
    (ledger / "drafts/~$查通报.docx").write_bytes(b"")
    told = duban("agenda").out
    assert told.count("待签发") == 1
    assert "duban issue drafts/督查通报-2026-10-01至2026-10-31.docx --approved-by 姓名" in told


@pytest.mark.parametrize("day", ["2026-03-06", "2026-11-20"])
def test_every_command_it_names_is_one(day: str) -> None:
    found = call("-C", str(example_dir("yueyang")), "--today", day, "agenda", "--format", "json").json
    typed = {t["command"].split()[1] for t in found["tasks"] if t["command"].startswith("duban ")}
    assert typed
    assert [name for name in typed if find_command(name) is None] == []
