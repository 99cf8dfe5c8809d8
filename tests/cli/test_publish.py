"""``publish``: where it writes and where not, what ``--draft`` and JSON tell, what keeps it from going out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from duban_cli.exchange.site.pages import MANIFEST
from duban_cli.shipped import example_dir
from duban_cli.views.schemas import output_schema
from tests.clerk import Clerk, new, run

pytest_plugins = ("tests.gitkit", "tests.clerk")

DAY = "2026-03-10"
LIU = ("--approved-by", "刘某某")


@pytest.fixture
def opened(handed: Clerk) -> Clerk:
    """The worked example, and a matter of each 公开属性."""
    for title, openness in (
        ("公开的一件", "主动公开"),
        ("申请才给的一件", "依申请公开"),
        ("不给的一件", "不予公开"),
    ):
        made = handed.do(*new(title=title, secrecy=openness), today="2026-03-05").out.strip()
        handed.do("assign", made, today="2026-03-06")
    return handed


def target(clerk: Clerk) -> Path:
    return clerk.root.parent / "公示网站"


def read(path: Path) -> dict[str, bytes]:
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}


def test_a_site_of_what_is_public(opened: Clerk) -> None:
    before = opened.state()
    told = opened.do("公示", str(target(opened)), today=DAY)
    assert told.out.strip() == str(target(opened) / "index.html")
    assert "公示1件：新增7个文件" in told.err
    files = read(target(opened))
    assert [name for name in files if name.startswith("items/")] == ["items/2026-0002.html"]
    said = b"".join(files.values()).decode()
    assert "公开的一件" in said
    for closed in ("申请才给", "不给的", "洞庭大道"):
        assert closed not in said
    assert opened.state() == before


def test_again_the_same_day_nothing_is_written(opened: Clerk) -> None:
    opened.do("publish", str(target(opened)), today=DAY)
    stamps = {p: p.stat().st_mtime_ns for p in target(opened).rglob("*")}
    told = opened.do("publish", str(target(opened)), today=DAY)
    assert "与目录里的一样，没有变化" in told.err
    assert {p: p.stat().st_mtime_ns for p in target(opened).rglob("*")} == stamps


def test_the_draft_lists_and_writes_nothing(opened: Clerk) -> None:
    told = opened.do("publish", str(target(opened)), "--draft", today=DAY)
    assert told.out.splitlines() == [
        f"新增  {name}"
        for name in (
            MANIFEST,
            "icon.svg",
            "index.html",
            "items/2026-0002.html",
            "site.css",
            "site.js",
            "stats.html",
        )
    ]
    assert "将新增7个文件" in told.err
    assert not target(opened).exists()
    assert list(opened.root.parent.iterdir()) == [opened.root]


def test_what_is_withdrawn_from_the_public_goes_from_the_site(opened: Clerk) -> None:
    opened.do("publish", str(target(opened)), today=DAY)
    opened.do("change", "2026-0002", "--field", "公开属性", "--new", "不予公开", *LIU, today="2026-03-11")
    told = opened.do("publish", str(target(opened)), "--draft", today="2026-03-11")
    assert "删去  items/2026-0002.html" in told.out.splitlines()
    # Asked about a day before, it stays closed: what is known now counts.
    for day in (DAY, "2026-03-11"):
        opened.do("publish", str(target(opened)), today=day)
        assert "公开的一件" not in b"".join(read(target(opened)).values()).decode()


def test_json_tells_every_file(opened: Clerk) -> None:
    schema = Draft202012Validator(output_schema("publish"))
    args = ("publish", str(target(opened)), "--format", "json")
    draft = opened.do(*args, "--draft", today=DAY).json
    done = opened.do(*args, today=DAY).json
    again = opened.do(*args, today=DAY).json
    for document in (draft, done, again):
        assert [e.message for e in schema.iter_errors(document)] == []
    assert (draft["draft"], draft["written"], done["written"], again["written"]) == (True, False, True, False)
    assert draft["files"] == done["files"]
    assert (done["count"], done["items"]) == (1, ["2026-0002"])
    assert {f["state"] for f in again["files"]} == {"不变"}


@pytest.mark.parametrize("place", ["公示", "items", ".", "drafts/网站", "papers/2026"])
def test_never_within_the_ledger(opened: Clerk, place: str) -> None:
    told = opened.refused(2, "publish", str(opened.root / place), today=DAY)
    assert "在台账目录" in told.err


def test_not_by_a_link_into_the_ledger(opened: Clerk) -> None:
    (opened.root.parent / "链接").symlink_to(opened.root / "documents")
    assert "在台账目录" in opened.refused(2, "publish", str(opened.root.parent / "链接"), today=DAY).err


def test_not_where_others_have_files_and_not_above_the_ledger(opened: Clerk) -> None:
    assert "不是 duban 写的" in opened.refused(2, "publish", str(opened.root.parent), today=DAY).err
    assert "没有目录" in opened.refused(2, "publish", str(opened.root.parent / "无" / "网站"), today=DAY).err
    target(opened).write_text("", encoding="utf-8")
    assert "不是目录" in opened.refused(2, "publish", str(target(opened)), today=DAY).err


def test_a_file_that_cannot_be_read_keeps_the_site_as_it_is(opened: Clerk) -> None:
    """It may be one that is shown: its page must not go, nor its figures be wrong, because of a slip."""
    opened.do("publish", str(target(opened)), today=DAY)
    before = read(target(opened))
    opened.write("items/2026/2026-0002.yaml", "标题: 坏的\n类别：领导批示\n")
    told = opened.refused(1, "publish", str(target(opened)), today="2026-03-11")
    assert "有1件的文件读不出来：2026-0002" in told.err
    assert read(target(opened)) == before


def test_a_secret_mark_stops_it(opened: Clerk) -> None:
    path = "items/2026/2026-0002.yaml"
    opened.write(path, opened.text(path).replace("公开的一件", "【秘密】公开的一件"))
    assert "标有“秘密”" in opened.refused(1, "publish", str(target(opened)), today=DAY).err
    assert not target(opened).exists()


def copied(tmp_path: Path, name: str) -> Clerk:
    shutil.copytree(example_dir(name), tmp_path / "台账")
    return Clerk(tmp_path / "台账")


def test_the_offices_own_matters_are_never_shown(tmp_path: Path) -> None:
    """县督查革新意见 二3: what the office handles itself, even where somebody wrote 主动公开."""
    clerk = copied(tmp_path, "county")
    path = "items/2026/2026-0005.yaml"
    clerk.write(path, clerk.text(path).replace("公开属性: 不予公开", "公开属性: 主动公开"))
    assert "direct-public" in clerk.run("check", today="2026-11-20").out
    clerk.do("publish", str(target(clerk)), today="2026-11-20")
    assert not (target(clerk) / "items/2026-0005.html").exists()
    assert "机关食堂" not in b"".join(read(target(clerk)).values()).decode()
    for kind in ("csv", "json", "ics"):
        assert (
            "机关食堂" not in clerk.do("export", "-", "--as", kind, "--for", "公开", today="2026-11-20").out
        )


def test_names_the_regime_wants_shown_are_asked_for(tmp_path: Path) -> None:
    clerk = copied(tmp_path, "county")
    path = "items/2026/2026-0009.yaml"
    lines = [line for line in clerk.text(path).splitlines() if not line.startswith("承办人:")]
    clerk.write(path, "\n".join(lines) + "\n")
    told = clerk.do("publish", str(target(clerk)), today="2026-11-20")
    assert "提醒：2026-0009 没有写承办人（县督查革新意见 二7），页上写“—”" in told.err


def test_beside_the_current_directory(opened: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(opened.root)
    assert run("--today", DAY, "publish", "../公示网站").code == 0
    assert (target(opened) / "stats.html").is_file()
