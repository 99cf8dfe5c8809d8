"""What a bulletin says of the items it does not list, and of dates that may still move."""

from __future__ import annotations

from dataclasses import replace

from tests.documents.papers import bulletin, text_of


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
