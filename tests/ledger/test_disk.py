from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from duban_cli.errors import DiskProblem
from duban_cli.ledger.disk import disk_problems, private_dir, safe_target

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../a",
        "a/../../b",
        "a//b",
        "./a",
        "a\\b",
        "a\nb",
        ".git/config",
        "a/.GIT/x",
        ".duban/lock",
    ],
)
def test_paths_that_may_not_be_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(DiskProblem, match="不能写"):
        safe_target(tmp_path, path)


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "台账"
    root.mkdir()
    (root / "出去").symlink_to(tmp_path)
    (root / "文件").symlink_to(tmp_path / "外")
    for path in ("出去/a", "文件"):
        with pytest.raises(DiskProblem, match="符号链接"):
            safe_target(root, path)


def test_ordinary_paths(tmp_path: Path) -> None:
    for path in ("items/2026/2026-0001.yaml", "-rf", "附件/会议 纪要（一）.docx", ".gitattributes"):
        assert safe_target(tmp_path, path) == tmp_path / path
    (tmp_path / "目录").mkdir()
    with pytest.raises(DiskProblem, match="不是文件"):
        safe_target(tmp_path, "目录")


def test_the_private_directory_ignores_itself(tmp_path: Path) -> None:
    assert private_dir(tmp_path) == private_dir(tmp_path) == tmp_path / ".duban"
    assert (tmp_path / ".duban/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限"), (errno.EROFS, "只读"), (errno.EIO, "失败")],
)
def test_errors_of_the_system_in_chinese(number: int, words: str) -> None:
    with pytest.raises(DiskProblem, match=words), disk_problems("甲.yaml"):
        raise OSError(number, "whatever")
