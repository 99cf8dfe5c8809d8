"""A paper as it reads at the terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duban_cli.documents.fields import Blank
from duban_cli.documents.preview import as_text
from duban_cli.text import cell_width
from tests.documents.papers import PAPERS, docx_of, letter, text_of, urging


def test_it_reads_from_head_to_foot() -> None:
    said = as_text(text_of("督查函", replace(letter, contact=Blank("联系人"), addressee="甲*乙|丙")))

    lines = said.splitlines()
    assert lines[:2] == ["版式：信函", "标题：关于岳阳大道东延线剩余32户征地拆迁的督查函"]
    assert "主送：甲*乙|丙" in lines
    assert "附注：联系人：【待填：联系人】，联系电话：0730-0000000" in lines
    assert "&#" not in said


def test_tables_stand_in_columns_and_long_cells_are_folded() -> None:
    said = as_text(text_of("催办通知单", replace(urging, items=(replace(urging.items[0], title="长" * 50),))))

    head = next(line for line in said.splitlines() if line.startswith("序号"))
    first = next(line for line in said.splitlines() if line.startswith("1 "))
    for column in ("交办文号", "应反馈日期"):
        assert cell_width(head.split(column)[0]) in {cell_width(first[:at]) for at in range(len(first))}
    assert cell_width(head.split("交办文号")[0]) == cell_width(first.split("岳督函")[0])
    assert said.count("长") == 50


@pytest.mark.parametrize("name", PAPERS)
def test_every_word_of_the_paper_is_in_it(name: str) -> None:
    draft = text_of(*PAPERS[name])
    said = "".join(as_text(draft).split())

    for table in docx_of(draft).tables:
        for row in table.rows:
            for cell in row.cells:
                for line in cell.text.splitlines():
                    if len("".join(line.split())) <= 12:
                        assert "".join(line.split()) in said
    for paragraph in docx_of(draft).paragraphs:
        if paragraph.style is not None and paragraph.style.style_id == "Body":
            assert "".join(paragraph.text.split()) in said
