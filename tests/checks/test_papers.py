from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tests.kit import HANDED_OUT, INITIATED, SETTINGS, checked, codes, item_text, make_ledger, reply

NO = "岳督催〔2026〕3号"


def item(title: str, *entries: str) -> str:
    return item_text(INITIATED, "{日期: 2026-03-04, 动作: 交办}", *entries, 标题=title)


def urge(doc_no: str = NO, day: str = "2026-03-27") -> str:
    return f"{{日期: {day}, 动作: 催办, 方式: 通知单, 文号: '{doc_no}'}}"


def test_one_notice_for_several_items(tmp_path: Path) -> None:
    items = {f"2026-000{n}": item(str(n), urge()) for n in (1, 2, 3)}
    assert checked(make_ledger(tmp_path, items)) == []


@pytest.mark.parametrize(
    "other",
    [
        urge(day="2026-03-30"),
        urge(doc_no="岳督催[2026]3号", day="2026-03-30"),
        urge(doc_no="岳督催〔２０２６〕 3 号", day="2026-03-30"),
        f"{{日期: 2026-03-27, 动作: 督办提示, 文号: {NO}}}",
    ],
)
def test_one_number_on_two_papers(tmp_path: Path, other: str) -> None:
    items = {"2026-0001": item("甲", urge()), "2026-0002": item("乙", other)}
    found = checked(make_ledger(tmp_path, items))
    assert [(f.path[-9:-5], f.code, f.line) for f in found] == [
        ("0001", "doc-no-used", 10),
        ("0002", "doc-no-used", 10),
    ]
    assert "已用于 2026-0001 的催办（2026-03-27）" in found[1].message


def test_one_number_twice_on_one_item(tmp_path: Path) -> None:
    found = checked(make_ledger(tmp_path, {"2026-0001": item("甲", urge(), urge(day="2026-03-30"))}))
    assert codes(found) == ["doc-no-used"] * 2


def test_numbers_without_a_year_start_anew(tmp_path: Path) -> None:
    entries = [f"{{日期: {y}-05-15, 动作: 会议, 文号: 第1期}}" for y in (2025, 2026)]
    others = {f"office/{y}.yaml": f"记录:\n- {e}\n" for y, e in zip((2025, 2026), entries, strict=True)}
    praise = "{日期: 2026-05-14, 动作: 约谈, 单位: 楼区, 批准: 甲, 文号: 第1期}"
    (found,) = checked(make_ledger(tmp_path, {"2026-0001": item("甲", praise)}, others=others))
    assert found.message == "文号“第1期”已用于办公室 2026-05-15 的会议"


def test_praise_and_criticism_stand_in_their_bulletin(tmp_path: Path) -> None:
    office = "记录:\n- {日期: 2026-05-15, 动作: 通报, 文号: 第1期, 批评: [楼区], 批准: 甲}\n"
    acts = (
        "{日期: 2026-05-14, 动作: 批评, 单位: 楼区, 批准: 甲, 文号: 第1期}",
        "{日期: 2026-05-15, 动作: 表扬, 单位: 楼区, 批准: 甲, 文号: 第1期}",
    )
    assert (
        checked(make_ledger(tmp_path, {"2026-0001": item("甲", *acts)}, others={"office/2026.yaml": office}))
        == []
    )


def registered(
    number: int = 17, items: str = "2026-0018", doc_no: int | None = None, **change: str
) -> dict[str, str]:
    keys = {
        "种类": "督查函", "序号": str(number), "文号": f"岳督函〔2026〕{doc_no or number}号", "标题": "督查函",
        "日期": "2026-03-04", "文件": f"督查函-{number:04d}.docx", "sha256": hashlib.sha256(b"docx").hexdigest(),
        "事项": f"[{items}]", **change,
    }  # fmt: skip
    return {f"papers/2026/督查函-{number:04d}.yaml": "".join(f"{k}: {v}\n" for k, v in keys.items())}


FILE: dict[str, str | bytes] = {"papers/2026/督查函-0017.docx": b"docx"}
ITEMS = {"2026-0018": item_text(*HANDED_OUT)}


def test_a_paper_as_it_was_issued(tmp_path: Path) -> None:
    assert checked(make_ledger(tmp_path, ITEMS, others={**registered(), **FILE})) == []


def test_a_paper_that_is_gone(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, ITEMS, others={**registered(), **FILE})
    (root / "papers/2026/督查函-0017.docx").unlink()
    (found,) = checked(root)
    assert (found.path, found.code, found.level) == ("papers/2026/督查函-0017.yaml", "paper-missing", "error")
    assert found.message == "发出的文书不见了：papers/2026/督查函-0017.docx"
    make_ledger(tmp_path, ITEMS, others=registered(状态="作废", 理由="写错"))
    assert checked(root) == []


def test_a_paper_altered_after_issue(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, ITEMS, others={**registered(), "papers/2026/督查函-0017.docx": b"docx!"})
    (found,) = checked(root)
    assert (found.code, found.message) == (
        "paper-changed",
        "发出后的文书被改动：papers/2026/督查函-0017.docx",
    )


def test_a_directory_in_the_place_of_a_paper(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, ITEMS, others=registered())
    (root / "papers/2026/督查函-0017.docx").mkdir()
    assert "paper-unreadable" in codes(checked(root))


def test_a_pipe_where_a_paper_should_be_is_not_waited_for(tmp_path: Path) -> None:
    root = make_ledger(tmp_path, ITEMS, others=registered())
    os.mkfifo(root / "papers/2026/督查函-0017.docx")
    assert codes(checked(root)) == ["paper-unreadable"]


@pytest.mark.parametrize("file", ["../../秘密.docx", "/etc/passwd", "..", "a\\b.docx"])
def test_a_register_entry_pointing_elsewhere(tmp_path: Path, file: str) -> None:
    found = checked(make_ledger(tmp_path, ITEMS, others=registered(文件=file)))
    assert codes(found) == ["paper-file"]


def test_a_paper_nobody_registered(tmp_path: Path) -> None:
    others = {**registered(), **FILE, "papers/2026/督查函-0018.docx": b"x", "papers/2026/~$查函.docx": b"x"}
    (found,) = checked(make_ledger(tmp_path, ITEMS, others=others))
    assert (found.path, found.code, found.level) == (
        "papers/2026/督查函-0018.docx",
        "paper-unregistered",
        "warning",
    )


def test_one_number_twice_in_the_register(tmp_path: Path) -> None:
    others = {**registered(), **registered(18, doc_no=17), **FILE, "papers/2026/督查函-0018.docx": b"docx"}
    (found,) = checked(make_ledger(tmp_path, ITEMS, others=others))
    assert (found.path, found.code) == ("papers/2026/督查函-0018.yaml", "doc-no-twice")
    assert found.message == "文号“岳督函〔2026〕17号”已登记在 papers/2026/督查函-0017.yaml"


def test_a_paper_of_an_unknown_item(tmp_path: Path) -> None:
    others = {**registered(items="2026-0018, 2026-018"), **FILE}
    (found,) = checked(make_ledger(tmp_path, ITEMS, others=others))
    assert (found.code, found.hint) == ("paper-item", "是否指 2026-0018")


def test_an_item_using_the_number_of_anothers_paper(tmp_path: Path) -> None:
    items = {**ITEMS, "2026-0019": item_text(*HANDED_OUT, 标题="另一件")}
    (found,) = checked(make_ledger(tmp_path, items, others={**registered(), **FILE}))
    assert (found.path, found.code) == ("items/2026/2026-0019.yaml", "doc-no-used")
    assert found.message == "文号“岳督函〔2026〕17号”登记的是2026-0018的督查函"


def test_kinds_of_paper_without_a_form_of_number(tmp_path: Path) -> None:
    settings = SETTINGS.replace("  催办通知单: 岳督催〔{年}〕{号}号\n", "")
    (found,) = checked(make_ledger(tmp_path, ITEMS, settings=settings))
    assert (found.path, found.code, found.level) == ("duban.yaml", "number-form", "warning")
    assert found.message == "没有规定“催办通知单”的文号格式"


def test_a_number_put_right_by_a_correction(tmp_path: Path) -> None:
    fix = f"{{日期: 2026-04-01, 动作: 更正, 更正项: {{日期: 2026-03-30, 动作: 催办}}, 字段: 文号, 新: {NO[:-2]}4号}}"
    items = {"2026-0001": item("甲", urge()), "2026-0002": item("乙", urge(day="2026-03-30"), fix)}
    assert checked(make_ledger(tmp_path, items)) == []


def test_a_reply_has_no_number_of_the_offices(tmp_path: Path) -> None:
    items = {
        f"2026-000{n}": item(str(n), reply("2026-03-16", more="来文: 岳楼政〔2026〕8号")) for n in (1, 2)
    }
    assert checked(make_ledger(tmp_path, items)) == []
