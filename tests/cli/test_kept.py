"""What is kept in .duban never changes an answer: every call says what a fresh copy of the ledger says."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, tzinfo
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban_cli.checks import run_checks
from duban_cli.cli import context
from duban_cli.ledger.shelf import CACHE, Shelves
from duban_cli.rules.moments import Now
from duban_cli.shipped import example_dir
from tests.cli.conftest import Answer, call
from tests.kit import (
    HANDED_OUT,
    INITIATED,
    PAPER,
    SETTINGS,
    UNITS,
    item_text,
    make_ledger,
    open_ledger,
    packaged_regime,
    reply,
)

DAYS = ("2026-11-20", "2026-03-18", "2026-03-18T11:59", "2026-03-18T12:01", "2026-03-16T09:00")
QUESTIONS = (
    ("list", "--format", "json"),
    ("list",),
    ("list", "--unit", "楼区", "--overdue"),
    ("check", "--format", "json"),
    ("show", "2026-0001", "--format", "json"),
)
TEXTS = (
    item_text(*HANDED_OUT),
    item_text(*HANDED_OUT, 标题="胥家桥村道路破损修复", 主办单位="市住建局"),
    item_text(*HANDED_OUT, 主办单位="没有的局"),
    item_text(*HANDED_OUT, reply("2026-03-16", "是", "时间: '10:00'")),
    item_text(INITIATED, "{日期: 2026-03-04, 动作: 交办}", 办结时限="第10个工作日12:00"),
    item_text(INITIATED, "{日期: 2026-03-16, 时间: '13:00', 动作: 交办}", 办结时限="48小时", 上级事项="2026-0002"),
    item_text(*HANDED_OUT, reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}", "{日期: 2026-03-18, 动作: 销号}"),
    item_text(INITIATED, 缓急="很急"),
    item_text(标题="坏的", 类别="[领导批示"),
    "",
)  # fmt: skip
NAMES = (
    "items/2026/2026-0001.yaml", "items/2026/2026-0002.yaml", "items/2026/2026-0003.yaml",
    "items/2025/2025-0001.yaml", "items/2025/2026-0001.yaml", "items/2026/说明.txt",
)  # fmt: skip
BASES = (
    ("units.yaml", UNITS),
    ("units.yaml", UNITS.replace("别名: [楼区]", "别名: [楼]")),
    ("units.yaml", "单位: [\n"),
    ("duban.yaml", SETTINGS),
    ("duban.yaml", SETTINGS.replace("岳阳市人民政府督查室", "岳阳市政府督查室")),
    ("regime.yaml", packaged_regime().decode()),
    ("regime.yaml", packaged_regime().decode().replace("到期前3个工作日", "到期前9个工作日")),
    ("calendar/2026.yaml", "依据: 示例\n放假: [2026-03-16, 2026-03-17]\n"),
    ("calendar/2026.yaml", "依据: 示例\n上班: [2026-03-14]\n"),
    ("papers/2026/督查函-0017.yaml", PAPER.replace("2026-0018", "2026-0001")),
    ("papers/2026/督查函-0017.yaml", PAPER.replace("2026-0018", "2026-0009")),
    ("office/2026.yaml", "记录:\n- {日期: 2026-05-15, 动作: 通报, 文号: 岳督函〔2026〕17号}\n"),
)

Edit = Callable[[Path], None]


def put(path: str, text: str, *, same_time: bool = False) -> Edit:
    """Write a file, with ``same_time`` under the time and, filled up, in the size it had."""

    def edit(root: Path) -> None:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        before = place.stat() if place.exists() else None
        data = text.encode()
        if same_time and before is not None:
            data = data.ljust(before.st_size, b"\n")
        place.write_bytes(data)
        if same_time and before is not None:
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    return edit


def remove(path: str) -> Edit:
    return lambda root: (root / path).unlink(missing_ok=True)


def rename(one: str, other: str) -> Edit:
    def edit(root: Path) -> None:
        if (root / one).exists():
            (root / other).parent.mkdir(parents=True, exist_ok=True)
            (root / one).rename(root / other)

    return edit


def swap(one: str, other: str) -> Edit:
    def edit(root: Path) -> None:
        if (root / one).exists() and (root / other).exists():
            data = (root / one).read_bytes()
            (root / one).write_bytes((root / other).read_bytes())
            (root / other).write_bytes(data)

    return edit


def spoil(how: int) -> Edit:
    """Break what is kept: cut short, one byte another, another shelf's rows, empty."""

    def edit(root: Path) -> None:
        shelves = sorted((root / ".duban" / CACHE).glob("*"))
        for n, shelf in enumerate(shelves):
            data = shelf.read_bytes()
            at = (7 * how + n) % max(1, len(data))
            broken = (
                data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if data else b"",
                shelves[(n + 1) % len(shelves)].read_bytes(), b"",
            )  # fmt: skip
            shelf.write_bytes(broken[how % 4])

    return edit


EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(put, st.sampled_from(NAMES), st.sampled_from(TEXTS), same_time=st.booleans()),
    st.builds(lambda base, same: put(*base, same_time=same), st.sampled_from(BASES), st.booleans()),
    st.builds(remove, st.sampled_from((*NAMES, *(path for path, _ in BASES[7:])))),
    st.builds(rename, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds(swap, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds(spoil, st.integers(0, 400)),
)


def asked(root: Path, day: str, *question: str) -> Answer:
    return call("-C", str(root), "--today", day, *question)


def afresh(root: Path, home: Path) -> Path:
    """A copy of the ledger of which nothing is kept."""
    copy = home / "另抄"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(
        root, copy, symlinks=True, ignore=lambda place, _: [".duban"] if Path(place) == root else []
    )
    return copy


def test_a_number_in_two_places_is_that_of_the_first(tmp_path: Path) -> None:
    root = make_ledger(
        tmp_path / "台账", {"2026-0001": TEXTS[0]}, others={"items/2025/2026-0001.yaml": TEXTS[1]}
    )
    for text in TEXTS[:2]:
        put("items/2026/2026-0001.yaml", text)(root)
        for question in QUESTIONS:
            assert asked(root, DAYS[0], *question) == asked(afresh(root, tmp_path), DAYS[0], *question)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(EDITS, st.sampled_from(DAYS)), min_size=1, max_size=5))
def test_an_answer_is_the_same_with_and_without_what_is_kept(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Edit, str]]
) -> None:
    home = tmp_path_factory.mktemp("kept")
    items = {"2026-0001": TEXTS[0], "2026-0002": TEXTS[1], "2025-0001": TEXTS[6]}
    root = make_ledger(home / "台账", items)
    for question in QUESTIONS:
        asked(root, DAYS[0], *question)
    for edit, day in steps:
        edit(root)
        fresh = afresh(root, home)
        for question in QUESTIONS:
            assert asked(root, day, *question) == asked(fresh, day, *question)
    shutil.rmtree(home)


@pytest.mark.parametrize("regime", ["yueyang", "county", "daguan", "hebei"])
def test_what_is_ended_stands_the_same_on_every_later_day(tmp_path: Path, regime: str) -> None:
    root = tmp_path / "台账"
    shutil.copytree(example_dir(regime), root, ignore=shutil.ignore_patterns(".duban"))
    days = ("2026-09-01", "2027-01-05", "2026-10-08", "2026-11-20", "2029-03-01", "2026-08-31T10:00")
    for day in days:
        for question in (("list", "--format", "json"), ("list",), ("check", "--format", "json")):
            assert asked(root, day, *question) == asked(afresh(root, tmp_path), day, *question)
    kept = shelves(root)
    assert any(name.startswith("rested-") for name in kept)
    asked(root, "2029-03-02", "list")
    assert {n: d for n, d in shelves(root).items() if n.startswith("rested-")} == {
        n: d for n, d in kept.items() if n.startswith("rested-")
    }, "a new day judges no ended matter anew"


CLOSED = (
    *HANDED_OUT, reply("2026-03-16", "是"), "{日期: 2026-03-17, 动作: 审核, 结果: 通过}", "{日期: 2026-03-18, 动作: 销号}",
)  # fmt: skip


def put_off(day: str, action: str, field: str, new: str) -> str:
    """A 更正 written the day after that puts an entry off."""
    return f"{{日期: {day}, 动作: 更正, 更正项: {{日期: {day}, 动作: {action}}}, 字段: {field}, 新: '{new}', 备注: 写错}}"


@pytest.mark.parametrize(
    ("entries", "days"),
    [
        ((*CLOSED, "{日期: 2026-04-01, 动作: 归档}", put_off("2026-04-01", "归档", "日期", "2026-09-01")), ("2026-05-01", "2026-10-01")),
        ((*CLOSED, put_off("2026-03-18", "销号", "时间", "15:00")), ("2026-03-18T14:00", "2026-03-18T16:00")),
        ((*HANDED_OUT, reply("2026-03-16", "是"), put_off("2026-03-16", "反馈", "收到", "2026-03-18")), ("2026-03-17", "2026-03-18")),
    ],
)  # fmt: skip
def test_an_entry_put_off_by_a_correction_comes_in_its_time(
    tmp_path: Path, entries: tuple[str, ...], days: tuple[str, ...]
) -> None:
    root = make_ledger(tmp_path / "台账", {"2026-0001": item_text(*entries)})
    said = []
    for day in days:
        for question in QUESTIONS:
            assert asked(root, day, *question) == asked(afresh(root, tmp_path), day, *question)
        said.append(asked(root, day, "list").out)
    assert said[0] != said[1]


def test_a_day_and_a_moment_of_it_are_two_questions(tmp_path: Path) -> None:
    root = make_ledger(tmp_path / "台账", {f"2026-{n:04}": text for n, text in enumerate(TEXTS[:7], 1)})
    for day in ("2026-03-18", "2026-03-18T09:00", "2026-03-18", "2026-03-16T09:00", "2026-03-16"):
        for question in (("list", "--format", "json"), ("check", "--format", "json")):
            assert asked(root, day, *question) == asked(afresh(root, tmp_path), day, *question)


def large(size: int) -> Edit:
    return put("items/2026/2026-0002.yaml", "#" * size)


def link(path: str, target: Path) -> Edit:
    """A link in place of what stood there."""

    def edit(root: Path) -> None:
        place = root / path
        shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)

    return edit


def plain(path: str) -> Edit:
    """A file in place of a link."""

    def edit(root: Path) -> None:
        (root / path).unlink()
        (root / path).write_text("", encoding="utf-8")

    return edit


def directory(path: str) -> Edit:
    return lambda root: (root / path).mkdir(parents=True)


OUTSIDE = Path("../外面")
NO_FILES: dict[str, tuple[Edit, ...]] = {
    "one too large grows": (large(1_000_001), large(1_000_002)),
    "one too large is a link": (large(1_000_001), link("items/2026/2026-0002.yaml", Path("2026-0001.yaml"))),
    "items is a link, then a file": (link("items", OUTSIDE), plain("items")),
    "papers lead elsewhere": (
        link("papers", OUTSIDE), put("../外面/2026/a.docx", ""),
    ),
    "a year of papers leads elsewhere": (
        link("papers/2026", OUTSIDE), put("../外面/a.docx", ""),
    ),
    "mappings lead elsewhere": (link("导入.yaml", OUTSIDE / "映射"), put("../外面/映射", "[")),
    "a paper is a directory nobody looks into": (
        put("papers/2026/督查函-0017.yaml", PAPER.replace("督查函-0017.docx", ".duban")), directory("papers/2026/.duban"),
    ),
    "a calendar that leads elsewhere": (link("calendar", OUTSIDE), remove("calendar")),
    "a calendar that leads elsewhere again": (remove("calendar"), link("calendar", OUTSIDE)),
}  # fmt: skip


@pytest.mark.parametrize("edits", NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_file_is_told_as_it_is(tmp_path: Path, edits: tuple[Edit, ...]) -> None:
    root = make_ledger(tmp_path / "台账", {"2026-0001": TEXTS[0]})
    put("../外面/映射", "映射: []\n")(root)
    for edit in edits:
        edit(root)
        for question in QUESTIONS:
            assert asked(root, DAYS[0], *question) == asked(afresh(root, tmp_path), DAYS[0], *question)


def test_no_list_without_the_office_s_own_calendar(tmp_path: Path) -> None:
    root = make_ledger(tmp_path / "台账", {"2026-0001": TEXTS[0]})
    assert asked(root, DAYS[0], "list").code == 0
    (root / "calendar").symlink_to(tmp_path)
    for _ in range(2):
        answer = asked(root, DAYS[0], "list")
        assert answer.code == 1
        assert "calendar" in answer.err


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names there are text")
def test_a_name_of_any_bytes(tmp_path: Path) -> None:
    root = make_ledger(tmp_path / "台账", {"2026-0001": TEXTS[0]})
    for place in (root / "items/2026", root):
        (place / os.fsdecode(b"\xff\xe6.txt")).write_text("", encoding="utf-8")
        (place / os.fsdecode("机密".encode() + b"\xff")).write_text("", encoding="utf-8")
    for question in (("check",), ("check", "--format", "json"), ("list",)):
        first = asked(root, DAYS[0], *question)
        assert first.code < 2
        assert asked(root, DAYS[0], *question) == first


def test_directories_of_any_depth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_ledger(tmp_path / "台账", {"2026-0001": TEXTS[0]})
    monkeypatch.chdir(root)
    for _ in range(sys.getrecursionlimit() + 100):
        Path("a").mkdir()
        os.chdir("a")
    monkeypatch.chdir(tmp_path)
    try:
        assert asked(root, DAYS[0], "check").code == 0
    finally:
        subprocess.run(["rm", "-rf", str(root / "a")], check=True)


def test_a_moment_is_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit at noon is not kept past noon: limits, entries and what is kept all count in minutes."""
    root = make_ledger(tmp_path / "台账", {"2026-0005": TEXTS[4]})
    said = []
    for second in (0, 30, 59):
        monkeypatch.setattr(context, "datetime", at_second(second))
        said.append(call("-C", str(root), "list", "--format", "json").json["items"])
        said.append(call("-C", str(afresh(root, tmp_path)), "list", "--format", "json").json["items"])
    assert all(one == said[0] for one in said)


def at_second(second: int) -> type[datetime]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls(2026, 3, 18, 12, 0, second, tzinfo=tz)

    return Clock


def test_two_moments_of_one_day(tmp_path: Path) -> None:
    root = make_ledger(tmp_path / "台账", {f"2026-{n:04}": text for n, text in enumerate(TEXTS[:7], 1)})
    said = []
    for clock in ("08:00", "12:30", "13:30", "23:59"):
        moment = f"2026-03-18T{clock}"
        answer = asked(root, moment, "list", "--format", "json")
        assert answer == asked(afresh(root, tmp_path), moment, "list", "--format", "json")
        said.append([item["overdue"] for item in answer.json["items"]])
    assert said[0] != said[1], "the noon limit passes within the day"


@pytest.mark.parametrize("regime", ["yueyang", "county", "daguan", "hebei"])
def test_the_example_ledgers_from_day_to_day(tmp_path: Path, regime: str) -> None:
    root = tmp_path / "台账"
    shutil.copytree(example_dir(regime), root, ignore=shutil.ignore_patterns(".duban"))
    for day in ("2026-11-20", "2026-11-20T09:30", "2026-11-23", "2026-08-03"):
        for question in (("list", "--format", "json"), ("check", "--format", "json")):
            assert asked(root, day, *question) == asked(afresh(root, tmp_path), day, *question)


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Path]:
    root = make_ledger(tmp_path / "台账", {"2026-0001": TEXTS[0], "2026-0002": TEXTS[7]})
    yield root
    assert not list((root / ".duban").glob(f"{CACHE}/*.[0-9]*"))


def shelves(root: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (root / ".duban" / CACHE).glob("*")}


def test_what_is_kept_is_read_not_made_again(seen: Path) -> None:
    first = asked(seen, DAYS[0], "list", "--format", "json")
    kept = shelves(seen)
    assert {"base", "facts-2026", "list-2026", "read-2026"} <= kept.keys()
    # Were the row made again, this would not come out; no row of a shelf with a wrong checksum is believed.
    again = asked(seen, DAYS[0], "list", "--format", "json")
    assert again == first
    assert shelves(seen) == kept
    asked(seen, "2026-11-23", "list")
    changed = {name for name, data in shelves(seen).items() if data != kept[name]}
    assert changed == {"list-2026"}, "a new day judges anew, and parses nothing"


def test_git_does_not_see_it(seen: Path) -> None:
    asked(seen, DAYS[0], "list")
    subprocess.run(["git", "init", "-q", str(seen)], check=True)
    said = subprocess.run(
        ["git", "-C", str(seen), "status", "--porcelain", "-uall"], check=True, capture_output=True, text=True
    ).stdout
    assert ".duban" not in said


def test_deleted_it_is_made_anew(seen: Path) -> None:
    first = asked(seen, DAYS[0], "check")
    kept = shelves(seen)
    shutil.rmtree(seen / ".duban")
    assert asked(seen, DAYS[0], "check") == first
    assert shelves(seen) == kept


@pytest.mark.parametrize("lost", ["facts-2026", "read-2026"])
def test_half_of_it_lost(seen: Path, lost: str) -> None:
    first = asked(seen, DAYS[0], "show", "2026-0001", "--format", "json")
    (seen / ".duban" / CACHE / lost).unlink()
    for _ in range(2):
        assert asked(seen, DAYS[0], "show", "2026-0001", "--format", "json") == first
    assert (seen / ".duban" / CACHE / lost).is_file()


@pytest.mark.parametrize("place", [".duban", f".duban/{CACHE}"])
def test_where_nothing_can_be_kept_nothing_is_said(seen: Path, tmp_path: Path, place: str) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (seen / place).parent.mkdir(exist_ok=True)
    (seen / place).symlink_to(elsewhere)
    first = asked(seen, DAYS[0], "list")
    assert first == asked(afresh(seen, tmp_path), DAYS[0], "list")
    assert first.err.count("\n") == 2, "the summary, and what cannot be read"
    assert not list(elsewhere.iterdir()), "a link is not followed"
    (seen / place).unlink()
    (seen / place).write_text("不是目录", encoding="utf-8")
    assert asked(seen, DAYS[0], "list") == first
    (seen / place).unlink()


@pytest.mark.parametrize("body", [b"half a row\n", b"\xff\t-\t1\n", b"items/2026/2026-0001.yaml\t\n"])
def test_rows_that_are_none(seen: Path, body: bytes) -> None:
    first = asked(seen, DAYS[0], "list")
    place = seen / ".duban" / CACHE / "read-2026"
    place.write_bytes(Shelves(seen)._head(body, ()) + b"\n" + body)
    assert asked(seen, "2026-11-23", "check") == asked(afresh(seen, seen.parent), "2026-11-23", "check")
    assert asked(seen, DAYS[0], "list") == first


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
@pytest.mark.parametrize("stand_in", [Path.mkdir, getattr(os, "mkfifo", None)])
def test_what_stands_in_place_of_a_shelf(seen: Path, stand_in: Callable[[Path], None]) -> None:
    first = [asked(seen, DAYS[0], *question) for question in QUESTIONS]
    for shelf in (seen / ".duban" / CACHE).iterdir():
        shelf.unlink()
        stand_in(shelf)
    for _ in range(2):
        assert [asked(seen, DAYS[0], *question) for question in QUESTIONS] == first


def test_a_full_disk_keeps_nothing(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        first = asked(seen, DAYS[0], "check")
        assert not shelves(seen)
    assert asked(seen, DAYS[0], "check") == first


def test_what_a_killed_run_left_is_swept_up(seen: Path) -> None:
    asked(seen, DAYS[0], "list")
    place = seen / ".duban" / CACHE
    old, new = place / "list-2026.999999", place / "list-2026.999998"
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    asked(seen, DAYS[1], "list")
    assert not old.exists()
    assert new.exists(), "another run may be writing it"
    new.unlink()


def test_an_item_changed_while_it_is_checked_is_kept_by_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_ledger(tmp_path / "台账", {"2026-0001": TEXTS[0], "2026-0002": TEXTS[1]})
    asked(root, DAYS[0], "list")  # the facts are kept, no check is
    (root / ".duban" / CACHE / "facts-2026").unlink()
    place = root / "items/2026/2026-0001.yaml"
    before = place.read_bytes()
    ledger = open_ledger(root)
    place.write_text(TEXTS[2], encoding="utf-8")
    found = run_checks(ledger, Now(date(2026, 11, 20)))
    assert any("没有的局" in f.message for f in found), "read anew, since its facts are lost"
    place.write_bytes(before)
    assert asked(root, DAYS[0], "check") == asked(afresh(root, tmp_path), DAYS[0], "check")


def test_of_a_sound_ledger_one_file_is_checked_without_reading_all(
    seen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked(seen, DAYS[0], "check", "items/2026/2026-0002.yaml")
    assert first.code == 1
    with monkeypatch.context() as patch:
        patch.setattr("duban_cli.ledger.store.load", None)
        assert asked(seen, DAYS[0], "check", "items/2026/2026-0002.yaml") == first


def test_nothing_is_left_in_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(example_dir("county"), DAYS[0], "list").code == 0
    assert not (example_dir("county") / ".duban" / CACHE).exists()


LIGHT = """
import json, sys
from duban_cli.__main__ import main
code = main(sys.argv[1:])
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def modules(*args: str) -> set[str]:
    """What a command line imports, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", LIGHT, *args], capture_output=True, text=True, check=True)
    found: set[str] = set(json.loads(done.stderr.splitlines()[-1]))
    return found


HEAVY = {
    "ruamel", "docx", "lxml", "jinja2", "markdown_it", "openpyxl", "icalendar", "docxtpl", "chinese_calendar", "borax",
    "rich", "pydantic",
}  # fmt: skip


def test_a_second_list_imports_neither_parser_nor_rules(seen: Path) -> None:
    (seen / "items/2026/2026-0002.yaml").unlink()
    asked(seen, DAYS[0], "list")
    for form in ("table", "json"):
        found = modules("-C", str(seen), "--today", DAYS[0], "list", "--format", form)
        assert not found & HEAVY
        assert not found & {
            "duban_cli.rules.obligations",
            "duban_cli.ledger.reader",
            "duban_cli.ledger.store",
        }


@pytest.mark.parametrize(
    "args",
    [
        ("--version",),
        ("--help",),
        ("workday", "2026-02-10", "+10"),
        ("list",),
        ("check",),
        ("show", "2026-0001"),
    ],
)
def test_light_commands_leave_heavy_modules_alone(seen: Path, args: tuple[str, ...]) -> None:
    (seen / "items/2026/2026-0002.yaml").unlink()
    found = modules("-C", str(seen), "--today", DAYS[0], *args) if args[0] != "--version" else modules(*args)
    assert not found & (HEAVY - {"ruamel", "chinese_calendar"})
    if args == ("--version",):
        assert not found & {"typer", "dataclasses", "inspect", "duban_cli.cli.terminal"}
