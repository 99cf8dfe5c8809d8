"""The directory: only duban's own is replaced, what is no longer public goes, a kill leaves the old site or the new."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from duban_cli.errors import Busy, DiskProblem, WrongUse
from duban_cli.exchange.site import directory
from duban_cli.exchange.site.directory import compare, put, recover
from duban_cli.exchange.site.pages import MANIFEST, manifest
from tests.exchange.site.sites import ITEMS, ledger_of, site_of
from tests.gitkit import in_child


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    return site_of(ledger_of(tmp_path / "源"))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "网站").mkdir()
    return tmp_path / "网站" / "公示[1]"


def read(target: Path) -> dict[str, bytes]:
    return {p.relative_to(target).as_posix(): p.read_bytes() for p in target.rglob("*") if p.is_file()}


def states(target: Path, files: dict[str, bytes]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for change in compare(target, files):
        found.setdefault(change.state, []).append(change.path)
    return found


def test_put_where_nothing_is_or_an_empty_directory(target: Path, files: dict[str, bytes]) -> None:
    assert states(target, files) == {"新增": sorted(files)}
    put(target, files)
    assert read(target) == files
    assert states(target, files) == {"不变": sorted(files)}
    assert list(target.parent.iterdir()) == [target]


def test_what_is_no_longer_public_goes(target: Path, files: dict[str, bytes], tmp_path: Path) -> None:
    put(target, files)
    fewer = site_of(ledger_of(tmp_path / "少", {i: t for i, t in ITEMS.items() if i != "2026-0002"}))
    found = states(target, fewer)
    assert found["删去"] == ["items/2026-0002.html"]
    assert "index.html" in found["改写"]
    put(target, fewer)
    assert read(target) == fewer


@pytest.mark.parametrize("name", ["通知.html", "items/照片.jpg", ".htaccess", "空目录/"])
def test_what_duban_did_not_write_is_left_alone(target: Path, files: dict[str, bytes], name: str) -> None:
    put(target, files)
    if name.endswith("/"):
        (target / name).mkdir()
    else:
        (target / name).write_text("别人的", encoding="utf-8")
    before = read(target)
    for act in (compare, put):
        with pytest.raises(WrongUse, match="不是 duban 写的"):
            act(target, files)
    assert read(target) == before
    assert list(target.parent.iterdir()) == [target]


def test_a_directory_of_others_is_left_alone(target: Path, files: dict[str, bytes]) -> None:
    target.mkdir()
    (target / "index.html").write_text("别人的首页", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"index\.html 不是 duban 写的"):
        put(target, files)
    (target / "duban-publish.json").write_text('{"files": ["index.html"]}', encoding="utf-8")
    with pytest.raises(WrongUse, match="不是 duban 写的"):
        put(target, files)


def test_a_page_changed_by_hand_is_left_alone(target: Path, files: dict[str, bytes]) -> None:
    put(target, files)
    (target / "stats.html").write_text("改过", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"stats\.html 被改过"):
        put(target, files)


def test_a_file_or_a_link_is_no_site(target: Path, files: dict[str, bytes]) -> None:
    target.write_text("", encoding="utf-8")
    with pytest.raises(WrongUse, match="不是目录"):
        compare(target, files)
    target.unlink()
    put(target, files)
    (target / "site.css").unlink()
    (target / "site.css").symlink_to(target / "site.js")
    with pytest.raises(WrongUse, match=r"site\.css 被改过"):
        put(target, files)


def test_a_failure_on_the_way_leaves_the_old_site(
    target: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(target, {**files, "items/2025-0001.html": b"x"} | _listed(files))
    before = read(target)
    real = Path.rename

    def failing(self: Path, goal: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return real(self, goal)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DiskProblem, match="磁盘已满"):
        put(target, files)
    assert read(target) == before
    assert list(target.parent.iterdir()) == [target]


def _listed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The manifest of these files and one more."""
    all_of = {**{p: c for p, c in files.items() if p != MANIFEST}, "items/2025-0001.html": b"x"}
    return {MANIFEST: manifest(all_of, date(2026, 3, 20))}


def test_a_kill_between_the_two_renames_is_made_good(target: Path, files: dict[str, bytes]) -> None:
    put(target, files)
    left = target.parent / f"{directory._prefix(target)}abc"
    (left / "new").mkdir(parents=True)
    target.rename(left / "old")
    recover(target)
    assert read(target) == files
    assert list(target.parent.iterdir()) == [target]


def test_a_kill_before_the_renames_leaves_nothing_behind(target: Path, files: dict[str, bytes]) -> None:
    put(target, files)
    left = target.parent / f"{directory._prefix(target)}abc"
    shutil.copytree(target, left / "new")
    recover(target)
    assert read(target) == files
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_two_at_once_one_waits_or_is_told(target: Path, files: dict[str, bytes], tmp_path: Path) -> None:
    """The second neither takes the first one's half-built site away nor mixes into it."""
    old = site_of(ledger_of(tmp_path / "旧", {i: t for i, t in ITEMS.items() if i != "2026-0002"}))

    def often(site: dict[str, bytes]) -> None:
        for _ in range(5):
            recover(target)
            put(target, site)

    children = [in_child(partial(often, site)) for site in (old, files, old, files)]
    assert {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children} == {0}
    assert read(target) in (old, files)
    assert list(target.parent.iterdir()) == [target]
    with directory._alone(target, 0):
        (target.parent / f"{directory._prefix(target)}abc" / "new").mkdir(parents=True)
        with pytest.raises(Busy, match="另一个 duban 正在写 "):
            put(target, files, wait=0)
        with pytest.raises(Busy, match="公示（进程"):
            recover(target, wait=0)
        assert (target.parent / f"{directory._prefix(target)}abc" / "new").exists()
    assert read(target) in (old, files)


def killed_at(nth: int, act: Callable[[], None]) -> bool:
    """Run ``act`` in a child that dies at its ``nth`` change of the disk; False once it gets through."""
    child = os.fork()
    if child == 0:
        left = nth

        def die(event: str, args: tuple[object, ...]) -> None:
            nonlocal left
            writing = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
            if not writing and event not in ("os.rename", "os.mkdir", "os.remove", "os.rmdir"):
                return
            if left == 0:
                os._exit(9)
            left -= 1

        sys.addaudithook(die)
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 9)
    return os.waitstatus_to_exitcode(status) == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_killed_anywhere_there_is_the_old_site_or_the_new(
    target: Path, files: dict[str, bytes], tmp_path: Path
) -> None:
    old = site_of(ledger_of(tmp_path / "旧", {i: t for i, t in ITEMS.items() if i != "2026-0002"}))
    nth = 0
    while True:
        shutil.rmtree(target, ignore_errors=True)
        put(target, old)
        if not killed_at(nth, lambda: put(target, files)):
            break
        if target.exists():
            assert read(target) in (old, files), nth
        recover(target)
        assert read(target) in (old, files), nth
        assert list(target.parent.iterdir()) == [target]
        put(target, files)
        assert read(target) == files
        nth += 1
    assert nth > len(files)
    assert read(target) == files
