"""国家秘密 by every way in, telephones and closed matters by every way out (保守国家秘密法第三十一条)."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duban_cli.ledger.secrecy import secret_mark
from tests.clerk import ITEM, LOU, NEW, REPLY, Clerk, new
from tests.cli.test_draft_equals import APART, CALLS, INTERACTIVE, commands

pytest_plugins = ("tests.gitkit", "tests.clerk")

LIU = ("--approved-by", "刘某某")
PHONE, CONTACT_PHONE = "0730-7654321", "13912345678"


@pytest.mark.parametrize(
    "text",
    [
        *("秘密", "机密", "绝密", "机密★1年", "绝密★长期", "★机密", "【机密】关于某事", "（秘密）某事", "[绝密]某事", "〔机密〕某事"),
        *("机密：关于某事", "机密 关于某事", "关于某事 机密", "机　密", "机 密★", "【机 密】某事", "秘 密 级", "密级：机密", "密级为秘密"),
        *("<机密>某事", "｛机密｝某事", "［绝密］某事", "机密级文件", "属于国家秘密"),
        *("某事\n【机密】\n内容", "秘密☆10年", "机密＊长期", "（绝密）"),
    ],
)  # fmt: skip
def test_a_mark_however_written(text: str) -> None:
    assert secret_mark(text) in {"秘密", "机密", "绝密"}


@pytest.mark.parametrize(
    "text",
    [
        *("保守国家秘密法第三十一条", "商业秘密保护", "侵犯商业秘密案件", "开展保密检查", "机密机械厂拆迁", "秘密侦查规定", "密切配合"),
        *("不得涉及国家秘密、商业秘密", "涉密人员管理", "（秘密、机密、绝密）三级", "密云水库", "人口稠密"),
    ],
)  # fmt: skip
def test_words_that_are_no_mark(text: str) -> None:
    assert secret_mark(text) is None


MARKS = ("【机密】关于某项工作", "机　密★1年 某事", "（绝密）某事")


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    "args",
    [
        (*NEW, "--title", "{}"), (*NEW, "--demand", "{}"), (*NEW, "--note", "{}"), (*NEW, "--source", "文件/{}"),
        (*NEW, "--leader", "{}"), (*NEW, "--message", "{}"), ("assign", "2026-0002", "--note", "{}"), ("assign", "2026-0002", "--by", "{}"),
        ("reply", "2026-0001", "--content", "{}"), ("reply", "2026-0001", "--content", "甲", "--incoming", "{}"),
        ("receive", "2026-0001", "--note", "{}"), ("warn", "2026-0001", "--content", "{}"),
        ("inspect", "2026-0001", "--how", "现场核查", "--content", "{}"), ("change", "2026-0001", "--field", "要求", "--new", "{}", *LIU),
        ("suspend", "2026-0001", "--reason", "{}", *LIU), ("withdraw", "2026-0001", "--reason", "{}", *LIU),
        ("extend", "2026-0001", "--deadline", "2026-03-31", "--reason", "{}"), ("urge", "2026-0001", "--how", "电话", "--content", "{}"),
        ("correct", "2026-0001", "--entry", "2026-03-04/交办", "--field", "备注", "--new", "{}"),
        ("record", "2026-0001", "约谈", "--unit", LOU, *LIU, "--content", "{}"), ("record", "2026-0001", "批评", "--unit", LOU, *LIU, "--reason", "{}"),
        ("office", "会议", "--content", "{}"), ("office", "会议", "--content", "甲", "--note", "{}"),
        ("unit", "add", "{}"), ("unit", "add", "甲局", "--alias", "{}"), ("unit", "add", "甲局", "--short", "{}"), ("unit", "add", "甲局", "--contact", "{}"),
        ("issue", "--void", "岳督函〔2026〕1号", "--reason", "{}", *LIU),
        ("bulletin", "--from", "2026-03-01", "--to", "2026-03-06", "--content", "{}", *LIU),
    ],
)  # fmt: skip
def test_by_every_command(handed: Clerk, args: tuple[str, ...], mark: str) -> None:
    handed.do(*new(title="乙"), today="2026-03-05")
    before = handed.state()
    for draft in (("--draft",), ()):
        told = handed.run(*(word.replace("{}", mark) for word in args), *draft, today="2026-03-06")
        if told.code == 2 and "没有 --" in told.err:
            pytest.fail(told.err)
        assert told.code in {1, 2}, (args, told.text)
        assert handed.state() == before
    if told.code == 1:
        assert "机密" in told.err or "绝密" in told.err
        assert "保守国家秘密法第三十一条" in told.err


@pytest.mark.parametrize("mark", MARKS)
def test_by_a_table_or_a_file(handed: Clerk, tmp_path: Path, mark: str) -> None:
    table, source = tmp_path / "表.csv", tmp_path / "来.yaml"
    before = handed.state()
    for cells in (f"{mark},楼区,2026-10-30,", f"清淤,楼区,2026-10-30,{mark}"):
        table.write_text(f"工作任务,牵头单位,完成时限,要求\n{cells}\n", encoding="utf-8")
        for partial in ((), ("--partial",)):
            told = handed.run("split", "2026-0001", str(table), *LIU, *partial, today="2026-03-06")
            assert told.code in {1, 2}, told.text
            assert handed.state() == before
    source.write_text(f"标题: '{mark}'\n主办单位: 市财政局\n", encoding="utf-8")
    assert handed.run(*NEW[:1], "--from", str(source), *NEW[3:], today="2026-03-06").code in {1, 2}
    assert handed.state() == before


BY_HAND = {
    "item": (ITEM, "办理:\n", "备注: {}\n办理:\n"),
    "entry": (ITEM, "", "- {{日期: 2026-03-05, 动作: 签收, 备注: {}}}\n"),
    "attachment": (ITEM, "", "- {{日期: 2026-03-05, 动作: 签收, 附件: [{}]}}\n"),
    "unit": ("units.yaml", "", "- {{名称: {}}}\n"),
    "office": ("office/2026.yaml", "", "记录:\n- {{日期: 2026-03-05, 动作: 会议, 内容: {}}}\n"),
    "calendar": ("calendar/2026.yaml", "", "依据: {}\n放假: [{{日期: 2026-03-06, 名目: 甲}}]\n"),
    "day": ("calendar/2026.yaml", "", "依据: 某通知\n放假: [{{日期: 2026-03-06, 名目: {}}}]\n"),
    "settings": ("duban.yaml", "", "地区: {}\n"),
    "new": ("items/2026/2026-0002.yaml", "", "标题: {}\n类别: 领导批示\n要求: 办\n主办单位: 市财政局\n"),
}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("way", BY_HAND)
def test_by_hand(handed: Clerk, way: str, mark: str) -> None:
    """``check`` tells it, ``save`` refuses it."""
    path, old, text = BY_HAND[way]
    there = (
        handed.text(path)
        if (handed.root / path).exists() and way not in {"calendar", "day", "office"}
        else ""
    )
    written = text.format(f"'{mark}'")
    handed.write(path, there.replace(old, written, 1) if old else there + written)
    commits = handed.commits()
    told = handed.run("check", today="2026-03-06")
    assert told.code == 1, told.text
    assert "state-secret" in told.out
    assert f"{path}:" in told.out
    told = handed.run("save", today="2026-03-06")
    assert told.code == 1, told.text
    assert "密" in told.err or way == "item"  # it was handed out: its header stays in any case
    assert handed.commits() == commits


def test_by_a_file_name(handed: Clerk) -> None:
    handed.write("附件/【机密】会议纪要.md", "…")
    told = handed.run("check", today="2026-03-06")
    assert told.code == 1
    assert "附件/【机密】会议纪要.md:0:0: 错误 state-secret 文件名标有“机密”" in told.out


# -- the way out -------------------------------------------------------------------------------------------


def texts_of(path: Path) -> str:
    """All there is to read in a paper, or in a file."""
    if path.suffix == ".xlsx":
        cells = (
            cell for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row
        )
        return "\n".join(str(cell) for cell in cells if cell is not None)
    if path.suffix != ".docx":
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def _with_phones(clerk: Clerk) -> None:
    header = (
        f"责任人: {{姓名: 张某, 职务: 区长, 电话: {PHONE}}}\n承办人: {{姓名: 李某, 电话: {PHONE}}}\n办理:\n"
    )
    clerk.write(ITEM, clerk.text(ITEM).replace("办理:\n", header, 1))
    clerk.write(
        "units.yaml",
        clerk.text("units.yaml").replace(
            "主要负责人: 张某", f"主要负责人: 张某, 联络员: {{姓名: 赵某, 电话: '{CONTACT_PHONE}'}}", 1
        ),
    )
    assert CONTACT_PHONE in clerk.text("units.yaml")
    clerk.git("commit", "-q", "-am", "手工记电话")


@pytest.mark.parametrize("name", CALLS)
def test_no_telephone_on_any_paper(handed: Clerk, name: str) -> None:
    """What is made for others carries the office's own number, nobody else's."""
    call = CALLS[name]
    _with_phones(handed)
    call.prepare(handed)
    for day, args in call.first:
        handed.do(*args, today=day)
    told = handed.do(*(a.format(dir=handed.root.parent) for a in call.args), today=call.day)
    made = [p for d in ("papers", "drafts", "documents") for p in (handed.root / d).rglob("*.docx")]
    for said in (told.text, *map(texts_of, made)):
        assert PHONE not in said
        assert CONTACT_PHONE not in said


OUT = [
    ("list",), ("list", "--format", "json"), ("list", "--format", "csv"), ("agenda",), ("agenda", "--format", "json"), ("daily",),
    ("bulletin", "--from", "2026-03-01", "--to", "2026-03-31", "--format", "json"), ("assess", "2026"), ("assess", "2026", "--format", "json"),
    ("report", "月度督办清单", "--format", "json"), ("explain", "2026-0001"), ("check", "--format", "json"), ("log",),
    ("export", "-", "--as", "csv", "--for", "公开"), ("export", "-", "--as", "json", "--for", "公开"), ("export", "-", "--as", "ics", "--for", "公开"),
    ("paper", "2026-0001"), ("paper", "2026-0001", "督查函", "--preview"), ("workday", "2026-03-31", "+10"), ("regime",), ("doctor",),
    ("schema",), ("completion", "bash"),
]  # fmt: skip
FOR_THE_CLERK = {"show", "unit list"}
"""They are asked for a telephone to call it: the item's own page, and the list of units."""


def test_no_command_is_forgotten() -> None:
    """Every command is tried on its way out here, by CALLS, or by a test of its own."""
    found = {name for name, _ in commands()}
    looked_at = {name for name in found for args in OUT if args[: name.count(" ") + 1] == tuple(name.split())}
    written = {name for name in found for call in CALLS if call == name or call.startswith(f"{name} ")}
    assert found == looked_at | written | FOR_THE_CLERK | APART | INTERACTIVE
    assert {"publish"} >= APART - looked_at - {"init", "merge"}  # one that lets out anything has a test below


@pytest.mark.parametrize("args", OUT, ids=" ".join)
def test_no_telephone_in_any_list(handed: Clerk, args: tuple[str, ...]) -> None:
    _with_phones(handed)
    handed.do(*REPLY, today="2026-03-10")
    told = handed.run(*args, today="2026-03-31")
    assert told.code in {0, 1}, told.text
    assert PHONE not in told.text
    assert CONTACT_PHONE not in told.text


@pytest.mark.parametrize("kind", ["csv", "json", "ics", "xlsx"])
def test_only_open_matters_go_out(handed: Clerk, tmp_path: Path, kind: str) -> None:
    for title, openness in (
        ("公开的一件", "主动公开"),
        ("申请才给的一件", "依申请公开"),
        ("不给的一件", "不予公开"),
    ):
        made = handed.do(*new(title=title, secrecy=openness), today="2026-03-05").out.strip()
        handed.do("assign", made, today="2026-03-06")
    target = tmp_path / f"给人.{kind}"
    handed.do("export", str(target), "--for", "公开", today="2026-03-10")
    said = texts_of(target).replace("\r\n ", "")
    assert "公开的一件" in said
    assert "申请才给" not in said
    assert "不给的" not in said
    assert "洞庭大道" not in said


def test_the_public_site_lets_out_neither_telephones_nor_closed_matters(
    handed: Clerk, tmp_path: Path
) -> None:
    _with_phones(handed)
    for title, openness in ((f"公开的一件{CONTACT_PHONE}", "主动公开"), ("不给的一件", "不予公开")):
        args = new(title=title, secrecy=openness, officer=f"张某/区长{PHONE}", demand=f"拨打{PHONE}")
        made = handed.do(*args, today="2026-03-05").out.strip()
        handed.do("assign", made, today="2026-03-06")
    handed.do("publish", str(tmp_path / "网站"), today="2026-03-10")
    files = [p for p in (tmp_path / "网站").rglob("*") if p.is_file()]
    said = "\n".join(map(texts_of, files))
    assert "公开的一件（电话略）" in said
    for kept in (PHONE, CONTACT_PHONE, "不给的", "洞庭大道"):
        assert kept not in said
