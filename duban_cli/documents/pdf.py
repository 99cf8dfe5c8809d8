"""A paper as PDF, made by LibreOffice where it is installed; the .docx stays the paper that is registered."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from duban_cli.errors import DubanError

TIMEOUT = 120
"""Seconds for one run of LibreOffice; the first on a machine takes longest."""

INSTALL = "装 LibreOffice（https://zh-cn.libreoffice.org），或用 Word、WPS 打开 .docx 另存为 PDF"
_NAMES = ("soffice", "libreoffice")
_PLACES = {
    "win32": (r"LibreOffice\program\soffice.com", r"LibreOffice\program\soffice.exe"),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}


class NoPdf(DubanError):
    """The paper is there, its PDF is not: LibreOffice is missing or failed (exit 4)."""

    exit_code: ClassVar[int] = 4
    code = "pdf"


def find_office(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path | None:
    """LibreOffice's program, by PATH or where its installer puts it; None where there is none."""
    env = os.environ if environ is None else environ
    found = (shutil.which(name, path=env.get("PATH", os.defpath)) for name in _NAMES)
    for path in (*(Path(one) for one in found if one), *_installed(env, platform)):
        if path.is_file():
            return path
    return None


def _installed(env: Mapping[str, str], platform: str) -> Iterator[Path]:
    for place in _PLACES.get(platform, ()):
        if platform != "win32":
            yield Path(place)
            continue
        for home in ("ProgramFiles", "ProgramFiles(x86)"):
            if env.get(home):
                yield Path(env[home]) / Path(*place.split("\\"))


def to_pdf(papers: Mapping[str, bytes], office: Path | None, *, timeout: float = TIMEOUT) -> dict[str, bytes]:
    """The PDF of each paper, by the same names (file names without ending).

    LibreOffice runs once for all, with a profile of its own, so that one already open does not matter.

    Raises:
        NoPdf: there is no LibreOffice, it took longer than ``timeout`` seconds, or it made no PDF.
    """
    if office is None:
        raise NoPdf("没有装 LibreOffice，PDF 没有出（文书已写好）", INSTALL)
    if not papers:
        return {}
    # Names of our own: what a clerk calls a paper may be more than LibreOffice or the disk can take.
    numbered = {f"{number}": name for number, name in enumerate(papers, 1)}
    with tempfile.TemporaryDirectory(prefix="duban-pdf-", ignore_cleanup_errors=True) as home:
        work = Path(home)
        for number, name in numbered.items():
            (work / f"{number}.docx").write_bytes(papers[name])
        _run(office, work, [f"{number}.docx" for number in numbered], timeout)
        made = {
            name: target.read_bytes()
            for number, name in numbered.items()
            if (target := work / f"{number}.pdf").is_file()
        }
    missing = [name for name in papers if name not in made]
    if missing:
        raise NoPdf(f"LibreOffice 没有做出 PDF：{'、'.join(missing)}（文书已写好）", INSTALL)
    return made


def _run(office: Path, work: Path, files: list[str], timeout: float) -> None:
    profile = (work / "profile").as_uri()
    command = [
        str(office), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "pdf", "--outdir", str(work), *(str(work / file) for file in files),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    try:
        # A session of its own: what it starts ends with it.
        office_run = subprocess.Popen(
            command, cwd=work, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as error:
        raise NoPdf(f"LibreOffice 启动不了（{error.strerror}），PDF 没有出（文书已写好）", INSTALL) from None
    try:
        office_run.wait(timeout)
    except subprocess.TimeoutExpired:
        raise NoPdf(
            f"LibreOffice {timeout:g}秒没有做完，PDF 没有出（文书已写好）",
            "关掉别的程序再试，或用 Word、WPS 另存为 PDF",
        ) from None
    finally:
        _end(office_run)


def _end(run: subprocess.Popen[bytes]) -> None:
    """Ends it with all it has started, if it still runs."""
    if run.poll() is not None:
        return
    if sys.platform == "win32":
        run.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    run.wait()
