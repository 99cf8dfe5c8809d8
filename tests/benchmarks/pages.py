"""One page, ours and docxtpl's: docxtpl fills in a Word file that is our own page with its tags, so that both write the same text.

``python -m tests.benchmarks.pages N`` prints the median seconds of either over N pages.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from statistics import median
from zipfile import ZipFile

import docx
from docxtpl import DocxTemplate

from duban_cli.documents.context import Urging
from duban_cli.documents.fields import example
from duban_cli.documents.render import render_docx, render_text
from duban_cli.documents.values import view
from duban_cli.shipped import templates_dir

_TAGS = {
    "岳督催〔2026〕8号": "{{ 文号 }}", "2026年3月30日": "{{ 日期 }}", "岳阳楼区人民政府": "{{ 主送 }}",
    "岳阳市人民政府督查室": "{{ 机关 }}", "王某": "{{ 联系人 }}", "0730-0000000": "{{ 联系电话 }}",
    "岳阳大道东延线剩余32户征地拆迁": "{{ 项.标题 }}", "2026年第一季度": "{{ 项.期 }}",
    "岳督函〔2026〕17号": "{{ 项.交办文号 }}", "2026年3月18日": "{{ 项.应反馈日期 }}", "2026年4月3日": "{{ 事项[0].新限期 }}",
    "岳政办发〔2007〕3号 二（三）": "{{ 依据[0] }}",
}  # fmt: skip
_URGING = replace(
    example(Urging), date=example(Urging).items[0].assigned.replace(day=30), doc_no="岳督催〔2026〕8号"
)


def _ours() -> bytes:
    """Our page."""
    draft = render_text("催办通知单", _URGING, [templates_dir()])
    return render_docx(draft, facts_digest="sha256:", version="0")


def _as_docxtpl_template(page: bytes) -> bytes:
    """The page with tags in place of its values, its one row repeated for every item."""
    made = BytesIO()
    with ZipFile(BytesIO(page)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "word/document.xml":
                body = text.decode()
                for value, tag in _TAGS.items():
                    body = body.replace(value, tag)
                rows = re.findall(r"<w:tr>.*?</w:tr>", body, re.DOTALL)
                ends = [
                    re.sub(r"<w:t[ >].*</w:t>", f"<w:t>{tag}</w:t>", _one_cell(rows[-1]), flags=re.DOTALL)
                    for tag in ("{%tr for 项 in 事项 %}", "{%tr endfor %}")
                ]
                text = body.replace(rows[-1], ends[0] + rows[-1] + ends[1]).encode()
            target.writestr(name, text)
    return made.getvalue()


def _one_cell(row: str) -> str:
    """The row cut down to its first cell."""
    return re.sub(r"</w:tc>.*</w:tr>", "</w:tc></w:tr>", row, count=1, flags=re.DOTALL)


def _theirs(template: bytes) -> bytes:
    """docxtpl's page."""
    page = DocxTemplate(BytesIO(template))
    page.render(view(_URGING))
    made = BytesIO()
    page.save(made)
    return made.getvalue()


def _words(page: bytes) -> str:
    """The text of a page, tables included."""
    return "".join(docx.Document(BytesIO(page)).element.body.itertext())


def _seconds(work: Callable[[], object], pages: int) -> float:
    """The median wall time of doing it once, the first time left out."""
    work()
    taken = []
    for _ in range(pages):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return median(taken)


def main() -> None:
    """Print our seconds and docxtpl's."""
    template = _as_docxtpl_template(_ours())
    if _words(_theirs(template)) != _words(_ours()):
        raise SystemExit(f"not the same page:\n{_words(_ours())}\n{_words(_theirs(template))}")
    pages = int(sys.argv[1])
    sys.stdout.write(f"{_seconds(_ours, pages)} {_seconds(lambda: _theirs(template), pages)}\n")


if __name__ == "__main__":
    main()
