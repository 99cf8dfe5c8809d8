"""The Word file as a file: what it says it was made from, and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from duban_cli.documents.render import render_docx
from tests.documents.papers import PAPERS, bytes_of, docx_of, returned, text_of


def test_the_file_says_what_it_was_made_from() -> None:
    draft = text_of("退回重办通知", returned)
    core = docx_of(draft).core_properties

    assert core.title == "关于岳阳大道东延线剩余32户征地拆迁退回重办的通知"
    assert core.author == "岳阳市人民政府督查室"
    assert core.identifier == "sha256:facts"
    assert core.keywords == draft.template_digest
    assert core.version == "0.1.0"


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_paper_is_the_same_bytes(name: str) -> None:
    draft = text_of(*PAPERS[name])
    made = bytes_of(draft)

    assert made == bytes_of(text_of(*PAPERS[name]))
    assert made != render_docx(draft, facts_digest="sha256:others", version="0.1.0")
    assert made != render_docx(draft, facts_digest="sha256:facts", version="0.1.1")
    members = ZipFile(BytesIO(made)).infolist()
    assert {member.date_time for member in members} == {(2000, 1, 1, 0, 0, 0)}
    assert {member.compress_type for member in members} == {ZIP_STORED}
    assert "rsid" not in ZipFile(BytesIO(made)).read("word/document.xml").decode()


def test_the_same_bytes_in_another_process_with_another_hash_seed() -> None:
    code = (
        "import hashlib, openpyxl\n"  # a library that changes what prefixes lxml gives
        "from tests.documents.papers import PAPERS, bytes_of, text_of\n"
        "print([hashlib.sha256(bytes_of(text_of(*paper))).hexdigest() for paper in PAPERS.values()])"
    )
    here = [hashlib.sha256(bytes_of(text_of(*paper))).hexdigest() for paper in PAPERS.values()]
    for seed in ("1", "77"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "America/New_York"}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
        )
        assert done.stdout.strip() == str(here)
