"""papers/年/文书-0003.yaml: the register of issued papers, one small file per number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duban_cli.ledger.fieldtypes import Choice, Date, Field, Many, Number, Record, Text
from duban_cli.ledger.nodes import Source, compose

TWIN = "重号"
"""How the kind in a file's name ends (``督查函重号-0003.yaml``) where two branches gave out one 文号: the void one."""


def twin_of(path: str) -> str:
    """Where the void one of two papers with that number stands."""
    room, _, name = path.rpartition("/")
    kind, _, number = name.rpartition("-")
    return f"{room}/{kind}{TWIN}-{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One issued paper. ``file`` stands beside the register file; ``sha256`` is of its bytes."""

    kind: str
    number: int
    doc_no: str
    title: str
    day: date
    file: str
    sha256: str
    items: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    signed_by: str | None = None
    state: str = "发出"
    reason: str | None = None
    path: str = ""

    @property
    def is_twin(self) -> bool:
        """Void, and set aside at a merge for the other paper of its number."""
        return self.state == "作废" and f"{TWIN}-" in self.path

    @property
    def file_path(self) -> str:
        """Where the paper itself stands in the ledger."""
        return f"{self.path.rpartition('/')[0]}/{self.file}"


PAPER = Record("文书登记", Paper, (
    Field("种类", "kind", Text(), "文书种类", required=True, example="督查函"),
    Field("序号", "number", Number(1), "本年本种文书的序号", required=True, example="17"),
    Field("文号", "doc_no", Text(), "文号", required=True, example="岳督函〔2026〕17号"),
    Field("标题", "title", Text(), "标题", required=True),
    Field("日期", "day", Date(), "成文日期", required=True, example="2026-03-04"),
    Field("文件", "file", Text(), "同目录下的文件名", required=True, example="督查函-0017.docx"),
    Field("sha256", "sha256", Text(), "文件的 sha256", required=True),
    Field("事项", "items", Many(Text()), "所涉事项"),
    Field("主送", "addressees", Many(Text()), "主送单位"),
    Field("签发", "signed_by", Text(), "签发人"),
    Field("状态", "state", Choice(("发出", "作废")), "发出或作废"),
    Field("理由", "reason", Text(), "作废理由"),
))  # fmt: skip


def read_paper(data: bytes, source: Source) -> Paper | None:
    """One register file, problems noted in ``source``."""
    root = compose(data, source)
    paper = None if root is None else PAPER.read(root, source)
    return paper if isinstance(paper, Paper) else None
