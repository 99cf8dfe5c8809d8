"""Files nobody should write: refused with their place or harmless, in time, in little memory; a hundred thousand in the soak run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from duban_cli.ledger.files import MAX_BYTES
from duban_cli.ledger.nodes import Source, compose
from duban_cli.ledger.store import Ledger
from tests.soak.hostile import COMMON, SLOW, Spoilt, base_ledger, held, in_time, spoilt

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return base_ledger(tmp_path_factory.mktemp("台账"))


@settings(max_examples=3000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(bad=spoilt(COMMON))
def test_spoilt_files(ledger: Ledger, bad: Spoilt) -> None:
    held(ledger, bad)


@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(bad=spoilt(tuple(SLOW)))
def test_spoilt_regimes_and_workbooks(ledger: Ledger, bad: Spoilt) -> None:
    held(ledger, bad)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB.encode(), "anchor"),
        (b"a: " + b"[" * 30_000, "too-deep"),
        (b"a: " + b"{" * 400_000, "too-deep"),
        (b"- " * 400_000, "too-deep"),
        (b"? " * 400_000, "too-deep"),
        ("".join(" " * n + "a:\n" for n in range(1_300)).encode(), "too-deep"),
        (b"a: " + b"x" * (MAX_BYTES + 1), "too-large"),
        (b"x" * 50_000_000, "too-large"),
        (b"a: 1\x00", "control-char"),
        ("a: 甲\u202e乙".encode(), "control-char"),
        ("a: 甲\u2066乙".encode(), "control-char"),
        (b"a: \x1b]0;x\x07", "control-char"),
        (b'a: "\\e[2J"', "control-char"),
        (b'a: ["x", {b: "\\u202e"}]', "control-char"),
        (b'"\\0": 1', "control-char"),
        (b"a: !!python/object/apply:os.system [id]", "tag"),
        (b"%TAG ! tag:evil,2000:\n---\na: !x 1\n", "tag"),
        (b"<<: &a {b: 1}\nc: *a\n", "anchor"),
        (b"\xff\xfea\x00:\x00", "encoding"),
    ],
)  # fmt: skip
def test_bombs(data: bytes, code: str) -> None:
    source = Source("items/2026/2026-0001.yaml")
    with in_time(2):
        assert compose(data, source) is None
    assert code in [p.code for p in source.problems]
    for found in source.problems:
        assert found.line >= 1
        assert found.col >= 1
        assert f"{found.path}:{found.line}:{found.col}: " in found.text


def test_many_keys_and_long_lists_are_read_in_time() -> None:
    for text in (
        "".join(f"键{n}: 值\n" for n in range(60_000)),
        "a:\n" + "- 值\n" * 150_000,
        "a: '" + "''" * 400_000 + "'\n",
    ):
        with in_time(10):
            compose(text.encode()[:MAX_BYTES], Source("x.yaml"))


def test_little_memory() -> None:
    """In a process of its own, which holds nothing of other tests."""
    code = "from tests.soak.hostile import soak; raise SystemExit(soak(1))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT, timeout=110
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def test_a_ledger_whose_files_are_not_files(tmp_path: Path) -> None:
    """A directory, a pipe and links where files should be: told, never opened to wait or to lead elsewhere."""
    import os  # noqa: PLC0415

    from duban_cli.ledger.store import load  # noqa: PLC0415

    base_ledger(tmp_path)
    with (tmp_path / "items/2026/2026-0006.yaml").open("wb") as file:
        file.truncate(50_000_000_000)  # takes no room, and would take all memory
    year = tmp_path / "items" / "2026"
    (year / "2026-0002.yaml").mkdir()
    os.mkfifo(year / "2026-0003.yaml")
    (year / "2026-0004.yaml").symlink_to("/etc/passwd")
    (year / "2026-0005.yaml").symlink_to("2026-0005.yaml")
    (tmp_path / "items" / "2027").symlink_to("../..")
    (tmp_path / "office").symlink_to("/")
    (tmp_path / "calendar").symlink_to("没有")
    with in_time(5):
        loaded = load(tmp_path)
    told = {f.path: f.code for f in loaded.findings}
    assert told["items/2026/2026-0006.yaml"] == "too-large"
    assert told["items/2026/2026-0003.yaml"] == "not-a-file"
    assert told["items/2026/2026-0004.yaml"] == "symlink"
    assert told["items/2026/2026-0005.yaml"] == "symlink"
    assert told["items/2027"] == "symlink"
    assert told["office"] == "symlink"
    assert told["calendar"] == "symlink"
    assert loaded.ledger is None or set(loaded.ledger.items) == {"2026-0001", "2026-0018"}
