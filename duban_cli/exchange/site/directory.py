"""The site's directory on the disk: what stands there, what would change, and putting a new one in its place.

The new site is built beside the old one and takes its place by renaming: a reader sees the one or the other. What
duban did not write is never overwritten nor deleted. One writer at a time: a lock beside the site, gone afterwards.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from duban_cli.errors import WrongUse
from duban_cli.exchange.site.pages import MANIFEST
from duban_cli.ledger.disk import disk_problems, sync_dir, write_scratch
from duban_cli.ledger.lock import alone

State = Literal["新增", "改写", "删去", "不变"]
_ELSEWHERE = "换一个空目录，或把它移走再公示；duban 只改自己写的"


@dataclass(frozen=True, slots=True)
class FileChange:
    """What becomes of one file of the site."""

    path: str
    state: State
    sha256: str | None


def compare(target: Path, files: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    """What putting ``files`` at ``target`` would change, by path.

    Raises:
        WrongUse: the target is no directory, or holds what duban did not write.
        DiskProblem: it cannot be read.
    """
    with disk_problems(target):
        old = _standing(target)
    found = []
    for path in sorted({*old, *files}):
        new = _digest(files[path]) if path in files else None
        state: State = (
            "删去" if new is None else "新增" if path not in old else "不变" if old[path] == new else "改写"
        )
        found.append(FileChange(path, state, new))
    return tuple(found)


def put(target: Path, files: Mapping[str, bytes], *, wait: float = 10.0) -> None:
    """The site at ``target``, whole; the old one stays until the new one stands.

    ``wait`` for another run is in seconds. Raises Busy, DiskProblem, WrongUse.
    """
    with _alone(target, wait), disk_problems(target):
        _recover(target)
        _standing(target)
        beside = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
        try:
            _build(beside / "new", files)
            _swap(target, beside)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        sync_dir(target.parent)


def recover(target: Path, *, wait: float = 10.0) -> None:
    """What a run that was killed left beside ``target``: the old site goes back where there is none, the rest goes.

    What a run at work has there is its own. Raises Busy, DiskProblem.
    """
    with disk_problems(target):
        left = any(one.name.startswith(_prefix(target)) for one in target.parent.iterdir())
    if left:
        with _alone(target, wait), disk_problems(target):
            _recover(target)


def _alone(target: Path, wait: float) -> contextlib.AbstractContextManager[None]:
    return alone(target.parent / f"{_prefix(target)}lock", "公示", f"写 {target}", wait=wait)


def _recover(target: Path) -> None:
    for left in sorted(target.parent.iterdir()):
        if not left.name.startswith(_prefix(target)) or left.is_symlink() or not left.is_dir():
            continue
        if (left / "old").is_dir() and not target.exists():
            (left / "old").rename(target)
        shutil.rmtree(left, ignore_errors=True)


def _prefix(target: Path) -> str:
    return f".{target.name}.duban-"


def _build(new: Path, files: Mapping[str, bytes]) -> None:
    """The files through to the disk, readable by whoever serves them."""
    directories = {new, *((new / path).parent for path in files)}
    for directory in sorted(directories):
        directory.mkdir(exist_ok=True)
    for path, content in files.items():
        write_scratch(new / path, content)
    for directory in sorted(directories, reverse=True):
        sync_dir(directory)


def _swap(target: Path, beside: Path) -> None:
    old = beside / "old"
    if target.exists():
        shutil.copymode(target, beside / "new")
        target.rename(old)
    try:
        (beside / "new").rename(target)
    except BaseException:
        with contextlib.suppress(OSError):
            if old.exists() and not target.exists():
                old.rename(target)
        raise


def _standing(target: Path) -> dict[str, str]:
    """The files at ``target`` with their digests; empty where there is none. Raises WrongUse, OSError."""
    if not target.exists() and not target.is_symlink():
        return {}
    if not target.is_dir():
        raise WrongUse(f"{target} 不是目录", "写一个目录名，如 公示网站")
    found = dict(_files(target, target))
    if not found:
        return {}
    own = _listed(target)
    for path, digest in found.items():
        if path == MANIFEST and own is not None:
            continue
        if own is None or path not in own:
            raise WrongUse(f"{target} 里的 {path} 不是 duban 写的，没有动", _ELSEWHERE)
        if digest != own[path]:
            raise WrongUse(f"{target} 里的 {path} 被改过，没有动", _ELSEWHERE)
    return found


def _files(directory: Path, top: Path) -> Iterator[tuple[str, str]]:
    """Every file below, with its digest; of a link and of an empty directory the name alone."""
    with os.scandir(directory) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            path = Path(entry.path)
            name = path.relative_to(top).as_posix()
            if entry.is_dir(follow_symlinks=False):
                inner = list(_files(path, top))
                yield from inner or [(f"{name}/", "")]
            elif entry.is_file(follow_symlinks=False):
                yield name, _digest(path.read_bytes())
            else:
                yield name, ""


def _listed(target: Path) -> dict[str, str] | None:
    """What the manifest says is duban's own; None where there is no manifest, or it cannot be read."""
    try:
        said = json.loads((target / MANIFEST).read_bytes())
        files = said["files"]
        own = {str(path): str(digest) for path, digest in files.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return own if all(".." not in PurePosixPath(path).parts for path in own) else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
