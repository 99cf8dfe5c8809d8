"""README keeps its word: its commands work, its examples print what it shows, its tables come from the code."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from duban_cli.cli.app import COMMANDS
from duban_cli.documents.reference import reference
from tests import readme

NAMED_ONLY = ("schema", "edit", "completion", "merge")
"""Named in README without a console example: long output, an editor that waits for a person, another clerk's clone."""


def test_sections_written_from_the_code_are_up_to_date() -> None:
    text = readme.README.read_text(encoding="utf-8")
    assert readme.written(text) == text, "run: python -m tests.readme"
    assert readme.TEMPLATE_PAGE.read_text(encoding="utf-8").rstrip("\n") == reference().rstrip("\n")


def test_every_command_is_in_an_example_or_named() -> None:
    used = {e.args[i] for e in readme.examples() if e.args[0] == "duban" for i in range(1, len(e.args))}
    missing = [c.name for c in COMMANDS if c.name not in used and c.name not in NAMED_ONLY]
    assert missing == []


def test_console_examples_run_as_shown(tmp_path: Path) -> None:
    for example, done in readme.run_examples(tmp_path):
        told = f"{example.line}\n{done.stdout}\n{done.stderr}"
        assert done.returncode == 0, told
        if example.shown.strip():
            assert readme.plain(done.stdout) == readme.plain(example.shown), told


def test_from_a_ledger_in_excel_to_the_first_urging_paper(tmp_path: Path) -> None:
    told = readme.from_excel()
    assert len([s for s in told if isinstance(s, readme.Example)]) < 10
    for example, done in readme.run_examples(tmp_path, told):
        assert done.returncode == 0, f"{example.line}\n{done.stderr}"
    assert [p.name for p in tmp_path.glob("桌面/*/papers/*/*.docx")] == ["催办通知单-0001.docx"]
    source = (tmp_path / "桌面" / "督办台账.xlsx").read_bytes()
    assert source.startswith(b"PK")


def _clone(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    home = tmp_path / "home"
    home.mkdir()
    copy = tmp_path / "duban"
    subprocess.run(["git", "clone", "-q", str(readme.ROOT), str(copy)], check=True)
    env = {
        k: v
        for k, v in os.environ.items()
        if k in ("PATH", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "SSL_CERT_FILE")
    }
    return copy, {**env, "HOME": str(home), "LANG": "C"}


@pytest.mark.readme
def test_the_demo_command(tmp_path: Path) -> None:
    copy, env = _clone(tmp_path)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", readme.command("demo")],
        cwd=copy,
        env=env,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "演示完毕" in done.stdout.decode("utf-8")
    assert list((copy / "duban-demo" / "papers" / "2026").glob("催办通知单-*.docx"))


@pytest.mark.readme
def test_the_test_command_leaves_these_out(tmp_path: Path) -> None:
    line = readme.command("tests")
    assert "not readme" in line
    copy, env = _clone(tmp_path)
    # The whole suite runs under this very command elsewhere; here it is enough that it sets itself up and starts.
    quick = f"{line} --collect-only tests/rules"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", quick], cwd=copy, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
