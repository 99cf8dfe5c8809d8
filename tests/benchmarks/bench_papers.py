"""How long papers take, in wall time: 200 催办通知单 in one run of ``urge``, and one page beside docxtpl.

Run: ``python -m tests.benchmarks.bench_papers``. docxtpl fills in a Word file that is our own page with its tags,
so that both write the same text on the same page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median
from zipfile import ZipFile

import docx
from docxtpl import DocxTemplate

from duban_cli.documents.context import Urging
from duban_cli.documents.fields import example
from duban_cli.documents.render import render_docx, render_text
from duban_cli.documents.values import view
from duban_cli.history import Repo
from tests.kit import ASSIGNED, INITIATED, SETTINGS, item_text, make_ledger

PAPERS = 200
RUNS = 3
PAGES = 40
TEMPLATES = [Path(__file__).parents[2] / "templates"]
_TAGS = {
    "岳督催〔2026〕8号": "{{ 文号 }}", "2026年3月30日": "{{ 日期 }}", "岳阳楼区人民政府": "{{ 主送 }}",
    "岳阳市人民政府督查室": "{{ 机关 }}", "王某": "{{ 联系人 }}", "0730-0000000": "{{ 联系电话 }}",
    "岳阳大道东延线剩余32户征地拆迁": "{{ 项.标题 }}", "2026年第一季度": "{{ 项.期 }}",
    "岳督函〔2026〕17号": "{{ 项.交办文号 }}", "2026年3月18日": "{{ 项.应反馈日期 }}", "2026年4月3日": "{{ 事项[0].新限期 }}",
    "岳政办发〔2007〕3号 二（三）": "{{ 依据[0] }}",
}  # fmt: skip
urging = replace(
    example(Urging), date=example(Urging).items[0].assigned.replace(day=30), doc_no="岳督催〔2026〕8号"
)


def many_units(where: Path) -> Path:
    """A ledger in git: 200 units, each with one item whose 催办通知单 is due."""
    units = [f"第{n}街道办事处" for n in range(1, PAPERS + 1)]
    root = make_ledger(
        where / "台账",
        {
            f"2026-{n:04}": item_text(
                INITIATED, ASSIGNED.replace("17号", f"{n}号"), 标题=f"第{n}件", 主办单位=unit
            )
            for n, unit in enumerate(units, 1)
        },
        settings=SETTINGS + "联系: {联系人: 王某, 电话: 0730-0000000}\n",
        units="单位:\n" + "".join(f"- {{名称: {unit}}}\n" for unit in units),
    )
    Repo.init(root).set_identity("王某", "wang@example.invalid")
    for command in (["git", "add", "-A"], ["git", "commit", "-qm", "建账"]):
        subprocess.run(command, cwd=root, check=True)
    return root


def one_run(where: Path) -> float:
    """Seconds for ``urge`` to issue them all: numbers, papers, entries, register and commit."""
    root = many_units(where)
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "duban_cli", "-C", str(root), "--today", "2026-11-20", "urge"],
        capture_output=True, check=False,
    )  # fmt: skip
    taken = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    made = len(list((root / "papers" / "2026").glob("*.docx")))
    if made != PAPERS:
        raise SystemExit(f"{made} papers instead of {PAPERS}")
    return taken


def ours() -> bytes:
    """Our page."""
    draft = render_text("催办通知单", urging, TEMPLATES)
    return render_docx(draft, facts_digest="sha256:", version="0")


def as_docxtpl_template(page: bytes) -> bytes:
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


def theirs(template: bytes) -> bytes:
    """docxtpl's page."""
    page = DocxTemplate(BytesIO(template))
    page.render(view(urging))
    made = BytesIO()
    page.save(made)
    return made.getvalue()


def words(page: bytes) -> str:
    """The text of a page, tables included."""
    return "".join(docx.Document(BytesIO(page)).element.body.itertext())


def seconds(work: Callable[[], object]) -> float:
    """The median wall time of doing it once, the first time left out."""
    work()
    taken = []
    for _ in range(PAGES):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return median(taken)


def main() -> None:
    """Print the seconds of a run and the milliseconds of a page, ours and docxtpl's."""
    template = as_docxtpl_template(ours())
    if words(theirs(template)) != words(ours()):
        raise SystemExit(f"not the same page:\n{words(ours())}\n{words(theirs(template))}")
    with tempfile.TemporaryDirectory() as home:
        runs = []
        for number in range(RUNS):
            place = Path(home, str(number))
            place.mkdir()
            runs.append(one_run(place))
    sys.stdout.write(f"urge, {PAPERS} 催办通知单 in one run: {median(runs):6.2f} s (median of {RUNS})\n")
    mine, other = seconds(ours), seconds(lambda: theirs(template))
    sys.stdout.write(f"one page, duban:   {mine * 1000:6.1f} ms\n")
    sys.stdout.write(f"one page, docxtpl: {other * 1000:6.1f} ms  ({other / mine:.2f}×)\n")
    sys.stdout.write(f"medians of {PAGES} pages, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")


if __name__ == "__main__":
    main()
