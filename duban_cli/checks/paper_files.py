"""Issued papers on disk: there, and as they were issued."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from duban_cli.checks.across import Across
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.register import Paper


def files(scene: Across) -> Iterator[Finding]:
    """Each registered file stands beside its register entry, unchanged; no other .docx stands there."""
    root = scene.ledger.root
    named: set[str] = set()
    for paper in scene.ledger.papers:
        path = (PurePosixPath(paper.path).parent / paper.file).as_posix()
        named.add(path)
        if paper.file in (".", "..") or "/" in paper.file or "\\" in paper.file:
            yield _at(paper, "paper-file", f"“文件”应当是同目录下的文件名，却是“{paper.file}”", "改成文件名")
            continue
        if (root / path).is_symlink():  # it may lead anywhere, to a device without an end too
            yield _at(paper, "paper-link", f"文书是链接，不是文件：{path}", "用 git 找回真的文件")
            continue
        if (root / path).exists() and not (root / path).is_file():  # a pipe would be waited for
            yield _at(paper, "paper-unreadable", f"文书打不开：{path}（不是文件）", "移走它，用 git 找回文书")
            continue
        try:
            with (root / path).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            if paper.state == "发出":
                yield _at(paper, "paper-missing", f"发出的文书不见了：{path}", "用 git 找回")
        except OSError as error:
            yield _at(
                paper, "paper-unreadable", f"文书打不开：{path}（{error.strerror}）", "检查文件权限和磁盘"
            )
        else:
            if digest != paper.sha256.lower():
                yield _at(
                    paper,
                    "paper-changed",
                    f"发出后的文书被改动：{path}",
                    "用 git 找回原样；确须更改的，作废后另发",
                )
    for found in sorted((root / "papers").glob("[0-9]*/*.docx")):
        if (root / "papers").is_symlink() or found.parent.is_symlink():
            continue  # told already; where a link leads is not the ledger
        path = found.relative_to(root).as_posix()
        if path not in named and not found.name.startswith("~$"):
            yield Finding(
                path, 0, 0, "warning", "paper-unregistered", "这份文书没有登记", "移到 documents/，或删去"
            )


def _at(paper: Paper, code: str, message: str, hint: str) -> Finding:
    return Finding(paper.path, 0, 0, "error", code, message, hint)
