from __future__ import annotations

import inspect
from dataclasses import replace
from pathlib import Path

import duban_cli.checks
from duban_cli.checks import ALL_CHECKS, in_order, item_findings, items_findings, run_checks
from duban_cli.ledger.findings import Finding
from tests.kit import HANDED_OUT, INITIATED, TODAY, checked, codes, item_text, make_ledger, open_ledger, read


def test_every_check_of_the_package_is_registered() -> None:
    modules = [
        m
        for m in vars(duban_cli.checks).values()
        if inspect.ismodule(m) and m.__name__.startswith("duban_cli.checks.")
    ]
    written = {
        f
        for m in modules
        for f in vars(m).values()
        if inspect.isgeneratorfunction(f) and f.__module__ == m.__name__ and not f.__name__.startswith("_")
        and list(inspect.signature(f).parameters) == ["scene"]
    }  # fmt: skip
    assert written == set(ALL_CHECKS)
    assert len(ALL_CHECKS) == len(set(ALL_CHECKS))
    assert all(f.__doc__ for f in ALL_CHECKS)


def test_findings_of_reading_and_of_checks_together_by_place(tmp_path: Path) -> None:
    items = {
        "2026-0001": item_text(*HANDED_OUT, 标题="甲", 类别="领导指示", 主办单位="没有的局"),
        "2026-0002": item_text(缓急="很急"),
    }
    found = checked(make_ledger(tmp_path, items, others={"items/说明.txt": "x"}))
    assert [(f.path, f.line, f.code) for f in found] == [
        ("items/2026/2026-0001.yaml", 2, "unknown-category"),
        ("items/2026/2026-0001.yaml", 5, "unknown-unit"),
        ("items/2026/2026-0002.yaml", 7, "choice"),
        ("items/说明.txt", 0, "stray-file"),
    ]


def test_a_ledger_in_order_has_no_findings(tmp_path: Path) -> None:
    assert checked(make_ledger(tmp_path, {"2026-0018": item_text(*HANDED_OUT)})) == []
    assert checked(make_ledger(tmp_path / "空")) == []


def test_findings_told_once_and_in_order() -> None:
    one = Finding("a", 1, 1, "error", "x", "y")
    other = replace(one, hint="z")
    assert in_order({one, other, replace(one, path="b"), replace(one, level="warning")})[-1].path == "b"


def test_an_item_is_judged_before_it_is_written(tmp_path: Path) -> None:
    ledger = open_ledger(make_ledger(tmp_path, {"2026-0018": item_text(*HANDED_OUT)}))
    closing = read(item_text(*HANDED_OUT, "{日期: 2026-03-18, 动作: 销号}"))
    assert codes(item_findings(closing, ledger, TODAY)) == ["close-without-review"]
    assert item_findings(ledger.items["2026-0018"], ledger, TODAY) == ()
    assert run_checks(ledger, TODAY) == ()


def test_a_new_item_is_judged_beside_the_others(tmp_path: Path) -> None:
    root = make_ledger(
        tmp_path, {"2026-0018": item_text(*HANDED_OUT), "2026-0019": item_text(标题="乙", 类别="甲")}
    )
    ledger = open_ledger(root)
    entries = (INITIATED, "{日期: 2026-03-05, 动作: 交办, 文号: 岳督函〔2026〕17号}")
    found = item_findings(read(item_text(*entries, 上级事项="2026-0020"), "2026-0020"), ledger, TODAY)
    assert {f.path for f in found} == {"items/2026/2026-0020.yaml"}
    assert codes(found) == ["same-matter", "parent-cycle", "doc-no-used"]


def test_several_items_are_judged_together(tmp_path: Path) -> None:
    ledger = open_ledger(make_ledger(tmp_path))
    notice = "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号}"
    other = "{日期: 2026-03-05, 动作: 交办, 文号: 岳督函〔2026〕17号}"
    items = [
        read(item_text(INITIATED, notice, 标题="甲"), "2026-0001"),
        read(item_text(INITIATED, notice, 标题="乙"), "2026-0002"),
    ]
    assert items_findings(items, ledger, TODAY) == ()
    items.append(read(item_text(INITIATED, other, 标题="丙"), "2026-0003"))
    assert codes(items_findings(items, ledger, TODAY)) == ["doc-no-used"] * 3
