"""PDF by LibreOffice: found, run apart from one already open, its failures told."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from duban_cli.documents.pdf import NoPdf, find_office, to_pdf
from tests.documents.papers import bytes_of, text_of, urging

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")
PAPER = {"催办通知单-0001": b"docx"}


def stand_in(directory: Path, script: str) -> Path:
    """A program in LibreOffice's place."""
    path = directory / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_without_libreoffice_the_paper_stands_and_the_clerk_is_told() -> None:
    with pytest.raises(NoPdf) as caught:
        to_pdf(PAPER, None)

    assert (caught.value.exit_code, caught.value.code) == (4, "pdf")
    assert "没有装 LibreOffice" in caught.value.message
    assert "文书已写好" in caught.value.message
    assert "另存为 PDF" in (caught.value.hint or "")


@posix
def test_it_is_found_on_the_path_by_either_name(tmp_path: Path) -> None:
    assert find_office({"PATH": str(tmp_path)}, "linux") is None
    program = stand_in(tmp_path, "true")
    assert find_office({"PATH": str(tmp_path)}, "linux") == program
    program.rename(tmp_path / "libreoffice")
    assert find_office({"PATH": str(tmp_path)}, "linux") == tmp_path / "libreoffice"


def test_it_is_found_where_the_windows_installer_puts_it(tmp_path: Path) -> None:
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"")
    environ = {"PATH": "", "ProgramFiles": str(tmp_path)}
    assert find_office(environ, "win32") == program
    assert find_office(environ, "linux") is None


@posix
def test_it_runs_once_for_all_with_a_profile_of_its_own(tmp_path: Path) -> None:
    log = tmp_path / "log"
    office = stand_in(
        tmp_path,
        f'echo "$@" >> "{log}"\n'
        'for file in "$@"; do case "$file" in *.docx) { echo PDF; cat "$file"; } > "${file%.docx}.pdf";; esac; done',
    )

    made = to_pdf({"甲/乙 的函": b"one", "丙": b"two"}, office)

    assert made == {"甲/乙 的函": b"PDF\none", "丙": b"PDF\ntwo"}
    (call,) = log.read_text(encoding="utf-8").splitlines()
    assert "-env:UserInstallation=file:///" in call
    assert "--headless" in call


@posix
def test_no_pdf_made_is_told_with_the_paper_s_name(tmp_path: Path) -> None:
    with pytest.raises(NoPdf, match="LibreOffice 没有做出 PDF：催办通知单-0001"):
        to_pdf(PAPER, stand_in(tmp_path, "exit 1"))


@posix
def test_a_run_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    office = stand_in(tmp_path, f'sleep 60 & echo $! > "{pid}"; wait')
    begin = time.monotonic()

    with pytest.raises(NoPdf, match="没有做完"):
        to_pdf(PAPER, office, timeout=1)

    assert time.monotonic() - begin < 20
    assert any(ended(int(pid.read_text())) for _ in range(100))


def ended(number: int) -> bool:
    """Whether a process is gone; waits a little for one that is not."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    time.sleep(0.05)
    return False


@posix
def test_a_program_that_cannot_start_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "soffice"
    broken.write_bytes(b"\x7fELF nonsense")
    broken.chmod(0o755)
    with pytest.raises(NoPdf, match="启动不了"):
        to_pdf(PAPER, broken)


@pytest.mark.office
@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_a_real_paper_becomes_a_real_pdf() -> None:
    made = to_pdf({"催办通知单": bytes_of(text_of("催办通知单", urging))}, find_office())
    assert made["催办通知单"].startswith(b"%PDF-")
