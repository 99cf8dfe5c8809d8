"""``--pdf``: the paper is written all the same; its PDF beside it, or why there is none."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from duban_cli.documents.pdf import find_office
from tests.clerk import Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script"
)
LATE = "2026-04-01"
ASK = ("record", "2026-0001", "问责建议", "--unit", "楼区", "--reason", "逾期不报", "--content", "拒不整改")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place: each PDF is the paper behind a line that says so."""
    place = tmp_path / "bin"
    place.mkdir()
    program = place / "soffice"
    program.write_text(
        '#!/bin/sh\nfor file in "$@"; do case "$file" in *.docx) '
        '{ echo %PDF-; cat "$file"; } > "${file%.docx}.pdf";; esac; done\n',
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    return program


@pytest.fixture
def no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH with git on it and no LibreOffice."""
    place = tmp_path / "bin"
    place.mkdir()
    for directory in os.environ["PATH"].split(os.pathsep):
        if (Path(directory) / "git").is_file():
            (place / "git").symlink_to(Path(directory) / "git")
            break
    monkeypatch.setenv("PATH", str(place))


def test_an_issued_paper_has_its_pdf_among_the_copies(handed: Clerk, office: Path) -> None:
    told = handed.do("urge", "2026-0001", "--pdf", today=LATE)

    paper = handed.raw("papers/2026/催办通知单-0001.docx")
    assert handed.raw("documents/催办通知单-0001.pdf") == b"%PDF-\n" + paper
    lines = told.out.splitlines()
    assert [Path(line).name for line in lines if line.endswith((".docx", ".pdf"))] == [
        "催办通知单-0001.docx",
        "催办通知单-0001.pdf",
    ]
    assert sorted(p.name for p in (handed.root / "papers" / "2026").iterdir() if "催办" in p.name) == [
        "催办通知单-0001.docx",
        "催办通知单-0001.yaml",
    ]
    assert handed.git("status", "--porcelain") == ""
    assert handed.do("check", today=LATE).code == 0


def test_what_is_registered_is_the_docx(handed: Clerk, office: Path) -> None:
    written = handed.do("urge", "2026-0001", "--pdf", "--format", "json", today=LATE)

    (paper,) = written.json["papers"]
    assert paper["path"].endswith(".docx")
    assert f"sha256: {paper['sha256']}" in handed.text("papers/2026/催办通知单-0001.yaml")
    assert "documents/催办通知单-0001.pdf" in written.err


def test_without_libreoffice_the_paper_is_issued_and_the_clerk_told(handed: Clerk, no_office: None) -> None:
    told = handed.run("urge", "2026-0001", "--pdf", today=LATE)

    assert told.code == 4
    assert "没有装 LibreOffice，PDF 没有出（文书已写好）" in told.err
    assert "催办通知单-0001.docx" in told.out
    assert "催办岳阳楼区人民政府" in handed.last()[0]
    assert not (handed.root / "documents").exists()


def test_a_failure_does_not_get_into_the_json(handed: Clerk, no_office: None) -> None:
    told = handed.run("urge", "2026-0001", "--pdf", "--format", "json", today=LATE)

    assert told.code == 4
    assert told.json["papers"][0]["doc_no"] == "岳督催〔2026〕1号"
    assert "没有装 LibreOffice" in told.err


def test_a_draft_to_be_signed_has_its_pdf_among_the_copies(handed: Clerk, office: Path) -> None:
    handed.do("bulletin", "--from", "2026-03-01", "--to", "2026-03-31", "--pdf", today=LATE)

    assert handed.raw("documents/督查通报-2026-03-01至2026-03-31.pdf").startswith(b"%PDF-")
    assert not list((handed.root / "drafts").glob("*.pdf"))
    assert handed.git("status", "--porcelain") == ""


def test_where_a_paper_goes_elsewhere_its_pdf_goes_with_it(
    handed: Clerk, office: Path, tmp_path: Path
) -> None:
    for args in (
        ("bulletin", "--from", "2026-03-01", "--to", "2026-03-31"),
        ("assess", "2026", "--paper"),
        ("paper", "2026-0001", "督查函"),
    ):
        handed.do(*args, "--out", str(tmp_path / "外面"), "--pdf", today=LATE)

    made = sorted(p.name for p in (tmp_path / "外面").iterdir())
    assert made == [
        "督查函-0001.docx",
        "督查函-0001.pdf",
        "督查通报-2026-03-01至2026-03-31.docx",
        "督查通报-2026-03-01至2026-03-31.pdf",
        "考核表-2026年.docx",
        "考核表-2026年.pdf",
    ]


def test_every_way_to_a_paper_takes_it(handed: Clerk, office: Path) -> None:
    handed.do("report", "督查报告", "--from", "2026-03-01", "--to", "2026-03-31", "--pdf", today=LATE)
    handed.do("assess", "2026", "--paper", "--pdf", today=LATE)
    handed.do("daily", "--pdf", today=LATE)
    handed.do("paper", "2026-0001", "督查函", "--pdf", today=LATE)

    names = {p.name for p in (handed.root / "documents").glob("*.pdf")}
    assert {"考核表-2026年.pdf", "督查函-0001.pdf"} <= names
    assert any(name.startswith("督查报告") for name in names)
    assert any("催办" in name for name in names)


def test_nothing_written_makes_no_pdf(handed: Clerk, no_office: None) -> None:
    told = handed.do("urge", "--draft", "--pdf", today=LATE)
    assert "没有写出文书" in told.err


def test_a_command_that_writes_no_paper_does_not_take_it(handed: Clerk) -> None:
    assert "没有 --pdf 这个选项" in handed.refused(2, "show", "2026-0001", "--pdf", today=LATE).err


@pytest.mark.office
@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_itself(handed: Clerk) -> None:
    handed.do("urge", "2026-0001", "--pdf", today=LATE)
    assert handed.raw("documents/催办通知单-0001.pdf").startswith(b"%PDF-")
