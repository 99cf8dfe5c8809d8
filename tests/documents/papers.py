"""The papers of one matter, as the tests print them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.documents.context import (
    Assignment,
    Bulletin,
    Closing,
    Figures,
    Late,
    Return,
    Row,
    Step,
    Urging,
)
from duban_cli.documents.fields import Fields, example
from duban_cli.documents.render import Draft, render_docx, render_text
from duban_cli.reports.rate import Rate
from tests.documents.papers_acts import ACT_PAPERS
from tests.documents.papers_ledgers import LEDGER_PAPERS
from tests.documents.papers_lists import LIST_PAPERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document

SHIPPED = Path(__file__).parents[2] / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

letter = example(Assignment)
two_matters = replace(
    letter,
    date=date(2026, 12, 25),
    urgency=None,
    copies=(),
    provisional=True,
    items=(
        *letter.items,
        replace(
            letter.items[0],
            number="2026-0019",
            title="洞庭大道排水管网改造整改",
            source=None,
            supporting=(),
            standard=None,
            due=None,
            waits=None,
            further=(),
            reply_due=date(2027, 1, 15),
            rhythm=None,
        ),
    ),
)
urging = replace(example(Urging), date=date(2026, 3, 30), doc_no="岳督催〔2026〕3号", urgency=None)
returned = replace(example(Return), date=date(2026, 3, 18), doc_no="岳督函〔2026〕21号", urgency=None)
closing = replace(
    example(Closing),
    initiated=Step(date=date(2026, 3, 3), person="刘某某"),
    assigned=Step(date=date(2026, 3, 4), paper="岳督函〔2026〕17号"),
    replied=Step(date=date(2026, 4, 3), person="张某", paper="岳楼政〔2026〕12号"),
    reviewed=Step(date=date(2026, 4, 8), person="王某"),
    closed=Step(date=date(2026, 4, 10), person="王某"),
    on_time=False,
)


def _row(name: str, *figures: int) -> Row:
    assigned, done, closed, open_, overdue, on_time, due, replied, owed, urged, sent_back = figures
    return Row(
        name=name,
        assigned=assigned,
        done=done,
        closed=closed,
        open=open_,
        overdue=overdue,
        on_time=Rate(on_time, due),
        replies=Rate(replied, owed),
        urgings=urged,
        returns=sent_back,
    )


bulletin = replace(
    example(Bulletin),
    own=(),
    rows=(
        _row("岳阳楼区人民政府", 20, 10, 6, 10, 2, 8, 10, 19, 20, 3, 1),
        _row("市住房和城乡建设局", 5, 5, 5, 0, 0, 5, 5, 5, 5, 0, 0),
        _row("市文化旅游广电局", 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
    ),
    total=Figures(
        assigned=26,
        done=15,
        closed=11,
        open=11,
        overdue=2,
        on_time=Rate(13, 15),
        replies=Rate(24, 25),
        urgings=3,
        returns=1,
    ),
    late=(
        example(Late),
        Late(
            unit="岳阳楼区人民政府",
            title="东风湖黑臭水体整治",
            due=date(2026, 3, 30),
            overdue=1,
        ),
    ),
)
PAPERS: Mapping[str, tuple[str, Fields]] = {
    "督查函": ("督查函", letter),
    "督查函-两项": ("督查函", two_matters),
    "催办通知单": ("催办通知单", urging),
    "催办通知单-限期不一": (
        "催办通知单",
        replace(
            urging,
            items=(
                *urging.items,
                replace(
                    urging.items[0],
                    number="2026-0019",
                    title="洞庭大道排水管网改造整改",
                    period=None,
                    time=2,
                    new_due=date(2026, 4, 10),
                    consequence=None,
                ),
            ),
        ),
    ),
    "退回重办通知": ("退回重办通知", returned),
    "销号单": ("销号单", closing),
    "督查通报": ("督查通报", bulletin),
    "督查通报-送审稿": (
        "督查通报",
        replace(bulletin, draft=True, late=(), good=(), praise=None, criticism=None),
    ),
    **ACT_PAPERS,
    **LIST_PAPERS,
    **LEDGER_PAPERS,
}


def text_of(kind: str, context: Fields) -> Draft:
    """The paper by the shipped templates."""
    return render_text(kind, context, [SHIPPED])


def docx_of(draft: Draft) -> Document:
    """The finished paper, opened again."""
    import docx  # noqa: PLC0415 - kept out of tests that need no Word file

    return docx.Document(BytesIO(bytes_of(draft)))


def bytes_of(draft: Draft) -> bytes:
    return render_docx(draft, facts_digest="sha256:facts", version="0.1.0")


def write_template(directory: Path, kind: str, text: str) -> Path:
    """A template of an office's own."""
    directory.mkdir(exist_ok=True)
    path = directory / f"{kind}.md"
    path.write_text(text, encoding="utf-8")
    return path
