from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from duban_cli.errors import Busy
from duban_cli.ledger.lock import alone, planning, writing
from tests.gitkit import in_child

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_writer_is_told_who_is_busy(tmp_path: Path) -> None:
    with writing(tmp_path, "交办 2026-0001"):
        began = time.monotonic()
        with (
            pytest.raises(Busy, match=f"交办 2026-0001（进程 {os.getpid()}）"),
            writing(tmp_path, "催办", wait=0.2),
        ):
            pass
        assert time.monotonic() - began < 2
    with writing(tmp_path, "催办", wait=0):
        assert (tmp_path / ".duban/lock").read_text() == f"{os.getpid()} 催办"


def test_who_plans_under_the_lock_applies_under_it(tmp_path: Path) -> None:
    with planning(tmp_path, "保存"), writing(tmp_path, "保存：一件", wait=0) as first:
        with writing(tmp_path, "保存：一件", wait=0) as again:
            assert again == first
        assert os.fstat(first)
    with writing(tmp_path, "催办", wait=0), pytest.raises(Busy), writing(tmp_path, "交办", wait=0):
        pass


def test_planning_within_planning_is_the_outer_ones(tmp_path: Path) -> None:
    with planning(tmp_path, "编辑"):
        with planning(tmp_path, "保存"):
            pass
        with writing(tmp_path, "保存", wait=0) as again:
            assert os.fstat(again)
    with writing(tmp_path, "催办", wait=0):
        pass


def test_a_lock_outside_a_ledger_leaves_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with alone(lock, "公示", "写网站"):
        with (
            pytest.raises(Busy, match="另一个 duban 正在写网站：公示"),
            alone(lock, "公示", "写网站", wait=0),
        ):
            pass
        assert lock.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_waiting_for_a_lock_whose_file_goes(tmp_path: Path) -> None:
    """Many at once, each adding one to a number: whoever opened a file that is gone by then tries again."""
    (tmp_path / "n").write_text("0")

    def work() -> None:
        for _ in range(20):
            with alone(tmp_path / "lock", "公示", "写网站"):
                now = int((tmp_path / "n").read_text())
                (tmp_path / "n").write_text(str(now + 1))

    children = [in_child(work) for _ in range(3)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert (tmp_path / "n").read_text() == "60"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_the_lock_ends_with_its_holder(tmp_path: Path) -> None:
    ready, told = os.pipe()

    def work() -> None:
        with writing(tmp_path, "催办"):
            os.write(told, b"x")
            time.sleep(60)

    child = in_child(work)
    os.read(ready, 1)
    with pytest.raises(Busy), writing(tmp_path, "交办", wait=0):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with writing(tmp_path, "交办", wait=0):
        pass
