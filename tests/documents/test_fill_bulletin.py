"""What a bulletin says of the items it does not list, and of dates that may still move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duban_cli.documents.context import Bulletin
from duban_cli.documents.fields import example
from duban_cli.documents.fill_bulletin import bulletin as filled
from duban_cli.reports.figures import figures
from tests.documents.papers import bulletin, text_of
from tests.kit import HANDED_OUT, SETTINGS, item_text, make_ledger, open_ledger


def test_overdue_items_kept_off_the_list_are_told_by_their_number() -> None:
    assert (
        "另有不予公开的逾期事项3件，不逐件列出。"
        in text_of("督查通报", replace(bulletin, unlisted=3)).markdown
    )
    only = text_of("督查通报", replace(bulletin, late=(), unlisted=3)).markdown
    assert "有不予公开的逾期事项3件" in only
    assert "无逾期事项" not in only
    assert "无逾期事项" in text_of("督查通报", replace(bulletin, late=())).markdown


def test_items_that_cannot_be_read_are_told() -> None:
    assert "读不出来" not in text_of("督查通报", bulletin).markdown
    assert (
        "另有2件事项的文件读不出来，未计入以上各数。"
        in text_of("督查通报", replace(bulletin, unreadable=2)).markdown
    )


def test_a_provisional_date_is_marked() -> None:
    late = (replace(bulletin.late[0], provisional=True),)
    told = text_of("督查通报", replace(bulletin, late=late)).markdown
    assert "2026年3月18日（暂定）" in told


@pytest.mark.parametrize(
    ("said", "printed"),
    [("", False), ("通报: {本室时限: 不列}\n", False), ("通报: {本室时限: 列明}\n", True)],
)
def test_how_the_office_kept_its_own_limits_is_printed_only_if_the_settings_say_so(
    tmp_path: Path, said: str, printed: bool
) -> None:
    ledger = open_ledger(
        make_ledger(tmp_path, {"2026-0018": item_text(*HANDED_OUT)}, settings=SETTINGS + said)
    )
    found = figures(ledger, date(2026, 3, 1), date(2026, 3, 31))
    assert found.own.rows
    text = text_of(
        "督查通报", filled(ledger.settings, found, day=date(2026, 3, 31), number=1, approved_by="刘某某")
    ).markdown
    assert ("# 五、督查室自身时限" in text) is printed
    assert ("# 六、下一步要求" in text) is printed
    assert ("| 交办 | 1 | 1 | 0 | 0 | 100.0%<br>1/1 |" in text) is printed
    assert ("# 五、下一步要求" in text) is not printed


def test_the_example_of_the_office_own_limits_prints() -> None:
    assert (
        "| **审核** | 26 | 23 | 2 | 1 | 88.5%<br>23/26 |" in text_of("督查通报", example(Bulletin)).markdown
    )
