from __future__ import annotations

import pytest

from duban_cli.ledger.change import Change, FileWrite, digest


def write(path: str, content: bytes | None, expect: bytes | None = None) -> FileWrite:
    return FileWrite(path=path, content=content, expect=None if expect is None else digest(expect))


def test_commit_message_in_full() -> None:
    change = Change(
        writes=(),
        subject="交办 2026-0018\n洞庭大道",
        body="主办：甲局\n\n限期：2026-03-18\n",
        message="  按市长批示办\r\n# 急\n",
        trailers=(
            ("Duban-Item", "2026-0018"),
            ("Duban-Action", "交办"),
            ("Duban-Doc", "岳督函〔2026〕17号\nDuban-Item: 冒充"),
            ("Duban-Item", "2026-0018"),
        ),
    )
    assert change.commit_message() == (
        "交办 2026-0018 洞庭大道\n\n主办：甲局\n\n限期：2026-03-18\n\n按市长批示办\n# 急\n\n"
        "Duban-Item: 2026-0018\nDuban-Action: 交办\nDuban-Doc: 岳督函〔2026〕17号 Duban-Item: 冒充\n"
    )


def test_only_a_subject() -> None:
    assert Change(writes=(), subject="建账").commit_message() == "建账\n"


def test_a_change_is_checked() -> None:
    with pytest.raises(ValueError, match="twice"):
        Change(writes=(write("a", b"1"), write("a", b"2")), subject="x")
    with pytest.raises(ValueError, match="subject"):
        Change(writes=(), subject=" \n")
