from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duban_cli.errors import DataProblem, NotFound
from duban_cli.ledger.files import find_root
from duban_cli.ledger.shelf import Shelves
from duban_cli.ledger.store import load
from tests.kit import HANDED_OUT, PAPER, SETTINGS, UNITS, codes, item_text, make_ledger, open_ledger

GOOD = item_text(*HANDED_OUT)


def test_the_items_of_a_ledger(tmp_path: Path) -> None:
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": GOOD, "2025-0001": GOOD}))
    assert list(ledger.items) == ["2025-0001", "2026-0018"]
    assert ledger.items["2026-0018"].path == "items/2026/2026-0018.yaml"
    assert ledger.findings == ()


def test_an_unreadable_file_stays_listed_and_the_others_load(tmp_path: Path) -> None:
    ledger = open_ledger(
        make_ledger(tmp_path, {"2026-0001": GOOD, "2026-0002": "标题: 甲\n类别: [\n", "2026-0003": GOOD})
    )
    assert list(ledger.items) == ["2026-0001", "2026-0003"]
    assert [u.id for u in ledger.unreadable] == ["2026-0002"]
    assert {f.path for f in ledger.findings} == {"items/2026/2026-0002.yaml"}
    with pytest.raises(DataProblem, match="2026-0002 的文件读不出来") as told:
        ledger.item("2026-0002")
    assert "items/2026/2026-0002.yaml:3:1: 错误 cut-off" in str(told.value)


def test_an_unknown_id_names_the_nearest(tmp_path: Path) -> None:
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": GOOD}))
    assert ledger.item("2026-0018").title == "洞庭大道排水管网改造整改"
    with pytest.raises(NotFound) as told:
        ledger.item("2026-018")
    assert told.value.hint == "是否指 2026-0018"


def test_a_directory_named_like_an_item(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, {"2026-0001": GOOD})
    (root / "items/2026/2026-0002.yaml").mkdir()
    ledger = open_ledger(root)
    assert codes(ledger.findings) == ["stray-file"]
    assert list(ledger.items) == ["2026-0001"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, {"2026-0001": GOOD, "2026-0002": GOOD})
    (root / "items/2026/2026-0002.yaml").chmod(0)
    ledger = open_ledger(root)
    assert [u.id for u in ledger.unreadable] == ["2026-0002"]
    assert codes(ledger.findings) == ["unreadable"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = make_ledger(tmp_path / "台账", {"2026-0001": GOOD})
    outside = tmp_path / "别处.yaml"
    outside.write_text(GOOD, encoding="utf-8")
    (root / "items/2026/2026-0002.yaml").symlink_to(outside)
    (root / "items/2024").symlink_to(tmp_path)
    ledger = open_ledger(root)
    assert [u.id for u in ledger.unreadable] == ["2026-0002"]
    assert codes(ledger.findings) == ["symlink", "symlink"]


@pytest.mark.parametrize(
    "path",
    [
        "items/2026/说明.txt",
        "items/2026/2026-1.yaml",
        "items/2026/2026-0001.yml",
        "items/2026/督查函.docx",
        "items/2026/附件/a.yaml",
        "items/０２６/2026-0001.yaml",
        "items/２０２６/２０２６-０００１.yaml",
        "items/2026-0009.yaml",
        "calendar/说明.yaml",
        "office/2026/a.yaml",
        "papers/2026/督查函.yaml",
        "papers/登记.yaml",
    ],
)
def test_stray_files_are_told_not_skipped(tmp_path: Path, path: str) -> None:
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0001": GOOD}, others={path: GOOD}))
    assert codes(ledger.findings) == ["stray-file"]
    assert ledger.findings[0].level == "warning"
    assert list(ledger.items) == ["2026-0001"]


@pytest.mark.parametrize(
    "name", [".2026-0001.yaml.swp", "2026-0001.yaml~", ".DS_Store", "2026-0001.yaml.bak"]
)
def test_what_editors_leave_behind_is_passed_over(tmp_path: Path, name: str) -> None:
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0001": GOOD}, others={f"items/2026/{name}": "x"}))
    assert ledger.findings == ()


def test_an_item_in_the_directory_of_another_year(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, {"2026-0001": GOOD}, others={"items/2025/2026-0001.yaml": GOOD})
    assert codes(open_ledger(root).findings) == ["wrong-year", "id-twice"]


@pytest.mark.parametrize("name", ["岳阳 督查室/2026 年台账", "a b/'引号'", "台账[1]"])
def test_chinese_and_spaced_paths(tmp_path: Path, name: str) -> None:
    root = make_ledger(tmp_path / name, {"2026-0001": GOOD})
    assert list(open_ledger(root).items) == ["2026-0001"]
    assert find_root(root / "items" / "2026") == root
    assert find_root(tmp_path) is None


def test_the_locale_of_the_machine_does_not_matter(tmp_path: Path) -> None:
    root = make_ledger(tmp_path / "台账", {"2026-0001": GOOD, "2026-0002": item_text(缓急="很急")})
    program = (
        "import sys; from pathlib import Path; from duban_cli.ledger.store import load\n"
        "loaded = load(Path(sys.argv[1]))\n"
        "text = loaded.need().items['2026-0001'].title + loaded.findings[0].text\n"
        "sys.stdout.buffer.write(text.encode())\n"
    )
    env = {
        "PATH": os.environ["PATH"],
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", program, str(root)], env=env, capture_output=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stdout.decode().startswith(
        "洞庭大道排水管网改造整改items/2026/2026-0002.yaml:7:5: 错误 choice"
    )


def test_no_ledger_without_its_base_files(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, {"2026-0001": GOOD})
    (root / "units.yaml").unlink()
    (root / "regime.yaml").write_text("名称: 甲\n", encoding="utf-8")
    loaded = load(root)
    assert loaded.ledger is None
    assert {(f.path, f.code) for f in loaded.findings} >= {
        ("units.yaml", "missing-file"),
        ("regime.yaml", "missing"),
    }
    with pytest.raises(DataProblem) as told:
        loaded.need()
    assert "units.yaml:0:0: 错误 missing-file 文件不存在" in str(told.value)


def test_papers_calendar_and_office_are_read(tmp_path: Path) -> None:
    others: dict[str, str | bytes] = {
        "papers/2026/督查函-0017.yaml": PAPER,
        "papers/2026/督查函-0017.docx": b"x",
        "calendar/2027.yaml": "依据: 示例\n全年: 是\n放假: [2027-03-01]\n",
        "office/2026.yaml": "记录:\n- {日期: 2026-05-15, 动作: 通报, 文号: 第1期}\n",
    }
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": GOOD}, others=others))
    assert ledger.findings == ()
    assert [(p.path, p.doc_no) for p in ledger.papers] == [
        ("papers/2026/督查函-0017.yaml", "岳督函〔2026〕17号")
    ]
    assert [e.doc_no for e in ledger.office] == ["第1期"]
    assert not ledger.calendar.is_workday(ledger.papers[0].day.replace(2027, 3, 1))
    assert not ledger.calendar.provisional(ledger.papers[0].day.replace(2027, 6, 1))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("依据: 甲\n放假: [2026-03-01]\n", "calendar-year"),
        ("依据: 甲\n放假: [2027-03-01]\n上班: [2027-03-01]\n", "calendar-twice"),
        ("放假: [2027-03-01]\n", "missing"),
        ("依据: 甲\n放假: [三月]\n", "date"),
    ],
)
def test_a_wrong_calendar_stops_counting(tmp_path: Path, text: str, code: str) -> None:
    loaded = load(make_ledger(tmp_path, {"2026-0018": GOOD}, others={"calendar/2027.yaml": text}))
    assert loaded.ledger is None
    assert codes(loaded.findings) == [code]


def test_naming_units_in_a_bulletin_takes_an_approval(tmp_path: Path) -> None:
    text = "记录:\n- {日期: 2026-05-15, 动作: 通报, 批评: [市财政局]}\n"
    ledger = open_ledger(make_ledger(tmp_path, others={"office/2026.yaml": text}))
    assert codes(ledger.findings) == ["approval"]
    assert "政府督查工作条例第二十一条" in ledger.findings[0].text


def test_findings_stand_in_order(tmp_path: Path) -> None:
    items = {f"2026-000{n}": item_text(缓急="很急", 难度="难") for n in (3, 1, 2)}
    found = open_ledger(make_ledger(tmp_path, items)).findings
    assert [(f.path, f.line) for f in found] == sorted((f.path, f.line) for f in found)
    assert len(found) == 6


def test_base_files_as_others_write_them(tmp_path: Path) -> None:
    root = make_ledger(
        tmp_path, settings="\ufeff" + SETTINGS.replace("\n", "\r\n"), units=UNITS.replace("\n", "\r\n")
    )
    ledger = open_ledger(root)
    assert ledger.findings == ()
    assert ledger.settings.office == "岳阳市人民政府督查室"
    assert ledger.units.canonical("楼区") == "岳阳楼区人民政府"


def test_items_asked_for_in_any_order_read_a_year_of_what_is_kept_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"{year}-{n:04}": item_text(*HANDED_OUT) for year in (2024, 2025, 2026) for n in (1, 2, 3)}
    root = make_ledger(tmp_path, texts)
    open_ledger(root)
    items = open_ledger(root).items
    read: list[str] = []
    load_shelf = Shelves.load

    def counted(self: Shelves, name: str, *rests_on: str) -> dict[str, tuple[str, bytes]]:
        read.append(name)
        return load_shelf(self, name, *rests_on)

    monkeypatch.setattr(Shelves, "load", counted)
    assert not read, "no item is made before it is asked for"
    for item_id in sorted(items, key=lambda i: i[5:]):
        assert items[item_id].id == item_id
    assert sorted(read) == ["facts-2024", "facts-2025", "facts-2026"]
    monkeypatch.setattr("duban_cli.ledger.kept._AT_HAND", 0)
    again = open_ledger(root).items
    assert [again[i] for i in sorted(again, key=lambda i: i[5:])] == [
        items[i] for i in sorted(items, key=lambda i: i[5:])
    ]
