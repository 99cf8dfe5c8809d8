"""demo: the example ledger replayed act by act into git, and a day's work on it.

The ledger is built once (some 20 s) and only read; what the walk did stands at its end.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.reader import read_facts
from duban_cli.plans.replay import acts_of
from duban_cli.shipped import example_dir
from tests.clerk import Clerk, run
from tests.kit import open_ledger

pytest_plugins = ("tests.gitkit", "tests.clerk")

DAY = "2026-11-20"


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Clerk, str, str, int]:
    """The demo run as a machine would: no home, no locale, no terminal, nobody known to git."""
    own = tmp_path_factory.getbasetemp()
    # Workers of one test run share the ledger.
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "code").exists():
            (place / "home").mkdir()
            done = subprocess.run(
                [sys.executable, "-m", "duban_cli", "demo", "演示"],
                cwd=place, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                env={"PATH": os.environ["PATH"], "HOME": str(place / "home"), "LANG": "C", "GIT_CONFIG_NOSYSTEM": "1",
                     "PYTHONPATH": str(Path(__file__).parents[2])},
            )  # fmt: skip
            (place / "out").write_bytes(done.stdout)
            (place / "err").write_bytes(done.stderr)
            (place / "code").write_text(str(done.returncode))
    said = [(place / name).read_text(encoding="utf-8") for name in ("out", "err")]
    return Clerk(place / "演示"), said[0], said[1], int((place / "code").read_text())


@pytest.fixture
def demo(told: tuple[Clerk, str, str, int], plain_git: None) -> Clerk:
    return told[0]


def example(path: str) -> bytes | None:
    file = example_dir("yueyang") / path
    return file.read_bytes() if file.is_file() else None


def test_it_ends_well(told: tuple[Clerk, str, str, int]) -> None:
    _, out, err, code = told
    assert code == 0, out + err
    assert "没有问题" in err
    assert "今天没有应发的催办通知单" in err
    assert "错误" not in out + err
    assert "2026-0018" in out
    assert "逾期169个工作日" in out
    history = out.split("十、")[1]
    assert re.findall(r"2026-0042 (\S+?)：", history)[:3] == ["销号", "审核通过", "岳阳楼区人民政府反馈办结"]


def test_the_final_ledger_has_nothing_amiss(demo: Clerk) -> None:
    found = demo.do("check", "--strict", "--format", "json", today=DAY).json["findings"]
    assert found == []
    assert demo.git("status", "--porcelain", "-uall") == ""


def test_every_item_holds_the_facts_of_the_example(demo: Clerk) -> None:
    ids = sorted(p.stem for p in (example_dir("yueyang") / "items").rglob("*.yaml"))
    assert sorted(p.stem for p in (demo.root / "items").rglob("*.yaml")) == ids
    walked: dict[str, list[str]] = {}
    for item in ids:
        wanted = read_facts(example(f"items/{item[:4]}/{item}.yaml") or b"") or {}
        found = demo.facts(f"items/{item[:4]}/{item}.yaml")
        for entry in found[HISTORY_KEY]:
            assert (entry["动作"] == "销号") == (len(entry.pop("摘要", "")) == 64)
        known = len(wanted[HISTORY_KEY])
        added = found[HISTORY_KEY][known:]
        assert found | {HISTORY_KEY: found[HISTORY_KEY][:known]} == wanted
        assert {e["日期"] for e in added} <= {DAY}
        if added:
            walked[item] = [e["动作"] for e in added]
    assert walked.pop("2026-0042") == ["反馈", "审核", "销号"]
    # One notice each for the three items then overdue, though urged twice.
    assert walked == {"2026-0018": ["催办"], "2026-0036": ["催办"], "2026-0038": ["催办"]}


def test_the_office_did_what_the_example_says(demo: Clerk) -> None:
    for path in ("office/2026.yaml", "calendar/2026.yaml", "units.yaml", "regime.yaml", "duban.yaml"):
        assert demo.facts(path) == read_facts(example(path) or b"")


def test_a_commit_for_each_act_dated_on_its_day(demo: Clerk) -> None:
    acts = acts_of(open_ledger(example_dir("yueyang")), example)
    log = [
        line.split("\t") for line in demo.git("log", "--reverse", "--format=%ai%x09%ci%x09%s").splitlines()
    ]
    replayed, walked = log[1 : len(acts) + 1], log[len(acts) + 1 :]
    assert log[0][2] == "建账：岳阳市人民政府督查室"
    assert [author[:10] for author, _, _ in replayed] == [act.day.isoformat() for act in acts]
    assert all(author == committer and author.endswith("+0800") for author, committer, _ in replayed)
    stamps = [author for author, _, _ in log]
    assert stamps == sorted(stamps)
    assert len(set(stamps[len(acts) + 1 :])) == len(walked)
    assert all(author == committer and author[:10] == DAY for author, committer, _ in walked)
    assert all(re.search("[\u4e00-\u9fff]", subject) for _, _, subject in log)
    # One notice run, and none for the second: then the reply, its review, its closing.
    assert [re.sub(r"\d个", "N个", subject.split("：")[0]) for _, _, subject in walked] == [
        "催办", "2026-0042 岳阳楼区人民政府反馈办结", "2026-0042 审核通过", "2026-0042 销号",
    ]  # fmt: skip


def test_each_commit_holds_the_paths_of_its_act(demo: Clerk) -> None:
    said = demo.git("log", "--format=%x01%(trailers:key=Duban-Item,valueonly,separator=%x2C)%x02%(trailers:key=Duban-Doc,valueonly)%x02", "--name-only")  # fmt: skip
    for record in said.split("\x01")[1:-1]:
        items, docs, paths = record.split("\x02")
        touched = {Path(p).stem for p in paths.split() if p.startswith("items/")}
        assert touched == {i for i in items.split(",") if i}
        papers = [p for p in paths.split() if p.startswith("papers/")]
        assert len(papers) == 2 * len(docs.split())


def test_every_issued_paper_is_there_as_registered(demo: Clerk) -> None:
    ledger = open_ledger(demo.root)
    numbers: dict[str, list[int]] = {}
    for paper in ledger.papers:
        data = demo.raw(f"{paper.path.rsplit('/', 1)[0]}/{paper.file}")
        assert hashlib.sha256(data).hexdigest() == paper.sha256
        numbers.setdefault(f"{paper.kind}{paper.day.year}", []).append(paper.number)
    assert all(sorted(found) == sorted(set(found)) for found in numbers.values())
    kinds = Counter(p.kind for p in ledger.papers)
    assert set(kinds) == {"督查函", "催办通知单", "退回重办通知", "销号单", "督查通报"}
    written = {
        e.doc_no
        for i in ledger.items.values()
        for e in i.entries
        if e.doc_no and e.action in ("交办", "催办", "销号")
    }
    assert written <= {p.doc_no for p in ledger.papers}
    sample = next(p for p in ledger.papers if p.kind == "督查函" and "2026-0018" in p.items)
    text = demo.paper_text(f"papers/2026/{sample.file}")
    assert "岳督函〔2026〕18号" in text
    assert "2026年3月18日" in text
    assert not any(
        "待填" in demo.paper_text(f"{p.path.rsplit('/', 1)[0]}/{p.file}") for p in ledger.papers[::12]
    )


def test_the_draft_bulletin_of_the_walk_is_not_on_the_record(demo: Clerk) -> None:
    names = sorted(p.name for p in (demo.root / "drafts").iterdir())
    assert names == [f"督查通报-2026-11-01至2026-11-20.{ending}" for ending in ("docx", "yaml")]
    assert demo.facts("office/2026.yaml")["记录"][-1]["日期"] < DAY


def test_the_worked_example(demo: Clerk) -> None:
    found = demo.do("list", "--format", "json", today=DAY).json["items"]
    item = next(i for i in found if i["id"] == "2026-0018")
    assert (item["due"], item["overdue_workdays"], item["light"], item["next"]["step"], item["next"]["since"]) == (
        "2026-03-18", 169, "红", "上门催办", "2026-04-09",
    )  # fmt: skip


def test_not_into_a_directory_with_something_in_it(tmp_path: Path, plain_git: None) -> None:
    (tmp_path / "a.txt").write_text("…", encoding="utf-8")
    answer = run("demo", str(tmp_path))
    assert answer.code == 2
    assert "不是空目录" in answer.err
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert run("demo", str(tmp_path / "a.txt")).code == 2


def test_nothing_half_made_stays(tmp_path: Path, plain_git: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = run("demo", str(tmp_path / "下" / "演示"))
    assert answer.code == 4
    assert "没有 git" in answer.err
    assert list(tmp_path.iterdir()) == []
