"""``check``: every finding in its place, in three forms, with the exit code that fits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, Duban, break_item
from tests.kit import HANDED_OUT, item_text, make_ledger

SOUND = {"2026-0018": item_text(*HANDED_OUT)}


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger without an error."""
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    root = make_ledger(tmp_path / "台账", SOUND)
    monkeypatch.chdir(root)
    return root


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    """The ledger's files; what is kept in .duban is nobody's but duban's."""
    files = (p for p in root.rglob("*") if p.is_file() and ".duban" not in p.parts)
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def test_silent_and_0_when_all_is_well(duban: Duban) -> None:
    answer = duban("check", "--strict")
    assert (answer.code, answer.out, answer.err) == (0, "", "没有问题\n")


def test_it_only_reads(duban: Duban, ledger: Path) -> None:
    break_item(ledger)
    before = snapshot(ledger)
    duban("check")
    assert snapshot(ledger) == before


def test_an_error_is_told_with_place_and_what_to_do(duban: Duban, ledger: Path) -> None:
    break_item(ledger)
    answer = duban("check")
    assert answer.code == 1
    first = answer.out.splitlines()[0]
    assert first.startswith("items/2026/2026-0021.yaml:2:")
    assert " 错误 fullwidth-colon " in first
    assert first.endswith("（改成半角冒号加空格：类别: …）")
    assert "1处错误" in answer.err


def test_a_warning_fails_only_when_strict(duban: Duban, ledger: Path) -> None:
    (ledger / "items/2026/笔记.txt").write_text("x", encoding="utf-8")
    relaxed = duban("check")
    assert relaxed.code == 0
    assert " 提醒 stray-file " in relaxed.out
    assert relaxed.err == "0处错误、1处提醒\n"
    assert duban("check", "--strict").code == 1


def test_json(duban: Duban, ledger: Path) -> None:
    break_item(ledger)
    answer = duban("check", "--format", "json")
    assert answer.code == 1
    assert answer.err == ""
    finding = answer.json["findings"][0]
    assert list(finding) == ["path", "line", "col", "level", "code", "message", "hint"]
    assert (finding["path"], finding["line"], finding["level"]) == ("items/2026/2026-0021.yaml", 2, "error")
    assert duban("check", "items/2026/2026-0018.yaml", "--format", "json").json["findings"] == []


def test_github_annotations(duban: Duban, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_item(ledger)
    monkeypatch.chdir(ledger.parent)
    out = duban("-C", str(ledger), "check", "--format", "github").out
    assert out.startswith("::error file=台账/items/2026/2026-0021.yaml,line=2,col=")
    assert ",title=fullwidth-colon::" in out
    assert "\n::" in out or out.count("\n") == 1


def test_only_the_paths_asked_for(duban: Duban, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_item(ledger)
    assert duban("check", "items/2026/2026-0018.yaml").code == 0
    assert duban("check", "items/2026").code == 1
    assert duban("check", str(ledger / "items")).code == 1
    assert duban("check", ".").code == 1
    monkeypatch.chdir(ledger / "items/2026")
    assert duban("check", "2026-0021.yaml").code == 1
    assert duban("check", "2026-0018.yaml").code == 0
    assert duban("check", "items/2026/2026-0021.yaml").code == 1
    missing = duban("check", "无.yaml")
    assert missing.code == 2
    assert "没有这个文件：无.yaml" in missing.err
    outside = duban("check", str(ledger.parent))
    assert outside.code == 2
    assert "不在台账" in outside.err


def test_outside_a_ledger_the_paths_say_which(
    duban: Duban, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_item(ledger)
    monkeypatch.chdir(tmp_path)
    assert duban("check", "台账/items/2026/2026-0018.yaml", "台账/units.yaml").code == 0
    broken = duban("check", "台账/items/2026/2026-0021.yaml")
    assert broken.code == 1
    assert broken.out.startswith("items/2026/2026-0021.yaml:2:")
    make_ledger(tmp_path / "乙", SOUND)
    both = duban("check", "台账/units.yaml", "乙/units.yaml")
    assert both.code == 2
    assert "不在同一本台账里：乙、台账" in both.err
    (tmp_path / "别的.yaml").write_text("甲: 乙\n", encoding="utf-8")
    assert "这里不是台账" in duban("check", "别的.yaml").err


def test_no_file_passes_while_the_ledger_cannot_be_read(duban: Duban, ledger: Path) -> None:
    (ledger / "regime.yaml").write_text(BROKEN, encoding="utf-8")
    answer = duban("check", "items/2026/2026-0018.yaml")
    assert answer.code == 1
    assert [line.split(":", 1)[0] for line in answer.out.splitlines()] == ["regime.yaml"]


def test_a_ledger_whose_base_files_are_broken_is_checked_too(duban: Duban, ledger: Path) -> None:
    (ledger / "regime.yaml").write_text(BROKEN, encoding="utf-8")
    (ledger / "units.yaml").unlink()
    answer = duban("check")
    assert answer.code == 1
    assert "regime.yaml:2:" in answer.out
    assert "units.yaml:0:0: 错误 missing-file" in answer.out


@pytest.mark.skipif(os.name == "nt", reason="file names there hold no control characters")
def test_a_file_name_cannot_command_the_terminal(duban: Duban, ledger: Path) -> None:
    (ledger / "items/2026/\x1b]0;x\x07.yaml").write_text("x", encoding="utf-8")
    answer = duban("check")
    assert "\x1b" not in answer.out
    assert "\\x1b]0;x\\x07.yaml" in answer.out
    assert "\\u001b" in duban("check", "--format", "json").out
